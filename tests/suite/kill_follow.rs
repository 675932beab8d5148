//! Following the signal up: `--timeout`, `-k`, `-w`, and the reports of `--verbose` and at a
//! terminal in the meantime.
//!
//! Long because its tests share how a follow-up is watched: by `Script` and `told`.
#![allow(unsafe_code)]

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use libc::{SI_QUEUE, SIGHUP, SIGINT, SIGTERM, SIGUSR1};

use crate::kill_options::pid_as_signal;
use crate::support::*;

/// The line of kill about the end of a process, without the command name and the time, which vary.
#[track_caller]
fn told(line: &str, pid: i32) -> String {
    let rest =
        line.strip_prefix(&format!("{pid} ")).unwrap_or_else(|| panic!("not of {pid}: {line}"));
    let (_, rest) = rest.split_once(": ").expect("a name");
    let (what, after) = rest.split_once(" after ").expect("a time");
    let (time, not_reaped) = after.split_once(';').map_or((after, ""), |(time, rest)| (time, rest));
    let (number, unit) = time.split_once(' ').expect("a unit");
    assert!(number.parse::<f64>().is_ok() && ["ms", "s"].contains(&unit), "{line}");
    format!("{what}{not_reaped}")
}

/// A script of sh as the leader of a process group of its own, once it has written `ready`. It is
/// killed, with its group, when this is dropped, and reaped at once when it ends: kill is told how.
struct Script {
    pid: i32,
    reaper: Option<std::thread::JoinHandle<()>>,
}

impl Script {
    fn start(script: &str) -> Script {
        let mut child: Child = Command::new("sh")
            .args(["-c", script])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .expect("sh starts");
        let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
        assert_eq!(lines.next(), "ready");
        let pid = child.id() as i32;
        let reaper = std::thread::spawn(move || {
            let _ = child.wait();
        });
        Script { pid, reaper: Some(reaper) }
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        let reaper = self.reaper.take().expect("it is joined once");
        // When the leader is reaped, the number may be another group's.
        if !reaper.is_finished() {
            let group = nix::unistd::Pid::from_raw(self.pid);
            let _ = nix::sys::signal::killpg(group, nix::sys::signal::SIGKILL);
        }
        let _ = reaper.join();
    }
}

/// A shell that only KILL ends. Its sleep, which no test waits for, ends a second later at most.
const STUBBORN: &str = "trap '' TERM; echo ready; while :; do read line; sleep 1; done";

/// The report of a process that TERM ended and that this test has not reaped.
fn ended_unreaped() -> &'static str {
    if emulated(NO_IOCTL_OF_PIDFDS) {
        "TERM, ended"
    } else {
        "TERM, ended its parent has not reaped it"
    }
}

#[test]
fn a_process_that_ends_in_time_gets_no_follow_up() {
    let mut victim = Victim::start("default");
    let pid = victim.pid.to_string();
    for schedule in
        [&["--timeout", "60000", "KILL"][..], &["--timeout", "1m", "KILL"], &["-k", "TERM/1m/KILL"]]
    {
        let ran = run(["--verbose"].iter().chain(schedule).chain([&pid.as_str()]));
        let lines: Vec<&str> = ran.stdout.lines().collect();
        assert_eq!((ran.status, lines[0]), (0, format!("sending signal 15 to pid {pid}").as_str()));
        assert_eq!(told(lines[1], victim.pid), ended_unreaped());
        assert_eq!(lines.len(), 2);
    }
    assert_eq!(victim.end(), -SIGTERM);
}

#[test]
fn a_process_that_does_not_end_gets_the_follow_ups_in_their_order() {
    for words in [
        &[
            "-s",
            "RTMIN",
            "--timeout",
            "1",
            "RTMIN+1",
            "--timeout=0",
            "RTMIN+2",
            "--timeout",
            "0.001s",
            "RT3",
        ][..],
        &["-k", "RTMIN/1ms/RTMIN+1/0/RTMIN+2/0.001/RT3"],
        &["-k", "RTMIN/1ms/RTMIN+1", "--timeout", "0", "RTMIN+2", "--timeout=1ms", "RT3"],
    ] {
        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        // Real-time signals are taken in the order of their numbers, whenever they arrive.
        let first = libc::SIGRTMIN();
        run(["--verbose"].iter().chain(words).chain([&pid.as_str()])).prints(&format!(
            "sending signal {first} to pid {pid}\ntimeout, sending signal {} to pid {pid}\n\
             timeout, sending signal {} to pid {pid}\ntimeout, sending signal {} to pid {pid}\n",
            first + 1,
            first + 2,
            first + 3
        ));
        for number in first..=first + 3 {
            victim.got(number);
        }
        victim.got_nothing();
    }
}

