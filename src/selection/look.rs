//! The files of /proc about one process: each is read when it is asked for, once for all that ask.

use std::cell::{Cell, OnceCell, RefCell};
use std::ffi::OsString;
use std::ops::ControlFlow;

use crate::process::bounded::{self, Beginning};
use crate::process::full_name::full_name;
use crate::process::name::{KEPT, without_newline};
use crate::process::proc::unseen;
use crate::process::stat::Stat;
use crate::process::status::Status;
use crate::process::takers::Takers;
use crate::process::view::{Descriptor, Task, View};
use crate::signal::Signal;
use crate::sys::file::Seen;
use crate::sys::{Errno, Pid};

/// A look at one process after the other. A process that changes in the meantime shows parts of
/// both.
///
/// The data about one process is dropped for the next, but not the memory that it was read into.
pub(crate) struct Look<'v> {
    view: &'v View,
    task: Task,
    /// How much of a command line is read.
    most_arguments: usize,
    buffer: RefCell<Vec<u8>>,
    joined: RefCell<Vec<u8>>,
    name: OnceCell<Vec<u8>>,
    spare_name: Cell<Vec<u8>>,
    arguments: OnceCell<Beginning>,
    spare_arguments: Cell<Vec<u8>>,
    full_name: OnceCell<Option<Vec<u8>>>,
    stat: OnceCell<Stat>,
    status: OnceCell<Status>,
}

