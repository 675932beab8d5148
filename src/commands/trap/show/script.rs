//! Dispositions as commands for a shell's eval. Pure.
//!
//! Every shell must be able to read them, and not all know all signals (measured with Debian 12's
//! dash, bash, ksh93, mksh, yash, zsh, posh and busybox ash): zsh calls ABRT IOT, mksh IO POLL,
//! dash has no name for STKFLT, posh no number but XSI's; mksh and ash know real-time signals by
//! number alone, zsh and posh not at all. No shell sets KILL and STOP, nor in general the signals
//! that C libraries keep to themselves. What no shell can set, and what only the process could set
//! (handlers, the signals that it blocks), is a comment.

use crate::commands::trap::args::Show;
use crate::commands::trap::show::state::{State, conditions, word};
use crate::signal::condition::Condition;
use crate::signal::facts::Posix;
use crate::signal::set::SignalSet;
use crate::signal::{Name, Signal};
use crate::sys::disposition::Disposition;

/// The lines for one process.
pub(super) fn write(show: &Show, state: &State) -> String {
    let conditions = conditions(show);
    let asked_for = !show.conditions.is_empty();
    let mut text = String::new();
    for condition in &conditions {
        let Condition::Signal(signal) = *condition else {
            // It is the shell's own, and never set in what was started.
            if show.all || asked_for {
                text.push_str("trap -- - EXIT\n");
            }
            continue;
        };
        let disposition = state.disposition(*condition);
        let shown = match disposition {
            Some(Disposition::Ignore | Disposition::Caught) => true,
            Some(Disposition::Default) if can_be_set(signal) => show.all || asked_for,
            Some(Disposition::Default) | None => asked_for,
        };
        if !shown {
            continue;
        }
        let action = match disposition {
            Some(Disposition::Ignore) => Some("''"),
            Some(Disposition::Default) => Some("-"),
            _ => None,
        };
        let line = match action.filter(|_| can_be_set(signal)) {
            Some(action) => command(action, signal),
            None => format!("# {}: {}", word(disposition), signal.name()),
        };
        text.push_str(&line);
        text.push('\n');
    }
    let mut comments = |what: &str, set: SignalSet| {
        let asked_for = conditions.iter().filter_map(|condition| condition.signal());
        for signal in asked_for.filter(|signal| set.contains(*signal)) {
            text.push_str(&format!("# {what}: {}\n", signal.name()));
        }
    };
    if show.threads {
        comments("pending", state.pending);
        for thread in &state.threads {
            comments(&format!("blocked by thread {}", thread.id), thread.blocked);
            comments(&format!("pending for thread {}", thread.id), thread.pending);
        }
    } else {
        comments("blocked", state.blocked);
        comments("pending", state.pending_anywhere());
    }
    text
}

/// True if there is a shell that can set the disposition.
fn can_be_set(signal: Signal) -> bool {
    !matches!(signal, Signal::KILL | Signal::STOP) && !signal.name().is_number()
}

/// The command that gives a signal this disposition, as far as the shell that reads it can.
fn command(action: &str, signal: Signal) -> String {
    let (name, number) = (signal.name(), signal.number());
    match name {
        // The name is another number where the shell has another C library.
        Name::AboveRtMin(_) | Name::BelowRtMax(_) => {
            format!("trap -- {action} {number} 2>/dev/null || : # {name}")
        }
        Name::Fixed(fixed) if is_known_everywhere(signal, fixed) => {
            format!("trap -- {action} {name}")
        }
        _ => format!(
            "trap -- {action} {name} 2>/dev/null || trap -- {action} {number} 2>/dev/null || :"
        ),
    }
}

/// True if all of these shells have the name.
fn is_known_everywhere(signal: Signal, name: &str) -> bool {
    match signal.posix() {
        Posix::Extension => ["PROF", "PWR"].contains(&name),
        _ => name != "ABRT",
    }
}

#[cfg(test)]
mod tests;
