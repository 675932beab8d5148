//! Becoming COMMAND: dispositions are set, the blocked signals, and nothing of trap stays.

use crate::cli::{ExitStatus, report};
use crate::commands::trap::args::Run;
use crate::commands::trap::name::name;
use crate::signal::Signal;
use crate::sys::disposition;
use crate::sys::start::{self, NotStarted, Program};
use crate::sys::{Describe, Errno};

/// Becomes COMMAND; returns if that fails.
pub(super) fn execute(run: &Run) -> ExitStatus {
    if let Err((signal, error)) = prepare(run) {
        report::report(name(), signal.name().to_string().as_bytes(), Describe(error));
        return ExitStatus::NOTHING_STARTED;
    }
    let error = Program::of_words(run.command).execute();
    not_started(run, NotStarted::Execute(error))
}

fn prepare(run: &Run) -> Result<(), (Signal, Errno)> {
    run.dispositions().set()?;
    if let Some(signal) = run.die_with_parent {
        start::send_at_parents_death(signal).map_err(|error| (signal, error))?;
    }
    // Last: what is pending is delivered when it is unblocked.
    if !(run.block | run.unblock).is_empty() {
        let any = Signal::TERM;
        let blocked = disposition::blocked().map_err(|error| (any, error))?;
        disposition::set_blocked(run.blocked(blocked)).map_err(|error| (any, error))?;
    }
    Ok(())
}

/// Reports that COMMAND does not run; gives the exit status (POSIX.1-2024 XCU 2.8.2, and env(1)).
pub(super) fn not_started(run: &Run, reason: NotStarted) -> ExitStatus {
    let command = run.command.first().map(|word| word.bytes()).unwrap_or_default();
    match reason {
        NotStarted::Fork(error) | NotStarted::Setup(error) => {
            report::report(name(), command, format_args!("cannot be started: {}", Describe(error)));
            ExitStatus::NOTHING_STARTED
        }
        NotStarted::Execute(error) => {
            report::report(name(), command, Describe(error));
            if error == Errno::ENOENT { ExitStatus::NOT_FOUND } else { ExitStatus::NOT_EXECUTABLE }
        }
    }
}
