//! All that is asked of a process: it fits if each criterion holds.

use std::fmt;
use std::time::SystemTime;

use super::catches::Catches;
use super::criterion::Criterion;
use super::look::Look;
use super::name::Name;
use super::owner::{Kind, Owner};
use super::started::AskedStart;
use crate::cli::parse::UsageError;
use crate::process::handle::Handle;
use crate::process::proc::unseen;
use crate::process::view::View;
use crate::signal::Signal;
use crate::sys::{Errno, Pid};

/// A criterion as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AskedCriterion<'a> {
    Name(Name<'a>),
    /// The real user, by name or by number.
    User(&'a [u8]),
    Started(AskedStart<'a>),
}

/// Why a process does not fit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mismatch(String);

/// What is asked of each process.
#[derive(Debug, Default)]
pub(crate) struct Criteria<'a> {
    /// What costs little is asked first: a process of another user is not looked at any further.
    all: Vec<Box<dyn Criterion + 'a>>,
}

impl<'a> Criteria<'a> {
    /// Looks up users and local times.
    ///
    /// # Errors
    ///
    /// No such user, no such time.
    pub(crate) fn resolve(
        asked: impl Iterator<Item = AskedCriterion<'a>>,
    ) -> Result<Criteria<'a>, UsageError> {
        // One present for all.
        let now = SystemTime::now();
        let mut criteria = Criteria::default();
        for asked in asked {
            match asked {
                AskedCriterion::Name(name) => criteria.add(name),
                AskedCriterion::User(user) => {
                    criteria.add(Owner::resolve(Kind::RealUser, &[user])?)
                }
                AskedCriterion::Started(start) => criteria.add(start.resolve(now)?),
            }
        }
        Ok(criteria)
    }

    /// One more.
    pub(crate) fn add(&mut self, criterion: impl Criterion + 'a) {
        let place = self.all.partition_point(|other| other.cost() <= criterion.cost());
        self.all.insert(place, Box::new(criterion));
    }

    /// The user that this process belongs to, unless `any_user` will do.
    pub(crate) fn of_user(any_user: bool) -> Criteria<'a> {
        let mut criteria = Criteria::default();
        if !any_user {
            criteria.add(Owner::own());
        }
        criteria
    }

    /// The name, and the user that this process belongs to unless `any_user` will do.
    pub(crate) fn named(name: Name<'a>, any_user: bool) -> Criteria<'a> {
        let mut criteria = Criteria::of_user(any_user);
        criteria.add(name);
        criteria
    }

    /// The process must catch the signal, too.
    pub(crate) fn and_catches(&mut self, signal: Signal) {
        self.add(Catches(signal));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Looks at a held process; gives the first criterion that does not hold, in the order of what
    /// they cost.
    ///
    /// # Errors
    ///
    /// The process cannot be looked at.
    pub(crate) fn mismatch(&self, handle: &Handle) -> Result<Option<Mismatch>, Errno> {
        match self.is_empty() {
            true => Ok(None),
            false => handle.look(|pid| self.mismatch_of(&Look::at(&View::open()?, pid))),
        }
    }

    fn mismatch_of(&self, look: &Look) -> Result<Option<Mismatch>, Errno> {
        for criterion in &self.all {
            if !criterion.fits(look)? {
                return criterion.mismatch(look).map(Mismatch).map(Some);
            }
        }
        Ok(None)
    }

    /// Whether the process that is looked at fits. One that is gone, or that may not be looked at,
    /// does not.
    ///
    /// # Errors
    ///
    /// That of reading /proc, where it says nothing of the process.
    pub(crate) fn fits(&self, look: &Look) -> Result<bool, Errno> {
        for criterion in &self.all {
            if criterion.fits(look).map(Some).or_else(unseen)? != Some(true) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The same of the process that has this number now.
    ///
    /// # Errors
    ///
    /// As above, and that of opening /proc.
    pub(crate) fn fits_number(&self, pid: Pid) -> Result<bool, Errno> {
        self.fits(&Look::at(&View::open()?, pid))
    }

    /// What fits, of a process that does.
    ///
    /// # Errors
    ///
    /// The process cannot be looked at.
    pub(crate) fn matched(&self, look: &Look) -> Result<Vec<String>, Errno> {
        self.all.iter().map(|criterion| criterion.matched(look)).collect()
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::process::name::command_name;
    use crate::selection::started::Side;

    fn mismatch(asked: &[AskedCriterion]) -> Option<String> {
        let handle = Handle::open(Pid::own()).unwrap();
        let criteria = Criteria::resolve(asked.iter().copied()).unwrap();
        criteria.mismatch(&handle).unwrap().map(|mismatch| mismatch.to_string())
    }

    #[test]
    fn the_cheapest_criterion_that_does_not_hold_is_the_reason() {
        let own = command_name(Pid::own()).unwrap();
        let name = AskedCriterion::Name(Name::parse(&own).unwrap());
        let other = AskedCriterion::Name(Name::parse(b"other").unwrap());
        let later =
            AskedCriterion::Started(AskedStart::parse(Side::After, b"@4000000000").unwrap());
        let earlier =
            AskedCriterion::Started(AskedStart::parse(Side::Before, b"@4000000000").unwrap());
        let is_named = format!("its name is {}, not other", String::from_utf8_lossy(&own));
        assert_eq!(mismatch(&[]), None);
        assert_eq!(mismatch(&[name, earlier]), None);
        assert_eq!(mismatch(&[name, other, earlier]), Some(is_named));
        for asked in [[name, later, other], [other, name, later]] {
            let reason = mismatch(&asked).unwrap();
            assert!(reason.starts_with("it started at ") && reason.ends_with("after @4000000000"));
        }
        let user = AskedCriterion::User(b"4294967294");
        let reason = mismatch(&[other, later, user]).unwrap();
        assert!(reason.starts_with("its real user ID is "), "{reason}");
    }

    #[test]
    fn d40_a_process_of_another_user_is_not_asked_for_its_name() {
        for any_user in [false, true] {
            let criteria = Criteria::named(Name::of_operand(b"x"), any_user);
            let costs: Vec<_> = criteria.all.iter().map(|criterion| criterion.cost()).collect();
            assert!(costs.is_sorted() && costs.len() == 2 - usize::from(any_user), "{costs:?}");
        }
    }

    #[test]
    fn a_process_without_a_handler_does_not_fit() {
        let handle = Handle::open(Pid::own()).unwrap();
        let mut criteria = Criteria::default();
        // The one signal that an emulator, whose handlers /proc shows, cannot catch either.
        criteria.and_catches(Signal::KILL);
        let mismatch = criteria.mismatch(&handle).unwrap().map(|mismatch| mismatch.to_string());
        assert_eq!(mismatch.as_deref(), Some("it has no handler for KILL"));
    }
}
