//! The state of the scanner: where it stands, what is open, and what it has found so far.

use super::script::{Block, BlockId, BlockKind, Position, Script, TestKind, Unreadable, Word};
use crate::lint::finding::Span;

/// How deep constructs, substitutions and quotes may nest.
const DEEPEST: u32 = 400;

/// The longest text that is read: offsets of commands and blocks are 32 bits wide, and no script
/// comes near.
const LONGEST: usize = 64 << 20;

/// A construct that ends a list of commands, as a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Closers(pub(super) u16);

impl Closers {
    pub(super) const NONE: Closers = Closers(0);
    pub(super) const THEN: Closers = Closers(1);
    /// `elif` and `else`.
    pub(super) const ELSE: Closers = Closers(2);
    pub(super) const FI: Closers = Closers(4);
    pub(super) const DO: Closers = Closers(8);
    pub(super) const DONE: Closers = Closers(16);
    pub(super) const ESAC: Closers = Closers(32);
    /// `;;`, `;&`, `;;&`, `;|`.
    pub(super) const ITEM: Closers = Closers(64);
    pub(super) const BRACE: Closers = Closers(128);
    pub(super) const PARENTHESIS: Closers = Closers(256);
    /// Zsh's `{` after a condition.
    pub(super) const OPENING_BRACE: Closers = Closers(512);
    const KINDS: usize = 10;

    pub(super) const fn with(self, other: Closers) -> Closers {
        Closers(self.0 | other.0)
    }

    pub(super) const fn has(self, other: Closers) -> bool {
        self.0 & other.0 != 0
    }
}

/// One of what a list holds, in the script's tables.
#[derive(Clone, Copy, Debug)]
pub(super) enum Member {
    Command(usize),
    Block(usize),
    Test(usize),
    Loop(usize),
    Function(usize),
}

/// A here-document whose text has not been reached.
pub(super) struct Pending {
    /// Its place in [`super::script::Script::here_documents`].
    pub(super) index: usize,
    pub(super) delimiter: Vec<u8>,
    /// Where the redirection stands.
    pub(super) at: usize,
}

