//! trap: runs a program under declared signal dispositions, and shows dispositions.
//!
//! `args` makes a [`args::Command`] of the words without touching the world. A program is run by
//! `execute`, which becomes the program, unless there is something to do while it runs: then
//! `supervise` starts it and stays. `show` prints dispositions.

#[allow(missing_docs, reason = "public for the tests alone")]
pub mod args;
mod execute;
mod name;
mod options;
pub(crate) mod pages;
mod show;
mod supervise;

use crate::cli::declaration::Applet;
use crate::cli::{ExitStatus, report};
use crate::posix;
use crate::posix::conformance::{Conformance, STRICT_VARIABLE};
use crate::sys::arguments::Word;
use crate::sys::environment::Environment;
use crate::sys::start::Handover;
use args::{Command, UsageErrors};
use name::name;

/// The command that a usage error points to.
const HELP: &str = "sigtrap --help";

/// trap, as the rest of sigkit sees it.
pub(crate) static APPLET: Applet = Applet {
    name: "trap",
    // The name that no shell keeps to itself.
    also: &["sigtrap"],
    apart: false,
    summary: "run a program under declared signal dispositions, show dispositions",
    help: include_str!("trap/help.txt"),
    run,
};

/// Runs trap on the words of its command line.
fn run(words: &[Word]) -> ExitStatus {
    run_with(words, None)
}

/// Goes on with a COMMAND that was started already: [`run`] of the same words would have started
/// it.
pub(crate) fn go_on(words: &[Word], handover: Handover) -> ExitStatus {
    run_with(words, Some(handover))
}

fn run_with(words: &[Word], handover: Option<Handover>) -> ExitStatus {
    name::take(&APPLET, words);
    let words = words.get(1..).unwrap_or_default();
    let parsed = Conformance::choose(Environment::own().value(STRICT_VARIABLE), words)
        .map_err(|error| UsageErrors::usage(error, words))
        .and_then(|(conformance, words)| args::parse(conformance, words));
    match parsed {
        Ok(Command::Run(run)) if run.supervises() => supervise::supervise(&run, handover),
        Ok(Command::Run(run)) => execute::execute(&run),
        Ok(Command::Show(show)) => show::show(&show),
        Ok(Command::List(conformance)) => posix::names::show(name(), conformance),
        Ok(Command::Help) => report::show(name(), &help()),
        Ok(Command::Version) => report::version(name()),
        Err(errors) => refuse(&errors),
    }
}

/// The help as it is checked in, with the name that was called.
fn help() -> String {
    APPLET.help.replace("@NAME@", name())
}

/// Reports all that is wrong, and gives the exit status.
fn refuse(errors: &UsageErrors) -> ExitStatus {
    for error in &errors.errors {
        match errors.only_conditions {
            true => report::report(name(), &error.subject, &error.reason),
            false => {
                report::usage_error(name(), error, HELP);
            }
        }
    }
    match errors {
        UsageErrors { runs: true, .. } => ExitStatus::NOTHING_STARTED,
        UsageErrors { only_conditions: true, .. } => ExitStatus::FAILURE,
        _ => ExitStatus::USAGE,
    }
}
