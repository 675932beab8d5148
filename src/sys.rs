//! The system calls, and all the unsafe code there is.
//!
//! Types here cannot hold nonsense: a [`Pid`] is positive, a [`deliver::Target`] says in words
//! which processes kill(2) would signal.
#![allow(unsafe_code)]

pub(crate) mod apart;
pub mod arguments;
#[cfg(linux_android)]
pub(crate) mod call;
pub(crate) mod deliver;
#[cfg(linux_android)]
pub(crate) mod directory;
pub(crate) mod disposition;
pub(crate) mod environment;
pub(crate) mod file;
#[cfg(linux_android)]
pub(crate) mod guardian;
pub(crate) mod keys;
pub(crate) mod local_time;
pub(crate) mod memory;
pub(crate) mod output;
#[cfg(linux_android)]
pub(crate) mod pidfd;
#[allow(unreachable_pub, reason = "the entry exports it")]
pub(crate) mod reserve;
pub(crate) mod start;
pub(crate) mod stream;

use std::ffi::CStr;
use std::fmt;
use std::num::NonZeroI32;

pub(crate) use nix::errno::Errno;

use crate::signal::decimal;

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

    /// A process ID in decimal digits and nothing else.
    #[inline]
    pub fn from_digits(digits: &[u8]) -> Option<Pid> {
        decimal(digits).and_then(|number| Pid::new(i32::try_from(number).ok()?))
    }

    /// The number, as system calls take it.
    pub const fn get(self) -> i32 {
        self.0.get()
    }

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
pub(crate) struct Describe(pub Errno);

impl fmt::Display for Describe {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        // nix's name for numbers that it does not know, and 0: the text of strerror(3) for 0 is
        // "Success".
        if self.0 == Errno::UnknownErrno {
            return f.write_str("unknown error");
        }
        let mut buffer = [0; 256];
        // SAFETY: the buffer is writable and its length is passed.
        let failed =
            unsafe { libc::strerror_r(self.0 as i32, buffer.as_mut_ptr(), buffer.len()) } != 0;
        // SAFETY: strerror_r(3) ends what it writes with NUL, and the buffer was all NUL before.
        let text = unsafe { CStr::from_ptr(buffer.as_ptr()) };
        match text.to_str() {
            Ok(text) if !failed && !text.is_empty() => f.write_str(text),
            _ => write!(f, "error {}", self.0 as i32),
        }
    }
}

/// Ends the process at once: nothing is left to flush, and no exit handler is ours.
pub fn exit(status: u8) -> ! {
    // SAFETY: _exit(2) takes any status and does not return.
    unsafe { libc::_exit(status.into()) }
}
