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

/// The variable by which a user wants no colours anywhere (no-color.org).
const NO_COLOR: &[u8] = b"NO_COLOR";

/// The variables that name the locale of characters, the first that is set and not empty counting
/// (POSIX.1-2024 XBD 8.2).
const LOCALES: [&[u8]; 3] = [b"LC_ALL", b"LC_CTYPE", b"LANG"];

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

    /// True if the user wants no colours.
    pub(crate) fn has_no_color(self) -> bool {
        self.value(NO_COLOR).is_some_and(|value| !value.is_empty())
    }

    /// True if the terminal takes no more than text (terminfo's entry `dumb`).
    pub(crate) fn is_of_dumb_terminal(self) -> bool {
        self.value(b"TERM").is_none_or(|name| name.is_empty() || name == b"dumb")
    }

    /// True if the locale's characters are UTF-8.
    pub(crate) fn is_utf8(self) -> bool {
        let locale = LOCALES.iter().find_map(|name| self.value(name).filter(|it| !it.is_empty()));
        let codeset = locale.unwrap_or_default().split(|byte| *byte == b'.').nth(1);
        let codeset = codeset.unwrap_or_default().split(|byte| *byte == b'@').next();
        matches!(codeset.map(<[u8]>::to_ascii_lowercase).as_deref(), Some(b"utf-8" | b"utf8"))
    }

    /// The value of a variable.
    pub fn value(self, name: &[u8]) -> Option<&'static [u8]> {
        self.strings().find_map(|string| string.to_bytes().strip_prefix(name)?.strip_prefix(b"="))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(strings: &[&CStr]) -> Environment {
        let mut pointers: Vec<_> = strings.iter().map(|string| string.as_ptr()).collect();
        pointers.push(ptr::null());
        // SAFETY: C strings and a null pointer, which live as long as the tests.
        unsafe { Environment::from_main(Box::leak(pointers.into_boxed_slice()).as_ptr()) }
    }

    #[test]
    fn the_first_locale_that_is_set_counts() {
        for (strings, is_utf8) in [
            (&[][..], false),
            (&[c"LANG=C"], false),
            (&[c"LANG=en_US.UTF-8"], true),
            (&[c"LANG=en_US.utf8"], true),
            (&[c"LANG=ca_ES.UTF-8@valencia"], true),
            (&[c"LANG=de_DE.ISO-8859-1"], false),
            (&[c"LC_ALL=", c"LC_CTYPE=C.UTF-8", c"LANG=C"], true),
            (&[c"LC_ALL=C", c"LC_CTYPE=C.UTF-8", c"LANG=C.UTF-8"], false),
        ] {
            assert_eq!(with(strings).is_utf8(), is_utf8, "{strings:?}");
        }
    }

    #[test]
    fn colours_are_unwanted_if_the_variable_is_not_empty() {
        assert!(!with(&[]).has_no_color() && !with(&[c"NO_COLOR="]).has_no_color());
        assert!(with(&[c"NO_COLOR=0"]).has_no_color());
        assert!(with(&[]).is_of_dumb_terminal() && with(&[c"TERM=dumb"]).is_of_dumb_terminal());
        assert!(!with(&[c"TERM=xterm"]).is_of_dumb_terminal());
    }
}
