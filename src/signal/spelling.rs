//! The signal that a word names, by its number or by one of its names.

use std::fmt;
use std::ops::RangeInclusive;

use super::headers;
use super::headers::Table;
use super::number::Signal;
use super::real_time::RealTimeName;
use super::real_time::real_time;
use super::status;
use super::status::Decoded;
use super::words::Spelling;
use super::words::decimal;
use super::words::is_number;
use super::words::without_prefix;

/// A signal, or None for 0, the null signal: kill(2) then only checks whether it could send one
/// (POSIX.1-2024 XSH kill()).
pub type SignalOrNull = Option<Signal>;

/// Why a word names nothing that can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// No system that sigkit knows has the name.
    Name,
    /// A signal of other systems.
    Elsewhere,
    /// RTMIN+n or RTMAX-n beyond the range.
    RealTimeRange,
    /// A number above the highest signal.
    NumberRange {
        /// The meaning of the number as an exit status.
        as_status: Option<Signal>,
    },
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Unknown::Name => f.write_str("unknown signal name"),
            Unknown::Elsewhere => f.write_str("not a signal of this system"),
            Unknown::RealTimeRange => match real_time() {
                Some(range) => {
                    let last = range.end() - range.start();
                    write!(f, "real-time signals are RTMIN to RTMIN+{last} (RTMAX)")
                }
                None => f.write_str("no real-time signals are known on this system"),
            },
            Unknown::NumberRange { as_status } => {
                write!(f, "signal numbers are 0 to {}", headers::NATIVE.highest)?;
                match as_status {
                    Some(signal) => {
                        write!(f, "; {} is what this exit status stands for", signal.name())
                    }
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for Unknown {}

/// Reads a word that names a signal of this system: a number in decimal digits, which may have a
/// plus sign in front of it, or a name in any case. Both may have SIG in front of them. 0 and EXIT
/// are the null signal.
///
/// # Errors
///
/// The word is a number above the highest signal, or it is no name of a signal of this system.
///
/// ```
/// use sigkit::signal::{Signal, Unknown, parse};
///
/// assert_eq!(parse(b"15"), Ok(Some(Signal::TERM)));
/// assert_eq!(parse(b"sigterm"), Ok(Some(Signal::TERM)));
/// assert_eq!(parse(b"0"), Ok(None));
/// assert_eq!(parse(b"TREM"), Err(Unknown::Name));
/// assert_eq!(
///     parse(b"143").unwrap_err().to_string().split_once("; ").unwrap().1,
///     "TERM is what this exit status stands for"
/// );
/// ```
pub fn parse(word: &[u8]) -> Result<SignalOrNull, Unknown> {
    match Spelling::of(word) {
        Spelling::Number(digits) => by_number(digits).unwrap_or(Err(Unknown::Name)),
        Spelling::Name(name) => by_name(name),
    }
}

/// The signal that a name stands for: any case, with or without SIG, EXIT (the null signal), a
/// number with SIG, and real-time names (RTMIN+n, RTMINn, RTMAX-n, RTn) included.
///
/// # Errors
///
/// The word is no name of a signal of this system.
pub fn by_name(word: &[u8]) -> Result<SignalOrNull, Unknown> {
    let number = number_of_name(word, headers::NATIVE, real_time)?;
    Ok(Signal::new(i32::from(number)))
}

/// The number that a name stands for where signals are those of the table, 0 for EXIT.
pub(super) fn number_of_name(
    word: &[u8],
    table: &Table,
    real_time: impl FnOnce() -> Option<RangeInclusive<u8>>,
) -> Result<u8, Unknown> {
    let name = without_prefix(word).unwrap_or(word);
    // SIG9, as procps, GNU and ksh93 have it.
    if is_number(name) && name.len() < word.len() {
        return decimal(name)
            .and_then(|number| u8::try_from(number).ok())
            .filter(|number| *number <= table.highest)
            .ok_or(Unknown::NumberRange { as_status: None });
    }
    // No name is shorter; kill asks about every option letter.
    if name.len() < 2 {
        return Err(Unknown::Name);
    }
    let number_in = |table: &Table| {
        let mut entries = table.entries();
        let entry = entries.find(|entry| entry.name.as_bytes().eq_ignore_ascii_case(name));
        entry.map(|entry| entry.number)
    };
    if name.eq_ignore_ascii_case(b"EXIT") {
        return Ok(0);
    }
    if let Some(number) = number_in(table) {
        return Ok(number);
    }
    if let Some(name) = RealTimeName::parse(name) {
        return real_time().and_then(|range| name.number(&range)).ok_or(Unknown::RealTimeRange);
    }
    Err(match headers::ALL.iter().any(|table| number_in(table).is_some()) {
        true => Unknown::Elsewhere,
        false => Unknown::Name,
    })
}

/// The signal of a number in decimal digits, 0 being the null signal. None if `word` is not digits
/// alone.
///
/// # Errors
///
/// The number is above the highest signal; it is never wrapped.
pub fn by_number(word: &[u8]) -> Option<Result<SignalOrNull, Unknown>> {
    if !is_number(word) {
        return None;
    }
    let number = decimal(word);
    let signal = number.and_then(|number| Signal::new(i32::try_from(number).ok()?));
    Some(match (number, signal) {
        (Some(0), _) => Ok(None),
        (_, Some(signal)) => Ok(Some(signal)),
        (number, None) => Err(Unknown::NumberRange {
            as_status: match number.and_then(status::decode) {
                Some(Decoded::Signal(signal)) => Some(signal),
                _ => None,
            },
        }),
    })
}

#[cfg(test)]
mod tests;