pub(super) struct Scanner<'a> {
    pub(super) text: &'a [u8],
    pub(super) position: usize,
    /// Reading ends here: the end of the text, or of the backquotes or here-document at hand.
    pub(super) end: usize,
    pub(super) zsh: bool,
    pub(super) script: Script,
    /// How many backquotes hold the place at hand.
    pub(super) backquotes: u32,
    /// Double quotes hold these backquotes: in them `\"` stands for a quote, as in
    /// `"`echo \"a b\"`"` (not so in a here-document, where shells differ).
    pub(super) escaped_quotes: bool,
    pub(super) in_here_document: bool,
    pub(super) pending: Vec<Pending>,
    /// The state of the lists that are open, the innermost last.
    pub(super) members: Vec<Member>,
    /// Where the next command, construct or test stands.
    pub(super) here: Position,
    /// No `))` stands after this offset.
    pub(super) no_arithmetic_after: usize,
    depth: u32,
    lists: u32,
    /// How many lists are open that end with each closer.
    open: [u32; Closers::KINDS],
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a [u8], zsh: bool) -> Scanner<'a> {
        let here = Position::of_list(0);
        let mut script = Script::default();
        script.blocks.push(Block {
            kind: BlockKind::Text,
            position: None,
            span: Span { start: 0, end: text.len() },
        });
        let position = if text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let mut scanner = Scanner {
            text,
            position,
            end: text.len(),
            zsh,
            script,
            backquotes: 0,
            escaped_quotes: false,
            in_here_document: false,
            pending: Vec::new(),
            members: Vec::new(),
            here,
            no_arithmetic_after: usize::MAX,
            depth: 0,
            lists: 0,
            open: [0; Closers::KINDS],
        };
        if text.len() > LONGEST {
            scanner.give_up(0, "a file above 64 MiB");
        }
        scanner
    }

    /// Ends the scan with what it has.
    pub(super) fn give_up(&mut self, at: usize, what: &'static str) {
        if self.script.unreadable.is_none() {
            self.script.unreadable = Some(Unreadable { at, what });
        }
        self.position = self.end;
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.ahead(0)
    }

    #[inline]
    pub(super) fn ahead(&self, by: usize) -> Option<u8> {
        if self.stopped() {
            return None;
        }
        let at = self.position + by;
        if at < self.end { self.text.get(at).copied() } else { None }
    }

    #[inline]
    pub(super) fn stopped(&self) -> bool {
        self.script.unreadable.is_some()
    }

    pub(super) fn looking_at(&self, word: &[u8]) -> bool {
        !self.stopped() && self.text[self.position..self.end].starts_with(word)
    }

    /// Runs `inner` one level deeper, or ends the scan where that is too deep.
    pub(super) fn deeper(&mut self, inner: impl FnOnce(&mut Self)) {
        if self.depth == DEEPEST {
            self.give_up(self.position, "nesting deeper than 400 levels");
            return;
        }
        self.depth += 1;
        inner(self);
        self.depth -= 1;
    }

    /// Runs `inner` in a new construct, and gives the construct.
    pub(super) fn block(
        &mut self,
        kind: BlockKind,
        start: usize,
        inner: impl FnOnce(&mut Self),
    ) -> BlockId {
        let index = self.script.blocks.len();
        self.script.blocks.push(Block {
            kind,
            position: Some(self.here),
            span: Span { start, end: start },
        });
        self.members.push(Member::Block(index));
        let outside = self.here;
        // A text has at most 64 MiB, and each construct at least one byte.
        let block = BlockId(u32::try_from(index).unwrap_or(u32::MAX));
        self.here = Position { block, ..outside };
        self.deeper(inner);
        self.here = outside;
        self.script.blocks[index].span.end = self.position.max(start);
        block
    }

    /// Takes a number for a new list.
    pub(super) fn new_list(&mut self) -> u32 {
        self.lists += 1;
        self.lists
    }

    pub(super) fn opened(&mut self, closers: Closers) {
        for (kind, count) in self.open.iter_mut().enumerate() {
            *count += u32::from(closers.0 >> kind & 1);
        }
    }

    pub(super) fn closed(&mut self, closers: Closers) {
        for (kind, count) in self.open.iter_mut().enumerate() {
            *count -= u32::from(closers.0 >> kind & 1);
        }
    }

    /// A list that is open ends with this closer.
    pub(super) fn is_open(&self, closer: Closers) -> bool {
        let counts = self.open.iter().enumerate();
        counts.filter(|&(kind, _)| closer.0 >> kind & 1 == 1).any(|(_, &count)| count > 0)
    }

    /// Forgets which closers are open while `inner` runs: a `)` ends a substitution, not what
    /// holds it.
    pub(super) fn with_nothing_open(&mut self, inner: impl FnOnce(&mut Self)) {
        let outside = std::mem::take(&mut self.open);
        inner(self);
        self.open = outside;
    }

    /// Changes the position of a member.
    pub(super) fn mend(&mut self, member: Member, change: impl FnOnce(&mut Position)) {
        let position = match member {
            Member::Command(at) => Some(&mut self.script.commands[at].position),
            Member::Block(at) => self.script.blocks[at].position.as_mut(),
            Member::Test(at) => Some(&mut self.script.tests[at].position),
            Member::Loop(at) => Some(&mut self.script.loops[at].position),
            Member::Function(at) => Some(&mut self.script.functions[at].position),
        };
        if let Some(position) = position {
            change(position);
        }
    }

    /// Adds a test at the place at hand.
    pub(super) fn test(
        &mut self,
        kind: TestKind,
        span: Span,
        words: Vec<Word>,
        patterns: Vec<Word>,
        commands_before: usize,
    ) {
        let index = self.script.tests.len();
        let position = self.here;
        self.script.tests.push(super::script::Test {
            kind,
            span,
            words,
            patterns,
            position,
            commands_before,
        });
        self.members.push(Member::Test(index));
    }

    /// Passes over blanks, joined lines and carriage returns at the end of a line.
    pub(super) fn blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.position += 1,
                Some(b'\\') if self.ahead(1) == Some(b'\n') => self.position += 2,
                Some(b'\\') if self.ahead(1) == Some(b'\r') && self.ahead(2) == Some(b'\n') => {
                    self.carriage_return(self.position + 1);
                    self.position += 3;
                }
                Some(b'\r') if self.ahead(1) == Some(b'\n') => {
                    self.carriage_return(self.position);
                    self.position += 1;
                }
                _ => return,
            }
        }
    }

    fn carriage_return(&mut self, at: usize) {
        self.script.carriage_return.get_or_insert(at);
    }

    /// Passes over a comment, without the newline.
    pub(super) fn comment(&mut self) {
        let start = self.position;
        let line = &self.text[start..self.end];
        let length = line.iter().position(|&byte| byte == b'\n').unwrap_or(line.len());
        self.position += length;
        let mut end = self.position;
        if self.text[start..end].ends_with(b"\r") && self.position < self.end {
            end -= 1;
            self.carriage_return(end);
        }
        self.script.comments.push(Span { start, end });
    }

    /// Passes over a newline, and over the here-documents whose texts begin after it.
    pub(super) fn newline(&mut self) {
        self.position += 1;
        if !self.pending.is_empty() {
            self.here_documents();
        }
    }

    /// Passes over blanks, newlines and comments.
    pub(super) fn space(&mut self) {
        loop {
            self.blanks();
            match self.peek() {
                Some(b'\n') => self.newline(),
                Some(b'#') => self.comment(),
                _ => return,
            }
        }
    }

    /// Gives the word that stands here, if it is one in which nothing is quoted and nothing
    /// expanded, without passing over it.
    pub(super) fn bare_word(&self) -> &'a [u8] {
        if self.stopped() {
            return b"";
        }
        // No keyword and no function's name that counts is longer; a word of a megabyte is read
        // once, not at each look.
        let rest = &self.text[self.position..self.end.min(self.position + 256)];
        let mut length = rest.len();
        for (at, byte) in rest.iter().enumerate() {
            match byte {
                b'\'' | b'"' | b'$' | b'`' => return b"",
                // A joined line goes on with a blank or the like: `}\` and `|| x` after it.
                b'\\' => {
                    let after = rest.get(at + 1..).and_then(|rest| rest.strip_prefix(b"\n"));
                    let ends = after.is_some_and(|after| {
                        after.first().is_none_or(|&byte| is_metacharacter(byte))
                    });
                    if !ends {
                        return b"";
                    }
                    length = at;
                    break;
                }
                b'\r' if rest.get(at + 1).is_some_and(|&byte| !is_metacharacter(byte)) => {
                    return b"";
                }
                b'\r' => {
                    length = at;
                    break;
                }
                byte if is_metacharacter(*byte) => {
                    length = at;
                    break;
                }
                _ => {}
            }
        }
        &rest[..length]
    }
}

/// Tells whether a byte ends a word.
#[inline]
pub(super) fn is_metacharacter(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')')
}
