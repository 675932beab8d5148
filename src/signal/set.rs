//! Sets of signals, as the kernel and /proc hold them. Pure.

use std::ops::{BitAnd, BitOr, Not};

use super::number::Signal;

/// A set of signals: bit n-1 is signal n, as in the kernel's own sets. MIPS has 127 signals, so 64
/// bits do not do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignalSet(u128);

impl SignalSet {
    /// The set of these bits.
    pub const fn from_bits(bits: u128) -> SignalSet {
        SignalSet(bits)
    }

    /// The bits.
    pub const fn bits(self) -> u128 {
        self.0
    }

    /// Every signal that can be.
    pub const fn all() -> SignalSet {
        SignalSet(u128::MAX)
    }

    /// True if there is none in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set of one signal.
    pub fn of(signal: Signal) -> SignalSet {
        SignalSet(1 << (signal.number() - 1))
    }

    /// Reads hexadecimal digits, without 0x; None for anything else and for more than 128 bits.
    pub fn from_hexadecimal(digits: &[u8]) -> Option<SignalSet> {
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        u128::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok().map(SignalSet)
    }

    /// True if a signal is in the set.
    pub fn contains(self, signal: Signal) -> bool {
        self.0 >> (signal.number() - 1) & 1 == 1
    }

    /// The numbers of the set in their order, whether or not this system has such signals.
    pub fn numbers(self) -> impl Iterator<Item = u8> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let place = rest.trailing_zeros();
            // Without the lowest bit.
            rest &= rest.checked_sub(1)?;
            // At most 127.
            Some(place as u8 + 1)
        })
    }

    /// The signals of the set in the order of their numbers.
    pub fn signals(self) -> impl Iterator<Item = Signal> {
        self.numbers().filter_map(|number| Signal::new(i32::from(number)))
    }
}

impl BitAnd for SignalSet {
    type Output = SignalSet;

    /// The signals of both.
    fn bitand(self, other: SignalSet) -> SignalSet {
        SignalSet(self.0 & other.0)
    }
}

impl BitOr for SignalSet {
    type Output = SignalSet;

    /// The signals of either.
    fn bitor(self, other: SignalSet) -> SignalSet {
        SignalSet(self.0 | other.0)
    }
}

impl Not for SignalSet {
    type Output = SignalSet;

    /// All other signals.
    fn not(self) -> SignalSet {
        SignalSet(!self.0)
    }
}

impl FromIterator<Signal> for SignalSet {
    fn from_iter<T: IntoIterator<Item = Signal>>(signals: T) -> SignalSet {
        signals.into_iter().map(SignalSet::of).fold(SignalSet::default(), SignalSet::bitor)
    }
}
