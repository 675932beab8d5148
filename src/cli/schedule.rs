//! Signals with times between them: `TERM/5s/KILL`. Pure.

use std::time::Duration;

use super::duration;
use crate::signal::{self, SignalOrNull};

/// A signal, and what follows to the processes that are still there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// What is sent at once.
    pub first: SignalOrNull,
    /// What is sent later, each some time after the one before.
    pub follow_ups: Vec<FollowUp>,
}

/// One later signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// How long to wait after the signal before.
    pub after: Duration,
    /// What to send then.
    pub signal: SignalOrNull,
}

/// Reads SIGNAL, or SIGNAL/TIME/SIGNAL/TIME/SIGNAL and so on. A bare time is in seconds.
///
/// # Errors
///
/// The part that is wrong, and why.
pub fn parse(word: &[u8]) -> Result<Schedule, (&[u8], String)> {
    let mut parts = word.split(|byte| *byte == b'/');
    let named = |part: &'_ [u8]| {
        let signal = signal::by_number(part).unwrap_or_else(|| signal::by_name(part));
        signal.map_err(|unknown| unknown.to_string())
    };
    let first = parts.next().unwrap_or_default();
    let first = named(first).map_err(|reason| (first, reason))?;
    let mut follow_ups = Vec::new();
    while let Some(time) = parts.next() {
        let after = duration::parse(time).ok_or_else(|| (time, duration::EXPECTED.to_owned()))?;
        let part =
            parts.next().ok_or_else(|| (word, "a signal must follow the last time".to_owned()))?;
        follow_ups.push(FollowUp { after, signal: named(part).map_err(|reason| (part, reason))? });
    }
    Ok(Schedule { first, follow_ups })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::Signal;

    #[test]
    fn signals_and_times_alternate() {
        let seconds = Duration::from_secs;
        let kill = Signal::new(9);
        assert_eq!(parse(b"TERM"), Ok(Schedule { first: Some(Signal::TERM), follow_ups: vec![] }));
        assert_eq!(
            parse(b"TERM/5s/KILL"),
            Ok(Schedule {
                first: Some(Signal::TERM),
                follow_ups: vec![FollowUp { after: seconds(5), signal: kill }]
            })
        );
        assert_eq!(
            parse(b"15/2/sigterm/200ms/9"),
            Ok(Schedule {
                first: Some(Signal::TERM),
                follow_ups: vec![
                    FollowUp { after: seconds(2), signal: Some(Signal::TERM) },
                    FollowUp { after: Duration::from_millis(200), signal: kill },
                ]
            })
        );
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
            ("NOPE/5s/KILL", "NOPE", "unknown signal name"),
            ("5s/KILL", "5s", "unknown signal name"),
        ] {
            assert_eq!(parse(word.as_bytes()), Err((part.as_bytes(), reason.to_owned())), "{word}");
        }
    }
}
