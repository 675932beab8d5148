//! Holding a process on Linux: by a pidfd or, where there is none, by its directory in /proc.

use std::fs::File;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{OFlag, openat};
use nix::poll::{PollFd, poll};
use nix::sys::stat::Mode;

use crate::process::bounded;
use crate::process::handle::ending::{Ending, poll_timeout};
use crate::process::handle::limit::{descriptor_limit, raise_descriptor_limit};
use crate::process::proc::{self, errno_of, gone};
use crate::process::stat::Stat;
use crate::process::status::Fields;
use crate::signal::SignalOrNull;
use crate::sys::Pid;
use crate::sys::deliver::{self, Target};
use crate::sys::pidfd::{self, Pidfd};

/// How often a process is inspected that has no descriptor to report its end.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// How many descriptors stay free for reading /proc: a directory of processes, one of threads,
/// a file, and one to spare.
const SPARE: usize = 4;

/// A hold on one process.
#[derive(Debug)]
pub(crate) enum Handle {
    Descriptor(Pidfd),
    /// By its directory in /proc.
    Directory {
        pid: Pid,
        directory: OwnedFd,
    },
}

impl Handle {
    /// Takes hold of a process.
    ///
    /// # Errors
    ///
    /// ESRCH: no such process. EINVAL: the number is a thread's. EMFILE, ENFILE: no descriptor
    /// left but those that are needed to read /proc. Otherwise neither pidfds nor /proc are to
    /// be had.
    pub(crate) fn open(pid: Pid) -> Result<Handle, Errno> {
        match Handle::try_open(pid) {
            Err(Errno::EMFILE) if raise_descriptor_limit() => Handle::try_open(pid),
            result => result,
        }
    }

    fn try_open(pid: Pid) -> Result<Handle, Errno> {
        let handle = match Pidfd::open(pid) {
            Ok(descriptor) if pidfds_take_signals()? => Handle::Descriptor(descriptor),
            Err(error @ (Errno::ESRCH | Errno::EMFILE | Errno::ENFILE)) => return Err(error),
            // pidfd_open(2): EINVAL up to Linux 6.14, ENOENT later.
            Err(Errno::EINVAL | Errno::ENOENT) => return Err(Errno::EINVAL),
            Ok(_) | Err(_) => {
                let directory = proc::open(pid)?;
                // /proc lists no threads, but /proc/TID exists (proc(5)).
                let status = proc::read(pid, "status", bounded::STATUS)?;
                if Fields(&status).process() != Ok(pid) {
                    return Err(Errno::EINVAL);
                }
                Handle::Directory { pid, directory }
            }
        };
        // The lowest free descriptor is the one that is given out.
        let number = usize::try_from(handle.as_fd().as_raw_fd()).unwrap_or(usize::MAX);
        if number.saturating_add(SPARE) < descriptor_limit() {
            Ok(handle)
        } else {
            Err(Errno::EMFILE)
        }
    }

    pub(crate) fn pid(&self) -> Pid {
        match self {
            Handle::Descriptor(descriptor) => descriptor.pid(),
            Handle::Directory { pid, .. } => *pid,
        }
    }

    /// Sends a signal, with a value as sigqueue(3) or without as kill(2).
    ///
    /// # Errors
    ///
    /// ESRCH: the process is gone. Otherwise those of kill(2) and sigqueue(3).
    pub(crate) fn send(&self, signal: SignalOrNull, value: Option<i32>) -> Result<(), Errno> {
        match self {
            Handle::Descriptor(descriptor) => descriptor.send(signal, value),
            Handle::Directory { pid, directory } => {
                match pidfd::send(directory.as_fd(), signal, value) {
                    Err(Errno::ENOSYS | Errno::EPERM | Errno::EBADF)
                        if !directories_take_signals()? =>
                    {
                        stat(directory)?;
                        match value {
                            Some(value) => deliver::queue(*pid, signal, value),
                            None => deliver::kill(Target::Process(*pid), signal),
                        }
                    }
                    result => result,
                }
            }
        }
    }

    /// Has the memory of a process that KILL ends given back at once, where the system can do that.
    pub(crate) fn release_memory(&self) {
        match self {
            // It ends in any case.
            Handle::Descriptor(descriptor) => drop(descriptor.release_memory()),
            Handle::Directory { .. } => {}
        }
    }

