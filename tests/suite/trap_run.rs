//! trap runs a program: what it passes on, what it starts, how it ends. Terminals are in
//! `wrappers`.
//!
//! Long because every test starts COMMAND under trap by the same helpers, above all `Wrapped`.

#![allow(unsafe_code)]

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
fn a_queued_signal_is_passed_on_with_its_value_and_its_sender() {
    let (mut wrapped, _) = Wrapped::victim(&["-f"], "report");
    for signal in all_signals() {
        // SAFETY: sigqueue(3) takes the value by copy; the process is this test's.
        assert_eq!(unsafe { libc::sigqueue(wrapped.pid, signal, queued_value(1000 + signal)) }, 0);
        let line = wrapped.lines.next();
        // SAFETY: getuid cannot fail.
        let user = unsafe { libc::getuid() };
        assert_eq!(
            line,
            format!("{signal} {SI_QUEUE} {} {user} {}", std::process::id(), 1000 + signal)
        );
    }
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
fn what_cannot_be_executed_is_126_and_what_is_not_there_127() {
    let directory = TemporaryDirectory::new();
    let file = directory.path.join("plain");
    std::fs::write(&file, "echo ran \"$1\"\n").expect("a file");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("its mode");
    let (path, place) = (file.to_str().expect("UTF-8"), directory.path.to_str().expect("UTF-8"));
    for options in [&[][..], &["-f"]] {
        let of = |word: &str| Ran::of(trap(options).args(["--", word, "x"]));
        of(place).fails(126, &format!("trap: {place}: Permission denied\n"));
        of(path).fails(126, &format!("trap: {path}: Permission denied\n"));
        of("/nonexistent/x").fails(127, "trap: /nonexistent/x: No such file or directory\n");
        of("sigkit-no-such-command")
            .fails(127, "trap: sigkit-no-such-command: No such file or directory\n");
        of("").fails(127, "trap: '': No such file or directory\n");
    }
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    for options in [&[][..], &["-f"]] {
        // Without "#!" the shell runs it (POSIX.1-2024 XSH exec, execvp).
        Ran::of(trap(options).args(["--", path, "x"])).prints("ran x\n");
    }
}

#[test]
fn command_is_looked_for_in_path() {
    let directory = TemporaryDirectory::new();
    let place = directory.path.to_str().expect("UTF-8");
    // A directory of the program's name, a file that is not executable, the program; and that
    // behind a long name.
    let name = "sigkit-test-program";
    let long = format!("long/{}", vec!["x".repeat(200); 4].join("/"));
    for folder in
        [format!("directory/{name}"), "denied".to_owned(), "good".to_owned(), long.clone()]
    {
        std::fs::create_dir_all(directory.path.join(folder)).expect("a directory");
    }
    let write = |file: String, says: &str, mode: u32| {
        let file = directory.path.join(file);
        std::fs::write(&file, format!("#!/bin/sh\necho {says}\n")).expect("a file");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).expect("its mode");
    };
    write(format!("denied/{name}"), "denied", 0o644);
    write(format!("good/{name}"), "good", 0o755);
    write(format!("{long}/{name}"), "long", 0o755);
    write(name.to_owned(), "here", 0o755);
    let in_place = |folders: &[&str]| {
        folders.iter().map(|folder| format!("{place}/{folder}")).collect::<Vec<_>>().join(":")
    };
    for options in [&[][..], &["-f"], &["-k", "5"]] {
        let with = |path: &str| {
            let mut command = trap(options);
            Ran::of(command.args(["--", name]).env("PATH", path).current_dir(place))
        };
        with(&in_place(&["directory", "denied", "nowhere", "good"])).prints("good\n");
        with(&in_place(&[&long, "good"])).prints("long\n");
        // An empty name is the current directory.
        for path in ["", ":/bin", "/bin::/usr/bin", "/bin:"] {
            with(path).prints("here\n");
        }
        with(&in_place(&["directory"]))
            .fails(127, &format!("trap: {name}: No such file or directory\n"));
        with(&in_place(&["denied", "directory"]))
            .fails(126, &format!("trap: {name}: Permission denied\n"));
        let mut command = trap(options);
        Ran::of(command.args(["--", "sh", "-c", "echo found"]).env_remove("PATH"))
            .prints("found\n");
    }
}

