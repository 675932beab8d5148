//! /proc, opened once for looks at many processes: a file costs openat(2), read(2) and close(2),
//! and no memory but a buffer that all files share.

use std::ffi::{CStr, OsString};
use std::ops::ControlFlow;
#[cfg(linux_android)]
use std::os::fd::AsFd;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;

use nix::errno::Errno;
use nix::fcntl::{OFlag, open, openat, readlinkat};
use nix::sys::stat::Mode;
use nix::unistd;

use crate::process::lines;
use crate::process::proc::gone;
use crate::sys::Pid;
use crate::sys::file::Seen;

/// /proc, which shows the PID namespace that this process is in.
#[derive(Debug)]
pub(crate) struct View {
    directory: OwnedFd,
}

/// A process, or one of its threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) process: Pid,
    pub(crate) thread: Option<Pid>,
}

impl Task {
    pub(crate) fn of(process: Pid) -> Task {
        Task { process, thread: None }
    }

    /// Its own number.
    pub(crate) fn id(self) -> Pid {
        self.thread.unwrap_or(self.process)
    }
}

/// The identity of a file: its device and its inode.
pub(crate) type Identity = (u64, u64);

impl Seen {
    pub(crate) fn identity(&self) -> Identity {
        (self.device, self.inode)
    }
}

/// How much of a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Filled {
    pub(crate) length: usize,
    pub(crate) is_all: bool,
}

/// The first size of the buffer for a file: as much as nearly every file in /proc, in one read.
const PAGE: usize = 4096;

/// The buffer for names: 10,000 processes fill it.
#[cfg(linux_android)]
const NAMES: usize = 256 << 10;

const READ: OFlag = OFlag::O_RDONLY.union(OFlag::O_CLOEXEC);

impl View {
    /// # Errors
    ///
    /// ENOENT: there is no /proc, or it shows another PID namespace, whose numbers are other
    /// processes'. EMFILE, ENFILE: no descriptor is left.
    pub(crate) fn open() -> Result<View, Errno> {
        // Others have a /proc of another form.
        if cfg!(not(linux_android)) {
            return Err(Errno::ENOENT);
        }
        let directory = open("/proc", READ | OFlag::O_DIRECTORY, Mode::empty())?;
        let own = readlinkat(&directory, "self").map_err(|_| Errno::ENOENT)?;
        match Pid::from_digits(own.as_bytes()) == Some(Pid::own()) {
            true => Ok(View { directory }),
            false => Err(Errno::ENOENT),
        }
    }

    /// The IDs of all processes, ascending: /proc's own order is the kernel's affair.
    ///
    /// # Errors
    ///
    /// The errors of listing the directory.
    pub(crate) fn processes(&self) -> Result<Vec<Pid>, Errno> {
        numbers(&openat(&self.directory, ".", READ | OFlag::O_DIRECTORY, Mode::empty())?)
    }

    /// The threads of a process, ascending.
    ///
    /// # Errors
    ///
    /// As above; ESRCH: it is gone.
    pub(crate) fn threads(&self, process: Pid) -> Result<Vec<Pid>, Errno> {
        let flags = READ | OFlag::O_DIRECTORY;
        let path = Path::of_file(Task::of(process), "task");
        numbers(&openat(&self.directory, path.text(), flags, Mode::empty()).map_err(gone)?)
    }

    /// Reads a file of a process or thread into the buffer, which grows where it must; what comes
    /// after so many bytes is left.
    ///
    /// # Errors
    ///
    /// ESRCH: it is gone. Otherwise those of open(2) and read(2).
    pub(crate) fn read(
        &self,
        task: Task,
        name: &str,
        buffer: &mut Vec<u8>,
        most: usize,
    ) -> Result<Filled, Errno> {
        let path = Path::of_file(task, name);
        let file = openat(&self.directory, path.text(), READ, Mode::empty()).map_err(gone)?;
        if buffer.len() < PAGE {
            buffer.resize(PAGE, 0);
        }
        let mut filled = 0;
        loop {
            match unistd::read(&file, &mut buffer[filled..]) {
                Ok(read) => filled += read,
                Err(Errno::EINTR) => continue,
                Err(error) => return Err(gone(error)),
            }
            // What /proc gives in one piece ends where it is short.
            if filled < buffer.len() {
                return Ok(Filled { length: filled.min(most), is_all: filled <= most });
            }
            if filled > most {
                return Ok(Filled { length: most, is_all: false });
            }
            buffer.resize(2 * filled, 0);
        }
    }

