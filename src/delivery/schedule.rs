//! Signals with times between them: `TERM/5s/KILL`; and a time alone, after which KILL follows.
//! Pure.

use std::fmt;
use std::time::Duration;

use crate::cli::declaration::{Completion, Value};
use crate::cli::duration;
use crate::cli::meant;
use crate::cli::parse::UsageError;
use crate::signal::{self, Signal, SignalOrNull, Unknown};

/// A signal, and what follows to the processes that are still there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Schedule {
    /// The signal that is sent at once.
    pub first: SignalOrNull,
    /// The later signals, each some time after the one before.
    pub follow_ups: Vec<FollowUp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// How long to wait after the signal before.
    pub after: Duration,
    /// The signal of the step. The null signal only checks that a process exists, which is known of
    /// one that is followed.
    pub signal: Signal,
}

/// The value of `-k`, in every command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// KILL, so long after the signal; or nothing.
    Grace(Option<FollowUp>),
    /// The signal, too.
    Schedule(Schedule),
}

/// The value of `-k`, as the documentation has it.
pub(crate) const ENDING: Value =
    Value { name: "TIME|SCHEDULE", completion: Completion::Words(&["5s", "TERM/5s/KILL"]) };

/// A part of a schedule that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScheduleError<'a> {
    pub part: &'a [u8],
    pub reason: Reason,
}

/// Why a part of a schedule is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Unknown(Unknown),
    /// Not a length of time.
    Time(duration::DurationError),
    /// A signal alone, where the time before KILL is expected.
    SignalAlone,
    /// A time where the first signal stands.
    TimeFirst,
    /// Nothing follows the last time.
    NoLastSignal,
    /// A signal that follows is 0.
    NullFollows,
}

impl ScheduleError<'_> {
    /// The diagnostic for it.
    pub(crate) fn told(&self) -> UsageError {
        match self.reason {
            Reason::Unknown(unknown) => {
                UsageError::new(self.part, meant::not_a_signal(self.part, unknown))
            }
            reason => UsageError::new(self.part, reason),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Reason::Unknown(unknown) => unknown.fmt(f),
            Reason::Time(wrong) => wrong.fmt(f),
            Reason::SignalAlone => {
                f.write_str("a signal without a time; write a time, or SIGNAL/TIME/KILL")
            }
            Reason::TimeFirst => {
                f.write_str("a time before the first signal; write: SIGNAL/TIME/KILL")
            }
            Reason::NoLastSignal => f.write_str("a signal must follow the last time"),
            Reason::NullFollows => f.write_str("sends nothing; a follow-up must be a signal"),
        }
    }
}

/// Reads SIGNAL, or SIGNAL/TIME/SIGNAL/TIME/SIGNAL and so on. A bare time is in seconds.
///
/// # Errors
///
/// The part that is wrong, and why.
pub(crate) fn parse(word: &[u8]) -> Result<Schedule, ScheduleError<'_>> {
    let mut parts = word.split(|byte| *byte == b'/');
    let first = parts.next().unwrap_or_default();
    let first = signal_of(first).map_err(|error| match duration::read(first) {
        Ok(_) => ScheduleError { part: first, reason: Reason::TimeFirst },
        Err(_) => error,
    })?;
    let mut follow_ups = Vec::new();
    while let Some(time) = parts.next() {
        let after = duration::read(time)
            .map_err(|wrong| ScheduleError { part: time, reason: Reason::Time(wrong) })?;
        let last =
            parts.next().ok_or(ScheduleError { part: word, reason: Reason::NoLastSignal })?;
        follow_ups.push(follow_up(after, last)?);
    }
    Ok(Schedule { first, follow_ups })
}

/// Reads a time alone or, with a slash, a schedule. A number is a time: `-k 9` is no KILL at once.
/// As in timeout(1), 0 is no time at all, and nothing follows.
///
/// # Errors
///
/// The part that is wrong, and why.
pub(crate) fn ending(word: &[u8]) -> Result<Ending, ScheduleError<'_>> {
    if word.contains(&b'/') {
        return parse(word).map(Ending::Schedule);
    }
    match duration::read(word) {
        Ok(Duration::ZERO) => Ok(Ending::Grace(None)),
        Ok(after) => Ok(Ending::Grace(Some(FollowUp { after, signal: Signal::KILL }))),
        Err(_) if signal::parse(word) != Err(Unknown::Name) => {
            Err(ScheduleError { part: word, reason: Reason::SignalAlone })
        }
        Err(wrong) => Err(ScheduleError { part: word, reason: Reason::Time(wrong) }),
    }
}

