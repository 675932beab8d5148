//! Ends of kill, or trap, while a tree is stopped: the guardian continues it.

use super::*;

const GUARDIAN: &str = "sigkit-guardian";

/// Waits until the guardian has continued all of these, and has ended.
#[track_caller]
fn all_are_continued(pids: &[i32]) {
    for pid in pids {
        is_in_state(*pid, "RSD");
    }
    no_process_survives(GUARDIAN);
}

#[cfg(target_arch = "x86_64")]
mod killed {
    use nix::sys::signal::{Signal, kill as send, killpg};

    use super::*;
    use crate::kill_tree::midway::{run_until, start_traced};

    const STOP: (usize, i32) = (1, libc::SIGSTOP);
    const SENDS: i64 = libc::SYS_pidfd_send_signal;

    /// The tree that kill stops, and kill right after the STOPs of so many processes.
    fn after_stops(count: usize, words: &[&str]) -> (Family, Vec<i32>, Child, nix::unistd::Pid) {
        let mut family = Family::script(FOUR);
        let pids = family.ready(4);
        let mut command = kill();
        let (child, pid) = start_traced(command.args(words).arg(family.operand()));
        for _ in 0..count {
            run_until(pid, SENDS, STOP, true);
        }
        (family, pids, child, pid)
    }

    #[test]
    fn a_kill_that_kill_ends_while_it_stops_the_tree_leaves_no_process_stopped() {
        let name = "kill_tree::guardian::killed::\
            a_kill_that_kill_ends_while_it_stops_the_tree_leaves_no_process_stopped";
        in_pid_namespace(name, || {
            for stops in 1..=4 {
                let words = ["--tree", "-s", "USR1"];
                let (family, pids, mut child, pid) = after_stops(stops, &words);
                is_in_state(family.pid, "T");
                send(pid, Signal::SIGKILL).expect("kill gets KILL");
                assert!(!child.wait().expect("a child to wait for").success());
                all_are_continued(&pids);
                let mut family = family;
                run(["--tree", "-s", "KILL", &family.operand()]).succeeds();
                family.end();
                // Nothing but CONT, and that a child has ended.
                let said = family.lines.until_closed();
                let expected = |line: &str| line.starts_with("18 0 ") || line.starts_with("17 ");
                assert!(said.lines().all(expected), "{said}");
            }
        });
    }

    #[test]
    fn a_kill_that_kill_ends_while_it_sends_leaves_no_process_stopped() {
        let name = "kill_tree::guardian::killed::\
            a_kill_that_kill_ends_while_it_sends_leaves_no_process_stopped";
        in_pid_namespace(name, || {
            for sent in 1..=4 {
                let (family, pids, mut child, pid) = after_stops(4, &["--tree", "-s", "USR1"]);
                for _ in 0..sent {
                    run_until(pid, SENDS, (1, SIGUSR1), true);
                }
                pids.iter().for_each(|pid| is_stopped(*pid));
                send(pid, Signal::SIGKILL).expect("kill gets KILL");
                assert!(!child.wait().expect("a child to wait for").success());
                all_are_continued(&pids);
                let mut family = family;
                family.ends_after_taking(SIGUSR1, sent);
            }
        });
    }

    /// A process that was stopped before, or was continued already, is not its affair.
    #[test]
    fn the_guardian_continues_only_what_kill_has_stopped() {
        let name = "kill_tree::guardian::killed::the_guardian_continues_only_what_kill_has_stopped";
        in_pid_namespace(name, || {
            let mut family = Family::script(FOUR);
            let pids = family.ready(4);
            let before = pids.iter().copied().find(|pid| *pid != family.pid).expect("a child");
            run(["-s", "STOP", &before.to_string()]).succeeds();
            is_in_state(before, "T");
            let mut command = kill();
            let words = ["--tree", "-s", "USR1", &family.operand()];
            let (mut child, pid) = start_traced(command.args(words));
            run_until(pid, SENDS, (1, SIGUSR1), false);
            send(pid, Signal::SIGKILL).expect("kill gets KILL");
            child.wait().expect("a child to wait for");
            let others: Vec<i32> = pids.into_iter().filter(|pid| *pid != before).collect();
            all_are_continued(&others);
            is_stopped(before);
        });
    }

