//! Words: quotes, expansions and patterns.

use super::scanner::{Scanner, is_metacharacter};
use super::script::{Part, PartKind, Word};
use crate::lint::finding::Span;

/// How far a brace or bracket looks for its partner. A pattern of a word has few bytes.
pub(super) const PATTERN: usize = 256;

/// The bytes that end a word beside blanks and newlines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// The bytes that end a word of a command.
    Command,
    /// The same and a first parenthesis, which groups in `[[ ]]` but after `=`.
    Condition,
    /// For the right side of `=~`: blanks outside parentheses.
    Regex,
}

impl Scanner<'_> {
    /// Reads a word of a command. It is empty where none stands.
    pub(super) fn word(&mut self) -> Word {
        self.word_up_to(Ends::Command)
    }

    /// Reads a word of `[[ ]]`.
    pub(super) fn operand(&mut self) -> Word {
        self.word_up_to(Ends::Condition)
    }

    /// Reads the right side of `=~`.
    pub(super) fn regex(&mut self) -> Word {
        self.word_up_to(Ends::Regex)
    }

    fn word_up_to(&mut self, ends: Ends) -> Word {
        let start = self.position;
        // Most words have one part. A vector would begin with room for four.
        let mut parts = Vec::with_capacity(1);
        let mut parentheses = 0_u32;
        while let Some(byte) = self.peek() {
            let at = self.position;
            match byte {
                b'(' if ends == Ends::Regex => {
                    parentheses += 1;
                    self.literal(&mut parts, 1);
                }
                b')' if ends == Ends::Regex => {
                    if parentheses == 0 {
                        break;
                    }
                    parentheses -= 1;
                    self.literal(&mut parts, 1);
                }
                b'|' if ends == Ends::Regex && (parentheses > 0 || self.ahead(1) != Some(b'|')) => {
                    self.literal(&mut parts, 1);
                }
                b' ' | b'\t' if parentheses > 0 => self.literal(&mut parts, 1),
                b'<' | b'>' if at == start && self.ahead(1) == Some(b'(') => {
                    self.position += 1;
                    let block = self.parenthesized(at);
                    self.part(&mut parts, at, PartKind::Command(block));
                }
                b'=' if self.zsh && at == start && self.ahead(1) == Some(b'(') => {
                    self.position += 1;
                    let block = self.parenthesized(at);
                    self.part(&mut parts, at, PartKind::Command(block));
                }
                b'(' if ends == Ends::Condition && at == start => break,
                _ if self.pattern(byte, start) => self.part(&mut parts, at, PartKind::Pattern),
                b'\r' if self.ahead(1) == Some(b'\n') => break,
                byte if is_metacharacter(byte) => break,
                b'\\' if self.is_escaped_quote() => self.double_quoted(&mut parts),
                b'\\' => self.escape(&mut parts, false),
                b'\'' => {
                    if !self.single_quoted(at, false) {
                        break;
                    }
                    self.part(&mut parts, at, PartKind::SingleQuoted);
                }
                b'"' => self.double_quoted(&mut parts),
                b'$' | b'`' => self.expansion(&mut parts, false),
                _ => self.literal(&mut parts, self.plain_run()),
            }
        }
        Word { span: Span { start, end: self.position.max(start) }, parts }
    }

    /// Passes over what makes a pattern of the word that begins at `start`. Tells whether it stands
    /// here.
    fn pattern(&mut self, byte: u8, start: usize) -> bool {
        match byte {
            b'*' | b'?' => {}
            b'~' if self.position == start => {}
            b'[' if self.closes_soon(b']', |_| true) => {}
            b'{' if self.closes_soon(b'}', is_brace_expansion) => {}
            b'(' if self.opens_glob(self.position, start) => {
                self.glob();
                return true;
            }
            b'<' if self.zsh && self.is_range() => {
                while self.peek().is_some_and(|byte| byte != b'>') {
                    self.position += 1;
                }
            }
            _ => return false,
        }
        self.position += 1;
        true
    }

    /// A `(` here opens a pattern: after `?*+@!`, or zsh's.
    fn opens_glob(&self, at: usize, start: usize) -> bool {
        let before = (at > start).then(|| self.text[at - 1]);
        before.is_some_and(|byte| matches!(byte, b'?' | b'*' | b'+' | b'@' | b'!'))
            || self.zsh && self.ahead(1) != Some(b')')
    }

    /// Zsh's `<1-9>`, `<->`: any number in the range.
    pub(super) fn is_range(&self) -> bool {
        let rest = &self.text[self.position + 1..self.end.min(self.position + 40)];
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
        rest[..length].contains(&b'-') && rest.get(length) == Some(&b'>')
    }

    /// Passes over a pattern in parentheses.
    fn glob(&mut self) {
        let start = self.position;
        self.deeper(|scanner| {
            scanner.position += 1;
            let mut parts = Vec::new();
            while let Some(byte) = scanner.peek() {
                match byte {
                    b')' => {
                        scanner.position += 1;
                        return;
                    }
                    b'(' => scanner.glob(),
                    b'\'' => {
                        if !scanner.single_quoted(scanner.position, false) {
                            return;
                        }
                    }
                    b'"' => scanner.double_quoted(&mut parts),
                    b'\\' => scanner.escape(&mut parts, false),
                    b'$' | b'`' => scanner.expansion(&mut parts, false),
                    _ => scanner.position += 1,
                }
            }
            scanner.give_up(start, "a parenthesis");
        });
    }

    /// A byte stands soon after this one, in this word, with text between that `fits`.
    fn closes_soon(&self, closing: u8, fits: impl Fn(&[u8]) -> bool) -> bool {
        let rest = &self.text[self.position + 1..self.end.min(self.position + PATTERN)];
        let length =
            rest.iter().position(|&byte| byte == closing || is_metacharacter(byte) && byte != b'(');
        length.is_some_and(|length| rest[length] == closing && length > 0 && fits(&rest[..length]))
    }

    /// Adds a part that ends here.
    fn part(&mut self, parts: &mut Vec<Part>, start: usize, kind: PartKind) {
        let span = Span { start, end: self.position };
        parts.push(Part { span, kind, double_quoted: false });
    }

    /// Gives the length of the byte here and of the bytes after it that mean nothing anywhere in a
    /// word.
    fn plain_run(&self) -> usize {
        let is_plain = |byte: &&u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b':')
        };
        1 + self.text[self.position + 1..self.end].iter().take_while(is_plain).count()
    }

    /// Passes over bytes that stand for themselves.
    fn literal(&mut self, parts: &mut Vec<Part>, length: usize) {
        self.literal_quoted(parts, length, false);
    }

    pub(super) fn literal_quoted(
        &mut self,
        parts: &mut Vec<Part>,
        length: usize,
        double_quoted: bool,
    ) {
        let start = self.position;
        self.position = (start + length).min(self.end);
        if let Some(last) = parts.last_mut() {
            if last.kind == PartKind::Literal
                && last.double_quoted == double_quoted
                && last.span.end == start
            {
                last.span.end = self.position;
                return;
            }
        }
        let span = Span { start, end: self.position };
        parts.push(Part { span, kind: PartKind::Literal, double_quoted });
    }

    /// Passes over a backslash and what it quotes. In backquotes a backslash quotes again for
    /// each level, so a run of them before `$` or a backslash is halved once for each.
    pub(super) fn escape(&mut self, parts: &mut Vec<Part>, double_quoted: bool) {
        let start = self.position;
        let rest = &self.text[start..self.end];
        if self.backquotes > 0 {
            let run = rest.iter().take_while(|&&byte| byte == b'\\').count();
            let next = rest.get(run).copied();
            let levels = self.backquotes.min(usize::BITS - 1);
            if next == Some(b'`') && self.opens_backquotes(run) {
                self.backquoted(parts, run, double_quoted);
                return;
            }
            if next == Some(b'$') && run > 0 && (run >> levels) & 1 == 0 {
                // What is left of the run are backslashes that quote each other.
                self.position += run;
                if run >> levels > 0 {
                    let span = Span { start, end: self.position };
                    let kind = PartKind::Escaped;
                    parts.push(Part { span, kind, double_quoted });
                }
                self.expansion(parts, double_quoted);
                return;
            }
        }
        let quotes =
            |byte: u8| !double_quoted || matches!(byte, b'$' | b'`' | b'"' | b'\\' | b'\n');
        match self.ahead(1) {
            Some(b'\r') if self.ahead(2) == Some(b'\n') => {
                self.position += 3;
                let span = Span { start, end: self.position };
                parts.push(Part { span, kind: PartKind::Escaped, double_quoted });
            }
            Some(byte) if quotes(byte) => {
                self.position += 2;
                let span = Span { start, end: self.position };
                parts.push(Part { span, kind: PartKind::Escaped, double_quoted });
            }
            _ => self.literal_quoted(parts, 1, double_quoted),
        }
    }

    /// Passes over `'...'`, and over `$'...'` with its escapes.
    pub(super) fn single_quoted(&mut self, start: usize, escapes: bool) -> bool {
        self.position += 1;
        let mut at = self.position;
        while at < self.end {
            match self.text[at] {
                b'\'' => {
                    self.position = at + 1;
                    return true;
                }
                b'\\' if escapes => at += 2,
                _ => at += 1,
            }
        }
        self.give_up(start, "a single quote");
        false
    }

    /// Reads `"..."`; its parts are added without the quotes.
    pub(super) fn double_quoted(&mut self, parts: &mut Vec<Part>) {
        let start = self.position;
        self.position += if self.is_escaped_quote() { 2 } else { 1 };
        self.deeper(|scanner| {
            while let Some(byte) = scanner.peek() {
                match byte {
                    b'"' => {
                        scanner.position += 1;
                        return;
                    }
                    b'\\' if scanner.is_escaped_quote() => {
                        scanner.position += 2;
                        return;
                    }
                    b'\\' => scanner.escape(parts, true),
                    b'$' | b'`' => scanner.expansion(parts, true),
                    _ => scanner.literal_run(parts),
                }
            }
            scanner.give_up(start, "a double quote");
        });
    }

    /// The backslash here is removed before the quote after it is read.
    fn is_escaped_quote(&self) -> bool {
        self.escaped_quotes && self.looking_at(b"\\\"")
    }

    /// Passes over what nothing in double quotes changes.
    fn literal_run(&mut self, parts: &mut Vec<Part>) {
        let rest = &self.text[self.position..self.end];
        let special = |byte: &u8| matches!(byte, b'"' | b'\\' | b'$' | b'`');
        let length = rest.iter().position(special).unwrap_or(rest.len());
        self.literal_quoted(parts, length.max(1), true);
    }

    /// Reads the expansions of a text in which nothing else counts: a here-document's.
    pub(super) fn expansions(&mut self) {
        let mut parts = Vec::new();
        while let Some(byte) = self.peek() {
            match byte {
                b'\\' => self.escape(&mut parts, true),
                b'$' | b'`' => self.expansion(&mut parts, true),
                b'"' => self.position += 1,
                _ => self.literal_run(&mut parts),
            }
            parts.clear();
        }
    }
}

/// Tells whether the text between braces makes several words.
fn is_brace_expansion(inside: &[u8]) -> bool {
    inside.contains(&b',') || inside.windows(2).any(|pair| pair == b"..")
}
