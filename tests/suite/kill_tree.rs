//! `--tree` and `--descendants`: no process escapes, no other is touched, none is left stopped.
//!
//! Every test runs in a PID namespace of its own, where it is process 1. What it starts is in
//! `kill_tree.c`, or a shell's.
//!
//! Long because its tests start and watch the same kinds of processes, above all `Family`.
#![allow(unsafe_code)]

#[cfg(target_os = "linux")]
mod guardian;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod midway;

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use libc::{SI_QUEUE, SI_USER, SIGCONT, SIGTERM, SIGUSR1};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};

use crate::kill_delivery::{WITHOUT_PIDFDS, bpf, kill_with_descriptors, kill_without};
use crate::support::*;

/// The program that `kill_tree.c` is, under the name `sigkit-family`.
fn program() -> (PathBuf, TemporaryDirectory) {
    let directory = TemporaryDirectory::new();
    let (source, program) = (directory.path.join("family.c"), directory.path.join("sigkit-family"));
    std::fs::write(&source, include_str!("kill_tree.c")).expect("the source is written");
    Ran::of(c_compiler().args(["-pthread", "-o"]).args([&program, &source])).succeeds();
    (program, directory)
}

/// A process that has descendants. All end with the namespace.
struct Family {
    child: Child,
    lines: Lines,
    pid: i32,
}

impl Family {
    fn of(command: &mut Command) -> Family {
        let mut child = command
            .env_remove("SIGKIT_POSIX")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .expect("a family starts");
        let lines = Lines::of(child.stdout.take().expect("a pipe"));
        let pid = child.id() as i32;
        Family { child, lines, pid }
    }

    /// A shell that runs a script: `$VICTIM` is a program that reports signals (mode `report` in
    /// `victim.rs`), `$KILL` kill.
    fn script(script: &str) -> Family {
        let directory = std::env::current_exe().expect("a path");
        let mut shell = Command::new("sh");
        shell.args(["-c", script]).env("SIGKIT_VICTIM", "report").env("VICTIM", directory);
        Family::of(shell.env("KILL", format!("{} kill", sigkit_path())))
    }

    fn operand(&self) -> String {
        self.pid.to_string()
    }

    /// The next so many lines, which say `ready PID`: the process IDs.
    #[track_caller]
    fn ready(&mut self, count: usize) -> Vec<i32> {
        let pid = |line: String| {
            line.strip_prefix("ready ").and_then(|pid| pid.parse().ok()).expect("ready")
        };
        (0..count).map(|_| pid(self.lines.next())).collect()
    }

    /// The exit status, or minus the signal.
    #[track_caller]
    fn end(&mut self) -> i32 {
        use std::os::unix::process::ExitStatusExt;
        let status = self.child.wait().expect("a child to wait for");
        status.code().unwrap_or_else(|| -status.signal().expect("a process that ended"))
    }

    /// Waits until the victims have taken a signal from kill(2) so many times together, ends all,
    /// and asserts that nobody took it once more. Who is continued takes a signal only when its
    /// turn comes, and not at all if KILL is there before.
    #[track_caller]
    fn ends_after_taking(&mut self, signal: i32, count: usize) {
        let from_kill = format!("{signal} {SI_USER} ");
        let mut taken = 0;
        while taken < count {
            taken += usize::from(self.lines.next().starts_with(&from_kill));
        }
        run(["--tree", "-s", "KILL", &self.operand()]).succeeds();
        assert_eq!(self.end(), -9);
        assert_eq!(reported(self.lines.until_closed().lines()).get(&(signal, SI_USER)), None);
    }

    /// The change of the process since it was last asked, as its parent sees it.
    fn change(&self) -> WaitStatus {
        let flags = WaitPidFlag::WUNTRACED | WaitPidFlag::WCONTINUED | WaitPidFlag::WNOHANG;
        waitpid(nix::unistd::Pid::from_raw(self.pid), Some(flags)).expect("a child to wait for")
    }
}

/// The processes of a name that have not ended.
fn living(name: &str) -> Vec<(i32, char)> {
    let entries = std::fs::read_dir("/proc").expect("/proc");
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let named = |pid: &i32| {
        std::fs::read_to_string(format!("/proc/{pid}/comm"))
            .is_ok_and(|comm| comm.trim_end() == name)
    };
    pids.filter(named)
        .filter_map(|pid| Some((pid, state(pid)?)))
        .filter(|(_, state)| !['Z', 'X'].contains(state))
        .collect()
}

