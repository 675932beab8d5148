//! Looking for a program in PATH.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use crate::quick::call::{self, Look};
use crate::quick::word::{Strings, Text};

/// Where PATH is not set, the C library's own default (confstr(3), _CS_PATH, of all that are
/// known).
#[unsafe(link_section = ".rodata.quick")]
static DEFAULT_PATH: [u8; 14] = *b"/bin:/usr/bin\0";

/// A place for the name of a file, with its NUL. This much of the stack is mostly in memory
/// already; longer names are for the normal path.
pub(super) struct Place(MaybeUninit<[u8; 512]>);

impl Place {
    #[inline(always)]
    pub(super) fn new() -> Place {
        Place(MaybeUninit::uninit())
    }

    /// Puts a byte there; None if it does not fit.
    #[inline(always)]
    fn put(&mut self, at: &mut usize, byte: u8) -> Option<()> {
        if *at >= size_of::<Place>() {
            return None;
        }
        // SAFETY: it fits. Volatile, or the compiler could call memcpy(3) for many.
        unsafe { self.0.as_mut_ptr().cast::<u8>().add(*at).write_volatile(byte) };
        *at = at.wrapping_add(1);
        Some(())
    }

    /// The file of a program, which is looked for as execvp(3) does (POSIX.1-2024 XBD 8.3, PATH):
    /// the first that it would try. None if there is none, it does not fit, or is not clear.
    pub(super) fn find(&mut self, program: Text, environment: Strings) -> Option<*const c_char> {
        if is_file_name(program) {
            return Some(program.as_pointer());
        }
        let mut path = match environment.value(*b"PATH=") {
            Some(path) => path,
            // SAFETY: it is a C string.
            None => unsafe { Text::new(NonNull::from(&DEFAULT_PATH).cast()) },
        };
        loop {
            let mut length = 0;
            let mut more = false;
            while let Some((byte, rest)) = path.split() {
                path = rest;
                if byte == b':' {
                    more = true;
                    break;
                }
                self.put(&mut length, byte)?;
            }
            if length > 0 {
                self.put(&mut length, b'/')?;
            }
            let mut rest = program;
            while let Some((byte, left)) = rest.split() {
                self.put(&mut length, byte)?;
                rest = left;
            }
            self.put(&mut length, b'\0')?;
            let file = self.0.as_ptr().cast();
            // SAFETY: it is a C string.
            match unsafe { call::look(file) } {
                // Whether it may be executed is known to execve(2) alone.
                Look::File => return Some(file),
                Look::Nothing => {}
                Look::Unclear => return None,
            }
            if !more {
                return None;
            }
        }
    }
}

/// True if a word names a file, rather than a program that is looked for in PATH.
fn is_file_name(word: Text) -> bool {
    let mut rest = word;
    while let Some((byte, left)) = rest.split() {
        if byte == b'/' {
            return true;
        }
        rest = left;
    }
    word.is_empty()
}
