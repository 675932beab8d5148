//! Runs under ptrace(2), to count what only the kernel sees.
//!
//! Hardware counters are missing on most virtual machines and valgrind counts glibc's start-up two
//! or three times too high, so instructions are counted by stepping through every one of them.
//! Counting starts at the program's first instruction: the run-time linker counts, execve(2) itself
//! does not.
#![allow(unsafe_code)]

use std::io;
use std::mem::MaybeUninit;
use std::os::unix::process::CommandExt;
use std::process::{Child, Stdio};

use nix::errno::Errno;
use nix::sys::ptrace::{self, Options};
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;

use crate::programs::Run;

/// More instructions than this are not counted: a step takes up to ten microseconds.
pub(crate) const MOST_INSTRUCTIONS: u64 = 4_000_000;

/// The counts of one run without single-stepping.
pub(crate) struct Counted {
    /// From the program's first instruction to exit_group(2), which counts; execve(2) does not.
    pub(crate) system_calls: u64,
    /// The most memory it held at once.
    pub(crate) peak_kib: u64,
}

/// The system calls of one run, and its peak memory.
///
/// The peak is read when the program ends. wait4(2)'s ru_maxrss would not do: it starts with the
/// memory of the process that execve(2) replaced, which is the harness's.
pub(crate) fn system_calls(run: &Run) -> io::Result<Counted> {
    let tracee = Tracee::start(run)?;
    let mut stops = 0_u64;
    let mut signal = None;
    loop {
        ptrace::syscall(tracee.pid, signal.take())?;
        match tracee.wait()? {
            Stop::SystemCall => stops += 1,
            Stop::Ending => {
                let peak_kib = peak_kib(tracee.pid)?;
                tracee.finish()?;
                // One stop before and one after each, and none after the last.
                return Ok(Counted { system_calls: stops.div_ceil(2), peak_kib });
            }
            Stop::Trap => {}
            Stop::Signal(sent) => signal = Some(sent),
        }
    }
}

/// The user-space instructions of one run; None if there are too many or this machine cannot step.
pub(crate) fn instructions(run: &Run) -> io::Result<Option<u64>> {
    let tracee = Tracee::start(run)?;
    let mut count = 0;
    let mut before = instruction_pointer(tracee.pid)?;
    let mut signal = None;
    loop {
        if count == MOST_INSTRUCTIONS {
            tracee.release()?;
            return Ok(None);
        }
        match ptrace::step(tracee.pid, signal.take()) {
            Ok(()) => {}
            Err(Errno::EIO) => {
                tracee.release()?;
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        }
        match tracee.wait()? {
            Stop::Ending => {
                tracee.finish()?;
                // exit_group(2)'s own instruction does not come back to be counted.
                return Ok(Some(count + 1));
            }
            Stop::Trap | Stop::SystemCall => {
                // x86's repeated string instructions stop at every repetition, with the instruction
                // pointer still on them; processors count such an instruction once, and so does
                // this.
                let now = instruction_pointer(tracee.pid)?;
                count += u64::from(now != before);
                before = now;
            }
            Stop::Signal(sent) => signal = Some(sent),
        }
    }
}

enum Stop {
    Trap,
    SystemCall,
    /// The end of a wrapper's program, to be passed on.
    Signal(Signal),
    Ending,
}

/// A program stopped at its first instruction.
struct Tracee {
    child: Child,
    pid: Pid,
}

impl Tracee {
    fn start(run: &Run) -> io::Result<Tracee> {
        let mut command = run.command();
        command.stdout(Stdio::null()).stderr(Stdio::null());
        // SAFETY: ptrace(2) is a bare system call, allowed between fork and exec; the closure
        // touches nothing else.
        unsafe { command.pre_exec(|| Ok(ptrace::traceme()?)) };
        let child = command.spawn()?;
        let pid = Pid::from_raw(i32::try_from(child.id()).map_err(io::Error::other)?);
        match waitpid(pid, None)? {
            WaitStatus::Stopped(_, Signal::SIGTRAP) => {}
            status => return Err(unexpected(status)),
        }
        ptrace::setoptions(
            pid,
            Options::PTRACE_O_TRACESYSGOOD
                | Options::PTRACE_O_TRACEEXIT
                | Options::PTRACE_O_EXITKILL,
        )?;
        Ok(Tracee { child, pid })
    }

    fn wait(&self) -> io::Result<Stop> {
        match waitpid(self.pid, None)? {
            WaitStatus::Stopped(_, Signal::SIGTRAP) => Ok(Stop::Trap),
            WaitStatus::PtraceSyscall(_) => Ok(Stop::SystemCall),
            WaitStatus::PtraceEvent(_, _, event) if event == nix::libc::PTRACE_EVENT_EXIT => {
                Ok(Stop::Ending)
            }
            WaitStatus::Stopped(_, signal @ Signal::SIGCHLD) => Ok(Stop::Signal(signal)),
            status => Err(unexpected(status)),
        }
    }

    /// Lets it end, after [`Stop::Ending`].
    fn finish(mut self) -> io::Result<()> {
        ptrace::cont(self.pid, None)?;
        let status = self.child.wait()?;
        if status.success() {
            Ok(())
        } else {
            Err(io::Error::other(format!("a traced program failed: {status}")))
        }
    }

    /// Lets it run on alone.
    fn release(mut self) -> io::Result<()> {
        ptrace::detach(self.pid, None)?;
        self.child.wait().map(drop)
    }
}

fn unexpected(status: WaitStatus) -> io::Error {
    io::Error::other(format!("unexpected under ptrace: {status:?}"))
}

/// Where a stopped program will go on: PTRACE_GET_SYSCALL_INFO says it in the same words on every
/// architecture.
fn instruction_pointer(pid: Pid) -> io::Result<u64> {
    const PTRACE_GET_SYSCALL_INFO: u32 = 0x420e;
    /// The head of the kernel's struct ptrace_syscall_info (linux/ptrace.h); it writes no more than
    /// it is asked for.
    #[repr(C)]
    struct Head {
        operation: u8,
        padding: [u8; 3],
        architecture: u32,
        instruction_pointer: u64,
    }
    let mut head = MaybeUninit::<Head>::zeroed();
    // SAFETY: the kernel writes at most size_of::<Head>() bytes to it, and every bit pattern is a
    // Head.
    let size = unsafe {
        nix::libc::ptrace(
            PTRACE_GET_SYSCALL_INFO as _,
            pid.as_raw(),
            size_of::<Head>(),
            head.as_mut_ptr(),
        )
    };
    Errno::result(size)?;
    // SAFETY: zeroed above, which is a Head.
    Ok(unsafe { head.assume_init() }.instruction_pointer)
}

/// The high-water mark of the memory of a program that is about to end.
fn peak_kib(pid: Pid) -> io::Result<u64> {
    let field = |file: &str, name: &str| -> io::Result<u64> {
        let text = std::fs::read_to_string(format!("/proc/{pid}/{file}"))?;
        let value = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse().ok());
        value.ok_or_else(|| io::Error::other(format!("/proc/PID/{file} has no {name}")))
    };
    // Kernels before 6.17 keep the mark in steps of up to 64 pages a CPU; what is mapped now is
    // always exact.
    let now = field("smaps_rollup", "Rss:").unwrap_or(0);
    Ok(field("status", "VmHWM:")?.max(now))
}
