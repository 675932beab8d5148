//! How much of what sigkit knows a command line may use: all, or what POSIX promises. Pure.

use crate::cli::parse::UsageError;
use crate::signal::Signal;
use crate::signal::facts::Posix;
use crate::sys::arguments::Word;

/// The environment variable that chooses strict mode.
pub const STRICT_VARIABLE: &[u8] = b"SIGKIT_POSIX";

/// The level of what a command line may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conformance {
    Extended,
    /// Only what POSIX.1-2024 promises.
    Posix(Level),
}

/// How much of POSIX.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Base,
    /// With the X/Open System Interfaces option.
    Xsi,
}

impl Level {
    /// True if the level has a name for a signal.
    pub fn names(self, signal: Signal) -> bool {
        match signal.posix() {
            Posix::Base => true,
            Posix::Xsi => self == Level::Xsi,
            Posix::Extension => false,
        }
    }
}

impl Conformance {
    /// Chooses by the first word, else by the value of SIGKIT_POSIX; gives the words that are left.
    ///
    /// # Errors
    ///
    /// An unknown level.
    pub fn choose<'a>(
        environment: Option<&[u8]>,
        words: &'a [Word<'a>],
    ) -> Result<(Conformance, &'a [Word<'a>]), UsageError> {
        if let [first, rest @ ..] = words {
            match first.bytes() {
                b"--posix" => return Ok((Conformance::Posix(Level::Base), rest)),
                b"--posix=xsi" => return Ok((Conformance::Posix(Level::Xsi), rest)),
                word if word.starts_with(b"--posix=") => {
                    return Err(UsageError::new(word, "the levels are --posix and --posix=xsi"));
                }
                _ => {}
            }
        }
        let conformance = match environment {
            None | Some(b"" | b"0") => Conformance::Extended,
            Some(b"1") => Conformance::Posix(Level::Base),
            Some(b"xsi") => Conformance::Posix(Level::Xsi),
            Some(value) => {
                let subject = [b"SIGKIT_POSIX=", value].concat();
                return Err(UsageError::new(&subject, "must be 1, xsi, 0 or empty"));
            }
        };
        Ok((conformance, words))
    }
}

/// The signal numbers that XSI gives meanings (POSIX.1-2024 XCU kill, OPTIONS, and trap).
pub const XSI_NUMBERS: [&[u8]; 8] = [b"0", b"1", b"2", b"3", b"6", b"9", b"14", b"15"];

#[cfg(test)]
mod tests;
