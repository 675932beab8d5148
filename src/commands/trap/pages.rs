//! The documentation of trap beyond the text that the program prints.

use super::APPLET;
use super::options::{Key, OPTIONS, TEXTS};
use crate::cli::declaration::{Operands, Pages};
use crate::group;

/// trap, as its documentation describes it.
pub(crate) static PAGES: Pages = Pages {
    applet: &APPLET,
    synopsis: &[
        "[OPTION]... [ACTION CONDITION...] [--on CONDITION,...=ACTION]... -- COMMAND [ARGUMENT]...",
        "[OPTION]... NUMBER [CONDITION...] -- COMMAND [ARGUMENT]...",
        "[-p] [-P PID[:INODE]]... [--table | --json] [CONDITION...] | -l",
    ],
    options: &OPTIONS,
    texts: TEXTS,
    groups: &[
        group!("Start of COMMAND", Key: Default, Ignore, Block, Unblock, DieWithParent),
        group!("Actions", Key: On, Shell, Forward),
        group!("Passing on", Key: Map, Delay, Guard, Group, Tree),
        group!("Ending and waiting", Key: Timeout, KillAfter, Schedule, PreserveStatus, ExitCode),
        group!("Descendants", Key: WaitAll, Reap, Init),
        group!("Showing", Key: Print, Process, Table, Json, List; AllThreads),
        group!("Other", Key: Verbose, Posix, Help, Version),
    ],
    examples: &[
        ("'' HUP -- make world", "Run make, which ignores HUP"),
        ("'rm lock' EXIT -- make", "Run rm lock when make has ended"),
        ("-t 10m -k 5 -- ./job", "End a job after ten minutes"),
        ("--init -k 8 -- server", "Be PID 1 of a container"),
        ("-P 1234", "Show what a process ignores"),
    ],
    operands: Operands::ActionThenCommand { conditions_alone: |index| Key::at(index).shows() },
    help_end: "\
ACTION: '' to ignore, - for the default, or a command for sh, which has
TRAP_SIGNAL, TRAP_PID, TRAP_SENDER, _UID and _NAME, and for EXIT TRAP_STATUS,
TRAP_REASON and TRAP_TIMED_OUT. CONDITION: a signal or EXIT.
Shells have their own trap; from a shell, call this one sigtrap.
Exit status: that of COMMAND; 124 timed out, 125 a wrong command line,
126 COMMAND cannot be executed, 127 COMMAND is not found.",
    manual: include_str!("manual.mdoc"),
};
