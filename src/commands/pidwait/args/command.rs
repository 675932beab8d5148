//! The request of a command line.

use crate::delivery::waiting::Patience;
use crate::selection::asking::Asked;

#[derive(Debug, PartialEq, Eq)]
pub enum Command<'a> {
    Wait(Box<Wait<'a>>),
    Help,
    Version,
}

/// The processes to wait for, how long, and how they are shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Wait<'a> {
    pub(crate) asked: Asked<'a>,
    pub(crate) patience: Patience,
    /// Name each.
    pub(crate) echo: bool,
    /// Print how many fit.
    pub(crate) count: bool,
    /// Show which processes fit, and do not wait.
    pub(crate) dry_run: Option<Form>,
}

/// The form of what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Lines,
    Json,
}
