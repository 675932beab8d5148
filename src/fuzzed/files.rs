//! Fuzzes the files that other users can write, or the kernel, or a helper.

use crate::process::fuzzed as process;
use crate::selection::fuzzed as selection;

/// `s` is /proc/PID/stat, `u` its status, `t` a thread's status, `d` the fdinfo of a descriptor,
/// `c` a list of children, `p` a pidfile, `g` an answer of getent(1) after a name and a NUL.
#[cfg(test)]
pub(super) const LETTERS: &str = "sutdcpg";

/// Reads the contents of a file.
pub fn file(input: &[u8]) {
    let Some((letter, contents)) = input.split_first() else { return };
    match letter {
        b's' => process::stat(contents),
        b'u' => process::status(contents),
        b't' => process::thread(contents),
        b'd' => process::descriptor(contents),
        b'c' => process::children(contents),
        b'p' => selection::pidfile(contents),
        b'g' => selection::answer(contents),
        _ => {}
    }
}
