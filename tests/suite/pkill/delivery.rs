//! The treatment of the processes that are found: later signals, waiting, trees.

use std::process::{Command, Stdio};

use libc::{SIGHUP, SIGKILL, SIGTERM, SIGUSR1};

use super::{inside, pkill, refuses};
use crate::support::*;

#[test]
fn what_is_left_gets_the_later_signals() {
    inside("pkill::delivery::what_is_left_gets_the_later_signals", || {
        let (mut victim, _a) = Victim::named("sigkit-k");
        let (mut other, _b) = Victim::named("sigkit-other");
        // Of two that are pending, the victim takes the lower number first.
        pkill(&["-k", "HUP/10ms/USR1/10ms/TERM", "-x", "sigkit-k"]).succeeds();
        victim.got(SIGHUP);
        victim.got(SIGUSR1);
        victim.got(SIGTERM);
        pkill(&["-HUP", "--timeout", "10", "USR1", "-e", "-x", "sigkit-k"])
            .prints(&format!("sigkit-k killed (pid {})\n", victim.pid));
        victim.got(SIGHUP);
        victim.got(SIGUSR1);
        victim.got_nothing();
        pkill(&["-0", "-k", "0/1ms/KILL", "sigkit-k"]).fails(2, TWICE);
        pkill(&["-USR1", "-k", "10ms", "sigkit-k"]).succeeds();
        assert_eq!(victim.end(), -SIGKILL);
        other.got_nothing();
    });
}

#[test]
fn p17_the_end_of_the_wait_is_124() {
    inside("pkill::delivery::p17_the_end_of_the_wait_is_124", || {
        let (mut victim, _a) = Victim::named("sigkit-wait");
        let ran = pkill(&["--wait=10ms", "sigkit-wait"]);
        assert_eq!((ran.status, ran.stdout.as_str()), (124, ""));
        let left = format!("pkill: {} sigkit-wait: still there after ", victim.pid);
        assert!(ran.stderr.starts_with(&left), "{}", ran.stderr);
        victim.got(SIGTERM);
        pkill(&["--wait", "-KILL", "sigkit-wait"]).succeeds();
        assert_eq!(state(victim.pid), Some('Z'));
        assert_eq!(victim.end(), -SIGKILL);
        // A zombie is gone.
        let zombies = Victim::start("zombie");
        let zombie = zombies.zombie.unwrap().to_string();
        pkill(&["--wait", "-p", &zombie]).succeeds();
    });
}

#[test]
fn what_is_sent_and_how_it_ends_is_said() {
    inside("pkill::delivery::what_is_sent_and_how_it_ends_is_said", || {
        let (mut victim, _a) = Victim::named("sigkit-said");
        let pid = victim.pid;
        pkill(&["--verbose", "-USR1", "sigkit-said"])
            .prints(&format!("sending signal {SIGUSR1} to pid {pid}\n"));
        victim.got(SIGUSR1);
        let ran = pkill(&["--verbose", "--wait", "-KILL", "sigkit-said"]);
        let begin = format!("sending signal 9 to pid {pid}\n{pid} sigkit-said: KILL, ");
        assert!(ran.status == 0 && ran.stdout.starts_with(&begin), "{ran:?}");
    });
}

const TWICE: &str = "pkill: -k: a signal is already chosen; only one can be sent\n\
    Try 'pkill --help' for more information.\n";

/// A shell with two children, called `name`.
fn shell_with_children(name: &str) -> (std::process::Child, TemporaryDirectory) {
    use std::io::Read;
    let directory = TemporaryDirectory::new();
    let link = directory.path.join(name);
    std::os::unix::fs::symlink("/bin/sh", &link).unwrap();
    let script = "sleep 1000 & sleep 1001 & echo; wait";
    let mut command = Command::new(&link);
    let mut child =
        command.args(["-c", script]).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    (child, directory)
}

fn children(of: u32) -> Vec<i32> {
    let mut pgrep = Command::new(sigkit_path());
    let ran = Ran::of(pgrep.args(["pgrep", "-P", &of.to_string(), "-x", "sleep"]));
    ran.stdout.lines().map(|line| line.parse().unwrap()).collect()
}

