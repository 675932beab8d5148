//! The signals of the system that sigkit runs on: one row a signal, its number from the libc crate.
//!
//! Every number is compared with the target's own header ([`super::headers`]) while sigkit is compiled, so a slip in
//! either stops the build instead of sending the wrong signal. Rows marked `header` are signals that the libc crate does
//! not know there; on mips64 with glibc the header decides all numbers, because libc 0.2.190 and 0.2.191 have x86's.
//!
//! Default actions: POSIX.1-2024 XBD `<signal.h>`, signal(7) of Linux and of each BSD, signal.h(3HEAD) of illumos.
//! Descriptions are those that strsignal(3) gives on glibc where it has one.

use std::fmt;

use super::HAS_REAL_TIME;
use super::headers::{self, same, text};

/// What a signal does to a process that neither ignores nor catches it (POSIX.1-2024 XBD `<signal.h>`).
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

/// A text of at most `LONGEST` bytes that lies in the table itself and not behind a pointer, so that it can be read before
/// the program is relocated (see `src/main.rs`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct InlineText<const LONGEST: usize> {
    length: u8,
    bytes: [u8; LONGEST],
}

/// A signal's name. No signal of any target has a longer one.
pub type ShortName = InlineText<11>;

impl<const LONGEST: usize> InlineText<LONGEST> {
    /// How long a text can be, in bytes.
    pub const LONGEST: usize = LONGEST;
    const NONE: Self = Self::new("");

    /// The inline text of a literal; one that is too long does not compile.
    pub const fn new(text: &str) -> Self {
        let mut bytes = [0; LONGEST];
        let mut at = 0;
        while at < text.len() {
            bytes[at] = text.as_bytes()[at];
            at += 1;
        }
        InlineText { length: text.len() as u8, bytes }
    }

    /// The text's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// The text's bytes with NULs behind them, and how many are the text's.
    pub fn padded(&self) -> (&[u8; LONGEST], usize) {
        (&self.bytes, usize::from(self.length))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// Whether `word` spells the text, in any case.
    pub fn is_spelled(&self, word: &[u8]) -> bool {
        self.as_bytes().eq_ignore_ascii_case(word)
    }
}

impl<const LONGEST: usize> fmt::Debug for InlineText<LONGEST> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One signal of this system.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The number that kill(2) takes.
    pub number: u8,
    /// The name that is printed: upper case, without SIG.
    pub name: ShortName,
    /// The other names that this system's `<signal.h>` gives the number; the rest is empty.
    other_names: [ShortName; 3],
    /// What the signal does by default.
    pub default_action: DefaultAction,
    /// Whether POSIX defines it.
    pub posix: Posix,
    /// What it means, in the words of strsignal(3).
    pub description: InlineText<31>,
}

impl Row {
    /// The other names that this system's `<signal.h>` gives the number.
    pub fn aliases(&self) -> impl Iterator<Item = &ShortName> {
        self.other_names.iter().filter(|name| **name != ShortName::NONE)
    }
}

use DefaultAction::{Continue, Core, Ignore, Stop, Terminate};
use Posix::{Base, Extension, Xsi};

/// XCPU and XFSZ dump core by POSIX and on Linux and Solaris; the BSDs only terminate.
const LIMIT_EXCEEDED: DefaultAction = if BSD { Terminate } else { Core };
const BSD: bool = cfg!(any(
    target_vendor = "apple",
    target_os = "freebsd",
    target_os = "dragonfly",
    target_os = "netbsd",
    target_os = "openbsd"
));

/// libc 0.2.190 and 0.2.191 give mips64 glibc the numbers of x86 (a slip in a cfg): there the header decides.
const LIBC_IS_WRONG: bool = cfg!(all(target_env = "gnu", any(target_arch = "mips64", target_arch = "mips64r6")));

/// The number of the constant `constant` (SIGHUP) of the libc crate, once the target's header has confirmed it.
const fn confirmed(constant: &'static str, from_libc: libc::c_int) -> u8 {
    let number = from_header(constant);
    assert!(
        number as libc::c_int == from_libc || LIBC_IS_WRONG,
        "the libc crate's number of a signal is not the one of the target's <signal.h>"
    );
    number
}

/// The number that only the target's header knows.
const fn from_header(constant: &'static str) -> u8 {
    match headers::NATIVE.number(without_sig(constant)) {
        Some(number) => number,
        None => panic!("a row names a signal that the target's <signal.h> does not have: its cfg is wrong"),
    }
}

