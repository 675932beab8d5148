//! Criteria: older than a time, or as old; younger.

use std::time::Duration;

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::cli::duration;
use crate::process::start_time;
use crate::sys::Errno;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// At least so old.
    Older,
    Newer,
}

#[derive(Debug)]
pub(crate) struct Age {
    pub(crate) side: Side,
    pub(crate) than: Duration,
}

impl Age {
    fn is_met(&self, age: Duration) -> bool {
        (age >= self.than) == (self.side == Side::Older)
    }
}

impl Criterion for Age {
    fn cost(&self) -> Cost {
        Cost::Stat
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.is_met(start_time::age(look.stat()?.started)?))
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        let age = start_time::age(look.stat()?.started)?;
        Ok(format!("it is {} old", duration::shown(age)))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        let age = start_time::age(look.stat()?.started)?;
        Ok(format!("{} old", duration::shown(age)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_old_is_older() {
        let is = |side, age| Age { side, than: Duration::from_secs(9) }.is_met(age);
        let (less, same) = (Duration::from_millis(8_990), Duration::from_secs(9));
        assert!(is(Side::Older, same) && !is(Side::Older, less));
        assert!(is(Side::Newer, less) && !is(Side::Newer, same));
    }
}
