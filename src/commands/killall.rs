//! killall: signals the processes that have a name.
//!
//! `args` makes a [`args::Command`] of the words without touching the world; `act` asks `selection`
//! for the processes and has `delivery` signal them. psmisc's killall is the model: every failure
//! is exit status 1.

mod act;
#[allow(missing_docs, reason = "public for the tests alone")]
pub mod args;
mod name;
mod options;
pub(crate) mod pages;
mod targets;

use crate::cli::declaration::Applet;
use crate::cli::{ExitStatus, names};
use crate::sys::arguments::Word;
use crate::sys::environment::{Environment, POSIXLY_CORRECT};
use args::Command;
use name::{INQUIRER, NAME};

/// killall, as the rest of sigkit sees it.
pub(crate) static APPLET: Applet = Applet {
    name: NAME,
    also: &[],
    apart: true,
    summary: "signal processes by their names",
    help: include_str!("killall/help.txt"),
    run,
};

/// Runs killall on the words of its command line.
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
