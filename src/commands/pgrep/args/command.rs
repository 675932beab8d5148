//! The request of a command line.

use crate::selection::order::Order;
use crate::selection::scan::Extreme;
use crate::selection::wanted::Wanted;

#[derive(Debug, PartialEq, Eq)]
pub enum Command<'a> {
    Find(Box<Find<'a>>),
    Help,
    Version,
}

/// The processes to look for, and how they are shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Find<'a> {
    pub(crate) wanted: Wanted<'a>,
    pub(crate) inverted: bool,
    pub(crate) threads: bool,
    pub(crate) extreme: Option<Extreme>,
    pub(crate) without_ancestors: bool,
    /// The descendants as well.
    pub(crate) tree: bool,
    /// As a picture where that is for a terminal.
    pub(crate) forest: bool,
    /// With the inode numbers of their pidfds.
    pub(crate) inode: bool,
    pub(crate) order: Order,
    pub(crate) show: Show<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Show<'a> {
    Nothing,
    Count,
    Pids { delimiter: &'a [u8] },
    Names { delimiter: &'a [u8], quoted: bool },
    CommandLines { delimiter: &'a [u8], quoted: bool },
    Json,
}
