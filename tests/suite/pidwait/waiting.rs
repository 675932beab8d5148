//! When pidwait returns, and with which exit status.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::Command;

use super::{Waiting, command, end, inside, pidwait};
use crate::support::*;

/// X9: elsewhere it waits for half of them.
#[test]
fn p19_it_returns_when_all_have_ended() {
    inside("pidwait::waiting::p19_it_returns_when_all_have_ended", || {
        let all: Vec<_> = (0..4).map(|_| Victim::named("sigkit-all")).collect();
        let (mut other, _a) = Victim::named("sigkit-other");
        let named: Vec<_> = all.iter().map(|(victim, _)| ("sigkit-all", victim.pid)).collect();
        // With a time it says which have ended: after each of these lines it waits on.
        let mut waiting = Waiting::start(&["--timeout", "1h", "-x", "sigkit-all"], &named);
        for (victim, _) in all.iter().rev() {
            end(victim);
            let line = waiting.lines.next();
            assert!(line.starts_with(&format!("{} sigkit-all: ", victim.pid)), "{line}");
        }
        waiting.returns();
        other.got_nothing();
    });
}

/// X8: elsewhere a zombie is waited for.
#[test]
fn p19_x8_a_zombie_has_ended() {
    inside("pidwait::waiting::p19_x8_a_zombie_has_ended", || {
        let parent = Victim::start("zombie");
        let zombie = parent.zombie.unwrap().to_string();
        pidwait(&["-p", &zombie]).succeeds();
        pidwait(&["--any", "-p", &format!("{zombie},{}", parent.pid)]).succeeds();
        pidwait(&["-r", "Z", "-P", &parent.pid.to_string()]).succeeds();
        pidwait(&["--no-zombies", "-p", &zombie]).fails(1, "");
        let (victim, _a) = Victim::named("sigkit-zombie");
        let waiting = Waiting::start(&["sigkit-zombie"], &[("sigkit-zombie", victim.pid)]);
        end(&victim);
        waiting.returns();
        assert_eq!(state(victim.pid), Some('Z'));
    });
}

#[test]
fn p19_without_a_process_it_is_1() {
    inside("pidwait::waiting::p19_without_a_process_it_is_1", || {
        pidwait(&["no-process-is-called-so"]).fails(1, "");
        pidwait(&["--any", "--timeout", "1h", "no-process-is-called-so"]).fails(1, "");
        pidwait(&["-p", &dead_pid()]).fails(1, "");
    });
}

/// Elsewhere the right to signal is needed, as by `kill -0` in a loop.
#[test]
fn p19_a_process_of_another_user_is_waited_for() {
    inside("pidwait::waiting::p19_a_process_of_another_user_is_waited_for", || {
        if !two_users() {
            return;
        }
        let (victim, directory) = Victim::named("sigkit-foreign");
        let program = directory.path.join("program");
        copy_program(std::path::Path::new(sigkit_path()), &program);
        let as_nobody = |words: &[&str]| {
            let mut command = Command::new(&program);
            command.arg("pidwait").args(words).env_remove("POSIXLY_CORRECT");
            command.uid(NOBODY).gid(NOBODY);
            command
        };
        let named = [("sigkit-foreign", victim.pid)];
        let mut nobodys = as_nobody(&["-e", "sigkit-foreign"]);
        let waiting = Waiting::start_as(&mut nobodys, &named);
        let ran = Ran::of(&mut as_nobody(&["--timeout", "0", "sigkit-foreign"]));
        assert_eq!(ran.status, 124, "{ran:?}");
        end(&victim);
        waiting.returns();
    });
}

/// One poll(2) for all, however long it takes; elsewhere there is a look each second.
#[test]
fn p19_it_does_not_poll_again_and_again() {
    if !have("strace") {
        return;
    }
    inside("pidwait::waiting::p19_it_does_not_poll_again_and_again", || {
        let (victim, _a) = Victim::named("sigkit-calls");
        let mut straced = Straced::new(&[], &["pidwait", "-e", "sigkit-calls"]);
        let waiting = Waiting::start_as(&mut straced.command, &[("sigkit-calls", victim.pid)]);
        end(&victim);
        waiting.returns();
        let calls = straced.calls();
        let said = calls.iter().position(|line| line.contains("waiting for")).unwrap();
        let after = &calls[said + 1..];
        let polls = after.iter().filter(|line| line.starts_with("poll(") || line.contains("ppoll"));
        assert_eq!(polls.count(), 1, "{calls:#?}");
        assert!(!after.iter().any(|line| line.contains("sleep(")), "{calls:#?}");
    });
}

