//! The options that were read so far. One option after the other is taken over; an option that does
//! not go together with an earlier one is refused.

use std::mem::discriminant;

use super::choice::Choice;
use super::command::{Command, Foreign, Send};
use super::errors::{GIVEN_TWICE, cannot_combine, unknown_target};
use crate::cli::duration::{self, Bare};
use crate::cli::escape::escaped;
use crate::cli::meant::{self, not_a_signal};
use crate::cli::parse::{self, Given, Spelled, UsageError, Words};
use crate::commands::kill::operand;
use crate::commands::kill::options::{Key, LIST_TARGETS, OPTIONS};
use crate::commands::kill::selector::{By, Selector};
use crate::delivery::order::{Scope, Wait};
use crate::delivery::schedule::{self, Ending};
use crate::posix::conformance::Conformance;
use crate::selection::options::Asks;
use crate::signal::{self, Signal, SignalOrNull, target};

/// The options that choose what belongs to a target.
pub(super) const SCOPES: [Key; 2] = [Key::Tree, Key::Descendants];

/// The task of kill if it is not to send.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode<'a> {
    Send,
    List(Option<&'a [u8]>),
    Explain(Option<&'a [u8]>),
    Table,
    DescriptionTable,
    ProcessState(&'a [u8]),
}

impl Mode<'_> {
    /// True if minus a number is no signal, but a number that is to be explained.
    pub(super) fn explains(&self) -> bool {
        matches!(self, Mode::Explain(_))
    }
}

/// The options that were read so far.
pub(super) struct Draft<'a> {
    pub(super) mode: Mode<'a>,
    /// The option that set the mode.
    pub(super) mode_option: Spelled<'a>,
    pub(super) signal: Choice,
    /// All that is not yet known to be otherwise; the signal and the operands come last.
    pub(super) send: Send<'a>,
    /// An option that only makes sense with sending, or the word that chose the signal.
    pub(super) sending_option: Option<Spelled<'a>>,
    /// `-k` with a time alone.
    pub(super) grace: Option<Spelled<'a>>,
    /// The options that may not go together with others, in their order.
    pub(super) given: Vec<(Key, Spelled<'a>)>,
    pub(super) target: Option<Foreign<'a>>,
    /// `--target list`.
    pub(super) targets: bool,
}

impl<'a> Draft<'a> {
    pub(super) fn new() -> Draft<'a> {
        Draft {
            mode: Mode::Send,
            mode_option: Spelled::Word(b""),
            signal: Choice::Open,
            send: Send::plain(Some(Signal::TERM), &[], Conformance::Extended),
            sending_option: None,
            grace: None,
            given: Vec::new(),
            target: None,
            targets: false,
        }
    }

    /// Chooses the signal.
    pub(super) fn choose(
        &mut self,
        signal: SignalOrNull,
        spelled: Spelled<'a>,
    ) -> Result<(), UsageError> {
        self.signal.make(signal, spelled.bytes())?;
        self.is_to_send(spelled);
        Ok(())
    }

    /// The first of these options that was given, as the user wrote it.
    pub(super) fn spelled(&self, keys: &[Key]) -> Option<Spelled<'a>> {
        self.given.iter().find_map(|(key, spelled)| keys.contains(key).then_some(*spelled))
    }

    /// Letters in one word. None of them counts unless all do.
    pub(super) fn take_letters(
        &mut self,
        word: &'a [u8],
        following: &mut Words<'a>,
    ) -> Result<Option<Command<'a>>, UsageError> {
        let mut letters = &word[1..];
        while !letters.is_empty() {
            refuse_equals_sign(letters)?;
            let (given, rest) = parse::letter(&OPTIONS, letters, following)
                .unwrap_or_else(|| Err(neither(word)))?;
            if let Some(command) = self.take(&given)? {
                // -hx is a mistake, not a question.
                return match parse::letter(&OPTIONS, rest, &mut following.clone()) {
                    None if !rest.is_empty() => Err(neither(word)),
                    _ => Ok(Some(command)),
                };
            }
            letters = rest;
        }
        Ok(None)
    }

    /// Takes one option over; gives a command if it ends the reading.
    pub(super) fn take(&mut self, given: &Given<'a>) -> Result<Option<Command<'a>>, UsageError> {
        let Given { index, values, spelled } = *given;
        let key = Key::at(index);
        let value = values[0].unwrap_or_default();
        match key {
            Key::Signal => self.choose(signal_value(value)?, spelled)?,
            Key::List => self.set_mode(Mode::List(values[0]), spelled)?,
            Key::Explain => self.set_mode(Mode::Explain(values[0]), spelled)?,
            Key::Table => self.set_mode(Mode::Table, spelled)?,
            Key::DescriptionTable => self.set_mode(Mode::DescriptionTable, spelled)?,
            Key::ProcessState => {
                if !operand::names_processes(value) {
                    return Err(UsageError::new(value, "not a process ID or a command name"));
                }
                self.set_mode(Mode::ProcessState(value), spelled)?;
            }
            Key::Queue => self.take_value(value, spelled)?,
            Key::Timeout => {
                self.take_timeout(value, values[1].unwrap_or_default(), spelled)?;
            }
            Key::KillAfter => self.take_ending(value, spelled)?,
            Key::Posix => {
                return Err(UsageError::new(
                    spelled.bytes(),
                    "must be the first word, in full: kill --posix ...",
                ));
            }
            Key::Help => return Ok(Some(Command::Help)),
            Key::Version => return Ok(Some(Command::Version)),
            Key::Target => self.take_target(value, spelled)?,
            Key::Wait => self.take_wait(values[0], spelled)?,
            Key::Tree => self.choose_scope(Scope::Tree, spelled)?,
            Key::Descendants => self.choose_scope(Scope::Descendants, spelled)?,
            Key::Print => self.send.options_mut().print = true,
            Key::Inode => self.send.options_mut().listing.inode = true,
            Key::Full => self.send.options_mut().listing.full = true,
            Key::DryRun => self.send.options_mut().dry_run = true,
            Key::AllUsers => self.send.options_mut().all_users = true,
            Key::RequireHandler => self.send.options_mut().require_handler = true,
            Key::Verbose => self.send.options_mut().verbose = true,
            Key::GroupOf => self.take_selector(By::Group, value)?,
            Key::SessionOf => self.take_selector(By::Session, value)?,
            Key::ForegroundOf => self.take_selector(By::Foreground, value)?,
            Key::Pidfile => self.take_selector(By::Pidfile, value)?,
            key => {
                if let (Some(asks), Spelled::Word(word)) = (asks(key), spelled) {
                    let guards = &mut self.send.options_mut().guards;
                    guards.get_or_insert_default().take(asks, word, value)?;
                }
            }
        }
        if key != Key::Signal {
            self.given.push((key, spelled));
        }
        Ok(None)
    }

    fn set_mode(&mut self, mode: Mode<'a>, option: Spelled<'a>) -> Result<(), UsageError> {
        if discriminant(&self.mode) == discriminant(&mode) {
            return Err(UsageError::new(option.bytes(), GIVEN_TWICE));
        }
        if self.mode != Mode::Send {
            return Err(cannot_combine(option, self.mode_option));
        }
        self.mode = mode;
        self.mode_option = option;
        Ok(())
    }

    fn choose_scope(&mut self, scope: Scope, option: Spelled<'a>) -> Result<(), UsageError> {
        let chosen = self.send.options().scope;
        match self.spelled(&SCOPES) {
            Some(other) if chosen != scope => return Err(cannot_combine(option, other)),
            _ => {}
        }
        self.send.options_mut().scope = scope;
        Ok(())
    }

    fn is_to_send(&mut self, option: Spelled<'a>) {
        self.sending_option = self.sending_option.or(Some(option));
    }

    fn take_target(&mut self, value: &'a [u8], spelled: Spelled<'a>) -> Result<(), UsageError> {
        if value == LIST_TARGETS.as_bytes() {
            self.targets = true;
            return Ok(());
        }
        let known = std::str::from_utf8(value).ok().and_then(target::find);
        let table = known.ok_or_else(|| unknown_target(value))?;
        match self.target.replace(Foreign { table, spelled: value }) {
            Some(_) => Err(UsageError::new(spelled.bytes(), GIVEN_TWICE)),
            None => Ok(()),
        }
    }

    fn take_value(&mut self, value: &[u8], spelled: Spelled<'a>) -> Result<(), UsageError> {
        let number = integer(value, true).ok_or_else(|| {
            UsageError::new(value, "the value must be an integer from -2147483648 to 2147483647")
        })?;
        if self.send.options_mut().value.replace(number).is_some() {
            return Err(UsageError::new(spelled.bytes(), GIVEN_TWICE));
        }
        self.is_to_send(spelled);
        Ok(())
    }

    fn take_timeout(
        &mut self,
        time: &[u8],
        signal: &[u8],
        spelled: Spelled<'a>,
    ) -> Result<(), UsageError> {
        let after = duration::read_as(time, Bare::Milliseconds)
            .map_err(|wrong| UsageError::new(time, wrong))?;
        let follow_up = schedule::follow_up(after, signal).map_err(|wrong| wrong.told())?;
        self.send.options_mut().follow_ups.push(follow_up);
        self.is_to_send(spelled);
        Ok(())
    }

    fn take_ending(&mut self, value: &[u8], spelled: Spelled<'a>) -> Result<(), UsageError> {
        if self.spelled(&[Key::KillAfter]).is_some() {
            return Err(UsageError::new(spelled.bytes(), GIVEN_TWICE));
        }
        let ending = schedule::ending(value).map_err(|wrong| wrong.told())?;
        match ending {
            Ending::Grace(kill) => {
                self.is_to_send(spelled);
                self.grace = Some(spelled);
                self.send.options_mut().follow_ups.extend(kill);
            }
            Ending::Schedule(schedule) => {
                self.choose(schedule.first, spelled)?;
                self.send.options_mut().follow_ups.extend(schedule.follow_ups);
            }
        }
        Ok(())
    }

    fn take_wait(&mut self, time: Option<&[u8]>, spelled: Spelled<'a>) -> Result<(), UsageError> {
        if self.send.options().wait != Wait::Not {
            return Err(UsageError::new(spelled.bytes(), GIVEN_TWICE));
        }
        self.send.options_mut().wait = match time {
            None => Wait::Forever,
            Some(time) => {
                Wait::AtMost(duration::read(time).map_err(|wrong| UsageError::new(time, wrong))?)
            }
        };
        self.is_to_send(spelled);
        Ok(())
    }

    fn take_selector(&mut self, by: By, value: &'a [u8]) -> Result<(), UsageError> {
        let selector =
            Selector::parse(by, value).map_err(|reason| UsageError::new(value, reason))?;
        self.send.options_mut().selectors.push(selector);
        Ok(())
    }
}

