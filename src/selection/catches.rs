//! Criterion: something that takes the signal: a handler, a sigwait, a signalfd.

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::process::takers::Takers;
use crate::signal::Signal;
use crate::sys::Errno;

/// The signal that a process must take.
#[derive(Debug)]
pub(crate) struct Catches(pub(crate) Signal);

impl Catches {
    fn is_taken(&self, takers: &Takers) -> bool {
        takers.taker(self.0).is_some()
    }

    /// The reason where nothing takes it.
    fn otherwise(&self, takers: &Takers) -> String {
        let none = format!("it has no handler for {}", self.0.name());
        match takers.perhaps_awaited.contains(self.0) {
            true => format!("{none}, and it is not known whether its sigwait takes it"),
            false => none,
        }
    }
}

impl Criterion for Catches {
    fn cost(&self) -> Cost {
        Cost::Long
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.is_taken(&look.takers(self.0)?))
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        Ok(self.otherwise(&look.takers(self.0)?))
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("takes {}", self.0.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::set::SignalSet;

    fn mismatch(takers: Takers) -> Option<String> {
        let catches = Catches(Signal::TERM);
        (!catches.is_taken(&takers)).then(|| catches.otherwise(&takers))
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
