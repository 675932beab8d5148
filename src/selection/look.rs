//! What /proc says of one process: each file is read when it is asked for, once for all that ask.

use std::cell::OnceCell;

use crate::process::bounded::Beginning;
use crate::process::name::{arguments, command_name};
use crate::process::stat::Stat;
use crate::process::status::Status;
use crate::process::takers::Takers;
use crate::signal::Signal;
use crate::sys::{Errno, Pid};

/// A look at one process. A process that changes meanwhile shows parts of both.
pub(super) struct Look {
    pid: Pid,
    name: OnceCell<Vec<u8>>,
    arguments: OnceCell<Beginning>,
    stat: OnceCell<Stat>,
    status: OnceCell<Status>,
}

impl Look {
    pub(super) fn at(pid: Pid) -> Look {
        Look {
            pid,
            name: OnceCell::new(),
            arguments: OnceCell::new(),
            stat: OnceCell::new(),
            status: OnceCell::new(),
        }
    }

    /// The command name, as much of it as the kernel keeps.
    ///
    /// # Errors
    ///
    /// ESRCH: no such process. ENOENT: no /proc shows it.
    pub(super) fn name(&self) -> Result<&[u8], Errno> {
        once(&self.name, || command_name(self.pid)).map(Vec::as_slice)
    }

    /// The command line, each word with a NUL after it; of one that is very long, the beginning.
    ///
    /// # Errors
    ///
    /// As above.
    pub(super) fn arguments(&self) -> Result<&Beginning, Errno> {
        once(&self.arguments, || arguments(self.pid))
    }

    /// # Errors
    ///
    /// As above; EPROTO: a /proc of another form.
    pub(super) fn stat(&self) -> Result<&Stat, Errno> {
        once(&self.stat, || Stat::of(self.pid))
    }

    /// # Errors
    ///
    /// As above.
    pub(super) fn status(&self) -> Result<&Status, Errno> {
        once(&self.status, || Status::of(self.pid))
    }

    /// What takes a signal. One criterion asks for it.
    ///
    /// # Errors
    ///
    /// As above.
    pub(super) fn takers(&self, signal: Signal) -> Result<Takers, Errno> {
        Takers::of_signal(self.pid, signal)
    }
}

/// What the cell holds; it is filled by `read` if it is empty. An error is not kept.
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
        let look = Look::at(Pid::own());
        assert_eq!(look.stat().unwrap().pid, Pid::own());
        assert_eq!(look.status().unwrap().user, nix::unistd::getuid().as_raw());
        assert_eq!(look.name().unwrap(), command_name(Pid::own()).unwrap());
        assert!(look.arguments().unwrap().bytes.ends_with(b"\0"));
    }
}
