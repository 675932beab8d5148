//! The interface of every criterion.

use std::fmt::Debug;

use super::look::Look;
use crate::process::view::View;
use crate::sys::Errno;

/// A criterion for a process. The errors are those of the look at it.
pub(crate) trait Criterion: Debug {
    /// The cost of the look; the cheapest is asked first, and the first that does not hold ends the
    /// look.
    fn cost(&self) -> Cost;

    fn fits(&self, look: &Look) -> Result<bool, Errno>;

    /// The reason why a process does not fit.
    fn mismatch(&self, look: &Look) -> Result<String, Errno>;

    /// The reason why a process fits.
    fn matched(&self, look: &Look) -> Result<String, Errno>;

    /// Reports what cannot be seen of what is asked for, when all processes have been looked at.
    ///
    /// # Errors
    ///
    /// The errors of reading /proc.
    fn remarks(&self, _view: &View) -> Result<Vec<Remark>, Errno> {
        Ok(Vec::new())
    }
}

/// The subject of a remark, and its text.
pub(crate) type Remark = (Vec<u8>, String);

/// Criteria of which a process must fit one: the values of a list.
#[derive(Debug)]
pub(crate) struct AnyOf<C>(Vec<C>);

impl<C> FromIterator<C> for AnyOf<C> {
    fn from_iter<I: IntoIterator<Item = C>>(criteria: I) -> AnyOf<C> {
        AnyOf(criteria.into_iter().collect())
    }
}

impl<C: Criterion> AnyOf<C> {
    fn first(&self, look: &Look) -> Result<Option<&C>, Errno> {
        for criterion in &self.0 {
            if criterion.fits(look)? {
                return Ok(Some(criterion));
            }
        }
        Ok(None)
    }

    /// The places of all that the process fits.
    ///
    /// # Errors
    ///
    /// The process cannot be looked at.
    #[cfg(feature = "select")]
    pub(crate) fn places(&self, look: &Look) -> Result<Vec<usize>, Errno> {
        let mut places = Vec::new();
        for (place, criterion) in self.0.iter().enumerate() {
            if criterion.fits(look)? {
                places.push(place);
            }
        }
        Ok(places)
    }
}

impl<C: Criterion> Criterion for AnyOf<C> {
    fn cost(&self) -> Cost {
        self.0.iter().map(C::cost).max().unwrap_or(Cost::Number)
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        self.first(look).map(|fitting| fitting.is_some())
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        let reasons = self.0.iter().map(|criterion| criterion.mismatch(look));
        Ok(reasons.collect::<Result<Vec<_>, _>>()?.join("; "))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        self.first(look)?.map_or_else(|| Ok(String::new()), |fitting| fitting.matched(look))
    }
}

/// Criteria of different kinds in one list.
#[cfg(feature = "select")]
impl<C: Criterion + ?Sized> Criterion for Box<C> {
    fn cost(&self) -> Cost {
        (**self).cost()
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        (**self).fits(look)
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        (**self).mismatch(look)
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        (**self).matched(look)
    }
}

/// From what costs nothing to what costs most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cost {
    /// The process ID alone.
    Number,
    /// comm: a line.
    CommandName,
    /// The owner of its directory: one call, and nothing to read.
    Owner,
    /// A file of a fixed form.
    Status,
    Stat,
    /// A text that the process itself can make long: its name, in full or not.
    Name,
    CommandLine,
    /// A link, which only some may read.
    Link,
    /// A file that is long, and that only some may read.
    Long,
    /// A link for each file that it has open.
    Descriptors,
}
