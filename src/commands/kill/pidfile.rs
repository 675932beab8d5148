//! `--pidfile`: the file that says whom to signal, and whether it may be believed.
//!
//! Whoever can write the file, or put another in its place, chooses who is signalled. So the file
//! must be root's or the caller's own, and nobody else may be able to write it; and so must be its
//! entry in the directory, which may be a symbolic link, and the entry that this leads to. In a
//! directory that every user may write, only the sticky bit keeps an entry from being replaced. The
//! directories' owners and groups (daemons have directories of their own), and the directories
//! above, are believed.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use nix::fcntl::OFlag;

use super::send::Failure;
use crate::process::start_time;
use crate::sys::{Errno, Pid};

/// Who may write, beside the owner: the group, and all others.
const GROUP_OR_OTHERS_WRITE: u32 = 0o022;
const OTHERS_WRITE: u32 = 0o002;
const STICKY: u32 = 0o1000;

/// More than the digits of any process ID, and a newline.
const LONGEST: u64 = 32;

/// As many as the kernel follows (path_resolution(7)).
const MOST_LINKS: usize = 40;

/// How coarse some file systems' times are.
const GRANULARITY: Duration = Duration::from_secs(1);

/// What a pidfile said.
pub(super) struct Pidfile {
    /// Whom it names.
    pub(super) pid: Pid,
    /// When it was last written.
    written: SystemTime,
}

impl Pidfile {
    /// Whether a process that started then cannot have been there when the file was written.
    pub(super) fn is_older_than(&self, started: SystemTime) -> bool {
        started
            .duration_since(self.written)
            .is_ok_and(|later| later > GRANULARITY + start_time::TICK)
    }
}

/// Reads a pidfile.
///
/// # Errors
///
/// It cannot be read or not be believed, or it holds something else.
pub(super) fn read(path: &Path) -> Result<Pidfile, Failure> {
    let path = behind_links(path)?;
    // Neither waiting for the other end of a FIFO, nor taking a terminal as the controlling one,
    // nor another link.
    let flags = OFlag::O_NONBLOCK | OFlag::O_NOCTTY | OFlag::O_NOFOLLOW;
    let file =
        OpenOptions::new().read(true).custom_flags(flags.bits()).open(path).map_err(system)?;
    let metadata = file.metadata().map_err(system)?;
    if !metadata.is_file() {
        return Err(Failure::Refused("not a regular file"));
    }
    require_trusted_owner(&metadata)?;
    if metadata.mode() & GROUP_OR_OTHERS_WRITE != 0 {
        return Err(Failure::Refused("others than its owner may write it"));
    }
    let pid = process_id_in(&contents(file).map_err(system)?).map_err(Failure::Refused)?;
    Ok(Pidfile { pid, written: metadata.modified().map_err(system)? })
}

/// Where the symbolic links lead, if nobody else may replace what lies on the way.
fn behind_links(path: &Path) -> Result<PathBuf, Failure> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let parent =
            path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let directory = std::fs::metadata(parent).map_err(system)?;
        if directory.mode() & OTHERS_WRITE != 0 && directory.mode() & STICKY == 0 {
            const REPLACEABLE: &str =
                "every user may replace it: its directory is writable for others and not sticky";
            return Err(Failure::Refused(REPLACEABLE));
        }
        let entry = std::fs::symlink_metadata(&path).map_err(system)?;
        require_trusted_owner(&entry)?;
        if !entry.is_symlink() {
            return Ok(path);
        }
        // An absolute path replaces what it is joined to.
        path = parent.join(std::fs::read_link(&path).map_err(system)?);
    }
    Err(Failure::System(Errno::ELOOP))
}

fn require_trusted_owner(metadata: &Metadata) -> Result<(), Failure> {
    match metadata.uid() {
        0 => Ok(()),
        owner if owner == nix::unistd::geteuid().as_raw() => Ok(()),
        owner => {
            let reason =
                format!("belongs to user {owner}, who is neither root nor the user of kill");
            Err(Failure::Explained(reason))
        }
    }
}

/// The start of a file: a longer one holds more than a process ID.
fn contents(file: File) -> io::Result<Vec<u8>> {
    let mut contents = Vec::new();
    file.take(LONGEST).read_to_end(&mut contents)?;
    Ok(contents)
}

/// Reads the contents of a pidfile.
fn process_id_in(contents: &[u8]) -> Result<Pid, &'static str> {
    match contents.strip_suffix(b"\n").unwrap_or(contents) {
        b"" => Err("empty; it must hold a process ID"),
        digits => Pid::from_digits(digits).ok_or("does not hold a process ID and nothing else"),
    }
}

fn system(error: io::Error) -> Failure {
    Failure::System(error.raw_os_error().map_or(Errno::EIO, Errno::from_raw))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_id_and_at_most_one_newline() {
        for contents in ["1234", "1234\n", "01234"] {
            assert_eq!(
                process_id_in(contents.as_bytes()),
                Ok(Pid::new(1234).unwrap()),
                "{contents:?}"
            );
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for contents in ["", "\n"] {
            assert_eq!(
                process_id_in(contents.as_bytes()),
                Err("empty; it must hold a process ID"),
                "{contents:?}"
            );
        }
        for contents in [
            "0",
            "-1",
            "-1234",
            "+1234",
            " 1234",
            "1234 ",
            "1234\n\n",
            "1234\r\n",
            "1234\n5",
            "1234 5",
            "0x4d2",
            "1234x",
            "x",
            "4294967297",
            "2147483648",
            "1234\0",
        ] {
            let refused = Err("does not hold a process ID and nothing else");
            assert_eq!(process_id_in(contents.as_bytes()), refused, "{contents:?}");
        }
    }

    #[test]
    fn a_process_that_started_after_the_file_was_written_is_not_in_it() {
        let written = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let pidfile = Pidfile { pid: Pid::new(1234).unwrap(), written };
        assert!(!pidfile.is_older_than(written - Duration::from_secs(5)));
        assert!(!pidfile.is_older_than(written + Duration::from_millis(1010)));
        assert!(pidfile.is_older_than(written + Duration::from_millis(1011)));
    }
}
