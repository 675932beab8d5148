//! The formats in which findings are printed: one for people, five for programs.
//!
//! Each is a function from the outcome to a text. What scripts, files and their names contain goes
//! through `cli::escape`, as everywhere.

mod excerpt;
mod fingerprint;
mod gcc;
mod github;
mod gitlab;
mod json;
mod look;
mod sarif;
mod text;
mod value;

use super::outcome::Outcome;
use super::rule::Rule;
pub(crate) use look::Look;

/// A format of the findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Gcc,
    Json,
    Sarif,
    Github,
    Gitlab,
}

impl Format {
    pub(crate) const ALL: [Format; 6] =
        [Format::Text, Format::Gcc, Format::Json, Format::Sarif, Format::Github, Format::Gitlab];

    /// The name, as `--format` takes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Gcc => "gcc",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
        }
    }

    /// Renders the outcome; `look` is for people's format alone.
    pub(crate) fn render(self, outcome: &Outcome, look: Look) -> String {
        match self {
            Format::Text => text::render(outcome, look),
            Format::Gcc => gcc::render(outcome),
            Format::Json => json::render(outcome),
            Format::Sarif => sarif::render(outcome),
            Format::Github => github::render(outcome),
            Format::Gitlab => gitlab::render(outcome),
        }
    }
}

/// Renders the list of the rules for programs.
pub(crate) fn rules_as_json(rules: &[&Rule]) -> String {
    json::rules(rules)
}
