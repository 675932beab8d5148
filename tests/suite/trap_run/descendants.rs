//! COMMAND's group and its descendants: whom signals and stops reach, who is waited for and who
//! is reaped; trap as process 1.

use super::*;

#[test]
fn command_stops_and_trap_with_it() {
    let (mut wrapped, command) = Wrapped::victim(&["-f"], "default");
    for signal in [libc::SIGTSTP, libc::SIGTTIN, libc::SIGTTOU] {
        send(command, signal);
        is_in_state(wrapped.pid, "T");
        use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
        let pid = nix::unistd::Pid::from_raw(wrapped.pid);
        let status = waitpid(pid, Some(WaitPidFlag::WUNTRACED)).expect("a child to wait for");
        assert!(matches!(status, WaitStatus::Stopped(_, by) if by as i32 == signal), "{status:?}");
        wrapped.is_sent(libc::SIGCONT);
        is_in_state(command, "S");
        is_in_state(wrapped.pid, "S");
    }
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end(), -libc::SIGTERM);
}

/// Some that report signals (mode `report` in `victim.rs`), COMMAND one of them; they say in which
/// order they like.
pub(super) fn reporters(options: &[&str], script: &str, count: usize) -> Wrapped {
    let mut command = trap(options);
    let own = std::env::current_exe().expect("the test binary has a path");
    command.args(["--", "sh", "-c", script]).arg(own).env("SIGKIT_VICTIM", "report");
    let mut wrapped = Wrapped::start(command);
    (0..count).for_each(|_| assert!(wrapped.lines.next().starts_with("ready ")));
    wrapped
}

#[test]
fn without_a_terminal_a_stop_is_commands_own() {
    let own = std::env::current_exe().expect("the test binary has a path");
    let mut command = trap(["-f", "--"]);
    command.arg(own).env("SIGKIT_VICTIM", "report");
    // SAFETY: between fork and exec only setsid is called. A leader of a group, which this becomes
    // later, could not.
    unsafe {
        command.pre_exec(|| nix::unistd::setsid().map(drop).map_err(Into::into));
    }
    let mut child = command.stdout(Stdio::piped()).spawn().expect("trap starts");
    let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
    let victim: i32 =
        lines.next().strip_prefix("ready ").expect("ready").parse().expect("a process ID");
    let pid = child.id() as i32;
    send(victim, libc::SIGSTOP);
    is_in_state(victim, "T");
    send(pid, libc::SIGUSR1);
    send(victim, libc::SIGCONT);
    let mut seen = [lines.next(), lines.next()];
    seen.sort();
    assert!(seen[0].starts_with("10 0 ") && seen[1].starts_with("18 0 "), "{seen:?}");
    send(pid, libc::SIGKILL);
    lines.until_closed();
    child.wait().expect("a child to wait for");
}

#[test]
fn signals_reach_the_whole_group_of_command() {
    let mut wrapped = reporters(&["-g"], "\"$0\" & \"$0\" & exec \"$0\"", 3);
    wrapped.is_sent(libc::SIGUSR1);
    let mut seen = [wrapped.reported(), wrapped.reported(), wrapped.reported()];
    assert_eq!(seen, [(libc::SIGUSR1, SI_USER, 0); 3]);
    // Without it COMMAND alone.
    let mut wrapped = reporters(&["-f"], "\"$0\" & exec \"$0\"", 2);
    wrapped.is_sent(libc::SIGUSR1);
    wrapped.is_sent(libc::SIGUSR2);
    seen[..2].copy_from_slice(&[wrapped.reported(), wrapped.reported()]);
    assert_eq!(seen[..2], [(libc::SIGUSR1, SI_USER, 0), (libc::SIGUSR2, SI_USER, 0)]);
}

