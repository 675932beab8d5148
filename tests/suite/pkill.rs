//! pkill signals the processes that are what is asked for, and no others. Each test has a PID
//! namespace of its own.
//!
//! The numbers are those of the requirements (P), decisions (D) and dangers (X) of the commands
//! that choose processes.

mod delivery;
mod files;
mod property;
mod shown;

use std::process::{Command, Stdio};

use libc::{SIGCONT, SIGHUP, SIGKILL, SIGTERM, SIGUSR1, SIGUSR2};

use crate::support::*;

/// pkill with nothing of the environment that changes it.
fn command() -> Command {
    let mut command = Command::new(sigkit_path());
    command.arg("pkill").env_remove("POSIXLY_CORRECT").stdin(Stdio::null());
    command
}

fn pkill(words: &[&str]) -> Ran {
    Ran::of(command().args(words))
}

/// Asserts a wrong command line: exit status 2, one line, and where the help is.
#[track_caller]
fn refuses(words: &[&str], line: &str) {
    pkill(words).fails(2, &format!("pkill: {line}\nTry 'pkill --help' for more information.\n"));
}

/// Runs the body in a PID namespace, with a witness outside of it that must get nothing.
pub fn inside(name: &str, body: impl FnOnce()) {
    let mut witness = Victim::start("report");
    if in_pid_namespace(name, body) {
        witness.got_nothing();
    }
}

#[test]
fn p1_p17_those_that_fit_are_signalled_and_no_others() {
    inside("pkill::p1_p17_those_that_fit_are_signalled_and_no_others", || {
        let (mut first, _a) = Victim::named("sigkit-one");
        let (mut second, _b) = Victim::named("a-sigkit-two");
        let (mut third, _c) = Victim::named("Sigkit");
        pkill(&["sigkit-"]).succeeds();
        first.got(SIGTERM);
        second.got(SIGTERM);
        pkill(&["-HUP", "-x", "sigkit-(one|x)"]).succeeds();
        first.got(SIGHUP);
        pkill(&["-i", "-USR1", "^SIGKIT$"]).succeeds();
        third.got(SIGUSR1);
        pkill(&["no-process-is-called-so"]).fails(1, "");
        first.got_nothing();
        second.got_nothing();
        third.got_nothing();
    });
}

#[test]
fn select_p15_d10_a_signal_has_many_spellings_and_may_stand_after_the_pattern() {
    inside(
        "pkill::select_p15_d10_a_signal_has_many_spellings_and_may_stand_after_the_pattern",
        || {
            let (mut victim, _a) = Victim::named("sigkit-p15");
            for words in [
                &["-USR1", "sigkit-p15"][..],
                &["-SIGUSR1", "sigkit-p15"],
                &["-usr1", "sigkit-p15"],
                &["-10", "sigkit-p15"],
                &["--signal", "usr1", "sigkit-p15"],
                &["--signal=SIGUSR1", "sigkit-p15"],
                &["sigkit-p15", "-USR1"],
                &["-x", "sigkit-p15", "-usr1"],
            ] {
                let words: Vec<_> =
                    words.iter().map(|word| word.replace("-10", &format!("-{SIGUSR1}"))).collect();
                Ran::of(command().args(&words)).succeeds();
                victim.got(SIGUSR1);
            }
            pkill(&["-RTMIN+2", "sigkit-p15"]).succeeds();
            victim.got(libc::SIGRTMIN() + 2);
            // D10: after --, and as a value, it is none.
            pkill(&["-f", "--", "-USR1"]).fails(1, "");
            pkill(&["--", "-9"]).fails(1, "");
            refuses(&["-u", "-9", "sigkit-p15"], "-9: no such user");
            victim.got_nothing();
        },
    );
}

