//! `--dry-run`: the forecast is what then happens, and the forecast sends nothing.
//!
//! Long because its tests compare the forecast with what then happens, by the same helpers.
#![allow(unsafe_code)]

use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::Instant;

use libc::{SIGHUP, SIGUSR1};
use nix::sys::ptrace;
use nix::sys::wait::{WaitStatus, waitpid};

use crate::support::*;

/// The forecast for the process, without its ID and name, which are compared here.
#[track_caller]
fn said_of(pid: i32, signal: &str) -> String {
    said_by(kill(), pid, signal, 0)
}

#[track_caller]
fn said_by(mut kill: Command, pid: i32, signal: &str, status: i32) -> String {
    let ran = Ran::of(kill.args(["--dry-run", "-s", signal, &pid.to_string()]));
    assert_eq!((ran.status, ran.stderr.as_str()), (status, ""), "{ran:?}");
    let line = ran.stdout.strip_suffix('\n').expect("a line");
    let start = format!("{pid} {}: ", name(pid));
    line.strip_prefix(&start)
        .unwrap_or_else(|| panic!("{line:?} does not start with {start:?}"))
        .strip_suffix(&arguments(pid))
        .unwrap_or_else(|| panic!("{line:?} does not end with the arguments"))
        .to_owned()
}

/// The arguments of a process as a line ends with them, if they are one or more words without
/// blanks; nothing if there is none.
fn arguments(pid: i32) -> String {
    let file = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).expect("a command line");
    let words = file.trim_end_matches('\0').replace('\0', " ");
    let cut: String = words.chars().take(200).collect();
    match (words.is_empty(), cut == words) {
        (true, _) => String::new(),
        (false, true) => format!(" [{words}]"),
        (false, false) => format!(" [{cut}...]"),
    }
}

fn name(pid: i32) -> String {
    std::fs::read_to_string(format!("/proc/{pid}/comm")).expect("comm").trim_end().to_owned()
}

/// Asserts the forecast, and sends the signal.
#[track_caller]
fn says_and_sends(pid: i32, signal: &str, sentence: &str) {
    assert_eq!(said_of(pid, signal), format!("{signal} {sentence}"));
    run(["-s", signal, &pid.to_string()]).succeeds();
}

/// True if the signal is pending for the process.
fn is_pending(pid: i32, signal: i32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("status");
    let set = status.lines().find_map(|line| line.strip_prefix("ShdPnd:\t")).expect("a set");
    u128::from_str_radix(set, 16).expect("hexadecimal digits") >> (signal - 1) & 1 == 1
}

#[test]
fn saying_it_sends_nothing() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut witness = Victim::start("report");
    let pid = witness.pid.to_string();
    let signals = run(["-l"]).stdout;
    assert!(signals.lines().count() > 30, "{signals}");
    for signal in signals.lines().chain(["0"]) {
        let ran = run(["--dry-run", "-s", signal, &pid]);
        assert_eq!((ran.status, ran.stdout.lines().count()), (0, 1), "{ran:?}");
    }
    for words in [
        &["--dry-run", "-q", "1", &pid][..],
        &["--dry-run", "--timeout", "1", "KILL", &pid],
        &["--dry-run", "-9", &pid],
    ] {
        assert_eq!(run(words).status, 0);
    }
    let group = format!("-{pid}");
    assert_eq!(run(["--dry-run", "-9", "--", &group]).status, 0);
    witness.got_nothing();
}

#[test]
fn a_signal_does_what_it_does_by_default() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut victim = Victim::start("default");
    says_and_sends(victim.pid, "CHLD", "would be ignored");
    says_and_sends(victim.pid, "CONT", "has no effect: it is not stopped");
    says_and_sends(victim.pid, "0", "does nothing to it; it may be signalled");
    says_and_sends(victim.pid, "STOP", "would stop it");
    victim.has_stopped();
    says_and_sends(victim.pid, "CONT", "would continue it");
    is_in_state(victim.pid, "S");
    says_and_sends(victim.pid, "TSTP", "would stop it");
    victim.has_stopped();
    says_and_sends(victim.pid, "KILL", "would terminate it");
    assert_eq!(victim.end(), -9);
    let mut victim = Victim::start("default");
    says_and_sends(victim.pid, "TERM", "would terminate it");
    assert_eq!(victim.end(), -15);
    let mut victim = Victim::start("default");
    says_and_sends(victim.pid, "RTMIN", "would terminate it");
    assert_eq!(victim.end(), -libc::SIGRTMIN());
}

