//! Text that others have chosen: the names of processes, the words of the command line, variables.
//!
//! All text that goes to a terminal goes through here first. Such text cannot move the cursor,
//! begin a second line, change the order of what is read, or look like other text.

use std::fmt::{self, Display, Write};

/// Characters that a terminal does not show, or that change what it shows, beside the control
/// characters: `Default_Ignorable_Code_Point` of Unicode 16's DerivedCoreProperties.txt (the
/// bidirectional controls and what has no width among them), the separators of lines and of
/// paragraphs, and the annotation characters.
const HIDDEN: [(char, char); 19] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{fffe}', '\u{ffff}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// True if a character is not to reach a terminal.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&character))
}

/// A word as a person is shown it; an empty one as `''`.
///
/// Every byte of what [`is_hidden`], and every byte that is not UTF-8, is written as `\xNN`, and a
/// backslash as `\\`, so that no two words look the same.
pub(crate) fn escaped(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "''".to_owned();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\\' => text.push_str("\\\\"),
                _ => push_visible(&mut text, character),
            }
        }
        push_bytes(&mut text, chunk.invalid());
    }
    text
}

/// A text of many words as a person is shown it: as [`escaped`], but backslashes stay, and nothing
/// is nothing. For names and command lines, where a backslash is a character like others.
pub(crate) fn visible(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(|character| push_visible(&mut text, character));
        push_bytes(&mut text, chunk.invalid());
    }
    text
}

/// A word as a shell reads it; `$'...'` where characters are hidden (POSIX.1-2024 XCU 2.2.4).
pub(crate) fn shell_word(bytes: &[u8]) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_@%+=:,./-".contains(byte);
    if !bytes.is_empty() && bytes.iter().all(is_plain) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    if std::str::from_utf8(bytes).is_ok_and(|text| !text.chars().any(is_hidden)) {
        return format!("'{}'", String::from_utf8_lossy(bytes).replace('\'', "'\\''"));
    }
    let mut text = String::from("$'");
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\n' => text.push_str("\\n"),
                '\t' => text.push_str("\\t"),
                '\'' | '\\' => text.extend(['\\', character]),
                hidden if is_hidden(hidden) => {
                    push_octal(&mut text, hidden.encode_utf8(&mut [0; 4]).as_bytes());
                }
                other => text.push(other),
            }
        }
        push_octal(&mut text, chunk.invalid());
    }
    text.push('\'');
    text
}

/// Three digits, so that no digit after them counts.
fn push_octal(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(text, "\\{byte:03o}");
    }
}

/// A sentence of our own without what is to reach no terminal. The words that it quotes are escaped
/// already, so that backslashes stay: this is for one that was forgotten.
pub(super) fn harmless(sentence: impl Display) -> String {
    struct Harmless(String);
    impl Write for Harmless {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            text.chars().for_each(|character| push_visible(&mut self.0, character));
            Ok(())
        }
    }
    let mut text = Harmless(String::new());
    write!(text, "{sentence}").expect("gathering text does not fail");
    text.0
}

