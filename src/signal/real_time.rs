//! The real-time signals, which have no rows: their range is libc's to give at run time (glibc
//! starts at 34, musl at 35), and their names are arithmetic.

use std::ops::RangeInclusive;

use super::headers;
use super::words::decimal;
use super::words::is_number;

/// The numbers of the real-time signals that programs may use on this system, or None where there
/// are none.
///
/// POSIX makes SIGRTMIN and SIGRTMAX run-time values (POSIX.1-2024 XBD `<signal.h>`), so libc is
/// asked where the libc crate has its functions. FreeBSD's and NetBSD's headers have constants,
/// which the libc crate lacks; they are in [`headers`].
pub fn real_time() -> Option<RangeInclusive<u8>> {
    let (lowest, highest) = bounds()?;
    (lowest <= highest).then_some(lowest..=highest)
}

/// True if this system has real-time signals, known without asking libc.
pub const HAS_REAL_TIME: bool = cfg!(real_time_of_libc) || headers::NATIVE.real_time.is_some();

#[cfg(real_time_of_libc)]
fn bounds() -> Option<(u8, u8)> {
    Some((u8::try_from(libc::SIGRTMIN()).ok()?, u8::try_from(libc::SIGRTMAX()).ok()?))
}

/// The header's own constants; Haiku's functions are not in the libc crate.
#[cfg(not(real_time_of_libc))]
fn bounds() -> Option<(u8, u8)> {
    headers::NATIVE.real_time
}

/// A real-time signal as a name spells it: RTMIN, RTMAX, RTMIN+n, RTMINn, RTMAX-n, RTn.
pub(super) struct RealTimeName {
    from_highest: bool,
    /// The highest number that can be held stands for every higher one: none is in a range.
    offset: u32,
}

impl RealTimeName {
    /// None if `name` has none of these forms.
    pub(super) fn parse(name: &[u8]) -> Option<RealTimeName> {
        let (start, rest) = name.split_at_checked(2)?;
        if !start.eq_ignore_ascii_case(b"RT") {
            return None;
        }
        let (from_highest, offset) = match rest.split_at_checked(3) {
            Some((word, offset)) if word.eq_ignore_ascii_case(b"MIN") => {
                // RTMIN3, as GNU and toybox have it.
                (false, if is_number(offset) { offset } else { signed(offset, b'+')? })
            }
            Some((word, offset)) if word.eq_ignore_ascii_case(b"MAX") => {
                (true, signed(offset, b'-')?)
            }
            _ => (false, rest),
        };
        is_number(offset)
            .then(|| RealTimeName { from_highest, offset: decimal(offset).unwrap_or(u32::MAX) })
    }

    /// The number, where these are the real-time signals; None if it is not among them.
    pub(super) fn number(&self, range: &RangeInclusive<u8>) -> Option<u8> {
        let offset = u8::try_from(self.offset).ok()?;
        let number = match self.from_highest {
            true => range.end().checked_sub(offset)?,
            false => range.start().checked_add(offset)?,
        };
        range.contains(&number).then_some(number)
    }
}

/// The digits of `+n` or `-n`, which are 0 where there is nothing.
fn signed(offset: &[u8], sign: u8) -> Option<&[u8]> {
    match offset {
        [] => Some(b"0"),
        [first, digits @ ..] => (*first == sign).then_some(digits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(name: &str) -> Option<u8> {
        let name = RealTimeName::parse(name.as_bytes()).expect("a name of a real-time signal");
        name.number(&(34..=64))
    }

    #[test]
    fn what_is_said_of_real_time_signals_while_compiling_is_so() {
        assert_eq!(HAS_REAL_TIME, real_time().is_some());
    }

    #[test]
    fn names_count_from_either_end_in_any_case() {
        for (name, expected) in [
            ("RTMIN", 34),
            ("rtmin+0", 34),
            ("RTMIN+30", 64),
            ("RTMAX", 64),
            ("RtMax-30", 34),
            ("RTMIN3", 37),
            ("rtmin03", 37),
            ("RT0", 34),
            ("rt3", 37),
        ] {
            assert_eq!(number(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn a_number_that_is_too_large_is_a_name_of_no_signal() {
        for name in [
            "RTMIN+31",
            "RTMAX-31",
            "RTMIN31",
            "RT256",
            "RTMIN+4294967296",
            "RT99999999999999999999",
        ] {
            assert_eq!(number(name), None, "{name}");
        }
    }

    #[test]
    fn other_forms_are_no_names_of_theirs() {
        for name in
            ["RT", "RTMIN+", "RTMIN-1", "RTMAX+1", "RTMAX1", "RTMIN1x", "RT+1", "RTX", "TERM", ""]
        {
            assert!(RealTimeName::parse(name.as_bytes()).is_none(), "{name}");
        }
    }
}