/// A victim with this limit of its core image, in a directory of its own.
fn with_core_limit(limit: libc::rlim_t) -> (std::process::Child, TemporaryDirectory) {
    let directory = TemporaryDirectory::new();
    let mut command = Command::new(std::env::current_exe().expect("a path"));
    command
        .env("SIGKIT_VICTIM", "default")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .current_dir(&directory.path);
    // SAFETY: between fork and exec only setrlimit is called.
    unsafe {
        command.pre_exec(move || {
            let limit = libc::rlimit { rlim_cur: limit, rlim_max: limit };
            match libc::setrlimit(libc::RLIMIT_CORE, &raw const limit) {
                0 => Ok(()),
                _ => Err(std::io::Error::last_os_error()),
            }
        });
    }
    let mut child = command.spawn().expect("a victim starts");
    let ready = Lines::of(child.stdout.take().expect("a pipe")).next();
    assert!(ready.starts_with("ready "), "{ready}");
    (child, directory)
}

#[test]
fn a_core_image_is_dumped_if_the_limit_allows_one() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    use std::os::unix::process::ExitStatusExt;
    let pattern = std::fs::read_to_string("/proc/sys/kernel/core_pattern").expect("core_pattern");
    if pattern.starts_with('|') {
        return skip("core images go to a program here");
    }
    let most = {
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: getrlimit writes to the structure.
        unsafe { libc::getrlimit(libc::RLIMIT_CORE, &raw mut limit) };
        limit.rlim_max
    };
    for (limit, sentence, dumped) in [
        (0, "would terminate it without a core image, which its limit forbids", false),
        (most, "would terminate it and dump core", true),
    ] {
        if dumped && most < 100 << 20 {
            return skip("the limit of core images cannot be raised here");
        }
        let (mut child, _directory) = with_core_limit(limit);
        says_and_sends(child.id() as i32, "QUIT", sentence);
        let status = child.wait().expect("a child to wait for");
        assert_eq!((status.signal(), status.core_dumped()), (Some(libc::SIGQUIT), dumped));
    }
}

#[test]
fn a_handler_an_ignored_a_blocked_signal_and_one_for_a_descriptor() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut victim = Victim::start("tell");
    let pid = victim.pid;
    says_and_sends(pid, "USR1", "would run its handler");
    assert_eq!(victim.line(), format!("handled {SIGUSR1}"));
    says_and_sends(pid, "CONT", "would run its handler");
    assert_eq!(victim.line(), format!("handled {}", libc::SIGCONT));
    says_and_sends(pid, "INT", "would be ignored");
    assert!(!is_pending(pid, libc::SIGINT));
    says_and_sends(pid, "USR2", "would stay pending: it is blocked");
    assert!(is_pending(pid, libc::SIGUSR2));
    says_and_sends(pid, "HUP", "would stay pending until its signalfd is read: it is blocked");
    assert_eq!(victim.line(), format!("read {SIGHUP}"));
    assert!(victim.is_alive());
}

