//! Patterns that were hardly meant as they are, where the processes are signalled or waited for: a
//! variable that is not set, a process ID, an alternative that is not there. Pure.

use super::ere::{Manner, Pattern};
use super::matching::Against;
use super::wanted::Written;
use crate::cli::escape::escaped;

/// The pattern that is written for all processes on purpose.
const ALL: &[u8] = b".*";

/// A name that no pattern means but one that matches every name.
const ANY: &[u8] = b"\x01";

/// The expressions that match no character, but a place in the text. An unset variable leaves them
/// alone, as in `\b$NAME\b`.
const PLACES: [&[u8]; 8] = [b"^", b"$", br"\b", br"\B", br"\<", br"\>", br"\`", br"\'"];

/// A name with a beginning, an end, and a place inside of a word.
const WORD: &[u8] = b"ab";

const EVERY: &str = "matches every process; write . if that is meant";

/// Why a pattern, which is one, is refused; `signals` is true where the processes get a signal.
pub(super) fn in_pattern(written: &Written, signals: bool) -> Option<String> {
    let Manner { whole, .. } = written.manner;
    if written.text.is_empty() {
        return Some(EVERY.to_owned());
    }
    if is_process(written.text) && !whole && written.against == Against::Name {
        let number = escaped(written.text);
        let kill = if signals { format!("kill {number}, or ") } else { String::new() };
        return Some(format!("is a pattern here; write {kill}-p {number}"));
    }
    matches_every(written).then(|| EVERY.to_owned())
}

/// True for a process ID, and for PID:INODE as `pgrep --inode` prints it.
fn is_process(text: &[u8]) -> bool {
    let mut numbers = text.splitn(2, |&byte| byte == b':');
    numbers.all(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
}

/// Why a pattern that is one of several names is refused: a number may be such a name.
pub(crate) fn in_name(written: &Written) -> Option<&'static str> {
    (written.text.is_empty() || matches_every(written)).then_some(EVERY)
}

/// True if a pattern with operators matches every name, and is not written for that.
fn matches_every(written: &Written) -> bool {
    if written.literal || written.manner.whole || is_all(written.text) {
        return false;
    }
    let everywhere = Pattern::compile(written.text, Manner { whole: false, ..written.manner });
    let matches_all = |pattern: Pattern| match has_only_places(written.text) {
        true => pattern.matches(WORD),
        false => pattern.matches(b"") && pattern.matches(ANY),
    };
    everywhere.is_ok_and(matches_all)
}

fn has_only_places(mut text: &[u8]) -> bool {
    while let Some(rest) = PLACES.iter().find_map(|place| text.strip_prefix(*place)) {
        text = rest;
    }
    text.is_empty()
}

fn is_all(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"^").unwrap_or(text);
    text.strip_suffix(b"$").unwrap_or(text) == ALL
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str, whole: bool, against: Against) -> bool {
        let manner = Manner { whole, fold: false };
        let written = Written { text: text.as_bytes(), manner, literal: false, against };
        in_pattern(&written, true).is_some()
    }

    #[test]
    fn select_d3_what_matches_the_empty_text_matches_every_process() {
        let refused = |text| refused(text, false, Against::Name);
        for text in ["a*", "foo|", "|foo", "x?", "(a|b*)", "^a*", "a*$", "^", "$", "()", "a{0,3}"] {
            assert!(refused(text), "{text}");
        }
        // `.*` is meant, and so is a character.
        for text in [".*", "^.*", ".*$", "^.*$", ".", r"\w", "foo", "a+", "foo.*", r"\.*x"] {
            assert!(!refused(text), "{text}");
        }
        // No name is empty, and no place is both ends of a word.
        for text in ["^$", "^a*$", r"\<\>"] {
            assert!(!refused(text), "{text}");
        }
    }

    #[test]
    fn select_d3_a_place_in_a_word_is_in_every_name() {
        for text in [r"\b", r"\B", r"\<", r"\>", r"^\b", r"\b\b", r"\B$|x*"] {
            assert!(refused(text, false, Against::Name), "{text}");
        }
        for text in [r"\bfoo\b", r"foo\>", r"\\b", r"\<\>"] {
            assert!(!refused(text, false, Against::Name), "{text}");
        }
    }

    #[test]
    fn select_d3_an_anchored_pattern_is_judged_as_it_is() {
        for text in ["a*", "foo|", "x?"] {
            assert!(!refused(text, true, Against::Name), "{text}");
        }
        // D2: a variable that is not set.
        assert!(refused("", true, Against::Name) && refused("", false, Against::CommandLine));
    }

    #[test]
    fn select_d5_digits_are_a_process_id() {
        assert!(refused("1", false, Against::Name) && refused("01234", false, Against::Name));
        assert!(!refused("1234", true, Against::Name));
        assert!(!refused("1234", false, Against::CommandLine));
        assert!(refused("4:1923277", false, Against::Name));
        for text in ["4:", ":4", "4:x", "4:5:6"] {
            assert!(!refused(text, false, Against::Name), "{text}");
        }
        assert!(!refused("1234x", false, Against::Name) && !refused("^1", false, Against::Name));
        let written = Written {
            text: b"1234",
            manner: Manner::default(),
            literal: false,
            against: Against::Name,
        };
        let reason = |signals| in_pattern(&written, signals);
        let with_signal = "is a pattern here; write kill 1234, or -p 1234";
        assert_eq!(reason(true).as_deref(), Some(with_signal));
        assert_eq!(reason(false).as_deref(), Some("is a pattern here; write -p 1234"));
    }

    #[test]
    fn text_is_what_it_is() {
        let written = |text, literal| Written {
            text,
            manner: Manner::default(),
            literal,
            against: Against::Name,
        };
        assert_eq!(in_pattern(&written(b"a*", true), true), None);
        assert!(in_pattern(&written(b"", true), true).is_some());
    }
}
