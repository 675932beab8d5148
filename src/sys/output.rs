//! Standard output that is checked, and standard error that is written in one piece.

use std::fmt;
use std::mem::MaybeUninit;

use nix::errno::Errno;

use super::raw;

/// What is gathered before it is written: kill -l and kill -L fit, so that each is one write(2).
const CAPACITY: usize = 2048;

/// Standard output. Nothing of it is lost in silence: [`Output::flush`] gives the first error.
pub struct Output {
    buffer: [MaybeUninit<u8>; CAPACITY],
    length: usize,
    error: Option<Errno>,
}

impl Default for Output {
    fn default() -> Output {
        Output::new()
    }
}

impl Output {
    /// Standard output with nothing written yet.
    #[inline(always)]
    pub const fn new() -> Output {
        Output { buffer: [const { MaybeUninit::uninit() }; CAPACITY], length: 0, error: None }
    }

    /// Adds bytes.
    pub fn write(&mut self, mut bytes: &[u8]) {
        while let Some((part, rest)) = bytes.split_at_checked(CAPACITY) {
            self.add(part);
            bytes = rest;
        }
        self.add(bytes);
    }

    /// Adds at most as many bytes as there is room for in all.
    fn add(&mut self, bytes: &[u8]) {
        self.make_room(bytes.len());
        for (place, byte) in self.buffer[self.length..].iter_mut().zip(bytes) {
            place.write(*byte);
        }
        self.length += bytes.len();
    }

    /// Adds one byte.
    #[inline]
    pub fn push(&mut self, byte: u8) {
        self.make_room(1);
        if let Some(place) = self.buffer.get_mut(self.length) {
            place.write(byte);
            self.length += 1;
        }
    }

    /// Adds formatted text.
    pub fn print(&mut self, text: fmt::Arguments) {
        fmt::Write::write_fmt(self, text).expect("gathering text does not fail");
    }

    /// Writes what was gathered.
    ///
    /// # Errors
    ///
    /// The first error of write(2) since the last call; what came after it is dropped.
    pub fn flush(&mut self) -> Result<(), Errno> {
        self.write_out();
        match self.error.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn gathered(&self) -> &[u8] {
        // SAFETY: `length` bytes were written to the buffer.
        unsafe { std::slice::from_raw_parts(self.buffer.as_ptr().cast(), self.length) }
    }

    #[inline]
    fn make_room(&mut self, count: usize) {
        if count > CAPACITY - self.length {
            self.write_out();
        }
    }

    #[cold]
    #[inline(never)]
    fn write_out(&mut self) {
        let result = write_all(1, self.gathered());
        self.length = 0;
        self.error = self.error.or(result.err());
    }
}

impl fmt::Write for Output {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.write(text.as_bytes());
        Ok(())
    }
}

/// Writes to standard error; when that fails there is nobody left to tell.
pub fn write_error(bytes: &[u8]) {
    let _ = write_all(2, bytes);
}

/// Whether standard output is a terminal.
pub fn is_terminal() -> bool {
    raw::is_terminal(1)
}

/// How many columns standard output has if it is a terminal (80 where it does not say).
pub fn terminal_width() -> Option<usize> {
    width_of(1)
}

/// The same for standard error.
pub fn error_width() -> Option<usize> {
    width_of(2)
}

fn width_of(descriptor: i32) -> Option<usize> {
    if !raw::is_terminal(descriptor) {
        return None;
    }
    // SAFETY: all zeros is a valid winsize.
    let mut size: libc::winsize = unsafe { std::mem::zeroed() };
    // SAFETY: TIOCGWINSZ writes a winsize to the pointer it is given.
    let result = unsafe { libc::ioctl(descriptor, libc::TIOCGWINSZ, &raw mut size) };
    Some(if result == 0 && size.ws_col > 0 { usize::from(size.ws_col) } else { 80 })
}

fn write_all(descriptor: i32, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        match raw::write(descriptor, bytes) {
            Ok(0) => return Err(Errno::EIO),
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::EINTR) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
