//! Forecasts the effect of a signal on a process in a given situation. Pure.
//!
//! The rules are those of the kernel: signal(7), and kernel/signal.c of Linux 6.18
//! (`prepare_signal`, `sig_ignored`, `complete_signal`, `get_signal`).

use crate::process::name::Named;
use crate::process::situation::{Init, Situation, Sleep};
use crate::process::takers::{Taker, Takers};
use crate::signal::facts::DefaultAction;
use crate::signal::numbering::Numbering;
use crate::signal::{Signal, SignalOrNull};
use crate::sys::Errno;

/// The effect that a signal would have on a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Forecast {
    pub(super) signal: SignalOrNull,
    pub(super) effect: Effect,
    /// True if a thread that is in sigwait(3) may be waiting for it and would take it instead.
    pub(super) perhaps_awaited: bool,
}

/// The effect of a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Signal 0: only that it may be sent is found out.
    Checked,
    Refused(Errno),
    /// It may be sent only within the session, and whether the session is the same is not known.
    SessionUnknown,
    /// The process has ended; its parent, None if that is in another namespace, has not reaped it.
    Unreaped(Option<Named>),
    /// The init of a namespace gets no signal that it has no handler for.
    KeptFromInit,
    Ignored,
    /// It stays pending, because every thread blocks it.
    Blocked,
    /// A thread in sigwait(3) takes it.
    Awaited,
    /// As blocked, but a descriptor of signalfd(2) reads it.
    ReadByDescriptor,
    /// The tracer gets it first.
    Traced(Named),
    /// A stop for a process that is stopped.
    StoppedAlready,
    /// A CONT for a process that is not stopped.
    NotStopped,
    /// A stop of the terminal's for a process of an orphaned group.
    GroupOrphaned,
    Continued {
        /// True if it has a handler, which runs then.
        handler: bool,
        /// The pending signal that ends it then.
        then: Option<(Signal, Reaction)>,
    },
    Taken(Reaction, When),
}

/// The reaction of a process that takes a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reaction {
    Terminate,
    /// It terminates, and as it is the init of a namespace, all the others there do.
    TerminateNamespace,
    /// It terminates and dumps core.
    Core,
    /// It terminates and would dump core, but for its limit.
    CoreForbidden,
    Stop,
    Handler,
}

/// When a process takes a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// As soon as it has a processor.
    Now,
    Continued,
    /// When its uninterruptible sleep ends.
    Awake,
    /// Now, or when its uninterruptible sleep ends: some such sleeps end for what terminates the
    /// process, and /proc does not show which (TASK_KILLABLE).
    AwakeAtLatest,
}

/// Foretells what a signal does to a process. `is_orphaned` is asked, if that matters, whether the
/// process group is orphaned, and answers None if that is not known.
pub(super) fn foretell(
    signal: SignalOrNull,
    system: &Numbering,
    situation: &Situation,
    is_orphaned: &dyn Fn() -> Option<bool>,
) -> Forecast {
    let Some(some) = signal else {
        return Forecast { signal, effect: Effect::Checked, perhaps_awaited: false };
    };
    let effect = of(some, system, situation, is_orphaned);
    let takes_it_away = matches!(
        effect,
        Effect::Ignored
            | Effect::KeptFromInit
            | Effect::NotStopped
            | Effect::GroupOrphaned
            | Effect::Taken(..)
    );
    let perhaps_awaited = takes_it_away
        && can_be_handled(some, system)
        && situation.takers.perhaps_awaited.contains(some);
    Forecast { signal, effect, perhaps_awaited }
}

/// How a process has arranged for a signal.
struct Reception {
    default: DefaultAction,
    can_be_handled: bool,
    caught: bool,
    ignored: bool,
    blocked: bool,
}

impl Reception {
    fn of(signal: Signal, system: &Numbering, situation: &Situation) -> Reception {
        Reception {
            default: system.default_action(number(signal)),
            can_be_handled: can_be_handled(signal, system),
            caught: situation.takers.caught.contains(signal),
            // Kernel threads ignore even KILL.
            ignored: situation.ignored.contains(signal),
            blocked: situation.takers.blocked.contains(signal),
        }
    }
}

