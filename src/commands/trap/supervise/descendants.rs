//! The processes that descend from trap, but for COMMAND and the actions themselves: which of them
//! are left, and sending to them.
//!
//! This owns the children that this process had before it became trap. Neither they nor what they
//! start is waited for or signalled.

use std::cell::Cell;
use std::collections::HashSet;

use crate::cli::report;
use crate::commands::trap::name::name;
use crate::commands::trap::supervise::parcel::Parcel;
use crate::commands::trap::supervise::terminal;
use crate::process::children::own_children;
use crate::process::handle::Handle;
use crate::process::stat::Stat;
use crate::process::tree::{Running, Tree, Unguarded};
use crate::signal::Signal;
use crate::sys::start;
use crate::sys::{Describe, Errno, Pid};

/// How often new processes are looked for while they are killed one after the other.
const ROUNDS: u32 = 8;

pub(super) struct Descendants {
    own: Pid,
    /// True if orphans become children of trap.
    adopts: bool,
    /// Children from before, as long as they are not reaped; looked for where orphans are adopted.
    strangers: HashSet<Pid>,
    /// True if it was reported that not all can be found.
    reported: Cell<bool>,
    /// True if a stop that is still to be taken here was undone.
    stop_undone: Cell<bool>,
}

/// A signal that is sent to a tree.
pub(super) struct Delivery<'a> {
    pub(super) parcel: &'a Parcel,
    /// True if it is to end the processes, none of which may escape by forking.
    pub(super) ends: bool,
    /// The action that runs, which it does not go to.
    pub(super) action: Option<Pid>,
}

impl Descendants {
    pub(super) fn new(adopts: bool) -> Descendants {
        let own = Pid::own();
        Descendants {
            own,
            adopts: adopts || own.get() == 1,
            strangers: HashSet::new(),
            reported: Cell::new(false),
            stop_undone: Cell::new(false),
        }
    }

    /// True if all that descends from COMMAND stays below trap.
    pub(super) fn stay(&self) -> bool {
        self.adopts
    }

    /// The children that there are now are from before.
    pub(super) fn find_strangers(&mut self) {
        self.strangers = children_of(self.own).unwrap_or_default().into_iter().collect();
    }

    /// True if it is one from before.
    pub(super) fn note_reaped(&mut self, pid: Pid) -> bool {
        self.strangers.remove(&pid)
    }

    pub(super) fn own(&self) -> Pid {
        self.own
    }

    /// True if there is a child that was not there before trap.
    pub(super) fn are_left(&self) -> bool {
        match self.strangers.is_empty() {
            true => start::has_children(),
            // Without a /proc there are no strangers, unless it has gone in the meantime.
            false => children_of(self.own)
                .is_ok_and(|pids| pids.iter().any(|pid| !self.strangers.contains(pid))),
        }
    }

    /// Sends to COMMAND and its descendants, or to all descendants of trap if it adopts orphans.
    /// True if there was a process to send to.
    ///
    /// # Errors
    ///
    /// COMMAND is not signalled, or a process is left stopped. That others cannot be found is
    /// reported, and no error.
    pub(super) fn send_to_tree_of(&self, command: Pid, delivery: &Delivery) -> Result<bool, Errno> {
        let root = if self.adopts { self.own } else { command };
        self.send(root, Some(command), delivery)
    }

    /// Sends to all descendants of trap. Whether there was one to send to.
    ///
    /// # Errors
    ///
    /// A process is left stopped. That they cannot be found is reported, and no error.
    pub(super) fn send_to_all(&self, delivery: &Delivery) -> Result<bool, Errno> {
        self.send(self.own, None, delivery)
    }

    /// Continues an action and what it has started, which was stopped with it: the terminal stops
    /// a whole process group.
    pub(super) fn continue_all_of(&self, action: Option<Pid>) {
        let Some(action) = action else { return };
        let parcel = Parcel::of(Signal::CONT);
        if let Ok(mut running) = Running::find(action, &[]) {
            self.visit(&mut running, &parcel);
        }
        // It is a child that is not reaped yet.
        let _ = parcel.send_to(action);
    }

    /// COMMAND is this process's child, so that its number is enough to signal it, whatever fails.
    fn send(&self, root: Pid, command: Option<Pid>, delivery: &Delivery) -> Result<bool, Errno> {
        let parcel = delivery.parcel;
        let excepted = self.excepted(delivery.action);
        let to_command = || match command {
            Some(command) if !self.has_it(command, parcel) => {
                parcel.send_to(command).map(|()| true)
            }
            _ => Ok(false),
        };
        let mut running = match Running::find(root, &excepted) {
            Ok(running) => running,
            Err(error) => {
                self.report(error);
                return to_command();
            }
        };
        running.leave_out(command);
        let (mut is_reached, mut command_has_it) = (false, false);
        if delivery.ends && self.may_freeze(&running, command, parcel) {
            match freeze(root, command, parcel, &excepted) {
                Ok(frozen) if frozen.is_complete(command) => {
                    self.note_undone_stop();
                    return frozen.result();
                }
                // It has taken more descriptors than there are: now one after the other.
                Ok(frozen) => {
                    if let Err(error) = frozen.result() {
                        report::offer(name(), Unguarded::SUBJECT, Describe(error));
                    }
                    is_reached = !frozen.sent.is_empty();
                    command_has_it = command.is_some_and(|pid| frozen.sent.contains(&pid));
                    running.leave_out(frozen.sent);
                }
                Err(_) => {}
            }
        }
        let to_command = if command_has_it { Ok(true) } else { to_command() };
        // One that takes no further values must not make the others take this one again and again.
        if to_command == Err(Errno::EAGAIN) {
            return to_command;
        }
        is_reached |= self.visit(&mut running, parcel);
        to_command.map(|reached| reached || is_reached)
    }

