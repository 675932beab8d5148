//! Units of systemd: their settings, the words of an `Exec` line, and the shell text in them.
//!
//! systemd runs no shell. Its own quoting is like a shell's, so a line that starts kill itself is
//! read as one command of sh, but only if nothing in it would mean something else to a shell.

use super::finding::Span;
use super::shells::Dialect;
use super::text::{Excerpt, Text};
use crate::process::path::file_name;

/// A setting: `KEY=VALUE`.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) key: Span,
    /// The value, with continued lines joined by blanks as systemd does it.
    pub(crate) value: Excerpt,
}

/// A word of a command line.
#[derive(Debug)]
pub(crate) struct Word {
    /// Its place in the value.
    pub(crate) span: Span,
    /// The bytes that the program gets, with variables and specifiers as they stand.
    pub(crate) bytes: Excerpt,
    /// Bytes of it that stand in no quotes and after no backslash.
    pub(crate) unquoted: Vec<u8>,
}

/// Reads the settings of a unit, in the order of the file.
pub(crate) fn settings(file: &[u8]) -> Vec<Setting> {
    let mut settings = Vec::new();
    let mut lines = Lines { file, at: 0 };
    while let Some(line) = lines.next() {
        let text = &file[line.start..line.end];
        let begin = line.start + (text.len() - text.trim_ascii_start().len());
        if matches!(file.get(begin), Some(b'#' | b';' | b'[')) {
            continue;
        }
        let Some(equals) = text.iter().position(|&byte| byte == b'=') else { continue };
        let equals = line.start + equals;
        if equals < begin {
            continue;
        }
        let key = Span { start: begin, end: begin + file[begin..equals].trim_ascii_end().len() };
        let mut value = Excerpt::default();
        let mut rest = Span { start: equals + 1, end: line.end };
        loop {
            let end = rest.start + file[rest.start..rest.end].trim_ascii_end().len();
            let is_continued = end > rest.start && file[end - 1] == b'\\';
            if !is_continued {
                value.push_same(file, Span { start: rest.start, end });
                break;
            }
            value.push_same(file, Span { start: rest.start, end: end - 1 });
            // Comments between the lines of a value are no part of it.
            let next = loop {
                match lines.next() {
                    Some(line) if is_comment(&file[line.start..line.end]) => {}
                    next => break next,
                }
            };
            let Some(next) = next else { break };
            value.push_other(b" ", Span { start: end - 1, end: next.start });
            rest = next;
        }
        let blanks = value.bytes.len() - value.bytes.trim_ascii_start().len();
        let value = value.part(Span { start: blanks, end: value.bytes.len() });
        settings.push(Setting { key, value });
    }
    settings
}

/// Splits the value of an `Exec` line into words.
pub(crate) fn words(value: &Excerpt) -> Vec<Word> {
    let text = &value.bytes;
    let mut words = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if text[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let start = at;
        let mut bytes = Excerpt::default();
        let mut unquoted = Vec::new();
        let mut quote = None;
        let push = |bytes: &mut Excerpt, span: Span, meant: Option<&[u8]>| match meant {
            Some(other) => bytes.push_other(other, value.map.file(span)),
            None => bytes.append(&value.part(span)),
        };
        while let Some(&byte) = text.get(at) {
            match (quote, byte) {
                (None, _) if byte.is_ascii_whitespace() => break,
                // A quote opens at the beginning of a word only.
                (None, b'"' | b'\'') if at == start => quote = Some(byte),
                (Some(open), _) if byte == open => {
                    at += 1;
                    break;
                }
                (_, b'\\') if at + 1 < text.len() => {
                    let (length, meant) = escape(&text[at + 1..]);
                    push(&mut bytes, Span { start: at, end: at + 1 + length }, Some(&meant));
                    at += length;
                }
                (_, b'$') if text.get(at + 1) == Some(&b'$') => {
                    push(&mut bytes, Span { start: at, end: at + 2 }, Some(b"$"));
                    at += 1;
                }
                (_, b'%') if text.get(at + 1) == Some(&b'%') => {
                    push(&mut bytes, Span { start: at, end: at + 2 }, Some(b"%"));
                    at += 1;
                }
                (_, b'%') if text.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => {
                    push(&mut bytes, Span { start: at, end: at + 2 }, Some(b"${specifier}"));
                    at += 1;
                }
                _ => {
                    push(&mut bytes, Span { start: at, end: at + 1 }, None);
                    if quote.is_none() {
                        unquoted.push(byte);
                    }
                }
            }
            at += 1;
        }
        words.push(Word { span: Span { start, end: at }, bytes, unquoted });
    }
    words
}

