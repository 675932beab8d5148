//! Signals that carry a value.

use super::*;

#[test]
fn a_queued_signal_is_passed_on_with_its_value_and_its_sender() {
    let (mut wrapped, _) = Wrapped::victim(&["-f"], "report");
    for signal in all_signals() {
        // SAFETY: sigqueue(3) takes the value by copy; the process is this test's.
        assert_eq!(unsafe { libc::sigqueue(wrapped.pid, signal, queued_value(1000 + signal)) }, 0);
        let line = wrapped.lines.next();
        // SAFETY: getuid cannot fail.
        let user = unsafe { libc::getuid() };
        assert_eq!(
            line,
            format!("{signal} {SI_QUEUE} {} {user} {}", std::process::id(), 1000 + signal)
        );
    }
}

#[test]
fn what_the_receiver_has_no_room_for_is_passed_on_later_in_order() {
    let signal = libc::SIGRTMIN() + 1;
    for options in [&["-f"][..], &["-g"], &["-k", "5"]] {
        let (mut wrapped, command) = Wrapped::victim(options, "late");
        // What is pending for all processes of the user counts.
        let limit = limit_of_pending(command, None);
        limit_of_pending(command, Some(libc::rlimit { rlim_cur: 0, ..limit }));
        for value in 0..50 {
            // SAFETY: sigqueue(3) takes the value by copy; the process is this test's.
            assert_eq!(unsafe { libc::sigqueue(wrapped.pid, signal, queued_value(value)) }, 0);
        }
        has_taken_all(wrapped.pid);
        // What carries no value is not kept back: this has COMMAND take what comes.
        wrapped.is_sent(libc::SIGHUP);
        wrapped.is_sent(libc::SIGUSR1);
        assert_eq!(wrapped.reported(), (libc::SIGUSR1, SI_USER, 0));
        limit_of_pending(command, Some(limit));
        for value in 0..50 {
            assert_eq!(wrapped.reported(), (signal, SI_QUEUE, value), "{options:?}");
        }
        wrapped.is_sent(signal);
        assert_eq!(wrapped.reported(), (signal, SI_USER, 0));
    }
}

/// RLIMIT_SIGPENDING of a process of this test's as it was, and is to be.
#[track_caller]
fn limit_of_pending(pid: i32, new: Option<libc::rlimit>) -> libc::rlimit {
    let new = new.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    let mut old = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: prlimit(2) reads the one limit, if there is one, and writes the other.
    let result = unsafe { libc::prlimit(pid, libc::RLIMIT_SIGPENDING, new, &raw mut old) };
    assert_eq!(result, 0);
    old
}
