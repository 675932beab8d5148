//! killall signals the processes that have a name, and no others. Each test has a PID namespace of
//! its own.
//!
//! The numbers are those of the requirements (K), decisions (D) and dangers (X) of the commands
//! that choose processes.

mod criteria;
mod decisions;
mod delivery;
mod names;
mod shown;

use std::process::{Command, Stdio};

use libc::{SIGHUP, SIGKILL, SIGTERM, SIGUSR1, SIGUSR2};

use crate::support::*;

/// killall with nothing of the environment that changes it.
fn command() -> Command {
    let mut command = Command::new(sigkit_path());
    command.arg("killall").env_remove("POSIXLY_CORRECT").stdin(Stdio::null());
    command
}

fn killall(words: &[&str]) -> Ran {
    Ran::of(command().args(words))
}

/// The same with this on standard input.
fn killall_reading(input: &str, words: &[&str]) -> Ran {
    use std::io::Write;
    let directory = TemporaryDirectory::new();
    let path = directory.path.join("input");
    std::fs::File::create(&path).unwrap().write_all(input.as_bytes()).unwrap();
    Ran::of(command().args(words).stdin(std::fs::File::open(&path).unwrap()))
}

/// Asserts a wrong command line: exit status 1, one line, and where the help is.
#[track_caller]
fn refuses(words: &[&str], line: &str) {
    let line = format!("killall: {line}\nTry 'killall --help' for more information.\n");
    killall(words).fails(1, &line);
}

/// Runs the body in a PID namespace, with a witness outside of it that must get nothing.
fn inside(name: &str, body: impl FnOnce()) {
    let mut witness = Victim::start("report");
    if in_pid_namespace(name, body) {
        witness.got_nothing();
    }
}

/// A shell that has given itself this name, and waits for a line. Every signal ends it.
fn renamed(name: &str) -> std::process::Child {
    renamed_in(name, 0)
}

/// The same in a process group.
fn renamed_in(name: &str, group: u32) -> std::process::Child {
    use std::os::unix::process::CommandExt;
    let script = "printf %s \"$1\" >/proc/$$/comm; echo ready; read line; :";
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", script, "sh", name]).process_group(group as i32);
    started(&mut shell)
}

/// A program that says that it is ready, and waits for a line.
fn started(command: &mut Command) -> std::process::Child {
    use std::io::Read;
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdout.as_mut().unwrap().read_exact(&mut [0; 6]).unwrap();
    child
}

/// The signal that ends a program.
fn signal_of(child: &mut std::process::Child) -> Option<i32> {
    use std::os::unix::process::ExitStatusExt;
    child.wait().unwrap().signal()
}

/// The line for a name that no process has.
fn missing(name: &str) -> String {
    format!("killall: {name}: no process found\n")
}

#[test]
fn select_k3_d10_a_signal_has_many_spellings_and_may_stand_after_names() {
    inside("killall::select_k3_d10_a_signal_has_many_spellings_and_may_stand_after_names", || {
        let (mut victim, _a) = Victim::named("sigkit-k3");
        let number = format!("-{SIGUSR1}");
        for words in [
            &["-USR1", "sigkit-k3"][..],
            &["-SIGUSR1", "sigkit-k3"],
            &["-usr1", "sigkit-k3"],
            &["-SigUsr1", "sigkit-k3"],
            &[&number, "sigkit-k3"],
            &["-s", "usr1", "sigkit-k3"],
            &["-sUSR1", "sigkit-k3"],
            &["--signal", "SIGUSR1", "sigkit-k3"],
            &["--signal=usr1", "sigkit-k3"],
            &["-signal", "USR1", "sigkit-k3"],
            &["sigkit-k3", "-USR1"],
            &["-e", "sigkit-k3", "-usr1", "--"],
        ] {
            killall(words).succeeds();
            victim.got(SIGUSR1);
        }
        killall(&["-RTMIN+2", "sigkit-k3"]).succeeds();
        victim.got(libc::SIGRTMIN() + 2);
        killall(&["-0", "sigkit-k3"]).succeeds();
        // D10: after --, and as a value, it is none.
        killall(&["sigkit-none", "--", "-USR1"])
            .fails(1, &[missing("sigkit-none"), missing("-USR1")].concat());
        refuses(&["-u", "-9", "sigkit-k3"], "-9: no such user");
        victim.got_nothing();
        // Where POSIX counts, no option stands after a name.
        let both = [missing("sigkit-none"), missing("-USR1")].concat();
        killall(&["--posix", "sigkit-none", "-USR1"]).fails(1, &both);
        Ran::of(command().env("POSIXLY_CORRECT", "").args(["sigkit-none", "-USR1"]))
            .fails(1, &both);
    });
}