    /// The target of a link of a process or thread.
    ///
    /// # Errors
    ///
    /// The errors of readlink(2). ENOENT: it is gone, or has no such file.
    pub(crate) fn link(&self, task: Task, name: &str) -> Result<OsString, Errno> {
        readlinkat(&self.directory, Path::of_file(task, name).text())
    }

    /// The file that a link of a process or thread leads to. Its file system is not asked.
    ///
    /// # Errors
    ///
    /// The errors of stat(2). ENOENT: as above.
    #[cfg(linux_android)]
    pub(crate) fn file(&self, task: Task, name: &str) -> Result<Seen, Errno> {
        crate::sys::file::look(self.directory.as_fd(), Path::of_file(task, name).text())
    }

    /// Only Linux has such links.
    ///
    /// # Errors
    ///
    /// Always.
    #[cfg(not(linux_android))]
    pub(crate) fn file(&self, _task: Task, _name: &str) -> Result<Seen, Errno> {
        Err(Errno::ENOENT)
    }

    /// The effective user of a process or thread. It owns the directory of that process, which
    /// everybody may search: such directories belong to the effective user even where the process
    /// is not dumpable (`task_dump_owner` of the kernel's fs/proc/base.c).
    ///
    /// # Errors
    ///
    /// ESRCH: it is gone.
    #[cfg(linux_android)]
    pub(crate) fn effective_user(&self, task: Task) -> Result<u32, Errno> {
        let seen = crate::sys::file::look(self.directory.as_fd(), Path::of_directory(task).text());
        seen.map(|seen| seen.user).map_err(gone)
    }

    /// Only Linux has such directories.
    ///
    /// # Errors
    ///
    /// Always.
    #[cfg(not(linux_android))]
    pub(crate) fn effective_user(&self, _task: Task) -> Result<u32, Errno> {
        Err(Errno::ENOENT)
    }

    /// The file at a path, which begins with a slash, below the root directory of a process.
    ///
    /// # Errors
    ///
    /// The errors of open(2) and stat(2).
    #[cfg(linux_android)]
    pub(crate) fn file_below_root(&self, task: Task, path: &[u8]) -> Result<Seen, Errno> {
        let flags = OFlag::O_PATH | OFlag::O_CLOEXEC | OFlag::O_DIRECTORY;
        let root = Path::of_file(task, "root");
        let root = openat(&self.directory, root.text(), flags, Mode::empty())?;
        let path = path.strip_prefix(b"/").unwrap_or(path);
        let path = std::ffi::CString::new(path).map_err(|_| Errno::ENOENT)?;
        crate::sys::file::look(root.as_fd(), &path)
    }

    /// Only Linux has such links.
    ///
    /// # Errors
    ///
    /// Always.
    #[cfg(not(linux_android))]
    pub(crate) fn file_below_root(&self, _task: Task, _path: &[u8]) -> Result<Seen, Errno> {
        Err(Errno::ENOENT)
    }

    /// Shows each descriptor of a process or thread, as long as `act` wants more.
    ///
    /// # Errors
    ///
    /// ESRCH: it is gone. EACCES: they may not be seen.
    #[cfg(linux_android)]
    pub(crate) fn descriptors(
        &self,
        task: Task,
        mut act: impl FnMut(Descriptor) -> ControlFlow<()>,
    ) -> Result<(), Errno> {
        let flags = READ | OFlag::O_DIRECTORY;
        let path = Path::of_file(task, "fd");
        let directory = openat(&self.directory, path.text(), flags, Mode::empty()).map_err(gone)?;
        let mut goes_on = ControlFlow::Continue(());
        let mut buffer = [0; PAGE];
        crate::sys::directory::each_name(directory.as_fd(), &mut buffer, |name| {
            if goes_on.is_continue() && name.first() != Some(&b'.') {
                goes_on = act(Descriptor { directory: &directory, name });
            }
        })
        .map_err(gone)
    }

    /// Only Linux shows them so.
    ///
    /// # Errors
    ///
    /// Always.
    #[cfg(not(linux_android))]
    pub(crate) fn descriptors(
        &self,
        _task: Task,
        _act: impl FnMut(Descriptor) -> ControlFlow<()>,
    ) -> Result<(), Errno> {
        Err(Errno::ENOENT)
    }
}

/// A descriptor of a process.
#[cfg_attr(not(linux_android), allow(dead_code, reason = "only Linux shows them so"))]
pub(crate) struct Descriptor<'a> {
    directory: &'a OwnedFd,
    name: &'a [u8],
}

