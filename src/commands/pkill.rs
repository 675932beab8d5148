//! pkill: signals the processes that are what is asked for.
//!
//! `args` makes a [`args::Command`] of the words without touching the world; `act` asks `selection`
//! for the processes and has `delivery` signal them.

mod act;
#[allow(missing_docs, reason = "public for the tests alone")]
pub mod args;
mod name;
mod options;
pub(crate) mod pages;

use crate::cli::declaration::Applet;
use crate::cli::{ExitStatus, names};
use crate::sys::arguments::Word;
use crate::sys::environment::{Environment, POSIXLY_CORRECT};
use args::Command;
use name::{INQUIRER, NAME};

/// pkill, as the rest of sigkit sees it.
pub(crate) static APPLET: Applet = Applet {
    name: NAME,
    also: &[],
    apart: true,
    summary: "signal processes that are chosen by what they are",
    help: include_str!("pkill/help.txt"),
    run,
};

/// Runs pkill on the words of its command line.
fn run(words: &[Word]) -> ExitStatus {
    let words = words.get(1..).unwrap_or_default();
    let permutes = Environment::own().value(POSIXLY_CORRECT).is_none();
    match args::parse(words, permutes) {
        Ok(Command::Act(act)) => act::execute(&act),
        Ok(Command::List) => INQUIRER.shown(names::show(NAME)),
        Ok(Command::Help) => INQUIRER.show(APPLET.help),
        Ok(Command::Version) => INQUIRER.version(),
        Err(error) => INQUIRER.refuse(&error),
    }
}
