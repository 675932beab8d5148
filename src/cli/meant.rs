//! Guesses which word was meant by one that is nearly another. Only a diagnostic asks.

use super::escape::escaped;
use crate::signal::headers::{self, Table};
use crate::signal::{Unknown, without_prefix};

/// The hint at the words that may have been meant: `; did you mean A or B?`, empty if there are
/// none.
pub(crate) fn hint(word: &[u8], known: &mut dyn Iterator<Item = &[u8]>) -> String {
    said(&nearest(word, known))
}

/// The words that differ least from `word`, each once.
///
/// A word of three to five letters may differ in one place, a longer one in two; two letters that
/// have changed places are one. What is no text is like nothing.
pub(crate) fn nearest<'a>(word: &[u8], known: &mut dyn Iterator<Item = &'a [u8]>) -> Vec<&'a [u8]> {
    let Ok(word) = std::str::from_utf8(word) else { return Vec::new() };
    let mut least = match word.chars().count() {
        0..=2 => return Vec::new(),
        3..=5 => 1,
        _ => 2,
    };
    let mut nearest = Vec::new();
    for candidate in known {
        let Ok(text) = std::str::from_utf8(candidate) else { continue };
        let distance = strsim::osa_distance(word, text);
        if distance > least || nearest.contains(&candidate) {
            continue;
        }
        if distance < least {
            least = distance;
            nearest.clear();
        }
        nearest.push(candidate);
    }
    nearest
}

/// The hint at these words: at three of them, for of more, none is likely.
pub(crate) fn said(words: &[&[u8]]) -> String {
    const MOST: usize = 3;
    let words: Vec<String> = words.iter().map(|word| escaped(word)).collect();
    match &words[..] {
        [only] => format!("; did you mean {only}?"),
        [others @ .., last] if words.len() <= MOST => {
            format!("; did you mean {} or {last}?", others.join(", "))
        }
        _ => String::new(),
    }
}

/// The hint at names of signals.
pub(crate) fn signal(word: &[u8]) -> String {
    signal_of(word, headers::NATIVE, |_| true)
}

/// The hint at names of signals in a table; only at numbers that are accepted.
pub(crate) fn signal_of(word: &[u8], table: &Table, accepts: impl Fn(u8) -> bool) -> String {
    let name = without_prefix(word).unwrap_or(word).to_ascii_uppercase();
    // What has a number in it is RTMIN+n and its like, of which any may have been meant.
    let real_time = name.iter().all(u8::is_ascii_alphabetic);
    let real_time = ["RTMIN", "RTMAX"].into_iter().filter(|_| real_time);
    let entries = table.entries().filter(|entry| accepts(entry.number));
    let names = entries.map(|entry| entry.name).chain(real_time);
    hint(&name, &mut names.map(str::as_bytes))
}

/// Why a word names no signal, with what may have been meant.
pub(crate) fn not_a_signal(word: &[u8], unknown: Unknown) -> String {
    let hint = if unknown == Unknown::Name { signal(word) } else { String::new() };
    format!("{unknown}{hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_nearly_a_signal_is_told() {
        for (word, meant) in [
            ("TERMM", "TERM"),
            ("trem", "TERM"),
            ("HPU", "HUP"),
            ("SIGKIL", "KILL"),
            ("Qiut", "QUIT"),
            ("USR", "USR1 or USR2"),
            ("WINHC", "WINCH"),
            ("VTARLM", "VTALRM"),
            ("RTMN", "RTMIN"),
        ] {
            assert_eq!(signal(word.as_bytes()), format!("; did you mean {meant}?"), "{word}");
        }
        for word in ["", "I", "NOPE", "NONE", "NOSUCH", "SIG15", "RTMIN-1", "RTMAX+1", "nginx"] {
            assert_eq!(signal(word.as_bytes()), "", "{word}");
        }
        assert_eq!(signal(b"TER\xff"), "");
    }

    #[test]
    fn only_what_is_accepted_is_told() {
        let accepts = |number| number != 15;
        assert_eq!(signal_of(b"TERMM", headers::NATIVE, accepts), "");
    }

    #[test]
    fn the_nearest_are_told_but_not_many() {
        let hint = |word: &str, known: &[&str]| {
            hint(word.as_bytes(), &mut known.iter().map(|word| word.as_bytes()))
        };
        assert_eq!(hint("dryrun", &["dry-run", "run", "tree"]), "; did you mean dry-run?");
        assert_eq!(hint("slep", &["sleep", "slop", "step"]), "; did you mean sleep, slop or step?");
        assert_eq!(hint("slep", &["sleep", "slop", "step", "slap"]), "");
        assert_eq!(hint("sleeep", &["sheep", "sleep", "sleep"]), "; did you mean sleep?");
        assert_eq!(hint("ab", &["abc"]), "");
        assert_eq!(hint("abcd\u{1b}", &["abc\u{1b}\u{1b}"]), "; did you mean abc\\x1b\\x1b?");
    }
}
