//! The output of pidwait: before it waits, and in place of waiting.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Waiting, command, end, inside, pidwait, refuses};
use crate::support::*;

#[test]
fn p13_x19_how_many_is_printed_before_the_names() {
    inside("pidwait::shown::p13_x19_how_many_is_printed_before_the_names", || {
        let (first, _a) = Victim::named("sigkit-a\nb");
        let (second, _b) = Victim::named("sigkit-c");
        let mut counting = command();
        let mut waiting = Waiting::start_as(counting.args(["-c", "-e", "^sigkit-"]), &[]);
        assert_eq!(waiting.lines.next(), "2");
        // X19: a name forges no line.
        let line = format!("waiting for sigkit-a\\x0ab (pid {})", first.pid);
        assert_eq!(waiting.lines.next(), line);
        assert_eq!(waiting.lines.next(), format!("waiting for sigkit-c (pid {})", second.pid));
        end(&first);
        end(&second);
        waiting.returns();
        pidwait(&["-c", "no-process-is-called-so"]).fails_printing(1, "0\n");
    });
}

#[test]
fn a_dry_run_of_pidwait_shows_which_and_why_and_does_not_wait() {
    inside("pidwait::shown::a_dry_run_of_pidwait_shows_which_and_why_and_does_not_wait", || {
        let (mut victim, directory) = Victim::named("sigkit-with-a-long-name-1");
        let pid = victim.pid;
        let path = directory.path.join("sigkit-with-a-long-name-1");
        let path = path.to_str().unwrap();
        for (words, why) in [
            (&["long-name-1"][..], "full name matches"),
            (&["-x", "sigkit-with-a-l"], "name matches"),
            (&["-f", "/sigkit-with"], "command line matches"),
            (&["-u", "root", "long-name-1"], "full name matches; user root"),
            (&["-n", "-x", "sigkit-with-a-l"], "name matches"),
        ] {
            let words = [&["--dry-run", "--timeout", "1h"], words].concat();
            let line = format!("{pid} sigkit-with-a-l: would be waited for; {why} [{path}]\n");
            pidwait(&words).prints(&line);
        }
        let count = pidwait(&["--dry-run", "-c", "long-name-1"]);
        assert!(count.stdout.starts_with("1\n") && count.status == 0, "{count:?}");
        pidwait(&["--dry-run", "no-process-is-called-so"]).fails(1, "");
        refuses(&["--dry-run", "-e", "x"], "-e: cannot be combined with --dry-run");
        refuses(&["--json", "x"], "--json: needs --dry-run");
        let parent = Victim::start("zombie");
        let zombie = parent.zombie.unwrap();
        let ran = pidwait(&["--dry-run", "-p", &zombie.to_string()]);
        let line = format!(": has already ended; process ID {zombie}\n");
        assert!(ran.status == 0 && ran.stdout.ends_with(&line), "{ran:?}");
        victim.got_nothing();
    });
}

#[test]
fn x1_a_dry_run_of_pidwait_shows_the_ancestors_that_are_left_out() {
    inside("pidwait::shown::x1_a_dry_run_of_pidwait_shows_the_ancestors_that_are_left_out", || {
        let script = format!("{} pidwait --dry-run -f only-here; echo $?; :", sigkit_path());
        let ran = Ran::of(Command::new("sh").args(["-c", &script]));
        let line = " sh: left out: an ancestor of pidwait\n1\n";
        assert!(ran.stdout.ends_with(line) && ran.stderr.is_empty(), "{ran:?}");
    });
}

#[test]
fn a_dry_run_of_pidwait_in_json_is_for_programs() {
    inside("pidwait::shown::a_dry_run_of_pidwait_in_json_is_for_programs", || {
        let (victim, _a) = Victim::named("sigkit-json\n2");
        let ran = pidwait(&["--dry-run", "--json", "sigkit-json"]);
        let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let all = json["processes"].as_array().unwrap();
        assert_eq!((ran.status, all.len()), (0, 1));
        assert_eq!(all[0]["pid"], victim.pid);
        assert_eq!(all[0]["name"], "sigkit-json\n2");
        assert_eq!(all[0]["why"], "name matches");
        assert_eq!(all[0]["effect"], "would be waited for");
        for member in ["ppid", "argv", "state", "user", "started"] {
            assert!(all[0].get(member).is_some(), "{member}");
        }
        let script = format!("{} pidwait --dry-run --json -f only-here; :", sigkit_path());
        let ran = Ran::of(Command::new("sh").args(["-c", &script]));
        let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        assert_eq!(json["processes"][0]["left_out"], "an ancestor of pidwait");
        pidwait(&["--dry-run", "--json", "no-process-is-called-so"])
            .fails_printing(1, "{\"processes\":[]}\n");
        refuses(&["-c", "--json", "--dry-run", "x"], "-c: cannot be combined with --json");
    });
}

