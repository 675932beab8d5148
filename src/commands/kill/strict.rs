//! Strict-POSIX mode: `kill [-s signal_name] [--] pid...` and `kill -l [--] [exit_status]` of
//! POSIX.1-2024, nothing else.
//!
//! With XSI also `-signal_name` and `-signal_number`. All else that kill accepts is refused with
//! the portable spelling, so that a script which runs in this mode runs with every conforming kill.
//! Pure.

use super::args::{Command, Decode, Digits, Send, missing_operand};
use super::options::{Key, OPTIONS};
use crate::cli::conformance::{Conformance, Level, XSI_NUMBERS, portable_name};
use crate::cli::parse::UsageError;
use crate::signal::facts::Posix;
use crate::signal::{self, Signal, SignalOrNull};
use crate::sys::arguments::Word;

/// Reads a command line, without the command's name and without `--posix`.
///
/// # Errors
///
/// The command line is wrong or not portable; nothing may be sent.
pub fn parse<'a>(level: Level, words: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
    let mut chosen = None;
    let mut rest = words.iter();
    let operands = loop {
        let operands = rest.as_slice();
        let Some(word) = rest.next() else { break operands };
        let word = word.bytes();
        let signal = match word {
            b"--" => break rest.as_slice(),
            b"-l" => {
                return match chosen {
                    Some(_) => Err(UsageError::new(word, "cannot be combined with a signal")),
                    None => list(level, rest.as_slice()),
                };
            }
            b"-s" => match rest.next() {
                Some(value) => signal_name(level, value.bytes())?,
                None => return Err(UsageError::new(word, "SIGNAL is missing")),
            },
            [b'-', b'0'..=b'9', ..] if chosen.is_some() => break operands,
            [b'-', rest @ ..] if !rest.is_empty() => dash_word(level, word)?,
            _ => break operands,
        };
        if chosen.replace(signal).is_some() {
            return Err(UsageError::new(word, "a signal is already chosen; only one can be sent"));
        }
    };
    if operands.is_empty() {
        return Err(missing_operand());
    }
    Ok(Command::Send(Send::plain(
        chosen.unwrap_or(Some(Signal::TERM)),
        operands,
        Conformance::Posix(level),
    )))
}

fn list<'a>(level: Level, words: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
    let conformance = Conformance::Posix(level);
    let operands = match words {
        [first, rest @ ..] if first.bytes() == b"--" => rest,
        [first, ..] if first.bytes().starts_with(b"-") => {
            return Err(UsageError::new(
                first.bytes(),
                "not an exit status; POSIX has kill -l [exit_status]",
            ));
        }
        words => words,
    };
    match operands {
        [] => Ok(Command::List { conformance, target: None }),
        [_] => Ok(Command::Decode(Decode { attached: None, operands, conformance, target: None })),
        [_, second, ..] => Err(UsageError::new(
            second.bytes(),
            "POSIX has one exit status; write: kill -l once for each",
        )),
    }
}

/// The signal that XSI reads in `-WORD`, or the reason why the word is not portable.
fn dash_word(level: Level, word: &[u8]) -> Result<SignalOrNull, UsageError> {
    let name = &word[1..];
    match (signal::by_number(name), signal::by_name(name)) {
        (Some(Ok(signal)), _) if level == Level::Xsi => match name {
            _ if XSI_NUMBERS.contains(&name) => Ok(signal),
            _ => Err(not_portable(word, "not one of XSI's numbers 0 1 2 3 6 9 14 15", signal)),
        },
        (Some(Ok(signal)), _) => Err(not_portable(word, "signal numbers are not POSIX", signal)),
        (Some(Err(unknown)), _) => Err(UsageError::new(
            word,
            format_args!("{unknown}; for a process group, write: kill -s TERM -- {}", Digits(word)),
        )),
        (None, Ok(_)) if level == Level::Xsi => {
            signal_name(level, name).map_err(|error| UsageError { subject: word.to_vec(), ..error })
        }
        (None, Ok(signal)) => {
            Err(not_portable(word, "signal names as options are XSI, not base POSIX", signal))
        }
        (None, Err(_)) => Err(UsageError::new(word, option_advice(word))),
    }
}

/// A name that POSIX defines at this level, or 0.
fn signal_name(level: Level, word: &[u8]) -> Result<SignalOrNull, UsageError> {
    if word == b"0" {
        return Ok(None);
    }
    if let Some(number) = signal::by_number(word) {
        return Err(match number {
            Ok(signal) => not_portable(word, "signal numbers are not POSIX", signal),
            Err(unknown) => UsageError::new(word, unknown),
        });
    }
    let Some(signal) = signal::by_name(word).map_err(|unknown| UsageError::new(word, unknown))?
    else {
        return Err(not_portable(word, "EXIT is not POSIX", None));
    };
    if signal::without_prefix(word).is_some() {
        return Err(not_portable(word, "the SIG prefix is not POSIX", Some(signal)));
    }
    if signal.name().to_string().as_bytes().eq_ignore_ascii_case(word)
        && !word.contains(&b'+')
        && !word.contains(&b'-')
    {
        match (signal.posix(), level) {
            (Posix::Base, _) | (Posix::Xsi, Level::Xsi) => return Ok(Some(signal)),
            (Posix::Xsi, Level::Base) => {
                return Err(UsageError::new(
                    word,
                    "XSI only, not base POSIX; base POSIX has no name for it",
                ));
            }
            (Posix::Extension, _) => {}
        }
    }
    Err(not_portable(word, "not a POSIX signal name", Some(signal)))
}

/// An error that names the portable spelling of the signal, if there is one.
fn not_portable(word: &[u8], reason: &str, signal: SignalOrNull) -> UsageError {
    let portable = match signal {
        None => Some("0".to_owned()),
        Some(signal) => portable_name(signal),
    };
    match portable {
        Some(name) => UsageError::new(word, format_args!("{reason}; write: kill -s {name}")),
        None => UsageError::new(word, format_args!("{reason}; POSIX has no name for this signal")),
    }
}

/// What to write instead of an option that POSIX does not have.
fn option_advice(word: &[u8]) -> String {
    let attached = |start: usize| String::from_utf8_lossy(&word[start..]).into_owned();
    match word {
        [b'-', b's', ..] => {
            format!("an attached signal is not portable; write: kill -s {}", attached(2))
        }
        [b'-', b'l', ..] => {
            format!("an attached status is not portable; write: kill -l {}", attached(2))
        }
        [b'-', b'n'] => "not a POSIX option; write: kill -s".to_owned(),
        [b'-', b'-', ..] => {
            let name = &word[2..];
            let start = |key: Key| {
                let words = OPTIONS.rows[key as usize].words;
                words
                    .iter()
                    .any(|word| name.split(|byte| *byte == b'=').next() == Some(word.as_bytes()))
            };
            if start(Key::Signal) {
                "long options are not POSIX; write: kill -s".to_owned()
            } else if start(Key::List) {
                "long options are not POSIX; write: kill -l".to_owned()
            } else {
                "long options are not POSIX".to_owned()
            }
        }
        _ => "not a POSIX option; POSIX has kill [-s NAME] [--] PID... and kill -l [--] [STATUS]"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests;
