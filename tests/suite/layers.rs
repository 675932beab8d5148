//! The rooms of the house, as `src/lib.rs` draws them: a room uses only the rooms to its left.

use std::path::{Path, PathBuf};

const ROOMS: [&str; 6] = ["signal", "sys", "process", "cli", "commands", "multicall"];

fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).expect("a directory of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn source_directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The part of a path that names the room: `signal` of `signal/status.rs` and of `signal.rs`.
fn room_of(relative: &Path) -> String {
    let first = relative.iter().next().expect("a component").to_str().expect("UTF-8");
    first.trim_end_matches(".rs").to_owned()
}

/// The words that follow `crate::` in a source.
fn used(source: &str) -> impl Iterator<Item = &str> {
    source.split("crate::").skip(1).map(|rest| {
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
    })
}

#[test]
fn rooms_use_only_rooms_to_their_left() {
    let directory = source_directory();
    let mut checked = 0;
    for file in sources(&directory) {
        let room = room_of(file.strip_prefix(&directory).expect("below src"));
        let Some(place) = ROOMS.iter().position(|name| *name == room) else { continue };
        let source = std::fs::read_to_string(&file).expect("a source");
        assert!(
            !source.contains("crate::{"),
            "{}: write one room a use, which this test can read",
            file.display()
        );
        for name in used(&source) {
            if let Some(other) = ROOMS.iter().position(|room| *room == name) {
                assert!(
                    other <= place,
                    "{} ({room}) uses {name}, which lies to its right",
                    file.display()
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 20, "only {checked} uses were found: does the test still read the sources?");
}

#[test]
fn commands_never_use_each_other() {
    let directory = source_directory().join("commands");
    for file in sources(&directory) {
        let own = room_of(file.strip_prefix(&directory).expect("below commands"));
        let source = std::fs::read_to_string(&file).expect("a source");
        for rest in source.split("commands::").skip(1) {
            assert!(rest.starts_with(&own), "{} uses another command", file.display());
        }
    }
}

#[test]
fn unsafe_code_is_in_sys_and_the_entry_only() {
    let directory = source_directory();
    for file in sources(&directory) {
        let relative = file.strip_prefix(&directory).expect("below src");
        if !["sys", "main"].contains(&room_of(relative).as_str()) {
            let source = std::fs::read_to_string(&file).expect("a source");
            assert!(!source.contains("allow(unsafe_code)"), "{}", file.display());
        }
    }
}
