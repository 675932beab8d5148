//! A program under ptrace(2), with its children until they execute another program: one of their
//! system calls fails with an error without having been made, and each that sends a signal is
//! recorded.

use std::collections::BTreeMap;
use std::ffi::CString;
use std::io::{Read, Seek};
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::ptrace::{self, Options};
use nix::unistd::Pid;

/// How long a program may take. It only ever makes a test fail.
const DEADLINE: Duration = Duration::from_secs(20);

/// A call of all that a program makes, counted from 0, and the error that it fails with.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    pub call: usize,
    pub error: Errno,
}

/// A system call that a program entered: its number, and its first arguments.
#[derive(Clone, Copy, Debug)]
pub struct Entered {
    pub number: i64,
    pub arguments: [u64; 4],
}

/// A signal that was sent, or was to be sent by the call that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// As kill(2) has it: a process, or a group with its sign turned.
    pub target: i32,
    pub signal: i32,
    pub relation: Relation,
}

/// The relation of the target of a signal to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Itself,
    /// A process that it has forked, and that executes no other program.
    Fork,
    /// A process that it has forked, or that descends from one.
    Descendant,
    Other,
}

/// The result of a program.
#[derive(Debug, Default)]
pub struct Traced {
    /// The exit status, or minus the signal that ended it; None if it did not end in time.
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub sent: Vec<Sent>,
    /// How many calls it made.
    pub calls: usize,
    /// The call that failed.
    pub failed: Option<Entered>,
}

/// The words of a program's start, made before fork(2): the child must not allocate.
pub struct Program {
    path: CString,
    words: Vec<CString>,
    environment: Vec<CString>,
}

impl Program {
    pub fn new(path: &str, words: &[String]) -> Program {
        let string = |text: &str| CString::new(text).expect("no NUL");
        Program {
            path: string(path),
            words: words.iter().map(|word| string(word)).collect(),
            environment: vec![string("PATH=/usr/bin:/bin")],
        }
    }

    /// Runs it in a process group of its own; one of its calls fails.
    pub fn run(&self, fault: Option<Fault>) -> Traced {
        let [mut stdout, mut stderr] = [memory(), memory()];
        let pid = self.start([stdout.as_raw_fd(), stderr.as_raw_fd()]);
        let mut follower = Follower {
            root: pid,
            tracees: BTreeMap::from([(pid, Tracee::default())]),
            children: Vec::new(),
            executing: Vec::new(),
            descendants: Vec::new(),
            fault,
            traced: Traced::default(),
        };
        follower.follow();
        let mut traced = follower.traced;
        traced.stdout = text(&mut stdout);
        traced.stderr = text(&mut stderr);
        traced
    }

    fn start(&self, [stdout, stderr]: [i32; 2]) -> i32 {
        let pointers = |strings: &[CString]| {
            let null = [std::ptr::null()];
            strings.iter().map(|word| word.as_ptr()).chain(null).collect::<Vec<_>>()
        };
        let (words, environment) = (pointers(&self.words), pointers(&self.environment));
        let none = std::fs::File::open("/dev/null").expect("/dev/null");
        // SAFETY: the child makes system calls only.
        let pid = unsafe { libc::fork() };
        assert!(pid >= 0, "fork");
        if pid == 0 {
            // SAFETY: the pointers are to C strings, and a null pointer follows them.
            unsafe {
                libc::setpgid(0, 0);
                for (from, to) in [(none.as_raw_fd(), 0), (stdout, 1), (stderr, 2)] {
                    libc::dup2(from, to);
                }
                libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0);
                libc::execve(self.path.as_ptr(), words.as_ptr(), environment.as_ptr());
                libc::_exit(99);
            }
        }
        pid
    }
}

/// A file in memory, which never makes a program wait.
fn memory() -> std::fs::File {
    use std::os::fd::FromRawFd;
    // SAFETY: memfd_create(2) takes a C string, and gives a new descriptor.
    unsafe {
        let descriptor = libc::memfd_create(c"output".as_ptr(), libc::MFD_CLOEXEC);
        assert!(descriptor >= 0, "memfd_create");
        std::fs::File::from_raw_fd(descriptor)
    }
}

