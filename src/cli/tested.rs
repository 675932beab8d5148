//! Command lines for the tests of parsers.

use std::ffi::CString;
use std::fmt::Debug;

use super::parse::UsageError;
use crate::sys::arguments::Word;

/// Gives the words of a command line to `read`.
pub(crate) fn with_words<T>(line: &[&str], read: impl FnOnce(&[Word]) -> T) -> T {
    let strings: Vec<_> = line.iter().map(|word| CString::new(*word).unwrap()).collect();
    let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
    read(&words)
}

/// Asserts that a command line was refused for this word, with this reason.
#[track_caller]
pub(crate) fn assert_refused<C: Debug>(read: Result<C, UsageError>, subject: &str, reason: &str) {
    let error = read.expect_err("it is wrong");
    assert_eq!((error.subject.as_slice(), error.reason.as_str()), (subject.as_bytes(), reason));
}
