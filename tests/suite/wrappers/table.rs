//! The outcomes as Markdown: a column for each wrapper that stays, and a tick where it is as
//! without one.

use std::fmt::Write;

use super::outcomes::{VERSION, outcome_of, recorded, wrapper};
use super::rows::{Kind, Row, SECTIONS, WRAPPERS, Wrapper};

/// All of it.
#[track_caller]
pub(super) fn markdown() -> String {
    let columns: Vec<_> =
        WRAPPERS.iter().filter(|wrapper| wrapper.kind == Kind::Supervisor).collect();
    let version = |name| outcome_of(&recorded(wrapper(name)), VERSION).to_owned();
    format!(
        "\n{}\n(tini {}, dumb-init {}, catatonit {}, coreutils {}, bash {})\n\n",
        table(&columns, SECTIONS),
        version("tini"),
        version("dumb_init"),
        version("catatonit"),
        version("timeout"),
        version("direct"),
    )
}

#[track_caller]
fn table(columns: &[&Wrapper], sections: &[(&str, &[Row])]) -> String {
    let outcomes: Vec<_> = columns.iter().map(|wrapper| recorded(wrapper)).collect();
    let titles: Vec<_> = columns.iter().map(|wrapper| wrapper.title).collect();
    let mut text = format!("| | {} |\n|---|{}\n", titles.join(" | "), "---|".repeat(columns.len()));
    for (heading, rows) in sections {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "| **{heading}** |{}", " |".repeat(columns.len()));
        for row in *rows {
            let _ = write!(text, "| {}: {} |", row.title, row.expected);
            for outcomes in &outcomes {
                let outcome = outcome_of(outcomes, row.key);
                let _ = write!(text, " {} |", if outcome == row.expected { "✓" } else { outcome });
            }
            text.push('\n');
        }
    }
    text
}
