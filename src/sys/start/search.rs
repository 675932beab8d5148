//! Looking for a program in PATH, without an allocation and before libc has started.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use nix::errno::Errno;

use crate::sys::environment::Environment;
use crate::sys::raw::{self, Access};

/// The system takes no path that is longer (POSIX, limits.h). The Hurd has no limit; none that is
/// longer is looked for there.
const PATH_MAX: usize = {
    #[cfg(not(target_os = "hurd"))]
    let bytes = libc::PATH_MAX as usize;
    #[cfg(target_os = "hurd")]
    let bytes = 4096;
    bytes
};

/// Whether a word names a file, rather than a program that is looked for in PATH.
pub(super) fn is_file_name(word: &[u8]) -> bool {
    word.is_empty() || word.contains(&b'/')
}

/// A place for the name of a file, of at most `N` bytes with its NUL.
pub(super) struct Place<const N: usize>([MaybeUninit<u8>; N]);

impl<const N: usize> Place<N> {
    /// A place with nothing in it.
    #[inline(always)]
    pub(super) const fn new() -> Place<N> {
        Place([const { MaybeUninit::uninit() }; N])
    }

    /// Looks for a program as execvp(3) does (POSIX.1-2024 XBD 8.3, PATH); gives the name of its
    /// file, a C string.
    ///
    /// # Errors
    ///
    /// ENOENT: there is none. EACCES: there is one that may not be executed. ENAMETOOLONG: a name
    /// that the system might take does not fit.
    pub(super) fn find(
        &mut self,
        program: &[u8],
        environment: Environment,
    ) -> Result<*const c_char, Errno> {
        // Where PATH is not set, the C library's own default (confstr(3), _CS_PATH, of all that are
        // known).
        let directories = environment.value(b"PATH").unwrap_or(b"/bin:/usr/bin");
        let mut error = Errno::ENOENT;
        for directory in directories.split(|byte| *byte == b':') {
            let Some(file) = self.write(directory, program) else {
                if N < PATH_MAX {
                    return Err(Errno::ENAMETOOLONG);
                }
                continue;
            };
            // SAFETY: it is a C string.
            match unsafe { raw::may_execute(file) } {
                // SAFETY: as above.
                Access::Granted if unsafe { raw::is_regular_file(file) } => return Ok(file),
                Access::Denied => error = Errno::EACCES,
                Access::Granted | Access::NoSuchFile => {}
            }
        }
        Err(error)
    }

    /// Writes the name of a file in a directory, the current one being empty, as a C string; None
    /// if it does not fit.
    fn write(&mut self, directory: &[u8], name: &[u8]) -> Option<*const c_char> {
        let mut places = self.0.iter_mut();
        let mut add = |byte| places.next().map(|place| *place = MaybeUninit::new(byte));
        for byte in directory {
            add(*byte)?;
        }
        if !directory.is_empty() {
            add(b'/')?;
        }
        for byte in name {
            add(*byte)?;
        }
        add(b'\0')?;
        Some(self.0.as_ptr().cast())
    }
}

/// The same, kept.
///
/// # Errors
///
/// As [`Place::find`], but for names that do not fit: the system takes none that is longer.
pub(super) fn find(program: &[u8]) -> Result<std::ffi::CString, Errno> {
    if is_file_name(program) {
        // No word has a NUL in it.
        return std::ffi::CString::new(program).map_err(|_| Errno::EINVAL);
    }
    let mut place = Place::<PATH_MAX>::new();
    let file = place.find(program, Environment::own())?;
    // SAFETY: it is a C string, in the place that is still there.
    Ok(unsafe { CStr::from_ptr(file) }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_fits_with_its_nul_or_is_none() {
        let mut place = Place::<8>::new();
        let mut written = |directory: &[u8], name: &[u8]| {
            // SAFETY: what was written is a C string.
            place
                .write(directory, name)
                .map(|file| unsafe { CStr::from_ptr(file) }.to_bytes().to_vec())
        };
        assert_eq!(written(b"/a", b"bcde"), Some(b"/a/bcde".to_vec()));
        assert_eq!(written(b"/a", b"bcdef"), None);
        assert_eq!(written(b"", b"bcdefgh"), Some(b"bcdefgh".to_vec()));
        assert_eq!(written(b"", b"bcdefghi"), None);
    }
}
