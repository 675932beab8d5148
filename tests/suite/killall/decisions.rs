//! Where implementations conflict, and where they are dangerous: each time, no process but those
//! that are named is signalled.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use libc::{SIGCONT, SIGINT, SIGKILL, SIGTERM, SIGUSR1};

use super::{command, inside, killall, missing, refuses, renamed, signal_of};
use crate::support::*;

/// X3: an unset variable. toybox signals every process.
#[test]
fn select_d2_d3_x3_what_means_every_process_is_refused_or_no_process() {
    inside(
        "killall::decisions::select_d2_d3_x3_what_means_every_process_is_refused_or_no_process",
        || {
            let (mut victim, _a) = Victim::named("sigkit-x3");
            // A process may have an empty name.
            let mut nameless = renamed("");
            killall(&["-KILL", ""]).fails(1, &missing("''"));
            killall(&["-KILL", "", "sigkit-none"])
                .fails(1, &[missing("''"), missing("sigkit-none")].concat());
            for pattern in ["a*", "a|", "|a", "x?", "^", "$", "()"] {
                let line = format!("{pattern}: matches every process; write . if that is meant");
                refuses(&["-r", pattern], &line);
                refuses(&["-r", "sigkit-x3", pattern], &line);
                refuses(&["-Z", pattern], &line);
            }
            let empty = "'': matches every process; write . if that is meant";
            refuses(&["-r", ""], empty);
            refuses(&["-r", "--literal", ""], empty);
            refuses(&["-Z", "", "sigkit-x3"], empty);
            victim.got_nothing();
            assert!(nameless.try_wait().unwrap().is_none());
            nameless.kill().unwrap();
            nameless.wait().unwrap();
            // What is meant is done; the test's own process, the first of the namespace, ignores
            // it. Digits alone are a name.
            killall(&["-CONT", "-r", ".*"]).succeeds();
            victim.got(SIGCONT);
            killall(&["-CONT", "-r", "777777777777"]).fails(1, &missing("777777777777"));
            victim.got_nothing();
        },
    );
}

/// X2: psmisc reads `-cont` as `--context`, and signals every process where there is no SELinux.
#[test]
fn select_d7_d8_x2_a_word_that_names_a_signal_is_one() {
    inside("killall::decisions::select_d7_d8_x2_a_word_that_names_a_signal_is_one", || {
        let (mut victim, _a) = Victim::named("sigkit-x2");
        let (mut other, _b) = Victim::named("sigkit-other");
        for (word, number) in [("-cont", SIGCONT), ("-int", SIGINT), ("-usr1", SIGUSR1)] {
            killall(&[word, "sigkit-x2"]).succeeds();
            victim.got(number);
        }
        refuses(&["-c", "sigkit-x2"], "-c: neither a signal nor an option");
        refuses(&["-con", "sigkit-x2"], "-con: neither a signal nor an option; did you mean CONT?");
        refuses(&["-io", "sigkit-x2"], "-io: a signal or options; write -IO, or -i -o");
        killall(&["-IO", "sigkit-x2"]).succeeds();
        victim.got(libc::SIGIO);
        victim.got_nothing();
        other.got_nothing();
    });
}

/// X2: elsewhere a context that cannot be read fits every pattern.
#[test]
fn x2_a_process_whose_context_cannot_be_read_does_not_fit() {
    inside("killall::decisions::x2_a_process_whose_context_cannot_be_read_does_not_fit", || {
        let (mut victim, _a) = Victim::named("sigkit-x2");
        let context = format!("/proc/{}/attr/current", victim.pid);
        if std::fs::read(context).is_ok_and(|context| !context.is_empty()) {
            killall(&["-CONT", "-Z", ".", "sigkit-x2"]).succeeds();
            victim.got(SIGCONT);
        } else {
            killall(&["-KILL", "-Z", ".", "sigkit-x2"]).fails(1, &missing("sigkit-x2"));
            killall(&["-KILL", "-context", ".*"]).fails(1, "killall: -Z: no process found\n");
            killall(&["-KILL", "--context=.*", "-q"]).fails(1, "");
        }
        refuses(&["-Z", "(", "sigkit-x2"], "(: not a regular expression: ( is not closed");
        victim.got_nothing();
    });
}