/// The system calls of trap until it starts a process, by their numbers.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn calls_before_a_process_is_started(mut command: Command) -> Vec<i64> {
    use nix::sys::ptrace::{self, Options};
    use nix::sys::wait::{WaitStatus, waitpid};
    // SAFETY: between fork and exec only ptrace(2) is called.
    unsafe { command.pre_exec(|| Ok(ptrace::traceme()?)) };
    let mut child = command.spawn().expect("trap starts");
    let pid = nix::unistd::Pid::from_raw(child.id() as i32);
    waitpid(pid, None).expect("the stop at exec");
    ptrace::setoptions(pid, Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_EXITKILL)
        .expect("options");
    let mut calls = Vec::new();
    while calls.last() != Some(&libc::SYS_clone) {
        ptrace::syscall(pid, None).expect("the next stop");
        assert!(matches!(waitpid(pid, None), Ok(WaitStatus::PtraceSyscall(_))), "{calls:?}");
        let registers = ptrace::getregs(pid).expect("registers");
        // At the entry rax is -ENOSYS.
        if registers.rax as i64 == -i64::from(libc::ENOSYS) {
            calls.push(registers.orig_rax as i64);
        }
    }
    child.kill().expect("it can be killed");
    child.wait().expect("a child to wait for");
    calls
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn signals_are_blocked_before_command_is_looked_for() {
    for options in [&["-f"][..], &["-k", "5"], &["--init"], &["echo", "EXIT"]] {
        let mut command = trap(options);
        command.args(["--", "sleep", "1000"]).env("PATH", "/nonexistent:/bin:/usr/bin");
        let calls = calls_before_a_process_is_started(command);
        let first = |wanted: &[i64]| {
            calls.iter().position(|call| wanted.contains(call)).expect("it is called")
        };
        // access(3) is another call in each C library.
        const LOOKS: [i64; 3] = [libc::SYS_access, libc::SYS_faccessat, libc::SYS_faccessat2];
        assert!(first(&[libc::SYS_rt_sigprocmask]) < first(&LOOKS), "{options:?}: {calls:?}");
    }
}

/// Blocks a signal, and sends it to the process that is to become trap.
fn with_pending(command: &mut Command, signal: i32) {
    // SAFETY: plain system calls between fork and exec; the set is valid for the kernel.
    unsafe {
        command.pre_exec(move || {
            let blocked: u64 = 1 << (signal - 1);
            libc::syscall(
                libc::SYS_rt_sigprocmask,
                libc::SIG_BLOCK,
                &raw const blocked,
                0usize,
                8usize,
            );
            libc::kill(libc::getpid(), signal);
            Ok(())
        });
    }
}

#[test]
fn a_signal_that_waits_for_trap_when_it_starts_is_passed_on() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let own = std::env::current_exe().expect("the test binary has a path");
    for (options, signal) in
        [(&["-f"][..], libc::SIGUSR1), (&["-k", "5"], libc::SIGTERM), (&["--init"], libc::SIGTERM)]
    {
        let mut command = trap(options);
        command.arg("--").arg(&own).env("SIGKIT_VICTIM", "report");
        // As the process that trap was before, whose number it still has.
        with_pending(&mut command, signal);
        let mut wrapped = Wrapped::start(command);
        let line = wrapped.lines.next();
        assert!(line.starts_with("ready "), "{line}");
        assert_eq!(wrapped.reported(), (signal, SI_USER, 0), "{options:?}");
    }
}

#[test]
fn a_stop_while_command_is_started_stops_trap() {
    // Pseudo-random, and the same every time.
    let mut random = 12_345_u64;
    let mut stuck_of_300 = || {
        let mut stuck = 0;
        for _ in 0..300 {
            let mut command = trap(["-k", "5", "--", "sleep", "1000"]);
            let mut child = command.process_group(0).spawn().expect("trap starts");
            let pid = child.id() as i32;
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let moment = Instant::now() + std::time::Duration::from_micros(random >> 33 & 1_023);
            while Instant::now() < moment {}
            // SAFETY: kill(2) takes two numbers; the group is that of the child, which nobody has
            // waited for.
            let to_group = |signal| assert_eq!(unsafe { libc::kill(-pid, signal) }, 0);
            to_group(libc::SIGTSTP);
            let deadline = Instant::now() + std::time::Duration::from_secs(10);
            while state(pid) != Some('T') && Instant::now() < deadline {
                pause();
            }
            stuck += i32::from(state(pid) != Some('T'));
            to_group(libc::SIGKILL);
            child.wait().expect("a child to wait for");
        }
        stuck
    };
    // It can still be stopped between its last two system calls, once in some 10,000 times, and
    // more often on a machine that has much else to do. Where a stop is not kept back, some ten are
    // stuck, each time.
    let tries: Vec<i32> = (0..3).map(|_| stuck_of_300()).take_while(|stuck| *stuck > 3).collect();
    assert!(tries.len() < 3, "{tries:?} of 300 wait for a process that is stopped");
}

#[test]
fn a_cont_that_comes_at_once_ends_the_stop_of_trap_too() {
    let handled = format!("handled {}", libc::SIGUSR1);
    let mut random = 54_321_u64;
    for _ in 0..300 {
        let (mut wrapped, command) = Wrapped::victim(&["-f"], "tell");
        let pid = wrapped.pid;
        // SAFETY: kill(2) takes two numbers; the group is that of a child, which nobody has waited
        // for.
        let to_group = |signal| assert_eq!(unsafe { libc::kill(-pid, signal) }, 0);
        // After an ordinary stop trap has most of its memory to fetch again, and is slow.
        send(command, libc::SIGTSTP);
        is_in_state(command, "T");
        is_in_state(pid, "T");
        to_group(libc::SIGCONT);
        send(pid, libc::SIGUSR1);
        while wrapped.lines.next() != handled {}
        // From the terminal all of the job would get it. Who sends it to all of the job has trap
        // pass it on, which may come after the CONT, and stop COMMAND again.
        send(command, libc::SIGTSTP);
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let moment = Instant::now() + std::time::Duration::from_micros(random >> 33 & 127);
        while Instant::now() < moment {}
        to_group(libc::SIGCONT);
        // This is passed on, so trap is not stopped, nor is COMMAND, which also tells of each CONT.
        send(pid, libc::SIGUSR1);
        while wrapped.lines.next() != handled {}
    }
}