/// Part 5: what ends between the scan and pidfd_open(2) has ended.
#[test]
fn p19_what_ends_before_it_is_held_has_ended() {
    if !have("strace") {
        return;
    }
    inside("pidwait::waiting::p19_what_ends_before_it_is_held_has_ended", || {
        let (_victim, _a) = Victim::named("sigkit-gone");
        let ran = |words: &[&str]| {
            let inject = ["-e", "inject=pidfd_open:error=ESRCH:when=1"];
            Straced::new(&inject, &[&["pidwait"], words].concat()).run()
        };
        ran(&["sigkit-gone"]).succeeds();
        ran(&["-c", "sigkit-gone"]).prints("1\n");
        let (second, _b) = Victim::named("sigkit-gone");
        // One of two has ended.
        ran(&["--any", "sigkit-gone"]).succeeds();
        assert_eq!(ran(&["--timeout", "0", "sigkit-gone"]).status, 124);
        end(&second);
        ran(&["sigkit-gone"]).succeeds();
    });
}

#[test]
fn with_any_the_first_is_enough() {
    inside("pidwait::waiting::with_any_the_first_is_enough", || {
        let (first, _a) = Victim::named("sigkit-any");
        let (second, _b) = Victim::named("sigkit-any");
        let named = [("sigkit-any", first.pid), ("sigkit-any", second.pid)];
        let waiting = Waiting::start(&["--any", "sigkit-any"], &named);
        end(&second);
        let (status, text, errors) = waiting.end();
        assert!(text.starts_with(&format!("{} sigkit-any: ", second.pid)), "{text}");
        assert_eq!((status, text.lines().count(), errors.as_str()), (0, 1, ""));
        // Without -e nothing is said; one has ended already.
        pidwait(&["--any", "sigkit-any"]).succeeds();
        assert_eq!(pidwait(&["--timeout", "0", "sigkit-any"]).status, 124);
        let ran = pidwait(&["--any", "--timeout", "1ms", "-p", &first.pid.to_string()]);
        let left = format!("pidwait: {} sigkit-any: still there after ", first.pid);
        assert_eq!((ran.status, ran.stdout.as_str()), (124, ""));
        assert!(ran.stderr.starts_with(&left), "{ran:?}");
    });
}

#[test]
fn with_a_time_those_that_are_left_are_named_and_it_is_124() {
    inside("pidwait::waiting::with_a_time_those_that_are_left_are_named_and_it_is_124", || {
        let (first, _a) = Victim::named("sigkit-left");
        let (second, _b) = Victim::named("sigkit-left\n2");
        let (first, second) = (&first, &second);
        for time in ["0", "1ms", "0.001", "0s"] {
            let ran = pidwait(&["--timeout", time, "sigkit-left"]);
            assert_eq!((ran.status, ran.stdout.as_str()), (124, ""), "{time}");
            let lines: Vec<_> = ran.stderr.lines().collect();
            assert_eq!(lines.len(), 2, "{ran:?}");
            let left = |victim: &Victim, name| {
                format!("pidwait: {} {name}: still there after ", victim.pid)
            };
            assert!(lines[0].starts_with(&left(first, "sigkit-left")), "{ran:?}");
            assert!(lines[1].starts_with(&left(second, "sigkit-left\\x0a2")), "{ran:?}");
        }
        end(first);
        let ran = pidwait(&["--timeout", "1ms", "sigkit-left"]);
        assert_eq!((ran.status, ran.stderr.lines().count()), (124, 1), "{ran:?}");
        end(second);
        pidwait(&["--timeout", "1ms", "sigkit-left"]).succeeds();
    });
}

