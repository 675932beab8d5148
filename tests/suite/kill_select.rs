//! kill chooses processes by what they are: options as guards, as criteria of a NAME, and as
//! targets. Each test has a PID namespace of its own.

use std::io::Write;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, Stdio};

use libc::{SIGTERM, SIGUSR1};

use crate::support::*;

/// A victim that executes a copy of this program, from a directory.
fn copy_in(directory: &Path, name: &str) -> (Victim, String) {
    let copy = directory.join(name);
    copy_program(&std::env::current_exe().expect("a path"), &copy);
    let victim = Victim::prepare("report", |command| {
        *command = Command::new(&copy);
        command.env("SIGKIT_VICTIM", "report").stdin(Stdio::null()).stdout(Stdio::piped());
        command.process_group(0).current_dir(directory);
    });
    (victim, copy.into_os_string().into_string().expect("text"))
}

#[test]
fn d47_a_name_with_a_slash_is_the_file_that_is_executed() {
    in_pid_namespace("kill_select::d47_a_name_with_a_slash_is_the_file_that_is_executed", || {
        let (mut named, _a) = Victim::named("sigkit-copy");
        let directory = TemporaryDirectory::new();
        let (mut victim, copy) = copy_in(&directory.path, "sigkit-copy");
        let pid = victim.pid.to_string();
        run(["-s", "USR1", &copy]).succeeds();
        victim.got(SIGUSR1);
        run(["-p", &copy]).prints(&format!("{pid}\n"));
        let link = directory.path.join("link");
        std::os::unix::fs::symlink(&copy, &link).expect("a link");
        run(["-p", link.to_str().expect("text")]).prints(&format!("{pid}\n"));
        let shown = run(["-d", &copy]).stdout;
        assert!(shown.starts_with(&format!("{pid} sigkit-copy\n")), "{shown}");
        // What was deleted is known by its path; another file there is another.
        std::fs::remove_file(&copy).expect("a file");
        run(["-p", &copy]).prints(&format!("{pid}\n"));
        std::fs::write(&copy, "").expect("a file");
        run([&copy]).fails(1, &format!("kill: {copy}: No such process\n"));
        run(["/nowhere/at/all"]).fails(1, "kill: /nowhere/at/all: No such process\n");
        victim.got_nothing();
        named.got_nothing();
    });
}

#[test]
fn d47_a_file_stands_for_the_callers_processes_unless_all_are_asked_for() {
    in_pid_namespace(
        "kill_select::d47_a_file_stands_for_the_callers_processes_unless_all_are_asked_for",
        || {
            if !two_users() {
                return;
            }
            let directory = TemporaryDirectory::new();
            let copy = directory.path.join("copy");
            copy_program(&std::env::current_exe().expect("a path"), &copy);
            let mut foreign = Victim::prepare("report", |command| {
                *command = Command::new(&copy);
                command.env("SIGKIT_VICTIM", "report").stdin(Stdio::null()).stdout(Stdio::piped());
                command.process_group(0).uid(NOBODY).gid(NOBODY);
            });
            let copy = copy.to_str().expect("text");
            run([copy]).fails(1, &format!("kill: {copy}: No such process\n"));
            foreign.got_nothing();
            run(["-a", copy]).succeeds();
            foreign.got(SIGTERM);
        },
    );
}

#[test]
fn d48_guards_by_file_and_directory() {
    in_pid_namespace("kill_select::d48_guards_by_file_and_directory", || {
        let directory = TemporaryDirectory::new();
        let (mut victim, copy) = copy_in(&directory.path, "copy");
        let (pid, place) = (victim.pid.to_string(), directory.path.to_str().expect("text"));
        for option in ["--exe", "--if-exe"] {
            run([option, &copy, &pid]).succeeds();
            victim.got(SIGTERM);
            let reason = format!("kill: {pid}: not signalled: it does not execute /bin/sh\n");
            run([option, "/bin/sh", &pid]).fails(1, &reason);
            run([option, "/bin/sh", option, &copy, &pid]).succeeds();
            victim.got(SIGTERM);
        }
        for option in ["--cwd", "--if-cwd"] {
            run([option, place, "copy"]).succeeds();
            victim.got(SIGTERM);
            run([option, "/proc", &pid]).fails(
                1,
                &format!("kill: {pid}: not signalled: its working directory is not below /proc\n"),
            );
            run([option, "/proc", "copy"])
                .fails(1, "kill: copy: No such process that fits the options\n");
        }
        run(["--cwd", "/nowhere", &pid]).fails(1, "kill: /nowhere: No such file or directory\n");
        victim.got_nothing();
    });
}

