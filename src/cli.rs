//! The command line of every command: its declaration, and the parser that follows from it.
//!
//! A command declares its options once, by [`crate::declare_options`]. The parser reads how they
//! are written; `crate::docs` renders the documentation from that and from their texts.

pub(crate) mod columns;
pub mod declaration;
pub(crate) mod duration;
pub(crate) mod escape;
pub(crate) mod meant;
pub(crate) mod names;
pub(crate) mod parse;
pub(crate) mod refused;
pub(crate) mod report;
#[cfg(all(test, feature = "select"))]
pub(crate) mod tested;
#[cfg(feature = "select")]
pub(crate) mod words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExitStatus(pub u8);

impl ExitStatus {
    pub const SUCCESS: ExitStatus = ExitStatus(0);
    /// Nothing went well, or the command line is wrong.
    pub const FAILURE: ExitStatus = ExitStatus(1);
    /// trap itself has failed, or its command line is wrong (env(1), timeout(1)).
    pub const NOTHING_STARTED: ExitStatus = ExitStatus(125);
    /// The status of a file that cannot be executed (POSIX.1-2024 XCU 2.8.2).
    pub const NOT_EXECUTABLE: ExitStatus = ExitStatus(126);
    /// The command line is wrong, where 1 means something else.
    pub const USAGE: ExitStatus = ExitStatus(2);
    /// Nothing can be found out, where 1 means that there is none.
    pub const FATAL: ExitStatus = ExitStatus(3);
    /// Time ran out (timeout(1) of GNU and busybox).
    pub const TIMED_OUT: ExitStatus = ExitStatus(124);
    /// Some targets were signalled and some were not (util-linux's kill).
    pub const PARTIAL: ExitStatus = ExitStatus(64);
    /// Permission is missing (`EX_NOPERM` of sysexits.h).
    pub const NO_PERMISSION: ExitStatus = ExitStatus(77);
    /// No such command (POSIX.1-2024 XCU 2.8.2).
    pub const NOT_FOUND: ExitStatus = ExitStatus(127);
}
