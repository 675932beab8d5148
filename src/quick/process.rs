//! A new process that becomes a program.

use std::arch::asm;
use std::cell::Cell;
use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::quick::call::{self, Set, set_of};
use crate::quick::word::Strings;
use crate::signal::Signal;

/// The signals that may stop a process that becomes a program: Ctrl-Z and its like.
const STOPPING: Set =
    set_of(Signal::TSTP.number()) | set_of(Signal::TTIN.number()) | set_of(Signal::TTOU.number());

/// The dispositions that COMMAND is to have; those of the signals in neither set it inherits.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) ignored: Set,
    pub(super) default: Set,
}

impl Asked {
    /// Sets them for this process; None if that fails.
    pub(super) fn set(self) -> Option<()> {
        let mut rest = self.ignored | self.default;
        while rest != 0 {
            let place = rest.trailing_zeros();
            let ignored = self.ignored.wrapping_shr(place) & 1 == 1;
            call::set_ignored(place as i32 + 1, ignored)?;
            // Without the lowest bit.
            rest &= rest.wrapping_sub(1);
        }
        Some(())
    }
}

/// The data that the new process and this one share.
pub(super) struct NewProcess<'a> {
    pub(super) file: *const c_char,
    pub(super) words: *const *const c_char,
    pub(super) environment: Strings<'a>,
    pub(super) dispositions: Asked,
    pub(super) blocked: Set,
    /// The signals that will stop it when it is the program.
    pub(super) stops: Cell<Set>,
    pub(super) failed: Cell<bool>,
}

/// Starts a process that becomes the program; None if it does not, and then no process is left.
#[inline(always)]
pub(super) fn start(new: &NewProcess) -> Option<i32> {
    // SAFETY: enter() does not return, and all that it uses is there while this process waits. No
    // signal has a handler, which would run in the new process, in this one's memory.
    let result = unsafe { clone(new) };
    if result <= 0 {
        return None;
    }
    let process = result as i32;
    if new.failed.get() {
        while call::is_error(call::wait(process, 0).0, libc::EINTR) {}
        return None;
    }
    let mut stops = new.stops.get();
    while stops != 0 {
        // It may have ended.
        call::kill(process, stops.trailing_zeros() as i32 + 1);
        // Without the lowest bit.
        stops &= stops.wrapping_sub(1);
    }
    Some(process)
}

/// clone(2) as vfork(2) has it: the new process calls [`enter`], in this one's memory, while this
/// one waits until it executes a program or ends.
///
/// # Safety
///
/// enter() must not harm this process.
#[inline(always)]
unsafe fn clone(new: &NewProcess) -> isize {
    const FLAGS: usize = (libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD) as usize;
    let result: isize;
    // The new process goes on on this stack, below all that this one will look at when it goes on:
    // it calls a function that does not return. The compiler leaves the stack alone here and has
    // aligned it for a call (no `nostack`).
    //
    // SAFETY: the kernel changes rax, rcx and r11 (syscall(2)); the memory, what enter() changes.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        asm!(
            "syscall",
            "test rax, rax",
            "jnz 2f",
            "xor ebp, ebp",
            "mov rdi, {new}",
            "call {enter}",
            "ud2",
            "2:",
            new = in(reg) new,
            enter = sym enter,
            inlateout("rax") libc::SYS_clone as isize => result,
            in("rdi") FLAGS, in("rsi") 0, in("rdx") 0, in("r10") 0, in("r8") 0,
            // Not `lateout`: `new` is needed after the call.
            out("rcx") _, out("r11") _,
        );
    }
    // SAFETY: the kernel changes x0 (syscall(2)); the memory, what enter() changes.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        asm!(
            "svc 0",
            "cbnz x0, 2f",
            "mov x29, xzr",
            "mov x0, {new}",
            "bl {enter}",
            "brk 1",
            "2:",
            new = in(reg) new,
            enter = sym enter,
            in("x8") libc::SYS_clone,
            inlateout("x0") FLAGS as isize => result,
            in("x1") 0, in("x2") 0, in("x3") 0, in("x4") 0,
        );
    }
    result
}

unsafe extern "C" fn enter(new: *const NewProcess) -> ! {
    // SAFETY: start() has given it, and waits.
    let new = unsafe { &*new };
    if take_signals(new).is_some() {
        // SAFETY: the file is a C string; the words and the environment are those of main.
        unsafe { call::execute(new.file, new.words, new.environment.as_pointer()) };
    }
    new.failed.set(true);
    call::exit(127)
}

/// In the new process, which has all signals blocked: gives it the signals that the program is to
/// have.
///
/// But what would stop it now, such as Ctrl-Z in this very moment, is kept back in `stops`, and
/// sent again when it is the program: a process that waits for a stopped one to execute can neither
/// stop nor be ended but by KILL. (A STOP cannot be kept back, nor what comes between the last call
/// here and execve(2).)
#[inline(always)]
fn take_signals(new: &NewProcess) -> Option<()> {
    new.dispositions.set()?;
    let mut pending = call::pending()? & STOPPING & !new.blocked;
    while pending != 0 {
        let signal = pending.trailing_zeros() as i32 + 1;
        // Without the lowest bit.
        pending &= pending.wrapping_sub(1);
        if call::handler(signal) == Some(libc::SIG_DFL) {
            let set = set_of(signal);
            if call::take(&set, &mut MaybeUninit::uninit(), false) < 0 {
                return None;
            }
            new.stops.set(new.stops.get() | set);
        }
    }
    // Last: what is pending is delivered now, to the dispositions that the program has.
    call::set_blocked(new.blocked)?;
    Some(())
}
