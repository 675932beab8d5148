//! The documentation of pidwait beyond the text that the program prints.

use super::APPLET;
use super::options::{Key, OPTIONS, TEXTS};
use crate::cli::declaration::{Operands, Pages};
use crate::group;

/// pidwait, as its documentation describes it.
pub(crate) static PAGES: Pages = Pages {
    applet: &APPLET,
    synopsis: &["[OPTION]... [PATTERN]"],
    options: &OPTIONS,
    texts: TEXTS,
    groups: &[
        group!("Waiting", Key: Timeout, Any),
        group!("Pattern", Key: Full, Exact, IgnoreCase, Name, Literal),
        group!(
            "Criteria",
            Key: EffectiveUser, RealUser, RealGroup, Pid, Parent, State, Older, Executable,
            Directory, Pidfile;
            Group, Session, Terminal, Catches, Signal, StartedBefore, NoZombies, Newer,
            StartedAfter, Resident, Variable, ControlGroup, Namespaces, NamespaceList,
            OwnNamespace, Locked, Port, Unit, Container, Uses, Mount, DescendantsOf, CatchesOneOf,
            IgnoresOneOf, BlocksOneOf
        ),
        group!("Choice", Key: Newest, Oldest; Inverse, IgnoreAncestors, WithAncestors),
        group!("Output", Key: Echo, Count, DryRun; Json),
        group!("Other", Key: Help, Version; Posix),
    ],
    examples: &[
        ("--timeout 10m -x make", "Wait for every make, ten minutes at most"),
        ("-F /run/job.pid", "The process whose ID a file holds"),
        ("--any -e worker", "Return when the first ends; print which"),
        ("-f script.py", "A script, by its command line"),
        ("--dry-run -u www", "Show which would be waited for, and why"),
    ],
    operands: Operands::Patterns,
    help_end: "\
PATTERN: an extended regular expression, found anywhere in the full name. Values
of one list are alternatives; all criteria must hold. Zombies have ended.
Exit status: 0 all have ended, 1 no process fits, 2 a wrong command line,
3 /proc or output failed, 124 some are left after --timeout.",
    manual: include_str!("manual.mdoc"),
};
