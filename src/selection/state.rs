//! Criterion: the state, one letter of proc_pid_stat(5).

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::cli::report::escaped;
use crate::sys::Errno;

/// The letters of proc_pid_stat(5). K, W and x are those of kernels before Linux 3.14.
const LETTERS: &[u8] = b"DIKPRSTtWXxZ";

/// The states of which a process must be in one.
#[derive(Debug)]
pub(crate) struct State {
    wanted: Vec<u8>,
    /// Or must not be.
    unwanted: bool,
}

impl State {
    pub(crate) fn one_of(wanted: Vec<u8>) -> State {
        State { wanted, unwanted: false }
    }

    /// A process that has ended and was not reaped.
    pub(crate) fn no_zombie() -> State {
        State { wanted: b"ZXx".to_vec(), unwanted: true }
    }

    /// Reads `DSZ` or `D,S,Z`.
    ///
    /// # Errors
    ///
    /// The error of the list.
    pub(crate) fn parse(value: &[u8]) -> Result<Vec<u8>, &'static str> {
        let letters: Vec<u8> = value.iter().copied().filter(|byte| *byte != b',').collect();
        match letters.iter().all(|letter| LETTERS.contains(letter)) && !letters.is_empty() {
            true => Ok(letters),
            false => Err("not a list of states, which are D, I, K, P, R, S, T, t, W, X, x and Z"),
        }
    }
}

impl Criterion for State {
    fn cost(&self) -> Cost {
        Cost::Stat
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.wanted.contains(&look.stat()?.state) != self.unwanted)
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        let is = char::from(look.stat()?.state);
        let not =
            if self.unwanted { String::new() } else { format!(", not {}", escaped(&self.wanted)) };
        Ok(format!("its state is {is}{not}"))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        Ok(format!("state {}", char::from(look.stat()?.state)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_may_have_commas_between_them() {
        assert_eq!(State::parse(b"DSZ"), Ok(b"DSZ".to_vec()));
        assert_eq!(State::parse(b"D,S,t"), Ok(b"DSt".to_vec()));
        for value in ["", ",", "D S", "1", "D;S"] {
            assert!(State::parse(value.as_bytes()).is_err(), "{value}");
        }
    }

    #[test]
    fn p20_a_letter_that_is_no_state_is_answered_with_all_that_are() {
        for value in ["Q", "z", "DQ", "S,d"] {
            let reason = State::parse(value.as_bytes()).unwrap_err();
            for letter in "DIKPRSTtWXxZ".chars() {
                assert!(State::parse(letter.to_string().as_bytes()).is_ok(), "{letter}");
                let mut words = reason.split(|character: char| !character.is_ascii_alphabetic());
                assert!(words.any(|word| word == letter.to_string()), "{letter}");
            }
        }
    }
}
