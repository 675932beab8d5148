//! The order for all targets. Pure.

use std::time::Duration;

use super::outcome::{Missed, Outcome, Unsuited};
use super::schedule::FollowUp;
use crate::process::handle::Handle;
use crate::selection::criteria::Criteria;
use crate::signal::{Signal, SignalOrNull};
use crate::sys::deliver::Target;
use crate::sys::{Errno, Pid};

#[derive(Debug)]
pub(crate) struct Order<'a> {
    pub(crate) deed: Deed,
    pub(crate) signal: SignalOrNull,
    /// The value that is queued with it.
    pub(crate) value: Option<i32>,
    pub(crate) scope: Scope,
    /// The criteria for each process before it is signalled.
    pub(crate) criteria: Criteria<'a>,
    /// The later signals for those that still exist.
    pub(crate) follow_ups: &'a [FollowUp],
    pub(crate) wait: Wait,
    pub(crate) particulars: Particulars,
}

/// Differences between commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Particulars {
    /// One that has ended before the signal is not missed.
    pub(crate) forgives_end: bool,
    /// Each that is signalled is named, and remembered.
    pub(crate) names: bool,
    /// Nothing is asked between the look at a process and its signal.
    pub(crate) sends_at_once: bool,
    /// A process that KILL ends releases its memory at once.
    pub(crate) releases_memory: bool,
}

/// The deed for the processes that are held: a signal is sent, or they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Send,
    /// Only print what the signal would do.
    Foretell,
    /// Only print the process IDs that the signal would be sent to.
    List(Listing),
}

/// The columns that are listed of each process next to its ID.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Listing {
    /// The inode number of its pidfd.
    pub(crate) inode: bool,
    /// Its name and its arguments.
    pub(crate) full: bool,
}

impl Deed {
    /// True if more than its number is listed of a process, so that it must be there.
    pub(crate) fn describes(self) -> bool {
        matches!(self, Deed::List(listing) if listing != Listing::default())
    }
}

/// The processes that belong to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Target,
    Tree,
    Descendants,
}

/// The wait for all to be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    Not,
    Forever,
    /// So long, after the last signal.
    AtMost(Duration),
}

impl Order<'_> {
    /// True if those that are signalled are followed.
    pub(crate) fn follows(&self) -> bool {
        self.deed == Deed::Send && self.asks_to_follow()
    }

    fn asks_to_follow(&self) -> bool {
        !self.follow_ups.is_empty() || self.wait != Wait::Not
    }

    /// Sends a signal to a held process.
    ///
    /// # Errors
    ///
    /// The errors of [`Handle::send`].
    pub(super) fn send(&self, handle: &Handle, signal: SignalOrNull) -> Result<(), Errno> {
        handle.send(signal, self.value)?;
        self.was_sent(handle, signal);
        Ok(())
    }

    /// After a signal was sent.
    pub(super) fn was_sent(&self, handle: &Handle, signal: SignalOrNull) {
        if self.particulars.releases_memory && signal == Some(Signal::KILL) {
            handle.release_memory();
        }
    }

    /// Asks a held process what is asked of each.
    ///
    /// # Errors
    ///
    /// It does not fit, or cannot be looked at.
    pub(crate) fn require_fit(&self, handle: &Handle) -> Outcome {
        match self.criteria.mismatch(handle).map_err(Missed::unseen)? {
            Some(mismatch) => Err(Missed::Skipped(mismatch)),
            None => Ok(()),
        }
    }

    /// True if the signal follows at once when a process is held.
    pub(crate) fn signals_at_once(&self) -> bool {
        self.particulars.sends_at_once && self.deed == Deed::Send && !self.holds_many()
    }

    /// True if many processes may be held at once.
    pub(crate) fn holds_many(&self) -> bool {
        self.scope != Scope::Target || self.asks_to_follow()
    }

    /// The part of the order that several processes at once cannot have. `own_group` is the
    /// process group of this process.
    pub(crate) fn unsuited_for(&self, target: Target, own_group: Option<Pid>) -> Option<Unsuited> {
        let can_be_followed = match target {
            Target::Process(_) => true,
            Target::Group(group) => Some(group) != own_group,
            Target::OwnGroup | Target::Everybody => false,
        };
        if self.scope != Scope::Target {
            Some(Unsuited::Scope)
        } else if !self.criteria.is_empty() {
            Some(Unsuited::Criteria)
        } else if let Deed::List(listing) = self.deed {
            listing.inode.then_some(Unsuited::Inode)
        } else if self.value.is_some() {
            Some(Unsuited::Value)
        } else if self.asks_to_follow() && !can_be_followed {
            Some(Unsuited::Following)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Order<'static> {
        Order {
            deed: Deed::Send,
            signal: Some(Signal::TERM),
            value: None,
            scope: Scope::Target,
            criteria: Criteria::default(),
            follow_ups: &[],
            wait: Wait::Not,
            particulars: Particulars::default(),
        }
    }

    fn pid(number: i32) -> Pid {
        Pid::new(number).unwrap()
    }

    fn unsuited(order: &Order, target: Target) -> Option<Unsuited> {
        order.unsuited_for(target, Some(pid(7)))
    }

    #[test]
    fn a_plain_signal_can_be_sent_to_everybody() {
        for target in [Target::Group(pid(5)), Target::OwnGroup, Target::Everybody] {
            assert_eq!(unsuited(&plain(), target), None);
        }
    }

    #[test]
    fn descendants_and_values_are_not_for_groups() {
        let tree = Order { scope: Scope::Tree, value: Some(5), ..plain() };
        assert_eq!(unsuited(&tree, Target::Group(pid(5))), Some(Unsuited::Scope));
        let value = Order { value: Some(5), ..plain() };
        assert_eq!(unsuited(&value, Target::Group(pid(5))), Some(Unsuited::Value));
    }

    #[test]
    fn another_group_is_followed_and_everybody_and_the_own_group_are_not() {
        for deed in [Deed::Send, Deed::Foretell] {
            let wait = Order { deed, wait: Wait::Forever, ..plain() };
            assert_eq!(unsuited(&wait, Target::Group(pid(5))), None);
            for target in [Target::Group(pid(7)), Target::OwnGroup, Target::Everybody] {
                assert_eq!(unsuited(&wait, target), Some(Unsuited::Following));
            }
        }
    }

    #[test]
    fn no_process_is_followed_where_nothing_is_sent() {
        let wait = Order { wait: Wait::Forever, ..plain() };
        assert!(wait.follows() && !plain().follows());
        assert!(!Order { deed: Deed::Foretell, ..wait }.follows());
    }
}
