//! What a signal does to a process in a given situation. Pure.
//!
//! The rules are those of the kernel: signal(7), and kernel/signal.c of Linux 6.18
//! (`prepare_signal`, `sig_ignored`, `complete_signal`, `get_signal`).

use std::fmt;

use crate::cli::report::escaped;
use crate::process::name::Named;
use crate::process::situation::{Init, Situation, Sleep};
use crate::signal::facts::DefaultAction;
use crate::signal::numbering::Numbering;
use crate::signal::{Signal, SignalOrNull};
use crate::sys::{Describe, Errno};

/// What a signal would do to a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Forecast {
    /// The signal.
    pub(super) signal: SignalOrNull,
    /// What it would do.
    pub(super) effect: Effect,
    /// Whether a thread that is in sigwait(3) may be waiting for it and would take it instead.
    pub(super) perhaps_awaited: bool,
}

/// What becomes of a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Signal 0: only that it may be sent is found out.
    Checked,
    /// It cannot be sent.
    Refused(Errno),
    /// It may be sent only within the session, and whether that is the same cannot be told.
    SessionUnknown,
    /// The process has ended; its parent, None if that is in another namespace, has not reaped it.
    Unreaped(Option<Named>),
    /// The init of a namespace gets no signal that it has no handler for.
    KeptFromInit,
    /// It is ignored.
    Ignored,
    /// It stays pending, because every thread blocks it.
    Blocked,
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
    /// A stopped process continues.
    Continued {
        /// Whether it has a handler, which runs then.
        handler: bool,
        /// What ends it then, because it was pending.
        then: Option<(Signal, Reaction)>,
    },
    /// The process takes it.
    Taken(Reaction, When),
}

/// What a process does when it takes a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reaction {
    /// It terminates.
    Terminate,
    /// It terminates, and as it is the init of a namespace, all the others there do.
    TerminateNamespace,
    /// It terminates and dumps core.
    Core,
    /// It terminates and would dump core, but for its limit.
    CoreForbidden,
    /// It stops.
    Stop,
    /// It runs its handler.
    Handler,
}

/// When a process takes a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// As soon as it has a processor.
    Now,
    /// When it is continued.
    Continued,
    /// When its uninterruptible sleep ends.
    Awake,
    /// Now, or when its uninterruptible sleep ends: some such sleeps end for what terminates the
    /// process, and /proc does not tell which (TASK_KILLABLE).
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
    let perhaps_awaited =
        takes_it_away && can_be_handled(some, system) && situation.awaited.contains(some);
    Forecast { signal, effect, perhaps_awaited }
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
    let default = system.default_action(number(signal));
    let cannot_be_handled = !can_be_handled(signal, system);
    let caught = situation.caught.contains(signal);
    // Kernel threads ignore even KILL.
    let ignored = situation.ignored.contains(signal);
    if cannot_be_handled && default == DefaultAction::Terminate {
        return match situation.init {
            _ if ignored => Effect::Ignored,
            Init::Here => Effect::KeptFromInit,
            Init::Below => Effect::Taken(
                Reaction::TerminateNamespace,
                when(Reaction::TerminateNamespace, situation.sleep),
            ),
            // It ends the stop, and no tracer sees it.
            Init::No => {
                Effect::Taken(Reaction::Terminate, when(Reaction::Terminate, situation.sleep))
            }
        };
    }
    let blocked = situation.blocked.contains(signal);
    if situation.stopped {
        match default {
            // It continues whatever the process does about the signal.
            DefaultAction::Continue => {
                return Effect::Continued {
                    handler: caught && !blocked,
                    then: what_ends_it_then(system, situation),
                };
            }
            // CONT takes back every stop that is pending.
            DefaultAction::Stop => return Effect::StoppedAlready,
            _ => {}
        }
    }
    if blocked {
        return match situation.read_by_descriptor.contains(signal) {
            true => Effect::ReadByDescriptor,
            false => Effect::Blocked,
        };
    }
    if let Some(tracer) = &situation.tracer {
        return Effect::Traced(tracer.clone());
    }
    let action = match default {
        _ if ignored => return Effect::Ignored,
        _ if caught => Reaction::Handler,
        DefaultAction::Ignore => return Effect::Ignored,
        DefaultAction::Continue => return Effect::NotStopped,
        DefaultAction::Stop if cannot_be_handled && situation.init != Init::Here => Reaction::Stop,
        _ if situation.init != Init::No => return Effect::KeptFromInit,
        DefaultAction::Stop if !cannot_be_handled && is_orphaned() == Some(true) => {
            return Effect::GroupOrphaned;
        }
        DefaultAction::Stop => Reaction::Stop,
        DefaultAction::Terminate => Reaction::Terminate,
        DefaultAction::Core if situation.core_allowed => Reaction::Core,
        DefaultAction::Core => Reaction::CoreForbidden,
    };
    match situation.stopped {
        true => Effect::Taken(action, When::Continued),
        false => Effect::Taken(action, when(action, situation.sleep)),
    }
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
    let effective = situation.pending & !situation.blocked & !situation.caught & !situation.ignored;
    effective.signals().find_map(|signal| match system.default_action(number(signal)) {
        DefaultAction::Terminate => Some((signal, Reaction::Terminate)),
        DefaultAction::Core if situation.core_allowed => Some((signal, Reaction::Core)),
        DefaultAction::Core => Some((signal, Reaction::CoreForbidden)),
        _ => None,
    })
}

