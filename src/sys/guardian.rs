//! A process that continues what this one has stopped, if this one ends before it has done that:
//! by KILL, by a failed allocation, by anything.
//!
//! It shares this process's table of descriptors (clone(2), `CLONE_FILES`). So it has whatever
//! holds a process as soon as this one has it, and learns of each by a bit: memory that both have,
//! the ledger, has one for each descriptor. It is set before the STOP and unset after the CONT. The
//! guardian allocates nothing, waits for nothing but its parent's end, and is killed by its parent
//! when all is done.
//!
//! A shared table also closes with the last of the two: a pipe to standard output ends when the
//! guardian does, which is at once.
//!
//! No signal reports the guardian's end, and waitpid(2) does not see it without `__WALL`: so no
//! process that reaps its children, as trap does, takes it for one of those. It leads a session of
//! its own, so that what is sent to this process's group, session or terminal does not reach it,
//! and has a name of its own, which what is sent to this one's name does not mean.

use std::num::NonZeroUsize;
use std::os::fd::{AsRawFd, BorrowedFd, RawFd};
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{OFlag, openat};
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous, munmap};
use nix::sys::resource::{Resource, getrlimit};
use nix::sys::stat::Mode;
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd;

use super::deliver::{self, Target};
use super::{Pid, disposition, exit, pidfd};
use crate::signal::Signal;
use crate::signal::set::SignalSet;

/// The highest process ID there can be (linux/threads.h, `PID_MAX_LIMIT`), and some descriptors
/// that are not processes': more are never open.
const MOST_DESCRIPTORS: usize = (1 << 22) + (1 << 12);

/// How often the guardian checks that its parent exists, if no event reports it (a sandbox).
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// How many descriptors this process may have when its soft limit is raised.
fn most_descriptors() -> Result<usize, Errno> {
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
    Ok(usize::try_from(most).unwrap_or(usize::MAX).min(MOST_DESCRIPTORS))
}

/// The descriptors that stand for processes that are stopped, by bits.
#[derive(Debug)]
struct Ledger {
    start: NonNull<AtomicU8>,
    length: NonZeroUsize,
}

impl Ledger {
    /// One for as many descriptors as this process may have, all unset. No limit on the size of
    /// files is one on memory, and what is not touched takes none.
    fn new() -> Result<Ledger, Errno> {
        let length = most_descriptors()? / 8 + 1;
        let length = NonZeroUsize::new(length).ok_or(Errno::EINVAL)?;
        let access = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
        // SAFETY: new memory, at a place of the kernel's choice.
        let start = unsafe { mmap_anonymous(None, length, access, MapFlags::MAP_SHARED)? };
        Ok(Ledger { start: start.cast(), length })
    }

    fn bytes(&self) -> &[AtomicU8] {
        // SAFETY: the memory is there as long as this is, of this length, and all zeros are valid.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.length.get()) }
    }

    /// The byte that has a descriptor's bit, and that.
    fn bit(&self, descriptor: BorrowedFd) -> Option<(&AtomicU8, u8)> {
        let number = descriptor.as_raw_fd() as usize;
        Some((self.bytes().get(number / 8)?, 1 << (number % 8)))
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        // SAFETY: new() has mapped it, and no reference to it is left.
        let _ = unsafe { munmap(self.start.cast(), self.length.get()) };
    }
}

/// The data of the guardian.
struct Watch<'a> {
    ledger: &'a Ledger,
    parent: Pid,
}

/// The guardian of this process, until this is dropped.
#[derive(Debug)]
pub(crate) struct Guardian {
    pid: Pid,
    ledger: Ledger,
}

impl Guardian {
    /// Starts it. All signals of this process are to be blocked, which it inherits.
    ///
    /// # Errors
    ///
    /// The errors of mmap(2) and clone(2).
    pub(crate) fn start() -> Result<Guardian, Errno> {
        let ledger = Ledger::new()?;
        let pid = clone(&Watch { ledger: &ledger, parent: Pid::own() })?;
        Ok(Guardian { pid, ledger })
    }

    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }

    /// From now on it would continue the process that the descriptor stands for.
    ///
    /// # Errors
    ///
    /// EMFILE: there are more descriptors than there can be processes.
    pub(crate) fn learn(&self, holder: BorrowedFd) -> Result<(), Errno> {
        let (byte, bit) = self.ledger.bit(holder).ok_or(Errno::EMFILE)?;
        byte.fetch_or(bit, Ordering::SeqCst);
        Ok(())
    }

    /// From now on it would not.
    pub(crate) fn forget(&self, holder: BorrowedFd) {
        if let Some((byte, bit)) = self.ledger.bit(holder) {
            byte.fetch_and(!bit, Ordering::SeqCst);
        }
    }
}

impl Drop for Guardian {
    fn drop(&mut self) {
        // It is this process's child and not reaped yet, so the number is its own. One that cannot
        // be ended, in a sandbox, ends when this process does.
        if deliver::kill(Target::Process(self.pid), Some(Signal::KILL)).is_err() {
            return;
        }
        let guardian = unistd::Pid::from_raw(self.pid.get());
        while waitpid(guardian, Some(WaitPidFlag::__WALL)) == Err(Errno::EINTR) {}
    }
}

