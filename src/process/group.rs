//! A process group that is signalled as itself: never another that got its number.
//!
//! Its number is not used again while a process, reaped or not, is in it. Since Linux 6.9
//! pidfd_send_signal(2) takes the pidfd of its leader for the group, even when the leader was
//! reaped: that is exact. Otherwise (an older kernel, no pidfds, a leader that was gone before) its
//! number is believed only as long as one of the processes that are held is known to be in it,
//! before and after a search, and right before kill(2), which leaves the instant between the two.
//! Once none of them is, the group counts as gone, even if it has got other processes since.

use std::rc::Rc;

use nix::errno::Errno;

use crate::process::handle::Handle;
use crate::process::proc::all;
use crate::process::stat::Stat;
use crate::signal::SignalOrNull;
use crate::sys::Pid;
use crate::sys::deliver::{self, Target};

/// A hold on a process group.
#[derive(Debug)]
pub(crate) struct Group {
    number: Pid,
    hold: Hold,
}

#[derive(Debug)]
enum Hold {
    /// By the pidfd of the process that has the group's number.
    Leader(Handle),
    /// By its processes that are held, reaped or not.
    Members(Vec<Rc<Handle>>),
}

impl Group {
    /// Takes hold of the process group that has this number now, with all its processes that have
    /// not ended.
    ///
    /// # Errors
    ///
    /// As [`Group::newcomers`].
    pub(crate) fn open(number: Pid) -> Result<(Group, Vec<Rc<Handle>>), Errno> {
        let leader = match Handle::open(number) {
            Ok(leader) => Some(leader),
            Err(error @ (Errno::EMFILE | Errno::ENFILE)) => return Err(error),
            Err(_) => None,
        };
        // EPERM shows that the group exists (kill(2)).
        let leader = leader
            .filter(|leader| matches!(leader.send_to_group(None), Ok(()) | Err(Errno::EPERM)));
        let mut group =
            Group { number, hold: leader.map_or(Hold::Members(Vec::new()), Hold::Leader) };
        let (found, error) = group.search(&|_| false)?;
        if let Hold::Members(members) = &mut group.hold {
            members.extend(found.iter().cloned());
        }
        match error {
            Some(error) => Err(error),
            None => Ok((group, found)),
        }
    }

    pub(crate) fn number(&self) -> Pid {
        self.number
    }

    /// True if a process is in it, reaped or not.
    pub(crate) fn is_there(&mut self) -> bool {
        match &self.hold {
            Hold::Leader(leader) => leader.send_to_group(None) != Err(Errno::ESRCH),
            Hold::Members(_) => self.witness().is_some(),
        }
    }

    /// True if a process that is held is in it, reaped or not.
    pub(crate) fn has(&self, member: &Handle) -> bool {
        member.look(Stat::of).is_ok_and(|stat| stat.group == Some(self.number))
    }

    /// Sends a signal to all of its processes at once: none of them forks in the meantime.
    ///
    /// # Errors
    ///
    /// The errors of kill(2). ESRCH: no process is in it, or it is not known to be this one any
    /// more.
    pub(crate) fn send(&mut self, signal: SignalOrNull) -> Result<(), Errno> {
        match &self.hold {
            Hold::Leader(leader) => leader.send_to_group(signal),
            Hold::Members(_) => match self.witness() {
                Some(_) => deliver::kill(Target::Group(self.number), signal),
                None => Err(Errno::ESRCH),
            },
        }
    }

    /// Takes hold of its processes that have not ended, but of those that `is_known` already. The
    /// second is why not of all.
    ///
    /// # Errors
    ///
    /// The errors of [`all`] and [`Stat::seen`].
    pub(crate) fn newcomers(
        &mut self,
        is_known: impl Fn(Pid) -> bool,
    ) -> Result<(Vec<Rc<Handle>>, Option<Errno>), Errno> {
        loop {
            let witness = match &self.hold {
                Hold::Leader(_) => None,
                Hold::Members(_) => match self.witness() {
                    Some(witness) => Some(witness),
                    None => return Ok((Vec::new(), None)),
                },
            };
            let mut found = self.search(&is_known)?;
            if found.0.is_empty() && found.1.is_none() {
                // One that forks and ends at once may have slipped through.
                found = self.search(&is_known)?;
            }
            // The group may have ended, and its number may have been reused.
            let was_there = match &witness {
                Some(witness) => self.has(witness),
                None => self.is_there(),
            };
            match &mut self.hold {
                Hold::Leader(_) if !was_there => return Ok((Vec::new(), None)),
                // Another process that is held may have been in it all the time.
                Hold::Members(_) if !was_there => {}
                Hold::Leader(_) => return Ok(found),
                Hold::Members(members) => {
                    members.extend(found.0.iter().cloned());
                    return Ok(found);
                }
            }
        }
    }

    /// A held process that is in it now. Those that are not are forgotten.
    fn witness(&mut self) -> Option<Rc<Handle>> {
        loop {
            let Hold::Members(members) = &mut self.hold else { return None };
            let last = Rc::clone(members.last()?);
            if self.has(&last) {
                return Some(last);
            }
            if let Hold::Members(members) = &mut self.hold {
                members.pop();
            }
        }
    }

    /// Holds the processes that are in a group of this number.
    fn search(
        &self,
        is_known: &dyn Fn(Pid) -> bool,
    ) -> Result<(Vec<Rc<Handle>>, Option<Errno>), Errno> {
        let is_member = |pid| {
            Ok::<_, Errno>(
                Stat::seen(pid)?
                    .is_some_and(|stat| stat.group == Some(self.number) && !stat.has_ended()),
            )
        };
        let (mut found, mut failed) = (Vec::new(), None);
        for pid in all()? {
            if is_known(pid) || !is_member(pid)? {
                continue;
            }
            match Handle::open(pid) {
                // Before it was held, its number could be reused.
                Ok(handle) if is_member(pid)? => found.push(Rc::new(handle)),
                Ok(_) | Err(Errno::ESRCH) => {}
                Err(error) => failed = Some(error),
            }
        }
        Ok((found, failed))
    }
}