#[test]
fn p13_p16_x19_each_is_named_and_how_many_comes_last() {
    inside("pkill::p13_p16_x19_each_is_named_and_how_many_comes_last", || {
        let (mut first, _a) = Victim::named("sigkit-a\nb");
        let (mut second, _b) = Victim::named("sigkit-c");
        let (one, two) = (first.pid, second.pid);
        // X19: a name forges no line.
        pkill(&["-e", "-c", "^sigkit-"]).prints(&format!(
            "sigkit-a\\x0ab killed (pid {one})\nsigkit-c killed (pid {two})\n2\n"
        ));
        first.got(SIGTERM);
        second.got(SIGTERM);
        pkill(&["-c", "no-process-is-called-so"]).fails_printing(1, "0\n");
        pkill(&["-q", "-7", "-e", "sigkit-c"]).prints(&format!("sigkit-c killed (pid {two})\n"));
        let reported = second.next();
        assert_eq!((reported.number, reported.value), (SIGTERM, -7));
        first.got_nothing();
    });
}

#[test]
fn p16_memory_is_given_back_at_once() {
    inside("pkill::p16_memory_is_given_back_at_once", || {
        let (mut victim, _a) = Victim::named("sigkit-m");
        pkill(&["-m", "-USR1", "sigkit-m"]).succeeds();
        victim.got(SIGUSR1);
        pkill(&["-m", "-KILL", "sigkit-m"]).succeeds();
        assert_eq!(victim.end(), -SIGKILL);
    });
}

/// P17: elsewhere one that may not be signalled is counted as signalled (X13).
#[test]
fn select_p17_x13_one_that_may_not_be_signalled_is_named_and_the_rest_is_done() {
    inside(
        "pkill::select_p17_x13_one_that_may_not_be_signalled_is_named_and_the_rest_is_done",
        || {
            if !two_users() {
                return;
            }
            let (own, _a) = Victim::named("sigkit-own");
            let (mut foreign, directory) = foreign("sigkit-foreign");
            let program = directory.path.join("program");
            copy_program(std::path::Path::new(sigkit_path()), &program);
            let ran = |words: &[&str]| {
                use std::os::unix::process::CommandExt;
                let mut command = Command::new(&program);
                Ran::of(command.arg("pkill").args(words).uid(NOBODY).gid(NOBODY))
            };
            let line = format!("pkill: {} sigkit-own: Operation not permitted\n", own.pid);
            ran(&["sigkit-"]).fails(0, &line);
            foreign.got(SIGTERM);
            ran(&["sigkit-own"]).fails(1, &line);
            // D24.
            ran(&["-USR1", "--name", "sigkit-own", "--name", "sigkit-foreign"]).fails(0, &line);
            foreign.got(SIGUSR1);
            ran(&["-0", "sigkit-own"]).fails(1, &line);
            ran(&["-0", "sigkit-foreign"]).succeeds();
            foreign.got_nothing();
            ran(&["--dry-run", "sigkit-own"]).fails_printing(
                1,
                &format!("{} sigkit-own: left out: the signal may not be sent\n", own.pid),
            );
        },
    );
}

#[test]
fn p18_signal_0_sends_nothing() {
    inside("pkill::p18_signal_0_sends_nothing", || {
        let (mut victim, _a) = Victim::named("sigkit-p18");
        pkill(&["-0", "sigkit-p18"]).succeeds();
        pkill(&["-0", "no-process-is-called-so"]).fails(1, "");
        victim.got_nothing();
    });
}

#[test]
fn p20_a_wrong_command_line_is_2_and_nothing_is_sent() {
    inside("pkill::p20_a_wrong_command_line_is_2_and_nothing_is_sent", || {
        let (mut victim, _a) = Victim::named("sigkit-p20");
        let missing = "PATTERN: missing; give a pattern, or a criterion by an option";
        for words in [&[][..], &["-x"], &["-i"], &["-f"], &["-c"], &["-9"], &["-e"], &["-k", "5"]] {
            refuses(words, missing);
        }
        for narrowing in [&["--no-zombies"][..], &["--own-ns"], &["--own-ns", "--no-zombies"]] {
            refuses(narrowing, missing);
        }
        refuses(&["sigkit-p20", "x"], "x: only one pattern is allowed; join several with |");
        refuses(&["-j", "sigkit-p20"], "-j: neither a signal nor an option");
        refuses(
            &["-TREM", "sigkit-p20"],
            "-TREM: neither a signal nor an option; did you mean TERM?",
        );
        refuses(&["-u", ",", "sigkit-p20"], ",: an empty list");
        refuses(
            &["-O", "abc", "sigkit-p20"],
            "abc: not a time; write a number with ms, s, m, h or d, such as 1.5s",
        );
        refuses(
            &["-q", "99999999999", "sigkit-p20"],
            "99999999999: the value must be an integer from -2147483648 to 2147483647",
        );
        refuses(&["-G", "no:such:group", "sigkit-p20"], "no:such:group: no such group");
        refuses(&["-L", "sigkit-p20"], "-L: needs -F FILE");
        refuses(&["-no", "sigkit-p20"], "-o: cannot be combined with -n");
        refuses(
            &["-0", "-k", "5", "sigkit-p20"],
            "-k: KILL would follow signal 0, which only checks; write 0/TIME/KILL for that",
        );
        refuses(&["-0", "-H", "sigkit-p20"], "-H: signal 0 has no handler");
        victim.got_nothing();
    });
}

