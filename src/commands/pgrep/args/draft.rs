//! A command line as it was read. Whether the parts go together is asked at its end.

use crate::cli::duration;
use crate::cli::parse::{Given, UsageError};
use crate::commands::pgrep::args::command::{Command, Find, Order, Show, SortKey};
use crate::commands::pgrep::options::{Key, OPTIONS};
use crate::selection::age::Side as AgeSide;
use crate::selection::ere::Manner;
use crate::selection::list;
use crate::selection::matching::Against;
use crate::selection::name::Name;
use crate::selection::namespaces;
use crate::selection::resident::Resident;
use crate::selection::scan::Extreme;
use crate::selection::started::{AskedStart, Side};
use crate::selection::state::State;
use crate::selection::wanted::{Wanted, Written};
use crate::signal::Signal;
use crate::signal::condition::Condition;
use crate::sys::Pid;

#[derive(Default)]
pub(super) struct Draft<'a> {
    pub(super) patterns: Vec<&'a [u8]>,
    wanted: Wanted<'a>,
    /// The options without values.
    given: Vec<Key>,
    pidfile: Option<&'a [u8]>,
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
        // The parser has seen to it that values which must be there are.
        let value = given.values[0].unwrap_or_default();
        let wrong = |reason: &'static str| UsageError::new(value, reason);
        let time = || duration::read(value).map_err(|wrong| UsageError::new(value, wrong));
        let wanted = &mut self.wanted;
        match key {
            Key::Name => wanted.names.push(Name::parse(value).map_err(wrong)?.in_full()),
            Key::EffectiveUser => wanted.effective_users.extend(list::parts(value).map_err(wrong)?),
            Key::RealUser => wanted.real_users.extend(list::parts(value).map_err(wrong)?),
            Key::RealGroup => wanted.real_groups.extend(list::parts(value).map_err(wrong)?),
            Key::Pid => wanted.pids.extend(list::pids(value).map_err(wrong)?),
            Key::Parent => wanted.parents.extend(list::pids_or_zero(value).map_err(wrong)?),
            Key::Group => wanted.groups.extend(list::pids_or_zero(value).map_err(wrong)?),
            Key::Session => wanted.sessions.extend(list::pids_or_zero(value).map_err(wrong)?),
            Key::Terminal => wanted.terminals.extend(list::parts(value).map_err(wrong)?),
            Key::State => wanted.states.extend(State::parse(value).map_err(wrong)?),
            Key::NoZombies => wanted.no_zombies = true,
            Key::Older => wanted.ages.push((AgeSide::Older, time()?)),
            Key::Newer => wanted.ages.push((AgeSide::Newer, time()?)),
            Key::StartedBefore => wanted.starts.push(started(Side::Before, value)?),
            Key::StartedAfter => wanted.starts.push(started(Side::After, value)?),
            Key::Executable => wanted.executables.push(path(value)?),
            Key::Directory => wanted.directories.push(path(value)?),
            Key::Resident => wanted.resident.push(Resident::parse(value).map_err(wrong)?),
            Key::Variable => wanted.variables.push(variable(value)?),
            Key::ControlGroup => wanted.control_groups.extend(list::parts(value).map_err(wrong)?),
            Key::Namespaces => {
                let pid = Pid::from_digits(value).ok_or_else(|| wrong("not a process ID"))?;
                wanted.namespaces_of = Some(pid);
            }
            Key::NamespaceList => {
                wanted.namespaces.extend(namespaces::kinds(value).map_err(wrong)?)
            }
            Key::OwnNamespace => wanted.own_namespace = true,
            Key::Pidfile => self.pidfile = Some(path(value)?),
            Key::Signal => self.signal = Some(signal(value)?),
            Key::Delimiter => self.delimiter = Some(value),
            Key::Sort => self.order = Some(order(value)?),
            Key::Posix => {
                let reason = "must stand first: pgrep --posix ...";
                return Err(UsageError::new(b"--posix", reason));
            }
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

    /// What all of it asks for.
    ///
    /// # Errors
    ///
    /// The parts do not go together.
    pub(super) fn finish(mut self) -> Result<Command<'a>, UsageError> {
        if let Some(command) = self.instead() {
            return Ok(command);
        }
        self.wanted.pattern = self.pattern()?;
        self.add_the_rest()?;
        let extreme = self.extreme()?;
        if self.wanted.is_empty() && extreme.is_none() {
            let reason = "missing; name a pattern, or what the processes are by an option";
            return Err(UsageError::new(b"PATTERN", reason));
        }
        let full =
            self.wanted.pattern.is_some_and(|pattern| pattern.against == Against::CommandLine);
        let full = full && !self.has(Key::WithAncestors);
        Ok(Command::Find(Box::new(Find {
            inverted: self.has(Key::Inverse),
            threads: self.has(Key::Threads),
            extreme,
            without_ancestors: full || self.has(Key::IgnoreAncestors),
            tree: self.has(Key::Tree),
            order: self.order.unwrap_or(Order { key: SortKey::Pid, descending: false }),
            show: self.show(),
            wanted: self.wanted,
        })))
    }

    /// The pattern, if there is one.
    fn pattern(&self) -> Result<Option<Written<'a>>, UsageError> {
        let text = match self.patterns[..] {
            [] => return Ok(None),
            [pattern] => pattern,
            [_, second, ..] => {
                let reason = "only one pattern is taken; join several with |";
                return Err(UsageError::new(second, reason));
            }
        };
        if !self.wanted.names.is_empty() {
            return Err(UsageError::new(text, "no pattern is taken with --name"));
        }
        let manner = Manner { whole: self.has(Key::Exact), fold: self.has(Key::IgnoreCase) };
        let against = if self.has(Key::Full) { Against::CommandLine } else { Against::Name };
        let written = Written { text, manner, literal: self.has(Key::Literal), against };
        // Nothing is looked at if it is wrong.
        written.compile().map_err(|wrong| UsageError::new(text, wrong))?;
        Ok(Some(written))
    }

    /// What several options say together.
    fn add_the_rest(&mut self) -> Result<(), UsageError> {
        let locked = self.has(Key::Locked);
        match self.pidfile {
            Some(_) if !self.wanted.pids.is_empty() => {
                return Err(UsageError::new(b"-F", "cannot be combined with -p"));
            }
            Some(path) => self.wanted.recorded = Some((path, locked)),
            None if locked => return Err(UsageError::new(b"-L", "needs -F FILE")),
            None => {}
        }
        if self.wanted.namespaces_of.is_none() && !self.wanted.namespaces.is_empty() {
            return Err(UsageError::new(b"--nslist", "needs --ns PID"));
        }
        if self.has(Key::Catches) {
            self.wanted.catches = Some(self.signal.unwrap_or(Signal::TERM));
        }
        Ok(())
    }

    fn extreme(&self) -> Result<Option<Extreme>, UsageError> {
        let (newest, oldest) = (self.has(Key::Newest), self.has(Key::Oldest));
        match (newest, oldest) {
            (true, true) => Err(UsageError::new(b"-o", "cannot be combined with -n")),
            (false, false) => Ok(None),
            _ if self.has(Key::Inverse) => {
                let option = if newest { b"-n" } else { b"-o" };
                Err(UsageError::new(option, "cannot be combined with -v"))
            }
            (true, _) => Ok(Some(Extreme::Newest)),
            (_, true) => Ok(Some(Extreme::Oldest)),
        }
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

fn started(side: Side, value: &[u8]) -> Result<AskedStart<'_>, UsageError> {
    AskedStart::parse(side, value).map_err(|reason| UsageError::new(value, reason))
}

