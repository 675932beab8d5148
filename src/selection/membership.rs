//! Sources: a process group, a session, the foreground of a terminal, each by one of its processes.
//!
//! The membership of a process is read while it is held, so that a newcomer's is never taken for
//! it; and group numbers 0 and 1, which kill(2) would read as the own group and every process, come
//! out of nothing here.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::rc::Rc;

use super::hold::{Act, Unavailable, cannot_hold_all, cannot_see, hold};
use crate::process::group::Group;
use crate::process::handle::Handle;
use crate::process::proc::NO_PROC;
use crate::process::session::{self, Membership, Uncontrolled};
use crate::sys::{Errno, Pid};

/// A process group, and what it is known by.
pub(crate) struct KnownGroup {
    number: Pid,
    witness: Witness,
}

enum Witness {
    Member(Rc<Handle>),
    Foreground {
        /// A process with the terminal.
        asked: Handle,
        before: Membership,
        /// The terminal keeps the group's number when the group is gone, and a group of another
        /// session may have got it. So one of its processes is held, too.
        member: Rc<Handle>,
    },
}

/// The diagnostic where a process's membership shows no group or session.
const ELSEWHERE: Unavailable =
    Unavailable::Because("its process group and session are not of this PID namespace");

const NO_FOREGROUND: Unavailable =
    Unavailable::Because("its terminal has no foreground process group");

impl KnownGroup {
    fn new(number: Pid, witness: Witness) -> Result<KnownGroup, Unavailable> {
        // kill(2) has no other way to name a group than its negative number, and -1 is every
        // process.
        if number.get() == 1 {
            return Err(Unavailable::Because(
                "its process group is 1, which cannot be signalled: -1 is every process",
            ));
        }
        Ok(KnownGroup { number, witness })
    }

    pub(crate) fn number(&self) -> Pid {
        self.number
    }

    /// Requires that the number still means this group; to be called right before the signal.
    ///
    /// # Errors
    ///
    /// It does not, or that cannot be seen.
    pub(crate) fn require_unchanged(&self) -> Result<(), Unavailable> {
        let (unchanged, otherwise) = match &self.witness {
            Witness::Member(member) => (
                membership(member)?.group == Some(self.number),
                "changed its process group before the signal was sent",
            ),
            Witness::Foreground { asked, before, member } => (
                membership(asked)? == *before
                    && is_in(membership(member)?, self.number, before.session),
                "the foreground group of its terminal changed before the signal was sent",
            ),
        };
        if unchanged { Ok(()) } else { Err(Unavailable::Because(otherwise)) }
    }
}

/// The process group of a process.
///
/// # Errors
///
/// The group is not available.
pub(crate) fn group_of(pid: Pid) -> Result<KnownGroup, Unavailable> {
    let handle = hold(pid)?;
    group_of_held(number_of_group(&handle)?, handle.into())
}

/// The same of a process that is held, and that is in the group of this number.
///
/// # Errors
///
/// As above.
pub(crate) fn group_of_held(number: Pid, handle: Rc<Handle>) -> Result<KnownGroup, Unavailable> {
    KnownGroup::new(number, Witness::Member(handle))
}

/// The number of the process group of a process that is held.
///
/// # Errors
///
/// It cannot be seen.
pub(crate) fn number_of_group(handle: &Handle) -> Result<Pid, Unavailable> {
    membership(handle)?.group.ok_or(ELSEWHERE)
}

/// True if one signal to the process group of this number would reach other processes than those
/// that are meant: this one, which is in it, or every process, because kill(2) reads -1 so.
#[cfg(feature = "select")]
pub(crate) fn is_signalled_one_by_one(number: Pid) -> bool {
    number.get() == 1 || Pid::new(nix::unistd::getpgrp().as_raw()) == Some(number)
}

/// The processes of a process group, held, without this one.
///
/// # Errors
///
/// They cannot be found or held.
#[cfg(feature = "select")]
pub(crate) fn others_of_group(number: Pid) -> Result<Vec<Rc<Handle>>, Unavailable> {
    let (_, members) = Group::open(number).map_err(cannot_hold_all)?;
    Ok(members.into_iter().filter(|member| member.pid() != Pid::own()).collect())
}

