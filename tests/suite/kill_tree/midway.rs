//! kill under ptrace(2), stopped in the middle.

use nix::sys::ptrace::{self, Options};
use nix::unistd::Pid;

use super::*;

/// Runs kill up to the system call `number` with the argument `value` at `place`, 0 or 1: just
/// before it, or right after.
fn until(words: &[&str], number: i64, argument: (usize, i32), after: bool) -> (Child, Pid) {
    let mut command = kill();
    command.args(words).stderr(Stdio::null());
    let (child, pid) = start_traced(&mut command);
    run_until(pid, number, argument, after);
    (child, pid)
}

/// Starts a command, which waits for its tracer, in a process group of its own.
pub(super) fn start_traced(command: &mut Command) -> (Child, Pid) {
    // SAFETY: between fork and exec only ptrace(2) is called.
    unsafe { command.pre_exec(|| Ok(ptrace::traceme()?)) };
    let child = command.process_group(0).spawn().expect("it starts");
    let pid = Pid::from_raw(child.id() as i32);
    waitpid(pid, None).expect("the stop at exec");
    ptrace::setoptions(pid, Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_EXITKILL)
        .expect("options");
    (child, pid)
}

/// Lets it go on up to a system call, as [`until`].
pub(super) fn run_until(pid: Pid, number: i64, (place, value): (usize, i32), after: bool) {
    let next = || {
        ptrace::syscall(pid, None).expect("the next stop");
        let status = waitpid(pid, None).expect("a status");
        assert!(matches!(status, WaitStatus::PtraceSyscall(_)), "{status:?}");
        ptrace::getregs(pid).expect("registers")
    };
    loop {
        let entry = next();
        let argument = [entry.rdi, entry.rsi][place] as i32;
        let wanted = entry.orig_rax as i64 == number && argument == value;
        if !wanted || after {
            next();
        }
        if wanted {
            break;
        }
    }
}

#[track_caller]
fn ends_by_term(mut child: Child, pid: Pid) {
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).expect("kill gets TERM");
    ptrace::detach(pid, None).expect("kill goes on");
    use std::os::unix::process::ExitStatusExt;
    assert_eq!(child.wait().expect("a child to wait for").signal(), Some(SIGTERM));
}

#[test]
fn a_kill_that_ends_while_it_stops_the_tree_leaves_none_stopped_and_none_signalled() {
    let name = "kill_tree::midway::\
        a_kill_that_ends_while_it_stops_the_tree_leaves_none_stopped_and_none_signalled";
    in_pid_namespace(name, || {
        let mut family = Family::script(FOUR);
        let pids = family.ready(4);
        let words = ["--tree", "-s", "USR1", &family.operand()];
        let (child, pid) = until(&words, libc::SYS_pidfd_send_signal, (1, libc::SIGSTOP), true);
        is_in_state(family.pid, "T");
        ends_by_term(child, pid);
        pids.iter().for_each(|pid| is_not_stopped(*pid));
        run(["--tree", "-s", "KILL", &family.operand()]).succeeds();
        family.end();
        assert!(family.lines.until_closed().lines().all(|line| line.starts_with("18 0 ")));
    });
}

#[test]
fn a_kill_that_ends_while_it_sends_leaves_all_signalled_and_none_stopped() {
    let name = "kill_tree::midway::\
        a_kill_that_ends_while_it_sends_leaves_all_signalled_and_none_stopped";
    in_pid_namespace(name, || {
        let mut family = Family::script(FOUR);
        let pids = family.ready(4);
        let words = ["--tree", "-s", "USR1", &family.operand()];
        let (child, pid) = until(&words, libc::SYS_pidfd_send_signal, (1, SIGUSR1), true);
        pids.iter().for_each(|pid| is_stopped(*pid));
        ends_by_term(child, pid);
        pids.iter().for_each(|pid| is_not_stopped(*pid));
        family.ends_after_taking(SIGUSR1, 4);
    });
}

/// All end between the time of a later signal and the signal.
#[test]
fn no_process_is_waited_for_that_ended_before_a_later_signal() {
    in_pid_namespace(
        "kill_tree::midway::no_process_is_waited_for_that_ended_before_a_later_signal",
        || {
            let mut family = Family::script("echo ready $$; exec sleep 1000");
            family.ready(1);
            let words = ["--tree", "-w", "-k", "0/50ms/KILL", &family.operand()];
            let (mut child, pid) =
                until(&words, libc::SYS_pidfd_send_signal, (1, libc::SIGSTOP), false);
            run(["-s", "KILL", &family.operand()]).succeeds();
            assert_eq!(family.end(), -9);
            ptrace::detach(pid, None).expect("kill goes on");
            assert!(child.wait().expect("a child to wait for").success());
        },
    );
}

/// A child of the tree ends between the moment it is found and the moment it is held, and a
/// newcomer gets its number.
#[test]
fn a_newcomer_with_the_number_of_a_descendant_is_untouched() {
    let name = "kill_tree::midway::a_newcomer_with_the_number_of_a_descendant_is_untouched";
    in_pid_namespace(name, || {
        if !std::fs::exists("/proc/sys/kernel/ns_last_pid").unwrap_or(false) {
            return skip("this kernel does not let a test choose the next process ID");
        }
        let (program, _directory) = program();
        let mut family = Family::of(Command::new(&program).arg("reaped"));
        let number: i32 = family.lines.next().parse().expect("a process ID");
        let words = ["--tree", "-s", "USR1", &family.operand()];
        let (mut child, pid) = until(&words, libc::SYS_pidfd_open, (0, number), false);
        run(["-s", "KILL", &number.to_string()]).succeeds();
        is_gone(number);
        let deadline = Instant::now() + DEADLINE;
        // The number is free a moment after /proc has lost it.
        let mut newcomer = loop {
            let last = (number - 1).to_string();
            std::fs::write("/proc/sys/kernel/ns_last_pid", last)
                .expect("ns_last_pid can be written");
            let newcomer = Victim::start("report");
            if newcomer.pid == number {
                break newcomer;
            }
            assert!(Instant::now() < deadline, "the number was not used again");
        };
        ptrace::detach(pid, None).expect("kill goes on");
        assert!(child.wait().expect("a child to wait for").success());
        assert_eq!(family.end(), -SIGUSR1);
        newcomer.got_nothing();
    });
}
