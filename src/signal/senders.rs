//! The usual senders of each signal: one row a name, for the names that Linux and the BSDs'
//! terminals have.
//!
//! From signal(7) and the pages that it refers to, termios(3), POSIX.1-2024 XBD `<signal.h>` and
//! 11.1.9 (special characters of a terminal), and the manuals of the programs that are named:
//! setrlimit(2), systemd.service(5) (WatchdogSignal=), docker-stop(1), dd(1), nginx(8),
//! lxc.container.conf(5), timeout(1), and Go's release notes 1.14.

/// The senders of the signals that have no name because the C library keeps them to itself
/// (nptl(7)).
pub(crate) const OF_RESERVED: &str = "the C library, to its own threads, as to cancel one";

/// The senders of real-time signals: these have no meaning of their own (signal(7)).
pub(crate) const OF_REAL_TIME: &str =
    "programs that agreed on it, by kill(2), sigqueue(3), timer_create(2) or mq_notify(3)";

/// The usual senders of the signal of this name; None for a name of which nothing is known here.
pub(crate) fn of(name: &str) -> Option<&'static str> {
    SENDERS.iter().find(|(known, _)| *known == name).map(|(_, senders)| *senders)
}

const SENDERS: &[(&str, &str)] = &[
    (
        "HUP",
        "the kernel, when the terminal is gone or the leader of its session has ended; a shell \
         that is hung up, to its jobs; an administrator, to make a daemon read its configuration \
         again",
    ),
    ("INT", "the terminal, to its foreground process group, on Ctrl-C"),
    ("QUIT", "the terminal, to its foreground process group, on Ctrl-\\"),
    (
        "ILL",
        "the kernel, at an instruction that the processor does not know or does not allow, such as \
         the one that compilers put where no program should come",
    ),
    ("TRAP", "the kernel, at a breakpoint or after a single step, for a debugger"),
    (
        "ABRT",
        "the process itself, by abort(3), as after a failed assertion, an uncaught exception or a \
            corrupted heap; systemd, to a service that misses its watchdog",
    ),
    (
        "BUS",
        "the kernel, on an access to memory that does not exist, as beyond the end of a mapped \
            file, or that is misaligned",
    ),
    (
        "FPE",
        "the kernel, on an arithmetic error of the processor, mostly an integer divided by zero",
    ),
    (
        "KILL",
        "the kernel's OOM killer; systemd, docker stop (10 seconds after TERM) and other runtimes, \
         when the time to stop is over; the kernel, at the hard limit of CPU time; kill -9",
    ),
    ("USR1", "programs that agreed on it: dd of GNU prints its progress"),
    (
        "SEGV",
        "the kernel, on an access to memory that the process may not make, as through a null \
         pointer or beyond its stack",
    ),
    ("USR2", "programs that agreed on it: nginx starts its new binary"),
    (
        "PIPE",
        "the kernel, on a write to a pipe or socket that has no reader any more, as in: yes | head",
    ),
    ("ALRM", "the kernel, when the time of alarm(2), or of ITIMER_REAL of setitimer(2), is over"),
    (
        "TERM",
        "kill and timeout(1) by default; systemd, docker stop and other runtimes, to \
         stop a service",
    ),
    ("STKFLT", "no program: signal(7) calls it unused"),
    ("CHLD", "the kernel, when a child of the process has ended, stopped or continued"),
    ("CONT", "a shell, for fg and bg; kill -CONT"),
    ("STOP", "kill -STOP; the terminal sends TSTP"),
    ("TSTP", "the terminal, to its foreground process group, on Ctrl-Z"),
    ("TTIN", "the terminal, to a background process group that reads from it"),
    (
        "TTOU",
        "the terminal, to a background process group that changes its settings, or that writes to \
         it under stty tostop",
    ),
    (
        "URG",
        "the kernel, when urgent data has come to a socket; programs in Go, to their own threads, \
         to change goroutines",
    ),
    ("XCPU", "the kernel, at the soft limit of CPU time (ulimit -t)"),
    ("XFSZ", "the kernel, on a write beyond the limit of the size of files (ulimit -f)"),
    ("VTALRM", "the kernel, when the time of ITIMER_VIRTUAL of setitimer(2) is over"),
    ("PROF", "the kernel, when the time of ITIMER_PROF of setitimer(2) is over, as for a profiler"),
    ("WINCH", "the terminal, to its foreground process group, when its size has changed"),
    ("IO", "the kernel, when a descriptor with O_ASYNC is ready"),
    (
        "PWR",
        "what watches the power supply, to process 1, when the power fails; LXC, to process 1 of a \
         container, to shut it down",
    ),
    ("SYS", "the kernel, on a system call that a seccomp(2) filter forbids"),
    ("EMT", "the kernel, on an emulator trap, as on SPARC when tagged arithmetic overflows"),
    ("INFO", "the terminal, to its foreground process group, on Ctrl-T"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::facts::Fact;
    use crate::signal::headers::{self, System};

    #[test]
    fn every_signal_of_linux_has_its_senders() {
        for table in headers::ALL.iter().filter(|table| table.system == System::Linux) {
            for name in (1..=table.highest).filter_map(|number| table.name(number)) {
                assert!(of(name).is_some(), "{name} of {}", table.name);
            }
        }
    }

    #[test]
    fn every_row_is_of_one_signal_and_fits_into_a_sentence() {
        for (place, (name, senders)) in SENDERS.iter().enumerate() {
            assert!(Fact::of(name).is_some(), "{name}");
            assert!(SENDERS[..place].iter().all(|(other, _)| other != name), "{name} has two rows");
            assert!(
                !senders.ends_with('.') && !senders.contains("  ") && senders.len() < 200,
                "{name}: {senders}"
            );
        }
    }
}
