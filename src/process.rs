//! Processes as Linux's /proc shows them (proc(5)), read lazily and as bytes.
//!
//! What parses bytes is pure; only [`read`], [`open`] and [`all`] touch the file system. A /proc of
//! another PID namespace is none. Systems without such a /proc give errors
//! here, which the commands report.

pub mod deferred;
pub mod group;
pub mod handle;
pub mod select;
pub mod session;
pub mod situation;
pub mod start_time;
pub mod tree;
pub mod users;

use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

use nix::errno::Errno;
use nix::unistd::{SysconfVar, sysconf};

use crate::signal::set::SignalSet;
use crate::sys::Pid;

/// What is said of a process that cannot be looked at: ENOENT of the functions below.
pub const NO_PROC: &str = "cannot be looked at: there is no /proc here that shows it";

/// Reads a file of a process, `/proc/PID/NAME`.
///
/// # Errors
///
/// ESRCH where the process does not exist, ENOENT without /proc; otherwise the error of open(2) or
/// read(2).
pub fn read(pid: Pid, name: &str) -> Result<Vec<u8>, Errno> {
    require_own_proc()?;
    std::fs::read(format!("/proc/{pid}/{name}")).map_err(|error| match errno_of(&error) {
        Errno::ENOENT => Errno::ESRCH,
        error => error,
    })
}

/// The IDs of all processes that /proc lists, in its order.
///
/// # Errors
///
/// ENOENT without /proc; otherwise the error of open(2).
pub fn all() -> Result<impl Iterator<Item = Pid>, Errno> {
    require_own_proc()?;
    let entries = std::fs::read_dir("/proc").map_err(|error| errno_of(&error))?;
    Ok(entries.filter_map(|entry| Pid::new(entry.ok()?.file_name().to_str()?.parse().ok()?)))
}

/// Opens the directory of a process. What is read through it is of this process or, once that was
/// reaped, nothing: a new process with the number has another directory.
///
/// # Errors
///
/// As [`read`].
pub fn open(pid: Pid) -> Result<OwnedFd, Errno> {
    require_own_proc()?;
    match std::fs::File::open(format!("/proc/{pid}")) {
        Ok(directory) => Ok(directory.into()),
        Err(error) if errno_of(&error) == Errno::ENOENT => Err(Errno::ESRCH),
        Err(error) => Err(errno_of(&error)),
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
    if own.to_str().and_then(|own| own.parse().ok()) == Some(Pid::own().get()) {
        Ok(())
    } else {
        Err(Errno::ENOENT)
    }
}

/// What `parse` makes of a stat file in /proc; None if its process or thread does not exist (any
/// more), if it may not be seen, or if the file is of another form. Whose /proc this is must have
/// been asked before, as [`all`] does.
///
/// # Errors
///
/// Those of open(2) and read(2) that say nothing of the process: who is not seen for want of a
/// descriptor must not be taken for gone.
fn look<T>(path: &str, parse: impl FnOnce(&[u8]) -> Option<T>) -> Result<Option<T>, Errno> {
    // 52 numbers and a name do not fill it.
    let mut file = [0; 2048];
    match std::fs::File::open(path).and_then(|mut stat| io::Read::read(&mut stat, &mut file)) {
        Ok(length) => Ok(parse(file.get(..length).unwrap_or_default())),
        Err(error) => unseen(errno_of(&error)),
    }
}

/// None for the errors that say that a process is not there, or may not be seen.
fn unseen<T>(error: Errno) -> Result<Option<T>, Errno> {
    match error {
        Errno::ENOENT | Errno::ESRCH | Errno::EACCES | Errno::EPERM => Ok(None),
        error => Err(error),
    }
}

fn errno_of(error: &io::Error) -> Errno {
    Errno::from_raw(error.raw_os_error().unwrap_or(Errno::EIO as i32))
}

/// The first word behind the key (`Uid:`) in a file of lines as /proc/PID/status.
fn field<'a>(file: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    words(file, key)?.next()
}

/// The words behind the key in a file of lines as /proc/PID/status.
fn words<'a>(file: &'a [u8], key: &[u8]) -> Option<impl Iterator<Item = &'a [u8]> + use<'a>> {
    let line = file.split(|byte| *byte == b'\n').find(|line| line.starts_with(key))?;
    Some(line.get(key.len()..)?.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()))
}

/// What /proc/PID/status tells of a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The real user ID.
    pub user: u32,
    /// Pending for the main thread.
    pub pending_thread: SignalSet,
    /// Pending for the process.
    pub pending_process: SignalSet,
    /// Blocked by the main thread.
    pub blocked: SignalSet,
    /// Ignored.
    pub ignored: SignalSet,
    /// Caught by a handler.
    pub caught: SignalSet,
}

