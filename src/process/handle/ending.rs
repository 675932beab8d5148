//! How a process has ended, and how long that is waited for.

#[cfg(any(linux_android, kqueue))]
use std::time::Duration;

#[cfg(any(linux_android, kqueue))]
use nix::poll::PollTimeout;

use crate::signal::Signal;

/// How a process has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(linux_android), allow(dead_code, reason = "only Linux reports it"))]
pub(crate) enum Ending {
    /// By exit(3), with this status.
    Exited(u8),
    Signalled {
        signal: Signal,
        /// True if it left a core image.
        core: bool,
    },
    /// It has not ended, or its parent has not reaped it: the exit status is the parent's first.
    NotYetKnown,
    /// This system does not report how the child of another process has ended. Linux does since
    /// 6.15.
    Unknown,
}

impl Ending {
    /// Of a status as wait(2) gives it.
    #[cfg(linux_android)]
    pub(super) fn of(status: i32) -> Ending {
        match (status & 0x7f, status >> 8 & 0xff) {
            (0, exit) => Ending::Exited(exit as u8),
            (number, _) => match Signal::new(number) {
                Some(signal) => Ending::Signalled { signal, core: status & 0x80 != 0 },
                None => Ending::Unknown,
            },
        }
    }
}

/// A time as poll(2) takes it.
#[cfg(any(linux_android, kqueue))]
pub(super) fn poll_timeout(at_most: Option<Duration>) -> PollTimeout {
    at_most.map_or(PollTimeout::NONE, |at_most| {
        // poll(2) counts whole milliseconds: round up, or the last one would be spent in a loop.
        let milliseconds = i32::try_from(at_most.as_micros().div_ceil(1000)).unwrap_or(i32::MAX);
        PollTimeout::try_from(milliseconds).unwrap_or(PollTimeout::MAX)
    })
}