/// Gives the program of a command line, without the characters that systemd reads in front of it.
pub(crate) fn program(word: &Word) -> &[u8] {
    let bytes = &word.bytes.bytes;
    let prefix = bytes.iter().take_while(|byte| b"-@:+!|".contains(byte)).count();
    let path = &bytes[prefix..];
    file_name(path)
}

/// Gives the shell text of a unit: strings for `sh -c`, and lines that start a command about
/// signals.
pub(crate) fn texts(file: &[u8]) -> Vec<Text<'static>> {
    let mut texts = Vec::new();
    for setting in settings(file) {
        if !is_command(&file[setting.key.start..setting.key.end]) {
            continue;
        }
        let words = words(&setting.value);
        for command in words.split(|word| word.unquoted == b";" && word.bytes.bytes == b";") {
            if let Some((dialect, errexit, text)) = shell_text(command) {
                texts.push(Text {
                    place: Some("in the string given to sh -c".to_owned()),
                    errexit,
                    is_argument: true,
                    ..text.into_text(dialect)
                });
            } else if let [first, .., last] = command {
                let is_about_signals =
                    matches!(program(first), b"kill" | b"pkill" | b"killall" | b"timeout");
                if is_about_signals && command.iter().all(is_plain) {
                    let name = first.bytes.bytes.len()
                        - first
                            .bytes
                            .bytes
                            .iter()
                            .skip_while(|byte| b"-@:+!|".contains(byte))
                            .count();
                    let span = Span { start: first.span.start + name, end: last.span.end };
                    texts.push(with_specifiers(&setting.value.part(span)).into_text(Dialect::Sh));
                }
            }
        }
    }
    texts
}

/// Finds the string that a shell among the words gets with `-c`, and if `-e` is on.
pub(crate) fn shell_text(words: &[Word]) -> Option<(Dialect, bool, Excerpt)> {
    for (at, word) in words.iter().enumerate() {
        let name = if at == 0 { program(word) } else { file_name(&word.bytes.bytes) };
        let Some(dialect) = Dialect::by_name(name) else { continue };
        let mut errexit = false;
        for (option, text) in words.iter().skip(at + 1).zip(words.iter().skip(at + 2)) {
            let Some(letters) = option.bytes.bytes.strip_prefix(b"-") else { break };
            if !letters.starts_with(b"-") {
                errexit |= letters.contains(&b'e');
                if letters.contains(&b'c') {
                    return Some((dialect, errexit, text.bytes.clone()));
                }
            }
        }
    }
    None
}

/// The setting is a command line.
pub(crate) fn is_command(key: &[u8]) -> bool {
    matches!(
        key,
        b"ExecStart"
            | b"ExecStartPre"
            | b"ExecStartPost"
            | b"ExecCondition"
            | b"ExecReload"
            | b"ExecReloadPost"
            | b"ExecStop"
            | b"ExecStopPre"
            | b"ExecStopPost"
    )
}

