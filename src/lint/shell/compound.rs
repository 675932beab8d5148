//! Compound commands.

use super::scanner::{Closers, Member, Scanner};
use super::script::{BlockKind, Loop, TestKind, Word};
use super::words::PATTERN;
use crate::lint::finding::Span;

impl Scanner<'_> {
    /// Reads a compound command with its redirections, if one begins here.
    pub(super) fn compound(&mut self) -> bool {
        let start = self.position;
        match self.peek() {
            Some(b'(') if self.zsh && self.ahead(1) == Some(b')') => return false,
            Some(b'(') if self.ahead(1) == Some(b'(') && self.is_arithmetic(start) => {
                self.arithmetic();
            }
            Some(b'(') => self.subshell(),
            Some(b'{') if self.begins_group() => self.group(),
            _ => match self.bare_word() {
                b"if" => self.conditional(),
                b"while" | b"until" => self.repeated(),
                b"for" | b"select" | b"foreach" if self.names_variable() => self.counted(),
                b"repeat" if self.zsh => self.repeat(),
                b"case" => self.case(),
                b"[[" => self.double_bracket(),
                _ => return false,
            },
        }
        loop {
            self.blanks();
            if self.redirection().is_none() {
                return true;
            }
        }
    }

    /// `{` is a word of its own, or zsh's.
    fn begins_group(&self) -> bool {
        self.bare_word() == b"{" || self.zsh && !matches!(self.ahead(1), Some(b'}'))
    }

    fn subshell(&mut self) {
        let start = self.position;
        self.block(BlockKind::Subshell, start, |scanner| {
            scanner.position += 1;
            scanner.with_nothing_open(|scanner| scanner.list(Closers::PARENTHESIS));
            if scanner.peek() == Some(b')') {
                scanner.position += 1;
            } else {
                scanner.give_up(start, "a parenthesis");
            }
        });
    }

    fn group(&mut self) {
        let start = self.position;
        self.block(BlockKind::Group, start, |scanner| {
            scanner.position += 1;
            scanner.list(Closers::BRACE);
            scanner.keyword(b"}");
        });
        self.blanks();
        if self.zsh && self.bare_word() == b"always" {
            self.keyword(b"always");
            self.blanks();
            if self.peek() == Some(b'{') {
                self.deeper(Self::group);
            }
        }
    }

    /// Passes over a word that stands here. Where another one stands, nothing happens: what is not
    /// closed ends with what holds it.
    fn keyword(&mut self, word: &[u8]) -> bool {
        let found = self.looking_at(word);
        if found {
            self.position += word.len();
        }
        found
    }

    /// Reads `if`, `elif` and `else` up to `fi`.
    fn conditional(&mut self) {
        self.position += 2;
        loop {
            let zsh = if self.zsh { Closers::OPENING_BRACE } else { Closers::NONE };
            self.condition(Closers::THEN.with(Closers::FI).with(Closers::ELSE).with(zsh));
            if self.zsh && self.peek() == Some(b'{') {
                self.branch_in_braces();
            } else if self.keyword(b"then") {
                self.branch();
            }
            if self.keyword(b"elif") {
                continue;
            }
            break;
        }
        if self.keyword(b"else") {
            self.blanks();
            if self.zsh && self.peek() == Some(b'{') {
                self.branch_in_braces();
                return;
            }
            self.branch();
        }
        self.keyword(b"fi");
    }

    fn condition(&mut self, closers: Closers) {
        let start = self.position;
        self.block(BlockKind::Condition, start, |scanner| scanner.list(closers));
    }

    fn branch(&mut self) {
        let start = self.position;
        self.block(BlockKind::Branch, start, |scanner| {
            scanner.list(Closers::ELSE.with(Closers::FI));
        });
    }

    fn branch_in_braces(&mut self) {
        let start = self.position;
        self.block(BlockKind::Branch, start, Self::group);
        self.blanks();
    }

    /// Reads `while` and `until`.
    fn repeated(&mut self) {
        self.position += 5;
        let zsh = if self.zsh { Closers::OPENING_BRACE } else { Closers::NONE };
        self.condition(Closers::DO.with(Closers::DONE).with(zsh));
        self.body();
    }

    /// Zsh's `repeat WORD do ... done`.
    fn repeat(&mut self) {
        self.position += 6;
        self.blanks();
        self.word();
        self.body();
    }

    /// Reads `do ... done` or `{ ... }`, and gives the construct.
    fn body(&mut self) -> super::script::BlockId {
        self.space();
        if self.peek() == Some(b';') {
            self.position += 1;
            self.space();
        }
        let start = self.position;
        let zsh = self.zsh;
        self.block(BlockKind::Loop, start, |scanner| {
            if scanner.bare_word() == b"do" {
                scanner.keyword(b"do");
                scanner.list(Closers::DONE);
                scanner.keyword(b"done");
            } else if scanner.peek() == Some(b'{') {
                scanner.group();
            } else if zsh && scanner.closer().is_none() {
                // Zsh's short form: one list.
                scanner.and_or(Closers::NONE);
            }
        })
    }

    /// A name or `((` follows: `for` is not a word of another kind.
    fn names_variable(&self) -> bool {
        let rest = &self.text[self.position..self.end];
        let word = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let rest = &rest[word..];
        let blanks = rest.iter().take_while(|&&byte| byte == b' ' || byte == b'\t').count();
        let first = rest.get(blanks).copied();
        let zsh_only = self.looking_at(b"foreach") && !self.zsh;
        let named = |byte: u8| {
            matches!(byte, b'_' | b'(')
                || byte.is_ascii_alphabetic()
                || self.zsh && byte.is_ascii_digit()
        };
        first.is_some_and(named) && !zsh_only
    }

    /// Reads `for` and `select`.
    fn counted(&mut self) {
        let word = self.bare_word().len().min(if self.looking_at(b"for(") { 3 } else { 7 });
        let foreach = self.looking_at(b"foreach");
        self.position += word;
        self.blanks();
        let mut names = Vec::new();
        let mut words = Vec::new();
        let mut listed = false;
        if self.looking_at(b"((") && self.is_arithmetic(self.position) {
            self.arithmetic();
        } else {
            names = self.variables();
            self.space();
            if self.bare_word() == b"in" {
                self.position += 2;
                listed = true;
                words = self.words();
            } else if self.zsh && self.peek() == Some(b'(') {
                self.position += 1;
                listed = true;
                words = self.words();
                self.space();
                self.position += usize::from(self.peek() == Some(b')'));
            }
        }
        self.blanks();
        let index = self.script.loops.len();
        let position = self.here;
        self.script.loops.push(Loop { names, words, listed, body: position.block, position });
        self.members.push(Member::Loop(index));
        self.script.loops[index].body = if foreach {
            // It ends with `end`, which is a command to the scanner.
            let start = self.position;
            self.block(BlockKind::Loop, start, |scanner| {
                scanner.space();
            })
        } else {
            self.body()
        };
    }

    /// Reads the variable of a loop, and zsh's second one: `for key value in ...`.
    fn variables(&mut self) -> Vec<Span> {
        let mut names = Vec::new();
        loop {
            let word = self.bare_word();
            let named = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            let another =
                self.zsh && word != b"in" && self.closer().is_none() && word.iter().all(named);
            if !names.is_empty() && (word.is_empty() || !another) {
                return names;
            }
            names.push(Span { start: self.position, end: self.position + word.len() });
            self.position += word.len();
            self.blanks();
        }
    }

    /// Reads words up to the end of the line.
    pub(super) fn words(&mut self) -> Vec<Word> {
        let mut words = Vec::new();
        loop {
            self.blanks();
            let before = self.position;
            if self.peek() == Some(b'#') {
                self.comment();
            }
            let word = self.word();
            if self.position == before {
                return words;
            }
            if word.span.start < word.span.end {
                words.push(word);
            }
        }
    }

    fn case(&mut self) {
        let start = self.position;
        let before = self.script.commands.len();
        self.position += 4;
        self.blanks();
        let word = self.word();
        let span = word.span;
        self.blanks();
        // Zsh takes `case $x; in`.
        self.position += usize::from(self.zsh && self.peek() == Some(b';'));
        self.space();
        let mut braces = false;
        if self.bare_word() == b"in" {
            self.position += 2;
        } else if self.zsh && self.peek() == Some(b'{') {
            self.position += 1;
            braces = true;
        } else {
            // Not a case: `case` is an operand or what a mistake has left.
            return;
        }
        let closer = if braces { Closers::BRACE } else { Closers::ESAC };
        let mut patterns = Vec::new();
        self.deeper(|scanner| scanner.items(closer, braces, &mut patterns));
        if self.stopped() && span.start < start {
            return;
        }
        self.test(TestKind::Case, span, vec![word], patterns, before);
    }

    fn items(&mut self, closer: Closers, braces: bool, patterns: &mut Vec<Word>) {
        loop {
            self.space();
            if self.peek().is_none() {
                return;
            }
            let ending: &[u8] = if braces { b"}" } else { b"esac" };
            if self.bare_word() == ending || braces && self.peek() == Some(b'}') {
                self.position += ending.len();
                return;
            }
            self.patterns(patterns);
            let start = self.position;
            self.block(BlockKind::CaseItem, start, |scanner| {
                scanner.list(closer.with(Closers::ITEM));
            });
            if self.peek() == Some(b';') {
                let length = if self.looking_at(b";;&") { 3 } else { 2 };
                self.position = (self.position + length).min(self.end);
            } else if self.closer().is_none_or(|(other, _)| other != closer) {
                // A closer of what holds the case: it is not closed itself.
                return;
            }
        }
    }

    /// Reads `(PATTERN | PATTERN)`; the first parenthesis may be left out.
    fn patterns(&mut self, patterns: &mut Vec<Word>) {
        // Zsh's `(#i)` is a flag of the pattern, and no comment; `(a|b)c` is a part of a pattern.
        if self.peek() == Some(b'(') {
            let is_part = self.zsh && (self.looking_at(b"(#") || self.is_part_of_pattern());
            self.position += usize::from(!is_part);
        }
        loop {
            self.space();
            match self.peek() {
                None => return,
                Some(b')') => {
                    self.position += 1;
                    return;
                }
                Some(b'|') => {
                    self.position += 1;
                    continue;
                }
                // Nothing of a case: what follows is read as commands.
                Some(b';') => return,
                _ => {}
            }
            let before = self.position;
            let word = self.word();
            if self.position == before {
                self.position += 1;
            } else {
                patterns.push(word);
            }
        }
    }

    /// The parenthesis that closes the one here is followed by more of the pattern.
    fn is_part_of_pattern(&self) -> bool {
        let text = &self.text[self.position..self.end.min(self.position + PATTERN)];
        let mut depth = 0_usize;
        let mut bytes = text.iter();
        while let Some(byte) = bytes.next() {
            match byte {
                b'(' => depth += 1,
                b')' if depth <= 1 => {
                    let end = |next: &u8| next.is_ascii_whitespace() || *next == b';';
                    return depth == 1 && !bytes.next().is_none_or(end);
                }
                b')' => depth -= 1,
                b'\\' => {
                    bytes.next();
                }
                _ => {}
            }
        }
        false
    }

    /// Reads `[[ ... ]]`.
    fn double_bracket(&mut self) {
        let open = self.position;
        let before = self.script.commands.len();
        self.position += 2;
        let start = self.position;
        let mut end = start;
        let mut words: Vec<Word> = Vec::new();
        self.deeper(|scanner| {
            let mut operator: &[u8] = b"";
            loop {
                scanner.space();
                end = scanner.position;
                let Some(byte) = scanner.peek() else {
                    scanner.give_up(open, "[[");
                    return;
                };
                if scanner.bare_word() == b"]]" {
                    scanner.position += 2;
                    return;
                }
                let at = scanner.position;
                let word = match operator {
                    b"=~" => scanner.regex(),
                    b"=" | b"==" | b"!=" => scanner.word(),
                    _ => scanner.operand(),
                };
                operator = &scanner.text[word.span.start..word.span.end];
                if scanner.position > at {
                    words.push(word);
                } else if matches!(byte, b';') {
                    scanner.give_up(open, "[[");
                    return;
                } else {
                    scanner.position += 1;
                }
            }
        });
        if !self.stopped() {
            self.test(TestKind::Conditional, Span { start, end }, words, Vec::new(), before);
        }
    }
}
