//! Output in place of a signal, and before one.

use std::fs;
use std::process::{Command, Stdio};

use libc::{SIGTERM, SIGUSR1};
use serde_json::Value;

use super::{inside, pkill, refuses};
use crate::support::*;

#[test]
fn a_dry_run_shows_what_would_happen_and_why() {
    inside("pkill::shown::a_dry_run_shows_what_would_happen_and_why", || {
        let (mut victim, directory) = Victim::named("sigkit-with-a-long-name-1");
        let pid = victim.pid;
        let path = directory.path.join("sigkit-with-a-long-name-1");
        let path = path.to_str().unwrap();
        // The victim may not wait for signals yet.
        let would = format!("{pid} sigkit-with-a-l: TERM would ");
        for (words, why) in [
            (&["long-name-1"][..], "full name matches"),
            (&["-x", "sigkit-with-a-l"], "name matches"),
            (&["-f", "/sigkit-with"], "command line matches"),
            (&["-u", "0", "long-name-1"], "full name matches; user 0"),
            (&["-u", "root", "long-name-1"], "full name matches; user root"),
            (&["-n", "-x", "sigkit-with-a-l"], "name matches"),
        ] {
            let mut all = vec!["--dry-run"];
            all.extend(words);
            let ran = pkill(&all);
            let end = format!("; {why} [{path}]\n");
            assert!(ran.stdout.starts_with(&would) && ran.stdout.ends_with(&end), "{ran:?}");
            assert_eq!((ran.status, ran.stdout.lines().count()), (0, 1), "{words:?}");
        }
        pkill(&["--dry-run", "no-process-is-called-so"]).fails(1, "");
        pkill(&["--dry-run", "-c", "no-process-is-called-so"]).fails_printing(1, "0\n");
        for option in ["-e", "--verbose", "-I"] {
            refuses(
                &["--dry-run", option, "x"],
                &format!("{option}: cannot be combined with --dry-run"),
            );
        }
        victim.got_nothing();
    });
}

#[test]
fn x1_a_dry_run_shows_the_ancestors_that_are_left_out() {
    inside("pkill::shown::x1_a_dry_run_shows_the_ancestors_that_are_left_out", || {
        let script = format!("{} pkill --dry-run -f only-here; echo $?; :", sigkit_path());
        let mut shell = Command::new("sh");
        let ran = Ran::of(shell.args(["-c", &script]));
        let line = " sh: left out: an ancestor of pkill\n1\n";
        assert!(ran.stdout.ends_with(line) && ran.stderr.is_empty(), "{ran:?}");
    });
}

/// A child of the shell that has executed a program has another command line.
#[test]
fn x1_a_dry_run_shows_a_copy_of_the_shell_that_is_left_out() {
    inside("pkill::shown::x1_a_dry_run_shows_a_copy_of_the_shell_that_is_left_out", || {
        let directory = TemporaryDirectory::new();
        let fifo = directory.path.join("fifo");
        nix::unistd::mkfifo(&fifo, nix::sys::stat::Mode::S_IRWXU).unwrap();
        let script = format!(
            "(read line <{fifo}; echo read) & {sigkit} pkill --dry-run -f only-here
             {sigkit} pkill -KILL -f only-here; echo $?; echo $!; echo >{fifo}; wait",
            fifo = fifo.display(),
            sigkit = sigkit_path(),
        );
        let ran = Ran::of(Command::new("sh").args(["-c", &script]));
        let lines: Vec<_> = ran.stdout.lines().collect();
        let [shell, copy, status, child, read] = lines[..] else { panic!("{ran:?}") };
        assert!(shell.ends_with(" sh: left out: an ancestor of pkill"), "{ran:?}");
        let reason = "left out: a copy of an ancestor of pkill that has executed no program";
        assert_eq!(copy, format!("{child} sh: {reason}"));
        // It was not signalled.
        assert_eq!((status, read), ("1", "read"));
    });
}

/// In a PID namespace there is none: a process and a thread pretend to be one each.
#[test]
fn kernel_threads_are_left_alone() {
    inside("pkill::shown::kernel_threads_are_left_alone", || {
        let (mut victim, directory) = Victim::named("sigkit-kernel");
        for pid in [2, victim.pid] {
            let stat = format!("/proc/{pid}/stat");
            let text = fs::read_to_string(&stat).unwrap();
            let (name, fields) = text.rsplit_once(") ").unwrap();
            let mut fields: Vec<_> = fields.split(' ').map(str::to_owned).collect();
            let flags: u64 = fields[6].parse().unwrap();
            fields[6] = (flags | 0x0020_0000).to_string();
            let copy = directory.path.join(pid.to_string());
            fs::write(&copy, format!("{name}) {}", fields.join(" "))).unwrap();
            let mounted = Command::new("mount").arg("--bind").arg(&copy).arg(&stat).status();
            if !mounted.unwrap().success() {
                return say_skipped("nothing can be mounted over a file of /proc here");
            }
        }
        pkill(&["-KILL", "sigkit-kernel"]).fails(1, "");
        pkill(&["-n", "-KILL", "sigkit-kernel"]).fails(1, "");
        let line = format!("{} sigkit-kernel: left out: a kernel thread\n", victim.pid);
        pkill(&["--dry-run", "sigkit-kernel"]).fails_printing(1, &line);
        victim.got_nothing();
    });
}

