//! The documentation of pgrep beyond the text that the program prints.

use super::APPLET;
use super::options::{Key, OPTIONS, TEXTS};
use crate::cli::declaration::{Operands, Pages};
use crate::group;

/// pgrep, as its documentation describes it.
pub(crate) static PAGES: Pages = Pages {
    applet: &APPLET,
    synopsis: &["[OPTION]... [PATTERN]"],
    options: &OPTIONS,
    texts: TEXTS,
    groups: &[
        group!("Pattern", Key: Full, Exact, IgnoreCase, Name, Literal),
        group!(
            "Criteria",
            Key: EffectiveUser, RealUser, RealGroup, Pid, Parent, Group, Terminal, State, Older,
            Executable, Directory, Pidfile;
            Catches, Session, NoZombies, Newer, StartedBefore, StartedAfter, Resident, Variable,
            ControlGroup, Namespaces, NamespaceList, OwnNamespace, Locked, Signal, Port, Unit,
            Container, Uses, Mount, DescendantsOf, CatchesOneOf, IgnoresOneOf, BlocksOneOf
        ),
        group!(
            "Choice",
            Key: Newest, Oldest, Inverse, Tree, Threads; IgnoreAncestors, WithAncestors
        ),
        group!(
            "Output",
            Key: ListName, ListFull, Delimiter, Count, Quiet, Sort, Json; Quote, Inode, Forest
        ),
        group!("Other", Key: Posix, Help, Version),
    ],
    examples: &[
        ("-f script.py", "A script, by its command line"),
        ("-x -a systemd-journald", "Exactly this name; print command lines"),
        ("-a --cwd /mnt/disk", "Everything that works below a directory"),
        ("-u www --sort -rss -l", "The processes of a user, largest first"),
        ("--json nginx", "All that is known, for another program"),
    ],
    operands: Operands::Patterns,
    help_end: "\
PATTERN: an extended regular expression, found anywhere in the full name. Values
of one list are alternatives; all criteria must hold. pgrep never finds itself.
Exit status: 0 found, 1 none, 2 a wrong command line, 3 /proc or output failed.",
    manual: include_str!("manual.mdoc"),
};
