//! `--tree`: whom signals reach, that none is stopped for what does not end it, and what is done
//! where the tree cannot be found.

use super::descendants::reporters;
use super::*;

/// Shell code that ends when its parent is the process `$TRAP`, and so has adopted it.
const ADOPTED: &str = "until [ \"$(cut -d' ' -f4 /proc/$$/stat)\" = $TRAP ]; do :; done; ";

/// Shell code that ends when there is no process `$TRAP` any more.
const UNTIL_OVER: &str = "while kill -s 0 $TRAP 2>/dev/null; do sleep 0.01; done";

#[test]
fn signals_reach_descendants_in_other_sessions_and_stop_none() {
    let mut wrapped = reporters(&["--tree"], "setsid \"$0\" & \"$0\" & exec \"$0\"", 3);
    for signal in [libc::SIGUSR1, libc::SIGWINCH, libc::SIGHUP, libc::SIGCONT] {
        wrapped.is_sent(signal);
        // Neither a CONT nor, of the parent, a CHLD is among them.
        let seen = [wrapped.reported(), wrapped.reported(), wrapped.reported()];
        assert_eq!(seen, [(signal, SI_USER, 0); 3]);
    }
}

#[test]
fn command_without_children_is_never_stopped() {
    for options in [&["--tree"][..], &["-r", "--tree"]] {
        let mut wrapped = reporters(options, "exec \"$0\"", 1);
        for signal in [libc::SIGTERM, libc::SIGINT, libc::SIGQUIT, libc::SIGTERM] {
            wrapped.is_sent(signal);
            assert_eq!(wrapped.reported(), (signal, SI_USER, 0));
        }
    }
}

/// COMMAND, and two whose parents have ended, one of them in a session of its own.
fn with_orphans(options: &[&str], orphan: &str) -> Wrapped {
    let mut command = trap(options);
    command.args(["--", "sh", "-c"]).arg(
        "export TRAP=$PPID; (setsid sh -c \"$0\" &); (sh -c \"$0\" &); \
         while :; do sleep 1000 & wait; done",
    );
    command.arg(format!("{ADOPTED}{orphan}"));
    let mut wrapped = Wrapped::start(command);
    for _ in 0..2 {
        assert_eq!(wrapped.lines.next(), "adopted");
    }
    wrapped
}

#[test]
fn signals_reach_orphans_that_were_adopted() {
    in_pid_namespace("trap_run::tree::signals_reach_orphans_that_were_adopted", || {
        let mut wrapped = with_orphans(
            &["-r", "--tree"],
            // A shell loses no signal while it waits for what it has started.
            "trap 'echo got; kill -s KILL $!; exit' USR1; sleep 1000 & echo adopted; \
             while :; do wait; sleep 1000 & done",
        );
        // Its default action ends COMMAND and what sleeps.
        wrapped.is_sent(libc::SIGUSR1);
        assert_eq!([wrapped.lines.next(), wrapped.lines.next()], ["got", "got"]);
        assert_eq!(wrapped.end_of_trap(), -libc::SIGUSR1);
        for signal in [libc::SIGTERM, libc::SIGHUP] {
            let mut wrapped = with_orphans(&["-r", "--tree"], "echo adopted; exec sleep 1000");
            wrapped.is_sent(signal);
            // All have the pipe.
            wrapped.lines.until_closed();
            assert_eq!(wrapped.end_of_trap(), -signal);
        }
    });
}

