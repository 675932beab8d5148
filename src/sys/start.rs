//! Starting programs: clone(2), execve(2), wait(2), and what a supervisor does to itself.
//!
//! Nothing but what the caller asks for is changed on the way: std's Command resets PIPE and the
//! blocked signals.

#[cfg(linux_android)]
mod child;
mod children;
mod letting_go;
#[cfg(linux_android)]
mod listening;
mod own;
mod program;
mod search;
mod setup;
mod terminal;

#[cfg(not(linux_android))]
use nix::errno::Errno;

#[cfg(not(linux_android))]
use super::Pid;
#[cfg(linux_android)]
pub(crate) use child::start;
pub(crate) use children::{Change, NextChange, change, end, has_children, is_continued};
pub(crate) use letting_go::{close_others, close_streams, leave_directory};
#[cfg(linux_android)]
pub(crate) use own::set_name;
pub(crate) use own::{
    become_subreaper, die, parent_has_ended, send_at_parents_death, take_default_action_if,
};
pub(crate) use program::Program;
pub(crate) use setup::{Handover, NotStarted, ProcessGroup, Setup};
pub(crate) use terminal::{
    foreground_group, group_of, leads_session, own_group, set_foreground_group, terminal,
};

/// Starts a program in a new process, which is for supervising alone
/// ([`super::disposition::CAN_WAIT`]).
///
/// # Errors
///
/// Always ENOSYS.
#[cfg(not(linux_android))]
pub fn start(_program: &Program, _setup: &Setup) -> Result<Pid, NotStarted> {
    Err(NotStarted::Fork(Errno::ENOSYS))
}
