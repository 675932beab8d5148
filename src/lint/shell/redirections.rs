//! Redirections.

use super::scanner::Scanner;
use super::script::{Redirection, Word};
use crate::lint::finding::Span;

impl Scanner<'_> {
    /// Reads a redirection, if one stands here.
    pub(super) fn redirection(&mut self) -> Option<Redirection> {
        let start = self.position;
        let rest = &self.text[start..self.end];
        let mut at = rest.iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
        if rest.first() == Some(&b'{') {
            let name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
            let length = rest[1..].iter().take(256).take_while(name).count();
            if length > 0 && rest.get(length + 1) == Some(&b'}') {
                at = length + 2;
            }
        }
        let operator = match rest.get(at..)? {
            [b'&', b'>', b'>', ..] if at == 0 => 3,
            [b'&', b'>', ..] if at == 0 => 2,
            // A substitution is a word.
            [b'<' | b'>', b'(', ..] if at == 0 => return None,
            [b'<', b'<', b'<' | b'-', ..] => 3,
            [b'<', b'<' | b'&' | b'>', ..] => 2,
            [b'>', b'>' | b'&' | b'|', ..] => 2,
            [b'<' | b'>', ..] => 1,
            _ => return None,
        };
        let sign = Span { start: start + at, end: start + at + operator };
        let here_document = matches!(&self.text[sign.start..sign.end], b"<<" | b"<<-");
        self.position = sign.end;
        // Zsh's `>!`, `>>|`.
        if self.zsh && !here_document && matches!(self.peek(), Some(b'!' | b'|')) {
            self.position += 1;
        }
        self.blanks();
        let target = self.word();
        let here_document = here_document.then(|| self.delimiter(&target, sign)).flatten();
        let end = self.position;
        Some(Redirection { span: Span { start, end }, operator: sign, target, here_document })
    }

    fn delimiter(&mut self, target: &Word, sign: Span) -> Option<u32> {
        let raw = &self.text[target.span.start..target.span.end];
        let quoted = raw.iter().any(|byte| matches!(byte, b'\'' | b'"' | b'\\'));
        // Nothing is expanded in it: `<<$x` ends with the line `$x`.
        let delimiter = if quoted { unquoted(raw) } else { raw.to_vec() };
        if target.span.start == target.span.end {
            return None;
        }
        let tabs_dropped = sign.end - sign.start == 3;
        self.here_document(sign.start, delimiter, quoted, tabs_dropped)
    }
}

/// Removes quotes.
fn unquoted(raw: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(raw.len());
    let mut bytes = raw.iter();
    let mut quote = None;
    while let Some(&byte) = bytes.next() {
        match (quote, byte) {
            (Some(own), byte) if own == byte => quote = None,
            (None, b'\'' | b'"') => quote = Some(byte),
            (None | Some(b'"'), b'\\') => value.extend(bytes.next()),
            _ => value.push(byte),
        }
    }
    value
}
