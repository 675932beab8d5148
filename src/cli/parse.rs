//! Reading options by their declarations. Pure; nothing is allocated unless the command line is wrong.
//!
//! This is the part of the grammar that all commands share: `--word`, `--word=VALUE`, unique prefixes of words, letters
//! in one word with the value attached or in the next word. What else may start with a dash is the command's affair.

use std::fmt::Display;

use super::declaration::{OptionRow, Takes};
use crate::sys::arguments::Word;

/// A wrong command line: nothing was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageError {
    /// The word that is wrong, as the user wrote it.
    pub subject: Vec<u8>,
    /// What is wrong with it, and what to write instead.
    pub reason: String,
}

impl UsageError {
    /// An error about one word.
    pub fn new(subject: &[u8], reason: impl Display) -> UsageError {
        UsageError { subject: subject.to_vec(), reason: reason.to_string() }
    }
}

/// An option that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given<'a> {
    /// Its place in the table of declarations.
    pub index: usize,
    /// Its values: as many as it takes, none for an optional one that is not there.
    pub values: [Option<&'a [u8]>; 2],
}

/// The words that are still to be read.
pub type Words<'a> = std::slice::Iter<'a, Word<'a>>;

/// Reads `word`, which starts with two dashes and has more, and takes its values from the words that follow.
///
/// # Errors
///
/// No such option, more than one by that prefix, a value missing, a value where none is taken.
pub fn long_option<'a>(
    table: &[OptionRow],
    word: &'a [u8],
    following: &mut Words<'a>,
) -> Result<Given<'a>, UsageError> {
    let name_end = word.iter().position(|byte| *byte == b'=').unwrap_or(word.len());
    let (name, attached) = word.split_at(name_end);
    let index = find_word(table, &name[2..]).map_err(|reason| UsageError::new(name, reason))?;
    let attached = attached.strip_prefix(b"=");
    if let (Some(_), Takes::Nothing) = (attached, &table[index].takes) {
        return Err(UsageError::new(name, "takes no value"));
    }
    Ok(Given { index, values: values(&table[index], name, attached, following)? })
}

fn find_word(table: &[OptionRow], name: &[u8]) -> Result<usize, String> {
    let mut by_prefix = None;
    let mut candidates = Vec::new();
    for (index, row) in table.iter().enumerate() {
        for word in row.words {
            if word.as_bytes() == name {
                return Ok(index);
            }
            if word.as_bytes().starts_with(name) {
                by_prefix = Some(index);
                candidates.push(format!("--{word}"));
            }
        }
    }
    match (by_prefix, candidates.len()) {
        (Some(index), 1) => Ok(index),
        (None, _) => Err("unknown option".into()),
        _ => Err(format!("ambiguous: {}", candidates.join(", "))),
    }
}

/// Reads the first letter of `letters`, which come behind one dash; gives the option and the letters that are left.
///
/// None if the letter is no option.
///
/// # Errors
///
/// A value is missing.
pub fn letter<'a>(
    table: &[OptionRow],
    letters: &'a [u8],
    following: &mut Words<'a>,
) -> Option<Result<(Given<'a>, &'a [u8]), UsageError>> {
    let (letter, rest) = letters.split_first()?;
    let index = table.iter().position(|row| row.letters.as_bytes().contains(letter))?;
    let row = &table[index];
    if let Takes::Nothing = row.takes {
        return Some(Ok((Given { index, values: [None; 2] }, rest)));
    }
    let attached = (!rest.is_empty()).then(|| rest.strip_prefix(b"=").unwrap_or(rest));
    let name = [b'-', *letter];
    Some(values(row, &name, attached, following).map(|values| (Given { index, values }, &[][..])))
}

fn values<'a>(
    row: &OptionRow,
    name: &[u8],
    attached: Option<&'a [u8]>,
    following: &mut Words<'a>,
) -> Result<[Option<&'a [u8]>; 2], UsageError> {
    let mut given = [attached, None];
    if let Takes::Values(wanted) = row.takes {
        let start = usize::from(attached.is_some());
        for (place, value) in given.iter_mut().zip(wanted).skip(start) {
            match following.next() {
                Some(word) => *place = Some(word.bytes()),
                None => return Err(UsageError::new(name, format_args!("{} is missing", value.name))),
            }
        }
    }
    Ok(given)
}