#[test]
fn p21_a_zombie_counts_unless_it_is_left_out() {
    inside("pkill::p21_a_zombie_counts_unless_it_is_left_out", || {
        let _victim = Victim::start("zombie");
        let name = std::fs::read_to_string("/proc/self/comm").unwrap();
        let zombies = ["-r", "Z", "-x", name.trim_end()];
        pkill(&zombies).succeeds();
        let mut left_out = zombies.to_vec();
        left_out.push("--no-zombies");
        pkill(&left_out).fails(1, "");
    });
}

#[test]
fn p22_help_version_and_options_after_the_pattern() {
    inside("pkill::p22_help_version_and_options_after_the_pattern", || {
        let help = pkill(&["-h"]);
        assert!(help.status == 0 && help.stdout.starts_with("Signal processes that are chosen"));
        pkill(&["-V"]).prints(&format!("pkill (sigkit) {}\n", env!("CARGO_PKG_VERSION")));
        let (mut victim, _a) = Victim::named("sigkit-p22");
        pkill(&["sigkit-p22", "--ech"])
            .prints(&format!("sigkit-p22 killed (pid {})\n", victim.pid));
        victim.got(SIGTERM);
        let second = "-e: only one pattern is allowed; join several with |";
        refuses(&["--posix", "sigkit-p22", "-e"], second);
        Ran::of(command().env("POSIXLY_CORRECT", "").args(["sigkit-p22", "-e"]))
            .fails(2, &format!("pkill: {second}\nTry 'pkill --help' for more information.\n"));
        let (mut dashed, _b) = Victim::named("-dashed");
        pkill(&["--", "-dashed"]).succeeds();
        dashed.got(SIGTERM);
        victim.got_nothing();
    });
}

/// X3, X16: elsewhere these signal every process.
#[test]
fn select_d2_d3_x3_x16_a_pattern_that_is_every_process_is_refused() {
    inside("pkill::select_d2_d3_x3_x16_a_pattern_that_is_every_process_is_refused", || {
        let (mut victim, _a) = Victim::named("sigkit-x3");
        for pattern in ["a*", "a|", "|a", "x?", "^", r"\b", r"\<"] {
            let shown = pattern.replace('\\', r"\\");
            let line = format!("{shown}: matches every process; write . if that is meant");
            refuses(&[pattern], &line);
            refuses(&["-f", pattern], &line);
        }
        let empty = "'': matches every process; write . if that is meant";
        refuses(&[""], empty);
        refuses(&["-x", ""], empty);
        refuses(&["-u", "0", ""], empty);
        refuses(&["--literal", ""], empty);
        refuses(&["--name", ""], "'': no process has an empty name");
        victim.got_nothing();
        // What is meant is done; the test's own process, the first of the namespace, ignores it.
        pkill(&["-CONT", ".*"]).succeeds();
        victim.got(SIGCONT);
        pkill(&["-CONT", "-x", "(sigkit-x3)*"]).succeeds();
        victim.got(SIGCONT);
        victim.got_nothing();
    });
}

