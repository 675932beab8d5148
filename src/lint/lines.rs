//! The lines of a file: where each begins, and the place of a byte as people count it.

use super::finding::Span;

/// A place as people count: from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    /// In characters; in bytes if the file is not UTF-8.
    pub(crate) column: usize,
}

/// The lines of a file.
pub(crate) struct Lines<'a> {
    bytes: &'a [u8],
    /// The first byte of each line.
    starts: Vec<usize>,
    /// The file as text, if it is UTF-8.
    text: Option<&'a str>,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(bytes: &'a [u8]) -> Lines<'a> {
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Lines { bytes, starts, text: std::str::from_utf8(bytes).ok() }
    }

    pub(crate) fn place(&self, offset: usize) -> Place {
        let offset = offset.min(self.bytes.len());
        let line = self.number(offset);
        let before = self.starts[line - 1]..offset;
        let column = match self.text.and_then(|text| text.get(before.clone())) {
            Some(text) => text.chars().count(),
            None => before.len(),
        };
        Place { line, column: column + 1 }
    }

    /// The bytes of the line of this number, without its newline and a carriage return before that.
    pub(crate) fn span(&self, line: usize) -> Span {
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(self.bytes.len(), |next| next - 1);
        let has_return = end > start && self.bytes[end - 1] == b'\r';
        Span { start, end: end - usize::from(has_return) }
    }

    /// The line of this number, without its end.
    pub(crate) fn line(&self, line: usize) -> &'a [u8] {
        let Span { start, end } = self.span(line);
        &self.bytes[start..end]
    }

    fn number(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(bytes: &[u8], offset: usize) -> (usize, usize) {
        let Place { line, column } = Lines::of(bytes).place(offset);
        (line, column)
    }

    #[test]
    fn columns_count_characters_from_1() {
        assert_eq!(place(b"", 0), (1, 1));
        assert_eq!(place(b"ab\ncd\n", 0), (1, 1));
        assert_eq!(place(b"ab\ncd\n", 2), (1, 3));
        assert_eq!(place(b"ab\ncd\n", 4), (2, 2));
        assert_eq!(place(b"ab\ncd\n", 6), (3, 1));
        assert_eq!(place("a\né€x".as_bytes(), 7), (2, 3));
        assert_eq!(place(b"a", 9), (1, 2));
    }

    #[test]
    fn columns_count_bytes_where_the_file_is_not_utf_8() {
        assert_eq!(place(b"\xe9\xc3\xa9x", 3), (1, 4));
    }

    #[test]
    fn a_line_has_no_line_end() {
        let lines = Lines::of(b"ab\r\n\ncd");
        assert_eq!(
            (lines.line(1), lines.line(2), lines.line(3)),
            (&b"ab"[..], &b""[..], &b"cd"[..])
        );
        assert_eq!(lines.span(3), Span { start: 5, end: 7 });
        assert_eq!(Lines::of(b"a\n").line(2), b"");
    }
}
