//! Fuzzes the files that lint reads and mends, and those that it makes of them.

use crate::commands::lint::fuzzed;

/// `s` is a script of sh, with `p` as POSIX has it, with `x` and its XSI option; `b`, `k` and `z`
/// are bash, ksh and zsh; `e` is an entrypoint, `d` a Dockerfile, `m` a makefile, `w` a workflow,
/// `u` a unit.
#[cfg(test)]
pub(super) const LETTERS: &str = fuzzed::LETTERS;

/// Checks and mends a file.
pub fn script(input: &[u8]) {
    let Some((letter, contents)) = input.split_first() else { return };
    fuzzed::file(*letter, contents);
}