#[test]
fn d48_guards_by_age_memory_state_and_namespace() {
    in_pid_namespace("kill_select::d48_guards_by_age_memory_state_and_namespace", || {
        let (mut victim, _a) = Victim::named("sigkit");
        let pid = victim.pid.to_string();
        for fitting in [&["--newer", "1d"][..], &["--rss", "1K"], &["--no-zombies"], &["--own-ns"]]
        {
            run([fitting, &[pid.as_str()]].concat()).succeeds();
            victim.got(SIGTERM);
        }
        run(["--newer", "0", &pid]).starts_with(1, &format!("kill: {pid}: not signalled: it is "));
        run(["--rss", "-0", &pid])
            .starts_with(1, &format!("kill: {pid}: not signalled: its resident memory is "));
        let parent = Victim::start("zombie");
        let zombie = parent.zombie.expect("a zombie").to_string();
        run([zombie.as_str()]).succeeds();
        run(["--no-zombies", &zombie])
            .fails(1, &format!("kill: {zombie}: not signalled: its state is Z\n"));
        run(["--no-zombies", "--no-zombies", &pid]).shows_usage_error("--no-zombies: given twice");
        victim.got_nothing();
    });
}

/// `kill --if-exe FILE $PID` with an empty variable must signal no process.
#[test]
fn d49_options_name_targets_where_no_operand_does_and_those_with_if_never() {
    in_pid_namespace(
        "kill_select::d49_options_name_targets_where_no_operand_does_and_those_with_if_never",
        || {
            let directory = TemporaryDirectory::new();
            let (mut victim, copy) = copy_in(&directory.path, "copy");
            let (mut other, _a) = Victim::named("sigkit");
            let place = directory.path.to_str().expect("text");
            for words in [&["--cwd", place][..], &["--exe", &copy], &["--exe", &copy, "--rss", "1"]]
            {
                run(words).succeeds();
                victim.got(SIGTERM);
            }
            let missing = "PID: missing; name at least one process";
            for words in [
                &["--if-cwd", place][..],
                &["--if-exe", &copy],
                &["--if-name", "copy"],
                &["--if-user", "0"],
                &["--newer", "1d", "--no-zombies", "--own-ns", "--rss", "1", "--if-cw", place],
            ] {
                run(words).shows_usage_error(missing);
            }
            // What names no target narrows down what does.
            run(["--cwd", place, "--if-name", "other"])
                .fails(1, &format!("kill: --cwd {place}: No such process\n"));
            run(["--cwd", place, "--newer", "1d", "-s", "USR1"]).succeeds();
            victim.got(SIGUSR1);
            // Beside an operand it is a guard.
            run(["--exe", &copy, "sigkit"])
                .fails(1, "kill: sigkit: No such process that fits the options\n");
            run(["-l", "--exe", &copy]).shows_usage_error("--exe: cannot be combined with -l");
            victim.got_nothing();
            other.got_nothing();
        },
    );
}

/// The shell that runs kill in the directory is an ancestor: it comes last, and the rest is done.
#[test]
fn d49_ancestors_are_signalled_last_and_kill_itself_never() {
    in_pid_namespace("kill_select::d49_ancestors_are_signalled_last_and_kill_itself_never", || {
        let directory = TemporaryDirectory::new();
        let (mut first, _) = copy_in(&directory.path, "copy-1");
        let script = format!("read go; {} kill --cwd . --verbose; echo no", sigkit_path());
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).current_dir(&directory.path);
        let mut shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("sh");
        let (mut second, _) = copy_in(&directory.path, "copy-2");
        assert!(first.pid < shell.id() as i32 && (shell.id() as i32) < second.pid);
        shell.stdin.take().expect("a pipe").write_all(b"\n").expect("a reader");
        let own = shell.id();
        let output = shell.wait_with_output().expect("an end");
        assert_eq!(output.status.signal(), Some(SIGTERM));
        first.got(SIGTERM);
        second.got(SIGTERM);
        let told = String::from_utf8(output.stdout).expect("text");
        let lines: Vec<_> = told.lines().collect();
        assert!(lines.len() == 3 && lines[2].ends_with(&format!(" {own}")), "{told}");
    });
}

/// A name costs openat(2), read(2) and close(2) for each process, as it does pgrep.
#[test]
fn d47_a_name_costs_three_system_calls_a_process() {
    if !have("strace") {
        return;
    }
    in_pid_namespace("kill_select::d47_a_name_costs_three_system_calls_a_process", || {
        const MANY: usize = 60;
        let victims: Vec<_> = (0..MANY).map(|_| Victim::named("sigkit")).collect();
        let (other, _a) = Victim::named("sigkit-other");
        let mut straced = Straced::new(&[], &["kill", "-p", "sigkit-other"]);
        straced.run().prints(&format!("{}\n", other.pid));
        let calls = straced.calls().len();
        let most = 3 * (victims.len() + 4) + 80;
        assert!(calls <= most, "{calls} calls, not {most}");
    });
}

/// A parent, its child and its child's child; each ends with what is at its end of the pipe.
struct Line {
    parent: std::process::Child,
    pids: [i32; 3],
}

