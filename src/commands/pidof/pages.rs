//! The documentation of pidof beyond the text that the program prints.

use super::APPLET;
use super::options::{Key, OPTIONS, TEXTS};
use crate::cli::declaration::{Operands, Pages};
use crate::group;

/// pidof, as its documentation describes it.
pub(crate) static PAGES: Pages = Pages {
    applet: &APPLET,
    synopsis: &["[OPTION]... NAME..."],
    options: &OPTIONS,
    texts: TEXTS,
    groups: &[
        group!("Names", Key: Scripts, Workers, Zombies),
        group!(
            "Criteria",
            Key: Omit, OwnRoot, Executable, Directory, Older, Newer, StartedBefore, StartedAfter,
            Resident, ControlGroup, Unit, Container, Port, Uses, Mount, DescendantsOf, CatchesOneOf,
            IgnoresOneOf, BlocksOneOf, NoZombies, OwnNamespace
        ),
        group!("Output", Key: Single, Threads, Separator, Quiet, Sort, Json),
        group!("Other", Key: Ignored, Posix, Help, Version),
    ],
    examples: &[
        ("-s nginx", "One process of a server"),
        ("-x -o %PPID backup", "Another process that runs this script"),
        ("-S , /usr/bin/python3", "Everything that executes a file"),
        ("-s --sort -rss java", "The process with the most memory"),
        ("--json sshd", "All that is known, for another program"),
    ],
    operands: Operands::Patterns,
    help_end: "\
NAME: the word that a program was called by, its file name, the file name of the
executable, or the path of one of these; never a part of it.
Exit status: 0 found, 1 none, a wrong command line, or /proc or output failed.",
    manual: include_str!("manual.mdoc"),
};
