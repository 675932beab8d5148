//! The command that a command line asks for.

use crate::delivery::draft::Ordered;
use crate::selection::called::Reading;
use crate::selection::wanted::Wanted;
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
    /// None of them: all processes that fit the rest.
    pub(crate) names: Vec<&'a [u8]>,
    pub(crate) reading: Reading,
    pub(crate) wanted: Wanted<'a>,
    pub(crate) signal: SignalOrNull,
    pub(crate) ordered: Ordered,
    /// The process group of each.
    pub(crate) groups: bool,
    /// Ask for each.
    pub(crate) interactive: bool,
    /// Name each that was signalled.
    pub(crate) echo: bool,
    /// Do not complain about a name that no process has.
    pub(crate) quiet: bool,
}
