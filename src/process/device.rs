//! A device's two numbers in one. Pure.

/// As Linux has them (linux/kdev_t.h, `new_encode_dev`), in /proc/PID/stat and in stat(2) alike:
/// the minor number lies on both sides of the major one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Device(pub(super) u64);

impl Device {
    /// Of a file's number (stat(2), st_rdev).
    pub(crate) fn of_file(number: u64) -> Device {
        Device(number)
    }

    /// /dev/tty (linux/major.h, `TTYAUX_MAJOR`): whichever terminal controls the process that asks.
    pub(super) const OWN_TERMINAL: Device = Device(5 << 8);

    fn major(self) -> u64 {
        self.0 >> 8 & 0xfff
    }

    /// True if each devpts has a device of its own with these numbers: Unix 98 terminals
    /// (linux/major.h, `UNIX98_PTY_SLAVE_MAJOR` and the seven after it). Others are one device
    /// wherever they are.
    pub(super) fn is_many(self) -> bool {
        (136..144).contains(&self.major())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_major_number_lies_within_the_minor_one() {
        // 136:264 and 4:64, /dev/pts/264 and /dev/ttyS0.
        let (pseudo_terminal, serial) = (Device(1_083_400), Device(1088));
        assert_eq!((pseudo_terminal.major(), pseudo_terminal.is_many()), (136, true));
        assert_eq!((serial.major(), serial.is_many()), (4, false));
    }
}
