//! Looking for a program in PATH.

use std::ffi::CString;

use nix::errno::Errno;
use nix::sys::stat::{SFlag, stat};
use nix::unistd::{AccessFlags, access};

use crate::sys::environment::Environment;

/// Where PATH is not set, the C library's own default (confstr(3), _CS_PATH, of all that are
/// known).
const DEFAULT_PATH: &[u8] = b"/bin:/usr/bin";

/// Looks for a program as execvp(3) does (POSIX.1-2024 XBD 8.3, PATH); gives the name of its file.
///
/// # Errors
///
/// ENOENT: there is none. EACCES: there is one that may not be executed.
pub(super) fn find(program: &[u8]) -> Result<CString, Errno> {
    if program.is_empty() || program.contains(&b'/') {
        return name_of(program.to_vec());
    }
    let directories = Environment::own().value(b"PATH").unwrap_or(DEFAULT_PATH);
    let mut error = Errno::ENOENT;
    for directory in directories.split(|byte| *byte == b':') {
        let file = name_of(file_in(directory, program))?;
        match access(file.as_c_str(), AccessFlags::X_OK) {
            Ok(()) if is_regular(&file) => return Ok(file),
            Err(Errno::EACCES) => error = Errno::EACCES,
            Ok(()) | Err(_) => {}
        }
    }
    Err(error)
}

/// No word of a command line and no variable has a NUL in it.
fn name_of(file: Vec<u8>) -> Result<CString, Errno> {
    CString::new(file).map_err(|_| Errno::EINVAL)
}

/// The name of a file in a directory, the current one being empty.
fn file_in(directory: &[u8], name: &[u8]) -> Vec<u8> {
    match directory {
        [] => name.to_vec(),
        directory => [directory, name].join(&b'/'),
    }
}

/// Whether it is a regular file, or leads to one.
fn is_regular(file: &CString) -> bool {
    stat(file.as_c_str())
        .is_ok_and(|status| status.st_mode & SFlag::S_IFMT.bits() == SFlag::S_IFREG.bits())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_current_directory_has_no_name_of_its_own() {
        assert_eq!(file_in(b"/bin", b"true"), b"/bin/true");
        assert_eq!(file_in(b"", b"true"), b"true");
    }
}
