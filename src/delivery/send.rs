//! Doing what is ordered, to one after the other: one that fails is reported and does not stop the
//! rest.
//!
//! Plain process IDs and groups go to kill(2) as they are. Where identity matters the process is
//! held first, looked at, and signalled through what holds it.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Instant;

use super::account::{Account, Tally};
use super::escalation::Escalation;
use super::followed::Followed;
use super::following::Following;
use super::order::{Deed, Order, Scope, Wait};
use super::outcome::{Failed, Missed, Outcome};
use super::progress::Prospect;
use super::reporter::Reporter;
use super::subject::subject;
use super::trees::{self, Remainder, Trees};
use super::{follow_up, forecast, listing};
use crate::process::group::Group;
use crate::process::handle::Handle;
use crate::process::name::Named;
use crate::selection::hold::{Unavailable, cannot_hold_all, hold};
use crate::selection::membership::KnownGroup;
use crate::selection::source::Meant;
use crate::sys::deliver::{self, Target};
use crate::sys::{Errno, Pid};

/// An order on its way.
pub(crate) struct Delivery<'a> {
    sender: Sender<'a>,
    trees: Trees,
}

impl<'a> Delivery<'a> {
    pub(crate) fn begin(order: &'a Order<'a>, reporter: Reporter<'a>) -> Delivery<'a> {
        let mut account = Account::new(reporter, order.particulars.forgives_end);
        if order.deed == Deed::Send {
            account.reporter.begin_sending();
        }
        let sender = Sender { order, account, following: Following::new() };
        Delivery { sender, trees: Trees::default() }
    }

    /// Signals a target, or counts why it is not available. Diagnostics call it `subject`.
    pub(crate) fn deliver(&mut self, subject: &[u8], meant: Result<Meant, Unavailable>) {
        let scope = self.sender.order.scope;
        let outcome = match meant {
            Ok(Meant::Process(handle)) if scope != Scope::Target => {
                return self.trees.add(subject, handle, scope);
            }
            Ok(Meant::Process(handle)) => self.sender.deliver_to_process(handle.into()),
            Ok(Meant::Group(group)) => {
                self.sender.deliver_to_several(Target::Group(group.number()), Some(&group))
            }
            Err(reason) => Err(reason.into()),
        };
        self.sender.account.count(subject, outcome);
    }

    /// A process with its name, which is held.
    pub(crate) fn deliver_to_named(&mut self, process: &Named, handle: Rc<Handle>) {
        let subject = subject(process);
        let order = self.sender.order;
        if order.scope != Scope::Target {
            return self.trees.add_named(&subject, process.clone(), handle, order.scope);
        }
        let outcome = self.sender.deliver_to_process(handle);
        if outcome.is_ok() && order.particulars.names {
            self.sender.account.name(process, process.pid);
        }
        self.sender.account.count(&subject, outcome);
    }

    /// The process group of a process that was found: `group` is its number, with that process's
    /// name.
    #[cfg(feature = "select")]
    pub(crate) fn deliver_to_group(
        &mut self,
        group: &Named,
        members: Result<Members, Unavailable>,
    ) {
        let outcome = match members {
            Ok(Members::All(known)) => {
                self.sender.deliver_to_several(Target::Group(known.number()), Some(&known))
            }
            Ok(Members::Each(members)) => self.sender.deliver_to_each(members),
            Err(reason) => Err(reason.into()),
        };
        if outcome.is_ok() && self.sender.order.particulars.names {
            self.sender.account.name(group, group.pid);
        }
        self.sender.account.count(&[b"-", &*subject(group)].concat(), outcome);
    }

    /// Signals the targets of a number that kill(2) takes.
    pub(crate) fn deliver_to_number(&mut self, subject: &[u8], target: Target) {
        let outcome = match target {
            Target::Process(pid) if self.sender.order.scope != Scope::Target => {
                return self.deliver(subject, hold(pid).map(Meant::Process));
            }
            Target::Process(pid) => self.sender.deliver_to_number(pid),
            several => self.sender.deliver_to_several(several, None),
        };
        self.sender.account.count(subject, outcome);
    }

    /// Does what is left: the trees, the follow-ups, the waiting.
    pub(crate) fn finish(self) -> Tally {
        self.finish_and_name().0
    }

    /// The same with those that were signalled, where the order is to name them.
    pub(crate) fn finish_and_name(self) -> (Tally, BTreeSet<Pid>) {
        let Delivery { mut sender, trees } = self;
        let Remainder { mut untouched, itself } =
            trees.deliver(sender.order, &mut sender.following, &mut sender.account);
        let left = !sender.following.is_empty() && sender.follow(&mut untouched);
        sender.account.reporter.all_are_sent();
        // When nothing else is left to do.
        if let Some(subject) = itself {
            let outcome = sender.deliver_to_number(Pid::own());
            sender.account.count(&subject, outcome);
        }
        let tally = sender.account.tally(left);
        (tally, sender.account.signalled)
    }
}

/// The processes of a process group, as they are signalled.
#[cfg(feature = "select")]
pub(crate) enum Members {
    /// All at once.
    All(KnownGroup),
    /// One by one, where one signal would reach other processes, too.
    Each(Vec<Rc<Handle>>),
}

struct Sender<'a> {
    order: &'a Order<'a>,
    account: Account<'a>,
    following: Following,
}

