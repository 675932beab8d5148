//! Waits for processes that are held, without a signal. The right to signal them is not needed.

use std::rc::Rc;
use std::time::{Duration, Instant};

use super::account::Account;
use super::followed::Followed;
use super::following::Following;
use super::progress::Prospect;
use super::reporter::{Echo, Reporter};
use super::subject::subject;
use crate::process::handle::Handle;
use crate::process::name::Named;
use crate::sys::{Errno, Pid};

/// How long is waited at most, and for which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Patience {
    pub(crate) at_most: Option<Duration>,
    pub(crate) first: bool,
}

/// The end of the waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Waited {
    /// The time was over before all had ended that are waited for.
    pub(crate) left: bool,
    /// Some could not be waited for, which was reported.
    pub(crate) unheld: bool,
    /// Standard output could not be written.
    pub(crate) output_failed: bool,
}

/// The processes that are waited for.
pub(crate) struct Waiting<'a> {
    following: Following,
    account: Account<'a>,
    /// One has ended before it was held.
    has_ended: bool,
}

impl<'a> Waiting<'a> {
    /// For `speaker`; `echo` names each, and if `tells` is true, how each has ended is printed.
    pub(crate) fn new(speaker: &'a str, tells: bool, echo: Option<Echo<'a>>) -> Waiting<'a> {
        let reporter = Reporter::new(speaker, tells, &|_| String::new()).echoing(echo);
        Waiting {
            following: Following::new(),
            account: Account::new(reporter, false),
            has_ended: false,
        }
    }

    /// One more. Those that are added are held before any of them is waited for.
    pub(crate) fn add(&mut self, process: Named, handle: Handle) {
        let Named { name, .. } = process;
        self.following.add_process(Followed::named(Rc::new(handle), name));
    }

    /// One that has ended already.
    pub(crate) fn add_ended(&mut self) {
        self.has_ended = true;
    }

    /// One that cannot be held.
    pub(crate) fn add_unheld(&mut self, pid: Pid, name: Vec<u8>, error: Errno) {
        let subject = subject(&Named { pid, name });
        self.account.count(&subject, Err(error.into()));
    }

    /// Names all, and waits.
    pub(crate) fn wait(mut self, patience: Patience) -> Waited {
        let Waiting { following, account, has_ended } = &mut self;
        for followed in &following.alive {
            account.reporter.signalled(&followed.process);
        }
        let begun = Instant::now();
        following.show_progress_from(begun);
        let deadline = patience.at_most.map(|time| begun + time);
        let prospect = Prospect { deadline, signal: None };
        let is_done = match patience.first {
            _ if following.is_empty() => true,
            true => *has_ended || following.wait_for_one(prospect, account),
            false => following.wait_until(prospect, account),
        };
        if !is_done {
            following.tell_all_ended(account);
            following.tell_left(account);
        }
        let tally = account.tally(!is_done);
        Waited { left: tally.left, unheld: tally.failed > 0, output_failed: tally.output_failed }
    }
}