#[test]
fn select_d4_d5_d15_what_is_hardly_meant_is_refused() {
    inside("pkill::select_d4_d5_d15_what_is_hardly_meant_is_refused", || {
        let (mut victim, _a) = Victim::named("sigkit-1234");
        refuses(&["my", "prog"], "prog: only one pattern is allowed; join several with |");
        refuses(&["1234"], "1234: is a pattern here; write kill 1234, or -p 1234");
        refuses(&["-9", "1"], "1: is a pattern here; write kill 1, or -p 1");
        let list = "-l: lists the signals alone; write -e or --dry-run to see the processes";
        refuses(&["-l", "sigkit-1234"], list);
        refuses(&["-l", "-u", "0"], list);
        victim.got_nothing();
        pkill(&["-f", "1234"]).succeeds();
        victim.got(SIGTERM);
        let names = pkill(&["-l"]);
        assert!(names.status == 0 && names.stdout.starts_with("HUP\nINT\nQUIT\n"));
    });
}

/// X4: elsewhere all others are signalled, process 1 among them.
#[test]
fn select_d6_x4_the_others_are_those_of_criteria_alone() {
    inside("pkill::select_d6_x4_the_others_are_those_of_criteria_alone", || {
        let (mut victim, _a) = Victim::named("sigkit-x4");
        let (mut newer, _b) = Victim::named("sigkit-x4b");
        refuses(&["-v", "sigkit-x4"], "-v: would signal all others; see --inverse");
        let names = "--inverse: takes criteria alone, and neither a pattern nor a name";
        refuses(&["--inverse", "sigkit-x4"], names);
        refuses(&["--inverse", "--name", "sigkit-x4"], names);
        refuses(&["--inverse", "-n", "-P", "1"], "-n: cannot be combined with --inverse");
        refuses(&["--inverse"], "PATTERN: missing; give a pattern, or a criterion by an option");
        victim.got_nothing();
        newer.got_nothing();
        let ran = pkill(&["--inverse", "--dry-run", "-p", &newer.pid.to_string()]);
        assert!(
            ran.stdout.contains(&format!("; {} is not listed [", victim.pid))
                && !ran.stdout.contains(&format!("; {} is not listed", newer.pid)),
            "{ran:?}"
        );
        // Process 1, which would end for USR2, is the test.
        pkill(&["--inverse", "-USR2", "-p", &newer.pid.to_string()]).succeeds();
        victim.got(SIGUSR2);
        newer.got_nothing();
    });
}

#[test]
fn select_d7_d8_d9_x17_one_signal_and_no_guess() {
    inside("pkill::select_d7_d8_d9_x17_one_signal_and_no_guess", || {
        let (mut victim, _a) = Victim::named("sigkit-d7");
        refuses(&["-io", "sigkit-d7"], "-io: a signal or options; write -IO, or -i -o");
        let second = "a signal is already chosen; only one can be sent";
        refuses(&["-9", "--signal", "TERM", "sigkit-d7"], &format!("--signal: {second}"));
        refuses(&["-HUP", "-INT", "sigkit-d7"], &format!("-INT: {second}"));
        refuses(&["-HUP", "-k", "TERM/5s/KILL", "sigkit-d7"], &format!("-k: {second}"));
        victim.got_nothing();
        pkill(&["-IO", "sigkit-d7"]).succeeds();
        victim.got(libc::SIGIO);
        for (word, number) in [("-cont", SIGCONT), ("-int", libc::SIGINT), ("-usr1", SIGUSR1)] {
            pkill(&[word, "sigkit-d7"]).succeeds();
            victim.got(number);
        }
    });
}

#[test]
fn select_d1_x7_a_name_is_known_in_full() {
    inside("pkill::select_d1_x7_a_name_is_known_in_full", || {
        let (mut right, _a) = Victim::named("sigkit-with-a-long-name-1");
        let (mut other, _b) = Victim::named("sigkit-with-a-long-name-2");
        pkill(&["-x", "sigkit-with-a-long-name-1"]).succeeds();
        right.got(SIGTERM);
        pkill(&["--name", "sigkit-with-a-l"]).fails(1, "");
        other.got_nothing();
        pkill(&["-x", "sigkit-with-a-l"]).succeeds();
        right.got(SIGTERM);
        other.got(SIGTERM);
    });
}

