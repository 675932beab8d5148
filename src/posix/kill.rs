//! The promises of POSIX.1-2024 about kill (XCU kill, OPTIONS and OPERANDS).
//!
//! `kill [-s signal_name] [--] pid...` and `kill -l [--] [exit_status]`; with XSI also
//! `-signal_name` and `-signal_number`. Base POSIX takes names in any case.

use super::advice::{NotPortable, Reason, portable_name};
use super::conformance::{Level, XSI_NUMBERS};
use crate::signal;
use crate::signal::Name;
use crate::signal::SignalOrNull;
use crate::signal::decimal;
use crate::signal::facts::Posix;
use crate::signal::numbering::Numbering;
use crate::signal::status::{Decoded, decode};
use crate::sys::Pid;

/// The text in front of a signal's name in the advice, where the word is the value of `-s`.
const AS_VALUE: (&str, &str) = ("kill -s ", "");
/// The same, where the word is an option.
const AS_OPTION: (&str, &str) = ("kill ", "-s ");

/// The signal of `-s WORD`: a name that POSIX defines at this level, or 0.
///
/// # Errors
///
/// The word is not portable, or no signal of this system.
pub(crate) fn signal_value(level: Level, word: &[u8]) -> Result<SignalOrNull, NotPortable> {
    signal_name(level, word, AS_VALUE)
}

/// The signal of `-WORD`, dash and all, where no signal is chosen yet; `-s`, `-l` and `--` are the
/// caller's to read.
///
/// # Errors
///
/// The word is not portable, or no option at all.
pub(crate) fn signal_option(level: Level, word: &[u8]) -> Result<SignalOrNull, NotPortable> {
    let name = word.strip_prefix(b"-").unwrap_or(word);
    match (signal::by_number(name), signal::by_name(name)) {
        (Some(Ok(signal)), _) if level == Level::Xsi => match XSI_NUMBERS.contains(&name) {
            true => Ok(signal),
            false => Err(replaced(level, Reason::NotXsiNumber, signal, AS_OPTION)),
        },
        (Some(Ok(signal)), _) => Err(replaced(level, Reason::Number, signal, AS_OPTION)),
        (Some(Err(unknown)), _) => Err(match Pid::from_digits(name) {
            Some(_) => NotPortable::replaced(
                Reason::NumberOption(unknown),
                "kill ",
                [b"-s TERM -- ", word].concat(),
            ),
            None => NotPortable::without_replacement(Reason::Unknown(unknown)),
        }),
        (None, Ok(_)) if level == Level::Xsi => signal_name(level, name, AS_OPTION),
        (None, Ok(signal)) => Err(replaced(level, Reason::NameAsOption, signal, AS_OPTION)),
        (None, Err(_)) => Err(other_option(level, word)),
    }
}

fn signal_name(
    level: Level,
    word: &[u8],
    place: (&'static str, &'static str),
) -> Result<SignalOrNull, NotPortable> {
    let unknown = |unknown| NotPortable::unknown(level, word, unknown);
    if word == b"0" {
        return Ok(None);
    }
    if let Some(number) = signal::by_number(word) {
        return Err(replaced(level, Reason::Number, number.map_err(unknown)?, place));
    }
    let Some(signal) = signal::by_name(word).map_err(unknown)? else {
        return Err(replaced(level, Reason::Exit, None, place));
    };
    if signal::without_prefix(word).is_some() {
        return Err(replaced(level, Reason::Prefix, Some(signal), place));
    }
    let is_its_name =
        portable_name(signal).is_some_and(|name| name.as_bytes().eq_ignore_ascii_case(word));
    match signal.posix() {
        _ if !is_its_name => Err(replaced(level, Reason::Name, Some(signal), place)),
        Posix::Xsi if level == Level::Base => Err(NotPortable::of_xsi(Reason::OnlyXsi)),
        _ => Ok(Some(signal)),
    }
}

