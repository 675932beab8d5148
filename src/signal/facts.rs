//! The default action and the meaning of each signal, by name: one row a signal, whatever systems
//! have it.
//!
//! Numbers are not here: they are the targets' ([`headers`]). Where the libc crate has a constant
//! for the signal, its number is compared with the target's header while sigkit is compiled, so
//! that a slip in either stops the build instead of sending the wrong signal; `header` rows are
//! signals that the crate does not know anywhere.
//!
//! Default actions: POSIX.1-2024 XBD `<signal.h>`, signal(7) of Linux and of each BSD,
//! signal.h(3HEAD) of illumos. Descriptions are those that strsignal(3) gives on glibc where it has
//! one.

use super::headers;
use super::headers::System;
use super::table::same;
use super::table::text;

/// The action of a process that neither ignores nor catches a signal (POSIX.1-2024 XBD
/// `<signal.h>`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultAction {
    /// The process terminates.
    Terminate,
    /// The process terminates abnormally, with a core image if limits allow.
    Core,
    /// Nothing happens.
    Ignore,
    /// The process stops.
    Stop,
    /// The process continues if it is stopped; otherwise nothing happens.
    Continue,
}

/// Where POSIX.1-2024 defines a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posix {
    /// In the base standard.
    Base,
    /// In the X/Open System Interfaces option only.
    Xsi,
    /// Nowhere: the signal is an extension of some systems.
    Extension,
}

impl Posix {
    /// Without a fact, the kind of name decides: real-time signals are base (POSIX.1-2024 XBD
    /// `<signal.h>`), and those that the C library keeps to itself are in no standard.
    pub(super) fn of(fact: Option<&Fact>, is_number: bool) -> Posix {
        match fact {
            Some(fact) => fact.posix,
            None if is_number => Posix::Extension,
            None => Posix::Base,
        }
    }
}

/// The known facts about the signal of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The name that is printed: upper case, without SIG.
    pub name: &'static str,
    /// The default action, but on the systems of `elsewhere`.
    pub default_action: DefaultAction,
    /// Systems on which it does something else.
    pub elsewhere: Option<(DefaultAction, &'static [System])>,
    /// The place of the signal in POSIX.
    pub posix: Posix,
    /// The meaning, in the words of strsignal(3).
    pub description: &'static str,
}

impl Fact {
    /// The known facts about the signal of this name; None for names that are only a second name of
    /// a signal.
    pub const fn of(name: &str) -> Option<&'static Fact> {
        let mut at = 0;
        while at < FACTS.len() {
            if same(FACTS[at].name.as_bytes(), name.as_bytes()) {
                return Some(&FACTS[at]);
            }
            at += 1;
        }
        None
    }

    /// True if a process can catch, block or ignore the signal (POSIX.1-2024 XBD `<signal.h>`: all
    /// but these two).
    pub fn can_be_handled(&self) -> bool {
        !matches!(self.name, "KILL" | "STOP")
    }

    /// The default action on this system.
    pub const fn default_action_on(&self, system: System) -> DefaultAction {
        if let Some((other, systems)) = self.elsewhere {
            let mut at = 0;
            while at < systems.len() {
                if systems[at] as u8 == system as u8 {
                    return other;
                }
                at += 1;
            }
        }
        self.default_action
    }
}

/// Compares the number of the constant `constant` (SIGHUP) of the libc crate with the target's
/// header.
#[allow(dead_code, reason = "Rust 1.85 overlooks uses in constants without a name")]
const fn confirm(constant: &'static str, from_libc: libc::c_int) {
    match headers::NATIVE.number(without_sig(constant)) {
        Some(number) => assert!(
            number as libc::c_int == from_libc,
            "the libc crate's number of a signal is not the one of the target's <signal.h>"
        ),
        None => panic!("the libc crate has a signal that the target's <signal.h> does not have"),
    }
}

