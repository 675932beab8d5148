//! Signals to this process, held back for as long as it must not be ended in the middle of
//! something.

use crate::signal::facts::DefaultAction;
use crate::signal::set::SignalSet;
use crate::sys::disposition::{self, Disposition};

/// Signals held back from this thread. When dropped, they arrive.
#[derive(Debug)]
pub(crate) struct Deferred {
    /// The signals that were blocked before, and stay so. None: nothing could be held back.
    before: Option<SignalSet>,
}

impl Deferred {
    /// Holds back all signals but KILL and STOP, which cannot be, and those that a fault of this
    /// program would raise.
    pub(crate) fn start() -> Deferred {
        Deferred { before: disposition::set_blocked(SignalSet::all()).ok() }
    }

    /// Holds back these alone, and what is blocked already.
    pub(crate) fn of(signals: SignalSet) -> Deferred {
        let blocked = disposition::blocked();
        let before = blocked.and_then(|blocked| disposition::set_blocked(blocked | signals));
        Deferred { before: before.ok() }
    }

    /// True if a signal is waiting that will end this process, once it arrives. What was blocked
    /// before will not arrive.
    pub(crate) fn ends_this_process(&self) -> bool {
        self.does(&[DefaultAction::Terminate, DefaultAction::Core])
    }

    /// The same of a signal that will end it or stop it.
    pub(crate) fn ends_or_stops_this_process(&self) -> bool {
        self.does(&[DefaultAction::Terminate, DefaultAction::Core, DefaultAction::Stop])
    }

    fn does(&self, actions: &[DefaultAction]) -> bool {
        let (Some(before), Ok(pending)) = (self.before, disposition::pending()) else {
            return false;
        };
        (pending & !before).signals().any(|signal| {
            actions.contains(&signal.default_action())
                && disposition::get(signal) == Ok(Disposition::Default)
        })
    }
}

impl Drop for Deferred {
    fn drop(&mut self) {
        if let Some(before) = self.before {
            let _ = disposition::set_blocked(before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::Signal;

    #[test]
    fn deferred_signals_arrive_when_they_are_no_longer_deferred() {
        let before = disposition::blocked().unwrap();
        let deferred = Deferred::start();
        // One of the real-time signals where there are any; emulators do not have the highest ones.
        let high = Signal::all().take_while(|signal| signal.number() <= 60).last().unwrap();
        for signal in [crate::signal::by_name(b"TERM").unwrap().unwrap(), high] {
            assert!(disposition::blocked().unwrap().contains(signal), "{}", signal.name());
        }
        assert!(!deferred.ends_this_process());
        drop(deferred);
        assert_eq!(disposition::blocked().unwrap(), before);
    }
}
