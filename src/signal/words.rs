//! The parts of the words that name signals.

/// How a word is meant that stands for a signal: no name of any system begins with a digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling<'a> {
    /// A signal's number, or a status; whether it is digits alone is still to be seen.
    Number(&'a [u8]),
    /// A name, or nothing that is known.
    Name(&'a [u8]),
}

impl Spelling<'_> {
    /// A plus sign in front of a number is dropped, as bash, procps and toybox do.
    pub(crate) fn of(word: &[u8]) -> Spelling<'_> {
        match word {
            [b'0'..=b'9', ..] => Spelling::Number(word),
            [b'+', b'0'..=b'9', ..] => Spelling::Number(&word[1..]),
            _ => Spelling::Name(word),
        }
    }
}

/// The rest after SIG in `word`, which then is not empty.
pub(crate) fn without_prefix(word: &[u8]) -> Option<&[u8]> {
    match word.split_at_checked(3) {
        Some((prefix, name)) if prefix.eq_ignore_ascii_case(b"SIG") && !name.is_empty() => {
            Some(name)
        }
        _ => None,
    }
}

/// True if a word is an unsigned integer: decimal digits, and nothing else.
pub(crate) fn is_number(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(u8::is_ascii_digit)
}

/// A number in decimal digits, exactly or not at all: never wrapped, never cut short.
pub(crate) fn decimal(digits: &[u8]) -> Option<u32> {
    if !is_number(digits) {
        return None;
    }
    let add =
        |number: u32, digit: &u8| number.checked_mul(10)?.checked_add(u32::from(digit - b'0'));
    digits.iter().try_fold(0, add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        assert_eq!(decimal(b"0"), Some(0));
        assert_eq!(decimal(b"0015"), Some(15));
        assert_eq!(decimal(b"4294967295"), Some(u32::MAX));
        for word in [
            &b"4294967296"[..],
            b"18446744073709551616",
            b"",
            b"+1",
            b"-1",
            b" 1",
            b"1 ",
            b"0x1",
            b"1\n",
        ] {
            assert_eq!(decimal(word), None, "{word:?}");
        }
    }

    #[test]
    fn the_first_byte_makes_a_word_a_number_or_a_name() {
        for word in [&b"9"[..], b"0", b"007", b"9x", b"0x9"] {
            assert_eq!(Spelling::of(word), Spelling::Number(word));
        }
        assert_eq!(Spelling::of(b"+9"), Spelling::Number(b"9"));
        for word in
            [&b"TERM"[..], b"RT9", b"SIG9", b"-9", b" 9", b"+", b"+-9", b"++9", b"", b"\xff"]
        {
            assert_eq!(Spelling::of(word), Spelling::Name(word));
        }
    }

    #[test]
    fn the_prefix_is_taken_away_once_and_only_from_a_name() {
        assert_eq!(without_prefix(b"SIGTERM"), Some(&b"TERM"[..]));
        assert_eq!(without_prefix(b"sigSIGTERM"), Some(&b"SIGTERM"[..]));
        assert_eq!(without_prefix(b"TERM"), None);
        assert_eq!(without_prefix(b"SIG"), None);
    }
}
