//! Processes of which it cannot be seen whether they fit, in one line.

use crate::sys::{Describe, Errno, Pid};

/// Processes of which it is not known whether they fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Uninspected {
    count: usize,
    first: (Pid, Errno),
}

/// The reason why nothing is said of one process.
pub(crate) fn not_inspected(error: Errno) -> String {
    format!("cannot be inspected: {}", Describe(error))
}

impl Uninspected {
    /// Counts one more.
    pub(crate) fn add(counted: &mut Option<Uninspected>, pid: Pid, error: Errno) {
        counted.get_or_insert(Uninspected { count: 0, first: (pid, error) }).count += 1;
    }

    /// The only one there is, and why.
    pub(crate) fn only(&self) -> Option<(Pid, Errno)> {
        (self.count == 1).then_some(self.first)
    }

    pub(crate) fn reason(&self) -> String {
        let (pid, error) = self.first;
        let error = Describe(error);
        match self.count {
            1 => format!("1 process could not be inspected: {pid}: {error}"),
            count => format!("{count} processes could not be inspected, the first {pid}: {error}"),
        }
    }
}
