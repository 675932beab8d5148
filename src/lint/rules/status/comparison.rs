//! Statuses of a text: the variables that hold them, and the numbers that they are compared with.

use std::collections::{HashMap, HashSet};

use crate::lint::context::Context;
use crate::lint::finding::Span;
use crate::lint::shell::script::{BlockId, BlockKind, PartKind, Position, TestKind, Word};
use crate::signal::decimal;

/// The value that is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    /// `$?`.
    Last,
    Variable(Vec<u8>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    /// `-gt`, `>`.
    Greater,
    /// `-ge`, `>=`.
    GreaterOrEqual,
    /// `-lt`, `<`, `-le`, `<=`.
    Less,
}

/// An operator between two values.
#[derive(Clone, Copy)]
enum Order {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

impl Order {
    /// The operator with its values in the other order.
    fn reversed(self) -> Order {
        match self {
            Order::Equal | Order::NotEqual => self,
            Order::Greater => Order::Less,
            Order::GreaterOrEqual => Order::LessOrEqual,
            Order::Less => Order::Greater,
            Order::LessOrEqual => Order::GreaterOrEqual,
        }
    }

    /// The operator of a status on its left.
    fn of_status(self) -> Operator {
        match self {
            Order::Equal => Operator::Equal,
            Order::NotEqual => Operator::NotEqual,
            Order::Greater => Operator::Greater,
            Order::GreaterOrEqual => Operator::GreaterOrEqual,
            Order::Less | Order::LessOrEqual => Operator::Less,
        }
    }
}

/// A status beside a number.
#[derive(Clone, Debug)]
pub(super) struct Comparison {
    pub(super) subject: Subject,
    pub(super) operator: Operator,
    pub(super) number: u32,
    /// The number in the text.
    pub(super) span: Span,
    /// How many commands begin before it: the one before is the one whose status `$?` is.
    pub(super) commands_before: usize,
    position: Position,
    /// The place of the command `[` or `test`, if the comparison is all that it does.
    pub(super) alone: Option<usize>,
}

/// A value that is compared more than once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Compared {
    Variable(Vec<u8>),
    /// `$?` after so many commands.
    After(usize),
    /// `$?` in one list, or in the conditions of one `if`: a script that reads it again there
    /// means the first one.
    Chain(BlockId, u32),
}

impl Comparison {
    /// The values that are compared.
    fn values(&self, context: &Context<'_>) -> Vec<Compared> {
        if let Subject::Variable(name) = &self.subject {
            return vec![Compared::Variable(name.clone())];
        }
        let block = context.script.blocks.get(self.position.block.0 as usize);
        let whole = block.filter(|block| block.kind == BlockKind::Condition);
        let place = whole.and_then(|block| block.position).unwrap_or(self.position);
        vec![Compared::After(self.commands_before), Compared::Chain(place.block, place.list)]
    }
}

/// The statuses of a text.
pub(super) struct Statuses<'a> {
    context: &'a Context<'a>,
    /// Variables that are set from `$?` only, with the commands that set them.
    variables: HashMap<Vec<u8>, Vec<usize>>,
    pub(super) comparisons: Vec<Comparison>,
    /// The numbers that each value is compared with.
    compared: HashSet<(Compared, u32)>,
    /// The least number from which on a value is asked for.
    least: HashMap<Compared, u32>,
}

/// A variable that more commands set may hold any status, so that nothing is said of it.
const MOST_SETTERS: usize = 64;