#[test]
fn who_could_not_be_started_at_first_inherits_the_same() {
    in_pid_namespace("trap_run::who_could_not_be_started_at_first_inherits_the_same", || {
        // What the kernel does not execute is sh's, as which another program stands here: it shows
        // what it has inherited, which some shells change at once.
        let bind = Ran::of(Command::new("mount").args(["--bind", "/bin/cat", "/bin/sh"]));
        assert_eq!((bind.stderr.as_str(), bind.status), ("", 0));
        let directory = TemporaryDirectory::new();
        let file = directory.path.join("script");
        std::fs::write(&file, "a script\n").expect("a file");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("its mode");
        let inherited = |mut command: Command| {
            command.arg("/proc/self/status");
            // SAFETY: plain system calls between fork and exec; the set is valid for the kernel.
            unsafe {
                command.pre_exec(|| {
                    libc::signal(libc::SIGCHLD, libc::SIG_IGN);
                    let blocked: u64 = 1 << (libc::SIGUSR1 - 1);
                    libc::syscall(
                        libc::SYS_rt_sigprocmask,
                        libc::SIG_SETMASK,
                        &raw const blocked,
                        0usize,
                        8usize,
                    );
                    Ok(())
                });
            }
            let ran = Ran::of(&mut command);
            assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
            let sets = ran
                .stdout
                .lines()
                .filter(|line| line.starts_with("SigBlk:") || line.starts_with("SigIgn:"));
            sets.map(str::to_owned).collect::<Vec<_>>()
        };
        let direct = inherited(Command::new("/bin/cat"));
        assert_eq!(direct[0], "SigBlk:\t0000000000000200");
        for options in [&[][..], &["-f"], &["-k", "5"]] {
            let mut command = trap(options);
            command.arg("--").arg(&file);
            assert_eq!(inherited(command), direct, "{options:?}");
        }
    });
}

/// Has a command start with some signals ignored and some blocked, the C library's own among them.
fn ignore_and_block_some(command: &mut Command) {
    // SAFETY: plain system calls between fork and exec; both arguments are valid for the
    // kernel.
    unsafe {
        command.pre_exec(|| {
            #[repr(C)]
            struct Action(usize, [usize; 3]);
            let ignore = Action(libc::SIG_IGN, [0; 3]);
            for signal in [libc::SIGHUP, libc::SIGPIPE, libc::SIGCHLD, libc::SIGTTOU, 32, 33, 40] {
                libc::syscall(libc::SYS_rt_sigaction, signal, &raw const ignore, 0usize, 8usize);
            }
            let blocked: u64 = 1 << (libc::SIGUSR1 - 1) | 1 << 32 | 1 << 40;
            libc::syscall(
                libc::SYS_rt_sigprocmask,
                libc::SIG_SETMASK,
                &raw const blocked,
                0usize,
                8usize,
            );
            Ok(())
        });
    }
}

#[test]
fn command_inherits_what_trap_inherited() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    // What is ignored and blocked, as COMMAND sees itself. (Some shells do not keep CHLD ignored.)
    let with_entry = |mut command: Command| {
        command.args(["cat", "/proc/self/status"]);
        ignore_and_block_some(&mut command);
        let ran = Ran::of(&mut command);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
        let sets = ran
            .stdout
            .lines()
            .filter(|line| line.starts_with("SigBlk:") || line.starts_with("SigIgn:"));
        sets.map(|line| format!("{line}\n")).collect::<String>()
    };
    let mut env = Command::new("env");
    env.stdin(Stdio::null());
    let direct = with_entry(env);
    assert_eq!(direct, "SigBlk:\t0000010100000200\nSigIgn:\t0000008180211001\n");
    for options in [&[][..], &["-f"], &["--init"], &["-k", "5"], &["echo", "USR2"]] {
        let mut command = trap(options);
        command.arg("--");
        assert_eq!(with_entry(command), direct, "{options:?}");
    }
    // What is asked for, and nothing else.
    let command = trap([
        "-",
        "HUP",
        "CHLD",
        "--on",
        "TERM,INT=",
        "--block",
        "USR2",
        "--unblock",
        "USR1",
        "-f",
        "--",
    ]);
    let asked = with_entry(command);
    assert_eq!(asked, "SigBlk:\t0000010100000800\nSigIgn:\t0000008180205002\n");
}

