//! A process that is signalled as itself: never a newcomer that got its number.
//!
//! A pidfd does it on Linux 5.3 and later. Without one (an older kernel, a sandbox) the open
//! directory /proc/PID stands for the process: it is empty as soon as the process was reaped.
//! pidfd_send_signal(2) takes such a directory from Linux 5.1 on; before, the directory is looked
//! at right before kill(2), which leaves the instant between the two. macOS and the BSDs have
//! kqueue(2), which leaves that instant, too.

use std::fmt;
#[cfg(linux_android)]
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use nix::poll::PollTimeout;

use crate::signal::{Signal, SignalOrNull};
use crate::sys::{Describe, Errno, Pid};

#[cfg(kqueue)]
mod kqueue;

#[cfg(kqueue)]
pub use kqueue::Handle;
#[cfg(linux_android)]
pub use linux::Handle;
#[cfg(not(any(linux_android, kqueue)))]
pub use other::Handle;

/// How often processes are looked at that no descriptor tells of.
#[cfg(linux_android)]
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// How a process has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By exit(3), with this status.
    Exited(u8),
    /// By a signal.
    Signalled {
        /// Which.
        signal: Signal,
        /// Whether it left a core image.
        core: bool,
    },
    /// It has not ended, or its parent has not reaped it: the exit status is the parent's first.
    NotYetKnown,
    /// This system does not tell how the child of another process has ended. Linux does from 6.15
    /// on.
    Unknown,
}

impl Ending {
    /// Of a status as wait(2) gives it.
    #[cfg(linux_android)]
    fn of(status: i32) -> Ending {
        match (status & 0x7f, status >> 8 & 0xff) {
            (0, exit) => Ending::Exited(exit as u8),
            (number, _) => match Signal::new(number) {
                Some(signal) => Ending::Signalled { signal, core: status & 0x80 != 0 },
                None => Ending::Unknown,
            },
        }
    }
}

/// A time as poll(2) takes it.
#[allow(dead_code, reason = "some systems have nothing to wait on")]
fn poll_timeout(at_most: Option<Duration>) -> PollTimeout {
    at_most.map_or(PollTimeout::NONE, |at_most| {
        // poll(2) counts whole milliseconds: round up, or the last one would be spent in a loop.
        let milliseconds = i32::try_from(at_most.as_micros().div_ceil(1000)).unwrap_or(i32::MAX);
        PollTimeout::try_from(milliseconds).unwrap_or(PollTimeout::MAX)
    })
}