/// X1: elsewhere the shell that runs pkill is ended by its own command line.
#[test]
fn x1_a_shell_is_not_ended_by_what_it_runs() {
    inside("pkill::x1_a_shell_is_not_ended_by_what_it_runs", || {
        let (mut victim, _a) = Victim::named("sigkit-x1");
        let script = format!("{} pkill -KILL -f sigkit-x1; echo status $?; :", sigkit_path());
        Ran::of(Command::new("sh").args(["-c", &script])).prints("status 0\n");
        assert_eq!(victim.end(), -SIGKILL);
        let script = format!("{} pkill -KILL -f sigkit-x1; echo status $?; :", sigkit_path());
        Ran::of(Command::new("sh").args(["-c", &script])).prints("status 1\n");
        // By name, or with the option, ancestors are signalled.
        let script = format!("{} pkill -KILL -f --with-ancestors sigkit-x1; :", sigkit_path());
        assert_eq!(Ran::of(Command::new("sh").args(["-c", &script])).status, -SIGKILL);
    });
}

/// D23: what this process depends on is signalled last.
#[test]
fn select_d23_ancestors_are_signalled_last() {
    inside("pkill::select_d23_ancestors_are_signalled_last", || {
        let directory = TemporaryDirectory::new();
        let link = directory.path.join("sigkit-last");
        std::os::unix::fs::symlink("/bin/sh", &link).unwrap();
        let (mut victim, _a) = Victim::named("sigkit-last-2");
        // The shell has the lower number.
        let script = format!(
            "read line; {} pkill -e -KILL -A sigkit-last; \
             {} pkill --dry-run -f --with-ancestors sigkit-last; \
             {} pkill -e -KILL sigkit-last; :",
            sigkit_path(),
            sigkit_path(),
            sigkit_path()
        );
        let mut shell = Command::new(&link)
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        has_name(shell.id() as i32, "sigkit-last");
        let (mut later, _b) = Victim::named("sigkit-last-3");
        drop(shell.stdin.take());
        let output = shell.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], format!("sigkit-last-2 killed (pid {})", victim.pid), "{text}");
        assert_eq!(lines[1], format!("sigkit-last-3 killed (pid {})", later.pid), "{text}");
        assert_eq!((victim.end(), later.end()), (-SIGKILL, -SIGKILL));
        // Zombies, until this test has waited for them.
        let last = lines.last().unwrap();
        assert!(last.starts_with("sigkit-last killed"), "{text}");
        use std::os::unix::process::ExitStatusExt;
        assert_eq!(output.status.signal(), Some(SIGKILL));
    });
}

/// X15: elsewhere all memory is taken.
#[test]
fn x15_a_pattern_that_would_take_all_memory_is_refused() {
    refuses(
        &["((a{1,200}){1,200}){1,200}"],
        "((a{1,200}){1,200}){1,200}: not a regular expression: too large",
    );
}

/// X20: another PID namespace's /proc, whose numbers are other processes'.
#[test]
fn x20_without_its_proc_nothing_is_signalled() {
    if !have("unshare") || !nix::unistd::geteuid().is_root() {
        return;
    }
    let mut witness = Victim::start("report");
    let mut unshare = Command::new("unshare");
    unshare.args(["--pid", "--fork", "--kill-child", sigkit_path(), "pkill", "-HUP", "x"]);
    Ran::of(&mut unshare)
        .fails(3, "pkill: processes: cannot inspect the process: no usable /proc\n");
    witness.got_nothing();
}

#[test]
fn x20_output_that_cannot_be_written_is_3_and_the_signals_are_sent() {
    inside("pkill::x20_output_that_cannot_be_written_is_3_and_the_signals_are_sent", || {
        let (mut victim, _a) = Victim::named("sigkit-x20");
        for words in [["-e", "sigkit-x20"], ["-c", "sigkit-x20"]] {
            let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
            Ran::of(command().args(words).stdout(full))
                .fails(3, "pkill: standard output: No space left on device\n");
            victim.got(SIGTERM);
        }
        for option in ["-h", "-V", "-l"] {
            let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
            Ran::of(command().arg(option).stdout(full))
                .fails(3, "pkill: standard output: No space left on device\n");
        }
        victim.got_nothing();
    });
}
