//! The first phase: reads options and operands, one word after the other, into a [`Draft`].

use std::time::Duration;

use crate::cli::duration;
use crate::cli::parse::{self, Given, Spelled, UsageError};
use crate::commands::trap::args::command::{Form, Show};
use crate::commands::trap::args::draft::{Clause, Draft, Instead};
use crate::commands::trap::args::run::{Run, WaitAll};
use crate::commands::trap::args::values;
use crate::commands::trap::options::{Key, OPTIONS};
use crate::signal::{self, Signal, is_number};
use crate::sys::arguments::Word;

/// Reads what stands before COMMAND. A draft is there in any case, for the conditions in it.
///
/// After a wrong value it reads on, and gives the first error. After an unknown option it does not:
/// whether the next word is a value cannot be known.
pub(super) fn read<'a>(words: &'a [Word<'a>]) -> (Draft<'a>, Result<(), UsageError>) {
    let mut reading = Reading { draft: Draft::new(), last: None, wrong_value: None };
    let end = reading.read(words);
    reading.draft.values_are_right = reading.wrong_value.is_none();
    (reading.draft, reading.wrong_value.map_or(end, Err))
}

struct Reading<'a> {
    draft: Draft<'a>,
    /// The option in the word before, if there was one.
    last: Option<Given<'a>>,
    wrong_value: Option<UsageError>,
}

impl<'a> Reading<'a> {
    fn read(&mut self, words: &'a [Word<'a>]) -> Result<(), UsageError> {
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            match word.bytes() {
                word @ [b'-', b'-', ..] => {
                    self.option(parse::long_option(&OPTIONS, word, &mut rest)?);
                }
                [b'-', letters @ ..] if !letters.is_empty() => {
                    let mut letters = letters;
                    while let [letter, ..] = letters {
                        let unknown = || UsageError::new(&[b'-', *letter], "unknown option");
                        let (these, others) = letters.split_at(length_of_first(letters));
                        let read = parse::letter(&OPTIONS, these, &mut rest);
                        let (given, left) = read.ok_or_else(unknown)??;
                        self.option(given);
                        letters = if others.is_empty() { left } else { others };
                    }
                }
                operand => self.operand(operand, words.len() - rest.len() - 1),
            }
        }
        Ok(())
    }

    fn option(&mut self, given: Given<'a>) {
        if let Err(error) = take(&mut self.draft, given) {
            self.wrong_value.get_or_insert(error);
        }
        self.last = Some(given);
    }

    fn operand(&mut self, word: &'a [u8], place: usize) {
        match self.last.take().and_then(|given| detached(given, word)) {
            Some(error) => drop(self.wrong_value.get_or_insert(error)),
            None => {
                if self.draft.places.is_empty() {
                    self.draft.runs_first = self.draft.first(Key::is_for_running).is_some();
                }
                self.draft.places.push(place);
                self.draft.clauses.push(Clause::Operand(word));
            }
        }
    }
}

/// How many letters may belong to the first of several: all, but for `-e`, after which other
/// letters may follow unless its statuses do.
fn length_of_first(letters: &[u8]) -> usize {
    match letters {
        [b'e', next, ..] if !next.is_ascii_digit() && *next != b'=' => 1,
        letters => letters.len(),
    }
}

/// The error of a word after an option that takes its value in the same word, if it looks
/// like that value: `-w 5` would reset signal 5.
fn detached(given: Given, word: &[u8]) -> Option<UsageError> {
    if given.values[0].is_some() {
        return None;
    }
    let what = match Key::at(given.index) {
        Key::WaitAll if is_number(word) || duration::is_only_a_time(word) => "time",
        // tini's -e: `-e 1` would reset signal 1.
        Key::ExitCode if word.split(|byte| *byte == b',').all(is_number) => "statuses",
        // A shell has commands named exit and kill.
        Key::DieWithParent if !word.iter().any(u8::is_ascii_lowercase) => {
            signal::parse(word).ok()??;
            "signal"
        }
        _ => return None,
    };
    Some(UsageError::new(word, parse::takes_attached(given.spelled.bytes(), what, word)))
}

