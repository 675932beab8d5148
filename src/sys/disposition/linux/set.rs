//! A set of signals as the kernel has it.

use crate::signal::set::SignalSet;

/// The kernel's sigset_t.
#[cfg(mips)]
pub(super) type Set = u128;
#[cfg(not(mips))]
pub(super) type Set = u64;

/// The kernel's sigset_t is an array of words, the lowest signals in the first: on a 32-bit
/// big-endian machine not what an integer of the whole length would be.
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) struct KernelSet(
    pub(super) [libc::c_ulong; size_of::<Set>() / size_of::<libc::c_ulong>()],
);

impl KernelSet {
    pub(super) fn of(signals: SignalSet) -> KernelSet {
        let bits = signals.bits();
        KernelSet(std::array::from_fn(|word| {
            (bits >> (word * libc::c_ulong::BITS as usize)) as libc::c_ulong
        }))
    }

    pub(super) fn signals(self) -> SignalSet {
        let word = |(place, word): (usize, &libc::c_ulong)| {
            #[allow(clippy::unnecessary_cast, reason = "a c_ulong has 32 bits on some targets")]
            let word = *word as u64;
            u128::from(word) << (place * libc::c_ulong::BITS as usize)
        };
        SignalSet::from_bits(self.0.iter().enumerate().map(word).fold(0, |all, word| all | word))
    }
}
