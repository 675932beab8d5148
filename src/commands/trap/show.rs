//! Showing dispositions: those that trap was started with, or those of other processes.
//!
//! A process becomes a `State`, which `script`, `table` or `json` write. A process that cannot be
//! looked at is reported and does not keep the others from being shown.

use super::NAME;
use super::args::{Form, Identified, Show};
use crate::cli::{ExitStatus, report};
use crate::process::handle::{Handle, NotIdentified};
use crate::process::name::command_name;
use crate::process::proc::NO_PROC;
use crate::process::stat::Stat;
use crate::process::status::Status;
use crate::process::threads::{self, Thread};
use crate::signal::Signal;
use crate::signal::condition::Condition;
use crate::signal::set::SignalSet;
use crate::sys::disposition::{self, Disposition};
use crate::sys::output::Output;
use crate::sys::{Describe, Errno, Pid};

mod json;
mod script;
mod table;

/// Shows dispositions: 0 if those of all processes could be shown.
pub fn show(show: &Show) -> ExitStatus {
    let (states, failed) = match show.processes[..] {
        [] => (vec![State::own()], false),
        ref processes => {
            let looked: Vec<State> = processes.iter().filter_map(look_or_report).collect();
            let failed = looked.len() < processes.len();
            (looked, failed)
        }
    };
    // Several are told apart by a line that is a comment to a shell.
    let title = |state: &State| match show.processes.len() {
        0 | 1 => String::new(),
        _ => format!("# process {} ({})\n", state.pid, report::escaped(&state.name)),
    };
    let mut output = Output::new();
    match show.form {
        Form::Commands => states.iter().for_each(|state| {
            output.write(title(state).as_bytes());
            output.write(script::write(show, state).as_bytes());
        }),
        Form::Table => states.iter().for_each(|state| {
            output.write(title(state).as_bytes());
            output.write(table::write(show, state).as_bytes());
        }),
        Form::Json => output.write(json::write(show, &states).as_bytes()),
    }
    match report::finish(NAME, &mut output) {
        ExitStatus::SUCCESS if failed => ExitStatus::FAILURE,
        status => status,
    }
}

/// What a process does with signals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct State {
    pid: i32,
    name: Vec<u8>,
    ignored: SignalSet,
    caught: SignalSet,
    /// The signals whose disposition the system does not tell.
    untold: SignalSet,
    /// Blocked by all threads.
    blocked: SignalSet,
    /// Pending for the process, not for one of its threads alone.
    pending: SignalSet,
    /// The threads that have not ended; of trap itself none is listed.
    threads: Vec<Thread>,
}

impl State {
    /// What this process was started with: exec has made what was caught the default.
    fn own() -> State {
        let mut state = State { pid: Pid::own().get(), name: NAME.into(), ..State::default() };
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

    /// What another process does, by its number alone.
    ///
    /// # Errors
    ///
    /// As [`Status::of`].
    fn of(pid: Pid) -> Result<State, Errno> {
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

    /// The disposition for a condition; None where the system does not tell. That of EXIT, which is
    /// set in shells only, is the default one.
    fn disposition(&self, condition: Condition) -> Option<Disposition> {
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
    fn pending_anywhere(&self) -> SignalSet {
        self.threads.iter().map(|thread| thread.pending).fold(self.pending, |all, set| all | set)
    }
}

/// The conditions that were asked for, or every signal.
fn conditions(show: &Show) -> Vec<Condition> {
    match show.conditions[..] {
        [] => Signal::all().map(Condition::Signal).collect(),
        ref conditions => conditions.to_vec(),
    }
}

/// A disposition in a word.
fn word(disposition: Option<Disposition>) -> &'static str {
    match disposition {
        Some(Disposition::Default) => "default",
        Some(Disposition::Ignore) => "ignored",
        Some(Disposition::Caught) => "caught",
        None => "unknown",
    }
}

fn look_or_report(process: &Identified) -> Option<State> {
    let subject = match process.inode {
        Some(inode) => format!("{}:{inode}", process.pid),
        None => process.pid.to_string(),
    };
    look(process).map_err(|reason| report::report(NAME, subject.as_bytes(), reason)).ok()
}

/// Looks at a process while it is held, so that what is shown is its own.
fn look(process: &Identified) -> Result<State, String> {
    let handle = match process.inode {
        Some(inode) => Handle::open_identified(process.pid, inode),
        None => Handle::open(process.pid).map_err(NotIdentified::System),
    };
    let handle = match handle {
        Ok(handle) => handle,
        Err(NotIdentified::System(Errno::ENOENT | Errno::ENOSYS)) => {
            return Err(NO_PROC.to_owned());
        }
        // What Handle::open says of a thread.
        Err(NotIdentified::System(Errno::EINVAL) | NotIdentified::Thread) => {
            let whole = threads::process_of(process.pid);
            return Err(format!("{}; its process is {whole}", NotIdentified::Thread));
        }
        Err(reason) => return Err(reason.to_string()),
    };
    let looked = handle.look(|pid| {
        let state = State::of(pid);
        // Later than the rest: one that ends meanwhile loses its sets, and its threads, before its
        // number.
        match Stat::of(pid)?.has_ended() {
            true => Ok(None),
            false => state.map(Some),
        }
    });
    match looked {
        Ok(Some(state)) => Ok(state),
        Ok(None) => Err("already dead, its parent has not reaped it".to_owned()),
        Err(Errno::ENOENT) => Err(NO_PROC.to_owned()),
        Err(error) => Err(Describe(error).to_string()),
    }
}
