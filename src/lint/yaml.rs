//! The part of YAML that workflows are written in: mappings and sequences, and scalars of every
//! style, each with the place of its bytes in the file.
//!
//! A library would read all of YAML, but saphyr-parser needs a procedural macro (thiserror), which
//! no static build on its own system can have, and others do not say where the bytes of a value
//! stand. Aliases and tags are passed over.

mod flow;

use super::finding::Span;
use super::text::Excerpt;

/// A scalar, and the keys and places in sequences that lead to it.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) path: Vec<Step>,
    pub(crate) value: Excerpt,
}

/// A key of a mapping, or a place in a sequence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    Key(Vec<u8>),
    Item(usize),
}

impl Step {
    pub(crate) fn is(&self, key: &str) -> bool {
        matches!(self, Step::Key(own) if own == key.as_bytes())
    }
}

/// Reads the scalars of a document's mappings.
pub(crate) fn leaves(file: &[u8]) -> Vec<Leaf> {
    let mut reader = Reader { file, at: 0, open: Vec::new(), leaves: Vec::new() };
    while reader.at < file.len() {
        reader.line();
    }
    reader.leaves
}

struct Reader<'a> {
    file: &'a [u8],
    at: usize,
    /// The keys and items that hold what is read, each with its column.
    open: Vec<(usize, Step)>,
    leaves: Vec<Leaf>,
}

/// Deeper nodes are passed over, so that a path stays short.
const DEPTH: usize = 64;

