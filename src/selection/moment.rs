//! Moments on a command line: `@SECONDS` since the epoch, ISO 8601, or how long ago. Pure but for
//! [`Moment::resolve`], which takes the local time zone.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::cli::duration;
use crate::signal::decimal;
use crate::sys::local_time::{self, Civil, Unclear};

/// The diagnostic for a word that is no moment.
pub(crate) const FORMS: &str = "not a time; write @SECONDS since the epoch, 2026-11-22T10:00:00, \
    the same with Z or +01:00 appended, or an age: 90s, 10m, 2h, 1d";

/// A moment as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Seconds since the epoch.
    Epoch(u64),
    /// A time of the local time zone.
    Local(Civil),
    Ago(Duration),
}

impl Moment {
    /// Reads a moment; None for anything else. A bare number is none: it may be meant for seconds
    /// since the epoch or for an age, which are decades apart.
    pub(crate) fn parse(word: &[u8]) -> Option<Moment> {
        if let Some(seconds) = word.strip_prefix(b"@") {
            let text = std::str::from_utf8(seconds)
                .ok()
                .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
            return Some(Moment::Epoch(text?.parse().ok()?));
        }
        if let Some((civil, zone)) = word.split_at_checked("2026-11-22T10:00:00".len()) {
            if let Some(civil) = parse_civil(civil) {
                return match zone {
                    b"" => Some(Moment::Local(civil)),
                    _ => Some(Moment::Epoch(u64::try_from(seconds(&civil) - offset(zone)?).ok()?)),
                };
            }
        }
        let unit = word.last().is_some_and(u8::is_ascii_alphabetic);
        duration::parse(word).filter(|_| unit).map(Moment::Ago)
    }

    /// The moment as the system's clock has it.
    ///
    /// # Errors
    ///
    /// A local time that there never was, or was twice, or that the clock cannot show.
    pub(crate) fn resolve(self, now: SystemTime) -> Result<SystemTime, Unclear> {
        match self {
            Moment::Epoch(seconds) => {
                SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
            }
            Moment::Local(civil) => {
                let seconds =
                    u64::try_from(local_time::seconds(civil)?).map_err(|_| Unclear::OutOfRange)?;
                SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
            }
            Moment::Ago(age) => now.checked_sub(age),
        }
        .ok_or(Unclear::OutOfRange)
    }
}

/// Reads `YYYY-MM-DDTHH:MM:SS`.
fn parse_civil(word: &[u8]) -> Option<Civil> {
    let number = |from: usize, to: usize| decimal(word.get(from..to)?);
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if separators.iter().any(|(place, separator)| word.get(*place) != Some(separator)) {
        return None;
    }
    let civil = Civil {
        year: number(0, 4)?,
        month: number(5, 7)?,
        day: number(8, 10)?,
        hour: number(11, 13)?,
        minute: number(14, 16)?,
        second: number(17, 19)?,
    };
    let days = (1..=12).contains(&civil.month).then(|| days_of(civil.year, civil.month))?;
    let exists = (1..=days).contains(&civil.day)
        && civil.hour < 24
        && civil.minute < 60
        && civil.second < 60;
    exists.then_some(civil)
}

/// Reads `Z` or `+HH:MM`; gives the seconds to subtract from a local time.
fn offset(zone: &[u8]) -> Option<i64> {
    let (sign, hours, minutes) = match zone {
        b"Z" => return Some(0),
        [sign @ (b'+' | b'-'), hours @ .., b':', _, _] => (*sign, hours, &zone[zone.len() - 2..]),
        _ => return None,
    };
    let (hours, minutes) = (decimal(hours).filter(|_| hours.len() == 2)?, decimal(minutes)?);
    let seconds = i64::from(hours * 3600 + minutes * 60);
    (hours < 24 && minutes < 60).then_some(if sign == b'-' { -seconds } else { seconds })
}

