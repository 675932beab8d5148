//! pidfds: a process held by a file descriptor, which a new process with the same number never
//! becomes.
//!
//! Linux 5.1 has pidfd_send_signal(2), 5.3 pidfd_open(2); since 6.9 a pidfd's inode number (pidfs)
//! is unique to the process until the next boot. Older sandboxes answer EPERM instead of ENOSYS to
//! calls they do not know.

use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags};

use super::Pid;
use super::deliver::{number, value_of};
use crate::signal::SignalOrNull;

/// A descriptor that refers to one process for as long as it is open.
#[derive(Debug)]
pub(crate) struct Pidfd {
    descriptor: OwnedFd,
    pid: Pid,
}

/// `PID_FS_MAGIC` of linux/magic.h: since Linux 6.9 pidfds live in a file system of their own.
const PID_FS_MAGIC: i64 = 0x5049_4446;

impl Pidfd {
    /// Takes hold of a process by pidfd_open(2).
    ///
    /// # Errors
    ///
    /// ESRCH: no such process. ENOSYS or EPERM: no pidfds here. EMFILE, ENFILE: no descriptor left.
    /// EINVAL or ENOENT: the number is a thread's.
    pub(crate) fn open(pid: Pid) -> Result<Pidfd, Errno> {
        // SAFETY: pidfd_open(2) takes two numbers.
        let descriptor =
            Errno::result(unsafe { libc::syscall(libc::SYS_pidfd_open, pid.get(), 0) })?;
        // SAFETY: the call returned a new descriptor (closed on exec), which nothing else owns.
        Ok(Pidfd { descriptor: unsafe { OwnedFd::from_raw_fd(descriptor as i32) }, pid })
    }

    /// The process ID it was opened by.
    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }

    /// The inode number that identifies the process (Linux 6.9; on 32-bit systems, where it has 32
    /// bits, until 2^32 processes later), or None where inodes of pidfds mean nothing.
    ///
    /// # Errors
    ///
    /// The errors of fstatfs(2) and fstat(2).
    pub(crate) fn inode(&self) -> Result<Option<u64>, Errno> {
        if nix::sys::statfs::fstatfs(&self.descriptor)?.filesystem_type().0 as i64 != PID_FS_MAGIC {
            return Ok(None);
        }
        Ok(Some(nix::sys::stat::fstat(&self.descriptor)?.st_ino as u64))
    }

    /// Sends a signal; see [`send`].
    ///
    /// # Errors
    ///
    /// The errors of [`send`].
    pub(crate) fn send(&self, signal: SignalOrNull, value: Option<i32>) -> Result<(), Errno> {
        send(self.as_fd(), signal, value)
    }

    /// Sends a signal to the process group whose number is this process's ID, or was when the
    /// process was there, as kill(2) does: exactly that group, whichever has got the number since.
    ///
    /// # Errors
    ///
    /// As kill(2); ESRCH: no process is in the group. EINVAL: not before Linux 6.9. ENOSYS, or
    /// EPERM in a sandbox: the call is not known.
    pub(crate) fn send_to_group(&self, signal: SignalOrNull) -> Result<(), Errno> {
        send_with(self.as_fd(), signal, None, SIGNAL_PROCESS_GROUP)
    }

    /// Gives the memory of a process that is about to end back at once, by process_mrelease(2).
    ///
    /// # Errors
    ///
    /// EINVAL: it is not about to end. ESRCH: it has ended. ENOSYS: not before Linux 5.15.
    pub(crate) fn release_memory(&self) -> Result<(), Errno> {
        // One table of numbers for all architectures begins before both (include/uapi/
        // asm-generic/unistd.h), and libc does not have this one everywhere.
        const PROCESS_MRELEASE: libc::c_long = libc::SYS_pidfd_open + 14;
        // SAFETY: process_mrelease(2) takes a descriptor, which is open, and flags.
        Errno::result(unsafe { libc::syscall(PROCESS_MRELEASE, self.descriptor.as_raw_fd(), 0) })
            .map(drop)
    }

    /// The status that wait(2) gave the parent of the process; None until the parent has reaped it.
    ///
    /// # Errors
    ///
    /// ESRCH: it was reaped this very moment; the status is there in a moment. ENOTTY, EINVAL:
    /// PIDFD_GET_INFO (Linux 6.13) or its exit status (6.15) is not known here.
    pub(crate) fn wait_status(&self) -> Result<Option<i32>, Errno> {
        let mut information = Information { mask: INFORMATION_EXIT, other: [0; 13], exit_code: 0 };
        let request = nix::request_code_readwrite!(0xff, 11, size_of::<Information>());
        // SAFETY: PIDFD_GET_INFO reads and writes a structure of the size that the request says.
        Errno::result(unsafe {
            libc::ioctl(self.descriptor.as_raw_fd(), request, &raw mut information)
        })?;
        Ok((information.mask & INFORMATION_EXIT != 0).then_some(information.exit_code))
    }

    /// The descriptor to wait on: it turns readable when the process has ended, reaped or not.
    pub(crate) fn ended(&self) -> PollFd<'_> {
        PollFd::new(self.descriptor.as_fd(), PollFlags::POLLIN)
    }
}

