//! kill: sends signals, lists them, decodes exit statuses.
//!
//! `args` makes a [`args::Command`] of the words without touching the world, `strict` does the same
//! for strict-POSIX mode; `send` and `list` carry it out. What a word would signal is decided in
//! `operand` alone.

pub mod args;
pub(crate) mod explain;
mod guard;
pub(crate) mod list;
mod name;
pub mod operand;
pub(crate) mod options;
pub(crate) mod pages;
mod selector;
mod send;
mod state;
pub(crate) mod strict;

use crate::cli::declaration::Applet;
use crate::cli::parse::UsageError;
use crate::cli::{ExitStatus, report};
use crate::posix;
use crate::posix::conformance::{Conformance, STRICT_VARIABLE};
use crate::sys::arguments::Word;
use crate::sys::environment::Environment;
use args::Command;

pub(crate) use name::NAME;

/// kill, as the rest of sigkit sees it.
pub(crate) static APPLET: Applet = Applet {
    name: NAME,
    also: &[],
    apart: false,
    summary: "send signals to processes, list signals, decode exit statuses",
    help: include_str!("kill/help.txt"),
    run,
};

/// Runs kill on the words of its command line.
pub(crate) fn run(words: &[Word]) -> ExitStatus {
    let words = words.get(1..).unwrap_or_default();
    let (conformance, words) =
        match Conformance::choose(Environment::own().value(STRICT_VARIABLE), words) {
            Ok(chosen) => chosen,
            Err(error) => return report::usage_error(NAME, &error, "man kill"),
        };
    match (parse(conformance, words), conformance) {
        (Ok(command), _) => execute(&command),
        (Err(error), Conformance::Extended) => report::usage_error(NAME, &error, "kill --help"),
        // Strict mode has no --help.
        (Err(error), Conformance::Posix(_)) => report::usage_error(NAME, &error, "man kill"),
    }
}

/// Makes a command of the words after the name.
///
/// # Errors
///
/// The command line is wrong; nothing may be sent.
pub fn parse<'a>(
    conformance: Conformance,
    words: &'a [Word<'a>],
) -> Result<Command<'a>, UsageError> {
    match conformance {
        Conformance::Extended => args::parse(words),
        Conformance::Posix(level) => strict::parse(level, words),
    }
}

fn execute(command: &Command) -> ExitStatus {
    match command {
        Command::Send(send) => send::execute(send),
        Command::Help => report::show(NAME, APPLET.help),
        Command::Version => report::version(APPLET.name),
        Command::Decode(decode) => list::decode(decode),
        Command::Explain(decode) => explain::explain(decode),
        Command::List { target: None, conformance } => posix::names::show(NAME, *conformance),
        Command::List { target: Some(foreign), .. } => list::foreign_names(foreign),
        Command::Table(decode) => list::table(decode),
        Command::DescriptionTable(decode) => list::description_table(decode),
        Command::Targets => list::targets(),
        Command::ProcessState(states) => state::show(states),
    }
}
