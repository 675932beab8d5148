//! A command line as it was read. Whether the parts go together is asked at its end.

use std::time::Duration;

use crate::cli::duration;
use crate::cli::parse::{Given, Spelled, UsageError};
use crate::cli::words;
use crate::commands::pidwait::args::command::{Command, Form, Wait};
use crate::commands::pidwait::name::NAME;
use crate::commands::pidwait::options::Key;
use crate::delivery::choice::Choice;
use crate::delivery::draft::signal_value;
use crate::delivery::waiting::Patience;
use crate::selection::asking::Asking;
use crate::selection::options::Asks;
use crate::signal::Signal;

pub(super) struct Draft<'a> {
    pub(super) asking: Asking<'a>,
    /// The options without values, as the user wrote them.
    given: Vec<(Key, Spelled<'a>)>,
    /// The signal that must be caught where that is asked.
    signal: Choice,
    at_most: Option<Duration>,
}

impl<'a> Draft<'a> {
    pub(super) fn new() -> Draft<'a> {
        Draft {
            asking: Asking::of_waiting(NAME),
            given: Vec::new(),
            signal: Choice::Open,
            at_most: None,
        }
    }

    /// Takes an option over.
    ///
    /// # Errors
    ///
    /// Its value is wrong, or it was given before.
    pub(super) fn take(&mut self, given: &Given<'a>) -> Result<(), UsageError> {
        let Given { values, spelled, .. } = *given;
        let key = Key::at(given.index);
        // The parser has checked that no required value is missing.
        let value = values[0].unwrap_or_default();
        if let Some(asks) = key.asks() {
            return self.asking.take(asks, value, spelled);
        }
        match key {
            Key::Signal => {
                if self.signal.is_made() {
                    return Err(UsageError::given_twice(spelled));
                }
                self.signal.make(signal_value(value)?, spelled.bytes())?;
            }
            Key::Timeout => {
                let time = duration::read(value).map_err(|wrong| UsageError::new(value, wrong))?;
                if self.at_most.replace(time).is_some() {
                    return Err(UsageError::given_twice(spelled));
                }
            }
            Key::Posix => return Err(words::misplaced_posix(NAME)),
            key => self.given.push((key, spelled)),
        }
        Ok(())
    }

    fn spelled(&self, key: Key) -> Option<Spelled<'a>> {
        self.given.iter().find_map(|(given, spelled)| (*given == key).then_some(*spelled))
    }

    fn has(&self, key: Key) -> bool {
        self.spelled(key).is_some()
    }

    /// The request of all options.
    ///
    /// # Errors
    ///
    /// The parts do not go together.
    pub(super) fn finish(mut self) -> Result<Command<'a>, UsageError> {
        for (key, _) in &self.given {
            match key {
                Key::Help => return Ok(Command::Help),
                Key::Version => return Ok(Command::Version),
                _ => {}
            }
        }
        let dry_run = self.dry_run()?;
        let signal = self.signal.signal();
        if let (Some(option), None) = (self.asking.spelled(Asks::Catches), signal) {
            return Err(UsageError::new(option.bytes(), "signal 0 has no handler"));
        }
        let asking = std::mem::replace(&mut self.asking, Asking::of_waiting(NAME));
        Ok(Command::Wait(Box::new(Wait {
            asked: asking.finish(signal.unwrap_or(Signal::TERM))?,
            patience: Patience { at_most: self.at_most, first: self.has(Key::Any) },
            echo: self.has(Key::Echo),
            count: self.has(Key::Count),
            dry_run,
        })))
    }

    fn dry_run(&self) -> Result<Option<Form>, UsageError> {
        let (dry_run, json) = (self.spelled(Key::DryRun), self.spelled(Key::Json));
        match (dry_run, json, self.spelled(Key::Echo), self.spelled(Key::Count)) {
            (None, None, ..) => Ok(None),
            (None, Some(json), ..) => Err(UsageError::new(json.bytes(), "needs --dry-run")),
            (Some(dry_run), _, Some(echo), _) => Err(UsageError::cannot_combine(echo, dry_run)),
            (Some(_), Some(json), _, Some(count)) => Err(UsageError::cannot_combine(count, json)),
            (Some(_), json, ..) => Ok(Some(json.map_or(Form::Lines, |_| Form::Json))),
        }
    }
}
