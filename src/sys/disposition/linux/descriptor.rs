//! Taking signals by a descriptor (signalfd(2)), where a sandbox refuses rt_sigtimedwait(2).
//!
//! The descriptor is opened for each signal: that costs four system calls where the other way costs
//! one, but nothing has to be kept for what hardly ever happens.

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::time::Duration;

use nix::errno::Errno;

use super::set::{KernelSet, Set};
use crate::signal::set::SignalSet;
use crate::sys::pidfd::SignalInformation;

/// As rt_sigtimedwait(2) takes one.
pub(super) fn wait(
    signals: SignalSet,
    at_most: Option<Duration>,
) -> Result<Option<libc::siginfo_t>, Errno> {
    let descriptor = open(signals)?;
    let timeout = at_most.map(|at_most| libc::timespec {
        tv_sec: at_most.as_secs().try_into().unwrap_or(libc::time_t::MAX),
        tv_nsec: at_most.subsec_nanos() as _,
    });
    let timeout = timeout.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    let mut looked_at =
        libc::pollfd { fd: descriptor.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: there is one structure, the time is one if there is one, and the mask stays.
    match Errno::result(unsafe { libc::ppoll(&raw mut looked_at, 1, timeout, std::ptr::null()) })? {
        0 => Ok(None),
        _ => read(&descriptor).map(Some),
    }
}

fn open(signals: SignalSet) -> Result<OwnedFd, Errno> {
    let set = KernelSet::of(signals);
    let flags = libc::SFD_CLOEXEC | libc::SFD_NONBLOCK;
    // SAFETY: the kernel reads a set of this size, and gives a new descriptor.
    unsafe {
        let (set, size) = (set.0.as_ptr(), size_of::<Set>());
        let descriptor = libc::syscall(libc::SYS_signalfd4, -1, set, size, flags);
        Ok(OwnedFd::from_raw_fd(Errno::result(descriptor)? as i32))
    }
}

fn read(descriptor: &OwnedFd) -> Result<libc::siginfo_t, Errno> {
    // SAFETY: all zeros is a valid signalfd_siginfo.
    let mut told: libc::signalfd_siginfo = unsafe { std::mem::zeroed() };
    let (place, size) = ((&raw mut told).cast(), size_of::<libc::signalfd_siginfo>());
    // SAFETY: the kernel writes at most so many bytes.
    match Errno::result(unsafe { libc::read(descriptor.as_raw_fd(), place, size) }) {
        // It has been taken back, as a CONT takes back a stop.
        Err(Errno::EAGAIN) => Err(Errno::EINTR),
        Err(error) => Err(error),
        Ok(_) => {
            let value = libc::sigval { sival_ptr: told.ssi_ptr as *mut libc::c_void };
            let (signal, pid) = (told.ssi_signo as i32, told.ssi_pid as i32);
            let sent = SignalInformation::sent(signal, told.ssi_code, pid, told.ssi_uid, value);
            Ok(sent.as_libc())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::disposition::{Origin, Taken, blocked, set_blocked};
    use crate::sys::{Pid, deliver};

    #[test]
    fn a_signal_is_taken_with_its_sender_and_its_value() {
        let lost = crate::signal::by_name(b"PWR").unwrap().unwrap();
        let set = SignalSet::of(lost);
        let before = set_blocked(blocked().unwrap() | set).unwrap();
        let own = Pid::own();
        let send = |code, value: i32| {
            let value = deliver::value_of(value);
            let information = SignalInformation::sent(lost.number(), code, own.get(), 7, value);
            // To this thread: the others do not block it.
            // SAFETY: the kernel reads a siginfo_t.
            let sent = unsafe {
                libc::syscall(
                    libc::SYS_rt_tgsigqueueinfo,
                    own.get(),
                    libc::gettid(),
                    lost.number(),
                    &raw const information,
                )
            };
            assert_eq!(sent, 0);
        };
        let take = || Taken::of(wait(set, Some(Duration::from_secs(60))).unwrap().unwrap());
        send(libc::SI_QUEUE, -42);
        let taken = take().unwrap();
        assert_eq!((taken.signal, taken.origin, taken.value()), (lost, Origin::Queued, -42));
        send(libc::SI_TKILL, 0);
        let taken = take().unwrap();
        assert_eq!((taken.signal, taken.origin), (lost, Origin::Process(own.get())));
        assert!(wait(set, Some(Duration::ZERO)).unwrap().is_none());
        set_blocked(before).unwrap();
    }
}
