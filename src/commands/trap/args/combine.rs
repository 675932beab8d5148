//! The second phase: whether what was read goes together, and what it asks for in all.

use std::time::Duration;

use crate::cli::parse::UsageError;
use crate::commands::trap::args::command::{Command, Form, Show};
use crate::commands::trap::args::conditions::{self, Conditions};
use crate::commands::trap::args::draft::{Draft, Instead};
use crate::commands::trap::args::run::{EndingSchedule, Run};
use crate::commands::trap::options::Key;
use crate::delivery::schedule::FollowUp;
use crate::posix::conformance::Conformance;
use crate::signal::Signal;
use crate::sys::arguments::Word;

/// What is said where there is nothing to run.
const COMMAND_MISSING: &str = "COMMAND is missing; write: trap ACTION CONDITION... -- COMMAND";

/// What a command line as a whole is for.
pub(super) enum Purpose<'a> {
    /// Without more to look at.
    Settled(Command<'a>),
    Run(&'a [Word<'a>]),
    Show,
}

/// Tells what it is for; `command` is what stands after `--`.
pub(super) fn purpose<'a>(
    conformance: Conformance,
    draft: &Draft<'a>,
    command: Option<&'a [Word<'a>]>,
) -> Result<Purpose<'a>, UsageError> {
    let shows = first_for_showing(&draft.show);
    match draft.instead {
        Some(Instead::Help) => return Ok(Purpose::Settled(Command::Help)),
        Some(Instead::Version) => return Ok(Purpose::Settled(Command::Version)),
        Some(Instead::List) => {
            refuse_beside_list(draft, command, draft.first_for_running.or(shows))?;
            return Ok(Purpose::Settled(Command::List(conformance)));
        }
        None => {}
    }
    let about = |key: Key, reason: &str| Err(UsageError::new(key.spelled().as_bytes(), reason));
    match (command, shows) {
        (Some(_), Some(key)) => about(key, "shows dispositions, and runs nothing"),
        (Some([]), None) => Err(UsageError::new(b"--", "COMMAND is missing behind it")),
        (Some(command), None) => Ok(Purpose::Run(command)),
        (None, _) => match (draft.first_for_running, draft.operands().next(), shows) {
            (Some(key), ..) => about(key, COMMAND_MISSING),
            (None, Some(word), None) => Err(UsageError::new(word, COMMAND_MISSING)),
            (None, ..) => Ok(Purpose::Show),
        },
    }
}

/// An option that makes a command line one that shows.
fn first_for_showing(show: &Show) -> Option<Key> {
    match show {
        Show { all: true, .. } => Some(Key::Print),
        _ if !show.processes.is_empty() => Some(Key::Process),
        Show { form: Form::Table, .. } => Some(Key::Table),
        Show { form: Form::Json, .. } => Some(Key::Json),
        Show { threads, .. } => threads.then_some(Key::AllThreads),
    }
}

/// `-l` stands alone.
fn refuse_beside_list(
    draft: &Draft,
    command: Option<&[Word]>,
    other: Option<Key>,
) -> Result<(), UsageError> {
    if let Some(word) = draft.operands().chain(command.map(|_| &b"--"[..])).next() {
        let reason = "-l takes no operand; kill -l tells what a number means";
        return Err(UsageError::new(word, reason));
    }
    match other {
        Some(key) => Err(UsageError::new(key.spelled().as_bytes(), "cannot be combined with -l")),
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
            let run = Run { command, settings, at_exit, ..draft.run };
            (with_ending(run, draft.kill_after), wrong)
        }
        Err(error) => (Err(error), Vec::new()),
    }
}

/// The run with the schedule that `-k` stands for, if its options go together.
fn with_ending(mut run: Run, kill_after: Option<Duration>) -> Result<Run, UsageError> {
    if let Some(after) = kill_after {
        if run.schedule.is_some() {
            return Err(UsageError::new(b"-k", "cannot be combined with --schedule"));
        }
        // As in timeout(1), 0 is no time at all: nothing follows.
        let kill = FollowUp { after, signal: Signal::KILL };
        let follow_ups = if after.is_zero() { Vec::new() } else { vec![kill] };
        run.schedule = Some(EndingSchedule { first: Signal::TERM, follow_ups });
    }
    if run.preserve_status && run.timeout.is_none() {
        return Err(UsageError::new(b"--preserve-status", "needs -t"));
    }
    Ok(run)
}

/// Dispositions to show, and the conditions that are wrong.
pub(super) fn show(
    conformance: Conformance,
    draft: Draft,
) -> (Result<Show, UsageError>, Vec<UsageError>) {
    let mut wrong = Vec::new();
    let read = |word| conditions::read(conformance, word).map_err(|error| wrong.push(error)).ok();
    let conditions = draft.operands().filter_map(read).collect();
    let show = match draft.show.threads && draft.show.processes.is_empty() {
        true => Err(UsageError::new(b"-a", "needs -P")),
        false => Ok(Show { conditions, ..draft.show }),
    };
    (show, wrong)
}
