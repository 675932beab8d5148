//! The criteria of the options and the pattern of a command line, as they are read. Pure.
//!
//! True if the parts go together is asked at its end.

use super::ere::Manner;
use super::matching::Against;
use super::options::Asks;
use super::scan::Extreme;
use super::wanted::{self, Wanted, Written};
use crate::cli::parse::UsageError;
use crate::signal::Signal;

#[derive(Debug, Default)]
pub(crate) struct Asking<'a> {
    patterns: Vec<&'a [u8]>,
    wanted: Wanted<'a>,
    /// The options without values.
    given: Vec<Asks>,
    pidfile: Option<&'a [u8]>,
}

/// All that is asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked<'a> {
    pub(crate) wanted: Wanted<'a>,
    pub(crate) inverted: bool,
    pub(crate) extreme: Option<Extreme>,
    pub(crate) without_ancestors: bool,
}

impl<'a> Asking<'a> {
    /// Takes an operand over.
    pub(crate) fn take_pattern(&mut self, pattern: &'a [u8]) {
        self.patterns.push(pattern);
    }

    /// Takes an option over; `value` is empty if it has none.
    ///
    /// # Errors
    ///
    /// Its value is wrong.
    pub(crate) fn take(&mut self, asks: Asks, value: &'a [u8]) -> Result<(), UsageError> {
        if self.wanted.take(asks, value)? {
            return Ok(());
        }
        match asks {
            Asks::Pidfile => self.pidfile = Some(wanted::path(value)?),
            _ => self.given.push(asks),
        }
        Ok(())
    }

    fn has(&self, asks: Asks) -> bool {
        self.given.contains(&asks)
    }

    /// The criteria of all options; `signal` is the one that must be caught where that is asked.
    ///
    /// # Errors
    ///
    /// The parts do not go together.
    pub(crate) fn finish(mut self, signal: Signal) -> Result<Asked<'a>, UsageError> {
        self.wanted.pattern = self.pattern()?;
        self.add_the_rest(signal)?;
        let extreme = self.extreme()?;
        if self.wanted.is_empty() && extreme.is_none() {
            let reason = "missing; give a pattern, or a criterion by an option";
            return Err(UsageError::new(b"PATTERN", reason));
        }
        let full =
            self.wanted.pattern.is_some_and(|pattern| pattern.against == Against::CommandLine);
        let full = full && !self.has(Asks::WithAncestors);
        Ok(Asked {
            inverted: self.has(Asks::Inverse),
            extreme,
            without_ancestors: full || self.has(Asks::IgnoreAncestors),
            wanted: self.wanted,
        })
    }

    /// The pattern, if there is one.
    fn pattern(&self) -> Result<Option<Written<'a>>, UsageError> {
        let text = match self.patterns[..] {
            [] => return Ok(None),
            [pattern] => pattern,
            [_, second, ..] => {
                let reason = "only one pattern is allowed; join several with |";
                return Err(UsageError::new(second, reason));
            }
        };
        if !self.wanted.names.is_empty() {
            return Err(UsageError::new(text, "a pattern cannot be combined with --name"));
        }
        let manner = Manner { whole: self.has(Asks::Exact), fold: self.has(Asks::IgnoreCase) };
        let against = if self.has(Asks::Full) { Against::CommandLine } else { Against::Name };
        let written = Written { text, manner, literal: self.has(Asks::Literal), against };
        // Nothing is looked at if it is wrong.
        written.compile().map_err(|wrong| UsageError::new(text, wrong))?;
        Ok(Some(written))
    }

    /// Adds the criteria that several options give together.
    fn add_the_rest(&mut self, signal: Signal) -> Result<(), UsageError> {
        let locked = self.has(Asks::Locked);
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
        if self.wanted.whole_file_systems && self.wanted.used.is_empty() {
            return Err(UsageError::new(b"--mount", "needs --uses PATH"));
        }
        if self.has(Asks::Catches) {
            self.wanted.catches = Some(signal);
        }
        Ok(())
    }

    fn extreme(&self) -> Result<Option<Extreme>, UsageError> {
        let (newest, oldest) = (self.has(Asks::Newest), self.has(Asks::Oldest));
        match (newest, oldest) {
            (true, true) => Err(UsageError::new(b"-o", "cannot be combined with -n")),
            (false, false) => Ok(None),
            _ if self.has(Asks::Inverse) => {
                let option = if newest { b"-n" } else { b"-o" };
                Err(UsageError::new(option, "cannot be combined with -v"))
            }
            (true, _) => Ok(Some(Extreme::Newest)),
            (_, true) => Ok(Some(Extreme::Oldest)),
        }
    }
}
