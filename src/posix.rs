//! The promises of POSIX about kill and trap, and what to write instead of the rest.
//!
//! A command's strict mode asks about each word that a user gives it; a checker of scripts can ask
//! about each word that a script has. So a rule takes a word and a level, and answers with what the
//! word means or with an [`advice::NotPortable`]. The rules know no command's types.

pub(crate) mod advice;
pub mod conformance;
pub(crate) mod kill;
pub(crate) mod names;
pub(crate) mod trap;
