//! A system call by the processor's own instruction, where that is known: for those that run before
//! libc has started, which keeps errno in thread-local storage, and for those that wait for a long
//! time and shall keep no page of libc in memory for that.

use libc::c_long;

/// Makes a system call with four arguments; one with fewer does not look at the others. A result
/// from -4095 to -1 is an error's number with its sign turned (syscall(2)).
///
/// # Safety
///
/// The arguments must be what this call may be given: it may read and write memory.
#[cfg(quick_system)]
#[inline(always)]
pub(crate) unsafe fn call(number: c_long, a: usize, b: usize, c: usize, d: usize) -> isize {
    let result: isize;
    // SAFETY: syscall(2): the kernel changes only the registers that are named here, and the memory
    // that the caller vouches for.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        std::arch::asm!(
            "syscall",
            inlateout("rax") number as isize => result,
            in("rdi") a, in("rsi") b, in("rdx") c, in("r10") d,
            lateout("rcx") _, lateout("r11") _,
            options(nostack, preserves_flags),
        );
    }
    // SAFETY: as above.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        std::arch::asm!(
            "svc 0",
            in("x8") number,
            inlateout("x0") a as isize => result,
            in("x1") b, in("x2") c, in("x3") d,
            options(nostack, preserves_flags),
        );
    }
    result
}

/// The same by libc.
///
/// # Safety
///
/// As above.
#[cfg(not(quick_system))]
pub(crate) unsafe fn call(number: c_long, a: usize, b: usize, c: usize, d: usize) -> isize {
    // SAFETY: the caller's promise.
    match unsafe { libc::syscall(number, a, b, c, d) } {
        -1 => -(nix::errno::Errno::last_raw() as isize),
        result => result as isize,
    }
}