const fn without_sig(constant: &'static str) -> &'static str {
    text(constant.as_bytes().split_at(3).1)
}

macro_rules! number {
    (libc $constant:ident) => {
        confirmed(stringify!($constant), libc::$constant)
    };
    (header $constant:ident) => {
        from_header(stringify!($constant))
    };
}

/// Those of the other names that the target's header gives the number.
const fn native_names<const N: usize>(number: u8, names: [&'static str; N]) -> [ShortName; 3] {
    let mut native = [ShortName::NONE; 3];
    let mut at = 0;
    while at < N {
        if let Some(found) = headers::NATIVE.number(names[at]) {
            if found == number {
                native[at] = ShortName::new(names[at]);
            }
        }
        at += 1;
    }
    native
}

macro_rules! rows {
    ($($(#[$cfg:meta])? $source:ident $constant:ident $([$($other:literal)*])?: $action:ident, $posix:ident, $description:literal;)*) => {
        const DECLARED: &[Row] = &[$(
            $(#[$cfg])?
            Row {
                number: number!($source $constant),
                name: ShortName::new(without_sig(stringify!($constant))),
                other_names: native_names(number!($source $constant), [$($($other),*)?]),
                default_action: $action,
                posix: $posix,
                description: InlineText::new($description),
            },
        )*];

        /// Every name above, whether or not this system has the signal.
        const EVERY_NAME_DECLARED: &[ShortName] =
            &[$(ShortName::new(without_sig(stringify!($constant))), $($(ShortName::new($other),)*)?)*];
    };
}

rows! {
    libc SIGHUP: Terminate, Base, "Hangup";
    libc SIGINT: Terminate, Base, "Interrupt";
    libc SIGQUIT: Core, Base, "Quit";
    libc SIGILL: Core, Base, "Illegal instruction";
    libc SIGTRAP: Core, Xsi, "Trace/breakpoint trap";
    libc SIGABRT ["IOT" "LOST"]: Core, Base, "Aborted";
    libc SIGBUS: Core, Base, "Bus error";
    libc SIGFPE: Core, Base, "Floating point exception";
    libc SIGKILL: Terminate, Base, "Killed";
    libc SIGUSR1: Terminate, Base, "User defined signal 1";
    libc SIGSEGV: Core, Base, "Segmentation fault";
    libc SIGUSR2: Terminate, Base, "User defined signal 2";
    libc SIGPIPE: Terminate, Base, "Broken pipe";
    libc SIGALRM: Terminate, Base, "Alarm clock";
    libc SIGTERM: Terminate, Base, "Terminated";
    libc SIGCHLD ["CLD"]: Ignore, Base, "Child exited";
    libc SIGCONT: Continue, Base, "Continued";
    libc SIGSTOP: Stop, Base, "Stopped (signal)";
    libc SIGTSTP: Stop, Base, "Stopped";
    libc SIGTTIN: Stop, Base, "Stopped (tty input)";
    libc SIGTTOU: Stop, Base, "Stopped (tty output)";
    libc SIGURG: Ignore, Base, "Urgent I/O condition";
    libc SIGXCPU: LIMIT_EXCEEDED, Xsi, "CPU time limit exceeded";
    libc SIGXFSZ: LIMIT_EXCEEDED, Xsi, "File size limit exceeded";
    libc SIGVTALRM: Terminate, Xsi, "Virtual timer expired";
    libc SIGPROF: Terminate, Extension, "Profiling timer expired";
    libc SIGWINCH: Ignore, Base, "Window changed";
    libc SIGSYS: Core, Xsi, "Bad system call";
    // signal(7) of Linux and signal.h(3HEAD) of illumos: it terminates. The BSDs and AIX ignore it.
    #[cfg(any(
        target_os = "linux", target_os = "android", target_os = "l4re", target_os = "illumos", target_os = "solaris",
    ))]
    libc SIGIO ["POLL"]: Terminate, Extension, "I/O possible";
    #[cfg(not(any(
        target_os = "linux", target_os = "android", target_os = "l4re", target_os = "illumos", target_os = "solaris",
        target_os = "haiku",
    )))]
    libc SIGIO ["POLL" "AIO" "PTY"]: Ignore, Extension, "I/O possible";
    #[cfg(target_os = "haiku")]
    libc SIGPOLL: Terminate, Extension, "I/O possible";
    // signal(7) of Linux: it terminates. Elsewhere it is ignored.
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "l4re"))]
    libc SIGPWR ["LOST"]: Terminate, Extension, "Power failure";
    #[cfg(any(
        target_os = "illumos", target_os = "solaris", target_os = "aix", target_os = "nto", target_os = "cygwin",
        target_os = "redox",
    ))]
    libc SIGPWR: Ignore, Extension, "Power failure";
    #[cfg(target_os = "netbsd")]
    header SIGPWR: Ignore, Extension, "Power failure";
    #[cfg(any(
        target_os = "redox",
        all(
            any(target_os = "linux", target_os = "android", target_os = "l4re"),
            not(any(
                target_arch = "mips", target_arch = "mips32r6", target_arch = "mips64", target_arch = "mips64r6",
                target_arch = "sparc", target_arch = "sparc64",
            )),
        ),
    ))]
    libc SIGSTKFLT: Terminate, Extension, "Stack fault";
    #[cfg(any(
        target_vendor = "apple", target_os = "freebsd", target_os = "dragonfly", target_os = "netbsd",
        target_os = "openbsd", target_os = "hurd", target_os = "cygwin", target_os = "illumos", target_os = "solaris",
        target_os = "aix", target_os = "nto",
        all(target_os = "linux", any(target_arch = "mips", target_arch = "mips32r6", target_arch = "sparc", target_arch = "sparc64")),
        all(target_os = "linux", not(target_env = "gnu"), any(target_arch = "mips64", target_arch = "mips64r6")),
    ))]
    libc SIGEMT ["DEADLK"]: Core, Extension, "EMT trap";
    // libc 0.2.190 and 0.2.191 lost it there.
    #[cfg(all(target_os = "linux", target_env = "gnu", any(target_arch = "mips64", target_arch = "mips64r6")))]
    header SIGEMT: Core, Extension, "EMT trap";
    #[cfg(any(
        target_vendor = "apple", target_os = "freebsd", target_os = "dragonfly", target_os = "netbsd",
        target_os = "openbsd", target_os = "hurd", target_os = "illumos", target_os = "solaris",
    ))]
    libc SIGINFO: Ignore, Extension, "Information request";
    #[cfg(target_os = "hurd")]
    header SIGLOST: Terminate, Extension, "Resource lost";
    #[cfg(target_os = "freebsd")]
    libc SIGTHR ["LWP"]: Ignore, Extension, "Thread interrupt";
    #[cfg(any(target_os = "openbsd", target_os = "dragonfly"))]
    header SIGTHR: Ignore, Extension, "Thread interrupt";
    #[cfg(target_os = "freebsd")]
    libc SIGLIBRT: Ignore, Extension, "Real-time library interrupt";
    #[cfg(target_os = "dragonfly")]
    header SIGCKPT: Ignore, Extension, "Checkpoint and continue";
    #[cfg(target_os = "dragonfly")]
    header SIGCKPTEXIT: Terminate, Extension, "Checkpoint and exit";
    #[cfg(any(target_os = "illumos", target_os = "aix"))]
    header SIGWAITING: Ignore, Extension, "No runnable threads";
    #[cfg(target_os = "illumos")]
    header SIGLWP: Ignore, Extension, "Inter-thread signal";
    #[cfg(target_os = "illumos")]
    header SIGFREEZE: Ignore, Extension, "Checkpoint freeze";
    #[cfg(target_os = "illumos")]
    header SIGTHAW: Ignore, Extension, "Checkpoint thaw";
    #[cfg(target_os = "illumos")]
    header SIGCANCEL: Ignore, Extension, "Thread cancellation";
    #[cfg(target_os = "illumos")]
    header SIGLOST: Ignore, Extension, "Resource lost";
    #[cfg(target_os = "illumos")]
    header SIGXRES: Ignore, Extension, "Resource control exceeded";
    #[cfg(target_os = "illumos")]
    header SIGJVM1: Ignore, Extension, "Reserved for the Java virtual machine 1";
    #[cfg(target_os = "illumos")]
    header SIGJVM2: Ignore, Extension, "Reserved for the Java virtual machine 2";
    #[cfg(target_os = "aix")]
    header SIGMSG: Terminate, Extension, "Input data in the ring buffer";
    #[cfg(target_os = "aix")]
    header SIGDANGER: Ignore, Extension, "Paging space low";
    #[cfg(target_os = "aix")]
    header SIGMIGRATE: Terminate, Extension, "Migrate process";
    #[cfg(target_os = "aix")]
    header SIGPRE: Terminate, Extension, "Programming exception";
    #[cfg(target_os = "aix")]
    header SIGVIRT: Terminate, Extension, "Virtual time alarm";
    #[cfg(target_os = "aix")]
    header SIGALRM1: Terminate, Extension, "Alarm of m:n threads";
    #[cfg(target_os = "aix")]
    header SIGGRANT ["KAP"]: Terminate, Extension, "Monitor mode granted";
    #[cfg(target_os = "aix")]
    header SIGRETRACT: Terminate, Extension, "Monitor mode retracted";
    #[cfg(target_os = "aix")]
    header SIGSOUND: Terminate, Extension, "Sound completed";
    #[cfg(target_os = "aix")]
    header SIGSAK: Terminate, Extension, "Secure attention key";
    #[cfg(target_os = "haiku")]
    libc SIGKILLTHR: Terminate, Extension, "Kill thread";
    #[cfg(target_os = "haiku")]
    header SIGRESERVED1: Terminate, Extension, "Reserved 1";
    #[cfg(target_os = "haiku")]
    header SIGRESERVED2: Terminate, Extension, "Reserved 2";
}

