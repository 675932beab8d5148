//! Signals in shell scripts: what is wrong or not portable, which shells fail, and what to write.
//!
//! A file becomes one [`text::Text`] or more (a Dockerfile has one for each instruction that a
//! shell runs), a text becomes commands ([`shell`]), the rules read the commands and give
//! [`finding::Finding`]s. Nothing here prints: `commands/lint` writes what was found.

#[cfg(test)]
mod articles;
#[cfg(test)]
mod cases;
pub(crate) mod check;
pub(crate) mod comments;
pub(crate) mod context;
pub(crate) mod diff;
pub(crate) mod dockerfile;
pub(crate) mod examine;
pub(crate) mod explain;
pub(crate) mod extract;
pub mod facts;
pub(crate) mod finding;
pub(crate) mod fixes;
pub(crate) mod formats;
pub(crate) mod itself;
pub(crate) mod kind;
pub(crate) mod lines;
pub(crate) mod makefile;
pub(crate) mod mend;
pub(crate) mod nested;
pub(crate) mod outcome;
#[cfg(test)]
mod printed;
#[cfg(test)]
mod processor_time;
pub(crate) mod rule;
pub(crate) mod rules;
pub(crate) mod selectors;
pub(crate) mod settings;
pub(crate) mod shell;
pub mod shells;
pub(crate) mod signals;
pub(crate) mod sites;
pub(crate) mod suppression;
pub(crate) mod text;
pub(crate) mod unit;
pub(crate) mod values;
pub(crate) mod workflow;
pub(crate) mod wrappers;
pub(crate) mod yaml;
