//! The command that a command line asks for.

use crate::delivery::draft::Ordered;
use crate::selection::asking::Asked;
use crate::signal::SignalOrNull;

#[derive(Debug, PartialEq, Eq)]
pub enum Command<'a> {
    Act(Box<Act<'a>>),
    /// The names of the signals.
    List,
    Help,
    Version,
}

/// The processes to signal, and how.
#[derive(Debug, PartialEq, Eq)]
pub struct Act<'a> {
    pub(crate) asked: Asked<'a>,
    pub(crate) signal: SignalOrNull,
    pub(crate) ordered: Ordered,
    /// Name each that was signalled.
    pub(crate) echo: bool,
    /// Print how many fit.
    pub(crate) count: bool,
    /// A process that KILL ends releases its memory at once.
    pub(crate) releases_memory: bool,
}
