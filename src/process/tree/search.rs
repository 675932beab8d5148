//! The search for all descendants.
//!
//! A list of processes is out of date when it is complete: what forks in the meantime is missed. So
//! each process is stopped the moment it is found, and the search repeated until a look at all of
//! /proc, begun when everything that was known stood still, finds nothing new.
//!
//! Descendants are found by their parent's process ID. That includes what has left the session or
//! the process group; it does not include what was orphaned before: the kernel has given that
//! another parent (`man 2 wait`, NOTES). A process that has ended and waits to be reaped is no
//! descendant any more.
//!
//! Identity. A process is held before its parent is looked at, and both are known not to have been
//! reaped after the look. So both numbers were theirs during the look, and a newcomer with a number
//! of the tree is left alone.

use nix::errno::Errno;

use crate::process::stat::Stat;
use crate::process::tree::hunt::{Hunt, Unheld};
use crate::process::tree::member::Standing;
use crate::process::tree::world::{Held, World};
use crate::sys::Pid;

/// How many looks may find nothing but children of processes that cannot be stopped, until no more
/// of those are taken up: such processes can fork all the time.
pub(super) const LOOKS_AT_LOOSE: u32 = 8;

/// How often processes that another process continues in the meantime are stopped again.
pub(super) const STOPS_AGAIN: u32 = 8;

/// How many processes a look has found.
#[derive(Default)]
struct Found {
    /// By parents that are stopped.
    firm: usize,
    /// By parents that are not.
    loose: usize,
}

impl<W: World> Hunt<'_, W> {
    /// Looks for descendants until there are no more.
    ///
    /// # Errors
    ///
    /// The error of reading /proc; EINTR as [`Hunt::go_on`].
    pub(super) fn run(&mut self) -> Result<(), Errno> {
        let (mut looks_at_loose, mut stops_again) = (0, 0);
        loop {
            self.settle()?;
            let found = self.look(looks_at_loose < LOOKS_AT_LOOSE)?;
            if found.firm > 0 {
                continue;
            }
            if found.loose > 0 {
                looks_at_loose += 1;
                continue;
            }
            // A process may have been continued, and have forked, during the search.
            if !self.stop_again() || stops_again == STOPS_AGAIN {
                return Ok(());
            }
            stops_again += 1;
        }
    }

    /// Looks through all processes once and takes up those whose parent is a member.
    fn look(&mut self, at_loose: bool) -> Result<Found, Errno> {
        let mut found = Found::default();
        for pid in self.world.all()? {
            match self.by_pid.get(&pid) {
                Some(place) if !self.members[*place].handle.is_gone() => continue,
                // Another process may have got its number.
                Some(_) => drop(self.by_pid.remove(&pid)),
                None => {}
            }
            let is_guardian = self.precautions.guardian() == Some(pid);
            if is_guardian
                || self.excepted.contains(&pid)
                || self.unheld.contains_key(&pid)
                || self.parent_of(pid, at_loose)?.is_none()
            {
                continue;
            }
            let handle = match self.world.hold(pid) {
                Ok(handle) => handle,
                Err(Errno::ESRCH) => continue,
                Err(error) => {
                    if let Some((_, parent)) = self.parent_of(pid, at_loose)? {
                        self.unheld.insert(pid, Unheld { root: self.members[parent].root, error });
                    }
                    continue;
                }
            };
            let Some((stat, parent)) = self.parent_of(pid, at_loose)? else { continue };
            let member = &self.members[parent];
            if handle.is_gone() || member.handle.is_gone() {
                continue;
            }
            match member.standing {
                Standing::Loose => found.loose += 1,
                Standing::Stopping | Standing::Still => found.firm += 1,
            }
            self.adopt(handle.into(), stat.parent, Some(stat), member.root, None);
        }
        Ok(found)
    }

    /// The process with this number, and where its parent is among the members.
    fn parent_of(&self, pid: Pid, at_loose: bool) -> Result<Option<(Stat, usize)>, Errno> {
        let Some(stat) = self.world.look(pid)?.filter(|stat| !stat.has_ended()) else {
            return Ok(None);
        };
        let parent = stat.parent.and_then(|parent| self.by_pid.get(&parent)).copied();
        let parent =
            parent.filter(|parent| at_loose || self.members[*parent].standing != Standing::Loose);
        Ok(parent.map(|parent| (stat, parent)))
    }
}
