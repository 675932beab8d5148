//! Processes that a shell has forked for a command of its own and that have executed nothing yet:
//! until then they have the shell's command line. A scan that leaves out the shell leaves them out.
//!
//! The executable is not compared: it is the parent's as long as the kernel says that the process
//! has executed nothing, and its link may not be readable.

use std::collections::BTreeSet;

use super::look::Look;
use crate::process::proc::unseen;
use crate::process::view::Task;
use crate::sys::{Errno, Pid};

/// The relation of a process to some others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kinship {
    /// It was forked by one of them, or by a copy of one, has executed no program since, and has
    /// its command line.
    Copy,
    /// It was forked by one of them, and has executed a program.
    Child,
    None,
}

/// The relation of the process that is looked at to `others`.
///
/// # Errors
///
/// The error of reading /proc, where it says nothing of the process.
pub(super) fn kinship(look: &Look, others: &BTreeSet<Pid>) -> Result<Kinship, Errno> {
    let process = look.task().process;
    // A thread's own flags say nothing of its process.
    let mut forebear = Look::at_whole(look.view(), process);
    let mut met = BTreeSet::from([process]);
    loop {
        let stat = forebear.stat().map(Some).or_else(unseen)?;
        let Some((parent, stat)) = stat.and_then(|stat| Some((stat.parent?, stat))) else {
            return Ok(Kinship::None);
        };
        let is_one = others.contains(&parent);
        if !stat.has_only_forked {
            let is_child = is_one && forebear.task().process == process;
            return Ok(if is_child { Kinship::Child } else { Kinship::None });
        }
        forebear.turn_to(Task::of(parent));
        if is_one {
            let theirs = forebear.arguments().map(Some).or_else(unseen)?;
            let own = look.arguments().map(Some).or_else(unseen)?;
            return Ok(if own == theirs { Kinship::Copy } else { Kinship::None });
        }
        // A number that was used again in the meantime may lead back.
        if !met.insert(parent) {
            return Ok(Kinship::None);
        }
    }
}
