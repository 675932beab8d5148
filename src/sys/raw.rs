//! The system calls of the plain forms of kill and trap, by the processor's own instruction where
//! that is known.
//!
//! libc's wrappers store errno in thread-local storage, which does not exist before libc has
//! started; see `src/main.rs`. On other targets they are libc's.

use std::ffi::{c_char, c_int, c_void};

use nix::errno::Errno;

/// What access(2) says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// It may be accessed so.
    Granted,
    /// EACCES: it, or a directory that leads to it, may not.
    Denied,
    /// Any other error.
    NoSuchFile,
}

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
    unsafe fn call_with_four(
        number: libc::c_long,
        a: usize,
        b: usize,
        c: usize,
        d: usize,
    ) -> Result<usize, Errno> {
        // SAFETY: the caller's promise.
        match unsafe { call_for_number(number, a, b, c, d) } {
            // -4095 to -1 are errors (syscall(2)).
            result @ ..0 => Err(Errno::from_raw(-result as i32)),
            result => Ok(result as usize),
        }
    }

    /// The same, without a name for the error: the names are many, and lie far from here.
    ///
    /// # Safety
    ///
    /// As [`call`].
    #[inline]
    unsafe fn call_for_number(
        number: libc::c_long,
        a: usize,
        b: usize,
        c: usize,
        d: usize,
    ) -> isize {
        let result: isize;
        // SAFETY: syscall(2): the kernel changes only the registers that are named here, and the
        // memory that the caller vouches for.
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

    pub(in super::super) fn kill(pid: i32, signal: i32) -> Result<(), Errno> {
        // SAFETY: kill(2) takes two numbers.
        unsafe { call(libc::SYS_kill, pid as usize, signal as usize, 0) }.map(drop)
    }

    /// rt_sigqueueinfo(2).
    pub(in super::super) fn queue(
        pid: i32,
        signal: i32,
        information: &libc::siginfo_t,
    ) -> Result<(), Errno> {
        let information = std::ptr::from_ref(information) as usize;
        // SAFETY: the kernel reads a siginfo_t.
        unsafe { call(libc::SYS_rt_sigqueueinfo, pid as usize, signal as usize, information) }
            .map(drop)
    }

    pub(in super::super) fn write(descriptor: i32, bytes: &[u8]) -> Result<usize, Errno> {
        // SAFETY: write(2) reads the bytes.
        unsafe { call(libc::SYS_write, descriptor as usize, bytes.as_ptr() as usize, bytes.len()) }
    }

    /// Whether the descriptor is a terminal: as isatty(3), whether the terminal's attributes can be
    /// had.
    pub(in super::super) fn is_terminal(descriptor: i32) -> bool {
        // The kernel's struct termios is not larger than libc's.
        let mut attributes = std::mem::MaybeUninit::<libc::termios>::uninit();
        // SAFETY: TCGETS writes a struct termios.
        unsafe {
            call(
                libc::SYS_ioctl,
                descriptor as usize,
                libc::TCGETS as usize,
                attributes.as_mut_ptr() as usize,
            )
        }
        .is_ok()
    }

    /// rt_sigtimedwait(2).
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
    ) -> Result<(), Errno> {
        let information = std::ptr::from_mut(information) as usize;
        // SAFETY: the caller's promise; the kernel writes a siginfo_t.
        unsafe {
            call_with_four(
                libc::SYS_rt_sigtimedwait,
                set as usize,
                information,
                at_most as usize,
                size,
            )
        }
        .map(drop)
    }

    /// rt_sigaction(2).
    ///
    /// # Safety
    ///
    /// The pointers must be to the kernel's struct sigaction, with a set of `size` bytes, or null;
    /// the new one must have no handler.
    pub(in super::super) unsafe fn action(
        signal: i32,
        new: *const c_void,
        old: *mut c_void,
        size: usize,
    ) -> Result<(), Errno> {
        // SAFETY: the caller's promise.
        unsafe {
            call_with_four(
                libc::SYS_rt_sigaction,
                signal as usize,
                new as usize,
                old as usize,
                size,
            )
        }
        .map(drop)
    }

    /// rt_sigprocmask(2) with SIG_SETMASK.
    ///
    /// # Safety
    ///
    /// The pointers must be to sets of `size` bytes; the new one may be null.
    pub(in super::super) unsafe fn mask(
        new: *const libc::c_ulong,
        old: *mut libc::c_ulong,
        size: usize,
    ) -> Result<(), Errno> {
        let how = libc::SIG_SETMASK as usize;
        // SAFETY: the caller's promise.
        unsafe { call_with_four(libc::SYS_rt_sigprocmask, how, new as usize, old as usize, size) }
            .map(drop)
    }

    /// rt_sigpending(2).
    ///
    /// # Safety
    ///
    /// The pointer must be to a set of `size` bytes.
    pub(in super::super) unsafe fn pending(
        set: *mut libc::c_ulong,
        size: usize,
    ) -> Result<(), Errno> {
        // SAFETY: the caller's promise.
        unsafe { call(libc::SYS_rt_sigpending, set as usize, size, 0) }.map(drop)
    }

    /// execve(2); returns only if it fails.
    ///
    /// # Safety
    ///
    /// The file must be a C string; the others pointers to C strings, and a null pointer behind the
    /// last.
    pub(in super::super) unsafe fn execute(
        file: *const c_char,
        words: *const *const c_char,
        environment: *const *const c_char,
    ) -> Errno {
        // SAFETY: the caller's promise.
        let result =
            unsafe { call(libc::SYS_execve, file as usize, words as usize, environment as usize) };
        result.err().unwrap_or(Errno::UnknownErrno)
    }

    /// access(2) with X_OK.
    ///
    /// # Safety
    ///
    /// The file must be a C string.
    pub(in super::super) unsafe fn may_execute(file: *const c_char) -> Access {
        let directory = libc::AT_FDCWD as usize;
        // SAFETY: the caller's promise.
        match unsafe {
            call_for_number(libc::SYS_faccessat, directory, file as usize, libc::X_OK as usize, 0)
        } {
            0.. => Access::Granted,
            error if error == -(libc::EACCES as isize) => Access::Denied,
            _ => Access::NoSuchFile,
        }
    }

    /// Whether it is a regular file, or leads to one.
    ///
    /// # Safety
    ///
    /// The file must be a C string.
    pub(in super::super) unsafe fn is_regular_file(file: *const c_char) -> bool {
        // On these processors libc's struct stat is the kernel's.
        let mut status = std::mem::MaybeUninit::<libc::stat>::uninit();
        let directory = libc::AT_FDCWD as usize;
        // SAFETY: the caller's promise; the kernel writes a struct stat unless it fails.
        unsafe {
            let place = status.as_mut_ptr() as usize;
            let found = call_with_four(libc::SYS_newfstatat, directory, file as usize, place, 0);
            found.is_ok() && (*status.as_ptr()).st_mode & libc::S_IFMT == libc::S_IFREG
        }
    }

    /// wait4(2) without resources; 0 if no child has changed.
    pub(in super::super) fn wait(
        pid: i32,
        status: &mut c_int,
        options: c_int,
    ) -> Result<i32, Errno> {
        let status = std::ptr::from_mut(status) as usize;
        // SAFETY: the kernel writes the status.
        let pid =
            unsafe { call_with_four(libc::SYS_wait4, pid as usize, status, options as usize, 0) }?;
        Ok(pid as i32)
    }

    /// madvise(2) with MADV_DONTNEED.
    ///
    /// # Safety
    ///
    /// The pages must be of a mapping of a file, and not have been written.
    #[inline(always)]
    pub(in super::super) unsafe fn release_pages(start: usize, length: usize) {
        // SAFETY: the caller's promise: what is read there again is the same. That it fails would
        // change nothing.
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

    /// rt_sigqueueinfo(2).
    #[cfg(linux_android)]
    pub(in super::super) fn queue(
        pid: i32,
        signal: i32,
        information: &libc::siginfo_t,
    ) -> Result<(), Errno> {
        // SAFETY: the kernel reads a siginfo_t.
        Errno::result(unsafe {
            libc::syscall(libc::SYS_rt_sigqueueinfo, pid, signal, std::ptr::from_ref(information))
        })
        .map(drop)
    }

    pub(in super::super) fn write(descriptor: i32, bytes: &[u8]) -> Result<usize, Errno> {
        // SAFETY: if the descriptor is not open, write(2) fails with EBADF.
        nix::unistd::write(unsafe { BorrowedFd::borrow_raw(descriptor) }, bytes)
    }

    pub(in super::super) fn is_terminal(descriptor: i32) -> bool {
        // SAFETY: isatty(3) takes a number.
        unsafe { libc::isatty(descriptor) == 1 }
    }

    /// rt_sigtimedwait(2).
    ///
    /// # Safety
    ///
    /// The first pointer must be to a set of `size` bytes, the last to a time or null.
    #[cfg(linux_android)]
    pub(in super::super) unsafe fn wait_for_signal(
        set: *const libc::c_ulong,
        information: &mut libc::siginfo_t,
        at_most: *const libc::timespec,
        size: usize,
    ) -> Result<(), Errno> {
        // SAFETY: the caller's promise; the kernel writes a siginfo_t.
        Errno::result(unsafe {
            libc::syscall(
                libc::SYS_rt_sigtimedwait,
                set,
                std::ptr::from_mut(information),
                at_most,
                size,
            )
        })
        .map(drop)
    }

    /// rt_sigaction(2).
    ///
    /// # Safety
    ///
    /// The pointers must be to the kernel's struct sigaction, with a set of `size` bytes, or null;
    /// the new one must have no handler.
    #[cfg(linux_android)]
    pub(in super::super) unsafe fn action(
        signal: i32,
        new: *const c_void,
        old: *mut c_void,
        size: usize,
    ) -> Result<(), Errno> {
        // SAFETY: the caller's promise.
        Errno::result(unsafe {
            // SPARC's call has a restorer among its arguments.
            #[cfg(sparc)]
            let result = libc::syscall(libc::SYS_rt_sigaction, signal, new, old, 0usize, size);
            #[cfg(not(sparc))]
            let result = libc::syscall(libc::SYS_rt_sigaction, signal, new, old, size);
            result
        })
        .map(drop)
    }

    /// rt_sigprocmask(2) with SIG_SETMASK.
    ///
    /// # Safety
    ///
    /// The pointers must be to sets of `size` bytes; the new one may be null.
    #[cfg(linux_android)]
    pub(in super::super) unsafe fn mask(
        new: *const libc::c_ulong,
        old: *mut libc::c_ulong,
        size: usize,
    ) -> Result<(), Errno> {
        // SAFETY: the caller's promise.
        Errno::result(unsafe {
            libc::syscall(libc::SYS_rt_sigprocmask, libc::SIG_SETMASK, new, old, size)
        })
        .map(drop)
    }

    /// rt_sigpending(2).
    ///
    /// # Safety
    ///
    /// The pointer must be to a set of `size` bytes.
    #[cfg(linux_android)]
    pub(in super::super) unsafe fn pending(
        set: *mut libc::c_ulong,
        size: usize,
    ) -> Result<(), Errno> {
        // SAFETY: the caller's promise.
        Errno::result(unsafe { libc::syscall(libc::SYS_rt_sigpending, set, size) }).map(drop)
    }

    /// execve(2); returns only if it fails.
    ///
    /// # Safety
    ///
    /// The file must be a C string; the others pointers to C strings, and a null pointer behind the
    /// last.
    pub(in super::super) unsafe fn execute(
        file: *const c_char,
        words: *const *const c_char,
        environment: *const *const c_char,
    ) -> Errno {
        // SAFETY: the caller's promise.
        unsafe { libc::execve(file, words, environment) };
        Errno::last()
    }

    /// access(2) with X_OK.
    ///
    /// # Safety
    ///
    /// The file must be a C string.
    pub(in super::super) unsafe fn may_execute(file: *const c_char) -> Access {
        // SAFETY: the caller's promise.
        match Errno::result(unsafe { libc::access(file, libc::X_OK) }) {
            Ok(_) => Access::Granted,
            Err(Errno::EACCES) => Access::Denied,
            Err(_) => Access::NoSuchFile,
        }
    }

    /// Whether it is a regular file, or leads to one.
    ///
    /// # Safety
    ///
    /// The file must be a C string.
    pub(in super::super) unsafe fn is_regular_file(file: *const c_char) -> bool {
        let mut status = std::mem::MaybeUninit::<libc::stat>::uninit();
        // SAFETY: the caller's promise; stat(2) fills in the structure unless it fails.
        unsafe {
            libc::stat(file, status.as_mut_ptr()) == 0
                && (*status.as_ptr()).st_mode & libc::S_IFMT == libc::S_IFREG
        }
    }

    /// waitpid(2); 0 if no child has changed.
    pub(in super::super) fn wait(
        pid: i32,
        status: &mut c_int,
        options: c_int,
    ) -> Result<i32, Errno> {
        // SAFETY: waitpid(2) writes the status.
        Errno::result(unsafe { libc::waitpid(pid, std::ptr::from_mut(status), options) })
    }

    /// madvise(2) with MADV_DONTNEED.
    ///
    /// # Safety
    ///
    /// The pages must be of a mapping of a file, and not have been written.
    #[cfg(linux_android)]
    pub(in super::super) unsafe fn release_pages(start: usize, length: usize) {
        // SAFETY: the caller's promise: what is read there again is the same. That it fails would
        // change nothing.
        let _ = unsafe { libc::madvise(start as *mut libc::c_void, length, libc::MADV_DONTNEED) };
    }

    pub(in super::super) fn exit(status: i32) -> ! {
        // SAFETY: _exit(2) takes any status and does not return.
        unsafe { libc::_exit(status) }
    }
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
pub(super) use by_instruction::*;
#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
pub(super) use by_libc::*;
