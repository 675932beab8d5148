//! pidwait's command line. Pure.
//!
//! Options stand anywhere before `--`, the pattern among them or in front of them. Where POSIX
//! counts (`POSIXLY_CORRECT`, or `--posix` as the first word) no option stands after the pattern.

mod command;
mod draft;

use crate::cli::parse::UsageError;
use crate::cli::words::{self, Part, Reading};
use crate::commands::pidwait::options::OPTIONS;
use crate::sys::arguments::Word;
pub(super) use command::Form;
pub use command::{Command, Wait};
use draft::Draft;

/// The letter of pgrep's that would mean nearly all processes.
const REFUSED: &[(u8, &str)] = &[(b'v', "would wait for all others; see --inverse")];

/// Reads a command line, without the command's name.
///
/// # Errors
///
/// It is wrong.
pub fn parse<'a>(words: &'a [Word<'a>], permutes: bool) -> Result<Command<'a>, UsageError> {
    let reading = Reading { table: &OPTIONS, permutes, keeps_equals: |_| false, refused: REFUSED };
    let mut draft = Draft::new();
    words::each(words, reading, &mut |part| match part {
        Part::Option(given) => draft.take(&given),
        Part::Operand(operand) => {
            draft.asking.take_pattern(operand);
            Ok(())
        }
    })?;
    draft.finish()
}

#[cfg(test)]
mod tests;
