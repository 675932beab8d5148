//! lint's rules: the table of the manual page, and docs/rules.md with a section for each.

use crate::docs::manual::mdoc::literal;
use crate::lint::explain;
use crate::lint::rule::{Fixable, Kind, Rule};
use crate::lint::rules::RULES;

/// The rules as a table of mdoc(7). Nothing in it is translated.
pub fn table() -> String {
    let title = RULES.iter().map(|rule| rule.title).max_by_key(|title| title.len());
    let title = literal(title.unwrap_or_default());
    let mut text =
        format!(".Bl -column \"SIG101\" \"{title}\" \"warning\" \"X (xsi)\" \"unsafe\"\n");
    text += ".It Sy Rule Ta Sy Title Ta Sy Severity Ta Sy Asked Ta Sy Fix\n";
    for rule in RULES.iter() {
        let (asked, fix) = (asked(rule), fix(rule));
        let (id, title, severity) = (rule.id(), literal(rule.title), rule.severity.name());
        text += &format!(".It Cm {id} Ta Cm {title} Ta {severity} Ta {asked} Ta {fix}\n");
    }
    text + ".El\n"
}

fn asked(rule: &Rule) -> &'static str {
    match rule.kind {
        Kind::Portability => "P",
        Kind::Logic => "L",
        Kind::Posix { xsi: true } => "X (xsi)",
        Kind::Posix { xsi: false } => "X",
        Kind::Style => "S",
    }
}

fn fix(rule: &Rule) -> &'static str {
    match rule.fix {
        Fixable::No => "\\(en",
        Fixable::Unsafe => "unsafe",
        Fixable::Safe => "safe",
        Fixable::Mixed => "both",
    }
}

/// docs/rules.md: a section for each rule.
pub fn markdown() -> String {
    let mut text = include_str!("rules.md").to_owned();
    for rule in RULES.iter() {
        text += &format!("\n## {} {}\n\n{}", rule.id(), rule.title, explain::markdown(rule));
    }
    text
}
