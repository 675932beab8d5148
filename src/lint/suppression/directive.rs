//! Directives: what a comment asks for. Pure.

use crate::cli::escape::visible;
use crate::cli::meant;
use crate::lint::finding::{Edit, Span};
use crate::lint::rule::Rule;
use crate::lint::selectors;
use crate::lint::shells::{Dialect, Shells};

/// ShellCheck's rules, and those of ours that report the same.
const TWINS: &[(u16, &[u16])] = &[
    (2033, &[403]),
    (2064, &[207]),
    (2172, &[201, 202]),
    (2173, &[205]),
    (2216, &[121]),
    (3045, &[208, 209]),
    (3047, &[206]),
    (3048, &[203]),
    (3049, &[204]),
];

/// The program whose directive it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Sigkit,
    ShellCheck,
}

/// A directive that disables rules.
#[derive(Debug)]
pub(super) struct Directive {
    pub(super) owner: Owner,
    /// The comment, from its `#`.
    pub(super) span: Span,
    /// True if it stands alone on its line.
    is_alone: bool,
    /// The word `disable=...`.
    word: Span,
    /// True if another word of a directive stands beside it.
    has_others: bool,
    pub(super) items: Vec<Item>,
}

/// One item of the list of rules.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) span: Span,
    pub(super) rules: Vec<&'static Rule>,
}

/// A directive of ours that cannot be read.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) span: Span,
    pub(super) reason: String,
}

