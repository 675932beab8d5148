//! The operands and `--on`: the treatment of conditions.
//!
//! Every condition is read, also after a wrong one, so that all that are wrong are reported.

use std::collections::BTreeMap;

use crate::cli::meant::not_a_signal;
use crate::cli::parse::UsageError;
use crate::commands::trap::args::draft::{self, Clause};
use crate::commands::trap::args::run::Setting;
use crate::commands::trap::args::values::catchable_ones as catchable;
use crate::posix;
use crate::posix::conformance::Conformance;
use crate::signal::condition::Condition;
use crate::signal::{Signal, is_number};

/// The treatment of conditions.
#[derive(Default)]
pub(super) struct Conditions<'a> {
    pub(super) settings: BTreeMap<Signal, Setting<'a>>,
    pub(super) at_exit: Option<&'a [u8]>,
    pub(super) wrong: Vec<UsageError>,
}

impl<'a> Conditions<'a> {
    /// Reads the clauses in their order.
    ///
    /// # Errors
    ///
    /// An ACTION stands alone, and nothing was read.
    pub(super) fn of(
        conformance: Conformance,
        clauses: &[Clause<'a>],
    ) -> Result<Conditions<'a>, UsageError> {
        let operands: Vec<&[u8]> = draft::operands(clauses).collect();
        let (action, mut action_comes) = match operands[..] {
            // POSIX.1-2024 XCU trap: an unsigned decimal integer as the first operand.
            [first, ..] if is_number(first) => (&b"-"[..], false),
            [action] => return Err(UsageError::new(action, "a CONDITION must follow")),
            [action, ..] => (action, true),
            [] => (&b"-"[..], false),
        };
        let mut conditions = Conditions::default();
        for clause in clauses {
            match *clause {
                Clause::Operand(_) if action_comes => action_comes = false,
                Clause::Operand(word) => conditions.set(conformance, action, word),
                Clause::All { action } => {
                    for signal in catchable().signals() {
                        conditions.settings.insert(signal, setting(action));
                    }
                }
                Clause::On { conditions: list, action } => list
                    .split(|byte| *byte == b',')
                    .for_each(|word| conditions.set(conformance, action, word)),
            }
        }
        Ok(conditions)
    }

    fn set(&mut self, conformance: Conformance, action: &'a [u8], word: &[u8]) {
        let setting = setting(action);
        let condition = match read(conformance, word) {
            Ok(condition) => condition,
            Err(error) => return self.wrong.push(error),
        };
        match (condition, setting) {
            (Condition::Exit, Setting::Action(action)) => self.at_exit = Some(action),
            (Condition::Exit, _) => self.at_exit = None,
            // They always have it.
            (Condition::Signal(Signal::KILL | Signal::STOP), Setting::Default) => {}
            (Condition::Signal(Signal::KILL | Signal::STOP), _) => {
                self.wrong.push(UsageError::new(word, "cannot be caught or ignored"));
            }
            (Condition::Signal(signal), setting) => drop(self.settings.insert(signal, setting)),
        }
    }
}

fn setting(action: &[u8]) -> Setting<'_> {
    match action {
        b"" => Setting::Ignore,
        b"-" => Setting::Default,
        action => Setting::Action(action),
    }
}

pub(super) fn read(conformance: Conformance, word: &[u8]) -> Result<Condition, UsageError> {
    let read = match conformance {
        Conformance::Extended => {
            Condition::parse(word).map_err(|unknown| not_a_signal(word, unknown))
        }
        Conformance::Posix(level) => {
            posix::trap::condition(level, word).map_err(|advice| advice.to_string())
        }
    };
    read.map_err(|reason| UsageError::new(word, reason))
}
