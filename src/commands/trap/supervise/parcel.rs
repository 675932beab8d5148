//! A signal on its way: the decision of the rules, and how it arrived.

use std::time::Duration;

use crate::commands::trap::supervise::rules::Passed;
use crate::signal::Signal;
use crate::sys::deliver::{self, Target};
use crate::sys::disposition::{Origin, Taken};
use crate::sys::{Errno, Pid};

#[derive(Clone, Copy)]
pub(super) struct Parcel {
    pub(super) passed: Passed,
    /// As it arrived, if it carries a value and is passed on as the same signal.
    pub(super) queued: Option<Taken>,
}

impl Parcel {
    /// A signal that goes to every recipient at once.
    pub(super) fn of(signal: Signal) -> Parcel {
        let passed = Passed {
            signal,
            delay: Duration::ZERO,
            outside_group: false,
            guarded: false,
            ends: false,
            typed: false,
        };
        Parcel { passed, queued: None }
    }

    /// A signal that trap's own process group has already.
    pub(super) fn to_outsiders(signal: Signal) -> Parcel {
        let parcel = Parcel::of(signal);
        Parcel { passed: Passed { outside_group: true, ..parcel.passed }, ..parcel }
    }

    /// The parcel for a signal that has arrived, as it is passed on.
    pub(super) fn of_taken(taken: &Taken, passed: Passed) -> Parcel {
        let as_it_came = taken.origin == Origin::Queued && passed.signal == taken.signal;
        Parcel { passed, queued: as_it_came.then_some(*taken) }
    }

    /// Sends it to a child that is not reaped yet.
    pub(super) fn send_to(&self, child: Pid) -> Result<(), Errno> {
        match self.queued {
            Some(taken) => taken.pass_on(child),
            None => deliver::kill(Target::Process(child), Some(self.signal())),
        }
    }

    pub(super) fn signal(&self) -> Signal {
        self.passed.signal
    }
}