fn take<'a>(draft: &mut Draft<'a>, given: Given<'a>) -> Result<(), UsageError> {
    let key = Key::at(given.index);
    draft.given.push((key, given.spelled));
    // The parser has checked that no required value is missing.
    let value = given.values[0].unwrap_or_default();
    let Draft { run, show, .. } = draft;
    match key {
        Key::On => {
            let (conditions, action) = values::split(value, b'=', "CONDITION=ACTION")?;
            draft.clauses.push(Clause::On { conditions, action });
        }
        Key::Map => add_mapping(run, value)?,
        Key::Delay => add_delay(run, value)?,
        Key::KillAfter => draft.kill_after = Some(values::ending(value)?),
        Key::Schedule => run.schedule = Some(values::ending_schedule(value)?),
        Key::Timeout => run.timeout = Some(time(value)?),
        Key::PreserveStatus => run.preserve_status = true,
        Key::Forward => run.forward = true,
        Key::Group => run.group = true,
        Key::Tree => run.tree = true,
        Key::WaitAll => {
            let at_most = given.values[0].map(time).transpose()?;
            run.wait_all = at_most.map_or(WaitAll::Forever, WaitAll::AtMost);
        }
        Key::Reap => run.reap = true,
        Key::Guard => run.guard = true,
        Key::Init => act_as_init(run),
        Key::DieWithParent => {
            let signal = given.values[0].map(values::signal).transpose()?;
            run.die_with_parent = Some(signal.unwrap_or(Signal::TERM));
        }
        Key::ExitCode => {
            run.exit_code = true;
            run.successes.extend(values::statuses(given.values[0])?);
        }
        Key::Default => draft.clauses.push(Clause::about(value, b"-")),
        Key::Ignore => draft.clauses.push(Clause::about(value, b"")),
        Key::Block => run.block = run.block | values::catchables(value)?,
        Key::Unblock => run.unblock = run.unblock | values::catchables(value)?,
        Key::Verbose => run.verbose = true,
        Key::Shell => run.shell = values::program(value)?,
        Key::Print => show.all = true,
        Key::Process => show.processes.push(values::whose(value)?),
        Key::Table => choose_form(show, Form::Table, given.spelled)?,
        Key::Json => choose_form(show, Form::Json, given.spelled)?,
        Key::AllThreads => show.threads = true,
        Key::Posix => {
            let reason = "must be the first word, in full: sigtrap --posix ...";
            return Err(UsageError::new(b"--posix", reason));
        }
        Key::List => draft.take_instead(Instead::List),
        Key::Help => draft.take_instead(Instead::Help),
        Key::Version => draft.take_instead(Instead::Version),
    }
    Ok(())
}

fn add_mapping(run: &mut Run, value: &[u8]) -> Result<(), UsageError> {
    let (from, to) = values::split(value, b':', "SIGNAL:SIGNAL")?;
    let to = if to.is_empty() { None } else { Some(values::signal(to)?) };
    run.map.insert(values::catchable(from)?, to);
    Ok(())
}

fn add_delay(run: &mut Run, value: &[u8]) -> Result<(), UsageError> {
    let (signal, delay) = values::split(value, b'=', "SIGNAL=TIME")?;
    let delay = time(delay)?;
    run.delay.insert(values::catchable(signal)?, delay);
    Ok(())
}

/// Does the work of PID 1 of a container. A time of `-w` stays.
fn act_as_init(run: &mut Run) {
    run.reap = true;
    run.guard = true;
    if run.wait_all == WaitAll::Not {
        run.wait_all = WaitAll::Forever;
    }
}

fn choose_form(show: &mut Show, form: Form, spelled: Spelled) -> Result<(), UsageError> {
    let before = std::mem::replace(&mut show.form, form);
    if before == Form::Commands || before == form {
        return Ok(());
    }
    Err(UsageError::new(spelled.bytes(), "only one of --table and --json"))
}

fn time(value: &[u8]) -> Result<Duration, UsageError> {
    duration::read(value).map_err(|wrong| UsageError::new(value, wrong))
}
