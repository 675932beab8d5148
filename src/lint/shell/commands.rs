//! Lists, pipelines and simple commands.

use super::scanner::{Closers, Member, Scanner};
use super::script::{Assignment, BlockKind, Command, Connector, Function, Redirection, Word};
use crate::lint::finding::Span;

/// Commands whose operands may be assignments of arrays.
pub(crate) const DECLARING: [&[u8]; 7] =
    [b"declare", b"typeset", b"local", b"export", b"readonly", b"integer", b"float"];

/// The parts of a simple command.
#[derive(Default)]
struct Parts {
    assignments: Vec<Assignment>,
    words: Vec<Word>,
    redirections: Vec<Redirection>,
    /// The command is one of [`DECLARING`], or eval.
    declaring: bool,
}

impl Scanner<'_> {
    /// Reads the whole text.
    pub(super) fn text_commands(&mut self) {
        self.list(Closers::NONE);
        self.here_documents_at_end();
    }

    /// Reads commands up to one of these closers, which is not passed over, or up to a closer of
    /// what holds them. A closer of nothing is passed over.
    pub(super) fn list(&mut self, closers: Closers) {
        self.opened(closers);
        loop {
            self.space();
            while self.peek() == Some(b';') && !self.ends_an_item() {
                self.position += 1;
                self.space();
            }
            let Some(byte) = self.peek() else { break };
            if let Some((closer, length)) = self.closer() {
                if closers.has(closer) || self.is_open(closer) {
                    break;
                }
                self.position += length;
                continue;
            }
            if byte == b'&' || byte == b'|' {
                self.position += 1;
                continue;
            }
            let before = self.position;
            let separated = self.and_or(closers);
            if self.position == before && !self.stopped() {
                // Nothing that begins a command: a stray `<` and the like.
                self.position += 1;
            }
            if !separated && closers.has(Closers::OPENING_BRACE) && self.peek() == Some(b'{') {
                break;
            }
        }
        self.closed(closers);
    }

    /// `;;`, `;&`, `;;&` or `;|` stands here.
    fn ends_an_item(&self) -> bool {
        matches!(self.ahead(1), Some(b';' | b'&' | b'|')) && self.is_open(Closers::ITEM)
    }

    /// Gives what ends a list here, and how long it is.
    pub(super) fn closer(&self) -> Option<(Closers, usize)> {
        match self.peek()? {
            b')' => return Some((Closers::PARENTHESIS, 1)),
            b';' => {
                let length = if self.looking_at(b";;&") { 3 } else { 2 };
                return Some((Closers::ITEM, length));
            }
            b'}' if self.zsh => return Some((Closers::BRACE, 1)),
            _ => {}
        }
        let word = self.bare_word();
        let closer = match word {
            b"}" => Closers::BRACE,
            b"then" => Closers::THEN,
            b"elif" | b"else" => Closers::ELSE,
            b"fi" => Closers::FI,
            b"do" => Closers::DO,
            b"done" => Closers::DONE,
            b"esac" => Closers::ESAC,
            _ => return None,
        };
        Some((closer, word.len()))
    }

    /// Reads pipelines joined by `&&` and `||`, and what ends them. Tells whether `;`, `&` or a
    /// newline does.
    pub(super) fn and_or(&mut self, closers: Closers) -> bool {
        let outside = self.here;
        let first = self.members.len();
        self.here.list = self.new_list();
        self.here.after = Connector::End;
        let mut separated = false;
        loop {
            let own = self.members.len();
            self.pipeline();
            self.blanks();
            let connector = if self.looking_at(b"&&") {
                Connector::And
            } else if self.looking_at(b"||") {
                Connector::Or
            } else {
                Connector::End
            };
            for at in own..self.members.len() {
                let member = self.members[at];
                self.mend(member, |position| position.before = connector);
            }
            if connector == Connector::End {
                break;
            }
            self.position += 2;
            self.space();
            self.here.after = connector;
            // Nothing may follow: `a && )`.
            if self.closer().is_some_and(|(closer, _)| closers.has(closer) || self.is_open(closer))
            {
                break;
            }
        }
        match self.peek() {
            Some(b'&') => {
                // Zsh's `&|` and `&!` detach the list.
                self.position += match self.ahead(1) {
                    Some(b'|' | b'!') if self.zsh => 2,
                    _ => 1,
                };
                separated = true;
                for at in first..self.members.len() {
                    let member = self.members[at];
                    self.mend(member, |position| position.background = true);
                }
            }
            Some(b';') if !self.ends_an_item() => {
                self.position += 1;
                separated = true;
            }
            Some(b'\n' | b'#') => separated = true,
            _ => {}
        }
        self.members.truncate(first);
        self.here = outside;
        separated
    }

    /// Reads commands joined by `|` and `|&`.
    fn pipeline(&mut self) {
        self.here.negated = false;
        self.here.pipe_index = 0;
        loop {
            self.blanks();
            match self.bare_word() {
                b"!" => {
                    self.here.negated = !self.here.negated;
                    self.position += 1;
                }
                b"time" | b"coproc" | b"nocorrect" | b"noglob" if self.before_compound() => {}
                _ => break,
            }
        }
        loop {
            let own = self.members.len();
            self.command();
            self.blanks();
            let piped = self.peek() == Some(b'|') && !self.looking_at(b"||");
            if !piped {
                return;
            }
            for at in own..self.members.len() {
                let member = self.members[at];
                self.mend(member, |position| position.piped = true);
            }
            self.position += if self.looking_at(b"|&") { 2 } else { 1 };
            self.here.pipe_index += 1;
            self.space();
        }
    }

    /// Passes over `time`, `time -p` or `coproc NAME` if a compound command or another pipeline
    /// follows; else the word is the first one of a simple command.
    fn before_compound(&mut self) -> bool {
        let start = self.position;
        let word = self.bare_word().len();
        self.position += word;
        self.blanks();
        if self.bare_word() == b"-p" {
            self.position += 2;
            self.blanks();
        }
        if self.is_compound() || self.bare_word() == b"!" {
            return true;
        }
        if self.text[start..].starts_with(b"coproc") {
            let name = self.bare_word().len();
            self.position += name;
            self.blanks();
            if name > 0 && self.is_compound() {
                return true;
            }
        }
        self.position = start;
        false
    }

    /// A compound command begins here.
    fn is_compound(&self) -> bool {
        self.peek() == Some(b'(')
            || matches!(
                self.bare_word(),
                b"{" | b"if" | b"while" | b"until" | b"for" | b"case" | b"select" | b"[["
            )
    }

    /// Reads a compound command, a function or a simple command.
    pub(super) fn command(&mut self) {
        if self.compound() || self.function() {
            return;
        }
        self.simple();
    }

    /// Reads `NAME() COMMAND`, `function NAME COMMAND` and zsh's `() COMMAND`.
    fn function(&mut self) -> bool {
        let start = self.position;
        let word = self.bare_word();
        let by_keyword = word == b"function";
        let mut name = Span { start, end: start + word.len() };
        self.position = name.end;
        self.blanks();
        if by_keyword {
            let own = self.bare_word();
            let own = if self.zsh && own == b"{" { 0 } else { own.len() };
            name = Span { start: self.position, end: self.position + own };
            self.position = name.end;
            self.blanks();
        }
        let parentheses = self.peek() == Some(b'(') && {
            self.position += 1;
            self.blanks();
            self.peek() == Some(b')')
        };
        let unnamed = self.zsh && name.end == name.start;
        // In zsh `x=()` is an empty array.
        let named = name.end > name.start
            && (by_keyword || !self.text[name.start..name.end].contains(&b'='));
        if parentheses && (named || unnamed) {
            self.position += 1;
        } else if !(by_keyword && (named || unnamed)) || parentheses {
            self.position = start;
            return false;
        } else {
            self.position = name.end;
        }
        self.space();
        let index = self.script.functions.len();
        let position = self.here;
        self.script.functions.push(Function {
            name,
            by_keyword,
            span: Span { start, end: start },
            body: position.block,
            position,
        });
        self.members.push(Member::Function(index));
        let kind = BlockKind::Function(u32::try_from(index).unwrap_or(u32::MAX));
        let from = self.position;
        let first = self.members.len();
        let body = self.block(kind, from, |scanner| {
            if !scanner.compound() {
                scanner.simple();
            }
        });
        // What the body holds is not part of the list that defines the function.
        self.members.truncate(first);
        self.script.functions[index].body = body;
        self.script.functions[index].span.end = self.position;
        if unnamed {
            // The operands of a function that zsh runs where it stands.
            self.words();
        }
        true
    }

    /// Reads a simple command: assignments, words and redirections in any order.
    fn simple(&mut self) {
        let start = self.position;
        let index = self.script.commands.len();
        self.script.commands.push(Command {
            span: Span { start, end: start },
            assignments: Vec::new(),
            words: Vec::new(),
            redirections: Vec::new(),
            position: self.here,
        });
        self.members.push(Member::Command(index));
        let member = self.members.len();
        let mut parts = Parts::default();
        let mut end = start;
        while self.next_part(&mut parts) {
            end = self.position;
        }
        let Parts { assignments, words, redirections, .. } = parts;
        // A command that is not read to its end says nothing: its last words are missing.
        let empty = assignments.is_empty() && words.is_empty() && redirections.is_empty();
        if empty || self.stopped() {
            // Commands in its substitutions keep their places.
            if index + 1 == self.script.commands.len() {
                self.script.commands.pop();
                self.members.remove(member - 1);
            }
            return;
        }
        let command = &mut self.script.commands[index];
        command.span.end = end;
        command.assignments = assignments;
        command.words = words;
        command.redirections = redirections;
    }

    /// Reads an assignment, a word or a redirection of a simple command. Tells whether one stands
    /// here.
    fn next_part(&mut self, parts: &mut Parts) -> bool {
        self.blanks();
        let Some(byte) = self.peek() else { return false };
        let is_range = byte == b'<' && self.zsh && self.is_range();
        if !is_range {
            if let Some(redirection) = self.redirection() {
                parts.redirections.push(redirection);
                return true;
            }
        }
        let first_words = parts.words.is_empty();
        match byte {
            b'\n' | b';' | b'&' | b'|' | b')' | b'#' => return false,
            // Zsh's glob `(a|b)`, and its function without a name.
            b'(' if !self.zsh || first_words => return false,
            b'}' if self.zsh && self.bare_word() == b"}" && self.is_open(Closers::BRACE) => {
                return false;
            }
            _ => {}
        }
        if first_words || parts.declaring {
            if let Some(assignment) = self.assignment() {
                if first_words {
                    parts.assignments.push(assignment);
                } else {
                    parts.words.push(as_word(assignment));
                }
                return true;
            }
        }
        let before = self.position;
        let word = self.word();
        if self.position == before {
            return false;
        }
        if first_words {
            let name = &self.text[word.span.start..word.span.end];
            // Bash's eval takes `eval local a=($x)`.
            parts.declaring = DECLARING.contains(&name) || name == b"eval";
        }
        parts.words.push(word);
        true
    }

    /// Reads `NAME=VALUE`, `NAME+=VALUE`, `NAME[INDEX]=VALUE` and `NAME=(...)`.
    fn assignment(&mut self) -> Option<Assignment> {
        let start = self.position;
        let rest = &self.text[start..self.end];
        let named = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let length = rest.iter().take_while(|byte| named(byte)).count();
        // Zsh assigns to `1` too.
        let numbered = self.zsh && rest[..length].iter().all(u8::is_ascii_digit);
        if length == 0 || rest[0].is_ascii_digit() && !numbered {
            return None;
        }
        let mut at = length;
        let indexed = rest.get(at) == Some(&b'[');
        if indexed {
            // An index has few bytes.
            at += index_length(&rest[at..rest.len().min(at + 256)])?;
        }
        let close = start + at;
        let append = rest.get(at) == Some(&b'+');
        at += usize::from(append);
        if rest.get(at) != Some(&b'=') {
            return None;
        }
        self.position = start + length;
        self.index(close);
        self.position = self.position.max(start + at + 1).min(self.end);
        let name = Span { start, end: start + length };
        let mut opening = self.position;
        while self.text[opening..self.end].starts_with(b"\\\n") {
            opening += 2;
        }
        let compound = !self.stopped() && self.text[..self.end].get(opening) == Some(&b'(');
        if compound {
            self.position = opening;
        }
        let value = if compound { self.array() } else { self.word() };
        Some(Assignment { name, append, compound: compound || indexed, value })
    }

    /// Reads the index of an assignment, for the commands in it.
    fn index(&mut self, close: usize) {
        let mut parts = Vec::new();
        while self.position < close {
            match self.peek() {
                None => return,
                Some(b'\'') => {
                    if !self.single_quoted(self.position, false) {
                        return;
                    }
                }
                Some(b'"') => self.double_quoted(&mut parts),
                Some(b'\\') => self.escape(&mut parts, false),
                Some(b'$' | b'`') => self.expansion(&mut parts, false),
                Some(_) => self.position += 1,
            }
            parts.clear();
        }
    }

    /// Reads `(...)` of an array.
    fn array(&mut self) -> Word {
        let start = self.position;
        self.position += 1;
        self.deeper(|scanner| {
            loop {
                scanner.space();
                match scanner.peek() {
                    None => {
                        scanner.give_up(start, "a parenthesis");
                        return;
                    }
                    Some(b')') => {
                        scanner.position += 1;
                        return;
                    }
                    _ => {}
                }
                let before = scanner.position;
                scanner.word();
                if scanner.position == before && !scanner.stopped() {
                    scanner.position += 1;
                }
            }
        });
        Word { span: Span { start, end: self.position }, parts: Vec::new() }
    }
}

/// Makes an operand of `export` and the like a word again.
fn as_word(assignment: Assignment) -> Word {
    let span = Span { start: assignment.name.start, end: assignment.value.span.end };
    let name = Span { start: span.start, end: assignment.value.span.start };
    let mut parts = vec![super::script::Part {
        span: name,
        kind: super::script::PartKind::Literal,
        double_quoted: false,
    }];
    if assignment.compound {
        let kind = super::script::PartKind::Pattern;
        parts.push(super::script::Part { span: assignment.value.span, kind, double_quoted: false });
    } else {
        parts.extend(assignment.value.parts);
    }
    Word { span, parts }
}

/// Gives the length of `[...]` at the beginning of a text.
fn index_length(text: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        match text.get(at)? {
            b'[' => depth += 1,
            b']' if depth == 1 => return Some(at + 1),
            b']' => depth -= 1,
            b'\n' => return None,
            b'\\' => at += 1,
            quote @ (b'\'' | b'"') => {
                at += 1 + text[at + 1..].iter().position(|byte| byte == quote)?;
            }
            _ => {}
        }
        at += 1;
    }
}
