//! Criterion: the memory that is resident.

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::signal::decimal;
use crate::sys::Errno;

/// `+SIZE`, or without a sign: at least so much; `-SIZE`: at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Resident {
    at_most: bool,
    size: u64,
}

impl Resident {
    /// Reads a size: KiB, or with K, M, G or T after it.
    ///
    /// # Errors
    ///
    /// The error of the size.
    pub(crate) fn parse(value: &[u8]) -> Result<Resident, &'static str> {
        const EXPECTED: &str = "not a size, such as 500M or -64K";
        let (at_most, size) = match value.split_first() {
            Some((b'-', size)) => (true, size),
            Some((b'+', size)) => (false, size),
            _ => (false, value),
        };
        let (digits, shift) = match size.split_last() {
            Some((b'K' | b'k', digits)) => (digits, 10),
            Some((b'M' | b'm', digits)) => (digits, 20),
            Some((b'G' | b'g', digits)) => (digits, 30),
            Some((b'T' | b't', digits)) => (digits, 40),
            _ => (size, 10),
        };
        let number = decimal(digits).map(u64::from).ok_or(EXPECTED)?;
        let size = number.checked_mul(1 << shift).ok_or(EXPECTED)?;
        Ok(Resident { at_most, size })
    }

    fn is_met(&self, resident: u64) -> bool {
        if self.at_most { resident <= self.size } else { resident >= self.size }
    }
}

impl Criterion for Resident {
    fn cost(&self) -> Cost {
        Cost::Status
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.is_met(look.status()?.resident))
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        Ok(format!("its resident memory is {} KiB", look.status()?.resident >> 10))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        Ok(format!("resident memory {} KiB", look.status()?.resident >> 10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units_and_signs() {
        let size = |value: &str| Resident::parse(value.as_bytes()).map(|size| size.size);
        assert_eq!(size("64"), Ok(64 << 10));
        assert_eq!(size("+64K"), Ok(64 << 10));
        assert_eq!(size("-500M"), Ok(500 << 20));
        assert_eq!(size("3g"), Ok(3 << 30));
        for value in ["", "-", "M", "1.5G", "1X", "--1", "4294967296", "1MB", " 1"] {
            assert!(size(value).is_err(), "{value}");
        }
        let is = |value: &[u8], resident| Resident::parse(value).unwrap().is_met(resident);
        assert!(is(b"1K", 1024) && is(b"-1K", 1024) && !is(b"1K", 1023) && !is(b"-1K", 1025));
    }
}