#[test]
fn trees_are_signalled_as_a_whole() {
    inside("pkill::delivery::trees_are_signalled_as_a_whole", || {
        let (mut other, _b) = Victim::named("sigkit-other");
        let (mut shell, _a) = shell_with_children("sigkit-tree");
        // They may not have executed their program yet.
        let mut pids = children(shell.id());
        while pids.len() < 2 {
            pause();
            pids = children(shell.id());
        }
        // The forecast reports state D, in which a program may be while it is loaded.
        pids.iter().chain([&(shell.id() as i32)]).for_each(|pid| is_in_state(*pid, "S"));
        let text = pkill(&["--dry-run", "--tree", "-x", "sigkit-tree"]).stdout;
        let line = |pid: i32, rest: &str| text.contains(&format!("{pid} {rest}"));
        for pid in &pids {
            let why = format!("sleep: TERM would terminate it; a descendant of {}", shell.id());
            assert!(line(*pid, &why), "{text}");
        }
        assert!(line(shell.id() as i32, "sigkit-tree: TERM would terminate it; name matches"));
        let ran = pkill(&["--descendants", "-e", "-KILL", "-x", "sigkit-tree"]);
        let mut lines: Vec<_> = ran.stdout.lines().collect();
        lines.sort_unstable();
        let mut expected: Vec<_> =
            pids.iter().map(|pid| format!("sleep killed (pid {pid})")).collect();
        expected.sort_unstable();
        assert_eq!((ran.status, lines), (0, expected.iter().map(String::as_str).collect()));
        shell.wait().unwrap();
        let (mut shell, _a) = shell_with_children("sigkit-tree");
        pkill(&["--tree", "--wait", "-KILL", "-x", "sigkit-tree"]).succeeds();
        use std::os::unix::process::ExitStatusExt;
        assert_eq!(shell.wait().unwrap().signal(), Some(SIGKILL));
        refuses(&["--tree", "--descendants", "x"], "--descendants: cannot be combined with --tree");
        other.got_nothing();
    });
}

/// Part 8: pidfds are not held all at once where RLIMIT_NOFILE forbids it.
#[test]
fn more_are_signalled_than_there_are_descriptors() {
    inside("pkill::delivery::more_are_signalled_than_there_are_descriptors", || {
        let mut all: Vec<_> = (0..24).map(|_| Victim::named("sigkit-many")).collect();
        let script = "ulimit -n 16 && exec \"$0\" pkill -c -USR1 sigkit-many";
        let mut limited = Command::new("sh");
        limited.args(["-c", script, sigkit_path()]).env_remove("POSIXLY_CORRECT");
        Ran::of(&mut limited).prints("24\n");
        all.iter_mut().for_each(|(victim, _)| victim.got(SIGUSR1));
        // Where they are held, that is said.
        let script = "ulimit -n 16 && exec \"$0\" pkill --wait=1ms -USR1 sigkit-many";
        let mut limited = Command::new("sh");
        limited.args(["-c", script, sigkit_path()]).env_remove("POSIXLY_CORRECT");
        let ran = Ran::of(&mut limited);
        assert!(ran.stderr.contains(TOO_MANY_OPEN_FILES), "{ran:?}");
        assert_eq!(ran.status, 124);
        let script = "ulimit -n 16 && exec \"$0\" pkill --wait -KILL sigkit-many";
        let mut limited = Command::new("sh");
        limited.args(["-c", script, sigkit_path()]).env_remove("POSIXLY_CORRECT");
        let ran = Ran::of(&mut limited);
        assert!(ran.stderr.contains(TOO_MANY_OPEN_FILES), "{ran:?}");
        assert_eq!(ran.status, 3);
    });
}

/// X20, part 8: without a descriptor it is not said that there is none.
#[test]
fn x20_without_descriptors_it_is_3() {
    inside("pkill::delivery::x20_without_descriptors_it_is_3", || {
        let (mut victim, _a) = Victim::named("sigkit-none");
        let script = "ulimit -n 3 && exec \"$0\" pkill -USR1 sigkit-none";
        let mut limited = Command::new("sh");
        limited.args(["-c", script, sigkit_path()]).env_remove("POSIXLY_CORRECT");
        Ran::of(&mut limited).fails(3, &format!("pkill: processes: {TOO_MANY_OPEN_FILES}\n"));
        victim.got_nothing();
    });
}

/// X6, part 7: a pidfd, a second look, the signal, close(2); and no more.
#[test]
fn x6_a_match_is_held_looked_at_again_and_signalled_in_eight_calls() {
    if !have("strace") {
        return;
    }
    inside(
        "pkill::delivery::x6_a_match_is_held_looked_at_again_and_signalled_in_eight_calls",
        || {
            let calls = |count: usize| {
                let mut all: Vec<_> = (0..count).map(|_| Victim::named("sigkit-calls")).collect();
                let mut straced = Straced::new(&["-f"], &["pkill", "-USR1", "sigkit-calls"]);
                straced.run().succeeds();
                all.iter_mut().for_each(|(victim, _)| victim.got(SIGUSR1));
                straced.calls()
            };
            let calls_for_one = calls(1);
            let held = calls_for_one.iter().position(|call| call.contains("pidfd_open"));
            let sent = calls_for_one.iter().rposition(|call| call.contains("pidfd_send_signal"));
            assert!(held < sent, "{calls_for_one:#?}");
            let (few, many) = (calls_for_one.len(), calls(11).len());
            // Three of the scan, and eight of the match.
            assert!((many - few) <= 10 * (3 + 8), "{few} calls for 1, {many} for 11");
        },
    );
}

#[test]
fn what_kill_has_and_pkill_not_is_no_option() {
    refuses(&["-w", "x"], "-w: neither a signal nor an option");
}
