//! kill's command line, with every syntax that its peers accept and no guesses. Pure; allocates for
//! what options ask for besides a signal, and for nothing else.
//!
//! A word before the operands is read in this order: `--`; an option by its long name; digits (a
//! signal if none is chosen yet, else a process group, which ends the options); a signal's name as
//! a whole, in any case, with or without SIG; then option letters. The first word that is none of
//! these is the first operand, and nothing after it is an option: a word there that looks like one
//! is refused with all of the command line, see `targets`.

mod command;
mod draft;
mod errors;
mod finish;
mod targets;

use crate::cli::parse::{self, Spelled, UsageError};
use crate::commands::kill::options::OPTIONS;
use crate::signal::{self, SignalOrNull, Unknown};
use crate::sys::Pid;
use crate::sys::arguments::Word;
use draft::{Draft, Mode};
use finish::finish;

pub use command::{Command, Decode, Foreign, Send, States};
pub(super) use command::{SendOptions, scope_option};
pub(super) use errors::missing_operand;
pub(super) use targets::{Beside, check};

/// Reads a command line, without the command's name.
///
/// # Errors
///
/// The command line is wrong; nothing may be sent.
pub fn parse<'a>(words: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
    let mut draft = Draft::new();
    let mut rest = words.iter();
    loop {
        let operands = rest.as_slice();
        let Some(word) = rest.next() else {
            return finish(draft, operands);
        };
        let word = word.bytes();
        match word {
            [b'-', b'-'] => return finish(draft, rest.as_slice()),
            [b'-', b'-', ..] => {
                let given = parse::long_option(&OPTIONS, word, &mut rest)?;
                if let Some(command) = draft.take(&given)? {
                    return Ok(command);
                }
            }
            [b'-', b'0'..=b'9', ..] if draft.mode.explains() => return finish(draft, operands),
            [b'-', b'0'..=b'9', ..] => {
                if draft.order.signal.is_made() && draft.mode == Mode::Send {
                    return finish(draft, operands);
                }
                draft.order.choose(numeric_option(word)?, Spelled::Word(word))?;
            }
            [b'-', name @ ..] if !name.is_empty() => match signal::parse(name) {
                Ok(signal) => draft.order.choose(signal, Spelled::Word(word))?,
                Err(Unknown::Name) => {
                    if let Some(command) = draft.take_letters(word, &mut rest)? {
                        return Ok(command);
                    }
                }
                Err(unknown) => return Err(UsageError::new(word, unknown)),
            },
            _ => return finish(draft, operands),
        }
    }
}

/// `-9` where no signal is chosen yet. POSIX gives a first -N to the signals: a group is never
/// meant.
fn numeric_option(word: &[u8]) -> Result<SignalOrNull, UsageError> {
    match signal::by_number(&word[1..]) {
        Some(Ok(signal)) => Ok(signal),
        Some(Err(unknown)) => Err(match Pid::from_digits(&word[1..]) {
            Some(group) => UsageError::new(
                word,
                format_args!("{unknown}; for a process group, write: kill -- -{group}"),
            ),
            None => UsageError::new(word, unknown),
        }),
        None => Err(UsageError::new(word, "neither a signal number nor an option")),
    }
}

#[cfg(test)]
mod tests;