#[test]
fn a_stopped_process_takes_signals_when_it_is_continued() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut victim = Victim::start("tell");
    let pid = victim.pid;
    says_and_sends(pid, "STOP", "would stop it");
    victim.has_stopped();
    says_and_sends(pid, "STOP", "has no effect: it is stopped already");
    says_and_sends(pid, "TSTP", "has no effect: it is stopped already");
    says_and_sends(pid, "TTIN", "has no effect: it is stopped already");
    says_and_sends(pid, "INT", "would be ignored");
    says_and_sends(
        pid,
        "USR1",
        "would stay pending until it is continued, and then run its handler",
    );
    assert!(is_pending(pid, SIGUSR1));
    says_and_sends(pid, "CONT", "would continue it and run its handler");
    // Neither stop took effect, nor did the handler of TTIN run.
    let mut handled = [victim.line(), victim.line()];
    handled.sort();
    assert_eq!(handled, [format!("handled {SIGUSR1}"), format!("handled {}", libc::SIGCONT)]);
    says_and_sends(pid, "STOP", "would stop it");
    victim.has_stopped();
    says_and_sends(pid, "TERM", "would stay pending until it is continued, and then terminate it");
    assert!(is_pending(pid, libc::SIGTERM) && victim.is_alive());
    says_and_sends(
        pid,
        "CONT",
        "would continue it and run its handler; then TERM, which is pending, would terminate it",
    );
    assert_eq!(victim.end(), -15);
}

#[test]
fn a_zombie_feels_nothing() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let parent = Victim::start("zombie");
    let zombie = parent.zombie.expect("a zombie");
    for signal in ["TERM", "KILL", "CONT"] {
        let sentence = format!(
            "has no effect: already dead, its parent {} ({}) has not reaped it",
            parent.pid,
            name(parent.pid)
        );
        says_and_sends(zombie, signal, &sentence);
        assert_eq!(state(zombie), Some('Z'));
    }
    says_and_sends(zombie, "0", "does nothing to it; it may be signalled");
}

#[test]
fn sigwait_takes_what_would_terminate() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut victim = Victim::start("report");
    let victim_pid = victim.pid;
    // Its state is S a moment before it has left the processor, and /proc tells where it sleeps.
    let path = format!("/proc/{}/wchan", victim.pid);
    let waits = || {
        let deadline = Instant::now() + DEADLINE;
        is_in_state(victim_pid, "S");
        while !std::fs::read_to_string(&path)
            .is_ok_and(|function| function.starts_with("do_sigtimedwait"))
        {
            if Instant::now() > deadline {
                return false;
            }
            pause();
        }
        true
    };
    if !waits() {
        return skip("this kernel does not tell where a process sleeps");
    }
    says_and_sends(victim.pid, "TERM", "would be taken by its sigwait");
    victim.got(libc::SIGTERM);
    assert!(waits());
    says_and_sends(victim.pid, "CHLD", "would be taken by its sigwait");
    victim.got(libc::SIGCHLD);
}

#[test]
fn another_thread_takes_what_the_first_one_blocks() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut victim = Victim::start("threads");
    says_and_sends(victim.pid, "USR1", "would run its handler");
    assert_eq!(victim.line(), format!("handled {SIGUSR1}"));
    says_and_sends(victim.pid, "USR2", "would stay pending: it is blocked");
    assert!(is_pending(victim.pid, libc::SIGUSR2) && victim.is_alive());
}

#[test]
fn an_orphaned_group_is_not_stopped_by_the_terminals_signals() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut victim = Victim::prepare("default", |command| {
        // SAFETY: between fork and exec only setsid is called.
        unsafe {
            command.pre_exec(|| nix::unistd::setsid().map(drop).map_err(Into::into));
        }
    });
    for signal in ["TSTP", "TTIN", "TTOU"] {
        says_and_sends(victim.pid, signal, "has no effect: its process group is orphaned");
    }
    // It is taken before the next signal is, and changed nothing.
    says_and_sends(victim.pid, "STOP", "would stop it");
    victim.has_stopped();
    says_and_sends(victim.pid, "CONT", "would continue it");
    says_and_sends(victim.pid, "TERM", "would terminate it");
    assert_eq!(victim.end(), -15);
}