#[test]
fn the_schedule_reaches_the_rest_of_the_tree_when_command_has_ended() {
    in_pid_namespace(
        "trap_run::tree::the_schedule_reaches_the_rest_of_the_tree_when_command_has_ended",
        || {
            let stubborn = &format!("trap '' TERM; echo adopted; {UNTIL_OVER}; echo left");
            let mut wrapped = with_orphans(&["--tree", "-k", "50ms"], stubborn);
            wrapped.is_sent(libc::SIGTERM);
            assert_eq!(wrapped.lines.until_closed(), "");
            assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
            let mut wrapped = with_orphans(&["--tree", "-t", "1h", "-k", "50ms"], stubborn);
            // The time is over now.
            wrapped.is_sent(libc::SIGALRM);
            assert_eq!(wrapped.lines.until_closed(), "");
            assert_eq!(wrapped.end_of_trap(), 124);
            // What the last step does not end is not waited for.
            let options = ["--tree", "--schedule", "TERM/10ms/INT"];
            let left = &format!("trap '' TERM INT; echo ready; {UNTIL_OVER}; echo left");
            let mut command = trap(options);
            command.args(["--", "sh", "-c", "TRAP=$PPID setsid sh -c \"$0\" & wait", left]);
            let mut wrapped = Wrapped::start(command);
            assert_eq!(wrapped.lines.next(), "ready");
            wrapped.is_sent(libc::SIGTERM);
            assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
            assert_eq!(wrapped.lines.next(), "left");
        },
    );
}

#[test]
fn children_from_before_trap_are_no_part_of_its_tree() {
    let own = std::env::current_exe().expect("the test binary has a path");
    let mut command = Command::new("sh");
    let script = "\"$1\" & exec \"$0\" sigtrap -r --tree -- \"$1\"";
    command.args(["-c", script, sigkit_path()]).arg(own).env("SIGKIT_VICTIM", "report");
    let mut wrapped = Wrapped::start(command);
    (0..2).for_each(|_| assert!(wrapped.lines.next().starts_with("ready ")));
    for signal in [libc::SIGUSR1, libc::SIGTERM, libc::SIGUSR2] {
        wrapped.is_sent(signal);
        assert_eq!(wrapped.reported(), (signal, SI_USER, 0));
    }
}

