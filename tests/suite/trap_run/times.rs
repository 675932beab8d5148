//! `-t`, and what ends it.

use super::*;

#[test]
fn a_time_out_exits_with_124_unless_the_status_is_preserved() {
    assert_eq!(script(&["-t", "50ms"], "exec sleep 1000").status, 124);
    assert_eq!(script(&["-t", "50ms", "--preserve-status"], "exec sleep 1000").status, -15);
    // TERM is ignored from the start: a shell may take longer than that to say so itself.
    let options = ["-t", "50ms", "-k", "50ms", "", "TERM"];
    assert_eq!(script(&options, "exec sleep 1000").status, 137);
    assert_eq!(script(&["-t", ".05", "--schedule", "KILL"], "exec sleep 1000").status, 137);
    let preserved = ["-t", "50ms", "--schedule", "KILL", "--preserve-status"];
    assert_eq!(script(&preserved, "exec sleep 1000").status, -9);
    // Without a time-out it dies as COMMAND did.
    assert_eq!(script(&["-t", "1h"], "kill -s KILL $$").status, -9);
    let caught = "trap 'kill -s KILL $!; exit 3' TERM; sleep 1000 & wait";
    assert_eq!(script(&["-t", "3", "--preserve-status"], caught).status, 3);
    assert_eq!(script(&["-t", "1h"], "exit 5").status, 5);
}

#[test]
fn a_time_out_ends_what_a_shell_has_started_with_a_group() {
    // It has the pipe that is read here to its end.
    assert_eq!(script(&["-g", "-t", "50ms"], "sleep 1000; :").status, 124);
}

#[test]
fn no_time_is_no_limit() {
    assert_eq!(script(&["-t", "0"], "sleep 0.1; exit 5").status, 5);
    let (mut wrapped, _) = Wrapped::victim(&["-t", "0", "-k", "0"], "report");
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.reported(), (libc::SIGTERM, SI_USER, 0));
    // Nothing follows.
    wrapped.is_sent(libc::SIGUSR1);
    assert_eq!(wrapped.reported(), (libc::SIGUSR1, SI_USER, 0));
}

#[test]
fn an_alarm_is_the_time_out() {
    for time in ["1h", "0"] {
        let mut wrapped = Wrapped::script(&["-t", time], "echo ready; exec sleep 1000");
        assert_eq!(wrapped.lines.next(), "ready");
        wrapped.is_sent(libc::SIGALRM);
        assert_eq!(wrapped.end(), 124, "-t {time}");
    }
    let (mut wrapped, _) = Wrapped::victim(&["-t", "1h", "-k", "10ms"], "ignore-term");
    wrapped.is_sent(libc::SIGALRM);
    assert_eq!(wrapped.end(), 137);
    let ran = script(&["-v", "-t", "1h"], "kill -s ALRM $PPID; exec sleep 1000");
    assert!(ran.stderr.contains(", not passed on: the time of -t is over now\n"), "{ran:?}");
}
