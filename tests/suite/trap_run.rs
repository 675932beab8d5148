//! trap runs a program: what it passes on, what it starts, how it ends. Terminals are in
//! `wrappers`.

#![allow(unsafe_code)]

mod actions;
mod descendants;
mod forwarding;
mod held;
mod queued;
mod repeated;
mod sandbox;
mod start;
mod times;
mod told;
mod tree;
mod tree_at_a_terminal;

use std::ffi::OsStr;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use libc::{SI_QUEUE, SI_USER};

use crate::support::*;

/// trap with these words.
fn trap<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(sigkit_path());
    command.arg("sigtrap").args(words).env_remove("SIGKIT_POSIX").stdin(Stdio::null());
    command
}

/// trap with options and a script for sh as COMMAND.
fn script(options: &[&str], script: &str) -> Ran {
    Ran::of(trap(options).args(["--", "sh", "-c", script]))
}

/// trap with a program as COMMAND that is a victim (see `victim.rs`), or with a script.
struct Wrapped {
    child: Child,
    lines: Lines,
    /// trap's process ID.
    pid: i32,
}

impl Wrapped {
    fn start(mut command: Command) -> Wrapped {
        // It does not outlive the test.
        // SAFETY: prctl(2) between fork and exec.
        unsafe {
            command.pre_exec(|| match libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) {
                0 => Ok(()),
                _ => Err(std::io::Error::last_os_error()),
            });
        }
        let mut child =
            command.stdout(Stdio::piped()).process_group(0).spawn().expect("trap starts");
        let lines = Lines::of(child.stdout.take().expect("a pipe"));
        let pid = child.id() as i32;
        Wrapped { child, lines, pid }
    }

    /// Gives COMMAND's process ID, too.
    fn victim(options: &[&str], mode: &str) -> (Wrapped, i32) {
        let own = std::env::current_exe().expect("the test binary has a path");
        let mut command = trap(options);
        command.arg("--").arg(own).env("SIGKIT_VICTIM", mode);
        let mut wrapped = Wrapped::start(command);
        let line = wrapped.lines.next();
        let pid = line.strip_prefix("ready ").and_then(|pid| pid.parse().ok()).expect("ready");
        (wrapped, pid)
    }

    fn script(options: &[&str], script: &str) -> Wrapped {
        let mut command = trap(options);
        command.args(["--", "sh", "-c", script]);
        Wrapped::start(command)
    }

    #[track_caller]
    fn is_sent(&self, signal: i32) {
        send(self.pid, signal);
    }

    /// The number and the code of the signal that a victim in mode `report` took next, and the
    /// value.
    #[track_caller]
    fn reported(&mut self) -> (i32, i32, i32) {
        let line = self.lines.next();
        let numbers: Vec<i64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
        let [number, code, _, _, value] = numbers[..] else { panic!("not a report: {line}") };
        (number as i32, code as i32, value as i32)
    }

    /// The exit status, or minus the signal, once nobody has the pipe any more.
    #[track_caller]
    fn end(&mut self) -> i32 {
        self.lines.until_closed();
        self.end_of_trap()
    }

    /// The same of trap alone. What it leaves behind in its process group is killed.
    #[track_caller]
    fn end_of_trap(&mut self) -> i32 {
        self.kill_group_when_over();
        ended(self.child.wait().expect("a child to wait for"))
    }

    /// The group's number is its own as long as trap has not been reaped.
    fn kill_group_when_over(&self) {
        // SAFETY: waitid(2) writes the information, and kill(2) takes two numbers.
        unsafe {
            let mut information = std::mem::zeroed();
            let options = libc::WEXITED | libc::WNOWAIT;
            if libc::waitid(libc::P_PID, self.pid as libc::id_t, &raw mut information, options) == 0
            {
                libc::kill(-self.pid, libc::SIGKILL);
            }
        }
    }
}

impl Drop for Wrapped {
    fn drop(&mut self) {
        let _ = self.child.kill();
        self.kill_group_when_over();
        let _ = self.child.wait();
    }
}

