//! One process of a tree, and how far it has been stopped.

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;
use std::time::{Duration, Instant};

use nix::errno::Errno;

use crate::process::threads::Thread;
use crate::process::tree::precautions::Precautions;
use crate::process::tree::world::{Held, World};
use crate::process::withheld::Withheld;
use crate::signal::Signal;
use crate::sys::Pid;

/// How long descriptors may be looked at, of all processes together.
pub(super) const DESCRIPTORS: Duration = Duration::from_millis(100);

/// How far a process has been stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It may fork at any time.
    Loose,
    /// It was sent STOP.
    Stopping,
    /// It has been seen to stand still.
    Still,
}

pub(super) struct Member<H> {
    pub(super) handle: Rc<H>,
    /// The parent that it was found by; of a root, its parent in another root's tree.
    pub(super) parent: Option<Pid>,
    pub(super) root: usize,
    pub(super) is_root: bool,
    pub(super) included: bool,
    pub(super) standing: Standing,
    /// Since when each look has found it in uninterruptible sleep, after it was sent STOP.
    pub(super) uninterruptible_since: Option<Instant>,
    /// It was sent STOP here, and neither CONT nor anything that takes its place.
    pub(super) stopped_here: bool,
    /// The threads that block the signal and are not waited for any more.
    pub(super) block_on_purpose: HashSet<Pid>,
    /// True if a descriptor of its reads the signal; None if that was not asked yet.
    pub(super) reads_by_descriptor: Option<bool>,
    /// Why it could not be continued.
    pub(super) left_stopped: Option<Errno>,
}

impl<H: Held> Member<H> {
    /// Sends STOP, when the guardian knows it. What may not be stopped stays loose.
    pub(super) fn stop<W: World<Hold = H>>(&mut self, precautions: &Precautions<W>) {
        if !precautions.before_stop(&self.handle) {
            self.standing = Standing::Loose;
            return;
        }
        match self.handle.send(Some(Signal::STOP), None) {
            Ok(()) => {
                self.standing = Standing::Stopping;
                self.uninterruptible_since = None;
                self.stopped_here = true;
                return;
            }
            // It has ended.
            Err(Errno::ESRCH) => self.standing = Standing::Still,
            Err(_) => self.standing = Standing::Loose,
        }
        if !self.stopped_here {
            precautions.forget(&self.handle);
        }
    }

    /// Continues it if it was stopped here.
    pub(super) fn resume<W: World<Hold = H>>(&mut self, precautions: &Precautions<W>) {
        if self.stopped_here {
            let cont = || self.handle.send(Some(Signal::CONT), None);
            // Twice, because nothing is worse than a process that is left stopped.
            match cont().or_else(|_| cont()) {
                Ok(()) | Err(Errno::ESRCH) => {}
                Err(error) => self.left_stopped = Some(error),
            }
            self.needs_no_cont(precautions);
        }
    }

    /// It was continued, or takes something in the place of that, or shall stay stopped.
    pub(super) fn needs_no_cont<W: World<Hold = H>>(&mut self, precautions: &Precautions<W>) {
        self.stopped_here = false;
        precautions.forget(&self.handle);
    }

    /// The threads that block the signal and may soon not do so. `patience` is what is left of the
    /// time for looks at descriptors.
    pub(super) fn blocking<W: World<Hold = H>>(
        &mut self,
        world: &W,
        signal: Signal,
        patience: &Cell<Duration>,
    ) -> Vec<Thread> {
        // A process that cannot be inspected counts as ended here.
        let Withheld { mut blocked_by, awaited_by } =
            world.withheld(self.handle.pid(), signal).unwrap_or_default();
        self.block_on_purpose.extend(awaited_by);
        blocked_by.retain(|thread| !self.block_on_purpose.contains(&thread.id));
        if !blocked_by.is_empty() && self.reads_by_descriptor(world, signal, patience) {
            blocked_by.clear();
        }
        blocked_by
    }

    /// True if a descriptor reads the signal, which is asked once: a process may have very many,
    /// and the others stand still in the meantime.
    fn reads_by_descriptor<W: World<Hold = H>>(
        &mut self,
        world: &W,
        signal: Signal,
        patience: &Cell<Duration>,
    ) -> bool {
        let pid = self.handle.pid();
        *self.reads_by_descriptor.get_or_insert_with(|| {
            let begun = world.now();
            let reads = world.is_read_by_descriptor(pid, signal, patience.get());
            patience.set(patience.get().saturating_sub(world.now().duration_since(begun)));
            reads
        })
    }
}
