//! Targets that options name by what they belong to: a process group, a session, a terminal, a
//! pidfile.
//!
//! What a target belongs to is read while the process is held, so that a newcomer's is never taken
//! for it; and group numbers 0 and 1, which kill(2) would read as the own group and everybody, come
//! out of nothing here.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::options::Key;
use super::pidfile;
use super::send::{Delivery, Failure, cannot_see, hold};
use crate::process::group::Group;
use crate::process::handle::Handle;
use crate::process::proc::NO_PROC;
use crate::process::session::{self, Membership, Uncontrolled};
use crate::process::start_time;
use crate::sys::deliver::Target;
use crate::sys::{Errno, Pid};

/// A target that an option names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selector<'a> {
    /// `--group-of`: the process group of this process.
    GroupOf(Pid),
    /// `--session-of`: the session of this process.
    SessionOf(Pid),
    /// `--foreground-of`: the foreground process group of this process's controlling terminal.
    ForegroundOf(Pid),
    /// `--foreground-of`: the foreground process group of this terminal, a path or a name below
    /// /dev.
    ForegroundOn(&'a [u8]),
    /// `--pidfile`: the process whose ID this file holds.
    Pidfile(&'a [u8]),
}

impl<'a> Selector<'a> {
    /// Reads the value of such an option.
    ///
    /// # Errors
    ///
    /// What is wrong with the value.
    pub fn parse(key: Key, value: &'a [u8]) -> Result<Selector<'a>, &'static str> {
        let process = || Pid::from_digits(value).ok_or("not a process ID");
        match (key, value.first()) {
            (Key::GroupOf, _) => process().map(Selector::GroupOf),
            (Key::SessionOf, _) => process().map(Selector::SessionOf),
            (Key::ForegroundOf, None) => Err("not a process ID or a terminal"),
            (Key::ForegroundOf, Some(b'0'..=b'9' | b'+' | b'-')) => {
                process().map(Selector::ForegroundOf)
            }
            (Key::ForegroundOf, _) => Ok(Selector::ForegroundOn(value)),
            (_, None) => Err("not a file name"),
            (_, _) => Ok(Selector::Pidfile(value)),
        }
    }

    /// The option.
    pub fn option(&self) -> &'static str {
        match self {
            Selector::GroupOf(_) => "--group-of",
            Selector::SessionOf(_) => "--session-of",
            Selector::ForegroundOf(_) | Selector::ForegroundOn(_) => "--foreground-of",
            Selector::Pidfile(_) => "--pidfile",
        }
    }
}

/// What is said where a process's membership shows no group or session.
const ELSEWHERE: &str = "its process group and session are not of this PID namespace";