/// A string of JSON (RFC 8259), in which what is hidden is `\uNNNN`. Bytes that are not UTF-8, for
/// which JSON has no form, become U+FFFD.
pub(crate) fn json_string(bytes: &[u8]) -> String {
    let mut text = String::from("\"");
    for character in String::from_utf8_lossy(bytes).chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            hidden if is_hidden(hidden) => {
                for unit in hidden.encode_utf16(&mut [0; 2]) {
                    let _ = write!(text, "\\u{unit:04x}");
                }
            }
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

fn push_visible(text: &mut String, character: char) {
    match is_hidden(character) {
        true => push_bytes(text, character.encode_utf8(&mut [0; 4]).as_bytes()),
        false => text.push(character),
    }
}

fn push_bytes(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(text, "\\x{byte:02x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backslash_of_a_name_stays_and_what_is_hidden_does_not() {
        assert_eq!(visible(b"dev\\x2d a"), "dev\\x2d a");
        assert_eq!(visible(b"a\n\xff\x1b"), "a\\x0a\\xff\\x1b");
        assert_eq!(visible(b""), "");
    }

    #[test]
    fn a_shell_reads_the_same_word() {
        assert_eq!(shell_word(b"/bin/a-b"), "/bin/a-b");
        assert_eq!(shell_word(b""), "''");
        assert_eq!(shell_word(b"a b"), "'a b'");
        assert_eq!(shell_word(b"it's"), "'it'\\''s'");
        assert_eq!(shell_word("\u{e9}".as_bytes()), "'\u{e9}'");
        assert_eq!(shell_word(b"a\nb'\\\xff1\x1b"), "$'a\\nb\\'\\\\\\3771\\033'");
    }

    #[test]
    fn control_characters_cannot_leave_the_line() {
        assert_eq!(escaped(b"a\n\x1b[2Jb\x7f\0\r\t"), r"a\x0a\x1b[2Jb\x7f\x00\x0d\x09");
        assert_eq!(escaped("\u{80}\u{85}\u{9b}31m".as_bytes()), r"\xc2\x80\xc2\x85\xc2\x9b31m");
    }

    #[test]
    fn bytes_that_are_not_text_are_written_in_hexadecimal() {
        assert_eq!(escaped(b"\xc3\xa9\xff\x9b"), r"é\xff\x9b");
        // An overlong newline, a surrogate, and a character that is cut off.
        assert_eq!(escaped(b"\xc0\x8a\xed\xa0\x80\xe2\x80"), r"\xc0\x8a\xed\xa0\x80\xe2\x80");
    }

    #[test]
    fn what_changes_the_order_of_the_text_or_has_no_width_is_written_in_hexadecimal() {
        let hidden = [
            ('\u{61c}', r"\xd8\x9c"),
            ('\u{200b}', r"\xe2\x80\x8b"),
            ('\u{200c}', r"\xe2\x80\x8c"),
            ('\u{200d}', r"\xe2\x80\x8d"),
            ('\u{200e}', r"\xe2\x80\x8e"),
            ('\u{200f}', r"\xe2\x80\x8f"),
            ('\u{2028}', r"\xe2\x80\xa8"),
            ('\u{2029}', r"\xe2\x80\xa9"),
            ('\u{202a}', r"\xe2\x80\xaa"),
            ('\u{202e}', r"\xe2\x80\xae"),
            ('\u{2060}', r"\xe2\x81\xa0"),
            ('\u{2066}', r"\xe2\x81\xa6"),
            ('\u{2069}', r"\xe2\x81\xa9"),
            ('\u{feff}', r"\xef\xbb\xbf"),
            ('\u{fe0f}', r"\xef\xb8\x8f"),
            ('\u{e0001}', r"\xf3\xa0\x80\x81"),
        ];
        for (character, shown) in hidden {
            let word = format!("a{character}b");
            assert_eq!(escaped(word.as_bytes()), format!("a{shown}b"));
            assert_eq!(harmless(&word), format!("a{shown}b"));
        }
    }

    #[test]
    fn letters_of_all_scripts_are_shown_as_they_are() {
        for word in ["é", "e\u{301}", "жук", "数据库", "データ", "שלום", "مرحبا", "नमस्ते", "😀"]
        {
            assert_eq!(escaped(word.as_bytes()), word);
            assert_eq!(json_string(word.as_bytes()), format!("\"{word}\""));
        }
    }

    #[test]
    fn a_word_with_a_backslash_does_not_look_like_an_escaped_one() {
        assert_eq!(escaped(br"\x0a"), r"\\x0a");
        assert_eq!(escaped(b"\n"), r"\x0a");
        assert_eq!(harmless(r"\x0a and a backslash: \\"), r"\x0a and a backslash: \\");
    }

    #[test]
    fn an_empty_word_is_shown() {
        assert_eq!(escaped(b""), "''");
    }

    #[test]
    fn the_table_of_hidden_characters_is_in_order() {
        let ends: Vec<char> = HIDDEN.iter().flat_map(|(first, last)| [*first, *last]).collect();
        assert!(ends.is_sorted(), "{ends:?}");
    }

    #[test]
    fn a_string_of_json_has_no_hidden_character() {
        let string = |text: &str| json_string(text.as_bytes());
        assert_eq!(string("a\"b\\c"), r#""a\"b\\c""#);
        assert_eq!(string("\n\x1b\x7f\u{9b}"), r#""\u000a\u001b\u007f\u009b""#);
        assert_eq!(string("\u{202e}\u{200b}\u{feff}"), r#""\u202e\u200b\ufeff""#);
        assert_eq!(string("\u{e0001}"), r#""\udb40\udc01""#);
        assert_eq!(json_string(b"a\xff"), "\"a\u{fffd}\"");
    }

    #[test]
    fn every_reader_of_json_reads_the_string_back() {
        let all: String = ('\0'..=char::MAX).collect();
        let string = json_string(all.as_bytes());
        assert!(!string.chars().any(is_hidden));
        assert_eq!(serde_json::from_str::<String>(&string).unwrap(), all);
    }
}