#[test]
fn a_tracer_is_shown_the_signal_first() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut victim = Victim::start("tell");
    let traced = nix::unistd::Pid::from_raw(victim.pid);
    ptrace::seize(traced, ptrace::Options::empty()).expect("ptrace");
    let own = std::process::id() as i32;
    // The process is named, not the thread that traces.
    let tracer = format!("would be shown to its tracer {own} ({}) first, which decides", name(own));
    // What is ignored is shown, too.
    for (signal, number) in [("USR1", nix::sys::signal::SIGUSR1), ("INT", nix::sys::signal::SIGINT)]
    {
        says_and_sends(victim.pid, signal, &tracer);
        assert_eq!(waitpid(traced, None).expect("waitpid"), WaitStatus::Stopped(traced, number));
        // Not passed on.
        ptrace::cont(traced, None).expect("ptrace");
    }
    is_in_state(victim.pid, "S");
    says_and_sends(victim.pid, "USR2", "would stay pending: it is blocked");
    says_and_sends(victim.pid, "KILL", "would terminate it");
    assert_eq!(victim.end(), -9);
}

#[test]
fn an_uninterruptible_sleep_delays_what_does_not_terminate() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let asleep = || {
        let (input, output) = nix::unistd::pipe2(nix::fcntl::OFlag::O_CLOEXEC).expect("a pipe");
        let victim = Victim::prepare("vfork", |command| {
            command.stdin(input).process_group(0);
        });
        is_in_state(victim.pid, "D");
        (victim, std::fs::File::from(output))
    };
    // vfork's is one of those sleeps that end for what terminates the process.
    for (signal, number) in [("TERM", 15), ("KILL", 9)] {
        let (mut victim, _output) = asleep();
        says_and_sends(
            victim.pid,
            signal,
            "would terminate it, at the latest when its uninterruptible sleep ends",
        );
        assert_eq!(victim.end(), -number);
    }
    let (mut victim, mut output) = asleep();
    says_and_sends(victim.pid, "USR1", "would run its handler when its uninterruptible sleep ends");
    says_and_sends(victim.pid, "TSTP", "would stop it when its uninterruptible sleep ends");
    assert!(is_pending(victim.pid, SIGUSR1) && is_pending(victim.pid, libc::SIGTSTP));
    assert_eq!(state(victim.pid), Some('D'));
    std::io::Write::write_all(&mut output, b"x").expect("the child reads");
    is_in_state(victim.pid, "T");
    says_and_sends(victim.pid, "CONT", "would continue it");
    assert_eq!(victim.line(), format!("handled {SIGUSR1}"));
    // With a signal pending, the kernel does not even let what terminates the process end the
    // sleep.
    let (mut victim, mut output) = asleep();
    says_and_sends(victim.pid, "USR1", "would run its handler when its uninterruptible sleep ends");
    says_and_sends(
        victim.pid,
        "TERM",
        "would terminate it, at the latest when its uninterruptible sleep ends",
    );
    assert!(is_pending(victim.pid, libc::SIGTERM));
    std::io::Write::write_all(&mut output, b"x").expect("the child reads");
    assert_eq!(victim.end(), -15);
}

#[test]
fn the_init_of_a_namespace_gets_what_it_has_a_handler_for() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace(
        "kill_dry_run::the_init_of_a_namespace_gets_what_it_has_a_handler_for",
        || {
            let kept =
                "has no effect: it is the init of its PID namespace and has no handler for it";
            assert_eq!(std::process::id(), 1);
            for (signal, sentence) in [
                ("TERM", kept),
                ("KILL", kept),
                ("STOP", kept),
                ("QUIT", kept),
                ("TSTP", kept),
                ("CHLD", "would be ignored"),
            ] {
                assert_eq!(
                    said_of_this_process(signal),
                    format!("1 {}: {signal} {sentence}{}\n", name(1), arguments(1))
                );
                run(["-s", signal, "1"]).succeeds();
            }
            // A namespace below, whose init is a victim.
            let mut victim = Victim::prepare("tell", |command| {
                let program = command.get_program().to_owned();
                let mut unshare = Command::new("unshare");
                unshare.args(["--pid", "--fork", "--kill-child"]).arg(program);
                unshare.env("SIGKIT_VICTIM", "tell").stdin(Stdio::null());
                unshare.stdout(Stdio::piped()).process_group(0);
                *command = unshare;
            });
            assert_eq!(victim.pid, 1, "it is the first process of its namespace");
            let init = (2..).find(|pid| is_init_below(*pid)).expect("the init");
            for signal in ["TERM", "QUIT", "TSTP"] {
                says_and_sends(init, signal, kept);
            }
            says_and_sends(init, "USR1", "would run its handler");
            assert_eq!(victim.line(), format!("handled {SIGUSR1}"));
            says_and_sends(init, "STOP", "would stop it");
            is_in_state(init, "T");
            says_and_sends(init, "CONT", "would continue it and run its handler");
            assert_eq!(victim.line(), format!("handled {}", libc::SIGCONT));
            says_and_sends(
                init,
                "KILL",
                "would terminate it and every other process of its PID namespace",
            );
            assert_ne!(victim.end(), 0);
        },
    );
}