/// A later signal, by its number or its name.
///
/// # Errors
///
/// There is no such signal, or it is the null signal.
pub(crate) fn follow_up(after: Duration, part: &[u8]) -> Result<FollowUp, ScheduleError<'_>> {
    let signal = signal_of(part)?.ok_or(ScheduleError { part, reason: Reason::NullFollows })?;
    Ok(FollowUp { after, signal })
}

fn signal_of(part: &[u8]) -> Result<SignalOrNull, ScheduleError<'_>> {
    signal::parse(part).map_err(|unknown| ScheduleError { part, reason: Reason::Unknown(unknown) })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn signals_and_times_alternate() {
        let seconds = Duration::from_secs;
        assert_eq!(parse(b"TERM"), Ok(Schedule { first: Some(Signal::TERM), follow_ups: vec![] }));
        assert_eq!(
            parse(b"TERM/5s/KILL"),
            Ok(Schedule {
                first: Some(Signal::TERM),
                follow_ups: vec![FollowUp { after: seconds(5), signal: Signal::KILL }]
            })
        );
        assert_eq!(
            parse(b"15/2/sigterm/200ms/9"),
            Ok(Schedule {
                first: Some(Signal::TERM),
                follow_ups: vec![
                    FollowUp { after: seconds(2), signal: Signal::TERM },
                    FollowUp { after: Duration::from_millis(200), signal: Signal::KILL },
                ]
            })
        );
    }

    #[test]
    fn a_time_alone_is_when_kill_follows() {
        for (word, milliseconds) in [("5", 5_000), ("9", 9_000), ("500ms", 500)] {
            let after = Duration::from_millis(milliseconds);
            let grace = FollowUp { after, signal: Signal::KILL };
            assert_eq!(ending(word.as_bytes()), Ok(Ending::Grace(Some(grace))), "{word}");
        }
        assert_eq!(ending(b"0"), Ok(Ending::Grace(None)));
        assert_eq!(ending(b"0s"), Ok(Ending::Grace(None)));
        for word in ["TERM/5s/KILL", "15/5/9"] {
            let schedule = parse(word.as_bytes()).unwrap();
            assert_eq!(ending(word.as_bytes()), Ok(Ending::Schedule(schedule)), "{word}");
        }
        let alone = "a signal without a time; write a time, or SIGNAL/TIME/KILL";
        for (word, reason) in [
            ("TERM", alone),
            ("sigkill", alone),
            ("EXIT", alone),
            ("nope", duration::EXPECTED),
            ("-5", duration::EXPECTED),
            ("", duration::EXPECTED),
            ("5/KILL", duration::EXPECTED),
            ("TERM/5", "a signal must follow the last time"),
        ] {
            let wrong = ending(word.as_bytes()).expect_err(word);
            assert_eq!(wrong.reason.to_string(), reason, "{word}");
        }
    }

    #[test]
    fn the_part_that_is_wrong_is_named() {
        for (word, part, reason) in [
            ("", "", "unknown signal name"),
            ("TERM/", "", duration::EXPECTED),
            ("TERM/5s", "TERM/5s", "a signal must follow the last time"),
            ("TERM/5s/", "", "unknown signal name"),
            ("TERM/KILL", "KILL", duration::EXPECTED),
            ("TERM/-5/KILL", "-5", duration::EXPECTED),
            ("TERM/36501d/KILL", "36501d", "too long; the longest time is 36500d"),
            ("NOPE/5s/KILL", "NOPE", "unknown signal name"),
            ("5s/KILL", "5s", "a time before the first signal; write: SIGNAL/TIME/KILL"),
            ("TERM/5s/0", "0", "sends nothing; a follow-up must be a signal"),
            ("0/5s/exit/1s/KILL", "exit", "sends nothing; a follow-up must be a signal"),
        ] {
            let wrong = parse(word.as_bytes()).expect_err(word);
            assert_eq!((wrong.part, wrong.reason.to_string().as_str()), (part.as_bytes(), reason));
        }
    }
}
