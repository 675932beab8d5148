//! The kernel's own calls for dispositions, the set that is blocked, and taking signals.

mod descriptor;
mod set;

use std::time::Duration;

use nix::errno::Errno;

use set::{KernelSet, Set};

use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::Pid;
use crate::sys::call::call;
use crate::sys::memory::ReadOnlyPages;

/// The kernel's struct sigaction (linux/signal.h); MIPS has its own
/// (arch/mips/include/uapi/asm/signal.h).
#[repr(C)]
struct Action {
    #[cfg(mips)]
    flags: libc::c_uint,
    handler: usize,
    #[cfg(not(mips))]
    flags: libc::c_ulong,
    #[cfg(not(any(
        target_arch = "mips",
        target_arch = "mips32r6",
        target_arch = "mips64",
        target_arch = "mips64r6",
        target_arch = "riscv32",
        target_arch = "riscv64",
        target_arch = "loongarch64",
        target_arch = "csky",
        target_arch = "hexagon"
    )))]
    restorer: usize,
    mask: KernelSet,
}

pub(super) fn action(signal: Signal, new: Option<usize>) -> Result<usize, Errno> {
    // SAFETY: all zeros is a valid struct sigaction: the default action.
    let mut action: Action = unsafe { std::mem::zeroed() };
    // SAFETY: as above.
    let mut old: Action = unsafe { std::mem::zeroed() };
    action.handler = new.unwrap_or_default();
    let action = if new.is_some() { &raw const action } else { std::ptr::null() };
    let (number, size) = (signal.number(), size_of::<Set>());
    // SAFETY: both are the kernel's structures with a set of this size, and no handler is set.
    Errno::result(unsafe {
        // SPARC's call has a restorer among its arguments.
        #[cfg(sparc)]
        let result =
            libc::syscall(libc::SYS_rt_sigaction, number, action, &raw mut old, 0usize, size);
        #[cfg(not(sparc))]
        let result = libc::syscall(libc::SYS_rt_sigaction, number, action, &raw mut old, size);
        result
    })?;
    Ok(old.handler)
}

pub(super) fn mask(new: Option<SignalSet>) -> Result<SignalSet, Errno> {
    let new = new.map(KernelSet::of);
    let new = new.as_ref().map_or(std::ptr::null(), |set| set.0.as_ptr());
    let mut old = KernelSet::of(SignalSet::default());
    let (how, size) = (libc::SIG_SETMASK, size_of::<Set>());
    // SAFETY: the sets have the size, and the new one may be null.
    Errno::result(unsafe {
        libc::syscall(libc::SYS_rt_sigprocmask, how, new, &raw mut old, size)
    })?;
    Ok(old.signals())
}

pub(super) fn pending() -> Result<SignalSet, Errno> {
    let mut set = KernelSet::of(SignalSet::default());
    // SAFETY: the set has the size.
    Errno::result(unsafe {
        libc::syscall(libc::SYS_rt_sigpending, &raw mut set, size_of::<Set>())
    })?;
    Ok(set.signals())
}

pub(super) fn wait(
    signals: SignalSet,
    at_most: Option<Duration>,
    released: &[ReadOnlyPages],
) -> Result<Option<libc::siginfo_t>, Errno> {
    let set = KernelSet::of(signals);
    let timeout = at_most.map(|at_most| libc::timespec {
        tv_sec: at_most.as_secs().try_into().unwrap_or(libc::time_t::MAX),
        tv_nsec: at_most.subsec_nanos() as _,
    });
    let timeout = timeout.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: all zeros is a valid siginfo_t.
    let mut information: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let set = &raw const set as usize;
    let place = &raw mut information as usize;
    // Nothing between these lines calls a function, so that the few instructions lie in one page.
    released.iter().for_each(ReadOnlyPages::release);
    // SAFETY: the set has the size, and the time, if there is one, is one; the kernel writes a
    // siginfo_t.
    let result =
        unsafe { call(libc::SYS_rt_sigtimedwait, set, place, timeout as usize, size_of::<Set>()) };
    match Errno::from_raw(result.wrapping_neg() as i32) {
        _ if result >= 0 => Ok(Some(information)),
        Errno::EAGAIN => Ok(None),
        Errno::EINTR => Err(Errno::EINTR),
        // The arguments are right: a sandbox does not let this process call it.
        _ => descriptor::wait(signals, at_most),
    }
}

pub(super) fn value(information: &libc::siginfo_t) -> i32 {
    // SAFETY: every siginfo_t has room for a value, which starts with the integer on either
    // byte order.
    unsafe {
        let value = information.si_value();
        (&raw const value).cast::<i32>().read()
    }
}

pub(super) fn queue(pid: Pid, signal: Signal, information: &libc::siginfo_t) -> Result<(), Errno> {
    let (pid, signal) = (pid.get(), signal.number());
    let information = std::ptr::from_ref(information);
    // SAFETY: the kernel reads a siginfo_t.
    Errno::result(unsafe { libc::syscall(libc::SYS_rt_sigqueueinfo, pid, signal, information) })
        .map(drop)
}
