//! The system calls. A result from -4095 to -1 is an error's number with its sign turned
//! (syscall(2)).

use std::ffi::{c_char, c_int};
use std::mem::MaybeUninit;
use std::ptr;

use crate::sys::call::call;

/// True if a result is this error.
#[inline(always)]
pub(super) fn is_error(result: isize, error: c_int) -> bool {
    result == -(error as isize)
}

#[inline(always)]
pub(super) fn exit(status: u8) -> ! {
    loop {
        // SAFETY: exit_group(2) takes a number, and does not return.
        unsafe { call(libc::SYS_exit_group, status as usize, 0, 0, 0) };
    }
}

#[inline(always)]
pub(super) fn kill(pid: i32, signal: i32) -> isize {
    // SAFETY: kill(2) takes two numbers.
    unsafe { call(libc::SYS_kill, pid as usize, signal as usize, 0, 0) }
}

/// rt_sigqueueinfo(2).
#[inline(always)]
pub(super) fn queue(pid: i32, signal: i32, information: &Information) -> isize {
    let information = ptr::from_ref(information) as usize;
    // SAFETY: the kernel reads a siginfo_t.
    unsafe { call(libc::SYS_rt_sigqueueinfo, pid as usize, signal as usize, information, 0) }
}

/// # Safety
///
/// There must be so many bytes.
#[inline(always)]
pub(super) unsafe fn write(descriptor: i32, bytes: *const u8, count: usize) -> isize {
    // SAFETY: write(2) reads the bytes.
    unsafe { call(libc::SYS_write, descriptor as usize, bytes as usize, count, 0) }
}

/// True if a descriptor is a terminal: as isatty(3), whether the terminal's attributes can be had.
#[inline(always)]
pub(super) fn is_terminal(descriptor: i32) -> bool {
    // The kernel's struct termios is not larger than libc's.
    let mut attributes = MaybeUninit::<libc::termios>::uninit();
    let place = attributes.as_mut_ptr() as usize;
    // SAFETY: TCGETS writes a struct termios.
    unsafe { call(libc::SYS_ioctl, descriptor as usize, libc::TCGETS as usize, place, 0) >= 0 }
}

/// close_range(2); None if that fails.
#[inline(always)]
pub(super) fn close_range(first: u32, last: u32) -> Option<()> {
    // SAFETY: close_range(2) takes three numbers; nothing here uses what is closed.
    match unsafe { call(libc::SYS_close_range, first as usize, last as usize, 0, 0) } {
        ..0 => None,
        _ => Some(()),
    }
}

#[unsafe(link_section = ".rodata.quick")]
static ROOT: [u8; 2] = *b"/\0";

/// Goes to the root of the file systems, if that may be.
#[inline(always)]
pub(super) fn leave_directory() {
    // SAFETY: it is a C string.
    unsafe { call(libc::SYS_chdir, ROOT.as_ptr() as usize, 0, 0, 0) };
}

/// A set of signals as the kernel has it: bit n-1 is signal n.
pub(super) type Set = u64;

/// The siginfo_t of the kernel (sigaction(2)): the beginning of it, and the rest.
#[repr(C)]
pub(super) struct Information {
    pub(super) signal: i32,
    error: i32,
    pub(super) code: i32,
    padding: i32,
    /// Of a signal that a process has sent, or of a child.
    pub(super) pid: i32,
    rest: [i32; 27],
}

const _: () = assert!(size_of::<Information>() == size_of::<libc::siginfo_t>());

/// rt_sigtimedwait(2): takes a signal of the set, which must be blocked; without a time to wait, or
/// for as long as it takes. `information` is not set unless the result is a signal.
#[inline(always)]
pub(super) fn take(set: &Set, information: &mut MaybeUninit<Information>, waits: bool) -> isize {
    let at_once = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    let at_most = if waits { ptr::null() } else { ptr::from_ref(&at_once) };
    let (set, place) = (ptr::from_ref(set) as usize, information.as_mut_ptr() as usize);
    // SAFETY: the kernel reads the set, which has this size, and the time, and writes a siginfo_t.
    unsafe { call(libc::SYS_rt_sigtimedwait, set, place, at_most as usize, size_of::<Set>()) }
}

/// The kernel's struct sigaction (linux/signal.h).
#[repr(C)]
struct Action {
    handler: usize,
    flags: libc::c_ulong,
    restorer: usize,
    mask: Set,
}

/// The handler of a signal: SIG_DFL, SIG_IGN or an address; None if the kernel refuses the call.
#[inline(always)]
pub(super) fn handler(signal: i32) -> Option<usize> {
    let mut old = MaybeUninit::<Action>::uninit();
    let place = old.as_mut_ptr() as usize;
    // SAFETY: the kernel writes its structure, whose set has this size, unless it fails.
    unsafe {
        let size = size_of::<Set>();
        match call(libc::SYS_rt_sigaction, signal as usize, 0, place, size) {
            ..0 => None,
            _ => Some((*old.as_ptr()).handler),
        }
    }
}

