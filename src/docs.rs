//! The documentation: `--help`, man pages and completions, rendered from the declarations.
//!
//! Tests render it and compare it with what is checked in; the program refers to nothing here. All
//! of it is made from a [`document::Document`], whether that describes a command, which declares
//! itself, or of sigkit, which clap declares.

pub mod completions;
pub mod document;
pub mod help;
pub mod manual;
#[cfg(feature = "lint")]
pub mod rules;
