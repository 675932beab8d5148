//! The signal state of this process: dispositions, the set that is blocked, and taking signals
//! without a handler.
//!
//! On Linux by the kernel's own calls, because C libraries keep two or three signals to themselves
//! (glibc 32 and 33, musl 32 to 34): their functions refuse to touch those, while a program is
//! started with whatever disposition they have.

#[cfg(linux_android)]
mod linux;
#[cfg(not(linux_android))]
mod other;

use std::time::Duration;

use nix::errno::Errno;

#[cfg(linux_android)]
use linux as system;
#[cfg(not(linux_android))]
use other as system;

use super::Pid;
use super::memory::ReadOnlyPages;
use crate::signal::Signal;
use crate::signal::set::SignalSet;

/// The disposition of a signal (POSIX.1-2024 XSH 2.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disposition {
    Default,
    Ignore,
    /// A handler. No started program has one: exec makes it the default action.
    Caught,
}

impl Disposition {
    fn of(handler: usize) -> Disposition {
        match handler {
            libc::SIG_DFL => Disposition::Default,
            libc::SIG_IGN => Disposition::Ignore,
            _ => Disposition::Caught,
        }
    }
}

/// The disposition of this process for a signal.
///
/// # Errors
///
/// EINVAL: the system does not report it (outside of Linux, for signals that the C library keeps to
/// itself).
pub(crate) fn get(signal: Signal) -> Result<Disposition, Errno> {
    system::action(signal, None).map(Disposition::of)
}

/// Ignores a signal, or does what is the default; gives what was done before.
///
/// # Errors
///
/// EINVAL: KILL and STOP, which can only be what they are; and as [`get`].
pub(crate) fn set(signal: Signal, ignored: bool) -> Result<Disposition, Errno> {
    system::action(signal, Some(if ignored { libc::SIG_IGN } else { libc::SIG_DFL }))
        .map(Disposition::of)
}

/// The dispositions that a program is to have; those of the signals in neither set it inherits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dispositions {
    pub ignored: SignalSet,
    /// Signals that have their default disposition; none of them is ignored.
    pub default: SignalSet,
}

impl Dispositions {
    /// These, and those of `others` for every signal that `others` sets.
    pub fn overridden_by(self, others: Dispositions) -> Dispositions {
        Dispositions {
            ignored: self.ignored & !others.default | others.ignored,
            default: self.default & !others.ignored | others.default,
        }
    }

    /// Sets them for this process.
    ///
    /// # Errors
    ///
    /// The errors of [`set`], with the signal.
    pub fn set(self) -> Result<(), (Signal, Errno)> {
        for signal in (self.ignored | self.default).signals() {
            set(signal, self.ignored.contains(signal)).map_err(|error| (signal, error))?;
        }
        Ok(())
    }
}

/// The state before the changes of a process that takes all signals itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inherited {
    /// The signals that were blocked.
    pub blocked: SignalSet,
    /// True if CHLD was ignored: then the kernel would reap the children.
    ignored_children: bool,
}

impl Inherited {
    /// The state before changes that were made already, as [`Inherited::keep`] makes them.
    pub fn of(blocked: SignalSet, ignored_children: bool) -> Inherited {
        Inherited { blocked, ignored_children }
    }

    /// Blocks all signals, and does not ignore CHLD.
    ///
    /// # Errors
    ///
    /// As [`set_blocked`].
    pub fn keep() -> Result<Inherited, Errno> {
        let blocked = set_blocked(SignalSet::all())?;
        Ok(Inherited {
            blocked,
            ignored_children: set(Signal::CHLD, false) == Ok(Disposition::Ignore),
        })
    }

    /// The dispositions that were changed.
    pub fn dispositions(&self) -> Dispositions {
        let ignored =
            if self.ignored_children { SignalSet::of(Signal::CHLD) } else { SignalSet::default() };
        Dispositions { ignored, ..Dispositions::default() }
    }
}

/// Blocks exactly these signals; gives those that were blocked before. KILL and STOP cannot be
/// blocked, and are passed over.
///
/// # Errors
///
/// None that can happen: the arguments are right.
pub(crate) fn set_blocked(signals: SignalSet) -> Result<SignalSet, Errno> {
    system::mask(Some(signals))
}

/// The signals that are blocked.
///
/// # Errors
///
/// None that can happen.
pub(crate) fn blocked() -> Result<SignalSet, Errno> {
    system::mask(None)
}

/// The signals that are pending for this process or for the calling thread: blocked, and not yet
/// taken. exec keeps them.
///
/// # Errors
///
/// None that can happen.
pub(crate) fn pending() -> Result<SignalSet, Errno> {
    system::pending()
}

/// True if supervising is possible here: signals can be taken with the reason why they were sent.
pub(crate) const CAN_WAIT: bool = cfg!(linux_android);

/// A signal that was taken.
#[derive(Clone, Copy)]
pub struct Taken {
    pub signal: Signal,
    pub origin: Origin,
    #[allow(dead_code, reason = "not all systems can pass it on")]
    information: libc::siginfo_t,
}

/// Where a signal comes from (`si_code`, sigaction(2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The kernel: a terminal, a timer, a descriptor.
    Kernel,
    /// kill(2) or its like, by the process with this ID; 0 is one of another PID namespace.
    Process(i32),
    /// sigqueue(3) or its like, with a value.
    Queued,
}

#[cfg(linux_android)]
impl Origin {
    /// The origin of the signal that this describes.
    #[inline]
    pub(super) fn of(information: &libc::siginfo_t) -> Origin {
        match information.si_code {
            // SAFETY: for these two the kernel has filled in the sender (sigaction(2)).
            libc::SI_USER | libc::SI_TKILL => Origin::Process(unsafe { information.si_pid() }),
            ..0 => Origin::Queued,
            _ => Origin::Kernel,
        }
    }
}

