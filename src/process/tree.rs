//! Process trees: some processes, the roots, and all their descendants, signalled as a whole while
//! none of them can fork.
//!
//! Each process is stopped the moment it is found, until a search finds no new one (`search`) and
//! all stand still (`settle`), none of them while it blocks the signal only to fork (`blocking`).
//! Then the signal is sent, children first, and what was stopped here is continued (`deliver`).
//! Whatever happens, no process stays stopped (`hunt`): errors continue what was stopped, signals
//! that would end or stop this process are held back until that is done, and if it ends all the
//! same a guardian does it (`precautions`). Nothing is written in the meantime, because the reader
//! may be among the stopped.

mod blocking;
mod deliver;
mod hunt;
mod member;
mod pace;
mod precautions;
mod roots;
mod search;
mod settle;
#[cfg(test)]
mod tests;
mod visit;
mod world;

use std::rc::Rc;

use nix::errno::Errno;

use crate::process::handle::Handle;
use crate::process::tree::roots::Roots;
use crate::process::tree::visit::Visit;
use crate::process::tree::world::System;
use crate::signal::SignalOrNull;
use crate::sys::Pid;

pub(crate) use deliver::{Outcome, Sent, Spared};
pub(crate) use precautions::Unguarded;

/// Process trees, by their roots.
#[derive(Debug, Default)]
pub(crate) struct Tree(Roots<Handle>);

impl Tree {
    /// Adds the tree of a process; gives its number. A process that is a root already is not added
    /// again.
    ///
    /// `included` is true if the process itself is signalled, not only its descendants. (One that
    /// is also the descendant of another root is signalled in any case.) This process is never
    /// signalled, neither as a root nor as a descendant: that would cut short what it has to do. If
    /// it is meant, its caller does it last.
    pub(crate) fn add(&mut self, handle: impl Into<Rc<Handle>>, included: bool) -> usize {
        self.0.add(handle.into(), included)
    }

    /// Neither these processes nor what descends from them belong to the trees: they are neither
    /// signalled nor stopped. They are this process's children, not reaped yet.
    pub(crate) fn except(&mut self, pids: impl IntoIterator<Item = Pid>) {
        self.0.except(pids);
    }

    /// True if there is no root.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Finds the processes that a signal would go to, and signals and stops none: what forks
    /// in the meantime may be missed. `permit` may refuse each.
    ///
    /// # Errors
    ///
    /// The error of reading /proc.
    pub(crate) fn survey<E: From<Errno>>(
        self,
        permit: impl FnMut(&Handle) -> Result<(), E>,
    ) -> Result<Outcome<E>, Errno> {
        self.0.survey(&System, permit)
    }

    /// Sends a signal to all processes of the trees, each once, with a value as sigqueue(3) or
    /// without as kill(2).
    ///
    /// `permit` may refuse each process while it is held, and stopped if it could be. It must not
    /// write to anything that a process of the tree might read.
    ///
    /// Processes that were stopped before stay so, unless the signal is CONT or KILL. For the null
    /// signal no process is stopped.
    ///
    /// A descendant that has ended in the meantime is not in the result. A root that has is, with
    /// ESRCH.
    ///
    /// # Errors
    ///
    /// Nothing was sent and no process is left stopped: ENOENT without /proc, otherwise the error
    /// of reading it; ENOMEM; EINTR if a signal arrived that ends this process. It takes effect
    /// when this returns. (What is blocked or caught here does not.)
    pub(crate) fn send<E: From<Errno>>(
        self,
        signal: SignalOrNull,
        value: Option<i32>,
        permit: impl FnMut(&Handle) -> Result<(), E>,
    ) -> Result<Outcome<E>, Errno> {
        self.0.send(&System, signal, value, permit)
    }
}

/// The tree of this process or of one of its children, without being stopped.
pub(crate) struct Running<'a>(Visit<'a, System>);

impl<'a> Running<'a> {
    /// Finds the descendants of this process, or of a child of it that is not reaped yet. What is
    /// excepted are such children, too: neither they nor what descends from them belong to it.
    ///
    /// # Errors
    ///
    /// ENOENT without /proc, otherwise that of reading it. ESRCH: there is no such root.
    pub(crate) fn find(root: Pid, excepted: &'a [Pid]) -> Result<Running<'a>, Errno> {
        Visit::find(&System, root, excepted).map(Running)
    }

    /// Finds those that are new.
    ///
    /// # Errors
    ///
    /// The error of reading /proc.
    pub(crate) fn find_more(&mut self) -> Result<(), Errno> {
        self.0.look()
    }

    pub(crate) fn descendants(&self) -> impl Iterator<Item = Pid> {
        self.0.descendants()
    }

    /// True if one of the tree, or the root, has a stop of the terminal's still to take.
    pub(crate) fn is_to_stop(&self) -> bool {
        self.0.is_to_stop()
    }

    /// These have been signalled.
    pub(crate) fn leave_out(&mut self, pids: impl IntoIterator<Item = Pid>) {
        self.0.leave_out(pids);
    }

    /// Has `act` signal each descendant, not the root, that has not had its turn, parents first,
    /// holding one at a time. How many `act` has signalled.
    ///
    /// # Errors
    ///
    /// Why one of them could not be held or inspected. The others were visited anyway.
    pub(crate) fn visit(
        &mut self,
        act: impl FnMut(&Handle) -> Result<(), Errno>,
    ) -> Result<usize, Errno> {
        self.0.visit(act)
    }
}
