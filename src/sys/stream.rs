//! Standard streams that are written without waiting for a reader that does not read: a terminal
//! that was stopped (Ctrl-S), a full pipe.
//!
//! The open file of a standard stream is shared with others, a shell for one, so that
//! O_NONBLOCK is not this program's to set there. A terminal or a pipe is opened once more, for
//! this program alone. Readiness (poll(2)) does not suffice for a terminal: it says that there is
//! room for some bytes, and write(2) waits for room for all.

use std::cell::OnceCell;
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd};

use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::stat::{Mode, SFlag, fstat};
use nix::sys::termios::tcgetsid;
use nix::unistd;

use super::output::{STANDARD_ERROR, STANDARD_OUTPUT, write_all};

/// The bytes for which a pipe has room when it has any (POSIX.1-2024 XBD 14, `_POSIX_PIPE_BUF`).
const PIPE_ROOM: usize = 512;

/// A standard stream, and what of it could not be written yet.
pub(crate) struct Stream {
    descriptor: BorrowedFd<'static>,
    /// Found when it is first needed.
    way: OnceCell<Way>,
    waiting: Vec<u8>,
}

/// How it is written without waiting.
enum Way {
    /// Opened once more, with O_NONBLOCK.
    Own(OwnedFd),
    Socket,
    /// A pipe that cannot be opened once more.
    Pipe,
    /// It never waits.
    File,
    /// A terminal that cannot be opened once more: not before it may wait.
    Never,
}

impl Stream {
    pub(crate) fn output() -> Stream {
        Stream::new(STANDARD_OUTPUT)
    }

    pub(crate) fn error() -> Stream {
        Stream::new(STANDARD_ERROR)
    }

    fn new(descriptor: BorrowedFd<'static>) -> Stream {
        Stream { descriptor, way: OnceCell::new(), waiting: Vec::new() }
    }

    /// Writes it, waiting for the reader.
    ///
    /// # Errors
    ///
    /// The error of write(2); the rest is dropped.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Errno> {
        if self.waiting.is_empty() {
            return write_all(self.descriptor, bytes);
        }
        self.waiting.extend_from_slice(bytes);
        write_all(self.descriptor, &std::mem::take(&mut self.waiting))
    }

    /// Writes as much as can be written at once; the rest waits for the next call.
    ///
    /// # Errors
    ///
    /// The error of write(2); the rest is dropped.
    pub(crate) fn write_now(&mut self, bytes: &[u8]) -> Result<(), Errno> {
        self.waiting.extend_from_slice(bytes);
        let (written, error) = self.attempt(&self.waiting);
        match error {
            None | Some(Errno::EAGAIN) => {
                self.waiting.drain(..written);
                Ok(())
            }
            Some(error) => {
                self.waiting.clear();
                Err(error)
            }
        }
    }

    /// Writes as much as can be written at once, and drops the rest.
    pub(crate) fn offer(&self, bytes: &[u8]) {
        self.attempt(bytes);
    }

    /// How much was written, and why not all.
    fn attempt(&self, bytes: &[u8]) -> (usize, Option<Errno>) {
        let way = self.way.get_or_init(|| Way::to(self.descriptor));
        let mut written = 0;
        while let Some(rest @ [_, ..]) = bytes.get(written..) {
            match way.write(self.descriptor, rest) {
                Ok(0) => return (written, Some(Errno::EIO)),
                Ok(count) => written += count,
                Err(Errno::EINTR) => {}
                Err(error) => return (written, Some(error)),
            }
        }
        (written, None)
    }
}

impl Way {
    fn to(descriptor: BorrowedFd) -> Way {
        let Ok(status) = fstat(descriptor) else { return Way::File };
        let kind = SFlag::from_bits_truncate(status.st_mode) & SFlag::S_IFMT;
        let is_terminal = unistd::isatty(descriptor) == Ok(true);
        let own = || open_again(descriptor, is_terminal).map(Way::Own);
        match kind {
            SFlag::S_IFCHR if is_terminal => own().unwrap_or(Way::Never),
            SFlag::S_IFIFO => own().unwrap_or(Way::Pipe),
            SFlag::S_IFSOCK => Way::Socket,
            _ => Way::File,
        }
    }

    fn write(&self, descriptor: BorrowedFd, bytes: &[u8]) -> Result<usize, Errno> {
        match self {
            Way::Own(own) => unistd::write(own, bytes),
            Way::Socket => send_now(descriptor, bytes),
            Way::Pipe => {
                let mut ready = [PollFd::new(descriptor, PollFlags::POLLOUT)];
                match poll(&mut ready, PollTimeout::ZERO)? {
                    0 => Err(Errno::EAGAIN),
                    _ => unistd::write(descriptor, &bytes[..bytes.len().min(PIPE_ROOM)]),
                }
            }
            Way::File => unistd::write(descriptor, bytes),
            Way::Never => Err(Errno::EAGAIN),
        }
    }
}

