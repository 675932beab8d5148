//! The signals that a thread in sigwait(3) waits for: the set that it has given to
//! rt_sigtimedwait(2), from its memory.

use std::path::Path;

use crate::process::bounded;
use crate::process::lines::words_of;
use crate::process::threads::Thread;
use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::Pid;

/// Where a set lies, and how many bytes it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    address: u64,
    size: usize,
}

/// The largest set of a kernel, MIPS's.
const LARGEST: usize = 16;

/// The signals that a thread waits for which sleeps in sigwait; None if they cannot be read: /proc
/// shows them only where the process may be traced (ptrace(2), "Ptrace access mode checking").
pub(super) fn awaited_by(process: Pid, thread: &Thread) -> Option<SignalSet> {
    let directory = Path::new("/proc").join(format!("{process}/task/{}", thread.id));
    let call = || bounded::file(directory.join("syscall"), bounded::WAIT).ok();
    let before = call()?;
    let Place { address, size } = place_of_set(&before)?;
    let mut bytes = [0; LARGEST];
    let bytes = bytes.get_mut(..size)?;
    bounded::fill_at(&directory.join("mem"), address, bytes).ok()?;
    // After another system call the memory may hold something else.
    (call()? == before).then_some(())?;
    let awaited = set_of(bytes) & !SignalSet::from_iter([Signal::KILL, Signal::STOP]);
    // rt_sigtimedwait(2) of Linux unblocks the awaited signals until it returns.
    (awaited & thread.blocked).is_empty().then_some(awaited)
}

/// True if a thread runs or waits for a processor, although it may seem to sleep already, or for
/// what it has forked. Where the process may not be traced, only what its state shows is known.
pub(super) fn is_active(process: Pid, thread: &Thread) -> bool {
    let call =
        || bounded::file(format!("/proc/{process}/task/{}/syscall", thread.id), bounded::WAIT);
    matches!(thread.state, b'R' | b'D') || call().is_ok_and(|call| call.starts_with(b"running"))
}

/// Reads proc_pid_syscall(5): the number of the system call and its six arguments, of which
/// rt_sigtimedwait(2) has the set's address first and its size as the fourth.
fn place_of_set(call: &[u8]) -> Option<Place> {
    let mut arguments = words_of(call).skip(1).map(|word| {
        let digits = std::str::from_utf8(word).ok()?.strip_prefix("0x")?;
        u64::from_str_radix(digits, 16).ok()
    });
    let address = arguments.next()??;
    let size = usize::try_from(arguments.nth(2)??).ok()?;
    let is_of_words = size > 0 && size <= LARGEST && size % size_of::<usize>() == 0;
    is_of_words.then_some(Place { address, size })
}

/// A set of the kernel's: words, of which the first has the lowest signals.
fn set_of(bytes: &[u8]) -> SignalSet {
    let words = bytes.chunks_exact(size_of::<usize>()).rev();
    let words = words.map(|word| usize::from_ne_bytes(word.try_into().unwrap_or_default()));
    SignalSet::from_bits(words.fold(0, |bits, word| bits << usize::BITS | word as u128))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_is_the_first_argument_and_its_size_the_fourth() {
        let of = |address, size| Some(Place { address, size });
        let line = b"128 0x7ffd8e9f5b70 0x7ffd8e9f5af0 0x0 0x8 0x0 0x0 0x7ffd8e9f5a98 0x7f1c2e\n";
        assert_eq!(place_of_set(line), of(0x7ffd_8e9f_5b70, 8));
        for line in [
            "running\n",
            "-1 0x7ffd8e9f5a98 0x7f1c2e\n",
            "128 0x1 0x2 0x3 0x0 0x0 0x0\n",
            "128 0x1 0x2 0x3 0x11 0x0 0x0\n",
            "128 0x1 0x2 0x3 0x100000008 0x0 0x0\n",
            "128 1 2 3 8\n",
            "",
        ] {
            assert_eq!(place_of_set(line.as_bytes()), None, "{line}");
        }
    }

    #[test]
    fn the_first_word_has_the_lowest_signals() {
        let hup_and_term = (1_usize << 14 | 1).to_ne_bytes();
        let of = |numbers: &[u8]| {
            SignalSet::from_bits(numbers.iter().map(|number| 1_u128 << (number - 1)).sum())
        };
        assert_eq!(set_of(&hup_and_term), of(&[1, 15]));
        let second = [[0; size_of::<usize>()], hup_and_term].concat();
        let first_of_second = usize::BITS as u8;
        assert_eq!(set_of(&second), of(&[first_of_second + 1, first_of_second + 15]));
    }
}
