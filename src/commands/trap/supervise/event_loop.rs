//! The event loop: takes one signal after the other, and acts when a time has come, until all is
//! over.
//!
//! It owns the wait itself: how long it may last, and what memory is let go of before it.

use std::time::Instant;

use crate::cli::{ExitStatus, report};
use crate::commands::trap::name::name;
use crate::commands::trap::supervise::supervisor::Supervisor;
use crate::signal::set::SignalSet;
use crate::sys::{Describe, Errno, disposition, memory};

/// Takes signals until all is over, and ends as COMMAND did.
pub(super) fn stay(supervisor: &mut Supervisor) -> ExitStatus {
    // How many actions had ended when the pages that are not needed while waiting were let go of.
    let mut settled = None;
    loop {
        supervisor.begin_actions();
        if let Some(end) = supervisor.over() {
            return supervisor.end_as(end);
        }
        // From now on there is nothing to do, mostly.
        let ended = Some(supervisor.ended_actions());
        let released = if settled == ended { Vec::new() } else { memory::program() };
        settled = ended;
        let at_most =
            supervisor.next_deadline().map(|due| due.saturating_duration_since(Instant::now()));
        match disposition::wait(SignalSet::all(), at_most, &released) {
            Ok(Some(taken)) => supervisor.take(&taken),
            // EINTR: this process was stopped and continued.
            Ok(None) | Err(Errno::EINTR) => {}
            Err(error) => {
                // What cannot be supervised must not run on as if it were.
                supervisor.end_command();
                report::offer(
                    name(),
                    b"signals",
                    format_args!("cannot be taken: {}; COMMAND was ended by KILL", Describe(error)),
                );
                return ExitStatus::NOTHING_STARTED;
            }
        }
        if supervisor.next_deadline().is_some() {
            supervisor.act_on_time(Instant::now());
        }
    }
}
