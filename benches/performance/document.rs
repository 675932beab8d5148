//! The tables in docs/performance.md: each stands between `<!-- cargo bench: PART -->` and
//! `<!-- end -->`, and all else there is written by hand.

use std::path::Path;
use std::{fs, io};

use crate::report::{PARTS, Report};

const END: &str = "<!-- end -->\n";

/// Writes all parts that were measured.
pub(crate) fn write(report: &Report) -> io::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/performance.md");
    let mut text = fs::read_to_string(&path)?;
    for name in PARTS {
        if let Some(part) = report.part(name) {
            text = with_part(&text, name, part.trim_end())?;
        }
    }
    fs::write(&path, text)
}

fn with_part(text: &str, name: &str, part: &str) -> io::Result<String> {
    let start = format!("<!-- cargo bench: {name} -->\n");
    let wrong = || io::Error::other(format!("docs/performance.md has no place for: {name}"));
    let (before, rest) = text.split_once(&start).ok_or_else(wrong)?;
    let (_, after) = rest.split_once(END).ok_or_else(wrong)?;
    Ok(format!("{before}{start}{part}\n{END}{after}"))
}
