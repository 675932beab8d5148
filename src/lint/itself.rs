//! The rules about lint's own work: text that it cannot read, and directives without effect.

use super::context::Context;
use super::finding::{Severity, Span};
use super::rule::{Example, Fixable, Kind, Rule};

/// The rules of this file.
pub(crate) static RULES: &[&Rule] = &[&UNREADABLE, &UNUSED_SUPPRESSION];

pub(crate) static UNREADABLE: Rule = Rule {
    number: 901,
    title: "unreadable-shell",
    kind: Kind::Logic,
    severity: Severity::Info,
    fix: Fixable::No,
    why: "A quote, a bracket or a here-document is opened and never closed, or the text is longer \
          or nested deeper than lint reads. What comes after it is not checked. A carriage return \
          before a newline is reported once, because most shells take it as a part of the word.",
    examples: &[Example {
        wrong: "trap 'rm -f \"$file\" EXIT\n",
        right: "trap 'rm -f \"$file\"' EXIT\n",
        options: &[],
    }],
    facts: &[],
    posix: Some("XCU 2.2 Quoting"),
};

pub(crate) static UNUSED_SUPPRESSION: Rule = Rule {
    number: 902,
    title: "unused-suppression",
    kind: Kind::Style,
    severity: Severity::Style,
    fix: Fixable::Safe,
    why: "A comment `# sigkit: disable=` for a rule that reports nothing there hides the next \
          mistake of that kind. A directive that cannot be read has no effect.",
    examples: &[Example {
        wrong: ":\n# sigkit: disable=SIG104\nkill -s TERM \"$pid\"\n",
        right: ":\nkill -s TERM \"$pid\"\n",
        options: &["--pedantic"],
    }],
    facts: &[],
    posix: None,
};

/// Reports where reading has ended early, and the first carriage return.
pub(crate) fn check(context: &Context<'_>) {
    if let Some(unreadable) = &context.script.unreadable {
        let at = unreadable.at.min(context.text.len());
        let span = Span { start: at, end: (at + 1).min(context.text.len()) };
        let what = unreadable.what;
        let message = match what.starts_with("nesting") || what.starts_with("more") {
            true => format!("{what}; the rest is not checked"),
            false => format!("{what} opened here is not closed; the rest is not checked"),
        };
        context.report(context.finding(&UNREADABLE, span, message));
    }
    if let (Some(at), None) = (context.script.carriage_return, context.outer) {
        let span = Span { start: at, end: at + 1 };
        let message = "a carriage return ends this line; most shells read it as a part of the word";
        context.report(context.finding(&UNREADABLE, span, message.to_owned()));
    }
}