impl Line {
    fn start() -> Line {
        const SCRIPT: &str = "sh -c 'sh -c \"echo \\$\\$; read line\"; :'; :";
        let mut parent = Command::new("sh");
        parent.args(["-c", SCRIPT]).process_group(0);
        parent.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut parent = parent.spawn().expect("sh");
        let mut lines = Lines::of(parent.stdout.take().expect("a pipe"));
        let last: i32 = lines.next().parse().expect("a number");
        let middle = std::fs::read_to_string(format!("/proc/{last}/stat")).expect("a file");
        let middle = middle.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1));
        let middle = middle.and_then(|pid| pid.parse().ok()).expect("a parent");
        let pids = [parent.id() as i32, middle, last];
        Line { parent, pids }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        drop(self.parent.stdin.take());
        let _ = self.parent.wait();
    }
}

#[test]
fn p26_descendants_of_all_levels() {
    in_pid_namespace("kill_select::p26_descendants_of_all_levels", || {
        let line = Line::start();
        let [parent, middle, last] = line.pids.map(|pid| pid.to_string());
        let pgrep = |words: &[&str]| Ran::of(Command::new(sigkit_path()).arg("pgrep").args(words));
        pgrep(&["--descendants-of", &parent]).prints(&format!("{middle}\n{last}\n"));
        pgrep(&["--descendants-of", &middle]).prints(&format!("{last}\n"));
        pgrep(&["--descendants-of", &last]).fails(1, "");
        pgrep(&["--descendants-of", &format!("{last},{middle}")]).prints(&format!("{last}\n"));
        pgrep(&["--descendants-of", "1", "-c"]).prints("3\n");
        pgrep(&["--descendants-of", "4194303"]).fails(1, "pgrep: 4194303: No such process\n");
        run(["-p", "--descendants-of", &parent]).prints(&format!("{middle}\n{last}\n"));
        run(["-p", "--if-descendants-of", &middle, &last]).prints(&format!("{last}\n"));
        run(["--descendants-of", &middle, &parent])
            .fails(1, &format!("kill: {parent}: not signalled: it is no descendant of {middle}\n"));
        // What belongs to it goes without it, children first.
        run(["-w", "--tree", "-s", "KILL", "--descendants-of", &parent]).succeeds();
        // What process 1 of this namespace has not reaped is a zombie.
        for pid in &line.pids[1..] {
            assert!(matches!(state(*pid), None | Some('Z' | 'X')), "{pid}");
        }
        run(["--tree", "--descendants-of", &parent])
            .fails(1, &format!("kill: {parent}: has no descendants\n"));
    });
}

#[test]
fn p27_signals_that_are_caught_ignored_or_blocked() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace("kill_select::p27_signals_that_are_caught_ignored_or_blocked", || {
        let catches = Victim::start("catch");
        let ignores = Victim::start("ignore-term");
        let threads = Victim::start("threads");
        let pgrep = |words: &[&str]| {
            let mut command = Command::new(sigkit_path());
            Ran::of(command.args(["pgrep", "-P", "1"]).args(words))
        };
        let line = |victim: &Victim| format!("{}\n", victim.pid);
        pgrep(&["--catches", "USR1"]).prints(&(line(&catches) + &line(&threads)));
        pgrep(&["--catches", "USR1,HUP"]).prints(&(line(&catches) + &line(&threads)));
        pgrep(&["--ignores", "TERM"]).prints(&line(&ignores));
        pgrep(&["--ignores", "sigterm", "--ignores", "1"]).prints(&line(&ignores));
        // One thread alone blocks USR1.
        pgrep(&["--blocks", "USR1"]).fails(1, "");
        pgrep(&["--blocks", "USR2"]).prints(&(line(&catches) + &line(&threads)));
        pgrep(&["--blocks", "USR2", "--catches", "USR1", "--ignores", "TERM"]).fails(1, "");
        pgrep(&["--blocks", "0"]).fails(
            2,
            "pgrep: 0: not a list of signals, such as HUP,INT\n\
            Try 'pgrep --help' for more information.\n",
        );
        let pid = ignores.pid.to_string();
        run(["-s", "0", "--ignores", "TERM", &pid]).succeeds();
        run(["--blocks", "TERM,INT", &pid])
            .fails(1, &format!("kill: {pid}: not signalled: it does not block TERM or INT\n"));
        run(["--catches", "USR2", &pid])
            .fails(1, &format!("kill: {pid}: not signalled: it has no handler for USR2\n"));
    });
}

trait Told {
    fn starts_with(self, status: i32, stderr: &str);
}

impl Told for Ran {
    #[track_caller]
    fn starts_with(self, status: i32, stderr: &str) {
        assert!(self.stderr.starts_with(stderr) && self.status == status, "{self:?}");
    }
}