#[test]
fn a_zombie_gets_no_follow_up() {
    let victim = Victim::start("zombie");
    let zombie = victim.zombie.expect("a zombie");
    let ran = run(["--verbose", "--timeout", "60000", "KILL", &zombie.to_string()]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!((ran.status, lines[0]), (0, format!("sending signal 15 to pid {zombie}").as_str()));
    assert_eq!(told(lines[1], zombie), ended_unreaped());
}

#[test]
fn waiting_does_not_hang_on_a_zombie() {
    let victim = Victim::start("zombie");
    let zombie = victim.zombie.expect("a zombie").to_string();
    run(["-w", &zombie]).succeeds();
    run(["--wait=1m", "-s", "0", &zombie]).succeeds();
}

#[test]
fn a_queued_value_is_sent_each_time() {
    let mut victim = Victim::start("report");
    // With numbers that all systems share: qemu's user-mode emulation does not translate the one in
    // a pidfd's siginfo.
    run(["-q", "41", "-s", "HUP", "--timeout", "1", "INT", &victim.pid.to_string()]).succeeds();
    for number in [SIGHUP, SIGINT] {
        let reported = victim.next();
        assert_eq!((reported.number, reported.code, reported.value), (number, SI_QUEUE, 41));
    }
    victim.got_nothing();
}

#[test]
fn all_targets_wait_together() {
    for schedule in [&["--timeout", "1000", "KILL"][..], &["-w", "-k", "TERM/1s/KILL"]] {
        let mut stubborn: Vec<_> = (0..10).map(|_| Victim::start("ignore-term")).collect();
        let pids: Vec<_> = stubborn.iter().map(|victim| victim.pid.to_string()).collect();
        let started = Instant::now();
        run(schedule.iter().copied().chain(pids.iter().map(String::as_str))).succeeds();
        // One after another they would take ten seconds.
        let elapsed = started.elapsed().as_millis();
        assert!((1000..10_000).contains(&elapsed), "{elapsed} ms");
        for victim in &mut stubborn {
            assert_eq!(victim.end(), -9);
        }
    }
}

#[test]
fn a_thousand_targets_have_one_deadline() {
    let _alone = alone();
    let mut children: Vec<Child> = (0..1000)
        .map(|_| {
            let mut command = Command::new("sleep");
            command.arg("600").stdin(Stdio::null()).stdout(Stdio::null()).process_group(0);
            // SAFETY: signal(2) is safe between fork and exec.
            unsafe {
                command.pre_exec(|| {
                    libc::signal(libc::SIGTERM, libc::SIG_IGN);
                    Ok(())
                });
            }
            command.spawn().expect("sleep starts")
        })
        .collect();
    let pids: Vec<String> = children.iter().map(|child| child.id().to_string()).collect();
    let mut command = kill();
    command.args(["-w", "-k", "TERM/500ms/KILL"]).args(&pids);
    Ran::of(&mut command).succeeds();
    for child in &mut children {
        let status = child.wait().expect("a child to wait for");
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(9));
    }
}

#[test]
fn how_each_target_ended_is_told() {
    // Its parent, a thread of this test, may not get a processor while kill waits for it.
    until("the parent is never in time", is_told_how_each_ended);
}

/// False if a parent has not reaped its child in time.
#[track_caller]
fn is_told_how_each_ended() -> bool {
    let exits = Script::start("trap 'exit 3' TERM; echo ready; while :; do sleep 0.01; done");
    let dies = Script::start("echo ready; exec sleep 600");
    let stubborn = Script::start(STUBBORN);
    let pids = [&exits, &dies, &stubborn].map(|script| script.pid);
    let words = pids.map(|pid| pid.to_string());
    let ran = run(["--verbose", "-w", "-k", "TERM/3s/KILL"]
        .into_iter()
        .chain(words.iter().map(String::as_str)));
    assert_eq!(ran.status, 0, "{ran:?}");
    let told_of = |pid: i32| {
        let line = ran.stdout.lines().find(|line| line.starts_with(&format!("{pid} ")));
        told(line.unwrap_or_else(|| panic!("nothing of {pid}: {}", ran.stdout)), pid)
    };
    if told_of(exits.pid) == "TERM, ended" {
        if !emulated(NO_IOCTL_OF_PIDFDS) {
            skip("this kernel does not tell how the child of another process ended");
        }
        return true;
    }
    if pids.iter().any(|pid| told_of(*pid).ends_with("its parent has not reaped it")) {
        return false;
    }
    assert_eq!(told_of(exits.pid), "TERM, exited 3");
    assert_eq!(told_of(dies.pid), "TERM, killed by TERM");
    assert_eq!(told_of(stubborn.pid), "TERM, KILL, killed by KILL");
    assert!(
        ran.stdout.contains(&format!("\n{} sh: TERM, KILL, killed by KILL after ", stubborn.pid)),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains(&format!("timeout, sending signal 9 to pid {}\n", stubborn.pid)),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.stdout.matches("timeout, ").count(), 1, "{}", ran.stdout);
    true
}

