//! Advice for a command line in which `--` is missing before COMMAND. Pure.

use crate::cli::parse::UsageError;
use crate::cli::report::escaped;
use crate::commands::trap::args::draft::Draft;
use crate::signal::condition::Condition;
use crate::signal::is_number;
use crate::sys::arguments::Word;

/// The command line with `--` in its place, if COMMAND can be distinguished from an ACTION and its
/// CONDITIONs. `words` are all words of a command line without `--`.
pub(super) fn missing(words: &[Word], draft: &Draft) -> Option<UsageError> {
    let operand = |place: &usize| words[*place].bytes();
    let is_condition = |word: &[u8]| !is_number(word) && Condition::parse(word).is_ok();
    let has_action = draft.places.get(1).is_some_and(|place| is_condition(operand(place)));
    let is_command = |place: &&usize| !is_condition(operand(place));
    let place = match has_action {
        true => draft.places.iter().skip(1).find(is_command)?,
        false => draft.places.first()?,
    };
    let command = operand(place);
    // With an option that is for running there is something to run; without one it may be meant
    // for what a shell's own trap does.
    let names_program = !matches!(command, b"" | b"-")
        && !is_number(command)
        && !is_condition(command)
        && !command.iter().any(u8::is_ascii_whitespace);
    if !has_action && !draft.runs_first && !names_program {
        return None;
    }
    let (own, rest) = words.split_at(*place);
    let quoted = |words: &[Word]| words.iter().map(|word| quoted(word.bytes())).collect::<String>();
    let (own, rest) = (quoted(own), quoted(rest));
    let reason = format!("-- is missing before COMMAND; write: sigtrap{own} --{rest}");
    Some(UsageError::new(command, reason))
}

/// A space, and a word as a shell reads it.
fn quoted(word: &[u8]) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_@%+=:,./-".contains(byte);
    if !word.is_empty() && word.iter().all(is_plain) {
        return format!(" {}", escaped(word));
    }
    let mut text = b"'".to_vec();
    for byte in word {
        match byte {
            b'\'' => text.extend(br"'\''"),
            byte => text.push(*byte),
        }
    }
    text.push(b'\'');
    format!(" {}", escaped(&text))
}
