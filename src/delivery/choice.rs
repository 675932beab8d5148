//! The signal that the options have chosen.

use crate::cli::parse::UsageError;
use crate::signal::Signal;
use crate::signal::SignalOrNull;

/// The signal that is to be sent. None is chosen until an option names one, and then no other can
/// be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    Open,
    Made(SignalOrNull),
}

impl Choice {
    pub(crate) fn is_made(self) -> bool {
        self != Choice::Open
    }

    /// Chooses a signal by the word that the user wrote.
    ///
    /// # Errors
    ///
    /// A signal is chosen already.
    pub(crate) fn make(&mut self, signal: SignalOrNull, spelled: &[u8]) -> Result<(), UsageError> {
        if self.is_made() {
            return Err(UsageError::new(
                spelled,
                "a signal is already chosen; only one can be sent",
            ));
        }
        *self = Choice::Made(signal);
        Ok(())
    }

    /// The signal to send, which is TERM unless another is chosen.
    pub(crate) fn signal(self) -> SignalOrNull {
        match self {
            Choice::Open => Some(Signal::TERM),
            Choice::Made(signal) => signal,
        }
    }
}