/// Waits until no process of the name is left: who got KILL needs a moment to end, and who did not
/// get it never ends.
#[track_caller]
fn no_process_survives(name: &str) {
    let deadline = Instant::now() + DEADLINE;
    loop {
        let survivors = living(name);
        if survivors.is_empty() {
            return;
        }
        assert!(
            Instant::now() < deadline,
            "{} survivors: {:?}",
            survivors.len(),
            &survivors[..survivors.len().min(9)]
        );
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

/// Orphans become children of process 1, which is this one.
fn reap_orphans() {
    while waitpid(None, Some(WaitPidFlag::WNOHANG))
        .is_ok_and(|status| status != WaitStatus::StillAlive)
    {}
}

/// Asserts that a process is not stopped. To be asked after kill has ended: CONT takes effect
/// before kill(2) returns.
#[track_caller]
fn is_not_stopped(pid: i32) {
    let state = state(pid).expect("a process");
    assert!(!['T', 't'].contains(&state), "{pid} is in state {state}");
}

/// Asserts that a process is stopped.
#[track_caller]
fn is_stopped(pid: i32) {
    assert_eq!(state(pid), Some('T'), "{pid}");
}

/// Starts a tree in which so many fork, ends it with kill, and asserts that its root ends in this
/// way and no process is left.
#[track_caller]
fn ends_with_its_forkers(
    program: &Path,
    which: &str,
    forkers: usize,
    kill: &mut Command,
    end: i32,
) {
    let mut family = Family::of(Command::new(program).arg(which));
    for _ in 0..forkers {
        assert_eq!(family.lines.next(), "forking");
    }
    Ran::of(kill.arg(family.operand())).succeeds();
    assert_eq!(family.end(), end);
    no_process_survives("sigkit-family");
    reap_orphans();
}

/// Twenty trees of three forkers each. A child each millisecond and from each: a list of them would
/// miss some.
fn no_forker_survives(which: &str, words: &[&str]) {
    let (program, _directory) = program();
    let end = if words.contains(&"KILL") { -9 } else { -SIGTERM };
    for _ in 0..20 {
        ends_with_its_forkers(&program, which, 3, kill().args(words), end);
    }
}

#[test]
fn no_process_survives_in_twenty_trees_that_keep_forking() {
    if emulated(TOO_SLOW_FOR_FORKERS) {
        return;
    }
    let _alone = alone();
    in_pid_namespace("kill_tree::no_process_survives_in_twenty_trees_that_keep_forking", || {
        no_forker_survives("forkers", &["--tree", "-s", "KILL"]);
    });
}

#[test]
fn no_process_survives_term_in_twenty_trees_that_keep_forking() {
    if emulated(TOO_SLOW_FOR_FORKERS) {
        return;
    }
    let _alone = alone();
    in_pid_namespace(
        "kill_tree::no_process_survives_term_in_twenty_trees_that_keep_forking",
        || {
            no_forker_survives("forkers", &["--tree"]);
        },
    );
}

/// Continued with TERM pending, one would get a child that TERM was not sent to, and end.
#[test]
fn no_process_survives_that_blocks_signals_while_it_forks() {
    if emulated(TOO_SLOW_FOR_FORKERS) {
        return;
    }
    let _alone = alone();
    in_pid_namespace("kill_tree::no_process_survives_that_blocks_signals_while_it_forks", || {
        no_forker_survives("blocking", &["--tree"]);
    });
}

/// It blocks signals for no longer than anybody does who forks, but it may take a second until it
/// has had the time for that.
#[test]
fn no_process_survives_that_waits_for_a_processor_while_it_blocks_signals() {
    if emulated(TOO_SLOW_FOR_FORKERS) {
        return;
    }
    let _alone = alone();
    in_pid_namespace(
        "kill_tree::no_process_survives_that_waits_for_a_processor_while_it_blocks_signals",
        || {
            let (program, directory) = program();
            let busy_program = directory.path.join("sigkit-busy");
            std::fs::copy(&program, &busy_program).expect("a copy");
            let mut busy = Family::of(Command::new(&busy_program).arg("busy"));
            assert_eq!(busy.lines.next(), "ready");
            for _ in 0..5 {
                ends_with_its_forkers(&program, "starved", 1, kill().arg("--tree"), -SIGTERM);
            }
            run(["-s", "KILL", &busy.operand()]).succeeds();
            assert_eq!(busy.end(), -9);
        },
    );
}

#[test]
fn without_pidfds_no_process_survives_either() {
    if emulated(TOO_SLOW_FOR_FORKERS) {
        return;
    }
    let _alone = alone();
    in_pid_namespace("kill_tree::without_pidfds_no_process_survives_either", || {
        let (program, _directory) = program();
        for (calls, error) in WITHOUT_PIDFDS {
            ends_with_its_forkers(
                &program,
                "forkers",
                3,
                kill_without(calls, error).arg("--tree"),
                -SIGTERM,
            );
        }
    });
}

#[test]
fn the_descendants_of_a_process_that_keeps_forking_end_without_it() {
    if emulated(TOO_SLOW_FOR_FORKERS) {
        return;
    }
    let _alone = alone();
    in_pid_namespace(
        "kill_tree::the_descendants_of_a_process_that_keeps_forking_end_without_it",
        || {
            let (program, _directory) = program();
            let mut family = Family::of(Command::new(&program).arg("forkers"));
            for _ in 0..3 {
                assert_eq!(family.lines.next(), "forking");
            }
            run(["--descendants", "-s", "KILL", &family.operand()]).succeeds();
            let deadline = Instant::now() + DEADLINE;
            while living("sigkit-family") != [(family.pid, 'S')] {
                assert!(Instant::now() < deadline, "{:?}", living("sigkit-family"));
            }
            assert!(matches!(family.change(), WaitStatus::Continued(_)));
            assert_eq!(family.change(), WaitStatus::StillAlive);
            run([&family.operand()]).succeeds();
            assert_eq!(family.end(), -SIGTERM);
        },
    );
}

/// A root, its child in another session, and that one's child, which are three; and a child of the
/// root.
const FOUR: &str = r#"setsid sh -c '"$VICTIM" & exec "$VICTIM"' & "$VICTIM" & exec "$VICTIM""#;

/// How often each pair of a signal's number and code was reported in these lines.
fn reported<'a>(
    lines: impl Iterator<Item = &'a str>,
) -> std::collections::BTreeMap<(i32, i32), usize> {
    let mut counts = std::collections::BTreeMap::new();
    for line in lines {
        let mut numbers = line.split(' ').map(|number| number.parse().expect("a number"));
        let key = (numbers.next().expect("a signal"), numbers.next().expect("a code"));
        *counts.entry(key).or_default() += 1;
    }
    counts
}

#[test]
fn each_process_gets_the_signal_once_as_from_kill() {
    in_pid_namespace("kill_tree::each_process_gets_the_signal_once_as_from_kill", || {
        let mut family = Family::script(FOUR);
        let pids = family.ready(4);
        let operand = family.operand();
        // The root twice, and a descendant of its own once more.
        run(["--tree", "-s", "USR1", &operand, &operand, &pids[3].to_string()]).succeeds();
        run(["--tree", "-q", "7", "-s", "USR2", &operand]).succeeds();
        for pid in pids {
            is_not_stopped(pid);
        }
        // The last signal that each takes before it ends.
        let sentinel = libc::SIGRTMAX() - 1;
        run(["--tree", "-s", &sentinel.to_string(), &operand]).succeeds();
        let mut seen = Vec::new();
        while seen.iter().filter(|line: &&String| line.starts_with(&format!("{sentinel} "))).count()
            < 4
        {
            seen.push(family.lines.next());
        }
        run(["--tree", "-s", "KILL", &operand]).succeeds();
        assert_eq!(family.end(), -9);
        let rest = family.lines.until_closed();
        let mut counts = reported(seen.iter().map(String::as_str).chain(rest.lines()));
        // The parents are told of it, too.
        counts.retain(|(number, _), _| *number != libc::SIGCHLD);
        // Each stop was ended once, and who was met between two waits, when it blocks signals, was
        // let go on to the next. CONT is not queued, so two may be seen as one.
        let continued = counts.remove(&(SIGCONT, SI_USER)).expect("they were continued");
        assert!((4..=24).contains(&continued), "{continued}");
        let expected =
            [((SIGUSR1, SI_USER), 4), ((libc::SIGUSR2, SI_QUEUE), 4), ((sentinel, SI_USER), 4)];
        assert_eq!(counts, expected.into());
    });
}

#[test]
fn children_come_first() {
    in_pid_namespace("kill_tree::children_come_first", || {
        let mut family = Family::script(
            r#"sh -c '
                sh -c "sleep 1000 & echo ready \$!; wait" & echo ready $!; wait
            ' & echo ready $!; wait"#,
        );
        let pids = family.ready(3);
        let [parent, child, grandchild] = pids[..] else { unreachable!() };
        // Whichever of the lines came first, process IDs grow.
        let mut order = [family.pid, parent, child, grandchild];
        order.sort_by(|one, other| other.cmp(one));
        let [last, third, second, first] = [order[3], order[2], order[1], order[0]];
        run(["-p", "--tree", &family.operand()])
            .prints(&format!("{first}\n{second}\n{third}\n{last}\n"));
        run(["-p", "--descendants", &family.operand()])
            .prints(&format!("{first}\n{second}\n{third}\n"));
        let line = |pid| format!("sending signal 10 to pid {pid}\n");
        let expected: String = [first, second, third, last].map(line).concat();
        run(["--verbose", "--tree", "-s", "USR1", &family.operand()]).prints(&expected);
        assert_eq!(family.end(), -SIGUSR1);
    });
}

#[test]
fn a_process_that_was_stopped_before_stays_stopped() {
    in_pid_namespace("kill_tree::a_process_that_was_stopped_before_stays_stopped", || {
        let mut family = Family::script(FOUR);
        let pids = family.ready(4);
        let operand = family.operand();
        let stopped = pids.iter().copied().find(|pid| *pid != family.pid).expect("a descendant");
        run(["-s", "STOP", &stopped.to_string()]).succeeds();
        is_in_state(stopped, "T");
        run(["--tree", "-s", "USR1", &operand]).succeeds();
        for pid in &pids {
            if *pid == stopped { is_stopped(*pid) } else { is_not_stopped(*pid) }
        }
        run(["--tree", "-s", "CONT", &operand]).succeeds();
        pids.iter().for_each(|pid| is_not_stopped(*pid));
        run(["-s", "STOP", &stopped.to_string()]).succeeds();
        is_in_state(stopped, "T");
        run(["--tree", "-s", "KILL", &operand]).succeeds();
        assert_eq!(family.end(), -9);
        for pid in pids {
            let deadline = Instant::now() + DEADLINE;
            while state(pid).is_some_and(|state| state != 'Z') {
                assert!(Instant::now() < deadline, "{pid} survives");
            }
        }
    });
}

#[test]
fn stop_stops_and_cont_continues() {
    in_pid_namespace("kill_tree::stop_stops_and_cont_continues", || {
        let mut family = Family::script(FOUR);
        let pids = family.ready(4);
        let operand = family.operand();
        run(["--tree", "-s", "STOP", &operand]).succeeds();
        pids.iter().for_each(|pid| is_stopped(*pid));
        run(["--descendants", "-s", "CONT", &operand]).succeeds();
        for pid in &pids {
            if *pid == family.pid { is_stopped(*pid) } else { is_not_stopped(*pid) }
        }
        run(["--tree", "-s", "CONT", &operand]).succeeds();
        pids.iter().for_each(|pid| is_not_stopped(*pid));
        run(["--descendants", "-s", "STOP", &operand]).succeeds();
        for pid in &pids {
            if *pid == family.pid { is_not_stopped(*pid) } else { is_stopped(*pid) }
        }
    });
}

/// CONT discards a TSTP that is pending, and who is continued before it can fork.
#[test]
fn other_signals_that_stop_leave_stopped_what_they_stop() {
    in_pid_namespace("kill_tree::other_signals_that_stop_leave_stopped_what_they_stop", || {
        let mut family = Family::script("sleep 1000 & echo ready $!; exec sleep 1000");
        let child = family.ready(1)[0];
        // A shell in vfork(2) could not stop.
        for pid in [child, family.pid] {
            has_name(pid, "sleep");
            is_in_state(pid, "S");
        }
        for signal in ["TSTP", "TTIN", "TTOU"] {
            run(["--tree", "-s", signal, &family.operand()]).succeeds();
            is_stopped(child);
            is_stopped(family.pid);
            assert!(matches!(
                family.change(),
                WaitStatus::Stopped(_, nix::sys::signal::Signal::SIGSTOP)
            ));
            assert_eq!(family.change(), WaitStatus::StillAlive);
            // It continues them as any stopped process.
            run(["--tree", "-s", "CONT", &family.operand()]).succeeds();
            is_not_stopped(child);
            is_not_stopped(family.pid);
            assert!(matches!(family.change(), WaitStatus::Continued(_)));
        }
    });
}

#[test]
fn other_signals_that_stop_are_not_lost_where_they_do_something_else() {
    in_pid_namespace(
        "kill_tree::other_signals_that_stop_are_not_lost_where_they_do_something_else",
        || {
            // Handled, ignored, blocked; the last group is orphaned, so that nothing is stopped.
            let mut family = Family::script(
                r#"trap 'echo taken' TSTP; "$VICTIM" &
                sh -c 'trap "" TSTP; echo ready $$; exec sleep 1000' &
                (setsid sh -c 'echo ready $$; exec sleep 1000') &
                echo ready $$; while :; do wait; done"#,
            );
            let pids = family.ready(4);
            run(["--tree", "-s", "TSTP", &family.operand()]).succeeds();
            pids.iter().for_each(|pid| is_not_stopped(*pid));
            let (mut reported, mut taken) = (false, false);
            while !(reported && taken) {
                let line = family.lines.next();
                reported |= line.starts_with("20 0 ");
                taken |= line == "taken";
            }
        },
    );
}

#[test]
fn no_process_runs_on_in_a_tree_of_forkers_that_is_stopped() {
    if emulated(TOO_SLOW_FOR_FORKERS) {
        return;
    }
    let _alone = alone();
    in_pid_namespace("kill_tree::no_process_runs_on_in_a_tree_of_forkers_that_is_stopped", || {
        let (program, _directory) = program();
        for _ in 0..5 {
            // Its group is not orphaned: its parent, this process, is of the same session.
            let mut family = Family::of(Command::new(&program).arg("forker"));
            assert_eq!(family.lines.next(), "forking");
            run(["--tree", "-s", "TSTP", &family.operand()]).succeeds();
            let running: Vec<_> =
                living("sigkit-family").into_iter().filter(|(_, state)| *state != 'T').collect();
            assert_eq!(running, []);
            run(["--tree", "-s", "KILL", &family.operand()]).succeeds();
            family.end();
            no_process_survives("sigkit-family");
            reap_orphans();
        }
    });
}

/// A group that keeps forking gets each signal at once.
#[test]
fn no_process_survives_in_a_group_that_keeps_forking() {
    if emulated(TOO_SLOW_FOR_FORKERS) {
        return;
    }
    let _alone = alone();
    in_pid_namespace("kill_tree::no_process_survives_in_a_group_that_keeps_forking", || {
        let (program, _directory) = program();
        for words in [&["-k", "TERM/100ms/KILL", "--"][..], &["-w", "-k", "TERM/100ms/KILL", "--"]]
        {
            let mut family = Family::of(Command::new(&program).arg("chain"));
            assert_eq!(family.lines.next(), "forking");
            Ran::of(kill().args(words).arg(format!("-{}", family.pid))).succeeds();
            assert_eq!(family.end(), -9);
            no_process_survives("sigkit-family");
            reap_orphans();
        }
    });
}

#[test]
fn signal_0_stops_no_process() {
    in_pid_namespace("kill_tree::signal_0_stops_no_process", || {
        let mut family = Family::script(FOUR);
        family.ready(4);
        run(["--tree", "-s", "0", &family.operand()]).succeeds();
        run(["-p", "--tree", &family.operand()]);
        assert_eq!(family.change(), WaitStatus::StillAlive);
        // What is seen where somebody is stopped.
        run(["--tree", "-s", "CHLD", &family.operand()]).succeeds();
        assert!(matches!(family.change(), WaitStatus::Continued(_)));
        run(["--verbose", "--tree", "-s", "0", "--", &family.operand()])
            .stdout
            .lines()
            .enumerate()
            .for_each(|(place, line)| {
                assert!(
                    place < 4 && line.starts_with("sending signal 0 to pid "),
                    "{place}: {line}"
                )
            });
    });
}

#[test]
fn a_process_that_may_not_be_signalled_is_reported_and_its_children_are_signalled() {
    in_pid_namespace(
        "kill_tree::a_process_that_may_not_be_signalled_is_reported_and_its_children_are_signalled",
        || {
            if !two_users() {
                return;
            }
            let (program, directory) = program();
            let copy = directory.path.join("sigkit");
            copy_program(sigkit_path().as_ref(), &copy);
            let mut family = Family::of(Command::new(&program).arg("users"));
            let mut lines: Vec<String> = (0..3).map(|_| family.lines.next()).collect();
            lines.sort();
            let pids: Vec<i32> =
                lines[0].split(' ').map(|pid| pid.parse().expect("a process ID")).collect();
            let [roots, nobodys] = pids[..] else { panic!("{lines:?}") };
            let operand = family.operand();
            let mut kill = Command::new(&copy);
            kill.arg0("kill").env_remove("SIGKIT_POSIX").uid(NOBODY).gid(NOBODY);
            Ran::of(kill.args(["--tree", &operand])).fails(
                64,
                &format!("kill: {roots} (descendant of {operand}): Operation not permitted\n"),
            );
            assert_eq!(family.end(), -SIGTERM);
            is_in_state(nobodys, "Z");
            is_not_stopped(roots);
        },
    );
}

/// kill in a sandbox where sending this signal to anybody fails with EPERM.
fn kill_that_may_not_send(signal: i32) -> Command {
    let mut command = kill();
    // SAFETY: between fork and exec only prctl is called.
    unsafe {
        command.pre_exec(move || {
            // The signal is the second argument of both calls; its lower half comes first
            // (seccomp(2)) on what this runs on.
            let second_argument = if cfg!(target_endian = "little") { 24 } else { 28 };
            let mut filter = [
                bpf(0x20, 0, 0, 0),
                bpf(0x15, 1, 0, libc::SYS_pidfd_send_signal as u32),
                bpf(0x15, 0, 3, libc::SYS_kill as u32),
                bpf(0x20, 0, 0, second_argument),
                bpf(0x15, 0, 1, signal as u32),
                bpf(0x06, 0, 0, libc::SECCOMP_RET_ERRNO | libc::EPERM as u32),
                bpf(0x06, 0, 0, libc::SECCOMP_RET_ALLOW),
            ];
            let program =
                libc::sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
            if libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
                || libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program)
                    != 0
            {
                return Err(std::io::Error::last_os_error());
            }
            Ok(())
        });
    }
    command
}

