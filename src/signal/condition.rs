//! The condition of a trap: a signal, or EXIT (POSIX.1-2024 XCU trap, OPERANDS).

use std::fmt;

use super::number::Signal;
use super::spelling::Unknown;
use super::spelling::parse;

/// A condition of trap.
///
/// It is spelled as kill spells signals; 0 and EXIT, which name the null signal there, are the
/// condition of the exit here.
///
/// ```
/// use sigkit::signal::Signal;
/// use sigkit::signal::condition::Condition;
///
/// assert_eq!(Condition::parse(b"SIGTERM"), Ok(Condition::Signal(Signal::TERM)));
/// assert_eq!(Condition::parse(b"0"), Ok(Condition::Exit));
/// assert_eq!(Condition::Exit.to_string(), "EXIT");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// The process that sets the trap exits.
    Exit,
    /// The signal arrives.
    Signal(Signal),
}

impl Condition {
    /// Reads a number, or a name in any case, with SIG or without it.
    ///
    /// # Errors
    ///
    /// Why the word names neither EXIT nor a signal of this system.
    pub fn parse(word: &[u8]) -> Result<Condition, Unknown> {
        let named = parse(word)?;
        Ok(named.map_or(Condition::Exit, Condition::Signal))
    }

    /// The number that shells take for it; 0 for EXIT.
    pub fn number(self) -> i32 {
        self.signal().map_or(0, Signal::number)
    }

    /// The signal; None for EXIT.
    pub fn signal(self) -> Option<Signal> {
        match self {
            Condition::Exit => None,
            Condition::Signal(signal) => Some(signal),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Condition::Exit => f.pad("EXIT"),
            Condition::Signal(signal) => signal.name().fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_and_exit_are_the_exit_in_every_spelling() {
        for word in ["0", "00", "EXIT", "exit", "SIGEXIT"] {
            assert_eq!(Condition::parse(word.as_bytes()), Ok(Condition::Exit), "{word}");
        }
        assert_eq!((Condition::Exit.number(), Condition::Exit.signal()), (0, None));
    }

    #[test]
    fn a_signal_is_named_as_kill_names_it() {
        for word in ["15", "TERM", "term", "SIGTERM"] {
            let term = Condition::parse(word.as_bytes()).unwrap();
            assert_eq!(term, Condition::Signal(Signal::TERM), "{word}");
            assert_eq!((term.to_string(), term.number()), ("TERM".to_owned(), 15));
        }
        assert_eq!(Condition::parse(b"NONE"), Err(Unknown::Name));
        assert_eq!(Condition::parse(b"-1"), Err(Unknown::Name));
    }
}