/// Why the process of a number and an inode number is not held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotIdentified {
    /// The system refused.
    System(Errno),
    /// The number is a thread's.
    Thread,
    /// Another process has the number.
    Other {
        /// Its inode number.
        inode: u64,
    },
    /// Nobody tells inode numbers of processes.
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
    /// It is not to be had.
    #[cfg(linux_android)]
    pub fn open_identified(pid: Pid, inode: u64) -> Result<Handle, NotIdentified> {
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
    pub fn open_identified(_pid: Pid, _inode: u64) -> Result<Handle, NotIdentified> {
        Err(NotIdentified::NoInodes)
    }

    /// What `look` finds out about the process by its number.
    ///
    /// # Errors
    ///
    /// Those of `look`. ESRCH: the process was reaped before `look` was done, which then may have
    /// seen a newcomer.
    pub fn look<T>(&self, look: impl FnOnce(Pid) -> Result<T, Errno>) -> Result<T, Errno> {
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
    /// Those of kill(2); ESRCH: nobody is in the group. EINVAL, ENOSYS: not with this system, or
    /// with this kind of hold.
    pub fn send_to_group(&self, signal: SignalOrNull) -> Result<(), Errno> {
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

/// The soft limit of descriptors, once it was asked for; 0 before.
#[cfg(linux_android)]
static DESCRIPTOR_LIMIT: AtomicUsize = AtomicUsize::new(0);

/// Lets this process have as many descriptors as it is allowed; false if that changes nothing. What
/// it starts inherits that.
#[cfg(any(linux_android, kqueue))]
pub fn raise_descriptor_limit() -> bool {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let raised = match getrlimit(Resource::RLIMIT_NOFILE) {
        Ok((soft, hard)) if soft < hard => setrlimit(Resource::RLIMIT_NOFILE, hard, hard).is_ok(),
        _ => false,
    };
    #[cfg(linux_android)]
    if raised {
        DESCRIPTOR_LIMIT.store(0, Ordering::Relaxed);
    }
    raised
}

/// Nobody is held on this system.
#[cfg(not(any(linux_android, kqueue)))]
pub fn raise_descriptor_limit() -> bool {
    false
}

#[cfg(linux_android)]
mod linux {
    use std::fs::File;
    use std::io::Read;
    use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
    use std::sync::atomic::AtomicU8;

    use nix::errno::Errno;
    use nix::fcntl::{OFlag, openat};
    use nix::poll::{PollFd, poll};
    use nix::sys::resource::{Resource, getrlimit};
    use nix::sys::stat::Mode;

    use super::*;
    use crate::process::{self, Life, field};
    use crate::sys::deliver::{self, Target};
    use crate::sys::pidfd::{self, Pidfd};

    /// How many descriptors stay free for reading /proc: a directory of processes, one of threads,
    /// a file, and one to spare.
    const SPARE: usize = 4;

    /// A hold on one process.
    #[derive(Debug)]
    pub enum Handle {
        /// By a pidfd.
        Descriptor(Pidfd),
        /// By its directory in /proc.
        Directory {
            /// Its number.
            pid: Pid,
            /// The open directory.
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
        pub fn open(pid: Pid) -> Result<Handle, Errno> {
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
                    let directory = process::open(pid)?;
                    // /proc does not list threads, and shows them all the same.
                    let process = process::read(pid, "status")?;
                    if field(&process, b"Tgid:") != Some(pid.to_string().as_bytes()) {
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

        /// The process ID.
        pub fn pid(&self) -> Pid {
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
        pub fn send(&self, signal: SignalOrNull, value: Option<i32>) -> Result<(), Errno> {
            match self {
                Handle::Descriptor(descriptor) => descriptor.send(signal, value),
                Handle::Directory { pid, directory } => {
                    match pidfd::send(directory.as_fd(), signal, value) {
                        Err(Errno::ENOSYS | Errno::EPERM | Errno::EBADF)
                            if !directories_take_signals()? =>
                        {
                            life(directory)?;
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

        /// Waits until a process ends, but not longer than `at_most` if that is given; says for
        /// each whether it has ended, reaped or not.
        pub fn wait(handles: &[&Handle], at_most: Option<Duration>) -> Vec<bool> {
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
                Handle::Directory { directory, .. } => match life(directory) {
                    Ok(life) => life.has_ended(),
                    Err(error) => error == Errno::ESRCH,
                },
            };
            handles.iter().map(ended).collect()
        }

        /// How the process has ended.
        pub fn ending(&self) -> Ending {
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

    /// Whether pidfd_send_signal(2) takes pidfds here.
    ///
    /// # Errors
    ///
    /// EMFILE, ENFILE: no descriptor is left to find out.
    fn pidfds_take_signals() -> Result<bool, Errno> {
        static ANSWER: AtomicU8 = AtomicU8::new(UNKNOWN);
        take_signals(&ANSWER, || Pidfd::open(Pid::own()))
    }

    /// Whether it takes directories of /proc, as from Linux 5.1 on.
    ///
    /// # Errors
    ///
    /// As above.
    fn directories_take_signals() -> Result<bool, Errno> {
        static ANSWER: AtomicU8 = AtomicU8::new(UNKNOWN);
        take_signals(&ANSWER, || process::open(Pid::own()))
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

    fn descriptor_limit() -> usize {
        if DESCRIPTOR_LIMIT.load(Ordering::Relaxed) == 0 {
            let limit =
                getrlimit(Resource::RLIMIT_NOFILE).map_or(usize::MAX, |(soft, _)| soft as usize);
            DESCRIPTOR_LIMIT.store(limit, Ordering::Relaxed);
        }
        DESCRIPTOR_LIMIT.load(Ordering::Relaxed)
    }

    /// The life of the process that the directory was opened for.
    ///
    /// # Errors
    ///
    /// ESRCH: it was reaped. EPROTO: a /proc of another form.
    fn life(directory: &OwnedFd) -> Result<Life, Errno> {
        let gone = |error| if error == Errno::ENOENT { Errno::ESRCH } else { error };
        let stat = openat(directory, "stat", OFlag::O_RDONLY | OFlag::O_CLOEXEC, Mode::empty())
            .map_err(gone)?;
        let mut file = Vec::new();
        File::from(stat).read_to_end(&mut file).map_err(|error| process::errno_of(&error))?;
        Life::parse(&file).ok_or(Errno::EPROTO)
    }
}

#[cfg(not(any(linux_android, kqueue)))]
mod other {
    use nix::errno::Errno;

    use super::*;

    /// A hold on one process: there is none on this system.
    #[derive(Debug)]
    pub enum Handle {}

    impl Handle {
        /// Takes hold of a process.
        ///
        /// # Errors
        ///
        /// Always ENOSYS.
        pub fn open(_pid: Pid) -> Result<Handle, Errno> {
            Err(Errno::ENOSYS)
        }

        /// The process ID.
        pub fn pid(&self) -> Pid {
            match *self {}
        }

        /// Sends a signal.
        ///
        /// # Errors
        ///
        /// None: there is no such value.
        pub fn send(&self, _signal: SignalOrNull, _value: Option<i32>) -> Result<(), Errno> {
            match *self {}
        }

        /// Waits until a process ends.
        pub fn wait(_handles: &[&Handle], _at_most: Option<Duration>) -> Vec<bool> {
            Vec::new()
        }

        /// How the process has ended.
        pub fn ending(&self) -> Ending {
            match *self {}
        }
    }
}
