//! Running the plain forms before libc has started (`src/main.rs`).
//!
//! Most programs that are supervised just exit one day. Until a signal asks for more than to be
//! passed on trap is a few pages that wait; then libc starts, and [`super::supervise`] goes on with
//! what was begun here.

use super::plain;
use crate::cli::Status;
use crate::sys::BeforeLibc;
use crate::sys::arguments::CommandLine;
use crate::sys::environment::Environment;
use crate::sys::start::before_libc::{Place, Program, Started};

/// Runs a plain form; gives COMMAND's exit status.
///
/// None for all else, and where something fails or is to be done: then libc starts and
/// [`super::run`] runs. Nothing in here may allocate, use thread-local storage, call memcpy(3) and
/// its like, or read a pointer from a table.
#[inline]
pub fn run(line: CommandLine, environment: Environment, before_libc: BeforeLibc) -> Option<Status> {
    let plain = plain::parse(line.words().get(1..)?)?;
    let command = line.last(plain.command.len());
    let mut place = Place::new();
    if plain.supervises {
        let started = Started::start(command, environment, &mut place, plain.dispositions)?;
        return started.wait(plain.passed_on, plain.acts_at_exit, before_libc).map(Status);
    }
    let program = Program::find(command, environment, &mut place)?;
    plain.dispositions.set().ok()?;
    program.execute();
    None
}
