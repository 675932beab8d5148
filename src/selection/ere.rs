//! Patterns: POSIX extended regular expressions (XBD 9.4) with GNU's escapes, on bytes. Pure.
//!
//! Other engines are large, or slow, or take all memory for `((a{1,200}){1,200}){1,200}`, so the
//! crate regex-lite is asked, whose programs are bounded. It reads another language and knows text
//! alone: `translate` writes the pattern anew, character by character, so that nothing of that
//! language can be meant by accident; and each byte stands for the character of its number, in the
//! pattern and in what is searched, so that `.` is a byte. What differs from glibc's regcomp(3) is
//! a back-reference alone, which is refused. Letters fold as ASCII's do.
//!
//! Nearly every pattern that is written is plain text. Then the engine is not asked at all.

mod bracket;
mod error;
mod literal;
mod translate;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use error::PatternError;
use literal::Literal;
use regex_lite::{Regex, RegexBuilder};
use translate::translate;

/// As many parentheses and repetitions as may stand in each other.
const DEEPEST: u32 = 600;

/// How large the engine's program may be. regex-lite's own limit, which takes some 10 ms to reach.
const LARGEST: usize = 10 << 20;

/// How a pattern is to be read and compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// `-x`: it must match the whole of a text.
    pub whole: bool,
    /// `-i`: upper and lower case are one.
    pub fold: bool,
}

#[derive(Debug)]
pub struct Pattern(Kind);

#[derive(Debug)]
enum Kind {
    /// One of these.
    Literals(Vec<Literal>),
    Expression(Regex),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn compile(pattern: &[u8], manner: Manner) -> Result<Pattern, PatternError> {
        let translated = translate(pattern, manner.fold)?;
        if let Some(literals) = translated.literals {
            let literals =
                literals.into_iter().map(|found| Literal::new(found, manner.whole, manner.fold));
            return Ok(Pattern(Kind::Literals(literals.collect())));
        }
        let expression = match manner.whole {
            true => format!("^(?:{})$", translated.expression),
            false => translated.expression,
        };
        RegexBuilder::new(&expression)
            .dot_matches_new_line(true)
            .size_limit(LARGEST)
            .nest_limit(DEEPEST)
            .build()
            .map(|regex| Pattern(Kind::Expression(regex)))
            // A translation is never malformed.
            .map_err(|_| PatternError::TooLarge)
    }

    /// A pattern that is text, whatever its characters mean elsewhere.
    pub fn text(text: &[u8], manner: Manner) -> Pattern {
        let found = literal::Found { text: text.to_vec(), start: false, end: false };
        Pattern(Kind::Literals(vec![Literal::new(found, manner.whole, manner.fold)]))
    }

    pub fn matches(&self, text: &[u8]) -> bool {
        match &self.0 {
            Kind::Literals(literals) => literals.iter().any(|literal| literal.matches(text)),
            Kind::Expression(regex) => regex.is_match(&as_text(text)),
        }
    }
}

/// Bytes as text, the character of each byte's number. ASCII is that already.
fn as_text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
    }
}
