//! The promises of POSIX.1-2024 about trap (XCU trap, OPERANDS and APPLICATION USAGE).
//!
//! A condition is EXIT, 0, or a name in capitals without SIG; with XSI also some numbers.

use super::advice::{NotPortable, Reason, portable_name};
use super::conformance::{Level, XSI_NUMBERS};
use crate::signal;
use crate::signal::condition::Condition;

/// A condition that POSIX defines at this level.
///
/// # Errors
///
/// The word is not portable, or no condition of this system.
pub(crate) fn condition(level: Level, word: &[u8]) -> Result<Condition, NotPortable> {
    let condition =
        Condition::parse(word).map_err(|unknown| NotPortable::unknown(level, word, unknown))?;
    let name = match condition {
        Condition::Exit => Some("EXIT".to_owned()),
        Condition::Signal(signal) => portable_name(signal),
    };
    let Some(name) = name else {
        return Err(NotPortable::without_replacement(Reason::Name));
    };
    let reason = match word {
        b"0" => return Ok(condition),
        _ if condition.signal().is_some_and(|signal| !level.names(signal)) => {
            return Err(NotPortable::of_xsi(Reason::OnlyXsi));
        }
        _ if level == Level::Xsi && XSI_NUMBERS.contains(&word) => return Ok(condition),
        [b'0'..=b'9', ..] => Reason::Number,
        _ if word == name.as_bytes() => return Ok(condition),
        _ if signal::without_prefix(word).is_some() => Reason::Prefix,
        _ if word.eq_ignore_ascii_case(name.as_bytes()) => Reason::LowerCase,
        _ => Reason::Name,
    };
    Err(NotPortable::replaced(reason, "", name))
}

#[cfg(test)]
mod tests;
