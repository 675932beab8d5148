//! The second phase: whether what was read goes together, and what it asks for in all.

use crate::cli::parse::{Spelled, UsageError};
use crate::cli::report::escaped;
use crate::commands::trap::args::command::{Command, Show};
use crate::commands::trap::args::conditions::{self, Conditions};
use crate::commands::trap::args::draft::{Draft, Instead};
use crate::commands::trap::args::run::Run;
use crate::commands::trap::options::Key;
use crate::posix::conformance::Conformance;
use crate::sys::arguments::Word;

/// The diagnostic if there is nothing to run.
const COMMAND_MISSING: &str = "COMMAND is missing; write: sigtrap ACTION CONDITION... -- COMMAND";

/// The purpose of a command line as a whole.
pub(super) enum Purpose<'a> {
    /// Without more to look at.
    Settled(Command<'a>),
    Run(&'a [Word<'a>]),
    Show,
}

/// Returns what the command line is for; `command` is what stands after `--`.
pub(super) fn purpose<'a>(
    conformance: Conformance,
    draft: &Draft<'a>,
    command: Option<&'a [Word<'a>]>,
) -> Result<Purpose<'a>, UsageError> {
    let shows = draft.first(Key::shows);
    let runs = draft.first(Key::is_for_running);
    match draft.instead {
        Some(Instead::Help) => return Ok(Purpose::Settled(Command::Help)),
        Some(Instead::Version) => return Ok(Purpose::Settled(Command::Version)),
        Some(Instead::List) => {
            refuse_beside_list(draft, command, runs.or(shows))?;
            return Ok(Purpose::Settled(Command::List(conformance)));
        }
        None => {}
    }
    let about = |option: Spelled, reason: &str| Err(UsageError::new(option.bytes(), reason));
    match (command, shows) {
        (Some(_), Some(option)) => {
            about(option, "shows dispositions, and cannot be combined with COMMAND")
        }
        (Some([]), None) => Err(UsageError::new(b"--", "COMMAND must follow")),
        (Some(command), None) => Ok(Purpose::Run(command)),
        (None, _) => match (runs, draft.operands().next(), shows) {
            (Some(option), ..) => about(option, COMMAND_MISSING),
            (None, Some(word), None) => Err(UsageError::new(word, COMMAND_MISSING)),
            (None, ..) => Ok(Purpose::Show),
        },
    }
}

/// `-l` stands alone.
fn refuse_beside_list(
    draft: &Draft,
    command: Option<&[Word]>,
    other: Option<Spelled>,
) -> Result<(), UsageError> {
    let list = draft.first(|key| key == Key::List);
    if let Some(word) = draft.operands().chain(command.map(|_| &b"--"[..])).next() {
        let reason = "-l takes no operand; kill -l decodes a number";
        return Err(UsageError::new(word, reason));
    }
    match other {
        Some(option) => {
            let list = list.map(|list| escaped(list.bytes())).unwrap_or_default();
            let reason = format!("cannot be combined with {list}");
            Err(UsageError::new(option.bytes(), reason))
        }
        None => Ok(()),
    }
}

/// A program to run, and the conditions that are wrong.
pub(super) fn run<'a>(
    conformance: Conformance,
    draft: Draft<'a>,
    command: &'a [Word<'a>],
) -> (Result<Run<'a>, UsageError>, Vec<UsageError>) {
    match Conditions::of(conformance, &draft.clauses) {
        Ok(Conditions { settings, at_exit, wrong }) => {
            let refused = refused_for_running(&draft);
            let schedule = draft.run.schedule.or(draft.kill_after);
            let run = Run { command, settings, at_exit, schedule, ..draft.run };
            (refused.map_or(Ok(run), Err), wrong)
        }
        Err(error) => (Err(error), Vec::new()),
    }
}

/// The reason why options for running are refused that do not go together.
fn refused_for_running(draft: &Draft) -> Option<UsageError> {
    let first = |wanted| draft.first(|key| key == wanted);
    if let (Some(option), Some(schedule)) = (first(Key::KillAfter), first(Key::Schedule)) {
        let reason = format!("cannot be combined with {}", escaped(schedule.bytes()));
        return Some(UsageError::new(option.bytes(), reason));
    }
    match (first(Key::PreserveStatus), first(Key::Timeout)) {
        (Some(option), None) => Some(UsageError::new(option.bytes(), "needs -t")),
        _ => None,
    }
}

/// Dispositions to show, and the conditions that are wrong.
pub(super) fn show(
    conformance: Conformance,
    draft: Draft,
) -> (Result<Show, UsageError>, Vec<UsageError>) {
    let mut wrong = Vec::new();
    let read = |word| conditions::read(conformance, word).map_err(|error| wrong.push(error)).ok();
    let conditions = draft.operands().filter_map(read).collect();
    let threads = draft.first(|key| key == Key::AllThreads);
    let show = match threads.filter(|_| draft.show.processes.is_empty()) {
        Some(option) => Err(UsageError::new(option.bytes(), "needs -P")),
        None => Ok(Show { conditions, ..draft.show }),
    };
    (show, wrong)
}
