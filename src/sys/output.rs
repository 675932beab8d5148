//! Standard output that is checked, and standard error that is written in one piece.

use std::fmt;
use std::os::fd::BorrowedFd;

use nix::errno::Errno;

/// What is gathered before it is written: kill -l and kill -L fit, so that each is one write(2).
const CAPACITY: usize = 2048;

/// Standard output. Nothing of it is lost in silence: [`Output::flush`] gives the first error.
pub struct Output {
    buffer: [u8; CAPACITY],
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
    pub const fn new() -> Output {
        Output { buffer: [0; CAPACITY], length: 0, error: None }
    }

    /// Adds bytes.
    pub fn write(&mut self, bytes: &[u8]) {
        if bytes.len() > CAPACITY - self.length {
            self.write_out();
        }
        if bytes.len() > CAPACITY {
            self.note(write_all(1, bytes));
        } else {
            self.buffer[self.length..][..bytes.len()].copy_from_slice(bytes);
            self.length += bytes.len();
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

    fn write_out(&mut self) {
        let result = write_all(1, &self.buffer[..self.length]);
        self.length = 0;
        self.note(result);
    }

    fn note(&mut self, result: Result<(), Errno>) {
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

/// Whether standard output is a terminal, and if so how many columns it has (80 where it does not say).
pub fn terminal_width() -> Option<usize> {
    use std::io::IsTerminal;
    if !std::io::stdout().is_terminal() {
        return None;
    }
    // SAFETY: all zeros is a valid winsize.
    let mut size: libc::winsize = unsafe { std::mem::zeroed() };
    // SAFETY: TIOCGWINSZ writes a winsize to the pointer it is given.
    let result = unsafe { libc::ioctl(1, libc::TIOCGWINSZ, &raw mut size) };
    Some(if result == 0 && size.ws_col > 0 { usize::from(size.ws_col) } else { 80 })
}

fn write_all(descriptor: i32, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        // SAFETY: the descriptor is 1 or 2; if it is not open, write(2) fails with EBADF.
        let descriptor = unsafe { BorrowedFd::borrow_raw(descriptor) };
        match nix::unistd::write(descriptor, bytes) {
            Ok(0) => return Err(Errno::EIO),
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::EINTR) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
