//! What is wrong with a pattern.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
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

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("not a regular expression: ")?;
        f.write_str(match self {
            Wrong::NothingToRepeat => "*, +, ? and { repeat what stands before them",
            Wrong::Unclosed(character) => {
                return write!(f, "{character} is not closed");
            }
            Wrong::NothingEscaped => "it ends with \\; write \\\\ for a backslash",
            Wrong::Interval => "in braces, a number or two with a comma are expected",
            Wrong::Repetitions => "more than 32767 repetitions",
            Wrong::Range => "a range in brackets ends before it starts, or has no end",
            Wrong::Class => "no such class of characters in brackets",
            Wrong::CollatingElement => "a collating element is one character",
            Wrong::BackReference => "back-references are not supported",
            Wrong::TooLarge => "too large",
        })
    }
}
