//! The plain forms of trap's command line: those that run before libc has started (`src/main.rs`).
//! Pure.
//!
//! They ask for nothing to be done before COMMAND runs but what a new process does by itself, and
//! while it runs for nothing that does not begin with a signal. What is more than to pass one on is
//! the affair of [`super::args`], which reads the same words again when one arrives: so what is
//! accepted here must be accepted there, and mean the same (`tests/suite/property.rs`).

use super::args::{MEANT_TO_END, is_number};
use super::options::{Key, OPTIONS};
use crate::cli::duration;
use crate::cli::parse::{self, StartAnew};
use crate::signal::set::SignalSet;
use crate::signal::{self, Signal, SignalOrNull};
use crate::sys::arguments::Word;
use crate::sys::disposition::Dispositions;

/// A plain form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plain<'a> {
    /// COMMAND and its arguments, one or more words.
    pub command: &'a [Word<'a>],
    /// The dispositions that are asked for.
    pub dispositions: Dispositions,
    /// Whether trap stays, rather than become COMMAND.
    pub supervises: bool,
    /// The signals that are only passed on when a process sends them.
    pub passed_on: SignalSet,
    /// Whether there is something to do when COMMAND has exited, besides the same.
    pub acts_at_exit: bool,
}

/// What is done about conditions.
#[derive(Clone, Copy)]
enum Action {
    Default,
    Ignore,
    Command,
}

/// Reads a command line, without the command's name: None if it is wrong, or no plain form.
pub fn parse<'a>(words: &'a [Word<'a>]) -> Option<Plain<'a>> {
    let separator = words.iter().position(|word| word.bytes() == b"--")?;
    let (own, command) = (words.get(..separator)?, words.get(separator + 1..)?);
    if command.is_empty() {
        return None;
    }
    let mut plain = Plain {
        command,
        dispositions: Dispositions::default(),
        supervises: false,
        passed_on: !SignalSet::of(Signal::CHLD),
        acts_at_exit: false,
    };
    let mut action = None;
    let mut conditions = 0;
    let mut rest = own.iter();
    while let Some(word) = rest.next() {
        match (word.bytes(), action) {
            ([b'-', letters @ ..], _) if !letters.is_empty() => {
                let mut letters = letters;
                while !letters.is_empty() {
                    let (given, left) =
                        parse::letter::<StartAnew>(&OPTIONS, letters, &mut rest)?.ok()?;
                    match Key::at(given.index) {
                        Key::KillAfter => {
                            duration::parse(given.values[0]?)?;
                            MEANT_TO_END
                                .into_iter()
                                .for_each(|signal| plain.does_more_about(signal));
                        }
                        Key::Forward | Key::ExitCode => {}
                        _ => return None,
                    }
                    plain.supervises = true;
                    letters = left;
                }
            }
            (condition, Some(action)) => {
                conditions += 1;
                plain.set(action, condition)?;
            }
            (b"", None) => action = Some(Action::Ignore),
            (b"-", None) => action = Some(Action::Default),
            (number, None) if is_number(number) => {
                action = Some(Action::Default);
                conditions += 1;
                plain.set(Action::Default, number)?;
            }
            (_, None) => action = Some(Action::Command),
        }
    }
    (action.is_none() || conditions > 0).then_some(plain)
}

impl Plain<'_> {
    fn does_more_about(&mut self, signal: Signal) {
        self.passed_on = self.passed_on & !SignalSet::of(signal);
    }

    fn set(&mut self, action: Action, condition: &[u8]) -> Option<()> {
        let condition: SignalOrNull = match signal::by_number(condition) {
            Some(signal) => signal.ok()?,
            None => parse::signal_by_name::<StartAnew>(condition).ok()?.ok()?,
        };
        let at_exit = matches!(condition, None | Some(Signal::CHLD));
        match (action, condition) {
            (Action::Default, Some(Signal::KILL | Signal::STOP)) => return Some(()),
            (_, Some(Signal::KILL | Signal::STOP)) => return None,
            (Action::Command, _) => {
                self.supervises = true;
                self.acts_at_exit |= at_exit;
                condition.into_iter().for_each(|signal| self.does_more_about(signal));
            }
            (_, None) => {}
            (Action::Default, Some(signal)) => {
                self.dispositions.default = self.dispositions.default | SignalSet::of(signal);
            }
            (Action::Ignore, Some(signal)) => {
                self.dispositions.ignored = self.dispositions.ignored | SignalSet::of(signal);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::CString;

    use super::*;

    /// What a plain form says: `ignore SIGNALS default SIGNALS kept SIGNALS`, whether it
    /// supervises, and whether it acts when COMMAND has exited; None if it is none. Kept is what is
    /// not only passed on.
    fn read(words: &[&str]) -> Option<(String, bool, bool)> {
        let strings: Vec<CString> = words.iter().map(|word| CString::new(*word).unwrap()).collect();
        let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
        let names = |set: SignalSet| {
            set.signals().map(|signal| format!(" {}", signal.name())).collect::<String>()
        };
        parse(&words).map(|plain| {
            let Dispositions { ignored, default } = plain.dispositions;
            let kept = names(!plain.passed_on);
            let said = format!("ignore{} default{} kept{kept}", names(ignored), names(default));
            (said, plain.supervises, plain.acts_at_exit)
        })
    }

    #[test]
    fn the_plain_forms() {
        for (words, said, supervises, acts_at_exit) in [
            (&["--", "x"][..], "ignore default kept CHLD", false, false),
            (
                &["", "HUP", "sigint", "--", "x", "--"],
                "ignore HUP INT default kept CHLD",
                false,
                false,
            ),
            (
                &["-", "INT", "3", "EXIT", "KILL", "--", "x"],
                "ignore default INT QUIT kept CHLD",
                false,
                false,
            ),
            (&["1", "INT", "--", "x"], "ignore default HUP INT kept CHLD", false, false),
            (&["-k", "5", "--", "x"], "ignore default kept INT QUIT TERM CHLD", true, false),
            (
                &["-efk1.5s", "", "-e", "HUP", "--", "x"],
                "ignore HUP default kept INT QUIT TERM CHLD",
                true,
                false,
            ),
            (&["echo", "TERM", "32", "--", "x"], "ignore default kept TERM CHLD 32", true, false),
            (&["echo", "EXIT", "--", "x"], "ignore default kept CHLD", true, true),
            (&["echo", "TERM", "CHLD", "--", "x"], "ignore default kept TERM CHLD", true, true),
            (&["echo", "0", "--", "x"], "ignore default kept CHLD", true, true),
        ] {
            assert_eq!(read(words), Some((said.to_owned(), supervises, acts_at_exit)), "{words:?}");
        }
    }

    #[test]
    fn all_else_waits_for_libc() {
        for words in [
            &[][..],
            &["x"],
            &["--"],
            &["-k", "5", "--"],
            &["-k", "--", "x"],
            &["-k", "5x", "--", "x"],
            &["-l", "--", "x"],
            &["-g", "--", "x"],
            &["-x", "--", "x"],
            &["--init", "--", "x"],
            &["echo", "--", "x"],
            &["", "--", "x"],
            &["echo", "NOPE", "--", "x"],
            &["echo", "KILL", "--", "x"],
            &["", "STOP", "--", "x"],
            &["", "200", "--", "x"],
            &["", "RTMIN", "--", "x"],
        ] {
            assert_eq!(read(words), None, "{words:?}");
        }
    }
}
