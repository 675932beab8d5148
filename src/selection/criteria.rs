//! All that is asked of a process: it fits if each criterion holds.

use std::fmt;
use std::rc::Rc;

use super::catches::Catches;
use super::criterion::{Criterion, Remark};
use super::look::Look;
use super::owner::Owner;
use super::uninspected::not_inspected;
use crate::process::handle::Handle;
use crate::process::proc::unseen;
use crate::process::view::View;
use crate::signal::Signal;
use crate::sys::Errno;

/// Why a process does not fit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mismatch(String);

/// The answer of all criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    Fits,
    Not,
    /// It may not be seen whether a criterion holds.
    Unseen(Errno),
}

/// The criteria for each process.
#[derive(Clone, Debug, Default)]
pub(crate) struct Criteria<'a> {
    /// The cheapest criterion comes first: a process of another user is not looked at any further.
    all: Vec<Rc<dyn Criterion + 'a>>,
}

impl<'a> Criteria<'a> {
    /// One more.
    pub(crate) fn add(&mut self, criterion: impl Criterion + 'a) {
        self.insert(Rc::new(criterion));
    }

    /// The same of one that is asked elsewhere, too.
    #[cfg(feature = "select")]
    pub(crate) fn add_shared(&mut self, criterion: Rc<impl Criterion + 'a>) {
        self.insert(criterion);
    }

    /// All of these, too.
    pub(crate) fn add_all(&mut self, others: &Criteria<'a>) {
        for criterion in &others.all {
            self.insert(Rc::clone(criterion));
        }
    }

    fn insert(&mut self, criterion: Rc<dyn Criterion + 'a>) {
        let place = self.all.partition_point(|other| other.cost() <= criterion.cost());
        self.all.insert(place, criterion);
    }

    /// The process must be of the user that this process belongs to.
    pub(crate) fn add_own_user(&mut self) {
        self.add(Owner::own());
    }

    /// The process must catch the signal, too.
    pub(crate) fn and_catches(&mut self, signal: Signal) {
        self.add(Catches(signal));
    }

    #[cfg(test)]
    pub(super) fn costs(&self) -> impl Iterator<Item = super::criterion::Cost> + '_ {
        self.all.iter().map(|criterion| criterion.cost())
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

    /// True if the process that is looked at fits. One that is gone, or that may not be looked at,
    /// does not.
    ///
    /// # Errors
    ///
    /// The error of reading /proc, if it does not concern the process.
    pub(crate) fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.fit(look)? == Fit::Fits)
    }

    /// The same, and whether it is for want of permission that one does not.
    ///
    /// # Errors
    ///
    /// As above.
    pub(crate) fn fit(&self, look: &Look) -> Result<Fit, Errno> {
        for criterion in &self.all {
            match criterion.fits(look) {
                Ok(true) => {}
                Ok(false) => return Ok(Fit::Not),
                Err(error @ (Errno::EACCES | Errno::EPERM)) => return Ok(Fit::Unseen(error)),
                Err(error) => return unseen(error).map(|_: Option<()>| Fit::Not),
            }
        }
        Ok(Fit::Fits)
    }

    /// Reports what cannot be seen of what is asked for, when all processes have been looked at.
    ///
    /// # Errors
    ///
    /// The error of reading /proc.
    pub(crate) fn remarks(&self, view: &View) -> Result<Vec<Remark>, Errno> {
        let mut all = Vec::new();
        for criterion in &self.all {
            all.extend(criterion.remarks(view)?);
        }
        Ok(all)
    }

    /// The reason why a process does not fit.
    ///
    /// # Errors
    ///
    /// The process cannot be looked at; ESRCH also if it fits by now.
    pub(crate) fn mismatched(&self, look: &Look) -> Result<String, Errno> {
        match self.mismatch_of(look) {
            Ok(Some(Mismatch(reason))) => Ok(reason),
            Ok(None) => Err(Errno::ESRCH),
            Err(error @ (Errno::EACCES | Errno::EPERM)) => Ok(not_inspected(error)),
            Err(error) => Err(error),
        }
    }

    /// The reason why a process fits.
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
    use crate::selection::name::Name;
    use crate::selection::owner::Kind;
    use crate::selection::started::{AskedStart, Side};
    use crate::sys::Pid;

    fn mismatch(criteria: &Criteria) -> Option<String> {
        let handle = Handle::open(Pid::own()).unwrap();
        criteria.mismatch(&handle).unwrap().map(|mismatch| mismatch.to_string())
    }

    #[test]
    fn the_cheapest_criterion_that_does_not_hold_is_the_reason() {
        let own = command_name(Pid::own()).unwrap();
        let view = View::open().unwrap();
        let look = Look::at(&view, Pid::own());
        let full_name = look.full_name().unwrap().unwrap_or(&own);
        let now = std::time::SystemTime::now();
        let start = |side| AskedStart::parse(side, b"@4000000000").unwrap().resolve(now).unwrap();
        let is_named = format!("its name is {}, not other", String::from_utf8_lossy(&own));
        let mut criteria = Criteria::default();
        assert_eq!(mismatch(&criteria), None);
        criteria.add(Name::parse(full_name).unwrap());
        criteria.add(start(Side::Before));
        assert_eq!(mismatch(&criteria), None);
        let mut later = criteria.clone();
        later.add(start(Side::After));
        let reason = mismatch(&later).unwrap();
        assert!(reason.starts_with("it started at ") && reason.ends_with("after @4000000000"));
        later.add(Name::parse(b"other").unwrap());
        assert_eq!(mismatch(&later), Some(is_named));
        criteria.add(Owner::resolve(Kind::RealUser, &[b"4294967294"]).unwrap());
        let reason = mismatch(&criteria).unwrap();
        assert!(reason.starts_with("its real user ID is "), "{reason}");
    }

    #[test]
    fn a_process_without_a_handler_does_not_fit() {
        let mut criteria = Criteria::default();
        // The one signal that an emulator, whose handlers /proc shows, cannot catch either.
        criteria.and_catches(Signal::KILL);
        assert_eq!(mismatch(&criteria).as_deref(), Some("it has no handler for KILL"));
    }
}