/// trap with a COMMAND that says `ready`, with standard error in the pipe.
fn with_errors(options: &[&str], before: &str, script: &str) -> Wrapped {
    let line = format!("exec 2>&1; {before} exec \"$0\" sigtrap \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &line, sigkit_path()]).args(options).args(["--", "sh", "-c", script]);
    let mut wrapped = Wrapped::start(command);
    assert_eq!(wrapped.lines.next(), "ready");
    wrapped
}

#[test]
fn command_is_signalled_without_descriptors() {
    let with_child = "sh -c 'echo ready; exec sleep 1000' & wait";
    for options in [&["--tree"][..], &["-r", "--tree"], &["--tree", "-w"]] {
        for signal in [libc::SIGTERM, libc::SIGUSR1, libc::SIGHUP] {
            let mut wrapped = with_errors(options, "", with_child);
            has_taken_all(wrapped.pid);
            // Enough for one: not to hold a process and to look at it.
            let one = libc::rlimit { rlim_cur: 1, rlim_max: 1 };
            // SAFETY: prlimit(2) reads a limit; the process is one that the test started.
            let changed = unsafe {
                let pid = wrapped.pid;
                libc::prlimit(pid, libc::RLIMIT_NOFILE, &raw const one, std::ptr::null_mut())
            };
            assert_eq!(changed, 0);
            wrapped.is_sent(signal);
            let said = wrapped.lines.next();
            assert!(said.starts_with("sigtrap: descendants: not all can be found: "), "{said}");
            if options.contains(&"-w") {
                // It waits for the other one, and repeats nothing.
                wrapped.is_sent(signal);
                has_taken_all(wrapped.pid);
                wrapped.is_sent(libc::SIGKILL);
                assert_eq!(wrapped.end_of_trap(), -libc::SIGKILL);
            } else {
                assert_eq!(wrapped.end_of_trap(), -signal);
            }
            assert_eq!(wrapped.lines.until_closed(), "");
        }
    }
    for options in [&["--tree"][..], &["-r", "--tree"], &["--tree", "-k", "1h"]] {
        let script = "echo ready; exec sleep 1000";
        let mut wrapped = with_errors(options, "ulimit -n 4;", script);
        wrapped.is_sent(libc::SIGTERM);
        assert_eq!(wrapped.lines.until_closed(), "");
        assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
    }
}

#[test]
fn what_kill_cannot_be_sent_to_is_not_waited_for() {
    in_pid_namespace("trap_run::tree::what_kill_cannot_be_sent_to_is_not_waited_for", || {
        let script = "echo ready; (setsid sleep 1000 &); exit 4";
        let options = ["-r", "--tree", "-w=0", "-k", "10ms"];
        let mut wrapped = with_errors(&options, "ulimit -n 4;", script);
        let said = wrapped.lines.next();
        assert!(said.starts_with("sigtrap: descendants: not all can be found: "), "{said}");
        assert_eq!(wrapped.end_of_trap(), 4);
    });
}

#[test]
fn command_is_signalled_where_the_others_cannot_be_found() {
    let name = "trap_run::tree::command_is_signalled_where_the_others_cannot_be_found";
    in_pid_namespace(name, || {
        for options in [&["--tree"][..], &["-r", "--tree"], &["--tree", "-k", "1h"]] {
            // A /proc of no process.
            let unmounted = "mount -t tmpfs none /proc;";
            let script = format!(
                "{unmounted} \"$0\" sigtrap \"$@\" -- sh -c 'kill -s TERM $PPID; exec sleep 1000'; \
                 echo $?; umount /proc"
            );
            let mut command = Command::new("sh");
            command.args(["-c", &script, sigkit_path()]).args(options);
            let ran = Ran::of(&mut command);
            assert_eq!(ran.stdout, "143\n", "{ran:?}");
            let line = "sigtrap: descendants: not all can be found: No such file or directory\n";
            assert_eq!(ran.stderr.matches(line).count(), 1, "{ran:?}");
        }
        let without = |script: &str| {
            let script = format!("mount -t tmpfs none /proc; {script}; echo $?; umount /proc");
            Ran::of(Command::new("sh").args(["-c", &script, sigkit_path()]))
        };
        without("\"$0\" sigtrap --init -k 1 -- true").prints("0\n");
        without("\"$0\" sigtrap --init --tree -k 1 -- true").prints("0\n");
        // What cannot be ended is not waited for.
        let line = "sigtrap: descendants: not all can be found: No such file or directory\n";
        for options in ["-w=10ms", "-w=10ms --tree -k 10ms"] {
            let left = "(sleep 1000 >/dev/null 2>&1 &)";
            without(&format!("\"$0\" sigtrap {options} -- sh -c '{left}'")).is(0, "0\n", line);
        }
    });
}

#[test]
fn a_proc_of_another_namespace_is_none() {
    let name = "trap_run::tree::a_proc_of_another_namespace_is_none";
    in_pid_namespace(name, || {
        let script =
            "\"$0\" sigtrap --tree -- sh -c 'kill -s TERM $PPID; exec sleep 1000'; echo $?";
        let ran = Ran::of(
            Command::new("unshare")
                .args(["--pid", "--fork", "--kill-child", "sh", "-c", script])
                .arg(sigkit_path()),
        );
        let line = "sigtrap: descendants: not all can be found: No such file or directory\n";
        assert_eq!(
            (ran.stdout.as_str(), ran.stderr.matches(line).count()),
            ("143\n", 1),
            "{ran:?}"
        );
    });
}

#[test]
fn more_processes_than_descriptors_are_all_reached() {
    let script = "ulimit -n 24; exec \"$0\" sigtrap --tree \"$@\" -- sh -c \
        'i=0; while [ $i -lt 100 ]; do sleep 1000 & i=$((i+1)); done; echo ready; wait'";
    for (options, signal) in [(&["-w"][..], libc::SIGTERM), (&["-m", "USR1:KILL"], libc::SIGUSR1)] {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("exec 2>&1; {script}"), sigkit_path()]).args(options);
        let mut wrapped = Wrapped::start(command);
        assert_eq!(wrapped.lines.next(), "ready");
        wrapped.is_sent(signal);
        // All have the pipe, and nothing is said.
        wrapped.lines.until_closed();
        let ended_by = if signal == libc::SIGUSR1 { libc::SIGKILL } else { signal };
        assert_eq!(wrapped.end_of_trap(), -ended_by);
    }
}
