//! A pattern without operators, compared as bytes. Pure.

/// Text, and whether it must stand at the start and at the end, as it was found in a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) text: Vec<u8>,
    pub(super) start: bool,
    pub(super) end: bool,
}

/// The same, to be searched for.
#[derive(Debug)]
pub(super) struct Literal {
    text: Vec<u8>,
    start: bool,
    end: bool,
    fold: bool,
    /// Of each part of the text that begins it, how long the longest is that also ends it (Knuth,
    /// Morris and Pratt): so that no text takes quadratic time.
    borders: Vec<usize>,
}

impl Literal {
    pub(super) fn new(found: Found, whole: bool, fold: bool) -> Literal {
        let Found { mut text, start, end } = found;
        if fold {
            text.make_ascii_lowercase();
        }
        let borders = borders(&text);
        Literal { text, start: start || whole, end: end || whole, fold, borders }
    }

    pub(super) fn matches(&self, text: &[u8]) -> bool {
        let length = self.text.len();
        match (self.start, self.end) {
            (true, true) => self.is(text),
            (true, false) => text.get(..length).is_some_and(|start| self.is(start)),
            (false, true) => {
                let end = text.len().checked_sub(length).and_then(|start| text.get(start..));
                end.is_some_and(|end| self.is(end))
            }
            (false, false) => self.is_in(text),
        }
    }

    fn is(&self, text: &[u8]) -> bool {
        if self.fold { self.text.eq_ignore_ascii_case(text) } else { self.text == text }
    }

    fn is_in(&self, text: &[u8]) -> bool {
        match self.text.split_first() {
            None => true,
            Some((first, rest)) if text.len() <= SHORT => self.is_in_short(*first, rest, text),
            Some(_) => self.is_in_long(text),
        }
    }

    /// Compares anew at each place where the first byte stands.
    fn is_in_short(&self, first: u8, rest: &[u8], text: &[u8]) -> bool {
        let places = (text.len() + 1).saturating_sub(self.text.len());
        text.iter().take(places).enumerate().any(|(place, byte)| {
            let byte = if self.fold { byte.to_ascii_lowercase() } else { *byte };
            byte == first
                && text.get(place + 1..=place + rest.len()).is_some_and(|compared| {
                    if self.fold { rest.eq_ignore_ascii_case(compared) } else { rest == compared }
                })
        })
    }

    fn is_in_long(&self, text: &[u8]) -> bool {
        let mut matched = 0;
        let folded = |byte: &u8| if self.fold { byte.to_ascii_lowercase() } else { *byte };
        text.iter().map(folded).any(|byte| {
            matched = extended(&self.text, &self.borders, matched, byte);
            matched == self.text.len()
        })
    }
}

/// Up to this length, which no name exceeds and few command lines do, comparing anew at each place
/// takes fewer instructions than remembering what has been compared, and few in the worst case.
const SHORT: usize = 256;

/// How much of the text's beginning ends with this byte, if so much of it came before.
fn extended(text: &[u8], borders: &[usize], mut matched: usize, byte: u8) -> usize {
    while matched > 0 && text[matched] != byte {
        matched = borders[matched - 1];
    }
    matched + usize::from(text[matched] == byte)
}

fn borders(text: &[u8]) -> Vec<usize> {
    let mut borders = Vec::with_capacity(text.len());
    let mut matched = 0;
    for (place, byte) in text.iter().enumerate() {
        if place > 0 {
            matched = extended(text, &borders, matched, *byte);
        }
        borders.push(matched);
    }
    borders
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Literal {
        Literal::new(Found { text: text.into(), ..Found::default() }, false, false)
    }

    #[test]
    fn text_is_found_wherever_it_stands() {
        for (text, searched) in [
            ("", ""),
            ("", "a"),
            ("a", "a"),
            ("ab", "aab"),
            ("aab", "aaab"),
            ("abab", "abaabab"),
            ("abcabd", "abcabcabd"),
            ("aaa", "aabaaabaa"),
        ] {
            assert!(literal(text).matches(searched.as_bytes()), "{text} in {searched}");
            let long = format!("{}{searched}", "-".repeat(SHORT));
            assert!(literal(text).matches(long.as_bytes()), "{text} in {long}");
        }
        for (text, searched) in [("a", ""), ("ab", "ba"), ("aaa", "aabaab"), ("abab", "abba")] {
            assert!(!literal(text).matches(searched.as_bytes()), "{text} in {searched}");
            let long = format!("{}{searched}", "-".repeat(SHORT));
            assert!(!literal(text).matches(long.as_bytes()), "{text} in {long}");
        }
    }

    #[test]
    fn letters_fold_in_texts_of_any_length() {
        let folding =
            |text: &str| Literal::new(Found { text: text.into(), ..Found::default() }, false, true);
        for length in [0, SHORT] {
            let searched = format!("{}xAbCx", "-".repeat(length));
            assert!(folding("aBc").matches(searched.as_bytes()));
            assert!(!folding("aBcd").matches(searched.as_bytes()));
            assert!(!literal("aBc").matches(searched.as_bytes()));
        }
    }

    /// Comparing anew at each place would take 10^12 steps.
    #[test]
    fn a_long_text_in_a_long_one_takes_no_quadratic_time() {
        let wanted = "a".repeat(1_000_000) + "b";
        assert!(!literal(&wanted).matches("a".repeat(2_000_000).as_bytes()));
    }
}
