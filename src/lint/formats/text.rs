//! The format for people: each finding with its line, a caret, and what to write instead; a summary
//! at the end.

use annotate_snippets::{Level, Renderer, Snippet};

use super::excerpt::{Excerpt, shown};
use super::look::Look;
use crate::cli::escape::{escaped, visible};
use crate::lint::finding::{Finding, Fix, Severity, Span};
use crate::lint::fixes;
use crate::lint::lines::Lines;
use crate::lint::outcome::{Examined, Outcome};

pub(super) fn render(outcome: &Outcome, look: Look) -> String {
    let renderer = if look.colors { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width);
    let mut text = String::new();
    for file in &outcome.files {
        let lines = Lines::of(&file.bytes);
        for finding in &file.findings {
            text += &one(&renderer, file, &lines, finding);
            text.push('\n');
        }
    }
    text + &summary(outcome)
}

fn one(renderer: &Renderer, file: &Examined, lines: &Lines, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Info,
        Severity::Style => Level::Note,
    };
    let name = escaped(&file.name);
    let message = visible(finding.message.as_bytes());
    let id = finding.rule.id();
    let place = lines.place(finding.span.start);
    let excerpt = Excerpt::of(lines, finding.span);
    let footers = footers(file, lines, finding);
    let snippet = Snippet::source(&excerpt.text)
        .origin(&name)
        .line_start(place.line)
        .annotation(level.span(excerpt.meant.clone()));
    let rendered = level
        .title(&message)
        .id(&id)
        .snippet(snippet)
        .footers(footers.iter().map(|(level, text)| level.title(text)));
    let mut text = renderer.render(rendered).to_string();
    // The renderer counts the columns of the excerpt, in which what is hidden is written out.
    let (column, line) = (excerpt.column(), place.line);
    if column != place.column {
        let counted = format!("{name}:{line}:{column}");
        text = text.replacen(&counted, &format!("{name}:{line}:{}", place.column), 1);
    }
    if finding.severity == Severity::Style {
        text = text.replacen("note[", "style[", 1);
    }
    text + "\n"
}

/// The lines under the excerpt.
fn footers(file: &Examined, lines: &Lines, finding: &Finding) -> Vec<(Level, String)> {
    let mut footers = Vec::new();
    let named = |name: &str| finding.message.contains(name);
    if !finding.shells.is_empty() && !finding.shells.iter().any(|shell| named(shell.name())) {
        footers.push((Level::Note, format!("fails in {}", finding.shells)));
    }
    if let Some(note) = &finding.note {
        footers.push((Level::Note, visible(note.as_bytes())));
    }
    if let Some(fix) = &finding.fix {
        let option = if fix.safe { "" } else { " (--unsafe-fixes)" };
        footers.push((Level::Help, format!("write: {}{option}", mended(file, lines, fix))));
    }
    footers
}

/// The lines that a fix changes, as they are after it; at most three, without blanks around.
fn mended(file: &Examined, lines: &Lines, fix: &Fix) -> String {
    let (Some(first), Some(last)) = (fix.edits.first(), fix.edits.last()) else {
        return String::new();
    };
    let start = lines.span(lines.place(first.span.start).line).start;
    let end = lines.span(lines.place(last.span.end).line).end.max(last.span.end);
    let new = fixes::replaced(&file.bytes, Span { start, end }, &fix.edits);
    let new: Vec<_> = new.trim_ascii().split(|byte| *byte == b'\n').collect();
    let ellipsis = if new.len() > 3 { " ..." } else { "" };
    let shown: Vec<_> = new.iter().take(3).map(|line| shown(line.trim_ascii())).collect();
    shown.join("\n             ") + ellipsis
}

/// The line after the findings.
fn summary(outcome: &Outcome) -> String {
    let files = number(outcome.checked, "file", "files");
    let mut text = String::new();
    if let Some(fixed) = outcome.fixed.filter(|fixed| *fixed > 0) {
        text += &format!("{} fixed; ", number(fixed, "finding", "findings"));
    }
    let counts: Vec<_> = Severity::ALL
        .iter()
        .map(|severity| (*severity, outcome.count(*severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| match severity {
            Severity::Error => number(count, "error", "errors"),
            Severity::Warning => number(count, "warning", "warnings"),
            Severity::Info | Severity::Style => format!("{count} {}", severity.name()),
        })
        .collect();
    text += &match (outcome.checked, counts.is_empty()) {
        (0, _) => "no shell script found".to_owned(),
        (_, true) => format!("nothing found in {files}"),
        (_, false) => format!("{} in {} of {files}", counts.join(", "), outcome.files.len()),
    };
    let (safe, more) = outcome.fixable();
    for (count, option) in [(safe, "--fix"), (more, "--fix --unsafe-fixes")] {
        if count > 0 {
            text += &format!("; {count} can be fixed ({option})");
        }
    }
    text.push('\n');
    if outcome.hidden_forms > 0 {
        let forms = number(outcome.hidden_forms, "XSI form", "XSI forms");
        text += &format!("{forms} not shown (--posix)\n");
    }
    text
}

fn number(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
