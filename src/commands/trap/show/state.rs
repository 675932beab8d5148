//! The signal state of a process, and the part of it that is shown. Pure but for looking at a
//! process.

use crate::commands::trap::args::Show;
use crate::commands::trap::name::name;
use crate::process::name::command_name;
use crate::process::status::Status;
use crate::process::threads::{self, Thread};
use crate::signal::Signal;
use crate::signal::condition::Condition;
use crate::signal::set::SignalSet;
use crate::sys::disposition::{self, Disposition};
use crate::sys::{Errno, Pid};

/// The signal state of a process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub(super) pid: i32,
    pub(super) name: Vec<u8>,
    pub(super) ignored: SignalSet,
    pub(super) caught: SignalSet,
    /// The signals whose disposition the system does not report.
    pub(super) untold: SignalSet,
    /// Blocked by all threads.
    pub(super) blocked: SignalSet,
    /// Pending for the process, not for one of its threads alone.
    pub(super) pending: SignalSet,
    /// The threads that have not ended; of trap itself none is listed.
    pub(super) threads: Vec<Thread>,
}

impl State {
    /// The state that this process was started with: exec has made what was caught the default.
    pub(super) fn own() -> State {
        let mut state = State { pid: Pid::own().get(), name: name().into(), ..State::default() };
        for signal in Signal::all() {
            let set = match disposition::get(signal) {
                Ok(Disposition::Default) => continue,
                Ok(Disposition::Ignore) => &mut state.ignored,
                Ok(Disposition::Caught) => &mut state.caught,
                Err(_) => &mut state.untold,
            };
            *set = *set | SignalSet::of(signal);
        }
        // Neither can fail.
        state.blocked = disposition::blocked().unwrap_or_default();
        state.pending = disposition::pending().unwrap_or_default();
        state
    }

    /// The state of another process, by its number alone.
    ///
    /// # Errors
    ///
    /// As [`Status::of`].
    pub(super) fn of(pid: Pid) -> Result<State, Errno> {
        let status = Status::of(pid)?;
        let threads = threads::threads(pid)?;
        Ok(State {
            pid: pid.get(),
            name: command_name(pid)?,
            ignored: status.ignored,
            caught: status.caught,
            untold: SignalSet::default(),
            blocked: threads::blocked_by_all(&threads),
            pending: status.pending_process,
            threads,
        })
    }

    /// The disposition for a condition; None where the system does not report it. That of EXIT,
    /// which is set in shells only, is the default one.
    pub(super) fn disposition(&self, condition: Condition) -> Option<Disposition> {
        let Condition::Signal(signal) = condition else { return Some(Disposition::Default) };
        let is_in = |set: SignalSet| set.contains(signal);
        match () {
            () if is_in(self.untold) => None,
            () if is_in(self.ignored) => Some(Disposition::Ignore),
            () if is_in(self.caught) => Some(Disposition::Caught),
            () => Some(Disposition::Default),
        }
    }

    /// Pending for the process or for one of its threads.
    pub(super) fn pending_anywhere(&self) -> SignalSet {
        self.threads.iter().map(|thread| thread.pending).fold(self.pending, |all, set| all | set)
    }
}

/// The conditions that were asked for, or every signal.
pub(super) fn conditions(show: &Show) -> Vec<Condition> {
    match show.conditions[..] {
        [] => Signal::all().map(Condition::Signal).collect(),
        ref conditions => conditions.to_vec(),
    }
}

/// A disposition in a word.
pub(super) fn word(disposition: Option<Disposition>) -> &'static str {
    match disposition {
        Some(Disposition::Default) => "default",
        Some(Disposition::Ignore) => "ignored",
        Some(Disposition::Caught) => "caught",
        None => "unknown",
    }
}
