//! The schedule while it runs: which signal is next, and when. Pure.

use std::collections::VecDeque;
use std::time::Instant;

use super::schedule::FollowUp;
use crate::signal::Signal;

/// The steps that are left.
#[derive(Debug)]
pub(crate) struct Escalation {
    rest: VecDeque<FollowUp>,
    next: Option<(Instant, Signal)>,
}

impl Escalation {
    /// Begins when the first signal has just been sent.
    pub(crate) fn begin(follow_ups: &[FollowUp], now: Instant) -> Escalation {
        let mut escalation = Escalation { rest: follow_ups.iter().copied().collect(), next: None };
        escalation.advance(now);
        escalation
    }

    fn advance(&mut self, now: Instant) {
        self.next = self.rest.pop_front().map(|step| (now + step.after, step.signal));
    }

    /// The next step and when it is due.
    pub(crate) fn next(&self) -> Option<(Instant, Signal)> {
        self.next
    }

    /// When the next step is due.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.next.map(|(due, _)| due)
    }

    /// The next step if its time has come.
    pub(crate) fn step(&mut self, now: Instant) -> Option<Signal> {
        self.next.filter(|(due, _)| *due <= now)?;
        self.hurry(now)
    }

    /// The next step, whether or not its time has come.
    pub(crate) fn hurry(&mut self, now: Instant) -> Option<Signal> {
        let (_, signal) = self.next?;
        self.advance(now);
        Some(signal)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::signal::by_name;

    #[test]
    fn steps_are_due_one_after_the_other_and_may_be_hurried() {
        let hup = by_name(b"HUP").unwrap().unwrap();
        let seconds = Duration::from_secs;
        let steps = [
            FollowUp { after: seconds(5), signal: hup },
            FollowUp { after: seconds(2), signal: Signal::KILL },
        ];
        let start = Instant::now();
        let mut escalation = Escalation::begin(&steps, start);
        assert_eq!(escalation.due(), Some(start + seconds(5)));
        assert_eq!(escalation.step(start + seconds(4)), None);
        assert_eq!(escalation.step(start + seconds(6)), Some(hup));
        assert_eq!(escalation.due(), Some(start + seconds(8)));
        assert_eq!(escalation.hurry(start + seconds(7)), Some(Signal::KILL));
        assert_eq!((escalation.due(), escalation.hurry(start + seconds(9))), (None, None));
    }
}