/// Its exit status, which is its parent's first, may still be awaited when the time is over.
#[test]
fn how_a_process_ended_is_told_although_the_time_is_over() {
    let parent = Victim::start("zombie");
    let zombie = parent.zombie.expect("a zombie");
    let stubborn = Victim::start("ignore-term");
    let (pid, zombies) = (stubborn.pid.to_string(), zombie.to_string());
    for words in [
        &["--verbose", "-w1ms", &pid, &zombies][..],
        &["--verbose", "-w1ms", "-k", "TERM/1ms/TERM", &zombies, &pid],
    ] {
        let ran = run(words);
        let line = ran.stdout.lines().find(|line| line.starts_with(&format!("{zombie} ")));
        let line = line.unwrap_or_else(|| panic!("nothing of {zombie}: {ran:?}"));
        assert_eq!(told(line, zombie), ended_unreaped());
        assert_eq!((ran.status, ran.stderr.lines().count()), (124, 1), "{ran:?}");
    }
}

#[test]
fn what_is_left_when_the_time_is_over_is_named_and_the_status_is_124() {
    let mut stubborn = Victim::start("ignore-term");
    let mut dies = Victim::start("default");
    let pid = stubborn.pid.to_string();
    for wait in ["-w50ms", "-w=0.05", "--wait=50ms"] {
        let ran = run([wait, &pid]);
        assert_eq!((ran.status, ran.stdout.as_str()), (124, ""));
        let (start, after) = ran.stderr.split_once(": still there after ").expect("who is left");
        assert!(start.starts_with(&format!("kill: {pid} ")), "{start}");
        assert!(after.ends_with(" ms\n") || after.ends_with(" s\n"), "{after}");
    }
    run([&dies.pid.to_string()]).succeeds();
    is_in_state(dies.pid, "Z");
    let ran = run(["-w50ms", &dies.pid.to_string(), &pid]);
    assert_eq!((ran.status, ran.stderr.lines().count()), (124, 1), "{ran:?}");
    assert_eq!(dies.end(), -SIGTERM);
    // The time counts from the last signal on.
    run(["-w1m", "-k", "TERM/50ms/KILL", &pid]).succeeds();
    assert_eq!(stubborn.end(), -9);
}

#[test]
fn failures_count_as_without_waiting() {
    let dead = dead_pid();
    run(["-w", &dead]).fails(1, &format!("kill: {dead}: No such process\n"));
    let mut victim = Victim::start("default");
    run(["-w", &dead, &victim.pid.to_string()])
        .fails(64, &format!("kill: {dead}: No such process\n"));
    assert_eq!(victim.end(), -SIGTERM);
}

