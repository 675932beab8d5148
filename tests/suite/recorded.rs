//! A program under ptrace(2): every system call of its own that sends a signal is recorded, and
//! carried out or not.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]
#![allow(unsafe_code)]

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use nix::errno::Errno;
use nix::sys::ptrace::{self, Options};
use nix::unistd::Pid;

/// The program itself as a target.
pub const ITSELF: i64 = i64::MAX;

/// Its first child as a target; the next one is one less.
pub const FIRST_CHILD: i64 = i64::MAX - 1;

/// One call that would have sent a signal, and what the program was told had come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub target: i64,
    pub signal: i64,
    pub failed: bool,
    /// True if the signal has a value.
    pub queued: bool,
    /// A null signal by pidfd: kill only looks whether the call is there.
    pub probe: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Recorded {
    pub calls: Vec<Call>,
    /// The exit status, or minus the signal that ended it.
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The fate of the calls that send.
pub enum Calls<'a> {
    /// The kernel carries them out.
    CarriedOut,
    /// They are skipped, and fail for these targets with an error.
    Answered(&'a dyn Fn(i64) -> Option<Errno>),
}

/// Runs a command that way. Its output is read unless it goes elsewhere.
#[allow(clippy::zombie_processes, reason = "follow() waits for it")]
pub fn record(command: &mut Command, calls: &Calls) -> Recorded {
    command.stderr(Stdio::piped()).process_group(0);
    // SAFETY: between fork and exec only ptrace(2) is called.
    unsafe { command.pre_exec(|| Ok(ptrace::traceme()?)) };
    let mut child = command.spawn().expect("the program starts");
    let pid = Pid::from_raw(child.id() as i32);
    wait(pid);
    let options =
        Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_TRACEEXEC | Options::PTRACE_O_EXITKILL;
    ptrace::setoptions(pid, options).expect("options");
    let (calls, status) = follow(pid, calls);
    let (stdout, stderr) = (read(child.stdout.take()), read(child.stderr.take()));
    Recorded { calls, status, stdout, stderr }
}

fn read(pipe: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        pipe.read_to_end(&mut bytes).expect("a pipe can be read");
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// The result of waitpid(2): nix's knows no real-time signals.
fn wait(pid: Pid) -> i32 {
    let mut status = 0;
    // SAFETY: waitpid(2) writes the status.
    Errno::result(unsafe { libc::waitpid(pid.as_raw(), &raw mut status, 0) }).expect("a status");
    status
}

/// With a signal, or 0 for none.
fn run_to_the_next_stop(pid: Pid, signal: i32) {
    let request = libc::PTRACE_SYSCALL;
    let none = std::ptr::null_mut::<libc::c_void>();
    // SAFETY: PTRACE_SYSCALL takes the number of a signal, and no address.
    Errno::result(unsafe { libc::ptrace(request, pid.as_raw(), none, signal as usize) })
        .expect("the next stop");
}

/// The calls that start a process.
const STARTING: [i64; 3] = [libc::SYS_clone, libc::SYS_vfork, libc::SYS_clone3];

fn follow(pid: Pid, calls: &Calls) -> (Vec<Call>, i32) {
    let mut recorded: Vec<Call> = Vec::new();
    let mut children = Vec::new();
    let mut entered = None;
    let mut passed_on = 0;
    let mut is_traced = true;
    loop {
        if is_traced {
            run_to_the_next_stop(pid, passed_on);
        }
        passed_on = 0;
        let status = wait(pid);
        if libc::WIFEXITED(status) {
            return (recorded, libc::WEXITSTATUS(status));
        } else if libc::WIFSIGNALED(status) {
            return (recorded, -libc::WTERMSIG(status));
        } else if status >> 16 == libc::PTRACE_EVENT_EXEC {
            // It is another program now.
            ptrace::detach(pid, None).expect("it runs on alone");
            is_traced = false;
            continue;
        } else if libc::WSTOPSIG(status) != libc::SIGTRAP | 0x80 {
            passed_on = libc::WSTOPSIG(status);
            continue;
        }
        let mut registers = ptrace::getregs(pid).expect("registers");
        // At the entry rax is -ENOSYS; at the exit it is the result.
        match entered.take() {
            None if registers.rax == -i64::from(libc::ENOSYS) as u64 => {
                let number = registers.orig_rax as i64;
                let call = sending(pid, &registers, &children);
                let answer = match (&call, calls) {
                    (Some(call), Calls::Answered(errors)) => {
                        // No such call: the kernel does nothing.
                        registers.orig_rax = u64::MAX;
                        ptrace::setregs(pid, registers).expect("the call is skipped");
                        Some(errors(call.target))
                    }
                    _ => None,
                };
                entered = Some((number, call, answer));
            }
            None => {}
            Some((number, call, answer)) => {
                if let Some(error) = answer {
                    registers.rax = error.map_or(0, |error| -(error as i64)) as u64;
                    ptrace::setregs(pid, registers).expect("the result is set");
                }
                let result = registers.rax as i64;
                if let Some(call) = call {
                    recorded.push(Call { failed: result < 0, ..call });
                }
                if STARTING.contains(&number) && result > 0 {
                    children.push(result);
                }
            }
        }
    }
}

/// The call that a process enters, if it sends a signal.
fn sending(pid: Pid, registers: &libc::user_regs_struct, children: &[i64]) -> Option<Call> {
    let number = registers.orig_rax as i64;
    let target = match number {
        libc::SYS_kill | libc::SYS_rt_sigqueueinfo | libc::SYS_tkill | libc::SYS_tgkill => {
            i64::from(registers.rdi as i32)
        }
        libc::SYS_pidfd_send_signal => {
            let held = i64::from(held_by(pid, registers.rdi as i32));
            // PIDFD_SIGNAL_PROCESS_GROUP
            if registers.r10 as u32 == 4 { -held } else { held }
        }
        _ => return None,
    };
    let signal = match number {
        libc::SYS_tgkill => registers.rdx,
        _ => registers.rsi,
    };
    let signal = i64::from(signal as i32);
    let child = children.iter().position(|child| *child == target);
    let target = match child {
        _ if target == i64::from(pid.as_raw()) => ITSELF,
        Some(place) => FIRST_CHILD - place as i64,
        None => target,
    };
    Some(Call {
        target,
        signal,
        failed: false,
        queued: number == libc::SYS_rt_sigqueueinfo,
        probe: signal == 0 && number == libc::SYS_pidfd_send_signal,
    })
}

/// The process that a descriptor of the program's stands for: a pidfd, or an open directory
/// /proc/PID.
fn held_by(program: Pid, descriptor: i32) -> i32 {
    let information =
        std::fs::read_to_string(format!("/proc/{program}/fdinfo/{descriptor}")).expect("fdinfo");
    let pid = information.lines().find_map(|line| line.strip_prefix("Pid:\t")).map(str::to_owned);
    let directory =
        std::fs::read_link(format!("/proc/{program}/fd/{descriptor}")).expect("a descriptor");
    let pid = pid.or_else(|| Some(directory.strip_prefix("/proc").ok()?.to_str()?.to_owned()));
    pid.and_then(|pid| pid.parse().ok())
        .unwrap_or_else(|| panic!("no process: {information} {directory:?}"))
}
