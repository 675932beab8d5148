//! A command line as it was read: the options by themselves, and in its order what stands beside
//! them. Whether the parts go together is not known yet.

use std::time::Duration;

use crate::commands::trap::args::command::Show;
use crate::commands::trap::args::run::Run;
use crate::commands::trap::options::Key;

pub(super) struct Draft<'a> {
    /// In the order of the command line, which decides about conditions that are named twice.
    pub(super) clauses: Vec<Clause<'a>>,
    /// The options that are for running.
    pub(super) run: Run<'a>,
    /// `-k`, which is a schedule if none is given.
    pub(super) kill_after: Option<Duration>,
    /// The first option that is for running.
    pub(super) first_for_running: Option<Key>,
    /// The options that are for showing.
    pub(super) show: Show,
    /// What takes the place of all else.
    pub(super) instead: Option<Instead>,
}

/// What says something about conditions.
#[derive(Clone, Copy)]
pub(super) enum Clause<'a> {
    /// ACTION or a CONDITION.
    Operand(&'a [u8]),
    /// `--on`.
    On { conditions: &'a [u8], action: &'a [u8] },
}

/// An option that takes the place of all else.
#[derive(Clone, Copy)]
pub(super) enum Instead {
    List,
    Help,
    Version,
}

impl<'a> Draft<'a> {
    pub(super) fn new() -> Draft<'a> {
        Draft {
            clauses: Vec::new(),
            run: Run::plain(),
            kill_after: None,
            first_for_running: None,
            show: Show::default(),
            instead: None,
        }
    }

    /// The first that is given counts.
    pub(super) fn take_instead(&mut self, instead: Instead) {
        self.instead.get_or_insert(instead);
    }

    /// ACTION and the CONDITIONs that are operands.
    pub(super) fn operands(&self) -> impl Iterator<Item = &'a [u8]> {
        operands(&self.clauses)
    }
}

/// The operands among the clauses.
pub(super) fn operands<'a>(clauses: &[Clause<'a>]) -> impl Iterator<Item = &'a [u8]> {
    clauses.iter().filter_map(|clause| match clause {
        Clause::Operand(operand) => Some(*operand),
        Clause::On { .. } => None,
    })
}
