//! The system calls of kill's plain path, and of trap's sleep, by the processor's own instruction where that is known.
//!
//! libc's wrappers store errno in thread-local storage, which does not exist before libc has started; see
//! `src/main.rs`. On other targets they are libc's.

use nix::errno::Errno;

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod by_instruction {
    use super::*;

    /// Makes a system call with up to three arguments.
    ///
    /// # Safety
    ///
    /// The arguments must be what this call may be given: it may read and write memory.
    #[inline]
    unsafe fn call(number: libc::c_long, a: usize, b: usize, c: usize) -> Result<usize, Errno> {
        // SAFETY: the caller's promise; a call with three arguments does not look at a fourth.
        unsafe { call_with_four(number, a, b, c, 0) }
    }

    /// Makes a system call with four arguments.
    ///
    /// # Safety
    ///
    /// As [`call`].
    #[inline]
    unsafe fn call_with_four(number: libc::c_long, a: usize, b: usize, c: usize, d: usize) -> Result<usize, Errno> {
        let result: isize;
        // SAFETY: syscall(2): the kernel changes only the registers that are named here, and the memory that the
        // caller vouches for.
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
        // -4095 to -1 are errors (syscall(2)).
        if result < 0 { Err(Errno::from_raw(-result as i32)) } else { Ok(result as usize) }
    }

    pub(in super::super) fn kill(pid: i32, signal: i32) -> Result<(), Errno> {
        // SAFETY: kill(2) takes two numbers.
        unsafe { call(libc::SYS_kill, pid as usize, signal as usize, 0) }.map(drop)
    }

    pub(in super::super) fn write(descriptor: i32, bytes: &[u8]) -> Result<usize, Errno> {
        // SAFETY: write(2) reads the bytes.
        unsafe { call(libc::SYS_write, descriptor as usize, bytes.as_ptr() as usize, bytes.len()) }
    }

    /// Whether the descriptor is a terminal: as isatty(3), whether the terminal's attributes can be had.
    pub(in super::super) fn is_terminal(descriptor: i32) -> bool {
        // The kernel's struct termios is not larger than libc's.
        let mut attributes = std::mem::MaybeUninit::<libc::termios>::uninit();
        // SAFETY: TCGETS writes a struct termios.
        unsafe { call(libc::SYS_ioctl, descriptor as usize, libc::TCGETS as usize, attributes.as_mut_ptr() as usize) }
            .is_ok()
    }

    /// rt_sigtimedwait(2); gives the signal's number.
    ///
    /// # Safety
    ///
    /// The first pointer must be to a set of `size` bytes, the last to a time or null.
    #[inline(always)]
    pub(in super::super) unsafe fn wait_for_signal(
        set: *const libc::c_ulong,
        information: &mut libc::siginfo_t,
        at_most: *const libc::timespec,
        size: usize,
    ) -> Result<i32, Errno> {
        // SAFETY: the caller's promise; the kernel writes a siginfo_t.
        let number = unsafe {
            let information = std::ptr::from_mut(information) as usize;
            call_with_four(libc::SYS_rt_sigtimedwait, set as usize, information, at_most as usize, size)
        };
        number.map(|number| number as i32)
    }

    /// madvise(2) with MADV_DONTNEED.
    ///
    /// # Safety
    ///
    /// The pages must be of a mapping of a file, and not have been written.
    #[inline(always)]
    pub(in super::super) unsafe fn release_pages(start: usize, length: usize) {
        // SAFETY: the caller's promise: what is read there again is the same. That it fails would change nothing.
        let _ = unsafe { call(libc::SYS_madvise, start, length, libc::MADV_DONTNEED as usize) };
    }

    #[inline]
    pub(in super::super) fn exit(status: i32) -> ! {
        loop {
            // SAFETY: exit_group(2) takes a number, and does not return.
            let _ = unsafe { call(libc::SYS_exit_group, status as usize, 0, 0) };
        }
    }
}

#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod by_libc {
    use std::os::fd::BorrowedFd;

    use super::*;

    pub(in super::super) fn kill(pid: i32, signal: i32) -> Result<(), Errno> {
        // SAFETY: kill(2) takes any two numbers and touches no memory of ours.
        Errno::result(unsafe { libc::kill(pid, signal) }).map(drop)
    }

    pub(in super::super) fn write(descriptor: i32, bytes: &[u8]) -> Result<usize, Errno> {
        // SAFETY: if the descriptor is not open, write(2) fails with EBADF.
        nix::unistd::write(unsafe { BorrowedFd::borrow_raw(descriptor) }, bytes)
    }

    pub(in super::super) fn is_terminal(descriptor: i32) -> bool {
        // SAFETY: isatty(3) takes a number.
        unsafe { libc::isatty(descriptor) == 1 }
    }

    /// rt_sigtimedwait(2); gives the signal's number.
    ///
    /// # Safety
    ///
    /// The first pointer must be to a set of `size` bytes, the last to a time or null.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub(in super::super) unsafe fn wait_for_signal(
        set: *const libc::c_ulong,
        information: &mut libc::siginfo_t,
        at_most: *const libc::timespec,
        size: usize,
    ) -> Result<i32, Errno> {
        // SAFETY: the caller's promise; the kernel writes a siginfo_t.
        let number = Errno::result(unsafe {
            libc::syscall(libc::SYS_rt_sigtimedwait, set, std::ptr::from_mut(information), at_most, size)
        })?;
        Ok(number as i32)
    }

    /// madvise(2) with MADV_DONTNEED.
    ///
    /// # Safety
    ///
    /// The pages must be of a mapping of a file, and not have been written.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub(in super::super) unsafe fn release_pages(start: usize, length: usize) {
        // SAFETY: the caller's promise: what is read there again is the same. That it fails would change nothing.
        let _ = unsafe { libc::madvise(start as *mut libc::c_void, length, libc::MADV_DONTNEED) };
    }

    pub(in super::super) fn exit(status: i32) -> ! {
        // SAFETY: _exit(2) takes any status and does not return.
        unsafe { libc::_exit(status) }
    }
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
pub(super) use by_instruction::{exit, is_terminal, kill, release_pages, wait_for_signal, write};
#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
pub(super) use by_libc::{exit, is_terminal, kill, write};
#[cfg(all(
    any(target_os = "linux", target_os = "android"),
    not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))
))]
pub(super) use by_libc::{release_pages, wait_for_signal};