impl Status {
    /// Parses /proc/PID/status; None if one of the fields is missing or malformed.
    pub fn parse(file: &[u8]) -> Option<Status> {
        let set = |key| SignalSet::from_hexadecimal(field(file, key)?);
        Some(Status {
            user: crate::signal::decimal(field(file, b"Uid:")?)?,
            pending_thread: set(b"SigPnd:")?,
            pending_process: set(b"ShdPnd:")?,
            blocked: set(b"SigBlk:")?,
            ignored: set(b"SigIgn:")?,
            caught: set(b"SigCgt:")?,
        })
    }

    /// Reads the status of a process.
    ///
    /// # Errors
    ///
    /// Those of [`read`]; EPROTO for a /proc of another form.
    pub fn of(pid: Pid) -> Result<Status, Errno> {
        Status::parse(&read(pid, "status")?).ok_or(Errno::EPROTO)
    }
}

/// The fields of /proc/PID/stat from the third on, the state. The second, the name, may hold blanks
/// and parentheses, so they are counted from the last `)`.
fn stat_fields(file: &[u8]) -> Option<impl Iterator<Item = &[u8]>> {
    let end_of_name = file.iter().rposition(|byte| *byte == b')')?;
    Some(
        file.get(end_of_name + 1..)?.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()),
    )
}

/// The duration of so many clock ticks of proc(5), by sysconf(3).
fn clock_ticks(ticks: u64) -> Result<Duration, Errno> {
    let per_second = sysconf(SysconfVar::CLK_TCK)?.and_then(|number| u64::try_from(number).ok());
    let per_second = per_second.filter(|number| *number > 0).ok_or(Errno::EPROTO)?;
    Ok(Duration::new(ticks / per_second, (ticks % per_second * 1_000_000_000 / per_second) as u32))
}

/// What /proc/PID/stat tells of a process's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// One letter: R, S, D, T, t, Z, X, ...
    pub state: u8,
    /// The number of threads that have not ended.
    pub threads: u64,
}

impl Life {
    /// Parses /proc/PID/stat.
    pub fn parse(file: &[u8]) -> Option<Life> {
        let mut fields = stat_fields(file)?;
        // proc(5): state is field 3, num_threads 20.
        let state = *fields.next()?.first()?;
        let threads = std::str::from_utf8(fields.nth(16)?).ok()?.parse().ok()?;
        Some(Life { state, threads })
    }

    /// Reads the life of a process.
    ///
    /// # Errors
    ///
    /// Those of [`read`]; EPROTO for a /proc of another form.
    pub fn of(pid: Pid) -> Result<Life, Errno> {
        Life::parse(&read(pid, "stat")?).ok_or(Errno::EPROTO)
    }

    /// Whether the process has ended and only waits to be reaped. A main thread that ended before
    /// the others is a zombie too, while the process lives.
    pub fn has_ended(&self) -> bool {
        matches!(self.state, b'Z' | b'X' | b'x') && self.threads <= 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::Signal;

    #[test]
    fn a_name_with_parentheses_and_blanks_does_not_shift_the_stat_fields() {
        let file = b"42 (a) Z 1 (b)) S 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 7 0 8675309 1 1 \
            18446744073709551615";
        assert_eq!(Life::parse(file), Some(Life { state: b'S', threads: 7 }));
    }

    #[test]
    fn a_truncated_stat_is_refused() {
        assert_eq!(Life::parse(b"42 (a) S 1 42 42"), None);
        assert_eq!(Life::parse(b""), None);
    }

    #[test]
    fn a_zombie_main_thread_with_other_threads_is_alive() {
        assert!(!Life { state: b'Z', threads: 2 }.has_ended());
        assert!(Life { state: b'Z', threads: 1 }.has_ended());
        assert!(!Life { state: b'S', threads: 1 }.has_ended());
    }

    #[test]
    fn status_gives_the_user_and_the_sets() {
        let file =
            b"Name:\tSigCgt:\nUid:\t1000\t0\t0\t0\nSigQ:\t1/2\nSigPnd:\t0000000000000001\nShdPnd:\t0000000000004000\n\
            SigBlk:\t0000000000000000\nSigIgn:\t0000000000001000\nSigCgt:\t0000000180000002\n";
        let status = Status::parse(file).unwrap();
        assert_eq!(status.user, 1000);
        let set = |digits: &[u8]| SignalSet::from_hexadecimal(digits).unwrap();
        assert_eq!(status.pending_thread, set(b"1"));
        assert_eq!(status.pending_process, set(b"4000"));
        assert_eq!(status.caught, set(b"180000002"));
        assert!(
            status.caught.contains(Signal::new(2).unwrap())
                && !status.caught.contains(Signal::new(1).unwrap())
        );
    }

    #[test]
    fn a_status_without_signal_sets_is_refused() {
        assert_eq!(Status::parse(b"Name:\tx\nUid:\t1000\t0\t0\t0\n"), None);
    }
}
