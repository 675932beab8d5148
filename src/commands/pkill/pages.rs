//! The documentation of pkill beyond the text that the program prints.

use super::APPLET;
use super::options::{Key, OPTIONS, TEXTS};
use crate::cli::declaration::{Operands, Pages};
use crate::group;

/// pkill, as its documentation describes it.
pub(crate) static PAGES: Pages = Pages {
    applet: &APPLET,
    synopsis: &["[-SIGNAL] [OPTION]... [PATTERN]"],
    options: &OPTIONS,
    texts: TEXTS,
    groups: &[
        group!("Signal", Key: Signal; Queue, ReleaseMemory),
        group!("Pattern", Key: Full, Exact; IgnoreCase, Name, Literal),
        group!(
            "Criteria",
            Key: EffectiveUser, RealUser, RealGroup, Pid, Parent, State, Older, Executable,
            Directory, Pidfile;
            Group, Session, Terminal, Catches, StartedBefore, NoZombies, Newer, StartedAfter,
            Resident, Variable, ControlGroup, Namespaces, NamespaceList, OwnNamespace, Locked, Port,
            Unit, Container, Uses, Mount, DescendantsOf, CatchesOneOf, IgnoresOneOf, BlocksOneOf
        ),
        group!(
            "Choice",
            Key: Newest, Oldest, Tree; Inverse, Descendants, IgnoreAncestors, WithAncestors
        ),
        group!("Waiting and following", Key: Wait, KillAfter; Timeout),
        group!("Output", Key: DryRun, Confirm, Strict, Echo; Count, Json, Verbose),
        group!("Other", Key: List, Help, Version; Posix),
    ],
    examples: &[
        ("--dry-run -u www nginx", "Show what would be signalled, and why"),
        ("-x -k 5 --wait worker", "End it; send KILL after 5 seconds"),
        ("--tree -f script.py", "A script, and all that it has started"),
        ("-HUP --name systemd-journald", "Exactly this name"),
        ("-e --cwd /mnt/disk", "Everything that works below a directory"),
    ],
    operands: Operands::NamesAndSignal,
    help_end: "\
PATTERN: an extended regular expression, found anywhere in the full name. Values
of one list are alternatives; all criteria must hold.
Exit status: 0 a process was signalled, 1 none, 2 a wrong command line, 3 /proc
or output failed, 64 --strict and not all, 124 some left after --wait=TIME.",
    manual: include_str!("manual.mdoc"),
};
