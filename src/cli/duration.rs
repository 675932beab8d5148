//! Lengths of time as options take them: `200ms`, `1.5s`, `.5`, `1e-1`, `2m`, `1m30s`. Pure.

use std::fmt;
use std::time::Duration;

use crate::signal::is_number;

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

/// In nanoseconds. The next moment of any clock is within this.
const LONGEST: u128 = 100 * 365 * 24 * 60 * 60 * 1_000_000_000;

/// Why a word is no length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DurationError {
    NotATime,
    TooLong,
    /// It is no whole number of nanoseconds.
    TooFine,
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            DurationError::NotATime => EXPECTED,
            DurationError::TooLong => "too long; the longest time is 36500d",
            DurationError::TooFine => "too fine; a time is a whole number of nanoseconds",
        })
    }
}

/// A length of time whose bare numbers are seconds.
///
/// # Errors
///
/// Why it is none.
pub(crate) fn read(word: &[u8]) -> Result<Duration, DurationError> {
    read_as(word, Bare::Seconds)
}

/// The same; None for anything else.
pub(crate) fn parse(word: &[u8]) -> Option<Duration> {
    read(word).ok()
}

/// Whether a word can only be a time, wherever it stands, be it one that no option takes: it is no
/// number alone.
pub(crate) fn is_only_a_time(word: &[u8]) -> bool {
    !is_number(word) && read(word) != Err(DurationError::NotATime)
}

/// A number with a unit or without; or several, each with a unit that is smaller than the one
/// before. Exactly, in nanoseconds, or not at all.
///
/// # Errors
///
/// Why it is none.
pub(crate) fn read_as(word: &[u8], bare: Bare) -> Result<Duration, DurationError> {
    let (mut sum, mut last_unit, mut rest) = (0_u128, u128::MAX, word);
    loop {
        let (number, after) = Number::read(rest).ok_or(DurationError::NotATime)?;
        let letters = after.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (unit, left) = after.split_at(letters);
        let is_all = rest.len() == word.len() && left.is_empty();
        let unit = match (unit, bare) {
            (b"ms", _) => 1_000_000,
            (b"s", _) => 1_000_000_000,
            (b"m", _) => 60_000_000_000,
            (b"h", _) => 3_600_000_000_000,
            (b"d", _) => 86_400_000_000_000,
            (b"", Bare::Milliseconds) if is_all => 1_000_000,
            (b"", Bare::Seconds) if is_all => 1_000_000_000,
            _ => return Err(DurationError::NotATime),
        };
        if unit >= last_unit {
            return Err(DurationError::NotATime);
        }
        (last_unit, rest) = (unit, left);
        sum += number.of(unit)?;
        if rest.is_empty() {
            let nanoseconds = u64::try_from(sum).ok().filter(|_| sum <= LONGEST);
            return nanoseconds.map(Duration::from_nanos).ok_or(DurationError::TooLong);
        }
    }
}

/// A decimal number: an integer, and how often it is to be multiplied by ten.
struct Number {
    /// None if there are too many digits.
    digits: Option<u128>,
    tens: i32,
}

impl Number {
    /// What no number reaches that could count.
    const FAR: i32 = 100_000;

    /// Reads a number and gives what follows: digits, with or without a point among or before them,
    /// and an exponent, as sleep(1) and timeout(1) take it. No sign, no point at the end.
    fn read(word: &[u8]) -> Option<(Number, &[u8])> {
        let count = |word: &[u8]| word.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (whole, mut rest) = word.split_at(count(word));
        let mut fraction = &rest[..0];
        if let [b'.', after @ ..] = rest {
            (fraction, rest) = after.split_at(count(after));
            if fraction.is_empty() {
                return None;
            }
        } else if whole.is_empty() {
            return None;
        }
        let mut tens = 0;
        if let [b'e' | b'E', after @ ..] = rest {
            let (negative, after) = match after {
                [b'-', after @ ..] => (true, after),
                [b'+', after @ ..] => (false, after),
                after => (false, after),
            };
            let (exponent, after) = after.split_at(count(after));
            if exponent.is_empty() {
                return None;
            }
            let far = |tens: i32, digit: &u8| (tens * 10 + i32::from(digit - b'0')).min(Self::FAR);
            tens = exponent.iter().fold(0, far) * if negative { -1 } else { 1 };
            rest = after;
        }
        // Zeros at the end are no digits that count.
        let zeros = fraction.iter().rev().take_while(|digit| **digit == b'0').count();
        let fraction = &fraction[..fraction.len() - zeros];
        let digits = whole.iter().chain(fraction).try_fold(0_u128, |number, digit| {
            number.checked_mul(10)?.checked_add(u128::from(digit - b'0'))
        });
        let behind = i32::try_from(fraction.len()).unwrap_or(Self::FAR).min(Self::FAR);
        Some((Number { digits, tens: tens - behind }, rest))
    }

