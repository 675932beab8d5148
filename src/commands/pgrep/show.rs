//! A process as a line shows it. What others have chosen cannot begin a second line.

use crate::cli::escape::{shell_word, visible};
use crate::selection::command_line::{with_command_line, words};
use crate::selection::look::Look;
use crate::sys::Errno;

/// Its command name.
pub(super) fn name(look: &Look, quoted: bool) -> Result<String, Errno> {
    let name = look.name()?;
    Ok(if quoted { shell_word(name) } else { visible(name) })
}

/// Its command line.
pub(super) fn command_line(look: &Look, quoted: bool) -> Result<String, Errno> {
    if !quoted {
        return with_command_line(look, |line| Ok(visible(line)));
    }
    let arguments = words(&look.arguments()?.bytes);
    if arguments.is_empty() {
        return with_command_line(look, |line| Ok(shell_word(line)));
    }
    let words: Vec<_> = look.arguments()?.bytes.split(|byte| *byte == 0).collect();
    // Each word has a NUL after it.
    let words = words.strip_suffix(&[&b""[..]]).unwrap_or(&words);
    Ok(words.iter().map(|word| shell_word(word)).collect::<Vec<_>>().join(" "))
}