fn ended(status: std::process::ExitStatus) -> i32 {
    status.code().unwrap_or_else(|| -status.signal().expect("a process that ended"))
}

/// Sends a signal to a process of this test.
#[track_caller]
fn send(pid: i32, signal: i32) {
    // SAFETY: kill(2) takes two numbers; the process is one that the test started.
    assert_eq!(unsafe { libc::kill(pid, signal) }, 0, "signal {signal} to {pid}");
}

/// Waits until trap has taken all that was sent to it.
#[track_caller]
fn has_taken_all(pid: i32) {
    let deadline = Instant::now() + DEADLINE;
    while !has_settled(pid) {
        assert!(Instant::now() < deadline, "{:?}", state(pid));
        pause();
    }
}

/// True if a process waits, and no signal is pending.
fn has_settled(pid: i32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it is there");
    status.contains("\nShdPnd:\t0000000000000000\n") && state(pid) == Some('S')
}

/// The signals that can be passed on, and are seen by a victim that takes them with sigwait(3).
fn all_signals() -> impl Iterator<Item = i32> {
    let kept = [libc::SIGKILL, libc::SIGSTOP, libc::SIGCHLD];
    (1..libc::SIGRTMAX() - 1)
        .filter(move |signal| !kept.contains(signal) && !(32..libc::SIGRTMIN()).contains(signal))
}

#[test]
fn every_signal_is_passed_on_once_as_from_kill() {
    let (mut wrapped, _) = Wrapped::victim(&["-f"], "report");
    for signal in all_signals() {
        wrapped.is_sent(signal);
        assert_eq!(wrapped.reported(), (signal, SI_USER, 0));
    }
    wrapped.is_sent(libc::SIGKILL);
    assert_eq!(wrapped.end(), -libc::SIGKILL);
}

#[test]
fn a_signal_that_the_c_library_keeps_to_itself_is_passed_on() {
    if emulated("the emulator's C library keeps it, too") {
        return;
    }
    let mut command = trap(["-f", "--", "sh", "-c", "echo ready; exec sleep 1000"]);
    // posix_spawn(3) of glibc, by which std starts programs, leaves it ignored.
    // SAFETY: a plain system call between fork and exec; all zeros is the default action.
    unsafe {
        command.pre_exec(|| {
            libc::syscall(libc::SYS_rt_sigaction, 32, [0usize; 8].as_ptr(), 0usize, 8usize);
            Ok(())
        });
    }
    let mut wrapped = Wrapped::start(command);
    assert_eq!(wrapped.lines.next(), "ready");
    wrapped.is_sent(32);
    assert_eq!(wrapped.end(), -32);
}

#[test]
fn signals_that_end_trap_by_default_do_not_leave_command_behind() {
    for signal in [
        libc::SIGABRT,
        libc::SIGSEGV,
        libc::SIGBUS,
        libc::SIGILL,
        libc::SIGFPE,
        libc::SIGSYS,
        libc::SIGTRAP,
    ] {
        let (mut wrapped, _) = Wrapped::victim(&["-f"], "default");
        wrapped.is_sent(signal);
        assert_eq!(wrapped.end(), -signal);
    }
}

#[test]
fn the_exit_status_is_commands_own() {
    for status in [0, 1, 2, 124, 125, 126, 127, 128, 130, 255] {
        let ran = script(&["-f"], &format!("exit {status}"));
        assert_eq!((ran.status, ran.stderr.as_str()), (status, ""));
        assert_eq!(script(&[], &format!("exit {status}")).status, status);
    }
}