/// The forecast for the test itself. While it starts a program it blocks all signals
/// (posix_spawn(3)), so kill waits until it has done so.
fn said_of_this_process(signal: &str) -> String {
    let mut sh = Command::new("sh");
    sh.args(["-c", "read -r go; exec \"$0\" kill --dry-run -s \"$1\" 1", sigkit_path(), signal]);
    let mut child = sh
        .env_remove("SIGKIT_POSIX")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("sh starts");
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), b"go\n").expect("sh reads");
    let output = child.wait_with_output().expect("its output");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

fn is_init_below(pid: i32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    status.lines().any(|line| line == format!("NSpid:\t{pid}\t1"))
}

/// kill as another user, who may run it from the directory.
fn kill_of_another_user(directory: &TemporaryDirectory) -> Command {
    let copy = directory.path.join("kill");
    if !copy.exists() {
        copy_program(std::path::Path::new(sigkit_path()), &copy);
    }
    let mut command = Command::new(copy);
    command.env_remove("SIGKIT_POSIX").stdin(Stdio::null()).uid(NOBODY).gid(NOBODY);
    command
}

/// The reason where another user's process may be of the same session.
const SESSION_UNKNOWN: &str =
    "CONT may be sent only within its session, which is in another PID namespace";

#[test]
fn where_the_session_cannot_be_told_nothing_is_promised() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace("kill_dry_run::where_the_session_cannot_be_told_nothing_is_promised", || {
        if !two_users() {
            return;
        }
        let directory = TemporaryDirectory::new();
        let stopped = Victim::start("default");
        let kill = kill_of_another_user(&directory);
        assert_eq!(said_by(kill, stopped.pid, "CONT", 1), SESSION_UNKNOWN);
        let mut own_session = kill_of_another_user(&directory);
        // SAFETY: between fork and exec only setsid is called.
        unsafe {
            own_session.pre_exec(|| nix::unistd::setsid().map(drop).map_err(Into::into));
        }
        assert_eq!(
            said_by(own_session, stopped.pid, "CONT", 1),
            "CONT cannot be sent: Operation not permitted"
        );
    });
}