/// A member that joins the group after the first signal gets the next one, and is waited for.
#[test]
fn a_process_group_is_followed_with_its_newcomers() {
    let group = Script::start(
        "trap '(trap \"\" TERM; exec sleep 600) & (trap \"\" TERM; exec sleep 600) & exit' TERM; \
         echo ready; \
        while :; do sleep 0.01; done",
    );
    run(["-w1m", "-k", "TERM/500ms/KILL", "--", &format!("-{}", group.pid)]).succeeds();
    let running = std::fs::read_dir("/proc").expect("/proc").filter_map(|entry| {
        let stat = std::fs::read_to_string(entry.ok()?.path().join("stat")).ok()?;
        let (_, fields) = stat.rsplit_once(") ")?;
        let fields: Vec<&str> = fields.split(' ').collect();
        (fields[2] == group.pid.to_string() && fields[0] != "Z").then_some(stat)
    });
    assert_eq!(running.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn everybody_and_the_own_group_are_not_followed() {
    const REASON: &str =
        "-w, -k and --timeout follow processes and process groups, but not -1 and kill's own group";
    in_pid_namespace("kill_follow::everybody_and_the_own_group_are_not_followed", || {
        let mut witness = Victim::start("report");
        for operand in ["0", "-1"] {
            run(["-w", "--", operand]).fails(1, &format!("kill: {operand}: {REASON}\n"));
            run(["-k", "TERM/1/KILL", "--", operand])
                .fails(1, &format!("kill: {operand}: {REASON}\n"));
            run(["--dry-run", "-w", "--", operand])
                .fails(1, &format!("kill: {operand}: {REASON}\n"));
        }
        // The own group by its number, and by one of its processes.
        let script = "for words in '-w' '-k TERM/1/KILL' '--dry-run -w'; do \
            $KILL $words -- -$$; echo $?; $KILL $words --group-of $$; echo $?; done";
        let mut shell = Command::new("sh");
        shell
            .args(["-c", script])
            .env("KILL", format!("{} kill", sigkit_path()))
            .env_remove("SIGKIT_POSIX");
        let mut child = shell
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("sh");
        let own = child.id();
        let status = child.wait().expect("a child to wait for");
        let read = |pipe: &mut dyn Read| {
            let mut text = String::new();
            pipe.read_to_string(&mut text).expect("UTF-8");
            text
        };
        let told = read(child.stderr.as_mut().expect("a pipe"));
        assert_eq!(told, format!("kill: -{own}: {REASON}\nkill: {own}: {REASON}\n").repeat(3));
        assert_eq!(
            (read(child.stdout.as_mut().expect("a pipe")).as_str(), status.code()),
            ("1\n1\n1\n1\n1\n1\n", Some(0))
        );
        witness.got_nothing();
    });
}

#[test]
fn a_signal_to_kill_while_it_waits_ends_kill_and_not_the_target() {
    let mut victim = Victim::start("report");
    let mut command = kill();
    command
        .args(["--verbose", "-w", "-k", "USR1/1m/KILL", &victim.pid.to_string()])
        .stdout(Stdio::piped());
    let mut child = command.spawn().expect("kill starts");
    victim.got(SIGUSR1);
    run(["-s", "INT", &child.id().to_string()]).succeeds();
    let status = child.wait().expect("a child to wait for");
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(libc::SIGINT));
    victim.got_nothing();
    assert!(victim.is_alive());
}

#[test]
fn a_terminal_shows_after_a_second_who_is_left_and_what_comes_next() {
    let stubborn = Script::start(STUBBORN);
    let terminal = terminal(60);
    let mut command = kill();
    command.args(["-w", "-k", "TERM/5500ms/KILL", &stubborn.pid.to_string()]);
    let mut child = command.stderr(terminal.slave).spawn().expect("kill starts");
    // The command holds the other copy of the terminal.
    drop(command);
    assert!(child.wait().expect("a child to wait for").success());
    let mut text = Vec::new();
    // With the last slave closed, reading ends with EIO after what was written.
    let _ = std::fs::File::from(terminal.master).read_to_end(&mut text);
    let text = String::from_utf8(text).expect("UTF-8");
    let lines: Vec<&str> = text.split('\r').collect();
    // On a busy machine the first line may come late.
    let expected = [5, 4, 3, 2, 1]
        .map(|s| format!("kill: 1 process left, KILL in {s} s: {} sh\x1b[K", stubborn.pid));
    assert!(lines[0].is_empty() && expected.iter().any(|line| line == lines[1]), "{text:?}");
    // The line is gone at the end.
    assert_eq!(lines.last(), Some(&"\x1b[K"), "{text:?}");
}

#[test]
fn control_c_takes_the_line_away_and_ends_kill() {
    let stubborn = Script::start(STUBBORN);
    for signal in [SIGINT, SIGTERM] {
        let terminal = terminal(60);
        let mut command = kill();
        command.args(["-w", "-k", "TERM/1m/KILL", &stubborn.pid.to_string()]);
        let mut child = command.stderr(terminal.slave).spawn().expect("kill starts");
        drop(command);
        let mut master = std::fs::File::from(terminal.master);
        let mut shown = [0; 200];
        let count = master.read(&mut shown).expect("a line");
        assert!(
            shown[..count].starts_with(b"\rkill: 1 process left, KILL in "),
            "{:?}",
            &shown[..count]
        );
        run(["-s", &signal.to_string(), &child.id().to_string()]).succeeds();
        let status = child.wait().expect("a child to wait for");
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(signal));
        let mut rest = Vec::new();
        let _ = master.read_to_end(&mut rest);
        let text = [&shown[..count], &rest].concat();
        assert!(text.ends_with(b"\r\x1b[K"), "{:?}", String::from_utf8_lossy(&text));
    }
}