fn days_of(year: u32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The seconds since the epoch of a time in UTC, by the formula of POSIX.1-2024 XBD 4.19.
fn seconds(civil: &Civil) -> i64 {
    let year = i64::from(civil.year) - 1900;
    let months: u32 = (1..civil.month).map(|month| days_of(civil.year, month)).sum();
    let day = i64::from(months + civil.day - 1);
    let time = i64::from(civil.second + civil.minute * 60 + civil.hour * 3600);
    // Rounded down also before 1900.
    let since = |from: i64, every: i64| (year - from).div_euclid(every);
    time + (day + (year - 70) * 365 + since(69, 4) - since(1, 100) + since(-299, 400)) * 86400
}

/// Writes a moment as ISO 8601 in UTC, with hundredths of a second: as exactly as Linux knows when
/// a process started.
pub(crate) struct Utc(pub(crate) SystemTime);

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let since_epoch = self.0.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let mut days = since_epoch.as_secs() / 86400;
        let (mut year, mut month) = (1970, 1);
        // A process's start is some decades away at most.
        while days >= u64::from(days_of(year, month)) {
            days -= u64::from(days_of(year, month));
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        }
        let time = since_epoch.as_secs() % 86400;
        let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
        let hundredths = since_epoch.subsec_millis() / 10;
        write!(
            f,
            "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}.{hundredths:02}Z",
            days + 1
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epoch(word: &str) -> Option<u64> {
        match Moment::parse(word.as_bytes()) {
            Some(Moment::Epoch(seconds)) => Some(seconds),
            _ => None,
        }
    }

    #[test]
    fn moments_of_a_known_zone_are_seconds_since_the_epoch() {
        assert_eq!(epoch("@1700000000"), Some(1_700_000_000));
        assert_eq!(epoch("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(epoch("2023-11-14T22:13:20Z"), Some(1_700_000_000));
        assert_eq!(epoch("2023-11-14T23:13:20+01:00"), Some(1_700_000_000));
        assert_eq!(epoch("2023-11-14T16:43:20-05:30"), Some(1_700_000_000));
        assert_eq!(epoch("2000-02-29T12:00:00Z"), Some(951_825_600));
        assert_eq!(epoch("2100-03-01T00:00:00Z"), Some(4_107_542_400));
    }

    #[test]
    fn without_a_zone_it_is_local_time_and_with_a_unit_an_age() {
        let civil = Civil { year: 2026, month: 11, day: 22, hour: 10, minute: 5, second: 59 };
        assert_eq!(Moment::parse(b"2026-11-22T10:05:59"), Some(Moment::Local(civil)));
        assert_eq!(Moment::parse(b"10m"), Some(Moment::Ago(Duration::from_secs(600))));
        assert_eq!(Moment::parse(b"0.5s"), Some(Moment::Ago(Duration::from_millis(500))));
    }

    #[test]
    fn anything_else_is_refused() {
        for word in [
            "",
            "@",
            "@-1",
            "@+1",
            "@1.5",
            "@99999999999999999999",
            "1700000000",
            "2026-11-22",
            "2026-11-22 10:00:00",
            "2026-11-22T10:00",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00+1:00",
            "2026-01-01T00:00:00+01",
            "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00Zx",
            "2026-01-01T00:00:00[Europe/Berlin]",
            "+026-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "10 m",
            "-10m",
            "yesterday",
        ] {
            assert_eq!(Moment::parse(word.as_bytes()), None, "{word}");
        }
    }

    #[test]
    fn an_age_is_counted_from_now() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1000);
        assert_eq!(
            Moment::Ago(Duration::from_secs(600)).resolve(now),
            Ok(SystemTime::UNIX_EPOCH + Duration::from_secs(400))
        );
        assert_eq!(Moment::Epoch(u64::MAX).resolve(now), Err(Unclear::OutOfRange));
    }

    #[test]
    fn moments_are_written_as_they_are_read() {
        let shown = |milliseconds| {
            Utc(SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds)).to_string()
        };
        assert_eq!(shown(0), "1970-01-01T00:00:00.00Z");
        assert_eq!(shown(1_700_000_000_259), "2023-11-14T22:13:20.25Z");
        assert_eq!(shown(951_825_600_000), "2000-02-29T12:00:00.00Z");
    }
}
