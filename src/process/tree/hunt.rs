//! The processes of trees that were found so far, and what was done to them.
//!
//! Some processes are never stopped: this process and its ancestors (one that waits for this
//! process does not fork; and were it stopped, the shell that runs the job would take it for
//! suspended), process 1 (the kernel discards what it does not catch), kernel threads, and what may
//! not be signalled.
//!
//! Whatever happens, no process stays stopped: when a hunt is dropped, it continues what it has
//! stopped, and only then do the signals arrive that were held back in the meantime. If this
//! process ends without dropping it, by KILL for one, its guardian does that (`precautions`).

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::time::Duration;

use nix::errno::Errno;

use crate::process::stat::Stat;
use crate::process::tree::member::{DESCRIPTORS, Member, Standing};
use crate::process::tree::precautions::Precautions;
use crate::process::tree::world::{Held, World};
use crate::signal::{Signal, SignalOrNull};
use crate::sys::Pid;

/// A process that could not be held.
pub(super) struct Unheld {
    pub(super) root: usize,
    pub(super) error: Errno,
}

/// The search for the processes of trees, and those that it has found.
pub(super) struct Hunt<'a, W: World> {
    pub(super) world: &'a W,
    pub(super) members: Vec<Member<W::Hold>>,
    /// Where the member with this number is that was not reaped yet.
    pub(super) by_pid: HashMap<Pid, usize>,
    pub(super) unheld: HashMap<Pid, Unheld>,
    /// The signal that the processes are stopped for; None if they are not.
    pub(super) signal: SignalOrNull,
    /// This process and its ancestors.
    own_line: HashSet<Pid>,
    /// Never taken up: not stopped, and not signalled.
    pub(super) excepted: HashSet<Pid>,
    /// The rest of the time for looks at descriptors.
    pub(super) patience: Cell<Duration>,
    pub(super) precautions: Precautions<W>,
}

impl<'a, W: World> Hunt<'a, W> {
    /// Begins with the roots, and whether each is included itself. What is excepted is not.
    ///
    /// # Errors
    ///
    /// The error of reading /proc; ENOMEM.
    pub(super) fn start(
        world: &'a W,
        roots: impl Iterator<Item = (Rc<W::Hold>, bool)>,
        excepted: HashSet<Pid>,
        signal: SignalOrNull,
    ) -> Result<Hunt<'a, W>, Errno> {
        // Without a usable /proc the search would look complete.
        drop(world.all()?);
        let precautions = match signal {
            Some(_) => Precautions::take(world)?,
            None => Precautions::none(),
        };
        let mut hunt = Hunt {
            world,
            members: Vec::new(),
            by_pid: HashMap::new(),
            unheld: HashMap::new(),
            signal,
            own_line: own_line(world)?,
            excepted,
            patience: Cell::new(DESCRIPTORS),
            precautions,
        };
        for (number, (handle, included)) in roots.enumerate() {
            let stat = world.look(handle.pid())?;
            hunt.adopt(handle, None, stat, number, Some(included));
        }
        Ok(hunt)
    }

    /// Makes a process a member and begins to stop it, if there is memory for that. `included` is
    /// for roots.
    pub(super) fn adopt(
        &mut self,
        handle: Rc<W::Hold>,
        parent: Option<Pid>,
        stat: Option<Stat>,
        root: usize,
        included: Option<bool>,
    ) {
        let pid = handle.pid();
        // These may be many times as much as the reserve.
        if self.members.try_reserve(1).is_err() || self.by_pid.try_reserve(1).is_err() {
            return self.precautions.give_up(Errno::ENOMEM);
        }
        let mut member = Member {
            handle,
            parent,
            root,
            is_root: included.is_some(),
            included: included.unwrap_or(true) && pid != self.world.own(),
            standing: Standing::Loose,
            uninterruptible_since: None,
            stopped_here: false,
            block_on_purpose: HashSet::new(),
            reads_by_descriptor: None,
            left_stopped: None,
        };
        if self.may_be_stopped(pid, stat) {
            if let Some(signal) = self.signal.filter(|signal| can_be_blocked(*signal)) {
                // Asked before it is stopped, because that ends sigwait(3).
                member.blocking(self.world, signal, &self.patience);
            }
            // One that was stopped before is not continued afterwards; a tracer's stop is another
            // matter.
            match is_stopped(stat) {
                true => member.standing = Standing::Stopping,
                false => member.stop(&self.precautions),
            }
        }
        self.by_pid.insert(pid, self.members.len());
        self.members.push(member);
    }

    fn may_be_stopped(&self, pid: Pid, stat: Option<Stat>) -> bool {
        pid.get() != 1
            && !self.own_line.contains(&pid)
            && !stat.is_some_and(|stat| stat.kernel_thread)
            && self.signal.is_some()
    }

    /// # Errors
    ///
    /// As [`Precautions::go_on`].
    pub(super) fn go_on(&self) -> Result<(), Errno> {
        self.precautions.go_on(self.world)
    }

    /// The places of the members, children first.
    ///
    /// # Errors
    ///
    /// ENOMEM.
    pub(super) fn children_first(&self) -> Result<Vec<usize>, Errno> {
        let depth = |mut place: usize| {
            let mut depth = 0;
            while let Some(parent) =
                self.members[place].parent.and_then(|parent| self.by_pid.get(&parent))
            {
                depth += 1;
                place = *parent;
                if depth > self.members.len() {
                    break;
                }
            }
            depth
        };
        let mut places = with_room(self.members.len())?;
        places.extend((0..self.members.len()).map(|place| (depth(place), place)));
        // Which takes no memory.
        places.sort_unstable_by_key(|place| Reverse(*place));
        let mut sorted = with_room(places.len())?;
        sorted.extend(places.into_iter().map(|(_, place)| place));
        Ok(sorted)
    }
}

impl<W: World> Drop for Hunt<'_, W> {
    fn drop(&mut self) {
        match self.children_first() {
            Ok(places) => {
                places.iter().for_each(|place| self.members[*place].resume(&self.precautions));
            }
            // Children are found later than their parents.
            Err(_) => {
                self.members.iter_mut().rev().for_each(|member| member.resume(&self.precautions));
            }
        }
    }
}

/// A list that needs no memory until it has so many entries.
///
/// # Errors
///
/// ENOMEM.
pub(super) fn with_room<T>(entries: usize) -> Result<Vec<T>, Errno> {
    let mut list = Vec::new();
    list.try_reserve_exact(entries).map_err(|_| Errno::ENOMEM)?;
    Ok(list)
}

/// True if a process that blocks the signal keeps it pending. CONT continues it anyway
/// (sigaction(2), signal(7)).
pub(super) fn can_be_blocked(signal: Signal) -> bool {
    !matches!(signal, Signal::KILL | Signal::STOP | Signal::CONT)
}

/// True if a process was stopped by a signal: its threads stop and continue together.
pub(super) fn is_stopped(stat: Option<Stat>) -> bool {
    stat.is_some_and(|stat| stat.state == b'T')
}

/// This process and its ancestors.
fn own_line<W: World>(world: &W) -> Result<HashSet<Pid>, Errno> {
    let mut line = HashSet::new();
    let mut next = Some(world.own());
    while let Some(pid) = next.filter(|pid| line.insert(*pid)) {
        next = world.look(pid)?.and_then(|stat| stat.parent);
    }
    Ok(line)
}
