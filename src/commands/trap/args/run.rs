//! A program to run, and how: COMMAND, what is done about signals, and the options that are for
//! running.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::delivery::schedule::FollowUp;
use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::arguments::Word;
use crate::sys::disposition::Dispositions;

/// A program to run, and how.
#[derive(Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// COMMAND and its arguments, one or more words.
    pub command: &'a [Word<'a>],
    /// The treatment of signals; a later word about one has replaced an earlier one.
    pub settings: BTreeMap<Signal, Setting<'a>>,
    /// The action for EXIT.
    pub at_exit: Option<&'a [u8]>,
    pub block: SignalSet,
    pub unblock: SignalSet,
    /// `-m`: what is passed on in the place of a signal; None for nothing.
    pub map: BTreeMap<Signal, Option<Signal>>,
    /// `--delay`: how much later a signal is passed on.
    pub delay: BTreeMap<Signal, Duration>,
    /// `-k`, `--schedule`: what is sent after a signal that is to end COMMAND.
    pub schedule: Option<EndingSchedule>,
    /// `-t`: when the schedule begins by itself; with 0 as in timeout(1), never, except by ALRM.
    pub timeout: Option<Duration>,
    /// `--preserve-status`: the exit status stays COMMAND's when the time is over.
    pub preserve_status: bool,
    /// `-f`: signals that have an action are passed on too.
    pub forward: bool,
    /// `-g`: COMMAND gets a process group of its own.
    pub group: bool,
    /// `--tree`: signals are passed on to all descendants.
    pub tree: bool,
    /// `-w`: descendants are waited for.
    pub wait_all: WaitAll,
    /// `-r`: orphans become children of trap.
    pub reap: bool,
    /// `--guard`: signals that would end COMMAND by accident are only passed on if it catches them.
    pub guard: bool,
    /// `--die-with-parent`: what COMMAND gets when trap, or the process that started trap, ends.
    pub die_with_parent: Option<Signal>,
    /// `-e`: exit 128+S rather than die by S.
    pub exit_code: bool,
    /// The exit statuses in whose place 0 is given.
    pub successes: BTreeSet<u8>,
    /// `-v`: report what happens.
    pub verbose: bool,
    /// `--shell`: what runs the actions.
    pub shell: &'a [u8],
}

/// The treatment of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting<'a> {
    /// COMMAND gets the default disposition.
    Default,
    Ignore,
    /// A shell runs this; never empty.
    Action(&'a [u8]),
}

/// `-w`: whether descendants are waited for when COMMAND has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitAll {
    Not,
    /// As long as there are any.
    Forever,
    /// So long; what is left then gets the schedule.
    AtMost(Duration),
}

/// `-k`, `--schedule`: what is sent to end COMMAND.
#[derive(Debug, PartialEq, Eq)]
pub struct EndingSchedule {
    /// The signal that it begins with, and that begins it.
    pub first: Signal,
    /// The signals that follow as long as COMMAND has not ended.
    pub follow_ups: Vec<FollowUp>,
}

impl<'a> Run<'a> {
    /// COMMAND as it would be without trap; its caller still sets the words.
    pub(super) fn plain() -> Run<'a> {
        Run {
            command: &[],
            settings: BTreeMap::new(),
            at_exit: None,
            block: SignalSet::default(),
            unblock: SignalSet::default(),
            map: BTreeMap::new(),
            delay: BTreeMap::new(),
            schedule: None,
            timeout: None,
            preserve_status: false,
            forward: false,
            group: false,
            tree: false,
            wait_all: WaitAll::Not,
            reap: false,
            guard: false,
            die_with_parent: None,
            exit_code: false,
            successes: BTreeSet::new(),
            verbose: false,
            shell: b"sh",
        }
    }

    /// True if there is an action.
    pub fn has_actions(&self) -> bool {
        let is_action = |setting: &Setting| matches!(setting, Setting::Action(_));
        self.at_exit.is_some() || self.settings.values().any(is_action)
    }

    /// True if orphans are to become children of trap: so that they are reaped or waited for, or
    /// that the schedule reaches all of a tree to its end.
    pub fn adopts(&self) -> bool {
        let limits = self.schedule.is_some() || self.timeout.is_some();
        self.reap || self.wait_all != WaitAll::Not || self.tree && limits
    }

    /// True if trap stays, rather than become COMMAND.
    pub fn supervises(&self) -> bool {
        self.has_actions()
            || !self.map.is_empty()
            || !self.delay.is_empty()
            || self.schedule.is_some()
            || self.timeout.is_some()
            || self.wait_all != WaitAll::Not
            || self.forward
            || self.group
            || self.tree
            || self.reap
            || self.guard
            || self.exit_code
            || self.verbose
    }

    /// The signals that COMMAND has blocked, where trap was started with these signals blocked.
    pub(crate) fn blocked(&self, inherited: SignalSet) -> SignalSet {
        (inherited | self.block) & !self.unblock
    }

    /// The dispositions that are asked for.
    pub fn dispositions(&self) -> Dispositions {
        let of = |wanted: Setting| {
            let asked = self.settings.iter().filter(move |(_, setting)| **setting == wanted);
            asked.map(|(signal, _)| *signal).collect()
        };
        Dispositions { ignored: of(Setting::Ignore), default: of(Setting::Default) }
    }
}
