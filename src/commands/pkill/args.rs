//! pkill's command line. Pure.
//!
//! Options stand anywhere before `--`, the pattern among them or in front of them; so may a dash
//! with a signal after it, which is chosen only once. Where POSIX counts (`POSIXLY_CORRECT`, or
//! `--posix` as the first word) no option stands after the pattern.

mod command;
mod draft;

use crate::cli::parse::{self, Spelled, UsageError};
use crate::commands::pkill::options::OPTIONS;
use crate::delivery::bare::{self, Bare};
use crate::sys::arguments::Word;
pub use command::{Act, Command};
use draft::Draft;

/// Reads a command line, without the command's name.
///
/// # Errors
///
/// It is wrong; nothing may be signalled.
pub fn parse<'a>(words: &'a [Word<'a>], permutes: bool) -> Result<Command<'a>, UsageError> {
    let (words, permutes) = match words {
        [first, rest @ ..] if first.bytes() == b"--posix" => (rest, false),
        words => (words, permutes),
    };
    let mut draft = Draft::new();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match word.bytes() {
            b"--" => {
                rest.by_ref().for_each(|word| draft.asking.take_pattern(word.bytes()));
            }
            word @ [b'-', b'-', ..] => {
                draft.take(&parse::long_option(&OPTIONS, word, &mut rest)?)?;
            }
            word @ [b'-', _, ..] => match bare::read(word, &OPTIONS)? {
                Bare::Signal(signal) => draft.order.choose(signal, Spelled::Word(word))?,
                Bare::Letters => draft.take_letters(word, &mut rest)?,
            },
            operand => {
                draft.asking.take_pattern(operand);
                if !permutes {
                    rest.by_ref().for_each(|word| draft.asking.take_pattern(word.bytes()));
                }
            }
        }
    }
    draft.finish()
}