fn path(value: &[u8]) -> Result<&[u8], UsageError> {
    if value.is_empty() { Err(UsageError::new(value, "a path is expected")) } else { Ok(value) }
}

fn variable(value: &[u8]) -> Result<&[u8], UsageError> {
    match value {
        [] | [b'=', ..] => Err(UsageError::new(value, "not NAME or NAME=VALUE")),
        value => Ok(value),
    }
}

fn signal(value: &[u8]) -> Result<Signal, UsageError> {
    let condition = Condition::parse(value).map_err(|unknown| UsageError::new(value, unknown))?;
    condition.signal().ok_or_else(|| UsageError::new(value, "not a signal"))
}

fn order(value: &[u8]) -> Result<Order, UsageError> {
    let (descending, key) = match value.strip_prefix(b"-") {
        Some(key) => (true, key),
        None => (false, value),
    };
    let key = match key {
        b"pid" => SortKey::Pid,
        b"start" => SortKey::Start,
        b"rss" => SortKey::Resident,
        b"name" => SortKey::Name,
        _ => {
            let option = OPTIONS.rows[Key::Sort as usize].words[0];
            let reason = format!("--{option} takes pid, start, rss or name, with or without -");
            return Err(UsageError::new(value, reason));
        }
    };
    Ok(Order { key, descending })
}
