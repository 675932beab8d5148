//! The command line of a process, for people.

use crate::cli::escape::escaped;
use crate::process::bounded::Beginning;
use crate::process::name::arguments;
use crate::sys::Pid;

/// The arguments of a process with blanks between them, as far as they are read and not more than
/// about so many letters; empty if it has none, as threads of the kernel, or they cannot be read.
pub(crate) fn command_line(pid: Pid, most: usize) -> String {
    shown(&arguments(pid).unwrap_or_default(), most)
}

fn shown(arguments: &Beginning, most: usize) -> String {
    let words = arguments.bytes.strip_suffix(b"\0").unwrap_or(&arguments.bytes);
    let mut text = String::new();
    if words.is_empty() {
        return text;
    }
    let mut is_all = arguments.is_all;
    for word in words.split(|byte| *byte == 0) {
        if text.len() >= most {
            is_all = false;
            break;
        }
        let separator = if text.is_empty() { "" } else { " " };
        // An argument with blanks is one.
        let quote = if word.contains(&b' ') { "'" } else { "" };
        // No letter takes more than four bytes.
        let part = word.get(..most.saturating_mul(4)).unwrap_or(word);
        is_all &= part.len() == word.len();
        text.push_str(&format!("{separator}{quote}{}{quote}", escaped(part)));
    }
    if text.chars().nth(most).is_some() {
        text = text.chars().take(most).collect();
        is_all = false;
    }
    if is_all { text } else { text + "..." }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(bytes: &[u8], is_all: bool, most: usize) -> String {
        shown(&Beginning { bytes: bytes.to_vec(), is_all }, most)
    }

    #[test]
    fn arguments_are_escaped_words() {
        let all = |bytes| line(bytes, true, usize::MAX);
        assert_eq!(all(b"nginx\0-g\0daemon off;\0"), "nginx -g 'daemon off;'");
        assert_eq!(all(b"a\0\0b\n\x1b[2J\0"), r"a '' b\x0a\x1b[2J");
        // A process may have overwritten them.
        assert_eq!(all(b"nginx: worker process"), "'nginx: worker process'");
        assert_eq!(all(b""), "");
        assert_eq!(all(b"\0"), "");
    }

    #[test]
    fn a_long_command_line_is_cut_and_that_is_shown() {
        assert_eq!(line(b"abc\0def\0", true, 7), "abc def");
        assert_eq!(line(b"abc\0def\0", true, 6), "abc de...");
        assert_eq!(line(b"abc\0def\0", true, 3), "abc...");
        assert_eq!(line("äöü".as_bytes(), true, 2), "äö...");
        assert_eq!(line(b"abc\0de", false, usize::MAX), "abc de...");
        assert_eq!(line(&[b'x'; 100], true, 2), "xx...");
    }
}
