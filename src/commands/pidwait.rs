//! pidwait: waits for the processes that are what is asked for.
//!
//! `args` makes a [`args::Command`] of the words without touching the world; `wait` asks
//! `selection` for the processes and has `delivery` wait for them.

#[allow(missing_docs, reason = "public for the tests alone")]
pub mod args;
mod name;
mod options;
pub(crate) mod pages;
mod wait;

use crate::cli::ExitStatus;
use crate::cli::declaration::Applet;
use crate::sys::arguments::Word;
use crate::sys::environment::{Environment, POSIXLY_CORRECT};
use args::Command;
use name::{INQUIRER, NAME};

/// pidwait, as the rest of sigkit sees it.
pub(crate) static APPLET: Applet = Applet {
    name: NAME,
    also: &[],
    apart: true,
    summary: "wait for processes that are chosen by what they are",
    help: include_str!("pidwait/help.txt"),
    run,
};

/// Runs pidwait on the words of its command line.
fn run(words: &[Word]) -> ExitStatus {
    let words = words.get(1..).unwrap_or_default();
    let permutes = Environment::own().value(POSIXLY_CORRECT).is_none();
    match args::parse(words, permutes) {
        Ok(Command::Wait(wait)) => wait::execute(&wait),
        Ok(Command::Help) => INQUIRER.show(APPLET.help),
        Ok(Command::Version) => INQUIRER.version(),
        Err(error) => INQUIRER.refuse(&error),
    }
}
