//! The process ID that a file holds, for `-F`. Where what is found is only shown, the file need not
//! be trusted as `pidfile` trusts one.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::fcntl::{FcntlArg, OFlag, fcntl};

use super::hold::{Unavailable, hold};
use super::itself::Itself;
use super::pidfile::{self, LONGEST};
use crate::process::bounded;
use crate::sys::{Errno, Pid};

/// A file with a process ID as its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recorded<'a> {
    /// `-` is standard input.
    pub(crate) path: &'a [u8],
    /// Another process must have locked it.
    pub(crate) locked: bool,
    /// For this command no other user may have chosen what it says, and it must not be older than
    /// the process.
    pub(crate) trusted_by: Option<&'static str>,
}

/// The process that a file names, as one that fits: None of them if it is gone.
///
/// # Errors
///
/// The file cannot be read or be believed, is not locked, or does not hold a process ID.
pub(super) fn process_in(recorded: Recorded, reader: &'static str) -> Result<Itself, Unavailable> {
    let held = match recorded.path {
        // What comes from there the caller has chosen.
        b"-" => hold(pid_in(recorded)?),
        path => {
            let demand = |file: &File| match recorded.locked {
                true => require_locked(file.try_clone()?),
                false => Ok(()),
            };
            pidfile::process_found_in(path, reader, demand, |file| first_word(&file.bytes))
        }
    };
    match held {
        Ok(handle) => Ok(Itself(Some(handle))),
        Err(Unavailable::System(Errno::ESRCH)) => Ok(Itself(None)),
        Err(reason) => Err(reason),
    }
}

/// Succeeds if standard input can be read where a file is that. This is asked before anything is
/// opened: the first file that is opened gets the number of a standard input that is closed.
///
/// # Errors
///
/// It is closed, or open for writing only.
pub(super) fn require_readable(recorded: Recorded) -> Result<(), Unavailable> {
    if recorded.path != b"-" {
        return Ok(());
    }
    let Ok(flags) = fcntl(std::io::stdin(), FcntlArg::F_GETFL) else {
        return Err(Unavailable::Because("standard input is closed"));
    };
    match OFlag::from_bits_retain(flags) & OFlag::O_ACCMODE == OFlag::O_WRONLY {
        true => Err(Unavailable::Because("standard input is open for writing only")),
        false => Ok(()),
    }
}

/// Reads the first word of a file.
///
/// # Errors
///
/// It cannot be read, is not locked, or does not hold a process ID.
pub(super) fn pid_in(Recorded { path, locked, .. }: Recorded) -> Result<Pid, Unavailable> {
    let contents = if path == b"-" {
        let mut input = std::io::stdin();
        if locked {
            require_locked(input.as_fd().try_clone_to_owned()?.into())?;
        }
        bounded::beginning(&mut input, LONGEST)?
    } else {
        // Neither waiting for the other end of a FIFO nor taking a terminal as the controlling one.
        let flags = OFlag::O_NONBLOCK | OFlag::O_NOCTTY;
        let path = Path::new(OsStr::from_bytes(path));
        let mut file = OpenOptions::new().read(true).custom_flags(flags.bits()).open(path)?;
        if locked {
            require_locked(file.try_clone()?)?;
        }
        bounded::beginning(&mut file, LONGEST)?
    };
    first_word(&contents.bytes)
}

fn first_word(contents: &[u8]) -> Result<Pid, Unavailable> {
    let mut words = contents.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    match words.next() {
        None => Err(Unavailable::Because("empty; must contain exactly one process ID")),
        Some(word) => {
            Pid::from_digits(word).ok_or(Unavailable::Because("the first word is not a process ID"))
        }
    }
}

fn require_locked(file: File) -> Result<(), Unavailable> {
    match is_locked(file).map_err(Unavailable::System)? {
        true => Ok(()),
        false => Err(Unavailable::Because("no process has locked it")),
    }
}

/// True if another process has a lock on the file, by flock(2) or by fcntl(2).
#[cfg(linux_android)]
fn is_locked(file: File) -> Result<bool, Errno> {
    use nix::fcntl::{Flock, FlockArg};
    let mut lock = libc::flock {
        l_type: libc::F_WRLCK as libc::c_short,
        l_whence: libc::SEEK_SET as libc::c_short,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    };
    fcntl(&file, FcntlArg::F_GETLK(&mut lock))?;
    if lock.l_type != libc::F_UNLCK as libc::c_short {
        return Ok(true);
    }
    match Flock::lock(file, FlockArg::LockSharedNonblock) {
        Ok(_) => Ok(false),
        Err((_, Errno::EWOULDBLOCK)) => Ok(true),
        Err((_, error)) => Err(error),
    }
}

/// Without Linux's /proc there is no process to be found.
#[cfg(not(linux_android))]
fn is_locked(_file: File) -> Result<bool, Errno> {
    Err(Errno::ENOSYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_counts() {
        let pid = Ok(Pid::new(1234).unwrap());
        for contents in ["1234", "1234\n", " 1234 httpd\n", "\n1234"] {
            assert_eq!(first_word(contents.as_bytes()), pid, "{contents:?}");
        }
        for contents in ["", "\n", "x", "1234x", "-1", "0", "4294967297"] {
            assert!(first_word(contents.as_bytes()).is_err(), "{contents:?}");
        }
    }
}
