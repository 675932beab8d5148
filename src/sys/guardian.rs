//! A process that continues what this one has stopped, if this one ends before it has done that:
//! by KILL, by a failed allocation, by anything.
//!
//! It shares this process's table of descriptors (clone(2), `CLONE_FILES`). So it has whatever
//! holds a process as soon as this one has it, and learns of each by four bytes: a file in memory,
//! the ledger, has the process ID of each process that is stopped, at the place of its descriptor's
//! number. They are written before the STOP and taken back after the CONT. The guardian allocates
//! nothing, waits for nothing but its parent's end, and is killed by its parent when all is done.
//!
//! A shared table also closes with the last of the two: a pipe to standard output ends when the
//! guardian does, which is at once.
//!
//! No signal tells of the guardian's end, and waitpid(2) does not see it without `__WALL`: so no
//! process that reaps its children, as trap does, takes it for one of those. It leads a session of
//! its own, so that what is sent to this process's group, session or terminal does not reach it,
//! and has a name of its own, which what is sent to this one's name does not mean.

use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::ptr;
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{OFlag, openat};
use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::stat::{Mode, fstat};
use nix::sys::uio::{pread, pwrite};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd;

use super::deliver::{self, Target};
use super::{Pid, disposition, exit, pidfd};
use crate::signal::Signal;
use crate::signal::set::SignalSet;

/// The bytes of a process ID in the ledger.
const ENTRY: usize = size_of::<i32>();

/// How often the guardian looks whether its parent is there, if nothing tells it (a sandbox).
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What the guardian knows.
struct Watch {
    ledger: RawFd,
    parent: Pid,
}

/// The guardian of this process, until this is dropped.
#[derive(Debug)]
pub(crate) struct Guardian {
    pid: Pid,
    ledger: OwnedFd,
}

impl Guardian {
    /// Starts it. All signals of this process are to be blocked, which it inherits.
    ///
    /// # Errors
    ///
    /// Those of memfd_create(2) and clone(2).
    pub(crate) fn start() -> Result<Guardian, Errno> {
        let ledger = memfd_create(c"sigkit-guardian", MFdFlags::MFD_CLOEXEC)?;
        let pid = clone(&Watch { ledger: ledger.as_raw_fd(), parent: Pid::own() })?;
        Ok(Guardian { pid, ledger })
    }

    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }

    /// From now on it would continue the process that the descriptor stands for.
    ///
    /// # Errors
    ///
    /// ENOSPC, ENOMEM: no memory is left for the ledger.
    pub(crate) fn learn(&self, holder: BorrowedFd, pid: Pid) -> Result<(), Errno> {
        self.write(holder, pid.get())
    }

    /// From now on it would not.
    pub(crate) fn forget(&self, holder: BorrowedFd) {
        // Nothing that can fail: there is room, because it was written before.
        let _ = self.write(holder, 0);
    }

    fn write(&self, holder: BorrowedFd, pid: i32) -> Result<(), Errno> {
        let place = i64::from(holder.as_raw_fd()) * ENTRY as i64;
        match pwrite(&self.ledger, &pid.to_ne_bytes(), place)? {
            ENTRY => Ok(()),
            _ => Err(Errno::ENOSPC),
        }
    }
}

impl Drop for Guardian {
    fn drop(&mut self) {
        // It is this process's child and not reaped yet, so the number is its own.
        let _ = deliver::kill(Target::Process(self.pid), Some(Signal::KILL));
        let guardian = unistd::Pid::from_raw(self.pid.get());
        while waitpid(guardian, Some(WaitPidFlag::__WALL)) == Err(Errno::EINTR) {}
    }
}

/// clone(2) as fork(2) has it, but with one table of descriptors for both, and no signal at the end
/// of the new process.
fn clone(watch: &Watch) -> Result<Pid, Errno> {
    /// What the guardian's few calls need, in bytes, with room to spare.
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

impl Watch {
    /// Waits until the parent has ended. What fails here leaves it visible in a list of processes,
    /// or told of the end by its own looks alone.
    fn wait(&self) {
        let _ = disposition::set_blocked(SignalSet::all());
        let _ = unistd::setsid();
        let _ = nix::sys::prctl::set_name(c"sigkit-guardian");
        let _ = super::start::send_at_parents_death(Signal::TERM);
        // The parent's end, first of all one that came before the line above, shows in the ID of
        // the new parent.
        while unistd::getppid().as_raw() == self.parent.get() {
            match disposition::wait(SignalSet::of(Signal::TERM), Some(LOOK_AGAIN), &[]) {
                Ok(_) | Err(Errno::EINTR) => {}
                Err(_) => std::thread::sleep(LOOK_AGAIN),
            }
        }
    }

    /// Continues what is in the ledger; what was held last comes first, so children before parents.
    fn continue_all(&self) {
        const ENTRIES: usize = 256;
        // SAFETY: the table of descriptors is shared with the parent, which closes none that is in
        // use, and has ended.
        let ledger = unsafe { BorrowedFd::borrow_raw(self.ledger) };
        let length = fstat(ledger).map_or(0, |ledger| ledger.st_size as usize);
        let mut entries = [0; ENTRIES * ENTRY];
        for start in (0..length.div_ceil(ENTRY)).step_by(ENTRIES).rev() {
            let Ok(read) = pread(ledger, &mut entries, (start * ENTRY) as i64) else { continue };
            for (place, entry) in entries[..read].chunks_exact(ENTRY).enumerate().rev() {
                let number = entry.try_into().map_or(0, i32::from_ne_bytes);
                if let Some(pid) = Pid::new(number) {
                    continue_one((start + place) as RawFd, pid);
                }
            }
        }
    }
}

/// Continues the process that a descriptor stands for.
fn continue_one(holder: RawFd, pid: Pid) {
    // SAFETY: the descriptor was open when it was written to the ledger, and is closed only after
    // it was taken back.
    let holder = unsafe { BorrowedFd::borrow_raw(holder) };
    match pidfd::send(holder, Some(Signal::CONT), None) {
        Ok(()) | Err(Errno::ESRCH) => {}
        // No such call here: then it is the process's directory in /proc, which is empty as soon as
        // the process was reaped.
        Err(_) if has_stat(holder) => {
            let _ = deliver::kill(Target::Process(pid), Some(Signal::CONT));
        }
        Err(_) => {}
    }
}

fn has_stat(directory: BorrowedFd) -> bool {
    let flags = OFlag::O_RDONLY | OFlag::O_CLOEXEC;
    let stat = openat(directory, "stat", flags, Mode::empty());
    stat.and_then(|stat| unistd::read(&stat, &mut [0])).is_ok_and(|read| read > 0)
}
