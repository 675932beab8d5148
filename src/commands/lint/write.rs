//! Replacing a file in one step: a program that opens it finds the old text or the new one, and
//! an error leaves the old one.

use std::fs::{Metadata, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::proc::errno_of;
use crate::sys::Describe;

/// Writes a text in the place of a file's, if the file is still the one that was `read`. A link
/// stays, and its target is written.
///
/// # Errors
///
/// The file has changed; it cannot be written beside it; its owner cannot be kept.
pub(super) fn replace(path: &Path, read: &Metadata, text: &[u8]) -> Result<()> {
    let target = path.canonicalize().map_err(reason)?;
    let now = std::fs::metadata(&target).map_err(reason)?;
    if !is_same(read, &now) {
        bail!("has changed since it was read; not written");
    }
    let new = beside(&target);
    let written = write(&new, &now, text).and_then(|()| {
        std::fs::rename(&new, &target).map_err(reason).context("cannot be replaced")
    });
    if written.is_err() {
        // That this fails too would change nothing.
        let _ = std::fs::remove_file(&new);
    }
    written
}

/// True if nothing has written to a file between two looks at it.
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    let facts = |it: &Metadata| {
        (it.dev(), it.ino(), it.size(), it.mtime(), it.mtime_nsec(), it.ctime(), it.ctime_nsec())
    };
    facts(one) == facts(other)
}

/// A name in the same directory that no other process uses.
fn beside(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(format!(".sigkit-{}", std::process::id()));
    PathBuf::from(name)
}

/// Writes a new file with the mode and the owner of an old one.
fn write(new: &Path, old: &Metadata, text: &[u8]) -> Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(new)
        .map_err(reason)
        .context("cannot be written")?;
    file.write_all(text).map_err(reason).context("cannot be written")?;
    let made = file.metadata().map_err(reason)?;
    if (made.uid(), made.gid()) != (old.uid(), old.gid()) {
        fchown(&file, Some(old.uid()), Some(old.gid()))
            .map_err(reason)
            .context("its owner cannot be kept; not written")?;
    }
    // After the owner, whose change takes set-user-ID away (chown(2)).
    let mode = Permissions::from_mode(old.mode() & 0o7777);
    file.set_permissions(mode).map_err(reason).context("its mode cannot be kept; not written")?;
    file.sync_all().map_err(reason).context("cannot be written")
}

/// The system's text without std's "(os error N)".
fn reason(error: std::io::Error) -> anyhow::Error {
    anyhow::anyhow!("{}", Describe(errno_of(&error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory that this test alone has, and a file in it.
    fn file(name: &str, text: &str) -> (PathBuf, PathBuf) {
        let directory =
            std::env::temp_dir().join(format!("sigkit-write-{name}-{}", std::process::id()));
        std::fs::create_dir(&directory).expect("a directory");
        let path = directory.join("a.sh");
        std::fs::write(&path, text).expect("a file");
        (directory, path)
    }

    #[test]
    fn l17_a_file_that_has_changed_since_it_was_read_is_not_written() {
        let (directory, path) = file("changed", "read\n");
        let read = std::fs::metadata(&path).expect("a file");
        std::fs::write(&path, "another program's\n").expect("a file");
        let error = replace(&path, &read, b"mended\n").expect_err("it has changed");
        assert_eq!(format!("{error:#}"), "has changed since it was read; not written");
        assert_eq!(std::fs::read(&path).expect("a file"), b"another program's\n");
        // Another file of the same name is another file, even with the same text.
        let read = std::fs::metadata(&path).expect("a file");
        let other = directory.join("other");
        std::fs::write(&other, "another program's\n").expect("a file");
        std::fs::rename(&other, &path).expect("a file");
        assert!(replace(&path, &read, b"mended\n").is_err());
        assert_eq!(std::fs::read(&path).expect("a file"), b"another program's\n");
        assert_eq!(std::fs::read_dir(&directory).expect("a directory").count(), 1);
        std::fs::remove_dir_all(&directory).expect("a directory");
    }

    #[test]
    fn a_file_that_is_still_the_one_that_was_read_is_written() {
        let (directory, path) = file("same", "read\n");
        let read = std::fs::metadata(&path).expect("a file");
        replace(&path, &read, b"mended\n").expect("it is written");
        assert_eq!(std::fs::read(&path).expect("a file"), b"mended\n");
        assert_eq!(std::fs::read_dir(&directory).expect("a directory").count(), 1);
        std::fs::remove_dir_all(&directory).expect("a directory");
    }
}
