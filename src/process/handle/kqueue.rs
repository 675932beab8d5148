//! Holding a process where there is kqueue(2) and no pidfd: macOS and the BSDs.
//!
//! The kernel reports to the queue that the process ends (EVFILT_PROC, NOTE_EXIT) before its number
//! can be used again. So a queue without an event stands for the same process. kill(2) takes the
//! number, though: another process can be signalled if the process ends, is reaped and its number
//! is used again between the last look and kill(2).

use std::cell::Cell;
use std::os::fd::AsFd;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, poll};
use nix::sys::event::{EvFlags, EventFilter, FilterFlag, KEvent, Kqueue};

use crate::process::handle::ending::{Ending, poll_timeout};
use crate::signal::SignalOrNull;
use crate::sys::Pid;
use crate::sys::deliver::{self, Target};

/// A hold on one process.
#[derive(Debug)]
pub(crate) struct Handle {
    pid: Pid,
    queue: Kqueue,
    /// The queue reports the end only once.
    ended: Cell<bool>,
}

const AT_ONCE: nix::libc::timespec = nix::libc::timespec { tv_sec: 0, tv_nsec: 0 };

impl Handle {
    /// Takes hold of a process.
    ///
    /// # Errors
    ///
    /// ESRCH: no such process. Otherwise those of kqueue(2) and kevent(2).
    pub(crate) fn open(pid: Pid) -> Result<Handle, Errno> {
        let queue = Kqueue::new()?;
        let exit = KEvent::new(
            pid.get() as usize,
            EventFilter::EVFILT_PROC,
            EvFlags::EV_ADD,
            FilterFlag::NOTE_EXIT,
            0,
            0,
        );
        queue.kevent(&[exit], &mut [], Some(AT_ONCE))?;
        Ok(Handle { pid, queue, ended: Cell::new(false) })
    }

    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }

    /// No memory is given back before the process has ended.
    pub(crate) fn release_memory(&self) {}

    /// Sends a signal, with a value as sigqueue(3) or without as kill(2).
    ///
    /// # Errors
    ///
    /// ESRCH: the process is gone. Otherwise those of kill(2) and sigqueue(3).
    pub(crate) fn send(&self, signal: SignalOrNull, value: Option<i32>) -> Result<(), Errno> {
        if self.has_ended() {
            return Err(Errno::ESRCH);
        }
        match value {
            Some(value) => deliver::queue(self.pid, signal, value),
            None => deliver::kill(Target::Process(self.pid), signal),
        }
    }

    /// Waits until a process ends, but not longer than `at_most` if that is given; returns for each
    /// whether it has ended, reaped or not.
    pub(crate) fn wait(handles: &[&Handle], at_most: Option<Duration>) -> Vec<bool> {
        let mut queues: Vec<PollFd> = handles
            .iter()
            .map(|handle| PollFd::new(handle.queue.as_fd(), PollFlags::POLLIN))
            .collect();
        // After an error (EINTR) all are looked at.
        let _ = poll(&mut queues, poll_timeout(at_most));
        handles.iter().map(|handle| handle.has_ended()).collect()
    }

    /// How the process has ended: kqueue(2) reports it for children only.
    pub(crate) fn ending(&self) -> Ending {
        Ending::Unknown
    }

    fn has_ended(&self) -> bool {
        let mut events =
            [KEvent::new(0, EventFilter::EVFILT_PROC, EvFlags::empty(), FilterFlag::empty(), 0, 0)];
        if !self.ended.get()
            && self.queue.kevent(&[], &mut events, Some(AT_ONCE)).is_ok_and(|count| count > 0)
        {
            self.ended.set(true);
        }
        self.ended.get()
    }
}
