//! Output for a person neither delays a signal nor keeps one from being sent: terminals that are
//! stopped, full pipes, readers that are gone; and kill(2) is called once a target.
#![allow(unsafe_code)]

use std::io::Read;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};

use libc::{SIGHUP, SIGINT, SIGKILL, SIGPIPE, SIGTERM, SIGUSR1, SIGXFSZ};
use nix::sys::termios::{FlowArg, tcflow};

use crate::support::*;

/// Words that send USR1: in the plain form, which may run before libc, and in forms that never do.
const FORMS: [&[&str]; 4] = [
    &["-s", "USR1"],
    &["-q", "5", "-s", "USR1"],
    &["--tree", "-s", "USR1"],
    &["-k", "USR1/10ms/URG"],
];

/// A pipe that is full, by its two ends and how much is in it.
fn full_pipe() -> (std::fs::File, OwnedFd, usize) {
    use nix::fcntl::{FcntlArg, OFlag, fcntl};
    let (reader, writer) = pipe();
    fcntl(&writer, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).expect("F_SETFL");
    let mut filled = 0;
    for size in [4096, 1] {
        while let Ok(written) = nix::unistd::write(&writer, &vec![b'x'; size]) {
            filled += written;
        }
    }
    fcntl(&writer, FcntlArg::F_SETFL(OFlag::empty())).expect("F_SETFL");
    (reader.into(), writer, filled)
}

fn ends_of_terminal() -> (std::fs::File, OwnedFd) {
    let terminal = terminal(60);
    (terminal.master.into(), terminal.slave)
}

fn ended_by(child: &mut Child) -> Option<i32> {
    child.wait().expect("a child to wait for").signal()
}

/// The number of the signal that a victim takes; CONT, by which a stopped tree goes on, may come
/// first.
fn taken(victim: &mut Victim) -> i32 {
    match victim.next().number {
        libc::SIGCONT => victim.next().number,
        number => number,
    }
}

/// Starts kill, and lets go of what was only for it.
fn start(mut command: Command) -> Child {
    command.spawn().expect("kill starts")
}

#[test]
fn d51_a_diagnostic_without_a_reader_keeps_no_target_from_its_signal() {
    let dead = dead_pid();
    for words in FORMS {
        let (mut first, mut last) = (Victim::start("report"), Victim::start("report"));
        let mut command = kill();
        let pids = [dead.clone(), first.pid.to_string(), dead.clone(), last.pid.to_string()];
        command.args(words).args(pids).stderr(broken_pipe());
        assert_eq!(Ran::of(&mut command).status, -SIGPIPE, "{words:?}");
        for victim in [&mut first, &mut last] {
            assert_eq!(taken(victim), SIGUSR1, "{words:?}");
        }
    }
}

#[test]
fn d51_where_pipe_is_ignored_the_status_is_that_of_the_signals() {
    for words in FORMS {
        let mut victim = Victim::start("report");
        let mut command = kill();
        // SAFETY: between fork and exec only signal(2) is called.
        unsafe {
            command.pre_exec(|| {
                libc::signal(SIGPIPE, libc::SIG_IGN);
                Ok(())
            });
        }
        command.args(words).args([dead_pid(), victim.pid.to_string()]).stderr(broken_pipe());
        assert_eq!(Ran::of(&mut command).status, 64, "{words:?}");
        assert_eq!(taken(&mut victim), SIGUSR1, "{words:?}");
    }
}

#[test]
fn d51_a_diagnostic_that_a_file_has_no_room_for_keeps_no_target_from_its_signal() {
    let directory = TemporaryDirectory::new();
    for words in FORMS {
        let mut victim = Victim::start("report");
        let file = std::fs::File::create(directory.path.join("file")).expect("a file");
        let mut command = kill();
        // SAFETY: between fork and exec only setrlimit(2) is called.
        unsafe {
            command.pre_exec(|| {
                let limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
                libc::setrlimit(libc::RLIMIT_CORE, &raw const limit);
                libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit);
                Ok(())
            });
        }
        command.args(words).args([dead_pid(), victim.pid.to_string()]).stderr(file);
        assert_eq!(Ran::of(&mut command).status, -SIGXFSZ, "{words:?}");
        assert_eq!(taken(&mut victim), SIGUSR1, "{words:?}");
    }
}