impl Delivery<'_> {
    /// Signals what a selector names.
    pub(super) fn selector(&mut self, selector: &Selector) {
        match *selector {
            Selector::GroupOf(pid) => {
                let result = self.group_of(pid);
                self.count(pid.to_string().as_bytes(), result);
            }
            Selector::SessionOf(pid) => self.session_of(pid),
            Selector::ForegroundOf(pid) => {
                let result = self.foreground_of(pid);
                self.count(pid.to_string().as_bytes(), result);
            }
            Selector::ForegroundOn(terminal) => {
                let result = self.foreground_on(terminal);
                self.count(terminal, result);
            }
            Selector::Pidfile(path) => self.pidfile(path),
        }
    }

    fn group_of(&mut self, pid: Pid) -> Result<(), Failure> {
        let handle = hold(pid)?;
        let group = membership(&handle)?.group.ok_or(Failure::Refused(ELSEWHERE))?;
        self.group(group, || match membership(&handle)?.group == Some(group) {
            true => Ok(()),
            false => Err(Failure::Refused("has changed its process group meanwhile")),
        })
    }

    fn foreground_of(&mut self, pid: Pid) -> Result<(), Failure> {
        let handle = hold(pid)?;
        let before = membership(&handle)?;
        if before.terminal.is_none() {
            return Err(Failure::Refused("has no controlling terminal"));
        }
        const NOBODY: Failure = Failure::Refused("its terminal has no foreground process group");
        let group = before.foreground.ok_or(NOBODY)?;
        // The terminal keeps the group's number when the group is gone, and a group of another
        // session may have got it.
        let is_member =
            |member: Membership| member.group == Some(group) && member.session == before.session;
        let (_, members) = Group::open(group).map_err(cannot_see)?;
        let mut members = members.into_iter();
        let member = members
            .find(|member| member.look(Membership::of).is_ok_and(is_member))
            .ok_or(NOBODY)?;
        self.group(group, || {
            match membership(&handle)? == before && is_member(membership(&member)?) {
                true => Ok(()),
                false => {
                    Err(Failure::Refused("the foreground of its terminal has changed meanwhile"))
                }
            }
        })
    }

    fn foreground_on(&mut self, terminal: &[u8]) -> Result<(), Failure> {
        // An absolute path replaces what it is joined to.
        let path = Path::new("/dev").join(OsStr::from_bytes(terminal));
        let pid = session::controlled_by(&path).map_err(|error| match error {
            Uncontrolled::System(error) => Failure::System(error),
            Uncontrolled::NoProc => Failure::Refused(NO_PROC),
            Uncontrolled::NotATerminal => Failure::Refused("not a terminal"),
            Uncontrolled::NoSession => {
                Failure::Refused("not the controlling terminal of a process that can be seen")
            }
            Uncontrolled::SeveralSessions => {
                Failure::Refused("several sessions have a terminal of this number open")
            }
        })?;
        self.foreground_of(pid)
    }

    fn group(
        &mut self,
        group: Pid,
        still: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        // kill(2) has no other way to name a group than its negative number, and -1 is everybody.
        if group.get() == 1 {
            return Err(Failure::Refused(
                "its process group is 1, which cannot be signalled: -1 is every process",
            ));
        }
        self.several(Target::Group(group), still)
    }

    /// All are held before the first is signalled: it may be the one that keeps the session's
    /// number from being used again.
    fn session_of(&mut self, pid: Pid) {
        let held = hold(pid).and_then(|handle| {
            let session = membership(&handle)?.session.ok_or(Failure::Refused(ELSEWHERE))?;
            let members = session::members(session).map_err(cannot_see)?.into_iter();
            let members: Vec<_> = members.map(|member| (member, hold(member))).collect();
            match membership(&handle)?.session == Some(session) {
                true => Ok((session, members)),
                false => Err(Failure::Refused("has changed its session meanwhile")),
            }
        });
        let (session, members) = match held {
            Ok(held) => held,
            Err(failure) => return self.count(pid.to_string().as_bytes(), Err(failure)),
        };
        let mut alone = true;
        for (member, handle) in members {
            let held = match handle.and_then(|handle| Ok((membership(&handle)?, handle))) {
                // It ended, or has left the session.
                Err(Failure::System(Errno::ESRCH)) => continue,
                Ok((now, _)) if now.session != Some(session) => continue,
                Ok((_, handle)) => Ok(handle),
                Err(failure) => Err(failure),
            };
            alone = false;
            self.held(member.to_string().as_bytes(), held);
        }
        if alone {
            let nobody = Failure::Refused("no other process is in its session");
            self.count(pid.to_string().as_bytes(), Err(nobody));
        }
    }

    fn pidfile(&mut self, path: &[u8]) {
        let pidfile = match pidfile::read(Path::new(OsStr::from_bytes(path))) {
            Ok(pidfile) => pidfile,
            Err(failure) => return self.count(path, Err(failure)),
        };
        let held = hold(pidfile.pid).and_then(|handle| {
            let started = handle.look(start_time::of).map_err(cannot_see)?;
            Ok((handle, started))
        });
        match held {
            Ok((_, started)) if pidfile.is_older_than(started) => {
                let reason = format!("stale: process {} started after it was written", pidfile.pid);
                self.count(path, Err(Failure::Explained(reason)));
            }
            held => {
                let subject = [path, b" (", pidfile.pid.to_string().as_bytes(), b")"].concat();
                self.held(&subject, held.map(|(handle, _)| handle));
            }
        }
    }
}

/// What a held process belongs to.
fn membership(handle: &Handle) -> Result<Membership, Failure> {
    handle.look(Membership::of).map_err(cannot_see)
}
