//! The system calls, and all the unsafe code there is.
//!
//! Types here cannot hold nonsense: a [`Pid`] is positive, a [`deliver::Target`] says in words whom kill(2) would signal.
#![allow(unsafe_code)]

pub mod arguments;
pub mod deliver;
pub mod output;
#[cfg(any(target_os = "linux", target_os = "android"))]
pub mod pidfd;
mod raw;

use std::ffi::{CStr, c_char};
use std::fmt;
use std::num::NonZeroI32;
use std::sync::atomic::{AtomicPtr, Ordering};

pub use nix::errno::Errno;

/// A process ID or process group ID: 1 up to the highest pid_t.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pid(NonZeroI32);

impl Pid {
    /// The process ID of a positive number; None for 0 and below.
    pub const fn new(number: i32) -> Option<Pid> {
        match NonZeroI32::new(number) {
            Some(pid) if number > 0 => Some(Pid(pid)),
            _ => None,
        }
    }

    /// The number, as system calls take it.
    pub const fn get(self) -> i32 {
        self.0.get()
    }

    /// This process.
    pub fn own() -> Pid {
        Pid::new(nix::unistd::getpid().as_raw()).expect("a process ID is positive")
    }
}

impl fmt::Display for Pid {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// The text of strerror(3) for an error, as other programs of the system print it.
pub struct Describe(pub Errno);

impl fmt::Display for Describe {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        // nix's name for numbers that it does not know, and 0: what strerror(3) says of 0 is "Success".
        if self.0 == Errno::UnknownErrno {
            return f.write_str("unknown error");
        }
        let mut buffer = [0; 256];
        // SAFETY: the buffer is writable and its length is passed.
        let failed = unsafe { libc::strerror_r(self.0 as i32, buffer.as_mut_ptr(), buffer.len()) } != 0;
        // SAFETY: strerror_r(3) ends what it writes with NUL, and the buffer was all NUL before.
        let text = unsafe { CStr::from_ptr(buffer.as_ptr()) };
        match text.to_str() {
            Ok(text) if !failed && !text.is_empty() => f.write_str(text),
            _ => write!(f, "error {}", self.0 as i32),
        }
    }
}

/// Where the environment is: a copy of libc's environ (POSIX.1-2024 XBD 8.1) that is there before libc has started, and
/// that no relocated pointer leads to.
static ENVIRONMENT: AtomicPtr<*const c_char> = AtomicPtr::new(std::ptr::null_mut());

/// Tells [`environment`] where the environment is.
///
/// # Safety
///
/// `strings` must be the environment as main gets it: pointers to C strings that nobody changes, and a null pointer.
pub unsafe fn set_environment(strings: *const *const c_char) {
    ENVIRONMENT.store(strings.cast_mut(), Ordering::Relaxed);
}

/// The value of an environment variable, without a copy. None, too, where the entry of the program was not main's.
pub fn environment(name: &[u8]) -> Option<&'static [u8]> {
    let mut strings = ENVIRONMENT.load(Ordering::Relaxed);
    // SAFETY: the pointer is null or what set_environment was given: C strings, behind which there is a null pointer.
    unsafe {
        while !strings.is_null() && !(*strings).is_null() {
            let mut rest = *strings;
            let named = name.iter().all(|byte| {
                let same = *rest == *byte as c_char;
                rest = rest.add(usize::from(same));
                same
            });
            if named && *rest == b'=' as c_char {
                return Some(arguments::bytes_of(rest.add(1)));
            }
            strings = strings.add(1);
        }
    }
    None
}

/// Ends the process at once: nothing is left to flush, and no exit handler is ours.
pub fn exit(status: u8) -> ! {
    raw::exit(i32::from(status))
}
