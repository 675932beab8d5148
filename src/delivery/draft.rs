//! The order of a command line, option by option. Pure.
//!
//! An option that does not go together with an earlier one is refused.

use super::choice::Choice;
use super::order::{Scope, Wait};
use super::schedule::{self, Ending, FollowUp};
use crate::cli::duration::{self, Bare};
use crate::cli::meant::not_a_signal;
use crate::cli::parse::{Given, Spelled, UsageError};
use crate::signal::{self, SignalOrNull};

/// The part of an order that an option gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Orders {
    Queue,
    Timeout,
    KillAfter,
    Wait,
    Tree,
    Descendants,
    DryRun,
    Json,
    Confirm,
    Strict,
    Verbose,
}

/// All that is ordered besides the signal.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ordered {
    /// The value that is queued with the signal.
    pub(crate) value: Option<i32>,
    /// Signals that are sent later to the processes that still exist.
    pub(crate) follow_ups: Vec<FollowUp>,
    pub(crate) wait: Wait,
    pub(crate) scope: Scope,
    /// Only print what the signal would do.
    pub(crate) dry_run: bool,
    /// Print it as JSON.
    pub(crate) json: bool,
    /// Ask before anything is sent.
    pub(crate) confirm: bool,
    /// Processes of one name only, and all of them.
    pub(crate) strict: bool,
    /// Print what is sent.
    pub(crate) verbose: bool,
}

/// The options that choose what belongs to a target.
pub(crate) const SCOPES: [Orders; 2] = [Orders::Tree, Orders::Descendants];

impl Ordered {
    pub(crate) const fn nothing() -> Ordered {
        Ordered {
            value: None,
            follow_ups: Vec::new(),
            wait: Wait::Not,
            scope: Scope::Target,
            dry_run: false,
            json: false,
            confirm: false,
            strict: false,
            verbose: false,
        }
    }
}

/// The options that were read so far.
pub(crate) struct OrderDraft<'a> {
    pub(crate) signal: Choice,
    pub(crate) ordered: Ordered,
    /// An option that only makes sense with sending, or the word that chose the signal.
    pub(crate) sending_option: Option<Spelled<'a>>,
    /// `-k` with a time alone.
    grace: Option<Spelled<'a>>,
    given: Vec<(Orders, Spelled<'a>)>,
}

