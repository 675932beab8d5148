//! What kill's documentation says beyond what the program prints.

use super::APPLET;
use super::options::{OPTIONS, TEXTS};
use crate::cli::declaration::{Operands, Pages};

/// kill, as its documentation tells it.
pub(crate) static PAGES: Pages = Pages {
    applet: &APPLET,
    synopsis: &[
        "[-s SIGNAL | -SIGNAL] [OPTION]... [--] TARGET...",
        "-l [OPTION]... [--] [NUMBER | STATUS | NAME | 0xMASK]...",
        "--explain [OPTION]... [--] OPERAND...",
        "-L | -t [OPTION]...",
        "-d PID",
        "--posix[=xsi] [-s NAME] [--] PID... | --posix[=xsi] -l [--] [STATUS]",
    ],
    options: &OPTIONS,
    texts: TEXTS,
    operands: Operands::Processes,
    help_end: "\
TARGET is a process ID, -GROUP for a process group (after a signal or --), 0 for
the caller's own group, -1 for every process, PID:INODE for a process by its
pidfd's inode number, or a command name. A first word -N is always a signal.
--group-of, --session-of, --foreground-of and --pidfile need no TARGET.
Exit status: 0 all signalled, 64 some, 124 some left at the end of -w, 1 none or
a wrong command line.",
    manual: include_str!("manual.mdoc"),
};
