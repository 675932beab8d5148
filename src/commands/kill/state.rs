//! `-d`: what a process does about signals, with util-linux's labels.

use super::args::States;
use super::name::NAME;
use super::operand::{self, Operand};
use crate::cli::{ExitStatus, report};
use crate::delivery::subject::named;
use crate::posix::conformance::Conformance;
use crate::process::handle::Handle;
use crate::process::name::Named;
use crate::process::proc::ZOMBIE;
use crate::process::stat::Stat;
use crate::process::status::Status;
use crate::selection::hold::{Unavailable, cannot_see};
use crate::selection::source::{Meant, Source};
use crate::sys::deliver::Target;
use crate::sys::output::Output;
use crate::sys::{Errno, Pid};

/// Shows the states of the processes that are meant: 0 if those of all could be shown.
pub(super) fn show(states: &States) -> ExitStatus {
    let word = states.whose;
    let mut shown = Shown { output: Output::new(), status: ExitStatus::SUCCESS };
    match operand::parse(word, Conformance::Extended) {
        Ok(Operand::Target(Target::Process(pid))) => {
            shown.add(word, state(pid).map_err(cannot_see), |_| None);
        }
        Ok(Operand::Identified { pid, inode }) => {
            shown.add_each(Source::Identified { pid, inode, written: word }, |_| None);
        }
        Ok(Operand::Name(name)) => {
            let source = Source::Named { name, any_user: states.all_users };
            shown.add_each(source, |pid| Some(Named::of(pid)));
        }
        // The parser refuses them.
        _ => shown.status = ExitStatus::FAILURE,
    }
    match report::finish(NAME, &mut shown.output) {
        ExitStatus::SUCCESS => shown.status,
        failure => failure,
    }
}

struct Shown {
    output: Output,
    status: ExitStatus,
}

/// A process, and its state; None if it has ended.
type State = (Pid, Option<Status>);

impl Shown {
    fn add_each(&mut self, source: Source, title: impl Fn(Pid) -> Option<Named>) {
        let look = |meant| match meant {
            Meant::Process(handle) => Handle::look(&handle, state).map_err(cannot_see),
            Meant::Group(_) => Err(Unavailable::System(Errno::ESRCH)),
        };
        source.each(&mut |subject, meant| self.add(subject, meant.and_then(look), &title));
    }

    fn add(
        &mut self,
        subject: &[u8],
        state: Result<State, Unavailable>,
        title: impl Fn(Pid) -> Option<Named>,
    ) {
        let (pid, status) = match state {
            Ok((pid, Some(status))) => (pid, status),
            Ok((_, None)) => return self.fail(subject, Unavailable::Because(ZOMBIE)),
            Err(reason) => return self.fail(subject, reason),
        };
        if let Some(process) = title(pid) {
            self.output.print(format_args!("{}\n", named(&process)));
        }
        write(&mut self.output, &status);
    }

    fn fail(&mut self, subject: &[u8], reason: Unavailable) {
        // Flush first, so that output and diagnostics keep their order.
        let _ = report::finish(NAME, &mut self.output);
        report::report(NAME, subject, reason);
        self.status = ExitStatus::FAILURE;
    }
}

fn state(pid: Pid) -> Result<State, Errno> {
    let status = Status::of(pid)?;
    // Later: one that ends in the meantime loses its sets before its number.
    let has_ended = Stat::of(pid)?.has_ended();
    Ok((pid, (!has_ended).then_some(status)))
}

fn write(output: &mut Output, status: &Status) {
    for (label, set) in [
        ("Pending (thread)", status.pending_thread),
        ("Pending (process)", status.pending_process),
        ("Blocked", status.blocked),
        ("Ignored", status.ignored),
        ("Caught", status.caught),
    ] {
        let mut signals = set.signals().peekable();
        if signals.peek().is_none() {
            continue;
        }
        output.print(format_args!("{label}:"));
        for signal in signals {
            output.print(format_args!(" {}", signal.name()));
        }
        output.write(b"\n");
    }
}