#[test]
fn select_k4_d17_x19_each_that_was_signalled_is_reported_by_its_full_name() {
    inside(
        "killall::select_k4_d17_x19_each_that_was_signalled_is_reported_by_its_full_name",
        || {
            let (mut long, _a) = Victim::named("sigkit-with-a-long-name-1");
            let (mut odd, _b) = Victim::named("sigkit-a\nb");
            let number = SIGUSR1;
            let line =
                format!("Killed sigkit-with-a-long-name-1({}) with signal {number}\n", long.pid);
            for verbose in ["-v", "-verbose", "--verbose"] {
                let ran = killall(&[verbose, "-USR1", "sigkit-with-a-long-name-1"]);
                assert_eq!((ran.status, ran.stderr), (0, line.clone()), "{verbose}");
                long.got(SIGUSR1);
            }
            // D17: a name forges no line.
            let line = format!("Killed sigkit-a\\x0ab({}) with signal 15\n", odd.pid);
            killall(&["-v", "sigkit-a\nb"]).is(0, "", &line);
            odd.got(SIGTERM);
            let group = odd.pid;
            let line = format!("Killed sigkit-a\\x0ab(pgid {group}) with signal 15\n");
            killall(&["-vg", "sigkit-a\nb"]).is(0, "", &line);
            odd.got(SIGTERM);
            killall(&["-v", "-0", "sigkit-a\nb"]).is(
                0,
                "",
                &format!("Killed sigkit-a\\x0ab({}) with signal 0\n", odd.pid),
            );
            killall(&["-q", "sigkit-none"]).fails(1, "");
            killall(&["--quiet", "-u", "0", "sigkit-none"]).fails(1, "");
            killall(&["-quiet", "sigkit-none"]).fails(1, "");
            odd.got_nothing();
            long.got_nothing();
        },
    );
}

#[test]
fn k6_the_process_group_of_each_is_signalled_once() {
    inside("killall::k6_the_process_group_of_each_is_signalled_once", || {
        let (mut leader, _a) = Victim::named("sigkit-k6");
        let mut member = Victim::in_group("report", leader.pid);
        let directory = TemporaryDirectory::new();
        let link = directory.path.join("sigkit-k6");
        std::os::unix::fs::symlink(std::env::current_exe().unwrap(), &link).unwrap();
        use std::os::unix::process::CommandExt;
        let group = leader.pid;
        let mut second = Victim::prepare("report", |command| {
            *command = Command::new(&link);
            command.env("SIGKIT_VICTIM", "report").stdin(Stdio::null()).stdout(Stdio::piped());
            command.process_group(group);
        });
        let (mut other, _b) = Victim::named("sigkit-other");
        killall(&["-g", "sigkit-k6"]).succeeds();
        for victim in [&mut leader, &mut member, &mut second] {
            victim.got(SIGTERM);
        }
        killall(&["--process-group", "-USR1", "sigkit-other", "sigkit-k6"]).succeeds();
        other.got(SIGUSR1);
        for victim in [&mut leader, &mut member, &mut second] {
            victim.got(SIGUSR1);
            victim.got_nothing();
        }
        other.got_nothing();
        // Both names are those of processes of the group, which is gone after the signal.
        let mut first = renamed("sigkit-first");
        let mut second = renamed_in("sigkit-second", first.id());
        killall(&["-g", "-KILL", "sigkit-first", "sigkit-second"]).succeeds();
        assert_eq!(signal_of(&mut first), Some(SIGKILL));
        assert_eq!(signal_of(&mut second), Some(SIGKILL));
    });
}

#[test]
fn k7_the_real_user_is_a_name_or_a_number() {
    inside("killall::k7_the_real_user_is_a_name_or_a_number", || {
        if !two_users() {
            return;
        }
        let (mut own, _a) = Victim::named("sigkit-k7");
        let (mut foreign, _b) = foreign("sigkit-k7");
        let number = NOBODY.to_string();
        killall(&["-u", &number, "sigkit-k7"]).succeeds();
        foreign.got(SIGTERM);
        killall(&["-u", "root", "sigkit-k7"]).succeeds();
        own.got(SIGTERM);
        killall(&["--user", "root,nobody", "-HUP", "sigkit-k7"]).succeeds();
        own.got(SIGHUP);
        foreign.got(SIGHUP);
        // D23: without a name, all of the user's.
        killall(&["-USR1", "-u", &number]).succeeds();
        foreign.got(SIGUSR1);
        killall(&["-user", "1", "-USR1"]).fails(1, "killall: -u: no process found\n");
        // D13: an unknown user.
        refuses(&["-u", "no:such:user", "sigkit-k7"], "no:such:user: no such user");
        own.got_nothing();
        foreign.got_nothing();
    });
}

