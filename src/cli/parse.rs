//! Reading options by their declarations. Pure; nothing is allocated unless the command line is
//! wrong.
//!
//! This is the part of the grammar that all commands share: `--word`, `--word=VALUE`, unique
//! prefixes of words, letters in one word with the value attached or in the next word. What else
//! may start with a dash is the command's affair.

use std::fmt::Display;

use super::declaration::{OptionTable, Takes};
use super::escape::escaped;
use super::meant;
use crate::sys::arguments::Word;

/// A wrong command line: nothing was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageError {
    /// The word that is wrong, as the user wrote it.
    pub subject: Vec<u8>,
    /// The reason, and what to write instead.
    pub reason: String,
}

impl UsageError {
    /// An error about one word.
    pub fn new(subject: &[u8], reason: impl Display) -> UsageError {
        UsageError { subject: subject.to_vec(), reason: reason.to_string() }
    }

    /// An option that does not go together with another one.
    pub(crate) fn cannot_combine(option: Spelled, with: Spelled) -> UsageError {
        let with = escaped(with.bytes());
        UsageError::new(option.bytes(), format_args!("cannot be combined with {with}"))
    }

    /// An option that may be given once.
    pub(crate) fn given_twice(option: Spelled) -> UsageError {
        UsageError::new(option.bytes(), "given twice")
    }
}

/// An option that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Given<'a> {
    /// Its place in the table of declarations.
    pub index: usize,
    /// Its values: as many as it takes, none for an optional one that is not there.
    pub values: [Option<&'a [u8]>; 2],
    /// The name that the user called it by.
    pub spelled: Spelled<'a>,
}

/// An option as the user wrote it: diagnostics blame no other spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelled<'a> {
    /// A word, with the value that is attached to it.
    Word(&'a [u8]),
    /// A dash and a letter, which in the word may be one of several.
    Letter([u8; 2]),
}

impl Spelled<'_> {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Spelled::Word(word) => word,
            Spelled::Letter(letter) => letter,
        }
    }
}

/// The words that are still to be read.
pub(crate) type Words<'a> = std::slice::Iter<'a, Word<'a>>;

/// Reads `word`, which starts with two dashes and has more, and takes its values from the words
/// that follow.
///
/// # Errors
///
/// No such option, more than one by that prefix, a value missing, a value where none is taken.
pub(crate) fn long_option<'a>(
    table: &OptionTable,
    word: &'a [u8],
    following: &mut Words<'a>,
) -> Result<Given<'a>, UsageError> {
    after_dashes(2, table, word, following)
}

/// The same of a word that starts with one dash, which some commands take before a long option.
///
/// # Errors
///
/// As above.
#[cfg(feature = "select")]
pub(crate) fn one_dash_option<'a>(
    table: &OptionTable,
    word: &'a [u8],
    following: &mut Words<'a>,
) -> Result<Given<'a>, UsageError> {
    after_dashes(1, table, word, following)
}

fn after_dashes<'a>(
    dashes: usize,
    table: &OptionTable,
    word: &'a [u8],
    following: &mut Words<'a>,
) -> Result<Given<'a>, UsageError> {
    let name_end = word.iter().position(|byte| *byte == b'=').unwrap_or(word.len());
    let (name, attached) = word.split_at(name_end);
    let index =
        find_word(table, &name[dashes..]).map_err(|reason| UsageError::new(name, reason))?;
    let takes = &table.rows[index].takes;
    let attached = attached.strip_prefix(b"=");
    if let (Some(_), Takes::Nothing) = (attached, takes) {
        return Err(UsageError::new(name, "takes no value"));
    }
    let values = values(takes, attached, following)
        .map_err(|missing| missing_value(takes, missing, name))?;
    Ok(Given { index, values, spelled: Spelled::Word(word) })
}

fn find_word(table: &OptionTable, name: &[u8]) -> Result<usize, String> {
    let words = || {
        let rows = table.rows.iter().enumerate();
        rows.flat_map(|(index, row)| row.words.iter().map(move |word| (index, *word)))
    };
    if let Some((index, _)) = words().find(|(_, word)| word.as_bytes() == name) {
        return Ok(index);
    }
    let mut candidates: Vec<(usize, &str)> =
        words().filter(|(_, word)| !name.is_empty() && word.as_bytes().starts_with(name)).collect();
    if candidates.iter().filter(|(_, word)| table.meant_first.contains(word)).count() == 1 {
        candidates.retain(|(_, word)| table.meant_first.contains(word));
    }
    match candidates[..] {
        [] => {
            let nearest = meant::nearest(name, &mut words().map(|(_, word)| word.as_bytes()));
            let nearest: Vec<_> = nearest.iter().map(|word| [b"--", *word].concat()).collect();
            let nearest: Vec<_> = nearest.iter().map(Vec::as_slice).collect();
            Err(format!("unknown option{}", meant::said(&nearest)))
        }
        [(index, _)] => Ok(index),
        _ => {
            let candidates: Vec<_> =
                candidates.iter().map(|(_, word)| format!("--{word}")).collect();
            Err(format!("ambiguous: {}", candidates.join(", ")))
        }
    }
}

/// Reads the first letter of `letters`, which come after one dash; gives the option and the
/// letters that are left.
///
/// None if the letter is no option.
///
/// # Errors
///
/// A value is missing.
pub(crate) fn letter<'a>(
    table: &OptionTable,
    letters: &'a [u8],
    following: &mut Words<'a>,
) -> Option<Result<(Given<'a>, &'a [u8]), UsageError>> {
    let (letter, rest) = letters.split_first()?;
    let index = table.by_letter(*letter)?;
    let takes = &table.rows[index].takes;
    let spelled = Spelled::Letter([b'-', *letter]);
    if let Takes::Nothing = takes {
        return Some(Ok((Given { index, values: [None; 2], spelled }, rest)));
    }
    // util-linux takes -l=9 and -d=1. No value of any option starts with "=", so it is dropped for
    // all that get here.
    let attached = (!rest.is_empty()).then(|| rest.strip_prefix(b"=").unwrap_or(rest));
    Some(match values(takes, attached, following) {
        Ok(values) => Ok((Given { index, values, spelled }, &rest[rest.len()..])),
        Err(missing) => Err(missing_value(takes, missing, spelled.bytes())),
    })
}

/// The values of an option, or the place of the first that is missing.
fn values<'a>(
    takes: &Takes,
    attached: Option<&'a [u8]>,
    following: &mut Words<'a>,
) -> Result<[Option<&'a [u8]>; 2], usize> {
    let mut given = [attached, None];
    if let Takes::Values(wanted) = takes {
        for (place, value) in given.iter_mut().enumerate().take(wanted.len()) {
            if value.is_none() {
                *value = Some(following.next().ok_or(place)?.bytes());
            }
        }
    }
    Ok(given)
}

/// The diagnostic for a word after an option that takes its value in the same word only; `what`
/// names the value.
pub(crate) fn takes_attached(option: &[u8], what: &str, value: &[u8]) -> String {
    let (option, value) = (escaped(option), escaped(value));
    let sign = if option.starts_with("--") { "=" } else { "" };
    format!("{option} takes its {what} attached: {option}{sign}{value}")
}

fn missing_value(takes: &Takes, place: usize, option: &[u8]) -> UsageError {
    UsageError::new(option, format_args!("{} is missing", takes.values()[place].name))
}
