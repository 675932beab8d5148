//! Starting programs: fork(2), execvp(3), wait(2), and what a supervisor does to itself.
//!
//! Nothing but what the caller asks for is changed on the way: std's Command resets PIPE and the blocked signals.

use std::ffi::{CString, c_char};
use std::marker::PhantomData;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::ptr;

use nix::errno::Errno;

use super::arguments::Word;
use super::disposition;
use super::{Pid, exit};
use crate::signal::set::SignalSet;
use crate::signal::{Signal, SignalOrNull};

/// A program and its arguments, as execvp(3) takes them.
pub struct Program<'a> {
    /// The pointers, and a null pointer.
    words: Vec<*const c_char>,
    /// What they point to, where that is not the command line.
    _owned: Vec<CString>,
    command_line: PhantomData<Word<'a>>,
}

impl<'a> Program<'a> {
    /// Words of the command line, the program first. They are one or more.
    pub fn of_words(words: &'a [Word<'a>]) -> Program<'a> {
        let words = words.iter().map(|word| word.bytes().as_ptr().cast()).chain([ptr::null()]).collect();
        Program { words, _owned: Vec::new(), command_line: PhantomData }
    }

    /// These words, one or more.
    pub fn new(owned: Vec<CString>) -> Program<'a> {
        let words = owned.iter().map(|word| word.as_ptr()).chain([ptr::null()]).collect();
        Program { words, _owned: owned, command_line: PhantomData }
    }

    /// Becomes the program, which is looked for in PATH; returns if that fails, with the reason: ENOENT where there is none.
    pub fn execute(&self) -> Errno {
        // SAFETY: the words are C strings, the last one is followed by a null pointer, and there is a first one.
        unsafe { libc::execvp(self.words[0], self.words.as_ptr()) };
        Errno::last()
    }
}

/// What a new process changes before it becomes the program.
#[derive(Default)]
pub struct Setup<'a> {
    /// Signals, and whether they are ignored or have their default disposition.
    pub dispositions: &'a [(Signal, bool)],
    /// The signals that are blocked.
    pub blocked: SignalSet,
    /// Whether it gets a process group of its own, which becomes the foreground group of this terminal if there is one.
    pub group: Option<Option<BorrowedFd<'a>>>,
    /// What it is sent when the starting process ends.
    pub at_parents_death: SignalOrNull,
    /// What is added to the environment: `NAME=value`.
    pub environment: &'a [CString],
}

/// Why a program does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotStarted {
    /// There is no process for it.
    Fork(Errno),
    /// The process could not be set up as it should.
    Setup(Errno),
    /// It could not be executed.
    Execute(Errno),
}

/// Starts a program in a new process.
///
/// When this returns the program runs, or has failed to: the process tells by a pipe that exec closes.
///
/// # Errors
///
/// The program does not run, and no process is left.
pub fn start(program: &Program, setup: &Setup) -> Result<Pid, NotStarted> {
    let (reader, writer) = pipe().map_err(NotStarted::Fork)?;
    let parent = Pid::own();
    // SAFETY: this process has one thread, so that the new one may do what this one may.
    match Errno::result(unsafe { libc::fork() }).map_err(NotStarted::Fork)? {
        0 => {
            let (step, error) = match prepare(setup, parent) {
                Ok(()) => (1, program.execute()),
                Err(error) => (0, error),
            };
            let mut report = [0; REPORT];
            report[0] = step;
            report[1..].copy_from_slice(&(error as i32).to_ne_bytes());
            let _ = nix::unistd::write(&writer, &report);
            exit(127)
        }
        child => {
            drop(writer);
            let child = Pid::new(child).ok_or(NotStarted::Fork(Errno::EINVAL))?;
            match read_report(&reader) {
                None => Ok(child),
                Some(reason) => {
                    while reap(Some(child)) == Err(Errno::EINTR) {}
                    Err(reason)
                }
            }
        }
    }
}

/// A byte for the step, and errno.
const REPORT: usize = 1 + size_of::<i32>();

