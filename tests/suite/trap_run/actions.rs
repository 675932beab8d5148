//! Actions: what they are told, when they run, and that none is lost.

use super::*;

#[test]
fn an_action_runs_with_what_it_needs_to_know() {
    let mut wrapped = Wrapped::script(
        &["-v", "echo \"$TRAP_SIGNAL $TRAP_PID\"", "USR1", "USR2"],
        "trap 'kill -s KILL $!; exit 3' TERM; sleep 1000 & echo $$; while :; do wait; done",
    );
    let command = wrapped.lines.next();
    wrapped.is_sent(libc::SIGUSR1);
    assert_eq!(wrapped.lines.next(), format!("USR1 {command}"));
    wrapped.is_sent(libc::SIGUSR2);
    assert_eq!(wrapped.lines.next(), format!("USR2 {command}"));
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end_of_trap(), 3);
}

#[test]
fn the_action_for_exit_is_the_last_and_knows_the_status() {
    script(&["echo $TRAP_SIGNAL $TRAP_STATUS", "EXIT"], "exit 7").fails_printing(7, "EXIT 7\n");
    script(&["echo $TRAP_STATUS; exit 9", "0"], "kill -s TERM $$").fails_printing(-15, "143\n");
    script(&["-e", "echo $TRAP_STATUS", "EXIT"], "kill -s TERM $$").fails_printing(143, "143\n");
    // Not even the environment of an outer trap changes that.
    Ran::of(trap(["echo $TRAP_STATUS", "EXIT", "--", "true"]).env("TRAP_STATUS", "5"))
        .prints("0\n");
    Ran::of(&mut trap(["echo $TRAP_STATUS", "EXIT", "--", "/nonexistent"])).is(
        127,
        "127\n",
        "sigtrap: /nonexistent: No such file or directory\n",
    );
    // Actions that are still to run come first.
    let both = "kill -s USR1 $PPID; kill -s USR2 $PPID; kill -s USR1 $PPID; exit 4";
    let ran =
        script(&["echo usr1", "USR1", "--on", "USR2=echo usr2", "--on", "EXIT=echo exit"], both);
    assert_eq!(ran.status, 4);
    assert!(
        ran.stdout.ends_with("exit\n")
            && ran.stdout.contains("usr1\n")
            && ran.stdout.contains("usr2\n"),
        "{ran:?}"
    );
}

/// CHLD is a lower number than RTMAX, so trap learns of COMMAND's end before it takes the signal.
#[test]
fn the_action_for_a_signal_that_is_pending_at_the_end_comes_before_the_one_for_exit() {
    let options = ["echo last", "RTMAX", "--on", "EXIT=echo exit"];
    let (mut wrapped, command) = Wrapped::victim(&options, "default");
    wrapped.is_sent(libc::SIGSTOP);
    is_in_state(wrapped.pid, "T");
    wrapped.is_sent(libc::SIGRTMAX());
    send(command, libc::SIGKILL);
    is_in_state(command, "Z");
    wrapped.is_sent(libc::SIGCONT);
    assert_eq!(wrapped.lines.until_closed(), "last\nexit\n");
}

#[test]
fn an_action_is_what_the_user_wrote() {
    let action = "printf '%s\\n' \"it's\" 'two\nlines' \"\\$x\" *[";
    let own = TemporaryDirectory::new();
    let mut command = trap([action, "EXIT", "--", "true"]);
    Ran::of(command.current_dir(&own.path)).prints("it's\ntwo\nlines\n$x\n*[\n");
    // It is no option of the shell's.
    let ran = Ran::of(&mut trap(["--on", "EXIT=-x", "--", "true"]));
    assert!(
        ran.status == 0 && ran.stderr.contains("-x") && ran.stderr.contains("not found"),
        "{ran:?}"
    );
    Ran::of(&mut trap(["--shell", "/nonexistent", "echo", "EXIT", "--", "true"])).is(
        0,
        "",
        "sigtrap: /nonexistent: cannot run the action for EXIT: No such file or directory\n",
    );
    let directory = TemporaryDirectory::new();
    let shell = directory.path.join("shell");
    write_program(&shell, "#!/bin/sh\necho \"own: $1 $2\"\n", 0o755);
    let shell = shell.to_str().expect("UTF-8");
    Ran::of(&mut trap(["--shell", shell, "a b", "EXIT", "--", "true"])).prints("own: -c a b\n");
}

#[test]
fn actions_run_one_at_a_time_while_command_goes_on() {
    let directory = TemporaryDirectory::new();
    let lock = directory.path.join("lock");
    let action = format!("mkdir '{0}' && rmdir '{0}' && echo alone", lock.display());
    let mut wrapped = Wrapped::script(
        &[&action, "USR1", "--on", "USR2=echo last"],
        "trap 'kill -s KILL $!; exit 0' TERM; sleep 1000 & echo ready; while :; do wait; done",
    );
    assert_eq!(wrapped.lines.next(), "ready");
    for _ in 0..20 {
        wrapped.is_sent(libc::SIGUSR1);
        assert_eq!(wrapped.lines.next(), "alone");
    }
    wrapped.is_sent(libc::SIGUSR2);
    assert_eq!(wrapped.lines.next(), "last");
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end_of_trap(), 0);
}

#[test]
fn the_end_of_an_action_is_no_childs_end() {
    // An action that starts processes would go on for ever.
    let ran = script(&["echo child; true | cat; sh -c true", "CHLD"], "exit 0");
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "child\n"));
    let mut wrapped = Wrapped::script(
        &["echo child", "CHLD"],
        "trap 'kill -s KILL $!; exit 0' TERM; sleep 1000 & echo ready; wait",
    );
    assert_eq!(wrapped.lines.next(), "ready");
    wrapped.is_sent(libc::SIGCHLD);
    assert_eq!(wrapped.lines.next(), "child");
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.lines.next(), "child");
}