impl Reader<'_> {
    /// Reads a line, and the lines that its value goes on in.
    fn line(&mut self) {
        let start = self.at;
        let end = self.end_of_line(start);
        let mut at = start + self.blanks(start);
        self.at = end + 1;
        while self.file.get(at) == Some(&b'-') && self.is_blank_or_end(at + 1) {
            let column = at - start;
            let mut index = 0;
            while let Some((own, step)) = self.open.last() {
                match step {
                    Step::Item(last) if *own == column => index = last + 1,
                    _ if *own > column => {}
                    _ => break,
                }
                self.open.pop();
            }
            if self.open.len() >= DEPTH {
                return;
            }
            self.open.push((column, Step::Item(index)));
            at += 1;
            at += self.blanks(at);
        }
        if at >= end || matches!(self.file[at], b'#' | b'%') {
            return;
        }
        let column = at - start;
        if matches!(self.file[at], b'{' | b'[') {
            self.close(column);
            self.flow_value(at);
            return;
        }
        let Some((key, value)) = self.key(at, end) else {
            // An item that is a scalar itself. It is nothing of a workflow's, but may go on.
            if self.file[start..end].trim_ascii_start().starts_with(b"- ") {
                self.value(at, end, column.saturating_sub(1));
            }
            return;
        };
        self.close(column);
        if self.open.len() >= DEPTH {
            return;
        }
        self.open.push((column, Step::Key(key)));
        if let Some(value) = self.value(value, end, column) {
            let path = self.open.iter().map(|(_, step)| step.clone()).collect();
            self.leaves.push(Leaf { path, value });
        }
    }

    /// Closes what begins at a column or to the right of it.
    fn close(&mut self, column: usize) {
        while self.open.last().is_some_and(|(own, _)| *own >= column) {
            self.open.pop();
        }
    }

    /// Reads `KEY:`, and where the value may begin.
    fn key(&self, at: usize, end: usize) -> Option<(Vec<u8>, usize)> {
        let text = &self.file[at..end];
        let (key, after) = match text[0] {
            quote @ (b'"' | b'\'') => {
                let length = text[1..].iter().position(|&byte| byte == quote)?;
                (&text[1..=length], length + 2)
            }
            _ => {
                let colon = (0..text.len())
                    .find(|&colon| text[colon] == b':' && self.is_blank_or_end(at + colon + 1))?;
                (text[..colon].trim_ascii_end(), colon)
            }
        };
        let after = at + after + self.blanks(at + after);
        (self.file.get(after) == Some(&b':') && self.is_blank_or_end(after + 1))
            .then(|| (key.to_vec(), after + 1))
    }

    /// Reads a value from `at`; `column` is that of its key. Moves to the line after it.
    fn value(&mut self, mut at: usize, end: usize, column: usize) -> Option<Excerpt> {
        loop {
            at += self.blanks(at);
            // An anchor or a tag in front of the value.
            if at < end && matches!(self.file[at], b'&' | b'!') {
                at += self.file[at..end]
                    .iter()
                    .take_while(|byte| !byte.is_ascii_whitespace())
                    .count();
            } else {
                break;
            }
        }
        if at >= end {
            return None;
        }
        match self.file[at] {
            b'|' | b'>' => Some(self.block(at, column)),
            b'"' | b'\'' => {
                let (value, after) = self.quoted(at);
                self.at = self.end_of_line(after) + 1;
                Some(value)
            }
            b'[' | b'{' => {
                self.flow_value(at);
                None
            }
            b'#' | b'*' | b'\r' => None,
            _ => Some(self.plain(at, end, column)),
        }
    }

    /// Reads `|` and `>`.
    fn block(&mut self, at: usize, column: usize) -> Excerpt {
        let file = self.file;
        let is_folded = file[at] == b'>';
        let header = &file[at + 1..self.end_of_line(at)];
        let header = header.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        let given = header.iter().find(|byte| byte.is_ascii_digit());
        let mut indentation = given.map(|digit| column + usize::from(digit - b'0'));
        let mut value = Excerpt::default();
        // The newline that ends the last line of text, and if folding may drop it.
        let mut pending: Option<Span> = None;
        while self.at < file.len() {
            let end = self.end_of_line(self.at);
            let text_end = if file[self.at..end].ends_with(b"\r") { end - 1 } else { end };
            let blanks = self.blanks(self.at).min(text_end - self.at);
            let newline = Span { start: end, end: (end + 1).min(file.len()) };
            if self.at + blanks == text_end {
                value.push_other(b"\n", newline);
                pending = pending.map(|_| newline);
                self.at = end + 1;
                continue;
            }
            let own = *indentation.get_or_insert(blanks.max(column + 1));
            if blanks < own {
                break;
            }
            let is_indented = blanks > own;
            if let Some(before) = pending.take() {
                // Folding joins lines with a blank unless one of them is indented more.
                match value.bytes.last() {
                    Some(b'\n') => {}
                    _ if is_indented => value.push_other(b"\n", before),
                    _ => value.push_other(b" ", before),
                }
            }
            value.push_same(file, Span { start: self.at + own, end: text_end });
            if is_folded && !is_indented {
                pending = Some(newline);
            } else {
                value.push_same(file, newline);
            }
            self.at = end + 1;
        }
        value
    }

    /// Reads a value in quotes, which may go on over lines; gives the place after it, too.
    fn quoted(&self, at: usize) -> (Excerpt, usize) {
        let file = self.file;
        let quote = file[at];
        let mut value = Excerpt::default();
        let mut at = at + 1;
        while let Some(&byte) = file.get(at) {
            if byte == quote {
                if quote == b'\'' && file.get(at + 1) == Some(&b'\'') {
                    value.push_other(b"'", Span { start: at, end: at + 2 });
                    at += 2;
                    continue;
                }
                at += 1;
                break;
            }
            if byte == b'\n' || byte == b'\r' && file.get(at + 1) == Some(&b'\n') {
                let start = at;
                let mut lines = 0_usize;
                while let Some(b' ' | b'\t' | b'\r' | b'\n') = file.get(at) {
                    lines += usize::from(file[at] == b'\n');
                    at += 1;
                }
                let span = Span { start, end: at };
                match lines {
                    0 | 1 => value.push_other(b" ", span),
                    _ => value.push_other(&vec![b'\n'; lines - 1], span),
                }
                continue;
            }
            if byte == b'\\' && quote == b'"' {
                let (length, meant) = escape(&file[at + 1..]);
                let span = Span { start: at, end: at + 1 + length };
                value.push_other(meant.as_bytes(), span);
                at = span.end;
                if file[at - 1] == b'\n' {
                    at += self.blanks(at);
                }
                continue;
            }
            value.push_same(file, Span { start: at, end: at + 1 });
            at += 1;
        }
        (value, at.min(file.len()))
    }

    /// Reads a value without quotes, which may go on over lines that are indented more than its
    /// key.
    fn plain(&mut self, at: usize, end: usize, column: usize) -> Excerpt {
        let file = self.file;
        let text_end = self.end_of_plain(at, end);
        let mut value = Excerpt::default();
        value.push_same(file, Span { start: at, end: text_end });
        let mut last = text_end;
        while self.at < file.len() {
            let start = self.at;
            let end = self.end_of_line(start);
            let blanks = self.blanks(start);
            let begin = start + blanks;
            let is_empty = file[start..end].trim_ascii().is_empty();
            if is_empty || blanks <= column || file[begin] == b'#' {
                break;
            }
            value.push_other(b" ", Span { start: last, end: begin });
            last = self.end_of_plain(begin, end);
            value.push_same(file, Span { start: begin, end: last });
            self.at = end + 1;
        }
        value
    }

    /// Finds where a comment or the line ends a value without quotes.
    fn end_of_plain(&self, at: usize, end: usize) -> usize {
        let text = &self.file[at..end];
        let comment = (1..text.len())
            .find(|&sign| text[sign] == b'#' && text[sign - 1].is_ascii_whitespace());
        at + text[..comment.unwrap_or(text.len())].trim_ascii_end().len()
    }

    fn end_of_line(&self, at: usize) -> usize {
        let rest = &self.file[at..];
        at + rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len())
    }

    fn blanks(&self, at: usize) -> usize {
        self.file[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    fn is_blank_or_end(&self, at: usize) -> bool {
        self.file.get(at).is_none_or(u8::is_ascii_whitespace)
    }
}

/// Reads what follows a backslash in double quotes: its length, and the characters that it means.
fn escape(rest: &[u8]) -> (usize, String) {
    let digits = |count: usize| {
        let digits = std::str::from_utf8(rest.get(1..=count)?).ok()?;
        let character = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
        Some((1 + count, String::from(character)))
    };
    let one = |character: char| Some((1, String::from(character)));
    let known = match rest {
        // A newline is dropped.
        [b'\r', b'\n', ..] => Some((2, String::new())),
        [b'\n', ..] => Some((1, String::new())),
        [b'0', ..] => one('\0'),
        [b'a', ..] => one('\u{7}'),
        [b'b', ..] => one('\u{8}'),
        [b'e', ..] => one('\u{1b}'),
        [b'f', ..] => one('\u{c}'),
        [b'n', ..] => one('\n'),
        [b'r', ..] => one('\r'),
        [b't', ..] => one('\t'),
        [b'v', ..] => one('\u{b}'),
        [b'x', ..] => digits(2),
        [b'u', ..] => digits(4),
        [b'U', ..] => digits(8),
        [byte @ (b'"' | b'\\' | b'/' | b' ' | b'\t'), ..] => one(char::from(*byte)),
        _ => None,
    };
    known.unwrap_or((0, String::from("\\")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(file: &str) -> Vec<(String, String)> {
        leaves(file.as_bytes())
            .iter()
            .map(|leaf| {
                let path: Vec<_> = leaf
                    .path
                    .iter()
                    .map(|step| match step {
                        Step::Key(key) => String::from_utf8_lossy(key).into_owned(),
                        Step::Item(index) => index.to_string(),
                    })
                    .collect();
                (path.join("/"), String::from_utf8_lossy(&leaf.value.bytes).into_owned())
            })
            .collect()
    }

    /// Reads the value of `a/0/b`, with `run` as the text of the value.
    fn value(text: &str) -> String {
        let file = format!("a:\n  - b: {text}\n    c: d\n");
        let found = of(&file);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].0, "a/0/b");
        assert_eq!(found[1], ("a/0/c".to_owned(), "d".to_owned()));
        found[0].1.clone()
    }

    #[test]
    fn paths_are_those_of_mappings_and_sequences() {
        let file = "# c\n---\na: b\nc:\n- d: e\n  f : g\n-\n  h: i\n\
            j:\n  - - k: l\n    - m: n\n  - o\n'p': q # r\n";
        let found: Vec<_> = of(file).into_iter().map(|(path, value)| path + "=" + &value).collect();
        assert_eq!(
            found,
            ["a=b", "c/0/d=e", "c/0/f=g", "c/1/h=i", "j/0/0/k=l", "j/0/1/m=n", "p=q"]
        );
    }

    #[test]
    fn each_style_of_a_value_is_read() {
        assert_eq!(value("kill 1 # c"), "kill 1");
        assert_eq!(value("kill 1#c"), "kill 1#c");
        assert_eq!(value("kill\n      1"), "kill 1");
        assert_eq!(value("'kill ''1'' # x'"), "kill '1' # x");
        assert_eq!(value("\"kill \\\"1\\\"\\x21\\\n      2\n      3\""), "kill \"1\"!2 3");
        assert_eq!(value("!!str &x kill 1"), "kill 1");
        assert_eq!(value("|\n      a\n        b\n\n      c"), "a\n  b\n\nc\n");
        assert_eq!(value("|2-\n        a\n      b"), "  a\nb\n");
        assert_eq!(value(">\n      a\n      b\n\n      c"), "a b\nc");
        assert_eq!(value(">\n      a\n        b\n      c"), "a\n  b\nc");
    }

    #[test]
    fn a_byte_of_a_value_stands_in_the_file() {
        for text in
            ["kill -9", "'a'' kill -9'", "\"\\t kill -9\"", "|\r\n      b\r\n      kill -9\r"]
        {
            let file = format!("\u{e4}: b\nrun: {text}\n");
            let value = &leaves(file.as_bytes())[1].value;
            let start = value.bytes.windows(7).position(|word| word == b"kill -9").expect(text);
            let same = value.map.same(Span { start, end: start + 7 }).expect(text);
            assert_eq!(&file[same.start..same.end], "kill -9", "{text}");
        }
    }

    #[test]
    fn collections_on_one_line_are_read() {
        let file = "a: [b, 'c]',\n  d: e, {f: g}] # x\nh: {i: j # x\n  , 'k': [l], m, n: }\n\
            o:\n- {p: \"q, r\", s: t:u}\n- [v]\n-\n  {w: x}\ny:\n  [z]\n";
        let found: Vec<_> = of(file).into_iter().map(|(path, value)| path + "=" + &value).collect();
        assert_eq!(found, ["a/3/f=g", "h/i=j", "h/n=", "o/0/p=q, r", "o/0/s=t:u", "o/2/w=x"]);
        assert_eq!(of("{\"a\": {\"b\":\"c\"}}\n"), [("a/b".to_owned(), "c".to_owned())]);
    }

    #[test]
    fn a_collection_that_is_not_read_is_passed_over() {
        for broken in
            ["[b", "[b}c", "[b\n  c]", "{[b]: c}", "{b c: {d}e}", "{'b': 'c", "[${{ b }}]"]
        {
            let file = format!("a: {broken}\nz: y\n");
            let found = of(&file);
            assert!(found.iter().all(|(path, _)| !path.starts_with("a/")), "{broken}: {found:?}");
        }
        assert_eq!(of("a: [b\nk: l\n"), [("k".to_owned(), "l".to_owned())]);
        assert_eq!(of("a: *j\nk: l\n"), [("k".to_owned(), "l".to_owned())]);
    }

    #[test]
    fn any_end_of_a_file_is_read() {
        for file in [
            "a: |",
            "a: >\n",
            "a: \"",
            "a: \"\\",
            "a: 'b",
            "a: [",
            "-",
            "- -",
            "a:",
            ":",
            "\"",
            "a: !x",
            "\r\n",
            "\t",
            "a: {",
            "- {",
            "{[",
            "[{a:",
            "{a: [b, c: [d",
            "{a",
            "{a:",
            "[#",
            "{,,}",
        ] {
            of(file);
        }
        assert_eq!(of(&"- ".repeat(1000)), []);
        assert_eq!(of(&"[".repeat(1000)), []);
        assert_eq!(of(&"{a: ".repeat(1000)), []);
        assert_eq!(of(&"[a: ".repeat(1000)), []);
    }
}
