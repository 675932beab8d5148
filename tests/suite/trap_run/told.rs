//! Facts that actions get: the sender of the signal, and how COMMAND has ended.

use super::*;

const SENDER: &str = "echo \"$TRAP_SIGNAL [$TRAP_SENDER] [$TRAP_SENDER_UID] [$TRAP_SENDER_NAME]\"";

/// Waits until the wrapper has no child but COMMAND.
pub(super) fn has_command_alone(wrapped: &Wrapped) {
    let children = format!("/proc/{0}/task/{0}/children", wrapped.pid);
    let deadline = Instant::now() + DEADLINE;
    while std::fs::read_to_string(&children).expect("the children").split_whitespace().count() != 1
    {
        assert!(Instant::now() < deadline, "an action is left");
        pause();
    }
}

#[test]
fn an_action_is_told_who_sent_the_signal() {
    let (mut wrapped, command) = Wrapped::victim(&[SENDER, "USR1", "HUP", "CHLD"], "default");
    // SAFETY: getuid cannot fail.
    let (own, user) = (std::process::id(), unsafe { libc::getuid() });
    let comm = std::fs::read_to_string("/proc/self/comm").expect("a name");
    let told = format!("[{own}] [{user}] [{}]", comm.trim_end());
    wrapped.is_sent(libc::SIGUSR1);
    assert_eq!(wrapped.lines.next(), format!("USR1 {told}"));
    // SAFETY: sigqueue(3) takes the value by copy; the process is this test's.
    assert_eq!(unsafe { libc::sigqueue(wrapped.pid, libc::SIGHUP, queued_value(1)) }, 0);
    assert_eq!(wrapped.lines.next(), format!("HUP {told}"));
    // While the CHLD of an action's end is pending, another is lost.
    has_command_alone(&wrapped);
    has_taken_all(wrapped.pid);
    wrapped.is_sent(libc::SIGCHLD);
    assert_eq!(wrapped.lines.next(), format!("CHLD {told}"));
    // COMMAND's end was sent by no process, and an outer trap's sender is none of this one.
    send(command, libc::SIGKILL);
    assert_eq!(wrapped.lines.next(), "CHLD [] [] []");
    Ran::of(trap([SENDER, "EXIT", "--", "true"]).env("TRAP_SENDER", "5")).prints("EXIT [] [] []\n");
}

#[test]
fn a_sender_of_another_pid_namespace_has_no_number() {
    in_pid_namespace("trap_run::told::a_sender_of_another_pid_namespace_has_no_number", || {
        let unshare = ["--pid", "--fork", "--kill-child", "--mount-proc"];
        let mut command = Command::new("unshare");
        command.args(unshare).args([sigkit_path(), "sigtrap", SENDER, "USR1", "--"]);
        command.args(["sh", "-c", "echo ready; exec sleep 1000"]).env_remove("SIGKIT_POSIX");
        let mut wrapped = Wrapped::start(command);
        assert_eq!(wrapped.lines.next(), "ready");
        let children = format!("/proc/{0}/task/{0}/children", wrapped.pid);
        let child = std::fs::read_to_string(children).expect("it is there");
        send(child.trim().parse().expect("one child"), libc::SIGUSR1);
        assert_eq!(wrapped.lines.next(), "USR1 [] [0] []");
    });
}

#[test]
fn the_action_for_exit_is_told_how_command_has_ended() {
    const ACTION: &str = "echo \"$TRAP_STATUS $TRAP_REASON [$TRAP_TIMED_OUT]\"";
    let told = |options: &[&str], command: &str| {
        script(&[options, &[ACTION, "EXIT"]].concat(), command).stdout
    };
    assert_eq!(told(&[], "exit 7"), "7 exited []\n");
    assert_eq!(told(&["-t", "1h"], "exit 7"), "7 exited []\n");
    assert_eq!(told(&[], "kill -s TERM $$"), "143 killed []\n");
    assert_eq!(told(&["-t", "50ms"], "exec sleep 1000"), "143 timeout [1]\n");
    // A TERM would be lost in a child of dash that has yet to become sleep.
    let caught = "trap 'kill -s KILL $!; exit 3' TERM; sleep 1000 & kill -s ALRM $PPID; wait";
    assert_eq!(told(&["-t", "1h", "--preserve-status"], caught), "3 timeout [1]\n");
    let ran = Ran::of(&mut trap([ACTION, "EXIT", "--", "/nonexistent"]));
    assert_eq!(ran.stdout, "127 not-started []\n");
}

#[test]
fn verbose_tells_of_orphans() {
    // It ends when COMMAND has, and trap has reaped COMMAND.
    let orphan = "(while kill -s 0 $$; do sleep 0.01; done 2>/dev/null; exit 5) & :";
    let ran = script(&["-v", "-w"], orphan);
    assert!(ran.stderr.ends_with(": an orphan that was reaped: exited 5\n"), "{ran:?}");
    let warning = "sigtrap: --tree: does not reach orphans, which another process adopts; -r \
                   adopts them here\n";
    for (options, warned) in [
        (&["-v", "--tree"][..], true),
        (&["-v", "--tree", "-r"], false),
        (&["-v", "--tree", "-w"], false),
        (&["-v"], false),
        (&["--tree"], false),
    ] {
        assert_eq!(script(options, "exit 0").stderr.contains(warning), warned, "{options:?}");
    }
}
