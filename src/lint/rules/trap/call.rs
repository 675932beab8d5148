//! An invocation of trap, read: its options, its action, its conditions.

use crate::lint::context::Context;
use crate::lint::finding::{Edit, Finding, Span};
use crate::lint::shell::script::{BlockKind, Word};
use crate::lint::signals::{self, Name, Number};
use crate::lint::sites::Site;
use crate::signal::{decimal, is_number, without_prefix};

/// An invocation of trap.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) site: &'a Site,
    pub(super) words: &'a [Word],
    pub(super) form: Form<'a>,
    pub(super) conditions: Vec<Condition>,
}

/// The form of an invocation.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form<'a> {
    /// `trap ACTION CONDITION...`: the action.
    Set(&'a Word),
    /// `trap '' CONDITION...`: the action.
    Ignore(&'a Word),
    /// `trap - CONDITION...`, and `trap NUMBER...`.
    Reset,
    /// `trap -l`: the option.
    List(&'a Word),
    /// `trap -p`: the option.
    Print(&'a Word),
    /// One operand that is no number: `trap INT`.
    One,
}

/// A condition of an invocation.
#[derive(Debug)]
pub(super) struct Condition {
    pub(super) value: Vec<u8>,
    /// The place to report: the condition, or the word that was assigned to its variable.
    pub(super) span: Span,
    /// The place of the condition among the words.
    pub(super) at: usize,
    /// The value is written here, and does not come from a variable.
    pub(super) is_literal: bool,
    pub(super) meaning: Meaning,
}

/// The meaning of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Name(Name),
    Number(u32),
    /// ERR, DEBUG, RETURN, ZERR, KEYBD.
    Pseudo(&'static str),
    Unknown,
}

const PSEUDO: [&str; 5] = ["ERR", "DEBUG", "RETURN", "ZERR", "KEYBD"];

impl Meaning {
    fn of(value: &[u8]) -> Meaning {
        if is_number(value) {
            return decimal(value).map_or(Meaning::Unknown, Meaning::Number);
        }
        if let Some(name) = signals::name(value) {
            return Meaning::Name(name);
        }
        let bare = without_prefix(value).unwrap_or(value);
        let pseudo = PSEUDO.iter().find(|name| bare.eq_ignore_ascii_case(name.as_bytes()));
        pseudo.map_or(Meaning::Unknown, |name| Meaning::Pseudo(name))
    }

    /// The name of the condition, in upper case and without SIG.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Meaning::Name(name) => match name {
                Name::Second(_, first) => Some(first),
                name => name.text(),
            },
            Meaning::Number(number) => match signals::number(number) {
                Number::Null => Some("EXIT"),
                Number::Xsi(name) | Number::Same(name) => Some(name),
                Number::Varies(varying) => varying.on_linux,
            },
            Meaning::Pseudo(name) => Some(name),
            Meaning::Unknown => None,
        }
    }
}

impl<'a> Call<'a> {
    /// Reads an invocation; None for one that lists traps, or whose words are not known.
    pub(super) fn of(context: &'a Context<'a>, site: &'a Site) -> Option<Call<'a>> {
        let words = context.words(site);
        let mut at = 1;
        let first = context.constant(words.get(at)?);
        let form = match first.as_deref() {
            Some(b"-l" | b"-lp" | b"-pl") => Some(Form::List(&words[at])),
            Some(b"-p") => Some(Form::Print(&words[at])),
            Some([b'-', _, ..]) if first.as_deref() != Some(b"--") => return None,
            _ => None,
        };
        at += usize::from(form.is_some());
        at += usize::from(
            words.get(at).and_then(|word| context.constant(word)).as_deref() == Some(b"--"),
        );
        let (form, at) = match form {
            Some(form) => (form, at),
            None => {
                let word = words.get(at)?;
                let value = context.constant(word);
                match value.as_deref() {
                    Some(b"-") => (Form::Reset, at + 1),
                    Some(value) if is_number(value) => (Form::Reset, at),
                    _ if words.len() == at + 1 => (Form::One, at),
                    Some(b"") => (Form::Ignore(word), at + 1),
                    _ => (Form::Set(word), at + 1),
                }
            }
        };
        let mut conditions = Vec::new();
        for (at, word) in words.iter().enumerate().skip(at) {
            add(&mut conditions, context, (at, word));
        }
        Some(Call { context, site, words, form, conditions })
    }

    pub(super) fn is_of(&self, site: &Site) -> bool {
        std::ptr::eq(self.site, site)
    }

    /// True if the call has words that may be any condition.
    pub(super) fn has_unknown_words(&self) -> bool {
        !self.unknown_words().is_empty()
    }

    /// The words that may be any condition.
    pub(super) fn unknown_words(&self) -> Vec<&'a Word> {
        let known = |at: usize| self.conditions.iter().any(|condition| condition.at == at);
        let first = match self.form {
            Form::Set(action) | Form::Ignore(action) => {
                1 + self.words.iter().position(|word| std::ptr::eq(word, action)).unwrap_or(0)
            }
            Form::Reset => 2.min(self.words.len()),
            _ => self.words.len(),
        };
        let words = self.words.iter().enumerate().skip(first);
        words.filter(|(at, _)| !known(*at)).map(|(_, word)| word).collect()
    }

    /// The action, if it is set and not empty.
    pub(super) fn action(&self) -> Option<&'a Word> {
        match self.form {
            Form::Set(action) => Some(action),
            _ => None,
        }
    }

    /// True if a condition is among those of the call.
    pub(super) fn has(&self, name: &str) -> bool {
        self.conditions.iter().any(|condition| condition.meaning.name() == Some(name))
    }

    pub(super) fn span(&self) -> Span {
        let last = self.words.last().map_or(self.words[0].span, |word| word.span);
        Span { start: self.words[0].span.start, end: last.end }
    }

    /// The kinds of the constructs that the call stands in, the innermost first.
    pub(super) fn kinds(&self) -> impl Iterator<Item = BlockKind> {
        self.context.script.kinds(self.context.command(self.site).position.block)
    }

    /// True if the call is made by the text itself, and not by a function or a subshell.
    pub(super) fn is_of_text(&self) -> bool {
        self.kinds().all(|kind| {
            !matches!(kind, BlockKind::Function(_) | BlockKind::Subshell | BlockKind::Substitution)
        })
    }
}

fn add(conditions: &mut Vec<Condition>, context: &Context<'_>, (at, word): (usize, &Word)) {
    if let Some(value) = context.constant(word) {
        let meaning = Meaning::of(&value);
        conditions.push(Condition { value, span: word.span, at, is_literal: true, meaning });
        return;
    }
    for (value, span) in context.values().of_word(context.text, word) {
        // The value of an unquoted variable may be several words.
        let mut start = span.start;
        for piece in value.split(|byte| *byte == b' ').filter(|piece| !piece.is_empty()) {
            let own = context.bytes(Span { start, end: span.end });
            let found = memchr::memmem::find(own, piece);
            let piece_span = found.map_or(*span, |offset| Span {
                start: start + offset,
                end: start + offset + piece.len(),
            });
            start = found.map_or(start, |_| piece_span.end);
            let meaning = Meaning::of(piece);
            conditions.push(Condition {
                value: piece.to_vec(),
                span: piece_span,
                at,
                is_literal: false,
                meaning,
            });
        }
    }
}

/// Adds the fix that writes the name, if the condition is written at the place.
pub(super) fn renamed(finding: Finding, condition: &Condition, name: &str) -> Finding {
    if !condition.is_literal {
        return finding;
    }
    finding.fixed(true, vec![Edit::replace(condition.span, name)])
}
