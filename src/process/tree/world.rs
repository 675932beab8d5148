//! The world that a tree asks: /proc, holds, signals, a clock. The tests have a world of their
//! own, where no process is stopped and no time passes.

#[cfg(linux_android)]
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use nix::errno::Errno;

use crate::process::deferred::Deferred;
use crate::process::descriptors;
use crate::process::handle::Handle;
use crate::process::proc;
use crate::process::situation;
use crate::process::stat::Stat;
use crate::process::status::Status;
use crate::process::threads;
use crate::process::withheld::Withheld;
use crate::signal::{Signal, SignalOrNull};
use crate::sys::Pid;
#[cfg(linux_android)]
use crate::sys::guardian::Guardian;
use crate::sys::reserve::Reserve;

/// A process that is held: never another that got its number.
pub(super) trait Held {
    fn pid(&self) -> Pid;

    /// Sends a signal, with a value as sigqueue(3) or without as kill(2).
    fn send(&self, signal: SignalOrNull, value: Option<i32>) -> Result<(), Errno>;

    fn is_gone(&self) -> bool {
        self.send(None, None) == Err(Errno::ESRCH)
    }
}

/// Continues the processes that this one has stopped, if this one ends before it has.
pub(super) trait Guards<H> {
    /// Its own process.
    fn pid(&self) -> Pid;

    /// From now on it would continue this process.
    fn learn(&self, hold: &H) -> Result<(), Errno>;

    /// From now on it would not.
    fn forget(&self, hold: &H);
}

/// An answer about a process's number may be about another process that has got it.
pub(super) trait World {
    type Hold: Held;
    /// Signals to this process, held back until this is dropped.
    type HeldBack;
    /// There is one until it is dropped.
    type Guardian: Guards<Self::Hold>;
    /// Memory that is set aside until this is dropped.
    type Reserve;

    fn own(&self) -> Pid;

    /// The IDs of all processes.
    fn all(&self) -> Result<impl Iterator<Item = Pid>, Errno>;

    /// None if there is no such process, or it may not be seen.
    fn look(&self, pid: Pid) -> Result<Option<Stat>, Errno>;

    /// The states of all threads of a process.
    fn states(&self, pid: Pid) -> Result<Vec<u8>, Errno>;

    /// The threads of a process that leave a signal pending.
    fn withheld(&self, pid: Pid, signal: Signal) -> Result<Withheld, Errno>;

    /// True if a descriptor of a process reads the signal (signalfd(2)), as far as is seen in this
    /// time.
    fn is_read_by_descriptor(&self, pid: Pid, signal: Signal, at_most: Duration) -> bool;

    /// The time on processors that a thread has had.
    fn processor_time(&self, process: Pid, thread: Pid) -> Result<Duration, Errno>;

    /// True if TSTP, TTIN or TTOU stops a process, among all processes.
    fn stops(&self, pid: Pid, signal: Signal, processes: &[Stat]) -> bool;

    /// True if TSTP, TTIN or TTOU is pending for a process, which neither blocks nor ignores it.
    fn is_to_stop(&self, pid: Pid) -> bool;

    /// True if STOP is pending for a process, or that cannot be known.
    fn is_stop_pending(&self, pid: Pid) -> bool;

    fn hold(&self, pid: Pid) -> Result<Self::Hold, Errno>;

    fn hold_back(&self) -> Self::HeldBack;

    /// True if a signal is held back that ends this process.
    fn ends_this_process(&self, held_back: &Self::HeldBack) -> bool;

    /// All signals to this process are to be held back.
    fn guardian(&self) -> Result<Self::Guardian, Errno>;

    fn reserve(&self) -> Result<Self::Reserve, Errno>;

    /// True if an allocation has failed but for the reserve.
    fn is_used(&self, reserve: &Self::Reserve) -> bool;

    fn now(&self) -> Instant;

    fn sleep(&self, time: Duration);
}

impl Held for Handle {
    fn pid(&self) -> Pid {
        self.pid()
    }

    fn send(&self, signal: SignalOrNull, value: Option<i32>) -> Result<(), Errno> {
        self.send(signal, value)
    }
}

#[cfg(linux_android)]
impl Guards<Handle> for Guardian {
    fn pid(&self) -> Pid {
        self.pid()
    }

    fn learn(&self, hold: &Handle) -> Result<(), Errno> {
        self.learn(hold.as_fd())
    }

    fn forget(&self, hold: &Handle) {
        self.forget(hold.as_fd());
    }
}

/// There is none where no process is stopped, for want of such a /proc.
#[cfg(not(linux_android))]
pub(super) enum Guardian {}

#[cfg(not(linux_android))]
impl Guards<Handle> for Guardian {
    fn pid(&self) -> Pid {
        match *self {}
    }

    fn learn(&self, _hold: &Handle) -> Result<(), Errno> {
        match *self {}
    }

    fn forget(&self, _hold: &Handle) {
        match *self {}
    }
}

/// The world as it is.
pub(super) struct System;

impl World for System {
    type Hold = Handle;
    type HeldBack = Deferred;
    type Guardian = Guardian;
    type Reserve = Reserve;

    fn own(&self) -> Pid {
        Pid::own()
    }

    fn all(&self) -> Result<impl Iterator<Item = Pid>, Errno> {
        proc::all()
    }

    fn look(&self, pid: Pid) -> Result<Option<Stat>, Errno> {
        Stat::seen(pid)
    }

    fn states(&self, pid: Pid) -> Result<Vec<u8>, Errno> {
        threads::states(pid)
    }

    fn withheld(&self, pid: Pid, signal: Signal) -> Result<Withheld, Errno> {
        Withheld::of(pid, signal)
    }

    fn is_read_by_descriptor(&self, pid: Pid, signal: Signal, at_most: Duration) -> bool {
        descriptors::is_read_by_descriptor(pid, signal, at_most)
    }

    fn processor_time(&self, process: Pid, thread: Pid) -> Result<Duration, Errno> {
        Stat::of_thread(process, thread)?.processor_time.duration()
    }

    fn stops(&self, pid: Pid, signal: Signal, processes: &[Stat]) -> bool {
        situation::stops(pid, signal, processes)
    }

    fn is_to_stop(&self, pid: Pid) -> bool {
        let Ok(status) = Status::of(pid) else { return false };
        let pending =
            (status.pending_process | status.pending_thread) & !(status.blocked | status.ignored);
        [Signal::TSTP, Signal::TTIN, Signal::TTOU].iter().any(|stop| pending.contains(*stop))
    }

    fn is_stop_pending(&self, pid: Pid) -> bool {
        Status::of(pid).map_or(true, |status| status.pending_process.contains(Signal::STOP))
    }

    fn hold(&self, pid: Pid) -> Result<Handle, Errno> {
        Handle::open(pid)
    }

    fn hold_back(&self) -> Deferred {
        Deferred::start()
    }

    fn ends_this_process(&self, held_back: &Deferred) -> bool {
        held_back.ends_this_process()
    }

    #[cfg(linux_android)]
    fn guardian(&self) -> Result<Guardian, Errno> {
        Guardian::start()
    }

    #[cfg(not(linux_android))]
    fn guardian(&self) -> Result<Guardian, Errno> {
        Err(Errno::ENOSYS)
    }

    fn reserve(&self) -> Result<Reserve, Errno> {
        Reserve::keep()
    }

    fn is_used(&self, reserve: &Reserve) -> bool {
        reserve.is_used()
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}
