//! The command name of a process.

use nix::errno::Errno;

use crate::process::bounded::{self, Beginning};
use crate::process::proc::{read, read_beginning};
use crate::sys::Pid;

/// The kernel keeps 15 bytes of a command name (proc(5), `TASK_COMM_LEN`).
pub(crate) const KEPT: usize = 15;

/// A process with its command name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) pid: Pid,
    /// In whatever bytes the process has chosen.
    pub(crate) name: Vec<u8>,
}

impl Named {
    /// A process with its name; where the name cannot be read, it is empty.
    pub(crate) fn of(pid: Pid) -> Named {
        Named { pid, name: command_name(pid).unwrap_or_default() }
    }
}

/// The command name of a process, as much of it as the kernel keeps.
///
/// # Errors
///
/// ESRCH: no such process. ENOENT: no /proc shows it.
pub(crate) fn command_name(pid: Pid) -> Result<Vec<u8>, Errno> {
    Ok(without_newline(&read(pid, "comm", bounded::COMMAND_NAME)?).to_vec())
}

/// The command line of a process, each word with a NUL after it; of one that is very long, the
/// beginning.
///
/// # Errors
///
/// As above.
pub(crate) fn arguments(pid: Pid) -> Result<Beginning, Errno> {
    read_beginning(pid, "cmdline", bounded::ARGUMENTS)
}

/// The kernel adds one, and a name may end with others of its own.
pub(crate) fn without_newline(file: &[u8]) -> &[u8] {
    file.strip_suffix(b"\n").unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_own_newlines() {
        assert_eq!(without_newline(b"a\n\n"), b"a\n");
        assert_eq!(without_newline(b"\n"), b"");
        assert_eq!(without_newline(b""), b"");
    }
}
