//! The process ID that a file holds, for `-F`: what is found is only shown, so that the file need
//! not be trusted as `pidfile` trusts one.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::fcntl::OFlag;

use super::hold::Unavailable;
use crate::process::bounded;
use crate::sys::{Errno, Pid};

/// The first word is within this.
const LONGEST: usize = 4096;

/// Reads the first word of a file, `-` for standard input; with `locked`, only if another process
/// has locked the file.
///
/// # Errors
///
/// It cannot be read, is not locked, or does not hold a process ID.
pub(crate) fn pid_in(path: &[u8], locked: bool) -> Result<Pid, Unavailable> {
    let contents = if path == b"-" {
        let mut input = std::io::stdin();
        if locked
            && !is_locked(input.as_fd().try_clone_to_owned()?.into())
                .map_err(Unavailable::System)?
        {
            return Err(NOT_LOCKED);
        }
        bounded::beginning(&mut input, LONGEST)?
    } else {
        // Neither waiting for the other end of a FIFO nor taking a terminal as the controlling one.
        let flags = OFlag::O_NONBLOCK | OFlag::O_NOCTTY;
        let path = Path::new(OsStr::from_bytes(path));
        let mut file = OpenOptions::new().read(true).custom_flags(flags.bits()).open(path)?;
        if locked && !is_locked(file.try_clone()?).map_err(Unavailable::System)? {
            return Err(NOT_LOCKED);
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

const NOT_LOCKED: Unavailable = Unavailable::Because("no process has locked it");

/// True if another process has a lock on the file, by flock(2) or by fcntl(2).
#[cfg(linux_android)]
fn is_locked(file: File) -> Result<bool, Errno> {
    use nix::fcntl::{FcntlArg, Flock, FlockArg, fcntl};
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