    /// So many of this unit, in nanoseconds.
    fn of(&self, unit: u128) -> Result<u128, DurationError> {
        /// No unit has more factors of ten, or of two or five alone.
        const FINEST: i32 = -16;
        let Some(digits) = self.digits else {
            return Err(if self.tens < FINEST {
                DurationError::TooFine
            } else {
                DurationError::TooLong
            });
        };
        let product = digits.checked_mul(unit).ok_or(DurationError::TooLong)?;
        // A larger power of ten divides no product, and makes every one too long.
        let power = 10_u128.checked_pow(self.tens.unsigned_abs());
        match (product, power) {
            (0, _) => Ok(0),
            (_, None) if self.tens > 0 => Err(DurationError::TooLong),
            (_, None) => Err(DurationError::TooFine),
            (_, Some(power)) if self.tens > 0 => product
                .checked_mul(power)
                .filter(|all| *all <= LONGEST)
                .ok_or(DurationError::TooLong),
            (_, Some(power)) if product % power != 0 => Err(DurationError::TooFine),
            (_, Some(power)) => {
                Some(product / power).filter(|all| *all <= LONGEST).ok_or(DurationError::TooLong)
            }
        }
    }
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
            (".5", 500),
            (".25m", 15_000),
            ("1e-1", 100),
            ("1E3ms", 1_000),
            ("1.5e+2s", 150_000),
            ("100e-2m", 60_000),
            ("0e99999999999", 0),
            ("1m30s", 90_000),
            ("1d2h3m4s5ms", 93_784_005),
            ("1h.5m", 3_630_000),
            ("0.50", 500),
        ] {
            assert_eq!(parse(word.as_bytes()), Some(Duration::from_millis(milliseconds)), "{word}");
        }
        assert_eq!(parse(b"0.5ms"), Some(Duration::from_micros(500)));
        assert_eq!(parse(b"0.0000000000003125d"), Some(Duration::from_nanos(27)));
        assert_eq!(parse(b"1.50000000000000000000000000s"), Some(Duration::from_millis(1_500)));
        assert_eq!(read_as(b"250", Bare::Milliseconds), Ok(Duration::from_millis(250)));
        assert_eq!(read_as(b"2s", Bare::Milliseconds), Ok(Duration::from_secs(2)));
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for word in [
            "",
            " ",
            "s",
            "ms",
            ".",
            "5.",
            "1.s",
            "-1",
            "+1",
            "1 s",
            " 1",
            "1x",
            "1S",
            "1sec",
            "1.2.3",
            "1e",
            "1e-",
            "e1",
            "1e1.5",
            "1e3x",
            "0x10",
            "inf",
            "nan",
            "1m30",
            "30s1m",
            "1s1s",
            "1m 30s",
            "1m-30s",
            "99999999999999999999x",
            "\u{663}",
        ] {
            assert_eq!(read(word.as_bytes()), Err(DurationError::NotATime), "{word}");
        }
        assert_eq!(read(b"1\xff"), Err(DurationError::NotATime));
        assert_eq!(read_as(b"1m30", Bare::Milliseconds), Err(DurationError::NotATime));
    }

    #[test]
    fn what_is_too_long_or_too_fine_is_called_so() {
        for word in [
            "36501d",
            "36500d1ms",
            "99999999999999999999",
            "18446744073709551615",
            "340282366920938463463374607431768211456",
            "1e30",
            "1e99999999999",
            "9999999999999999999999999999999999999999999",
        ] {
            assert_eq!(read(word.as_bytes()), Err(DurationError::TooLong), "{word}");
        }
        for word in [
            "0.0000001ms",
            "0.00000000000031d",
            "1.00000000000000000000000000000000000000001",
            "1e-10",
            "1e-99999999999",
        ] {
            assert_eq!(read(word.as_bytes()), Err(DurationError::TooFine), "{word}");
        }
        assert_eq!(DurationError::TooLong.to_string(), "too long; the longest time is 36500d");
    }

    #[test]
    fn a_word_that_can_only_be_a_time_is_known_wherever_it_stands() {
        for word in ["2s", "1.5", ".5", "200ms", "1m30s", "1e3", "99999d", "0.0000001ms"] {
            assert!(is_only_a_time(word.as_bytes()), "{word}");
        }
        for word in ["2", "", "s", "12a", "2s-", "-2s", "2s ", "s2", "2:3", "1m30x", "\u{663}s"] {
            assert!(!is_only_a_time(word.as_bytes()), "{word}");
        }
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
