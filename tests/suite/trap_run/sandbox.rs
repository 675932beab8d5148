//! trap in a sandbox that refuses what it waits with (seccomp(2)).

use super::*;
use crate::kill_delivery::forbid;

/// Two readers have two ways: before libc, and after.
const OPTIONS: &[&[&str]] = &[&["-f"], &["-k", "5"], &["-r"]];

#[test]
fn signals_are_passed_on_where_they_cannot_be_waited_for() {
    if emulated(NO_SECCOMP) {
        return;
    }
    for error in [libc::ENOSYS, libc::EPERM, libc::EACCES, libc::EINVAL] {
        for options in OPTIONS {
            let mut command = trap(*options);
            forbid(&mut command, &[libc::SYS_rt_sigtimedwait], error);
            let own = std::env::current_exe().expect("the test binary has a path");
            command.arg("--").arg(own).env("SIGKIT_VICTIM", "tell");
            let mut wrapped = Wrapped::start(command);
            assert!(wrapped.lines.next().starts_with("ready "));
            for _ in 0..3 {
                wrapped.is_sent(libc::SIGUSR1);
                assert_eq!(wrapped.lines.next(), format!("handled {}", libc::SIGUSR1));
            }
            wrapped.is_sent(libc::SIGTERM);
            assert_eq!(wrapped.end(), -libc::SIGTERM, "{options:?} {error}");
        }
        let mut command = trap(["-t", "50ms", "-k", "50ms", "", "TERM", "--", "sleep", "1000"]);
        forbid(&mut command, &[libc::SYS_rt_sigtimedwait], error);
        assert_eq!(Ran::of(&mut command).status, 137);
    }
}

#[test]
fn what_cannot_be_supervised_at_all_is_ended() {
    if emulated(NO_SECCOMP) {
        return;
    }
    for options in OPTIONS {
        let mut command = trap(*options);
        let calls: &[libc::c_long] = &[libc::SYS_rt_sigtimedwait, libc::SYS_signalfd4];
        forbid(&mut command, calls, libc::EPERM);
        // It has the pipes that are read here to their ends.
        Ran::of(command.args(["--", "sleep", "1000"])).fails(
            125,
            "sigtrap: signals: cannot be taken: Operation not permitted; COMMAND was ended by \
             KILL\n",
        );
    }
}