fn read_report(reader: &OwnedFd) -> Option<NotStarted> {
    let mut report = [0; REPORT];
    let mut length = 0;
    // A process that ends before it executes anything says nothing; it is noticed as one that has run.
    while length < REPORT {
        match nix::unistd::read(reader, &mut report[length..]) {
            Ok(0) => return None,
            Ok(read) => length += read,
            Err(Errno::EINTR) => {}
            Err(_) => return None,
        }
    }
    let [step, error @ ..] = report;
    let error = Errno::from_raw(i32::from_ne_bytes(error));
    Some(if step == 0 { NotStarted::Setup(error) } else { NotStarted::Execute(error) })
}

/// A pipe that exec closes, with descriptors above those of the standard streams: a program that is started with one of them
/// closed shall find it closed.
fn pipe() -> Result<(OwnedFd, OwnedFd), Errno> {
    let mut ends = [0; 2];
    // SAFETY: pipe(2) writes two descriptors, which nobody else owns.
    let (reader, writer) = unsafe {
        Errno::result(libc::pipe(ends.as_mut_ptr()))?;
        (OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1]))
    };
    Ok((above_standard_streams(reader)?, above_standard_streams(writer)?))
}

/// The same file by a descriptor that is closed on exec and is not one of the standard streams.
fn above_standard_streams(descriptor: OwnedFd) -> Result<OwnedFd, Errno> {
    // SAFETY: fcntl(2) gives a new descriptor, which nobody else owns.
    unsafe {
        let copy = Errno::result(libc::fcntl(descriptor.as_raw_fd(), libc::F_DUPFD_CLOEXEC, 3))?;
        Ok(OwnedFd::from_raw_fd(copy))
    }
}

/// In the new process.
fn prepare(setup: &Setup, parent: Pid) -> Result<(), Errno> {
    if let Some(terminal) = setup.group {
        // SAFETY: setpgid(2) takes two numbers.
        Errno::result(unsafe { libc::setpgid(0, 0) })?;
        if let Some(terminal) = terminal {
            set_foreground_group(terminal, Pid::own())?;
        }
    }
    if let Some(signal) = setup.at_parents_death {
        send_at_parents_death(signal)?;
        // SAFETY: getppid(2) takes nothing.
        if unsafe { libc::getppid() } != parent.get() {
            // It has ended in the meantime.
            super::deliver::kill(super::deliver::Target::Process(Pid::own()), Some(signal))?;
        }
    }
    for variable in setup.environment {
        // SAFETY: putenv(3) keeps the pointer, and the string stays until this process becomes another program.
        Errno::result(unsafe { libc::putenv(variable.as_ptr().cast_mut()) })?;
    }
    for (signal, ignored) in setup.dispositions {
        disposition::set(*signal, *ignored)?;
    }
    // Last: what is pending is delivered now, to the dispositions that the program has.
    disposition::set_blocked(setup.blocked).map(drop)
}

/// Has this process sent a signal when its parent ends (Linux: prctl(2), FreeBSD: procctl(2)).
///
/// # Errors
///
/// ENOSYS: not on this system.
pub fn send_at_parents_death(signal: Signal) -> Result<(), Errno> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    // SAFETY: prctl(2) takes numbers here.
    return Errno::result(unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, signal.number()) }).map(drop);
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    {
        let _ = signal;
        Err(Errno::ENOSYS)
    }
}

/// Makes this process the one that its descendants' orphans become children of (Linux 3.4).
///
/// # Errors
///
/// ENOSYS: not on this system.
pub fn become_subreaper() -> Result<(), Errno> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    // SAFETY: prctl(2) takes numbers here.
    return Errno::result(unsafe { libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1) }).map(drop);
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    Err(Errno::ENOSYS)
}

/// What has become of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It has exited with this status.
    Exited(u8),
    /// A signal ended it.
    Killed(Signal),
    /// A signal stopped it.
    Stopped(Signal),
    /// It was continued.
    Continued,
}

/// The next change of a child, or of this one; None if there is none to be told at the moment.
///
/// # Errors
///
/// ECHILD: there is no such child.
pub fn change(of: Option<Pid>) -> Result<Option<(Pid, Change)>, Errno> {
    wait(of, libc::WNOHANG | libc::WUNTRACED | libc::WCONTINUED)
}

