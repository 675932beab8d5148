//! Diagnostics: `kill: SUBJECT: reason`, one line each, in one write.

use std::fmt::Display;
use std::io::Write;

use super::ExitStatus;
pub(crate) use super::escape::escaped;
use super::escape::harmless;
use super::parse::UsageError;
use crate::sys::Describe;
use crate::sys::output::{Output, write_error};
use crate::sys::stream::Stream;

/// Writes one line to standard error: the name of the command, the subject, and the reason.
///
/// The subject is a word as it was given, which is [`escaped`] here. What the reason quotes is
/// escaped already.
pub(crate) fn report(speaker: &str, subject: &[u8], reason: impl Display) {
    write_error(&line(speaker, subject, reason));
}

/// The same where no signal may wait until it is read: what cannot be written at once is
/// dropped.
pub(crate) fn offer(speaker: &str, subject: &[u8], reason: impl Display) {
    Stream::error().offer(&line(speaker, subject, reason));
}

/// The line that [`report`] writes.
pub(crate) fn line(speaker: &str, subject: &[u8], reason: impl Display) -> Vec<u8> {
    let mut line = Vec::new();
    // Writing to memory cannot fail.
    let _ = writeln!(line, "{speaker}: {}: {}", named(subject), harmless(reason));
    line
}

/// A subject, in quotes if a blank at its beginning or end would not be seen.
fn named(subject: &[u8]) -> String {
    match subject {
        [b' ', ..] | [.., b' '] => format!("'{}'", escaped(subject)),
        _ => escaped(subject),
    }
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

/// Writes the output of `--version`.
pub(crate) fn version(speaker: &str) -> ExitStatus {
    let mut output = Output::new();
    output.print(format_args!("{} (sigkit) {}\n", speaker, env!("CARGO_PKG_VERSION")));
    finish(speaker, &mut output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnostic_is_one_line_whatever_it_is_about() {
        assert_eq!(line("kill", b"a\n\x1b[2Jb", "no"), b"kill: a\\x0a\\x1b[2Jb: no\n");
        assert_eq!(line("kill", b"", "no"), b"kill: '': no\n");
        assert_eq!(line("kill", b"a\\", "no"), b"kill: a\\\\: no\n");
        assert_eq!(line("kill", b"TERM ", "no"), b"kill: 'TERM ': no\n");
        assert_eq!(line("kill", b" 1", "no"), b"kill: ' 1': no\n");
        assert_eq!(line("kill", b"a b", "no"), b"kill: a b: no\n");
    }

    #[test]
    fn a_reason_that_quotes_a_word_as_it_is_cannot_forge_a_line() {
        assert_eq!(
            line("kill", b"a", "write: kill -l X\nkill: forged\u{202e}"),
            b"kill: a: write: kill -l X\\x0akill: forged\\xe2\\x80\\xae\n"
        );
    }
}
