//! The processes that descend from trap, but for COMMAND and the actions themselves: which of them
//! are left, and sending to them.
//!
//! This owns the children that this process had before it became trap. Neither they nor what they
//! start is waited for or signalled.

use std::collections::HashSet;

use crate::cli::report;
use crate::commands::trap::name::name;
use crate::commands::trap::supervise::parcel::Parcel;
use crate::process::children::own_children;
use crate::process::handle::Handle;
use crate::process::stat::Stat;
use crate::process::tree::{Tree, Unguarded};
use crate::sys::start;
use crate::sys::{Errno, Pid};

pub(super) struct Descendants {
    own: Pid,
    /// Children from before, as long as they are not reaped; looked for with `-w`.
    strangers: HashSet<Pid>,
}

impl Descendants {
    pub(super) fn new() -> Descendants {
        Descendants { own: Pid::own(), strangers: HashSet::new() }
    }

    /// The children that there are now are from before.
    pub(super) fn find_strangers(&mut self) {
        self.strangers = own_children().unwrap_or_default().into_iter().collect();
    }

    /// Whether it is one from before.
    pub(super) fn note_reaped(&mut self, pid: Pid) -> bool {
        self.strangers.remove(&pid)
    }

    pub(super) fn own(&self) -> Pid {
        self.own
    }

    /// Whether there is a child that was not there before trap.
    pub(super) fn are_left(&self) -> bool {
        match self.strangers.is_empty() {
            true => start::has_children(),
            // Where /proc does not tell of children there are no strangers.
            false => own_children()
                .is_ok_and(|pids| pids.iter().any(|pid| !self.strangers.contains(pid))),
        }
    }

    /// Sends to a process and its descendants, but not to the action that runs. Whether there was a
    /// process to send to.
    ///
    /// # Errors
    ///
    /// That process is not signalled, or is left stopped.
    pub(super) fn send_to_tree_of(
        &self,
        command: Pid,
        parcel: &Parcel,
        action: Option<Pid>,
    ) -> Result<bool, Errno> {
        self.send(command, true, parcel, action)
    }

    /// Sends to all descendants of trap, but not to the action that runs. Whether there was one to
    /// send to.
    ///
    /// # Errors
    ///
    /// A process is left stopped.
    pub(super) fn send_to_all(&self, parcel: &Parcel, action: Option<Pid>) -> Result<bool, Errno> {
        self.send(self.own, false, parcel, action)
    }

    fn send(
        &self,
        root: Pid,
        included: bool,
        parcel: &Parcel,
        action: Option<Pid>,
    ) -> Result<bool, Errno> {
        let mut tree = Tree::default();
        tree.add(Handle::open(root)?, included);
        let own_group = start::own_group();
        let is_meant = |handle: &Handle| {
            let pid = handle.pid();
            let in_group = || Stat::of(pid).is_ok_and(|stat| stat.group == own_group);
            match self.is_of_others(pid, action) || parcel.passed.outside_group && in_group() {
                true => Err(Errno::ECANCELED),
                false => Ok(()),
            }
        };
        let value = parcel.queued.map(|taken| taken.value());
        let outcome = tree.send::<Errno>(Some(parcel.signal()), value, is_meant)?;
        if let Some(unguarded) = outcome.unguarded {
            report::offer(name(), Unguarded::SUBJECT, unguarded);
        }
        match outcome.sent.iter().find_map(|sent| sent.left_stopped) {
            Some(error) => Err(error),
            None => Ok(outcome.sent.iter().any(|sent| sent.result.is_ok())),
        }
    }

    /// Whether a process is the action that runs or a child from before, or descends from one.
    fn is_of_others(&self, pid: Pid, action: Option<Pid>) -> bool {
        if action.is_none() && self.strangers.is_empty() {
            return false;
        }
        let mut line = Some(pid);
        // No line of descent is longer than there are processes.
        for _ in 0..1 << 22 {
            match line {
                Some(pid) if action == Some(pid) || self.strangers.contains(&pid) => return true,
                Some(pid) if pid != self.own => {
                    line = Stat::of(pid).ok().and_then(|stat| stat.parent)
                }
                _ => return false,
            }
        }
        false
    }
}
