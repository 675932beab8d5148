//! Systems where no process can be held.

use std::time::Duration;

use nix::errno::Errno;

use crate::process::handle::ending::Ending;
use crate::signal::SignalOrNull;
use crate::sys::Pid;

/// A hold on one process: there is none on this system.
#[derive(Debug)]
pub(crate) enum Handle {}

impl Handle {
    /// Takes hold of a process.
    ///
    /// # Errors
    ///
    /// Always ENOSYS.
    pub(crate) fn open(_pid: Pid) -> Result<Handle, Errno> {
        Err(Errno::ENOSYS)
    }

    pub(crate) fn pid(&self) -> Pid {
        match *self {}
    }

    /// Sends a signal.
    ///
    /// # Errors
    ///
    /// None: there is no such value.
    pub(crate) fn send(&self, _signal: SignalOrNull, _value: Option<i32>) -> Result<(), Errno> {
        match *self {}
    }

    /// No memory is given back before the process has ended.
    pub(crate) fn release_memory(&self) {
        match *self {}
    }

    /// Waits until a process ends.
    pub(crate) fn wait(_handles: &[&Handle], _at_most: Option<Duration>) -> Vec<bool> {
        Vec::new()
    }

    /// How the process has ended.
    pub(crate) fn ending(&self) -> Ending {
        match *self {}
    }
}

/// No process is held on this system.
pub(crate) fn raise_descriptor_limit() -> bool {
    false
}
