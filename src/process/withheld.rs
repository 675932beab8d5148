//! Why a signal that was sent to a process stays pending.

use nix::errno::Errno;

use crate::process::status::Status;
use crate::process::threads::{Thread, threads};
use crate::signal::Signal;
use crate::sys::Pid;

/// The threads of a process that leave a signal pending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Withheld {
    pub(super) blocked_by: Vec<Thread>,
    /// The threads that wait in sigwait(3), maybe for this signal, and block it before and after.
    pub(super) awaited_by: Vec<Pid>,
}

impl Withheld {
    /// Looks at a process. A signal that is ignored is withheld by none. Nor is one that a
    /// descriptor of signalfd(2) reads, which is not asked here: there may be very many.
    ///
    /// # Errors
    ///
    /// As [`Situation::of`].
    pub(crate) fn of(pid: Pid, signal: Signal) -> Result<Withheld, Errno> {
        let mut withheld = Withheld::default();
        for thread in threads(pid)? {
            if thread.blocked.contains(signal) {
                withheld.blocked_by.push(thread);
            } else if thread.awaits {
                withheld.awaited_by.push(thread.id);
            }
        }
        let kept = !withheld.blocked_by.is_empty() && !Status::of(pid)?.ignored.contains(signal);
        Ok(if kept { withheld } else { Withheld { blocked_by: Vec::new(), ..withheld } })
    }
}
