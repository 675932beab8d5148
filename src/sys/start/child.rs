//! A new process that becomes a program.
//!
//! It shares the memory, as vfork(2)'s, and the one that starts it waits until it executes or ends:
//! no page table is copied, and a store reports what keeps it from becoming the program.

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char};
use std::ptr;

use nix::errno::Errno;
use nix::sys::wait::waitpid;
use nix::unistd;

use super::listening::Listening;
use super::own::{parent_has_ended, send_at_parents_death};
use super::program::Program;
use super::setup::{NotStarted, ProcessGroup, Setup};
use super::terminal::set_foreground_group;
use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::disposition::{self, Disposition, Dispositions};
use crate::sys::environment::Environment;
use crate::sys::{Pid, deliver, exit};

struct Shared<'a> {
    program: &'a Program<'a>,
    setup: &'a Setup<'a>,
    environment: Vec<*const c_char>,
    listening: Option<Box<Listening>>,
    /// The process that starts it, if that is compared.
    parent: Option<Pid>,
    failure: Cell<Option<NotStarted>>,
    /// The signals that will stop it when it is the program.
    stops: Cell<SignalSet>,
}

/// Starts a program in a new process.
///
/// When this returns the program runs, or has failed to.
///
/// # Errors
///
/// The program does not run, and no process is left.
pub(crate) fn start(program: &Program, setup: &Setup) -> Result<Pid, NotStarted> {
    let listening = if setup.listens { Listening::of_own() } else { None };
    let environment = environment(setup.environment, listening.as_deref());
    let shared = Shared {
        program,
        setup,
        environment,
        listening,
        parent: setup.at_parents_death.map(|_| Pid::own()),
        failure: Cell::new(None),
        stops: Cell::default(),
    };
    let pid = clone(&shared).map_err(NotStarted::Fork)?;
    match shared.failure.get() {
        None => {
            for signal in shared.stops.get().signals() {
                // It may have ended.
                let _ = deliver::kill(deliver::Target::Process(pid), Some(signal));
            }
            Ok(pid)
        }
        Some(reason) => {
            while waitpid(unistd::Pid::from_raw(pid.get()), None) == Err(Errno::EINTR) {}
            Err(reason)
        }
    }
}

/// clone(2) as vfork(2) has it: the new process becomes the program, in this one's memory, while
/// this one waits until it executes it or ends. On a stack of its own.
fn clone(shared: &Shared) -> Result<Pid, Errno> {
    /// The stack that the system calls of the new process need, in bytes, with room to spare.
    const STACK: usize = 32 * 1024;
    const FLAGS: i32 = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;

    extern "C" fn enter(shared: *mut libc::c_void) -> libc::c_int {
        // SAFETY: clone() has given it, and waits.
        let shared: &Shared = unsafe { &*shared.cast() };
        shared.failure.set(Some(shared.become_program()));
        exit(127)
    }

    let mut stack = Vec::<u8>::with_capacity(STACK);
    let argument = ptr::from_ref(shared).cast_mut().cast();
    // SAFETY: the end of the stack is one past its memory, and every ABI aligns its start to 16
    // bytes or less. enter() does not return, and all that it uses is there while this process
    // waits. No signal has a handler, which would run in the new process, in this one's memory.
    let pid = Errno::result(unsafe {
        let end = stack.spare_capacity_mut().as_mut_ptr_range().end;
        let end = end.byte_sub(end.addr() % 16);
        libc::clone(enter, end.cast(), FLAGS, argument)
    })?;
    Pid::new(pid).ok_or(Errno::EINVAL)
}

impl Shared<'_> {
    /// Becomes the program, in the new process; returns if it fails. Nothing may be allocated,
    /// which the new process could not free.
    fn become_program(&self) -> NotStarted {
        match self.prepare() {
            Ok(()) => NotStarted::Execute(self.program.execute_in(&self.environment)),
            Err(error) => NotStarted::Setup(error),
        }
    }

    fn prepare(&self) -> Result<(), Errno> {
        match self.setup.group {
            ProcessGroup::Inherited => {}
            ProcessGroup::Own => lead_group()?,
            ProcessGroup::OwnInForeground(terminal) => {
                lead_group()?;
                set_foreground_group(terminal, Pid::own())?;
            }
        }
        if let Some(listening) = &self.listening {
            listening.name_this_process()?;
        }
        if let Some(signal) = self.setup.at_parents_death {
            send_at_parents_death(signal)?;
            if self.parent.is_some_and(parent_has_ended) {
                // It has ended in the meantime.
                deliver::kill(deliver::Target::Process(Pid::own()), Some(signal))?;
            }
        }
        take_signals(self.setup.dispositions, self.setup.blocked, &self.stops)
    }
}

/// Puts this process into a new process group, which it leads.
fn lead_group() -> Result<(), Errno> {
    // Of this process, with its own ID.
    let own = unistd::Pid::from_raw(0);
    unistd::setpgid(own, own)
}

/// In the new process, which has all signals blocked: gives it the signals that the program is to
/// have.
///
/// But what would stop it now, such as Ctrl-Z in this very moment, is kept back in `stops`, and
/// sent again when it is the program: a process that waits for a stopped one to execute can neither
/// stop nor be ended but by KILL. (A STOP cannot be kept back, nor what comes between the last call
/// here and execve(2).)
fn take_signals(
    dispositions: Dispositions,
    blocked: SignalSet,
    stops: &Cell<SignalSet>,
) -> Result<(), Errno> {
    dispositions.set().map_err(|(_, error)| error)?;
    let stopping = [Signal::TSTP, Signal::TTIN, Signal::TTOU].into_iter().collect::<SignalSet>();
    for signal in (disposition::pending()? & stopping & !blocked).signals() {
        if disposition::get(signal) == Ok(Disposition::Default) {
            disposition::wait(SignalSet::of(signal), None, &[])?;
            stops.set(stops.get() | SignalSet::of(signal));
        }
    }
    // Last: what is pending is delivered now, to the dispositions that the program has.
    disposition::set_blocked(blocked).map(drop)
}

/// These variables, and those that this process was started with but for the same names; a null
/// pointer.
fn environment(variables: &[CString], listening: Option<&Listening>) -> Vec<*const c_char> {
    let name = |variable: &[u8]| variable.split(|byte| *byte == b'=').next().map(<[u8]>::to_vec);
    let names: Vec<_> = variables.iter().map(|variable| name(variable.to_bytes())).collect();
    let others = Environment::own()
        .strings()
        .filter(|string| names.is_empty() || !names.contains(&name(string.to_bytes())))
        .filter(|string| !listening.is_some_and(|listening| listening.replaces(string)));
    let own = variables.iter().map(|variable| variable.as_ptr());
    let own = own.chain(listening.into_iter().flat_map(Listening::strings));
    own.chain(others.map(CStr::as_ptr)).chain([ptr::null()]).collect()
}