#[test]
fn d51_lines_of_verbose_without_a_reader_keep_no_signal_from_being_sent() {
    for words in FORMS {
        let (mut first, mut last) = (Victim::start("report"), Victim::start("report"));
        let mut command = kill();
        command.arg("--verbose").args(words).args([&first, &last].map(|it| it.pid.to_string()));
        let ran = Ran::of(command.stdout(broken_pipe()));
        // A process that PIPE ends need not report it.
        assert_eq!((ran.status, ran.stderr.as_str()), (-SIGPIPE, ""), "{words:?}");
        for victim in [&mut first, &mut last] {
            assert_eq!(taken(victim), SIGUSR1, "{words:?}");
        }
    }
    // So it is with a later signal.
    let mut victim = Victim::start("default");
    let mut command = kill();
    command.args(["--verbose", "-k", "URG/50ms/KILL", &victim.pid.to_string()]);
    assert_eq!(Ran::of(command.stdout(broken_pipe())).status, -SIGPIPE);
    assert_eq!(victim.end(), -SIGKILL);
}

#[test]
fn d51_a_diagnostic_that_is_not_read_delays_no_signal() {
    let dead = dead_pid();
    for words in FORMS {
        let mut victim = Victim::start("report");
        let (mut reader, writer, filled) = full_pipe();
        let mut command = kill();
        command.args(words).args([&dead, &victim.pid.to_string()]).stderr(writer);
        let mut child = start(command);
        assert_eq!(taken(&mut victim), SIGUSR1, "{words:?}");
        // It is written when it is read.
        let mut text = Vec::new();
        reader.read_to_end(&mut text).expect("what was written");
        let line = format!("kill: {dead}: No such process\n");
        assert_eq!(text.get(filled..), Some(line.as_bytes()), "{words:?}");
        assert_eq!(child.wait().expect("a child to wait for").code(), Some(64), "{words:?}");
    }
}

#[test]
fn d51_a_terminal_that_is_stopped_delays_no_later_signal() {
    for verbose in [false, true] {
        let mut victim = Victim::start("ignore-term");
        let (_master, slave) = ends_of_terminal();
        tcflow(&slave, FlowArg::TCOOFF).expect("TCOOFF");
        let mut command = kill();
        if verbose {
            command.arg("--verbose").stdout(slave.try_clone().expect("a copy"));
        }
        command.args(["-k", "TERM/1500ms/KILL", &victim.pid.to_string()]);
        command.stderr(slave.try_clone().expect("a copy"));
        let mut child = start(command);
        assert_eq!(victim.end(), -SIGKILL);
        if verbose {
            // The lines wait for the terminal, and nothing else waits for them.
            run(["-s", "TERM", &child.id().to_string()]).succeeds();
            assert_eq!(ended_by(&mut child), Some(SIGTERM));
        } else {
            assert!(child.wait().expect("a child to wait for").success());
        }
        drop(slave);
    }
}

#[test]
fn d51_a_terminal_that_is_stopped_does_not_keep_a_signal_from_ending_kill() {
    for signal in [SIGTERM, SIGINT, SIGHUP] {
        let victim = Victim::start("ignore-term");
        let (mut master, slave) = ends_of_terminal();
        let mut command = kill();
        command.args(["-w", &victim.pid.to_string()]).stderr(slave.try_clone().expect("a copy"));
        let mut child = start(command);
        // The line stands, and is to go before kill ends.
        let mut line = [0; 10];
        master.read_exact(&mut line).expect("a line");
        assert_eq!(&line[..5], b"\rkill");
        tcflow(&slave, FlowArg::TCOOFF).expect("TCOOFF");
        run(["-s", &signal.to_string(), &child.id().to_string()]).succeeds();
        assert_eq!(ended_by(&mut child), Some(signal));
    }
}

/// A process that shares the terminal, as a shell does, finds it as it was.
#[test]
fn the_open_file_of_the_terminal_stays_as_it_was() {
    use nix::fcntl::{FcntlArg, fcntl};
    let mut victim = Victim::start("ignore-term");
    let (mut master, slave) = ends_of_terminal();
    let before = fcntl(slave.as_fd(), FcntlArg::F_GETFL).expect("flags");
    let mut command = kill();
    command.args(["-k", "TERM/1500ms/KILL", &victim.pid.to_string()]);
    command.stderr(slave.try_clone().expect("a copy"));
    let mut child = start(command);
    let mut line = [0; 10];
    master.read_exact(&mut line).expect("a line");
    assert_eq!(fcntl(slave.as_fd(), FcntlArg::F_GETFL), Ok(before));
    assert_eq!(victim.end(), -SIGKILL);
    assert!(child.wait().expect("a child to wait for").success());
}

/// trap, which has started a victim, and what the victim says.
fn trap(words: &[&str], stderr: OwnedFd) -> (Child, Lines, i32) {
    let mut command = Command::new(sigkit_path());
    command.arg("sigtrap").args(words).arg("--").arg(std::env::current_exe().expect("a path"));
    command.env("SIGKIT_VICTIM", "report").stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.stderr(stderr).spawn().expect("trap starts");
    drop(command);
    let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
    let ready = lines.next();
    let pid = ready.strip_prefix("ready ").and_then(|pid| pid.parse().ok()).expect("ready");
    (child, lines, pid)
}

