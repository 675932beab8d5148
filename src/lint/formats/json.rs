//! The format for programs of the user's own. The manual describes it; members are added, never
//! changed.

use super::value::Value;
use crate::cli::escape::{escaped, visible};
use crate::lint::finding::{Finding, Fix};
use crate::lint::lines::Lines;
use crate::lint::outcome::{Examined, Outcome};
use crate::lint::rule::{Fixable, Kind, Rule};

pub(super) fn render(outcome: &Outcome) -> String {
    let findings: Vec<_> = outcome.files.iter().flat_map(findings).collect();
    let findings: Vec<_> = findings.iter().map(Value::to_string).collect();
    let failures = outcome.failures.iter().map(|failure| {
        Value::Object(vec![
            ("file", Value::Text(escaped(&failure.name))),
            ("reason", Value::text(failure.reason.as_str())),
        ])
    });
    let errors = Value::array(failures);
    let fixed = outcome.fixed.map_or_else(String::new, |fixed| format!(",\"fixed\":{fixed}"));
    format!(
        "{{\"version\":1,\"findings\":[{}],\"errors\":{errors},\"files\":{}{fixed}}}\n",
        findings.join(",\n"),
        outcome.checked
    )
}

fn findings(file: &Examined) -> Vec<Value> {
    let lines = Lines::of(&file.bytes);
    file.findings.iter().map(|finding| object(file, &lines, finding)).collect()
}

fn object(file: &Examined, lines: &Lines, finding: &Finding) -> Value {
    let (start, end) = (lines.place(finding.span.start), lines.place(finding.span.end));
    let shells = finding.shells.iter().map(|shell| Value::text(shell.name()));
    Value::Object(vec![
        ("rule", Value::Text(finding.rule.id())),
        ("title", Value::text(finding.rule.title)),
        ("severity", Value::text(finding.severity.name())),
        ("file", Value::Text(escaped(&file.name))),
        ("line", Value::Number(start.line)),
        ("column", Value::Number(start.column)),
        ("endLine", Value::Number(end.line)),
        ("endColumn", Value::Number(end.column)),
        ("offset", Value::Number(finding.span.start)),
        ("length", Value::Number(finding.span.end - finding.span.start)),
        ("message", Value::Text(visible(finding.message.as_bytes()))),
        ("shells", Value::array(shells)),
    ])
    .and("note", finding.note.as_ref().map(|note| Value::Text(visible(note.as_bytes()))))
    .and("fix", finding.fix.as_ref().and_then(fix))
}

/// A fix, if its texts are ones that JSON has a form for.
fn fix(fix: &Fix) -> Option<Value> {
    let edits = fix.edits.iter().map(|edit| {
        Some(Value::Object(vec![
            ("offset", Value::Number(edit.span.start)),
            ("length", Value::Number(edit.span.end - edit.span.start)),
            ("text", Value::text(std::str::from_utf8(&edit.text).ok()?)),
        ]))
    });
    let edits = edits.collect::<Option<Vec<_>>>()?;
    Some(Value::Object(vec![("safe", Value::Bool(fix.safe)), ("edits", Value::Array(edits))]))
}

/// The rules, for `--list-rules --format json`.
pub(super) fn rules(rules: &[&Rule]) -> String {
    let rules: Vec<_> = rules.iter().map(|rule| rule_object(rule).to_string()).collect();
    format!("{{\"version\":1,\"rules\":[{}]}}\n", rules.join(",\n"))
}

fn rule_object(rule: &Rule) -> Value {
    let asked = match rule.kind {
        Kind::Portability => "portability",
        Kind::Logic => "always",
        Kind::Posix { .. } => "posix",
        Kind::Style => "pedantic",
    };
    let fix = match rule.fix {
        Fixable::No => "none",
        Fixable::Unsafe => "unsafe",
        Fixable::Safe => "safe",
        Fixable::Mixed => "mixed",
    };
    Value::Object(vec![
        ("rule", Value::Text(rule.id())),
        ("title", Value::text(rule.title)),
        ("severity", Value::text(rule.severity.name())),
        ("asked", Value::text(asked)),
        ("fix", Value::text(fix)),
        ("why", Value::text(rule.why)),
    ])
}
