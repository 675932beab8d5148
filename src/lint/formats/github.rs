//! The commands of GitHub's workflows that put a finding next to its line.

use crate::cli::escape::visible;
use crate::lint::finding::Severity;
use crate::lint::lines::Lines;
use crate::lint::outcome::Outcome;

pub(super) fn render(outcome: &Outcome) -> String {
    let mut text = String::new();
    for file in &outcome.files {
        let lines = Lines::of(&file.bytes);
        let name = path(&file.name);
        for finding in &file.findings {
            let start = lines.place(finding.span.start);
            let end = lines.place(finding.span.end);
            let level = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info | Severity::Style => "notice",
            };
            let title = property(&format!("{} {}", finding.rule.id(), finding.rule.title));
            // A range of several lines may have no columns.
            let columns = match start.line == end.line {
                true => format!(",col={},endColumn={}", start.column, end.column),
                false => String::new(),
            };
            let message = data(&visible(finding.message.as_bytes()));
            let (line, last) = (start.line, end.line);
            text += &format!(
                "::{level} file={name},line={line},endLine={last}{columns},title={title}::\
                 {message}\n"
            );
        }
    }
    text
}

/// The name of a file as the forge looks it up: a new line in it is part of the name.
fn path(name: &[u8]) -> String {
    let lines: Vec<String> = name.split(|byte| *byte == b'\n').map(visible).collect();
    property(&lines.join("\n"))
}

/// The text of a command (`escapeData` of actions/toolkit, command.ts).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property (`escapeProperty` there).
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_two_lines_is_one_property() {
        assert_eq!(path(b"a\nb,c\\d.sh"), "a%0Ab%2Cc\\d.sh");
        assert_eq!(path(b"a\x1b.sh"), "a\\x1b.sh");
    }

    #[test]
    fn a_property_ends_neither_at_a_comma_nor_at_a_colon() {
        assert_eq!(property("a,b:c%d"), "a%2Cb%3Ac%25d");
        assert_eq!(data("50%: a,b\n"), "50%25: a,b%0A");
    }
}
