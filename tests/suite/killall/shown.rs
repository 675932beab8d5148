//! Lines and questions that are shown instead of a signal, and before one.

use std::fs;
use std::process::{Command, Stdio};

use libc::{SIGTERM, SIGUSR1};
use serde_json::Value;

use super::{inside, killall, missing, refuses};
use crate::support::*;

#[test]
fn a_dry_run_shows_what_would_happen_and_why() {
    inside("killall::shown::a_dry_run_shows_what_would_happen_and_why", || {
        let (mut victim, directory) = Victim::named("sigkit-with-a-long-name-1");
        let (mut short, second) = Victim::named("sigkit-dry");
        let pid = victim.pid;
        let path = directory.path.join("sigkit-with-a-long-name-1");
        let path = path.to_str().unwrap();
        let program = std::env::current_exe().unwrap();
        // The victim may not wait for signals yet.
        let would = format!("{pid} sigkit-with-a-l: TERM would ");
        for (words, why) in [
            (&["sigkit-with-a-long-name-1"][..], "full name matches".to_owned()),
            (&["-r", "long-name-1"], "full name matches".to_owned()),
            (&["-u", "0", "-r", "long-name-1"], "full name matches; user 0".to_owned()),
            (
                &["--pid", &pid.to_string(), program.to_str().unwrap()],
                format!("process ID {pid}; executes {}", program.display()),
            ),
        ] {
            let ran = killall(&[&["--dry-run"][..], words].concat());
            let end = format!("; {why} [{path}]\n");
            assert!(ran.stdout.starts_with(&would) && ran.stdout.ends_with(&end), "{ran:?}");
            assert_eq!((ran.status, ran.stdout.lines().count()), (0, 1), "{words:?}");
        }
        let ran = killall(&["--dry-run", "sigkit-dry", "sigkit-none"]);
        let second = second.path.join("sigkit-dry");
        assert!(ran.stdout.ends_with(&format!("; name matches [{}]\n", second.display())));
        assert_eq!((ran.status, ran.stderr), (1, missing("sigkit-none")));
        for option in ["-v", "--verbose", "--confirm", "-i"] {
            refuses(
                &["--dry-run", option, "x"],
                &format!("{option}: cannot be combined with --dry-run"),
            );
        }
        victim.got_nothing();
        short.got_nothing();
    });
}

#[test]
fn a_dry_run_of_groups_shows_every_member() {
    inside("killall::shown::a_dry_run_of_groups_shows_every_member", || {
        let (mut leader, _a) = Victim::named("sigkit-group");
        let mut member = Victim::in_group("report", leader.pid);
        let (mut other, _b) = Victim::named("sigkit-other");
        let ran = killall(&["--dry-run", "-g", "sigkit-group"]);
        let lines: Vec<_> = ran.stdout.lines().collect();
        assert_eq!((ran.status, lines.len()), (0, 2), "{ran:?}");
        let is = |line: &str, pid: i32, why: &str| {
            line.starts_with(&format!("{pid} ")) && line.contains(&format!("; {why} ["))
        };
        assert!(is(lines[0], leader.pid, "name matches"), "{ran:?}");
        assert!(is(lines[1], member.pid, &format!("process group {}", leader.pid)), "{ran:?}");
        for victim in [&mut leader, &mut member, &mut other] {
            victim.got_nothing();
        }
    });
}

/// In a PID namespace there is none: a process and a thread pretend to be one each.
#[test]
fn a_kernel_thread_is_left_alone() {
    inside("killall::shown::a_kernel_thread_is_left_alone", || {
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
        killall(&["-KILL", "sigkit-kernel"]).fails(1, &missing("sigkit-kernel"));
        let line = format!("{} sigkit-kernel: left out: a kernel thread\n", victim.pid);
        killall(&["--dry-run", "-q", "sigkit-kernel"]).fails_printing(1, &line);
        victim.got_nothing();
    });
}

