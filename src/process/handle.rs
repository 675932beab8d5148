//! A process that is signalled as itself: never a newcomer that got its number.
//!
//! A pidfd does it on Linux 5.3 and later. Where there is none (an older kernel, a sandbox, no descriptor left) the start
//! time in /proc is compared right before each signal, which leaves the instant between the look and the signal.

use std::time::{Duration, Instant};

use nix::errno::Errno;
#[cfg(any(target_os = "linux", target_os = "android"))]
use nix::poll::{PollFd, PollTimeout, poll};

use super::Life;
use crate::signal::SignalOrNull;
use crate::sys::Pid;
use crate::sys::deliver::{self, Target};
#[cfg(any(target_os = "linux", target_os = "android"))]
use crate::sys::pidfd::Pidfd;

/// How often processes are looked at that no descriptor tells of.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A hold on one process.
#[derive(Debug)]
pub enum Handle {
    /// By a descriptor.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    Descriptor(Pidfd),
    /// By its number and the time it started, in clock ticks since boot.
    StartTime {
        /// The number.
        pid: Pid,
        /// The start time.
        start: u64,
    },
}

impl Handle {
    /// Takes hold of a process.
    ///
    /// # Errors
    ///
    /// ESRCH: no such process. Otherwise neither pidfds nor /proc are to be had, with the error of reading /proc.
    pub fn open(pid: Pid) -> Result<Handle, Errno> {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        match Pidfd::open(pid) {
            // The null signal shows whether pidfd_send_signal(2) is there. EPERM may be the answer of a sandbox or of
            // the kernel; by the number, kill(2) will say which.
            Ok(descriptor) if descriptor.send(None, None).is_ok() => return Ok(Handle::Descriptor(descriptor)),
            Ok(_) => {}
            Err(Errno::ESRCH) => return Err(Errno::ESRCH),
            Err(_) => {}
        }
        Ok(Handle::StartTime { pid, start: Life::of(pid)?.start })
    }

    /// The process ID.
    pub fn pid(&self) -> Pid {
        match self {
            #[cfg(any(target_os = "linux", target_os = "android"))]
            Handle::Descriptor(descriptor) => descriptor.pid(),
            Handle::StartTime { pid, .. } => *pid,
        }
    }

    /// Sends a signal, with a value as sigqueue(3) or without as kill(2).
    ///
    /// # Errors
    ///
    /// ESRCH: the process is gone. Otherwise those of kill(2) and sigqueue(3).
    pub fn send(&self, signal: SignalOrNull, value: Option<i32>) -> Result<(), Errno> {
        match self {
            #[cfg(any(target_os = "linux", target_os = "android"))]
            Handle::Descriptor(descriptor) => descriptor.send(signal, value),
            Handle::StartTime { pid, start } => {
                if Life::of(*pid)?.start != *start {
                    return Err(Errno::ESRCH);
                }
                match value {
                    Some(value) => deliver::queue(*pid, signal, value),
                    None => deliver::kill(Target::Process(*pid), signal),
                }
            }
        }
    }

    /// Whether the process has ended, reaped or not. An error of looking counts as "not that anybody knows".
    pub fn has_ended(&self) -> bool {
        match self {
            #[cfg(any(target_os = "linux", target_os = "android"))]
            Handle::Descriptor(descriptor) => descriptor.has_ended().unwrap_or(false),
            Handle::StartTime { pid, start } => match Life::of(*pid) {
                Ok(life) => life.start != *start || life.has_ended(),
                Err(error) => error == Errno::ESRCH,
            },
        }
    }
}

/// Waits until each process has ended or the deadline has come, and drops those that have ended.
pub fn wait_for_end(handles: &mut Vec<Handle>, deadline: Instant) {
    loop {
        handles.retain(|handle| !handle.has_ended());
        let remaining = deadline.saturating_duration_since(Instant::now());
        if handles.is_empty() || remaining.is_zero() {
            return;
        }
        sleep_until_one_ends(handles, remaining);
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn sleep_until_one_ends(handles: &[Handle], at_most: Duration) {
    let mut descriptors: Vec<PollFd> = handles
        .iter()
        .filter_map(|handle| match handle {
            Handle::Descriptor(descriptor) => Some(descriptor.ended()),
            Handle::StartTime { .. } => None,
        })
        .collect();
    let pause = if descriptors.len() == handles.len() { at_most } else { at_most.min(LOOK_AGAIN) };
    // poll(2) counts whole milliseconds: round up, or the last one would be spent in a loop.
    let milliseconds = i32::try_from(pause.as_micros().div_ceil(1000)).unwrap_or(i32::MAX);
    // An error (EINTR) only means to look again.
    let _ = poll(&mut descriptors, PollTimeout::try_from(milliseconds).unwrap_or(PollTimeout::MAX));
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn sleep_until_one_ends(_handles: &[Handle], at_most: Duration) {
    std::thread::sleep(at_most.min(LOOK_AGAIN));
}
