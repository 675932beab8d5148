//! The documentation of kill beyond the text that the program prints.

use super::APPLET;
use super::options::{Key, OPTIONS, TEXTS};
use crate::cli::declaration::{Operands, Pages};
use crate::group;

/// kill, as its documentation describes it.
pub(crate) static PAGES: Pages = Pages {
    applet: &APPLET,
    synopsis: &[
        "[-s SIGNAL | -SIGNAL] [OPTION]... [--] TARGET...",
        "-l [OPTION]... [--] [NUMBER | STATUS | NAME | 0xMASK]...",
        "--explain [OPTION]... [--] OPERAND...",
        "-L | -t [OPTION]... | -d PID",
        "--posix[=xsi] [-s NAME] [--] PID... | --posix[=xsi] -l [--] [STATUS]",
    ],
    options: &OPTIONS,
    texts: TEXTS,
    groups: &[
        group!("Signal", Key: Signal, Queue),
        group!(
            "Targets",
            Key: Tree, Descendants, AllUsers, GroupOf, SessionOf, ForegroundOf, Pidfile
        ),
        group!(
            "Guards",
            Key: RequireHandler, IfName, IfUser, Executable;
            Directory, StartedBefore, StartedAfter, Newer, Resident, NoZombies, OwnNamespace, Port,
            Unit, Container, ControlGroup, Uses, Mount, DescendantsOf, CatchesOneOf, IgnoresOneOf,
            BlocksOneOf
        ),
        group!("Waiting and following", Key: Wait, KillAfter, Timeout),
        group!(
            "Listing and decoding",
            Key: List, Table, DescriptionTable, Explain, Target, ProcessState, Print, DryRun;
            Inode, Full
        ),
        group!("Other", Key: Verbose, Posix, Help, Version),
    ],
    examples: &[
        ("1234", "Send TERM to the process 1234"),
        ("-w -k 5 1234", "Then wait; send KILL after 5 seconds"),
        ("--tree -s KILL 1234", "Kill the process and its descendants"),
        ("-s HUP --pidfile /run/nginx.pid", "Signal the process that a file names"),
        ("-l 143", "Print the signal of an exit status"),
    ],
    operands: Operands::Processes,
    help_end: "\
TARGET: a process ID, -GROUP (after a signal or --), 0 for the caller's process
group, -1 for every process, PID:INODE, or a command name. TIME: 5, 1.5s, 2m.
Exit status: 0 all signalled, 64 some, 124 some left after -w TIME, 77 signal 0
is not permitted, 1 none or a wrong command line.",
    manual: include_str!("manual.mdoc"),
};
