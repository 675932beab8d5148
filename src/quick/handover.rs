//! The handover to the normal path: a COMMAND that runs, and the signal for which libc
//! starts.

use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::quick::call::{Information, Set};
use crate::signal::set::SignalSet;
use crate::sys::Pid;
use crate::sys::disposition::{Inherited, Taken};
use crate::sys::start::Handover;

/// COMMAND, which runs in a process of its own, while this one has all signals blocked.
#[derive(Clone, Copy)]
pub(super) struct Started {
    pub(super) command: i32,
    /// The signals that were blocked.
    pub(super) blocked: Set,
    /// True if CHLD was ignored: then the kernel would reap the children.
    pub(super) ignored_children: bool,
}

/// The handover, for after libc has started.
static SLOT: Slot = Slot {
    is_there: AtomicBool::new(false),
    started: UnsafeCell::new(MaybeUninit::uninit()),
    information: UnsafeCell::new(MaybeUninit::uninit()),
};

struct Slot {
    is_there: AtomicBool,
    started: UnsafeCell<MaybeUninit<Started>>,
    /// The signal that was taken; no signal if none could be.
    information: UnsafeCell<MaybeUninit<libc::siginfo_t>>,
}

// SAFETY: it is written once, before libc has started, when there is one thread; and read by the
// first that finds it.
unsafe impl Sync for Slot {}

impl Slot {
    fn store(&self, started: Started, information: Option<&Information>) {
        const WORDS: usize = size_of::<Information>() / size_of::<usize>();
        // SAFETY: there is no other thread yet. A siginfo_t is so many words; one by one and
        // volatile, or the compiler would call memcpy(3).
        unsafe {
            (*self.started.get()).write(started);
            let to = self.information.get().cast::<usize>();
            let mut word = 0;
            while word < WORDS {
                let value = match information {
                    Some(from) => ptr::from_ref(from).cast::<usize>().add(word).read_volatile(),
                    None => 0,
                };
                to.add(word).write_volatile(value);
                word += 1;
            }
        }
        self.is_there.store(true, Ordering::Relaxed);
    }
}

/// Hands over a COMMAND that runs, and what was taken, for which libc starts; None if nothing could
/// be taken.
#[cold]
pub(super) fn store(started: Started, information: Option<&Information>) {
    SLOT.store(started, information);
}

/// The COMMAND that was started and is not over; only the first call returns it.
pub(super) fn take() -> Option<Handover> {
    if !SLOT.is_there.swap(false, Ordering::Relaxed) {
        return None;
    }
    // SAFETY: store() has written both, and this is done once.
    let (started, information) = unsafe {
        ((*SLOT.started.get()).assume_init_read(), (*SLOT.information.get()).assume_init_read())
    };
    Some(Handover {
        command: Pid::new(started.command)?,
        inherited: Inherited::of(
            SignalSet::from_bits(started.blocked.into()),
            started.ignored_children,
        ),
        taken: Taken::of(information),
    })
}