#[test]
fn select_d9_x17_two_signals_are_refused() {
    inside("killall::decisions::select_d9_x17_two_signals_are_refused", || {
        let (mut victim, _a) = Victim::named("sigkit-d9");
        let second = "a signal is already chosen; only one can be sent";
        refuses(&["-9", "--signal", "TERM", "sigkit-d9"], &format!("--signal: {second}"));
        refuses(&["-HUP", "-INT", "sigkit-d9"], &format!("-INT: {second}"));
        refuses(&["-s", "HUP", "sigkit-d9", "-HUP"], &format!("-HUP: {second}"));
        refuses(&["-HUP", "-k", "TERM/5s/KILL", "sigkit-d9"], &format!("-k: {second}"));
        victim.got_nothing();
    });
}

#[test]
fn select_d11_d12_d13_numbers_lists_and_names_are_read_exactly() {
    inside(
        "killall::decisions::select_d11_d12_d13_numbers_lists_and_names_are_read_exactly",
        || {
            let (mut victim, _a) = Victim::named("sigkit-d11");
            for (words, line) in [
                (&["-n", "1x"][..], "1x: not a process ID"),
                (&["-n", "99999999999"], "99999999999: not a process ID"),
                (&["--pid", "1x"], "1x: not a list of process IDs"),
                (&["--rss", "1.5G"], "1.5G: not a size, such as 500M or -64K"),
                (&["-u", ""], "'': an empty list"),
                (&["-u", ","], ",: an empty list"),
                (&["-u", "no:such"], "no:such: no such user"),
                (&["-u", "0x"], "0x: no such user"),
                (&["--group", "no:such"], "no:such: no such group"),
            ] {
                refuses(&[words, &["sigkit-d11"]].concat(), line);
            }
            let gone = dead_pid();
            killall(&["-n", &gone, "sigkit-d11"])
                .fails(1, &format!("killall: {gone}: No such process\n"));
            victim.got_nothing();
            killall(&["-u", "0,,0", "sigkit-d11"]).succeeds();
            victim.got(SIGTERM);
        },
    );
}

#[test]
fn select_d18_a_zombie_has_its_name() {
    inside("killall::decisions::select_d18_a_zombie_has_its_name", || {
        let mut shell = renamed("sigkit-d18");
        shell.kill().unwrap();
        is_in_state(shell.id() as i32, "Z");
        killall(&["sigkit-d18"]).succeeds();
        killall(&["--no-zombies", "sigkit-d18"]).fails(1, &missing("sigkit-d18"));
        assert_eq!(signal_of(&mut shell), Some(SIGKILL));
    });
}

/// The output of a shell that leads a process group of its own and runs this script. It may be
/// ended by it. `before` gives the line that the script reads.
fn output_of_group(script: &str, before: impl FnOnce(u32) -> String) -> (String, Option<i32>) {
    use std::os::unix::process::CommandExt;
    let mut shell = Command::new("/bin/sh");
    let script = format!("read line; {script}; :");
    shell.args(["-c", &script, sigkit_path()]).env_remove("POSIXLY_CORRECT");
    let mut shell =
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0).spawn().unwrap();
    let line = before(shell.id());
    writeln!(shell.stdin.take().unwrap(), "{line}").unwrap();
    let mut text = String::new();
    // Until killall has ended, too.
    shell.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    (text, signal_of(&mut shell))
}

