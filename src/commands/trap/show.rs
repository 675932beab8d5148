//! Showing dispositions: those that trap was started with, or those of other processes.
//!
//! A process becomes a `State`, which `script`, `table` or `json` write. A process that cannot be
//! looked at is reported and does not keep the others from being shown.

use crate::cli::{ExitStatus, report};
use crate::commands::trap::args::{Form, Show, Whose};
use crate::commands::trap::name::name;
use crate::commands::trap::show::state::State;
use crate::process::handle::{Handle, NotIdentified};
use crate::process::identified::Identified;
use crate::process::proc::{NO_PROC, ZOMBIE};
use crate::process::stat::Stat;
use crate::process::threads;
use crate::selection::hold::Unavailable;
use crate::selection::source::{Meant, Source};
use crate::sys::output::Output;
use crate::sys::{Describe, Errno};

mod json;
mod script;
mod state;
mod table;

/// Shows dispositions: 0 if those of all processes could be shown.
pub(super) fn show(show: &Show) -> ExitStatus {
    let Looked { states, failed } = match show.processes[..] {
        [] => Looked { states: vec![State::own()], failed: 0 },
        ref processes => Looked::at(processes),
    };
    // A title separates several processes. A shell reads it as a comment.
    let title = |state: &State| match states.len() + failed {
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
    match report::finish(name(), &mut output) {
        ExitStatus::SUCCESS if failed > 0 => ExitStatus::FAILURE,
        status => status,
    }
}

/// The processes that were looked at, and how many could not be, which was reported.
#[derive(Default)]
struct Looked {
    states: Vec<State>,
    failed: usize,
}

impl Looked {
    fn at(processes: &[Whose]) -> Looked {
        let mut looked = Looked::default();
        for whose in processes {
            match whose {
                Whose::Process(process) => {
                    let subject = match process.inode {
                        Some(inode) => format!("{}:{inode}", process.pid),
                        None => process.pid.to_string(),
                    };
                    looked.add(subject.as_bytes(), look(process));
                }
                Whose::Named(name) => {
                    let source = Source::Named { name, any_user: true };
                    source.each(&mut |subject, meant| looked.add(subject, look_at_meant(meant)));
                }
            }
        }
        looked
    }

    fn add(&mut self, subject: &[u8], looked: Result<State, String>) {
        match looked {
            Ok(state) => self.states.push(state),
            Err(reason) => {
                report::report(name(), subject, reason);
                self.failed += 1;
            }
        }
    }
}

fn look_at_meant(meant: Result<Meant, Unavailable>) -> Result<State, String> {
    match meant {
        Ok(Meant::Process(handle)) => look_at(&handle),
        // No name stands for a group.
        Ok(Meant::Group(_)) => Err(Describe(Errno::ESRCH).to_string()),
        Err(reason) => Err(reason.to_string()),
    }
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
        // Handle::open returns these for a thread.
        Err(NotIdentified::System(Errno::EINVAL) | NotIdentified::Thread) => {
            let whole = threads::process_of(process.pid);
            return Err(format!("{}; its process is {whole}", NotIdentified::Thread));
        }
        Err(reason) => return Err(reason.to_string()),
    };
    look_at(&handle)
}

fn look_at(handle: &Handle) -> Result<State, String> {
    let looked = handle.look(|pid| {
        let state = State::of(pid);
        // Later than the rest: one that ends in the meantime loses its sets, and its threads,
        // before its number.
        match Stat::of(pid)?.has_ended() {
            true => Ok(None),
            false => state.map(Some),
        }
    });
    match looked {
        Ok(Some(state)) => Ok(state),
        Ok(None) => Err(ZOMBIE.to_owned()),
        Err(Errno::ENOENT) => Err(NO_PROC.to_owned()),
        Err(error) => Err(Describe(error).to_string()),
    }
}
