//! The changes of children.

use nix::errno::Errno;

use crate::signal::Signal;
use crate::sys::Pid;

/// The change of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// It has exited with this status.
    Exited(u8),
    Killed(Signal),
    Stopped(Signal),
    Continued,
}

/// A child and its change; None if there is none.
pub(crate) type NextChange = Result<Option<(Pid, Change)>, Errno>;

/// The next change of a child; None if there is none at the moment.
///
/// # Errors
///
/// ECHILD: there is no child.
pub(crate) fn change() -> NextChange {
    wait(libc::WUNTRACED | libc::WCONTINUED)
}

/// The next end of a child; None if no other has ended.
///
/// # Errors
///
/// ECHILD: there is no child.
pub(crate) fn end() -> NextChange {
    wait(0)
}

/// True if there is any child, ended or not.
pub(crate) fn has_children() -> bool {
    #[cfg(not(target_os = "cygwin"))]
    return look(libc::P_ALL, 0, libc::WEXITED).is_ok();
    #[cfg(target_os = "cygwin")]
    false
}

/// The change that waitid(2) would report, which stays to be reported: no signal if there is none.
/// Cygwin has no waitid(2), and trap waits for no process there
/// ([`crate::sys::disposition::CAN_WAIT`]).
///
/// nix's `waitid` would give EINVAL for a child that a real-time signal has ended: its `Signal`
/// cannot hold one. Then a child that is there would be taken for none.
#[cfg(not(target_os = "cygwin"))]
fn look(of: libc::idtype_t, id: libc::id_t, what: i32) -> Result<libc::siginfo_t, Errno> {
    // SAFETY: all zeros is a valid siginfo_t.
    let mut information: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let what = what | libc::WNOHANG | libc::WNOWAIT;
    // SAFETY: waitid(2) writes the information.
    uninterrupted(|| unsafe { libc::waitid(of, id, &raw mut information, what) })?;
    Ok(information)
}

/// Makes a call again that was interrupted: a change that is not learned of now is never learned
/// of, for CHLD is taken once. (The kernel does not interrupt what does not wait; an emulator may.)
fn uninterrupted(mut call: impl FnMut() -> i32) -> Result<i32, Errno> {
    loop {
        match Errno::result(call()) {
            Err(Errno::EINTR) => {}
            result => return result,
        }
    }
}

fn wait(options: i32) -> NextChange {
    let mut status = 0;
    let options = options | libc::WNOHANG;
    // SAFETY: waitpid(2) writes the status. (nix's knows no real-time signals.)
    let pid = uninterrupted(|| unsafe { libc::waitpid(-1, &raw mut status, options) })?;
    let signal = |number| Signal::new(number).ok_or(Errno::EINVAL);
    let change = match status {
        _ if pid == 0 => return Ok(None),
        _ if libc::WIFEXITED(status) => Change::Exited(libc::WEXITSTATUS(status) as u8),
        _ if libc::WIFSIGNALED(status) => Change::Killed(signal(libc::WTERMSIG(status))?),
        _ if libc::WIFSTOPPED(status) => Change::Stopped(signal(libc::WSTOPSIG(status))?),
        _ => Change::Continued,
    };
    Ok(Pid::new(pid).map(|pid| (pid, change)))
}

/// True if a child was continued, which [`change`] has not returned yet, and has not stopped again.
pub(crate) fn is_continued(child: Pid) -> bool {
    #[cfg(not(target_os = "cygwin"))]
    return look(libc::P_PID, child.get() as libc::id_t, libc::WCONTINUED)
        .is_ok_and(|told| told.si_signo != 0);
    #[cfg(target_os = "cygwin")]
    {
        let _ = child;
        false
    }
}