/// X18: psmisc ends itself, and the rest of the group is left.
#[test]
fn select_d22_x18_in_its_own_group_killall_signals_the_others_and_ancestors_last() {
    inside(
        "killall::decisions::\
         select_d22_x18_in_its_own_group_killall_signals_the_others_and_ancestors_last",
        || {
            let directory = TemporaryDirectory::new();
            let link = directory.path.join("sigkit-d22");
            std::os::unix::fs::symlink(std::env::current_exe().unwrap(), &link).unwrap();
            let mut all = Vec::new();
            let mut group = 0;
            let script = "\"$0\" killall --verbose -g -KILL sigkit-d22 2>&1; echo alive";
            let (text, signal) = output_of_group(script, |leader| {
                group = leader as i32;
                for program in [&link, &std::env::current_exe().unwrap(), &link] {
                    all.push(Victim::prepare("report", |command| {
                        use std::os::unix::process::CommandExt;
                        *command = Command::new(program);
                        command.env("SIGKIT_VICTIM", "report").stdin(Stdio::null());
                        command.stdout(Stdio::piped()).process_group(group);
                    }));
                }
                String::new()
            });
            assert_eq!(signal, Some(SIGKILL), "{text}");
            let mut expected: Vec<_> = all.iter().map(|victim| victim.pid).collect();
            expected.push(group);
            let sent = |pid: &i32| format!("sending signal 9 to pid {pid}\n");
            let lines: String = expected.iter().map(sent).collect();
            assert_eq!(text, format!("{lines}Killed sigkit-d22(pgid {group}) with signal 9\n"));
            for mut victim in all {
                assert_eq!(victim.end(), -SIGKILL);
            }
        },
    );
}

/// psmisc sends a signal to -1, which is every process.
#[test]
fn select_d22_process_group_1_is_signalled_one_by_one() {
    inside("killall::decisions::select_d22_process_group_1_is_signalled_one_by_one", || {
        // The first process of the namespace, which is this one, leads the group from now on.
        nix::unistd::setsid().unwrap();
        let directory = TemporaryDirectory::new();
        let link = directory.path.join("sigkit-first");
        std::os::unix::fs::symlink(std::env::current_exe().unwrap(), &link).unwrap();
        let mut named = Victim::prepare("report", |command| {
            use std::os::unix::process::CommandExt;
            *command = Command::new(&link);
            command.env("SIGKIT_VICTIM", "report").stdin(Stdio::null());
            command.stdout(Stdio::piped()).process_group(1);
        });
        let mut member = Victim::in_group("report", 1);
        let mut other = Victim::start("report");
        // killall in a group of its own.
        use std::os::unix::process::CommandExt;
        // The first process of a namespace gets from inside only what it handles.
        let ran = Ran::of(command().args(["-v", "-g", "-USR1", "sigkit-first"]).process_group(0));
        let line = format!("Killed sigkit-first(pgid 1) with signal {SIGUSR1}\n");
        assert_eq!((ran.status, ran.stderr), (0, line));
        named.got(SIGUSR1);
        member.got(SIGUSR1);
        for victim in [&mut named, &mut member, &mut other] {
            victim.got_nothing();
        }
    });
}

/// D23: without a name, all of a user's processes are meant.
#[test]
fn select_d23_ancestors_of_killall_are_signalled_last() {
    inside("killall::decisions::select_d23_ancestors_of_killall_are_signalled_last", || {
        let (mut first, _a) = Victim::named("sigkit-d23");
        let mut second = None;
        let script = "\"$0\" killall -v -KILL -u 0 --pid \"$line,1,$$\" 2>&1; echo alive";
        let mut leader = 0;
        let (text, signal) = output_of_group(script, |pid| {
            leader = pid;
            let later = Victim::named("sigkit-d23");
            let line = format!("{},{}", first.pid, later.0.pid);
            second = Some(later);
            line
        });
        let (mut second, _b) = second.unwrap();
        assert_eq!(signal, Some(SIGKILL), "{text}");
        let lines: Vec<_> = text.lines().collect();
        let killed = |name: &str, pid: i32| format!("Killed {name}({pid}) with signal 9");
        assert_eq!(lines.len(), 4, "{text}");
        assert_eq!(lines[0], killed("sigkit-d23", first.pid));
        assert_eq!(lines[1], killed("sigkit-d23", second.pid));
        // The first process of the namespace gets no KILL from inside.
        assert!(lines[2].ends_with("(1) with signal 9"), "{text}");
        assert_eq!(lines[3], killed("sh", leader as i32));
        assert_eq!((first.end(), second.end()), (-SIGKILL, -SIGKILL));
    });
}