impl<'a> OrderDraft<'a> {
    pub(crate) fn new() -> OrderDraft<'a> {
        OrderDraft {
            signal: Choice::Open,
            ordered: Ordered::nothing(),
            sending_option: None,
            grace: None,
            given: Vec::new(),
        }
    }

    /// Chooses the signal.
    ///
    /// # Errors
    ///
    /// One is chosen already.
    pub(crate) fn choose(
        &mut self,
        signal: SignalOrNull,
        spelled: Spelled<'a>,
    ) -> Result<(), UsageError> {
        self.signal.make(signal, spelled.bytes())?;
        self.is_to_send(spelled);
        Ok(())
    }

    /// The first of these options that was given, as the user wrote it.
    pub(crate) fn spelled(&self, orders: &[Orders]) -> Option<Spelled<'a>> {
        self.given.iter().find_map(|(given, spelled)| orders.contains(given).then_some(*spelled))
    }

    /// Takes an option over.
    ///
    /// # Errors
    ///
    /// Its value is wrong, or it does not go together with another one.
    pub(crate) fn take(&mut self, orders: Orders, given: &Given<'a>) -> Result<(), UsageError> {
        let Given { values, spelled, .. } = *given;
        // The parser has seen to it that values which must be there are.
        let value = values[0].unwrap_or_default();
        match orders {
            Orders::Queue => self.take_value(value, spelled)?,
            Orders::Timeout => self.take_timeout(value, values[1].unwrap_or_default(), spelled)?,
            Orders::KillAfter => self.take_ending(value, spelled)?,
            Orders::Wait => self.take_wait(values[0], spelled)?,
            Orders::Tree => self.choose_scope(Scope::Tree, spelled)?,
            Orders::Descendants => self.choose_scope(Scope::Descendants, spelled)?,
            Orders::DryRun => self.ordered.dry_run = true,
            Orders::Json => self.ordered.json = true,
            Orders::Confirm => self.ordered.confirm = true,
            Orders::Strict => self.ordered.strict = true,
            Orders::Verbose => self.ordered.verbose = true,
        }
        self.given.push((orders, spelled));
        Ok(())
    }

    /// The signal to send.
    ///
    /// # Errors
    ///
    /// KILL would follow signal 0.
    pub(crate) fn signal(&self) -> Result<SignalOrNull, UsageError> {
        let signal = self.signal.signal();
        if let (Some(option), None) = (self.grace, signal) {
            let reason =
                "KILL would follow signal 0, which only checks; write 0/TIME/KILL for that";
            return Err(UsageError::new(option.bytes(), reason));
        }
        Ok(signal)
    }

    /// # Errors
    ///
    /// An option that shows what happens before a signal, or of it, stands where none is sent, or
    /// the other way round. `echo` is the option that names each process.
    pub(crate) fn require_sense(&self, echo: Option<Spelled>) -> Result<(), UsageError> {
        let dry_run = self.spelled(&[Orders::DryRun]);
        if let (Some(json), None) = (self.spelled(&[Orders::Json]), dry_run) {
            return Err(UsageError::new(json.bytes(), "needs --dry-run"));
        }
        let sends = self.spelled(&[Orders::Confirm, Orders::Verbose]).or(echo);
        match (sends, dry_run) {
            (Some(option), Some(dry_run)) => Err(UsageError::cannot_combine(option, dry_run)),
            _ => Ok(()),
        }
    }

    fn is_to_send(&mut self, option: Spelled<'a>) {
        self.sending_option = self.sending_option.or(Some(option));
    }

    fn take_value(&mut self, value: &[u8], spelled: Spelled<'a>) -> Result<(), UsageError> {
        let number = integer(value).ok_or_else(|| {
            UsageError::new(value, "the value must be an integer from -2147483648 to 2147483647")
        })?;
        if self.ordered.value.replace(number).is_some() {
            return Err(UsageError::given_twice(spelled));
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
        self.ordered.follow_ups.push(follow_up);
        self.is_to_send(spelled);
        Ok(())
    }

    fn take_ending(&mut self, value: &[u8], spelled: Spelled<'a>) -> Result<(), UsageError> {
        if self.spelled(&[Orders::KillAfter]).is_some() {
            return Err(UsageError::given_twice(spelled));
        }
        let ending = schedule::ending(value).map_err(|wrong| wrong.told())?;
        match ending {
            Ending::Grace(kill) => {
                self.is_to_send(spelled);
                self.grace = Some(spelled);
                self.ordered.follow_ups.extend(kill);
            }
            Ending::Schedule(schedule) => {
                self.choose(schedule.first, spelled)?;
                self.ordered.follow_ups.extend(schedule.follow_ups);
            }
        }
        Ok(())
    }

    fn take_wait(&mut self, time: Option<&[u8]>, spelled: Spelled<'a>) -> Result<(), UsageError> {
        if self.ordered.wait != Wait::Not {
            return Err(UsageError::given_twice(spelled));
        }
        self.ordered.wait = match time {
            None => Wait::Forever,
            Some(time) => {
                Wait::AtMost(duration::read(time).map_err(|wrong| UsageError::new(time, wrong))?)
            }
        };
        self.is_to_send(spelled);
        Ok(())
    }

    fn choose_scope(&mut self, scope: Scope, option: Spelled<'a>) -> Result<(), UsageError> {
        match self.spelled(&SCOPES) {
            Some(other) if self.ordered.scope != scope => {
                return Err(UsageError::cannot_combine(option, other));
            }
            _ => {}
        }
        self.ordered.scope = scope;
        Ok(())
    }
}

/// The signal that an option names: by a name or a number.
///
/// # Errors
///
/// There is none such.
pub(crate) fn signal_value(word: &[u8]) -> Result<SignalOrNull, UsageError> {
    signal::parse(word).map_err(|unknown| UsageError::new(word, not_a_signal(word, unknown)))
}

/// An integer in decimal digits, if it fits.
fn integer(word: &[u8]) -> Option<i32> {
    let text = std::str::from_utf8(word).ok()?;
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