/// Sends a signal, with a value as sigqueue(3) does or without as kill(2) does, by
/// pidfd_send_signal(2), to the process that a pidfd or an open directory /proc/PID refers to.
///
/// # Errors
///
/// As kill(2) and sigqueue(3); ENOSYS, or EPERM in a sandbox, also where the call is not known.
pub(crate) fn send(
    process: BorrowedFd,
    signal: SignalOrNull,
    value: Option<i32>,
) -> Result<(), Errno> {
    send_with(process, signal, value, 0)
}

/// `PIDFD_SIGNAL_PROCESS_GROUP` of linux/pidfd.h.
const SIGNAL_PROCESS_GROUP: libc::c_uint = 1 << 2;

fn send_with(
    process: BorrowedFd,
    signal: SignalOrNull,
    value: Option<i32>,
    flags: libc::c_uint,
) -> Result<(), Errno> {
    let information = value.map(|value| SignalInformation::queued(number(signal), value));
    let information = information.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: the descriptor is open; the pointer is null (then the kernel fills in what kill(2)
    // would) or points to a structure that is laid out as the kernel's siginfo_t.
    Errno::result(unsafe {
        libc::syscall(
            libc::SYS_pidfd_send_signal,
            process.as_raw_fd(),
            number(signal),
            information,
            flags,
        )
    })
    .map(drop)
}

impl AsFd for Pidfd {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}

/// `PIDFD_INFO_EXIT` of linux/pidfd.h.
const INFORMATION_EXIT: u64 = 1 << 3;

/// `struct pidfd_info` of linux/pidfd.h as Linux 6.13 has it; later ones take the shorter one, too.
#[repr(C)]
struct Information {
    /// The fields that are asked for, and then those that were filled in.
    mask: u64,
    other: [u32; 13],
    exit_code: i32,
}

const _: () = assert!(size_of::<Information>() == 64);

/// The kernel's siginfo_t (linux/uapi asm-generic/siginfo.h) as far as a queued signal fills it;
/// MIPS has si_code before si_errno. The union after the three numbers is aligned as the pointer
/// in it.
#[repr(C)]
pub(super) struct SignalInformation {
    signal: i32,
    #[cfg(mips)]
    code: i32,
    error: i32,
    #[cfg(not(mips))]
    code: i32,
    sender: Sender,
}

#[repr(C)]
struct Sender {
    pid: i32,
    uid: u32,
    value: libc::sigval,
    /// The kernel reads 128 bytes in all.
    rest: [u32; 26],
}

const _: () = assert!(size_of::<SignalInformation>() >= 128);
// Three integers, then a union that a pointer aligns.
const _: () = assert!(
    std::mem::offset_of!(SignalInformation, sender)
        == if size_of::<usize>() == 8 { 16 } else { 12 }
);

impl SignalInformation {
    fn queued(signal: i32, value: i32) -> SignalInformation {
        let (pid, uid) = (Pid::own().get(), nix::unistd::getuid().as_raw());
        SignalInformation::sent(signal, libc::SI_QUEUE, pid, uid, value_of(value))
    }

    /// The data of a signal that a process has sent.
    pub(super) fn sent(
        signal: i32,
        code: i32,
        pid: i32,
        uid: u32,
        value: libc::sigval,
    ) -> SignalInformation {
        SignalInformation {
            signal,
            error: 0,
            code,
            sender: Sender { pid, uid, value, rest: [0; 26] },
        }
    }

    /// The same as the C library has it.
    pub(super) fn as_libc(&self) -> libc::siginfo_t {
        const SIZE: usize = size_of::<libc::siginfo_t>();
        const { assert!(size_of::<SignalInformation>() >= SIZE) };
        // SAFETY: it is as long, and laid out as the kernel's, which is the C library's.
        unsafe { std::ptr::from_ref(self).cast::<libc::siginfo_t>().read_unaligned() }
    }
}
