//! The result for one target.

use crate::selection::criteria::Mismatch;
use crate::selection::hold::{Unavailable, cannot_see};
use crate::sys::Errno;

/// Ok: signalled, or, where nothing is to be sent, one that would be.
pub(crate) type Outcome = Result<(), Missed>;

/// Why one that is meant was not signalled.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Missed {
    /// A process that does not fit is left alone.
    Skipped(Mismatch),
    Failed(Failed),
    /// Nothing was to be sent, and the forecast has printed why it could not be; None where the
    /// reason is not known.
    Foretold(Option<Errno>),
    /// The descendants were meant, and the process has none.
    NoDescendants,
    /// An earlier signal missed it, which was reported.
    Before,
}

/// Why the signal could not be sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    Unavailable(Unavailable),
    Unsuited(Unsuited),
    /// It was stopped here and cannot be continued.
    LeftStopped(Errno),
    /// A signal that ends this process came first.
    GivenUp,
}

/// A part of an order that the processes of one number of kill(2) cannot have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsuited {
    Scope,
    /// To ask each one whether it fits.
    Criteria,
    Value,
    /// To print an inode number: there is one for each process.
    Inode,
    /// To follow every process, or the own group, which this process is in.
    Following,
}

impl Missed {
    /// Why a process cannot be looked at.
    pub(crate) fn unseen(error: Errno) -> Missed {
        cannot_see(error).into()
    }

    /// True if one target more was not reached; one that was left alone on purpose is none.
    pub(super) fn is_failure(&self) -> bool {
        match self {
            Missed::Failed(_) | Missed::Foretold(_) | Missed::NoDescendants => true,
            Missed::Skipped(_) | Missed::Before => false,
        }
    }

    /// True if it is there, and may not be signalled.
    pub(super) fn is_for_want_of_permission(&self) -> bool {
        match self {
            Missed::Foretold(error) => *error == Some(Errno::EPERM),
            missed => *missed == Missed::from(Errno::EPERM),
        }
    }

    /// True if this process had no descriptor left to hold it by.
    pub(super) fn is_for_want_of_descriptors(&self) -> bool {
        *self == Missed::from(Errno::EMFILE) || *self == Missed::from(Errno::ENFILE)
    }

    /// True if the process is not there any more.
    pub(crate) fn is_end(&self) -> bool {
        *self == Missed::from(Errno::ESRCH)
    }
}

impl From<Failed> for Missed {
    fn from(reason: Failed) -> Missed {
        Missed::Failed(reason)
    }
}

impl From<Unavailable> for Missed {
    fn from(reason: Unavailable) -> Missed {
        Missed::Failed(Failed::Unavailable(reason))
    }
}

impl From<Errno> for Missed {
    fn from(error: Errno) -> Missed {
        Unavailable::System(error).into()
    }
}
