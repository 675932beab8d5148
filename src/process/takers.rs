//! The takers of the signals that a process is sent, in the place of their default actions:
//! handlers, threads in sigwait(3), descriptors of signalfd(2).
//!
//! One answer for all that ask: kill's -r and --dry-run, sigtrap's --guard.

use std::ops::{BitAnd, BitOr};
use std::time::{Duration, Instant};

use nix::errno::Errno;

use crate::process::descriptors::read_by_descriptor;
use crate::process::sigwait::{awaited_by, is_active};
use crate::process::status::Status;
use crate::process::threads::{Thread, threads};
use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::Pid;

/// A taker of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taker {
    Handler,
    /// A thread in sigwait, while all others block the signal.
    Sigwait,
    /// A descriptor, while all threads block the signal.
    Descriptor,
}

/// The takers of the signals of one process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Takers {
    pub(crate) caught: SignalSet,
    /// The signals that all threads block. A thread in sigwait blocks what it waits for: POSIX
    /// leaves undefined what happens otherwise, and /proc does not show it.
    pub(crate) blocked: SignalSet,
    /// The signals among them that a thread waits for.
    pub(crate) awaited: SignalSet,
    /// The signals that a thread in sigwait may take: those that it does not block in the meantime,
    /// if the awaited set cannot be read; those that it waits for and another thread does not
    /// block.
    pub(crate) perhaps_awaited: SignalSet,
    /// The signals that a descriptor reads, if all threads block them.
    pub(crate) read_by_descriptor: SignalSet,
}

/// How long one may take from one sigwait to the next: in all, which on a busy machine may be what
/// it takes to start a program, and since it last was busy while it blocked the signal.
const IDLE: Duration = Duration::from_millis(100);
const BETWEEN_WAITS: Duration = Duration::from_secs(1);

const PAUSE: Duration = Duration::from_millis(1);

/// The most that one look counts for. If it takes longer, the machine is busy or has stood still,
/// and the process that is looked at had no more of that time than the one that looks.
const LOOK: Duration = Duration::from_millis(10);

/// How often one that sleeps elsewhere must be seen to: between two files it may have moved.
const QUIET_LOOKS: u32 = 3;

impl Takers {
    /// Looks at a process of which these are all threads.
    pub(super) fn of(pid: Pid, caught: SignalSet, threads: &[Thread]) -> Takers {
        let takers = Takers::without_descriptors(pid, caught, threads);
        let read_by_descriptor = match takers.blocked.is_empty() {
            true => SignalSet::default(),
            false => read_by_descriptor(pid),
        };
        Takers { read_by_descriptor, ..takers }
    }

    fn without_descriptors(pid: Pid, caught: SignalSet, threads: &[Thread]) -> Takers {
        let sleeps = threads.iter().map(|thread| Sleep {
            blocked: thread.blocked,
            awaited: thread.awaits.then(|| awaited_by(pid, thread)),
        });
        let takers = Takers::of_sleeps(&sleeps.collect::<Vec<_>>());
        Takers { caught, ..takers }
    }

    fn of_sleeps(threads: &[Sleep]) -> Takers {
        let any = |set: fn(&Sleep) -> SignalSet| {
            threads.iter().map(set).fold(SignalSet::default(), SignalSet::bitor)
        };
        let blocked = threads.iter().map(|thread| thread.blocked | thread.surely_awaited());
        let blocked = blocked.reduce(SignalSet::bitand).unwrap_or_default();
        Takers {
            blocked,
            awaited: any(Sleep::surely_awaited) & blocked,
            // Of those that another thread does not block, either may take it.
            perhaps_awaited: any(Sleep::perhaps_awaited) | any(Sleep::surely_awaited) & !blocked,
            ..Takers::default()
        }
    }

    /// Looks at a process, for one signal. A program that takes its signals by sigwait blocks them
    /// while it does something about the last one, and on its way into the next sigwait they seem
    /// not to be blocked: it has a moment to come back.
    ///
    /// # Errors
    ///
    /// ESRCH: no such process. ENOENT: no /proc shows it. EPROTO: a /proc of another form.
    pub(crate) fn of_signal(pid: Pid, signal: Signal) -> Result<Takers, Errno> {
        let caught = Status::of(pid)?.caught;
        if caught.contains(signal) {
            return Ok(Takers { caught, ..Takers::default() });
        }
        let mut looked = Duration::ZERO;
        let mut last_busy = looked;
        let mut descriptors = None;
        let mut quiet_looks = 0;
        loop {
            let begun = Instant::now();
            let threads = threads(pid)?;
            let mut takers = Takers::without_descriptors(pid, caught, &threads);
            let is_blocked = takers.blocked.contains(signal);
            if is_blocked {
                takers.read_by_descriptor =
                    *descriptors.get_or_insert_with(|| read_by_descriptor(pid));
            }
            let is_active = threads.iter().any(|thread| is_active(pid, thread));
            if is_active && is_blocked {
                last_busy = looked;
            }
            quiet_looks = if is_blocked || is_active { 0 } else { quiet_looks + 1 };
            let is_settled =
                quiet_looks >= QUIET_LOOKS || looked - last_busy >= IDLE || looked >= BETWEEN_WAITS;
            if takers.taker(signal).is_some() || is_settled {
                return Ok(takers);
            }
            std::thread::sleep(PAUSE);
            looked += begun.elapsed().min(LOOK);
        }
    }

