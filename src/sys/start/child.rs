//! A new process that becomes a program.
//!
//! It shares the memory, as vfork(2)'s, and the one that starts it waits until it executes or ends:
//! no page table is copied, and what keeps it from becoming the program is told by a store.

use std::cell::Cell;
use std::ffi::{CString, c_char};
use std::ptr;

use nix::errno::Errno;
use nix::unistd;

use super::{
    NotStarted, ProcessGroup, Program, Setup, send_at_parents_death, set_foreground_group,
};
use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::disposition::{self, Disposition, Dispositions};
use crate::sys::environment::Environment;
use crate::sys::{Pid, arguments, deliver, exit, raw};

/// What a new process does to become a program.
pub(super) trait Become {
    /// Becomes it, in the new process; returns if it fails. Nothing may be allocated, which the new
    /// process could not free. `stops` is what [`take_signals`] keeps back.
    fn become_program(&self, stops: &Cell<SignalSet>) -> NotStarted;
}

/// What both processes see.
struct Shared<'a, B> {
    /// What the new process does.
    task: &'a B,
    /// Why it has failed.
    failure: Cell<Option<NotStarted>>,
    /// The signals that will stop it when it is the program.
    stops: Cell<SignalSet>,
}

/// Starts a new process; when this returns it has become the program, or is gone.
///
/// # Errors
///
/// The program does not run, and no process is left.
///
/// # Safety
///
/// No signal may have a handler, which would run in the new process, in this one's memory.
pub(super) unsafe fn start_process<B: Become>(task: &B) -> Result<Pid, NotStarted> {
    let shared = Shared { task, failure: Cell::new(None), stops: Cell::default() };
    // SAFETY: enter() does not return, and all that it uses is there while this process waits.
    let pid = unsafe { clone(&shared) }.map_err(NotStarted::Fork)?;
    let pid = Pid::new(pid).ok_or(NotStarted::Fork(Errno::EINVAL))?;
    match shared.failure.get() {
        None => {
            for signal in shared.stops.get().signals() {
                // It may have ended.
                let _ = raw::kill(pid.get(), signal.number());
            }
            Ok(pid)
        }
        Some(reason) => {
            while raw::wait(pid.get(), &mut 0, 0) == Err(Errno::EINTR) {}
            Err(reason)
        }
    }
}

/// In the new process.
extern "C" fn enter<B: Become>(shared: *const Shared<B>) -> ! {
    // SAFETY: start_process() has given it, and waits.
    let shared = unsafe { &*shared };
    shared.failure.set(Some(shared.task.become_program(&shared.stops)));
    exit(127)
}

const FLAGS: i32 = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;

/// clone(2), after which the new process calls [`enter`].
///
/// # Safety
///
/// Nothing that either process does may harm the other: their memory is one.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
unsafe fn clone<B: Become>(shared: &Shared<B>) -> Result<i32, Errno> {
    let result: isize;
    // The new process goes on on this stack, below all that this one will look at when it goes on:
    // it calls a function that does not return. The compiler leaves the stack alone here and has
    // aligned it for a call (no `nostack`).
    //
    // SAFETY: the kernel changes rax, rcx and r11 (syscall(2)); the memory, what enter() changes.
    unsafe {
        std::arch::asm!(
            "syscall",
            "test rax, rax",
            "jnz 2f",
            "xor ebp, ebp",
            "mov rdi, {shared}",
            "call {enter}",
            "ud2",
            "2:",
            shared = in(reg) ptr::from_ref(shared),
            enter = sym enter::<B>,
            inlateout("rax") libc::SYS_clone as isize => result,
            in("rdi") FLAGS as usize, in("rsi") 0, in("rdx") 0, in("r10") 0, in("r8") 0,
            // Not `lateout`: `shared` is needed behind the call.
            out("rcx") _, out("r11") _,
        );
    }
    if result < 0 { Err(Errno::from_raw(-result as i32)) } else { Ok(result as i32) }
}