/// The foreground process group of a process's controlling terminal.
///
/// # Errors
///
/// The group is not available.
pub(crate) fn foreground_of(pid: Pid) -> Result<KnownGroup, Unavailable> {
    let asked = hold(pid)?;
    let before = membership(&asked)?;
    if before.terminal.is_none() {
        return Err(Unavailable::Because("has no controlling terminal"));
    }
    let group = before.foreground.ok_or(NO_FOREGROUND)?;
    let is_member = |member: Membership| is_in(member, group, before.session);
    let (_, members) = Group::open(group).map_err(cannot_see)?;
    let member = members
        .into_iter()
        .find(|member| member.look(Membership::of).is_ok_and(is_member))
        .ok_or(NO_FOREGROUND)?;
    KnownGroup::new(group, Witness::Foreground { asked, before, member })
}

/// The foreground process group of a terminal, which is a path or a name below /dev.
///
/// # Errors
///
/// The group is not available.
pub(crate) fn foreground_on(terminal: &[u8]) -> Result<KnownGroup, Unavailable> {
    // `join` keeps an absolute path as it is.
    let path = Path::new("/dev").join(OsStr::from_bytes(terminal));
    let pid = session::controlled_by(&path).map_err(|error| match error {
        Uncontrolled::System(error) => Unavailable::System(error),
        Uncontrolled::NoAnswer => Unavailable::Because("its file system does not answer"),
        Uncontrolled::NoProc => Unavailable::Because(NO_PROC),
        Uncontrolled::NotATerminal => Unavailable::Because("not a terminal"),
        Uncontrolled::NoSession => {
            Unavailable::Because("not the controlling terminal of a visible process")
        }
        Uncontrolled::SeveralSessions => {
            Unavailable::Because("several sessions have a terminal with this number open")
        }
    })?;
    foreground_of(pid)
}

/// Yields the processes of a process's session, but this one. All are held before the first is
/// yielded: the one that is signalled first may be the one that keeps the session's number from
/// being used again.
pub(crate) fn each_of_session(pid: Pid, act: &mut Act<Handle>) {
    let (session, members) = match hold_session(pid) {
        Ok(held) => held,
        Err(reason) => return act(pid.to_string().as_bytes(), Err(reason)),
    };
    let mut alone = true;
    for (member, held) in members {
        let held = match held.and_then(|handle| Ok((membership(&handle)?, handle))) {
            // It ended, or has left the session.
            Err(Unavailable::System(Errno::ESRCH)) => continue,
            Ok((now, _)) if now.session != Some(session) => continue,
            Ok((_, handle)) => Ok(handle),
            Err(reason) => Err(reason),
        };
        alone = false;
        act(member.to_string().as_bytes(), held);
    }
    if alone {
        let none = Unavailable::Because("no other process is in its session");
        act(pid.to_string().as_bytes(), Err(none));
    }
}

/// The session of a process, and its processes: held, or why not.
type HeldSession = (Pid, Vec<(Pid, Result<Handle, Unavailable>)>);

fn hold_session(pid: Pid) -> Result<HeldSession, Unavailable> {
    let handle = hold(pid)?;
    let session = membership(&handle)?.session.ok_or(ELSEWHERE)?;
    let members = session::members(session).map_err(cannot_see)?.into_iter();
    let members: Vec<_> = members.map(|member| (member, hold(member))).collect();
    match membership(&handle)?.session == Some(session) {
        true => Ok((session, members)),
        false => Err(Unavailable::Because("changed its session before the signal was sent")),
    }
}

/// The membership of a held process.
fn membership(handle: &Handle) -> Result<Membership, Unavailable> {
    handle.look(Membership::of).map_err(cannot_see)
}

fn is_in(member: Membership, group: Pid, session: Option<Pid>) -> bool {
    member.group == Some(group) && member.session == session
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn group_1_is_never_given_out() {
        let own = hold(Pid::own()).unwrap();
        let group = KnownGroup::new(Pid::new(1).unwrap(), Witness::Member(own.into()));
        assert!(group.is_err_and(|reason| reason.to_string().ends_with("-1 is every process")));
    }

    #[test]
    fn a_group_is_unchanged_as_long_as_its_member_is_in_it() {
        // Init may be the leader of group 1, which is not given out.
        let Ok(group) = group_of(Pid::own()) else { return };
        assert_eq!(group.require_unchanged(), Ok(()));
        let other = KnownGroup { number: Pid::new(i32::MAX).unwrap(), ..group };
        let changed = Unavailable::Because("changed its process group before the signal was sent");
        assert_eq!(other.require_unchanged(), Err(changed));
    }
}
