//! The shell texts of a file of any kind.

use std::borrow::Cow;

use super::kind::{Kind, Reading};
use super::shells::Dialect;
use super::text::{Map, Text};
use super::{dockerfile, makefile, unit, workflow};

/// Gives the shell texts of a file; `given` is the shell that the command line names. It counts for
/// scripts, because the other kinds of files say themselves which shell runs what.
pub(crate) fn texts<'a>(
    kind: Kind,
    path: &[u8],
    file: &'a [u8],
    given: Option<Dialect>,
) -> Vec<Text<'a>> {
    match kind {
        Kind::Script => {
            let reading = Reading::of_script(path, file, given);
            vec![Text {
                bytes: Cow::Borrowed(file),
                map: Map::of_file(0, file.len()),
                dialect: reading.dialect,
                place: None,
                errexit: reading.errexit,
                is_argument: false,
                forbidden: b"",
            }]
        }
        Kind::Dockerfile => dockerfile::texts(file),
        Kind::Workflow => workflow::texts(file),
        Kind::Makefile => makefile::texts(file),
        Kind::Unit => unit::texts(file),
        Kind::Foreign => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::finding::Span;

    #[test]
    fn a_script_is_one_text() {
        let file = b"#!/bin/sh -e\nkill 1\n";
        let texts = texts(Kind::Script, b"x", file, None);
        assert_eq!(texts.len(), 1);
        assert_eq!(&*texts[0].bytes, file);
        assert!(texts[0].errexit);
        assert_eq!(
            texts[0].map.same(Span { start: 13, end: 17 }),
            Some(Span { start: 13, end: 17 })
        );
    }

    #[test]
    fn a_foreign_file_has_no_text() {
        assert!(texts(Kind::Foreign, b"x", b"#!/usr/bin/perl\nkill 9, $$;\n", None).is_empty());
    }

    #[test]
    fn each_kind_has_its_reader() {
        for (kind, file) in [
            (Kind::Dockerfile, &b"RUN x\n"[..]),
            (Kind::Workflow, b"jobs:\n  a:\n    steps:\n    - run: x\n"),
            (Kind::Makefile, b"a:\n\tx\n"),
            (Kind::Unit, b"ExecStart=sh -c x\n"),
        ] {
            let texts = texts(kind, b"", file, None);
            assert_eq!(texts.len(), 1, "{kind:?}");
            assert_eq!(&*texts[0].bytes, b"x", "{kind:?}");
        }
    }
}
