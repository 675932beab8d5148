//! Process groups, sessions and controlling terminals, as /proc/PID/stat shows them.

use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;
use std::time::Duration;

use nix::errno::Errno;

use crate::process::device::Device;
use crate::process::proc::{all, errno_of, unseen, wants_descriptors};
use crate::process::stat::Stat;
use crate::sys::{Pid, apart};

/// The group, the session and the terminal of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Membership {
    /// Its process group. None: the group is another PID namespace's, as with kernel threads.
    pub(crate) group: Option<Pid>,
    /// Its session; None as above.
    pub(crate) session: Option<Pid>,
    /// Its controlling terminal, if it has one.
    pub(crate) terminal: Option<Device>,
    /// The foreground process group of that terminal, if there is one in this PID namespace.
    pub(crate) foreground: Option<Pid>,
}

impl Membership {
    /// Reads what a process belongs to.
    ///
    /// # Errors
    ///
    /// ESRCH: no such process. ENOENT: no /proc shows it. EPROTO: a /proc of another form.
    pub(crate) fn of(pid: Pid) -> Result<Membership, Errno> {
        Stat::of(pid).map(Membership::from)
    }
}

impl From<Stat> for Membership {
    fn from(stat: Stat) -> Membership {
        let Stat { group, session, terminal, foreground, .. } = stat;
        Membership { group, session, terminal, foreground }
    }
}

/// The processes of a session but this one.
///
/// # Errors
///
/// The errors of reading /proc. Processes that end in the meantime are not there.
pub(crate) fn members(session: Pid) -> Result<Vec<Pid>, Errno> {
    let members = Stat::of_all()?.into_iter().filter(|process| process.session == Some(session));
    Ok(members.map(|member| member.pid).filter(|pid| *pid != Pid::own()).collect())
}

/// Why no process is known that a terminal controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uncontrolled {
    /// It cannot be looked at.
    System(Errno),
    /// The file system has not answered in time.
    NoAnswer,
    /// There is no /proc to look for processes in.
    NoProc,
    NotATerminal,
    /// It is no process's controlling terminal, as far as can be seen.
    NoSession,
    /// Several sessions have it open, each from a terminal with its number.
    SeveralSessions,
}

impl Uncontrolled {
    fn unseen(error: Errno) -> Uncontrolled {
        match error {
            Errno::ETIMEDOUT => Uncontrolled::NoAnswer,
            error => Uncontrolled::System(error),
        }
    }
}

/// A process whose controlling terminal has this path; for /dev/tty, this process.
///
/// The terminal itself cannot be asked: tcgetpgrp(3) answers for the own controlling terminal
/// alone.
///
/// # Errors
///
/// See [`Uncontrolled`].
pub(crate) fn controlled_by(terminal: &Path) -> Result<Pid, Uncontrolled> {
    // Both looks at files are done apart: a path may lead to any file system, and a process of
    // another user may have files of a dead one open.
    let file = apart::within(AT_MOST, || File::at(terminal)).and_then(|file| file);
    let file = file.map_err(Uncontrolled::unseen)?;
    if !file.is_character_device {
        return Err(Uncontrolled::NotATerminal);
    }
    let device = Device(file.device);
    if device == Device::OWN_TERMINAL {
        return Ok(Pid::own());
    }
    let candidates = controlled(device)?;
    if !device.is_many() {
        return of_one_session(candidates.into_iter());
    }
    let of_those_that_have_it =
        || of_one_session(candidates.into_iter().filter(|(pid, _)| has_open(*pid, &file)));
    apart::within(AT_MOST, of_those_that_have_it).map_err(Uncontrolled::unseen)?
}

/// How long files may be looked at.
const AT_MOST: Duration = Duration::from_secs(2);

/// A process, and its session.
type OfSession = (Pid, Option<Pid>);

/// The first of these processes, if all are of its session.
fn of_one_session(mut processes: impl Iterator<Item = OfSession>) -> Result<Pid, Uncontrolled> {
    let (pid, session) = processes.next().ok_or(Uncontrolled::NoSession)?;
    match processes.all(|(_, other)| other == session) {
        true => Ok(pid),
        false => Err(Uncontrolled::SeveralSessions),
    }
}

/// The processes with a controlling terminal of these numbers.
fn controlled(device: Device) -> Result<Vec<OfSession>, Uncontrolled> {
    let mut found = Vec::new();
    for pid in all().map_err(|_| Uncontrolled::NoProc)? {
        let membership = match Membership::of(pid).map(Some).or_else(unseen) {
            Ok(Some(membership)) => membership,
            Ok(None) => continue,
            Err(error) if wants_descriptors(error) => return Err(Uncontrolled::System(error)),
            // Of one that cannot be looked at no terminal is known.
            Err(_) => continue,
        };
        if membership.terminal == Some(device) {
            found.push((pid, membership.session));
        }
    }
    Ok(found)
}

/// The identity of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
struct File {
    is_character_device: bool,
    file_system: u64,
    inode: u64,
    /// The numbers of the device that it stands for.
    device: u64,
}

impl File {
    fn at(path: &Path) -> Result<File, Errno> {
        let metadata = std::fs::metadata(path).map_err(|error| errno_of(&error))?;
        Ok(File {
            is_character_device: metadata.file_type().is_char_device(),
            file_system: metadata.dev(),
            inode: metadata.ino(),
            device: metadata.rdev(),
        })
    }
}

/// True if one of a process's descriptors is this very file.
fn has_open(pid: Pid, file: &File) -> bool {
    let is_it = |path: &Path| File::at(path).is_ok_and(|other| other == *file);
    let descriptors = std::fs::read_dir(format!("/proc/{pid}/fd"));
    descriptors
        .is_ok_and(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| is_it(&entry.path()))))
}
