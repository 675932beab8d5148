//! Where everything goes that a delivery has to say.

use std::fmt::Arguments;
use std::time::Duration;

use super::outcome::{Failed, Missed, Skipped, Unsuited};
use super::subject::subject;
use crate::cli::{ExitStatus, duration, report};
use crate::process::name::Named;
use crate::process::tree::Unguarded;
use crate::signal::SignalOrNull;
use crate::sys::Describe;
use crate::sys::output::Output;

/// Tells what is done: to standard output what was asked for, to standard error what went wrong.
pub(crate) struct Reporter<'a> {
    speaker: &'a str,
    /// Whether each signal is announced, and each end told.
    verbose: bool,
    /// Why several cannot be reached at once, in the words of the command's options.
    unsuited: &'a dyn Fn(Unsuited) -> String,
    /// Something could not be written, which was told.
    output_failed: bool,
}

impl<'a> Reporter<'a> {
    pub(crate) fn new(
        speaker: &'a str,
        verbose: bool,
        unsuited: &'a dyn Fn(Unsuited) -> String,
    ) -> Reporter<'a> {
        Reporter { speaker, verbose, unsuited, output_failed: false }
    }

    pub(super) fn speaker(&self) -> &'a str {
        self.speaker
    }

    pub(super) fn is_verbose(&self) -> bool {
        self.verbose
    }

    pub(super) fn output_failed(&self) -> bool {
        self.output_failed
    }

    /// A signal, before it is sent: it may end this process too. `number` is what kill(2) takes.
    pub(super) fn announce(&mut self, signal: SignalOrNull, number: i32) {
        self.announce_with("", signal, number);
    }

    /// The same of a follow-up.
    pub(super) fn announce_follow_up(&mut self, signal: SignalOrNull, number: i32) {
        self.announce_with("timeout, ", signal, number);
    }

    fn announce_with(&mut self, prefix: &str, signal: SignalOrNull, number: i32) {
        if self.verbose {
            let signal = signal.map_or(0, |signal| signal.number());
            self.say(format_args!("{prefix}sending signal {signal} to pid {number}"));
        }
    }

    /// A line on standard output.
    pub(super) fn say(&mut self, line: Arguments) {
        let mut output = Output::new();
        output.print(line);
        output.push(b'\n');
        // The first failure is told; the signals are sent all the same.
        if !self.output_failed {
            self.output_failed = report::finish(self.speaker, &mut output) != ExitStatus::SUCCESS;
        }
    }

    /// One that was waited for in vain.
    pub(super) fn still_there(&self, process: &Named, after: Duration) {
        let after = duration::shown(after);
        report::report(self.speaker, &subject(process), format_args!("still there after {after}"));
    }

    /// Trees that were signalled without a guardian, and why.
    pub(super) fn unguarded(&self, unguarded: Option<Unguarded>) {
        if let Some(unguarded) = unguarded {
            report::report(self.speaker, Unguarded::SUBJECT, unguarded);
        }
    }

    /// One that was not signalled.
    #[cold]
    pub(super) fn missed(&self, subject: &[u8], missed: &Missed) {
        if let Some(reason) = self.reason(missed) {
            report::report(self.speaker, subject, reason);
        }
    }

    /// Why one was not signalled; None where that was told before.
    fn reason(&self, missed: &Missed) -> Option<String> {
        let failed = match missed {
            Missed::Skipped(Skipped::Before) => return None,
            Missed::Skipped(Skipped::Mismatch(mismatch)) => {
                return Some(format!("not signalled: {mismatch}"));
            }
            Missed::Failed(failed) => failed,
        };
        Some(match failed {
            Failed::Foretold => return None,
            Failed::Unavailable(reason) => reason.to_string(),
            Failed::Unsuited(unsuited) => (self.unsuited)(*unsuited),
            Failed::LeftStopped(error) => {
                format!("was stopped, and cannot be continued: {}", Describe(*error))
            }
            Failed::NoDescendants => "has no descendants".to_owned(),
            // Of a process that this ends nothing is read. But the init of a PID namespace outlives
            // what it does not catch.
            Failed::GivenUp => format!(
                "given up, and nobody was signalled: a signal to {} itself came first",
                self.speaker
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::hold::Unavailable;
    use crate::sys::Errno;

    #[test]
    fn a_reason_is_told_once() {
        let unsuited = |unsuited| format!("{unsuited:?} is not for groups");
        let reporter = Reporter::new("kill", false, &unsuited);
        let told = |missed| reporter.reason(&missed);
        let failed = |reason| told(Missed::Failed(reason));
        assert_eq!(told(Missed::Skipped(Skipped::Before)), None);
        assert_eq!(failed(Failed::Foretold), None);
        let texts = [
            (Failed::Unavailable(Unavailable::System(Errno::ESRCH)), "No such process"),
            (Failed::Unavailable(Unavailable::Because("not a terminal")), "not a terminal"),
            (Failed::Unsuited(Unsuited::Value), "Value is not for groups"),
            (
                Failed::LeftStopped(Errno::EPERM),
                "was stopped, and cannot be continued: Operation not permitted",
            ),
            (Failed::NoDescendants, "has no descendants"),
            (
                Failed::GivenUp,
                "given up, and nobody was signalled: a signal to kill itself came first",
            ),
        ];
        for (reason, text) in texts {
            assert_eq!(failed(reason).as_deref(), Some(text));
        }
    }
}
