//! sigkit: signal tools for the command line.
//!
//! A room uses only the rooms to its left (a test, `tests/suite/layers.rs`, reads the sources):
//!
//! ```text
//! signal <- sys <- process <- cli <- posix <- selection <- delivery <- commands <- multicall
//! cli <- docs
//! signal <- sys <- quick
//! multicall, quick <- main
//! ```
//!
//! * [`signal`]: numbers, names, exit statuses; what a trap is set for. Pure, and the one public
//!   API of the crate.
//! * `sys`: the system calls and all unsafe code.
//! * `process`: what /proc says; holding a process; finding one by name; trees.
//! * `cli`: a command's declaration, and the parser that follows from it; reports.
//! * `posix`: what POSIX promises of kill and of trap, and what to write instead of the rest.
//! * `selection`: who is meant: criteria that answer for one process, and why one does not fit.
//! * `delivery`: what is done to the processes that are held: signals, with times between them.
//! * `docs`: help, man pages and completions, which tests render and compare.
//! * `commands`: the commands, one file or folder each. They never use each other.
//! * `multicall`: which command is meant, and `sigkit` itself.
//! * `quick`: the plain forms of kill and of trap, which run before libc has started.
//! * `main`: the entry, C's main.
//!
//! A command line becomes a value, the value an effect: argument and byte parsers do no I/O, so
//! every dangerous decision can be seen in a value, and is tested without sending anything.

pub mod cli;
pub mod commands;
pub mod delivery;
#[doc(hidden)]
pub mod docs;
pub mod multicall;
pub mod posix;
mod process;
#[cfg(quick_system)]
pub mod quick;
mod selection;
pub mod signal;
pub mod sys;