fn of(
    signal: Signal,
    system: &Numbering,
    situation: &Situation,
    is_orphaned: &dyn Fn() -> Option<bool>,
) -> Effect {
    if situation.ended {
        return Effect::Unreaped(situation.parent.clone());
    }
    let reception = Reception::of(signal, system, situation);
    if !reception.can_be_handled && reception.default == DefaultAction::Terminate {
        return of_kill(&reception, situation);
    }
    if situation.stopped {
        match reception.default {
            // It continues whatever the process does about the signal.
            DefaultAction::Continue => {
                return Effect::Continued {
                    handler: reception.caught && !reception.blocked,
                    then: what_ends_it_then(system, situation),
                };
            }
            // CONT takes back every stop that is pending.
            DefaultAction::Stop => return Effect::StoppedAlready,
            _ => {}
        }
    }
    if reception.blocked {
        return match situation.takers.taker(signal) {
            Some(Taker::Sigwait) => Effect::Awaited,
            Some(Taker::Descriptor) => Effect::ReadByDescriptor,
            Some(Taker::Handler) | None => Effect::Blocked,
        };
    }
    if let Some(tracer) = &situation.tracer {
        return Effect::Traced(tracer.clone());
    }
    match reaction(&reception, situation, is_orphaned) {
        Err(effect) => effect,
        Ok(reaction) if situation.stopped => Effect::Taken(reaction, When::Continued),
        Ok(reaction) => Effect::Taken(reaction, when(reaction, situation.sleep)),
    }
}

/// KILL ends a stop, and no tracer sees it.
fn of_kill(reception: &Reception, situation: &Situation) -> Effect {
    let reaction = match situation.init {
        _ if reception.ignored => return Effect::Ignored,
        Init::Here => return Effect::KeptFromInit,
        Init::Below => Reaction::TerminateNamespace,
        Init::No => Reaction::Terminate,
    };
    Effect::Taken(reaction, when(reaction, situation.sleep))
}

/// The reaction of the process once it takes the signal, or the effect in its place.
fn reaction(
    reception: &Reception,
    situation: &Situation,
    is_orphaned: &dyn Fn() -> Option<bool>,
) -> Result<Reaction, Effect> {
    let can_be_handled = reception.can_be_handled;
    Ok(match reception.default {
        _ if reception.ignored => return Err(Effect::Ignored),
        _ if reception.caught => Reaction::Handler,
        DefaultAction::Ignore => return Err(Effect::Ignored),
        DefaultAction::Continue => return Err(Effect::NotStopped),
        DefaultAction::Stop if !can_be_handled && situation.init != Init::Here => Reaction::Stop,
        _ if situation.init != Init::No => return Err(Effect::KeptFromInit),
        DefaultAction::Stop if can_be_handled && is_orphaned() == Some(true) => {
            return Err(Effect::GroupOrphaned);
        }
        DefaultAction::Stop => Reaction::Stop,
        DefaultAction::Terminate => Reaction::Terminate,
        DefaultAction::Core if situation.core_allowed => Reaction::Core,
        DefaultAction::Core => Reaction::CoreForbidden,
    })
}

fn number(signal: Signal) -> u8 {
    signal.number() as u8
}

fn can_be_handled(signal: Signal, system: &Numbering) -> bool {
    system.fact(number(signal)).is_none_or(|fact| fact.can_be_handled())
}

fn when(action: Reaction, sleep: Sleep) -> When {
    match (action, sleep) {
        (_, Sleep::None) => When::Now,
        (Reaction::Terminate | Reaction::TerminateNamespace, _) => When::AwakeAtLatest,
        // Another thread runs the handler.
        (Reaction::Handler, Sleep::Some) => When::Now,
        _ => When::Awake,
    }
}

/// The first pending signal that ends a stopped process once it continues.
fn what_ends_it_then(system: &Numbering, situation: &Situation) -> Option<(Signal, Reaction)> {
    if situation.init != Init::No {
        return None;
    }
    let Takers { blocked, caught, .. } = situation.takers;
    let effective = situation.pending & !blocked & !caught & !situation.ignored;
    effective.signals().find_map(|signal| match system.default_action(number(signal)) {
        DefaultAction::Terminate => Some((signal, Reaction::Terminate)),
        DefaultAction::Core if situation.core_allowed => Some((signal, Reaction::Core)),
        DefaultAction::Core => Some((signal, Reaction::CoreForbidden)),
        _ => None,
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
