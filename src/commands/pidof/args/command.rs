//! The request of a command line.

use crate::selection::order::Order;
use crate::selection::program::Widening;
use crate::selection::wanted::Wanted;
use crate::sys::Pid;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command<'a> {
    Find(Box<Find<'a>>),
    Help,
    Version,
}

/// The processes to look for, and how they are shown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Find<'a> {
    pub(crate) names: Vec<&'a [u8]>,
    pub(crate) widening: Widening,
    pub(crate) wanted: Wanted<'a>,
    pub(crate) omitted: Vec<Omitted>,
    /// Only those with the root directory of this process.
    pub(crate) own_root: bool,
    pub(crate) threads: bool,
    /// One of each name.
    pub(crate) single: bool,
    pub(crate) order: Order,
    pub(crate) show: Show<'a>,
}

/// A process that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Omitted {
    Process(Pid),
    /// The parent of this process.
    Parent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Show<'a> {
    Nothing,
    Pids { separator: &'a [u8] },
    Json,
}
