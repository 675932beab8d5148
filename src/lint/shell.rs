//! Reading shell text: a tolerant scanner that yields the commands of a text.
//!
//! It builds no syntax tree. It tells of each simple command which words it has, what is known of
//! each word, and in which constructs the command stands. Any bytes are read, in linear time: what
//! no shell would accept is passed over, and reading goes on after it.

mod commands;
mod compound;
mod expansions;
mod here_documents;
mod redirections;
mod scanner;
pub(crate) mod script;
#[cfg(test)]
mod tests;
mod words;

use super::shells::{Dialect, Shell};
pub(crate) use commands::DECLARING;
use scanner::Scanner;
use script::Script;

/// Reads a text of a dialect.
pub(crate) fn scan(text: &[u8], dialect: Dialect) -> Script {
    let mut scanner = Scanner::new(text, dialect == Dialect::Of(Shell::Zsh));
    scanner.text_commands();
    scanner.script
}
