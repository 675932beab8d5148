//! Whose trees are meant.

use std::rc::Rc;

use nix::errno::Errno;

use crate::process::tree::deliver::Outcome;
use crate::process::tree::hunt::Hunt;
use crate::process::tree::world::{Held, World};
use crate::signal::SignalOrNull;

#[derive(Debug)]
struct Root<H> {
    handle: Rc<H>,
    included: bool,
}

#[derive(Debug)]
pub(super) struct Roots<H>(Vec<Root<H>>);

impl<H> Default for Roots<H> {
    fn default() -> Roots<H> {
        Roots(Vec::new())
    }
}

impl<H: Held> Roots<H> {
    pub(super) fn add(&mut self, handle: Rc<H>, included: bool) -> usize {
        let same = |root: &Root<H>| root.handle.pid() == handle.pid() && !root.handle.is_gone();
        match self.0.iter().position(same) {
            Some(place) => {
                self.0[place].included |= included;
                place
            }
            None => {
                self.0.push(Root { handle, included });
                self.0.len() - 1
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn survey<E: From<Errno>, W: World<Hold = H>>(
        self,
        world: &W,
        permit: impl FnMut(&H) -> Result<(), E>,
    ) -> Result<Outcome<E, H>, Errno> {
        let mut hunt = Hunt::start(world, self.handles(), None)?;
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
        let mut hunt = Hunt::start(world, self.handles(), signal)?;
        hunt.run()?;
        hunt.let_blocking_go_on()?;
        hunt.deliver(signal, |handle| {
            permit(handle)?;
            Ok(handle.send(signal, value)?)
        })
    }

    pub(super) fn handles(self) -> impl Iterator<Item = (Rc<H>, bool)> {
        self.0.into_iter().map(|root| (root.handle, root.included))
    }
}