/// A pipe that the command reads from as descriptor 3: what is to happen next in it depends on the
/// test, not on time.
fn with_pipe(command: &mut Command) -> OwnedFd {
    let (reader, writer) = pipe();
    // SAFETY: dup2(2) between fork and exec; the closure keeps the reader.
    unsafe {
        command.pre_exec(move || {
            // It may be that one already.
            if libc::dup2(reader.as_raw_fd(), 3) != 3 || libc::fcntl(3, libc::F_SETFD, 0) != 0 {
                return Err(std::io::Error::last_os_error());
            }
            Ok(())
        });
    }
    writer
}

#[test]
fn descendants_are_waited_for() {
    let mut command = trap(["-w", "echo over $TRAP_STATUS", "EXIT", "--", "sh", "-c"]);
    command.arg("(echo begun; read -r line; echo \"$line\") <&3 & exit 3");
    let writer = with_pipe(&mut command);
    let mut wrapped = Wrapped::start(command);
    assert_eq!(wrapped.lines.next(), "begun");
    nix::unistd::write(&writer, b"ended\n").expect("written");
    assert_eq!(wrapped.lines.next(), "ended");
    assert_eq!(wrapped.lines.next(), "over 3");
    assert_eq!(wrapped.end(), 3);
    // What does not end by itself gets the schedule, TERM and then KILL without one.
    // The child tells when it is ready for TERM.
    let ready = "trap 'exit 4' USR1; \
        sh -c 'trap \"echo term; kill -s KILL \\$!; exit\" TERM; sleep 1000 & \
        kill -s USR1 $PPID; wait' & wait";
    let ran = script(&["-w=50ms", "-k", "1h"], ready);
    assert_eq!((ran.status, ran.stdout.as_str()), (4, "term\n"));
    let stubborn = "sh -c 'trap \"\" TERM; echo stubborn; while :; do sleep 1000; done' & exit 5";
    assert_eq!(script(&["-w=50ms"], stubborn).status, 5);
    assert_eq!(script(&["-w=0", "--schedule", "KILL"], stubborn).status, 5);
}

#[test]
fn signals_reach_those_that_command_has_left_behind() {
    // What it waits for may have the signal first, and end.
    let child = "trap 'echo left; kill -s KILL $!; exit' USR1; sleep 1000 & echo ready; \
        while :; do wait; sleep 1000 & done";
    let command = trap(["-w", "--", "sh", "-c", "echo $$; setsid sh -c \"$0\" & exit 6", child]);
    let mut wrapped = Wrapped::start(command);
    let command = wrapped.lines.next();
    assert_eq!(wrapped.lines.next(), "ready");
    // The child is trap's, and COMMAND is not there any more.
    let children = format!("/proc/{0}/task/{0}/children", wrapped.pid);
    let deadline = Instant::now() + DEADLINE;
    loop {
        let pids = std::fs::read_to_string(&children).expect("the children");
        match pids.split_whitespace().collect::<Vec<_>>()[..] {
            [only] if only != command => break,
            _ => assert!(Instant::now() < deadline, "not adopted: {pids}"),
        }
    }
    wrapped.is_sent(libc::SIGUSR1);
    assert_eq!(wrapped.lines.next(), "left");
    assert_eq!(wrapped.end(), 6);
}

#[test]
fn children_from_before_trap_are_not_waited_for() {
    // The child reads from the pipe that its own parent holds until it ends.
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "read -r line <&3 & exec \"$0\" sigtrap -w -- sh -c 'exit 3'",
        sigkit_path(),
    ]);
    let writer = with_pipe(&mut command);
    let mut wrapped = Wrapped::start(command);
    assert_eq!(wrapped.end_of_trap(), 3);
    drop(writer);
}

#[test]
fn those_that_command_has_left_get_the_schedule_that_had_begun() {
    let child = "trap 'echo term' TERM; echo ready; while :; do sleep 1000 & wait $!; done";
    let options = ["-w", "-k", "2s", "--", "sh", "-c", "setsid sh -c \"$0\" & wait", child];
    let mut wrapped = Wrapped::start(trap(options));
    assert_eq!(wrapped.lines.next(), "ready");
    // COMMAND ends by it at once; the one that it leaves does not, and KILL follows.
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.lines.next(), "term");
    assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
}