/// A form of a signal whose portable form is its name, if POSIX has one at this level.
fn replaced(
    level: Level,
    reason: Reason,
    signal: SignalOrNull,
    (after, option): (&'static str, &'static str),
) -> NotPortable {
    if signal.is_some_and(|signal| signal.posix() == Posix::Xsi && !level.names(signal)) {
        return NotPortable::of_xsi(reason);
    }
    match signal.map_or_else(|| Some("0".to_owned()), portable_name) {
        Some(name) => NotPortable::replaced(reason, after, format!("{option}{name}")),
        None => NotPortable::without_replacement(reason),
    }
}

/// An option that POSIX does not have.
fn other_option(level: Level, word: &[u8]) -> NotPortable {
    let long = word.split(|byte| *byte == b'=').next();
    match word {
        [b'-', b's', value @ ..] => match signal_name(level, value, AS_OPTION) {
            Ok(_) => {
                NotPortable::replaced(Reason::AttachedSignal, "kill ", [b"-s ", value].concat())
            }
            Err(advice) if advice.instead.is_some() => {
                NotPortable { reason: Reason::AttachedSignal, ..advice }
            }
            Err(advice) => advice,
        },
        [b'-', b'l', status @ ..] => {
            let has_name = match decimal(status).and_then(decode) {
                Some(Decoded::Signal(signal)) => !signal.name().is_number(),
                Some(Decoded::Exit) => true,
                None => false,
            };
            match has_name {
                true => NotPortable::replaced(
                    Reason::AttachedStatus,
                    "kill ",
                    [b"-l ", status].concat(),
                ),
                false => NotPortable::without_replacement(Reason::AttachedStatus),
            }
        }
        b"-n" => NotPortable::replaced(Reason::Option, "kill ", "-s"),
        [b'-', b'-', ..] => match long {
            Some(b"--signal") => NotPortable::replaced(Reason::LongOption, "kill ", "-s"),
            Some(b"--list") => NotPortable::replaced(Reason::LongOption, "kill ", "-l"),
            _ => NotPortable::without_replacement(Reason::LongOption),
        },
        [_, name @ ..] if level == Level::Xsi => {
            NotPortable::without_replacement(Reason::Option).with_hint(level, name)
        }
        _ => NotPortable::without_replacement(Reason::Option),
    }
}

/// A word after `-l` that may be an exit status: no option stands there.
///
/// # Errors
///
/// It has the form of an option.
pub(crate) fn status(word: &[u8]) -> Result<(), NotPortable> {
    match word.starts_with(b"-") {
        true => Err(NotPortable::without_replacement(Reason::OptionOfList)),
        false => Ok(()),
    }
}

/// True if an operand has the form of a process ID, or of a process group's: digits, with one minus
/// in front of them at most.
pub(crate) fn is_process(word: &[u8]) -> bool {
    word.strip_prefix(b"-").unwrap_or(word).iter().all(u8::is_ascii_digit)
}

/// The diagnostic for another operand.
pub(crate) const NOT_A_PROCESS: NotPortable = NotPortable::without_replacement(Reason::Process);

/// The name that `-l` writes for the signal of an exit status; None where POSIX has no name
/// for it.
///
/// 0, which is the status of no process that a signal ended, stays 0.
pub(crate) fn name_of(numbering: &Numbering, number: u8) -> Option<Name> {
    match number {
        0 => Some(Name::Number(0)),
        _ => Some(numbering.name(number)).filter(|name| !name.is_number()),
    }
}

/// The diagnostic for a second exit status.
pub(crate) const SECOND_STATUS: NotPortable =
    NotPortable::without_replacement(Reason::SecondStatus);

/// The diagnostic for a name as an operand of `-l`.
pub(crate) const NAME_AS_STATUS: NotPortable =
    NotPortable::without_replacement(Reason::NameAsStatus);

#[cfg(test)]
mod tests;