#[test]
fn ignored_on_entry_can_be_undone_and_what_is_ignored_stays_so() {
    Ran::of(trap(["-", "HUP", "--"]).args([
        "sh",
        "-c",
        "trap 'echo caught' HUP; kill -s HUP $$; echo on",
    ]))
    .prints("caught\non\n");
    script(&["", "HUP", "TERM"], "kill -s HUP $$; kill -s TERM $$; echo alive").prints("alive\n");
    script(&["1", "15"], "kill -s TERM $$; echo alive");
    assert_eq!(script(&["1", "15"], "kill -s TERM $$; echo alive").status, -15);
}

#[test]
fn an_action_runs_with_what_it_needs_to_know() {
    let mut wrapped = Wrapped::script(
        &["-v", "echo \"$TRAP_SIGNAL $TRAP_PID\"", "USR1", "USR2"],
        "trap 'kill $!; exit 3' TERM; sleep 1000 & echo $$; while :; do wait; done",
    );
    let command = wrapped.lines.next();
    wrapped.is_sent(libc::SIGUSR1);
    assert_eq!(wrapped.lines.next(), format!("USR1 {command}"));
    wrapped.is_sent(libc::SIGUSR2);
    assert_eq!(wrapped.lines.next(), format!("USR2 {command}"));
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end_of_trap(), 3);
}

#[test]
fn the_action_for_exit_is_the_last_and_knows_the_status() {
    script(&["echo $TRAP_SIGNAL $TRAP_STATUS", "EXIT"], "exit 7").fails_printing(7, "EXIT 7\n");
    script(&["echo $TRAP_STATUS; exit 9", "0"], "kill -s TERM $$").fails_printing(-15, "143\n");
    script(&["-e", "echo $TRAP_STATUS", "EXIT"], "kill -s TERM $$").fails_printing(143, "143\n");
    // Not even the environment of an outer trap changes that.
    Ran::of(trap(["echo $TRAP_STATUS", "EXIT", "--", "true"]).env("TRAP_STATUS", "5"))
        .prints("0\n");
    Ran::of(&mut trap(["echo $TRAP_STATUS", "EXIT", "--", "/nonexistent"])).is(
        127,
        "127\n",
        "trap: /nonexistent: No such file or directory\n",
    );
    // Actions that are still to run come first.
    let mut wrapped = Wrapped::script(
        &["sleep 0.1; echo usr1", "USR1", "--on", "USR2=echo usr2", "--on", "EXIT=echo exit"],
        "echo ready; read -r line; exit 4",
    );
    drop(wrapped.lines.next());
    assert_eq!(wrapped.lines.until_closed(), "exit\n");
    let both = "kill -s USR1 $PPID; kill -s USR2 $PPID; kill -s USR1 $PPID; exit 4";
    let ran =
        script(&["echo usr1", "USR1", "--on", "USR2=echo usr2", "--on", "EXIT=echo exit"], both);
    assert_eq!(ran.status, 4);
    assert!(
        ran.stdout.ends_with("exit\n")
            && ran.stdout.contains("usr1\n")
            && ran.stdout.contains("usr2\n"),
        "{ran:?}"
    );
}

#[test]
fn an_action_is_what_the_user_wrote() {
    let action = "printf '%s\\n' \"it's\" 'two\nlines' \"\\$x\" *[";
    let own = TemporaryDirectory::new();
    let mut command = trap([action, "EXIT", "--", "true"]);
    Ran::of(command.current_dir(&own.path)).prints("it's\ntwo\nlines\n$x\n*[\n");
    // It is no option of the shell's.
    let ran = Ran::of(&mut trap(["--on", "EXIT=-x", "--", "true"]));
    assert!(
        ran.status == 0 && ran.stderr.contains("-x") && ran.stderr.contains("not found"),
        "{ran:?}"
    );
    Ran::of(&mut trap(["--shell", "/nonexistent", "echo", "EXIT", "--", "true"])).is(
        0,
        "",
        "trap: /nonexistent: cannot run the action for EXIT: No such file or directory\n",
    );
    let directory = TemporaryDirectory::new();
    let shell = directory.path.join("shell");
    std::fs::write(&shell, "#!/bin/sh\necho \"own: $1 $2\"\n").expect("a file");
    std::fs::set_permissions(&shell, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    let shell = shell.to_str().expect("UTF-8");
    Ran::of(&mut trap(["--shell", shell, "a b", "EXIT", "--", "true"])).prints("own: -c a b\n");
}

#[test]
fn actions_run_one_at_a_time_while_command_goes_on() {
    let directory = TemporaryDirectory::new();
    let lock = directory.path.join("lock");
    let action = format!("mkdir '{0}' && rmdir '{0}' && echo alone", lock.display());
    let mut wrapped = Wrapped::script(
        &[&action, "USR1", "--on", "USR2=echo last"],
        "trap 'kill $!; exit 0' TERM; sleep 1000 & echo ready; while :; do wait; done",
    );
    assert_eq!(wrapped.lines.next(), "ready");
    for _ in 0..20 {
        wrapped.is_sent(libc::SIGUSR1);
        assert_eq!(wrapped.lines.next(), "alone");
    }
    wrapped.is_sent(libc::SIGUSR2);
    assert_eq!(wrapped.lines.next(), "last");
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end_of_trap(), 0);
}

