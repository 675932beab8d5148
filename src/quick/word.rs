//! The words of the command line and the strings of the environment, read byte by byte where the
//! kernel has put them.
//!
//! No length is counted and nothing is compared as a whole: for that the compiler would call
//! strlen(3) or memcmp(3), which a static libc chooses for the processor when it starts.

use std::ffi::{CStr, c_char};
use std::marker::PhantomData;
use std::ptr::NonNull;

/// A C string, or what is left of one.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    start: NonNull<u8>,
    string: PhantomData<&'a CStr>,
}

impl<'a> Text<'a> {
    /// # Safety
    ///
    /// `start` must point to a C string that lives for 'a and is not changed.
    pub(super) unsafe fn new(start: NonNull<u8>) -> Text<'a> {
        Text { start, string: PhantomData }
    }

    /// The first byte, and what is left; None at the end.
    #[inline(always)]
    pub fn split(self) -> Option<(u8, Text<'a>)> {
        // SAFETY: `start` points into a C string, and what follows a byte that is not NUL is one,
        // too.
        unsafe {
            match self.start.read() {
                0 => None,
                byte => Some((byte, Text { start: self.start.add(1), string: PhantomData })),
            }
        }
    }

    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self.split().is_none()
    }

    /// The rest after these bytes, if the string begins with them.
    #[inline(always)]
    pub fn after<const N: usize>(self, start: [u8; N]) -> Option<Text<'a>> {
        let (mut at, mut rest) = (0, self);
        while at < N {
            match rest.split() {
                Some((byte, left)) if byte == start[at] => rest = left,
                _ => return None,
            }
            at += 1;
        }
        Some(rest)
    }

    /// True if these bytes are all of it.
    #[inline(always)]
    pub fn is<const N: usize>(self, bytes: [u8; N]) -> bool {
        matches!(self.after(bytes), Some(rest) if rest.is_empty())
    }

    /// The part of a path after the last slash.
    pub fn file_name(self) -> Text<'a> {
        let (mut name, mut rest) = (self, self);
        while let Some((byte, left)) = rest.split() {
            if byte == b'/' {
                name = left;
            }
            rest = left;
        }
        name
    }

    /// Decimal digits to the end, exactly or not at all.
    pub fn decimal(self) -> Option<u32> {
        let (mut number, mut rest) = (0u64, self);
        if rest.is_empty() {
            return None;
        }
        while let Some((byte, left)) = rest.split() {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            // No overflow: what comes in is below 2^32.
            number = number.wrapping_mul(10).wrapping_add(digit as u64);
            if number > u32::MAX as u64 {
                return None;
            }
            rest = left;
        }
        Some(number as u32)
    }

    /// True if it is digits alone, at least one.
    pub fn is_number(self) -> bool {
        let mut rest = self;
        while let Some((b'0'..=b'9', left)) = rest.split() {
            rest = left;
        }
        rest.is_empty() && !self.is_empty()
    }

    pub(super) fn as_pointer(self) -> *const c_char {
        self.start.as_ptr().cast()
    }
}

/// Strings that end with a null pointer, as the kernel hands over the command line and the
/// environment.
#[derive(Clone, Copy)]
pub struct Strings<'a> {
    rest: NonNull<Option<NonNull<u8>>>,
    strings: PhantomData<&'a CStr>,
}

impl<'a> Strings<'a> {
    /// # Safety
    ///
    /// There must be pointers to C strings, and then a null pointer; all of it must live for 'a and
    /// not be changed.
    pub unsafe fn new(strings: NonNull<*const c_char>) -> Strings<'a> {
        Strings { rest: strings.cast(), strings: PhantomData }
    }

    /// True if no string is left.
    pub fn is_empty(self) -> bool {
        // SAFETY: there is at least the null pointer.
        unsafe { self.rest.read() }.is_none()
    }

    pub(super) fn as_pointer(self) -> *const *const c_char {
        self.rest.as_ptr().cast()
    }

    /// The value of a variable; `start` is its name and "=".
    #[inline(always)]
    pub(super) fn value<const N: usize>(self, start: [u8; N]) -> Option<Text<'a>> {
        for variable in self {
            if let Some(value) = variable.after(start) {
                return Some(value);
            }
        }
        None
    }
}

impl<'a> Iterator for Strings<'a> {
    type Item = Text<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Text<'a>> {
        // SAFETY: as long as no null pointer was read there is one to come.
        unsafe {
            let start = self.rest.read()?;
            self.rest = self.rest.add(1);
            Some(Text { start, string: PhantomData })
        }
    }
}
