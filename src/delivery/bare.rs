//! A dash and a word, for the commands that choose processes: a signal or letters of options. Pure.

use crate::cli::declaration::OptionTable;
use crate::cli::escape::escaped;
use crate::cli::meant;
use crate::cli::parse::UsageError;
use crate::signal::{self, SignalOrNull, Unknown};

/// A word after a dash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bare {
    Signal(SignalOrNull),
    Letters,
}

/// Reads a word that begins with a dash and has more. A whole word that names a signal is one, in
/// any case; so is every number.
///
/// # Errors
///
/// It is a number and no signal's, or could be meant in two ways.
pub(crate) fn read(word: &[u8], table: &OptionTable) -> Result<Bare, UsageError> {
    let name = word.strip_prefix(b"-").unwrap_or(word);
    if name.first().is_some_and(u8::is_ascii_digit) {
        return match signal::by_number(name) {
            Some(Ok(signal)) => Ok(Bare::Signal(signal)),
            Some(Err(unknown)) => Err(UsageError::new(word, unknown)),
            None => Err(UsageError::new(word, "neither a signal number nor an option")),
        };
    }
    match signal::parse(name) {
        Ok(signal) => match is_unclear(name, table) {
            true => Err(UsageError::new(word, unclear(name))),
            false => Ok(Bare::Signal(signal)),
        },
        Err(Unknown::Name) => Ok(Bare::Letters),
        Err(unknown) => Err(UsageError::new(word, unknown)),
    }
}

/// The error of a word whose letters are no options.
pub(crate) fn neither(word: &[u8]) -> UsageError {
    let hint = meant::signal(word.strip_prefix(b"-").unwrap_or(word));
    UsageError::new(word, format_args!("neither a signal nor an option{hint}"))
}

/// The one signal that is as short as letters are in one word. In capitals it is the signal.
fn is_unclear(name: &[u8], table: &OptionTable) -> bool {
    let is_short = name.len() == 2 && name.iter().any(u8::is_ascii_lowercase);
    is_short && name.iter().all(|letter| table.by_letter(*letter).is_some())
}

fn unclear(name: &[u8]) -> String {
    let letters: Vec<_> = name.iter().map(|letter| format!("-{}", char::from(*letter))).collect();
    let signal = escaped(&name.to_ascii_uppercase());
    format!("a signal or options; write -{signal}, or {}", letters.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::declaration::{OptionRow, Takes};

    static TABLE: OptionTable = OptionTable::new(&[
        OptionRow { letters: "i", words: &[], takes: Takes::Nothing },
        OptionRow { letters: "o", words: &[], takes: Takes::Nothing },
        OptionRow { letters: "nt", words: &[], takes: Takes::Nothing },
    ]);

    #[test]
    fn select_d8_a_whole_word_that_names_a_signal_is_one() {
        for (word, number) in [
            ("-9", 9),
            ("-15", 15),
            ("-TERM", 15),
            ("-sigkill", 9),
            ("-int", 2),
            ("-Int", 2),
            ("-usr1", libc::SIGUSR1),
            ("-cont", libc::SIGCONT),
            ("-IO", libc::SIGIO),
        ] {
            let Ok(Bare::Signal(Some(signal))) = read(word.as_bytes(), &TABLE) else {
                panic!("{word}")
            };
            assert_eq!(signal.number(), number, "{word}");
        }
        assert_eq!(read(b"-0", &TABLE), Ok(Bare::Signal(None)));
        assert_eq!(read(b"-f", &TABLE), Ok(Bare::Letters));
        assert_eq!(read(b"-on", &TABLE), Ok(Bare::Letters));
    }

    #[test]
    fn select_d7_letters_and_a_signal_at_once_are_refused() {
        for (word, reason) in [
            ("-io", "a signal or options; write -IO, or -i -o"),
            ("-9x", "neither a signal number nor an option"),
        ] {
            let error = read(word.as_bytes(), &TABLE).expect_err(word);
            assert_eq!(
                (error.subject.as_slice(), error.reason.as_str()),
                (word.as_bytes(), reason)
            );
        }
        assert!(read(b"-999", &TABLE).is_err());
        // Where there are no such options it is a signal.
        static OTHER: OptionTable = OptionTable::new(&[]);
        assert!(matches!(read(b"-io", &OTHER), Ok(Bare::Signal(Some(_)))));
    }
}
