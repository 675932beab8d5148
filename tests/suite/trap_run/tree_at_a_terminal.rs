//! `--tree` and the terminal: jobs of an interactive bash stop and go on as they do bare.

use std::io::{ErrorKind, Read, Write};

use nix::fcntl::{FcntlArg, OFlag, fcntl};

use super::*;

/// Runs the body in a PID namespace, where all that is left over ends with the test.
fn beside_bash(test: &str, body: impl FnOnce()) {
    if !have("bash") {
        return skip("no bash here");
    }
    in_pid_namespace(&format!("trap_run::tree_at_a_terminal::{test}"), body);
}

/// An interactive bash, whose prompt is `<STATUS>`, on a terminal of its own.
struct Shell {
    bash: Child,
    terminal: std::fs::File,
    shown: String,
}

impl Shell {
    #[track_caller]
    fn start() -> Shell {
        let pair = terminal(80);
        fcntl(&pair.master, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).expect("flags");
        let end = || pair.slave.try_clone().expect("a descriptor");
        let mut command = Command::new("bash");
        command.args(["--norc", "--noprofile", "--noediting", "-i"]).env("PS1", "<$?>");
        command.env("TERM", "dumb").env("HISTFILE", "").env_remove("SIGKIT_POSIX");
        command.stdin(end()).stdout(end()).stderr(end());
        // SAFETY: plain system calls between fork and exec.
        unsafe {
            command.pre_exec(|| {
                match libc::setsid() >= 0 && libc::ioctl(0, libc::TIOCSCTTY, 0) == 0 {
                    true => Ok(()),
                    false => Err(std::io::Error::last_os_error()),
                }
            });
        }
        let bash = command.spawn().expect("bash starts");
        let terminal = std::fs::File::from(pair.master);
        let mut shell = Shell { bash, terminal, shown: String::new() };
        shell.shows("<0>");
        shell
    }

    fn types(&mut self, text: &str) {
        self.terminal.write_all(text.as_bytes()).expect("the terminal takes what is typed");
    }

    /// Starts trap in the foreground, with a script that prints "pids" (in quotes, which shows what
    /// was typed to be something else) and some process IDs, which are given.
    #[track_caller]
    fn runs<const COUNT: usize>(&mut self, options: &str, script: &str) -> [i32; COUNT] {
        self.types(&format!("{} sigtrap {options} -- sh -c '{script}'\n", sigkit_path()));
        self.pids()
    }

    #[track_caller]
    fn pids<const COUNT: usize>(&mut self) -> [i32; COUNT] {
        self.shows("pids ");
        let line = self.shows("\n");
        let pids = line.split_whitespace().map(|pid| pid.parse().expect("a process ID"));
        pids.collect::<Vec<i32>>().try_into().expect("so many")
    }

