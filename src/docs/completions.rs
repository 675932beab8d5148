//! Completions for bash, zsh and fish, generated from the declarations.
//!
//! The candidates for a word depend on the words before it (after kill's first operand there are no
//! options, `-TERM` is a signal only while none is chosen, after trap's `--` another command's
//! words follow), so a file carries a reader of command lines beside tables of the options. bash
//! and zsh share theirs; a few lines in each know how that shell takes candidates.
//!
//! There is one file a shell. bash and fish look for a file by the name of the command, so the same
//! file is installed under each of these names (`packaging/install`). It then sets the completion
//! of this command alone: that of another may be another package's, or the user's own. zsh reads
//! the names in the file's first line.
//!
//! A command is completed by its usual name: the shells' own `trap` has another command line than
//! `sigtrap`.
//!
//! The names of signals are those of the machine, so they are asked for while completing: of
//! `sigkit` in PATH, else of the `kill` in PATH, else of the shell. Both are reached through
//! env(1), because a bare `kill` is the shell's own, and because a command that is missing would
//! start the shell's search for the package that has it.

mod row;
mod shell;

use super::document::Document;

/// bash's completion of a command that runs others, and of these.
pub fn bash(document: &Document) -> String {
    shell::BASH.file(document)
}

/// zsh's completion of a command that runs others, and of these.
pub fn zsh(document: &Document) -> String {
    shell::ZSH.file(document)
}

/// fish's completion of a command that runs others, and of these.
pub fn fish(document: &Document) -> String {
    shell::FISH.file(document)
}