impl fmt::Display for Reaction {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Reaction::Terminate => "terminate it",
            Reaction::TerminateNamespace => {
                "terminate it and every other process of its PID namespace"
            }
            Reaction::Core => "terminate it and dump core",
            Reaction::CoreForbidden => "terminate it without a core image, which its limit forbids",
            Reaction::Stop => "stop it",
            Reaction::Handler => "run its handler",
        })
    }
}

impl fmt::Display for Forecast {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.signal {
            Some(signal) => write!(f, "{} ", signal.name())?,
            None => f.write_str("0 ")?,
        }
        match &self.effect {
            Effect::Checked => f.write_str("does nothing to it; it may be signalled")?,
            Effect::Refused(error) => write!(f, "cannot be sent: {}", Describe(*error))?,
            Effect::SessionUnknown => {
                f.write_str(
                    "may be sent only within its session, which is not of this PID namespace and \
                     may be another",
                )?;
            }
            Effect::Unreaped(Some(parent)) => {
                write!(
                    f,
                    "has no effect: already dead, its parent {} has not reaped it",
                    Shown(parent)
                )?;
            }
            Effect::Unreaped(None) => {
                f.write_str(
                    "has no effect: already dead, its parent in another PID namespace has \
                    not reaped it",
                )?;
            }
            Effect::KeptFromInit => {
                f.write_str(
                    "has no effect: it is the init of its PID namespace and has no handler for it",
                )?;
            }
            Effect::Ignored => f.write_str("would be ignored")?,
            Effect::Blocked => f.write_str("would stay pending: it is blocked")?,
            Effect::ReadByDescriptor => {
                f.write_str("would stay pending until its signalfd is read: it is blocked")?
            }
            Effect::Traced(tracer) => {
                write!(f, "would be shown to its tracer {} first, which decides", Shown(tracer))?
            }
            Effect::StoppedAlready => f.write_str("has no effect: it is stopped already")?,
            Effect::NotStopped => f.write_str("has no effect: it is not stopped")?,
            Effect::GroupOrphaned => f.write_str("has no effect: its process group is orphaned")?,
            Effect::Continued { handler, then } => {
                f.write_str("would continue it")?;
                if *handler {
                    f.write_str(" and run its handler")?;
                }
                if let Some((signal, action)) = then {
                    write!(f, "; then {}, which is pending, would {action}", signal.name())?;
                }
            }
            Effect::Taken(action, When::Now) => write!(f, "would {action}")?,
            Effect::Taken(action, When::Continued) => {
                write!(f, "would stay pending until it is continued, and then {action}")?;
            }
            Effect::Taken(action, When::Awake) => {
                write!(f, "would {action} when its uninterruptible sleep ends")?
            }
            Effect::Taken(action, When::AwakeAtLatest) => {
                write!(f, "would {action}, at the latest when its uninterruptible sleep ends")?;
            }
        }
        match self.perhaps_awaited {
            true => f.write_str(", unless its sigwait takes it"),
            false => Ok(()),
        }
    }
}

/// A process with its name in parentheses.
struct Shown<'a>(&'a Named);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} ({})", self.0.pid, escaped(&self.0.name))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