impl Taken {
    /// The signal that this describes; None if there is none.
    #[cfg(linux_android)]
    pub fn of(information: libc::siginfo_t) -> Option<Taken> {
        let signal = Signal::new(information.si_signo)?;
        Some(Taken { signal, origin: Origin::of(&information), information })
    }

    /// The process ID and the user ID of the process that has sent it. The sender of a queued
    /// signal chooses them freely. None if no process has sent it.
    pub fn sender(&self) -> Option<(i32, u32)> {
        #[cfg(linux_android)]
        return match self.information.si_code {
            // SAFETY: for these the kernel has filled in the sender (sigaction(2)).
            libc::SI_USER | libc::SI_TKILL | libc::SI_QUEUE | libc::SI_MESGQ => unsafe {
                Some((self.information.si_pid(), self.information.si_uid()))
            },
            _ => None,
        };
        #[cfg(not(linux_android))]
        None
    }

    /// One that was queued with the value 0, by no process.
    #[cfg(test)]
    pub(crate) fn queued(signal: Signal) -> Taken {
        // SAFETY: all zeros is a valid siginfo_t.
        let information = unsafe { std::mem::zeroed() };
        Taken { signal, origin: Origin::Queued, information }
    }

    /// The value that a queued signal carries, as an integer.
    pub fn value(&self) -> i32 {
        system::value(&self.information)
    }

    /// Sends a queued signal to a process as it was taken, with its value and its sender.
    ///
    /// # Errors
    ///
    /// The errors of sigqueue(3).
    pub fn pass_on(&self, pid: Pid) -> Result<(), Errno> {
        system::queue(pid, self.signal, &self.information)
    }
}

/// Takes one of these signals, which must be blocked, as soon as one is pending; None when
/// `at_most` is over before.
///
/// `released` are pages that are let go of just before this process sleeps.
///
/// # Errors
///
/// EINTR: the process was stopped and continued. ENOSYS: not on this system.
pub(crate) fn wait(
    signals: SignalSet,
    at_most: Option<Duration>,
    released: &[ReadOnlyPages],
) -> Result<Option<Taken>, Errno> {
    #[cfg(linux_android)]
    return match system::wait(signals, at_most, released)? {
        Some(information) => Taken::of(information).map(Some).ok_or(Errno::EINTR),
        None => Ok(None),
    };
    #[cfg(not(linux_android))]
    {
        let _ = (signals, at_most, released);
        Err(Errno::ENOSYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_blocked_is_read_back() {
        let before = blocked().unwrap();
        let usr1 = SignalSet::from_iter([crate::signal::by_name(b"USR1").unwrap().unwrap()]);
        assert_eq!(set_blocked(before | usr1), Ok(before));
        assert_eq!(blocked(), Ok(before | usr1));
        assert_eq!(set_blocked(before), Ok(before | usr1));
    }

    #[test]
    fn what_is_ignored_is_read_back() {
        // Nothing else in this process uses it.
        let urgent = crate::signal::by_name(b"URG").unwrap().unwrap();
        assert_eq!(set(urgent, true), Ok(Disposition::Default));
        assert_eq!(get(urgent), Ok(Disposition::Ignore));
        assert_eq!(set(urgent, false), Ok(Disposition::Ignore));
        assert_eq!(set(Signal::KILL, true), Err(Errno::EINVAL));
    }

    #[test]
    fn what_is_said_later_about_a_signal_counts() {
        let [hup, int, quit] = ["HUP", "INT", "QUIT"]
            .map(|name| SignalSet::of(crate::signal::by_name(name.as_bytes()).unwrap().unwrap()));
        let first = Dispositions { ignored: hup | int, default: quit };
        let second = Dispositions { ignored: quit, default: int };
        assert_eq!(first.overridden_by(second), Dispositions { ignored: hup | quit, default: int });
        assert_eq!(first.overridden_by(Dispositions::default()), first);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_signal_is_taken_with_its_sender() {
        let winch = crate::signal::by_name(b"WINCH").unwrap().unwrap();
        let set: SignalSet = [winch].into_iter().collect();
        let before = set_blocked(blocked().unwrap() | set).unwrap();
        let own = crate::sys::Pid::own();
        // Directed at this thread: the others do not block it.
        // SAFETY: tgkill(2) takes three numbers.
        unsafe { libc::syscall(libc::SYS_tgkill, own.get(), libc::gettid(), winch.number()) };
        let taken = wait(set, Some(Duration::from_secs(60)), &[]).unwrap().expect("it is pending");
        assert_eq!((taken.signal, taken.origin), (winch, Origin::Process(own.get())));
        assert!(wait(set, Some(Duration::ZERO), &[]).unwrap().is_none());
        set_blocked(before).unwrap();
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_blocked_signal_that_was_sent_is_pending() {
        let io = crate::signal::by_name(b"IO").unwrap().unwrap();
        let set: SignalSet = [io].into_iter().collect();
        let before = set_blocked(blocked().unwrap() | set).unwrap();
        assert!(!pending().unwrap().contains(io));
        // SAFETY: tgkill(2) takes three numbers.
        unsafe {
            libc::syscall(
                libc::SYS_tgkill,
                crate::sys::Pid::own().get(),
                libc::gettid(),
                io.number(),
            )
        };
        assert!(pending().unwrap().contains(io));
        assert!(wait(set, Some(Duration::ZERO), &[]).unwrap().is_some());
        assert!(!pending().unwrap().contains(io));
        set_blocked(before).unwrap();
    }
}
