//! Taking hold of a process, and why none is held.

use std::fmt;
use std::io;

use crate::process::handle::{Handle, NotIdentified};
use crate::process::proc::{NO_PROC, errno_of};
use crate::sys::{Describe, Errno, Pid};

/// Why no process is held.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unavailable {
    System(Errno),
    /// A reason of our own.
    Because(&'static str),
    /// A reason of our own, with particulars.
    Explained(String),
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Unavailable::System(error) => Describe(*error).fmt(f),
            Unavailable::Because(reason) => f.write_str(reason),
            Unavailable::Explained(reason) => f.write_str(reason),
        }
    }
}

impl From<NotIdentified> for Unavailable {
    fn from(reason: NotIdentified) -> Unavailable {
        match reason {
            NotIdentified::System(error) => Unavailable::System(error),
            reason => Unavailable::Explained(reason.to_string()),
        }
    }
}

impl From<io::Error> for Unavailable {
    fn from(error: io::Error) -> Unavailable {
        Unavailable::System(errno_of(&error))
    }
}

/// Acts on each process that a source yields, or on the reason why it is not available. The
/// bytes are what diagnostics call it.
pub(crate) type Act<'a, T> = dyn FnMut(&[u8], Result<T, Unavailable>) + 'a;

/// Takes hold of a process.
///
/// # Errors
///
/// See [`cannot_hold`].
pub(crate) fn hold(pid: Pid) -> Result<Handle, Unavailable> {
    Handle::open(pid).map_err(cannot_hold)
}

/// Why a process cannot be looked at.
pub(crate) fn cannot_see(error: Errno) -> Unavailable {
    match error {
        Errno::ENOENT => Unavailable::Because(NO_PROC),
        error => Unavailable::System(error),
    }
}

/// Why the processes of a group cannot be found and held.
pub(crate) fn cannot_hold_all(error: Errno) -> Unavailable {
    if error == Errno::ENOENT { cannot_see(error) } else { cannot_hold(error) }
}

fn cannot_hold(error: Errno) -> Unavailable {
    match error {
        Errno::EINVAL => NotIdentified::Thread.into(),
        Errno::ENOENT | Errno::ENOSYS => Unavailable::Because(
            "cannot be held: this system has neither pidfds nor a usable /proc",
        ),
        error => Unavailable::System(error),
    }
}
