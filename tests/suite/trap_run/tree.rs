//! `--tree`: whom signals reach, that none is stopped for what does not end it, and what is done
//! where the tree cannot be found.

use super::descendants::reporters;
use super::*;

/// Shell code that ends when its parent is the process `$TRAP`, and so has adopted it.
const ADOPTED: &str = "until [ \"$(cut -d' ' -f4 /proc/$$/stat)\" = $TRAP ]; do :; done; ";

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
    let mut wrapped = with_orphans(
        &["-r", "--tree"],
        "trap 'echo got' USR1; echo adopted; while :; do sleep 1000 & wait $!; done",
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
}

#[test]
fn the_schedule_reaches_the_rest_of_the_tree_when_command_has_ended() {
    let stubborn = "trap '' TERM; echo adopted; while :; do sleep 1000; done";
    let mut wrapped = with_orphans(&["--tree", "-k", "50ms"], stubborn);
    wrapped.is_sent(libc::SIGTERM);
    wrapped.lines.until_closed();
    assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
    let mut wrapped = with_orphans(&["--tree", "-t", "500ms", "-k", "50ms"], stubborn);
    wrapped.lines.until_closed();
    assert_eq!(wrapped.end_of_trap(), 124);
    // What the last step does not end is not waited for.
    let options = ["--tree", "--schedule", "TERM/10ms/INT"];
    let left = "trap '' TERM INT; echo $$; echo adopted; \
        while kill -s 0 $TRAP; do sleep 0.01; done 2>/dev/null; echo left";
    let mut command = trap(options);
    command.args(["--", "sh", "-c", "TRAP=$PPID sh -c \"$0\" & wait", left]);
    let mut wrapped = Wrapped::start(command);
    drop(wrapped.lines.next());
    assert_eq!(wrapped.lines.next(), "adopted");
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
    assert_eq!(wrapped.lines.next(), "left");
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

/// A command that is told where it is to be signalled, with standard error in the pipe.
fn ends_by_term_without(options: &[&str], before: &str) {
    let script =
        format!("{before} exec \"$0\" sigtrap \"$@\" -- sh -c 'echo ready; exec sleep 1000'");
    let mut command = Command::new("sh");
    command.args(["-c", &format!("exec 2>&1; {script}"), sigkit_path()]).args(options);
    let mut wrapped = Wrapped::start(command);
    assert_eq!(wrapped.lines.next(), "ready");
    wrapped.is_sent(libc::SIGTERM);
    let said = wrapped.lines.next();
    assert!(said.starts_with("sigtrap: descendants: not all can be found: "), "{said}");
    wrapped.lines.until_closed();
    assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
}

#[test]
fn command_is_signalled_where_the_others_cannot_be_found() {
    let name = "trap_run::tree::command_is_signalled_where_the_others_cannot_be_found";
    in_pid_namespace(name, || {
        for options in [&["--tree"][..], &["-r", "--tree"], &["--tree", "-k", "1h"]] {
            ends_by_term_without(options, "ulimit -n 3;");
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
        let script = "mount -t tmpfs none /proc; \"$0\" sigtrap --init --tree -k 1 -- true; \
            echo $?; umount /proc";
        Ran::of(Command::new("sh").args(["-c", script, sigkit_path()])).prints("0\n");
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
