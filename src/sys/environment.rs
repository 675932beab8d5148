//! The environment as C's main gets it, without a copy.

use std::ffi::{CStr, c_char};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// The strings of an environment: libc's environ (POSIX.1-2024 XBD 8.1). std's view of it leaves
/// out what is no `NAME=value`, which a program that is started must get too.
#[derive(Clone, Copy)]
pub struct Environment(*const *const c_char);

/// The variable by which GNU's and procps's commands do not look for options after operands.
pub(crate) const POSIXLY_CORRECT: &[u8] = b"POSIXLY_CORRECT";

/// The environment of the process, once main has set it.
static OWN: AtomicPtr<*const c_char> = AtomicPtr::new(ptr::null_mut());

impl Environment {
    /// The environment that the program was started with.
    ///
    /// # Safety
    ///
    /// `strings` must be the environment as main gets it: pointers to C strings that no code
    /// changes, and a null pointer.
    pub unsafe fn from_main(strings: *const *const c_char) -> Environment {
        Environment(strings)
    }

    /// Makes it the one that [`Environment::own`] gives.
    pub fn set_own(self) {
        OWN.store(self.0.cast_mut(), Ordering::Relaxed);
    }

    /// The environment of the process. Empty where the entry of the program was not sigkit's main.
    pub fn own() -> Environment {
        Environment(OWN.load(Ordering::Relaxed))
    }

    /// Its strings, `NAME=value` each.
    pub fn strings(self) -> impl Iterator<Item = &'static CStr> {
        let mut strings = self.0;
        std::iter::from_fn(move || {
            // SAFETY: the pointer is null or what from_main was given: C strings, after which there
            // is a null pointer.
            unsafe {
                if strings.is_null() || (*strings).is_null() {
                    return None;
                }
                let string = CStr::from_ptr(*strings);
                strings = strings.add(1);
                Some(string)
            }
        })
    }

    /// The value of a variable.
    pub fn value(self, name: &[u8]) -> Option<&'static [u8]> {
        self.strings().find_map(|string| string.to_bytes().strip_prefix(name)?.strip_prefix(b"="))
    }
}
