//! GitLab's report of code quality: an array of findings.

use super::fingerprint::Fingerprints;
use super::value::Value;
use crate::cli::escape::{escaped, visible};
use crate::lint::finding::{Finding, Severity};
use crate::lint::lines::{Lines, Place};
use crate::lint::outcome::Outcome;

pub(super) fn render(outcome: &Outcome) -> String {
    let mut findings = Vec::new();
    for file in &outcome.files {
        let lines = Lines::of(&file.bytes);
        let mut fingerprints = Fingerprints::new();
        for finding in &file.findings {
            let fingerprint = fingerprints.next(&file.name, &lines, finding);
            findings.push(object(&escaped(&file.name), &lines, finding, fingerprint));
        }
    }
    let findings: Vec<_> = findings.iter().map(Value::to_string).collect();
    format!("[{}]\n", findings.join(",\n"))
}

fn object(name: &str, lines: &Lines, finding: &Finding, fingerprint: String) -> Value {
    let position = |Place { line, column }| {
        Value::Object(vec![("line", Value::Number(line)), ("column", Value::Number(column))])
    };
    // GitLab knows info, minor, major, critical and blocker.
    let severity = match finding.severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "minor",
        Severity::Style => "info",
    };
    let positions = Value::Object(vec![
        ("begin", position(lines.place(finding.span.start))),
        ("end", position(lines.place(finding.span.end))),
    ]);
    Value::Object(vec![
        ("description", Value::Text(visible(finding.message.as_bytes()))),
        ("check_name", Value::Text(format!("{} {}", finding.rule.id(), finding.rule.title))),
        ("fingerprint", Value::Text(fingerprint)),
        ("severity", Value::text(severity)),
        ("location", Value::Object(vec![("path", Value::text(name)), ("positions", positions)])),
    ])
}