    /// The taker of a signal, if there is one.
    pub(crate) fn taker(&self, signal: Signal) -> Option<Taker> {
        let is_blocked = self.blocked.contains(signal);
        if is_blocked && self.awaited.contains(signal) {
            Some(Taker::Sigwait)
        } else if is_blocked && self.read_by_descriptor.contains(signal) {
            Some(Taker::Descriptor)
        } else {
            self.caught.contains(signal).then_some(Taker::Handler)
        }
    }
}

/// The signals that a thread blocks, and those that it waits for.
#[derive(Clone, Copy, Debug, Default)]
struct Sleep {
    blocked: SignalSet,
    /// None: it is not in sigwait. Some(None): the awaited set cannot be read.
    awaited: Option<Option<SignalSet>>,
}

impl Sleep {
    fn surely_awaited(&self) -> SignalSet {
        self.awaited.flatten().unwrap_or_default()
    }

    fn perhaps_awaited(&self) -> SignalSet {
        if self.awaited == Some(None) { !self.blocked } else { SignalSet::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Signal {
        crate::signal::by_name(name.as_bytes()).unwrap().unwrap()
    }

    fn set(names: &[&str]) -> SignalSet {
        names.iter().map(|name| named(name)).collect()
    }

    fn busy(blocked: &[&str]) -> Sleep {
        Sleep { blocked: set(blocked), awaited: None }
    }

    fn waiting(blocked: &[&str], awaited: &[&str]) -> Sleep {
        Sleep { blocked: set(blocked), awaited: Some(Some(set(awaited))) }
    }

    fn taker(threads: &[Sleep], signal: &str) -> Option<Taker> {
        Takers::of_sleeps(threads).taker(named(signal))
    }

    #[test]
    fn what_a_thread_waits_for_is_taken_if_the_others_block_it() {
        let waits = waiting(&["HUP"], &["TERM"]);
        assert_eq!(taker(&[waits], "TERM"), Some(Taker::Sigwait));
        assert_eq!(taker(&[waits, busy(&["TERM", "HUP"])], "TERM"), Some(Taker::Sigwait));
        assert_eq!(taker(&[waits, waits], "TERM"), Some(Taker::Sigwait));
        // The kernel may choose the one that does not block it, and it would end the process.
        assert_eq!(taker(&[waits, busy(&[])], "TERM"), None);
        // Neither what it does not wait for, nor what it blocks.
        assert_eq!(taker(&[waits], "USR1"), None);
        assert_eq!(taker(&[waits], "HUP"), None);
    }

    #[test]
    fn what_cannot_be_told_is_not_claimed() {
        let unknown = Sleep { blocked: set(&["HUP"]), awaited: Some(None) };
        assert_eq!(taker(&[unknown, busy(&["TERM"])], "TERM"), None);
        let takers = Takers::of_sleeps(&[unknown]);
        assert!(takers.perhaps_awaited.contains(named("TERM")));
        assert!(!takers.perhaps_awaited.contains(named("HUP")));
        let known = Takers::of_sleeps(&[waiting(&["HUP"], &["TERM"]), busy(&[])]);
        assert_eq!(known.perhaps_awaited, set(&["TERM"]));
        let known = Takers::of_sleeps(&[waiting(&["HUP"], &["TERM"])]);
        assert_eq!(known.perhaps_awaited, SignalSet::default());
    }

    #[test]
    fn a_descriptor_takes_only_what_all_threads_block() {
        let read_by_descriptor = set(&["TERM", "HUP"]);
        let takers = Takers { blocked: set(&["TERM"]), read_by_descriptor, ..Takers::default() };
        assert_eq!(takers.taker(named("TERM")), Some(Taker::Descriptor));
        assert_eq!(takers.taker(named("HUP")), None);
        let caught = Takers { caught: set(&["HUP"]), ..takers };
        assert_eq!(caught.taker(named("HUP")), Some(Taker::Handler));
    }

    #[test]
    fn without_a_thread_nothing_is_taken() {
        assert_eq!(Takers::of_sleeps(&[]), Takers::default());
    }
}
