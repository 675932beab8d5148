//! The excerpt of a file that shows a finding: the line as a terminal can show it, and where in it
//! the finding is.

use crate::cli::escape::visible;
use crate::lint::finding::Span;
use crate::lint::lines::Lines;

/// A tab in an excerpt.
const TAB: &str = "    ";

/// The bytes of a long line that are shown before and after the begin of the finding.
const AROUND: usize = 400;

/// A line, and the part of it that is meant.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) text: String,
    /// Bytes of the text.
    pub(super) meant: std::ops::Range<usize>,
}

impl Excerpt {
    /// The line where the span begins, as far as it is near; what of the span stands in other lines
    /// is not shown.
    pub(super) fn of(lines: &Lines, span: Span) -> Excerpt {
        let line = lines.place(span.start).line;
        let whole = lines.span(line);
        let bytes = lines.line(line);
        // What the line's end has after the text: a finding may be there.
        let start = span.start.min(whole.end) - whole.start;
        let end = span.end.clamp(span.start.min(whole.end), whole.end) - whole.start;
        let from = cut(bytes, start.saturating_sub(AROUND));
        let to = cut(bytes, bytes.len().min(start.saturating_add(AROUND)));
        let end = end.min(to);
        let mut text = shown(&bytes[from..start]);
        let begin = text.len();
        text += &shown(&bytes[start..end]);
        let meant = begin..text.len();
        text += &shown(&bytes[end..to]);
        Excerpt { text, meant }
    }

    /// The column of the meant part in the excerpt.
    pub(super) fn column(&self) -> usize {
        self.text[..self.meant.start].chars().count() + 1
    }
}

/// A place that cuts no character of UTF-8.
fn cut(bytes: &[u8], mut at: usize) -> usize {
    while at > 0 && bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80) {
        at -= 1;
    }
    at
}

/// A piece of a line as a terminal shows it. The renderer would put its marks below tabs as if they
/// were one column wide.
pub(super) fn shown(bytes: &[u8]) -> String {
    bytes.split(|byte| *byte == b'\t').map(visible).collect::<Vec<_>>().join(TAB)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(bytes: &[u8], start: usize, end: usize) -> (String, String) {
        let excerpt = Excerpt::of(&Lines::of(bytes), Span { start, end });
        (excerpt.text.clone(), excerpt.text[excerpt.meant].to_owned())
    }

    #[test]
    fn the_line_is_shown_with_what_is_meant() {
        let of = |text: &str, meant: &str| (text.to_owned(), meant.to_owned());
        assert_eq!(excerpt(b"a\n\tkill -9\nb", 8, 10), of("    kill -9", "-9"));
        assert_eq!(excerpt(b"if x\nthen y\nfi", 0, 14), of("if x", "if x"));
        assert_eq!(excerpt(b"a\xff\x1bb\r\n", 3, 4), of("a\\xff\\x1bb", "b"));
        assert_eq!(excerpt(b"abc\r\nx", 3, 4), of("abc", ""));
        assert_eq!(excerpt(b"", 0, 0), of("", ""));
    }

    #[test]
    fn of_a_long_line_only_what_is_near_is_shown() {
        let line = format!("{}kill{}", "é".repeat(1000), "x".repeat(10_000));
        let (text, meant) = excerpt(line.as_bytes(), 2000, 2004);
        assert_eq!((text.len(), meant.as_str()), (800, "kill"));
        assert!(text.starts_with('é'));
    }
}