/// Opens the file of a descriptor once more, for writing without waiting; None if that may not be,
/// or cannot be here. /dev/tty may always be opened by those that the terminal controls, be it
/// another user's.
fn open_again(descriptor: BorrowedFd, is_terminal: bool) -> Option<OwnedFd> {
    let flags = OFlag::O_WRONLY | OFlag::O_NONBLOCK | OFlag::O_NOCTTY | OFlag::O_CLOEXEC;
    // Elsewhere such a name would be the same open file, with what is set for it.
    let again = cfg!(linux_android).then(|| format!("/proc/self/fd/{}", descriptor.as_raw_fd()));
    let again = again.and_then(|path| open(path.as_str(), flags, Mode::empty()).ok());
    let controls = || is_terminal && tcgetsid(descriptor) == unistd::getsid(None);
    again.or_else(|| controls().then(|| open("/dev/tty", flags, Mode::empty()).ok())?)
}

fn send_now(socket: BorrowedFd, bytes: &[u8]) -> Result<usize, Errno> {
    // SAFETY: send(2) reads so many bytes.
    let sent = unsafe {
        libc::send(socket.as_raw_fd(), bytes.as_ptr().cast(), bytes.len(), libc::MSG_DONTWAIT)
    };
    Errno::result(sent).map(|sent| sent as usize)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// A stream to a descriptor that stays open as long as the test runs.
    fn stream(descriptor: &OwnedFd) -> Stream {
        // SAFETY: the test drops it after the stream.
        Stream::new(unsafe { BorrowedFd::borrow_raw(descriptor.as_raw_fd()) })
    }

    /// Fills what can be written; gives how much that is.
    fn fill(stream: &Stream) -> usize {
        let mut filled = 0;
        while let (written @ 1.., _) = stream.attempt(&[b'x'; 4096]) {
            filled += written;
        }
        filled
    }

    fn read(from: &mut std::fs::File, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        from.read_exact(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_a_full_pipe_does_not_take_waits_or_is_dropped() {
        let (reader, writer) = unistd::pipe().unwrap();
        let mut reader = std::fs::File::from(reader);
        let flags = nix::fcntl::fcntl(&writer, nix::fcntl::FcntlArg::F_GETFL);
        for way in [None, Some(Way::Pipe)] {
            let mut stream = stream(&writer);
            stream.way = way.map_or_else(OnceCell::new, OnceCell::from);
            let filled = fill(&stream);
            assert!(filled > 0);
            assert_eq!(stream.write_now(b"late\n"), Ok(()));
            stream.offer(b"dropped\n");
            read(&mut reader, filled);
            assert_eq!(stream.write_now(b"r\n"), Ok(()));
            assert_eq!(read(&mut reader, 7), b"late\nr\n");
        }
        // What is shared with others is as it was.
        assert_eq!(nix::fcntl::fcntl(&writer, nix::fcntl::FcntlArg::F_GETFL), flags);
    }

    #[test]
    fn a_full_socket_is_not_waited_for() {
        let (one, other) = std::os::unix::net::UnixStream::pair().unwrap();
        let (writer, mut reader) = (OwnedFd::from(one), std::fs::File::from(OwnedFd::from(other)));
        let mut stream = stream(&writer);
        let filled = fill(&stream);
        assert_eq!(stream.write_now(b"late\n"), Ok(()));
        read(&mut reader, filled);
        assert_eq!(stream.write(b"r\n"), Ok(()));
        assert_eq!(read(&mut reader, 7), b"late\nr\n");
    }

    #[test]
    fn a_terminal_that_is_stopped_is_not_waited_for() {
        let terminal = nix::pty::openpty(None, None).unwrap();
        let mut master = std::fs::File::from(terminal.master);
        let mut stream = stream(&terminal.slave);
        nix::sys::termios::tcflow(&terminal.slave, nix::sys::termios::FlowArg::TCOOFF).unwrap();
        assert_eq!(stream.write_now(b"late"), Ok(()));
        stream.offer(b"dropped");
        nix::sys::termios::tcflow(&terminal.slave, nix::sys::termios::FlowArg::TCOON).unwrap();
        assert_eq!(stream.write_now(b"r"), Ok(()));
        assert_eq!(read(&mut master, 5), b"later");
        // Nor is one that has room for a part alone.
        assert!(fill(&stream) > 0);
        assert_eq!(stream.write_now(b"rest"), Ok(()));
        // The kernel makes room in its own time, as it moves what was written to the reader's end,
        // which is full in the end.
        while stream.waiting.is_empty() {
            fill(&stream);
            assert_eq!(stream.write_now(b"rest"), Ok(()));
        }
        assert!(b"rest".ends_with(&stream.waiting));
    }

    #[test]
    fn a_reader_that_is_gone_is_an_error_at_once() {
        // The test's runtime ignores PIPE.
        let (reader, writer) = unistd::pipe().unwrap();
        drop(reader);
        // A process that another test has forked may have it for a moment. poll(2) reports POLLERR
        // unasked.
        use std::os::fd::AsFd;
        let mut end = [PollFd::new(writer.as_fd(), PollFlags::empty())];
        assert_eq!(poll(&mut end, PollTimeout::from(60_000_u16)), Ok(1));
        let mut stream = stream(&writer);
        assert_eq!(stream.write_now(b"x"), Err(Errno::EPIPE));
        assert_eq!(stream.write(b"x"), Err(Errno::EPIPE));
    }
}