#[test]
fn trap_dies_by_the_signal_that_command_died_by() {
    let deadly = [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
        "PIPE",
    ];
    for name in deadly
        .into_iter()
        .chain(["ALRM", "TERM", "XCPU", "XFSZ", "VTALRM", "PROF", "SYS", "RTMIN", "RTMAX"])
    {
        let kill = format!("{} kill -s {name} $$", sigkit_path());
        let number: i32 = run(["-l", name]).stdout.trim().parse().expect("a number");
        if emulated(NO_HIGHEST_SIGNALS) && name == "RTMAX" {
            continue;
        }
        assert_eq!(script(&["-f"], &kill).status, -number, "{name}");
        assert_eq!(script(&["-e"], &kill).status, 128 + number, "{name}");
    }
}

#[test]
fn some_exit_statuses_are_no_failures() {
    assert_eq!(script(&["-e143"], "kill -s TERM $$").status, 0);
    assert_eq!(script(&["-e1,143"], "exit 1").status, 0);
    assert_eq!(script(&["-e1,143"], "exit 2").status, 2);
    assert_eq!(script(&["-e1"], "kill -s TERM $$").status, 143);
    assert_eq!(script(&["-e124", "-t", "50ms"], "exec sleep 1000").status, 0);
    Ran::of(&mut trap(["-e127", "--", "/nonexistent"]))
        .fails(0, "sigtrap: /nonexistent: No such file or directory\n");
}

#[test]
fn a_trapped_signal_is_passed_on_only_if_that_is_asked_for() {
    for (options, status) in
        [(&["echo trapped", "TERM"][..], 3), (&["-f", "echo trapped", "TERM"], -15)]
    {
        let mut wrapped = Wrapped::script(
            options,
            "trap 'kill -s KILL $!; exit 3' USR1; exec 3>&1; sleep 1000 >/dev/null & \
             echo ready; wait",
        );
        assert_eq!(wrapped.lines.next(), "ready");
        wrapped.is_sent(libc::SIGTERM);
        assert_eq!(wrapped.lines.next(), "trapped");
        if status == 3 {
            wrapped.is_sent(libc::SIGUSR1);
        }
        assert_eq!(wrapped.end_of_trap(), status);
    }
}

#[test]
fn signals_are_rewritten_dropped_and_delayed() {
    let changed = ["-m", "TERM:QUIT", "-m", "HUP:", "--delay", "USR1=150ms", "--delay", "URG=1h"];
    let (mut wrapped, _) = Wrapped::victim(&changed, "report");
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.reported(), (libc::SIGQUIT, SI_USER, 0));
    wrapped.is_sent(libc::SIGHUP);
    let sent = Instant::now();
    wrapped.is_sent(libc::SIGUSR1);
    assert_eq!(wrapped.reported(), (libc::SIGUSR1, SI_USER, 0));
    assert!(sent.elapsed().as_millis() >= 150);
    // What is delayed delays no other.
    wrapped.is_sent(libc::SIGURG);
    wrapped.is_sent(libc::SIGUSR2);
    assert_eq!(wrapped.reported(), (libc::SIGUSR2, SI_USER, 0));
}

#[test]
fn who_does_not_end_gets_the_schedule() {
    let (mut wrapped, _) = Wrapped::victim(&["-k", "200ms"], "ignore-term");
    let sent = Instant::now();
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end(), -libc::SIGKILL);
    assert!(sent.elapsed().as_millis() >= 200);
    // Other signals begin nothing.
    let (mut wrapped, _) = Wrapped::victim(&["-k", "0"], "report");
    wrapped.is_sent(libc::SIGUSR1);
    assert_eq!(wrapped.reported(), (libc::SIGUSR1, SI_USER, 0));
    wrapped.is_sent(libc::SIGUSR2);
    assert_eq!(wrapped.reported(), (libc::SIGUSR2, SI_USER, 0));
}

#[test]
fn what_happens_is_told_on_request() {
    let ran = script(
        &["-v", "-m", "USR2:USR1", "--guard", "", "PIPE"],
        "trap 'kill -s KILL $!; exit 3' USR1; sleep 1000 & kill -s USR2 $PPID; wait",
    );
    let sender = ran.stderr.split("from process ").nth(1).and_then(|rest| rest.split(' ').next());
    // SAFETY: getuid cannot fail.
    let (sender, user) = (sender.expect("a sender"), unsafe { libc::getuid() });
    assert_eq!(
        ran.stderr,
        format!(
            "sigtrap: USR2: from process {sender} sh of user {user}, passed on as USR1\n\
            sigtrap: sh: exited 3\n"
        )
    );
    assert_eq!(ran.status, 3);
}