/// The processes that pgrep prints are those that are waited for.
#[test]
fn p1_whom_pidwait_waits_for_pgrep_prints() {
    inside("pidwait::shown::p1_whom_pidwait_waits_for_pgrep_prints", || {
        let _all: Vec<_> = ["sigkit-one", "sigkit-two", "Sigkit-three-with-a-long-name"]
            .map(Victim::named)
            .into_iter()
            .collect();
        let _zombie = Victim::start("zombie");
        // Both have the same parent, and are not alike.
        for words in [
            &["sigkit"][..],
            &["-i", "sigkit"],
            &["-x", "sigkit-(one|two)"],
            &["-f", "sigkit-t"],
            &["-fi", "SIGKIT"],
            &["-n", "sigkit"],
            &["-o", "-i", "sigkit"],
            &["-r", "Z", "."],
            &["-u", "0", "-i", "sigkit"],
            &["-G", "0", "sigkit"],
            &["-P", "1", "sigkit|suite"],
            &["--name", "Sigkit-three-with-a-long-name"],
            &["--name", "sigkit-one", "--name", "sigkit-two"],
            &["--literal", "sigkit-o"],
            &["--newer", "1h", "sigkit"],
            &["-O", "1h", "sigkit"],
            &["-s", "0", "sigkit"],
            &["--exe", "/no/such/file"],
            &["--no-zombies", "-i", "sigkit"],
            &["--rss", "+0", "sigkit"],
            &["--ignores", "USR1", "sigkit"],
            &["--blocks", "USR1", "sigkit"],
        ] {
            let mut pgrep = Command::new(sigkit_path());
            pgrep.arg("pgrep").args(words).env_remove("POSIXLY_CORRECT");
            let printed = Ran::of(&mut pgrep);
            let shown = pidwait(&[&["--dry-run"], words].concat());
            assert_eq!((shown.status, &shown.stderr), (printed.status, &printed.stderr));
            let shown: BTreeSet<_> =
                shown.stdout.lines().map(|line| line.split_once(' ').unwrap().0).collect();
            let printed: BTreeSet<_> = printed.stdout.lines().collect();
            assert_eq!(shown, printed, "{words:?}");
        }
    });
}

#[test]
fn what_cannot_be_inspected_is_left_out_of_all_others() {
    inside("pidwait::shown::what_cannot_be_inspected_is_left_out_of_all_others", || {
        if !two_users() {
            return;
        }
        let (_victim, directory) = Victim::named("sigkit-unseen");
        let program = directory.path.join("program");
        copy_program(std::path::Path::new(sigkit_path()), &program);
        let mut nobodys = Command::new(&program);
        nobodys.args(["pidwait", "--dry-run", "--inverse", "--exe", "/no/such/file"]);
        let ran = Ran::of(nobodys.env_remove("POSIXLY_CORRECT").uid(NOBODY).gid(NOBODY));
        // The test itself is the first of several.
        let several = " processes could not be inspected, the first 1: Permission denied\n";
        let number =
            ran.stdout.strip_prefix("left out: ").and_then(|line| line.strip_suffix(several));
        assert!(number.is_some_and(|number| number.parse::<u32>().unwrap() > 1), "{ran:?}");
        assert!(!ran.stdout.contains("sigkit-unseen: would"), "{ran:?}");
    });
}

/// On a terminal a line shows which are left, and is gone at the end.
#[test]
fn a_terminal_shows_which_are_left() {
    inside("pidwait::shown::a_terminal_shows_which_are_left", || {
        let (victim, _a) = Victim::named("sigkit-shown");
        let pty = terminal(80);
        let mut terminal = fs::File::from(pty.master);
        let mut showing = command();
        showing.args(["--timeout", "1h", "sigkit-shown"]).stderr(Stdio::from(pty.slave));
        let mut child = showing.spawn().unwrap();
        drop(showing);
        let line = format!(" s to wait: {} sigkit-shown\x1b[K", victim.pid);
        let mut shown = Vec::new();
        let mut byte = [0];
        while !shown.ends_with(line.as_bytes()) {
            terminal.read_exact(&mut byte).unwrap();
            shown.push(byte[0]);
        }
        let shown = String::from_utf8(shown).unwrap();
        let begin = "\rpidwait: 1 process left, ";
        let seconds = shown.strip_prefix(begin).and_then(|rest| rest.strip_suffix(&line));
        // It is shown after a second, and may be late.
        let seconds: u32 = seconds.expect("a time").parse().expect("a number");
        assert!((1..3600).contains(&seconds), "{shown}");
        end(&victim);
        assert_eq!(child.wait().unwrap().code(), Some(0));
        let mut rest = Vec::new();
        // EIO: no process has the terminal any more.
        let _ = terminal.read_to_end(&mut rest);
        assert!(rest.ends_with(b"\r\x1b[K"), "{}", rest.escape_ascii());
    });
}