#[test]
fn the_end_of_an_action_is_no_childs_end() {
    // An action that starts processes would go on for ever.
    let ran = script(&["echo child; true | cat; sh -c true", "CHLD"], "exit 0");
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "child\n"));
    let mut wrapped = Wrapped::script(
        &["echo child", "CHLD"],
        "trap 'kill $!; exit 0' TERM; sleep 1000 & echo ready; wait",
    );
    assert_eq!(wrapped.lines.next(), "ready");
    wrapped.is_sent(libc::SIGCHLD);
    assert_eq!(wrapped.lines.next(), "child");
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.lines.next(), "child");
}

#[test]
fn a_trapped_signal_is_passed_on_only_if_that_is_asked_for() {
    for (options, status) in
        [(&["echo trapped", "TERM"][..], 3), (&["-f", "echo trapped", "TERM"], -15)]
    {
        let mut wrapped = Wrapped::script(
            options,
            "trap 'kill $!; exit 3' USR1; exec 3>&1; sleep 1000 >/dev/null & echo ready; wait",
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
    let (mut wrapped, _) =
        Wrapped::victim(&["-m", "TERM:QUIT", "-m", "HUP:", "--delay", "USR1=150ms"], "report");
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.reported(), (libc::SIGQUIT, SI_USER, 0));
    wrapped.is_sent(libc::SIGHUP);
    let sent = Instant::now();
    wrapped.is_sent(libc::SIGUSR1);
    wrapped.is_sent(libc::SIGUSR2);
    assert_eq!(wrapped.reported(), (libc::SIGUSR2, SI_USER, 0));
    assert_eq!(wrapped.reported(), (libc::SIGUSR1, SI_USER, 0));
    assert!(sent.elapsed().as_millis() >= 150);
}

#[test]
fn who_does_not_end_gets_the_schedule() {
    let (mut wrapped, _) = Wrapped::victim(&["-k", "200ms"], "ignore-term");
    let sent = Instant::now();
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end(), -libc::SIGKILL);
    assert!(sent.elapsed().as_millis() >= 200);
    // The second one is the next step at once.
    let (mut wrapped, _) = Wrapped::victim(&["--schedule", "TERM/1h/USR1/1h/KILL"], "report");
    for (sent, got) in [(libc::SIGINT, libc::SIGINT), (libc::SIGTERM, libc::SIGUSR1)] {
        wrapped.is_sent(sent);
        assert_eq!(wrapped.reported(), (got, SI_USER, 0));
    }
    wrapped.is_sent(libc::SIGINT);
    assert_eq!(wrapped.end(), -libc::SIGKILL);
    // Other signals begin nothing.
    let (mut wrapped, _) = Wrapped::victim(&["-k", "0"], "report");
    wrapped.is_sent(libc::SIGUSR1);
    assert_eq!(wrapped.reported(), (libc::SIGUSR1, SI_USER, 0));
    wrapped.is_sent(libc::SIGUSR2);
    assert_eq!(wrapped.reported(), (libc::SIGUSR2, SI_USER, 0));
}

#[test]
fn a_time_out_exits_with_124_unless_the_status_is_preserved() {
    assert_eq!(script(&["-t", "50ms"], "exec sleep 1000").status, 124);
    assert_eq!(script(&["-t", "50ms", "--preserve-status"], "exec sleep 1000").status, -15);
    assert_eq!(
        script(&["-t", "50ms", "-k", "50ms"], "trap '' TERM; while :; do sleep 1; done").status,
        124
    );
    let caught = "trap 'kill $!; exit 3' TERM; sleep 1000 & wait";
    assert_eq!(script(&["-t", "3", "--preserve-status"], caught).status, 3);
    assert_eq!(script(&["-t", "1h"], "exit 5").status, 5);
}

#[test]
fn command_stops_and_trap_with_it() {
    let (mut wrapped, command) = Wrapped::victim(&["-f"], "default");
    for signal in [libc::SIGTSTP, libc::SIGTTIN, libc::SIGTTOU] {
        send(command, signal);
        is_in_state(wrapped.pid, "T");
        use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
        let pid = nix::unistd::Pid::from_raw(wrapped.pid);
        let status = waitpid(pid, Some(WaitPidFlag::WUNTRACED)).expect("a child to wait for");
        assert!(matches!(status, WaitStatus::Stopped(_, by) if by as i32 == signal), "{status:?}");
        wrapped.is_sent(libc::SIGCONT);
        is_in_state(command, "S");
        is_in_state(wrapped.pid, "S");
    }
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end(), -libc::SIGTERM);
}

