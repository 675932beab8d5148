//! What is done before the event loop: preparing this process, and starting COMMAND.

use std::time::Instant;

use crate::cli::{ExitStatus, report};
use crate::commands::trap::args::Run;
use crate::commands::trap::execute;
use crate::commands::trap::name::name;
use crate::commands::trap::supervise::supervisor::Supervisor;
use crate::sys::disposition::Inherited;
use crate::sys::start::{self, Handover};
use crate::sys::{Describe, Errno};

/// Goes on with a COMMAND that runs already. It was started as [`start`] would have, and needed
/// nothing of what the options ask for first.
pub(super) fn go_on<'a>(run: &'a Run<'a>, handover: Handover) -> Supervisor<'a> {
    let Handover { command, inherited, taken } = handover;
    let mut supervisor = Supervisor::new(run, inherited);
    supervisor.command_has_started(command);
    taken.iter().for_each(|taken| supervisor.take(taken));
    supervisor
}

/// Prepares this process, and starts COMMAND. If COMMAND cannot be started, that is its end.
///
/// # Errors
///
/// This process cannot be prepared, which is reported.
pub(super) fn start<'a>(run: &'a Run<'a>) -> Result<Supervisor<'a>, ExitStatus> {
    let failed = |what: &str, error: Errno| {
        report::report(name(), what.as_bytes(), Describe(error));
        ExitStatus::NOTHING_STARTED
    };
    // First, so that nothing is lost.
    let inherited = Inherited::keep().map_err(|error| failed("signals", error))?;
    if run.adopts() {
        start::become_subreaper().map_err(|error| failed("-r", error))?;
    }
    if let Some(signal) = run.die_with_parent {
        start::send_at_parents_death(signal).map_err(|error| failed("--die-with-parent", error))?;
    }
    let mut supervisor = Supervisor::new(run, inherited);
    supervisor.look_around();
    match supervisor.start_command() {
        Ok(command) => {
            supervisor.command_has_started(command);
            supervisor.limit_time(Instant::now());
        }
        Err(reason) => supervisor.command_has_not_started(execute::not_started(run, reason)),
    }
    Ok(supervisor)
}
