//! A command line that clap refuses, in the form of all diagnostics: the word, and the reason.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::meant;
use super::parse::UsageError;
use crate::sys::arguments::Word;

/// clap's finding as one line about one word. `special` gives a subject and a reason for some kinds
/// of error, which come before the usual ones.
pub(crate) fn usage_error(
    error: &clap::Error,
    words: &[Word],
    declaration: &clap::Command,
    special: Option<&dyn Fn(ErrorKind) -> Option<(&'static str, &'static str)>>,
) -> UsageError {
    let named = error.context().find_map(|(kind, value)| match (kind, value) {
        (ContextKind::InvalidArg, ContextValue::String(name)) => Some(name.clone()),
        _ => None,
    });
    let first = words.first().map_or(&b""[..], |word| word.bytes());
    let subject = match named {
        // clap shows an option with the names of its values.
        Some(name) => name.split([' ', '=']).next().unwrap_or_default().as_bytes().to_vec(),
        None => first.to_vec(),
    };
    if let Some((own, reason)) = special.and_then(|special| special(error.kind())) {
        let subject = if own.is_empty() { subject } else { own.as_bytes().to_vec() };
        return UsageError::new(&subject, reason);
    }
    let reason = match error.kind() {
        ErrorKind::UnknownArgument => {
            let options: Vec<String> = declaration
                .get_arguments()
                .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
                .collect();
            let hint = meant::hint(&subject, &mut options.iter().map(String::as_bytes));
            format!("unknown option{hint}")
        }
        ErrorKind::ArgumentConflict => "cannot be combined with other options".to_owned(),
        ErrorKind::InvalidValue | ErrorKind::TooFewValues => "a value is missing".to_owned(),
        ErrorKind::NoEquals => "takes its value after an equals sign".to_owned(),
        ErrorKind::TooManyValues => "takes no value".to_owned(),
        _ => "not understood".to_owned(),
    };
    UsageError::new(&subject, reason)
}
