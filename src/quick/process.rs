//! A new process that becomes a program.

use std::arch::asm;
use std::cell::Cell;
use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::quick::call::{self, Set, set_of};
use crate::quick::word::Words;
use crate::signal::Signal;

/// What may stop a process that becomes a program: Ctrl-Z and its like.
const STOPPING: [i32; 3] = [Signal::TSTP.number(), Signal::TTIN.number(), Signal::TTOU.number()];

/// The dispositions that COMMAND is to have; those of the signals in neither set it inherits.
#[derive(Clone, Copy)]
pub(super) struct Dispositions {
    pub(super) ignored: Set,
    pub(super) default: Set,
}

impl Dispositions {
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

/// What the new process and this one see.
pub(super) struct Shared<'a> {
    pub(super) file: *const c_char,
    pub(super) words: *const *const c_char,
    pub(super) environment: Words<'a>,
    pub(super) dispositions: Dispositions,
    pub(super) blocked: Set,
    /// The signals that will stop it when it is the program.
    pub(super) stops: Cell<Set>,
    pub(super) failed: Cell<bool>,
}

/// Starts a process that becomes the program; None if it does not, and then no process is left.
#[inline(always)]
pub(super) fn start(shared: &Shared) -> Option<i32> {
    // SAFETY: enter() does not return, and all that it uses is there while this process waits. No signal has a handler,
    // which would run in the new process, in this one's memory.
    let result = unsafe { clone(shared) };
    if result <= 0 {
        return None;
    }
    let process = result as i32;
    if shared.failed.get() {
        while call::is_error(call::wait(process, 0).0, libc::EINTR) {}
        return None;
    }
    for signal in STOPPING {
        if shared.stops.get() & set_of(signal) != 0 {
            // It may have ended.
            call::kill(process, signal);
        }
    }
    Some(process)
}

/// clone(2) as vfork(2) has it: the new process calls [`enter`], in this one's memory, while this one
/// waits until it executes a program or ends.
///
/// # Safety
///
/// What enter() does must not harm this process.
#[inline(always)]
unsafe fn clone(shared: &Shared) -> isize {
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
            "mov rdi, {shared}",
            "call {enter}",
            "ud2",
            "2:",
            shared = in(reg) shared,
            enter = sym enter,
            inlateout("rax") libc::SYS_clone as isize => result,
            in("rdi") FLAGS, in("rsi") 0, in("rdx") 0, in("r10") 0, in("r8") 0,
            // Not `lateout`: `shared` is needed after the call.
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
            "mov x0, {shared}",
            "bl {enter}",
            "brk 1",
            "2:",
            shared = in(reg) shared,
            enter = sym enter,
            in("x8") libc::SYS_clone,
            inlateout("x0") FLAGS as isize => result,
            in("x1") 0, in("x2") 0, in("x3") 0, in("x4") 0,
        );
    }
    result
}

/// In the new process.
unsafe extern "C" fn enter(shared: *const Shared) -> ! {
    // SAFETY: start() has given it, and waits.
    let shared = unsafe { &*shared };
    if take_signals(shared).is_some() {
        // SAFETY: the file is a C string; the words and the environment are those of main.
        unsafe { call::execute(shared.file, shared.words, shared.environment.as_pointer()) };
    }
    shared.failed.set(true);
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
fn take_signals(shared: &Shared) -> Option<()> {
    shared.dispositions.set()?;
    let pending = call::pending()? & !shared.blocked;
    for signal in STOPPING {
        let set = set_of(signal);
        if pending & set != 0 && call::handler(signal) == Some(libc::SIG_DFL) {
            if call::take(&set, &mut MaybeUninit::uninit(), false) < 0 {
                return None;
            }
            shared.stops.set(shared.stops.get() | set);
        }
    }
    // Last: what is pending is delivered now, to the dispositions that the program has.
    call::set_blocked(shared.blocked).map(drop)
}
