//! What pidof's documentation says beyond what the program prints.

use super::APPLET;
use super::options::{OPTIONS, TEXTS};
use crate::cli::declaration::{Operands, Pages};

/// pidof, as its documentation tells it.
pub(crate) static PAGES: Pages = Pages {
    applet: &APPLET,
    synopsis: &["[OPTION]... NAME..."],
    options: &OPTIONS,
    texts: TEXTS,
    operands: Operands::Patterns,
    help_end: "\
NAME is the word that a program was called by, its file name, the file name of
the executable, or a path of these; never a part of it.
Exit status: 0 there is such a process, 1 there is none, or something failed.",
    manual: include_str!("manual.mdoc"),
};
