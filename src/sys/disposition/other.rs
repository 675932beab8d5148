//! The C library's functions for the same, where no signal can be taken with the reason for it.

use nix::errno::Errno;
use nix::sys::signal::{SigSet, SigmaskHow};

use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::Pid;

pub(super) fn action(signal: Signal, new: Option<usize>) -> Result<usize, Errno> {
    // SAFETY: all zeros is a valid struct sigaction: the default action.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    // SAFETY: as above.
    let mut old: libc::sigaction = unsafe { std::mem::zeroed() };
    action.sa_sigaction = new.unwrap_or_default() as _;
    let action = if new.is_some() { &raw const action } else { std::ptr::null() };
    // SAFETY: sigaction(2) reads the one structure, if there is one, and writes the other; no
    // handler is set.
    Errno::result(unsafe { libc::sigaction(signal.number(), action, &raw mut old) })?;
    Ok(old.sa_sigaction as usize)
}

pub(super) fn mask(new: Option<SignalSet>) -> Result<SignalSet, Errno> {
    let set = new.map(|signals| {
        let mut set = std::mem::MaybeUninit::<libc::sigset_t>::uninit();
        // SAFETY: sigemptyset(3) fills in the set; sigaddset(3) refuses what is no signal.
        unsafe {
            libc::sigemptyset(set.as_mut_ptr());
            for signal in signals.signals() {
                libc::sigaddset(set.as_mut_ptr(), signal.number());
            }
            SigSet::from_sigset_t_unchecked(set.assume_init())
        }
    });
    let mut old = SigSet::empty();
    nix::sys::signal::sigprocmask(SigmaskHow::SIG_SETMASK, set.as_ref(), Some(&mut old))?;
    Ok(members(old.as_ref()))
}

fn members(set: &libc::sigset_t) -> SignalSet {
    // SAFETY: sigismember(3) reads the set.
    Signal::all().filter(|signal| unsafe { libc::sigismember(set, signal.number()) == 1 }).collect()
}

pub(super) fn pending() -> Result<SignalSet, Errno> {
    let mut set = std::mem::MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: sigpending(2) fills in the set.
    Errno::result(unsafe { libc::sigpending(set.as_mut_ptr()) })?;
    // SAFETY: it has.
    Ok(members(unsafe { set.assume_init_ref() }))
}

pub(super) fn value(_: &libc::siginfo_t) -> i32 {
    0
}

pub(super) fn queue(_: Pid, _: Signal, _: &libc::siginfo_t) -> Result<(), Errno> {
    Err(Errno::ENOSYS)
}
