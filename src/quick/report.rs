//! The output of kill: names and errors, in the words of the normal path.

use std::ffi::c_int;
use std::mem::MaybeUninit;

use crate::quick::call;
use crate::quick::word::Text;

#[unsafe(link_section = ".rodata.quick")]
static SPEAKER: [u8; 6] = *b"kill: ";

/// The file that an error of write(2) is about.
#[unsafe(link_section = ".rodata.quick")]
static STANDARD_OUTPUT: [u8; 15] = *b"standard output";

#[unsafe(link_section = ".rodata.quick")]
static SEPARATOR: [u8; 2] = *b": ";

/// The text in front of the number of an error that has no text here.
#[unsafe(link_section = ".rodata.quick")]
static UNKNOWN: [u8; 6] = *b"error ";

/// An error and its text, in place: a pointer would have to be relocated first.
struct Reason {
    error: u8,
    length: u8,
    text: [u8; 32],
}

impl Reason {
    const fn new(error: c_int, text: &str) -> Reason {
        let mut bytes = [0; 32];
        let mut at = 0;
        while at < text.len() {
            bytes[at] = text.as_bytes()[at];
            at += 1;
        }
        Reason { error: error as u8, length: at as u8, text: bytes }
    }
}

/// The C library; musl has words of its own for two errors.
const MUSL: bool = cfg!(target_env = "musl");

/// The errors of kill(2), with what Linux's security modules and sandboxes add: another error is
/// reported by its number, because kill(2) is not called again for its text. Then those of a
/// write(2) that has already written a part, before which libc can still be asked. The texts are
/// those of strerror(3) in the C locale, and this program never leaves it; a test compares them.
#[unsafe(link_section = ".rodata.quick")]
static REASONS: [Reason; 11] = [
    Reason::new(libc::ESRCH, "No such process"),
    Reason::new(libc::EPERM, "Operation not permitted"),
    Reason::new(libc::EINVAL, "Invalid argument"),
    Reason::new(libc::EACCES, "Permission denied"),
    Reason::new(libc::ENOSYS, "Function not implemented"),
    Reason::new(libc::ENOSPC, "No space left on device"),
    Reason::new(libc::EDQUOT, if MUSL { "Quota exceeded" } else { "Disk quota exceeded" }),
    Reason::new(libc::EFBIG, "File too large"),
    Reason::new(libc::EIO, if MUSL { "I/O error" } else { "Input/output error" }),
    Reason::new(libc::EPIPE, "Broken pipe"),
    Reason::new(libc::EAGAIN, "Resource temporarily unavailable"),
];

fn reason(result: isize) -> Option<&'static [u8]> {
    for reason in &REASONS {
        if call::is_error(result, reason.error as c_int) {
            return reason.text.get(..reason.length as usize);
        }
    }
    None
}

/// Writes to standard error that something has failed, and why.
#[cold]
pub(super) fn failure(subject: Text, result: isize) {
    let mut line = Line::new();
    line.add(&SPEAKER);
    let mut rest = subject;
    while let Some((byte, left)) = rest.split() {
        line.push(byte);
        rest = left;
    }
    line.finish(result);
}

/// Writes bytes to standard output, and gives the exit status. None if nothing could be written:
/// then libc may start, and try once more.
pub(super) fn print(bytes: &'static [u8]) -> Option<u8> {
    let mut written = 0;
    while let Some(rest @ [_, ..]) = bytes.get(written..) {
        // SAFETY: so many bytes are left.
        let result = unsafe { call::write(1, rest.as_ptr(), rest.len()) };
        if result > 0 {
            written = written.wrapping_add(result as usize);
        } else if written == 0 {
            return None;
        } else if !call::is_error(result, libc::EINTR) {
            let mut line = Line::new();
            line.add(&SPEAKER);
            line.add(&STANDARD_OUTPUT);
            // No error, and nothing written.
            line.finish(if result == 0 { -(libc::EIO as isize) } else { result });
            return Some(1);
        }
    }
    Some(0)
}

/// A line for standard error, which is written at once. A subject is at most as long as the lowest
/// process group's ID, or as "standard output".
struct Line {
    bytes: MaybeUninit<[u8; 80]>,
    length: usize,
}

impl Line {
    #[inline(always)]
    fn new() -> Line {
        Line { bytes: MaybeUninit::uninit(), length: 0 }
    }

    #[inline(always)]
    fn push(&mut self, byte: u8) {
        if self.length < size_of_val(&self.bytes) {
            // SAFETY: there is room. Volatile, or the compiler would call memcpy(3) for many.
            unsafe { self.bytes.as_mut_ptr().cast::<u8>().add(self.length).write_volatile(byte) };
            self.length = self.length.wrapping_add(1);
        }
    }

    fn add(&mut self, bytes: &'static [u8]) {
        for byte in bytes {
            self.push(*byte);
        }
    }

    /// Writes the line, with the reason at its end. A failure of this cannot be reported.
    fn finish(mut self, result: isize) {
        self.add(&SEPARATOR);
        match reason(result) {
            Some(reason) => self.add(reason),
            None => {
                self.add(&UNKNOWN);
                self.add_number(result.wrapping_neg() as u32);
            }
        }
        self.push(b'\n');
        let mut written = 0;
        while written < self.length {
            // SAFETY: so many bytes were put in.
            let result = unsafe {
                let rest = self.bytes.as_ptr().cast::<u8>().add(written);
                call::write(2, rest, self.length.wrapping_sub(written))
            };
            if result > 0 {
                written = written.wrapping_add(result as usize);
            } else if !call::is_error(result, libc::EINTR) {
                return;
            }
        }
    }

    /// At most 4095.
    fn add_number(&mut self, number: u32) {
        let mut unit = 1000;
        while unit > 0 {
            if number >= unit {
                self.push(b'0'.wrapping_add((number / unit % 10) as u8));
            }
            unit /= 10;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::{Describe, Errno};

    #[test]
    fn the_texts_are_those_of_the_normal_path() {
        for row in &REASONS {
            let text = reason(-isize::from(row.error)).unwrap();
            let normal = Describe(Errno::from_raw(i32::from(row.error))).to_string();
            assert_eq!(std::str::from_utf8(text), Ok(&*normal));
        }
        assert!(reason(-(libc::ENOMEM as isize)).is_none() && reason(0).is_none());
    }

    #[test]
    fn the_number_of_an_error_without_a_text_is_told() {
        for number in [1, 38, 133, 1000, 4095] {
            let mut line = Line::new();
            line.add_number(number);
            // SAFETY: so many bytes were put in.
            let digits =
                unsafe { std::slice::from_raw_parts(line.bytes.as_ptr().cast(), line.length) };
            assert_eq!(std::str::from_utf8(digits), Ok(&*number.to_string()));
        }
    }
}