/// A process that another one has reaped: its exit status is told.
#[test]
fn with_e_and_a_time_it_is_said_how_each_has_ended() {
    if emulated(NO_IOCTL_OF_PIDFDS) {
        return;
    }
    inside("pidwait::waiting::with_e_and_a_time_it_is_said_how_each_has_ended", || {
        let script = "read line; exit 3";
        let directory = TemporaryDirectory::new();
        let link = directory.path.join("sigkit-status");
        std::os::unix::fs::symlink("/bin/sh", &link).unwrap();
        let mut shell = Command::new(&link)
            .args(["-c", script])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        has_name(shell.id() as i32, "sigkit-status");
        let named = [("sigkit-status", shell.id() as i32)];
        let waiting = Waiting::start(&["--any", "-x", "sigkit-status"], &named);
        drop(shell.stdin.take());
        assert_eq!(shell.wait().unwrap().code(), Some(3));
        let (status, text, errors) = waiting.end();
        let line = format!("{} sigkit-status: exited 3 after ", shell.id());
        let before = format!("{} sigkit-status: ended after ", shell.id());
        // Linux tells it since 6.15.
        assert!(text.starts_with(&line) || text.starts_with(&before), "{text}");
        assert_eq!((status, errors.as_str()), (0, ""));
    });
}

/// P12: the signal is one that must be caught; none is sent.
#[test]
fn p12_a_handler_is_a_criterion_of_pidwait() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    inside("pidwait::waiting::p12_a_handler_is_a_criterion_of_pidwait", || {
        let catching = Victim::start("catch");
        let pid = catching.pid.to_string();
        pidwait(&["-H", "-p", &pid]).fails(1, "");
        let ran = pidwait(&["-H", "--signal", "USR1", "-p", &pid, "--timeout", "0"]);
        assert_eq!(ran.status, 124, "{ran:?}");
    });
}

/// P29: a list with inode numbers means these processes, and no other that gets their numbers.
#[test]
fn p29_an_inode_number_is_a_process_that_may_have_ended() {
    inside("pidwait::waiting::p29_an_inode_number_is_a_process_that_may_have_ended", || {
        let (mut victim, _a) = Victim::named("sigkit-inode");
        let mut pgrep = Command::new(sigkit_path());
        let found = Ran::of(pgrep.args(["pgrep", "--inode", "sigkit-inode"]));
        if found.status == 3 {
            return skip("pidfds have no inode numbers here");
        }
        let id = found.stdout.trim_end();
        let waiting = Waiting::start(&["-p", id], &[("sigkit-inode", victim.pid)]);
        end(&victim);
        waiting.returns();
        victim.end();
        pidwait(&["-p", id]).fails(1, "");
        let mut other = command();
        other.args(["-p", &format!("1:{}", id.split_once(':').unwrap().1)]);
        Ran::of(&mut other).fails(1, "");
    });
}

#[test]
fn p2_p3_p6_all_criteria_hold() {
    inside("pidwait::waiting::p2_p3_p6_all_criteria_hold", || {
        let (older, _a) = Victim::named("sigkit-older");
        let (newer, _b) = Victim::named("sigkit-newer");
        let (old, new) = (("sigkit-older", older.pid), ("sigkit-newer", newer.pid));
        let own = std::process::id().to_string();
        let group = older.pid.to_string();
        for (words, named) in [
            (&["-o", "sigkit-"][..], &[old][..]),
            (&["-n", "sigkit-"], &[new]),
            (&["-P", &own, "-g", &group], &[old]),
            (&["-P", &own, "-x", "sigkit-(newer|older)"], &[old, new]),
            (&["-u", "0,0", "-U", "0", "--newer", "1d", "sigkit-"], &[old, new]),
            (&["--descendants-of", &own, "--cwd", "/", "sigkit-older"], &[old]),
            (&["-fx", ".*/sigkit-newer"], &[new]),
            (&["--own-ns", "-t", "?", "sigkit-newer"], &[new]),
        ] {
            let words = [words, &["--timeout", "0"]].concat();
            // The terminal of the test, if it has one, is the victims', too.
            if words.contains(&"-t") && nix::unistd::getsid(None).is_ok() && has_terminal() {
                continue;
            }
            assert_eq!(Waiting::start(&words, named).end().0, 124, "{words:?}");
        }
        pidwait(&["-P", "1", "-g", "2147483647", "sigkit-"]).fails(1, "");
        end(&older);
        end(&newer);
    });
}

/// True if this test has a controlling terminal.
fn has_terminal() -> bool {
    fs::File::open("/dev/tty").is_ok()
}
