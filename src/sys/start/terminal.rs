//! The terminal, and the process groups that take turns with it.

use std::os::fd::{BorrowedFd, FromRawFd, OwnedFd};

use nix::errno::Errno;

use crate::sys::Pid;

/// The terminal that controls this process; None without one.
pub(crate) fn terminal() -> Option<OwnedFd> {
    let file = std::fs::OpenOptions::new().read(true).write(true).open("/dev/tty").ok()?;
    above_standard_streams(file.into()).ok()
}

/// The same file by a descriptor that is closed on exec and is not one of the standard streams:
/// nobody shall write there by accident where one of them was closed.
fn above_standard_streams(descriptor: OwnedFd) -> Result<OwnedFd, Errno> {
    let copy = nix::fcntl::fcntl(&descriptor, nix::fcntl::FcntlArg::F_DUPFD_CLOEXEC(3))?;
    // SAFETY: fcntl(2) gave a new descriptor, which nobody else owns.
    Ok(unsafe { OwnedFd::from_raw_fd(copy) })
}

/// The foreground process group of the terminal.
///
/// # Errors
///
/// ENOTTY: it does not control this process any more.
pub(crate) fn foreground_group(terminal: BorrowedFd) -> Result<Pid, Errno> {
    Pid::new(nix::unistd::tcgetpgrp(terminal)?.as_raw()).ok_or(Errno::ENOTTY)
}

/// Makes a process group the foreground group of the terminal. TTOU is to be blocked or ignored.
///
/// # Errors
///
/// Those of tcsetpgrp(3).
pub(crate) fn set_foreground_group(terminal: BorrowedFd, group: Pid) -> Result<(), Errno> {
    // Blocked at this time in every caller but the new process, where it is not yet unblocked.
    nix::unistd::tcsetpgrp(terminal, nix::unistd::Pid::from_raw(group.get()))
}

/// The process group of this process.
pub(crate) fn own_group() -> Option<Pid> {
    Pid::new(nix::unistd::getpgrp().as_raw())
}

/// The process group of another process.
pub(crate) fn group_of(pid: Pid) -> Option<Pid> {
    let group = nix::unistd::getpgid(Some(nix::unistd::Pid::from_raw(pid.get())));
    Pid::new(group.ok()?.as_raw())
}

/// Whether this process leads its session.
pub(crate) fn leads_session() -> bool {
    nix::unistd::getsid(None).is_ok_and(|session| session == nix::unistd::getpid())
}
