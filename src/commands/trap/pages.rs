//! What trap's documentation says beyond what the program prints.

use super::APPLET;
use super::options::{Key, OPTIONS, TEXTS};
use crate::cli::declaration::{Operands, Pages};

/// trap, as its documentation tells it.
pub(crate) static PAGES: Pages = Pages {
    applet: &APPLET,
    synopsis: &[
        "[OPTION]... [ACTION CONDITION...] [--on CONDITION,...=ACTION]... -- COMMAND [ARGUMENT]...",
        "[OPTION]... NUMBER [CONDITION...] -- COMMAND [ARGUMENT]...",
        "[-p] [-P PID[:INODE]]... [--table | --json] [CONDITION...]",
        "-l",
    ],
    options: &OPTIONS,
    texts: TEXTS,
    operands: Operands::ActionThenCommand { conditions_alone: |index| Key::at(index).shows() },
    help_end: "\
ACTION is '' to ignore, - for the default, or a command for sh, which gets
TRAP_SIGNAL, TRAP_PID, TRAP_SENDER, _UID and _NAME, and for EXIT TRAP_STATUS,
TRAP_REASON and TRAP_TIMED_OUT. CONDITION is a signal or EXIT.
Shells have a trap of their own: write sigtrap, which is the same.
Exit status: that of COMMAND; 124 timed out, 125 a wrong command line,
126 COMMAND cannot be executed, 127 it is not found.",
    manual: include_str!("manual.mdoc"),
};
