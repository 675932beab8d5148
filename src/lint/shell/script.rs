//! The scanner's view of a text: its simple commands, in the order of the text, and the
//! constructs in which they stand.

use crate::lint::finding::Span;

/// The commands of a text.
#[derive(Debug, Default)]
pub(crate) struct Script {
    /// The simple commands, in the order in which they begin. Those inside `$( )`, backquotes,
    /// `<( )` and functions are among them, each where its text stands.
    pub(crate) commands: Vec<Command>,
    /// The constructs that commands stand in. The first is the whole text. A construct comes after
    /// the one that holds it.
    pub(crate) blocks: Vec<Block>,
    pub(crate) functions: Vec<Function>,
    pub(crate) comments: Vec<Span>,
    pub(crate) here_documents: Vec<HereDocument>,
    /// Texts of `[[ ]]` and `(( ))`, and the words and patterns of `case`.
    pub(crate) tests: Vec<Test>,
    /// The variables that `for` and `select` set.
    pub(crate) loops: Vec<Loop>,
    /// The first carriage return that stands before a newline. It is read as a blank.
    pub(crate) carriage_return: Option<usize>,
    /// Where reading has ended early, and why.
    pub(crate) unreadable: Option<Unreadable>,
}

/// The place of a construct in [`Script::blocks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct BlockId(pub(crate) u32);

impl BlockId {
    /// The whole text.
    pub(crate) const TEXT: BlockId = BlockId(0);
}

/// A construct that holds commands.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    /// The position of the construct, for a substitution that of its command; none for the text.
    pub(crate) position: Option<Position>,
    /// For a substitution with its brackets or backquotes.
    pub(crate) span: Span,
}

/// Where a command, a construct or a test stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position {
    pub(crate) block: BlockId,
    /// The number of the list: what `&&`, `||` and `|` join has one. Numbers rise with the text.
    pub(crate) list: u32,
    /// The connector before its pipeline.
    pub(crate) after: Connector,
    /// The connector after its pipeline.
    pub(crate) before: Connector,
    /// Its place in its pipeline: 0 for the first or only one.
    pub(crate) pipe_index: u32,
    /// Another command follows it in its pipeline.
    pub(crate) piped: bool,
    /// `!` stands before its pipeline.
    pub(crate) negated: bool,
    /// `&` stands after its list.
    pub(crate) background: bool,
}

impl Position {
    /// The position of what is the whole of a list of the text.
    pub(crate) fn of_list(list: u32) -> Position {
        Position {
            block: BlockId::TEXT,
            list,
            after: Connector::End,
            before: Connector::End,
            pipe_index: 0,
            piped: false,
            negated: false,
            background: false,
        }
    }
}

/// The construct, and which part of it for those with more than one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Text,
    /// The condition of `if`, `elif`, `while` or `until`.
    Condition,
    /// The commands after `then`, `elif ... then` or `else`.
    Branch,
    /// The body of `while`, `until`, `for`, `select` or `repeat`.
    Loop,
    /// The commands of one pattern of `case`.
    CaseItem,
    /// `{ }`.
    Group,
    /// `( )`.
    Subshell,
    /// `$( )`, backquotes, `<( )`, `>( )`, `=( )`.
    Substitution,
    /// The body of a function: an index into [`Script::functions`].
    Function(u32),
}

/// A simple command.
#[derive(Debug)]
pub(crate) struct Command {
    /// From the first byte of its first word, assignment or redirection to the last.
    pub(crate) span: Span,
    pub(crate) assignments: Vec<Assignment>,
    /// The words, without assignments and redirections; none for a command of only those.
    pub(crate) words: Vec<Word>,
    pub(crate) redirections: Vec<Redirection>,
    pub(crate) position: Position,
}

/// The operator that joins a pipeline to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connector {
    /// The begin or the end of the list: `;`, `&`, a newline, the end of the construct.
    End,
    And,
    Or,
}

/// `NAME=VALUE` or `NAME+=VALUE`.
#[derive(Debug)]
pub(crate) struct Assignment {
    pub(crate) name: Span,
    pub(crate) append: bool,
    /// `NAME=( )`, or `NAME[i]=`: the value is no word.
    pub(crate) compound: bool,
    pub(crate) value: Word,
}

/// A word of a command.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) span: Span,
    pub(crate) parts: Vec<Part>,
}

/// A piece of a word.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) span: Span,
    pub(crate) kind: PartKind,
    /// The piece stands in double quotes.
    pub(crate) double_quoted: bool,
}

impl Part {
    /// Gives the value, if no expansion and no pattern can change it.
    fn constant<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        let own = text.get(self.span.start..self.span.end)?;
        match &self.kind {
            PartKind::Literal => Some(own),
            PartKind::Escaped if own.ends_with(b"\n") => Some(b""),
            PartKind::Escaped => own.get(1..),
            PartKind::SingleQuoted => own.get(1..own.len() - 1),
            _ => None,
        }
    }
}

