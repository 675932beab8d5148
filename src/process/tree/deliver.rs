//! Signalling the processes that were found, children first, and continuing them.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use nix::errno::Errno;

use crate::process::handle::Handle;
use crate::process::stat::Stat;
use crate::process::tree::hunt::{Hunt, Unheld, with_room};
use crate::process::tree::member::{Member, Standing};
use crate::process::tree::precautions::Unguarded;
use crate::process::tree::world::{Held, World};
use crate::signal::facts::DefaultAction;
use crate::signal::{Signal, SignalOrNull};
use crate::sys::Pid;

/// A process that was, or was not, signalled.
#[derive(Debug)]
pub(crate) struct Sent<E, H = Handle> {
    pub(crate) pid: Pid,
    /// None if it could not be held.
    pub(crate) handle: Option<Rc<H>>,
    /// The root in whose tree it was found, by the number that adding it gave.
    pub(crate) root: usize,
    /// True if it is that root itself.
    pub(crate) is_root: bool,
    pub(crate) result: Result<(), E>,
    /// Why it could not be continued, although it was stopped here. It gained other rights at the
    /// very moment at which it was stopped, by executing a set-user-ID program.
    pub(crate) left_stopped: Option<Errno>,
}

/// The results for trees.
#[derive(Debug)]
pub(crate) struct Outcome<E, H = Handle> {
    /// The processes in the order in which they were signalled, children first.
    pub(crate) sent: Vec<Sent<E, H>>,
    /// The roots that were not signalled themselves, so that they can be used again.
    pub(crate) spared: Vec<Spared<H>>,
    /// Why no guardian would have continued them if this process had been killed in the meantime.
    pub(crate) unguarded: Option<Unguarded>,
}

/// A root that was not signalled itself.
#[derive(Debug)]
pub(crate) struct Spared<H = Handle> {
    pub(crate) handle: Rc<H>,
    /// Its number, which adding it gave.
    pub(crate) root: usize,
    /// True if it has no descendant that a signal would go to.
    pub(crate) childless: bool,
    /// As [`Sent::left_stopped`].
    pub(crate) left_stopped: Option<Errno>,
}

impl<W: World> Hunt<'_, W> {
    /// Lets `act` send the signal to each, and continues them.
    ///
    /// # Errors
    ///
    /// Nothing was sent. ENOMEM; EINTR as [`Hunt::go_on`].
    pub(super) fn deliver<E: From<Errno>>(
        mut self,
        signal: SignalOrNull,
        mut act: impl FnMut(&W::Hold) -> Result<(), E>,
    ) -> Result<Outcome<E, W::Hold>, Errno> {
        self.find_parents_of_roots();
        let places = self.children_first()?;
        let stop = signal.and_then(|signal| Stop::by(self.world, signal));
        let mut results: Vec<(usize, Result<(), E>)> = with_room(places.len())?;
        // The last moment: from the first signal on there is no way back.
        self.go_on()?;
        // What takes the place of CONT, or does without.
        let settles = matches!(signal, Some(Signal::KILL | Signal::STOP | Signal::CONT));
        let precautions = &self.precautions;
        let mut send = |world: &W, member: &mut Member<W::Hold>| {
            let stays = stop.as_ref().is_some_and(|stop| stop.stops(world, member.handle.pid()));
            if stop.is_some() && !stays {
                member.resume(precautions);
            }
            let sent = act(&member.handle);
            if member.stopped_here && (settles || stays) && sent.is_ok() {
                member.needs_no_cont(precautions);
            }
            sent
        };
        // Those that run on come last: were one ended while its descendants are stopped, the kernel
        // could send HUP to them, as to every orphaned process group with stopped processes
        // (POSIX.1-2024 XSH _Exit()).
        for loose in [false, true] {
            for place in &places {
                let member = &mut self.members[*place];
                let runs_on = member.standing == Standing::Loose && !member.stopped_here;
                if member.included && runs_on == loose {
                    results.push((*place, send(self.world, member)));
                }
            }
            places.iter().for_each(|place| self.members[*place].resume(precautions));
        }
        Ok(self.outcome(results))
    }

    /// A root that is another's descendant: its parent may have been found later than itself.
    fn find_parents_of_roots(&mut self) {
        for member in self.members.iter_mut().filter(|member| member.is_root) {
            let stat = self.world.look(member.handle.pid()).ok().flatten();
            member.parent = stat
                .and_then(|stat| stat.parent)
                .filter(|parent| self.by_pid.contains_key(parent) && !member.handle.is_gone());
            member.included |= member.parent.is_some() && member.handle.pid() != self.world.own();
        }
    }

    /// All are continued by now.
    fn outcome<E: From<Errno>>(
        mut self,
        results: Vec<(usize, Result<(), E>)>,
    ) -> Outcome<E, W::Hold> {
        let with_descendants = self.ancestors_of(results.iter().map(|(place, _)| *place));
        let members = std::mem::take(&mut self.members).into_iter().enumerate();
        let mut members: HashMap<usize, Member<W::Hold>> = members.collect();
        let mut sent = Vec::new();
        for (place, result) in results {
            let Some(member) = members.remove(&place) else { continue };
            let Member { handle, root, is_root, left_stopped, .. } = member;
            if !is_root && result.is_err() && handle.is_gone() {
                continue;
            }
            sent.push(Sent {
                pid: handle.pid(),
                handle: Some(handle),
                root,
                is_root,
                result,
                left_stopped,
            });
        }
        for (pid, Unheld { root, error }) in self.unheld.drain() {
            let result = Err(E::from(error));
            sent.push(Sent { pid, handle: None, root, is_root: false, result, left_stopped: None });
        }
        let mut spared: Vec<Spared<W::Hold>> = members
            .into_iter()
            .filter(|(_, member)| member.is_root)
            .map(|(place, Member { handle, root, left_stopped, .. })| {
                let childless = !with_descendants.contains(&place);
                Spared { handle, root, childless, left_stopped }
            })
            .collect();
        spared.sort_by_key(|spared| spared.root);
        Outcome { sent, spared, unguarded: self.precautions.unguarded() }
    }

    /// The places of all that have one of these, or a process that could not be held, as a
    /// descendant.
    fn ancestors_of(&self, places: impl Iterator<Item = usize>) -> HashSet<usize> {
        let parent_of = |place: usize| self.by_pid.get(&self.members[place].parent?).copied();
        let mut ancestors: HashSet<usize> =
            self.unheld.values().map(|unheld| unheld.root).collect();
        for place in places {
            let mut next = parent_of(place);
            while let Some(parent) = next.filter(|parent| ancestors.insert(*parent)) {
                next = parent_of(parent);
            }
        }
        ancestors
    }
}

/// A signal that stops processes by default.
///
/// CONT discards such a signal that is still pending (POSIX.1-2024 XSH 2.4.1), so it would have to
/// come before it, and the process could fork between the two. What the signal would stop stands
/// still already, and stays so. STOP is no matter: it has been sent.
struct Stop {
    signal: Signal,
    processes: Vec<Stat>,
}

impl Stop {
    fn by<W: World>(world: &W, signal: Signal) -> Option<Stop> {
        if signal.default_action() != DefaultAction::Stop || signal == Signal::STOP {
            return None;
        }
        let all = world.all().map(|all| all.filter_map(|pid| world.look(pid).transpose()));
        let processes = all.and_then(Iterator::collect).unwrap_or_default();
        Some(Stop { signal, processes })
    }

    fn stops<W: World>(&self, world: &W, pid: Pid) -> bool {
        world.stops(pid, self.signal, &self.processes)
    }
}
