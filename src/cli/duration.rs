//! Lengths of time as options take them: `200ms`, `1.5s`, `5`, `2m`, `1h`, `1d`. Pure.

use std::time::Duration;

/// What a number without a unit means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bare {
    /// Seconds, as sleep(1) and timeout(1) have it.
    Seconds,
    /// Milliseconds, as util-linux's `kill --timeout` has it.
    Milliseconds,
}

/// What is said of a word that is no length of time.
pub(crate) const EXPECTED: &str = "not a time; write a number with ms, s, m, h or d, such as 1.5s";

/// A length of time whose bare numbers are seconds; None for anything else, and for more than 100
/// years.
pub(crate) fn parse(word: &[u8]) -> Option<Duration> {
    parse_as(word, Bare::Seconds)
}

/// A length of time. Exactly, in nanoseconds, or not at all.
pub(crate) fn parse_as(word: &[u8], bare: Bare) -> Option<Duration> {
    /// In nanoseconds. The next moment of any clock is within this.
    const LONGEST: u64 = 100 * 365 * 24 * 60 * 60 * 1_000_000_000;
    let number_end = word.iter().position(u8::is_ascii_alphabetic).unwrap_or(word.len());
    let (number, unit) = word.split_at_checked(number_end)?;
    let unit = match (unit, bare) {
        (b"ms", _) | (b"", Bare::Milliseconds) => 1_000_000,
        (b"s", _) | (b"", Bare::Seconds) => 1_000_000_000,
        (b"m", _) => 60_000_000_000,
        (b"h", _) => 3_600_000_000_000,
        (b"d", _) => 86_400_000_000_000,
        _ => return None,
    };
    let mut parts = number.splitn(2, |byte| *byte == b'.');
    let whole = digits(parts.next()?)?.checked_mul(unit)?;
    let fraction = parts.next().map_or(Some(0), |digits| fraction(digits, unit))?;
    let nanoseconds = whole.checked_add(fraction).filter(|nanoseconds| *nanoseconds <= LONGEST)?;
    Some(Duration::from_nanos(nanoseconds))
}

/// Digits alone, at least one; std's parse would take a sign.
fn digits(word: &[u8]) -> Option<u64> {
    let digit = |number: u64, digit: &u8| {
        number
            .checked_mul(10)?
            .checked_add(u64::from(digit.is_ascii_digit().then(|| digit - b'0')?))
    };
    (!word.is_empty()).then(|| word.iter().try_fold(0, digit))?
}

/// What digits after the point are of a unit, if that is a whole number.
fn fraction(digits: &[u8], unit: u64) -> Option<u64> {
    let digit = |after: u64, digit: &u8| {
        let tenths = after + u64::from(digit.is_ascii_digit().then(|| digit - b'0')?) * unit;
        (tenths % 10 == 0).then_some(tenths / 10)
    };
    (!digits.is_empty()).then(|| digits.iter().rev().try_fold(0, digit))?
}

/// As messages show it: milliseconds below a tenth of a second, else seconds with one digit after
/// the point.
pub(crate) fn shown(duration: Duration) -> String {
    match duration.as_millis() {
        milliseconds @ ..100 => format!("{milliseconds} ms"),
        _ => format!("{:.1} s", duration.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_units_are_read_exactly() {
        for (word, milliseconds) in [
            ("200ms", 200),
            ("1.5s", 1_500),
            ("5", 5_000),
            ("0", 0),
            ("0.25", 250),
            ("2m", 120_000),
            ("1h", 3_600_000),
            ("1d", 86_400_000),
            ("1.5h", 5_400_000),
            ("007s", 7_000),
            ("36500d", 3_153_600_000_000),
        ] {
            assert_eq!(parse(word.as_bytes()), Some(Duration::from_millis(milliseconds)), "{word}");
        }
        assert_eq!(parse(b"0.5ms"), Some(Duration::from_micros(500)));
        assert_eq!(parse(b"0.0000000000003125d"), Some(Duration::from_nanos(27)));
        assert_eq!(parse(b"1.50000000000000000000000000s"), Some(Duration::from_millis(1_500)));
        assert_eq!(parse_as(b"250", Bare::Milliseconds), Some(Duration::from_millis(250)));
        assert_eq!(parse_as(b"2s", Bare::Milliseconds), Some(Duration::from_secs(2)));
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for word in [
            "",
            " ",
            "s",
            "ms",
            ".",
            ".5",
            "5.",
            "1.s",
            "-1",
            "+1",
            "1 s",
            " 1",
            "1e3",
            "1x",
            "1S",
            "1sec",
            "1.2.3",
            "36501d",
            "99999999999999999999",
            "18446744073709551615",
            "0.0000001ms",
            "0.00000000000031d",
            "1.00000000000000000000000000000000000000001",
            "1m30s",
            "\u{663}",
        ] {
            assert_eq!(parse(word.as_bytes()), None, "{word}");
        }
        assert_eq!(parse(b"1\xff"), None);
    }

    #[test]
    fn a_length_of_time_is_shown_shortly() {
        for (milliseconds, text) in [
            (0, "0 ms"),
            (99, "99 ms"),
            (100, "0.1 s"),
            (800, "0.8 s"),
            (1_260, "1.3 s"),
            (90_000, "90.0 s"),
        ] {
            assert_eq!(shown(Duration::from_millis(milliseconds)), text);
        }
    }
}
