//! pgrep finds the processes that are what is asked for, and says so in the form that scripts read.
//! Each test has a PID namespace of its own.
//!
//! The numbers are those of the requirements (P), decisions (D) and dangers (X) of the commands
//! that choose processes.

mod criteria;
mod output;

use std::process::Command;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use crate::support::*;

/// pgrep with nothing of the environment that changes it.
fn command() -> Command {
    let mut command = Command::new(sigkit_path());
    command.arg("pgrep").env_remove("POSIXLY_CORRECT").stdin(std::process::Stdio::null());
    command
}

fn pgrep(words: &[&str]) -> Ran {
    Ran::of(command().args(words))
}

/// The lines of these numbers, ascending.
fn lines(pids: &[i32]) -> String {
    let mut pids = pids.to_vec();
    pids.sort_unstable();
    pids.iter().map(|pid| format!("{pid}\n")).collect()
}

/// Asserts that pgrep finds these and no others.
#[track_caller]
fn finds(words: &[&str], pids: &[i32]) {
    match pids {
        [] => pgrep(words).fails(1, ""),
        pids => pgrep(words).prints(&lines(pids)),
    }
}

/// Asserts a wrong command line: exit status 2, one line, and where the help is.
#[track_caller]
fn refuses(words: &[&str], line: &str) {
    pgrep(words).fails(2, &format!("pgrep: {line}\nTry 'pgrep --help' for more information.\n"));
}

#[test]
fn p1_a_pattern_is_found_anywhere_in_a_name_and_the_case_counts() {
    in_pid_namespace("pgrep::p1_a_pattern_is_found_anywhere_in_a_name_and_the_case_counts", || {
        let (first, _a) = Victim::named("sigkit-one");
        let (second, _b) = Victim::named("a-sigkit-two");
        let (_third, _c) = Victim::named("Sigkit");
        finds(&["sigkit-"], &[first.pid, second.pid]);
        finds(&["^sigkit-"], &[first.pid]);
        finds(&["sigkit-(one|three)$"], &[first.pid]);
        finds(&["nobody-is-called-so"], &[]);
    });
}

#[test]
fn p2_the_whole_the_case_and_all_others() {
    in_pid_namespace("pgrep::p2_the_whole_the_case_and_all_others", || {
        let (short, _a) = Victim::named("sigkit");
        let (long, _b) = Victim::named("sigkit-x");
        finds(&["-x", "sigkit"], &[short.pid]);
        finds(&["-x", "sigkit|sigkit-x"], &[short.pid, long.pid]);
        finds(&["-i", "SIGKIT-X"], &[long.pid]);
        finds(&["-xi", "SigKit"], &[short.pid]);
        // The others are the test's own process.
        finds(&["-v", "sigkit"], &[1]);
        finds(&["-v", "-P", "1"], &[1]);
        finds(&["-v", "-P", "1", "-x", "sigkit"], &[1, long.pid]);
    });
}

#[test]
fn select_d1_a_name_is_known_in_full() {
    in_pid_namespace("pgrep::select_d1_a_name_is_known_in_full", || {
        let (long, _a) = Victim::named("sigkit-with-a-long-name-1");
        let (other, _b) = Victim::named("sigkit-with-a-long-name-2");
        let both = [long.pid, other.pid];
        finds(&["-x", "sigkit-with-a-long-name-1"], &[long.pid]);
        finds(&["long-name-2"], &[other.pid]);
        // What the kernel keeps is found as ever.
        finds(&["-x", "sigkit-with-a-l"], &both);
        finds(&["--name", "sigkit-with-a-long-name-1"], &[long.pid]);
        finds(&["--name", "sigkit-with-a-l"], &[]);
        finds(&["-v", "long-name-1"], &[1, other.pid]);
    });
}

#[test]
fn p2_the_command_line_is_one_text() {
    in_pid_namespace("pgrep::p2_the_command_line_is_one_text", || {
        let sleep = |words: &[&str]| {
            let mut child = Command::new("sh");
            child.args(["-c", "echo; read line"]).args(words).process_group_of_its_own();
            child
        };
        let first = Held::start(sleep(&["a-word", "of many"]));
        finds(&["-f", "a-word of many"], &[first.pid]);
        finds(&["-f", "of many$"], &[first.pid]);
        finds(&["-xf", "sh -c echo; read line a-word of many"], &[first.pid]);
        finds(&["-f", "-x", "a-word"], &[]);
        // A name is not the command line.
        finds(&["a-word"], &[]);
    });
}