#[test]
fn nothing_is_shown_where_there_is_no_terminal() {
    let stubborn = Script::start(STUBBORN);
    run(["-w", "-k", "TERM/1500ms/KILL", &stubborn.pid.to_string()]).succeeds();
}

/// A program that becomes another user's at the first SIGTERM, under the name `turncoat`.
fn turncoat(directory: &TemporaryDirectory) -> PathBuf {
    const SOURCE: &str = r#"
        #define _GNU_SOURCE
        #include <signal.h>
        #include <stdio.h>
        #include <unistd.h>
        static void become_root(int number) { (void)number; setresuid(0, 0, 0); }
        int main(void)
        {
            signal(SIGTERM, become_root);
            if (setresuid(65534, 0, 0)) return 1;
            puts("ready");
            fflush(stdout);
            for (;;) pause();
        }
    "#;
    let (source, program) = (directory.path.join("turncoat.c"), directory.path.join("turncoat"));
    std::fs::write(&source, SOURCE).expect("the source is written");
    Ran::of(c_compiler().arg("-o").args([&program, &source])).succeeds();
    program
}

#[test]
fn permission_that_is_lost_midway_is_reported() {
    if !two_users() {
        return;
    }
    let directory = TemporaryDirectory::new();
    let program = turncoat(&directory);
    let mut child = Command::new(&program).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
    assert_eq!(lines.next(), "ready");
    let pid = child.id().to_string();
    let as_nobody = |words: &[&str]| {
        let mut command = kill();
        command.args(words).arg(&pid).uid(NOBODY);
        Ran::of(&mut command)
    };
    as_nobody(&["-k", "TERM/3s/KILL"]).fails(1, &format!("kill: {pid}: Operation not permitted\n"));
    let ran = as_nobody(&["-w50ms", "-s", "TERM"]);
    assert_eq!((ran.status, ran.stderr), (1, format!("kill: {pid}: Operation not permitted\n")));
    child.kill().expect("it is this test's own");
    child.wait().expect("a child to wait for");
    for scope in [&[][..], &["--tree"]] {
        who_is_lost_midway_is_waited_for_and_counts_once(&program, scope);
    }
}

#[track_caller]
fn who_is_lost_midway_is_waited_for_and_counts_once(turncoat: &Path, scope: &[&str]) {
    let mut child = Command::new(turncoat).stdout(Stdio::piped()).spawn().expect("it starts");
    assert_eq!(Lines::of(child.stdout.take().expect("a pipe")).next(), "ready");
    let mut other = Victim::prepare("default", |command| {
        command.process_group(0).uid(NOBODY);
    });
    let (pid, others) = (child.id().to_string(), other.pid.to_string());
    let mut command = kill();
    let words = ["-w3s", "-k", "TERM/3s/INT/0/KILL", &pid, &others];
    let ran = Ran::of(command.args(scope).args(words).uid(NOBODY));
    let told: Vec<&str> = ran.stderr.lines().collect();
    let refused = format!("kill: {pid}: Operation not permitted");
    assert_eq!(
        (ran.status, &told[..2]),
        (124, &[refused.as_str(), refused.as_str()][..]),
        "{ran:?}"
    );
    let left = format!("kill: {pid} turncoat: still there after ");
    assert!(told.len() == 3 && told[2].starts_with(&left), "{ran:?}");
    assert_eq!(other.end(), -SIGTERM);
    child.kill().expect("it is this test's own");
    child.wait().expect("a child to wait for");
}

/// As kill(2) has it: a group is signalled if one of its processes is.
#[test]
fn a_group_counts_as_one_target_in_every_step() {
    if !two_users() {
        return;
    }
    for wait in [&[][..], &["-w50ms"]] {
        let mut leader = Victim::start("ignore-term");
        let mut member = Victim::prepare("ignore-term", |command| {
            command.process_group(leader.pid).uid(NOBODY);
        });
        let mut command = kill();
        let group = format!("-{}", leader.pid);
        let ran =
            Ran::of(command.args(wait).args(["-k", "TERM/100ms/KILL", "--", &group]).uid(NOBODY));
        assert_eq!(member.end(), -9);
        assert!(leader.is_alive());
        match wait {
            [] => assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{ran:?}"),
            _ => {
                // The member may still be ending.
                let [left, ending] = [leader.pid, member.pid].map(|pid| format!("kill: {pid} "));
                let mut lines = ran.stderr.lines().filter(|line| !line.starts_with(&ending));
                assert!(lines.next().is_some_and(|line| line.starts_with(&left)), "{ran:?}");
                assert_eq!((ran.status, lines.next()), (124, None), "{ran:?}");
            }
        }
    }
}