/// Diagnostics for each of these descendants of the operand and for itself, in any order.
fn is_told(ran: &Ran, operand: &str, pids: &[i32], reason: &str) {
    let mut told: Vec<&str> = ran.stderr.lines().collect();
    let subject = |pid: &i32| match pid.to_string() == operand {
        true => format!("kill: {operand}: {reason}"),
        false => format!("kill: {pid} (descendant of {operand}): {reason}"),
    };
    let mut expected: Vec<String> = pids.iter().map(subject).collect();
    told.sort_unstable();
    expected.sort_unstable();
    assert_eq!(told, expected);
}

#[test]
fn no_process_stays_stopped_where_permission_is_lost_midway() {
    in_pid_namespace("kill_tree::no_process_stays_stopped_where_permission_is_lost_midway", || {
        let mut family = Family::script(FOUR);
        let pids = family.ready(4);
        let operand = family.operand();
        let ran = Ran::of(kill_that_may_not_send(SIGUSR1).args(["--tree", "-s", "USR1", &operand]));
        assert_eq!(ran.status, 1);
        is_told(&ran, &operand, &pids, "Operation not permitted");
        pids.iter().for_each(|pid| is_not_stopped(*pid));
        // They had been stopped.
        assert!(matches!(family.change(), WaitStatus::Continued(_)));
    });
}

