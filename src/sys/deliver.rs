//! Sending: kill(2) and sigqueue(3).

use nix::errno::Errno;

use super::Pid;
use crate::signal::SignalOrNull;

/// The processes that kill(2) signals; POSIX.1-2024 XSH kill() packs this into the sign of one
/// number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Process(Pid),
    /// Every process of a process group.
    Group(Pid),
    /// Every process of the caller's process group (0).
    OwnGroup,
    /// Every process that the caller may signal, but system processes (-1).
    Everybody,
}

impl Target {
    /// The number that kill(2) takes.
    pub fn as_kill_argument(self) -> i32 {
        match self {
            Target::Process(pid) => pid.get(),
            Target::Group(group) => -group.get(),
            Target::OwnGroup => 0,
            Target::Everybody => -1,
        }
    }
}

/// The number of a signal, 0 for the null signal.
pub(super) fn number(signal: SignalOrNull) -> i32 {
    signal.map_or(0, |signal| signal.number())
}

/// Sends a signal by kill(2).
///
/// # Errors
///
/// ESRCH: no such process or group. EPERM: none of them may be signalled. EINVAL: group 1, which
/// kill(2) cannot name.
pub(crate) fn kill(target: Target, signal: SignalOrNull) -> Result<(), Errno> {
    // Group 1 and every process are one number for kill(2): only `Everybody` stands for that.
    if target != Target::Everybody
        && target.as_kill_argument() == Target::Everybody.as_kill_argument()
    {
        return Err(Errno::EINVAL);
    }
    // SAFETY: kill(2) takes two numbers. (nix's knows no real-time signals.)
    Errno::result(unsafe { libc::kill(target.as_kill_argument(), number(signal)) }).map(drop)
}

pub(crate) use sigqueue::queue;
#[cfg(linux_android)]
pub(super) use sigqueue::value_of;

#[cfg(sigqueue)]
mod sigqueue {
    use super::*;

    /// Queues a signal with a value by sigqueue(3), for which there are no process groups.
    ///
    /// # Errors
    ///
    /// As [`kill`], and EAGAIN: the receiver's queue is full.
    pub(crate) fn queue(pid: Pid, signal: SignalOrNull, value: i32) -> Result<(), Errno> {
        // SAFETY: sigqueue(3) takes the value by copy.
        Errno::result(unsafe { libc::sigqueue(pid.get(), number(signal), value_of(value)) })
            .map(drop)
    }

    /// C's `union sigval` with `sival_int` set: the integer lies at the start of the pointer on
    /// either byte order.
    pub(in super::super) fn value_of(value: i32) -> libc::sigval {
        #[repr(C)]
        union Value {
            integer: i32,
            pointer: *mut libc::c_void,
        }
        let mut both = Value { pointer: std::ptr::null_mut() };
        both.integer = value;
        // SAFETY: every bit pattern is a pointer as long as it is not read through, and all bytes
        // were set above.
        libc::sigval { sival_ptr: unsafe { both.pointer } }
    }
}

#[cfg(not(sigqueue))]
mod sigqueue {
    use super::*;

    /// This system's libc has no sigqueue(3), or the libc crate does not know it.
    ///
    /// # Errors
    ///
    /// Always ENOSYS.
    pub fn queue(_pid: Pid, _signal: SignalOrNull, _value: i32) -> Result<(), Errno> {
        Err(Errno::ENOSYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With the null signal, which reaches no process.
    #[test]
    fn group_1_is_never_everybody() {
        let one = Pid::new(1).expect("a process ID");
        assert_eq!(kill(Target::Group(one), None), Err(Errno::EINVAL));

        assert_ne!(kill(Target::Everybody, None), Err(Errno::EINVAL));
    }
}
