//! The command line of every command: its declaration, and what is made from it.
//!
//! A command declares its options once, as rows of [`declaration::OptionRow`]. The parser reads the
//! rows; `--help` (rendered by clap), the man page and the completions are generated from them,
//! checked in, and proven current by a test.

pub mod completions;
pub mod conformance;
pub mod declaration;
pub mod duration;
pub mod help;
pub mod manual;
pub mod moment;
pub mod names;
pub mod parse;
pub mod report;
pub mod schedule;

/// An exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status(pub u8);

impl Status {
    /// All went well.
    pub const SUCCESS: Status = Status(0);
    /// Nothing went well, or the command line is wrong.
    pub const FAILURE: Status = Status(1);
    /// trap itself has failed, or its command line is wrong (env(1), timeout(1)).
    pub const NOTHING_STARTED: Status = Status(125);
    /// What was to be run cannot be executed (POSIX.1-2024 XCU 2.8.2).
    pub const NOT_EXECUTABLE: Status = Status(126);
    /// The command line is wrong, where 1 says something else.
    pub const USAGE: Status = Status(2);
    /// Time ran out (timeout(1) of GNU and busybox).
    pub const TIMED_OUT: Status = Status(124);
    /// Some targets were signalled and some were not (util-linux's kill).
    pub const PARTIAL: Status = Status(64);
    /// No such command (POSIX.1-2024 XCU 2.8.2).
    pub const NOT_FOUND: Status = Status(127);
}
