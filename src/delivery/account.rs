//! How many were signalled and how many were not.

use std::collections::BTreeSet;

use super::outcome::{Missed, Outcome};
use super::reporter::Reporter;
use crate::process::name::Named;
use crate::sys::Pid;

/// Counts outcomes and has them reported.
pub(crate) struct Account<'a> {
    pub(super) reporter: Reporter<'a>,
    delivered: usize,
    failed: usize,
    /// Of those that failed, the ones that are there and may not be signalled.
    forbidden: usize,
    unheld: usize,
    /// One that has ended before the signal is not counted.
    forgives_end: bool,
    /// The targets that were signalled, where they are named: a process, by itself or by one of its
    /// descendants, or a process group.
    pub(super) signalled: BTreeSet<Pid>,
}

/// The results for all targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) delivered: usize,
    pub(crate) failed: usize,
    /// Of those that failed, the ones that are there and may not be signalled.
    pub(crate) forbidden: usize,
    /// Of those that failed, the ones for which no descriptor was left.
    pub(crate) unheld: usize,
    /// Some were left when the time to wait for them was over.
    pub(crate) left: bool,
    /// Standard output could not be written.
    pub(crate) output_failed: bool,
}

impl<'a> Account<'a> {
    pub(super) fn new(reporter: Reporter<'a>, forgives_end: bool) -> Account<'a> {
        Account {
            reporter,
            delivered: 0,
            failed: 0,
            forbidden: 0,
            unheld: 0,
            forgives_end,
            signalled: BTreeSet::new(),
        }
    }

    /// Names one that was signalled, and remembers the target that it belongs to.
    pub(super) fn name(&mut self, process: &Named, target: Pid) {
        self.signalled.insert(target);
        self.reporter.signalled(process);
    }

    /// Counts the outcome of a target, and reports a target that was missed.
    pub(super) fn count(&mut self, subject: &[u8], outcome: Outcome) {
        match outcome {
            Ok(()) => self.delivered += 1,
            Err(missed) if self.forgives_end && missed.is_end() => {}
            Err(missed) => {
                self.failed += usize::from(missed.is_failure());
                self.forbidden += usize::from(missed.is_for_want_of_permission());
                self.unheld += usize::from(missed.is_for_want_of_descriptors());
                self.reporter.missed(subject, &missed);
            }
        }
    }

    /// One that was counted as signalled is missed by a later signal.
    pub(super) fn count_missed_later(&mut self, subject: &[u8], missed: Missed) {
        self.delivered = self.delivered.saturating_sub(1);
        self.count(subject, Err(missed));
    }

    pub(super) fn tally(&self, left: bool) -> Tally {
        Tally {
            delivered: self.delivered,
            failed: self.failed,
            forbidden: self.forbidden,
            unheld: self.unheld,
            left,
            output_failed: self.reporter.output_failed(),
        }
    }
}
