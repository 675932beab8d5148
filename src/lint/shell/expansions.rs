//! Expansions: parameters, substitutions, arithmetic.

use super::scanner::{Closers, Scanner};
use super::script::{BlockId, BlockKind, Part, PartKind, TestKind};
use super::words::PATTERN;
use crate::lint::finding::Span;

impl Scanner<'_> {
    /// Reads what begins with `$` or a backquote.
    pub(super) fn expansion(&mut self, parts: &mut Vec<Part>, double_quoted: bool) {
        let start = self.position;
        if self.peek() == Some(b'`') {
            self.backquoted(parts, 0, double_quoted);
            return;
        }
        let kind = match self.ahead(1) {
            Some(b'\'') if !double_quoted => {
                self.position += 1;
                if !self.single_quoted(start, true) {
                    return;
                }
                PartKind::AnsiQuoted
            }
            Some(b'"') if !double_quoted => {
                self.position += 1;
                self.double_quoted(parts);
                return;
            }
            Some(b'{') => self.braced(double_quoted),
            Some(b'(') if self.ahead(2) == Some(b'(') && self.is_arithmetic(start + 1) => {
                self.position += 1;
                self.arithmetic();
                PartKind::Arithmetic
            }
            Some(b'(') => {
                self.position += 1;
                PartKind::Command(self.parenthesized(start))
            }
            Some(b'[') if self.closes_soon_after_bracket() => {
                while self.peek().is_some_and(|byte| byte != b']') {
                    self.position += 1;
                }
                self.position += 1;
                PartKind::Arithmetic
            }
            Some(byte) if byte == b'_' || byte.is_ascii_alphabetic() => {
                let rest = &self.text[start + 1..self.end];
                let named = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
                let length = rest.iter().take_while(named).count();
                self.parameter(start + 1, length)
            }
            Some(b'0'..=b'9' | b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!') => {
                self.parameter(start + 1, 1)
            }
            _ => {
                self.literal_quoted(parts, 1, double_quoted);
                return;
            }
        };
        parts.push(Part { span: Span { start, end: self.position }, kind, double_quoted });
    }

    fn parameter(&mut self, start: usize, length: usize) -> PartKind {
        self.position = start + length;
        PartKind::Parameter { name: Span { start, end: self.position }, plain: true }
    }

    /// `$[` is arithmetic in bash and zsh; a lone one is not.
    fn closes_soon_after_bracket(&self) -> bool {
        let rest = &self.text[self.position + 2..self.end.min(self.position + PATTERN)];
        let end = rest.iter().position(|&byte| matches!(byte, b']' | b'\n' | b'"'));
        end.is_some_and(|end| rest[end] == b']')
    }

    /// Reads `( COMMANDS )`; the scanner stands at the parenthesis.
    pub(super) fn parenthesized(&mut self, start: usize) -> BlockId {
        let open = self.position;
        self.block(BlockKind::Substitution, start, |scanner| {
            scanner.position += 1;
            scanner.with_nothing_open(|scanner| scanner.list(Closers::PARENTHESIS));
            if scanner.peek() == Some(b')') {
                scanner.position += 1;
            } else {
                let what = if open > start { "a substitution" } else { "a parenthesis" };
                scanner.give_up(start, what);
            }
        })
    }

    /// A backquote after so many backslashes opens a command in the backquotes at hand.
    pub(super) fn opens_backquotes(&self, backslashes: usize) -> bool {
        self.backquotes < 5 && backslashes == (1 << self.backquotes) - 1
    }

    /// Reads a command in backquotes that begin after so many backslashes. Where they end is found
    /// first, as shells do: no quote in them counts.
    pub(super) fn backquoted(
        &mut self,
        parts: &mut Vec<Part>,
        backslashes: usize,
        double_quoted: bool,
    ) {
        let start = self.position;
        if backslashes == 0 && self.backquotes > 0 {
            // It ends what holds it; those ends were found before.
            self.literal_quoted(parts, 1, double_quoted);
            return;
        }
        let inside = start + backslashes + 1;
        let mut at = inside;
        let mut run = 0;
        let close = loop {
            match self.text[..self.end].get(at) {
                None => {
                    self.give_up(start, "a backquote");
                    return;
                }
                Some(b'\\') => run += 1,
                Some(b'`') if run == backslashes || backslashes == 0 && run % 2 == 0 => break at,
                Some(_) => run = 0,
            }
            if self.text[at] == b'`' {
                run = 0;
            }
            at += 1;
        };
        let block = self.block(BlockKind::Substitution, start, |scanner| {
            let outside = std::mem::replace(&mut scanner.end, close - backslashes);
            scanner.position = inside;
            scanner.backquotes += 1;
            let escaped_quotes = scanner.escaped_quotes;
            scanner.escaped_quotes |= double_quoted && !scanner.in_here_document;
            let pending = std::mem::take(&mut scanner.pending);
            scanner.with_nothing_open(|scanner| scanner.list(Closers::NONE));
            scanner.pending = pending;
            scanner.escaped_quotes = escaped_quotes;
            scanner.backquotes -= 1;
            scanner.end = outside;
            scanner.position = close + 1;
        });
        let span = Span { start, end: self.position };
        parts.push(Part { span, kind: PartKind::Command(block), double_quoted });
    }

    /// Reads `${...}`, and ksh's `${ COMMANDS; }`.
    fn braced(&mut self, double_quoted: bool) -> PartKind {
        let start = self.position;
        self.position += 2;
        if matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'|')) {
            let block = self.block(BlockKind::Substitution, start, |scanner| {
                scanner.position += usize::from(scanner.peek() == Some(b'|'));
                scanner.with_nothing_open(|scanner| scanner.list(Closers::BRACE));
                if scanner.peek() == Some(b'}') {
                    scanner.position += 1;
                } else {
                    scanner.give_up(start, "${");
                }
            });
            return PartKind::Command(block);
        }
        let name = self.braced_name();
        let plain = self.peek() == Some(b'}');
        // In double quotes a single quote counts only where a pattern stands.
        let pattern = matches!(self.peek(), Some(b'#' | b'%' | b'/' | b'^' | b','));
        let quotes = !double_quoted || pattern;
        self.deeper(|scanner| {
            let mut parts = Vec::new();
            while let Some(byte) = scanner.peek() {
                match byte {
                    b'}' => {
                        scanner.position += 1;
                        return;
                    }
                    b'\'' if quotes => {
                        if !scanner.single_quoted(scanner.position, false) {
                            return;
                        }
                    }
                    b'"' => scanner.double_quoted(&mut parts),
                    b'\\' => scanner.escape(&mut parts, double_quoted && !quotes),
                    b'$' | b'`' => scanner.expansion(&mut parts, double_quoted && !quotes),
                    _ => scanner.position += 1,
                }
                parts.clear();
            }
            scanner.give_up(start, "${");
        });
        PartKind::Parameter { name, plain }
    }

    /// Passes over the name in `${...}`, and over what stands before it.
    fn braced_name(&mut self) -> Span {
        if self.zsh && self.peek() == Some(b'(') {
            // Flags: `${(f)name}`.
            while self.peek().is_some_and(|byte| byte != b')' && byte != b'\n') {
                self.position += 1;
            }
            self.position += 1;
        }
        let sign = |byte: u8| matches!(byte, b'#' | b'!' | b'^' | b'=' | b'~' | b'+');
        let named = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if self.peek().is_some_and(sign)
            && self.ahead(1).is_some_and(|byte| named(byte) || matches!(byte, b'@' | b'*' | b'{'))
        {
            self.position += 1;
        }
        let start = self.position;
        let rest = &self.text[start.min(self.end)..self.end];
        let mut length = rest.iter().take_while(|&&byte| named(byte)).count();
        let nested = self.peek() == Some(b'$') && self.ahead(1) != Some(b'}');
        if length == 0 && !nested && self.peek().is_some_and(|byte| b"@*#?-$!".contains(&byte)) {
            length = 1;
        }
        self.position = start + length;
        Span { start, end: self.position }
    }

    /// `((` at this offset is closed by `))`.
    pub(super) fn is_arithmetic(&mut self, open: usize) -> bool {
        if open >= self.no_arithmetic_after {
            return false;
        }
        let mut depth = 0_u32;
        let mut at = open;
        while at < self.end {
            match self.text[at] {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 1 {
                        return self.text[..self.end].get(at + 1) == Some(&b')');
                    }
                }
                b'\\' => at += 1,
                b'\'' | b'"' => {
                    let quote = self.text[at];
                    let rest = &self.text[at + 1..self.end];
                    match rest.iter().position(|&byte| byte == quote) {
                        Some(length) => at += length + 1,
                        None => break,
                    }
                }
                _ => {}
            }
            at += 1;
        }
        // Nothing closes it in the rest of the text, so nothing closes a later one: to look once is
        // enough, which keeps a megabyte of `((` linear.
        if self.end == self.text.len() {
            self.no_arithmetic_after = open;
        }
        false
    }

    /// Reads `(( ... ))`; the scanner stands at the first parenthesis.
    pub(super) fn arithmetic(&mut self) {
        let open = self.position;
        let before = self.script.commands.len();
        self.position += 2;
        let start = self.position;
        let mut end = start;
        self.deeper(|scanner| {
            let mut parts = Vec::new();
            let mut depth = 0_u32;
            while let Some(byte) = scanner.peek() {
                match byte {
                    b')' if depth == 0 => {
                        end = scanner.position;
                        scanner.position += 1;
                        scanner.position += usize::from(scanner.peek() == Some(b')'));
                        return;
                    }
                    b'(' => depth += 1,
                    b')' => depth -= 1,
                    b'$' | b'`' => {
                        scanner.expansion(&mut parts, true);
                        parts.clear();
                        continue;
                    }
                    b'"' => {
                        scanner.double_quoted(&mut parts);
                        parts.clear();
                        continue;
                    }
                    b'\\' => scanner.position += 1,
                    _ => {}
                }
                scanner.position += 1;
            }
            scanner.give_up(open, "((");
        });
        if !self.stopped() {
            self.test(TestKind::Arithmetic, Span { start, end }, Vec::new(), Vec::new(), before);
        }
    }
}
