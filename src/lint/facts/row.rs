//! One row of the table of facts, and the forms in which rows are written.

use crate::lint::shells::{Shell, Shells};

/// One fact about the shells.
#[derive(Debug)]
pub struct Fact {
    pub id: &'static str,
    /// The form that is right or wrong, or the event, as pages show it.
    pub form: &'static str,
    /// The text that proves it. It may use the functions of `PRELUDE`.
    pub snippet: &'static str,
    pub given: Given,
    /// Standard output of a shell that does not fail.
    pub works: &'static str,
    /// The shells that print something else.
    pub fails: Shells,
    /// The very output of shells that fail, where the way in which they fail matters.
    pub shows: &'static [(Shells, &'static str)],
    /// The shells that do not have the syntax at all: the snippet is not run there.
    pub lacking: Shells,
}

/// How a shell is given a snippet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// As a file.
    Script,
    /// As the operand of `-c`, without `PRELUDE`.
    String,
}

impl Fact {
    pub(super) const fn script(
        id: &'static str,
        form: &'static str,
        fails: &str,
        works: &'static str,
        snippet: &'static str,
    ) -> Fact {
        Fact {
            id,
            form,
            snippet,
            given: Given::Script,
            works,
            fails: Shells::of(fails),
            shows: &[],
            lacking: Shells::NONE,
        }
    }

    pub(super) const fn string(
        id: &'static str,
        form: &'static str,
        fails: &str,
        works: &'static str,
        snippet: &'static str,
    ) -> Fact {
        Fact { given: Given::String, ..Fact::script(id, form, fails, works, snippet) }
    }

    pub(super) const fn shows(self, shows: &'static [(Shells, &'static str)]) -> Fact {
        Fact { shows, ..self }
    }

    pub(super) const fn lacking(self, shells: &str) -> Fact {
        Fact { lacking: Shells::of(shells), ..self }
    }

    /// The output that a shell must show, or None if any other than `works` will do.
    pub fn shown_by(&self, shell: Shell) -> Option<&'static str> {
        if !self.fails.contains(shell) {
            return Some(self.works);
        }
        self.shows.iter().find(|(shells, _)| shells.contains(shell)).map(|&(_, output)| output)
    }
}
