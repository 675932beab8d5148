//! Refuses a command line if a word among the targets shows that another one was meant. Then
//! nothing is sent; a target that is only malformed is for [`crate::commands::kill::operand`], and
//! the others are signalled anyway. Pure.

use crate::cli::duration;
use crate::cli::escape::escaped;
use crate::cli::parse::{self, Spelled, UsageError};
use crate::commands::kill::operand::quoted;
use crate::posix;
use crate::posix::conformance::{Conformance, Level};
use crate::signal::{self, Unknown, is_number};
use crate::sys::arguments::Word;

/// A dash and no number: an option, a signal, or `--`.
const MISPLACED: &str = "options go before the targets; nothing was signalled";
/// Characters that look like a dash and that text processors, web pages and input methods put in
/// its place: Unicode's hyphens and dashes, the minus sign, the small and the wide ones, and the
/// mark of Japanese that has the same key.
const OTHER_DASHES: [&str; 11] = [
    "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2015}", "\u{2212}", "\u{fe58}",
    "\u{fe63}", "\u{ff0d}", "\u{30fc}",
];
/// `kill -- '-1234 '`, with a blank too much: no option starts with a digit.
const NO_GROUP: &str = "not a process group; nothing was signalled";
/// `kill - 9 1234`, with a blank too much.
const LONE_DASH: &str = "neither an option nor a target; nothing was signalled";
/// The null signal after another one: three tests of one project mean a check by it.
const OWN_GROUP_BESIDE_OTHERS: &str = "ambiguous next to other targets; write 0 for kill's \
    process group, or -s 0 for a check; nothing was signalled";
const NOTHING: &str = "nothing was signalled";
const A_TIME: &str = "a time, not a target; nothing was signalled";

/// The words in front of the targets, and next to them.
#[derive(Clone, Copy)]
pub(in crate::commands::kill) struct Beside<'a> {
    pub(in crate::commands::kill) conformance: Conformance,
    /// True if the first target can be no forgotten signal: one is chosen, or none will be sent.
    pub(in crate::commands::kill) signal_known: bool,
    /// `-w` without a time, as the user wrote it.
    pub(in crate::commands::kill) wait: Option<Spelled<'a>>,
    /// True if options name targets, too.
    pub(in crate::commands::kill) selectors: bool,
}

/// Looks at all targets together.
///
/// # Errors
///
/// One of them is none, and something else was meant by it; nothing may be sent.
pub(in crate::commands::kill) fn check(
    operands: &[Word],
    beside: Beside,
) -> Result<(), UsageError> {
    let about = |word: &Word, reason: String| Err(UsageError::new(word.bytes(), reason));
    if let [first, others @ ..] = operands {
        if let Some(reason) = forgotten_dash(first.bytes(), others, beside) {
            return about(first, reason);
        }
        if first.bytes() == b"-" {
            return about(first, LONE_DASH.to_owned());
        }
    }
    for word in operands {
        if is_misplaced(word.bytes()) {
            return match word.bytes() {
                [b'-', b'0'..=b'9', ..] => Err(UsageError::new(&quoted(word.bytes()), NO_GROUP)),
                _ => about(word, MISPLACED.to_owned()),
            };
        }
        if let Some(rest) = after_other_dash(word.bytes()) {
            let meant = escaped(rest);
            return about(word, format!("the dash is not ASCII; write: -{meant}; {NOTHING}"));
        }
        if let Some(reason) = time(word.bytes(), beside) {
            return about(word, reason);
        }
    }
    match operands.iter().find(|word| word.bytes() == b"-0") {
        Some(word) if operands.len() > 1 || beside.selectors => {
            about(word, OWN_GROUP_BESIDE_OTHERS.to_owned())
        }
        _ => Ok(()),
    }
}

/// True if a word starts with a dash, and is no process group, which is a dash and digits.
fn is_misplaced(word: &[u8]) -> bool {
    word.strip_prefix(b"-").is_some_and(|group| !is_number(group))
}

/// The rest of a word that begins with a dash of another kind.
fn after_other_dash(word: &[u8]) -> Option<&[u8]> {
    OTHER_DASHES.iter().find_map(|dash| word.strip_prefix(dash.as_bytes()))
}

/// The diagnostic for a first target that is a signal's name.
///
/// Processes have names in small letters, so that a name in capitals is a signal. In strict mode no
/// target is a name.
fn forgotten_dash(word: &[u8], others: &[Word], beside: Beside) -> Option<String> {
    // A number is a process.
    if !word.first()?.is_ascii_alphabetic() {
        return None;
    }
    let read = signal::parse(word);
    let strict = match beside.conformance {
        Conformance::Extended => None,
        Conformance::Posix(level) => Some(level),
    };
    let may_be_name = strict.is_none() && word.iter().any(u8::is_ascii_lowercase);
    if beside.signal_known || may_be_name || read == Err(Unknown::Name) {
        return None;
    }
    let word_and_others = || command_line(word, others);
    Some(match (strict, read) {
        (Some(level), _) => forgotten_option(level, word, &word_and_others()),
        (None, Ok(_)) => {
            format!("a signal needs a dash; write: kill -{}", word_and_others())
        }
        (None, Err(unknown)) => format!("{unknown}; nothing was signalled"),
    })
}

fn forgotten_option(level: Level, word: &[u8], word_and_others: &str) -> String {
    match posix::kill::signal_value(level, word) {
        Ok(_) => format!("a signal needs -s; write: kill -s {word_and_others}"),
        Err(advice) => advice.to_string(),
    }
}

/// The words, in one line that is not too long.
fn command_line(first: &[u8], others: &[Word]) -> String {
    const MOST: usize = 4;
    let mut line = escaped(first);
    if others.is_empty() {
        line.push_str(" PID");
    }
    for word in others.iter().take(MOST) {
        line.push(' ');
        line.push_str(&escaped(word.bytes()));
    }
    if others.len() > MOST {
        line.push_str(" ...");
    }
    line
}

/// The diagnostic for a length of time.
fn time(word: &[u8], Beside { wait, conformance, .. }: Beside) -> Option<String> {
    let has_unit = word.last().is_some_and(u8::is_ascii_alphabetic);
    match (wait, conformance) {
        _ if !duration::is_only_a_time(word) => None,
        (Some(option), _) => Some(parse::takes_attached(option.bytes(), "time", word)),
        (None, Conformance::Extended) if has_unit => Some(A_TIME.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