impl Descriptor<'_> {
    /// The number of the socket that the descriptor is; None if it was closed in the meantime.
    pub(crate) fn socket(&self) -> Option<u64> {
        let link = readlinkat(self.directory, self.name).ok()?;
        let number = link.as_bytes().strip_prefix(b"socket:[")?.strip_suffix(b"]")?;
        lines::number(number)
    }

    /// The file that it is open for; None as above. Its file system is not asked.
    #[cfg(linux_android)]
    pub(crate) fn file(&self) -> Option<Seen> {
        let name = std::ffi::CString::new(self.name).ok()?;
        crate::sys::file::look(self.directory.as_fd(), &name).ok()
    }

    /// Only Linux shows it so.
    #[cfg(not(linux_android))]
    pub(crate) fn file(&self) -> Option<Seen> {
        None
    }
}

#[cfg(linux_android)]
fn numbers(directory: &OwnedFd) -> Result<Vec<Pid>, Errno> {
    let mut numbers = Vec::new();
    let mut buffer = vec![0; NAMES];
    crate::sys::directory::each_name(directory.as_fd(), &mut buffer, |name| {
        numbers.extend(Pid::from_digits(name));
    })?;
    numbers.sort_unstable();
    Ok(numbers)
}

#[cfg(not(linux_android))]
fn numbers(_directory: &OwnedFd) -> Result<Vec<Pid>, Errno> {
    Err(Errno::ENOENT)
}

/// A path below /proc, of two numbers and a short name.
struct Path {
    bytes: [u8; 64],
    length: usize,
}

impl Path {
    fn of_file(task: Task, name: &str) -> Path {
        let mut path = Path::of_directory(task);
        path.add(b"/");
        path.add(name.as_bytes());
        path
    }

    /// The directory of a process or thread.
    fn of_directory(task: Task) -> Path {
        let mut path = Path { bytes: [0; 64], length: 0 };
        path.add_number(task.process);
        if let Some(thread) = task.thread {
            path.add(b"/task/");
            path.add_number(thread);
        }
        path
    }

    fn add(&mut self, text: &[u8]) {
        let end = self.length + text.len();
        let place = self.bytes.get_mut(self.length..end);
        place.expect("two numbers and a short name fit").copy_from_slice(text);
        self.length = end;
    }

    /// Adds a number. The formatting of core takes ten times as many instructions, for each file.
    fn add_number(&mut self, number: Pid) {
        let mut digits = [0; 10];
        let mut start = digits.len();
        let mut rest = number.get().unsigned_abs();
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.add(&digits[start..]);
    }

    fn text(&self) -> &CStr {
        // The byte after the text is a NUL: it is never filled.
        let text = self.bytes.get(..=self.length).unwrap_or_default();
        CStr::from_bytes_with_nul(text).unwrap_or_default()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::{Read, Write};
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn the_own_process_and_its_threads_are_listed() {
        let view = View::open().unwrap();
        let all = view.processes().unwrap();
        assert!(all.contains(&Pid::own()) && all.is_sorted());
        // It can be listed again.
        assert!(view.processes().unwrap().contains(&Pid::own()));
        assert!(view.threads(Pid::own()).unwrap().contains(&Pid::own()));
        assert_eq!(view.threads(Pid::new(i32::MAX).unwrap()), Err(Errno::ESRCH));
    }

    #[test]
    fn a_file_is_read_as_a_whole_or_up_to_the_bound() {
        let mut cat = Command::new("cat");
        cat.env_clear().env("LONG", "x".repeat(20_000)).env("PATH", "/usr/bin:/bin");
        let mut cat = cat.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        // execve(2) lets the parent of vfork(2) go on before the new program has its environment.
        cat.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
        cat.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
        let task = Task::of(Pid::new(cat.id() as i32).unwrap());
        let view = View::open().unwrap();
        let mut buffer = Vec::new();
        let whole = view.read(task, "environ", &mut buffer, 64 << 20);
        let part = view.read(task, "environ", &mut buffer, 5000);
        drop(cat.stdin.take());
        cat.wait().unwrap();
        let length = "LONG=".len() + 20_001 + "PATH=/usr/bin:/bin".len() + 1;
        assert_eq!(whole, Ok(Filled { length, is_all: true }));
        assert_eq!(part, Ok(Filled { length: 5000, is_all: false }));
        let gone = Task::of(Pid::new(i32::MAX).unwrap());
        assert_eq!(view.read(gone, "comm", &mut buffer, 99), Err(Errno::ESRCH));
    }

    #[test]
    fn the_longest_path_fits() {
        let longest = Pid::new(i32::MAX).unwrap();
        let path = Path::of_file(Task { process: longest, thread: Some(longest) }, "ns/cgroup");
        assert_eq!(path.text(), c"2147483647/task/2147483647/ns/cgroup");
    }
}
