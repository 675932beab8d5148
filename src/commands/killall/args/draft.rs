//! A command line as it was read. Whether the parts go together is asked at its end.

use super::age;
use crate::cli::escape::escaped;
use crate::cli::parse::{self, Given, Spelled, UsageError, Words};
use crate::cli::words;
use crate::commands::killall::args::command::{Act, Command};
use crate::commands::killall::name::NAME;
use crate::commands::killall::options::{Key, OPTIONS};
use crate::delivery::bare;
use crate::delivery::draft::{OrderDraft, Orders, SCOPES, signal_value};
use crate::selection::accident;
use crate::selection::age::Side;
use crate::selection::asking::Asking;
use crate::selection::called::Reading;
use crate::selection::options::Asks;
use crate::signal::Signal;
use crate::sys::Pid;

pub(super) struct Draft<'a> {
    pub(super) names: Vec<&'a [u8]>,
    pub(super) order: OrderDraft<'a>,
    asking: Asking<'a>,
    /// The options of killall alone, as the user wrote them.
    given: Vec<(Key, Spelled<'a>)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new() -> Draft<'a> {
        Draft {
            names: Vec::new(),
            order: OrderDraft::new(),
            asking: Asking::of_acting(NAME),
            given: Vec::new(),
        }
    }

    /// Letters in one word. None of them counts unless all do.
    pub(super) fn take_letters(
        &mut self,
        word: &'a [u8],
        following: &mut Words<'a>,
    ) -> Result<(), UsageError> {
        let mut letters = &word[1..];
        while !letters.is_empty() {
            let (given, left) =
                parse::letter(&OPTIONS, letters, following).ok_or_else(|| unknown(word))??;
            self.take(&given)?;
            letters = left;
        }
        Ok(())
    }

    /// Takes an option over.
    ///
    /// # Errors
    ///
    /// Its value is wrong, or it does not go together with an earlier one.
    pub(super) fn take(&mut self, given: &Given<'a>) -> Result<(), UsageError> {
        let Given { values, spelled, .. } = *given;
        let key = Key::at(given.index);
        // The parser has seen to it that values which must be there are.
        let value = values[0].unwrap_or_default();
        if let Some(asks) = key.asks() {
            return self.asking.take(asks, value, spelled);
        }
        if let Some(orders) = key.orders() {
            return self.order.take(orders, given);
        }
        let wanted = &mut self.asking.wanted;
        match key {
            Key::Signal => self.order.choose(signal_value(value)?, spelled)?,
            Key::Verbose => self.order.take(Orders::Verbose, given)?,
            Key::WaitForAll => self.order.take(Orders::Wait, given)?,
            Key::User => self.asking.take(Asks::RealUser, value, spelled)?,
            Key::Namespace => {
                let wrong = || UsageError::new(value, "not a process ID");
                wanted.namespaces_of = Some(Pid::from_digits(value).ok_or_else(wrong)?);
                wanted.namespaces = vec!["pid"];
            }
            Key::Context => wanted.contexts.push(context(value)?),
            Key::Older => wanted.ages.push((Side::Older, age::read(value)?)),
            Key::Younger => wanted.ages.push((Side::Newer, age::read(value)?)),
            Key::Posix => return Err(words::misplaced_posix(NAME)),
            _ => {}
        }
        self.given.push((key, spelled));
        Ok(())
    }

    fn spelled(&self, key: Key) -> Option<Spelled<'a>> {
        self.given.iter().find_map(|(given, spelled)| (*given == key).then_some(*spelled))
    }

    fn has(&self, key: Key) -> bool {
        self.spelled(key).is_some()
    }

    /// The command that all of it asks for.
    ///
    /// # Errors
    ///
    /// The parts do not go together.
    pub(super) fn finish(self) -> Result<Command<'a>, UsageError> {
        for (key, _) in &self.given {
            match key {
                Key::Help => return Ok(Command::Help),
                Key::Version => return Ok(Command::Version),
                Key::List => return self.list(),
                _ => {}
            }
        }
        self.require_a_choice()?;
        let reading = self.reading()?;
        self.require_sense()?;
        let signal = self.order.signal()?;
        if let (Some(option), None) = (self.asking.spelled(Asks::Catches), signal) {
            return Err(UsageError::new(option.bytes(), "signal 0 has no handler"));
        }
        let verbose = self.order.ordered.verbose;
        let echo = verbose || self.has(Key::Report);
        let (groups, quiet) = (self.has(Key::ProcessGroup), self.has(Key::Quiet));
        let interactive = self.has(Key::Interactive);
        let wanted = self.asking.finish_without_pattern(signal.unwrap_or(Signal::TERM))?;
        Ok(Command::Act(Box::new(Act {
            names: self.names,
            reading,
            wanted,
            signal,
            groups,
            interactive,
            echo,
            quiet,
            ordered: self.order.ordered,
        })))
    }

    /// The list of signals. An operand was hardly meant to be ignored, as psmisc does.
    fn list(&self) -> Result<Command<'a>, UsageError> {
        match self.names.first() {
            None => Ok(Command::List),
            Some(name) => Err(UsageError::new(
                name,
                "-l takes no operand; write kill -l SIGNAL to convert a signal",
            )),
        }
    }

    /// Elsewhere a command line that chooses no process signals every process.
    fn require_a_choice(&self) -> Result<(), UsageError> {
        match self.names.is_empty() && !self.has(Key::User) && !self.has(Key::Context) {
            true => Err(UsageError::new(b"NAME", "missing; give a name, -u USER or -Z REGEXP")),
            false => Ok(()),
        }
    }

    fn reading(&self) -> Result<Reading, UsageError> {
        let reading = Reading {
            patterns: self.has(Key::Regexp),
            literal: self.asking.has(Asks::Literal),
            folds: self.has(Key::IgnoreCase),
        };
        if reading.literal && !reading.patterns {
            return Err(UsageError::new(b"--literal", "needs -r; names are text"));
        }
        if reading.patterns {
            self.names.iter().try_for_each(|name| require_pattern(reading, name))?;
        }
        Ok(reading)
    }

    fn require_sense(&self) -> Result<(), UsageError> {
        let (report, interactive) = (self.spelled(Key::Report), self.spelled(Key::Interactive));
        self.order.require_sense(report.or(interactive))?;
        let confirm = self.order.spelled(&[Orders::Confirm]);
        let (group, scope) = (self.spelled(Key::ProcessGroup), self.order.spelled(&SCOPES));
        for pair in [(interactive, confirm), (group, scope)] {
            if let (Some(option), Some(other)) = pair {
                return Err(UsageError::cannot_combine(option, other));
            }
        }
        Ok(())
    }
}

/// Nothing is looked at if a pattern is wrong.
fn require_pattern(reading: Reading, name: &[u8]) -> Result<(), UsageError> {
    let written = reading.written(name);
    written.compile().map_err(|wrong| UsageError::new(name, wrong))?;
    accident::in_name(&written).map_or(Ok(()), |reason| Err(UsageError::new(name, reason)))
}

/// A pattern of a security context.
fn context(value: &[u8]) -> Result<&[u8], UsageError> {
    require_pattern(Reading { patterns: true, ..Reading::default() }, value).map(|()| value)
}

/// The error of a word whose letters are no options.
fn unknown(word: &[u8]) -> UsageError {
    let name = word.strip_prefix(b"-").unwrap_or(word);
    let name = name.split(|byte| *byte == b'=').next().unwrap_or(name);
    let is_long = OPTIONS.rows.iter().any(|row| row.words.iter().any(|row| row.as_bytes() == name));
    match is_long {
        true => UsageError::new(word, format_args!("write -{}", escaped(word))),
        false => bare::neither(word),
    }
}
