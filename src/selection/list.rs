//! Lists on a command line: parts with commas between them. Pure.

use crate::process::identified::{self, Identified};
use crate::signal::decimal;
use crate::sys::Pid;

/// The parts; empty ones between others are skipped.
///
/// # Errors
///
/// There is no part.
pub(crate) fn parts(value: &[u8]) -> Result<Vec<&[u8]>, &'static str> {
    let parts: Vec<_> = value.split(|byte| *byte == b',').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { Err("an empty list") } else { Ok(parts) }
}

/// The same of process IDs.
///
/// # Errors
///
/// The error of the list.
pub(crate) fn pids(value: &[u8]) -> Result<Vec<Pid>, &'static str> {
    let pid = |part: &[u8]| Pid::from_digits(part).ok_or("not a list of process IDs");
    parts(value)?.into_iter().map(pid).collect()
}

/// The same where an inode number may follow each: `PID:INODE`.
///
/// # Errors
///
/// The reason why an element is wrong.
pub(crate) fn identified(value: &[u8]) -> Result<Vec<Identified>, &'static str> {
    let pid = |part: &[u8]| identified::parse(part).map_err(|_| "not a list of process IDs");
    parts(value)?.into_iter().map(pid).collect()
}

/// The same of IDs or 0.
///
/// # Errors
///
/// The error of the list.
pub(crate) fn pids_or_zero(value: &[u8]) -> Result<Vec<Option<Pid>>, &'static str> {
    let pid = |part: &[u8]| match decimal(part) {
        Some(0) => Ok(None),
        _ => Pid::from_digits(part).map(Some).ok_or("not a list of numbers"),
    };
    parts(value)?.into_iter().map(pid).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_parts_are_skipped_and_an_empty_list_is_refused() {
        assert_eq!(parts(b"a,b"), Ok(vec![&b"a"[..], b"b"]));
        assert_eq!(parts(b"1,,2,"), Ok(vec![&b"1"[..], b"2"]));
        assert_eq!(parts(b""), Err("an empty list"));
        assert_eq!(parts(b","), Err("an empty list"));
    }

    #[test]
    fn numbers_are_exact() {
        let pid = |number| Pid::new(number).unwrap();
        assert_eq!(pids(b"1,2147483647"), Ok(vec![pid(1), pid(i32::MAX)]));
        assert_eq!(pids_or_zero(b"0,7"), Ok(vec![None, Some(pid(7))]));
        for list in ["0", "x", "1,x", "-1", "+1", "2147483648", "4294967297", " 1", "1 2", "0x1"] {
            assert!(pids(list.as_bytes()).is_err(), "{list}");
        }
        for list in ["x", "-1", "2147483648", "1;2"] {
            assert!(pids_or_zero(list.as_bytes()).is_err(), "{list}");
        }
    }
}
