//! Starting programs: clone(2), execve(2), wait(2), and what a supervisor does to itself.
//!
//! Nothing but what the caller asks for is changed on the way: std's Command resets PIPE and the
//! blocked signals.

#[cfg(linux_android)]
mod child;
mod search;

use std::ffi::{CStr, CString, c_char};
use std::marker::PhantomData;
use std::os::fd::{BorrowedFd, FromRawFd, OwnedFd};
use std::ptr;

use nix::errno::Errno;

use super::Pid;
use super::arguments::Word;
use super::disposition::{self, Dispositions, Inherited, Taken};
use super::environment::Environment;
use crate::signal::Signal;
use crate::signal::set::SignalSet;

/// A program and its arguments.
///
/// The file is looked for in PATH as execvp(3) does, but when this is made: a new process has
/// nothing to do between taking its signals and becoming the program. A text without "#!" is a
/// script for sh, which not every C library sees to (POSIX.1-2024 XSH exec).
pub struct Program<'a> {
    file: Result<CString, Errno>,
    /// The pointers to the words, and a null pointer.
    words: Vec<*const c_char>,
    /// The same for sh, if it is a script: a place for sh's name, the file, the arguments.
    script: Vec<*const c_char>,
    /// What they point to, where that is not the command line.
    _owned: Vec<CString>,
    command_line: PhantomData<Word<'a>>,
}

impl<'a> Program<'a> {
    /// Words of the command line, the program first. They are one or more.
    pub fn of_words(words: &'a [Word<'a>]) -> Program<'a> {
        let pointers = words.iter().map(|word| word.bytes().as_ptr().cast());
        Program::find(
            words.first().map(|word| word.bytes()).unwrap_or_default(),
            pointers.collect(),
            Vec::new(),
        )
    }

    /// These words, one or more.
    pub fn new(owned: Vec<CString>) -> Program<'a> {
        let pointers = owned.iter().map(|word| word.as_ptr()).collect();
        let name = owned.first().map(|word| word.as_bytes().to_vec()).unwrap_or_default();
        Program::find(&name, pointers, owned)
    }

    fn find(name: &[u8], mut words: Vec<*const c_char>, owned: Vec<CString>) -> Program<'a> {
        let file = search::find(name);
        let own = file.as_ref().map_or(ptr::null(), |file| file.as_ptr());
        let arguments = words.iter().skip(1).copied();
        let script =
            [c"sh".as_ptr(), own].into_iter().chain(arguments).chain([ptr::null()]).collect();
        words.push(ptr::null());
        Program { file, words, script, _owned: owned, command_line: PhantomData }
    }

    /// Becomes the program; returns if that fails, with the reason: ENOENT where there is none.
    pub fn execute(&self) -> Errno {
        let environment: Vec<_> = own_environment().chain([ptr::null()]).collect();
        self.execute_in(&environment)
    }

    /// The same with this environment: C strings, and a null pointer. Nothing is allocated.
    fn execute_in(&self, environment: &[*const c_char]) -> Errno {
        let file = match &self.file {
            Ok(file) => file.as_ptr(),
            Err(error) => return *error,
        };
        // SAFETY: all are C strings, and null pointers follow the last of the words and of the
        // environment.
        unsafe {
            libc::execve(file, self.words.as_ptr(), environment.as_ptr());
            if Errno::last() == Errno::ENOEXEC {
                libc::execve(c"/bin/sh".as_ptr(), self.script.as_ptr(), environment.as_ptr());
            }
        }
        Errno::last()
    }
}

/// The strings that this process was started with.
fn own_environment() -> impl Iterator<Item = *const c_char> {
    Environment::own().strings().map(CStr::as_ptr)
}

/// The process group of a new process.
#[derive(Clone, Copy, Debug, Default)]
pub enum ProcessGroup<'a> {
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
pub struct Setup<'a> {
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

#[cfg(linux_android)]
pub use child::start;

/// A program that was started before libc had started.
pub struct Begun {
    /// Its process.
    pub command: Pid,
    /// What is changed for it.
    pub inherited: Inherited,
    /// The signal for which libc was started; None if none could be taken.
    pub taken: Option<Taken>,
}

/// Starts a program in a new process, which is for supervising alone ([`disposition::CAN_WAIT`]).
///
/// # Errors
///
/// Always ENOSYS.
#[cfg(not(linux_android))]
pub fn start(_program: &Program, _setup: &Setup) -> Result<Pid, NotStarted> {
    Err(NotStarted::Fork(Errno::ENOSYS))
}

/// Has this process sent a signal when its parent ends (Linux: prctl(2), FreeBSD: procctl(2)).
///
/// # Errors
///
/// ENOSYS: not on this system.
pub fn send_at_parents_death(signal: Signal) -> Result<(), Errno> {
    #[cfg(linux_android)]
    return prctl(libc::PR_SET_PDEATHSIG, signal.number() as libc::c_ulong);
    #[cfg(not(linux_android))]
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
    #[cfg(linux_android)]
    return prctl(libc::PR_SET_CHILD_SUBREAPER, 1);
    #[cfg(not(linux_android))]
    Err(Errno::ENOSYS)
}

