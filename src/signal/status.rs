//! The meaning of a number for `kill -l N`: a signal, or a shell's `$?` of a process that a signal
//! ended or stopped.
//!
//! POSIX.1-2024 XCU 2.8.2 only requires that the status is greater than 128. Shells add the
//! signal's number to 128 (nearly all), to 256 (ksh93) or to 384 (yash), for a process that was
//! stopped as for one that was terminated.

use super::headers;
use super::number::Signal;

/// The numbers that shells add to a signal's number; 0 is the number itself.
const BASES: [u32; 4] = [0, 128, 256, 384];

/// A number that `kill -l` knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// 0: the null signal, and the status of a success.
    Exit,
    /// A signal's number, or a base with a signal added.
    Signal(Signal),
}

/// Decodes a number or a shell's exit status; None for one that no signal gives on this system.
pub fn decode(status: u32) -> Option<Decoded> {
    match split(status, headers::NATIVE.highest)? {
        (_, 0) => Some(Decoded::Exit),
        (_, number) => Signal::new(i32::from(number)).map(Decoded::Signal),
    }
}

/// The base of a status and the number that was added, 0 for none; None for a status that no signal
/// up to `highest` gives.
///
/// A base and a signal never give the same status as another pair, because no system has more than
/// 127 signals.
pub(super) fn split(status: u32, highest: u8) -> Option<(u32, u8)> {
    debug_assert!(highest < 128);
    let base = *BASES.iter().rev().find(|base| status >= **base)?;
    let number = u8::try_from(status - base).ok().filter(|number| *number <= highest)?;
    // A base alone is the status of no process that a signal ended or stopped.
    (number > 0 || base == 0).then_some((base, number))
}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "s390x")
))]
#[cfg(test)]
mod tests {
    use super::*;

    fn name(status: u32) -> Option<String> {
        decode(status).map(|decoded| match decoded {
            Decoded::Exit => "EXIT".to_owned(),
            Decoded::Signal(signal) => signal.name().to_string(),
        })
    }

    #[test]
    fn statuses_of_every_shell_name_the_signal() {
        for (status, expected) in [
            (15, "TERM"),
            (143, "TERM"),
            (148, "TSTP"),
            (271, "TERM"),
            (399, "TERM"),
            (1, "HUP"),
            (64, "RTMAX"),
            (192, "RTMAX"),
            (320, "RTMAX"),
            (448, "RTMAX"),
            (0, "EXIT"),
        ] {
            assert_eq!(name(status).as_deref(), Some(expected), "{status}");
        }
    }

    #[test]
    fn numbers_that_no_signal_gives_are_refused() {
        for status in [65, 111, 127, 128, 193, 200, 255, 256, 321, 383, 384, 449, 512, 4294967295] {
            assert_eq!(name(status), None, "{status}");
        }
    }
}
