//! A command line as it was read. Whether the parts go together is asked at its end.

use crate::cli::parse::{Given, UsageError};
use crate::cli::words;
use crate::commands::pgrep::args::command::{Command, Find, Show};
use crate::commands::pgrep::name::NAME;
use crate::commands::pgrep::options::Key;
use crate::selection::asking::{Asked, Asking};
use crate::selection::options::Asks;
use crate::selection::order::Order;
use crate::signal::Signal;
use crate::signal::condition::Condition;

#[derive(Default)]
pub(super) struct Draft<'a> {
    pub(super) asking: Asking<'a>,
    /// The options without values.
    given: Vec<Key>,
    signal: Option<Signal>,
    delimiter: Option<&'a [u8]>,
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
            return self.asking.take(asks, value, given.spelled);
        }
        match key {
            Key::Inverse => self.asking.take(Asks::Inverse, value, given.spelled)?,
            Key::Pidfile => self.asking.take(Asks::Pidfile, value, given.spelled)?,
            Key::Signal => self.signal = Some(signal(value)?),
            Key::Delimiter => self.delimiter = Some(value),
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

    /// The request of all options.
    ///
    /// # Errors
    ///
    /// The parts do not go together.
    pub(super) fn finish(mut self) -> Result<Command<'a>, UsageError> {
        if let Some(command) = self.instead() {
            return Ok(command);
        }
        let beside = [(Key::Threads, "-w"), (Key::Tree, "--tree")];
        let beside = beside.into_iter().find(|(key, _)| self.has(*key));
        if let Some((_, other)) = beside.filter(|_| self.has(Key::Inode)) {
            let reason = format!("cannot be combined with {other}");
            return Err(UsageError::new(b"--inode", reason));
        }
        if let Some(other) = self.not_drawn().filter(|_| self.has(Key::Forest)) {
            let reason = format!("cannot be combined with {other}");
            return Err(UsageError::new(b"--forest", reason));
        }
        let signal = self.signal.unwrap_or(Signal::TERM);
        let asked = std::mem::take(&mut self.asking).finish(signal)?;
        let Asked { wanted, inverted, extreme, without_ancestors } = asked;
        Ok(Command::Find(Box::new(Find {
            wanted,
            inverted,
            threads: self.has(Key::Threads),
            extreme,
            without_ancestors,
            tree: self.has(Key::Tree),
            forest: self.has(Key::Forest),
            inode: self.has(Key::Inode),
            order: self.order.unwrap_or(Order::BY_PID),
            show: self.show(),
        })))
    }

    /// The first option for another form than lines of processes that are in a picture.
    fn not_drawn(&self) -> Option<&'static str> {
        let sorted = self.order.map(|_| "--sort").or(self.delimiter.map(|_| "-d"));
        let others = [
            (Key::Threads, "-w"),
            (Key::Inode, "--inode"),
            (Key::Quote, "-Q"),
            (Key::Count, "-c"),
            (Key::Quiet, "-q"),
            (Key::Json, "--json"),
        ];
        let other = others.into_iter().find(|(key, _)| self.has(*key));
        sorted.or(other.map(|(_, spelled)| spelled))
    }

    fn show(&self) -> Show<'a> {
        let delimiter = self.delimiter.unwrap_or(b"\n");
        let quoted = self.has(Key::Quote);
        if self.has(Key::Quiet) {
            Show::Nothing
        } else if self.has(Key::Count) {
            Show::Count
        } else if self.has(Key::Json) {
            Show::Json
        } else if self.has(Key::ListFull) {
            Show::CommandLines { delimiter, quoted }
        } else if self.has(Key::ListName) {
            Show::Names { delimiter, quoted }
        } else {
            Show::Pids { delimiter }
        }
    }
}

fn signal(value: &[u8]) -> Result<Signal, UsageError> {
    let condition = Condition::parse(value).map_err(|unknown| UsageError::new(value, unknown))?;
    condition.signal().ok_or_else(|| UsageError::new(value, "not a signal"))
}