#[test]
fn k7_the_pid_namespace_is_that_of_a_process() {
    if !have("unshare") {
        return;
    }
    inside("killall::k7_the_pid_namespace_is_that_of_a_process", || {
        let (mut victim, directory) = Victim::named("sigkit-k7");
        let pid = victim.pid.to_string();
        killall(&["-n", &pid, "sigkit-k7"]).succeeds();
        victim.got(SIGTERM);
        let program = directory.path.join("sigkit-k7");
        let mut below = Victim::prepare("report", |command| {
            *command = Command::new("unshare");
            command.args(["--pid", "--fork", "--kill-child"]).arg(&program);
            command.env("SIGKIT_VICTIM", "report").stdin(Stdio::null()).stdout(Stdio::piped());
        });
        // In its own namespace it is process 1.
        assert_eq!(below.pid, 1);
        killall(&["-n", &pid, "-USR1", "sigkit-k7"]).succeeds();
        victim.got(SIGUSR1);
        killall(&["--own-ns", "-USR2", "sigkit-k7"]).succeeds();
        victim.got(SIGUSR2);
        // Of several that are pending, it would take the lower numbers first.
        killall(&["-RTMIN+3", "sigkit-k7"]).succeeds();
        victim.got(libc::SIGRTMIN() + 3);
        assert_eq!(below.next().number, libc::SIGRTMIN() + 3);
        refuses(&["-n", "0", "sigkit-k7"], "0: not a process ID");
        refuses(&["-n", "x", "sigkit-k7"], "x: not a process ID");
        victim.got_nothing();
    });
}

#[test]
fn k8_x11_ages_have_units() {
    inside("killall::k8_x11_ages_have_units", || {
        let (mut victim, _a) = Victim::named("sigkit-k8");
        for words in [["-y", "1h"], ["-y", "2w"], ["-y", "1M"], ["-o", "0s"], ["-y", "1m30s"]] {
            killall(&[&words[..], &["sigkit-k8"]].concat()).succeeds();
            victim.got(SIGTERM);
        }
        for words in [["-o", "1h"], ["-o", "1y"], ["-y", "0ms"], ["--older-than", "1d"]] {
            killall(&[&words[..], &["sigkit-k8"]].concat()).fails(1, &missing("sigkit-k8"));
        }
        for time in ["1month", "1mo", "5", "s", "-1s"] {
            let line = format!(
                "{time}: not a time; write a number with s, m, h, d, w, M (4 weeks) or y (48 \
                 weeks), such as 2h"
            );
            refuses(&["-y", time, "sigkit-k8"], &line);
            refuses(&["-o", time, "sigkit-k8"], &line);
        }
        victim.got_nothing();
    });
}

#[test]
fn k9_each_is_asked_for_and_the_end_of_the_input_is_no() {
    inside("killall::k9_each_is_asked_for_and_the_end_of_the_input_is_no", || {
        let (mut first, _a) = Victim::named("sigkit-k9");
        let (mut second, _b) = Victim::named("sigkit-k9");
        let question = |pid| format!("Kill sigkit-k9({pid}) ? (y/N) ");
        let both = question(first.pid) + &question(second.pid);
        for (answers, status, of_first, of_second) in [
            ("y\nn\n", 0, true, false),
            ("n\nyes\n", 0, false, true),
            ("Y\n", 0, true, false),
            ("\n\n", 1, false, false),
            ("", 1, false, false),
            ("no y\ny", 0, false, true),
        ] {
            killall_reading(answers, &["-i", "sigkit-k9"]).is(status, "", &both);
            for (victim, is_signalled) in [(&mut first, of_first), (&mut second, of_second)] {
                if is_signalled {
                    victim.got(SIGTERM);
                }
                victim.got_nothing();
            }
        }
        let group = first.pid;
        killall_reading("y\n", &["-i", "-g", "sigkit-k9"]).is(
            0,
            "",
            &format!(
                "Kill sigkit-k9(pgid {group}) ? (y/N) Kill sigkit-k9(pgid {}) ? (y/N) ",
                second.pid
            ),
        );
        first.got(SIGTERM);
        // Closed.
        let script = format!("exec {} killall -i sigkit-k9 <&-", sigkit_path());
        Ran::of(Command::new("sh").args(["-c", &script])).fails(1, &both);
        refuses(&["-i", "--confirm", "x"], "-i: cannot be combined with --confirm");
        refuses(&["-i", "--dry-run", "x"], "-i: cannot be combined with --dry-run");
        first.got_nothing();
        second.got_nothing();
    });
}

