//! statx(2), which asks no file server (`AT_STATX_DONT_SYNC`): a file that a process has in hand
//! can be of a file system that is dead, and fstatat(2) would wait for it for ever.

#[cfg(linux_android)]
pub(crate) use linux::look;

/// The known facts about a file without a question to its file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// As stat(2) has it.
    pub(crate) device: u64,
    pub(crate) inode: u64,
    pub(crate) mode: u32,
    /// The user that owns it.
    pub(crate) user: u32,
    /// Of a device file, the device that it stands for.
    pub(crate) stands_for: u64,
    /// The ID of the mount that it was reached through, from Linux 5.8 on.
    pub(crate) mount: Option<u64>,
}

/// The number of a device, as stat(2) gives it on Linux (`new_encode_dev` of the kernel, in the
/// form of makedev(3)).
pub(crate) fn device(major: u32, minor: u32) -> u64 {
    let (major, minor) = (u64::from(major), u64::from(minor));
    (major & 0xffff_f000) << 32 | (major & 0xfff) << 8 | (minor & 0xffff_ff00) << 12 | minor & 0xff
}

#[cfg(linux_android)]
mod linux {
    use std::ffi::CStr;
    use std::os::fd::{AsRawFd, BorrowedFd};

    use nix::errno::Errno;
    use nix::fcntl::AtFlags;
    use nix::sys::stat::fstatat;

    use super::{Seen, device};

    /// The fields that are asked for: type, owner, inode number, mount ID.
    const WANTED: libc::c_uint = 0x0001 | 0x0008 | 0x0100 | MOUNT_ID;
    const MOUNT_ID: libc::c_uint = 0x1000;
    const DO_NOT_SYNC: libc::c_int = 0x4000;

    /// `struct statx`, whose form is the same on all architectures; the libc crate does not have
    /// it for
    /// every C library.
    #[repr(C)]
    #[derive(Default)]
    struct Answer {
        mask: u32,
        block_size: u32,
        attributes: u64,
        links: u32,
        user: u32,
        group: u32,
        mode: u16,
        spare: u16,
        inode: u64,
        size: u64,
        blocks: u64,
        attributes_mask: u64,
        times: [u64; 8],
        stands_for: [u32; 2],
        device: [u32; 2],
        mount: u64,
        more: [u64; 13],
    }

    const _: () = assert!(size_of::<Answer>() == 256);

    /// Looks at a file; the last link of the path is followed.
    ///
    /// # Errors
    ///
    /// The errors of statx(2).
    pub(crate) fn look(directory: BorrowedFd, path: &CStr) -> Result<Seen, Errno> {
        let mut answer = Answer::default();
        // SAFETY: the path ends with NUL, and the answer has the size that the kernel fills.
        let result = unsafe {
            libc::syscall(
                libc::SYS_statx,
                directory.as_raw_fd(),
                path.as_ptr(),
                DO_NOT_SYNC,
                WANTED,
                &raw mut answer,
            )
        };
        match Errno::result(result) {
            Ok(_) => Ok(Seen {
                device: device(answer.device[0], answer.device[1]),
                inode: answer.inode,
                mode: answer.mode.into(),
                user: answer.user,
                stands_for: device(answer.stands_for[0], answer.stands_for[1]),
                mount: (answer.mask & MOUNT_ID != 0).then_some(answer.mount),
            }),
            // Linux 4.11 has it; some sandboxes do not know it.
            Err(Errno::ENOSYS | Errno::EPERM) => by_stat(directory, path),
            Err(error) => Err(error),
        }
    }

    #[allow(clippy::unnecessary_cast, reason = "they have other types elsewhere")]
    fn by_stat(directory: BorrowedFd, path: &CStr) -> Result<Seen, Errno> {
        let file = fstatat(directory, path, AtFlags::empty())?;
        Ok(Seen {
            device: file.st_dev as u64,
            inode: file.st_ino as u64,
            mode: file.st_mode as u32,
            user: file.st_uid as u32,
            stands_for: file.st_rdev as u64,
            mount: None,
        })
    }

    #[cfg(test)]
    pub(super) fn both(directory: BorrowedFd, path: &CStr) -> [Result<Seen, Errno>; 2] {
        [look(directory, path), by_stat(directory, path)]
    }
}

#[cfg(all(test, linux_android))]
mod tests {
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;

    use super::*;
    use crate::sys::Errno;

    #[test]
    fn both_calls_give_what_stat_gives() {
        let root = std::fs::File::open("/").unwrap();
        for path in [c"/proc/self/exe", c"/dev/null", c"/"] {
            let expected = std::fs::metadata(path.to_str().unwrap()).unwrap();
            let facts =
                (expected.dev(), expected.ino(), expected.mode() & 0o170_000, expected.rdev());
            for seen in linux::both(root.as_fd(), path) {
                let seen = seen.unwrap();
                assert_eq!(seen.user, expected.uid(), "{path:?}");
                let seen = (seen.device, seen.inode, seen.mode & 0o170_000, seen.stands_for);
                assert_eq!(seen, facts, "{path:?}");
            }
        }
        assert_eq!(look(root.as_fd(), c"/nowhere"), Err(Errno::ENOENT));
    }

    #[test]
    #[allow(clippy::unnecessary_cast, reason = "they have other types elsewhere")]
    fn a_number_is_that_of_the_c_library() {
        for (major, minor) in [(8, 1), (0, 0x12_3456), (0xfff, 0xff), (0xab_cdef, 0x12_3456)] {
            assert_eq!(device(major, minor), libc::makedev(major, minor) as u64);
        }
    }
}