/// Some that report signals (mode `report` in `victim.rs`), COMMAND one of them; they say in which
/// order they like.
fn reporters(options: &[&str], script: &str, count: usize) -> Wrapped {
    let mut command = trap(options);
    let own = std::env::current_exe().expect("the test binary has a path");
    command.args(["--", "sh", "-c", script]).arg(own).env("SIGKIT_VICTIM", "report");
    let mut wrapped = Wrapped::start(command);
    (0..count).for_each(|_| assert!(wrapped.lines.next().starts_with("ready ")));
    wrapped
}

#[test]
fn without_a_terminal_a_stop_is_commands_own() {
    let own = std::env::current_exe().expect("the test binary has a path");
    let mut command = trap(["-f", "--"]);
    command.arg(own).env("SIGKIT_VICTIM", "report");
    // SAFETY: between fork and exec only setsid is called. A leader of a group, which this becomes
    // later, could not.
    unsafe {
        command.pre_exec(|| nix::unistd::setsid().map(drop).map_err(Into::into));
    }
    let mut child = command.stdout(Stdio::piped()).spawn().expect("trap starts");
    let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
    let victim: i32 =
        lines.next().strip_prefix("ready ").expect("ready").parse().expect("a process ID");
    let pid = child.id() as i32;
    send(victim, libc::SIGSTOP);
    is_in_state(victim, "T");
    send(pid, libc::SIGUSR1);
    send(victim, libc::SIGCONT);
    let mut seen = [lines.next(), lines.next()];
    seen.sort();
    assert!(seen[0].starts_with("10 0 ") && seen[1].starts_with("18 0 "), "{seen:?}");
    send(pid, libc::SIGKILL);
    lines.until_closed();
    child.wait().expect("a child to wait for");
}

#[test]
fn signals_reach_the_whole_group_of_command() {
    let mut wrapped = reporters(&["-g"], "\"$0\" & \"$0\" & exec \"$0\"", 3);
    wrapped.is_sent(libc::SIGUSR1);
    let mut seen = [wrapped.reported(), wrapped.reported(), wrapped.reported()];
    assert_eq!(seen, [(libc::SIGUSR1, SI_USER, 0); 3]);
    // Without it COMMAND alone.
    let mut wrapped = reporters(&["-f"], "\"$0\" & exec \"$0\"", 2);
    wrapped.is_sent(libc::SIGUSR1);
    wrapped.is_sent(libc::SIGUSR2);
    seen[..2].copy_from_slice(&[wrapped.reported(), wrapped.reported()]);
    assert_eq!(seen[..2], [(libc::SIGUSR1, SI_USER, 0), (libc::SIGUSR2, SI_USER, 0)]);
}

#[test]
fn signals_reach_descendants_in_other_sessions() {
    let mut wrapped = reporters(&["--tree"], "setsid \"$0\" & \"$0\" & exec \"$0\"", 3);
    wrapped.is_sent(libc::SIGUSR1);
    let mut reached = 0;
    while reached < 3 {
        let (number, code, _) = wrapped.reported();
        // They are stopped and continued, and their parents told.
        reached += usize::from((number, code) == (libc::SIGUSR1, SI_USER));
    }
}

/// A pipe that the command reads from as descriptor 3: what is to happen next in it depends on the
/// test, not on time.
fn with_pipe(command: &mut Command) -> OwnedFd {
    let (reader, writer) = nix::unistd::pipe().expect("a pipe");
    for end in [&reader, &writer] {
        // SAFETY: fcntl(2) on a descriptor of ours.
        unsafe { libc::fcntl(end.as_raw_fd(), libc::F_SETFD, libc::FD_CLOEXEC) };
    }
    // SAFETY: dup2(2) between fork and exec; the closure keeps the reader.
    unsafe {
        command.pre_exec(move || {
            // It may be that one already.
            if libc::dup2(reader.as_raw_fd(), 3) != 3 || libc::fcntl(3, libc::F_SETFD, 0) != 0 {
                return Err(std::io::Error::last_os_error());
            }
            Ok(())
        });
    }
    writer
}

#[test]
fn descendants_are_waited_for() {
    let mut command = trap(["-w", "echo over $TRAP_STATUS", "EXIT", "--", "sh", "-c"]);
    command.arg("(echo begun; read -r line; echo \"$line\") <&3 & exit 3");
    let writer = with_pipe(&mut command);
    let mut wrapped = Wrapped::start(command);
    assert_eq!(wrapped.lines.next(), "begun");
    nix::unistd::write(&writer, b"ended\n").expect("written");
    assert_eq!(wrapped.lines.next(), "ended");
    assert_eq!(wrapped.lines.next(), "over 3");
    assert_eq!(wrapped.end(), 3);
    // What does not end by itself gets the schedule, TERM and then KILL without one.
    // The child tells when it is ready for TERM.
    let ready = "trap 'exit 4' USR1; \
        sh -c 'trap \"echo term; kill \\$!; exit\" TERM; sleep 1000 & kill -s USR1 $PPID; wait' & \
        wait";
    let ran = script(&["-w=50ms"], ready);
    assert_eq!((ran.status, ran.stdout.as_str()), (4, "term\n"));
    let stubborn = "sh -c 'trap \"\" TERM; echo stubborn; while :; do sleep 1000; done' & exit 5";
    assert_eq!(script(&["-w=50ms"], stubborn).status, 5);
    assert_eq!(script(&["-w=0", "--schedule", "KILL"], stubborn).status, 5);
}

