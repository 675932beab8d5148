//! The terminal: which process group has it, handing it over, and stopping as COMMAND stops.
//!
//! With `-g` this owns a descriptor of the controlling terminal, which COMMAND gets whenever trap
//! would have it. Without, COMMAND gets it after a stop if it had it in a process group of its own:
//! what continues the job gives it to trap's. In any case this owns the knowledge that trap has
//! stopped with COMMAND and that the CONT which ended this is still to be taken.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use crate::commands::trap::supervise::command::Supervised;
use crate::commands::trap::supervise::rules;
use crate::signal::Signal;
use crate::sys::Pid;
use crate::sys::deliver::{self, Target};
use crate::sys::disposition;
use crate::sys::start::{self, ProcessGroup};

#[derive(Default)]
pub(super) struct Terminal {
    /// None without `-g`, and where there is none.
    device: Option<OwnedFd>,
    /// The terminal, while trap is stopped, which COMMAND had in a process group that it made
    /// itself, as shells with job control do.
    lent: Option<OwnedFd>,
    /// True if trap was stopped because COMMAND was, and has not taken the CONT that ended this.
    mirrored: bool,
}

impl Terminal {
    /// Opens the one that controls this process, to hand it to COMMAND.
    pub(super) fn open(&mut self) {
        self.device = start::terminal();
    }

    pub(super) fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.device.as_ref().map(AsFd::as_fd)
    }

    /// True if the terminal listens to trap's own process group.
    pub(super) fn is_in_front(&self) -> bool {
        self.device.as_ref().is_some_and(is_in_front)
    }

    /// The process group of its own that COMMAND starts in.
    pub(super) fn group_of_command(&self, in_front: bool) -> ProcessGroup<'_> {
        match &self.device {
            Some(terminal) if in_front => ProcessGroup::OwnInForeground(terminal.as_fd()),
            _ => ProcessGroup::Own,
        }
    }

    /// Gives COMMAND the terminal if trap has it: a shell that continues a job in the foreground
    /// gives it to the job's group.
    pub(super) fn give_to(&mut self, command: &Supervised) {
        let lent = self.lent.take();
        hand_over(self.device.as_ref().or(lent.as_ref()), start::own_group, || command.running());
    }

    /// Takes the terminal back if COMMAND has it; whether it had.
    pub(super) fn take_from(&self, command: &Supervised) -> bool {
        hand_over(self.device.as_ref(), || command.pid(), start::own_group)
    }

    /// Takes the terminal back from any process group that has it.
    pub(super) fn take(&self) {
        if let (Some(terminal), Some(own)) = (&self.device, start::own_group()) {
            // It may have hung up.
            let _ = start::set_foreground_group(terminal.as_fd(), own);
        }
    }

    /// True if trap was stopped with COMMAND, and the CONT that ended this is still to be taken.
    pub(super) fn is_mirrored(&self) -> bool {
        self.mirrored
    }

    /// True if a CONT that is taken now is the one that ended a stop with COMMAND. It is so once.
    pub(super) fn take_mirrored(&mut self) -> bool {
        std::mem::take(&mut self.mirrored)
    }

    /// Stops as COMMAND was stopped, or another child that was, so that what waits for trap sees
    /// what it would see of COMMAND. Whether the child must be continued because trap could not
    /// stop.
    ///
    /// The signal that stopped COMMAND in the foreground would have stopped the rest of the job,
    /// had COMMAND not its own group: the shell waits for all of it.
    #[must_use]
    pub(super) fn mirror(
        &mut self,
        signal: Signal,
        stopped: Option<Pid>,
        command: &mut Supervised,
    ) -> bool {
        self.mirrored = true;
        let was_sent = command.note_stop(signal);
        if is_pending(Signal::CONT) {
            // The pending CONT shows that the whole job was stopped and continued. A stop now would
            // discard it (POSIX.1-2024 XSH 2.4.1).
            return false;
        }
        if let (None, Some(pid)) = (&self.device, command.running()) {
            let has_it = |terminal: &OwnedFd| start::foreground_group(terminal.as_fd()) == Ok(pid);
            self.lent = start::terminal().filter(has_it);
        }
        let was_in_front = self.take_from(command);
        if was_in_front && signal == Signal::TSTP && !was_sent {
            do_to_own_group(signal);
        }
        let is_stopped = || !stopped.is_some_and(start::is_continued);
        if !start::take_default_action_if(signal, is_stopped) {
            self.mirrored = false;
            self.give_to(command);
            return false;
        }
        // A CONT has ended the stop and continued the whole job. That CONT is pending, or another
        // stop has discarded it. Without a CONT there was no stop: process 1 cannot stop, nor can
        // an orphaned group, such as that of a session's leader, by what the terminal sends.
        let was_stopped =
            [Signal::CONT, Signal::TSTP, Signal::TTIN, Signal::TTOU].into_iter().any(is_pending);
        if was_stopped || !rules::is_job_control(signal) {
            return false;
        }
        self.mirrored = false;
        self.give_to(command);
        is_stopped()
    }
}

/// True if the terminal has sent TSTP to the process group of COMMAND, which has stopped by it, and
/// of trap. The kernel sends to one process after the other: it may not have come to trap.
pub(super) fn has_stopped(command: &Supervised) -> bool {
    is_stop_pending()
        || !command.was_sent(Signal::TSTP) && start::terminal().as_ref().is_some_and(is_in_front)
}

/// True if this terminal listens to trap's own process group.
fn is_in_front(terminal: &OwnedFd) -> bool {
    start::own_group().is_some_and(|own| start::foreground_group(terminal.as_fd()) == Ok(own))
}

/// True if a stop of the terminal's is still to be taken.
pub(super) fn is_stop_pending() -> bool {
    [Signal::TSTP, Signal::TTIN, Signal::TTOU].into_iter().any(is_pending)
}

/// Hands a terminal from one process group to another; whether the one had it.
fn hand_over(
    terminal: Option<&OwnedFd>,
    from: impl FnOnce() -> Option<Pid>,
    to: impl FnOnce() -> Option<Pid>,
) -> bool {
    let Some(terminal) = terminal else { return false };
    let (Some(from), Some(to)) = (from(), to()) else { return false };
    let had = start::foreground_group(terminal.as_fd()) == Ok(from);
    if had {
        // It may have hung up.
        let _ = start::set_foreground_group(terminal.as_fd(), to);
    }
    had
}

fn is_pending(signal: Signal) -> bool {
    disposition::pending().is_ok_and(|pending| pending.contains(signal))
}

/// Does to the rest of the own process group what the terminal would have done. trap itself has the
/// signal blocked.
pub(super) fn do_to_own_group(signal: Signal) {
    if let Some(group) = start::own_group() {
        // It has at least this process, which may signal what the terminal may in one session.
        let _ = deliver::kill(Target::Group(group), Some(signal));
    }
}
