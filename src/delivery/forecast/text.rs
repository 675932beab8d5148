//! Forecasts in words.

use std::fmt;

use super::effect::{Effect, Forecast, Reaction, When};
use crate::cli::report::escaped;
use crate::process::name::Named;
use crate::sys::Describe;

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
        self.effect.fmt(f)?;
        match self.perhaps_awaited {
            true => f.write_str(", unless its sigwait takes it"),
            false => Ok(()),
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let text = match self {
            Effect::Refused(error) => return write!(f, "cannot be sent: {}", Describe(*error)),
            Effect::Unreaped(Some(parent)) => {
                return write!(
                    f,
                    "has no effect: already dead, its parent {} has not reaped it",
                    Shown(parent)
                );
            }
            Effect::Traced(tracer) => {
                return write!(
                    f,
                    "would be shown to its tracer {} first, which decides",
                    Shown(tracer)
                );
            }
            Effect::Continued { handler, then } => {
                f.write_str("would continue it")?;
                if *handler {
                    f.write_str(" and run its handler")?;
                }
                return match then {
                    Some((signal, reaction)) => {
                        write!(f, "; then {}, which is pending, would {reaction}", signal.name())
                    }
                    None => Ok(()),
                };
            }
            Effect::Taken(reaction, when) => return write_taken(f, *reaction, *when),
            Effect::Checked => "does nothing to it; it may be signalled",
            Effect::SessionUnknown => {
                "may be sent only within its session, which is in another PID namespace"
            }
            Effect::Unreaped(None) => {
                "has no effect: already dead, its parent in another PID namespace has not reaped it"
            }
            Effect::KeptFromInit => {
                "has no effect: it is the init of its PID namespace and has no handler for it"
            }
            Effect::Ignored => "would be ignored",
            Effect::Blocked => "would stay pending: it is blocked",
            Effect::Awaited => "would be taken by its sigwait",
            Effect::ReadByDescriptor => {
                "would stay pending until its signalfd is read: it is blocked"
            }
            Effect::StoppedAlready => "has no effect: it is stopped already",
            Effect::NotStopped => "has no effect: it is not stopped",
            Effect::GroupOrphaned => "has no effect: its process group is orphaned",
        };
        f.write_str(text)
    }
}

fn write_taken(f: &mut fmt::Formatter, reaction: Reaction, when: When) -> fmt::Result {
    match when {
        When::Now => write!(f, "would {reaction}"),
        When::Continued => {
            write!(f, "would stay pending until it is continued, and then {reaction}")
        }
        When::Awake => write!(f, "would {reaction} when its uninterruptible sleep ends"),
        When::AwakeAtLatest => {
            write!(f, "would {reaction}, at the latest when its uninterruptible sleep ends")
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
