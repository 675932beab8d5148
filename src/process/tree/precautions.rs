//! The precautions before the first process is stopped, so that none stays stopped whatever
//! happens to this one: signals to it are held back, a guardian would continue all, and memory is
//! set aside.

use std::cell::Cell;
use std::fmt;

use nix::errno::Errno;

use crate::process::tree::world::{Guards, World};
use crate::sys::{Describe, Pid};

/// Why there is no guardian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unguarded(pub(crate) Errno);

impl Unguarded {
    /// Its name in reports.
    pub(crate) const SUBJECT: &'static [u8] = b"guardian";
}

impl fmt::Display for Unguarded {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(
            f,
            "not started: {}; the tree was stopped and continued without it",
            Describe(self.0)
        )
    }
}

/// As long as this is there. All is let go of in the order of the fields: signals arrive last.
pub(super) struct Precautions<W: World> {
    guardian: Option<W::Guardian>,
    unguarded: Option<Unguarded>,
    reserve: Option<W::Reserve>,
    /// The signals that arrive for this process when all are continued.
    held_back: Option<W::HeldBack>,
    /// Why no further process may be stopped.
    failure: Cell<Option<Errno>>,
}

impl<W: World> Precautions<W> {
    /// For when no process will be stopped.
    pub(super) fn none() -> Precautions<W> {
        Precautions {
            guardian: None,
            unguarded: None,
            reserve: None,
            held_back: None,
            failure: Cell::new(None),
        }
    }

    /// Where no process can be made, trees are stopped without a guardian: what has taken all
    /// processes may be the tree that is to end.
    ///
    /// # Errors
    ///
    /// ENOMEM: no memory can be set aside.
    pub(super) fn take(world: &W) -> Result<Precautions<W>, Errno> {
        let held_back = Some(world.hold_back());
        let (guardian, unguarded) = match world.guardian() {
            Ok(guardian) => (Some(guardian), None),
            // qemu's user-mode emulation has no processes with one table of descriptors.
            Err(Errno::EINVAL) => (None, None),
            Err(error) => (None, Some(Unguarded(error))),
        };
        let reserve = Some(world.reserve()?);
        Ok(Precautions { guardian, unguarded, reserve, held_back, failure: Cell::new(None) })
    }

    /// True if a process may be stopped: the guardian knows it now.
    pub(super) fn before_stop(&self, hold: &W::Hold) -> bool {
        if self.failure.get().is_some() {
            return false;
        }
        match self.guardian.as_ref().map_or(Ok(()), |guardian| guardian.learn(hold)) {
            Ok(()) => true,
            Err(error) => {
                self.give_up(error);
                false
            }
        }
    }

    /// A process need not be continued any more.
    pub(super) fn forget(&self, hold: &W::Hold) {
        if let Some(guardian) = &self.guardian {
            guardian.forget(hold);
        }
    }

    /// From now on [`Precautions::go_on`] gives this error.
    pub(super) fn give_up(&self, error: Errno) {
        self.failure.set(Some(error));
    }

    /// # Errors
    ///
    /// EINTR: a signal has arrived that ends this process. ENOMEM: an allocation has failed.
    /// Otherwise why a process could not be stopped.
    pub(super) fn go_on(&self, world: &W) -> Result<(), Errno> {
        let ends = |held_back| world.ends_this_process(held_back);
        if self.held_back.as_ref().is_some_and(ends) {
            return Err(Errno::EINTR);
        }
        if self.reserve.as_ref().is_some_and(|reserve| world.is_used(reserve)) {
            return Err(Errno::ENOMEM);
        }
        self.failure.get().map_or(Ok(()), Err)
    }

    /// The guardian, which is never one of the tree.
    pub(super) fn guardian(&self) -> Option<Pid> {
        self.guardian.as_ref().map(Guards::pid)
    }

    /// Why there is no guardian, where it is needed.
    pub(super) fn unguarded(&self) -> Option<Unguarded> {
        self.unguarded
    }
}
