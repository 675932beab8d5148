//! A file that a command line names. It is looked at apart: where its file system is dead, the look
//! would never return.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;
use std::time::Duration;

use super::hold::Unavailable;
use crate::process::bounded;
use crate::process::mapped::device_of;
use crate::process::proc::errno_of;
use crate::process::view::Identity;
use crate::sys::{Errno, apart};

/// How long its file system may take.
const AT_MOST: Duration = Duration::from_secs(2);

/// `PATH_MAX`.
const LONGEST: usize = 4096;

/// /proc/PID/mountinfo: a line for each mount, of which there are at most 100,000 (`fs.mount-max`).
pub(super) const MOUNTS: usize = 64 << 20;

/// The known facts about the file.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) identity: Identity,
    /// The device that a block device stands for.
    pub(super) block_device: Option<u64>,
    pub(super) is_socket: bool,
    mount: Option<u64>,
    path: [u8; LONGEST],
    length: usize,
}

impl Place {
    /// Inspects it, after following links.
    ///
    /// # Errors
    ///
    /// There is none; its file system does not answer.
    pub(super) fn find(written: &[u8]) -> Result<Place, Unavailable> {
        match apart::within(AT_MOST, || Place::look(written)) {
            Ok(found) => found.map_err(Unavailable::System),
            Err(Errno::ETIMEDOUT) => Err(Unavailable::Because("its file system does not answer")),
            Err(error) => Err(Unavailable::System(error)),
        }
    }

    fn look(written: &[u8]) -> Result<Place, Errno> {
        let path = Path::new(OsStr::from_bytes(written));
        let path = path.canonicalize().map_err(|error| errno_of(&error))?;
        let file = path.metadata().map_err(|error| errno_of(&error))?;
        let bytes = path.as_os_str().as_bytes();
        let mut path = [0; LONGEST];
        path.get_mut(..bytes.len()).ok_or(Errno::ENAMETOOLONG)?.copy_from_slice(bytes);
        Ok(Place {
            identity: (file.dev(), file.ino()),
            block_device: file.file_type().is_block_device().then(|| file.rdev()),
            is_socket: file.file_type().is_socket(),
            mount: mount_of(bytes),
            path,
            length: bytes.len(),
        })
    }

    /// The device of its file system, as mounts have it: that of stat(2) may be another one.
    pub(super) fn file_system(&self) -> Option<u64> {
        let mounts = bounded::file("/proc/self/mountinfo", MOUNTS).ok()?;
        device_of(&mounts, self.mount?)
    }

    /// Where it is, without links.
    pub(super) fn path(&self) -> &[u8] {
        &self.path[..self.length]
    }
}

/// The ID of the mount that a path leads to.
#[cfg(linux_android)]
fn mount_of(path: &[u8]) -> Option<u64> {
    let path = std::ffi::CString::new(path).ok()?;
    crate::sys::file::look(nix::fcntl::AT_FDCWD, &path).ok()?.mount
}

/// Only Linux has them.
#[cfg(not(linux_android))]
fn mount_of(_path: &[u8]) -> Option<u64> {
    None
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_tuple("Place").field(&self.identity).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed() {
        let place = Place::find(b"/proc/self/exe").unwrap();
        let own = std::env::current_exe().unwrap().canonicalize().unwrap();
        assert_eq!(place.path(), own.as_os_str().as_bytes());
        assert_eq!(Place::find(b"/nowhere").unwrap_err(), Unavailable::System(Errno::ENOENT));
    }
}
