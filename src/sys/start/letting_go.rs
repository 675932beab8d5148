//! The files and the directory that a process lets go of while it waits for another process.
//!
//! A pipe has its end when no process has it for writing any more, a socket is closed when its last
//! holder closes it, a file system can be unmounted when no process is in it. A process that only
//! waits must not be what keeps that from happening.

use std::os::fd::{AsRawFd, BorrowedFd};

use nix::errno::Errno;

/// The last descriptor to close where /proc does not list them and no limit is lower.
const LAST_LOOKED_AT: u32 = 65_535;

/// Closes descriptors from 3 up, but for one.
pub(crate) fn close_others(kept: Option<BorrowedFd>) {
    let kept = kept.map(|kept| kept.as_raw_fd() as u32);
    let result = match kept {
        Some(kept) if kept > 3 => {
            close_range(3, kept - 1).and_then(|()| close_range(kept + 1, u32::MAX))
        }
        Some(_) => close_range(4, u32::MAX),
        None => close_range(3, u32::MAX),
    };
    // Linux before 5.9, or a sandbox that does not know the call.
    if result.is_err() {
        close_one_by_one(kept);
    }
}

/// Closes standard input and standard output. Standard error stays, for diagnostics.
pub(crate) fn close_streams() {
    for stream in [libc::STDIN_FILENO, libc::STDOUT_FILENO] {
        close(stream as u32);
    }
}

/// Leaves the current directory for the root.
pub(crate) fn leave_directory() {
    // Where that may not be, nothing is lost but that.
    let _ = nix::unistd::chdir("/");
}

fn close_range(first: u32, last: u32) -> Result<(), Errno> {
    #[cfg(linux_android)]
    // SAFETY: close_range(2) takes three numbers; what is closed is not in use.
    return Errno::result(unsafe { libc::syscall(libc::SYS_close_range, first, last, 0) })
        .map(drop);
    #[cfg(not(linux_android))]
    {
        let _ = (first, last);
        Err(Errno::ENOSYS)
    }
}

fn close_one_by_one(kept: Option<u32>) {
    let is_other = |number: &u32| *number > 2 && Some(*number) != kept;
    let numbers: Vec<u32> = match std::fs::read_dir("/proc/self/fd") {
        Ok(entries) => entries
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter(is_other)
            .collect(),
        Err(_) => {
            let most = nix::unistd::sysconf(nix::unistd::SysconfVar::OPEN_MAX).ok().flatten();
            let most = most.and_then(|most| u32::try_from(most).ok()).unwrap_or(LAST_LOOKED_AT);
            (3..most.min(LAST_LOOKED_AT)).filter(is_other).collect()
        }
    };
    numbers.into_iter().for_each(close);
}

fn close(number: u32) {
    // SAFETY: close(2) takes a number; what is closed is not in use. That it was not open
    // changes nothing.
    unsafe { libc::close(number as libc::c_int) };
}
