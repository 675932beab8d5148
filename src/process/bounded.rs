//! The one reader of files that others have a hand in: what /proc shows of a process, a pidfile,
//! what a helper answers. Every read has a bound, so that no other user decides how much memory
//! this process takes. A test keeps every other reader out of the sources.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;

use nix::errno::Errno;

/// /proc/PID/stat: 52 numbers, and a name of at most 64 bytes (kernel threads have the longest).
pub(crate) const STAT: usize = 2048;

/// /proc/PID/status: its longest line has the supplementary groups, at most `NGROUPS_MAX` (65,536)
/// numbers of ten digits.
pub(crate) const STATUS: usize = 1 << 20;

/// /proc/PID/comm: as the name in the stat file.
pub(crate) const COMMAND_NAME: usize = 256;

/// The most bytes that are read of /proc/PID/cmdline, which a process can make as long as its
/// address space (`PR_SET_MM_ARG_END` of prctl(2)): room for a program's path and a script's
/// (`PATH_MAX` each), and for most command lines as a whole.
pub(crate) const ARGUMENTS: usize = 16 << 10;

/// The same where all of it is asked for: execve(2) takes 6 MiB (`_STK_LIM` / 4 * 3).
pub(crate) const COMMAND_LINE: usize = 8 << 20;

/// /proc/PID/limits: a line of less than 100 bytes for each limit.
pub(super) const LIMITS: usize = 8 << 10;

/// /proc/PID/wchan and /proc/PID/syscall: a function of the kernel, or nine numbers.
pub(super) const WAIT: usize = 1024;

/// /proc/PID/task/TID/children: `PID_MAX_LIMIT` (2^22) numbers of seven digits, and blanks.
pub(super) const CHILDREN: usize = 32 << 20;

/// /proc/PID/fdinfo/FD of a descriptor of signalfd(2): five short lines.
pub(super) const DESCRIPTOR: usize = 1024;

/// /proc/sys/kernel/core_pattern (`CORENAME_MAX_SIZE`, 128).
pub(super) const CORE_PATTERN: usize = 256;

/// The beginning of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Beginning {
    pub(crate) bytes: Vec<u8>,
    /// True if that is all of it.
    pub(crate) is_all: bool,
}

/// Reads at most so many bytes.
///
/// # Errors
///
/// The errors of read(2).
pub(crate) fn beginning(from: &mut dyn Read, most: usize) -> io::Result<Beginning> {
    beginning_about(from, 0, most)
}

/// Reads at most so many bytes, of which about as many as `expected` are there: two calls of
/// read(2) then, and else one for every doubling.
///
/// # Errors
///
/// The errors of read(2).
pub(crate) fn beginning_about(
    from: &mut dyn Read,
    expected: u64,
    most: usize,
) -> io::Result<Beginning> {
    let expected = usize::try_from(expected).map_or(most, |expected| expected.min(most));
    // With room to spare, so that the last call, which reads nothing, takes no more.
    let mut bytes = Vec::with_capacity(if expected > 0 { expected + 64 } else { 0 });
    // One byte more shows whether there is more.
    from.take(most as u64 + 1).read_to_end(&mut bytes)?;
    let is_all = bytes.len() <= most;
    bytes.truncate(most);
    Ok(Beginning { bytes, is_all })
}

/// Reads all, if that is at most so many bytes.
///
/// # Errors
///
/// The errors of read(2); EFBIG: there is more.
pub(crate) fn all(from: &mut dyn Read, most: usize) -> io::Result<Vec<u8>> {
    let Beginning { bytes, is_all } = beginning(from, most)?;
    if is_all { Ok(bytes) } else { Err(Errno::EFBIG.into()) }
}

/// Reads a file, if it has at most so many bytes.
///
/// # Errors
///
/// The errors of open(2) and read(2); EFBIG: it is longer.
pub(crate) fn file(path: impl AsRef<Path>, most: usize) -> io::Result<Vec<u8>> {
    all(&mut File::open(path)?, most)
}

/// Reads the beginning of a file.
///
/// # Errors
///
/// The errors of open(2) and read(2).
pub(super) fn beginning_of(path: impl AsRef<Path>, most: usize) -> io::Result<Beginning> {
    beginning(&mut File::open(path)?, most)
}

/// Reads a file that /proc gives in one piece, without a byte of memory but the buffer; gives how
/// much of that is filled.
///
/// # Errors
///
/// The errors of open(2) and read(2).
pub(super) fn fill(path: &str, buffer: &mut [u8]) -> io::Result<usize> {
    File::open(path)?.read(buffer)
}

/// Fills the buffer with what lies in the file at this place.
///
/// # Errors
///
/// The errors of open(2) and pread(2); the file ends before.
pub(super) fn fill_at(path: &Path, place: u64, buffer: &mut [u8]) -> io::Result<()> {
    File::open(path)?.read_exact_at(buffer, place)
}

/// Reads a list that may be of any length line by line, of at most so many bytes each; what is
/// longer is left out.
///
/// # Errors
///
/// The errors of open(2) and read(2).
pub(super) fn each_line(path: &str, most: usize, mut act: impl FnMut(&[u8])) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; LISTED.max(most)];
    let mut filled = 0;
    // Whether what comes is the rest of a line that is too long.
    let mut too_long = false;
    loop {
        let read = match file.read(&mut buffer[filled..]) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        filled += read;
        let mut start = 0;
        while let Some(length) = buffer[start..filled].iter().position(|byte| *byte == b'\n') {
            if !std::mem::take(&mut too_long) {
                act(&buffer[start..start + length]);
            }
            start += length + 1;
        }
        buffer.copy_within(start..filled, 0);
        filled -= start;
        if filled == buffer.len() {
            (filled, too_long) = (0, true);
        }
    }
}

/// How much of a list is read at once.
const LISTED: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_the_bound_is_read() {
        let beginning = |mut bytes: &[u8]| beginning(&mut bytes, 3).unwrap();
        let of = |bytes: &[u8], is_all| Beginning { bytes: bytes.to_vec(), is_all };
        assert_eq!(beginning(b""), of(b"", true));
        assert_eq!(beginning(b"abc"), of(b"abc", true));
        assert_eq!(beginning(b"abcd"), of(b"abc", false));
        // What has no end.
        assert_eq!(super::beginning(&mut io::repeat(b'x'), 3).unwrap(), of(b"xxx", false));
    }

    #[test]
    fn a_list_is_read_line_by_line() {
        let name = format!("sigkit-lines-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let long = "x".repeat(70_000);
        let text = format!("first\n{}{long}\n\nlast\nno newline", "line\n".repeat(20_000));
        std::fs::write(&path, text).unwrap();
        let mut lines = Vec::new();
        each_line(path.to_str().unwrap(), 99, |line| lines.push(line.to_vec())).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(lines.len(), 20_003);
        assert_eq!((&lines[0][..], &lines[20_000][..]), (&b"first"[..], &b"line"[..]));
        assert_eq!((&lines[20_001][..], &lines[20_002][..]), (&b""[..], &b"last"[..]));
        assert!(each_line("/nowhere", 99, |_| unreachable!()).is_err());
    }

    #[test]
    fn what_is_longer_than_its_bound_is_refused() {
        assert_eq!(all(&mut &b"abc"[..], 3).unwrap(), b"abc");
        let error = all(&mut &b"abcd"[..], 3).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(Errno::EFBIG as i32));
        assert!(all(&mut io::repeat(b'x'), 3).is_err());
    }
}