#[test]
fn signals_reach_those_that_command_has_left_behind() {
    let child = "trap 'echo left; kill $!; exit' USR1; sleep 1000 & echo ready; wait";
    let command = trap(["-w", "--", "sh", "-c", "echo $$; setsid sh -c \"$0\" & exit 6", child]);
    let mut wrapped = Wrapped::start(command);
    let command = wrapped.lines.next();
    assert_eq!(wrapped.lines.next(), "ready");
    // The child is trap's, and COMMAND is not there any more.
    let children = format!("/proc/{0}/task/{0}/children", wrapped.pid);
    let deadline = Instant::now() + DEADLINE;
    loop {
        let pids = std::fs::read_to_string(&children).expect("the children");
        match pids.split_whitespace().collect::<Vec<_>>()[..] {
            [only] if only != command => break,
            _ => assert!(Instant::now() < deadline, "not adopted: {pids}"),
        }
    }
    wrapped.is_sent(libc::SIGUSR1);
    assert_eq!(wrapped.lines.next(), "left");
    assert_eq!(wrapped.end(), 6);
}

#[test]
fn children_from_before_trap_are_not_waited_for() {
    // The child reads from the pipe that its own parent holds until it ends.
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "read -r line <&3 & exec \"$0\" sigtrap -w -- sh -c 'exit 3'",
        sigkit_path(),
    ]);
    let writer = with_pipe(&mut command);
    let mut wrapped = Wrapped::start(command);
    assert_eq!(wrapped.end_of_trap(), 3);
    drop(writer);
}

#[test]
fn those_that_command_has_left_get_the_schedule_that_had_begun() {
    let child = "trap 'echo term' TERM; echo ready; while :; do sleep 1000 & wait $!; done";
    let options = ["-w", "-k", "2s", "--", "sh", "-c", "setsid sh -c \"$0\" & wait", child];
    let mut wrapped = Wrapped::start(trap(options));
    assert_eq!(wrapped.lines.next(), "ready");
    // COMMAND ends by it at once; the one that it leaves does not, and KILL follows.
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.lines.next(), "term");
    assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
}

#[test]
fn a_cont_continues_command_whatever_else_it_does() {
    for options in [&["echo continued", "CONT"][..], &["-m", "CONT:"], &["--delay", "CONT=1h"]] {
        let (mut wrapped, command) = Wrapped::victim(options, "default");
        send(command, libc::SIGTSTP);
        is_in_state(wrapped.pid, "T");
        wrapped.is_sent(libc::SIGCONT);
        is_in_state(command, "S");
        if options.len() == 2 && options[0] == "echo continued" {
            assert_eq!(wrapped.lines.next(), "continued");
        }
        wrapped.is_sent(libc::SIGTERM);
        assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
    }
}

#[test]
fn orphans_are_adopted_and_reaped() {
    let mut command = trap(["-r", "--", "sh", "-c"]);
    command.arg(
        "(sh -c 'until [ \"$(cut -d\" \" -f4 /proc/$$/stat)\" = $0 ]; do :; done; echo adopted' \
         $PPID &); \
        read -r line <&3; exit 5",
    );
    let writer = with_pipe(&mut command);
    let mut wrapped = Wrapped::start(command);
    assert_eq!(wrapped.lines.next(), "adopted");
    drop(writer);
    assert_eq!(wrapped.end(), 5);
}

#[test]
fn a_hundred_that_end_at_once_are_all_reaped() {
    let mut command = trap(["-r", "--", "sh", "-c"]);
    command.arg(
        "i=0; while [ $i -lt 100 ]; do (sh -c 'echo begun; read -r line' <&3 3<&- &); i=$((i+1)); \
         done; \
        exec 3<&-; while :; do sleep 1000; done",
    );
    let writer = with_pipe(&mut command);
    let mut wrapped = Wrapped::start(command);
    (0..100).for_each(|_| assert_eq!(wrapped.lines.next(), "begun"));
    drop(writer);
    // Only COMMAND is left.
    let children = format!("/proc/{0}/task/{0}/children", wrapped.pid);
    let deadline = Instant::now() + DEADLINE;
    while std::fs::read_to_string(&children).expect("the children").split_whitespace().count() != 1
    {
        assert!(Instant::now() < deadline, "zombies are left");
        pause();
    }
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
}

