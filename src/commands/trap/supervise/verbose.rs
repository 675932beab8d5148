//! What `-v` says. This owns whether anything is said, and COMMAND's name.

use crate::cli::ExitStatus;
use crate::cli::report;
use crate::commands::trap::args::Run;
use crate::commands::trap::name::NAME;
use crate::commands::trap::supervise::command::End;
use crate::commands::trap::supervise::rules::Passed;
use crate::signal::Signal;
use crate::sys::disposition::{Origin, Taken};

pub(super) struct Verbose<'a> {
    on: bool,
    command: &'a [u8],
}

impl<'a> Verbose<'a> {
    pub(super) fn new(run: &Run<'a>) -> Verbose<'a> {
        let command = run.command.first().map(|word| word.bytes()).unwrap_or_default();
        Verbose { on: run.verbose, command }
    }

    /// What has arrived, and what becomes of it. `next_step` says whether the schedule has begun
    /// and has another step.
    pub(super) fn tell_taken(&self, taken: &Taken, passed: Option<Passed>, next_step: bool) {
        if !self.on {
            return;
        }
        let origin = match taken.origin {
            Origin::Kernel => "from the kernel or the terminal".to_owned(),
            Origin::Process(0) => "from another PID namespace".to_owned(),
            Origin::Process(pid) => format!("from process {pid}"),
            Origin::Queued => "queued".to_owned(),
        };
        let fate = match passed {
            Some(passed) if passed.ends && next_step => {
                "the next step of the schedule in its place".to_owned()
            }
            Some(passed) if passed.signal == taken.signal => "passed on".to_owned(),
            Some(passed) => format!("passed on as {}", passed.signal.name()),
            None => "not passed on".to_owned(),
        };
        say(taken.signal, &format!("{origin}, {fate}"));
    }

    pub(super) fn tell_step(&self, signal: Signal) {
        if self.on {
            say(signal, "sent by the schedule");
        }
    }

    pub(super) fn tell_end(&self, end: End) {
        if self.on {
            let end = match end {
                End::Status(ExitStatus(status)) => format!("exited {status}"),
                End::Killed(signal) | End::Interrupted(signal) => {
                    format!("killed by {}", signal.name())
                }
            };
            report::report(NAME, self.command, end);
        }
    }
}

fn say(signal: Signal, what: &str) {
    report::report(NAME, signal.name().to_string().as_bytes(), what);
}
