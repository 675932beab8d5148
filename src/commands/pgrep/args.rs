//! pgrep's command line. Pure.
//!
//! Options stand anywhere before `--`, the pattern among them or in front of them. Where POSIX
//! counts (`POSIXLY_CORRECT`, or `--posix` as the first word) no option stands after the pattern.

mod command;
mod draft;

use crate::cli::parse::UsageError;
use crate::cli::words::{self, Part, Reading};
use crate::commands::pgrep::options::{Key, OPTIONS};
use crate::sys::arguments::Word;
pub(super) use command::Show;
pub use command::{Command, Find};
use draft::Draft;

/// Reads a command line, without the command's name.
///
/// # Errors
///
/// It is wrong.
pub fn parse<'a>(words: &'a [Word<'a>], permutes: bool) -> Result<Command<'a>, UsageError> {
    let keeps_equals = |index| Key::at(index) == Key::Delimiter;
    let mut draft = Draft::default();
    words::each(
        words,
        Reading { table: &OPTIONS, permutes, keeps_equals, refused: &[] },
        &mut |part| match part {
            Part::Option(given) => draft.take(&given),
            Part::Operand(operand) => {
                draft.asking.take_pattern(operand);
                Ok(())
            }
        },
    )?;
    draft.finish()
}

#[cfg(test)]
mod tests;
