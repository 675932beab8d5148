//! `PID:INODE`: a process ID, and the inode number of the pidfd of the process that is meant. Pure.

use crate::signal::is_number;
use crate::sys::Pid;

/// `PID`, or `PID:INODE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identified {
    pub(crate) pid: Pid,
    /// The inode number of its pidfd, if it must be a certain process.
    pub(crate) inode: Option<u64>,
}

/// The errors of a word: of either part, or of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WrongIdentity {
    pub(crate) pid: Option<Fault>,
    pub(crate) inode: Option<Fault>,
}

/// The error of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    NotDigits,
    OutOfRange,
}

impl WrongIdentity {
    /// True if either part has this fault.
    pub(crate) fn has(self, fault: Fault) -> bool {
        self.pid == Some(fault) || self.inode == Some(fault)
    }
}

/// Reads a word.
///
/// # Errors
///
/// A part is no number, or none that a process or an inode can have.
pub(crate) fn parse(word: &[u8]) -> Result<Identified, WrongIdentity> {
    let mut parts = word.splitn(2, |byte| *byte == b':');
    let pid = number(parts.next().unwrap_or_default(), Pid::from_digits);
    let inode = parts.next().map(|digits| {
        number(digits, |digits| std::str::from_utf8(digits).ok()?.parse::<u64>().ok())
    });
    match (pid, inode.transpose()) {
        (Ok(pid), Ok(inode)) => Ok(Identified { pid, inode }),
        (pid, inode) => Err(WrongIdentity { pid: pid.err(), inode: inode.err() }),
    }
}

fn number<T>(digits: &[u8], read: impl FnOnce(&[u8]) -> Option<T>) -> Result<T, Fault> {
    match is_number(digits) {
        true => read(digits).ok_or(Fault::OutOfRange),
        false => Err(Fault::NotDigits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inode_number_may_be_left_out() {
        let identified = |pid, inode| Ok(Identified { pid: Pid::new(pid).unwrap(), inode });
        assert_eq!(parse(b"12"), identified(12, None));
        assert_eq!(parse(b"0012:0034"), identified(12, Some(34)));
        assert_eq!(parse(b"12:0"), identified(12, Some(0)));
        assert_eq!(parse(b"2147483647:18446744073709551615"), identified(i32::MAX, Some(u64::MAX)));
    }

    #[test]
    fn both_parts_are_judged() {
        let wrong = |pid, inode| Err(WrongIdentity { pid, inode });
        let (not_digits, out_of_range) = (Some(Fault::NotDigits), Some(Fault::OutOfRange));
        for word in ["", "x", "-5", "+5", " 5", "5 "] {
            assert_eq!(parse(word.as_bytes()), wrong(not_digits, None), "{word:?}");
        }
        for word in ["0", "2147483648", "4294967301"] {
            assert_eq!(parse(word.as_bytes()), wrong(out_of_range, None), "{word}");
        }
        for word in ["5:", "5:x", "5:-1", "5:6:7"] {
            assert_eq!(parse(word.as_bytes()), wrong(None, not_digits), "{word}");
        }
        assert_eq!(parse(b"5:18446744073709551616"), wrong(None, out_of_range));
        assert_eq!(parse(b":"), wrong(not_digits, not_digits));
        assert_eq!(parse(b"0:x"), wrong(out_of_range, not_digits));
    }
}