/// prctl(2) with one number. nix 0.31 does not have it for Android, and its signals, which
/// PR_SET_PDEATHSIG would take, have no real-time signals among them.
#[cfg(linux_android)]
fn prctl(option: libc::c_int, number: libc::c_ulong) -> Result<(), Errno> {
    // SAFETY: every option that is used here takes numbers.
    Errno::result(unsafe { libc::prctl(option, number, 0, 0, 0) }).map(drop)
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
    #[cfg(not(target_os = "cygwin"))]
    return look(libc::P_ALL, 0, libc::WEXITED).is_ok();
    #[cfg(target_os = "cygwin")]
    false
}

/// What waitid(2) would tell of children, which stays to be told: no signal if there is nothing.
/// Cygwin has no waitid(2), and trap waits for nobody there ([`disposition::CAN_WAIT`]).
///
/// nix's `waitid` would give EINVAL for a child that a real-time signal has ended: its `Signal`
/// cannot hold one. Then a child that is there would be taken for none.
#[cfg(not(target_os = "cygwin"))]
fn look(of: libc::idtype_t, id: libc::id_t, what: i32) -> Result<libc::siginfo_t, Errno> {
    // SAFETY: all zeros is a valid siginfo_t.
    let mut information: libc::siginfo_t = unsafe { std::mem::zeroed() };
    // SAFETY: waitid(2) writes the information.
    let told =
        unsafe { libc::waitid(of, id, &raw mut information, what | libc::WNOHANG | libc::WNOWAIT) };
    Errno::result(told).map(|_| information)
}

fn wait(of: Option<Pid>, options: i32) -> Result<Option<(Pid, Change)>, Errno> {
    let mut status = 0;
    // SAFETY: waitpid(2) writes the status. (nix's knows no real-time signals.)
    let pid =
        Errno::result(unsafe { libc::waitpid(of.map_or(-1, Pid::get), &raw mut status, options) })?;
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

/// Whether a child was continued, which is not told by [`change`] yet, and has not stopped again.
pub fn is_continued(child: Pid) -> bool {
    #[cfg(not(target_os = "cygwin"))]
    return look(libc::P_PID, child.get() as libc::id_t, libc::WCONTINUED)
        .is_ok_and(|told| told.si_signo != 0);
    #[cfg(target_os = "cygwin")]
    {
        let _ = child;
        false
    }
}

/// Does to this process what the signal does by default; returns when it was continued, or when the
/// signal does nothing to it (process 1, an orphaned process group). All signals are to be blocked,
/// and are again when it returns.
pub fn suffer(signal: Signal) {
    suffer_if(signal, || true);
}

/// The same, but for when it turns out that it need not be: `must_be` is asked when the signal is
/// pending, so that a CONT that comes after the answer takes it back, as the kernel has it
/// (POSIX.1-2024 XSH 2.4.1). Whether it must be.
pub fn suffer_if(signal: Signal, must_be: impl FnOnce() -> bool) -> bool {
    let before = disposition::set(signal, false);
    let mut suffers = false;
    if super::deliver::kill(super::deliver::Target::Process(Pid::own()), Some(signal)).is_ok() {
        suffers = must_be();
        // Nothing of this can fail: the arguments are right.
        if !suffers {
            let _ = disposition::wait(SignalSet::of(signal), Some(std::time::Duration::ZERO), &[]);
        } else if let Ok(blocked) = disposition::blocked() {
            let _ = disposition::set_blocked(blocked & !SignalSet::of(signal));
            let _ = disposition::set_blocked(blocked);
        }
    }
    if before == Ok(disposition::Disposition::Ignore) {
        let _ = disposition::set(signal, true);
    }
    suffers
}

/// Dies by the signal, without a core image: what died by it before may have left one. Returns if
/// it cannot be died by.
pub fn die(signal: Signal) {
    // Neither can fail.
    #[cfg(linux_android)]
    let _ = prctl(libc::PR_SET_DUMPABLE, 0);
    #[cfg(not(linux_android))]
    // SAFETY: setrlimit(2) reads the limits. (nix does not have it for Solaris.)
    unsafe {
        libc::setrlimit(libc::RLIMIT_CORE, &libc::rlimit { rlim_cur: 0, rlim_max: 0 });
    }
    suffer(signal);
}

/// The terminal that controls this process; None without one.
pub fn terminal() -> Option<OwnedFd> {
    let file = std::fs::OpenOptions::new().read(true).write(true).open("/dev/tty").ok()?;
    above_standard_streams(file.into()).ok()
}

/// The same file by a descriptor that is closed on exec and is not one of the standard streams:
/// nobody shall write there by accident where one of them was closed.
fn above_standard_streams(descriptor: OwnedFd) -> Result<OwnedFd, Errno> {
    let copy = nix::fcntl::fcntl(&descriptor, nix::fcntl::FcntlArg::F_DUPFD_CLOEXEC(3))?;
    // SAFETY: fcntl(2) gave a new descriptor, which nobody else owns.
    Ok(unsafe { OwnedFd::from_raw_fd(copy) })
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
    nix::unistd::tcsetpgrp(terminal, nix::unistd::Pid::from_raw(group.get()))
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
