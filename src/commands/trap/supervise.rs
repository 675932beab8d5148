//! Staying while COMMAND runs.
//!
//! All signals are blocked from the beginning and taken one by one with the reason why they were
//! sent, so none is lost, none wakes this process for nothing, and no handler can be interrupted.
//! Two system calls pass one on.
//!
//! `prepare` starts COMMAND, `event_loop` waits, and `supervisor` does what is to be done about
//! what has come. What it needs to know for that lies in a file each: the `terminal`, the
//! `actions`, the `clock`, the `outbox`, the `command` itself and the other `descendants`. `rules`
//! decides, and `verbose` reports.

mod actions;
mod clock;
mod command;
mod descendants;
mod event_loop;
mod outbox;
mod parcel;
mod prepare;
mod rules;
mod sender;
mod supervisor;
mod terminal;
mod verbose;

use crate::cli::{ExitStatus, report};
use crate::commands::trap::args::Run;
use crate::commands::trap::name::name;
use crate::sys::disposition;
use crate::sys::start::Handover;

/// Runs COMMAND, or goes on with one that was started already, and ends as it does.
pub(super) fn supervise(run: &Run, handover: Option<Handover>) -> ExitStatus {
    if !disposition::CAN_WAIT {
        report::report(name(), b"supervising", "needs Linux, which reports why a signal was sent");
        return ExitStatus::NOTHING_STARTED;
    }
    let started = match handover {
        Some(handover) => Ok(prepare::go_on(run, handover)),
        None => prepare::start(run),
    };
    match started {
        Ok(mut supervisor) => event_loop::stay(&mut supervisor),
        Err(status) => status,
    }
}
