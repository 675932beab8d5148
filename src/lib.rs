//! sigkit: signal tools for the command line.
//!
//! A room uses only the rooms to its left (a test, `tests/suite/layers.rs`, reads the sources):
//!
//! ```text
//! signal  <-  sys  <-  process  <-  cli  <-  commands  <-  multicall  <-  main
//! ```
//!
//! * [`signal`]: numbers, names, exit statuses. Pure.
//! * [`sys`]: the system calls and all unsafe code.
//! * [`process`]: what /proc says; holding a process; finding one by name; trees.
//! * [`cli`]: a command's declaration, and the parser, help, man page and completions that follow
//!   from it.
//! * [`commands`]: the commands, one file or folder each. They never use each other.
//! * [`multicall`]: which command is meant, and `sigkit` itself.
//! * `main`: the entry, before libc has started and after.
//!
//! A command line becomes a value, the value an effect: argument and byte parsers do no I/O, so
//! every dangerous decision can be seen in a value, and is tested without sending anything.

pub mod cli;
pub mod commands;
pub mod delivery;
pub mod multicall;
pub mod process;
#[cfg(quick_system)]
pub mod quick;
pub mod signal;
pub mod sys;
