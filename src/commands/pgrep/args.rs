//! pgrep's command line. Pure.
//!
//! Options stand anywhere before `--`, the pattern among them or after it. Where POSIX counts
//! (`POSIXLY_CORRECT`, or `--posix` as the first word) no option stands after the pattern.

mod command;
mod draft;

use crate::cli::parse::{self, Given, UsageError};
use crate::commands::pgrep::options::{Key, OPTIONS};
use crate::sys::arguments::Word;
pub use command::{Command, Find};
pub(super) use command::{Order, Show, SortKey};
use draft::Draft;

/// Reads a command line, without the command's name.
///
/// # Errors
///
/// It is wrong.
pub fn parse<'a>(words: &'a [Word<'a>], permutes: bool) -> Result<Command<'a>, UsageError> {
    let (words, permutes) = match words {
        [first, rest @ ..] if first.bytes() == b"--posix" => (rest, false),
        words => (words, permutes),
    };
    let mut draft = Draft::default();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match word.bytes() {
            b"--" => {
                rest.by_ref().for_each(|word| draft.asking.take_pattern(word.bytes()));
            }
            word @ [b'-', b'-', ..] => {
                draft.take(&parse::long_option(&OPTIONS, word, &mut rest)?)?;
            }
            [b'-', letters @ ..] if !letters.is_empty() => {
                let mut letters = letters;
                while !letters.is_empty() {
                    let (given, left) = letter(letters, &mut rest)?;
                    draft.take(&given)?;
                    letters = left;
                }
            }
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

/// Reads the first letter; gives what is left of them.
fn letter<'a>(
    letters: &'a [u8],
    rest: &mut parse::Words<'a>,
) -> Result<(Given<'a>, &'a [u8]), UsageError> {
    let unknown = || UsageError::new(&[b'-', letters[0]], "unknown option");
    let (mut given, left) = parse::letter(&OPTIONS, letters, rest).ok_or_else(unknown)??;
    // The shared reader drops a `=` in front of a value, which may be the delimiter itself.
    if Key::at(given.index) == Key::Delimiter && letters.len() > 1 {
        given.values[0] = Some(&letters[1..]);
    }
    Ok((given, left))
}

#[cfg(test)]
mod tests;