fn text(file: &mut std::fs::File) -> String {
    let mut bytes = Vec::new();
    file.rewind().expect("the start");
    file.read_to_end(&mut bytes).expect("a file in memory");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One state change of a process, as waitpid(2) reports it; None after the deadline or if there is
/// no process.
pub fn wait_for_any(deadline: Instant) -> Option<(i32, i32)> {
    loop {
        let mut status = 0;
        // SAFETY: waitpid(2) writes the status.
        let pid = unsafe { libc::waitpid(-1, &raw mut status, libc::__WALL) };
        match pid {
            1.. => return Some((pid, status)),
            _ if Errno::last() != Errno::EINTR || Instant::now() > deadline => return None,
            _ => {}
        }
    }
}

struct Follower {
    root: i32,
    tracees: BTreeMap<i32, Tracee>,
    /// Processes that the program has forked.
    children: Vec<i32>,
    /// The processes that execute another program.
    executing: Vec<i32>,
    /// Targets that were descendants. A child of one that has ended is none any more.
    descendants: Vec<i32>,
    fault: Option<Fault>,
    traced: Traced,
}

/// A traced process.
#[derive(Clone, Copy, Default)]
struct Tracee {
    /// The call that it is in, and what it gets instead of having it made.
    inside: Option<(i64, Option<u64>)>,
    /// The last result of brk(2): where the memory ends that the process has by it.
    memory_end: u64,
}

impl Follower {
    fn follow(&mut self) {
        let deadline = Instant::now() + DEADLINE;
        let mut is_first_stop = true;
        while !self.tracees.is_empty() || self.traced.status.is_none() {
            let Some((pid, status)) = wait_for_any(deadline) else {
                self.traced.status = None;
                return;
            };
            if libc::WIFSTOPPED(status) {
                if is_first_stop {
                    is_first_stop = false;
                    ptrace::setoptions(Pid::from_raw(pid), options()).expect("options");
                    resume(pid, 0);
                } else {
                    self.stopped(pid, status);
                }
                continue;
            }
            if pid == self.root {
                let exited = libc::WIFEXITED(status);
                let signal = -libc::WTERMSIG(status);
                let ended = if exited { libc::WEXITSTATUS(status) } else { signal };
                self.traced.status = Some(ended);
            }
            self.tracees.remove(&pid);
        }
    }

    fn stopped(&mut self, pid: i32, status: i32) {
        let is_new = !self.tracees.contains_key(&pid);
        self.tracees.entry(pid).or_default();
        let signal = libc::WSTOPSIG(status);
        match status >> 16 {
            libc::PTRACE_EVENT_EXEC => {
                // It is another program now. (It may have been killed this moment.)
                let _ = ptrace::detach(Pid::from_raw(pid), None);
                self.tracees.remove(&pid);
                return;
            }
            libc::PTRACE_EVENT_FORK | libc::PTRACE_EVENT_VFORK | libc::PTRACE_EVENT_CLONE => {
                if let Ok(child) = ptrace::getevent(Pid::from_raw(pid)) {
                    self.children.push(child as i32);
                }
            }
            _ if signal == libc::SIGTRAP | 0x80 => self.at_call(pid),
            // A new tracee begins with this stop.
            _ if is_new && signal == libc::SIGSTOP => {}
            _ if status >> 16 == 0 => return resume(pid, signal),
            _ => {}
        }
        resume(pid, 0);
    }

    /// A process enters or leaves a system call.
    fn at_call(&mut self, pid: i32) {
        let process = Pid::from_raw(pid);
        // What fails here was killed this moment.
        let (Ok(information), Ok(mut registers)) =
            (ptrace::syscall_info(process), ptrace::getregs(process))
        else {
            return;
        };
        if information.op == libc::PTRACE_SYSCALL_INFO_ENTRY {
            let entered = Entered {
                number: registers.orig_rax as i64,
                arguments: [registers.rdi, registers.rsi, registers.rdx, registers.r10],
            };
            let error = self.error(entered);
            let tracee = self.tracees.entry(pid).or_default();
            let result = error.map(|error| match entered.number {
                // It has no errors: what it could not change is what it says.
                libc::SYS_brk => tracee.memory_end,
                _ => -(error as i64) as u64,
            });
            tracee.inside = Some((entered.number, result));
            // The process that called vfork(2) goes on before PTRACE_EVENT_EXEC.
            if entered.number == libc::SYS_execve {
                self.executing.push(pid);
            }
            if result.is_some() {
                // No such call: the kernel does nothing.
                registers.orig_rax = u64::MAX;
                let _ = ptrace::setregs(process, registers);
            }
            self.record(pid, entered);
            return;
        }
        let tracee = self.tracees.entry(pid).or_default();
        // One that succeeds has told of it before it ends.
        if matches!(tracee.inside, Some((libc::SYS_execve, _))) {
            self.executing.retain(|other| *other != pid);
        }
        match tracee.inside.take() {
            Some((_, Some(result))) => {
                registers.rax = result;
                let _ = ptrace::setregs(process, registers);
            }
            Some((libc::SYS_brk, None)) => tracee.memory_end = registers.rax,
            _ => {}
        }
    }

    /// The error that a call gets, if it is the one that fails.
    fn error(&mut self, entered: Entered) -> Option<Errno> {
        let never_fails = match entered.number {
            // They do not return, or not to where they were called from.
            libc::SYS_exit | libc::SYS_exit_group | libc::SYS_rt_sigreturn => true,
            // It only looks where the memory ends.
            libc::SYS_brk => entered.arguments[0] == 0,
            _ => false,
        };
        if never_fails {
            return None;
        }
        let call = self.traced.calls;
        self.traced.calls += 1;
        let error = self.fault.filter(|fault| fault.call == call)?.error;
        self.traced.failed = Some(entered);
        Some(error)
    }

    fn record(&mut self, pid: i32, entered: Entered) {
        let [first, second, third, fourth] = entered.arguments.map(|argument| argument as i32);
        let (target, signal) = match entered.number {
            libc::SYS_kill | libc::SYS_tkill | libc::SYS_rt_sigqueueinfo => (Some(first), second),
            libc::SYS_tgkill | libc::SYS_rt_tgsigqueueinfo => (Some(first), third),
            libc::SYS_pidfd_send_signal => {
                // PIDFD_SIGNAL_PROCESS_GROUP
                let sign = if fourth == 4 { -1 } else { 1 };
                (held_by(pid, first).map(|held| sign * held), second)
            }
            _ => return,
        };
        // A descriptor of a process that is gone reaches none, and the null signal is none.
        let Some(target) = target.filter(|_| signal != 0) else { return };
        let relation = match target {
            _ if target == self.root || target == pid => Relation::Itself,
            _ if self.children.contains(&target) && !self.executing.contains(&target) => {
                Relation::Fork
            }
            _ if self.children.contains(&target.abs())
                || self.descendants.contains(&target.abs())
                || descends(target.abs(), self.root) =>
            {
                self.descendants.push(target.abs());
                Relation::Descendant
            }
            _ => Relation::Other,
        };
        self.traced.sent.push(Sent { target, signal, relation });
    }
}

fn options() -> Options {
    Options::PTRACE_O_TRACESYSGOOD
        | Options::PTRACE_O_TRACEEXEC
        | Options::PTRACE_O_TRACEFORK
        | Options::PTRACE_O_TRACEVFORK
        | Options::PTRACE_O_TRACECLONE
        | Options::PTRACE_O_EXITKILL
}

/// True if a process descends from another.
fn descends(mut pid: i32, from: i32) -> bool {
    while pid > 1 {
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
        // After the name, which may have blanks: the state, and the parent.
        let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1));
        pid = parent.and_then(|parent| parent.parse().ok()).unwrap_or(0);
        if pid == from {
            return true;
        }
    }
    false
}

/// To the next stop, with a signal or 0 for none.
fn resume(pid: i32, signal: i32) {
    let none = std::ptr::null_mut::<libc::c_void>();
    // SAFETY: PTRACE_SYSCALL takes the number of a signal, and no address. It fails if the process
    // was killed this moment.
    unsafe { libc::ptrace(libc::PTRACE_SYSCALL, pid, none, signal as usize) };
}

/// The process that a descriptor of a program's stands for: a pidfd, or an open directory
/// /proc/PID. None if it is gone, or the descriptor is none.
fn held_by(program: i32, descriptor: i32) -> Option<i32> {
    let information = std::fs::read_to_string(format!("/proc/{program}/fdinfo/{descriptor}"));
    let information = information.ok()?;
    let pid = information.lines().find_map(|line| line.strip_prefix("Pid:\t")).map(str::to_owned);
    let pid = pid.or_else(|| {
        let directory = std::fs::read_link(format!("/proc/{program}/fd/{descriptor}")).ok()?;
        Some(directory.strip_prefix("/proc").ok()?.to_str()?.to_owned())
    });
    pid?.parse().ok().filter(|pid| *pid > 0)
}
