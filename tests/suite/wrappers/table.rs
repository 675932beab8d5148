//! The outcomes as Markdown: a column for each wrapper that stays, and a tick where it is as
//! without one.

use std::fmt::Write;

use super::rows::{Kind, Row, SECTIONS, WRAPPERS, Wrapper};
use super::{VERSION, outcome_of, recorded, wrapper};

/// Sections that everybody sees; the others are for who looks for them.
const VISIBLE: usize = 1;

/// All of it.
#[track_caller]
pub(super) fn markdown() -> String {
    let columns: Vec<_> =
        WRAPPERS.iter().filter(|wrapper| wrapper.kind == Kind::Supervisor).collect();
    let (visible, others) = SECTIONS.split_at(VISIBLE);
    let rows: usize = others.iter().map(|(_, rows)| rows.len()).sum();
    let version = |name| outcome_of(&recorded(wrapper(name)), VERSION).to_owned();
    format!(
        "\n{}\n<details>\n<summary>{rows} other rows of the same \
         run</summary>\n\n{}\n</details>\n\n\
         ✓: as without a wrapper, which is said behind the colon. –: there is no such form, or \
            what comes before has failed. \
         `sigtrap` is `sigtrap 'echo bye' EXIT --`, with `-g` where a process group is asked for; \
            `sigtrap -f --` for what it holds, which an action needs. \
            (tini {}, dumb-init {}, \
         catatonit {}, coreutils {}, bash {}; `cargo test wrappers` plays it all again)\n",
        table(&columns, visible),
        table(&columns, others),
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
