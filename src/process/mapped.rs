//! /proc/PID/maps and /proc/PID/mountinfo (proc_pid_maps(5), proc_pid_mountinfo(5)). Pure.

use crate::process::lines::{number, words_of};
use crate::sys::file;

/// A file that a process has mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mapping<'a> {
    /// The device of the file system.
    pub(crate) device: u64,
    pub(crate) inode: u64,
    pub(crate) path: &'a [u8],
}

/// The mappings of files.
pub(crate) fn mappings(file: &[u8]) -> impl Iterator<Item = Mapping<'_>> {
    file.split(|byte| *byte == b'\n').filter_map(|line| {
        // Addresses, permissions, offset, device, inode, path, with blanks in front of the path.
        let mut fields = line.splitn(6, |byte| *byte == b' ');
        let device = device(fields.nth(3)?, 16)?;
        let inode = number(fields.next()?).filter(|inode| *inode != 0)?;
        let path = fields.next()?;
        let start = path.iter().position(|byte| *byte != b' ')?;
        Some(Mapping { device, inode, path: &path[start..] })
    })
}

/// The IDs of the mounts of a device.
pub(crate) fn mounts_of(file: &[u8], of: u64) -> impl Iterator<Item = u64> {
    mounts(file).filter(move |(_, device)| *device == of).map(|(mount, _)| mount)
}

/// The device of a mount.
pub(crate) fn device_of(file: &[u8], of: u64) -> Option<u64> {
    mounts(file).find(|(mount, _)| *mount == of).map(|(_, device)| device)
}

/// The mounts with their devices.
fn mounts(file: &[u8]) -> impl Iterator<Item = (u64, u64)> {
    file.split(|byte| *byte == b'\n').filter_map(|line| {
        // ID, ID of the parent, device.
        let mut words = words_of(line);
        Some((number(words.next()?)?, device(words.nth(1)?, 10)?))
    })
}

/// `fd:00`, `8:1`: major and minor number.
fn device(text: &[u8], radix: u32) -> Option<u64> {
    let mut numbers = text.splitn(2, |byte| *byte == b':').map(|digits| {
        let value = |digit: &u8| char::from(*digit).to_digit(radix);
        let add = |number: u32, digit: Option<u32>| number.checked_mul(radix)?.checked_add(digit?);
        digits.iter().map(value).try_fold(0, add).filter(|_| !digits.is_empty())
    });
    let (major, minor) = (numbers.next()??, numbers.next()??);
    Some(file::device(major, minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_has_a_device_an_inode_and_a_path() {
        let file =
            b"55e0-55f0 r-xp 00000000 fd:01 18446744073709551615      /usr/bin/a b (deleted)\n\
            7ffc-7ffd rw-p 00000000 00:00 0                          [stack]\n\
            7f00-7f01 rw-p 00000000 00:00 0 \n\
            7f02-7f03 r--s 00001000 00:2a 7 /dev/shm/x\n";
        let found: Vec<_> = mappings(file).collect();
        let device = file::device;
        assert_eq!(
            found,
            [
                Mapping {
                    device: device(0xfd, 1),
                    inode: u64::MAX,
                    path: b"/usr/bin/a b (deleted)"
                },
                Mapping { device: device(0, 0x2a), inode: 7, path: b"/dev/shm/x" },
            ]
        );
    }

    #[test]
    fn a_mount_has_a_device() {
        let file = b"36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw\n\
            37 36 0:42 / /proc rw - proc proc rw\nx\n";
        let device = file::device(98, 0);
        assert_eq!(device_of(file, 36), Some(device));
        assert_eq!(device_of(file, 35), None);
        assert_eq!(mounts_of(file, device).collect::<Vec<_>>(), [36]);
    }
}