/// Ignores a signal, or does what is the default; gives the handler that it had, or None if that
/// fails.
#[inline(always)]
pub(super) fn set_ignored(signal: i32, ignored: bool) -> Option<usize> {
    let handler = if ignored { libc::SIG_IGN } else { libc::SIG_DFL };
    let new = Action { handler, flags: 0, restorer: 0, mask: 0 };
    let mut old = MaybeUninit::<Action>::uninit();
    let (new, place) = (ptr::from_ref(&new) as usize, old.as_mut_ptr() as usize);
    // SAFETY: the kernel reads the one structure, which has no handler, and writes the other unless
    // it fails; their sets have this size.
    unsafe {
        match call(libc::SYS_rt_sigaction, signal as usize, new, place, size_of::<Set>()) {
            ..0 => None,
            _ => Some((*old.as_ptr()).handler),
        }
    }
}

/// Blocks exactly these signals; gives those that were blocked before, or None if that fails.
#[inline(always)]
pub(super) fn set_blocked(signals: Set) -> Option<Set> {
    change_blocked(libc::SIG_SETMASK, signals)
}

#[inline(always)]
fn change_blocked(how: c_int, signals: Set) -> Option<Set> {
    let mut old = MaybeUninit::<Set>::uninit();
    let (new, place) = (ptr::from_ref(&signals) as usize, old.as_mut_ptr() as usize);
    let how = how as usize;
    // SAFETY: the kernel reads the one set and writes the other unless it fails; both have this
    // size.
    unsafe {
        match call(libc::SYS_rt_sigprocmask, how, new, place, size_of::<Set>()) {
            ..0 => None,
            _ => Some(old.assume_init()),
        }
    }
}

/// Blocks these signals, too; gives those that were blocked before, or None if that fails.
#[inline(always)]
pub(super) fn hold_back(signals: Set) -> Option<Set> {
    change_blocked(libc::SIG_BLOCK, signals)
}

/// The signals that are pending; None if the kernel refuses the call.
#[inline(always)]
pub(super) fn pending() -> Option<Set> {
    let mut set = MaybeUninit::<Set>::uninit();
    // SAFETY: the kernel writes a set of this size unless it fails.
    unsafe {
        let place = set.as_mut_ptr() as usize;
        match call(libc::SYS_rt_sigpending, place, size_of::<Set>(), 0, 0) {
            ..0 => None,
            _ => Some(set.assume_init()),
        }
    }
}

/// execve(2); returns only if it fails.
///
/// # Safety
///
/// The file must be a C string; the others pointers to C strings, and then a null pointer.
#[inline(always)]
pub(super) unsafe fn execute(
    file: *const c_char,
    words: *const *const c_char,
    environment: *const *const c_char,
) {
    // SAFETY: the caller's promise.
    unsafe {
        call(libc::SYS_execve, file as usize, words as usize, environment as usize, 0);
    }
}

/// The kind of file at a path.
pub(super) enum Look {
    /// A regular file.
    File,
    /// Nothing that is one, or that may be looked at.
    Nothing,
    /// An error for which execvp(3) looks no further.
    Unclear,
}

/// Looks for a regular file, or what leads to one.
///
/// # Safety
///
/// The file must be a C string.
#[inline(always)]
pub(super) unsafe fn look(file: *const c_char) -> Look {
    // On these processors libc's struct stat is the kernel's.
    let mut status = MaybeUninit::<libc::stat>::uninit();
    let (directory, file) = (libc::AT_FDCWD as usize, file as usize);
    // SAFETY: the caller's promise; the kernel writes a struct stat unless it fails.
    unsafe {
        let place = status.as_mut_ptr() as usize;
        let result = call(libc::SYS_newfstatat, directory, file, place, 0);
        if result >= 0 {
            let is_file = (*status.as_ptr()).st_mode & libc::S_IFMT == libc::S_IFREG;
            return if is_file { Look::File } else { Look::Nothing };
        }
        if is_error(result, libc::ENOENT)
            || is_error(result, libc::ENOTDIR)
            || is_error(result, libc::EACCES)
        {
            return Look::Nothing;
        }
        Look::Unclear
    }
}

/// wait4(2) without resources: the child, and its status.
#[inline(always)]
pub(super) fn wait(pid: i32, options: c_int) -> (isize, c_int) {
    let mut status: c_int = 0;
    let place = ptr::from_mut(&mut status) as usize;
    // SAFETY: the kernel writes the status.
    let result = unsafe { call(libc::SYS_wait4, pid as usize, place, options as usize, 0) };
    (result, status)
}

/// The set of a signal; of 0 the empty one.
#[inline(always)]
pub(super) const fn set_of(signal: i32) -> Set {
    if signal == 0 { 0 } else { 1 << (signal.wrapping_sub(1) & 63) }
}
