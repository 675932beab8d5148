//! A process that is signalled as itself: never a newcomer that got its number.
//!
//! A pidfd does it on Linux 5.3 and later. Without one (an older kernel, a sandbox) the open
//! directory /proc/PID stands for the process: it is empty as soon as the process was reaped.
//! pidfd_send_signal(2) takes such a directory from Linux 5.1 on; before, the directory is looked
//! at right before kill(2), which leaves the instant between the two. macOS and the BSDs have
//! kqueue(2), which leaves that instant, too.

use std::fmt;

use crate::signal::SignalOrNull;
use crate::sys::{Describe, Errno, Pid};

mod ending;
#[cfg(kqueue)]
mod kqueue;
#[cfg(any(linux_android, kqueue))]
mod limit;
#[cfg(linux_android)]
mod linux;
#[cfg(not(any(linux_android, kqueue)))]
mod other;

pub(crate) use ending::Ending;
#[cfg(kqueue)]
pub(crate) use kqueue::Handle;
#[cfg(any(linux_android, kqueue))]
pub(crate) use limit::raise_descriptor_limit;
#[cfg(linux_android)]
pub(crate) use linux::Handle;
#[cfg(not(any(linux_android, kqueue)))]
pub(crate) use other::{Handle, raise_descriptor_limit};

/// Why the process of a number and an inode number is not held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(linux_android), allow(dead_code, reason = "only Linux has such numbers"))]
pub(crate) enum NotIdentified {
    System(Errno),
    /// The number is a thread's.
    Thread,
    /// Another process has the number.
    Other {
        inode: u64,
    },
    /// Processes have no inode numbers here.
    NoInodes,
}

impl fmt::Display for NotIdentified {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            NotIdentified::System(error) => Describe(error).fmt(f),
            NotIdentified::Thread => f.write_str("a thread, not a process"),
            NotIdentified::Other { inode } => {
                write!(f, "another process: its pidfd has inode number {inode}")
            }
            NotIdentified::NoInodes if cfg!(linux_android) => {
                f.write_str("cannot be identified: pidfds have inode numbers from Linux 6.9 on")
            }
            NotIdentified::NoInodes => f.write_str(
                "cannot be identified: pidfds have inode numbers on Linux 6.9 and later only",
            ),
        }
    }
}

impl Handle {
    /// Takes hold of the process whose pidfd has this inode number.
    ///
    /// # Errors
    ///
    /// The process is not available.
    #[cfg(linux_android)]
    pub(crate) fn open_identified(pid: Pid, inode: u64) -> Result<Handle, NotIdentified> {
        use crate::sys::pidfd::Pidfd;
        let descriptor = Pidfd::open(pid).map_err(|error| match error {
            Errno::ENOSYS | Errno::EPERM => NotIdentified::NoInodes,
            // pidfd_open(2): EINVAL up to Linux 6.14, ENOENT later.
            Errno::EINVAL | Errno::ENOENT => NotIdentified::Thread,
            error => NotIdentified::System(error),
        })?;
        match descriptor.inode().map_err(NotIdentified::System)? {
            Some(actual) if actual == inode => Ok(Handle::Descriptor(descriptor)),
            Some(actual) => Err(NotIdentified::Other { inode: actual }),
            None => Err(NotIdentified::NoInodes),
        }
    }

    /// Only Linux has pidfds with inode numbers.
    ///
    /// # Errors
    ///
    /// Always.
    #[cfg(not(linux_android))]
    pub(crate) fn open_identified(_pid: Pid, _inode: u64) -> Result<Handle, NotIdentified> {
        Err(NotIdentified::NoInodes)
    }

    /// The inode number of its pidfd, which identifies it until the next boot.
    ///
    /// # Errors
    ///
    /// It has none.
    #[cfg(linux_android)]
    pub(crate) fn inode(&self) -> Result<u64, NotIdentified> {
        match self {
            Handle::Descriptor(descriptor) => {
                let inode = descriptor.inode().map_err(NotIdentified::System)?;
                inode.ok_or(NotIdentified::NoInodes)
            }
            Handle::Directory { .. } => Err(NotIdentified::NoInodes),
        }
    }

    /// Only Linux has pidfds with inode numbers.
    ///
    /// # Errors
    ///
    /// Always.
    #[cfg(not(linux_android))]
    pub(crate) fn inode(&self) -> Result<u64, NotIdentified> {
        Err(NotIdentified::NoInodes)
    }

    /// The result of `look`, which reads about the process by its number.
    ///
    /// # Errors
    ///
    /// The errors of `look`. ESRCH: the process was reaped before `look` was done, which then may
    /// have seen a newcomer.
    pub(crate) fn look<T>(&self, look: impl FnOnce(Pid) -> Result<T, Errno>) -> Result<T, Errno> {
        let found = look(self.pid());
        match self.send(None, None) {
            Err(Errno::ESRCH) => Err(Errno::ESRCH),
            _ => found,
        }
    }

    /// Sends a signal to the process group that has the process's ID as its number, even when the
    /// process was reaped.
    ///
    /// # Errors
    ///
    /// The errors of kill(2); ESRCH: no process is in the group. EINVAL, ENOSYS: not with this
    /// system, or with this kind of hold.
    pub(super) fn send_to_group(&self, signal: SignalOrNull) -> Result<(), Errno> {
        match self {
            #[cfg(linux_android)]
            Handle::Descriptor(descriptor) => descriptor.send_to_group(signal),
            #[allow(unreachable_patterns, reason = "some systems have no hold at all")]
            _ => {
                let _ = signal;
                Err(Errno::ENOSYS)
            }
        }
    }
}