const fn without_sig(constant: &'static str) -> &'static str {
    text(constant.as_bytes().split_at(3).1)
}

macro_rules! check {
    (libc $constant:ident) => {
        confirm(stringify!($constant), libc::$constant)
    };
    (header $constant:ident) => {
        ()
    };
}

/// `source SIGNAME if CONDITION: ACTION [OTHER on SYSTEMS], POSIX, DESCRIPTION`, the condition
/// being that the libc crate has the constant.
macro_rules! facts {
    ($(
        $source:ident $constant:ident $(if $condition:meta)?:
            $action:ident $([$other:ident on $($system:ident)*])?, $posix:ident,
            $description:literal;
    )*) => {
        /// Every signal that any system has, in no particular order.
        pub(crate) const FACTS: &[Fact] = &[$(Fact {
            name: without_sig(stringify!($constant)),
            default_action: DefaultAction::$action,
            elsewhere: facts!(elsewhere $($other $($system)*)?),
            posix: Posix::$posix,
            description: $description,
        },)*];

        $(
            $(#[cfg($condition)])?
            const _: () = check!($source $constant);
        )*
    };
    (elsewhere) => {
        None
    };
    (elsewhere $other:ident $($system:ident)*) => {
        Some((DefaultAction::$other, &[$(System::$system),*]))
    };
}

facts! {
    libc SIGHUP: Terminate, Base, "Hangup";
    libc SIGINT: Terminate, Base, "Interrupt";
    libc SIGQUIT: Core, Base, "Quit";
    libc SIGILL: Core, Base, "Illegal instruction";
    libc SIGTRAP: Core, Xsi, "Trace/breakpoint trap";
    libc SIGABRT: Core, Base, "Aborted";
    libc SIGBUS: Core, Base, "Bus error";
    libc SIGFPE: Core, Base, "Floating point exception";
    libc SIGKILL: Terminate, Base, "Killed";
    libc SIGUSR1: Terminate, Base, "User defined signal 1";
    libc SIGSEGV: Core, Base, "Segmentation fault";
    libc SIGUSR2: Terminate, Base, "User defined signal 2";
    libc SIGPIPE: Terminate, Base, "Broken pipe";
    libc SIGALRM: Terminate, Base, "Alarm clock";
    libc SIGTERM: Terminate, Base, "Terminated";
    libc SIGCHLD: Ignore, Base, "Child exited";
    libc SIGCONT: Continue, Base, "Continued";
    libc SIGSTOP: Stop, Base, "Stopped (signal)";
    libc SIGTSTP: Stop, Base, "Stopped";
    libc SIGTTIN: Stop, Base, "Stopped (tty input)";
    libc SIGTTOU: Stop, Base, "Stopped (tty output)";
    libc SIGURG: Ignore, Base, "Urgent I/O condition";
    // They dump core by POSIX and on Linux and Solaris; the BSDs only terminate.
    libc SIGXCPU: Core [Terminate on Darwin FreeBsd Dragonfly NetBsd OpenBsd], Xsi,
        "CPU time limit exceeded";
    libc SIGXFSZ: Core [Terminate on Darwin FreeBsd Dragonfly NetBsd OpenBsd], Xsi,
        "File size limit exceeded";
    libc SIGVTALRM: Terminate, Xsi, "Virtual timer expired";
    libc SIGPROF: Terminate, Extension, "Profiling timer expired";
    libc SIGWINCH: Ignore, Base, "Window changed";
    libc SIGSYS: Core, Xsi, "Bad system call";
    // signal(7) of Linux and signal.h(3HEAD) of illumos: it terminates. The BSDs and AIX ignore it.
    libc SIGIO if not(target_os = "haiku"):
        Ignore [Terminate on Linux Illumos Solaris], Extension, "I/O possible";
    // Elsewhere it is another name of IO.
    libc SIGPOLL if target_os = "haiku": Terminate, Extension, "I/O possible";
    // signal(7) of Linux: it terminates. Cygwin ignores only CHLD, IO, CONT, WINCH and URG.
    // Elsewhere it is ignored.
    libc SIGPWR if any(
        linux_android, target_os = "l4re", target_os = "illumos", target_os = "solaris",
        target_os = "aix", target_os = "nto", target_os = "cygwin", target_os = "redox",
    ): Ignore [Terminate on Linux Cygwin], Extension, "Power failure";
    libc SIGSTKFLT if any(
        target_os = "redox",
        all(any(linux_android, target_os = "l4re"), not(any(mips, sparc))),
    ): Terminate, Extension, "Stack fault";
    libc SIGEMT if any(
        target_vendor = "apple", target_os = "freebsd", target_os = "dragonfly",
        target_os = "netbsd", target_os = "openbsd", target_os = "hurd", target_os = "cygwin",
        target_os = "illumos", target_os = "solaris", target_os = "aix", target_os = "nto",
        all(target_os = "linux", any(mips, sparc)),
    ): Core, Extension, "EMT trap";
    libc SIGINFO if any(
        target_vendor = "apple", target_os = "freebsd", target_os = "dragonfly",
        target_os = "netbsd", target_os = "openbsd", target_os = "hurd", target_os = "illumos",
        target_os = "solaris",
    ): Ignore, Extension, "Information request";
    header SIGLOST: Ignore [Terminate on Hurd], Extension, "Resource lost";
    // signal(3) of FreeBSD: both terminate.
    libc SIGTHR if target_os = "freebsd":
        Ignore [Terminate on FreeBsd], Extension, "Thread interrupt";
    libc SIGLIBRT if target_os = "freebsd": Terminate, Extension, "Real-time library interrupt";
    header SIGCKPT: Ignore, Extension, "Checkpoint and continue";
    header SIGCKPTEXIT: Terminate, Extension, "Checkpoint and exit";
    header SIGWAITING: Ignore, Extension, "No runnable threads";
    header SIGLWP: Ignore, Extension, "Inter-thread signal";
    header SIGFREEZE: Ignore, Extension, "Checkpoint freeze";
    header SIGTHAW: Ignore, Extension, "Checkpoint thaw";
    header SIGCANCEL: Ignore, Extension, "Thread cancellation";
    header SIGXRES: Ignore, Extension, "Resource control exceeded";
    header SIGJVM1: Ignore, Extension, "Java virtual machine 1";
    header SIGJVM2: Ignore, Extension, "Java virtual machine 2";
    header SIGMSG: Terminate, Extension, "Input data in the ring buffer";
    header SIGDANGER: Ignore, Extension, "Paging space low";
    header SIGMIGRATE: Terminate, Extension, "Migrate process";
    header SIGPRE: Terminate, Extension, "Programming exception";
    header SIGVIRT: Terminate, Extension, "Virtual time alarm";
    header SIGALRM1: Terminate, Extension, "Alarm of m:n threads";
    header SIGGRANT: Terminate, Extension, "Monitor mode granted";
    header SIGRETRACT: Terminate, Extension, "Monitor mode retracted";
    header SIGSOUND: Terminate, Extension, "Sound completed";
    header SIGSAK: Terminate, Extension, "Secure attention key";
    libc SIGKILLTHR if target_os = "haiku": Terminate, Extension, "Kill thread";
    header SIGRESERVED1: Terminate, Extension, "Reserved 1";
    header SIGRESERVED2: Terminate, Extension, "Reserved 2";
}