#[test]
fn a_cont_continues_command_whatever_else_it_does() {
    for options in [&["echo continued", "CONT"][..], &["-m", "CONT:"], &["--delay", "CONT=1h"]] {
        let (mut wrapped, command) = Wrapped::victim(options, "default");
        send(command, libc::SIGTSTP);
        is_in_state(wrapped.pid, "T");
        wrapped.is_sent(libc::SIGCONT);
        is_in_state(command, "S");
        if options.len() == 2 && options[0] == "echo continued" {
            assert_eq!(wrapped.lines.next(), "continued");
        }
        wrapped.is_sent(libc::SIGTERM);
        assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
    }
}

#[test]
fn orphans_are_adopted_and_reaped() {
    let mut command = trap(["-r", "--", "sh", "-c"]);
    command.arg(
        "(sh -c 'until [ \"$(cut -d\" \" -f4 /proc/$$/stat)\" = $0 ]; do :; done; echo adopted' \
         $PPID &); \
        read -r line <&3; exit 5",
    );
    let writer = with_pipe(&mut command);
    let mut wrapped = Wrapped::start(command);
    assert_eq!(wrapped.lines.next(), "adopted");
    drop(writer);
    assert_eq!(wrapped.end(), 5);
}

#[test]
fn a_hundred_that_end_at_once_are_all_reaped() {
    let mut command = trap(["-r", "--", "sh", "-c"]);
    command.arg(
        "i=0; while [ $i -lt 100 ]; do (sh -c 'echo begun; read -r line' <&3 3<&- &); i=$((i+1)); \
         done; \
        exec 3<&-; while :; do sleep 1000; done",
    );
    let writer = with_pipe(&mut command);
    let mut wrapped = Wrapped::start(command);
    (0..100).for_each(|_| assert_eq!(wrapped.lines.next(), "begun"));
    drop(writer);
    super::told::has_command_alone(&wrapped);
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
}

#[test]
fn guarded_signals_reach_only_who_catches_them() {
    let (mut wrapped, command) = Wrapped::victim(&["--guard"], "catch");
    for signal in [libc::SIGHUP, libc::SIGALRM, libc::SIGPIPE, libc::SIGRTMIN()] {
        wrapped.is_sent(signal);
    }
    // It catches USR1, and INT and TERM are meant to end.
    wrapped.is_sent(libc::SIGUSR1);
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end(), -libc::SIGTERM);
    let _ = command;
}

#[test]
fn guarded_signals_reach_a_sigwait_and_a_signalfd() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    for options in [&["--guard"][..], &["--init"]] {
        let (mut wrapped, command) = Wrapped::victim(options, "await");
        for _ in 0..20 {
            wrapped.is_sent(libc::SIGUSR2);
            wrapped.is_sent(libc::SIGUSR1);
            assert_eq!(wrapped.lines.next(), format!("took {}", libc::SIGUSR1));
        }
        wrapped.is_sent(libc::SIGTERM);
        assert_eq!(wrapped.end(), -libc::SIGTERM);
        let _ = command;
        let (mut wrapped, _) = Wrapped::victim(options, "tell");
        wrapped.is_sent(libc::SIGHUP);
        assert_eq!(wrapped.lines.next(), format!("read {}", libc::SIGHUP));
        wrapped.is_sent(libc::SIGTERM);
        assert_eq!(wrapped.end(), -libc::SIGTERM);
    }
}

#[test]
fn guarded_signals_reach_a_trap_below() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let own = std::env::current_exe().expect("the test binary has a path");
    let mut command = trap(["--guard"]);
    command.arg("--").arg(sigkit_path()).args(["trap", "-f", ":", "USR1", "--"]).arg(own);
    let mut wrapped = Wrapped::start({
        command.env("SIGKIT_VICTIM", "report");
        command
    });
    assert!(wrapped.lines.next().starts_with("ready "));
    for _ in 0..20 {
        wrapped.is_sent(libc::SIGUSR1);
        assert_eq!(wrapped.reported().0, libc::SIGUSR1);
    }
    wrapped.is_sent(libc::SIGKILL);
    assert_eq!(wrapped.end_of_trap(), -libc::SIGKILL);
}