/// The same by libc, on a stack of its own.
///
/// # Safety
///
/// As above.
#[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
unsafe fn clone<B: Become>(shared: &Shared<B>) -> Result<i32, Errno> {
    /// What the system calls of the new process need, in bytes, with room to spare.
    const STACK: usize = 32 * 1024;

    extern "C" fn enter_from_libc<B: Become>(shared: *mut libc::c_void) -> libc::c_int {
        enter::<B>(shared.cast())
    }

    let mut stack = Vec::<u8>::with_capacity(STACK);
    // SAFETY: the end of the stack is one past its memory, and every ABI aligns its start to 16
    // bytes or less.
    Errno::result(unsafe {
        let end = stack.spare_capacity_mut().as_mut_ptr_range().end;
        let end = end.byte_sub(end.addr() % 16);
        libc::clone(
            enter_from_libc::<B>,
            end.cast(),
            FLAGS,
            ptr::from_ref(shared).cast_mut().cast(),
        )
    })
}

/// Starts a program in a new process.
///
/// When this returns the program runs, or has failed to.
///
/// # Errors
///
/// The program does not run, and no process is left.
pub fn start(program: &Program, setup: &Setup) -> Result<Pid, NotStarted> {
    let environment = environment(setup.environment);
    let parent = setup.at_parents_death.map(|_| Pid::own());
    // SAFETY: no handler is set by this program.
    unsafe { start_process(&SetUp { program, setup, environment, parent }) }
}

/// A program with all that it may be set up with.
struct SetUp<'a> {
    program: &'a Program<'a>,
    setup: &'a Setup<'a>,
    environment: Vec<*const c_char>,
    /// The process that starts it, if that is compared.
    parent: Option<Pid>,
}

impl Become for SetUp<'_> {
    fn become_program(&self, stops: &Cell<SignalSet>) -> NotStarted {
        match self.prepare(stops) {
            Ok(()) => NotStarted::Execute(self.program.execute_in(&self.environment)),
            Err(error) => NotStarted::Setup(error),
        }
    }
}

impl SetUp<'_> {
    fn prepare(&self, stops: &Cell<SignalSet>) -> Result<(), Errno> {
        match self.setup.group {
            ProcessGroup::Inherited => {}
            ProcessGroup::Own => lead_group()?,
            ProcessGroup::OwnInForeground(terminal) => {
                lead_group()?;
                set_foreground_group(terminal, Pid::own())?;
            }
        }
        if let Some(signal) = self.setup.at_parents_death {
            send_at_parents_death(signal)?;
            if Pid::new(unistd::getppid().as_raw()) != self.parent {
                // It has ended in the meantime.
                deliver::kill(deliver::Target::Process(Pid::own()), Some(signal))?;
            }
        }
        take_signals(self.setup.dispositions, self.setup.blocked, stops)
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
pub(super) fn take_signals(
    dispositions: Dispositions,
    blocked: SignalSet,
    stops: &Cell<SignalSet>,
) -> Result<(), Errno> {
    dispositions.set().map_err(|(_, error)| error)?;
    let stopping = [Signal::TSTP, Signal::TTIN, Signal::TTOU].into_iter().collect::<SignalSet>();
    for signal in (disposition::pending()? & stopping & !blocked).signals() {
        if disposition::get(signal) == Ok(Disposition::Default) {
            // SAFETY: all zeros is a valid siginfo_t.
            disposition::take(SignalSet::of(signal), &mut unsafe { std::mem::zeroed() })?;
            stops.set(stops.get() | SignalSet::of(signal));
        }
    }
    // Last: what is pending is delivered now, to the dispositions that the program has.
    disposition::set_blocked(blocked).map(drop)
}

/// These variables, and those that this process was started with but for the same names; a null
/// pointer.
fn environment(variables: &[CString]) -> Vec<*const c_char> {
    let name = |variable: &[u8]| variable.split(|byte| *byte == b'=').next().map(<[u8]>::to_vec);
    let names: Vec<_> = variables.iter().map(|variable| name(variable.to_bytes())).collect();
    let others = Environment::own().strings().filter(|string| {
        // SAFETY: the strings of the environment are C strings, which nobody changes.
        names.is_empty() || !names.contains(&name(unsafe { arguments::bytes_of(*string) }))
    });
    variables.iter().map(|variable| variable.as_ptr()).chain(others).chain([ptr::null()]).collect()
}