#[test]
fn a_process_that_cannot_be_stopped_is_signalled_all_the_same() {
    in_pid_namespace(
        "kill_tree::a_process_that_cannot_be_stopped_is_signalled_all_the_same",
        || {
            let mut family = Family::script(FOUR);
            family.ready(4);
            Ran::of(kill_that_may_not_send(libc::SIGSTOP).args([
                "--tree",
                "-s",
                "USR1",
                &family.operand(),
            ]))
            .succeeds();
            for _ in 0..4 {
                assert!(family.lines.next().starts_with("10 0 "));
            }
            assert_eq!(family.change(), WaitStatus::StillAlive);
        },
    );
}

#[test]
fn a_process_that_cannot_be_continued_is_reported() {
    in_pid_namespace("kill_tree::a_process_that_cannot_be_continued_is_reported", || {
        let mut family = Family::script(FOUR);
        let pids = family.ready(4);
        let operand = family.operand();
        let reason = "left stopped; cannot be continued: Operation not permitted";
        for option in ["--tree", "--descendants"] {
            let ran =
                Ran::of(kill_that_may_not_send(SIGCONT).args([option, "-s", "USR1", &operand]));
            assert_eq!(ran.status, 64);
            is_told(&ran, &operand, &pids, reason);
            run(["--tree", "-s", "CONT", &operand]).succeeds();
        }
        // A process that needs none is not reported.
        Ran::of(kill_that_may_not_send(SIGCONT).args(["--tree", "-s", "KILL", &operand]))
            .succeeds();
        assert_eq!(family.end(), -9);
    });
}

