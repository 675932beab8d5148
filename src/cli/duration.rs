//! Lengths of time as options take them: `200ms`, `1.5s`, `5`, `2m`, `1h`, `1d`. Pure.

use std::time::Duration;

/// What a number without a unit means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bare {
    /// Seconds, as sleep(1) and timeout(1) have it.
    Seconds,
    /// Milliseconds, as util-linux's `kill --timeout` has it.
    Milliseconds,
}

/// What is said of a word that is no length of time.
pub const EXPECTED: &str = "not a time; write a number with ms, s, m, h or d, such as 1.5s";

/// A length of time whose bare numbers are seconds; None for anything else, and for more than 100 years.
pub fn parse(word: &[u8]) -> Option<Duration> {
    parse_as(word, Bare::Seconds)
}

/// A length of time. Exactly, in nanoseconds, or not at all.
pub fn parse_as(word: &[u8], bare: Bare) -> Option<Duration> {
    /// The next moment of any clock is within this.
    const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    let text = std::str::from_utf8(word).ok()?;
    let (number, unit) = text.split_at(text.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text.len()));
    let unit: u64 = match (unit, bare) {
        ("ms", _) | ("", Bare::Milliseconds) => 1_000_000,
        ("s", _) | ("", Bare::Seconds) => 1_000_000_000,
        ("m", _) => 60_000_000_000,
        ("h", _) => 3_600_000_000_000,
        ("d", _) => 86_400_000_000_000,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut nanoseconds = u128::from(digits(whole)?) * u128::from(unit);
    if let Some(fraction) = fraction {
        let scale = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        let part = u128::from(digits(fraction)?) * u128::from(unit);
        nanoseconds += (part % scale == 0).then_some(part / scale)?;
    }
    let duration = Duration::from_nanos(u64::try_from(nanoseconds).ok()?);
    (duration <= LONGEST).then_some(duration)
}

/// Digits alone, at least one; std's parse would take a sign.
fn digits(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// As messages show it: milliseconds below a tenth of a second, else seconds with one digit behind the point.
pub fn shown(duration: Duration) -> String {
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
        for (milliseconds, text) in
            [(0, "0 ms"), (99, "99 ms"), (100, "0.1 s"), (800, "0.8 s"), (1_260, "1.3 s"), (90_000, "90.0 s")]
        {
            assert_eq!(shown(Duration::from_millis(milliseconds)), text);
        }
    }
}
