//! Decides what to do with a signal that arrives. Pure.

use std::time::Duration;

use crate::commands::trap::args::{Run, Setting};
use crate::signal::facts::DefaultAction;
use crate::signal::{self, Signal};
use crate::sys::disposition::Origin;

/// The decision about one signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict<'a> {
    pub(super) action: Option<&'a [u8]>,
    /// The signal for COMMAND, or the reason why it gets none from here.
    pub(super) passed: Result<Passed, Kept>,
    /// True if it was typed to end COMMAND, which has it or gets it: a user that types it again
    /// does not want to wait. A service manager that repeats TERM has only not seen the end yet.
    pub(super) typed: bool,
}

/// Why a signal is not passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// CHLD is about the children of the process that gets it.
    Child,
    /// Its action runs in its place.
    Action,
    /// The terminal has sent it to all of the process group, COMMAND included.
    Reached,
    /// `-m` has nothing in its place.
    Dropped,
    /// `--guard`: COMMAND does not take it.
    Guarded,
    /// ALRM with `-t`, as in timeout(1): the time is over now.
    TimeOut,
    /// COMMAND has ended, and an action is not ended from here.
    Over,
}

/// A signal that is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Passed {
    /// The signal to pass on: another one than arrived, if that is asked for.
    pub(super) signal: Signal,
    pub(super) delay: Duration,
    /// True if only processes outside of trap's own process group get it: the others have it
    /// already.
    pub(super) outside_group: bool,
    /// True if something of COMMAND must take it: a handler, a sigwait, a signalfd.
    pub(super) guarded: bool,
    /// True if it is meant to end COMMAND, so that the schedule begins.
    pub(super) ends: bool,
    /// True if it was typed to end what is in the foreground.
    pub(super) typed: bool,
}

/// The receivers of a signal that is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ToWhom {
    Command,
    /// The descendants that COMMAND has left (`-w`).
    Descendants,
    /// The action that runs when COMMAND has ended.
    Action,
}

/// Decides. `leads_session` returns, if that matters, whether trap is the leader of its session.
pub(super) fn judge<'a>(
    run: &Run<'a>,
    signal: Signal,
    origin: Origin,
    to_whom: ToWhom,
    leads_session: &dyn Fn() -> bool,
) -> Verdict<'a> {
    let action = match run.settings.get(&signal) {
        Some(Setting::Action(action)) => Some(*action),
        _ => None,
    };
    let own_group = run.group && to_whom == ToWhom::Command;
    let of_group = !own_group || is_for_want_of_terminal(signal);
    let reached = of_group && has_reached_group(signal, origin, leads_session);
    let all = run.tree || to_whom == ToWhom::Descendants;
    let mapped = run.map.get(&signal).map_or(Some(signal), |mapped| *mapped);
    let typed = origin == Origin::Kernel && is_typed_to_end(signal);
    let passed = match mapped {
        _ if signal == Signal::CHLD => Err(Kept::Child),
        _ if action.is_some() && !run.forward => Err(Kept::Action),
        None => Err(Kept::Dropped),
        // A group that must not use the terminal is sent its own TTIN or TTOU when it does.
        Some(_) if reached && (!all || is_for_want_of_terminal(signal)) => Err(Kept::Reached),
        Some(_) if to_whom == ToWhom::Command && is_time_out(run, signal) => Err(Kept::TimeOut),
        Some(passed) if to_whom == ToWhom::Action && ends_by_default(passed) => Err(Kept::Over),
        Some(passed) => Ok(Passed {
            signal: passed,
            delay: run.delay.get(&signal).copied().unwrap_or_default(),
            outside_group: reached,
            guarded: run.guard && may_end_by_accident(passed),
            ends: !reached && (is_meant_to_end(run, passed) || is_meant_to_end(run, signal)),
            typed,
        }),
    };
    let typed = typed && matches!(passed, Ok(_) | Err(Kept::Reached));
    Verdict { action, passed, typed }
}

/// True if all of trap's process group has got the signal: what the terminal sends goes to all of
/// its foreground process group, in which COMMAND is, too, unless it has a group of its own.
///
/// The reason (si_code) decides, not the sender: a process of another PID namespace sends with
/// process ID 0. One exception: a terminal that hangs up signals the leader of the session alone
/// (and continues it).
fn has_reached_group(signal: Signal, origin: Origin, leads_session: &dyn Fn() -> bool) -> bool {
    const OF_TERMINALS: &[&str] =
        &["INT", "QUIT", "TSTP", "TTIN", "TTOU", "WINCH", "HUP", "CONT", "INFO"];
    let to_leader = || is_named(signal, &["HUP", "CONT"]) && leads_session();
    origin == Origin::Kernel && is_named(signal, OF_TERMINALS) && !to_leader()
}

/// True if write(2) sends the signal to its caller.
pub(super) fn is_caused_by_writing(signal: Signal) -> bool {
    is_named(signal, &["PIPE", "XFSZ"])
}

/// True if the signal stops processes for the shell's job control (POSIX.1-2024 XBD 11.1).
pub(super) fn is_job_control(signal: Signal) -> bool {
    signal == Signal::TSTP || is_for_want_of_terminal(signal)
}

/// True if the signal stops processes that use the terminal from the background. It is never
/// COMMAND's that another one does.
pub(super) fn is_for_want_of_terminal(signal: Signal) -> bool {
    [Signal::TTIN, Signal::TTOU].contains(&signal)
}

/// True if the terminal sends the signal to end what is in its foreground.
pub(super) fn is_typed_to_end(signal: Signal) -> bool {
    [Signal::INT, Signal::QUIT].contains(&signal)
}

/// True if a signal is sent to end a process: what people type, and what the schedule begins with.
fn is_meant_to_end(run: &Run, signal: Signal) -> bool {
    [Signal::INT, Signal::QUIT, Signal::TERM].contains(&signal)
        || run.schedule.as_ref().is_some_and(|schedule| schedule.first == signal)
}

/// True if a signal that goes to a tree is to end it: only for these is it stopped. A stop
/// interrupts system calls, and its CONT is seen by what handles it.
pub(super) fn ends_trees(run: &Run, signal: Signal) -> bool {
    let steps = run.schedule.iter().flat_map(|schedule| &schedule.follow_ups);
    let is_step = steps.into_iter().any(|step| step.signal == signal);
    signal == Signal::KILL || is_meant_to_end(run, signal) || is_step && ends_by_default(signal)
}

/// True if a signal says that the time is over: with `-t`, unless `-m` means something else by it.
/// A schedule that has begun, or has ended, begins no second time.
fn is_time_out(run: &Run, signal: Signal) -> bool {
    run.timeout.is_some() && is_named(signal, &["ALRM"]) && !run.map.contains_key(&signal)
}

/// True if a signal ends a process that does nothing about it.
pub(super) fn ends_by_default(signal: Signal) -> bool {
    matches!(signal.default_action(), DefaultAction::Terminate | DefaultAction::Core)
}

/// True if a signal ends a process that does not expect it, although it was not sent for that.
fn may_end_by_accident(signal: Signal) -> bool {
    signal.default_action() == DefaultAction::Terminate
        && !is_named(signal, &["INT", "TERM", "KILL"])
}

/// True if the signal has one of these names. Not every system has all of them.
fn is_named(wanted: Signal, names: &[&str]) -> bool {
    names.iter().any(|name| signal::by_name(name.as_bytes()) == Ok(Some(wanted)))
}

#[cfg(test)]
mod tests;
