//! What pgrep's documentation says beyond what the program prints.

use super::APPLET;
use super::options::{OPTIONS, TEXTS};
use crate::cli::declaration::{Operands, Pages};

/// pgrep, as its documentation tells it.
pub(crate) static PAGES: Pages = Pages {
    applet: &APPLET,
    synopsis: &["[OPTION]... PATTERN", "[OPTION]..."],
    options: &OPTIONS,
    texts: TEXTS,
    operands: Operands::Patterns,
    help_end: "\
PATTERN is an extended regular expression; it is looked for anywhere in the name
of a process, which is known in full. Values of one list are alternatives; all
else that is asked must hold. pgrep never finds itself.
Exit status: 0 there are such processes, 1 there is none, 2 a wrong command
line, 3 nothing could be found out.",
    manual: include_str!("manual.mdoc"),
};