    /// Waits until a process ends, but not longer than `at_most` if that is given; returns for each
    /// whether it has ended, reaped or not.
    pub(crate) fn wait(handles: &[&Handle], at_most: Option<Duration>) -> Vec<bool> {
        let mut descriptors: Vec<PollFd> =
            handles.iter().filter_map(|handle| handle.descriptor()).collect();
        let pause = match descriptors.len() == handles.len() {
            true => at_most,
            false => Some(at_most.unwrap_or(LOOK_AGAIN).min(LOOK_AGAIN)),
        };
        // After an error (EINTR) none is known to have ended, and all are looked at again.
        let polled = poll(&mut descriptors, poll_timeout(pause)).is_ok();
        let mut readable =
            descriptors.iter().map(|descriptor| polled && descriptor.any() == Some(true));
        let ended = |handle: &&Handle| match handle {
            Handle::Descriptor(_) => readable.next().unwrap_or(false),
            Handle::Directory { directory, .. } => match stat(directory) {
                Ok(stat) => stat.has_ended(),
                Err(error) => error == Errno::ESRCH,
            },
        };
        handles.iter().map(ended).collect()
    }

    /// How the process has ended.
    pub(crate) fn ending(&self) -> Ending {
        match self {
            Handle::Descriptor(descriptor) => match descriptor.wait_status() {
                Ok(Some(status)) => Ending::of(status),
                // ESRCH is the answer in the instant between the reaping and the status.
                Ok(None) | Err(Errno::ESRCH) => Ending::NotYetKnown,
                Err(_) => Ending::Unknown,
            },
            Handle::Directory { .. } => Ending::Unknown,
        }
    }

    fn descriptor(&self) -> Option<PollFd<'_>> {
        match self {
            Handle::Descriptor(descriptor) => Some(descriptor.ended()),
            Handle::Directory { .. } => None,
        }
    }
}

impl AsFd for Handle {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Handle::Descriptor(descriptor) => descriptor.as_fd(),
            Handle::Directory { directory, .. } => directory.as_fd(),
        }
    }
}

/// True if pidfd_send_signal(2) takes pidfds here.
///
/// # Errors
///
/// EMFILE, ENFILE: no descriptor is left to find out.
fn pidfds_take_signals() -> Result<bool, Errno> {
    static ANSWER: AtomicU8 = AtomicU8::new(UNKNOWN);
    take_signals(&ANSWER, || Pidfd::open(Pid::own()))
}

/// True if it takes directories of /proc, as from Linux 5.1 on.
///
/// # Errors
///
/// As above.
fn directories_take_signals() -> Result<bool, Errno> {
    static ANSWER: AtomicU8 = AtomicU8::new(UNKNOWN);
    take_signals(&ANSWER, || proc::open(Pid::own()))
}

const UNKNOWN: u8 = 2;

/// Asked once, of this process itself: EPERM is then a sandbox that does not know the call.
/// Where it works, EPERM is the kernel's answer, and kill(2) would not be allowed either,
/// unless a newcomer has got the number.
fn take_signals<D: AsFd>(
    answer: &AtomicU8,
    own: impl FnOnce() -> Result<D, Errno>,
) -> Result<bool, Errno> {
    if answer.load(Ordering::Relaxed) == UNKNOWN {
        let sent = match own() {
            Err(error @ (Errno::EMFILE | Errno::ENFILE)) => return Err(error),
            own => own.and_then(|own| pidfd::send(own.as_fd(), None, None)),
        };
        answer.store(u8::from(sent.is_ok()), Ordering::Relaxed);
    }
    Ok(answer.load(Ordering::Relaxed) == 1)
}

/// The stat file of the process that the directory was opened for.
///
/// # Errors
///
/// ESRCH: it was reaped. EPROTO: a /proc of another form.
fn stat(directory: &OwnedFd) -> Result<Stat, Errno> {
    let stat = openat(directory, "stat", OFlag::O_RDONLY | OFlag::O_CLOEXEC, Mode::empty())
        .map_err(gone)?;
    let file = bounded::all(&mut File::from(stat), bounded::STAT).map_err(|e| errno_of(&e))?;
    Stat::parse(&file).ok_or(Errno::EPROTO)
}