/// clone(2) as fork(2) has it, but with one table of descriptors for both, and no signal at the end
/// of the new process.
fn clone(watch: &Watch) -> Result<Pid, Errno> {
    /// The stack that the guardian's few calls need, in bytes, with room to spare.
    const STACK: usize = 32 * 1024;

    let mut stack = Vec::<u8>::with_capacity(STACK);
    let argument = ptr::from_ref(watch).cast_mut().cast();
    // SAFETY: the end of the stack is one past its memory, and every ABI aligns its start to 16
    // bytes or less. The new process has a copy of the memory and does not return. No other thread
    // of this one can have left a lock in it that the new process would wait for: it takes none.
    let pid = Errno::result(unsafe {
        let end = stack.spare_capacity_mut().as_mut_ptr_range().end;
        let end = end.byte_sub(end.addr() % 16);
        libc::clone(enter, end.cast(), libc::CLONE_FILES, argument)
    })?;
    Pid::new(pid).ok_or(Errno::EINVAL)
}

extern "C" fn enter(watch: *mut libc::c_void) -> libc::c_int {
    // SAFETY: clone() has given it, and the memory is this process's own.
    let watch: &Watch = unsafe { &*watch.cast() };
    watch.wait();
    watch.continue_all();
    exit(0)
}

impl Watch<'_> {
    /// Waits until the parent has ended. If something fails here, the guardian stays visible in a
    /// list of processes, or finds the end by its own checks alone.
    fn wait(&self) {
        let _ = disposition::set_blocked(SignalSet::all());
        let _ = unistd::setsid();
        let _ = super::start::set_name(c"sigkit-guardian");
        let _ = super::start::send_at_parents_death(Signal::TERM);
        // The parent's end, first of all one that came before the line above, shows in the ID of
        // the new parent.
        while !super::start::parent_has_ended(self.parent) {
            match disposition::wait(SignalSet::of(Signal::TERM), Some(LOOK_AGAIN), &[]) {
                Ok(_) | Err(Errno::EINTR) => {}
                Err(_) => std::thread::sleep(LOOK_AGAIN),
            }
        }
    }

    /// Continues what is in the ledger; what was held last comes first, so children before parents.
    fn continue_all(&self) {
        for (place, byte) in self.ledger.bytes().iter().enumerate().rev() {
            let byte = byte.load(Ordering::SeqCst);
            for bit in (0..8).rev().filter(|bit| byte & (1 << bit) != 0) {
                continue_one((place * 8 + bit) as RawFd);
            }
        }
    }
}

/// Continues the process that a descriptor stands for.
fn continue_one(holder: RawFd) {
    // SAFETY: the table of descriptors is shared with the parent, which closes none whose bit is
    // set, and has ended.
    let holder = unsafe { BorrowedFd::borrow_raw(holder) };
    match pidfd::send(holder, Some(Signal::CONT), None) {
        Ok(()) | Err(Errno::ESRCH) => {}
        // No such call here: then it is the process's directory in /proc, which is empty as soon as
        // the process was reaped.
        Err(_) => {
            if let Some(pid) = process_of(holder) {
                let _ = deliver::kill(Target::Process(pid), Some(Signal::CONT));
            }
        }
    }
}

/// The process of a directory in /proc, as the file stat in it begins; None of a pidfd.
fn process_of(directory: BorrowedFd) -> Option<Pid> {
    let flags = OFlag::O_RDONLY | OFlag::O_CLOEXEC;
    let stat = openat(directory, "stat", flags, Mode::empty()).ok()?;
    let mut file = [0; 16];
    let length = unistd::read(&stat, &mut file).ok()?;
    Pid::from_digits(file.get(..length)?.split(|byte| *byte == b' ').next()?)
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsFd;

    use super::*;

    #[test]
    fn a_bit_stands_for_each_descriptor_that_there_can_be() {
        let ledger = Ledger::new().unwrap();
        let most = most_descriptors().unwrap();
        // SAFETY: only the number is looked at.
        let descriptor = |number: usize| unsafe { BorrowedFd::borrow_raw(number as RawFd) };
        for number in [0, 7, 8, most - 1] {
            let (byte, bit) = ledger.bit(descriptor(number)).unwrap();
            assert_eq!(byte.fetch_or(bit, Ordering::SeqCst) & bit, 0, "{number}");
        }
        assert!(ledger.bit(descriptor(most + 8)).is_none());
    }

    #[test]
    fn a_directory_of_proc_tells_whose_it_is() {
        let own = std::fs::File::open("/proc/self").unwrap();
        assert_eq!(process_of(own.as_fd()), Some(Pid::own()));
        let other = std::fs::File::open("/").unwrap();
        assert_eq!(process_of(other.as_fd()), None);
        assert_eq!(process_of(pidfd::Pidfd::open(Pid::own()).unwrap().as_fd()), None);
    }
}