impl<'v> Look<'v> {
    /// A look at a process; of a long command line, at what a name can stand in.
    pub(crate) fn at(view: &'v View, pid: Pid) -> Look<'v> {
        Look {
            view,
            task: Task::of(pid),
            most_arguments: bounded::ARGUMENTS,
            buffer: RefCell::default(),
            joined: RefCell::default(),
            name: OnceCell::new(),
            spare_name: Cell::default(),
            arguments: OnceCell::new(),
            spare_arguments: Cell::default(),
            full_name: OnceCell::new(),
            stat: OnceCell::new(),
            status: OnceCell::new(),
        }
    }

    /// The same at all of its command line.
    pub(crate) fn at_whole(view: &'v View, pid: Pid) -> Look<'v> {
        Look { most_arguments: bounded::COMMAND_LINE, ..Look::at(view, pid) }
    }

    /// Looks at another one.
    pub(crate) fn turn_to(&mut self, task: Task) {
        self.task = task;
        if let Some(name) = self.name.take() {
            self.spare_name.set(name);
        }
        if let Some(arguments) = self.arguments.take() {
            self.spare_arguments.set(arguments.bytes);
        }
        self.full_name.take();
        self.stat.take();
        self.status.take();
    }

    pub(crate) fn task(&self) -> Task {
        self.task
    }

    /// The /proc that it looks at.
    pub(crate) fn view(&self) -> &'v View {
        self.view
    }

    /// The command name, as much of it as the kernel keeps.
    ///
    /// # Errors
    ///
    /// ESRCH: no such process.
    pub(crate) fn name(&self) -> Result<&[u8], Errno> {
        let read = || {
            self.with_file("comm", bounded::COMMAND_NAME, |file| {
                let mut name = self.spare_name.take();
                name.clear();
                name.extend_from_slice(without_newline(file));
                Ok(name)
            })
        };
        once(&self.name, read).map(Vec::as_slice)
    }

    /// The command line, each word with a NUL after it; of one that is very long, the beginning.
    ///
    /// # Errors
    ///
    /// As above.
    pub(crate) fn arguments(&self) -> Result<&Beginning, Errno> {
        once(&self.arguments, || {
            let mut buffer = self.buffer.borrow_mut();
            let filled = self.view.read(self.task, "cmdline", &mut buffer, self.most_arguments)?;
            let mut bytes = self.spare_arguments.take();
            bytes.clear();
            bytes.extend_from_slice(buffer.get(..filled.length).unwrap_or_default());
            Ok(Beginning { bytes, is_all: filled.is_all })
        })
    }

    /// The name in full, where it is longer than what the kernel keeps and known.
    ///
    /// # Errors
    ///
    /// As above.
    pub(crate) fn full_name(&self) -> Result<Option<&[u8]>, Errno> {
        let name = self.name()?;
        if name.len() != KEPT {
            return Ok(None);
        }
        let read = || {
            // Where it cannot be seen, it is not known.
            let seen = self.arguments().map(Some).or_else(unseen)?;
            let nothing = Beginning::default();
            let executable = || self.link("exe").ok().map(OsString::into_encoded_bytes);
            Ok(full_name(name, seen.unwrap_or(&nothing), executable))
        };
        Ok(once(&self.full_name, read)?.as_deref())
    }

    /// # Errors
    ///
    /// As above; EPROTO: a /proc of another form.
    pub(crate) fn stat(&self) -> Result<&Stat, Errno> {
        let parse = |file: &[u8]| Stat::parse(file).ok_or(Errno::EPROTO);
        once(&self.stat, || self.with_file("stat", bounded::STAT, parse))
    }

    /// # Errors
    ///
    /// As above.
    pub(crate) fn status(&self) -> Result<&Status, Errno> {
        once(&self.status, || self.with_file("status", bounded::STATUS, Status::parse_file))
    }

    /// # Errors
    ///
    /// ESRCH: no such process.
    pub(crate) fn effective_user(&self) -> Result<u32, Errno> {
        self.view.effective_user(self.task)
    }

    /// The takers of a signal. One criterion asks for them.
    ///
    /// # Errors
    ///
    /// As above.
    pub(crate) fn takers(&self, signal: Signal) -> Result<Takers, Errno> {
        Takers::of_signal(self.task.process, signal)
    }

    /// The result of `parse` on a file that is asked for once.
    ///
    /// # Errors
    ///
    /// The errors of reading it, and of `parse`.
    pub(crate) fn with_file<T>(
        &self,
        name: &str,
        most: usize,
        parse: impl FnOnce(&[u8]) -> Result<T, Errno>,
    ) -> Result<T, Errno> {
        let mut buffer = self.buffer.borrow_mut();
        let filled = self.view.read(self.task, name, &mut buffer, most)?;
        parse(buffer.get(..filled.length).unwrap_or_default())
    }

    /// The result of `act` on the words of a command line with blanks between them.
    ///
    /// # Errors
    ///
    /// The errors of `act`.
    pub(crate) fn with_joined<T>(
        &self,
        words: &[u8],
        act: impl FnOnce(&[u8]) -> Result<T, Errno>,
    ) -> Result<T, Errno> {
        let mut joined = self.joined.borrow_mut();
        joined.clear();
        joined.extend(words.iter().map(|byte| if *byte == 0 { b' ' } else { *byte }));
        act(&joined)
    }

    /// The target of a link.
    ///
    /// # Errors
    ///
    /// The errors of readlink(2).
    pub(crate) fn link(&self, name: &str) -> Result<OsString, Errno> {
        self.view.link(self.task, name)
    }

    /// The file that a link leads to. Its file system is not asked.
    ///
    /// # Errors
    ///
    /// The errors of stat(2).
    pub(crate) fn file(&self, name: &str) -> Result<Seen, Errno> {
        self.view.file(self.task, name)
    }

    /// The file at this path, as the process finds it.
    ///
    /// # Errors
    ///
    /// The errors of open(2) and stat(2).
    pub(crate) fn file_below_root(&self, path: &[u8]) -> Result<Seen, Errno> {
        self.view.file_below_root(self.task, path)
    }

    /// Shows each descriptor, as long as `act` wants more.
    ///
    /// # Errors
    ///
    /// EACCES: they may not be seen. ESRCH: no such process.
    pub(crate) fn each_descriptor(
        &self,
        act: impl FnMut(Descriptor) -> ControlFlow<()>,
    ) -> Result<(), Errno> {
        self.view.descriptors(self.task, act)
    }
}

/// The value of the cell; it is filled by `read` if it is empty. An error is not kept.
fn once<T>(cell: &OnceCell<T>, read: impl FnOnce() -> Result<T, Errno>) -> Result<&T, Errno> {
    match cell.get() {
        Some(value) => Ok(value),
        None => {
            let value = read()?;
            Ok(cell.get_or_init(|| value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_not_read_again_and_errors_are() {
        let cell = OnceCell::new();
        assert_eq!(once(&cell, || Err(Errno::ESRCH)), Err(Errno::ESRCH));
        assert_eq!(once(&cell, || Ok(1)), Ok(&1));
        assert_eq!(once(&cell, || unreachable!()), Ok(&1));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn each_file_is_of_the_process() {
        let view = View::open().unwrap();
        let mut look = Look::at(&view, Pid::new(1).unwrap());
        let first = look.name().unwrap().to_vec();
        look.turn_to(Task::of(Pid::own()));
        assert_eq!(look.stat().unwrap().pid, Pid::own());
        assert_eq!(look.status().unwrap().user, nix::unistd::getuid().as_raw());
        assert_eq!(look.name().unwrap(), crate::process::name::command_name(Pid::own()).unwrap());
        assert!(look.arguments().unwrap().bytes.ends_with(b"\0"));
        look.turn_to(Task::of(Pid::new(1).unwrap()));
        assert_eq!(look.name().unwrap(), first);
    }
}
