//! Criterion: when the process started.

use std::time::SystemTime;

use super::criterion::{Cost, Criterion};
use super::look::Look;
use super::moment::{self, Moment, Utc};
use crate::cli::parse::UsageError;
use crate::cli::report::escaped;
use crate::process::start_time;
use crate::sys::Errno;
use crate::sys::local_time::Unclear;

/// On which side of the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
}

/// A moment as it was written, and the side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AskedStart<'a> {
    side: Side,
    moment: Moment,
    written: &'a [u8],
}

/// When a process must have started.
#[derive(Debug)]
pub(crate) struct Started<'a> {
    side: Side,
    moment: SystemTime,
    written: &'a [u8],
}

impl Side {
    fn word(self) -> &'static str {
        match self {
            Side::Before => "before",
            Side::After => "after",
        }
    }
}

impl<'a> AskedStart<'a> {
    /// Reads the value of an option.
    ///
    /// # Errors
    ///
    /// The error of the time.
    pub(crate) fn parse(side: Side, written: &'a [u8]) -> Result<AskedStart<'a>, &'static str> {
        let moment = Moment::parse(written).ok_or(moment::FORMS)?;
        Ok(AskedStart { side, moment, written })
    }

    /// Finds the moment on the clock.
    ///
    /// # Errors
    ///
    /// There is no such moment.
    pub(crate) fn resolve(&self, now: SystemTime) -> Result<Started<'a>, UsageError> {
        let AskedStart { side, moment, written } = *self;
        let reason = |unclear| match unclear {
            Unclear::Skipped => {
                "nonexistent local time (the clock was set forward); append Z or +HH:MM"
            }
            Unclear::Twice => "ambiguous local time (the clock was set back); append Z or +HH:MM",
            Unclear::OutOfRange => "out of range for the clock",
        };
        match moment.resolve(now) {
            Ok(moment) => Ok(Started { side, moment, written }),
            Err(unclear) => Err(UsageError::new(written, reason(unclear))),
        }
    }
}

impl Started<'_> {
    /// The start is known to a tick, and what may be either is neither.
    fn is_met(&self, started: SystemTime) -> bool {
        match self.side {
            Side::Before => started + start_time::TICK <= self.moment,
            Side::After => started >= self.moment,
        }
    }

    /// The reason why a process does not fit.
    fn otherwise(&self, is: SystemTime) -> String {
        let Started { side, written, .. } = self;
        format!("it started at {}, not {} {}", Utc(is), side.word(), escaped(written))
    }
}

impl Criterion for Started<'_> {
    fn cost(&self) -> Cost {
        Cost::Stat
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.is_met(start_time::on_clock(look.stat()?.started)?))
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        Ok(self.otherwise(start_time::on_clock(look.stat()?.started)?))
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("started {} {}", self.side.word(), escaped(self.written)))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_start_within_the_tick_of_the_moment_is_neither_before_nor_after() {
        let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let fits = |side, started| Started { side, moment, written: b"" }.is_met(started);
        let within = moment - Duration::from_millis(5);
        assert!(!fits(Side::Before, within) && !fits(Side::After, within));
        assert!(fits(Side::Before, moment - start_time::TICK) && fits(Side::After, moment));
    }

    #[test]
    fn the_reason_shows_the_start_and_what_was_written() {
        let is = SystemTime::UNIX_EPOCH;
        let started = Started { side: Side::Before, moment: is, written: b"10m" };
        assert_eq!(started.otherwise(is), "it started at 1970-01-01T00:00:00.00Z, not before 10m");
    }

    #[test]
    fn a_moment_that_the_clock_cannot_show_is_an_error() {
        let asked = AskedStart::parse(Side::After, b"@18446744073709551615").unwrap();
        let error = asked.resolve(SystemTime::now()).expect_err("too late");
        assert_eq!(error.reason, "out of range for the clock");
        assert_eq!(AskedStart::parse(Side::After, b"1"), Err(moment::FORMS));
    }
}
