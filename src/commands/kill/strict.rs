//! Strict-POSIX mode: the command line that [`crate::posix::kill`] promises, and nothing else.
//!
//! All else that kill accepts is refused with the portable spelling, so that a script which runs in
//! this mode runs with every conforming kill. Pure.

use super::args::{Beside, Command, Decode, Send, check, missing_operand};
use crate::cli::parse::UsageError;
use crate::delivery::choice::Choice;
use crate::posix;
use crate::posix::conformance::{Conformance, Level};
use crate::sys::arguments::Word;

/// Reads a command line, without the command's name and without `--posix`.
///
/// # Errors
///
/// The command line is wrong or not portable; nothing may be sent.
pub(crate) fn parse<'a>(level: Level, words: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
    let mut chosen = Choice::Open;
    let mut rest = words.iter();
    let operands = loop {
        let operands = rest.as_slice();
        let Some(word) = rest.next() else { break operands };
        let word = word.bytes();
        let signal = match word {
            b"--" => break rest.as_slice(),
            b"-l" => {
                return match chosen {
                    Choice::Made(_) => {
                        Err(UsageError::new(word, "cannot be combined with a signal"))
                    }
                    Choice::Open => list(level, rest.as_slice()),
                };
            }
            b"-s" => match rest.next() {
                Some(value) => posix::kill::signal_value(level, value.bytes())
                    .map_err(|advice| UsageError::new(value.bytes(), advice))?,
                None => return Err(UsageError::new(word, "SIGNAL is missing")),
            },
            [b'-', b'0'..=b'9', ..] if chosen.is_made() => break operands,
            [b'-', rest @ ..] if !rest.is_empty() => posix::kill::signal_option(level, word)
                .map_err(|advice| UsageError::new(word, advice))?,
            _ => break operands,
        };
        chosen.make(signal, word)?;
    };
    if operands.is_empty() {
        return Err(missing_operand());
    }
    let conformance = Conformance::Posix(level);
    let signal_known = chosen.is_made();
    check(operands, Beside { conformance, signal_known, wait: None, selectors: false })?;
    Ok(Command::Send(Send::plain(chosen.signal(), operands, conformance)))
}

fn list<'a>(level: Level, words: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
    let conformance = Conformance::Posix(level);
    let operands = match words {
        [first, rest @ ..] if first.bytes() == b"--" => rest,
        [first, ..] => {
            posix::kill::status(first.bytes())
                .map_err(|advice| UsageError::new(first.bytes(), advice))?;
            words
        }
        [] => words,
    };
    match operands {
        [] => Ok(Command::List { conformance, target: None }),
        [_] => Ok(Command::Decode(Decode { attached: None, operands, conformance, target: None })),
        [_, second, ..] => Err(UsageError::new(second.bytes(), posix::kill::SECOND_STATUS)),
    }
}

#[cfg(test)]
mod tests;
