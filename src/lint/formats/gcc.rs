//! The format of gcc's diagnostics, which editors and make-like programs read:
//! `FILE:LINE:COLUMN: warning: TEXT [SIG104]`.

use crate::cli::escape::{escaped, visible};
use crate::lint::finding::Severity;
use crate::lint::lines::{Lines, Place};
use crate::lint::outcome::Outcome;

pub(super) fn render(outcome: &Outcome) -> String {
    let mut text = String::new();
    for file in &outcome.files {
        let lines = Lines::of(&file.bytes);
        let name = escaped(&file.name);
        for finding in &file.findings {
            let Place { line, column } = lines.place(finding.span.start);
            // gcc knows no weaker one; vim and Emacs read these three.
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info | Severity::Style => "note",
            };
            let message = visible(finding.message.as_bytes());
            let note = finding
                .note
                .as_ref()
                .map_or_else(String::new, |note| format!(" ({})", visible(note.as_bytes())));
            let id = finding.rule.id();
            text += &format!("{name}:{line}:{column}: {severity}: {message}{note} [{id}]\n");
        }
    }
    text
}
