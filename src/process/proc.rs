//! The access to /proc's file system: the rest of the room parses what comes from here.
//!
//! A /proc of another PID namespace is none: its numbers are other processes'. Systems without
//! such a /proc give errors here, which the commands report.

use std::io;
#[cfg(linux_android)]
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;

use nix::errno::Errno;

use crate::process::bounded::{self, Beginning};
use crate::sys::Pid;

/// The diagnostic for a process that cannot be inspected: ENOENT of the functions below.
pub(crate) const NO_PROC: &str = "cannot inspect the process: no usable /proc";

/// The diagnostic for a process that has ended: the kernel has forgotten its dispositions,
/// and shows what a new process would do.
pub(crate) const ZOMBIE: &str =
    "a zombie has no dispositions: it has ended, and its parent has not reaped it";

/// Reads a file of a process, `/proc/PID/NAME`, if it has at most so many bytes.
///
/// # Errors
///
/// ESRCH where the process does not exist, ENOENT without /proc; otherwise the error of open(2) or
/// read(2), and EFBIG: it is longer.
pub(super) fn read(pid: Pid, name: &str, most: usize) -> Result<Vec<u8>, Errno> {
    require_own_proc()?;
    let file = bounded::file(format!("/proc/{pid}/{name}"), most);
    file.map_err(|error| gone(errno_of(&error)))
}

/// Reads at most so many bytes of a file of a process.
///
/// # Errors
///
/// As [`read`], but for EFBIG.
pub(super) fn read_beginning(pid: Pid, name: &str, most: usize) -> Result<Beginning, Errno> {
    require_own_proc()?;
    let file = bounded::beginning_of(format!("/proc/{pid}/{name}"), most);
    file.map_err(|error| gone(errno_of(&error)))
}

/// The IDs of all processes that /proc lists, in its order.
///
/// # Errors
///
/// ENOENT without /proc; otherwise those of open(2) and getdents(2): a list that is cut short would
/// hide processes.
pub(crate) fn all() -> Result<impl Iterator<Item = Pid>, Errno> {
    require_own_proc()?;
    let mut pids = Vec::new();
    for entry in std::fs::read_dir("/proc").map_err(|error| errno_of(&error))? {
        let name = entry.map_err(|error| errno_of(&error))?.file_name();
        pids.extend(Pid::from_digits(name.as_bytes()));
    }
    Ok(pids.into_iter())
}

/// Opens the directory of a process. What is read through it is of this process or, once that was
/// reaped, nothing: a new process with the number has another directory.
///
/// # Errors
///
/// As [`read`].
#[cfg(linux_android)]
pub(super) fn open(pid: Pid) -> Result<OwnedFd, Errno> {
    require_own_proc()?;
    match std::fs::File::open(format!("/proc/{pid}")) {
        Ok(directory) => Ok(directory.into()),
        Err(error) => Err(gone(errno_of(&error))),
    }
}

/// ENOENT unless /proc shows the PID namespace that this process is in: another one's numbers are
/// other processes.
fn require_own_proc() -> Result<(), Errno> {
    // Others have a /proc of another form.
    if cfg!(not(linux_android)) {
        return Err(Errno::ENOENT);
    }
    let own = std::fs::read_link("/proc/self").map_err(|_| Errno::ENOENT)?;
    if Pid::from_digits(own.as_os_str().as_bytes()) == Some(Pid::own()) {
        Ok(())
    } else {
        Err(Errno::ENOENT)
    }
}

/// The result of `parse` on a short file in /proc; None if its process or thread does not exist
/// (any more), if it may not be seen, or if the file is of another form. Whose /proc this is must
/// have been asked before, as [`all`] does.
///
/// # Errors
///
/// The errors of open(2) and read(2) that do not concern the process: a process that is not seen
/// for want of a descriptor must not count as gone.
pub(super) fn look<T>(
    path: &str,
    parse: impl FnOnce(&[u8]) -> Option<T>,
) -> Result<Option<T>, Errno> {
    let mut file = [0; bounded::STAT];
    match bounded::fill(path, &mut file) {
        Ok(length) => Ok(parse(file.get(..length).unwrap_or_default())),
        Err(error) => unseen(errno_of(&error)),
    }
}

/// None for the errors of a process that does not exist or may not be seen.
pub(crate) fn unseen<T>(error: Errno) -> Result<Option<T>, Errno> {
    match error {
        Errno::ENOENT | Errno::ESRCH | Errno::EACCES | Errno::EPERM => Ok(None),
        error => Err(error),
    }
}

/// True if an error is for want of a descriptor: it does not concern the process, and the next look
/// gets the same error.
pub(crate) fn wants_descriptors(error: Errno) -> bool {
    matches!(error, Errno::EMFILE | Errno::ENFILE)
}

/// The error of a file of a process, which is not there when the process is not.
pub(super) fn gone(error: Errno) -> Errno {
    if error == Errno::ENOENT { Errno::ESRCH } else { error }
}

pub(crate) fn errno_of(error: &io::Error) -> Errno {
    Errno::from_raw(error.raw_os_error().unwrap_or(Errno::EIO as i32))
}
