//! Arrays of strings in JSON: the exec form of an instruction.
//!
//! serde_json does not say where the bytes of a string stand in the file.

use crate::lint::finding::Span;
use crate::lint::text::Excerpt;

/// Reads an array of strings in JSON.
pub(super) fn array(text: &Excerpt) -> Option<Vec<Excerpt>> {
    let bytes = &text.bytes;
    let mut at = blanks(bytes);
    if bytes.get(at) != Some(&b'[') {
        return None;
    }
    at += 1;
    let mut words = Vec::new();
    loop {
        at += blanks(&bytes[at..]);
        match bytes.get(at)? {
            b']' if words.is_empty() => break,
            b'"' => at += 1,
            _ => return None,
        }
        let mut word = Excerpt::default();
        loop {
            let length = bytes[at..].iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
            word.append(&text.part(Span { start: at, end: at + length }));
            at += length;
            if bytes[at] == b'"' {
                at += 1;
                break;
            }
            let (length, meant) = json_escape(&bytes[at..])?;
            word.push_other(&meant, text.map.file(Span { start: at, end: at + length }));
            at += length;
        }
        words.push(word);
        at += blanks(&bytes[at..]);
        match bytes.get(at)? {
            b',' => at += 1,
            b']' => break,
            _ => return None,
        }
    }
    bytes[at + 1..].trim_ascii().is_empty().then_some(words)
}

/// Reads an escape of JSON: its length, and its bytes.
fn json_escape(rest: &[u8]) -> Option<(usize, Vec<u8>)> {
    let one = |byte: u8| Some((2, vec![byte]));
    match rest.get(1)? {
        b'n' => one(b'\n'),
        b't' => one(b'\t'),
        b'r' => one(b'\r'),
        b'b' => one(8),
        b'f' => one(12),
        b'u' => {
            let digits = std::str::from_utf8(rest.get(2..6)?).ok()?;
            let code = u32::from_str_radix(digits, 16).ok()?;
            let mut buffer = [0; 4];
            let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            Some((6, character.encode_utf8(&mut buffer).as_bytes().to_vec()))
        }
        &byte @ (b'"' | b'\\' | b'/') => one(byte),
        _ => None,
    }
}

pub(super) fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}
