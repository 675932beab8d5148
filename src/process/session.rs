//! Process groups, sessions and controlling terminals, as /proc/PID/stat shows them.

use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

use nix::errno::Errno;

use crate::process::device::Device;
use crate::process::proc::{all, errno_of, unseen, wants_descriptors};
use crate::process::stat::Stat;
use crate::sys::Pid;

/// What a process belongs to.
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
/// Those of reading /proc. Processes that end meanwhile are not there.
pub(crate) fn members(session: Pid) -> Result<Vec<Pid>, Errno> {
    let members = Stat::of_all()?.into_iter().filter(|process| process.session == Some(session));
    Ok(members.map(|member| member.pid).filter(|pid| *pid != Pid::own()).collect())
}

/// Why no process is known that a terminal controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uncontrolled {
    /// It cannot be looked at.
    System(Errno),
    /// There is no /proc to look for processes in.
    NoProc,
    NotATerminal,
    /// It is no process's controlling terminal, as far as can be seen.
    NoSession,
    /// Several sessions have it open, each from a terminal with its number.
    SeveralSessions,
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
    let metadata =
        std::fs::metadata(terminal).map_err(|error| Uncontrolled::System(errno_of(&error)))?;
    if !metadata.file_type().is_char_device() {
        return Err(Uncontrolled::NotATerminal);
    }
    let device = Device(metadata.rdev());
    if device == Device::OWN_TERMINAL {
        return Ok(Pid::own());
    }
    let mut found: Option<(Pid, Option<Pid>)> = None;
    for pid in all().map_err(|_| Uncontrolled::NoProc)? {
        let membership = match Membership::of(pid).map(Some).or_else(unseen) {
            Ok(Some(membership)) => membership,
            Ok(None) => continue,
            Err(error) if wants_descriptors(error) => return Err(Uncontrolled::System(error)),
            // Of one that cannot be looked at no terminal is known.
            Err(_) => continue,
        };
        if membership.terminal != Some(device) || device.is_many() && !has_open(pid, &metadata) {
            continue;
        }
        match found {
            Some((_, session)) if session != membership.session => {
                return Err(Uncontrolled::SeveralSessions);
            }
            _ => found = Some((pid, membership.session)),
        }
    }
    found.map(|(pid, _)| pid).ok_or(Uncontrolled::NoSession)
}

/// Whether one of a process's descriptors is this very file.
fn has_open(pid: Pid, file: &std::fs::Metadata) -> bool {
    let is_it = |path: &Path| {
        std::fs::metadata(path).is_ok_and(|other| {
            (other.dev(), other.ino(), other.rdev()) == (file.dev(), file.ino(), file.rdev())
        })
    };
    let descriptors = std::fs::read_dir(format!("/proc/{pid}/fd"));
    descriptors
        .is_ok_and(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| is_it(&entry.path()))))
}
