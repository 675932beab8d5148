//! What a new process is to be like, and why there is none.

use std::ffi::CString;
use std::os::fd::BorrowedFd;

use nix::errno::Errno;

use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::Pid;
use crate::sys::disposition::{Dispositions, Inherited, Taken};

/// The process group of a new process.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum ProcessGroup<'a> {
    /// The one that the starting process is in.
    #[default]
    Inherited,
    /// A new one, which it leads.
    Own,
    /// The same, made the foreground group of this terminal.
    OwnInForeground(BorrowedFd<'a>),
}

/// What a new process changes before it becomes the program.
#[derive(Default)]
pub(crate) struct Setup<'a> {
    /// The dispositions that are not inherited.
    pub dispositions: Dispositions,
    /// The signals that are blocked.
    pub blocked: SignalSet,
    /// The process group that it is in.
    pub group: ProcessGroup<'a>,
    /// What it is sent when the starting process ends.
    pub at_parents_death: Option<Signal>,
    /// What is added to the environment: `NAME=value`.
    pub environment: &'a [CString],
    /// Whether it listens in the place of the starting process (sd_listen_fds(3)).
    pub listens: bool,
}

/// Why a program does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotStarted {
    /// There is no process for it.
    Fork(Errno),
    /// The process could not be set up as it should.
    Setup(Errno),
    /// It could not be executed.
    Execute(Errno),
}

/// What the start before libc hands over: a program that runs already.
pub struct Handover {
    pub command: Pid,
    /// What is changed for it.
    pub inherited: Inherited,
    /// The signal for which libc was started; None if none could be taken.
    pub taken: Option<Taken>,
}