#[test]
fn what_cannot_be_inspected_is_left_out() {
    inside("killall::shown::what_cannot_be_inspected_is_left_out", || {
        if !two_users() {
            return;
        }
        use std::os::unix::process::CommandExt;
        let (mut victim, directory) = Victim::named("sigkit-unseen");
        let program = directory.path.join("program");
        copy_program(std::path::Path::new(sigkit_path()), &program);
        let ran = |words: &[&str]| {
            let mut command = Command::new(&program);
            Ran::of(command.arg("killall").args(words).uid(NOBODY).gid(NOBODY))
        };
        ran(&["--cwd", "/", "sigkit-unseen"]).fails(1, &missing("sigkit-unseen"));
        let line = format!(
            "{} sigkit-unseen: left out: cannot be inspected: Permission denied\n",
            victim.pid
        );
        ran(&["--dry-run", "-q", "--cwd", "/", "sigkit-unseen"]).fails_printing(1, &line);
        victim.got_nothing();
    });
}

#[test]
fn a_dry_run_in_json_is_for_programs() {
    inside("killall::shown::a_dry_run_in_json_is_for_programs", || {
        let (mut victim, _a) = Victim::named("sigkit-json\n2");
        let ran = killall(&["--dry-run", "--json", "sigkit-json\n2"]);
        let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let all = json["processes"].as_array().unwrap();
        assert_eq!((ran.status, all.len()), (0, 1));
        assert_eq!(all[0]["pid"], victim.pid);
        assert_eq!(all[0]["name"], "sigkit-json\n2");
        assert_eq!(all[0]["why"], "name matches");
        assert!(all[0]["effect"].as_str().unwrap().starts_with("TERM would "));
        killall(&["--dry-run", "--json", "-q", "sigkit-none"])
            .fails_printing(1, "{\"processes\":[]}\n");
        refuses(&["--json", "x"], "--json: needs --dry-run");
        victim.got_nothing();
    });
}

#[test]
fn one_question_is_asked_on_the_terminal_and_only_y_sends() {
    if !have("setsid") {
        return;
    }
    inside("killall::shown::one_question_is_asked_on_the_terminal_and_only_y_sends", || {
        let (mut first, _a) = Victim::named("sigkit-asked");
        let (mut second, _b) = Victim::named("sigkit-asked");
        for (words, answer, sends) in [
            (&["--confirm"][..], "\n", false),
            (&["--confirm"], "yes\n", false),
            (&["--confirm"], "\u{4}", false),
            (&["--confirm"], "y\n", true),
            (&["--confirm", "-g"], "y\n", true),
        ] {
            let words = [words, &["-USR1", "sigkit-asked"]].concat();
            let (text, status) = answered("killall", &words, answer);
            assert_eq!(status, i32::from(!sends), "{answer:?}: {text}");
            assert!(text.contains("; name matches ["), "{text}");
            assert!(text.ends_with("\nkillall: send USR1 to 2 processes? (y/N) "), "{text}");
            for victim in [&mut first, &mut second] {
                if sends {
                    victim.got(SIGUSR1);
                }
                victim.got_nothing();
            }
        }
        // A name of no process fails, and the rest is done.
        let (_, status) = answered("killall", &["--confirm", "sigkit-asked", "sigkit-none"], "y\n");
        assert_eq!(status, 1);
        first.got(SIGTERM);
        second.got(SIGTERM);
        let (text, status) = answered("killall", &["--confirm", "sigkit-none"], "y\n");
        assert_eq!((text.as_str(), status), ("", 1));
        // Without a terminal nothing is sent, whatever standard input says.
        let mut setsid = Command::new("setsid");
        setsid.args(["--wait", sigkit_path(), "killall", "--confirm", "sigkit-asked"]);
        let ran = Ran::of(setsid.stdin(Stdio::null()));
        let line =
            "killall: /dev/tty: no answer, and nothing was sent: No such device or address\n";
        assert_eq!((ran.status, ran.stderr.as_str()), (1, line));
        first.got_nothing();
        second.got_nothing();
    });
}
