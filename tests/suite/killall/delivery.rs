//! Delivery to those that are found: later signals, waiting, trees.

use std::process::{Command, Stdio};

use libc::{SIGHUP, SIGKILL, SIGTERM, SIGUSR1};

use super::{inside, killall, refuses};
use crate::support::*;

#[test]
fn later_signals_reach_what_is_left() {
    inside("killall::delivery::later_signals_reach_what_is_left", || {
        let (mut victim, _a) = Victim::named("sigkit-k");
        let (mut other, _b) = Victim::named("sigkit-other");
        // Of several that are pending, the victim takes the lowest number first.
        killall(&["-k", "HUP/10ms/USR1/10ms/TERM", "sigkit-k"]).succeeds();
        victim.got(SIGHUP);
        victim.got(SIGUSR1);
        victim.got(SIGTERM);
        killall(&["-HUP", "--timeout", "10", "USR1", "-v", "sigkit-k"])
            .fails(0, &format!("Killed sigkit-k({}) with signal 1\n", victim.pid));
        victim.got(SIGHUP);
        victim.got(SIGUSR1);
        victim.got_nothing();
        killall(&["-USR1", "-k", "10ms", "-w", "sigkit-k"]).succeeds();
        assert_eq!(victim.end(), -SIGKILL);
        other.got_nothing();
    });
}

#[test]
fn a_process_group_is_followed_as_a_whole() {
    inside("killall::delivery::a_process_group_is_followed_as_a_whole", || {
        let (mut leader, _a) = Victim::named("sigkit-group");
        let mut member = Victim::in_group("report", leader.pid);
        let (mut other, _b) = Victim::named("sigkit-other");
        killall(&["-g", "-w", "-HUP", "-k", "10ms", "sigkit-group"]).succeeds();
        assert_eq!((leader.end(), member.end()), (-SIGKILL, -SIGKILL));
        other.got_nothing();
        let (mut last, _c) = Victim::named("sigkit-group");
        let ran = killall(&["-g", "--wait=10ms", "sigkit-group"]);
        let line = format!("killall: {} sigkit-group: still there after ", last.pid);
        assert!(ran.status == 124 && ran.stderr.starts_with(&line), "{ran:?}");
        last.got(SIGTERM);
    });
}

#[test]
fn verbose_prints_what_is_sent_and_how_it_ends() {
    inside("killall::delivery::verbose_prints_what_is_sent_and_how_it_ends", || {
        let (mut victim, _a) = Victim::named("sigkit-said");
        let pid = victim.pid;
        let killed = |number| format!("Killed sigkit-said({pid}) with signal {number}\n");
        killall(&["--verbose", "-USR1", "sigkit-said"]).is(
            0,
            &format!("sending signal {SIGUSR1} to pid {pid}\n"),
            &killed(SIGUSR1),
        );
        victim.got(SIGUSR1);
        let ran = killall(&["--verbose", "--wait", "-KILL", "sigkit-said"]);
        let begin = format!("sending signal 9 to pid {pid}\n{pid} sigkit-said: KILL, ");
        assert!(ran.status == 0 && ran.stdout.starts_with(&begin), "{ran:?}");
        assert_eq!(ran.stderr, killed(9));
    });
}

/// A shell with two children, called `name`.
fn shell_with_children(name: &str) -> (std::process::Child, TemporaryDirectory, Vec<i32>) {
    let directory = TemporaryDirectory::new();
    let link = directory.path.join(name);
    std::os::unix::fs::symlink("/bin/sh", &link).unwrap();
    let script = "sleep 1000 & sleep 1001 & wait";
    let mut command = Command::new(&link);
    let child = command.args(["-c", script]).stdin(Stdio::null()).spawn().unwrap();
    let children = || {
        let mut pgrep = Command::new(sigkit_path());
        let ran = Ran::of(pgrep.args(["pgrep", "-P", &child.id().to_string(), "-x", "sleep"]));
        ran.stdout.lines().map(|line| line.parse().unwrap()).collect::<Vec<i32>>()
    };
    let mut pids = children();
    while pids.len() < 2 {
        pause();
        pids = children();
    }
    // The forecast reports state D, in which a program may be while it is loaded.
    pids.iter().chain([&(child.id() as i32)]).for_each(|pid| is_in_state(*pid, "S"));
    (child, directory, pids)
}