/// X1: `sh -c 'pkill -f X'` ends its own shell elsewhere.
#[test]
fn x1_a_shell_that_runs_pgrep_is_not_found_by_what_it_runs() {
    in_pid_namespace("pgrep::x1_a_shell_that_runs_pgrep_is_not_found_by_what_it_runs", || {
        let script = format!("{} pgrep -f only-here || echo none; :", sigkit_path());
        Ran::of(Command::new("sh").args(["-c", &script])).prints("none\n");
        let script = format!("{} pgrep -f --with-ancestors only-here; :", sigkit_path());
        assert_eq!(Ran::of(Command::new("sh").args(["-c", &script])).stdout.lines().count(), 1);
        // By name, ancestors are found: the first process is one.
        let own = std::fs::read_to_string("/proc/1/comm").unwrap();
        finds(&["-x", own.trim_end()], &[1]);
        finds(&["-A", "-x", own.trim_end()], &[]);
    });
}

/// X1: until the shell's children execute a program, they have the shell's command line.
#[test]
fn x1_a_child_of_that_shell_that_has_executed_nothing_is_not_found() {
    in_pid_namespace(
        "pgrep::x1_a_child_of_that_shell_that_has_executed_nothing_is_not_found",
        || {
            let directory = TemporaryDirectory::new();
            let path = |name: &str| directory.path.join(name).to_str().unwrap().to_owned();
            let fifo = path("fifo");
            mkfifo(fifo.as_str(), Mode::S_IRWXU).unwrap();
            // The child waits until the FIFO has a writer, and executes nothing.
            let script = format!(
                "(read line <{fifo}) & {0} pgrep -f only-here || echo none
                 {0} pgrep -A -x sh || echo none
                 {0} pgrep -f --with-ancestors only-here; echo $$; echo $!
                 echo >{fifo}; wait",
                sigkit_path()
            );
            let ran = Ran::of(Command::new("sh").args(["-c", &script]));
            let lines: Vec<_> = ran.stdout.lines().collect();
            let [none, neither, shell, child, own, forked] = lines[..] else { panic!("{ran:?}") };
            assert_eq!((none, neither), ("none", "none"), "{ran:?}");
            assert_eq!((shell, child), (own, forked), "{ran:?}");
            // Of a shell that is no ancestor, both are found.
            let child = path("child");
            let script = "exec 3<&0; (read line <&3) & echo $! >$0; echo; wait; : only-here";
            let mut shell = Command::new("sh");
            shell.args(["-c", script, &child]);
            let shell = Held::start(shell);
            let child = std::fs::read_to_string(child).unwrap();
            finds(&["-f", "only-here"], &[shell.pid, child.trim().parse().unwrap()]);
        },
    );
}

#[test]
fn p20_a_wrong_command_line_is_2() {
    refuses(&[], "PATTERN: missing; give a pattern, or a criterion by an option");
    refuses(&["a", "b"], "b: only one pattern is allowed; join several with |");
    refuses(&["-9", "x"], "-9: unknown option");
    refuses(
        &["a{2,1}"],
        "a{2,1}: not a regular expression: braces must contain one number, or two with a comma",
    );
    refuses(
        &["-r", "Q"],
        "Q: not a list of states, which are D, I, K, P, R, S, T, t, W, X, x and Z",
    );
    refuses(&["-u", "no:name:has:colons"], "no:name:has:colons: no such user");
    refuses(&["-G", "no:name:has:colons"], "no:name:has:colons: no such group");
    refuses(
        &["-O", "1h30"],
        "1h30: not a time; write a number with ms, s, m, h or d, such as 1.5s",
    );
    refuses(&[r"(a)\1"], r"(a)\\1: not a regular expression: back-references are not supported");
    refuses(&["--cwd", "/nowhere/at/all"], "/nowhere/at/all: No such file or directory");
}

/// X15: elsewhere all memory is taken.
#[test]
fn x15_a_pattern_that_is_too_large_is_refused_at_once() {
    refuses(
        &["((a{1,200}){1,200}){1,200}"],
        "((a{1,200}){1,200}){1,200}: not a regular expression: too large",
    );
}