#[test]
fn what_cannot_be_inspected_is_left_out_and_shown() {
    inside("pkill::shown::what_cannot_be_inspected_is_left_out_and_shown", || {
        if !two_users() {
            return;
        }
        use std::os::unix::process::CommandExt;
        let (mut victim, directory) = Victim::named("sigkit-unseen");
        let program = directory.path.join("program");
        copy_program(std::path::Path::new(sigkit_path()), &program);
        let ran = |words: &[&str]| {
            let mut command = Command::new(&program);
            Ran::of(command.arg("pkill").args(words).uid(NOBODY).gid(NOBODY))
        };
        let words = ["--cwd", "/", "sigkit-unseen"];
        ran(&words).fails(1, "");
        let line = format!(
            "{} sigkit-unseen: left out: cannot be inspected: Permission denied\n",
            victim.pid
        );
        ran(&[&["--dry-run"][..], &words].concat()).fails_printing(1, &line);
        // Several are one line, and one object each.
        let (mut second, _b) = Victim::named("sigkit-unseen-2");
        let words = ["--dry-run", "--cwd", "/", "sigkit-unseen"];
        let error = format!("the first {}: Permission denied", victim.pid);
        ran(&words)
            .fails_printing(1, &format!("left out: 2 processes could not be inspected, {error}\n"));
        let json = ran(&[&words[..], &["--json"]].concat()).stdout;
        let reason = "\"left_out\":\"cannot be inspected: Permission denied\"";
        assert_eq!(json.matches(reason).count(), 2, "{json}");
        // The others are those of which it is seen that they do not fit.
        let ran = ran(&["--inverse", "--dry-run", "--exe", "/no/such/file"]);
        assert!(!ran.stdout.contains("sigkit-unseen: TERM"), "{ran:?}");
        victim.got_nothing();
        second.got_nothing();
    });
}

#[test]
fn a_dry_run_in_json_is_for_programs() {
    inside("pkill::shown::a_dry_run_in_json_is_for_programs", || {
        let (mut victim, _a) = Victim::named("sigkit-json");
        let (mut other, _b) = Victim::named("sigkit-json\n2");
        let ran = pkill(&["--dry-run", "--json", "sigkit-json"]);
        let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let all = json["processes"].as_array().unwrap();
        assert_eq!((ran.status, all.len()), (0, 2));
        assert_eq!(all[0]["pid"], victim.pid);
        assert_eq!(all[0]["comm"], "sigkit-json");
        assert_eq!(all[0]["why"], "name matches");
        assert!(all[0]["effect"].as_str().unwrap().starts_with("TERM would "));
        assert_eq!(all[1]["name"], "sigkit-json\n2");
        for member in ["ppid", "argv", "state", "user", "started"] {
            assert!(all[0].get(member).is_some(), "{member}");
        }
        let script = format!("{} pkill --dry-run --json -f only-here; :", sigkit_path());
        let ran = Ran::of(Command::new("sh").args(["-c", &script]));
        let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        assert_eq!(json["processes"][0]["left_out"], "an ancestor of pkill");
        pkill(&["--dry-run", "--json", "no-process-is-called-so"])
            .fails_printing(1, "{\"processes\":[]}\n");
        refuses(&["--json", "x"], "--json: needs --dry-run");
        refuses(&["-c", "--json", "--dry-run", "x"], "-c: cannot be combined with --json");
        victim.got_nothing();
        other.got_nothing();
    });
}

#[test]
fn select_x5_d24_strict_refuses_different_names() {
    inside("pkill::shown::select_x5_d24_strict_refuses_different_names", || {
        let (mut first, _a) = Victim::named("sigkit-with-a-long-name-1");
        let (mut second, _b) = Victim::named("sigkit-with-a-long-name-2");
        let names = "--strict: would signal processes of different names: \
             sigkit-with-a-long-name-1, sigkit-with-a-long-name-2";
        refuses(&["--strict", "sigkit-with"], names);
        refuses(&["--strict", "-x", "sigkit-with-a-l"], names);
        refuses(&["--strict", "--dry-run", "sigkit-with"], names);
        first.got_nothing();
        second.got_nothing();
        pkill(&["--strict", "long-name-1"]).succeeds();
        first.got(SIGTERM);
        second.got_nothing();
    });
}

#[test]
fn one_question_is_asked_on_the_terminal_and_only_y_sends() {
    if !have("setsid") {
        return;
    }
    inside("pkill::shown::one_question_is_asked_on_the_terminal_and_only_y_sends", || {
        let (mut first, _a) = Victim::named("sigkit-asked");
        let (mut second, _b) = Victim::named("sigkit-asked");
        for (answer, sends) in [
            ("\n", false),
            ("n\n", false),
            ("yes\n", false),
            ("Y\n", false),
            ("\u{4}", false),
            ("y\n", true),
        ] {
            let (text, status) = answered("pkill", &["-I", "-USR1", "-x", "sigkit-asked"], answer);
            assert_eq!(status, i32::from(!sends), "{answer:?}: {text}");
            assert!(text.contains("; name matches ["), "{text}");
            assert!(text.ends_with("\npkill: send USR1 to 2 processes? (y/N) "), "{text}");
            for victim in [&mut first, &mut second] {
                // It may just be reporting.
                let would = format!("{} sigkit-asked: USR1 would ", victim.pid);
                assert!(text.contains(&would), "{text}");
                if sends {
                    victim.got(SIGUSR1);
                }
                victim.got_nothing();
            }
        }
        let (text, status) = answered("pkill", &["--confirm", "no-process-is-called-so"], "y\n");
        assert_eq!((text.as_str(), status), ("", 1));
        // Without a terminal nothing is sent, whatever standard input says.
        let mut setsid = Command::new("setsid");
        setsid.args(["--wait", sigkit_path(), "pkill", "-I", "sigkit-asked"]);
        let ran = Ran::of(setsid.stdin(Stdio::null()));
        assert_eq!(
            (ran.status, ran.stderr.as_str()),
            (1, "pkill: /dev/tty: no answer, and nothing was sent: No such device or address\n")
        );
        first.got_nothing();
    });
}
