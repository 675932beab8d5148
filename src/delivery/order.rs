//! The order for all targets. Pure.

use std::time::Duration;

use super::outcome::{Missed, Outcome, Unsuited};
use super::schedule::FollowUp;
use crate::process::handle::Handle;
use crate::selection::criteria::Criteria;
use crate::signal::SignalOrNull;
use crate::sys::Pid;
use crate::sys::deliver::Target;

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
}

/// True if a signal is sent at all.
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

/// True if to wait until all are gone.
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
    use crate::signal::Signal;

    fn plain() -> Order<'static> {
        Order {
            deed: Deed::Send,
            signal: Some(Signal::TERM),
            value: None,
            scope: Scope::Target,
            criteria: Criteria::default(),
            follow_ups: &[],
            wait: Wait::Not,
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