#[test]
fn guarded_signals_reach_only_who_catches_them() {
    let (mut wrapped, command) = Wrapped::victim(&["--guard"], "catch");
    for signal in [libc::SIGHUP, libc::SIGALRM, libc::SIGPIPE, libc::SIGRTMIN()] {
        wrapped.is_sent(signal);
    }
    // It catches USR1, and INT and TERM are meant to end.
    wrapped.is_sent(libc::SIGUSR1);
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end(), -libc::SIGTERM);
    let _ = command;
}

#[test]
fn command_dies_with_trap_and_with_traps_parent() {
    for options in [
        &["--die-with-parent"][..],
        &["--die-with-parent", "-f"],
        &["--die-with-parent=KILL", "-f"],
    ] {
        let mut words = vec!["sigtrap"];
        words.extend(options);
        words.extend(["--", "sh", "-c", "echo $$; exec sleep 1000"]);
        let mut parent = Command::new("sh");
        parent.args(["-c", "\"$0\" \"$@\" & wait", sigkit_path()]).args(&words);
        let mut parent =
            parent.stdout(Stdio::piped()).stdin(Stdio::null()).spawn().expect("sh starts");
        let mut lines = Lines::of(parent.stdout.take().expect("a pipe"));
        drop(lines.next());
        parent.kill().expect("killed");
        parent.wait().expect("a child to wait for");
        // COMMAND has the pipe.
        lines.until_closed();
    }
    let mut wrapped = Wrapped::script(&["--die-with-parent", "-f"], "echo ready; exec sleep 1000");
    assert_eq!(wrapped.lines.next(), "ready");
    wrapped.is_sent(libc::SIGKILL);
    wrapped.lines.until_closed();
}

#[test]
fn as_process_1_trap_reaps_and_exits() {
    in_pid_namespace("trap_run::as_process_1_trap_reaps_and_exits", || {
        let in_namespace = |words: &[&str]| {
            let mut command = Command::new("unshare");
            command
                .args(["--pid", "--fork", "--mount-proc", "--kill-child", sigkit_path(), "sigtrap"])
                .args(words);
            command.stdin(Stdio::null());
            command
        };
        // It cannot die by a signal.
        assert_eq!(
            Ran::of(&mut in_namespace(&["-f", "--", "sh", "-c", "kill -s KILL $$"])).status,
            137
        );
        assert_eq!(
            Ran::of(&mut in_namespace(&["-f", "--", "sh", "-c", "kill -s TERM $$"])).status,
            143
        );
        // Nobody stays a zombie, and who is left is waited for.
        let script = "sh -c '(sleep 0.1; echo orphan) & (exit 0) & exit 0'; \
            while :; do zombies=$(grep -l '^State:.Z' /proc/[0-9]*/status 2>/dev/null); [ \
            -z \"$zombies\" ] && break; done; \
            echo none; exit 3";
        let ran = Ran::of(&mut in_namespace(&["--init", "--", "sh", "-c", script]));
        assert_eq!(
            (ran.status, ran.stdout.contains("none\n"), ran.stdout.contains("orphan\n")),
            (3, true, true),
            "{ran:?}"
        );
        // TERM ends a program that has no handler for it, though process 1 would not have died of
        // it.
        let mut wrapped = Wrapped::start(in_namespace(&[
            "--init",
            "--",
            "sh",
            "-c",
            "echo ready; exec sleep 1000",
        ]));
        assert_eq!(wrapped.lines.next(), "ready");
        let init = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", wrapped.pid))
            .expect("its child");
        send(init.trim().parse().expect("a process ID"), libc::SIGTERM);
        assert_eq!(wrapped.end(), 143);
    });
}

#[test]
fn what_happens_is_told_on_request() {
    let ran = script(
        &["-v", "-m", "USR2:USR1", "--guard", "", "PIPE"],
        "trap 'kill $!; exit 3' USR1; sleep 1000 & kill -s USR2 $PPID; wait",
    );
    let sender = ran
        .stderr
        .split("from process ")
        .nth(1)
        .and_then(|rest| rest.split(',').next())
        .expect("a sender");
    assert_eq!(
        ran.stderr,
        format!("trap: USR2: from process {sender}, passed on as USR1\ntrap: sh: exited 3\n")
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
    Ran::of(&mut trap(["", "KILL", "sigfoo", "TERM", "--", "echo", "ran"]))
        .fails(125, "trap: KILL: cannot be caught or ignored\ntrap: sigfoo: unknown signal name\n");
    Ran::of(&mut trap(["-", "KILL", "--", "echo", "ran"])).prints("ran\n");
    let ran = Ran::of(&mut trap(["", "INT"]));
    assert_eq!(ran.status, 2);
    let ran = Ran::of(&mut trap(["--nope", "--", "echo", "ran"]));
    assert_eq!((ran.status, ran.stdout.as_str()), (125, ""));
    Ran::of(&mut trap(["--posix", "", "int", "SIGTERM", "2", "HUP", "--", "echo", "ran"])).fails(
        125,
        "trap: int: lower case is not portable; write: INT\n\
        trap: SIGTERM: the SIG prefix is not POSIX; write: TERM\n\
        trap: 2: signal numbers are not POSIX; write: INT\n",
    );
}
