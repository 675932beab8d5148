//! pidof: prints the IDs of the processes that run a program.
//!
//! `args` makes a [`args::Command`] of the words without touching the world; `find` asks
//! `selection` for the processes and prints them.

mod args;
mod find;
mod name;
mod options;
pub(crate) mod pages;

use crate::cli::ExitStatus;
use crate::cli::declaration::Applet;
use crate::sys::arguments::Word;
use crate::sys::environment::{Environment, POSIXLY_CORRECT};
use args::Command;
use name::{INQUIRER, NAME};

/// pidof, as the rest of sigkit sees it.
pub(crate) static APPLET: Applet = Applet {
    name: NAME,
    also: &[],
    apart: true,
    summary: "print the IDs of the processes that run a program",
    help: include_str!("pidof/help.txt"),
    run,
};

/// Runs pidof on the words of its command line.
fn run(words: &[Word]) -> ExitStatus {
    let words = words.get(1..).unwrap_or_default();
    let permutes = Environment::own().value(POSIXLY_CORRECT).is_none();
    match args::parse(words, permutes) {
        Ok(Command::Find(find)) => find::execute(&find),
        Ok(Command::Help) => INQUIRER.show(APPLET.help),
        Ok(Command::Version) => INQUIRER.version(),
        Err(error) => INQUIRER.refuse(&error),
    }
}
