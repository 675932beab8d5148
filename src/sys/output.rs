//! Standard output that is checked, and standard error that is written in one piece.

use std::fmt;
use std::os::fd::{AsRawFd, BorrowedFd};

use nix::errno::Errno;
use nix::unistd;

// SAFETY: this program closes neither; where it was started without one, the calls say EBADF.
pub(super) const STANDARD_OUTPUT: BorrowedFd =
    unsafe { BorrowedFd::borrow_raw(libc::STDOUT_FILENO) };
// SAFETY: as above.
pub(super) const STANDARD_ERROR: BorrowedFd =
    unsafe { BorrowedFd::borrow_raw(libc::STDERR_FILENO) };

/// The bytes that are gathered before they are written: kill -l and kill -L fit, so that each is
/// one write(2).
const CAPACITY: usize = 2048;

/// Standard output. Nothing of it is lost in silence: [`Output::flush`] gives the first error.
#[derive(Default)]
pub(crate) struct Output {
    gathered: Vec<u8>,
    error: Option<Errno>,
}

impl Output {
    /// Standard output with nothing written yet.
    pub(crate) const fn new() -> Output {
        Output { gathered: Vec::new(), error: None }
    }

    pub(crate) fn write(&mut self, mut bytes: &[u8]) {
        while let Some((part, rest)) = bytes.split_at_checked(CAPACITY) {
            self.add(part);
            bytes = rest;
        }
        self.add(bytes);
    }

    /// Adds at most as many bytes as are gathered in all.
    fn add(&mut self, bytes: &[u8]) {
        if bytes.len() > CAPACITY - self.gathered.len() {
            self.write_out();
        }
        self.gathered.extend_from_slice(bytes);
    }

    pub(crate) fn push(&mut self, byte: u8) {
        self.add(&[byte]);
    }

    pub(crate) fn print(&mut self, text: fmt::Arguments) {
        fmt::Write::write_fmt(self, text).expect("gathering text does not fail");
    }

    /// Writes what was gathered.
    ///
    /// # Errors
    ///
    /// The first error of write(2) since the last call; what came after it is dropped.
    pub(crate) fn flush(&mut self) -> Result<(), Errno> {
        self.write_out();
        match self.error.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn write_out(&mut self) {
        let result = write_all(STANDARD_OUTPUT, &self.gathered);
        self.gathered.clear();
        self.error = self.error.or(result.err());
    }
}

impl fmt::Write for Output {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.write(text.as_bytes());
        Ok(())
    }
}

/// Writes to standard error; when that fails there is no place left to report it.
pub(crate) fn write_error(bytes: &[u8]) {
    let _ = write_all(STANDARD_ERROR, bytes);
}

/// How many columns standard output has if it is a terminal (80 where it does not say).
pub(crate) fn terminal_width() -> Option<usize> {
    width_of(STANDARD_OUTPUT)
}

/// The same for standard error.
pub(crate) fn error_width() -> Option<usize> {
    width_of(STANDARD_ERROR)
}

fn width_of(descriptor: BorrowedFd) -> Option<usize> {
    if unistd::isatty(descriptor) != Ok(true) {
        return None;
    }
    // SAFETY: all zeros is a valid winsize.
    let mut size: libc::winsize = unsafe { std::mem::zeroed() };
    // SAFETY: TIOCGWINSZ writes a winsize to the pointer that it is given.
    let result = unsafe { libc::ioctl(descriptor.as_raw_fd(), libc::TIOCGWINSZ, &raw mut size) };
    Some(if result == 0 && size.ws_col > 0 { usize::from(size.ws_col) } else { 80 })
}

pub(super) fn write_all(descriptor: BorrowedFd, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        match unistd::write(descriptor, bytes) {
            Ok(0) => return Err(Errno::EIO),
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::EINTR) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
