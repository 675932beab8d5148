//! The names in a directory, by getdents64(2) into a buffer of the caller's: std's has 32 KiB, and
//! a /proc of 10,000 processes fills that eight times.

use std::os::fd::{AsRawFd, BorrowedFd};

use nix::errno::Errno;

/// The fields in front of the name in an entry (`struct linux_dirent64`): inode, offset, its own
/// length and the type.
const LENGTH_AT: usize = 16;
const NAME_AT: usize = 19;

/// Calls `act` with each name, as far as it was not read before.
///
/// # Errors
///
/// The errors of getdents64(2).
pub(crate) fn each_name(
    directory: BorrowedFd,
    buffer: &mut [u8],
    mut act: impl FnMut(&[u8]),
) -> Result<(), Errno> {
    loop {
        let filled = fill(directory, buffer)?;
        let mut entries = buffer.get(..filled).unwrap_or_default();
        if entries.is_empty() {
            return Ok(());
        }
        while let Some(length) = length_of(entries) {
            let (entry, rest) = entries.split_at(length);
            act(name_of(entry));
            entries = rest;
        }
    }
}

fn fill(directory: BorrowedFd, buffer: &mut [u8]) -> Result<usize, Errno> {
    // SAFETY: the buffer is writable and its length is passed.
    let filled = unsafe {
        libc::syscall(
            libc::SYS_getdents64,
            directory.as_raw_fd(),
            buffer.as_mut_ptr(),
            buffer.len(),
        )
    };
    Errno::result(filled).map(|filled| filled as usize)
}

/// The length of the first entry, if there is one.
fn length_of(entries: &[u8]) -> Option<usize> {
    let length = entries.get(LENGTH_AT..LENGTH_AT + 2)?.try_into().ok().map(u16::from_ne_bytes)?;
    let length = usize::from(length);
    (NAME_AT < length && length <= entries.len()).then_some(length)
}

fn name_of(entry: &[u8]) -> &[u8] {
    let name = entry.get(NAME_AT..).unwrap_or_default();
    name.split(|byte| *byte == 0).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsFd;

    use super::*;

    #[test]
    fn each_name_comes_once_however_small_the_buffer_is() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut expected: Vec<_> = std::fs::read_dir(&path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_encoded_bytes())
            .chain([b".".to_vec(), b"..".to_vec()])
            .collect();
        expected.sort();
        for size in [64, 100, 256 << 10] {
            let directory = std::fs::File::open(&path).unwrap();
            let mut names = Vec::new();
            let mut buffer = vec![0; size];
            each_name(directory.as_fd(), &mut buffer, |name| names.push(name.to_vec())).unwrap();
            names.sort();
            assert_eq!(names, expected, "{size}");
        }
    }

    #[test]
    fn an_entry_that_is_cut_short_is_none() {
        assert_eq!(length_of(&[0; 8]), None);
        assert_eq!(length_of(&[0; 24]), None);
        let mut entry = [0; 24];
        entry[LENGTH_AT..LENGTH_AT + 2].copy_from_slice(&32_u16.to_ne_bytes());
        assert_eq!(length_of(&entry), None);
    }
}
