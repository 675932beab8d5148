//! Socket activation: the variables by which a service manager says whose descriptors are meant
//! (sd_listen_fds(3)).
//!
//! They name the process that the service manager has started. A program that this one starts in
//! its own place is not that process, and would take none of the descriptors: its variables name
//! it, which only the new process itself can write, into room that was made before.

use std::cell::Cell;
use std::ffi::{CStr, c_char};

use nix::errno::Errno;

use crate::sys::Pid;
use crate::sys::environment::Environment;
use crate::sys::pidfd::Pidfd;

const PROCESS: &[u8] = b"LISTEN_PID";
/// The inode number of the process's pidfd.
const IDENTITY: &[u8] = b"LISTEN_PIDFDID";

/// The variables of a program that is to listen.
pub(super) struct Listening {
    process: Variable,
    /// None where the service manager has not given one, or pidfds have no numbers.
    identity: Option<Variable>,
}

impl Listening {
    /// None unless the variables name this process.
    ///
    /// In a box: the environment points into it.
    pub(super) fn of_own() -> Option<Box<Listening>> {
        let environment = Environment::own();
        let own = Pid::own();
        if environment.value(PROCESS)? != own.to_string().as_bytes() {
            return None;
        }
        let has_identity = environment.value(IDENTITY).is_some()
            && Pidfd::open(own).and_then(|pidfd| pidfd.inode()).is_ok_and(|inode| inode.is_some());
        Some(Box::new(Listening {
            process: Variable::new(PROCESS),
            identity: has_identity.then(|| Variable::new(IDENTITY)),
        }))
    }

    /// True if a string of the environment is one of the variables.
    pub(super) fn replaces(&self, string: &CStr) -> bool {
        let name = string.to_bytes().split(|byte| *byte == b'=').next();
        name == Some(PROCESS) || name == Some(IDENTITY)
    }

    /// The strings in their place, once [`Listening::name_this_process`] was called.
    pub(super) fn strings(&self) -> impl Iterator<Item = *const c_char> {
        let variables = std::iter::once(&self.process).chain(&self.identity);
        variables.map(|variable| variable.text.as_ptr().cast())
    }

    /// In the new process: the variables name it. Nothing is allocated.
    pub(super) fn name_this_process(&self) -> Result<(), Errno> {
        let own = Pid::own();
        self.process.set(own.get() as u64);
        if let Some(identity) = &self.identity {
            identity.set(Pidfd::open(own)?.inode()?.ok_or(Errno::ENOSYS)?);
        }
        Ok(())
    }
}

/// `NAME=NUMBER`, a C string.
struct Variable {
    text: [Cell<u8>; 40],
    /// Where the number begins.
    start: usize,
}

impl Variable {
    fn new(name: &[u8]) -> Variable {
        let variable = Variable { text: [const { Cell::new(0) }; 40], start: name.len() + 1 };
        for (place, byte) in variable.text.iter().zip(name.iter().chain(b"=")) {
            place.set(*byte);
        }
        variable
    }

    /// Of 20 digits at most.
    fn set(&self, number: u64) {
        let mut end = self.start + number.checked_ilog10().unwrap_or(0) as usize + 1;
        self.text[end].set(0);
        let mut rest = number;
        while end > self.start {
            end -= 1;
            self.text[end].set(b'0' + (rest % 10) as u8);
            rest /= 10;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_into_the_room_for_it() {
        let variable = Variable::new(IDENTITY);
        for number in [0, 7, 10, 4_194_304, u64::MAX, 12] {
            variable.set(number);
            // SAFETY: a NUL follows the number.
            let text = unsafe { CStr::from_ptr(variable.text.as_ptr().cast()) };
            assert_eq!(text.to_str(), Ok(&*format!("LISTEN_PIDFDID={number}")));
        }
    }
}
