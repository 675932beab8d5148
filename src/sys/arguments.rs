//! The words of the command line as C's main gets them, without a copy.

use std::ffi::{CStr, c_char, c_int};
use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;

/// One word of a command line: a C string, any bytes but NUL. Its length is counted when it is
/// asked for.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Word<'a> {
    start: NonNull<c_char>,
    string: PhantomData<&'a CStr>,
}

impl<'a> Word<'a> {
    /// The bytes without the NUL.
    pub fn bytes(self) -> &'a [u8] {
        // SAFETY: `start` points to a C string that lives for 'a: both constructors see to it.
        unsafe { CStr::from_ptr(self.start.as_ptr()) }.to_bytes()
    }
}

impl<'a> From<&'a CStr> for Word<'a> {
    fn from(string: &'a CStr) -> Word<'a> {
        Word { start: NonNull::from(string).cast(), string: PhantomData }
    }
}

impl PartialEq for Word<'_> {
    fn eq(&self, other: &Word) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for Word<'_> {}

impl fmt::Debug for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "\"{}\"", self.bytes().escape_ascii())
    }
}

/// The words that C's main was called with, the program's name first.
#[derive(Clone, Copy)]
pub struct CommandLine<'a>(&'a [Word<'a>]);

impl<'a> CommandLine<'a> {
    /// All words.
    ///
    /// # Safety
    ///
    /// `argc` and `argv` must be what main got (C11 5.1.2.2.1): `argv[0]` to `argv[argc-1]` are C
    /// strings, which this program never changes, and `argv[argc]` is a null pointer.
    pub unsafe fn from_main(argc: c_int, argv: *const *const c_char) -> CommandLine<'static> {
        let count = usize::try_from(argc).unwrap_or(0);
        if count == 0 || argv.is_null() {
            return CommandLine(&[]);
        }
        // SAFETY: a Word is laid out as its non-null pointer, and the caller vouches for the
        // strings.
        CommandLine(unsafe { std::slice::from_raw_parts(argv.cast(), count) })
    }

    pub fn words(self) -> &'a [Word<'a>] {
        self.0
    }
}