#[test]
fn what_may_not_be_sent_is_said() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    if !two_users() {
        return;
    }
    let directory = TemporaryDirectory::new();
    let mut victim = Victim::start("report");
    let mut own = Victim::in_group("report", victim.pid);
    let (pid, group) = (victim.pid.to_string(), format!("-{}", victim.pid));
    let mut command = kill_of_another_user(&directory);
    Ran::of(command.arg(&pid)).fails(1, &format!("kill: {pid}: Operation not permitted\n"));
    let another = || kill_of_another_user(&directory);
    assert_eq!(
        said_by(another(), victim.pid, "TERM", 1),
        "TERM cannot be sent: Operation not permitted"
    );
    assert_eq!(
        said_by(another(), victim.pid, "0", 77),
        "0 cannot be sent: Operation not permitted"
    );
    let ran = Ran::of(another().args(["--dry-run", "--", &group]));
    let line = |pid: i32| {
        let sentence = "TERM cannot be sent: Operation not permitted";
        format!("{pid} {}: {sentence}{}\n", name(pid), arguments(pid))
    };
    assert_eq!(
        (ran.status, ran.stderr.as_str(), ran.stdout.lines().count()),
        (1, "", 2),
        "{ran:?}"
    );
    for pid in [victim.pid, own.pid] {
        assert!(ran.stdout.contains(&line(pid)), "{ran:?}");
    }
    victim.got_nothing();
    own.got_nothing();
    // CONT goes to all of one's session, if it is known: where that is another PID namespace's, all
    // look the same.
    let mut stopped = Victim::start("default");
    says_and_sends(stopped.pid, "STOP", "would stop it");
    stopped.has_stopped();
    // SAFETY: getsid touches no memory of ours.
    match unsafe { libc::getsid(0) } {
        0 => assert_eq!(said_by(another(), stopped.pid, "CONT", 1), SESSION_UNKNOWN),
        _ => assert_eq!(said_by(another(), stopped.pid, "CONT", 0), "CONT would continue it"),
    }
    Ran::of(another().args(["-s", "CONT", &stopped.pid.to_string()])).succeeds();
    is_in_state(stopped.pid, "S");
    let mut other_session = another();
    // SAFETY: between fork and exec only setsid is called.
    unsafe {
        other_session.pre_exec(|| nix::unistd::setsid().map(drop).map_err(Into::into));
    }
    assert_eq!(
        said_by(other_session, stopped.pid, "CONT", 1),
        "CONT cannot be sent: Operation not permitted"
    );
}

#[test]
fn every_member_of_a_group_gets_a_line() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut leader = Victim::start("default");
    let mut member = Victim::in_group("ignore-term", leader.pid);
    let (first, second) = (leader.pid, member.pid);
    let expected = [
        format!("{first} {}: TERM would terminate it{}", name(first), arguments(first)),
        format!("{second} {}: TERM would be ignored{}", name(second), arguments(second)),
    ];
    let ran = run(["--dry-run", "--", &format!("-{first}")]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let mut lines: Vec<&str> = ran.stdout.lines().collect();
    lines.sort_by_key(|line| line.contains("ignored"));
    assert_eq!(lines, expected);
    run(["--", &format!("-{first}")]).succeeds();
    assert_eq!(leader.end(), -15);
    assert!(member.is_alive());
}

#[test]
fn everybody_and_the_own_group_are_told_one_by_one() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace("kill_dry_run::everybody_and_the_own_group_are_told_one_by_one", || {
        let mut leader = Victim::start("report");
        let mut member = Victim::in_group("default", leader.pid);
        let mut other = Victim::start("ignore-term");
        let pids = |ran: &Ran| -> Vec<i32> {
            let first =
                |line: &str| line.split(' ').next().expect("a word").parse().expect("a process ID");
            let mut pids: Vec<i32> = ran.stdout.lines().map(first).collect();
            pids.sort_unstable();
            pids
        };
        // Neither process 1 nor kill itself, as with kill(2).
        let everybody = run(["--dry-run", "--", "-1"]);
        assert_eq!(
            (everybody.status, pids(&everybody)),
            (0, vec![leader.pid, member.pid, other.pid]),
            "{everybody:?}"
        );
        // kill itself is of its own group.
        let own = kill()
            .args(["--dry-run", "0"])
            .process_group(leader.pid)
            .stdout(Stdio::piped())
            .spawn();
        let own = own.expect("kill starts");
        let itself = own.id() as i32;
        let output = own.wait_with_output().expect("its output");
        let ran = Ran {
            stdout: String::from_utf8(output.stdout).expect("text"),
            stderr: String::new(),
            status: 0,
        };
        let mut group = vec![leader.pid, member.pid, itself];
        group.sort_unstable();
        assert_eq!((output.status.code(), pids(&ran)), (Some(0), group), "{ran:?}");
        assert!(
            ran.stdout.contains(&format!(
                "{itself} sigkit: TERM would terminate it [kill --dry-run 0]\n"
            )),
            "{ran:?}"
        );
        leader.got_nothing();
        assert!(member.is_alive() && other.is_alive());
        // By name.
        let (mut named, _directory) = Victim::named("sigkit-told");
        run(["--dry-run", "-s", "KILL", "sigkit-told"]).prints(&format!(
            "{} sigkit-told: KILL would terminate it{}\n",
            named.pid,
            arguments(named.pid)
        ));
        named.got_nothing();
    });
}

