//! Source: the process that a pidfile names, if the file may be believed.
//!
//! A user that can write the file, or put another in its place, chooses which process is meant. So
//! the file must be root's or the caller's own, and no other user may be able to write it; and so
//! must be its entry in the directory, which may be a symbolic link, and the entry that this leads
//! to. In a directory that every user may write, only the sticky bit keeps an entry from being
//! replaced. The directories' owners and groups (daemons have directories of their own), and the
//! directories above, are believed.

use std::ffi::OsStr;
use std::fs::{File, Metadata, OpenOptions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use nix::fcntl::OFlag;

use super::hold::{Unavailable, cannot_see, hold};
use crate::process::bounded::{self, Beginning};
use crate::process::handle::Handle;
use crate::process::start_time;
use crate::sys::{Errno, Pid};

/// The permission to write beside the owner: of the group and all others, and of these alone.
const GROUP_OR_OTHERS_WRITE: u32 = 0o022;
const OTHERS_WRITE: u32 = 0o002;
const STICKY: u32 = 0o1000;

/// How long the first line may be: more than a process ID with leading zeros and blanks takes.
pub(super) const LONGEST_LINE: usize = 128;

/// The first word of a file is within this.
pub(super) const LONGEST: usize = 4096;

/// As many as the kernel follows (path_resolution(7)).
const MOST_LINKS: usize = 40;

/// How coarse some file systems' times are.
const GRANULARITY: Duration = Duration::from_secs(1);

struct Pidfile {
    pid: Pid,
    /// When it was last written.
    written: SystemTime,
}

impl Pidfile {
    /// True if a process that started then cannot have been there when the file was written.
    fn is_older_than(&self, started: SystemTime) -> bool {
        started
            .duration_since(self.written)
            .is_ok_and(|later| later > GRANULARITY + start_time::TICK)
    }

    fn stale(&self) -> Unavailable {
        let reason = format!("stale: process {} started after it was written", self.pid);
        Unavailable::Explained(reason)
    }
}

/// The process that the file names, held, or why not; with what diagnostics call it. The file is
/// read for the command `reader`.
pub(crate) fn process_in(path: &[u8], reader: &str) -> (Vec<u8>, Result<Handle, Unavailable>) {
    let first_line = |contents: &Beginning| process_id_in(contents).map_err(Unavailable::Because);
    let pidfile = match read(path, reader, LONGEST_LINE, |_| Ok(()), first_line) {
        Ok(pidfile) => pidfile,
        Err(reason) => return (path.to_vec(), Err(reason)),
    };
    let held = hold(pidfile.pid).and_then(|handle| {
        let started = handle.look(start_time::of).map_err(cannot_see)?;
        Ok((handle, started))
    });
    if held.as_ref().is_ok_and(|(_, started)| pidfile.is_older_than(*started)) {
        return (path.to_vec(), Err(pidfile.stale()));
    }
    let subject = [path, b" (", pidfile.pid.to_string().as_bytes(), b")"].concat();
    (subject, held.map(|(handle, _)| handle))
}

/// The same where `parse` finds the ID in the beginning of the file, which must meet a demand when
/// it is open.
///
/// # Errors
///
/// The file cannot be read or be believed, the process is not to be had, or the demand is not met.
pub(super) fn process_found_in(
    path: &[u8],
    reader: &str,
    demand: impl FnOnce(&File) -> Result<(), Unavailable>,
    parse: impl FnOnce(&Beginning) -> Result<Pid, Unavailable>,
) -> Result<Handle, Unavailable> {
    let pidfile = read(path, reader, LONGEST, demand, parse)?;
    let handle = hold(pidfile.pid)?;
    let started = handle.look(start_time::of).map_err(cannot_see)?;
    if pidfile.is_older_than(started) { Err(pidfile.stale()) } else { Ok(handle) }
}

/// Reads a pidfile.
///
/// # Errors
///
/// It cannot be read or not be believed, or it holds something else.
fn read(
    path: &[u8],
    reader: &str,
    most: usize,
    demand: impl FnOnce(&File) -> Result<(), Unavailable>,
    parse: impl FnOnce(&Beginning) -> Result<Pid, Unavailable>,
) -> Result<Pidfile, Unavailable> {
    let path = Path::new(OsStr::from_bytes(path));
    let path = behind_links(path, reader)?;
    // Neither waiting for the other end of a FIFO, nor taking a terminal as the controlling one,
    // nor another link.
    let flags = OFlag::O_NONBLOCK | OFlag::O_NOCTTY | OFlag::O_NOFOLLOW;
    let mut file = OpenOptions::new().read(true).custom_flags(flags.bits()).open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(Unavailable::Because("not a regular file"));
    }
    require_trusted_owner(&metadata, reader)?;
    if metadata.mode() & GROUP_OR_OTHERS_WRITE != 0 {
        return Err(Unavailable::Because("writable by users other than its owner"));
    }
    demand(&file)?;
    let contents = bounded::beginning(&mut file, most)?;
    let pid = parse(&contents)?;
    Ok(Pidfile { pid, written: metadata.modified()? })
}