#[test]
fn command_dies_with_trap_and_with_traps_parent() {
    for options in [
        &["--die-with-parent"][..],
        &["--die-with-parent", "-f"],
        &["--die-with-parent=KILL", "-f"],
    ] {
        let mut words = vec!["sigtrap"];
        words.extend(options);
        words.extend(["--", "sh", "-c", "echo $$; exec sleep 1000"]);
        let mut parent = Command::new("sh");
        parent.args(["-c", "\"$0\" \"$@\" & wait", sigkit_path()]).args(&words);
        let mut parent =
            parent.stdout(Stdio::piped()).stdin(Stdio::null()).spawn().expect("sh starts");
        let mut lines = Lines::of(parent.stdout.take().expect("a pipe"));
        drop(lines.next());
        parent.kill().expect("killed");
        parent.wait().expect("a child to wait for");
        // COMMAND has the pipe.
        lines.until_closed();
    }
    let mut wrapped = Wrapped::script(&["--die-with-parent", "-f"], "echo ready; exec sleep 1000");
    assert_eq!(wrapped.lines.next(), "ready");
    wrapped.is_sent(libc::SIGKILL);
    wrapped.lines.until_closed();
}

#[test]
fn as_process_1_trap_reaps_and_exits() {
    in_pid_namespace("trap_run::descendants::as_process_1_trap_reaps_and_exits", || {
        let in_namespace = |words: &[&str]| {
            let mut command = Command::new("unshare");
            command
                .args(["--pid", "--fork", "--mount-proc", "--kill-child", sigkit_path(), "sigtrap"])
                .args(words);
            command.stdin(Stdio::null());
            command
        };
        // It cannot die by a signal.
        assert_eq!(
            Ran::of(&mut in_namespace(&["-f", "--", "sh", "-c", "kill -s KILL $$"])).status,
            137
        );
        assert_eq!(
            Ran::of(&mut in_namespace(&["-f", "--", "sh", "-c", "kill -s TERM $$"])).status,
            143
        );
        // Nobody stays a zombie, and who is left is waited for.
        let script = "sh -c '(sleep 0.1; echo orphan) & (exit 0) & exit 0'; \
            while :; do zombies=$(grep -l '^State:.Z' /proc/[0-9]*/status 2>/dev/null); [ \
            -z \"$zombies\" ] && break; done; \
            echo none; exit 3";
        let ran = Ran::of(&mut in_namespace(&["--init", "--", "sh", "-c", script]));
        assert_eq!(
            (ran.status, ran.stdout.contains("none\n"), ran.stdout.contains("orphan\n")),
            (3, true, true),
            "{ran:?}"
        );
        // TERM ends a program that has no handler for it, though process 1 would not have died of
        // it.
        let mut wrapped = Wrapped::start(in_namespace(&[
            "--init",
            "--",
            "sh",
            "-c",
            "echo ready; exec sleep 1000",
        ]));
        assert_eq!(wrapped.lines.next(), "ready");
        let init = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", wrapped.pid))
            .expect("its child");
        send(init.trim().parse().expect("a process ID"), libc::SIGTERM);
        assert_eq!(wrapped.end(), 143);
    });
}

#[test]
fn a_step_of_the_schedule_is_told_if_there_is_a_process_for_it() {
    // COMMAND ends by the TERM that begins the schedule, and leaves no process.
    let options = ["-v", "-w", "--schedule", "TERM/1h/KILL"];
    let ran = script(&options, "kill -s TERM $PPID; exec sleep 1000");
    assert!(!ran.stderr.contains("sent by the schedule"), "{ran:?}");
    assert_eq!(ran.status, -libc::SIGTERM);
    let left = "sleep 1000 >/dev/null 2>&1 & kill -s TERM $PPID; exec sleep 1000";
    let ran = script(&options, left);
    assert!(ran.stderr.contains("trap: TERM: sent by the schedule\n"), "{ran:?}");
}
