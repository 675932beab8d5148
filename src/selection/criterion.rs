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

/// The first of several alternatives that fits, if one does.
pub(super) fn any<'c, C: Criterion>(all: &'c [C], look: &Look) -> Result<Option<&'c C>, Errno> {
    for criterion in all {
        if criterion.fits(look)? {
            return Ok(Some(criterion));
        }
    }
    Ok(None)
}

/// The reason why a process fits none of them.
pub(super) fn all_mismatches<C: Criterion>(all: &[C], look: &Look) -> Result<String, Errno> {
    let reasons = all.iter().map(|criterion| criterion.mismatch(look));
    Ok(reasons.collect::<Result<Vec<_>, _>>()?.join("; "))
}

/// From what costs nothing to what costs most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cost {
    /// The process ID alone.
    Number,
    /// comm: a line.
    CommandName,
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
