//! A command line as it was read. Whether the parts go together is asked at its end.

use crate::cli::parse::{Given, UsageError};
use crate::cli::words;
use crate::commands::pidof::args::command::{Command, Find, Omitted, Show};
use crate::commands::pidof::name::NAME;
use crate::commands::pidof::options::Key;
use crate::selection::order::{Order, SortKey};
use crate::selection::program::Widening;
use crate::selection::wanted::Wanted;
use crate::sys::Pid;

/// Peers print first the process that started last, as a rule.
const DESCENDING: Order = Order { key: SortKey::Pid, descending: true };

#[derive(Default)]
pub(super) struct Draft<'a> {
    pub(super) names: Vec<&'a [u8]>,
    wanted: Wanted<'a>,
    /// The options without values.
    given: Vec<Key>,
    omitted: Vec<Omitted>,
    separator: Option<&'a [u8]>,
    order: Option<Order>,
}

impl<'a> Draft<'a> {
    /// Takes an option over.
    ///
    /// # Errors
    ///
    /// Its value is wrong.
    pub(super) fn take(&mut self, given: &Given<'a>) -> Result<(), UsageError> {
        let key = Key::at(given.index);
        // The parser has checked that no required value is missing.
        let value = given.values[0].unwrap_or_default();
        if let Some(asks) = key.asks() {
            self.wanted.take(asks, value)?;
            return Ok(());
        }
        match key {
            Key::Omit => self.omitted.extend(omitted(value)?),
            Key::Separator => self.separator = Some(value),
            Key::Sort => self.order = Some(Order::parse(value)?),
            Key::Posix => return Err(words::misplaced_posix(NAME)),
            key => self.given.push(key),
        }
        Ok(())
    }

    fn has(&self, key: Key) -> bool {
        self.given.contains(&key)
    }

    /// The first option that takes the place of all else.
    fn instead(&self) -> Option<Command<'a>> {
        self.given.iter().find_map(|key| match key {
            Key::Help => Some(Command::Help),
            Key::Version => Some(Command::Version),
            _ => None,
        })
    }

    /// The request of all options. Without a name there is no process, and peers print no error.
    ///
    /// # Errors
    ///
    /// The parts do not go together.
    pub(super) fn finish(self) -> Result<Command<'a>, UsageError> {
        if let Some(command) = self.instead() {
            return Ok(command);
        }
        if self.names.is_empty() && !self.wanted.is_empty() {
            return Err(UsageError::new(b"NAME", "missing; name a program"));
        }
        let widening = Widening {
            scripts: self.has(Key::Scripts),
            zombies: self.has(Key::Zombies),
            workers: self.has(Key::Workers),
        };
        Ok(Command::Find(Box::new(Find {
            widening,
            own_root: self.has(Key::OwnRoot),
            threads: self.has(Key::Threads),
            single: self.has(Key::Single),
            order: self.order.unwrap_or(DESCENDING),
            show: self.show(),
            names: self.names,
            wanted: self.wanted,
            omitted: self.omitted,
        })))
    }

    fn show(&self) -> Show<'a> {
        if self.has(Key::Quiet) {
            Show::Nothing
        } else if self.has(Key::Json) {
            Show::Json
        } else {
            Show::Pids { separator: self.separator.unwrap_or(b" ") }
        }
    }
}

/// Reads what `-o` takes.
fn omitted(value: &[u8]) -> Result<Vec<Omitted>, UsageError> {
    let parts = value.split(|byte| b",;:".contains(byte)).filter(|part| !part.is_empty());
    let one = |part: &[u8]| match part {
        b"%PPID" => Ok(Omitted::Parent),
        _ => {
            let wrong = || UsageError::new(value, "not a list of process IDs or %PPID");
            Pid::from_digits(part).map(Omitted::Process).ok_or_else(wrong)
        }
    };
    let omitted = parts.map(one).collect::<Result<Vec<_>, _>>()?;
    if omitted.is_empty() { Err(UsageError::new(value, "an empty list")) } else { Ok(omitted) }
}