/// A shell would read the word as systemd does.
fn is_plain(word: &Word) -> bool {
    !word.bytes.bytes.iter().any(|byte| b"`|;&<>()\\\"'*?[]#~{}".contains(byte))
        || word.bytes.bytes.starts_with(b"${")
            && word.bytes.bytes.ends_with(b"}")
            && word.bytes.bytes[2..]
                .iter()
                .rev()
                .skip(1)
                .all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Replaces the specifiers of a command line, because `%i` is a job to a shell.
fn with_specifiers(line: &Excerpt) -> Excerpt {
    let mut replaced = Excerpt::default();
    let mut at = 0;
    while at < line.bytes.len() {
        let next = line.bytes.get(at + 1);
        let (length, meant) = match (line.bytes[at], next) {
            (b'%', Some(b'%')) => (2, Some(&b"%"[..])),
            (b'$', Some(b'$')) => (2, Some(&b"$"[..])),
            (b'%', Some(letter)) if letter.is_ascii_alphabetic() => (2, Some(&b"${specifier}"[..])),
            _ => (1, None),
        };
        let span = Span { start: at, end: at + length };
        match meant {
            Some(meant) => replaced.push_other(meant, line.map.file(span)),
            None => replaced.append(&line.part(span)),
        }
        at += length;
    }
    replaced
}

/// Reads what follows a backslash: its length, and the bytes that it means.
fn escape(rest: &[u8]) -> (usize, Vec<u8>) {
    let one = |byte: u8| (1, vec![byte]);
    match rest[0] {
        b'a' => one(7),
        b'b' => one(8),
        b'f' => one(12),
        b'n' => one(b'\n'),
        b'r' => one(b'\r'),
        b's' => one(b' '),
        b't' => one(b'\t'),
        b'v' => one(11),
        b'x' => match rest
            .get(1..3)
            .map(|digits| (char::from(digits[0]).to_digit(16), char::from(digits[1]).to_digit(16)))
        {
            Some((Some(high), Some(low))) => {
                (3, vec![u8::try_from(high * 16 + low).unwrap_or(b'?')])
            }
            _ => (1, b"\\x".to_vec()),
        },
        b'\\' | b'"' | b'\'' => one(rest[0]),
        b';' => one(b';'),
        other => (1, vec![b'\\', other]),
    }
}

fn is_comment(line: &[u8]) -> bool {
    matches!(line.trim_ascii_start().first(), Some(b'#' | b';'))
}

/// The lines of a file, without their ends.
struct Lines<'a> {
    file: &'a [u8],
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.file.get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        self.at = start + length + 1;
        Some(Span { start, end: start + length })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(file: &[u8]) -> Vec<(String, String)> {
        settings(file)
            .iter()
            .map(|setting| {
                (
                    file[setting.key.start..setting.key.end].escape_ascii().to_string(),
                    setting.value.bytes.escape_ascii().to_string(),
                )
            })
            .collect()
    }

    #[test]
    fn settings_are_read() {
        assert_eq!(
            shown(
                b"[Service]\n# A=b\n;C=d\nKillMode = process\r\nExecStart=/bin/a \\\n  # no\n b\n\
                X=\n"
            ),
            [
                ("KillMode".to_owned(), "process".to_owned()),
                ("ExecStart".to_owned(), "/bin/a   b".to_owned()),
                ("X".to_owned(), String::new()),
            ]
        );
    }

    fn of(file: &[u8]) -> Vec<(String, Dialect)> {
        texts(file)
            .iter()
            .map(|text| (String::from_utf8_lossy(&text.bytes).into_owned(), text.dialect))
            .collect()
    }

    #[test]
    fn a_string_for_a_shell_is_a_text() {
        let bash = Dialect::by_name(b"bash").expect("bash is known");
        assert_eq!(
            of(b"ExecStop=-/bin/bash -ec 'kill $$(cat /run/x)%%'\n"),
            [("kill $(cat /run/x)%".to_owned(), bash)]
        );
        assert_eq!(
            of(b"ExecStart=/usr/bin/env sh -c \"a \\\"b\\\" %i\" ; /bin/true\n"),
            [("a \"b\" ${specifier}".to_owned(), Dialect::Sh)]
        );
        assert_eq!(of(b"Environment=sh -c x\n"), []);
    }

    #[test]
    fn a_line_that_starts_kill_is_a_text() {
        let file = b"ExecReload=-/bin/kill -HUP $MAINPID\n";
        let texts = texts(file);
        assert_eq!(texts.len(), 1);
        assert_eq!(&*texts[0].bytes, b"/bin/kill -HUP $MAINPID");
        assert_eq!(texts[0].map.same(Span { start: 0, end: 9 }), Some(Span { start: 12, end: 21 }));
        assert_eq!(
            of(b"ExecStop=/bin/kill %i ${MAINPID}\n")[0].0,
            "/bin/kill ${specifier} ${MAINPID}"
        );
        assert_eq!(of(b"ExecStop=/bin/kill `cat x`\nExecStop=/bin/echo kill\n"), []);
    }

    #[test]
    fn any_end_of_a_file_is_read() {
        for file in [&b"ExecStart=\\"[..], b"=", b"ExecStart='\\x", b"ExecStart=sh -c", b"A\n\n="] {
            texts(file);
        }
    }
}
