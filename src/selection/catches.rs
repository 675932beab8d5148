//! Criterion: something that takes the signal: a handler, a sigwait, a signalfd.

use std::fmt;

use crate::process::takers::Takers;
use crate::signal::Signal;
use crate::sys::Errno;

/// The signal that a process must take.
#[derive(Debug)]
pub(crate) struct Catches(pub(crate) Signal);

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoHandler {
    signal: Signal,
    /// Whether it is in sigwait, and what that waits for cannot be told.
    perhaps_awaited: bool,
}

impl Catches {
    /// That nothing takes it; `takers` looks at the process for a signal.
    ///
    /// # Errors
    ///
    /// Those of `takers`.
    pub(crate) fn mismatch(
        &self,
        takers: impl FnOnce(Signal) -> Result<Takers, Errno>,
    ) -> Result<Option<NoHandler>, Errno> {
        let Catches(signal) = *self;
        let takers = takers(signal)?;
        let perhaps_awaited = takers.perhaps_awaited.contains(signal);
        Ok(takers.taker(signal).is_none().then_some(NoHandler { signal, perhaps_awaited }))
    }
}

impl fmt::Display for NoHandler {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "it has no handler for {}", self.signal.name())?;
        match self.perhaps_awaited {
            true => f.write_str(", and it is not known whether its sigwait takes it"),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::set::SignalSet;

    fn mismatch(takers: Takers) -> Option<String> {
        let mismatch = Catches(Signal::TERM).mismatch(|_| Ok(takers)).unwrap();
        mismatch.map(|none| none.to_string())
    }

    #[test]
    fn a_handler_a_sigwait_and_a_descriptor_take_a_signal() {
        let term = SignalSet::of(Signal::TERM);
        let blocks = Takers { blocked: term, ..Takers::default() };
        assert_eq!(mismatch(Takers { caught: term, ..Takers::default() }), None);
        assert_eq!(mismatch(Takers { awaited: term, ..blocks }), None);
        assert_eq!(mismatch(Takers { read_by_descriptor: term, ..blocks }), None);
        let none = "it has no handler for TERM";
        assert_eq!(mismatch(blocks).as_deref(), Some(none));
        assert_eq!(
            mismatch(Takers { perhaps_awaited: term, ..Takers::default() }).as_deref(),
            Some("it has no handler for TERM, and it is not known whether its sigwait takes it")
        );
    }
}
