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
        let limit = libc::rlimit { rlim_cur: 3, rlim_max: 3 };
        // SAFETY: prlimit(2) reads the limit of a process of this test's.
        let result = unsafe {
            libc::prlimit(command, libc::RLIMIT_SIGPENDING, &raw const limit, std::ptr::null_mut())
        };
        assert_eq!(result, 0);
        for value in 0..50 {
            // SAFETY: sigqueue(3) takes the value by copy; the process is this test's.
            assert_eq!(unsafe { libc::sigqueue(wrapped.pid, signal, queued_value(value)) }, 0);
        }
        has_taken_all(wrapped.pid);
        // What carries no value is not kept back: this has COMMAND take the others.
        wrapped.is_sent(libc::SIGHUP);
        for value in 0..50 {
            assert_eq!(wrapped.reported(), (signal, SI_QUEUE, value), "{options:?}");
        }
        wrapped.is_sent(signal);
        assert_eq!(wrapped.reported(), (signal, SI_USER, 0));
    }
}
