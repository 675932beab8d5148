//! Where a scenario plays: a PID namespace of the test's own, the probe, what it tells, and when
//! nobody has anything left to do.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::ptrace;
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;

use crate::support::*;

/// The signals that can be ignored and blocked, but the two that libcs keep to themselves: bit
/// number - 1.
pub(super) const MOST_SIGNALS: u64 = !(bit(libc::SIGKILL) | bit(libc::SIGSTOP) | LIBCS_OWN);
pub(super) const LIBCS_OWN: u64 = bit(32) | bit(33);

/// A signal's place in a mask.
pub(super) const fn bit(number: i32) -> u64 {
    1 << (number - 1)
}

/// A directory that is first in PATH, with the probe, sigtrap and the FIFO that is the log.
pub(super) struct Stage {
    pub(super) directory: TemporaryDirectory,
    log: File,
    buffer: Vec<u8>,
    lines: VecDeque<String>,
    /// The processes that live on when a scenario ends.
    spared: Vec<i32>,
}

/// The report of a probe that stays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ready {
    pub(super) pid: i32,
    pub(super) parent: i32,
}

impl Ready {
    /// Reads a line of the log; gives it back if it is another one.
    pub(super) fn read(line: &str) -> Result<Ready, &str> {
        let numbers = line.strip_prefix("ready ").ok_or(line)?;
        let numbers: Vec<i32> =
            numbers.split(' ').map(|number| number.parse().expect("a number")).collect();
        Ok(Ready { pid: numbers[0], parent: numbers[1] })
    }
}

impl Stage {
    /// # Panics
    ///
    /// If this is not process 1 of a PID namespace: it ends all that it finds.
    pub(super) fn new() -> Stage {
        assert_eq!(std::process::id(), 1, "not in a PID namespace of its own");
        let directory = TemporaryDirectory::new();
        let probe = directory.path.join("probe");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/wrappers/probe.c");
        Ran::of(c_compiler().arg("-o").arg(&probe).arg(source)).succeeds();
        std::os::unix::fs::symlink(sigkit_path(), directory.path.join("sigtrap")).expect("a link");
        let fifo = directory.path.join("log");
        nix::unistd::mkfifo(&fifo, nix::sys::stat::Mode::from_bits_truncate(0o666))
            .expect("a FIFO");
        // Also for writing: so it is never at its end.
        let log = File::options()
            .read(true)
            .write(true)
            .custom_flags(libc::O_NONBLOCK)
            .open(&fifo)
            .expect("the FIFO");
        Stage { directory, log, buffer: Vec::new(), lines: VecDeque::new(), spared: Vec::new() }
    }

    pub(super) fn probe(&self) -> PathBuf {
        self.directory.path.join("probe")
    }

    /// Words that are run with these signals ignored and blocked, all others at their defaults, and
    /// nothing of the tests' environment but PATH.
    pub(super) fn command(&self, words: &[&str], ignored: u64, blocked: u64) -> Command {
        let mut command = Command::new(self.probe());
        let path = std::env::var("PATH").expect("PATH");
        command
            .args(["enter", &format!("{ignored:x}"), &format!("{blocked:x}"), "--"])
            .args(words)
            // nohup writes a file where it is.
            .current_dir(&self.directory.path)
            .env_clear()
            .env("PATH", format!("{}:{path}", self.directory.path.display()))
            .env("LOG", self.directory.path.join("log"))
            .env("LC_ALL", "C");
        command
    }

    /// Runs words without a terminal, as the leader of a process group.
    pub(super) fn run(&self, words: &[&str]) -> Running {
        self.run_with(words, 0, 0)
    }

    pub(super) fn run_with(&self, words: &[&str], ignored: u64, blocked: u64) -> Running {
        let mut command = self.command(words, ignored, blocked);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        Running { child: command.spawn().expect("the probe runs") }
    }

    /// How words end: the exit status, or minus the signal.
    #[track_caller]
    pub(super) fn status(&mut self, words: &[&str]) -> i32 {
        self.run(words).end()
    }

    /// The next line of the log.
    #[track_caller]
    pub(super) fn line(&mut self) -> String {
        self.line_from(|| true).expect("it is waited for")
    }

    /// The next line of the log; None if there is none and whoever could tell one has ended.
    #[track_caller]
    pub(super) fn line_from(&mut self, is_alive: impl Fn() -> bool) -> Option<String> {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let alive = is_alive();
            self.fill();
            if let Some(line) = self.lines.pop_front() {
                return Some(line);
            }
            if !alive {
                return None;
            }
            assert!(Instant::now() < deadline, "nothing was told; there are {:?}", processes());
            std::thread::sleep(PAUSE);
        }
    }

    /// The lines that are there.
    pub(super) fn lines(&mut self) -> Vec<String> {
        self.fill();
        self.lines.drain(..).collect()
    }

    /// Waits for the probe to be ready; the line that came instead if there is another one.
    #[track_caller]
    pub(super) fn ready(&mut self) -> Result<Ready, String> {
        let line = self.line();
        Ready::read(&line).map_err(str::to_owned)
    }

    fn fill(&mut self) {
        let mut bytes = [0; 4096];
        // An error means that nothing is there.
        while let Ok(count) = self.log.read(&mut bytes) {
            self.buffer.extend_from_slice(&bytes[..count]);
        }
        while let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.buffer.drain(..=end).collect();
            self.lines.push_back(String::from_utf8(line[..end].to_vec()).expect("UTF-8"));
        }
    }

    /// Lets this process and its parent live on when a scenario ends.
    pub(super) fn spare(&mut self, ready: Ready) {
        self.spared.extend([ready.pid, ready.parent]);
    }

    /// Ends everything else, and forgets what was told.
    pub(super) fn clear(&mut self) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let others: Vec<_> = processes()
                .into_iter()
                .filter(|process| !self.spared.contains(&process.pid))
                .collect();
            let alive: Vec<_> = others.iter().filter(|process| process.state != b'Z').collect();
            for process in &alive {
                // An error means that it has ended.
                let _ =
                    nix::sys::signal::kill(Pid::from_raw(process.pid), nix::sys::signal::SIGKILL);
            }
            // Orphans are this process's, which is process 1.
            while waitpid(None, Some(WaitPidFlag::WNOHANG)).is_ok_and(|ended| ended.pid().is_some())
            {
            }
            if others.is_empty() {
                break;
            }
            assert!(Instant::now() < deadline, "they do not end: {others:?}");
            std::thread::sleep(PAUSE);
        }
        self.lines();
        self.buffer.clear();
    }
}

