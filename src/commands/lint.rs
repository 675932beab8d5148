//! lint: finds wrong and unportable uses of signals in shell scripts, and mends them.
//!
//! `args` makes a [`args::Command`] of the words without touching the world; `files` finds the
//! files, `execute` has each of them checked by the room `lint`, and prints what was found. It has
//! no link: other programs are called lint.

mod args;
pub(crate) mod declaration;
mod execute;
mod files;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzed;
mod git;
mod list;
mod name;
pub(crate) mod pages;
mod write;

use crate::cli::declaration::Applet;
use crate::cli::{ExitStatus, report};
use crate::lint::explain;
use crate::sys::arguments::Word;
use args::Command;
use name::{HELP, NAME};

/// lint, as the rest of sigkit sees it.
pub(crate) static APPLET: Applet = Applet {
    name: NAME,
    also: &[],
    apart: true,
    summary: "find and mend wrong signal handling in shell scripts",
    help: include_str!("lint/help.txt"),
    run,
};

/// Runs lint on the words of its command line.
fn run(words: &[Word]) -> ExitStatus {
    let shown = |status| match status {
        ExitStatus::SUCCESS => ExitStatus::SUCCESS,
        _ => ExitStatus::USAGE,
    };
    match args::parse(words.get(1..).unwrap_or_default()) {
        Ok(Command::Check(check)) => execute::execute(&check),
        Ok(Command::Explain(rule)) => shown(report::show(NAME, &explain::page(rule))),
        Ok(Command::ListRules { as_json }) => shown(report::show(NAME, &list::rules(as_json))),
        Ok(Command::Help) => shown(report::show(NAME, APPLET.help)),
        Ok(Command::Version) => shown(report::version(NAME)),
        Err(error) => {
            report::usage_error(NAME, &error, HELP);
            ExitStatus::USAGE
        }
    }
}
