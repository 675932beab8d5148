//! pidof's command line. Pure.
//!
//! Options stand anywhere before `--`, unless POSIX counts.

mod command;
mod draft;

use crate::cli::parse::UsageError;
use crate::cli::words::{self, Part, Reading};
use crate::commands::pidof::options::{Key, OPTIONS};
use crate::sys::arguments::Word;
pub(super) use command::{Command, Find, Omitted, Show};
use draft::Draft;

/// Reads a command line, without the command's name.
///
/// # Errors
///
/// It is wrong.
pub(super) fn parse<'a>(words: &'a [Word<'a>], permutes: bool) -> Result<Command<'a>, UsageError> {
    let keeps_equals = |index| Key::at(index) == Key::Separator;
    let mut draft = Draft::default();
    words::each(
        words,
        Reading { table: &OPTIONS, permutes, keeps_equals, refused: &[] },
        &mut |part| match part {
            Part::Option(given) => draft.take(&given),
            Part::Operand(name) => {
                draft.names.push(name);
                Ok(())
            }
        },
    )?;
    draft.finish()
}

#[cfg(test)]
mod tests;
