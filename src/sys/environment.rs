//! The environment as C's main gets it, without a copy.

use std::ffi::c_char;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::arguments;

/// The strings of an environment: libc's environ (POSIX.1-2024 XBD 8.1), also before libc has
/// started.
#[derive(Clone, Copy)]
pub struct Environment(*const *const c_char);

/// The environment of the process, once main has told it.
static OWN: AtomicPtr<*const c_char> = AtomicPtr::new(ptr::null_mut());

impl Environment {
    /// The environment that the program was started with.
    ///
    /// # Safety
    ///
    /// `strings` must be the environment as main gets it: pointers to C strings that nobody
    /// changes, and a null pointer.
    pub unsafe fn from_main(strings: *const *const c_char) -> Environment {
        Environment(strings)
    }

    /// Makes it the one that [`Environment::own`] gives. A store: one page more for a process that
    /// needs no other.
    pub fn set_own(self) {
        OWN.store(self.0.cast_mut(), Ordering::Relaxed);
    }

    /// The environment of the process. Empty where the entry of the program was not sigkit's main.
    pub fn own() -> Environment {
        Environment(OWN.load(Ordering::Relaxed))
    }

    /// Its strings, `NAME=value` each.
    pub fn strings(self) -> impl Iterator<Item = *const c_char> {
        let mut strings = self.0;
        std::iter::from_fn(move || {
            // SAFETY: the pointer is null or what from_main was given: C strings, behind which
            // there is a null pointer.
            unsafe {
                if strings.is_null() || (*strings).is_null() {
                    return None;
                }
                let string = *strings;
                strings = strings.add(1);
                Some(string)
            }
        })
    }

    /// The value of a variable.
    pub fn value(self, name: &[u8]) -> Option<&'static [u8]> {
        let mut strings = self.0;
        // SAFETY: the pointer is null or what from_main was given: C strings, behind which there is
        // a null pointer.
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
}