// Statics, and not the constants that they are made of: a static has a name, by which the linker lays it beside the code that
// reads it (`src/before_libc.ld`).

/// The signals of this system that have names of their own, in no particular order.
pub static ROWS: [Row; DECLARED.len()] = array(DECLARED);

/// Every name above, whether or not this system has the signal.
pub(super) static EVERY_NAME: [ShortName; EVERY_NAME_DECLARED.len()] = array(EVERY_NAME_DECLARED);

const fn array<T: Copy, const N: usize>(slice: &[T]) -> [T; N] {
    match slice.first_chunk() {
        Some(array) => *array,
        None => panic!("the array is longer than the slice"),
    }
}

/// One more than the highest number of any target.
const NUMBERS: usize = 128;
const NO_ROW: u8 = u8::MAX;

/// The row of each number, as an index into [`ROWS`].
static ROW_OF_NUMBER: [u8; NUMBERS] = {
    let mut rows = [NO_ROW; NUMBERS];
    let mut at = 0;
    while at < ROWS.len() {
        let number = ROWS[at].number as usize;
        assert!(rows[number] == NO_ROW, "two rows of this target have one number");
        rows[number] = at as u8;
        at += 1;
    }
    rows
};

/// The row of a number, if the signal has a name of its own.
pub fn row(number: u8) -> Option<&'static Row> {
    ROWS.get(usize::from(*ROW_OF_NUMBER.get(usize::from(number))?))
}

