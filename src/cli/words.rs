//! The words of a command line whose options stand anywhere before `--`. Pure.
//!
//! Where POSIX counts (`POSIXLY_CORRECT`, or `--posix` as the first word), no option stands after
//! an operand (XBD 12.2, guideline 9).

use super::declaration::OptionTable;
use super::parse::{self, Given, UsageError};
use crate::sys::arguments::Word;

/// The kind of a word, or of a letter of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    Option(Given<'a>),
    Operand(&'a [u8]),
}

/// How the words are read.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) table: &'static OptionTable,
    /// True if options stand after operands.
    pub(crate) permutes: bool,
    /// True if the value of the option of this index may begin with `=`, which is dropped of other
    /// values that are attached to a letter.
    pub(crate) keeps_equals: fn(usize) -> bool,
    /// Letters that are no options here, but elsewhere, and why.
    pub(crate) refused: &'static [(u8, &'static str)],
}

/// Gives each to `take`, in order.
///
/// # Errors
///
/// The error of `take`; an option that is unknown or incomplete.
pub(crate) fn each<'a>(
    words: &'a [Word<'a>],
    reading: Reading,
    take: &mut dyn FnMut(Part<'a>) -> Result<(), UsageError>,
) -> Result<(), UsageError> {
    let (words, permutes) = match words {
        [first, rest @ ..] if first.bytes() == b"--posix" => (rest, false),
        words => (words, reading.permutes),
    };
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let only_operands = match word.bytes() {
            b"--" => true,
            word @ [b'-', b'-', ..] => {
                take(Part::Option(parse::long_option(reading.table, word, &mut rest)?))?;
                false
            }
            [b'-', letters @ ..] if !letters.is_empty() => {
                let mut letters = letters;
                while !letters.is_empty() {
                    let (given, left) = letter(letters, &mut rest, reading)?;
                    take(Part::Option(given))?;
                    letters = left;
                }
                false
            }
            operand => {
                take(Part::Operand(operand))?;
                !permutes
            }
        };
        if only_operands {
            for word in rest.by_ref() {
                take(Part::Operand(word.bytes()))?;
            }
        }
    }
    Ok(())
}

/// The error of a `--posix` that is not the first word.
pub(crate) fn misplaced_posix(command: &str) -> UsageError {
    UsageError::new(b"--posix", format_args!("must be the first word: {command} --posix ..."))
}

/// Reads the first letter; gives what is left of them.
fn letter<'a>(
    letters: &'a [u8],
    rest: &mut parse::Words<'a>,
    reading: Reading,
) -> Result<(Given<'a>, &'a [u8]), UsageError> {
    let unknown = || {
        let refused = reading.refused.iter().find(|(letter, _)| *letter == letters[0]);
        let reason = refused.map_or("unknown option", |(_, reason)| reason);
        UsageError::new(&[b'-', letters[0]], reason)
    };
    let (mut given, left) = parse::letter(reading.table, letters, rest).ok_or_else(unknown)??;
    if (reading.keeps_equals)(given.index) && letters.len() > 1 {
        given.values[0] = Some(&letters[1..]);
    }
    Ok((given, left))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::declaration::{Completion, OptionRow, Takes, Value};
    use crate::cli::tested::with_words;

    static TABLE: OptionTable = OptionTable::new(&[
        OptionRow { letters: "a", words: &["all"], takes: Takes::Nothing },
        OptionRow {
            letters: "d",
            words: &["delimiter"],
            takes: Takes::Values(&[Value { name: "TEXT", completion: Completion::Free }]),
        },
    ]);

    fn read(words: &[&str], permutes: bool) -> Result<Vec<String>, UsageError> {
        let refused = &[(b'v', "is another program's")];
        let keeps_equals = |index| index == 1;
        let reading = Reading { table: &TABLE, permutes, keeps_equals, refused };
        let mut read = Vec::new();
        with_words(words, |words| {
            each(words, reading, &mut |part| {
                let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                read.push(match part {
                    Part::Operand(operand) => shown(operand),
                    Part::Option(given) => {
                        format!("{}:{}", given.index, shown(given.values[0].unwrap_or_default()))
                    }
                });
                Ok(())
            })
        })?;
        Ok(read)
    }

    #[test]
    fn options_stand_anywhere_unless_posix_counts() {
        let words = ["x", "-a", "-d", ";", "y", "--", "-a"];
        assert_eq!(read(&words, true).unwrap(), ["x", "0:", "1:;", "y", "-a"]);
        assert_eq!(read(&words, false).unwrap(), words);
        assert_eq!(read(&["--posix", "-a", "x", "-a"], true).unwrap(), ["0:", "x", "-a"]);
        assert_eq!(read(&["-", "-a"], true).unwrap(), ["-", "0:"]);
    }

    #[test]
    fn a_value_may_be_an_equals_sign() {
        assert_eq!(read(&["-ad=", "--delimiter=="], true).unwrap(), ["0:", "1:=", "1:="]);
        assert_eq!(read(&["-b"], true), Err(UsageError::new(b"-b", "unknown option")));
        assert_eq!(read(&["-av"], true), Err(UsageError::new(b"-v", "is another program's")));
    }
}
