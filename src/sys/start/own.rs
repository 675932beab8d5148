//! The changes that a process that starts others makes to itself.

#[cfg(linux_android)]
use std::ffi::CStr;

use nix::errno::Errno;

use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::deliver::{self, Target};
use crate::sys::{Pid, disposition};

/// Has this process sent a signal when its parent ends (Linux: prctl(2), FreeBSD: procctl(2)).
///
/// # Errors
///
/// ENOSYS: not on this system.
pub(crate) fn send_at_parents_death(signal: Signal) -> Result<(), Errno> {
    #[cfg(linux_android)]
    return prctl(libc::PR_SET_PDEATHSIG, signal.number() as libc::c_ulong);
    #[cfg(not(linux_android))]
    {
        let _ = signal;
        Err(Errno::ENOSYS)
    }
}

/// True if this process has another parent by now, because this one has ended.
pub(crate) fn parent_has_ended(parent: Pid) -> bool {
    is_another(nix::unistd::getppid().as_raw(), parent)
}

/// True if getppid(2) has given the ID of another process than this parent: 0 is one in no PID
/// namespace of this process. -1, which a sandbox may give, tells of no end.
fn is_another(answer: libc::pid_t, parent: Pid) -> bool {
    answer >= 0 && answer != parent.get()
}

/// Makes this process the one that its descendants' orphans become children of (Linux 3.4).
///
/// # Errors
///
/// ENOSYS: not on this system.
pub(crate) fn become_subreaper() -> Result<(), Errno> {
    #[cfg(linux_android)]
    return prctl(libc::PR_SET_CHILD_SUBREAPER, 1);
    #[cfg(not(linux_android))]
    Err(Errno::ENOSYS)
}

/// Gives this process a name of its own (comm of proc(5)).
///
/// # Errors
///
/// The error of a sandbox.
#[cfg(linux_android)]
pub(crate) fn set_name(name: &CStr) -> Result<(), Errno> {
    prctl(libc::PR_SET_NAME, name.as_ptr() as libc::c_ulong)
}

/// prctl(2) with one number. nix 0.31 does not have it for Android, and its signals, which
/// PR_SET_PDEATHSIG would take, have no real-time signals among them.
#[cfg(linux_android)]
fn prctl(option: libc::c_int, number: libc::c_ulong) -> Result<(), Errno> {
    // SAFETY: every option that is used here takes a number, or the address of a name that the
    // caller holds.
    Errno::result(unsafe { libc::prctl(option, number, 0, 0, 0) }).map(drop)
}

/// Does to this process what the signal does by default; returns when it was continued, or when the
/// signal does nothing to it (process 1, an orphaned process group). All signals are to be blocked,
/// and are again when it returns.
fn take_default_action(signal: Signal) {
    take_default_action_if(signal, || true);
}

/// The same, but for when it turns out that it need not be: `must_be` is asked when the signal is
/// pending, so that a CONT that comes after the answer takes it back, as the kernel has it
/// (POSIX.1-2024 XSH 2.4.1). Whether it must be.
///
/// STOP is never pending: it has stopped this process, and the process was continued, when kill(2)
/// returns. For STOP `must_be` is asked first.
pub(crate) fn take_default_action_if(signal: Signal, must_be: impl FnOnce() -> bool) -> bool {
    if signal == Signal::STOP {
        return must_be() && deliver::kill(Target::Process(Pid::own()), Some(signal)).is_ok();
    }
    let before = disposition::set(signal, false);
    let mut must_take = false;
    if deliver::kill(Target::Process(Pid::own()), Some(signal)).is_ok() {
        must_take = must_be();
        // Nothing of this can fail: the arguments are right.
        if !must_take {
            let _ = disposition::wait(SignalSet::of(signal), Some(std::time::Duration::ZERO), &[]);
        } else if let Ok(blocked) = disposition::blocked() {
            let _ = disposition::set_blocked(blocked & !SignalSet::of(signal));
            let _ = disposition::set_blocked(blocked);
        }
    }
    if before == Ok(disposition::Disposition::Ignore) {
        let _ = disposition::set(signal, true);
    }
    must_take
}

/// Dies by the signal, without a core image: what died by it before may have left one. Returns if
/// it cannot be died by.
pub(crate) fn die(signal: Signal) {
    // Neither can fail.
    #[cfg(linux_android)]
    let _ = prctl(libc::PR_SET_DUMPABLE, 0);
    #[cfg(not(linux_android))]
    // SAFETY: setrlimit(2) reads the limits. (nix does not have it for Solaris.)
    unsafe {
        libc::setrlimit(libc::RLIMIT_CORE, &libc::rlimit { rlim_cur: 0, rlim_max: 0 });
    }
    take_default_action(signal);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_no_other_parent() {
        let parent = Pid::new(7).expect("a process ID");
        assert!(!is_another(7, parent));
        assert!(!is_another(-1, parent));
        assert!(is_another(0, parent));
        assert!(is_another(1, parent));
    }
}
