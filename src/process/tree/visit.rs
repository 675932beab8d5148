//! The processes of one tree, signalled one after the other while all run on.
//!
//! For a signal that is not meant to end them a stop would do harm: it interrupts system calls, and
//! the CONT after it takes back a stop of the terminal's (POSIX.1-2024 XSH 2.4.1). And where there
//! are more processes than descriptors, a tree cannot be held as a whole: here one process is held
//! at a time.
//!
//! Identity. No process is held while the tree is looked for, so each is known by its number and
//! its start. A parent is looked at again after its child: if it is the same as before, it was the
//! same when the child named it. When a process is signalled, it is held, and looked at again.

use std::collections::{HashMap, HashSet};

use nix::errno::Errno;

use crate::process::stat::{Stat, Ticks};
use crate::process::tree::world::{Held, World};
use crate::sys::Pid;

/// How often processes are looked for while there are new ones. Each look finds a generation at
/// least; numbers that rise from parent to child are found by one.
pub(super) const LOOKS: u32 = 64;

struct Seen {
    pid: Pid,
    started: Ticks,
    depth: usize,
}

/// The known facts about the tree of this process, or of a child of it that is not reaped yet.
pub(super) struct Visit<'a, W: World> {
    world: &'a W,
    /// The root is the first.
    seen: Vec<Seen>,
    by_pid: HashMap<Pid, usize>,
    /// Neither these nor what descends from them belong to it.
    excepted: &'a [Pid],
    /// The processes that have had their turn.
    visited: HashSet<Pid>,
}

impl<'a, W: World> Visit<'a, W> {
    /// Looks for the descendants until there are no more.
    ///
    /// # Errors
    ///
    /// The error of reading /proc. ESRCH: there is no such root.
    pub(super) fn find(
        world: &'a W,
        root: Pid,
        excepted: &'a [Pid],
    ) -> Result<Visit<'a, W>, Errno> {
        // Without a usable /proc the search would look complete.
        drop(world.all()?);
        let Some(stat) = world.look(root)? else { return Err(Errno::ESRCH) };
        let mut visit = Visit {
            world,
            seen: Vec::new(),
            by_pid: HashMap::new(),
            excepted,
            visited: HashSet::new(),
        };
        visit.note(stat, 0);
        visit.look()?;
        Ok(visit)
    }

    /// Looks for more.
    ///
    /// # Errors
    ///
    /// The error of reading /proc.
    pub(super) fn look(&mut self) -> Result<(), Errno> {
        for _ in 0..LOOKS {
            let before = self.seen.len();
            for pid in self.world.all()? {
                if !self.excepted.contains(&pid) {
                    self.look_at(pid)?;
                }
            }
            if self.seen.len() == before {
                break;
            }
        }
        Ok(())
    }

    fn look_at(&mut self, pid: Pid) -> Result<(), Errno> {
        let Some(stat) = self.world.look(pid)?.filter(|stat| !stat.has_ended()) else {
            return Ok(());
        };
        if self.by_pid.get(&pid).is_some_and(|place| self.seen[*place].started == stat.started) {
            return Ok(());
        }
        let Some(parent) = stat.parent.and_then(|parent| self.by_pid.get(&parent)) else {
            return Ok(());
        };
        let Seen { pid: parent, started, depth } = self.seen[*parent];
        if self.world.look(parent)?.is_some_and(|stat| stat.started == started) {
            // Another process may have had its number before.
            self.visited.remove(&pid);
            self.note(stat, depth + 1);
        }
        Ok(())
    }

    fn note(&mut self, stat: Stat, depth: usize) {
        self.by_pid.insert(stat.pid, self.seen.len());
        self.seen.push(Seen { pid: stat.pid, started: stat.started, depth });
    }

    /// The descendants.
    pub(super) fn descendants(&self) -> impl Iterator<Item = Pid> {
        self.seen.iter().skip(1).map(|seen| seen.pid)
    }

    /// True if one of the tree has a stop of the terminal's still to take, which CONT would undo.
    pub(super) fn is_to_stop(&self) -> bool {
        self.seen.iter().any(|seen| self.world.is_to_stop(seen.pid))
    }

    /// These are not visited any more.
    pub(super) fn leave_out(&mut self, pids: impl IntoIterator<Item = Pid>) {
        self.visited.extend(pids);
    }

    /// Has `act` signal each descendant that it has not signalled yet; how many were. Parents come
    /// first: one that sees its child end may start another in its place. What has ended is passed
    /// over, and so is what `act` refuses by an error.
    ///
    /// # Errors
    ///
    /// Of inspecting or holding one of them. The others were visited anyway.
    pub(super) fn visit(
        &mut self,
        mut act: impl FnMut(&W::Hold) -> Result<(), Errno>,
    ) -> Result<usize, Errno> {
        let mut places: Vec<usize> = (1..self.seen.len()).collect();
        places.sort_by_key(|place| (self.seen[*place].depth, *place));
        let mut signalled = 0;
        let mut failure = None;
        for place in places {
            let Seen { pid, started, .. } = self.seen[place];
            let is_known = self.by_pid.get(&pid) == Some(&place);
            if !is_known || !self.visited.insert(pid) {
                continue;
            }
            match self.hold(pid, started) {
                Ok(Some(hold)) => signalled += usize::from(act(&hold).is_ok()),
                Ok(None) => {}
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        failure.map_or(Ok(signalled), Err)
    }

    /// Takes hold of a process; None once it has ended.
    fn hold(&self, pid: Pid, started: Ticks) -> Result<Option<W::Hold>, Errno> {
        let hold = match self.world.hold(pid) {
            Ok(hold) => hold,
            Err(Errno::ESRCH) => return Ok(None),
            Err(error) => return Err(error),
        };
        let is_same = |stat: &Stat| stat.started == started && !stat.has_ended();
        let stat = self.world.look(pid)?.filter(is_same);
        Ok(stat.filter(|_| !hold.is_gone()).map(|_| hold))
    }
}
