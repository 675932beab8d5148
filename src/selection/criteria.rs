//! All that is asked of a process: it fits if each criterion holds.

use std::fmt;
use std::time::SystemTime;

use super::catches::{Catches, NoHandler};
use super::look::Look;
use super::name::{Name, OtherName};
use super::started::{AskedStart, OtherStart, Started};
use super::user::{AskedUser, OtherUser, User};
use crate::cli::parse::UsageError;
use crate::process::handle::Handle;
use crate::process::proc::unseen;
use crate::signal::Signal;
use crate::sys::{Errno, Pid};

/// A criterion as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AskedCriterion<'a> {
    Name(Name<'a>),
    User(AskedUser<'a>),
    Started(AskedStart<'a>),
}

/// A criterion with what it takes to ask a process.
#[derive(Debug)]
enum Criterion<'a> {
    Name(Name<'a>),
    User(User),
    Started(Started<'a>),
    Catches(Catches),
}

/// Why a process does not fit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Mismatch {
    Name(OtherName),
    User(OtherUser),
    Started(OtherStart),
    Catches(NoHandler),
}

/// What is asked of each process.
#[derive(Debug, Default)]
pub(crate) struct Criteria<'a> {
    all: Vec<Criterion<'a>>,
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
        let one = |asked| {
            Ok(match asked {
                AskedCriterion::Name(name) => Criterion::Name(name),
                AskedCriterion::User(user) => Criterion::User(user.resolve()?),
                AskedCriterion::Started(start) => Criterion::Started(start.resolve(now)?),
            })
        };
        Ok(Criteria::of(asked.map(one).collect::<Result<_, _>>()?))
    }

    /// What costs little is asked first: a process of another user is not looked at any further.
    fn of(mut all: Vec<Criterion<'a>>) -> Criteria<'a> {
        all.sort_by_key(Criterion::cost);
        Criteria { all }
    }

    /// The user that this process belongs to, unless `any_user` will do.
    pub(crate) fn of_user(any_user: bool) -> Criteria<'a> {
        let user = (!any_user).then(|| Criterion::User(User::own()));
        Criteria { all: user.into_iter().collect() }
    }

    /// The name, and the user that this process belongs to unless `any_user` will do.
    pub(crate) fn named(name: Name<'a>, any_user: bool) -> Criteria<'a> {
        let user = (!any_user).then(|| Criterion::User(User::own()));
        Criteria::of([Criterion::Name(name)].into_iter().chain(user).collect())
    }

    /// The process must catch the signal, too.
    pub(crate) fn and_catches(&mut self, signal: Signal) {
        self.all.push(Criterion::Catches(Catches(signal)));
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
            false => handle.look(|pid| self.mismatch_of_number(pid)),
        }
    }

    /// The same of the process that has this number now.
    ///
    /// # Errors
    ///
    /// As above.
    pub(crate) fn mismatch_of_number(&self, pid: Pid) -> Result<Option<Mismatch>, Errno> {
        let look = Look::at(pid);
        for criterion in &self.all {
            if let Some(mismatch) = criterion.mismatch(&look)? {
                return Ok(Some(mismatch));
            }
        }
        Ok(None)
    }

    /// Whether the process that has this number now fits. One that is gone, or that may not be
    /// looked at, does not.
    ///
    /// # Errors
    ///
    /// That of reading /proc, where it says nothing of the process.
    pub(crate) fn fits_number(&self, pid: Pid) -> Result<bool, Errno> {
        let fits = |mismatch: Option<Mismatch>| Some(mismatch.is_none());
        Ok(self.mismatch_of_number(pid).map(fits).or_else(unseen)?.unwrap_or(false))
    }
}

impl Criterion<'_> {
    /// How much it takes to ask: a file of a fixed form, one that the process has a hand in, and
    /// several of them.
    fn cost(&self) -> u8 {
        match self {
            Criterion::User(_) => 0,
            Criterion::Started(_) => 1,
            Criterion::Name(_) => 2,
            Criterion::Catches(_) => 3,
        }
    }

    /// Asks the criterion, with what it reads.
    fn mismatch(&self, look: &Look) -> Result<Option<Mismatch>, Errno> {
        Ok(match self {
            Criterion::Name(name) => {
                name.mismatch(look.name()?, || look.arguments())?.map(Mismatch::Name)
            }
            Criterion::User(user) => user.mismatch(look.status()?).map(Mismatch::User),
            Criterion::Started(started) => started.mismatch(look.stat()?)?.map(Mismatch::Started),
            Criterion::Catches(catches) => {
                catches.mismatch(|signal| look.takers(signal))?.map(Mismatch::Catches)
            }
        })
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Mismatch::Name(other) => other.fmt(f),
            Mismatch::User(other) => other.fmt(f),
            Mismatch::Started(other) => other.fmt(f),
            Mismatch::Catches(none) => none.fmt(f),
        }
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
        let user = AskedCriterion::User(AskedUser(b"4294967294"));
        let reason = mismatch(&[other, later, user]).unwrap();
        assert!(reason.starts_with("its real user ID is "), "{reason}");
    }

    #[test]
    fn d40_a_process_of_another_user_is_not_asked_for_its_name() {
        for any_user in [false, true] {
            let criteria = Criteria::named(Name::of_operand(b"x"), any_user);
            let costs: Vec<u8> = criteria.all.iter().map(Criterion::cost).collect();
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