#[test]
fn select_d24_x5_killall_refuses_different_names_and_counts_all_if_that_is_asked() {
    inside(
        "killall::decisions::\
         select_d24_x5_killall_refuses_different_names_and_counts_all_if_that_is_asked",
        || {
            let (mut first, _a) = Victim::named("sigkit-with-a-long-name-1");
            let (mut second, _b) = Victim::named("sigkit-with-a-long-name-2");
            let names = "--strict: would signal processes of different names: \
                         sigkit-with-a-long-name-1, sigkit-with-a-long-name-2";
            for words in [
                &["-r", "sigkit-with"][..],
                &["sigkit-with-a-long-name-1", "sigkit-with-a-long-name-2"],
                &["-g", "-r", "sigkit-with"],
                &["--dry-run", "-r", "sigkit-with"],
            ] {
                refuses(&[&["--strict"][..], words].concat(), names);
            }
            first.got_nothing();
            second.got_nothing();
            killall(&["--strict", "-r", "name-1"]).succeeds();
            first.got(SIGTERM);
            second.got_nothing();
        },
    );
}

/// K1, D24: one that may not be signalled is named, and the rest is done.
#[test]
fn select_k1_d24_what_may_not_be_signalled_is_named() {
    inside("killall::decisions::select_k1_d24_what_may_not_be_signalled_is_named", || {
        if !two_users() {
            return;
        }
        let (mut own, _a) = Victim::named("sigkit-d24");
        let (mut foreign, directory) = foreign("sigkit-d24");
        let (mut only, _b) = Victim::named("sigkit-only");
        let program = directory.path.join("program");
        copy_program(std::path::Path::new(sigkit_path()), &program);
        let ran = |words: &[&str]| {
            use std::os::unix::process::CommandExt;
            let mut command = Command::new(&program);
            Ran::of(command.arg("killall").args(words).uid(NOBODY).gid(NOBODY))
        };
        let line =
            |pid: i32, name: &str| format!("killall: {pid} {name}: Operation not permitted\n");
        ran(&["sigkit-d24"]).fails(0, &line(own.pid, "sigkit-d24"));
        foreign.got(SIGTERM);
        ran(&["--strict", "-q", "sigkit-d24"]).fails(64, &line(own.pid, "sigkit-d24"));
        foreign.got(SIGTERM);
        ran(&["sigkit-d24", "sigkit-only"])
            .fails(1, &[line(own.pid, "sigkit-d24"), line(only.pid, "sigkit-only")].concat());
        foreign.got(SIGTERM);
        ran(&["-g", "sigkit-only"])
            .fails(1, &format!("killall: -{0} sigkit-only: Operation not permitted\n", only.pid));
        ran(&["--dry-run", "--strict", "sigkit-only"]).fails_printing(
            1,
            &format!("{} sigkit-only: left out: the signal may not be sent\n", only.pid),
        );
        let forecast = ran(&["--dry-run", "--strict", "sigkit-d24"]);
        assert_eq!((forecast.status, forecast.stdout.lines().count()), (64, 2), "{forecast:?}");
        for victim in [&mut own, &mut foreign, &mut only] {
            victim.got_nothing();
        }
    });
}

