//! SARIF 2.1.0 (OASIS): the format that hosts of code take, with the rules' texts and the fixes.

use super::fingerprint::Fingerprints;
use super::value::Value;
use crate::cli::escape::visible;
use crate::lint::explain;
use crate::lint::finding::{Finding, Fix, Severity, Span};
use crate::lint::lines::Lines;
use crate::lint::outcome::{Examined, Failure, Outcome};
use crate::lint::rule::Rule;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn render(outcome: &Outcome) -> String {
    let rules = rules_of(outcome);
    let results: Vec<_> = outcome
        .files
        .iter()
        .flat_map(|file| results(file, &rules))
        .map(|it| it.to_string())
        .collect();
    let driver = Value::Object(vec![
        ("name", Value::text("sigkit lint")),
        ("version", Value::text(env!("CARGO_PKG_VERSION"))),
        ("semanticVersion", Value::text(env!("CARGO_PKG_VERSION"))),
        ("rules", Value::array(rules.iter().map(|rule| described(rule)))),
    ]);
    let invocation = Value::Object(vec![
        ("executionSuccessful", Value::Bool(outcome.failures.is_empty())),
        ("toolExecutionNotifications", Value::array(outcome.failures.iter().map(notification))),
    ]);
    format!(
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":\
         {driver}}},\"invocations\":[{invocation}],\"columnKind\":\"unicodeCodePoints\",\
         \"results\":[{}]}}]}}\n",
        results.join(",\n")
    )
}

/// The rules that were found, each once, by their numbers.
fn rules_of(outcome: &Outcome) -> Vec<&'static Rule> {
    let mut rules: Vec<_> = outcome.findings().map(|(_, finding)| finding.rule).collect();
    rules.sort_by_key(|rule| rule.number);
    rules.dedup_by_key(|rule| rule.number);
    rules
}

fn described(rule: &Rule) -> Value {
    let message = |text: &str| Value::Object(vec![("text", Value::text(text))]);
    let help = Value::Object(vec![
        ("text", Value::Text(explain::page(rule))),
        ("markdown", Value::Text(explain::markdown(rule))),
    ]);
    Value::Object(vec![
        ("id", Value::Text(rule.id())),
        ("name", Value::text(rule.title)),
        ("shortDescription", message(rule.title)),
        ("fullDescription", message(rule.why)),
        ("help", help),
        ("defaultConfiguration", Value::Object(vec![("level", Value::text(level(rule.severity)))])),
    ])
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Style => "note",
    }
}

fn notification(failure: &Failure) -> Value {
    let text = format!("{}: {}", visible(&failure.name), failure.reason);
    Value::Object(vec![
        ("level", Value::text("error")),
        ("message", Value::Object(vec![("text", Value::Text(text))])),
        ("locations", Value::array([location(&failure.name, None)])),
    ])
}

fn results(file: &Examined, rules: &[&Rule]) -> Vec<Value> {
    let lines = Lines::of(&file.bytes);
    let mut fingerprints = Fingerprints::new();
    let result = |finding: &Finding| {
        let index = rules.iter().position(|rule| rule.number == finding.rule.number);
        let fingerprint = fingerprints.next(b"", &lines, finding);
        let mut message = visible(finding.message.as_bytes());
        if let Some(note) = &finding.note {
            message += &format!(" ({})", visible(note.as_bytes()));
        }
        Value::Object(vec![
            ("ruleId", Value::Text(finding.rule.id())),
            ("ruleIndex", Value::Number(index.unwrap_or_default())),
            ("level", Value::text(level(finding.severity))),
            ("message", Value::Object(vec![("text", Value::Text(message))])),
            ("locations", Value::array([location(&file.name, Some(region(&lines, finding.span)))])),
            (
                "partialFingerprints",
                Value::Object(vec![("ruleAndLine/v1", Value::Text(fingerprint))]),
            ),
        ])
        .and("fixes", finding.fix.as_ref().and_then(|it| fix(file, &lines, it)))
    };
    file.findings.iter().map(result).collect()
}

fn location(name: &[u8], region: Option<Value>) -> Value {
    let physical = Value::Object(vec![("artifactLocation", artifact(name))]).and("region", region);
    Value::Object(vec![("physicalLocation", physical)])
}

fn artifact(name: &[u8]) -> Value {
    Value::Object(vec![("uri", Value::Text(uri(name)))])
}

/// The reference to a file (RFC 3986): what is not absolute is below the place of the run.
fn uri(name: &[u8]) -> String {
    let mut uri = String::new();
    if name.starts_with(b"/") {
        uri += "file://";
    }
    let name = name.strip_prefix(b"./").unwrap_or(name);
    for byte in name {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(*byte));
            }
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

fn region(lines: &Lines, span: Span) -> Value {
    let (start, end) = (lines.place(span.start), lines.place(span.end));
    Value::Object(vec![
        ("startLine", Value::Number(start.line)),
        ("startColumn", Value::Number(start.column)),
        ("endLine", Value::Number(end.line)),
        ("endColumn", Value::Number(end.column)),
        ("byteOffset", Value::Number(span.start)),
        ("byteLength", Value::Number(span.end - span.start)),
    ])
}

/// A fix, if its texts are ones that JSON has a form for.
fn fix(file: &Examined, lines: &Lines, fix: &Fix) -> Option<Value> {
    let replacements = fix.edits.iter().map(|edit| {
        let text = Value::text(std::str::from_utf8(&edit.text).ok()?);
        Some(Value::Object(vec![
            ("deletedRegion", region(lines, edit.span)),
            ("insertedContent", Value::Object(vec![("text", text)])),
        ]))
    });
    let replacements = replacements.collect::<Option<Vec<_>>>()?;
    let change = Value::Object(vec![
        ("artifactLocation", artifact(&file.name)),
        ("replacements", Value::Array(replacements)),
    ]);
    let description = match fix.safe {
        true => "the script does the same as before wherever it worked",
        false => "the script may do something else than before",
    };
    Some(Value::array([Value::Object(vec![
        ("description", Value::Object(vec![("text", Value::text(description))])),
        ("artifactChanges", Value::array([change])),
    ])]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_reference() {
        assert_eq!(uri(b"./a b/c%.sh"), "a%20b/c%25.sh");
        assert_eq!(uri("/é".as_bytes()), "file:///%C3%A9");
        assert_eq!(uri(b"a\xff:1"), "a%FF%3A1");
    }
}
