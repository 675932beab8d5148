//! A call that may never return is made by a process apart, which is left alone when it takes too
//! long: a look at a file waits for ever where the file system is dead (a file server, FUSE), and
//! in some of these waits not even KILL ends a process.

use std::num::NonZeroUsize;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::ptr::NonNull;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous, munmap};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::{self, ForkResult};

use super::deliver::{self, Target};
use super::{Pid, exit};
use crate::signal::Signal;

/// The result of `work`, or nothing if that takes longer than `at_most`. It may read, but what it
/// changes is lost.
///
/// # Errors
///
/// ETIMEDOUT; otherwise those of mmap(2), pipe(2), fork(2), poll(2) and read(2). EIO: it has ended
/// without an answer.
pub(crate) fn within<T: Copy + 'static>(
    at_most: Duration,
    work: impl FnOnce() -> T,
) -> Result<T, Errno> {
    let answer = Shared::<T>::new()?;
    // macOS has no pipe2(2). No program is executed while the two are open.
    let (reader, writer) = unistd::pipe()?;
    // SAFETY: this program has one thread, and the C library keeps its own locks usable in the new
    // process.
    let process = match unsafe { unistd::fork()? } {
        ForkResult::Child => {
            keep_only(&writer);
            answer.set(work());
            // When this fails it is not read any more.
            let _ = unistd::write(&writer, b"!");
            exit(0)
        }
        ForkResult::Parent { child } => child,
    };
    drop(writer);
    let result = wait_for(&reader, at_most).and_then(|()| unistd::read(&reader, &mut [0]));
    // It is this process's child and not reaped yet. One that cannot end becomes another's.
    if let Some(pid) = Pid::new(process.as_raw()) {
        let _ = deliver::kill(Target::Process(pid), Some(Signal::KILL));
    }
    let flags = if result.is_ok() { WaitPidFlag::empty() } else { WaitPidFlag::WNOHANG };
    while waitpid(process, Some(flags)) == Err(Errno::EINTR) {}
    match result? {
        // SAFETY: the new process has set it before it wrote the byte.
        1 => Ok(unsafe { answer.get() }),
        _ => Err(Errno::EIO),
    }
}

/// A place for a value in memory that a new process shares.
struct Shared<T> {
    place: NonNull<T>,
    length: NonZeroUsize,
}

impl<T: Copy + 'static> Shared<T> {
    fn new() -> Result<Shared<T>, Errno> {
        let length = NonZeroUsize::new(size_of::<T>().max(1)).ok_or(Errno::EINVAL)?;
        let access = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
        // SAFETY: new memory, at a place of the kernel's choice, which is aligned to pages.
        let place = unsafe { mmap_anonymous(None, length, access, MapFlags::MAP_SHARED)? };
        Ok(Shared { place: place.cast(), length })
    }

    fn set(&self, value: T) {
        // SAFETY: the memory is there as long as this is, and has room for one.
        unsafe { self.place.write(value) };
    }

    /// # Safety
    ///
    /// It must have been set: by this program, in which the value means the same.
    unsafe fn get(&self) -> T {
        // SAFETY: the caller's promise.
        unsafe { self.place.read() }
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        // SAFETY: new() has mapped it, and no reference to it is left.
        let _ = unsafe { munmap(self.place.cast(), self.length.get()) };
    }
}

/// Waits until there is something to read.
fn wait_for(reader: &OwnedFd, at_most: Duration) -> Result<(), Errno> {
    let until = Instant::now() + at_most;
    loop {
        let left = until.saturating_duration_since(Instant::now()).as_millis();
        let timeout = PollTimeout::try_from(left).unwrap_or(PollTimeout::MAX);
        match poll(&mut [PollFd::new(reader.as_fd(), PollFlags::POLLIN)], timeout) {
            Ok(0) => return Err(Errno::ETIMEDOUT),
            Ok(_) => return Ok(()),
            Err(Errno::EINTR) => {}
            Err(error) => return Err(error),
        }
    }
}

/// In the new process: closes all but this one, so that no pipe to a standard stream stays open for
/// as long as it hangs.
fn keep_only(kept: &OwnedFd) {
    let kept = kept.as_raw_fd();
    #[cfg(linux_android)]
    // SAFETY: close_range(2) takes numbers, and none of these descriptors is used any more.
    unsafe {
        libc::syscall(libc::SYS_close_range, kept + 1, libc::c_int::MAX, 0);
    }
    for descriptor in 0..kept {
        // SAFETY: as above.
        unsafe { libc::close(descriptor) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_in_time_gives_its_answer() {
        let own = std::process::id();
        let answer = within(Duration::from_secs(60), || (std::process::id(), Some("text")));
        let (other, text) = answer.unwrap();
        assert!(other != own && text == Some("text"));
    }

    #[test]
    fn what_takes_too_long_is_not_waited_for() {
        let never = || std::thread::sleep(Duration::MAX);
        assert_eq!(within(Duration::from_millis(50), never), Err(Errno::ETIMEDOUT));
    }

    #[test]
    fn what_ends_without_an_answer_is_an_error() {
        let ends = || -> u8 { exit(0) };
        assert_eq!(within(Duration::from_secs(60), ends), Err(Errno::EIO));
    }
}