/// X8: psmisc waits for ever for a zombie, and looks each second.
#[test]
fn k10_x8_waiting_ends_when_all_are_gone_and_zombies_are_gone() {
    inside("killall::k10_x8_waiting_ends_when_all_are_gone_and_zombies_are_gone", || {
        let (mut victim, _a) = Victim::named("sigkit-k10");
        let mut waiting =
            command().args(["-w", "-HUP", "sigkit-k10"]).stderr(Stdio::null()).spawn().unwrap();
        victim.got(SIGHUP);
        assert!(waiting.try_wait().unwrap().is_none());
        killall(&["-KILL", "sigkit-k10"]).succeeds();
        // It is a zombie from now on.
        assert!(waiting.wait().unwrap().success());
        assert_eq!(state(victim.pid), Some('Z'));
        killall(&["-wait", "sigkit-k10"]).succeeds();
        killall(&["-w", "--no-zombies", "sigkit-k10"]).fails(1, &missing("sigkit-k10"));
        assert_eq!(victim.end(), -SIGKILL);
        let (mut last, _b) = Victim::named("sigkit-k10");
        let ran = killall(&["--wait=10ms", "sigkit-k10"]);
        let line = format!("killall: {} sigkit-k10: still there after ", last.pid);
        assert!(ran.status == 124 && ran.stderr.starts_with(&line), "{ran:?}");
        last.got(SIGTERM);
        refuses(&["-w", "--wait=1s", "x"], "--wait=1s: given twice");
    });
}

#[test]
fn k11_what_is_listed_and_long_options_of_one_dash() {
    let names = killall(&["-l"]);
    assert!(names.status == 0 && names.stdout.starts_with("HUP\nINT\nQUIT\n"));
    assert_eq!(names.stdout, run(["-l"]).stdout);
    assert_eq!(killall(&["-list"]), killall(&["--list"]));
    let operand = "-l takes no operand; write kill -l SIGNAL to convert a signal";
    refuses(&["-l", "15"], &format!("15: {operand}"));
    refuses(&["sigkit-k11", "--list", "-9"], &format!("sigkit-k11: {operand}"));
    let version = format!("killall (sigkit) {}\n", env!("CARGO_PKG_VERSION"));
    for option in ["-V", "--version", "-version"] {
        killall(&[option]).prints(&version);
    }
    let help = killall(&["-h"]);
    assert!(help.status == 0 && help.stdout.starts_with("Signal processes by their names."));
    // They are never abbreviated, and those that psmisc has not have two dashes.
    refuses(&["-wai", "x"], "-wai: neither a signal nor an option");
    refuses(&["-regex", "x"], "-regex: neither a signal nor an option");
    refuses(&["-tree", "x"], "-tree: write --tree");
    refuses(&["-wait-for", "x"], "-wait-for: neither a signal nor an option");
}

/// K12: psmisc takes 64 names at most.
#[test]
fn select_k12_d21_every_failure_is_1_and_any_number_of_names_is_taken() {
    inside("killall::select_k12_d21_every_failure_is_1_and_any_number_of_names_is_taken", || {
        let (mut victim, _a) = Victim::named("sigkit-k12");
        let mut names: Vec<String> = (0..200).map(|number| format!("sigkit-no-{number}")).collect();
        names.insert(150, "sigkit-k12".to_owned());
        let lines: String =
            names.iter().filter(|name| *name != "sigkit-k12").map(|name| missing(name)).collect();
        Ran::of(command().args(&names)).fails(1, &lines);
        victim.got(SIGTERM);
        refuses(&["-j", "sigkit-k12"], "-j: neither a signal nor an option");
        refuses(&["-TREM", "x"], "-TREM: neither a signal nor an option; did you mean TERM?");
        refuses(&["--no-such", "x"], "--no-such: unknown option");
        refuses(&["-s", "NOPE", "x"], "NOPE: unknown signal name");
        refuses(&["-s"], "-s: SIGNAL is missing");
        refuses(
            &["-0", "-k", "5", "x"],
            "-k: KILL would follow signal 0, which only checks; write 0/TIME/KILL for that",
        );
        refuses(&["-g", "--tree", "x"], "-g: cannot be combined with --tree");
        refuses(&["-g", "--descendants", "x"], "-g: cannot be combined with --descendants");
        refuses(&["--mount", "x"], "--mount: needs --uses PATH");
        refuses(&["-e", "--posix", "x"], "--posix: must be the first word: killall --posix ...");
        victim.got_nothing();
    });
}
