//! pidwait waits for the processes that are what is asked for. Each test that looks for processes
//! has a PID namespace of its own.
//!
//! The numbers are those of the requirements (P), decisions (D) and dangers (X) of the commands
//! that choose processes.

mod limits;
mod shown;
mod waiting;

use std::process::{Child, Command, Stdio};

use crate::pkill::inside;
use crate::support::*;

/// pidwait with nothing of the environment that changes it.
fn command() -> Command {
    let mut command = Command::new(sigkit_path());
    command.arg("pidwait").env_remove("POSIXLY_CORRECT").stdin(Stdio::null());
    command
}

/// pidwait, which has something to return for at once.
fn pidwait(words: &[&str]) -> Ran {
    Ran::of(command().args(words))
}

/// Asserts a wrong command line: exit status 2, one line, and where the help is.
#[track_caller]
fn refuses(words: &[&str], line: &str) {
    let help = "Try 'pidwait --help' for more information.";
    pidwait(words).fails(2, &format!("pidwait: {line}\n{help}\n"));
}

/// pidwait while it waits.
struct Waiting {
    child: Child,
    lines: Lines,
}

impl Waiting {
    /// Starts it with `-e`, and waits until it has named these processes: then it holds them.
    #[track_caller]
    fn start(words: &[&str], named: &[(&str, i32)]) -> Waiting {
        Waiting::start_as(command().arg("-e").args(words), named)
    }

    #[track_caller]
    fn start_as(command: &mut Command, named: &[(&str, i32)]) -> Waiting {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("pidwait starts");
        let lines = Lines::of(child.stdout.take().expect("a pipe"));
        let mut waiting = Waiting { child, lines };
        for (name, pid) in named {
            assert_eq!(waiting.lines.next(), format!("waiting for {name} (pid {pid})"));
        }
        waiting
    }

    /// The end: the exit status, and what was said in the meantime.
    #[track_caller]
    fn end(mut self) -> (i32, String, String) {
        let text = self.lines.until_closed();
        let output = self.child.wait_with_output().expect("a child to wait for");
        let errors = String::from_utf8(output.stderr).expect("UTF-8");
        (output.status.code().expect("it was not signalled"), text, errors)
    }

    /// Asserts that it has returned with 0 and has said nothing more.
    #[track_caller]
    fn returns(self) {
        assert_eq!(self.end(), (0, String::new(), String::new()));
    }
}

/// Ends a process, which is a zombie then: it is not reaped before its victim is dropped.
fn end(victim: &Victim) {
    use nix::sys::signal::{Signal, kill};
    kill(nix::unistd::Pid::from_raw(victim.pid), Signal::SIGKILL).expect("a process of this test");
    is_in_state(victim.pid, "Z");
}

#[test]
fn p20_a_wrong_command_line_of_pidwait_is_2() {
    let missing = "PATTERN: missing; give a pattern, or a criterion by an option";
    for words in [&[][..], &["-x"], &["-i"], &["-f"], &["-c"], &["-e"], &["--any"]] {
        refuses(words, missing);
    }
    refuses(&["--timeout", "5"], missing);
    refuses(&["--no-zombies"], missing);
    refuses(&["--own-ns"], missing);
    refuses(&["-j", "x"], "-j: unknown option");
    refuses(&["--tree", "x"], "--tree: unknown option");
    refuses(&["-L", "x"], "-L: needs -F FILE");
    refuses(&["-no", "x"], "-o: cannot be combined with -n");
    refuses(&["-F", "x", "-p", "7"], "-F: cannot be combined with -p");
    refuses(&["("], "(: not a regular expression: ( is not closed");
    refuses(&["--name", "", "x"], "'': no process has an empty name");
    refuses(&["--name", "y", "x"], "x: a pattern cannot be combined with --name");
}

/// X3: elsewhere these wait for every process, pidwait's own shell among them.
#[test]
fn select_d2_d3_x10_a_pattern_that_is_every_process_is_not_waited_for() {
    for pattern in ["a*", "a|", "|a", "x?", "^"] {
        let line = format!("{pattern}: matches every process; write . if that is meant");
        refuses(&[pattern], &line);
        refuses(&["-f", pattern], &line);
    }
    let empty = "'': matches every process; write . if that is meant";
    refuses(&[""], empty);
    refuses(&["-x", ""], empty);
    refuses(&["-u", "0", ""], empty);
    refuses(&["--literal", ""], empty);
}