#[test]
fn a_process_too_many_for_the_descriptors_is_reported_and_none_stays_stopped() {
    in_pid_namespace(
        "kill_tree::a_process_too_many_for_the_descriptors_is_reported_and_none_stays_stopped",
        || {
            let mut family = Family::script(
                r#"for i in 1 2 3 4 5 6 7 8 9 10; do "$VICTIM" & done; exec "$VICTIM""#,
            );
            let pids = family.ready(11);
            let operand = family.operand();
            let ran =
                Ran::of(kill_with_descriptors(12, 12).args(["--tree", "-s", "USR1", &operand]));
            assert_eq!(ran.status, 64);
            let told = ran.stderr.lines().count();
            assert!(ran.stderr.lines().all(|line| {
                line.ends_with(&format!("(descendant of {operand}): {TOO_MANY_OPEN_FILES}"))
            }));
            assert!((1..10).contains(&told), "{ran:?}");
            pids.iter().for_each(|pid| is_not_stopped(*pid));
            // All others have got it; the descriptors that the limit allows for more are taken.
            family.ends_after_taking(SIGUSR1, 11 - told);
            // A higher limit is made use of.
            let mut family = Family::script(
                r#"for i in 1 2 3 4 5 6 7 8 9 10; do "$VICTIM" & done; exec "$VICTIM""#,
            );
            family.ready(11);
            Ran::of(kill_with_descriptors(6, 30).args(["--tree", "-s", "KILL", &family.operand()]))
                .succeeds();
            assert_eq!(family.end(), -9);
        },
    );
}