/// The question that an option asks of processes.
pub(super) fn asks(key: Key) -> Option<Asks> {
    match key {
        Key::IfName => Some(Asks::Name),
        Key::IfUser => Some(Asks::RealUser),
        key => key.asks(),
    }
}

/// The diagnostic for a word with a dash that is no signal, and whose letters are no options.
fn neither(word: &[u8]) -> UsageError {
    let hint = meant::signal(&word[1..]);
    UsageError::new(word, format_args!("neither a signal nor an option{hint}"))
}

/// Refuses `-s=TERM`, `-n=9` and `-q=5`: no other kill takes them.
fn refuse_equals_sign(letters: &[u8]) -> Result<(), UsageError> {
    match letters {
        [letter @ (b's' | b'n' | b'q'), b'=', value @ ..] => {
            let letter = char::from(*letter);
            Err(UsageError::new(
                &[b"-", letters].concat(),
                format_args!(
                    "-{letter} takes its value without =; write: -{letter} {}",
                    escaped(value)
                ),
            ))
        }
        _ => Ok(()),
    }
}

/// The value of `-s` and `-n`: a name or a number.
fn signal_value(word: &[u8]) -> Result<SignalOrNull, UsageError> {
    signal::parse(word).map_err(|unknown| UsageError::new(word, not_a_signal(word, unknown)))
}

/// An integer in decimal digits, if it fits; below 0 only where that is meant.
fn integer(word: &[u8], negative: bool) -> Option<i32> {
    let text = std::str::from_utf8(word).ok()?;
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number| negative || *number >= 0)
}