#[test]
fn trees_are_signalled_as_a_whole() {
    inside("killall::delivery::trees_are_signalled_as_a_whole", || {
        use std::os::unix::process::ExitStatusExt;
        let (mut other, _b) = Victim::named("sigkit-other");
        let (mut shell, _a, pids) = shell_with_children("sigkit-tree");
        let text = killall(&["--dry-run", "--tree", "sigkit-tree"]).stdout;
        let line = |pid: i32, rest: &str| text.contains(&format!("{pid} {rest}"));
        for pid in &pids {
            let why = format!("sleep: TERM would terminate it; a descendant of {}", shell.id());
            assert!(line(*pid, &why), "{text}");
        }
        assert!(line(shell.id() as i32, "sigkit-tree: TERM would terminate it; name matches"));
        let ran = killall(&["--descendants", "-v", "-KILL", "sigkit-tree"]);
        let mut lines: Vec<_> = ran.stderr.lines().collect();
        lines.sort_unstable();
        let mut expected: Vec<_> =
            pids.iter().map(|pid| format!("Killed sleep({pid}) with signal 9")).collect();
        expected.sort_unstable();
        // The name had one that was signalled: by its descendants.
        assert_eq!((ran.status, lines), (0, expected.iter().map(String::as_str).collect()));
        shell.wait().unwrap();
        let (mut shell, _a, _) = shell_with_children("sigkit-tree");
        killall(&["--tree", "-w", "-KILL", "sigkit-tree"]).succeeds();
        assert_eq!(shell.wait().unwrap().signal(), Some(SIGKILL));
        refuses(&["--tree", "--descendants", "x"], "--descendants: cannot be combined with --tree");
        other.got_nothing();
        let no_child = format!("killall: {} sigkit-other: has no descendants\n", other.pid);
        killall(&["--descendants", "sigkit-other"]).fails(1, &no_child);
    });
}

/// Part 8: pidfds are not held all at once where RLIMIT_NOFILE forbids it.
#[test]
fn more_are_signalled_than_descriptors_may_be_open() {
    inside("killall::delivery::more_are_signalled_than_descriptors_may_be_open", || {
        let mut all: Vec<_> = (0..24).map(|_| Victim::named("sigkit-many")).collect();
        let script = "ulimit -n 16 && exec \"$0\" killall -USR1 sigkit-many";
        let mut limited = Command::new("sh");
        limited.args(["-c", script, sigkit_path()]).env_remove("POSIXLY_CORRECT");
        Ran::of(&mut limited).succeeds();
        all.iter_mut().for_each(|(victim, _)| victim.got(SIGUSR1));
        // Each is a group of its own.
        let script = "ulimit -n 32 && exec \"$0\" killall -g -USR1 sigkit-many";
        let mut limited = Command::new("sh");
        limited.args(["-c", script, sigkit_path()]).env_remove("POSIXLY_CORRECT");
        Ran::of(&mut limited).succeeds();
        all.iter_mut().for_each(|(victim, _)| victim.got(SIGUSR1));
        // Those that are waited for are held.
        let script = "ulimit -n 16 && exec \"$0\" killall -w -KILL sigkit-many";
        let mut limited = Command::new("sh");
        limited.args(["-c", script, sigkit_path()]).env_remove("POSIXLY_CORRECT");
        let ran = Ran::of(&mut limited);
        assert!(ran.stderr.contains(TOO_MANY_OPEN_FILES), "{ran:?}");
        assert_eq!(ran.status, 1);
    });
}

/// X6, part 7: three calls a process of the scan, and eight of a match.
#[test]
fn x6_a_match_of_killall_costs_eight_calls() {
    if !have("strace") {
        return;
    }
    inside("killall::delivery::x6_a_match_of_killall_costs_eight_calls", || {
        let calls = |count: usize| {
            let mut all: Vec<_> = (0..count).map(|_| Victim::named("sigkit-calls")).collect();
            let directory = TemporaryDirectory::new();
            let path = directory.path.join("calls");
            let mut strace = Command::new("strace");
            strace.arg("-f").arg("-o").arg(&path).args([sigkit_path(), "killall", "-USR1"]);
            Ran::of(strace.arg("sigkit-calls").env_remove("POSIXLY_CORRECT")).succeeds();
            all.iter_mut().for_each(|(victim, _)| victim.got(SIGUSR1));
            // Only a build for tests asks for the flags of what it closes.
            let text = std::fs::read_to_string(&path).unwrap();
            text.lines().filter(|line| !line.contains("F_GETFD")).count()
        };
        let (few, many) = (calls(1), calls(11));
        assert!((many - few) <= 10 * (3 + 8), "{few} calls for 1, {many} for 11");
    });
}
