//! Signals that COMMAND could not take yet: so many are queued for its user that the kernel refuses
//! more that carry a value (EAGAIN of sigqueue(3)). Pure.
//!
//! They are kept in their order and tried again. No event reports that there is room, so they are
//! tried more and more rarely. What carries no value is never refused, and passes them by, unless
//! the same signal is among them.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::commands::trap::supervise::parcel::Parcel;

const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_millis(64);

#[derive(Default)]
pub(super) struct Outbox {
    waiting: VecDeque<Parcel>,
    /// When the first is tried again, and how long after the try before.
    next: Option<(Instant, Duration)>,
}

impl Outbox {
    /// True if one that is to be sent now would overtake another.
    pub(super) fn holds_back(&self, parcel: &Parcel) -> bool {
        let is_same = |other: &Parcel| other.signal() == parcel.signal();
        match parcel.queued {
            Some(_) => !self.waiting.is_empty(),
            None => self.waiting.iter().any(is_same),
        }
    }

    /// Keeps one as the last.
    pub(super) fn keep(&mut self, parcel: Parcel, now: Instant) {
        self.waiting.push_back(parcel);
        self.next.get_or_insert((now + SHORTEST, SHORTEST));
    }

    /// When one is to be tried again.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.next.map(|(due, _)| due)
    }

    /// The first, if it is time to try it.
    pub(super) fn first_due(&self, now: Instant) -> Option<Parcel> {
        self.next.filter(|(due, _)| *due <= now)?;
        self.waiting.front().copied()
    }

    /// The first was sent: the one after it may be tried at once.
    pub(super) fn was_sent(&mut self, now: Instant) {
        self.waiting.pop_front();
        self.next = (!self.waiting.is_empty()).then_some((now, SHORTEST));
    }

    /// There is no room for the first yet.
    pub(super) fn was_refused(&mut self, now: Instant) {
        if let Some((_, pause)) = self.next {
            let pause = (pause * 2).min(LONGEST);
            self.next = Some((now + pause, pause));
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Outbox::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::Signal;
    use crate::sys::disposition::Taken;

    /// With a value, or without.
    fn parcel(signal: Signal, queued: bool) -> Parcel {
        let queued = queued.then(|| Taken::queued(signal));
        Parcel { queued, ..Parcel::of(signal) }
    }

    #[test]
    fn what_waits_is_overtaken_by_no_value_and_not_by_its_own_signal() {
        let mut outbox = Outbox::default();
        let now = Instant::now();
        assert!(!outbox.holds_back(&parcel(Signal::INT, true)));
        outbox.keep(parcel(Signal::INT, true), now);
        assert!(outbox.holds_back(&parcel(Signal::QUIT, true)));
        assert!(outbox.holds_back(&parcel(Signal::INT, false)));
        assert!(!outbox.holds_back(&parcel(Signal::TERM, false)));
    }

    #[test]
    fn what_waits_is_tried_in_its_order_and_more_and_more_rarely() {
        let mut outbox = Outbox::default();
        let now = Instant::now();
        assert_eq!(outbox.next_deadline(), None);
        outbox.keep(parcel(Signal::INT, true), now);
        outbox.keep(parcel(Signal::QUIT, true), now);
        assert!(outbox.first_due(now).is_none());
        let mut later = outbox.next_deadline().unwrap();
        assert_eq!(later, now + SHORTEST);
        for _ in 0..10 {
            assert_eq!(outbox.first_due(later).unwrap().signal(), Signal::INT);
            outbox.was_refused(later);
            assert!(outbox.first_due(later).is_none());
            let next = outbox.next_deadline().unwrap();
            assert!(next > later && next <= later + LONGEST);
            later = next;
        }
        outbox.was_sent(later);
        assert_eq!(outbox.first_due(later).unwrap().signal(), Signal::QUIT);
        outbox.was_sent(later);
        assert_eq!(outbox.next_deadline(), None);
    }
}
