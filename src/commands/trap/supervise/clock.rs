//! The clock: what is to be done at a certain time, without a signal. Pure.
//!
//! This owns the signals that are delayed, the time that COMMAND has (`-t`), the time that what it
//! leaves has (`-w`), and the schedule while it runs. Its caller passes events, and it returns what
//! is due. It reads no clock and sends nothing.

use std::time::{Duration, Instant};

use crate::commands::trap::args::{EndingSchedule, Run, WaitAll};
use crate::commands::trap::supervise::parcel::Parcel;
use crate::delivery::escalation::Escalation;
use crate::delivery::schedule::FollowUp;
use crate::signal::Signal;

pub(super) struct Clock<'a> {
    schedule: Option<&'a EndingSchedule>,
    wait_all: WaitAll,
    /// In the order in which they came.
    delayed: Vec<(Instant, Parcel)>,
    escalation: Option<Escalation>,
    /// True if INT or QUIT was typed since the schedule has begun, or began it.
    typed: bool,
    /// When the time for COMMAND is over.
    timeout: Option<Instant>,
    timed_out: bool,
    /// When the time for what COMMAND has left is over.
    wait_until: Option<Instant>,
}

pub(super) enum Due {
    /// A signal that was delayed.
    Delayed(Parcel),
    /// A step of the schedule.
    Step(Signal),
}

impl<'a> Clock<'a> {
    pub(super) fn new(run: &'a Run<'a>) -> Clock<'a> {
        Clock {
            schedule: run.schedule.as_ref(),
            wait_all: run.wait_all,
            delayed: Vec::new(),
            escalation: None,
            typed: false,
            timeout: None,
            timed_out: false,
            wait_until: None,
        }
    }

    /// COMMAND has so long from now on.
    pub(super) fn command_has(&mut self, time: Duration, now: Instant) {
        self.timeout = Some(now + time);
    }

    /// The time for COMMAND is over now.
    pub(super) fn time_is_over(&mut self, now: Instant) {
        self.timeout = Some(now);
    }

    pub(super) fn delay(&mut self, parcel: Parcel, until: Instant) {
        self.delayed.push((until, parcel));
    }

    /// When something is to be done without a signal.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        let delayed = self.delayed.iter().map(|(due, _)| *due);
        let escalation = self.escalation.as_ref().and_then(Escalation::due);
        delayed.chain(self.timeout).chain(self.wait_until).chain(escalation).min()
    }

    /// The next of what is due at this time.
    pub(super) fn take_due(&mut self, now: Instant) -> Option<Due> {
        let next = self.delayed.iter().enumerate().min_by_key(|(_, (due, _))| *due);
        let next = next.filter(|(_, (due, _))| *due <= now).map(|(place, _)| place);
        if let Some(place) = next {
            return Some(Due::Delayed(self.delayed.remove(place).1));
        }
        let is_over = |time: &mut Option<Instant>| time.take_if(|due| *due <= now).is_some();
        if is_over(&mut self.timeout) {
            self.timed_out = true;
            // If a signal has begun the schedule, it goes on.
            if self.escalation.is_none() {
                return Some(Due::Step(self.begin(&[], now)));
            }
        }
        if is_over(&mut self.wait_until) {
            return Some(Due::Step(self.begin_for_others(now)));
        }
        self.escalation.as_mut()?.step(now).map(Due::Step)
    }

    /// True if the time for COMMAND was over before it ended.
    pub(super) fn timed_out(&self) -> bool {
        self.timed_out
    }

    /// True if the schedule has begun.
    pub(super) fn has_begun(&self) -> bool {
        self.escalation.is_some()
    }

    /// A signal that is meant to end COMMAND is passed on: it begins the schedule, if there is one
    /// that has not begun. `typed` is true for INT or QUIT that was typed.
    pub(super) fn begin_by_signal(&mut self, typed: bool, now: Instant) {
        if self.escalation.is_none() {
            if let Some(schedule) = self.schedule {
                self.escalation = Some(Escalation::begin(&schedule.follow_ups, now));
                self.typed = typed;
            }
        }
    }

    /// INT or QUIT was typed. If it was before, since the schedule has begun, gives the next step,
    /// which takes its place.
    pub(super) fn next_step_if_typed_again(&mut self, now: Instant) -> Option<Signal> {
        let escalation = self.escalation.as_mut()?;
        match std::mem::replace(&mut self.typed, true) {
            true => escalation.hurry(now),
            false => None,
        }
    }

    /// True if a step of the schedule is still to come.
    pub(super) fn goes_on(&self) -> bool {
        self.escalation.as_ref().is_some_and(|escalation| escalation.due().is_some())
    }

    /// COMMAND has ended: what was to come for it alone does not. Whether the schedule had begun,
    /// and begins anew for others; `others_have_it` is true if they have got the steps so far.
    pub(super) fn command_is_over(&mut self, others_have_it: bool, now: Instant) -> bool {
        self.delayed.clear();
        self.timeout = None;
        // What has begun, the others get from now on: not a second time when the time is over.
        if let (WaitAll::AtMost(time), None) = (self.wait_all, &self.escalation) {
            self.wait_until = Some(now + time);
        }
        let keeps = others_have_it && self.goes_on();
        !keeps && self.escalation.take().is_some()
    }

    /// Begins the schedule for those that COMMAND has left; without one they get TERM, and KILL
    /// after the time of `-w` again. Gives the first step.
    pub(super) fn begin_for_others(&mut self, now: Instant) -> Signal {
        let after = if let WaitAll::AtMost(time) = self.wait_all { time } else { Duration::ZERO };
        self.begin(&[FollowUp { after, signal: Signal::KILL }], now)
    }

    /// Begins the schedule, or, without one, TERM and these steps; gives the first step.
    fn begin(&mut self, otherwise: &[FollowUp], now: Instant) -> Signal {
        let (first, follow_ups) = match self.schedule {
            Some(schedule) => (schedule.first, &schedule.follow_ups[..]),
            None => (Signal::TERM, otherwise),
        };
        self.escalation = Some(Escalation::begin(follow_ups, now));
        self.typed = false;
        first
    }

    /// Nothing more is due.
    pub(super) fn stop(&mut self) {
        self.escalation = None;
        self.wait_until = None;
    }
}

#[cfg(test)]
mod tests;