/// Whether there is any child, ended or not.
pub fn has_children() -> bool {
    // SAFETY: all zeros is a valid siginfo_t.
    let mut information: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let options = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
    // SAFETY: waitid(2) writes the information.
    unsafe { libc::waitid(libc::P_ALL, 0, &raw mut information, options) == 0 }
}

/// Waits until a child has ended.
fn reap(of: Option<Pid>) -> Result<Option<(Pid, Change)>, Errno> {
    wait(of, 0)
}

fn wait(of: Option<Pid>, options: i32) -> Result<Option<(Pid, Change)>, Errno> {
    let mut status = 0;
    // SAFETY: waitpid(2) writes the status.
    let pid = Errno::result(unsafe { libc::waitpid(of.map_or(-1, Pid::get), &raw mut status, options) })?;
    let signal = |number| Signal::new(number).ok_or(Errno::EINVAL);
    let change = match status {
        _ if pid == 0 => return Ok(None),
        _ if libc::WIFEXITED(status) => Change::Exited(libc::WEXITSTATUS(status) as u8),
        _ if libc::WIFSIGNALED(status) => Change::Killed(signal(libc::WTERMSIG(status))?),
        _ if libc::WIFSTOPPED(status) => Change::Stopped(signal(libc::WSTOPSIG(status))?),
        _ => Change::Continued,
    };
    Ok(Pid::new(pid).map(|pid| (pid, change)))
}

/// Does to this process what the signal does by default; returns when it was continued, or when the signal does nothing to
/// it (process 1, an orphaned process group). All signals are to be blocked, and are again when it returns.
pub fn suffer(signal: Signal) {
    let before = disposition::set(signal, false);
    if super::deliver::kill(super::deliver::Target::Process(Pid::own()), Some(signal)).is_ok() {
        // Nothing of this can fail: the arguments are right.
        if let Ok(blocked) = disposition::blocked() {
            let _ = disposition::set_blocked(blocked & !SignalSet::of(signal));
            let _ = disposition::set_blocked(blocked);
        }
    }
    if before == Ok(disposition::Disposition::Ignore) {
        let _ = disposition::set(signal, true);
    }
}

/// Dies by the signal, without a core image: what died by it before may have left one. Returns if it cannot be died by.
pub fn die(signal: Signal) {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    // SAFETY: prctl(2) takes numbers here.
    unsafe {
        libc::prctl(libc::PR_SET_DUMPABLE, 0);
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let _ = nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_CORE, 0, 0);
    suffer(signal);
}

/// The terminal that controls this process; None without one.
pub fn terminal() -> Option<OwnedFd> {
    let file = std::fs::OpenOptions::new().read(true).write(true).open("/dev/tty").ok()?;
    above_standard_streams(file.into()).ok()
}

/// The foreground process group of the terminal.
///
/// # Errors
///
/// ENOTTY: it does not control this process any more.
pub fn foreground_group(terminal: BorrowedFd) -> Result<Pid, Errno> {
    Pid::new(nix::unistd::tcgetpgrp(terminal)?.as_raw()).ok_or(Errno::ENOTTY)
}

/// Makes a process group the foreground group of the terminal. TTOU is to be blocked or ignored.
///
/// # Errors
///
/// Those of tcsetpgrp(3).
pub fn set_foreground_group(terminal: BorrowedFd, group: Pid) -> Result<(), Errno> {
    // Blocked at this time in every caller but the new process, where it is not yet unblocked.
    nix::unistd::tcsetpgrp(terminal.as_fd(), nix::unistd::Pid::from_raw(group.get()))
}

/// The process group of this process.
pub fn own_group() -> Option<Pid> {
    Pid::new(nix::unistd::getpgrp().as_raw())
}

/// Whether this process leads its session.
pub fn leads_session() -> bool {
    nix::unistd::getsid(None).is_ok_and(|session| session == nix::unistd::getpid())
}

/// The process ID of the parent; None if that is in another PID namespace.
pub fn parent() -> Option<Pid> {
    Pid::new(nix::unistd::getppid().as_raw())
}
