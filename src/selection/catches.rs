//! Criterion: a handler for the signal.

use std::fmt;

use crate::process::status::Status;
use crate::signal::Signal;

/// The signal that a process must catch.
#[derive(Debug)]
pub(crate) struct Catches(pub(crate) Signal);

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoHandler(Signal);

impl Catches {
    pub(crate) fn mismatch(&self, status: &Status) -> Option<NoHandler> {
        (!status.caught.contains(self.0)).then_some(NoHandler(self.0))
    }
}

impl fmt::Display for NoHandler {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "it has no handler for {}", self.0.name())
    }
}
