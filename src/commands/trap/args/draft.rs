//! A command line as it was read: the options by themselves, and in its order what stands beside
//! them. Whether the parts go together is not known yet.

use crate::cli::parse::Spelled;
use crate::commands::trap::args::command::Show;
use crate::commands::trap::args::run::{EndingSchedule, Run};
use crate::commands::trap::options::Key;

pub(super) struct Draft<'a> {
    /// In the order of the command line, which decides about conditions that are named twice.
    pub(super) clauses: Vec<Clause<'a>>,
    /// The places of the operands among the words.
    pub(super) places: Vec<usize>,
    /// True if an option that is for running comes before the first operand.
    pub(super) runs_first: bool,
    /// True if all values of options can be read.
    pub(super) values_are_right: bool,
    /// The options that are for running.
    pub(super) run: Run<'a>,
    /// `-k`, in whose place no other schedule may be given.
    pub(super) kill_after: Option<EndingSchedule>,
    /// All options, in their order.
    pub(super) given: Vec<(Key, Spelled<'a>)>,
    /// The options that are for showing.
    pub(super) show: Show,
    /// An option that replaces everything else.
    pub(super) instead: Option<Instead>,
}

/// A word that is about conditions.
#[derive(Clone, Copy)]
pub(super) enum Clause<'a> {
    /// ACTION or a CONDITION.
    Operand(&'a [u8]),
    /// `--on`.
    On { conditions: &'a [u8], action: &'a [u8] },
    /// `--default all`, `--ignore all`.
    All { action: &'a [u8] },
}

impl<'a> Clause<'a> {
    /// The treatment of some signals, or of all.
    pub(super) fn about(signals: &'a [u8], action: &'a [u8]) -> Clause<'a> {
        match signals {
            b"all" => Clause::All { action },
            conditions => Clause::On { conditions, action },
        }
    }
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
            places: Vec::new(),
            runs_first: false,
            values_are_right: true,
            run: Run::plain(),
            kill_after: None,
            given: Vec::new(),
            show: Show::default(),
            instead: None,
        }
    }

    /// The first that is given counts.
    pub(super) fn take_instead(&mut self, instead: Instead) {
        self.instead.get_or_insert(instead);
    }

    /// The first option of a kind, as the user wrote it.
    pub(super) fn first(&self, is_of_kind: impl Fn(Key) -> bool) -> Option<Spelled<'a>> {
        self.given.iter().find_map(|(key, spelled)| is_of_kind(*key).then_some(*spelled))
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
        Clause::On { .. } | Clause::All { .. } => None,
    })
}
