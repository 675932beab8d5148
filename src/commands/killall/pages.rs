//! The documentation of killall beyond the text that the program prints.

use super::APPLET;
use super::options::{Key, OPTIONS, TEXTS};
use crate::cli::declaration::{Operands, Pages};
use crate::group;

/// killall, as its documentation describes it.
pub(crate) static PAGES: Pages = Pages {
    applet: &APPLET,
    synopsis: &["[-SIGNAL] [OPTION]... [--] NAME...", "[-SIGNAL] [OPTION]... -u USER", "-l"],
    options: &OPTIONS,
    texts: TEXTS,
    groups: &[
        group!("Signal", Key: Signal),
        group!("Names", Key: Regexp, IgnoreCase; Exact, Literal),
        group!("Targets", Key: ProcessGroup, Tree, Descendants),
        group!(
            "Criteria",
            Key: User, Older, Younger, Executable, Directory;
            Context, Namespace, OwnNamespace, Port, EffectiveUser, RealGroup, Pid, Parent, Group,
            Session, Terminal, State, NoZombies, Newer, StartedBefore, StartedAfter, Resident,
            Variable, ControlGroup, Unit, Container, Uses, Mount, DescendantsOf, Catches,
            CatchesOneOf, IgnoresOneOf, BlocksOneOf
        ),
        group!("Waiting and following", Key: WaitForAll, Wait, KillAfter; Timeout),
        group!("Output", Key: DryRun, Interactive, Confirm, Strict, Quiet, Report; Verbose, Json),
        group!("Other", Key: List, Help, Version; Posix),
    ],
    examples: &[
        ("--dry-run sleep", "Show what would be signalled, and why"),
        ("-k 5 -w worker", "End it; send KILL after 5 seconds; wait"),
        ("-HUP systemd-journald nginx", "All processes of two names"),
        ("/opt/app/bin/server", "All that execute this file"),
        ("-v -u www -o 2h -r '^php'", "A user's old processes, by a pattern"),
    ],
    operands: Operands::NamesAndSignal,
    help_end: "\
NAME: exactly the name of the process, in full, or a path with a slash. All
criteria must hold.
Exit status: 0 each NAME had a process that was signalled, 1 every failure,
64 --strict and not all, 124 some left after --wait=TIME.",
    manual: include_str!("manual.mdoc"),
};
