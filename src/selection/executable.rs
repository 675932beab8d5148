//! Criterion: the file that is executed.

use std::os::unix::ffi::OsStrExt;

use super::criterion::{Cost, Criterion};
use super::look::Look;
use super::place::Place;
use crate::cli::report::escaped;
use crate::process::path::without_deleted;
use crate::process::view::Identity;
use crate::sys::Errno;

/// A file, by what it is or, where it is not there, by its path.
#[derive(Debug)]
pub(crate) struct Executable<'a> {
    identity: Option<Identity>,
    path: &'a [u8],
}

impl<'a> Executable<'a> {
    pub(crate) fn resolve(path: &'a [u8]) -> Executable<'a> {
        Executable { identity: identity_of(path), path }
    }

    /// True if there is such a file.
    pub(super) fn is_there(&self) -> bool {
        self.identity.is_some()
    }
}

impl Criterion for Executable<'_> {
    fn cost(&self) -> Cost {
        Cost::Link
    }

    /// A kernel thread and a zombie have none.
    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        let result = match self.identity {
            Some(wanted) => look.file("exe").map(|file| file.identity() == wanted),
            None => look.link("exe").map(|path| without_deleted(path.as_bytes()) == self.path),
        };
        result.or_else(|error| if error == Errno::ENOENT { Ok(false) } else { Err(error) })
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("it does not execute {}", escaped(self.path)))
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("executes {}", escaped(self.path)))
    }
}

/// The identity of the file of a path, if there is one.
pub(super) fn identity_of(path: &[u8]) -> Option<Identity> {
    Place::find(path).ok().map(|place| place.identity)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::process::view::View;
    use crate::sys::Pid;

    #[test]
    fn the_own_file_is_found_by_what_it_is() {
        let view = View::open().unwrap();
        let look = Look::at(&view, Pid::own());
        let own = std::env::current_exe().unwrap();
        let own = own.as_os_str().as_bytes();
        assert_eq!(Executable::resolve(own).fits(&look), Ok(true));
        assert_eq!(Executable::resolve(b"/proc/self/exe").fits(&look), Ok(true));
        assert_eq!(Executable::resolve(b"/bin/sh").fits(&look), Ok(false));
        // By its path, as one that was deleted.
        assert_eq!(Executable { identity: None, path: own }.fits(&look), Ok(true));
    }
}
