//! A piece of shell text, and where each of its bytes stands in the file.
//!
//! The whole of a script is one text. So is a string given to `sh -c`, a here-document for a
//! shell, an instruction of a Dockerfile, a recipe of a Makefile, whose bytes may differ from the
//! file's (`$$` of a Makefile is `$`). A fix is offered only where they are the same.

use std::borrow::Cow;

use super::finding::Span;
use super::shells::Dialect;

/// Bytes that mean something in the files in which shell text stands: a quote ends a string of YAML
/// or JSON; make, systemd and GitHub expand a dollar, a percent sign, braces.
const OF_ANOTHER_LANGUAGE: &[u8] = b"\"'$\\`#%:{}";

/// A piece of shell text.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    pub(crate) bytes: Cow<'a, [u8]>,
    pub(crate) map: Map,
    pub(crate) dialect: Dialect,
    /// The place, if it is not a script of its own: `in the string given to sh -c`.
    pub(crate) place: Option<String>,
    /// A command that fails ends it (`set -e` is on from the start).
    pub(crate) errexit: bool,
    /// The shell has the text in its own command line (`sh -c`, ssh, a recipe), where `pkill -f`
    /// finds it.
    pub(crate) is_argument: bool,
    /// Bytes that no edit may have, because the quoting or the language around the text would read
    /// them as its own.
    pub(crate) forbidden: &'static [u8],
}

/// Bytes that were taken out of a file of another language, and where they stand in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Excerpt {
    pub(crate) bytes: Vec<u8>,
    pub(crate) map: Map,
}

impl Excerpt {
    /// Adds bytes of the file as they stand there.
    pub(crate) fn push_same(&mut self, file: &[u8], span: Span) {
        self.bytes.extend_from_slice(&file[span.start..span.end]);
        self.map.push_same(span.start, span.end - span.start);
    }

    /// Adds bytes that stand for other bytes of the file.
    pub(crate) fn push_other(&mut self, bytes: &[u8], file: Span) {
        if !bytes.is_empty() {
            self.bytes.extend_from_slice(bytes);
            self.map.push_other(bytes.len(), file);
        }
    }

    /// Takes a range of it.
    pub(crate) fn part(&self, span: Span) -> Excerpt {
        Excerpt {
            bytes: self.bytes[span.start..span.end].to_vec(),
            map: self.map.of_part(&Map::of_file(span.start, span.end - span.start)),
        }
    }

    /// Adds another one to the end.
    pub(crate) fn append(&mut self, other: &Excerpt) {
        self.bytes.extend_from_slice(&other.bytes);
        self.map.append(&other.map);
    }

    /// Makes it a text in a shell's language.
    pub(crate) fn into_text(self, dialect: Dialect) -> Text<'static> {
        Text {
            bytes: Cow::Owned(self.bytes),
            map: self.map,
            dialect,
            place: None,
            errexit: false,
            is_argument: false,
            forbidden: OF_ANOTHER_LANGUAGE,
        }
    }
}

/// Where the bytes of a text stand in the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Map {
    /// In order, without gaps: the pieces cover the text.
    pieces: Vec<Piece>,
}

/// A run of a text's bytes.
#[derive(Clone, Copy, Debug)]
struct Piece {
    text: Span,
    file: Span,
    /// The bytes are the file's own, one for one.
    same: bool,
}

impl Map {
    /// Maps a text that is `length` bytes of the file from `start`.
    pub(crate) fn of_file(start: usize, length: usize) -> Map {
        let mut map = Map::default();
        map.push_same(start, length);
        map
    }

    /// Adds bytes that are the file's own from `start`.
    pub(crate) fn push_same(&mut self, start: usize, length: usize) {
        if length == 0 {
            return;
        }
        let at = self.length();
        if let Some(last) =
            self.pieces.last_mut().filter(|last| last.same && last.file.end == start)
        {
            last.text.end += length;
            last.file.end += length;
            return;
        }
        self.pieces.push(Piece {
            text: Span { start: at, end: at + length },
            file: Span { start, end: start + length },
            same: true,
        });
    }

    /// Adds `length` bytes that stand for other bytes of the file.
    pub(crate) fn push_other(&mut self, length: usize, file: Span) {
        let at = self.length();
        self.pieces.push(Piece { text: Span { start: at, end: at + length }, file, same: false });
    }

    /// Adds the map of a text that follows.
    fn append(&mut self, other: &Map) {
        for piece in &other.pieces {
            if piece.same {
                self.push_same(piece.file.start, piece.file.end - piece.file.start);
            } else {
                self.push_other(piece.text.end - piece.text.start, piece.file);
            }
        }
    }

