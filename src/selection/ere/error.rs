//! What is wrong with a pattern.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternError {
    NothingToRepeat,
    Unclosed(char),
    /// A backslash is the last character.
    NothingEscaped,
    Interval,
    Repetitions,
    Range,
    Class,
    CollatingElement,
    BackReference,
    TooLarge,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("not a regular expression: ")?;
        f.write_str(match self {
            PatternError::NothingToRepeat => "*, +, ? and { repeat what stands before them",
            PatternError::Unclosed(character) => {
                return write!(f, "{character} is not closed");
            }
            PatternError::NothingEscaped => "it ends with \\; write \\\\ for a backslash",
            PatternError::Interval => "in braces, a number or two with a comma are expected",
            PatternError::Repetitions => "more than 32767 repetitions",
            PatternError::Range => "a range in brackets ends before it starts, or has no end",
            PatternError::Class => "no such class of characters in brackets",
            PatternError::CollatingElement => "a collating element is one character",
            PatternError::BackReference => "back-references are not supported",
            PatternError::TooLarge => "too large",
        })
    }
}