impl Sender<'_> {
    /// A process by its number alone, unless it must be known.
    fn deliver_to_number(&mut self, pid: Pid) -> Outcome {
        let order = self.order;
        if order.follows() || !order.criteria.is_empty() || order.deed.describes() {
            return self.deliver_to_process(hold(pid)?.into());
        }
        match order.deed {
            Deed::List(_) => self.list(pid.get()),
            Deed::Foretell => forecast::tell(order.signal, pid, &mut self.account.reporter),
            Deed::Send => {
                self.account.reporter.announce(order.signal, pid.get());
                match order.value {
                    Some(value) => deliver::queue(pid, order.signal, value)?,
                    None => deliver::kill(Target::Process(pid), order.signal)?,
                }
                Ok(())
            }
        }
    }

    fn deliver_to_process(&mut self, handle: Rc<Handle>) -> Outcome {
        let order = self.order;
        let pid = handle.pid();
        order.require_fit(&handle)?;
        match order.deed {
            Deed::List(listing) => {
                let line = listing::line(&handle, listing)?;
                self.account.reporter.say(format_args!("{line}"));
                return Ok(());
            }
            Deed::Foretell => {
                return forecast::tell(order.signal, pid, &mut self.account.reporter);
            }
            Deed::Send => self.account.reporter.announce(order.signal, pid.get()),
        }
        if !order.follows() {
            return Ok(order.send(&handle, order.signal)?);
        }
        // Its name is read while it lives.
        let followed = Followed::new(handle);
        order.send(&followed.handle, order.signal)?;
        self.following.add_process(followed.sent(order.signal));
        Ok(())
    }

    /// Several processes one by one: as with kill(2), one that is signalled is enough.
    #[cfg(feature = "select")]
    fn deliver_to_each(&mut self, members: Vec<Rc<Handle>>) -> Outcome {
        let mut all = Err(Errno::ESRCH.into());
        for member in members {
            let outcome = self.deliver_to_process(member);
            if all.as_ref().is_err_and(Missed::is_end) || outcome.is_ok() {
                all = outcome;
            }
        }
        all
    }

    /// A process group, the own group, or every process. A group that is `known` by a process of it
    /// must still be the same right before the signal.
    fn deliver_to_several(&mut self, target: Target, known: Option<&KnownGroup>) -> Outcome {
        let order = self.order;
        if let Some(unsuited) =
            order.unsuited_for(target, Pid::new(nix::unistd::getpgrp().as_raw()))
        {
            return Err(Failed::Unsuited(unsuited).into());
        }
        match order.deed {
            Deed::List(_) => return self.list(target.as_kill_argument()),
            Deed::Foretell => {
                return forecast::tell_several(order.signal, target, &mut self.account.reporter);
            }
            Deed::Send => {}
        }
        match target {
            Target::Group(group) if order.follows() => {
                return self.deliver_to_followed_group(group, known);
            }
            _ => self.account.reporter.announce(order.signal, target.as_kill_argument()),
        }
        require_unchanged(known)?;
        Ok(deliver::kill(target, order.signal)?)
    }

    fn deliver_to_followed_group(&mut self, number: Pid, known: Option<&KnownGroup>) -> Outcome {
        let signal = self.order.signal;
        let target = Target::Group(number);
        // Held before the signal, which some may not survive.
        let (mut group, members) = Group::open(number).map_err(cannot_hold_all)?;
        let members: Vec<_> = members.into_iter().map(Followed::new).collect();
        self.account.reporter.announce(signal, target.as_kill_argument());
        require_unchanged(known)?;
        // Where none is held there may still be processes that have ended.
        match members.is_empty() {
            true => deliver::kill(target, signal)?,
            false => group.send(signal)?,
        }
        self.following.add_group(group, members, signal);
        Ok(())
    }

    fn list(&mut self, number: i32) -> Outcome {
        self.account.reporter.say(format_args!("{number}"));
        Ok(())
    }

    /// Sends the later signals at their times and waits; true if some were left when the time for
    /// them was over.
    fn follow(&mut self, untouched: &mut Vec<Rc<Handle>>) -> bool {
        let Sender { order, account, following } = self;
        let mut last_signal = Instant::now();
        following.show_progress_from(last_signal);
        let mut escalation = Escalation::begin(order.follow_ups, last_signal);
        while let Some((due, signal)) = escalation.next() {
            let prospect = Prospect { deadline: Some(due), signal: Some(signal) };
            if following.wait_until(prospect, account) {
                return false;
            }
            match order.scope {
                Scope::Target => follow_up::send(order, Some(signal), following, account),
                Scope::Tree | Scope::Descendants => {
                    trees::send_follow_up(order, Some(signal), following, untouched, account);
                }
            }
            // Were this process held up, the time for the next one would still be whole.
            last_signal = Instant::now();
            escalation.hurry(last_signal);
        }
        account.reporter.all_are_sent();
        let deadline = match order.wait {
            Wait::Not => Some(Instant::now()),
            Wait::Forever => None,
            Wait::AtMost(time) => Some(last_signal + time),
        };
        if following.wait_until(Prospect { deadline, signal: None }, account) {
            return false;
        }
        following.tell_all_ended(account);
        if order.wait == Wait::Not {
            return false;
        }
        following.tell_left(account);
        true
    }
}

fn require_unchanged(known: Option<&KnownGroup>) -> Result<(), Unavailable> {
    known.map_or(Ok(()), KnownGroup::require_unchanged)
}