#[test]
fn a_group_of_nobody_but_zombies_is_gone() {
    let mut zombie = Command::new("true").process_group(0).spawn().expect("true runs");
    let pid = nix::unistd::Pid::from_raw(zombie.id() as i32);
    let flags = nix::sys::wait::WaitPidFlag::WEXITED | nix::sys::wait::WaitPidFlag::WNOWAIT;
    nix::sys::wait::waitid(nix::sys::wait::Id::Pid(pid), flags).expect("a child to wait for");
    let group = format!("-{pid}");
    for words in [
        &["-w", "--", &group][..],
        &["-k", "TERM/1m/KILL", "--", &group],
        &["-w", "--group-of", &group[1..]],
    ] {
        run(words).succeeds();
    }
    zombie.wait().expect("a child to wait for");
    run(["-w", "--", &group]).fails(1, &format!("kill: {group}: No such process\n"));
}

/// `-k 5` sent TRAP, and `-k 9` KILL, at once.
#[test]
fn minus_k_with_a_time_alone_sends_kill_after_the_signal() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    let ran = run(["--verbose", "-k", "200ms", "-s", "USR1", &pid]);
    assert!(ran.stdout.starts_with(&format!(
        "sending signal {SIGUSR1} to pid {pid}\ntimeout, sending signal 9 to pid {pid}\n"
    )));
    assert_eq!(ran.status, 0);
    victim.got(SIGUSR1);
    assert_eq!(victim.end(), -9);
    let mut mild = Victim::start("default");
    run(["-k", "9", &mild.pid.to_string()]).succeeds();
    assert_eq!(mild.end(), -SIGTERM);
}

#[test]
fn a_wrong_schedule_or_time_is_refused_before_anything_is_sent() {
    const TIME: &str = "not a time; write a number with ms, s, m, h or d, such as 1.5s";
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    run(["--timeout"]).shows_usage_error("--timeout: TIME is missing");
    run(["--timeout", "50"]).shows_usage_error("--timeout: SIGNAL is missing");
    run(["-k"]).shows_usage_error("-k: TIME|SCHEDULE is missing");
    for (words, line) in [
        (&["--timeout", "-5", "TERM"][..], format!("-5: {TIME}")),
        (&["--timeout", "36501d", "TERM"], "36501d: too long; the longest time is 36500d".into()),
        (&["--timeout", "50", "NOPE"], "NOPE: unknown signal name".into()),
        (&["--timeout", "50"], format!("{pid}: {}", pid_as_signal(&pid))),
        (&["-k", "TERM/5s"], "TERM/5s: a signal must follow the last time".into()),
        (&["-k", "TERM/KILL"], format!("KILL: {TIME}")),
        (
            &["-k", "TERM"],
            "TERM: a signal without a time; write a time, or SIGNAL/TIME/KILL".into(),
        ),
        (&["-k", "TERM/5s/128"], format!("128: signal numbers are 0 to {}", libc::SIGRTMAX())),
        (
            &["-k", "TERM/1/KILL", "-s", "HUP"],
            "-s: a signal is already chosen; only one can be sent".into(),
        ),
        (
            &["-HUP", "-k", "TERM/5s/KILL"],
            "-k: a signal is already chosen; only one can be sent".into(),
        ),
        (&["-w1x"], format!("1x: {TIME}")),
        (&["--wait="], format!("'': {TIME}")),
        (&["-w", "-w"], "-w: given twice".into()),
        (&["-w", "-p"], "-w: cannot be combined with -p".into()),
        (&["-w", "-l"], "-w: cannot be combined with -l".into()),
        (&["-k", "5", "-L"], "-k: cannot be combined with -L".into()),
    ] {
        run(words.iter().chain([&pid.as_str()])).shows_usage_error(&line);
    }
    run(["--timeout", "50", "KILL"]).shows_usage_error("PID: missing; name at least one process");
    run(["--posix", "-w", &pid]).shows_strict_error(
        "-w: not a POSIX option; POSIX has kill [-s NAME] [--] PID... and kill -l [--] [STATUS]",
    );
    victim.got_nothing();
}