    /// As `timeout -s KILL` does, and a shell's `kill -9 %1`.
    #[test]
    fn kill_to_the_whole_process_group_does_not_reach_the_guardian() {
        let name = "kill_tree::guardian::killed::\
            kill_to_the_whole_process_group_does_not_reach_the_guardian";
        in_pid_namespace(name, || {
            let (_family, pids, mut child, pid) = after_stops(2, &["--tree", "-s", "USR1"]);
            // It has its name when it has left the group and the session.
            let deadline = Instant::now() + DEADLINE;
            while living(GUARDIAN).is_empty() {
                assert!(Instant::now() < deadline, "there is no guardian");
                pause();
            }
            killpg(pid, Signal::SIGKILL).expect("the group gets KILL");
            child.wait().expect("a child to wait for");
            all_are_continued(&pids);
        });
    }

    /// The tree is one that kill itself, and so the guardian, is in.
    #[test]
    fn the_guardian_is_no_process_of_the_tree() {
        let name = "kill_tree::guardian::killed::the_guardian_is_no_process_of_the_tree";
        in_pid_namespace(name, || {
            let mut victim = Victim::start("report");
            let mut command = kill();
            let own = std::process::id().to_string();
            command.args(["--verbose", "--descendants", "-s", "USR1", &own]).stdout(Stdio::piped());
            let (child, pid) = start_traced(&mut command);
            run_until(pid, SENDS, STOP, true);
            let guardian = living(GUARDIAN);
            nix::sys::ptrace::detach(pid, None).expect("kill goes on");
            let ran = child.wait_with_output().expect("its lines");
            // The victim's, and that kill is signalled itself it says last, if it is.
            let said = String::from_utf8(ran.stdout).expect("UTF-8");
            assert!(said.contains(&format!("to pid {}\n", victim.pid)), "{said}");
            for (guardian, _) in guardian {
                assert!(!said.contains(&format!("to pid {guardian}\n")), "{said}");
            }
            victim.got_in_tree(SIGUSR1);
            no_process_survives(GUARDIAN);
        });
    }

    #[test]
    fn a_trap_that_kill_ends_while_it_stops_its_tree_leaves_no_process_stopped() {
        let name = "kill_tree::guardian::killed::\
            a_trap_that_kill_ends_while_it_stops_its_tree_leaves_no_process_stopped";
        in_pid_namespace(name, || {
            let script = "sleep 1000 & echo $!; sleep 1000 & echo $!; echo $$; \
                kill -s TERM $PPID; exec sleep 1000";
            let mut trap = Command::new(sigkit_path());
            trap.args(["sigtrap", "--tree", "-w", "--", "sh", "-c", script]);
            let (mut child, pid) = start_traced(trap.stdout(Stdio::piped()));
            for _ in 0..3 {
                run_until(pid, SENDS, STOP, true);
            }
            let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
            let pids: Vec<i32> =
                (0..3).map(|_| lines.next().parse().expect("a process ID")).collect();
            pids.iter().for_each(|pid| is_in_state(*pid, "T"));
            send(pid, Signal::SIGKILL).expect("trap gets KILL");
            child.wait().expect("a child to wait for");
            all_are_continued(&pids);
        });
    }
}

/// The lack of a guardian is reported; the tree is signalled.
#[test]
fn where_no_process_can_be_made_the_tree_is_signalled_without_a_guardian() {
    if emulated(NO_SECCOMP) {
        return;
    }
    let name = "kill_tree::guardian::\
        where_no_process_can_be_made_the_tree_is_signalled_without_a_guardian";
    in_pid_namespace(name, || {
        let mut family = Family::script(FOUR);
        family.ready(4);
        let mut command = kill_without(&[libc::SYS_clone], libc::EAGAIN);
        Ran::of(command.args(["--tree", "-s", "KILL", &family.operand()])).fails(
            0,
            "kill: guardian: not started: Resource temporarily unavailable; the tree was stopped \
             and continued without it\n",
        );
        assert_eq!(family.end(), -9);
    });
}

