//! Finding processes by their command name.

use nix::errno::Errno;

use crate::process::name::command_name;
use crate::process::proc::{all, read, unseen};
use crate::process::status::Status;
use crate::sys::Pid;

/// The kernel keeps 15 bytes of a command name (proc(5), `TASK_COMM_LEN`).
const NAME_KEPT: usize = 15;

/// The processes whose command name is exactly `name`, but this one; only those of real user
/// `user`, if given.
///
/// # Errors
///
/// That of reading /proc. Processes that end meanwhile are not there.
pub(crate) fn by_name(name: &[u8], user: Option<u32>) -> Result<Vec<Pid>, Errno> {
    let mut found = Vec::new();
    for pid in all()?.filter(|pid| *pid != Pid::own()) {
        if is_named(pid, name, user)? {
            found.push(pid);
        }
    }
    Ok(found)
}

/// Whether a process has the name, and the real user if one is given, now. One that is gone, or
/// that may not be looked at, has not.
///
/// # Errors
///
/// That of reading /proc, where it says nothing of the process.
pub(crate) fn is_named(pid: Pid, name: &[u8], user: Option<u32>) -> Result<bool, Errno> {
    let has = || {
        let command = command_name(pid)?;
        let named = match name.split_at_checked(NAME_KEPT) {
            Some((start, rest)) if !rest.is_empty() => {
                command == start && arguments_name(pid, name)?
            }
            _ => command == name && !name.is_empty(),
        };
        Ok(named
            && user.map_or(Ok(true), |user| Status::of(pid).map(|status| status.user == user))?)
    };
    has().or_else(|error| Ok(unseen(error)?.unwrap_or_default()))
}

/// Whether the program, or the script that an interpreter runs, has the file name: how a long name
/// shows in full.
fn arguments_name(pid: Pid, name: &[u8]) -> Result<bool, Errno> {
    let arguments = read(pid, "cmdline")?;
    let mut words = arguments.split(|byte| *byte == 0).take(2);
    Ok(words.any(|word| word.rsplit(|byte| *byte == b'/').next() == Some(name)))
}
