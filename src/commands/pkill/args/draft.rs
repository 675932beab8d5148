//! A command line as it was read. Whether the parts go together is asked at its end.

use crate::cli::parse::{self, Given, Spelled, UsageError, Words};
use crate::cli::words;
use crate::commands::pkill::args::command::{Act, Command};
use crate::commands::pkill::name::NAME;
use crate::commands::pkill::options::{Key, OPTIONS};
use crate::delivery::bare;
use crate::delivery::draft::{OrderDraft, Orders, signal_value};
use crate::selection::asking::Asking;
use crate::selection::options::Asks;
use crate::signal::Signal;

pub(super) struct Draft<'a> {
    pub(super) asking: Asking<'a>,
    pub(super) order: OrderDraft<'a>,
    /// The options without values, as the user wrote them.
    given: Vec<(Key, Spelled<'a>)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new() -> Draft<'a> {
        Draft { asking: Asking::of_acting(NAME), order: OrderDraft::new(), given: Vec::new() }
    }

    /// Letters in one word. None of them counts unless all do.
    pub(super) fn take_letters(
        &mut self,
        word: &'a [u8],
        following: &mut Words<'a>,
    ) -> Result<(), UsageError> {
        let mut letters = &word[1..];
        while let [letter, ..] = letters {
            let unknown = || match letter {
                b'v' => UsageError::new(b"-v", "would signal all others; see --inverse"),
                _ => bare::neither(word),
            };
            let (given, left) =
                parse::letter(&OPTIONS, letters, following).ok_or_else(unknown)??;
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
        match key {
            Key::Signal => self.order.choose(signal_value(value)?, spelled)?,
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

    /// The command that all of it asks for.
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
        if let Some(list) = self.spelled(Key::List) {
            return match self.asking.is_empty() && self.order.sending_option.is_none() {
                true => Ok(Command::List),
                false => Err(UsageError::new(
                    list.bytes(),
                    "lists the signals alone; write -e or --dry-run to see the processes",
                )),
            };
        }
        self.order.require_sense(self.spelled(Key::Echo))?;
        let json = self.order.spelled(&[Orders::Json]);
        if let (Some(count), Some(json)) = (self.spelled(Key::Count), json) {
            return Err(UsageError::cannot_combine(count, json));
        }
        let signal = self.order.signal()?;
        if let (Some(option), None) = (self.asking.spelled(Asks::Catches), signal) {
            return Err(UsageError::new(option.bytes(), "signal 0 has no handler"));
        }
        let asked = std::mem::replace(&mut self.asking, Asking::of_acting(NAME));
        let asked = asked.finish(signal.unwrap_or(Signal::TERM))?;
        Ok(Command::Act(Box::new(Act {
            asked,
            signal,
            echo: self.has(Key::Echo),
            count: self.has(Key::Count),
            releases_memory: self.has(Key::ReleaseMemory),
            ordered: self.order.ordered,
        })))
    }
}