#[test]
fn kill_itself_and_its_ancestors_are_not_stopped() {
    in_pid_namespace("kill_tree::kill_itself_and_its_ancestors_are_not_stopped", || {
        let mut family = Family::script(
            r#""$VICTIM" & read x
            (sh -c '$KILL --descendants -s USR1 $1; echo $?' sh $$); read x"#,
        );
        let victim = family.ready(1)[0];
        use std::io::Write;
        family.child.stdin.as_mut().expect("a pipe").write_all(b"\n").expect("a line");
        // kill's own parents get the signal too, and end by it; the shell at the top does not.
        // What was met before it began to wait is continued first.
        let mut seen = [family.lines.next(), family.lines.next()];
        if seen.iter().all(|line| line.starts_with("18 0 ")) {
            seen[1] = family.lines.next();
        }
        seen.sort();
        assert!(seen[0].starts_with("10 0 ") && seen[1].starts_with("18 0 "), "{seen:?}");
        is_not_stopped(victim);
        assert_eq!(family.change(), WaitStatus::StillAlive);
        run(["-s", "KILL", &victim.to_string()]).succeeds();

        let mut family = Family::script(
            "sleep 1000 & exec 3<&0; $KILL --descendants $$ <&3; echo $?; read x <&3",
        );
        assert_eq!(family.lines.next(), "0");
        assert_eq!(family.change(), WaitStatus::StillAlive);
        no_process_survives("sleep");
        let mut family = Family::script("$KILL --descendants $$ 2>&1; echo $?; read x");
        assert_eq!(family.lines.next(), format!("kill: {}: has no descendants", family.pid));
        assert_eq!(family.lines.next(), "1");
    });
}

#[test]
fn a_shell_may_end_its_own_tree_and_kill_itself_comes_last() {
    in_pid_namespace("kill_tree::a_shell_may_end_its_own_tree_and_kill_itself_comes_last", || {
        let mut family = Family::script("sleep 1000 & $KILL --tree $$");
        assert_eq!(family.end(), -SIGTERM);
        no_process_survives("sleep");
        let mut family = Family::script("sleep 1000 & exec $KILL --verbose --tree $$");
        assert_eq!(family.end(), -SIGTERM);
        no_process_survives("sleep");
        let pid = family.pid;
        let said = family.lines.until_closed();
        let lines: Vec<&str> = said.lines().collect();
        assert!(
            lines.len() == 2 && lines[1] == format!("sending signal 15 to pid {pid}"),
            "{said}"
        );
    });
}

/// trap supervises with all signals blocked.
#[test]
fn signals_that_were_blocked_before_do_not_make_kill_give_up() {
    in_pid_namespace(
        "kill_tree::signals_that_were_blocked_before_do_not_make_kill_give_up",
        || {
            for signal in [SIGTERM, libc::SIGRTMIN() + 3] {
                let mut family = Family::script("sleep 1000 & echo ready $!; wait");
                family.ready(1);
                let mut command = kill();
                // SAFETY: between fork and exec only signal calls are made, with a set that is
                // filled first.
                unsafe {
                    command.pre_exec(move || {
                        let mut set = std::mem::zeroed();
                        libc::sigfillset(&raw mut set);
                        libc::sigprocmask(libc::SIG_BLOCK, &raw const set, std::ptr::null_mut());
                        libc::raise(signal);
                        Ok(())
                    });
                }
                Ran::of(command.args(["--tree", "-s", "KILL", &family.operand()])).succeeds();
                assert_eq!(family.end(), -9);
                no_process_survives("sleep");
            }
        },
    );
}

