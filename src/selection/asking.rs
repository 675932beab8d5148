//! The criteria of the options and the pattern of a command line, as they are read. Pure.
//!
//! The end of the command line decides whether the parts go together.

use std::collections::BTreeSet;

use super::accident;
use super::criteria::Criteria;
use super::ere::Manner;
use super::matching::Against;
use super::options::Asks;
use super::recorded::Recorded;
use super::scan::{Extreme, Scan, Spares};
use super::wanted::{self, Wanted, Written};
use crate::cli::parse::{Spelled, UsageError};
use crate::signal::Signal;
use crate::sys::Pid;

#[derive(Debug, Default)]
pub(crate) struct Asking<'a> {
    patterns: Vec<&'a [u8]>,
    pub(crate) wanted: Wanted<'a>,
    /// The options of which more is to be said at the end, as the user wrote them.
    given: Vec<(Asks, Spelled<'a>)>,
    pidfile: Option<&'a [u8]>,
    /// The command that does something to the processes, or for them, if it does.
    acts: Option<Acting>,
}

/// A command that does more than show the processes.
#[derive(Clone, Copy, Debug)]
struct Acting {
    command: &'static str,
    signals: bool,
}

/// All that is asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked<'a> {
    pub(crate) wanted: Wanted<'a>,
    pub(crate) inverted: bool,
    pub(crate) extreme: Option<Extreme>,
    pub(crate) without_ancestors: bool,
}

impl Asked<'_> {
    /// The scan of a command that does something to the processes, which are not this one and not,
    /// where that is asked or all others are meant, its ancestors.
    pub(crate) fn scan<'c>(&self, criteria: Criteria<'c>, ancestors: &BTreeSet<Pid>) -> Scan<'c> {
        let mut spared = BTreeSet::new();
        if self.without_ancestors || self.inverted {
            spared.extend(ancestors);
        }
        if self.inverted {
            spared.extend(Pid::new(1));
        }
        let copies_of = match self.without_ancestors {
            true => ancestors.clone(),
            false => BTreeSet::new(),
        };
        Scan {
            criteria,
            inverted: self.inverted,
            threads: false,
            extreme: self.extreme,
            left_out: [Pid::own()].into(),
            spares: Spares { ancestors: spared, copies_of, kernel_threads: false, unseen: true },
        }
    }
}

impl<'a> Asking<'a> {
    /// For a command that does something to the processes: what may be an accident is refused.
    pub(crate) fn of_acting(command: &'static str) -> Asking<'a> {
        Asking { acts: Some(Acting { command, signals: true }), ..Asking::default() }
    }

    /// The same for one that signals none and waits for them.
    pub(crate) fn of_waiting(command: &'static str) -> Asking<'a> {
        Asking { acts: Some(Acting { command, signals: false }), ..Asking::default() }
    }

    /// True if nothing was taken over.
    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.is_empty() && self.given.is_empty()
    }

    /// True if an operand was taken over.
    fn has_pattern(&self) -> bool {
        !self.patterns.is_empty()
    }

    /// Takes an operand over.
    pub(crate) fn take_pattern(&mut self, pattern: &'a [u8]) {
        self.patterns.push(pattern);
    }

    /// Takes an option over; `value` is empty if it has none.
    ///
    /// # Errors
    ///
    /// Its value is wrong.
    pub(crate) fn take(
        &mut self,
        asks: Asks,
        value: &'a [u8],
        spelled: Spelled<'a>,
    ) -> Result<(), UsageError> {
        self.given.push((asks, spelled));
        if self.wanted.take(asks, value)? {
            return Ok(());
        }
        if asks == Asks::Pidfile {
            self.pidfile = Some(wanted::path(value)?);
        }
        Ok(())
    }

    /// The criteria of all options of a command that takes names in the place of a pattern.
    ///
    /// # Errors
    ///
    /// The parts do not go together.
    pub(crate) fn finish_without_pattern(
        mut self,
        signal: Signal,
    ) -> Result<Wanted<'a>, UsageError> {
        self.add_the_rest(signal)?;
        Ok(self.wanted)
    }

    pub(crate) fn has(&self, asks: Asks) -> bool {
        self.spelled(asks).is_some()
    }

    /// The first of these options, as the user wrote it.
    pub(crate) fn spelled(&self, asks: Asks) -> Option<Spelled<'a>> {
        self.given.iter().find_map(|(given, spelled)| (*given == asks).then_some(*spelled))
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
        self.refuse_inverse_of_names()?;
        // `pkill --no-zombies $NAME` with an empty NAME would signal every process.
        let chooses = match self.acts {
            None => !self.wanted.is_empty(),
            Some(_) => !self.wanted.only_narrows(),
        };
        if !chooses && extreme.is_none() {
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
        let accident = self.acts.and_then(|acts| accident::in_pattern(&written, acts.signals));
        if let Some(reason) = accident {
            return Err(UsageError::new(text, reason));
        }
        Ok(Some(written))
    }

    /// Adds the criteria that several options give together.
    fn add_the_rest(&mut self, signal: Signal) -> Result<(), UsageError> {
        let locked = self.has(Asks::Locked);
        match (self.pidfile, self.spelled(Asks::Pidfile), self.spelled(Asks::Pid)) {
            (_, Some(pidfile), Some(pid)) => return Err(UsageError::cannot_combine(pidfile, pid)),
            (Some(path), ..) => {
                let trusted_by = self.acts.map(|acts| acts.command);
                self.wanted.recorded = Some(Recorded { path, locked, trusted_by });
            }
            (None, ..) => {
                if let Some(option) = self.spelled(Asks::Locked) {
                    return Err(UsageError::new(option.bytes(), "needs -F FILE"));
                }
            }
        }
        if let (None, Some(option)) = (self.wanted.namespaces_of, self.spelled(Asks::NamespaceList))
        {
            return Err(UsageError::new(option.bytes(), "needs --ns PID"));
        }
        if self.wanted.whole_file_systems && self.wanted.used.is_empty() {
            return Err(UsageError::new(b"--mount", "needs --uses PATH"));
        }
        if self.has(Asks::Catches) {
            self.wanted.catches = Some(signal);
        }
        Ok(())
    }

    /// All but those of a name are nearly all that there are.
    fn refuse_inverse_of_names(&self) -> Result<(), UsageError> {
        match (self.acts, self.spelled(Asks::Inverse)) {
            (Some(_), Some(option)) if self.has_pattern() || !self.wanted.names.is_empty() => {
                let reason = "takes criteria alone, and neither a pattern nor a name";
                Err(UsageError::new(option.bytes(), reason))
            }
            _ => Ok(()),
        }
    }

    fn extreme(&self) -> Result<Option<Extreme>, UsageError> {
        let spelled = |asks| self.spelled(asks);
        match (spelled(Asks::Newest), spelled(Asks::Oldest), spelled(Asks::Inverse)) {
            (Some(newest), Some(oldest), _) => Err(UsageError::cannot_combine(oldest, newest)),
            (None, None, _) => Ok(None),
            (Some(extreme), None, Some(inverse)) | (None, Some(extreme), Some(inverse)) => {
                Err(UsageError::cannot_combine(extreme, inverse))
            }
            (Some(_), None, None) => Ok(Some(Extreme::Newest)),
            (None, Some(_), None) => Ok(Some(Extreme::Oldest)),
        }
    }
}