    /// Waits until the terminal shows this; gives what comes in front of it.
    #[track_caller]
    fn shows(&mut self, text: &str) -> String {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some((before, after)) = self.shown.split_once(text) {
                let before = before.to_owned();
                self.shown = after.to_owned();
                return before;
            }
            assert!(Instant::now() < deadline, "not {text:?} but {:?}", self.shown);
            let mut bytes = [0; 4096];
            match self.terminal.read(&mut bytes) {
                Ok(count) => self.shown.push_str(&String::from_utf8_lossy(&bytes[..count])),
                Err(error) if error.kind() == ErrorKind::WouldBlock => pause(),
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// The job is continued in the foreground by bash.
    #[track_caller]
    fn continues(&mut self, job: i32) {
        self.types("fg\n");
        let deadline = Instant::now() + DEADLINE;
        let in_front = || nix::unistd::tcgetpgrp(&self.terminal).map(nix::unistd::Pid::as_raw);
        while in_front() != Ok(job) {
            assert!(Instant::now() < deadline, "not in the foreground: {:?}", self.shown);
            pause();
        }
        is_in_state(job, "SR");
    }
}

/// The child that has become `sleep`.
#[track_caller]
fn only_child_of(pid: i32) -> i32 {
    let deadline = Instant::now() + DEADLINE;
    loop {
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        if let Some(child) = children.ok().and_then(|child| child.trim().parse().ok()) {
            has_name(child, "sleep");
            return child;
        }
        assert!(Instant::now() < deadline, "{pid} has no child");
        pause();
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = self.bash.kill();
        let _ = self.bash.wait();
    }
}

#[test]
fn what_is_typed_stops_and_ends_the_job() {
    beside_bash("what_is_typed_stops_and_ends_the_job", || {
        let mut shell = Shell::start();
        for options in ["--tree", "--tree -w", "-r --tree", "-r --tree -k 1h", "--tree -g"] {
            for _ in 0..4 {
                let script = "echo \"pids\" $PPID $$; sleep 1000; true";
                let [trap, command] = shell.runs(options, script);
                // A process that has called vfork(2) does not stop.
                is_in_state(only_child_of(command), "S");
                shell.types("\x1a");
                shell.shows("<148>");
                is_in_state(trap, "T");
                is_in_state(command, "T");
                shell.types("fg\n");
                is_in_state(command, "S");
                is_in_state(trap, "S");
                shell.types("\x03");
                shell.shows("<130>");
            }
        }
    });
}

/// Programs that handle TSTP stop themselves by STOP. A second CONT interrupts what they write when
/// they go on: procps's top then ends with "write error".
#[test]
fn one_cont_continues_what_has_stopped_by_stop() {
    beside_bash("one_cont_continues_what_has_stopped_by_stop", || {
        let mut shell = Shell::start();
        let own = std::env::current_exe().expect("the test binary has a path");
        for options in ["-f", "-r --tree", "-g"] {
            let victim = format!("SIGKIT_VICTIM=report exec {}", own.display());
            let [trap, command] = shell.runs(options, &format!("echo \"pids\" $PPID $$; {victim}"));
            shell.shows("ready ");
            for _ in 0..10 {
                send(command, libc::SIGSTOP);
                shell.shows("<147>");
                shell.types("fg\n");
                let cont = format!("\n{} 0 ", libc::SIGCONT);
                shell.shows(&cont);
                has_taken_all(trap);
                // Of the signals that are pending the victim takes the lowest first: a second CONT
                // comes before this one.
                send(trap, libc::SIGWINCH);
                let shown = shell.shows(&format!("\n{} 0 {trap} ", libc::SIGWINCH));
                assert!(!shown.contains(&cont), "{options}: {shown:?}");
            }
            send(trap, libc::SIGKILL);
            shell.shows("<137>");
        }
    });
}

/// As vim does: it stops the whole process group, trap included.
#[test]
fn a_stop_of_the_whole_job_does_not_come_again_after_fg() {
    beside_bash("a_stop_of_the_whole_job_does_not_come_again_after_fg", || {
        let mut shell = Shell::start();
        for options in ["-f", "--init", "-w", "-r --tree"] {
            // The number counts the stops that the script has come back from. The script stops the
            // job again only when trap has come back from the stop before, too: a CONT that trap
            // has still to pass on would continue the next stop.
            let script = "echo \"pids\" $PPID $$; i=0; while :; do kill -TSTP 0; i=$((i + 1)); \
                          echo \"back\" $i; read line; echo \"read\" $line; done";
            let [trap, command] = shell.runs(options, script);
            for round in 1..=100 {
                shell.shows("<148>");
                shell.types("fg\n");
                shell.shows("back ");
                assert_eq!(shell.shows("\r\n"), round.to_string(), "{options}");
                is_in_state(trap, "S");
                shell.types("go\n");
                shell.shows("read go\r\n");
            }
            shell.shows("<148>");
            send(command, libc::SIGKILL);
            shell.types("fg\n");
            shell.shows("<137>");
        }
    });
}

#[test]
fn a_signal_at_the_same_time_does_not_undo_a_stop() {
    beside_bash("a_signal_at_the_same_time_does_not_undo_a_stop", || {
        let mut shell = Shell::start();
        // TERM stops the tree and continues it.
        let script = "trap \"\" TERM; sleep 1000 & sleep 1000 & echo \"pids\" $PPID; wait";
        let [trap] = shell.runs("--tree", script);
        for _ in 0..20 {
            send(trap, libc::SIGTERM);
            shell.types("\x1a");
            shell.shows("<148>");
            shell.continues(trap);
        }
        shell.types("\x03");
        shell.shows("<130>");
    });
}

/// trap with `--tree` in the foreground of a bash, COMMAND, and a descendant outside of the process
/// group: timeout(1) makes itself one of its own.
#[track_caller]
fn with_an_outsider() -> (Shell, [i32; 3]) {
    let mut shell = Shell::start();
    let script = "timeout 1000 sleep 1000 & echo \"pids\" $PPID $$ $!; wait";
    let pids = shell.runs("--tree", script);
    (shell, pids)
}

#[test]
fn what_the_terminal_sends_goes_to_the_rest_of_the_tree() {
    beside_bash("what_the_terminal_sends_goes_to_the_rest_of_the_tree", || {
        let (mut shell, [trap, _, job]) = with_an_outsider();
        for _ in 0..5 {
            is_in_state(job, "S");
            shell.types("\x1a");
            shell.shows("<148>");
            is_in_state(job, "T");
            shell.continues(trap);
        }
        shell.types("\x03");
        shell.shows("<130>");
    });
}

/// The kernel sends what is typed to one process of the group after the other: COMMAND may have
/// stopped before trap has the signal. trap sees the same when COMMAND alone gets it.
#[test]
fn a_stop_that_command_has_before_trap_goes_to_the_rest_of_the_tree() {
    beside_bash("a_stop_that_command_has_before_trap_goes_to_the_rest_of_the_tree", || {
        let (mut shell, [trap, command, job]) = with_an_outsider();
        for is_typed in [false, true, false, false] {
            is_in_state(job, "S");
            match is_typed {
                true => shell.types("\x1a"),
                false => send(command, libc::SIGTSTP),
            }
            shell.shows("<148>");
            is_in_state(job, "T");
            shell.continues(trap);
        }
        shell.types("\x03");
        shell.shows("<130>");
    });
}

/// trap may find COMMAND continued when it is about to stop with it, or it may stop.
#[test]
fn the_rest_of_the_tree_goes_on_with_trap() {
    beside_bash("the_rest_of_the_tree_goes_on_with_trap", || {
        let (mut shell, [trap, command, job]) = with_an_outsider();
        is_in_state(job, "S");
        for _ in 0..100 {
            let deadline = Instant::now() + DEADLINE;
            send(command, libc::SIGTSTP);
            while state(command) != Some('T') {
                assert!(Instant::now() < deadline, "{:?}", state(command));
            }
            send(command, libc::SIGCONT);
            while state(job) != Some('S') || !has_settled(trap) {
                if state(trap) == Some('T') {
                    shell.shows("<148>");
                    shell.continues(trap);
                }
                assert!(Instant::now() < deadline, "{:?} {:?}", state(trap), state(job));
                pause();
            }
        }
        shell.types("\x03");
        shell.shows("<130>");
    });
}

#[test]
fn an_action_that_was_stopped_goes_on_when_command_has_ended() {
    beside_bash("an_action_that_was_stopped_goes_on_when_command_has_ended", || {
        for options in ["-g", "-g -w", "-g -w --tree"] {
            let mut shell = Shell::start();
            // COMMAND has the terminal, so that to read from it stops the action.
            let action = "'echo \"pids\" $$; cat; echo has-read' USR1";
            let script = "echo \"pids\" $PPID $$; exec sleep 1000";
            let [trap, command] = shell.runs(&format!("{options} {action}"), script);
            send(trap, libc::SIGUSR1);
            let [action] = shell.pids();
            is_in_state(action, "T");
            has_taken_all(trap);
            send(command, libc::SIGKILL);
            is_in_state(action, "S");
            shell.types("\x04");
            shell.shows("has-read");
            shell.shows("<137>");
        }
    });
}