#[test]
fn select_d2_an_empty_pattern_is_everybody() {
    in_pid_namespace("pgrep::select_d2_an_empty_pattern_is_everybody", || {
        let (victim, _a) = Victim::named("sigkit");
        finds(&[""], &[1, victim.pid]);
        finds(&["a*"], &[1, victim.pid]);
        finds(&["-x", ""], &[]);
        // D5: digits are a pattern.
        let (digits, _b) = Victim::named("sigkit-1234");
        finds(&["1234"], &[digits.pid]);
    });
}

#[test]
fn p22_options_behind_the_pattern_are_options_unless_posix_counts() {
    in_pid_namespace(
        "pgrep::p22_options_behind_the_pattern_are_options_unless_posix_counts",
        || {
            let (victim, _a) = Victim::named("sigkit");
            pgrep(&["sigkit", "-l"]).prints(&format!("{} sigkit\n", victim.pid));
            let second = "-l: only one pattern is allowed; join several with |";
            refuses(&["--posix", "sigkit", "-l"], second);
            Ran::of(command().env("POSIXLY_CORRECT", "").args(["sigkit", "-l"]))
                .fails(2, &format!("pgrep: {second}\nTry 'pgrep --help' for more information.\n"));
            let (dashed, _b) = Victim::named("-dashed");
            finds(&["--", "-dashed"], &[dashed.pid]);
        },
    );
}

#[test]
fn p22_help_and_version() {
    let help = pgrep(&["-h"]);
    assert!(help.status == 0 && help.stdout.starts_with("Print the IDs of processes"));
    pgrep(&["-V"]).prints(&format!("pgrep (sigkit) {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn literal_text_is_no_expression() {
    in_pid_namespace("pgrep::literal_text_is_no_expression", || {
        let (plus, _a) = Victim::named("power++");
        let (_other, _b) = Victim::named("powerrr");
        finds(&["--literal", "power++"], &[plus.pid]);
        finds(&["-x", "--literal", "power+"], &[]);
        finds(&["--name", "power++"], &[plus.pid]);
    });
}

/// X20: another PID namespace's /proc, whose numbers are other processes'.
#[test]
fn x20_a_proc_of_another_namespace_is_fatal_and_not_an_empty_list() {
    if !have("unshare") || !nix::unistd::geteuid().is_root() {
        return;
    }
    let mut unshare = Command::new("unshare");
    unshare.args(["--pid", "--fork", "--kill-child", sigkit_path(), "pgrep", "x"]);
    Ran::of(&mut unshare)
        .fails(3, "pgrep: processes: cannot inspect the process: no usable /proc\n");
}

#[test]
fn x20_output_that_cannot_be_written_is_fatal() {
    in_pid_namespace("pgrep::x20_output_that_cannot_be_written_is_fatal", || {
        let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
        Ran::of(command().arg(".").stdout(full()))
            .fails(3, "pgrep: standard output: No space left on device\n");
        for words in [&["-c", "x"][..], &["-h"], &["-V"]] {
            Ran::of(command().args(words).stdout(full()))
                .fails(3, "pgrep: standard output: No space left on device\n");
        }
        for option in ["-h", "-V"] {
            let closed = format!("exec {} pgrep {option} >&-", sigkit_path());
            Ran::of(Command::new("sh").args(["-c", &closed]))
                .fails(3, "pgrep: standard output: Bad file descriptor\n");
        }
    });
}

/// A shell that says that it is there, and lives as long as this.
pub(crate) struct Held {
    child: std::process::Child,
    pub(crate) pid: i32,
}

impl Held {
    pub(crate) fn start(mut command: Command) -> Held {
        use std::io::Read;
        let stdin = std::process::Stdio::piped();
        let mut child = command.stdin(stdin).stdout(std::process::Stdio::piped()).spawn().unwrap();
        child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
        let pid = child.id() as i32;
        Held { child, pid }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

pub(crate) trait OwnGroup {
    fn process_group_of_its_own(&mut self) -> &mut Self;
}

impl OwnGroup for Command {
    fn process_group_of_its_own(&mut self) -> &mut Command {
        std::os::unix::process::CommandExt::process_group(self, 0)
    }
}