#[test]
fn uninterruptible_sleep_does_not_keep_kill_waiting() {
    in_pid_namespace("kill_tree::uninterruptible_sleep_does_not_keep_kill_waiting", || {
        let (program, _directory) = program();
        for signal in ["TERM", "KILL"] {
            let mut family = Family::of(Command::new(&program).arg("vfork"));
            assert_eq!(family.lines.next(), "ready");
            // The child may be faster than its parent, which sleeps in vfork(2).
            until("no process is in vfork(2)", || {
                living("sigkit-family").iter().any(|(_, state)| *state == 'D')
            });
            run(["--tree", "-s", signal, &family.operand()]).succeeds();
            family.end();
            no_process_survives("sigkit-family");
        }
    });
}

#[test]
fn follow_ups_reach_the_descendants_that_came_since() {
    in_pid_namespace("kill_tree::follow_ups_reach_the_descendants_that_came_since", || {
        let stubborn = |then: &str| {
            format!(
                "trap 'setsid sleep 1000 & echo more' TERM; echo set; while :; do read x || :; \
                 {then} done"
            )
        };
        // The shell takes TERM while it waits for input that does not come.
        let mut family = Family::script(&stubborn(""));
        assert_eq!(family.lines.next(), "set");
        let operand = family.operand();
        run(["--tree", "--timeout", "3000", "KILL", &operand]).succeeds();
        assert_eq!(family.end(), -9);
        assert_eq!(family.lines.next(), "more");
        no_process_survives("sleep");
    });
}

#[test]
fn a_process_that_was_refused_stays_untouched_in_every_step() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace("kill_tree::a_process_that_was_refused_stays_untouched_in_every_step", || {
        // What comes since is asked as well: one more child of each name.
        let script = "exec 3<&0; trap '' INT; trap 'sleep 1000 & (trap : TERM; echo more; read x \
            <&3) &' TERM; \
            sleep 1000 & echo ready $!; while :; do read x || :; done";
        for (guard, refused) in [
            (&["--if-name", "sh"][..], "its name is sleep, not sh"),
            (&["-r"], "it has no handler for TERM"),
        ] {
            let mut family = Family::script(script);
            let child = family.ready(1)[0];
            has_name(child, "sleep");
            let operand = family.operand();
            let ran = Ran::of(kill().arg("--tree").args(guard).args([
                "-w1m",
                "-k",
                "TERM/3s/INT/0/KILL",
                &operand,
            ]));
            assert_eq!(ran.status, 0, "{ran:?}");
            assert_eq!(family.end(), -9);
            assert_eq!(family.lines.next(), "more");
            let told: Vec<&str> = ran.stderr.lines().collect();
            let first =
                format!("kill: {child} (descendant of {operand}): not signalled: {refused}");
            assert!(told.len() == 2 && told[0] == first && told[1].ends_with(refused), "{ran:?}");
            let sleepers = living("sleep");
            assert!(
                sleepers.len() == 2 && sleepers.iter().any(|(pid, _)| *pid == child),
                "{sleepers:?}"
            );
            assert_eq!(living("sh"), []);
            for (pid, _) in sleepers {
                run(["-s", "KILL", &pid.to_string()]).succeeds();
            }
            no_process_survives("sleep");
        }
    });
}

#[test]
fn how_each_of_a_tree_ended_is_told_with_its_name() {
    in_pid_namespace("kill_tree::how_each_of_a_tree_ended_is_told_with_its_name", || {
        let mut family =
            Family::script("trap '' TERM; sleep 1000 & echo ready $!; while :; do wait; done");
        let child = family.ready(1)[0];
        has_name(child, "sleep");
        let operand = family.operand();
        let ran = run(["--verbose", "--tree", "-w1m", "-k", "TERM/50ms/KILL", &operand]);
        for (pid, name) in [(child, "sleep"), (family.pid, "sh")] {
            assert!(ran.stdout.contains(&format!("\n{pid} {name}: TERM, KILL, ")), "{ran:?}");
        }
        family.end();
        // The parent reaps them at once.
        let mut family = Family::script("sleep 1000 & echo ready $!; while :; do wait; done");
        let child = family.ready(1)[0];
        has_name(child, "sleep");
        let ran = run(["--verbose", "--descendants", "-w1m", "-s", "KILL", &family.operand()]);
        assert!(ran.stdout.contains(&format!("\n{child} sleep: KILL, ")), "{ran:?}");
    });
}

#[test]
fn a_follow_up_is_not_sent_where_all_have_ended() {
    in_pid_namespace("kill_tree::a_follow_up_is_not_sent_where_all_have_ended", || {
        let mut family = Family::script(
            "sleep 1000 & echo ready $!; sleep 1000 & echo ready $!; wait; echo over; read x",
        );
        let children = family.ready(2);
        let operand = family.operand();
        let ran = run(["--verbose", "--descendants", "--timeout", "60000", "KILL", &operand]);
        let expected = [children[1], children[0]]
            .map(|pid| format!("sending signal 15 to pid {pid}\n"))
            .concat();
        // How they ended is reported too.
        assert!(ran.stdout.starts_with(&expected) && !ran.stdout.contains("timeout, "), "{ran:?}");
        assert_eq!((ran.stderr.as_str(), ran.status), ("", 0));
        assert_eq!(family.lines.next(), "over");
    });
}

