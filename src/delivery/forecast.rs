//! Forecasts the effect of a signal on each process, without sending it.
//!
//! Signal 0 shows whether the signal may be sent; `effect` concludes the rest from what /proc
//! shows.

mod effect;
mod text;

use super::command_line::command_line;
use super::outcome::{Missed, Outcome};
use super::reporter::Reporter;
use super::subject::named;
use crate::process::name::Named;
use crate::process::orphaned::{first_process_counts, is_orphaned};
use crate::process::situation::Situation;
use crate::process::stat::Stat;
use crate::signal::facts::DefaultAction;
use crate::signal::numbering::Numbering;
use crate::signal::{Signal, SignalOrNull};
use crate::sys::deliver::{self, Target};
use crate::sys::{Errno, Pid};
use effect::{Effect, Forecast};

/// How many letters of the arguments are shown: enough to distinguish processes of one name.
const SHOWN_OF_ARGUMENTS: usize = 200;

/// The forecast for one process.
pub(super) struct Told {
    /// Its ID and its name.
    pub(super) process: String,
    /// The effect of the signal.
    pub(super) effect: String,
    /// The beginning of its arguments.
    pub(super) arguments: String,
    /// The signal could not be sent.
    pub(super) missed: Option<Missed>,
}

impl Told {
    /// Of a process to which nothing is sent.
    #[cfg(feature = "select")]
    pub(super) fn unsent(pid: Pid, effect: &str) -> Told {
        Told::of(pid, effect.to_owned(), None)
    }

    fn of(pid: Pid, effect: String, missed: Option<Missed>) -> Told {
        Told {
            process: named(&Named::of(pid)),
            effect,
            arguments: command_line(pid, SHOWN_OF_ARGUMENTS),
            missed,
        }
    }

    /// The line; `why` is added to what would happen.
    pub(super) fn line(&self, why: &str) -> String {
        let mut line = format!("{}: {}", self.process, self.effect);
        for (start, text, end) in [("; ", why, ""), (" [", &self.arguments, "]")] {
            if !text.is_empty() {
                line.extend([start, text, end]);
            }
        }
        line
    }
}

/// Prints what the signal would do to a process.
pub(super) fn tell(signal: SignalOrNull, pid: Pid, reporter: &mut Reporter) -> Outcome {
    let told = of_process(signal, pid).map_err(Missed::unseen)?;
    reporter.say(format_args!("{}", told.line("")));
    told.missed.map_or(Ok(()), Err)
}

/// The same for several: as with kill(2), one that the signal could be sent to is enough.
pub(super) fn tell_several(
    signal: SignalOrNull,
    target: Target,
    reporter: &mut Reporter,
) -> Outcome {
    let (mut sendable, mut missed) = (false, None);
    for told in of_several(signal, target).map_err(Missed::unseen)? {
        reporter.say(format_args!("{}", told.line("")));
        sendable |= told.missed.is_none();
        missed = missed.or(told.missed);
    }
    // Linux fails for -1 only if there is none.
    match missed {
        Some(missed) if !sendable && target != Target::Everybody => Err(missed),
        _ => Ok(()),
    }
}

/// Foretells what the signal would do to a process.
///
/// # Errors
///
/// ESRCH: there is no such process. ENOENT: there is no /proc that shows it.
pub(super) fn of_process(signal: SignalOrNull, pid: Pid) -> Result<Told, Errno> {
    let forecast = match hindrance(signal, pid)? {
        None => {
            let situation = Situation::of(pid)?;
            let native = Numbering::native();
            effect::foretell(signal, &native, &situation, &|| group_is_orphaned(pid))
        }
        Some(effect) => Forecast { signal, effect, perhaps_awaited: false },
    };
    let missed = match forecast.effect {
        Effect::Refused(error) => Some(Missed::Foretold(Some(error))),
        Effect::SessionUnknown => Some(Missed::Foretold(None)),
        _ => None,
    };
    Ok(Told::of(pid, forecast.to_string(), missed))
}

/// Foretells what the signal would do to each process that kill(2) would reach by a number that
/// means several; the processes are in the order of /proc.
///
/// # Errors
///
/// ESRCH: there is none. ENOENT: there is no /proc that shows them.
fn of_several(signal: SignalOrNull, target: Target) -> Result<Vec<Told>, Errno> {
    let own = Pid::own();
    let own_group = Stat::of(own)?.group;
    let is_meant = |process: &Stat| match target {
        Target::Process(pid) => process.pid == pid,
        Target::Group(group) => process.group == Some(group),
        Target::OwnGroup => process.group == own_group,
        // kill(2) of Linux: all but process 1 and the caller.
        Target::Everybody => process.pid.get() != 1 && process.pid != own,
    };
    if target == Target::OwnGroup && own_group.is_none() {
        // Its members in the other namespace are not shown, and those here cannot be distinguished
        // from other such groups.
        return Err(Errno::ENOENT);
    }
    let mut all = Vec::new();
    for process in Stat::of_all()?.iter().filter(|process| is_meant(process)) {
        match of_process(signal, process.pid) {
            Ok(line) => all.push(line),
            // It has ended in the meantime.
            Err(Errno::ESRCH) => {}
            Err(error) => return Err(error),
        }
    }
    if all.is_empty() { Err(Errno::ESRCH) } else { Ok(all) }
}

/// The error that keeps the signal from being sent: that of kill(2) with signal 0, but that
/// CONT may also go to processes of one's own session (POSIX.1-2024 XSH kill()).
fn hindrance(signal: SignalOrNull, pid: Pid) -> Result<Option<Effect>, Errno> {
    match deliver::kill(Target::Process(pid), None) {
        Ok(()) => Ok(None),
        Err(Errno::ESRCH) => Err(Errno::ESRCH),
        Err(Errno::EPERM) if signal.is_some_and(continues) => Ok(match is_of_own_session(pid) {
            Some(true) => None,
            Some(false) => Some(Effect::Refused(Errno::EPERM)),
            None => Some(Effect::SessionUnknown),
        }),
        Err(error) => Ok(Some(Effect::Refused(error))),
    }
}

/// True if a process is of this one's session; None if that is not known, because neither session
/// is of this PID namespace.
fn is_of_own_session(pid: Pid) -> Option<bool> {
    match (Stat::of(Pid::own()).ok()?.session, Stat::of(pid).ok()?.session) {
        (None, None) => None,
        (own, its) => Some(own == its),
    }
}

fn continues(signal: Signal) -> bool {
    signal.default_action() == DefaultAction::Continue
}

/// True if the process's group is orphaned; None if that is not known.
fn group_is_orphaned(pid: Pid) -> Option<bool> {
    is_orphaned(Stat::of(pid).ok()?.group?, &Stat::of_all().ok()?, first_process_counts())
}
