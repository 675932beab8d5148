//! COMMAND itself: its process, how it has ended, and what was sent to it.
//!
//! This owns COMMAND's process ID, which stays its own until it is reaped, so that a number is as
//! good as a pidfd. COMMAND counts as running until its end is known, also while it is stopped.

use crate::cli::ExitStatus;
use crate::process::takers::Takers;
use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::Pid;

/// COMMAND's process.
#[derive(Default)]
pub(super) struct Supervised {
    /// None if it could not be started.
    pid: Option<Pid>,
    end: Option<End>,
    /// The signals that were sent from here, so that a stop or an end by one was not typed.
    sent: SignalSet,
    /// True if it was continued since trap stopped with it.
    continued: bool,
}

/// How COMMAND has ended, and trap is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It has exited, or could not be started.
    Status(ExitStatus),
    Killed(Signal),
    /// The same, by what was typed at the terminal, which COMMAND had, to end what is there.
    Interrupted(Signal),
}

impl End {
    /// As a shell's `$?`.
    pub(super) fn status(self) -> ExitStatus {
        match self {
            End::Status(status) => status,
            // At most 127.
            End::Killed(signal) | End::Interrupted(signal) => {
                ExitStatus(128 + signal.number() as u8)
            }
        }
    }
}

impl Supervised {
    pub(super) fn note_start(&mut self, pid: Pid) {
        self.pid = Some(pid);
    }

    /// Its process ID, or the one that it had.
    pub(super) fn pid(&self) -> Option<Pid> {
        self.pid
    }

    /// Its process ID as long as it runs or is stopped.
    pub(super) fn running(&self) -> Option<Pid> {
        self.pid.filter(|_| self.end.is_none())
    }

    pub(super) fn end(&self) -> Option<End> {
        self.end
    }

    pub(super) fn note_end(&mut self, end: End) {
        self.end = Some(end);
    }

    pub(super) fn note_sent(&mut self, signal: Signal) {
        self.sent = self.sent | SignalSet::of(signal);
    }

    pub(super) fn was_sent(&self, signal: Signal) -> bool {
        self.sent.contains(signal)
    }

    /// Notes a stop. True if its signal was sent from here: the next one by this signal may be
    /// typed.
    pub(super) fn note_stop(&mut self, signal: Signal) -> bool {
        self.continued = false;
        let was_sent = self.was_sent(signal);
        self.sent = self.sent & !SignalSet::of(signal);
        was_sent
    }

    pub(super) fn note_continued(&mut self) {
        self.continued = true;
    }

    pub(super) fn was_continued(&self) -> bool {
        self.continued
    }

    /// True if something of it takes the signal: a handler, a sigwait, a signalfd.
    pub(super) fn takes(&self, signal: Signal) -> bool {
        let takers = self.running().map(|pid| Takers::of_signal(pid, signal));
        takers.is_some_and(|takers| takers.is_ok_and(|takers| takers.taker(signal).is_some()))
    }
}
