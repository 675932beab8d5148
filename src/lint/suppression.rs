//! Comments that keep findings from being reported: `# sigkit: disable=SIG104 [reason]`, and
//! ShellCheck's for the rules that both have.
//!
//! A directive alone on a line is for the next command, with all that it holds; before the first
//! command it is for the whole text. At the end of a line it is for that line. The findings are
//! compared by their places in the file, so that those in a string obey the directive of the
//! command that holds the string.

mod directive;
mod scope;

use std::collections::BTreeSet;

use super::finding::{Edit, Finding, Fix, Span};
use super::itself::UNUSED_SUPPRESSION;
use super::rule::Rule;
use super::shell::script::Script;
use super::shells::Shells;
use super::text::Text;
use directive::{Directive, Owner, Wrong, read};

/// Removes the findings that directives of a text suppress. Gives the findings about directives
/// that are wrong, or that suppress nothing though their rule `is_asked`.
pub(crate) fn apply(
    text: &Text,
    script: &Script,
    rules: &[&'static Rule],
    is_asked: impl Fn(&Rule) -> bool,
    findings: &mut Vec<Finding>,
) -> Vec<Finding> {
    let mut about = Vec::new();
    let mut suppressed = BTreeSet::new();
    for comment in &script.comments {
        let is_alone = scope::is_alone(&text.bytes, *comment);
        match read(&text.bytes, *comment, is_alone, rules) {
            None => {}
            Some(Err(wrong)) => about.push(malformed(text, &wrong)),
            Some(Ok(directive)) => {
                let spans = scope::of(&text.bytes, script, *comment, is_alone);
                let spans: Vec<_> = spans.into_iter().map(|span| text.map.file(span)).collect();
                let used = suppress(&directive, &spans, findings, &mut suppressed);
                about.extend(unused(text, &directive, &used, &is_asked));
            }
        }
    }
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !suppressed.contains(&(at - 1))
    });
    about
}

/// Notes which findings a directive suppresses; for each of its items, true if it did something.
fn suppress(
    directive: &Directive,
    spans: &[Span],
    findings: &[Finding],
    suppressed: &mut BTreeSet<usize>,
) -> Vec<bool> {
    let is_inside = |finding: &Finding| {
        spans.iter().any(|it| it.start <= finding.span.start && finding.span.start <= it.end)
    };
    let mut used = vec![false; directive.items.len()];
    for (at, finding) in findings.iter().enumerate() {
        for (item, used) in directive.items.iter().zip(&mut used) {
            let names = item.rules.iter().any(|rule| rule.number == finding.rule.number);
            if names && is_inside(finding) && !is_beyond(directive, finding) {
                suppressed.insert(at);
                *used = true;
            }
        }
    }
    used
}

/// True for a finding that ShellCheck's SC2064 is no answer to: `$?` and `$LINENO` have another
/// value in every handler.
fn is_beyond(directive: &Directive, finding: &Finding) -> bool {
    let shown = finding.message.trim_start_matches(['$', '{']);
    directive.owner == Owner::ShellCheck
        && finding.rule.number == 207
        && (shown.starts_with('?') || shown.starts_with("LINENO"))
}

fn about(text: &Text, span: Span, message: String, edit: Option<Edit>) -> Finding {
    // The edit is sure where the text is the file's own.
    let edit = edit.and_then(|edit| Some(Edit { span: text.map.same(edit.span)?, ..edit }));
    Finding {
        rule: &UNUSED_SUPPRESSION,
        severity: UNUSED_SUPPRESSION.severity,
        span: text.map.file(span),
        message,
        shells: Shells::NONE,
        note: None,
        fix: edit.map(|edit| Fix { safe: true, edits: vec![edit] }),
    }
}

fn malformed(text: &Text, wrong: &Wrong) -> Finding {
    about(text, wrong.span, wrong.reason.clone(), None)
}

/// The finding about the items of a directive that do nothing.
fn unused(
    text: &Text,
    directive: &Directive,
    used: &[bool],
    is_asked: impl Fn(&Rule) -> bool,
) -> Option<Finding> {
    if directive.owner == Owner::ShellCheck {
        return None;
    }
    // A rule that was not asked may find something another time.
    let idle = directive
        .items
        .iter()
        .zip(used)
        .map(|(item, used)| !used && item.rules.iter().all(|rule| is_asked(rule)));
    let idle: Vec<bool> = idle.collect();
    let names: Vec<_> = directive
        .items
        .iter()
        .zip(&idle)
        .filter(|(_, idle)| **idle)
        .map(|(item, _)| String::from_utf8_lossy(&text.bytes[item.span.start..item.span.end]))
        .collect();
    let first = names.first()?;
    let message = match names.len() {
        1 => format!("disable={first} suppresses nothing here"),
        _ => format!("disable={} suppress nothing here", names.join(",")),
    };
    Some(about(text, directive.span, message, directive.without(&text.bytes, &idle)))
}

#[cfg(test)]
mod tests;
