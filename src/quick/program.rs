//! Running COMMAND: becoming it, or starting it and waiting until it has exited.
//!
//! Nothing more is needed to pass signals on until then. When anything else happens libc starts,
//! and the normal path goes on with what was begun here.

use std::cell::Cell;
use std::mem::MaybeUninit;

use crate::quick::call::{self, Information, Set, set_of};
use crate::quick::handover::{self, Started};
use crate::quick::path::Place;
use crate::quick::process::{self, Asked, NewProcess};
use crate::quick::word::Strings;
use crate::signal::Signal;

const CHLD: i32 = Signal::CHLD.number();

/// Becomes COMMAND; returns None if that fails.
#[inline(always)]
pub(super) fn become_program(
    mut command: Strings,
    environment: Strings,
    dispositions: Asked,
) -> Option<u8> {
    let mut place = Place::new();
    let words = command.as_pointer();
    let file = place.find(command.next()?, environment)?;
    dispositions.set()?;
    // SAFETY: the file is a C string; the words and the environment are those of main.
    unsafe { call::execute(file, words, environment.as_pointer()) };
    None
}

/// The data that is needed while COMMAND runs.
#[derive(Clone, Copy)]
pub(super) struct Meanwhile {
    /// The signals that are passed on when a process sends them.
    pub(super) passed_on: Set,
    pub(super) has_action: bool,
    /// True if there is something to do when COMMAND has exited, besides the same.
    pub(super) acts_at_exit: bool,
}

/// Starts COMMAND, and waits until it has exited; gives its exit status. Those of the signals
/// that are passed on when processes send them here it is sent in the meantime, as they arrive.
///
/// None if it cannot be started, and then all is as it was; or when anything else has happened, and
/// if its exit is to be reported elsewhere: what was begun is handed over then.
#[inline(always)]
pub(super) fn supervise(
    command: Strings,
    environment: Strings,
    dispositions: Asked,
    meanwhile: Meanwhile,
) -> Option<u8> {
    let started = start(command, environment, dispositions)?;
    if let_go(meanwhile.has_action).is_none() {
        handover::store(started, None);
        return None;
    }
    // A constant could lie anywhere.
    let (all, mut place) = (Set::MAX, MaybeUninit::uninit());
    loop {
        let result = call::take(&all, &mut place, true);
        // This process was stopped and continued.
        if call::is_error(result, libc::EINTR) {
            continue;
        }
        if result < 0 {
            handover::store(started, None);
            return None;
        }
        // SAFETY: the kernel has written it.
        let information: &Information = unsafe { place.assume_init_ref() };
        if is_passed_on(started.command, meanwhile.passed_on, information) {
            continue;
        }
        if !meanwhile.acts_at_exit && has_exited(started.command, information) {
            if let Some(status) = exit_status(started.command) {
                return Some(status);
            }
        }
        handover::store(started, Some(information));
        return None;
    }
}

/// Lets go of COMMAND's files and directory, but for what an action needs. None if the kernel does
/// not know how: the normal path does it then.
#[inline(always)]
fn let_go(has_action: bool) -> Option<()> {
    call::close_range(3, u32::MAX)?;
    if !has_action {
        call::close_range(0, 1)?;
        call::leave_directory();
    }
    Some(())
}

/// Sends COMMAND a signal that was taken, with the value that it carries, if that is all there is
/// to do.
#[inline(always)]
fn is_passed_on(command: i32, passed_on: Set, information: &Information) -> bool {
    let signal = information.signal;
    if passed_on & set_of(signal) == 0 {
        return false;
    }
    match information.code {
        libc::SI_USER | libc::SI_TKILL => call::kill(command, signal) >= 0,
        ..0 => call::queue(command, signal, information) >= 0,
        // From the kernel: a terminal, a timer, a descriptor.
        _ => false,
    }
}

/// True if a signal reports that COMMAND has exited: the kernel lets no process use such a code
/// (sigaction(2)).
#[inline(always)]
fn has_exited(command: i32, information: &Information) -> bool {
    information.signal == CHLD && information.code == libc::CLD_EXITED && information.pid == command
}

/// The exit status of COMMAND, which is reaped; None if it has none.
#[inline(always)]
fn exit_status(command: i32) -> Option<u8> {
    let (pid, status) = call::wait(command, libc::WNOHANG);
    // WIFEXITED and WEXITSTATUS of wait(2).
    if pid == command as isize && status & 0x7f == 0 { Some((status >> 8) as u8) } else { None }
}

/// Starts COMMAND while this process has all signals blocked; None if that fails, and then all is
/// as it was.
#[inline(always)]
fn start(command: Strings, environment: Strings, asked: Asked) -> Option<Started> {
    // First, so that no signal is lost: PATH may be long, and slow.
    let blocked = call::set_blocked(Set::MAX)?;
    let ignored_children = call::set_ignored(CHLD, false) == Some(libc::SIG_IGN);
    let mut dispositions = asked;
    if ignored_children && (asked.ignored | asked.default) & set_of(CHLD) == 0 {
        dispositions.ignored |= set_of(CHLD);
    }
    match start_process(command, environment, dispositions, blocked) {
        Some(command) => Some(Started { command, blocked, ignored_children }),
        None => {
            // Nothing of this can fail: it was so before.
            if ignored_children {
                call::set_ignored(CHLD, true);
            }
            call::set_blocked(blocked);
            None
        }
    }
}

#[inline(always)]
fn start_process(
    mut command: Strings,
    environment: Strings,
    dispositions: Asked,
    blocked: Set,
) -> Option<i32> {
    let mut place = Place::new();
    let words = command.as_pointer();
    let file = place.find(command.next()?, environment)?;
    let (stops, failed) = (Cell::new(0), Cell::new(false));
    process::start(&NewProcess { file, words, environment, dispositions, blocked, stops, failed })
}