#[test]
fn a_trap_whose_lines_are_not_read_passes_every_signal_on() {
    let (_reader, full, _) = full_pipe();
    let (_master, slave) = ends_of_terminal();
    tcflow(&slave, FlowArg::TCOOFF).expect("TCOOFF");
    for stderr in [full, slave, broken_pipe()] {
        let (mut child, mut lines, pid) = trap(&["-v"], stderr);
        for signal in ["USR1", "HUP", "USR1", "TERM"] {
            run(["-s", signal, &child.id().to_string()]).succeeds();
            let number = run(["-l", signal]).stdout;
            let expected = format!("{} ", number.trim_end());
            // And nothing of what writing does to trap.
            let line = lines.next();
            assert!(line.starts_with(&expected), "{signal}: {line}");
        }
        run(["-s", "KILL", &pid.to_string()]).succeeds();
        assert_eq!(ended_by(&mut child), Some(SIGKILL));
    }
}

/// Another process may have the number when kill(2) is called once more.
#[cfg(target_arch = "x86_64")]
#[test]
fn kill_is_called_once_whatever_it_answers() {
    use nix::sys::ptrace::{self, Options};
    use nix::sys::wait::{WaitStatus, waitpid};

    if emulated(NO_SECCOMP) || emulated(NO_PTRACE) {
        return;
    }
    let victim = Victim::start("report");
    for error in [
        libc::ESRCH,
        libc::EPERM,
        libc::EINVAL,
        libc::EACCES,
        libc::ENOSYS,
        libc::EIO,
        libc::ENOMEM,
        libc::EAGAIN,
        libc::EINTR,
        4095,
    ] {
        let mut command = crate::kill_delivery::kill_without(&[libc::SYS_kill], error);
        command.args(["-s", "USR1", &victim.pid.to_string()]).stderr(Stdio::piped());
        // SAFETY: between fork and exec only ptrace(2) is called.
        unsafe { command.pre_exec(|| Ok(ptrace::traceme()?)) };
        let mut child = command.spawn().expect("kill starts");
        let pid = nix::unistd::Pid::from_raw(child.id() as i32);
        waitpid(pid, None).expect("the stop at exec");
        ptrace::setoptions(pid, Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_EXITKILL)
            .expect("options");
        let (mut calls, mut enters) = (0, true);
        let status = loop {
            ptrace::syscall(pid, None).expect("the next stop");
            match waitpid(pid, None).expect("a status") {
                WaitStatus::PtraceSyscall(_) => {}
                WaitStatus::Exited(_, status) => break status,
                status => panic!("{status:?}"),
            }
            let call = ptrace::getregs(pid).expect("registers").orig_rax as i64;
            calls += usize::from(enters && call == libc::SYS_kill);
            enters = !enters;
        };
        assert_eq!((calls, status), (1, 1), "error {error}");
        let mut text = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut text).expect("UTF-8");
        let start = format!("kill: {}: ", victim.pid);
        assert!(text.starts_with(&start) && text.lines().count() == 1, "error {error}: {text}");
        // It was reaped above.
        assert!(child.wait().is_err());
    }
}

#[test]
fn d50_signal_0_says_whether_a_process_is_there_that_may_not_be_signalled() {
    if !two_users() {
        return;
    }
    // This process is root's.
    let (own, dead) = (std::process::id().to_string(), dead_pid());
    let others = Victim::prepare("report", |command| {
        command.uid(NOBODY);
    });
    let others = others.pid.to_string();
    let refused = format!("kill: {own}: Operation not permitted\n");
    let gone = format!("kill: {dead}: No such process\n");
    let nobody = |words: &[&str]| Ran::of(kill().args(words).uid(NOBODY));
    for form in [&["-0"][..], &["-s", "0"], &["-w50ms", "-s", "0"]] {
        nobody(&[form, &[&own]].concat()).fails(77, &refused);
    }
    nobody(&["-s", "0", &own, &own]).fails(77, &refused.repeat(2));
    // The other one may be signalled: all are there.
    nobody(&["-s", "0", &others, &own]).fails(77, &refused);
    nobody(&["-s", "0", &own, &others]).fails(77, &refused);
    nobody(&["-s", "0", &own, &dead]).fails(1, &(refused.clone() + &gone));
    nobody(&["-s", "0", &own, &others, &dead]).fails(64, &(refused.clone() + &gone));
    nobody(&["-s", "0", &dead]).fails(1, &gone);
    for form in ["--dry-run", "--tree"] {
        assert_eq!(nobody(&[form, "-s", "0", &own]).status, 77);
    }
    // Neither another signal nor strict mode.
    nobody(&["-s", "URG", &own]).fails(1, &refused);
    nobody(&["--posix", "-s", "0", &own]).fails(1, &refused);
    nobody(&["--posix", "-s", "0", &own, &others]).fails(1, &refused);
}
