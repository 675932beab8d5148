//! Looking for a program in PATH.
//!
//! Only execve(2) knows whether a file may be executed: access(2) asks for the real user, and a
//! security module, a mount without execution or a capability may decide otherwise. So this finds
//! the files to be tried, mostly one; the process that becomes the program tries them in their
//! order.

use std::ffi::CString;

use nix::errno::Errno;
use nix::sys::stat::{SFlag, stat};

use crate::sys::environment::Environment;

/// Where PATH is not set, the C library's own default (confstr(3), _CS_PATH, of all that are
/// known).
const DEFAULT_PATH: &[u8] = b"/bin:/usr/bin";

/// The files that may be a program, in the order in which they are to be tried.
pub(super) struct Candidates {
    pub(super) files: Vec<CString>,
    /// Why there is no program, if it is none of them.
    pub(super) error: Errno,
}

/// Looks for a program as execvp(3) does (POSIX.1-2024 XBD 8.3, PATH).
pub(super) fn find(program: &[u8]) -> Candidates {
    let name_of = |file| CString::new(file).expect("a word has no NUL");
    if program.is_empty() || program.contains(&b'/') {
        return Candidates { files: vec![name_of(program.to_vec())], error: Errno::ENOENT };
    }
    let directories = Environment::own().value(b"PATH").unwrap_or(DEFAULT_PATH);
    let mut candidates = Candidates { files: Vec::new(), error: Errno::ENOENT };
    for directory in directories.split(|byte| *byte == b':') {
        let file = name_of(file_in(directory, program));
        match stat(file.as_c_str()).map(|status| status.st_mode & SFlag::S_IFMT.bits()) {
            Err(error) if is_not_there(error) => {}
            // A directory of this name cannot be executed: as execve(2) has it.
            Err(Errno::EACCES) => candidates.error = Errno::EACCES,
            Ok(kind) if kind != SFlag::S_IFREG.bits() => candidates.error = Errno::EACCES,
            Ok(_) | Err(_) => candidates.files.push(file),
        }
    }
    candidates
}

/// True if an error means that there is no such file, so that the next one is tried.
pub(super) fn is_not_there(error: Errno) -> bool {
    // The others are those of file systems on machines that are not there.
    matches!(
        error,
        Errno::ENOENT | Errno::ENOTDIR | Errno::ESTALE | Errno::ENODEV | Errno::ETIMEDOUT
    )
}

/// The name of a file in a directory, the current one being empty.
fn file_in(directory: &[u8], name: &[u8]) -> Vec<u8> {
    match directory {
        [] => name.to_vec(),
        directory => [directory, name].join(&b'/'),
    }
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