/// Between two looks at something that is waited for.
const PAUSE: Duration = Duration::from_micros(200);

/// A process of the scenario that is this one's child.
pub(super) struct Running {
    child: Child,
}

impl Running {
    pub(super) fn pid(&self) -> i32 {
        self.child.id() as i32
    }

    /// How it ended, if it has.
    pub(super) fn ended(&mut self) -> Option<i32> {
        let status = self.child.try_wait().expect("a child to wait for")?;
        Some(status.code().unwrap_or_else(|| -status.signal().expect("a process that ended")))
    }

    /// How it ends; None if nothing happens that could make it end.
    #[track_caller]
    pub(super) fn end_or_hang(&mut self) -> Option<i32> {
        // Who looks about every second may find out then.
        const PATIENCE: Duration = Duration::from_millis(2500);
        quiet();
        if self.ended().is_none() {
            std::thread::sleep(PATIENCE);
        }
        self.ended()
    }

    /// Waits for its end.
    #[track_caller]
    pub(super) fn end(&mut self) -> i32 {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.ended() {
                return status;
            }
            assert!(Instant::now() < deadline, "it does not end; there are {:?}", processes());
            std::thread::sleep(PAUSE);
        }
    }
}

/// A process of the namespace, other than this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Process {
    pub(super) pid: i32,
    pub(super) name: String,
    pub(super) state: u8,
    pub(super) parent: i32,
    /// How often it stopped running, of its own accord or not.
    pub(super) switches: u64,
}

/// The processes of the namespace.
pub(super) fn processes() -> Vec<Process> {
    let entries = std::fs::read_dir("/proc").expect("/proc");
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let own = std::process::id() as i32;
    pids.filter(|pid| *pid != own).filter_map(process).collect()
}

/// One process, if it is there.
pub(super) fn process(pid: i32) -> Option<Process> {
    // What tells the state must be read before what tells the switches: see `quiet`.
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let (start, end) = stat.rsplit_once(") ")?;
    let mut fields = end.split(' ');
    let state = fields.next()?.bytes().next()?;
    let parent = fields.next()?.parse().ok()?;
    let name = start.split_once(" (")?.1.to_owned();
    let switches = status
        .lines()
        .filter_map(|line| line.split_once("ctxt_switches:\t")?.1.parse::<u64>().ok())
        .sum();
    Some(Process { pid, name, state, parent, switches })
}

/// True if there is a process that has not ended.
pub(super) fn is_alive(pid: i32) -> bool {
    !matches!(state(pid), None | Some('Z' | 'X'))
}

/// Waits until nobody in the namespace has anything left to do: all sleep at the same time. Whom a
/// signal reaches is made to run by whoever sends it, so what was sent is taken then.
///
/// All were found asleep, and then again, without having run in between (who runs is switched once
/// more before the next sleep): so all slept at the moment between the two looks. One thing can be
/// under way all the same: who ends is shown as ended a moment before its parent is woken, and the
/// processor that does it can be taken from this machine in that moment. So they are looked at
/// several times.
#[track_caller]
pub(super) fn quiet() {
    const LOOKS: usize = 4;
    let deadline = Instant::now() + DEADLINE;
    let mut before = processes();
    let mut same = 1;
    loop {
        let now = processes();
        let asleep = now.iter().all(|process| matches!(process.state, b'S' | b'T' | b't' | b'Z'));
        same = if asleep && now == before { same + 1 } else { 1 };
        if same == LOOKS {
            return;
        }
        assert!(Instant::now() < deadline, "they never sleep: {now:?}");
        before = now;
        std::thread::sleep(if same == 1 { PAUSE } else { PAUSE * 5 });
    }
}

/// A process that does not run, and of which its parent does not hear that it does not. It runs on
/// when this is dropped.
///
/// A wrapper that passes on a signal that reached all is found so: the signal that the program got
/// from the terminal and the one that it gets from its wrapper would become one, were the second
/// sent before the first is taken.
pub(super) struct Held(Pid);

impl Held {
    pub(super) fn new(pid: i32) -> Held {
        let pid = Pid::from_raw(pid);
        ptrace::seize(pid, ptrace::Options::empty()).expect("it can be traced");
        ptrace::interrupt(pid).expect("it is traced");
        waitpid(pid, Some(WaitPidFlag::__WALL)).expect("it stops");
        Held(pid)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // An error means that it has ended.
        let _ = ptrace::detach(self.0, None);
    }
}
