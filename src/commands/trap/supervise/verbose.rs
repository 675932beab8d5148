//! What `-v` says. This owns whether anything is said, and COMMAND's name.

use crate::cli::ExitStatus;
use crate::cli::report;
use crate::commands::trap::args::Run;
use crate::commands::trap::name::name;
use crate::commands::trap::supervise::command::End;
use crate::commands::trap::supervise::rules::{Kept, Passed};
use crate::commands::trap::supervise::sender::Sender;
use crate::signal::Signal;
use crate::sys::Pid;
use crate::sys::disposition::Taken;
use crate::sys::start::Change;

pub(super) struct Verbose<'a> {
    on: bool,
    command: &'a [u8],
}

impl<'a> Verbose<'a> {
    pub(super) fn new(run: &Run<'a>) -> Verbose<'a> {
        let command = run.command.first().map(|word| word.bytes()).unwrap_or_default();
        Verbose { on: run.verbose, command }
    }

    /// What has arrived, what becomes of it, and why. `begun` says whether the schedule has begun,
    /// and `hurried` whether its next step takes the place of the signal.
    pub(super) fn tell_taken(
        &self,
        taken: &Taken,
        passed: Result<Passed, Kept>,
        begun: bool,
        hurried: bool,
    ) {
        if !self.on {
            return;
        }
        let origin = Sender::of(taken).told(taken.origin);
        say(taken.signal, &format!("{origin}, {}", fate(taken.signal, passed, begun, hurried)));
    }

    pub(super) fn tell_step(&self, signal: Signal) {
        if self.on {
            say(signal, "sent by the schedule");
        }
    }

    pub(super) fn tell_end(&self, end: End) {
        if self.on {
            report::offer(name(), self.command, told(end));
        }
    }

    /// An orphan has ended that had become a child of this process.
    pub(super) fn tell_orphan(&self, pid: Pid, change: Change) {
        let end = match change {
            Change::Exited(status) => End::Status(ExitStatus(status)),
            Change::Killed(signal) => End::Killed(signal),
            Change::Stopped(_) | Change::Continued => return,
        };
        if self.on {
            let what = format!("an orphan that was reaped: {}", told(end));
            report::offer(name(), pid.to_string().as_bytes(), what);
        }
    }

    /// With `--tree`, orphans are found only by the process that adopts them.
    pub(super) fn tell_of_orphans(&self, run: &Run) {
        let adopts = run.adopts() || Pid::own().get() == 1;
        if self.on && run.tree && !adopts {
            let what = "does not reach orphans, which another process adopts; -r adopts them here";
            report::offer(name(), b"--tree", what);
        }
    }
}

fn told(end: End) -> String {
    match end {
        End::Status(ExitStatus(status)) => format!("exited {status}"),
        End::Killed(signal) | End::Interrupted(signal) => format!("killed by {}", signal.name()),
    }
}

/// What becomes of a signal, and why.
fn fate(signal: Signal, passed: Result<Passed, Kept>, begun: bool, hurried: bool) -> String {
    let passed = match passed {
        _ if hurried => {
            return "typed again: the next step of the schedule in its place".to_owned();
        }
        Ok(passed) => passed,
        Err(kept) => return format!("not passed on: {}", reason(kept)),
    };
    let as_what = match passed.signal {
        same if same == signal => "passed on".to_owned(),
        other => format!("passed on as {}", other.name()),
    };
    match passed.ends && begun {
        true => format!("{as_what}; the schedule keeps its times"),
        false => as_what,
    }
}

fn reason(kept: Kept) -> &'static str {
    match kept {
        Kept::Child => "it is about children",
        Kept::Action => "its action runs",
        Kept::Reached => "all of the process group has got it",
        Kept::Dropped => "-m drops it",
        Kept::Guarded => "COMMAND does not take it",
        Kept::TimeOut => "the time of -t is over now",
        Kept::Over => "COMMAND has ended, and no action is ended by it",
    }
}

fn say(signal: Signal, what: &str) {
    report::offer(name(), signal.name().to_string().as_bytes(), what);
}
