//! The times of `-o` and `-y`: psmisc's units next to those of all commands. Pure.

use std::time::Duration;

use crate::cli::duration;
use crate::cli::parse::UsageError;

const EXPECTED: &str =
    "not a time; write a number with s, m, h, d, w, M (4 weeks) or y (48 weeks), such as 2h";

const DAYS_OF_A_WEEK: u32 = 7;

/// Reads a time, which has a unit. The whole word counts: psmisc reads only the first letter of the
/// unit, so that `1month` is a minute.
///
/// # Errors
///
/// It is no such time.
pub(super) fn read(value: &[u8]) -> Result<Duration, UsageError> {
    let wrong = || UsageError::new(value, EXPECTED);
    let days = match value.last() {
        Some(b'w') => DAYS_OF_A_WEEK,
        Some(b'M') => 4 * DAYS_OF_A_WEEK,
        Some(b'y') => 48 * DAYS_OF_A_WEEK,
        Some(byte) if byte.is_ascii_alphabetic() => {
            return duration::read(value).map_err(|_| wrong());
        }
        _ => return Err(wrong()),
    };
    let in_days = [&value[..value.len() - 1], b"d"].concat();
    let one = duration::read(&in_days).map_err(|_| wrong())?;
    one.checked_mul(days).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 60 * 60;

    fn seconds(value: &str) -> Option<u64> {
        read(value.as_bytes()).ok().map(|time| time.as_secs())
    }

    #[test]
    fn k8_a_time_has_a_unit_of_psmisc_or_of_kill() {
        for (value, is) in [
            ("5s", 5),
            ("2m", 120),
            ("1h", HOUR),
            ("1d", 24 * HOUR),
            ("1w", 7 * 24 * HOUR),
            ("1M", 4 * 7 * 24 * HOUR),
            ("1y", 48 * 7 * 24 * HOUR),
            ("0.5w", 84 * HOUR),
            ("1m30s", 90),
            ("3000ms", 3),
        ] {
            assert_eq!(seconds(value), Some(is), "{value}");
        }
    }

    #[test]
    fn x11_the_whole_unit_is_read() {
        for value in
            ["1month", "1mo", "1min", "1years", "5", "", "w", "-1s", "1 h", "1sw", "1mw", "1W"]
        {
            assert_eq!(seconds(value), None, "{value}");
        }
    }
}
