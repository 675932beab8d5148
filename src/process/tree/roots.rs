//! Whose trees are meant.

use std::collections::HashSet;
use std::rc::Rc;

use nix::errno::Errno;

use crate::process::tree::deliver::Outcome;
use crate::process::tree::hunt::Hunt;
use crate::process::tree::world::{Held, World};
use crate::signal::SignalOrNull;
use crate::sys::Pid;

#[derive(Debug)]
struct Root<H> {
    handle: Rc<H>,
    included: bool,
}

#[derive(Debug)]
pub(super) struct Roots<H> {
    list: Vec<Root<H>>,
    /// Neither these nor what descends from them belong to the trees.
    excepted: HashSet<Pid>,
}

impl<H> Default for Roots<H> {
    fn default() -> Roots<H> {
        Roots { list: Vec::new(), excepted: HashSet::new() }
    }
}

impl<H: Held> Roots<H> {
    pub(super) fn add(&mut self, handle: Rc<H>, included: bool) -> usize {
        let same = |root: &Root<H>| root.handle.pid() == handle.pid() && !root.handle.is_gone();
        match self.list.iter().position(same) {
            Some(place) => {
                self.list[place].included |= included;
                place
            }
            None => {
                self.list.push(Root { handle, included });
                self.list.len() - 1
            }
        }
    }

    pub(super) fn except(&mut self, pids: impl IntoIterator<Item = Pid>) {
        self.excepted.extend(pids);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn survey<E: From<Errno>, W: World<Hold = H>>(
        self,
        world: &W,
        permit: impl FnMut(&H) -> Result<(), E>,
    ) -> Result<Outcome<E, H>, Errno> {
        let mut hunt = self.hunt(world, None)?;
        hunt.run()?;
        hunt.deliver(None, permit)
    }

    pub(super) fn send<E: From<Errno>, W: World<Hold = H>>(
        self,
        world: &W,
        signal: SignalOrNull,
        value: Option<i32>,
        mut permit: impl FnMut(&H) -> Result<(), E>,
    ) -> Result<Outcome<E, H>, Errno> {
        let mut hunt = self.hunt(world, signal)?;
        hunt.run()?;
        hunt.let_blocking_go_on()?;
        hunt.deliver(signal, |handle| {
            permit(handle)?;
            Ok(handle.send(signal, value)?)
        })
    }

    fn hunt<W: World<Hold = H>>(
        self,
        world: &W,
        signal: SignalOrNull,
    ) -> Result<Hunt<'_, W>, Errno> {
        let Roots { list, excepted } = self;
        Hunt::start(world, parts(list), excepted, signal)
    }

    #[cfg(test)]
    pub(super) fn handles(self) -> impl Iterator<Item = (Rc<H>, bool)> {
        parts(self.list)
    }
}

fn parts<H>(list: Vec<Root<H>>) -> impl Iterator<Item = (Rc<H>, bool)> {
    list.into_iter().map(|root| (root.handle, root.included))
}