#[test]
fn the_standard_streams_may_be_closed() {
    for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
        let line = format!(
            "exec \"$0\" sigtrap -f 'exit 0' EXIT -- sh -c 'ls -l /proc/self/fd >/dev/null; exit \
             4' {closed}"
        );
        assert_eq!(
            Ran::of(Command::new("sh").args(["-c", &line, sigkit_path()])).status,
            4,
            "{closed}"
        );
    }
    // COMMAND finds them closed.
    let line = "exec \"$0\" sigtrap -g -- sh -c 'test -e /proc/self/fd/0 || echo closed' <&-";
    Ran::of(Command::new("sh").args(["-c", line, sigkit_path()])).prints("closed\n");
}

#[test]
fn wrong_command_lines_start_nothing() {
    Ran::of(&mut trap(["", "KILL", "sigfoo", "TERM", "--", "echo", "ran"])).fails(
        125,
        "sigtrap: KILL: cannot be caught or ignored\nsigtrap: sigfoo: unknown signal name\n",
    );
    Ran::of(&mut trap(["-", "KILL", "--", "echo", "ran"])).prints("ran\n");
    let ran = Ran::of(&mut trap(["", "INT"]));
    assert_eq!(ran.status, 2);
    let ran = Ran::of(&mut trap(["--nope", "--", "echo", "ran"]));
    assert_eq!((ran.status, ran.stdout.as_str()), (125, ""));
    Ran::of(&mut trap(["--posix", "", "int", "SIGTERM", "2", "HUP", "--", "echo", "ran"])).fails(
        125,
        "sigtrap: int: lower case is not portable; write: INT\n\
        sigtrap: SIGTERM: the SIG prefix is not POSIX; write: TERM\n\
        sigtrap: 2: signal numbers are not POSIX; write: INT\n",
    );
}

#[test]
fn trap_speaks_as_the_name_that_it_was_called_by() {
    let directory = TemporaryDirectory::new();
    for name in ["trap", "sigtrap"] {
        let link = directory.path.join(name);
        std::os::unix::fs::symlink(sigkit_path(), &link).expect("a link");
        let called = |words: &[&str]| Ran::of(Command::new(&link).args(words));
        called(&["--", "/nonexistent"])
            .fails(127, &format!("{name}: /nonexistent: No such file or directory\n"));
        called(&["-f", "--", "/nonexistent"])
            .fails(127, &format!("{name}: /nonexistent: No such file or directory\n"));
        let ran = called(&["-v", "--", "true"]);
        assert_eq!(ran.stderr, format!("{name}: true: exited 0\n"));
        let ran = called(&["--help"]);
        assert!(ran.stdout.contains(&format!("\nUsage: {name} [OPTION]...")), "{ran:?}");
        assert!(ran.stdout.contains(&format!("\n  {name} --init -k 8 -- server ")), "{ran:?}");
        assert!(!ran.stdout.contains('@'), "{ran:?}");
        assert!(called(&["--version"]).stdout.starts_with(&format!("{name} (sigkit) ")));
        // As a command of sigkit's, too.
        let mut command = Command::new(sigkit_path());
        let ran = Ran::of(command.args([name, "-v", "--", "true"]).env_remove("SIGKIT_POSIX"));
        assert_eq!(ran.stderr, format!("{name}: true: exited 0\n"));
    }
    // The shell's own trap has no help: that is asked of the other name.
    Ran::of(&mut trap(["-t", "1", "sleep", "5"])).fails(
        125,
        "sigtrap: sleep: -- is missing before COMMAND; write: sigtrap -t 1 -- sleep 5\n\
        Try 'sigtrap --help' for more information.\n",
    );
}
