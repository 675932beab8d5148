//! The command line of a process as one line.

use super::look::Look;
use crate::process::proc::unseen;
use crate::sys::Errno;

/// The command line as one line: its words with a blank between them or, where there are none, the
/// name in brackets.
pub(crate) fn with_command_line<T>(
    look: &Look,
    act: impl FnOnce(&[u8]) -> Result<T, Errno>,
) -> Result<T, Errno> {
    let arguments = look.arguments().map(Some).or_else(unseen)?;
    let words = arguments.map_or(&[][..], |arguments| words(&arguments.bytes));
    if words.is_empty() {
        let ended = if look.stat()?.has_ended() { &b" <defunct>"[..] } else { b"" };
        return act(&[b"[", look.name()?, b"]", ended].concat());
    }
    look.with_joined(words, act)
}

/// The words without the NULs after the last.
pub(crate) fn words(arguments: &[u8]) -> &[u8] {
    let end = arguments.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    &arguments[..end]
}