impl<'a> Statuses<'a> {
    pub(super) fn of(context: &'a Context<'a>) -> Statuses<'a> {
        let mut statuses = Statuses {
            context,
            variables: variables(context),
            comparisons: Vec::new(),
            compared: HashSet::new(),
            least: HashMap::new(),
        };
        statuses.read_commands();
        statuses.read_tests();
        for one in &statuses.comparisons {
            for value in one.values(context) {
                let least = match one.operator {
                    Operator::Greater => Some(one.number.saturating_add(1)),
                    Operator::GreaterOrEqual => Some(one.number),
                    Operator::Equal | Operator::NotEqual | Operator::Less => None,
                };
                if let Some(least) = least {
                    let own = statuses.least.entry(value.clone()).or_insert(least);
                    *own = least.min(*own);
                }
                statuses.compared.insert((value, one.number));
            }
        }
        statuses
    }

    /// True if the value of a comparison is asked to be a number, or at least a number up to it.
    pub(super) fn is_asked_for(&self, comparison: &Comparison, number: u32) -> bool {
        let values = comparison.values(self.context);
        let mut least = values.iter().filter_map(|value| self.least.get(value));
        least.any(|least| *least <= number) || self.are_compared(comparison, number)
    }

    /// True if the value of a comparison is compared with this number too.
    pub(super) fn are_compared(&self, comparison: &Comparison, number: u32) -> bool {
        let values = comparison.values(self.context);
        values.into_iter().any(|value| self.compared.contains(&(value, number)))
    }

    /// Gives the commands of which a subject is the status, read after `commands_before` commands;
    /// none if it may be the status of what ran before the text, or before a function.
    pub(super) fn sources(&self, subject: &Subject, commands_before: usize) -> Option<Vec<usize>> {
        let readers = match subject {
            Subject::Last => std::slice::from_ref(&commands_before),
            Subject::Variable(name) => self.variables.get(name)?,
        };
        if readers.len() > MOST_SETTERS {
            return None;
        }
        readers.iter().map(|&reader| self.before(reader)).collect()
    }

    /// Gives the command before another one, unless a function begins between them.
    fn before(&self, reader: usize) -> Option<usize> {
        let before = reader.checked_sub(1)?;
        let commands = &self.context.script.commands;
        let start = commands.get(reader).map_or(usize::MAX, |command| command.span.start);
        let between = commands.get(before)?.span.start;
        let is_of_caller = self.context.script.functions.iter().any(|function| {
            let body = self.context.script.blocks[function.body.0 as usize].span;
            between < body.start && body.start <= start && start < body.end
        });
        (!is_of_caller).then_some(before)
    }

    /// Reads a word that is nothing but a status.
    pub(super) fn subject(&self, word: &Word) -> Option<Subject> {
        let [part] = &word.parts[..] else { return None };
        let PartKind::Parameter { name, plain } = part.kind else { return None };
        let whole = self.context.bytes(part.span);
        let name = self.context.bytes(name);
        if !plain && whole != [b"${", name, b"}"].concat() {
            return None;
        }
        self.named(name)
    }

    /// Gives the status of a name: `?`, or a variable.
    pub(super) fn named(&self, name: &[u8]) -> Option<Subject> {
        if name == b"?" {
            return Some(Subject::Last);
        }
        self.variables.contains_key(name).then(|| Subject::Variable(name.to_vec()))
    }

    fn read_commands(&mut self) {
        for site in
            self.context.sites.iter().filter(|site| matches!(&site.name[..], b"[" | b"test"))
        {
            let words = self.context.words(site);
            let is_whole = match &site.name[..] {
                b"[" => words.len() == 5,
                _ => words.len() == 4,
            } && site.wrapper.is_none();
            let found = self.of_words(words);
            for (subject, operator, number, span) in found {
                self.comparisons.push(Comparison {
                    subject,
                    operator,
                    number,
                    span,
                    commands_before: site.command,
                    position: self.context.command(site).position,
                    alone: is_whole.then_some(site.command),
                });
            }
        }
    }

    fn read_tests(&mut self) {
        for test in &self.context.script.tests {
            let found = match test.kind {
                TestKind::Conditional => self.of_words(&test.words),
                TestKind::Arithmetic => self.of_arithmetic(test.span),
                TestKind::Case => {
                    let [word] = &test.words[..] else { continue };
                    let Some(subject) = self.subject(word) else { continue };
                    let patterns = test.patterns.iter();
                    patterns
                        .filter_map(|pattern| {
                            let number = self.number(pattern)?;
                            Some((subject.clone(), Operator::Equal, number, pattern.span))
                        })
                        .collect()
                }
            };
            for (subject, operator, number, span) in found {
                self.comparisons.push(Comparison {
                    subject,
                    operator,
                    number,
                    span,
                    commands_before: test.commands_before,
                    position: test.position,
                    alone: None,
                });
            }
        }
    }

    fn number(&self, word: &Word) -> Option<u32> {
        // Double quotes around digits change nothing.
        let value = match &word.parts[..] {
            [part] if part.kind == PartKind::Literal => self.context.bytes(part.span).to_vec(),
            _ => self.context.constant(word)?,
        };
        decimal(&value)
    }

    fn of_words(&self, words: &[Word]) -> Vec<(Subject, Operator, u32, Span)> {
        words
            .windows(3)
            .filter_map(|three| {
                let operator = match self.context.bytes(three[1].span) {
                    b"-eq" | b"=" | b"==" => Order::Equal,
                    b"-ne" | b"!=" => Order::NotEqual,
                    b"-gt" => Order::Greater,
                    b"-ge" => Order::GreaterOrEqual,
                    b"-lt" => Order::Less,
                    b"-le" => Order::LessOrEqual,
                    _ => return None,
                };
                if let Some(subject) = self.subject(&three[0]) {
                    let number = self.number(&three[2])?;
                    return Some((subject, operator.of_status(), number, three[2].span));
                }
                let (subject, number) = (self.subject(&three[2])?, self.number(&three[0])?);
                Some((subject, operator.reversed().of_status(), number, three[0].span))
            })
            .collect()
    }

    fn of_arithmetic(&self, span: Span) -> Vec<(Subject, Operator, u32, Span)> {
        let tokens = tokens(self.context.text, span);
        tokens
            .windows(3)
            .enumerate()
            .filter_map(|(at, three)| {
                let bytes = |at: usize| self.context.bytes(three[at]);
                let operator = match bytes(1) {
                    b"==" => Order::Equal,
                    b"!=" => Order::NotEqual,
                    b">" => Order::Greater,
                    b">=" => Order::GreaterOrEqual,
                    b"<" => Order::Less,
                    b"<=" => Order::LessOrEqual,
                    _ => return None,
                };
                if let Some(subject) = self.operand(three[0]) {
                    return Some((subject, operator.of_status(), decimal(bytes(2))?, three[2]));
                }
                let (number, subject) = (decimal(bytes(0))?, self.operand(three[2])?);
                let before = at.checked_sub(1).map(|before| self.context.bytes(tokens[before]));
                // `x + 130 == s` compares a sum.
                let is_whole = before.is_none_or(|it| matches!(it, b"&&" | b"||" | b"(" | b"!"));
                is_whole.then(|| (subject, operator.reversed().of_status(), number, three[0]))
            })
            .collect()
    }

    /// Reads an operand of arithmetic: `$?`, `$NAME`, `${NAME}`, `NAME`.
    pub(super) fn operand(&self, token: Span) -> Option<Subject> {
        let bytes = self.context.bytes(token);
        let name = bytes.strip_prefix(b"$").unwrap_or(bytes);
        let name = name.strip_prefix(b"{").and_then(|name| name.strip_suffix(b"}")).unwrap_or(name);
        if name == b"?" && !bytes.starts_with(b"$") {
            return None;
        }
        self.named(name)
    }
}

