//! The threads of a process, as /proc/PID/task lists them.

use std::ops::BitAnd;
use std::path::{Path, PathBuf};

use nix::errno::Errno;

use crate::process::bounded;
use crate::process::proc::{errno_of, gone, look, read, unseen};
use crate::process::stat::Stat;
use crate::process::status::Fields;
use crate::signal::set::SignalSet;
use crate::sys::Pid;

/// A thread, as its status file shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Thread {
    pub(crate) id: Pid,
    /// One letter: R, S, D, T, t, Z, X, ...
    pub(crate) state: u8,
    /// Pending for it alone.
    pub(crate) pending: SignalSet,
    pub(crate) blocked: SignalSet,
    /// True if it sleeps in sigwait(3).
    pub(crate) awaits: bool,
}

impl Thread {
    /// Parses the file; `awaits` is asked of one that sleeps.
    ///
    /// # Errors
    ///
    /// EPROTO: one of the fields is missing or malformed.
    pub(super) fn parse(file: Fields, awaits: impl FnOnce() -> bool) -> Result<Thread, Errno> {
        let state = file.state()?;
        Ok(Thread {
            id: file.thread()?,
            state,
            pending: file.pending()?,
            blocked: file.blocked()?,
            awaits: state == b'S' && awaits(),
        })
    }

    fn has_ended(state: u8) -> bool {
        matches!(state, b'Z' | b'X' | b'x')
    }
}

/// The directories of the threads, one or more.
fn directories(pid: Pid) -> Result<impl Iterator<Item = std::io::Result<PathBuf>>, Errno> {
    let entries = std::fs::read_dir(format!("/proc/{pid}/task"));
    let entries = entries.map_err(|error| gone(errno_of(&error)))?;
    Ok(entries.map(|entry| entry.map(|entry| entry.path())))
}

/// The threads that have not ended, one or more.
///
/// # Errors
///
/// ESRCH: there is none, or /proc does not show them. EPROTO: a /proc of another form. Otherwise
/// those of reading it.
pub(crate) fn threads(pid: Pid) -> Result<Vec<Thread>, Errno> {
    let mut threads = Vec::new();
    // A thread that ends in the meantime is none.
    for directory in directories(pid)? {
        let directory = directory.map_err(|error| gone(errno_of(&error)))?;
        let file = match bounded::file(directory.join("status"), bounded::STATUS) {
            Ok(file) => file,
            Err(error) => match unseen::<()>(errno_of(&error)) {
                Ok(_) => continue,
                Err(error) => return Err(error),
            },
        };
        let file = Fields(&file);
        if !Thread::has_ended(file.state()?) {
            threads.push(Thread::parse(file, || sleeps_in_sigwait(&directory))?);
        }
    }
    if threads.is_empty() { Err(Errno::ESRCH) } else { Ok(threads) }
}

/// The states of all threads, by their stat files: for many threads this is faster than
/// [`threads`].
///
/// # Errors
///
/// The errors of reading them.
pub(super) fn states(pid: Pid) -> Result<Vec<u8>, Errno> {
    let mut states = Vec::new();
    for directory in directories(pid)? {
        let file = directory.map_err(|error| errno_of(&error))?.join("stat");
        states.extend(look(file.to_str().unwrap_or_default(), Stat::parse)?.map(|stat| stat.state));
    }
    Ok(states)
}

/// The signals that every thread blocks.
pub(crate) fn blocked_by_all(threads: &[Thread]) -> SignalSet {
    threads.iter().map(|thread| thread.blocked).reduce(SignalSet::bitand).unwrap_or_default()
}

/// The process of a thread; what cannot be looked at is taken for a process.
pub(crate) fn process_of(thread: Pid) -> Pid {
    read(thread, "status", bounded::STATUS)
        .and_then(|file| Fields(&file).process())
        .unwrap_or(thread)
}

/// True if a thread, by its directory, sleeps in sigwait(3).
fn sleeps_in_sigwait(directory: &Path) -> bool {
    // The function of the kernel in which rt_sigtimedwait(2) sleeps; compilers append to its name.
    bounded::file(directory.join("wchan"), bounded::WAIT)
        .is_ok_and(|function| function.starts_with(b"do_sigtimedwait"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &[u8] = b"Name:\tx\nState:\tS (sleeping)\nTgid:\t41\nPid:\t42\n\
        SigPnd:\t0000000000000001\nSigBlk:\t0000000000000002\n";

    fn set(digits: &[u8]) -> SignalSet {
        SignalSet::from_hexadecimal(digits).unwrap()
    }

    fn thread() -> Thread {
        let id = Pid::new(42).unwrap();
        Thread { id, state: b'S', pending: set(b"1"), blocked: set(b"2"), awaits: true }
    }

    #[test]
    fn a_thread_is_read_from_its_own_status() {
        assert_eq!(Thread::parse(Fields(FILE), || true), Ok(thread()));
        assert_eq!(Thread::parse(Fields(&FILE[..50]), || true), Err(Errno::EPROTO));
    }

    #[test]
    fn only_one_that_sleeps_can_wait_for_a_signal() {
        let running = String::from_utf8_lossy(FILE).replace("S (sleeping)", "R (running)");
        let parsed = Thread::parse(Fields(running.as_bytes()), || unreachable!("it runs"));
        assert_eq!(parsed, Ok(Thread { state: b'R', awaits: false, ..thread() }));
    }

    #[test]
    fn all_block_what_each_blocks() {
        let other = Thread { blocked: set(b"6"), ..thread() };
        assert_eq!(blocked_by_all(&[thread(), other]), set(b"2"));
        assert_eq!(blocked_by_all(&[]), SignalSet::default());
    }
}