#[test]
fn select_d4_d5_d9_what_is_hardly_waited_for_is_refused() {
    refuses(&["my", "prog"], "prog: only one pattern is allowed; join several with |");
    refuses(&["1234"], "1234: is a pattern here; write -p 1234");
    refuses(&["-H", "--signal", "HUP", "--signal", "INT"], "--signal: given twice");
    refuses(&["-9", "x"], "-9: unknown option");
    refuses(&["-HUP", "x"], "P: no such user");
    inside("pidwait::select_d4_d5_d9_what_is_hardly_waited_for_is_refused", || {
        pidwait(&["-x", "1234"]).fails(1, "");
        pidwait(&["-f", "no-process-has-1234"]).fails(1, "");
    });
}

/// X4: elsewhere all others are meant, process 1 among them, so that it never returns (X10).
#[test]
fn select_d6_x10_the_others_are_those_of_criteria_alone() {
    refuses(&["-v", "x"], "-v: would wait for all others; see --inverse");
    let names = "--inverse: takes criteria alone, and neither a pattern nor a name";
    refuses(&["--inverse", "x"], names);
    refuses(&["--inverse", "--name", "x"], names);
    refuses(&["--inverse", "-n", "-P", "1"], "-n: cannot be combined with --inverse");
    inside("pidwait::select_d6_x10_the_others_are_those_of_criteria_alone", || {
        let (one, _a) = Victim::named("sigkit-one");
        let (other, _b) = Victim::named("sigkit-other");
        // Process 1 and the ancestor are the test, which has one more child.
        let words = ["--any", "--inverse", "-p", &one.pid.to_string()];
        let mut waiting = Waiting::start(&words, &[]);
        let line = format!("waiting for sigkit-other (pid {})", other.pid);
        assert!(waiting.lines.next().starts_with("waiting for suite"));
        assert_eq!(waiting.lines.next(), line);
        end(&other);
        let (status, text, _) = waiting.end();
        assert!(text.starts_with(&format!("{} sigkit-other: ", other.pid)), "{text}");
        assert_eq!((status, text.lines().count()), (0, 1));
    });
}

/// D10: elsewhere a word after `--` is a signal.
#[test]
fn select_d10_what_looks_like_an_option_may_be_a_pattern_or_a_value() {
    inside("pidwait::select_d10_what_looks_like_an_option_may_be_a_pattern_or_a_value", || {
        pidwait(&["--", "-9"]).fails(1, "");
        pidwait(&["-f", "--", "-no-such-word"]).fails(1, "");
        refuses(&["-u", "-9", "x"], "-9: no such user");
        let (dashed, _a) = Victim::named("-dashed");
        let waiting = Waiting::start(&["--", "-dashed"], &[("-dashed", dashed.pid)]);
        end(&dashed);
        waiting.returns();
    });
}

#[test]
fn select_d11_numbers_are_read_exactly() {
    let age = "not a time; write a number with ms, s, m, h or d, such as 1.5s";
    refuses(&["-O", "abc"], &format!("abc: {age}"));
    refuses(&["--timeout", "1month", "x"], &format!("1month: {age}"));
    refuses(&["--timeout", "-1", "x"], &format!("-1: {age}"));
    refuses(&["--timeout", "36501d", "x"], "36501d: too long; the longest time is 36500d");
    refuses(&["--ns", "abc", "x"], "abc: not a process ID");
    for (option, value) in [("-p", "1x"), ("-p", "99999999999"), ("-p", "0")] {
        refuses(&[option, value], &format!("{value}: not a list of process IDs"));
    }
    for (option, value) in [("-P", "1x"), ("-g", "-1"), ("-s", "4294967297")] {
        refuses(&[option, value], &format!("{value}: not a list of numbers"));
    }
}

