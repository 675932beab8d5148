//! Where everything goes that a delivery has to say.

use std::fmt::Arguments;
use std::time::Duration;

use super::outcome::{Failed, Missed, Skipped, Unsuited};
use super::subject::named;
use crate::cli::{ExitStatus, duration, report};
use crate::process::name::Named;
use crate::signal::SignalOrNull;
use crate::sys::Describe;
use crate::sys::output::Output;

/// Tells what is done: to standard output what was asked for, to standard error what went wrong.
pub(crate) struct Reporter<'a> {
    /// The command that speaks.
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
        self.complain(named(process).as_bytes(), format_args!("still there after {after}"));
    }

    /// Why one was not signalled.
    #[cold]
    pub(super) fn missed(&self, subject: &[u8], missed: &Missed) {
        match missed {
            Missed::Skipped(Skipped::Mismatch(mismatch)) => {
                self.complain(subject, format_args!("not signalled: {mismatch}"));
            }
            Missed::Skipped(Skipped::Before) | Missed::Failed(Failed::Foretold) => {}
            Missed::Failed(Failed::Unavailable(reason)) => {
                self.complain(subject, format_args!("{reason}"));
            }
            Missed::Failed(Failed::Unsuited(unsuited)) => {
                self.complain(subject, format_args!("{}", (self.unsuited)(*unsuited)));
            }
            Missed::Failed(Failed::LeftStopped(error)) => {
                let error = Describe(*error);
                self.complain(
                    subject,
                    format_args!("was stopped, and cannot be continued: {error}"),
                );
            }
            Missed::Failed(Failed::NoDescendants) => {
                self.complain(subject, format_args!("has no descendants"));
            }
            // Of a process that this ends nothing is read. But the init of a PID namespace outlives
            // what it does not catch.
            Missed::Failed(Failed::GivenUp) => self.complain(
                subject,
                format_args!(
                    "given up, and nobody was signalled: a signal to {} itself came first",
                    self.speaker
                ),
            ),
        }
    }

    fn complain(&self, subject: &[u8], reason: Arguments) {
        report::report(self.speaker, subject, reason);
    }
}