/// The rows in the order of their numbers.
pub fn by_number() -> impl Iterator<Item = &'static Row> {
    (1..=headers::NATIVE.highest).filter_map(row)
}

/// [`LIST`] in a buffer, and its length.
const LIST_PADDED: ([u8; LONGEST_LIST], usize) = {
    let mut text = [0; LONGEST_LIST];
    let mut length = 0;
    let mut number = 1;
    while number < NUMBERS {
        if ROW_OF_NUMBER[number] != NO_ROW {
            length = append(&mut text, length, &ROWS[ROW_OF_NUMBER[number] as usize].name);
        }
        number += 1;
    }
    if HAS_REAL_TIME {
        length = append(&mut text, length, &ShortName::new("RTMIN"));
        length = append(&mut text, length, &ShortName::new("RTMAX"));
    }
    (text, length)
};
const LONGEST_LIST: usize = 1024;

const fn append(text: &mut [u8; LONGEST_LIST], mut length: usize, name: &ShortName) -> usize {
    let mut at = 0;
    while at < name.length as usize {
        text[length] = name.bytes[at];
        length += 1;
        at += 1;
    }
    text[length] = b'\n';
    length + 1
}

/// What `kill -l` prints where it is no terminal: the names in the order of their numbers, one a line, then RTMIN and RTMAX
/// where there are real-time signals. Made while compiling: writing it is all that is left to do.
pub static LIST: [u8; LIST_PADDED.1] = array(&LIST_PADDED.0);

// What the target's header names, the rows have, and each name once.
const _: () = {
    let mut entries = headers::NATIVE.entries();
    while let Some(entry) = entries.next_entry() {
        let mut found = 0;
        let mut at = 0;
        while at < ROWS.len() {
            let row = &ROWS[at];
            if row.number == entry.number {
                let wanted = ShortName::new(entry.name);
                found += same(&row.name.bytes, &wanted.bytes) as u8;
                let mut other = 0;
                while other < row.other_names.len() {
                    found += same(&row.other_names[other].bytes, &wanted.bytes) as u8;
                    other += 1;
                }
            }
            at += 1;
        }
        assert!(found == 1, "a name of the target's <signal.h> has no row, or two");
    }
};