#[test]
fn a_required_handler_is_looked_for_in_each_process() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace("kill_tree::a_required_handler_is_looked_for_in_each_process", || {
        let mut family = Family::script(
            "trap 'echo taken' USR1; sleep 1000 & echo ready $!; while :; do wait; done",
        );
        let child = family.ready(1)[0];
        // Until it executes its program it has the handler of the shell that it comes from.
        has_name(child, "sleep");
        let operand = family.operand();
        run(["--tree", "-r", "-s", "USR1", &operand]).fails(
            0,
            &format!(
                "kill: {child} (descendant of {operand}): not signalled: it has no \
                handler for USR1\n"
            ),
        );
        assert_eq!(family.lines.next(), "taken");
        is_not_stopped(child);
        run(["--tree", "-s", "KILL", &operand]).succeeds();
    });
}

#[test]
fn a_name_stands_for_its_trees() {
    if emulated(TOO_SLOW_FOR_FORKERS) {
        return;
    }
    let _alone = alone();
    in_pid_namespace("kill_tree::a_name_stands_for_its_trees", || {
        let (program, _directory) = program();
        let mut families: Vec<_> =
            (0..2).map(|_| Family::of(Command::new(&program).arg("forkers"))).collect();
        for family in &mut families {
            assert_eq!(family.lines.next(), "forking");
        }
        let mut bystander = Victim::start("report");
        run(["--tree", "-s", "KILL", "sigkit-family"]).succeeds();
        families.iter_mut().for_each(|family| assert_eq!(family.end(), -9));
        no_process_survives("sigkit-family");
        // A zombie is reaped when its last thread has ended.
        until("zombies are left", || {
            reap_orphans();
            run(["-p", "sigkit-family"]).status == 1
        });
        run(["--tree", "sigkit-family"]).fails(1, "kill: sigkit-family: No such process\n");
        bystander.got_nothing();
    });
}

#[test]
fn what_has_no_tree_is_refused_and_the_others_are_signalled() {
    in_pid_namespace("kill_tree::what_has_no_tree_is_refused_and_the_others_are_signalled", || {
        let mut victim = Victim::start("report");
        let (pid, dead) = (victim.pid.to_string(), dead_pid());
        let reason = |option: &str| {
            format!("{option} takes process IDs and command names, not process groups")
        };
        for word in ["0", "-1", &format!("-{pid}")] {
            for option in ["--tree", "--descendants"] {
                run([option, "-s", "USR1", "--", word])
                    .fails(1, &format!("kill: {word}: {}\n", reason(option)));
            }
        }
        run(["--tree", "-s", "USR1", "--", "-1", &dead, "1x", &pid]).fails(
            64,
            &format!(
                "kill: -1: {}\nkill: {dead}: No such process\n\
                kill: '1x': not a process ID\n",
                reason("--tree")
            ),
        );
        victim.got_in_tree(SIGUSR1);
        victim.got(SIGCONT);
        run(["--descendants", &pid]).fails(1, &format!("kill: {pid}: has no descendants\n"));
        victim.got(SIGCONT);
        victim.got_nothing();
        let zombie = Victim::start("zombie");
        run(["--tree", &zombie.zombie.expect("a zombie").to_string()]).succeeds();
        run(["--descendants", &zombie.pid.to_string()])
            .fails(1, &format!("kill: {}: has no descendants\n", zombie.pid));
    });
}

#[test]
fn the_options_stand_with_sending_alone() {
    run(["--tree", "--descendants", "1"])
        .shows_usage_error("--descendants: cannot be combined with --tree");
    run(["--descendants", "--tree", "1"])
        .shows_usage_error("--tree: cannot be combined with --descendants");
    run(["--tree", "-l", "9"]).shows_usage_error("--tree: cannot be combined with -l");
    run(["--descendants", "-L"]).shows_usage_error("--descendants: cannot be combined with -L");
    run(["-d", "1", "--tree"]).shows_usage_error("--tree: cannot be combined with -d");
    run(["--tree", "--target", "list"])
        .shows_usage_error("--tree: cannot be combined with --target");
    run(["--tree"]).shows_usage_error("PID: missing; name at least one process");
    run(["--tree=1", "1"]).shows_usage_error("--tree: takes no value");
    run(["--posix", "--tree", "1"]).shows_strict_error("--tree: long options are not POSIX");
}

#[test]
fn the_tree_of_another_namespace_is_refused() {
    in_pid_namespace("kill_tree::the_tree_of_another_namespace_is_refused", || {
        // A namespace within this one, with the /proc of this one.
        let mut unshare = Command::new("unshare");
        let script = "sleep 1000 & \"$0\" kill --tree -s KILL $!; \"$0\" kill -s 0 $!";
        unshare
            .args(["--pid", "--fork", "sh", "-c", script, sigkit_path()])
            .env_remove("SIGKIT_POSIX");
        let ran = Ran::of(&mut unshare);
        let reason = "cannot inspect the process: no usable /proc\n";
        assert!(ran.stderr.starts_with("kill: ") && ran.stderr.ends_with(reason), "{ran:?}");
        assert_eq!((ran.stderr.lines().count(), ran.status), (1, 0));
    });
}