/// X7: psmisc signals a process that shares 15 bytes and has overwritten its title.
#[test]
fn x7_a_name_that_shares_15_bytes_is_another() {
    inside("killall::decisions::x7_a_name_that_shares_15_bytes_is_another", || {
        // Its full name is not known.
        let mut unknown = renamed("fifteen-bytes-a");
        let (mut known, _a) = Victim::named("sigkit-with-a-long-name-1");
        for name in ["fifteen-bytes-aQQQ", "fifteen-bytes-", "sigkit-with-a-lQ"] {
            killall(&["-KILL", name]).fails(1, &missing(name));
        }
        let hint = "killall: sigkit-with-a-l: no process found; did you mean \
                    sigkit-with-a-long-name-1?\n";
        killall(&["-KILL", "sigkit-with-a-l"]).fails(1, hint);
        killall(&["-KILL", "-q", "sigkit-with-a-l"]).fails(1, "");
        assert!(unknown.try_wait().unwrap().is_none());
        killall(&["-KILL", "fifteen-bytes-a"]).succeeds();
        assert_eq!(signal_of(&mut unknown), Some(SIGKILL));
        killall(&["sigkit-with-a-long-name-1"]).succeeds();
        known.got(SIGTERM);
        known.got_nothing();
    });
}

/// X12: System V's killall ends every process.
#[test]
fn x12_without_a_name_a_user_or_a_context_nothing_is_signalled() {
    inside(
        "killall::decisions::x12_without_a_name_a_user_or_a_context_nothing_is_signalled",
        || {
            let (mut victim, _a) = Victim::named("sigkit-x12");
            for words in [
                &[][..],
                &["-v"],
                &["-9"],
                &["-KILL"],
                &["-g"],
                &["-o", "0s"],
                &["-y", "1d"],
                &["-n", "1"],
                &["-r"],
                &["-I"],
                &["-i"],
                &["-w"],
                &["--dry-run"],
                &["--euid", "0"],
                &["--pid", "1"],
                &["--cwd", "/"],
                &["--own-ns"],
                &["--"],
                &["-9", "--"],
            ] {
                refuses(words, "NAME: missing; give a name, -u USER or -Z REGEXP");
            }
            // A number is a name.
            killall(&["9"]).fails(1, &missing("9"));
            victim.got_nothing();
        },
    );
}

/// X20: another PID namespace's /proc, whose numbers are other processes'.
#[test]
fn x20_killall_without_its_proc_signals_nothing() {
    if !have("unshare") || !nix::unistd::geteuid().is_root() {
        return;
    }
    let mut witness = Victim::start("report");
    let mut unshare = Command::new("unshare");
    unshare.args(["--pid", "--fork", "--kill-child", sigkit_path(), "killall", "-HUP", "x"]);
    Ran::of(&mut unshare)
        .fails(1, "killall: processes: cannot inspect the process: no usable /proc\n");
    witness.got_nothing();
}

#[test]
fn x20_killall_without_descriptors_or_output_fails_with_the_reason() {
    inside(
        "killall::decisions::x20_killall_without_descriptors_or_output_fails_with_the_reason",
        || {
            let (mut victim, _a) = Victim::named("sigkit-x20");
            let script = "ulimit -n 3 && exec \"$0\" killall -USR1 sigkit-x20";
            let mut limited = Command::new("sh");
            limited.args(["-c", script, sigkit_path()]).env_remove("POSIXLY_CORRECT");
            Ran::of(&mut limited).fails(1, &format!("killall: processes: {TOO_MANY_OPEN_FILES}\n"));
            victim.got_nothing();
            let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
            let line = "killall: standard output: No space left on device\n";
            for words in [&["--dry-run", "sigkit-x20"][..], &["-l"], &["-V"], &["-h"]] {
                Ran::of(command().args(words).stdout(full())).fails(1, line);
            }
            victim.got_nothing();
            // The signals are sent all the same.
            let ran = Ran::of(command().args(["--verbose", "sigkit-x20"]).stdout(full()));
            assert!(ran.status == 1 && ran.stderr.contains(line), "{ran:?}");
            victim.got(SIGTERM);
            victim.got_nothing();
        },
    );
}
