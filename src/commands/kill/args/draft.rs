//! The options that were read so far. One option after the other is taken over; an option that does
//! not go together with an earlier one is refused.

use std::mem::discriminant;

use super::command::{Command, Foreign, Send};
use super::errors::unknown_target;
use crate::cli::escape::escaped;
use crate::cli::meant;
use crate::cli::parse::{self, Given, Spelled, UsageError, Words};
use crate::commands::kill::operand;
use crate::commands::kill::options::{Key, LIST_TARGETS, OPTIONS};
use crate::commands::kill::selector::{By, Selector};
use crate::delivery::draft::{OrderDraft, Orders, signal_value};
use crate::posix::conformance::Conformance;
use crate::selection::options::Asks;
use crate::signal::{Signal, target};

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
    /// The order for the targets.
    pub(super) order: OrderDraft<'a>,
    /// All that is not yet known to be otherwise; what is ordered and the operands come last.
    pub(super) send: Send<'a>,
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
            order: OrderDraft::new(),
            send: Send::plain(Some(Signal::TERM), &[], Conformance::Extended),
            given: Vec::new(),
            target: None,
            targets: false,
        }
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
        if let Some(orders) = key.orders() {
            self.order.take(orders, given)?;
        }
        match key {
            Key::Signal => self.order.choose(signal_value(value)?, spelled)?,
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
            Key::Posix => {
                return Err(UsageError::new(
                    spelled.bytes(),
                    "must be the first word, in full: kill --posix ...",
                ));
            }
            Key::Help => return Ok(Some(Command::Help)),
            Key::Version => return Ok(Some(Command::Version)),
            Key::Target => self.take_target(value, spelled)?,
            Key::Wait => self.order.take(Orders::Wait, given)?,
            Key::Queue
            | Key::Timeout
            | Key::KillAfter
            | Key::Tree
            | Key::Descendants
            | Key::DryRun
            | Key::Verbose => {}
            Key::Print => self.send.options_mut().print = true,
            Key::Inode => self.send.options_mut().listing.inode = true,
            Key::Full => self.send.options_mut().listing.full = true,
            Key::AllUsers => self.send.options_mut().all_users = true,
            Key::RequireHandler => self.send.options_mut().require_handler = true,
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
            return Err(UsageError::given_twice(option));
        }
        if self.mode != Mode::Send {
            return Err(UsageError::cannot_combine(option, self.mode_option));
        }
        self.mode = mode;
        self.mode_option = option;
        Ok(())
    }

    fn take_target(&mut self, value: &'a [u8], spelled: Spelled<'a>) -> Result<(), UsageError> {
        if value == LIST_TARGETS.as_bytes() {
            self.targets = true;
            return Ok(());
        }
        let known = std::str::from_utf8(value).ok().and_then(target::find);
        let table = known.ok_or_else(|| unknown_target(value))?;
        match self.target.replace(Foreign { table, spelled: value }) {
            Some(_) => Err(UsageError::given_twice(spelled)),
            None => Ok(()),
        }
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