#[test]
fn select_d12_d13_lists_and_unknown_names() {
    for option in ["-u", "-U", "-G", "-P", "-p", "-g", "-s", "-t"] {
        refuses(&[option, ",", "x"], ",: an empty list");
        refuses(&[option, "", "x"], "'': an empty list");
    }
    refuses(&["-u", "no:such:user", "x"], "no:such:user: no such user");
    refuses(&["-G", "no:such:group", "x"], "no:such:group: no such group");
    inside("pidwait::select_d12_d13_lists_and_unknown_names", || {
        let (victim, _a) = Victim::named("sigkit-d12");
        let list = format!("{0},,{0}", victim.pid);
        let waiting = Waiting::start(&["-p", &list], &[("sigkit-d12", victim.pid)]);
        end(&victim);
        waiting.returns();
    });
}

#[test]
fn p22_help_version_and_options_after_the_pattern_of_pidwait() {
    let help = pidwait(&["-h"]);
    assert!(help.status == 0 && help.stdout.starts_with("Wait for processes that are chosen"));
    pidwait(&["-V"]).prints(&format!("pidwait (sigkit) {}\n", env!("CARGO_PKG_VERSION")));
    let second = "-e: only one pattern is allowed; join several with |";
    refuses(&["--posix", "x", "-e"], second);
    Ran::of(command().env("POSIXLY_CORRECT", "").args(["x", "-e"]))
        .fails(2, &format!("pidwait: {second}\nTry 'pidwait --help' for more information.\n"));
    refuses(&["x", "--posix"], "--posix: must be the first word: pidwait --posix ...");
    inside("pidwait::p22_help_version_and_options_after_the_pattern_of_pidwait", || {
        let (victim, _a) = Victim::named("sigkit-p22");
        let mut after = command();
        after.args(["sigkit-p22", "--ech"]);
        let waiting = Waiting::start_as(&mut after, &[("sigkit-p22", victim.pid)]);
        end(&victim);
        waiting.returns();
    });
}

/// X10: elsewhere one of two is anchored, the pattern is lowered, and other names are not there.
#[test]
fn select_d1_x10_patterns_mean_what_they_mean_to_pgrep() {
    inside("pidwait::select_d1_x10_patterns_mean_what_they_mean_to_pgrep", || {
        let (long, _a) = Victim::named("sigkit-with-a-long-name-1");
        let (bytes, _b) = Victim::named_by(b"sigkit-\xff\xfe");
        let (upper, _c) = Victim::named("SIGKIT-UPPER");
        let (upper_name, long_name) = (("SIGKIT-UPPER", upper.pid), ("sigkit-with-a-l", long.pid));
        let bytes_name = ("sigkit-\\xff\\xfe", bytes.pid);
        let all = [long_name, bytes_name, upper_name];
        for (words, named) in [
            (&["-x", "sigkit-with-a-long-name-1"][..], &[long_name][..]),
            (&["--name", "sigkit-with-a-long-name-1"], &[long_name]),
            (&["-x", "a|sigkit-with-a-long-name-[0-9]"], &[long_name]),
            (&["-i", "^SIGKIT-[A-Z]+$"], &[upper_name]),
            (&["-i", "^sigkit-"], &all),
            (&["--literal", "-i", "sigkit-"], &all),
            (&["^sigkit-..$"], &[bytes_name]),
            (&["-f", "/sigkit-with-a-long-name"], &[long_name]),
        ] {
            let waiting = Waiting::start(&[words, &["--timeout", "0"]].concat(), named);
            assert_eq!(waiting.end().0, 124, "{words:?}");
        }
        pidwait(&["-x", "a|sigkit"]).fails(1, "");
        pidwait(&["-x", "sigkit|a"]).fails(1, "");
        pidwait(&["-O", "100d", "sigkit-"]).fails(1, "");
        pidwait(&["--name", "sigkit-with-a-l"]).fails(1, "");
        pidwait(&["--literal", "sigkit-."]).fails(1, "");
        end(&long);
        end(&bytes);
        end(&upper);
    });
}

/// X1: elsewhere the shell that runs pidwait waits for itself.
#[test]
fn x1_a_shell_does_not_wait_for_itself() {
    inside("pidwait::x1_a_shell_does_not_wait_for_itself", || {
        let script = format!("{} pidwait -f only-here; echo status $?; :", sigkit_path());
        Ran::of(Command::new("sh").args(["-c", &script])).prints("status 1\n");
    });
}