/// Splits arithmetic into operands and operators, without blanks and quotes.
pub(super) fn tokens(text: &[u8], span: Span) -> Vec<Span> {
    let mut tokens = Vec::new();
    let mut at = span.start;
    let end = span.end.min(text.len());
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    while at < end {
        let start = at;
        let byte = text[at];
        if byte.is_ascii_whitespace() || byte == b'"' {
            at += 1;
            continue;
        }
        if byte == b'$' && text.get(at + 1) == Some(&b'{') {
            while at < end && text[at] != b'}' {
                at += 1;
            }
            at += 1;
        } else if byte == b'$' && text.get(at + 1) == Some(&b'?') {
            at += 2;
        } else if is_name(byte) || byte == b'$' {
            at += 1;
            while at < end && is_name(text[at]) {
                at += 1;
            }
        } else {
            at += 1;
            let is_pair = at < end
                && (text[at] == b'=' && b"=!<>-+*/%&|^".contains(&byte)
                    || text[at] == byte && b"&|<>+-*".contains(&byte));
            at += usize::from(is_pair);
        }
        tokens.push(Span { start, end: at.min(end) });
    }
    tokens
}

/// Finds the variables that are set from `$?` (or to 0 or 1, as a beginning) and nothing else.
fn variables(context: &Context<'_>) -> HashMap<Vec<u8>, Vec<usize>> {
    let script = context.script;
    let mut found: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
    let mut others: HashSet<Vec<u8>> = HashSet::new();
    let mut set = |name: &[u8], at: usize, value: &[u8]| {
        let value =
            value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value);
        match value {
            b"$?" | b"${?}" => found.entry(name.to_vec()).or_default().push(at),
            b"" | b"0" | b"1" => {}
            _ => {
                others.insert(name.to_vec());
            }
        }
    };
    for (at, command) in script.commands.iter().enumerate() {
        for assignment in &command.assignments {
            let value = context.bytes(assignment.value.span);
            let value = if assignment.append || assignment.compound { b"other" } else { value };
            set(context.bytes(assignment.name), at, value);
        }
    }
    for site in context.sites {
        let words = context.words(site);
        match &site.name[..] {
            b"local" | b"declare" | b"typeset" | b"export" | b"readonly" => {
                for word in &words[1..] {
                    let bytes = context.bytes(word.span);
                    if let Some(equals) = bytes.iter().position(|&byte| byte == b'=') {
                        set(&bytes[..equals], site.command, &bytes[equals + 1..]);
                    }
                }
            }
            b"read" | b"getopts" | b"mapfile" | b"readarray" | b"printf" | b"wait" | b"let" => {
                for word in &words[1..] {
                    set(context.bytes(word.span), site.command, b"other");
                }
            }
            _ => {}
        }
    }
    for name in changed_otherwise(context) {
        set(name, 0, b"other");
    }
    found.retain(|name, _| !others.contains(name));
    found
}

/// Finds the variables that loops and arithmetic change.
fn changed_otherwise<'a>(context: &Context<'a>) -> Vec<&'a [u8]> {
    let script = context.script;
    let loops = script.loops.iter().flat_map(|counted| counted.names.iter().copied());
    let mut names: Vec<&[u8]> = loops.map(|name| context.bytes(name)).collect();
    for test in script.tests.iter().filter(|test| test.kind == TestKind::Arithmetic) {
        for pair in tokens(context.text, test.span).windows(2) {
            let operator = context.bytes(pair[1]);
            let is_change = match operator {
                b"==" | b"!=" | b"<=" | b">=" => false,
                // `s -= 128` turns a status into a signal; what is read before is a status still.
                b"-=" | b"%=" => false,
                b"++" | b"--" => true,
                _ => operator.ends_with(b"="),
            };
            if is_change {
                names.push(context.bytes(pair[0]));
            }
        }
    }
    names
}
