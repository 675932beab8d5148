//! The parsers of files that other users may write, for `src/fuzzed.rs`.

use super::{pidfile, users};
use crate::process::bounded;

/// A pidfile: its process is the whole number of its first line, or there is none.
pub(crate) fn pidfile(mut contents: &[u8]) {
    let all = contents;
    let beginning = bounded::beginning(&mut contents, pidfile::LONGEST_LINE).expect("bytes");
    let Ok(pid) = pidfile::process_id_in(&beginning) else { return };
    let line = all.split(|byte| *byte == b'\n').next().expect("a line");
    let text = std::str::from_utf8(line).expect("a number");
    assert_eq!(text.trim_matches([' ', '\t', '\r']).parse(), Ok(pid.get()));
}

/// Reads an answer of getent(1), after the name that was asked for and a NUL.
pub(crate) fn answer(contents: &[u8]) {
    let Some(end) = contents.iter().position(|byte| *byte == 0) else { return };
    let (name, lines) = (&contents[..end], &contents[end + 1..]);
    let Some(user) = users::number_in(users::Database::Users, lines, name) else { return };
    // A line says so, and it is of this name.
    let start = [name, b":"].concat();
    let says = |line: &[u8]| {
        let Some(rest) = line.strip_prefix(&start[..]) else { return false };
        let number = rest.split(|byte| *byte == b':').nth(1).unwrap_or_default();
        std::str::from_utf8(number).is_ok_and(|number| number.parse() == Ok(user))
    };
    assert!(lines.split(|byte| *byte == b'\n').any(says));
}
