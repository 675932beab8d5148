//! The output of a delivery.
//!
//! As long as signals are to be sent, no line delays one and none keeps one from being sent: what
//! cannot be written at once is written when all are sent, and what write(2) would do to this
//! process (PIPE where the reader is gone, XFSZ, TTOU) waits until then, too.

use std::fmt::{Arguments, Display};
use std::time::Duration;

use super::outcome::{Failed, Missed, Unsuited};
use super::subject::subject;
use crate::cli::{duration, report};
use crate::process::deferred::Deferred;
use crate::process::name::Named;
use crate::process::tree::Unguarded;
use crate::signal::{self, SignalOrNull};
use crate::sys::Describe;
use crate::sys::stream::Stream;

/// Prints to standard output what was asked for, and to standard error what went wrong.
pub(crate) struct Reporter<'a> {
    speaker: &'a str,
    /// True if each signal is announced, and each end reported.
    verbose: bool,
    /// Why several cannot be reached at once, in the words of the command's options.
    unsuited: &'a dyn Fn(Unsuited) -> String,
    /// How each that was signalled is named.
    echo: Option<Echo<'a>>,
    /// Something could not be written, which was reported.
    output_failed: bool,
    output: Stream,
    error: Stream,
    /// True if signals are to be sent.
    sends: bool,
    /// The signals of write(2), from the first line on until all are sent.
    held_back: Option<Deferred>,
}

/// A line for each that was signalled.
#[derive(Clone, Copy)]
pub(crate) struct Echo<'a> {
    pub(crate) line: &'a dyn Fn(&Named) -> String,
    /// True if it goes to standard error.
    pub(crate) is_diagnostic: bool,
}

/// The signals that write(2) sends to its caller.
const OF_WRITING: [&[u8]; 3] = [b"PIPE", b"XFSZ", b"TTOU"];

impl<'a> Reporter<'a> {
    pub(crate) fn new(
        speaker: &'a str,
        verbose: bool,
        unsuited: &'a dyn Fn(Unsuited) -> String,
    ) -> Reporter<'a> {
        Reporter {
            speaker,
            verbose,
            unsuited,
            echo: None,
            output_failed: false,
            output: Stream::output(),
            error: Stream::error(),
            sends: false,
            held_back: None,
        }
    }

    /// The same, which names each that was signalled.
    pub(crate) fn echoing(self, echo: Option<Echo<'a>>) -> Reporter<'a> {
        Reporter { echo, ..self }
    }

    /// From now on signals are sent.
    pub(super) fn begin_sending(&mut self) {
        self.sends = true;
    }

    /// No signal is left to be sent: what waits is written, and what was held back arrives, which
    /// may end this process.
    pub(super) fn all_are_sent(&mut self) {
        self.sends = false;
        let _ = self.error.write(b"");
        self.write_output(b"");
        self.held_back = None;
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

    /// One that was signalled.
    pub(super) fn signalled(&mut self, process: &Named) {
        match self.echo {
            None => {}
            Some(Echo { line, is_diagnostic: false }) => {
                self.say(format_args!("{}", line(process)))
            }
            Some(Echo { line, is_diagnostic: true }) => {
                self.write_diagnostic(format!("{}\n", line(process)).as_bytes());
            }
        }
    }

    /// A line on standard output.
    pub(super) fn say(&mut self, line: Arguments) {
        self.write_output(format!("{line}\n").as_bytes());
    }

    fn write_output(&mut self, bytes: &[u8]) {
        if self.output_failed {
            return;
        }
        let result = match self.sends {
            true => {
                self.hold_back();
                self.output.write_now(bytes)
            }
            false => self.output.write(bytes),
        };
        // The first failure is reported. The signals are sent anyway.
        if let Err(error) = result {
            self.output_failed = true;
            // If PIPE or XFSZ ends this process, its exit status shows the failure.
            if !self.held_back.as_ref().is_some_and(Deferred::ends_this_process) {
                self.diagnose(b"standard output", Describe(error));
            }
        }
    }

    fn diagnose(&mut self, subject: &[u8], reason: impl Display) {
        self.write_diagnostic(&report::line(self.speaker, subject, reason));
    }

    fn write_diagnostic(&mut self, line: &[u8]) {
        // There is no other place to report that standard error failed.
        let _ = match self.sends {
            true => {
                self.hold_back();
                self.error.write_now(line)
            }
            false => self.error.write(line),
        };
    }

    fn hold_back(&mut self) {
        let signals = || OF_WRITING.iter().filter_map(|name| signal::by_name(name).ok().flatten());
        self.held_back.get_or_insert_with(|| Deferred::of(signals().collect()));
    }

    /// One that was waited for in vain.
    pub(super) fn still_there(&mut self, process: &Named, after: Duration) {
        let after = duration::shown(after);
        self.diagnose(&subject(process), format_args!("still there after {after}"));
    }

    /// Trees that were signalled without a guardian, and why.
    pub(super) fn unguarded(&mut self, unguarded: Option<Unguarded>) {
        if let Some(unguarded) = unguarded {
            self.diagnose(Unguarded::SUBJECT, unguarded);
        }
    }

    /// One that was not signalled.
    #[cold]
    pub(super) fn missed(&mut self, subject: &[u8], missed: &Missed) {
        if let Some(reason) = self.reason(missed) {
            self.diagnose(subject, reason);
        }
    }

    /// Why one was not signalled; None where that was reported before.
    fn reason(&self, missed: &Missed) -> Option<String> {
        let failed = match missed {
            Missed::Before | Missed::Foretold(_) => return None,
            Missed::Skipped(mismatch) => return Some(format!("not signalled: {mismatch}")),
            Missed::NoDescendants => return Some("has no descendants".to_owned()),
            Missed::Failed(failed) => failed,
        };
        Some(match failed {
            Failed::Unavailable(reason) => reason.to_string(),
            Failed::Unsuited(unsuited) => (self.unsuited)(*unsuited),
            Failed::LeftStopped(error) => {
                format!("left stopped; cannot be continued: {}", Describe(*error))
            }
            // A process that the signal ends prints nothing; but the init of a PID namespace
            // survives a signal that it does not catch.
            Failed::GivenUp => "interrupted; nothing was signalled".to_owned(),
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
        assert_eq!(told(Missed::Before), None);
        assert_eq!(told(Missed::Foretold(Some(Errno::EPERM))), None);
        assert_eq!(told(Missed::NoDescendants).as_deref(), Some("has no descendants"));
        let texts = [
            (Failed::Unavailable(Unavailable::System(Errno::ESRCH)), "No such process"),
            (Failed::Unavailable(Unavailable::Because("not a terminal")), "not a terminal"),
            (Failed::Unsuited(Unsuited::Value), "Value is not for groups"),
            (
                Failed::LeftStopped(Errno::EPERM),
                "left stopped; cannot be continued: Operation not permitted",
            ),
            (Failed::GivenUp, "interrupted; nothing was signalled"),
        ];
        for (reason, text) in texts {
            assert_eq!(failed(reason).as_deref(), Some(text));
        }
    }
}