/// Reads a comment; None if it disables nothing.
pub(super) fn read(
    text: &[u8],
    comment: Span,
    is_alone: bool,
    rules: &[&'static Rule],
) -> Option<Result<Directive, Wrong>> {
    let bytes = &text[comment.start..comment.end];
    let body = bytes.trim_ascii_start().strip_prefix(b"#")?.trim_ascii_start();
    let start = comment.end - body.len();
    if let Some(rest) = body.strip_prefix(b"sigkit:") {
        let words = words(rest, start + b"sigkit:".len());
        return own(text, comment, is_alone, &words, rules).transpose();
    }
    let rest = body.strip_prefix(b"shellcheck")?;
    // At the end of a line ShellCheck reads none.
    if !is_alone || !rest.first().is_some_and(u8::is_ascii_whitespace) {
        return None;
    }
    let words = words(rest, start + b"shellcheck".len());
    let list = words.iter().find(|word| text[word.start..word.end].starts_with(b"disable="))?;
    let items = items(text, *list)
        .map(|span| Item { span, rules: twins(&text[span.start..span.end], rules) });
    Some(Ok(Directive {
        owner: Owner::ShellCheck,
        span: comment,
        is_alone,
        word: *list,
        has_others: words.len() > 1,
        items: items.collect(),
    }))
}

/// The words of a part of a text that begins at `start`.
fn words(part: &[u8], start: usize) -> Vec<Span> {
    let mut words = Vec::new();
    let mut at = start;
    for word in part.split(u8::is_ascii_whitespace) {
        if !word.is_empty() {
            words.push(Span { start: at, end: at + word.len() });
        }
        at += word.len() + 1;
    }
    words
}

/// The items of the list of a word `disable=A,B`.
fn items(text: &[u8], word: Span) -> impl Iterator<Item = Span> {
    let mut at = word.start + b"disable=".len();
    text[at..word.end].split(|byte| *byte == b',').map(move |item| {
        let span = Span { start: at, end: at + item.len() };
        at = span.end + 1;
        span
    })
}

/// Reads a directive of ours: `disable=`, `shell=` and `for=`, in any order, then a reason.
fn own(
    text: &[u8],
    comment: Span,
    is_alone: bool,
    words: &[Span],
    rules: &[&'static Rule],
) -> Result<Option<Directive>, Wrong> {
    let mut list = None;
    let mut others = 0;
    for word in words {
        let bytes = &text[word.start..word.end];
        let wrong = |what: String| Err(Wrong { span: *word, reason: what });
        let Some(equals) = bytes.iter().position(|byte| *byte == b'=') else { break };
        let value = &bytes[equals + 1..];
        match &bytes[..equals] {
            b"disable" => list = Some(*word),
            b"shell" if Dialect::by_name(value).is_none() => {
                return wrong(format!("{}: not a shell that lint knows", visible(value)));
            }
            b"for" => {
                if let Err(name) = Shells::by_list(value) {
                    return wrong(format!("{}: not a shell that lint knows", visible(name)));
                }
                others += 1;
            }
            b"shell" => others += 1,
            // The reason may have an equals sign.
            _ if list.is_some() || others > 0 => break,
            key => {
                let known = [&b"disable"[..], b"shell", b"for"];
                let hint = meant::hint(key, &mut known.into_iter());
                let key = visible(key);
                return wrong(format!("{key}=: no directive; disable=, shell=, for={hint}"));
            }
        }
    }
    let Some(word) = list else {
        let reason = "no directive; write: # sigkit: disable=SIG104".to_owned();
        return if others > 0 { Ok(None) } else { Err(Wrong { span: comment, reason }) };
    };
    let mut read = Vec::new();
    for span in items(text, word) {
        let name = &text[span.start..span.end];
        let rules = selectors::named(name, rules);
        if rules.is_empty() {
            return Err(Wrong { span: word, reason: format!("{}: no such rule", visible(name)) });
        }
        read.push(Item { span, rules });
    }
    Ok(Some(Directive {
        owner: Owner::Sigkit,
        span: comment,
        is_alone,
        word,
        has_others: others > 0,
        items: read,
    }))
}

/// The rules of ours that an item of ShellCheck's disables: `SC2064`, `SC2000-SC2999`, `all`.
fn twins(item: &[u8], rules: &[&'static Rule]) -> Vec<&'static Rule> {
    let number = |word: &[u8]| -> Option<u16> {
        let digits = word.strip_prefix(b"SC").unwrap_or(word);
        std::str::from_utf8(digits).ok()?.parse().ok()
    };
    let (first, last) = match item.iter().position(|byte| *byte == b'-') {
        _ if item == b"all" => (Some(0), Some(u16::MAX)),
        Some(dash) => (number(&item[..dash]), number(&item[dash + 1..])),
        None => (number(item), number(item)),
    };
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let meant = TWINS.iter().filter(|(theirs, _)| (first..=last).contains(theirs));
    let meant: Vec<u16> = meant.flat_map(|(_, ours)| ours.iter().copied()).collect();
    rules.iter().copied().filter(|rule| meant.contains(&rule.number)).collect()
}

impl Directive {
    /// The edit that takes idle items away: the whole comment if all are, else they alone.
    pub(super) fn without(&self, text: &[u8], idle: &[bool]) -> Option<Edit> {
        let kept: Vec<_> = self.items.iter().zip(idle).filter(|(_, idle)| !**idle).collect();
        if !kept.is_empty() {
            let kept: Vec<_> =
                kept.iter().map(|(item, _)| &text[item.span.start..item.span.end]).collect();
            let list = Span { start: self.word.start + b"disable=".len(), end: self.word.end };
            return Some(Edit { span: list, text: kept.join(&b","[..]) });
        }
        if self.has_others {
            return None;
        }
        let blanks = |byte: &&u8| matches!(byte, b' ' | b'\t');
        let before = text[..self.span.start].iter().rev().take_while(blanks).count();
        let mut end = self.span.end;
        // What is joined to the comment would be joined to what follows it.
        let line = &text[..self.span.start - before];
        let is_joined = line.ends_with(b"\\\n") || line.ends_with(b"\\\r\n");
        if is_joined || text[..end].trim_ascii_end().ends_with(b"\\") {
            return None;
        }
        if self.is_alone {
            // With its whole line.
            end += text[end..].iter().take_while(|byte| **byte == b'\r').count();
            end += usize::from(text.get(end) == Some(&b'\n'));
        }
        Some(Edit { span: Span { start: self.span.start - before, end }, text: Vec::new() })
    }
}