/// The pieces of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// Bytes that stand for themselves, not quoted, or in double quotes.
    Literal,
    /// A backslash and the byte after it; `\` and newline stand for nothing.
    Escaped,
    /// `'...'`.
    SingleQuoted,
    /// `$'...'`.
    AnsiQuoted,
    /// `$NAME`, `${...}`; the span of the name (`?`, `$`, `!`, `@` too).
    Parameter { name: Span, plain: bool },
    /// `$( )`, backquotes, `<( )`: its commands stand in this construct.
    Command(BlockId),
    /// `$(( ))`, `$[ ]`.
    Arithmetic,
    /// `*`, `?`, `[...]`, `{a,b}`, a leading `~`: the shell may change them.
    Pattern,
}

/// A redirection, without here-documents' texts.
#[derive(Debug)]
pub(crate) struct Redirection {
    pub(crate) span: Span,
    /// `<`, `>`, `>>`, `<<`, `<<-`, `<<<`, `>&` and so on.
    pub(crate) operator: Span,
    pub(crate) target: Word,
    /// The text of `<<` and `<<-`: an index into [`Script::here_documents`].
    pub(crate) here_document: Option<u32>,
}

/// The text of a here-document.
#[derive(Debug)]
pub(crate) struct HereDocument {
    pub(crate) span: Span,
    /// The delimiter is quoted: nothing in the text is expanded.
    pub(crate) quoted: bool,
    /// `<<-`: leading tabs are dropped.
    pub(crate) tabs_dropped: bool,
}

/// A function's definition.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: Span,
    /// `function NAME`.
    pub(crate) by_keyword: bool,
    pub(crate) span: Span,
    pub(crate) body: BlockId,
    pub(crate) position: Position,
}

/// A test that is no simple command.
#[derive(Debug)]
pub(crate) struct Test {
    pub(crate) kind: TestKind,
    /// The text between the brackets; for `case` the word.
    pub(crate) span: Span,
    pub(crate) words: Vec<Word>,
    /// For `case`, the patterns of all its items.
    pub(crate) patterns: Vec<Word>,
    pub(crate) position: Position,
    /// How many commands begin before it: its place among [`Script::commands`].
    pub(crate) commands_before: usize,
}

/// A loop that sets a variable: `for` and `select`.
#[derive(Debug)]
pub(crate) struct Loop {
    /// The variable, or several in zsh; none for `for (( ))`.
    pub(crate) names: Vec<Span>,
    /// The words after `in`.
    pub(crate) words: Vec<Word>,
    /// There is an `in`; without it the words are `"$@"`.
    pub(crate) listed: bool,
    pub(crate) body: BlockId,
    pub(crate) position: Position,
}

/// The kind of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TestKind {
    /// `[[ ]]`.
    Conditional,
    /// `(( ))`, and `$(( ))`.
    Arithmetic,
    Case,
}

/// Why the rest of a text is not read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// The byte where what is not closed was opened.
    pub(crate) at: usize,
    /// The construct that is not closed, or the limit: `a single quote`, `nesting deeper than 400
    /// levels`.
    pub(crate) what: &'static str,
}

impl Script {
    /// Gives the places of the commands that begin in a span.
    pub(crate) fn commands_in(&self, span: Span) -> std::ops::Range<usize> {
        let before = |end: usize| self.commands.partition_point(|one| one.span.start < end);
        before(span.start)..before(span.end)
    }

    /// Gives the kinds of a construct and of those around it, the innermost first.
    pub(crate) fn kinds(&self, block: BlockId) -> impl Iterator<Item = BlockKind> {
        let mut next = Some(block);
        std::iter::from_fn(move || {
            let block = self.blocks.get(next?.0 as usize)?;
            next = block.position.map(|position| position.block);
            Some(block.kind)
        })
    }
}

impl Word {
    /// Gives the value, if no expansion and no pattern can change it.
    pub(crate) fn constant(&self, text: &[u8]) -> Option<Vec<u8>> {
        let mut value = Vec::with_capacity(self.span.end - self.span.start);
        for part in &self.parts {
            value.extend_from_slice(part.constant(text)?);
        }
        Some(value)
    }

    /// Gives the value of what stands in front of the first expansion or pattern.
    pub(crate) fn constant_beginning(&self, text: &[u8]) -> Vec<u8> {
        self.parts.iter().map_while(|part| part.constant(text)).collect::<Vec<_>>().concat()
    }

    /// Every byte is as it stands: no quoting, no expansion.
    pub(crate) fn is_bare(&self) -> bool {
        let literal = |part: &Part| part.kind == PartKind::Literal && !part.double_quoted;
        let covered: usize = self.parts.iter().map(|part| part.span.end - part.span.start).sum();
        self.parts.iter().all(literal) && covered == self.span.end - self.span.start
    }
}