#[test]
fn without_pidfds_the_guardian_continues_all_too() {
    if emulated(NO_SECCOMP) {
        return;
    }
    let name = "kill_tree::guardian::without_pidfds_the_guardian_continues_all_too";
    in_pid_namespace(name, || {
        for (calls, error) in WITHOUT_PIDFDS {
            let mut family = Family::script(FOUR);
            let pids = family.ready(4);
            // It ends when it has stopped all.
            let mut command = kill_without(calls, error);
            ends_at_its_signal(&mut command);
            let ran = Ran::of(command.args(["--tree", "-s", "USR1", &family.operand()]));
            assert_eq!(ran.status, -libc::SIGSYS, "{ran:?}");
            all_are_continued(&pids);
        }
    });
}

/// Has a sandbox end the program in the moment in which it sends USR1.
fn ends_at_its_signal(command: &mut Command) {
    // SAFETY: between fork and exec only prctl is called.
    unsafe {
        command.pre_exec(|| {
            let second_argument = if cfg!(target_endian = "little") { 24 } else { 28 };
            let mut filter = [
                bpf(0x20, 0, 0, 0),
                bpf(0x15, 1, 0, libc::SYS_pidfd_send_signal as u32),
                bpf(0x15, 0, 3, libc::SYS_kill as u32),
                bpf(0x20, 0, 0, second_argument),
                bpf(0x15, 0, 1, SIGUSR1 as u32),
                bpf(0x06, 0, 0, libc::SECCOMP_RET_KILL_PROCESS),
                bpf(0x06, 0, 0, libc::SECCOMP_RET_ALLOW),
            ];
            let program =
                libc::sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
            let set =
                libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program);
            if set == 0 { Ok(()) } else { Err(std::io::Error::last_os_error()) }
        });
    }
}

/// kill with so much address space, in bytes.
fn kill_with_memory(limit: libc::rlim_t) -> Command {
    let mut command = kill();
    // SAFETY: between fork and exec only setrlimit is called.
    unsafe {
        command.pre_exec(move || {
            let limit = libc::rlimit { rlim_cur: limit, rlim_max: limit };
            match libc::setrlimit(libc::RLIMIT_AS, &raw const limit) {
                0 => Ok(()),
                _ => Err(std::io::Error::last_os_error()),
            }
        });
    }
    command
}

/// From too little to start with, up to enough.
#[test]
fn however_little_memory_there_is_no_process_stays_stopped() {
    if emulated("the limit is the emulator's own") {
        return;
    }
    let name = "kill_tree::guardian::however_little_memory_there_is_no_process_stays_stopped";
    in_pid_namespace(name, || {
        let mut family = Family::script(
            "i=0; while [ $i -lt 300 ]; do sleep 1000 & i=$((i + 1)); done; echo ready $$; wait",
        );
        family.ready(1);
        let operand = family.operand();
        let (mut given_up, mut limit) = (0, 1 << 20);
        loop {
            let ran = Ran::of(kill_with_memory(limit).args(["--tree", "-s", "URG", &operand]));
            no_process_survives(GUARDIAN);
            let stopped: Vec<_> =
                living("sleep").into_iter().filter(|(_, state)| *state == 'T').collect();
            assert_eq!(stopped, [], "{limit}: {ran:?}");
            is_not_stopped(family.pid);
            match ran.status {
                0 => break,
                1 => {
                    let reason = format!("kill: {operand}: Cannot allocate memory\n");
                    assert_eq!(ran.stderr, reason, "{limit}");
                    given_up += 1;
                }
                // It is not started, or has not yet come to the tree.
                _ => assert_eq!(given_up, 0, "{limit}: {ran:?}"),
            }
            limit += 64 * 1024;
        }
        assert!(given_up > 0, "no limit was so low that it gave up");
    });
}