    /// Maps a part of this text, given as a map of that part onto this text, onto the file.
    pub(crate) fn of_part(&self, part: &Map) -> Map {
        let mut whole = Map::default();
        for piece in &part.pieces {
            if !piece.same {
                whole.push_other(piece.text.end - piece.text.start, self.file(piece.file));
                continue;
            }
            let first = self.pieces.partition_point(|own| own.text.end <= piece.file.start);
            for own in &self.pieces[first..] {
                if own.text.start >= piece.file.end {
                    break;
                }
                let start = own.text.start.max(piece.file.start);
                let end = own.text.end.min(piece.file.end);
                if start >= end {
                    continue;
                }
                if own.same {
                    whole.push_same(own.file.start + (start - own.text.start), end - start);
                } else {
                    whole.push_other(end - start, own.file);
                }
            }
        }
        whole
    }

    /// Gives the bytes of the file that a span of the text stands for.
    pub(crate) fn file(&self, span: Span) -> Span {
        let start = self.at(span.start, |file| file.start);
        let end = if span.end > span.start {
            self.at(span.end - 1, |file| file.end.saturating_sub(1)).saturating_add(1)
        } else {
            start
        };
        Span { start, end: end.max(start) }
    }

    /// Gives the bytes of the file that are the very same bytes as a span of the text.
    pub(crate) fn same(&self, span: Span) -> Option<Span> {
        // An empty span is in the piece that ends where it stands, if another one follows.
        let first = self.pieces.partition_point(|piece| piece.text.end < span.end);
        let piece = self.pieces[first..].iter().take(2).find(|piece| {
            piece.same && piece.text.start <= span.start && span.end <= piece.text.end
        })?;
        let start = piece.file.start + (span.start - piece.text.start);
        Some(Span { start, end: start + (span.end - span.start) })
    }

    /// Gives the place in the file of one byte of the text; `other` chooses it in a piece whose
    /// bytes are not the file's.
    fn at(&self, offset: usize, other: impl Fn(Span) -> usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.text.end <= offset);
        match self.pieces.get(after) {
            Some(piece) if piece.same => piece.file.start + (offset - piece.text.start),
            Some(piece) => other(piece.file),
            None => self.pieces.last().map_or(0, |piece| piece.file.end),
        }
    }

    fn length(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.text.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// The text `a$b` of a recipe `a$$b` at 10.
    fn recipe() -> Map {
        let mut map = Map::default();
        map.push_same(10, 1);
        map.push_other(1, span(11, 13));
        map.push_same(13, 1);
        map
    }

    #[test]
    fn a_span_is_found_in_the_file() {
        assert_eq!(recipe().file(span(0, 3)), span(10, 14));
        assert_eq!(recipe().file(span(1, 2)), span(11, 13));
        assert_eq!(recipe().file(span(2, 3)), span(13, 14));
        assert_eq!(recipe().file(span(3, 3)), span(14, 14));
        assert_eq!(Map::default().file(span(0, 0)), span(0, 0));
    }

    #[test]
    fn only_equal_bytes_are_the_same() {
        assert_eq!(recipe().same(span(0, 1)), Some(span(10, 11)));
        assert_eq!(recipe().same(span(2, 3)), Some(span(13, 14)));
        assert_eq!(recipe().same(span(1, 2)), None);
        assert_eq!(recipe().same(span(0, 2)), None);
    }

    #[test]
    fn a_part_of_a_part_stands_in_the_file() {
        let part = recipe().of_part(&Map::of_file(1, 2));
        assert_eq!(part.file(span(0, 1)), span(11, 13));
        assert_eq!(part.same(span(1, 2)), Some(span(13, 14)));
    }

    #[test]
    fn an_excerpt_of_an_excerpt_stands_in_the_file() {
        let mut whole = Excerpt::default();
        whole.push_same(b"abcdef", span(1, 3));
        whole.push_other(b"$", span(3, 5));
        whole.push_same(b"abcdef", span(5, 6));
        assert_eq!(whole.bytes, b"bc$f");
        let part = whole.part(span(1, 4));
        assert_eq!(part.bytes, b"c$f");
        assert_eq!(part.map.same(span(0, 1)), Some(span(2, 3)));
        assert_eq!(part.map.file(span(1, 2)), span(3, 5));
        assert_eq!(part.map.same(span(1, 2)), None);
        assert_eq!(part.map.same(span(2, 3)), Some(span(5, 6)));
        assert_eq!(part.map.same(span(3, 3)), Some(span(6, 6)));
    }

    #[test]
    fn neighbours_become_one_piece() {
        let mut map = Map::of_file(3, 2);
        map.push_same(5, 4);
        assert_eq!(map.same(span(1, 6)), Some(span(4, 9)));
    }
}