/// Where the symbolic links lead, if no other user may replace what lies on the way.
fn behind_links(path: &Path, reader: &str) -> Result<PathBuf, Unavailable> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let parent =
            path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let directory = std::fs::metadata(parent)?;
        if directory.mode() & OTHERS_WRITE != 0 && directory.mode() & STICKY == 0 {
            const REPLACEABLE: &str =
                "replaceable by every user: its directory is writable by others and not sticky";
            return Err(Unavailable::Because(REPLACEABLE));
        }
        let entry = std::fs::symlink_metadata(&path)?;
        require_trusted_owner(&entry, reader)?;
        if !entry.is_symlink() {
            return Ok(path);
        }
        // `join` keeps an absolute path as it is.
        path = parent.join(std::fs::read_link(&path)?);
    }
    Err(Unavailable::System(Errno::ELOOP))
}

fn require_trusted_owner(metadata: &Metadata, reader: &str) -> Result<(), Unavailable> {
    match metadata.uid() {
        0 => Ok(()),
        owner if owner == nix::unistd::geteuid().as_raw() => Ok(()),
        owner => Err(Unavailable::Explained(format!(
            "belongs to user {owner}, which is neither root nor the user of {reader}"
        ))),
    }
}

/// Reads the first line of a pidfile. PostgreSQL's has more lines, and some are written with blanks
/// or as on Windows.
pub(super) fn process_id_in(contents: &Beginning) -> Result<Pid, &'static str> {
    let bytes = &contents.bytes[..];
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
    if contents.is_all && bytes.iter().all(|byte| is_blank(byte) || *byte == b'\n') {
        return Err("empty; must contain exactly one process ID");
    }
    let line = match bytes.iter().position(|byte| *byte == b'\n') {
        Some(end) => &bytes[..end],
        None if contents.is_all => bytes,
        // What is not read might be the rest of the number.
        None => return Err("the first line is too long for a process ID"),
    };
    let start = line.iter().position(|byte| !is_blank(byte)).unwrap_or_default();
    let end = line.iter().rposition(|byte| !is_blank(byte)).map_or(0, |last| last + 1);
    let digits = line.get(start..end).unwrap_or_default();
    Pid::from_digits(digits).ok_or("the first line must contain exactly one process ID")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(contents: &str) -> Result<Pid, &'static str> {
        let contents = bounded::beginning(&mut contents.as_bytes(), LONGEST_LINE).unwrap();
        process_id_in(&contents)
    }

    #[test]
    fn d41_the_first_line_is_a_process_id_with_blanks_around_it() {
        for contents in [
            "1234",
            "1234\n",
            "01234",
            " 1234",
            "\t1234 \n",
            "1234\r\n",
            "1234\n\n",
            "1234\n5",
            "1234\n/var/lib/postgresql\n1700000000\n5432\n",
            &format!("{:032}\n", 1234),
            // The first line and its newline end within the bound, whatever follows.
            &format!("{:>127}\n{}", 1234, "9".repeat(1000)),
            &format!("{:>128}", 1234),
        ] {
            assert_eq!(read(contents), Ok(Pid::new(1234).unwrap()), "{contents:?}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for contents in ["", "\n", " \r\n", "\n\n"] {
            assert_eq!(
                read(contents),
                Err("empty; must contain exactly one process ID"),
                "{contents:?}"
            );
        }
        for contents in [
            "0",
            "-1",
            "-1234",
            "+1234",
            "\n1234",
            "1234 5",
            "1234\r5\n",
            "12 34",
            "0x4d2",
            "1234x",
            "x",
            "4294967297",
            "2147483648",
            "1234\0",
            "\u{b}1234",
            "1234\u{c}",
            &format!("{:032}999", 2147483647),
        ] {
            let refused = Err("the first line must contain exactly one process ID");
            assert_eq!(read(contents), refused, "{contents:?}");
        }
    }

    #[test]
    fn d41_a_number_is_never_cut() {
        // It is read in full, or not at all.
        assert_eq!(read(&format!("{:032}999", 12)), Ok(Pid::new(12999).unwrap()));
        let too_long = Err("the first line is too long for a process ID");
        assert_eq!(read(&format!("{:0128}9", 12)), too_long);
        assert_eq!(read(&format!("{:>129}\n", 12)), too_long);
        assert_eq!(read(&format!("12{}9\n", " ".repeat(1000))), too_long);
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