#[test]
fn the_exit_status_is_that_of_sending() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let victim = Victim::start("default");
    let (pid, dead) = (victim.pid.to_string(), dead_pid());
    let (name, arguments) = (name(victim.pid), arguments(victim.pid));
    let line = format!("{pid} {name}: TERM would terminate it{arguments}\n");
    run(["--dry-run", &pid]).prints(&line);
    let partial =
        Ran { stdout: line, stderr: format!("kill: {dead}: No such process\n"), status: 64 };
    assert_eq!(run(["--dry-run", &dead, &pid]), partial);
    run(["--dry-run", &dead]).fails(1, &format!("kill: {dead}: No such process\n"));
    run(["--dry-run", "--", &format!("-{dead}")])
        .fails(1, &format!("kill: -{dead}: No such process\n"));
    run(["--dry-run", "x"]).fails(1, "kill: x: No such process\n");
}

#[test]
fn what_it_goes_with() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut victim = Victim::start("tell");
    let pid = victim.pid.to_string();
    let (name, arguments) = (name(victim.pid), arguments(victim.pid));
    run(["--dry-run", "-p", &pid]).shows_usage_error("-p: cannot be combined with --dry-run");
    run(["--dry-run", "--verbose", &pid])
        .shows_usage_error("--verbose: cannot be combined with --dry-run");
    run(["--dry-run", "-l", "9"]).shows_usage_error("--dry-run: cannot be combined with -l");
    run(["--dry-run"]).shows_usage_error("PID: missing; name at least one process");
    run(["--posix", "--dry-run", &pid]).shows_strict_error("--dry-run: long options are not POSIX");
    // A process that is skipped is skipped here too.
    run(["--dry-run", "-r", "-s", "USR1", &pid])
        .prints(&format!("{pid} {name}: USR1 would run its handler{arguments}\n"));
    run(["--dry-run", "-r", "-s", "TERM", &pid])
        .fails(1, &format!("kill: {pid}: not signalled: it has no handler for TERM\n"));
    // Only the first signal is forecast, and there is no wait.
    for words in [&["--timeout", "60000", "KILL"][..], &["-q", "7"], &["-w"]] {
        let words = words.iter().copied().chain(["--dry-run", &pid]);
        run(words).prints(&format!("{pid} {name}: TERM would terminate it{arguments}\n"));
    }
    assert!(victim.is_alive());
}

#[test]
fn a_name_cannot_forge_a_line() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let (victim, directory) = Victim::named("a\nb");
    let path = format!("{}/a\\x0ab", directory.path.display());
    run(["--dry-run", "-9", &victim.pid.to_string()])
        .prints(&format!("{} a\\x0ab: KILL would terminate it [{path}]\n", victim.pid));
}

#[test]
fn without_proc_nothing_is_foretold() {
    in_pid_namespace("kill_dry_run::without_proc_nothing_is_foretold", || {
        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        for operand in [pid.clone(), format!("-{pid}"), "-1".into(), "0".into()] {
            let mut command = kill();
            // SAFETY: between fork and exec only system calls are made.
            unsafe {
                command.pre_exec(|| {
                    if libc::unshare(libc::CLONE_NEWNS) != 0 {
                        return Err(std::io::Error::last_os_error());
                    }
                    while libc::umount2(c"/proc".as_ptr(), libc::MNT_DETACH) == 0 {}
                    Ok(())
                });
            }
            Ran::of(command.args(["--dry-run", "--", &operand])).fails(
                1,
                &format!("kill: {operand}: cannot inspect the process: no usable /proc\n"),
            );
        }
        victim.got_nothing();
    });
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let victim = Victim::start("default");
    let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    Ran::of(kill().args(["--dry-run", &victim.pid.to_string()]).stdout(full))
        .fails(1, "kill: standard output: No space left on device\n");
}
