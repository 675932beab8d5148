//! The targets that options and operands name.

use super::criteria::Criteria;
use super::hold::{Act, Unavailable};
use super::membership::KnownGroup;
use super::{membership, named, pidfile};
use crate::process::handle::Handle;
use crate::sys::Pid;

/// A source of the processes and process groups that are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source<'a> {
    /// The process whose pidfd has this inode number.
    Identified {
        pid: Pid,
        inode: u64,
        /// As the user wrote it.
        written: &'a [u8],
    },
    /// The processes of a command name or, with a slash in it, of a file that they execute.
    Named {
        name: &'a [u8],
        /// The processes of every user.
        any_user: bool,
    },
    /// The process group of this process.
    GroupOf(Pid),
    /// The session of this process.
    SessionOf(Pid),
    /// The foreground process group of this process's controlling terminal.
    ForegroundOf(Pid),
    /// The foreground process group of this terminal, a path or a name below /dev.
    ForegroundOn(&'a [u8]),
    /// The process whose ID this file holds.
    Pidfile {
        path: &'a [u8],
        /// The command that reads it, for diagnostics.
        reader: &'static str,
    },
}

pub(crate) enum Meant {
    Process(Handle),
    Group(KnownGroup),
}

impl Source<'_> {
    /// Yields each target, or why it is not available, with its name in diagnostics.
    pub(crate) fn each(&self, act: &mut Act<Meant>) {
        let by_process = |pid: Pid| pid.to_string().into_bytes();
        match *self {
            Source::Identified { pid, inode, written } => {
                let held = Handle::open_identified(pid, inode).map_err(Unavailable::from);
                act(written, held.map(Meant::Process));
            }
            Source::Named { name, any_user } => {
                named::each(name, any_user, &Criteria::default(), &mut |subject, held| {
                    act(subject, held.map(Meant::Process));
                });
            }
            Source::SessionOf(pid) => {
                membership::each_of_session(pid, &mut |subject, held| {
                    act(subject, held.map(Meant::Process));
                });
            }
            Source::GroupOf(pid) => {
                act(&by_process(pid), membership::group_of(pid).map(Meant::Group));
            }
            Source::ForegroundOf(pid) => {
                act(&by_process(pid), membership::foreground_of(pid).map(Meant::Group));
            }
            Source::ForegroundOn(terminal) => {
                act(terminal, membership::foreground_on(terminal).map(Meant::Group));
            }
            Source::Pidfile { path, reader } => {
                let (subject, held) = pidfile::process_in(path, reader);
                act(&subject, held.map(Meant::Process));
            }
        }
    }
}
