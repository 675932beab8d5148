//! Diagnostics: `kill: SUBJECT: reason`, one line each, in one write.

use std::fmt::Display;
use std::io::Write;

use super::parse::UsageError;
use super::{ExitStatus, declaration::Applet};
use crate::sys::Describe;
use crate::sys::output::{Output, write_error};

/// Writes one line to standard error: who says it, about what, and what.
///
/// Control characters of the subject, and bytes that are not UTF-8, are written as `\xNN`, so that
/// the name of a process or a word of the command line cannot move the cursor or forge a second
/// line.
pub(crate) fn report(speaker: &str, subject: &[u8], reason: impl Display) {
    write_error(&line(speaker, subject, reason));
}

fn line(speaker: &str, subject: &[u8], reason: impl Display) -> Vec<u8> {
    let mut line = Vec::new();
    // Writing to memory cannot fail.
    let _ = writeln!(line, "{speaker}: {}: {reason}", escaped(subject));
    line
}

/// A word as a diagnostic shows it; an empty one as `''`.
pub(crate) fn escaped(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "''".to_owned();
    }
    let mut text = String::with_capacity(bytes.len());
    let hexadecimal = |byte: u8, text: &mut String| {
        use std::fmt::Write;
        let _ = write!(text, "\\x{byte:02x}");
    };
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if character.is_control() {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    hexadecimal(byte, &mut text);
                }
            } else {
                text.push(character);
            }
        }
        for byte in chunk.invalid() {
            hexadecimal(*byte, &mut text);
        }
    }
    text
}

/// Reports a wrong command line, with the line that points to the help: the command line `help`.
pub(crate) fn usage_error(speaker: &str, error: &UsageError, help: &str) -> ExitStatus {
    let mut lines = line(speaker, &error.subject, &error.reason);
    let _ = writeln!(lines, "Try '{help}' for more information.");
    write_error(&lines);
    ExitStatus::FAILURE
}

/// Writes out what was gathered for standard output, and reports it when that fails.
pub(crate) fn finish(speaker: &str, output: &mut Output) -> ExitStatus {
    match output.flush() {
        Ok(()) => ExitStatus::SUCCESS,
        Err(error) => {
            report(speaker, b"standard output", Describe(error));
            ExitStatus::FAILURE
        }
    }
}

/// Writes one text to standard output.
pub(crate) fn show(speaker: &str, text: &str) -> ExitStatus {
    let mut output = Output::new();
    output.write(text.as_bytes());
    finish(speaker, &mut output)
}

/// Writes what `--version` says.
pub(crate) fn version(applet: &Applet) -> ExitStatus {
    let mut output = Output::new();
    output.print(format_args!("{} (sigkit) {}\n", applet.name, env!("CARGO_PKG_VERSION")));
    finish(applet.name, &mut output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_cannot_leave_the_line() {
        assert_eq!(line("kill", b"a\n\x1b[2Jb\x7f", "no"), b"kill: a\\x0a\\x1b[2Jb\\x7f: no\n");
    }

    #[test]
    fn bytes_that_are_not_text_are_written_in_hexadecimal_and_text_is_kept() {
        assert_eq!(line("kill", b"\xc3\xa9\xff", "no"), "kill: é\\xff: no\n".as_bytes());
        assert_eq!(line("kill", "\u{85}".as_bytes(), "no"), b"kill: \\xc2\\x85: no\n");
    }

    #[test]
    fn an_empty_word_is_shown() {
        assert_eq!(line("kill", b"", "no"), b"kill: '': no\n");
    }
}