    /// The processes that signals are no affair of: those from before, and the action that runs.
    fn excepted(&self, action: Option<Pid>) -> Vec<Pid> {
        self.strangers.iter().copied().chain(action).collect()
    }

    /// True if the terminal has sent the signal to the process already.
    fn has_it(&self, pid: Pid, parcel: &Parcel) -> bool {
        let own_group = start::own_group();
        parcel.passed.outside_group
            && start::group_of(pid).is_some_and(|group| Some(group) == own_group)
    }

    /// True if the tree may be stopped for a signal. COMMAND alone needs no stop, and a CONT would
    /// undo a stop that the terminal has just sent.
    fn may_freeze(&self, running: &Running, command: Option<Pid>, parcel: &Parcel) -> bool {
        !parcel.passed.outside_group
            && running.descendants().any(|pid| Some(pid) != command)
            && !terminal::is_stop_pending()
            && !running.is_to_stop()
    }

    /// A stop that the terminal has sent while the tree was stopped was undone by the CONT.
    fn note_undone_stop(&self) {
        self.stop_undone.set(terminal::is_stop_pending());
    }

    /// True if the stop that is taken now was undone. It is so once.
    pub(super) fn take_undone_stop(&self) -> bool {
        self.stop_undone.take()
    }

    /// Signals one after the other; whether there was one.
    fn visit(&self, running: &mut Running, parcel: &Parcel) -> bool {
        let value = parcel.queued.map(|taken| taken.value());
        let mut is_reached = false;
        for _ in 0..ROUNDS {
            let before = running.descendants().count();
            let visited = running.visit(|handle| match self.has_it(handle.pid(), parcel) {
                true => Err(Errno::ECANCELED),
                false => handle.send(Some(parcel.signal()), value),
            });
            // What has forked before it was killed. Another signal is not sent to what is started
            // because of it.
            let more = match parcel.signal() {
                Signal::KILL => running.find_more(),
                _ => Ok(()),
            };
            match visited.and_then(|count| more.map(|()| count)) {
                Ok(count) => is_reached |= count > 0,
                Err(error) => {
                    self.report(error);
                    // Nothing follows KILL, and what it cannot be sent to is not waited for.
                    return is_reached || parcel.signal() != Signal::KILL;
                }
            }
            if running.descendants().count() == before {
                break;
            }
        }
        is_reached
    }

    /// Reports once that signals do not go to all.
    fn report(&self, error: Errno) {
        if !self.reported.replace(true) {
            let reason = Describe(error);
            report::offer(name(), b"descendants", format_args!("not all can be found: {reason}"));
        }
    }
}

/// The children of this process, also where the kernel does not list them.
fn children_of(own: Pid) -> Result<Vec<Pid>, Errno> {
    own_children().or_else(|_| {
        let all = Stat::of_all()?.into_iter();
        Ok(all.filter(|stat| stat.parent == Some(own)).map(|stat| stat.pid).collect())
    })
}

/// A tree that was stopped.
struct Frozen {
    /// The processes that were signalled.
    sent: Vec<Pid>,
    /// True if some could not be held.
    are_left: bool,
    left_stopped: Option<Errno>,
}

impl Frozen {
    fn is_complete(&self, command: Option<Pid>) -> bool {
        !self.are_left && command.is_none_or(|command| self.sent.contains(&command))
    }

    fn result(&self) -> Result<bool, Errno> {
        self.left_stopped.map_or(Ok(!self.sent.is_empty()), Err)
    }
}

/// Stops a tree, signals it and continues it.
fn freeze(
    root: Pid,
    command: Option<Pid>,
    parcel: &Parcel,
    excepted: &[Pid],
) -> Result<Frozen, Errno> {
    let mut tree = Tree::default();
    tree.add(Handle::open(root)?, command == Some(root));
    tree.except(excepted.iter().copied());
    let value = parcel.queued.map(|taken| taken.value());
    let outcome = tree.send::<Errno>(Some(parcel.signal()), value, |_| Ok(()))?;
    if let Some(unguarded) = outcome.unguarded {
        report::offer(name(), Unguarded::SUBJECT, unguarded);
    }
    let sent = outcome.sent.iter();
    Ok(Frozen {
        are_left: sent.clone().any(|sent| sent.handle.is_none()),
        left_stopped: sent.clone().find_map(|sent| sent.left_stopped),
        sent: sent.filter(|sent| sent.result.is_ok()).map(|sent| sent.pid).collect(),
    })
}
