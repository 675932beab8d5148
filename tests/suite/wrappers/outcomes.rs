//! The outcomes of the scenarios: as they are measured, and as the files of `tests/data/wrappers/`
//! have them from earlier. The scenarios and the table use this, and know nothing of the tests.

use std::path::PathBuf;
use std::process::Command;

use super::rows::{WRAPPERS, Wrapper};

/// Outcomes by the keys of the rows.
pub type Measured = Vec<(&'static str, String)>;

/// The row of a file that says of which version the rest is.
pub const VERSION: &str = "version";

pub fn is_installed(program: &str) -> bool {
    Command::new("sh")
        .args(["-c", "command -v \"$0\" >/dev/null", program])
        .status()
        .is_ok_and(|status| status.success())
}

pub fn wrapper(name: &str) -> &'static Wrapper {
    WRAPPERS.iter().find(|wrapper| wrapper.name == name).expect("a wrapper")
}

/// The outcome of a row.
#[track_caller]
pub fn outcome_of<'a>(outcomes: &'a [(String, String)], key: &str) -> &'a str {
    &outcomes
        .iter()
        .find(|(other, _)| other == key)
        .unwrap_or_else(|| panic!("nothing was measured: {key}"))
        .1
}

pub fn file_of(wrapper: &Wrapper) -> PathBuf {
    in_package(&format!("tests/data/wrappers/{}.txt", wrapper.name))
}

pub fn in_package(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The earlier measurements.
#[track_caller]
pub fn recorded(wrapper: &Wrapper) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(file_of(wrapper)).expect("what was measured");
    let pair = |line: &str| {
        line.split_once(": ").map(|(key, outcome)| (key.to_owned(), outcome.to_owned()))
    };
    text.lines().map(|line| pair(line).expect("KEY: OUTCOME")).collect()
}
