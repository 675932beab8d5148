//! Guards: what must be true of a process for it to be signalled. It is looked at while it is held.

use std::time::SystemTime;

use super::options::Key;
use super::send::{Failure, cannot_see};
use crate::cli::moment::{self, Moment, Utc};
use crate::cli::parse::UsageError;
use crate::cli::report::escaped;
use crate::process::handle::Handle;
use crate::process::name::command_name;
use crate::process::status::Status;
use crate::process::{select, start_time, users};
use crate::sys::local_time::Unclear;
use crate::sys::{Describe, Errno, Pid};

/// A guard as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard<'a> {
    /// `--if-name`.
    Name(&'a [u8]),
    /// `--if-user`: a name or a number.
    User(&'a [u8]),
    /// `--started-before`, and the word.
    StartedBefore(Moment, &'a [u8]),
    /// `--started-after`, and the word.
    StartedAfter(Moment, &'a [u8]),
}

impl<'a> Guard<'a> {
    /// Reads the value of such an option.
    ///
    /// # Errors
    ///
    /// What is wrong with the value.
    pub fn parse(key: Key, value: &'a [u8]) -> Result<Guard<'a>, &'static str> {
        let moment = || Moment::parse(value).ok_or(moment::FORMS);
        match key {
            Key::IfName if value.is_empty() => Err("no process has an empty name"),
            Key::IfName => Ok(Guard::Name(value)),
            Key::IfUser => Ok(Guard::User(value)),
            Key::StartedBefore => Ok(Guard::StartedBefore(moment()?, value)),
            _ => Ok(Guard::StartedAfter(moment()?, value)),
        }
    }

    /// The option.
    pub fn option(&self) -> &'static str {
        match self {
            Guard::Name(_) => "--if-name",
            Guard::User(_) => "--if-user",
            Guard::StartedBefore(..) => "--started-before",
            Guard::StartedAfter(..) => "--started-after",
        }
    }
}

/// A guard with what it takes to ask a process.
pub(super) enum Condition<'a> {
    Name(&'a [u8]),
    User { user: u32, written: &'a [u8] },
    StartedBefore { moment: SystemTime, written: &'a [u8] },
    StartedAfter { moment: SystemTime, written: &'a [u8] },
}

/// Looks up users and local times, before anything is sent.
///
/// # Errors
///
/// No such user, no such time.
pub(super) fn resolve<'a>(guards: &[Guard<'a>]) -> Result<Vec<Condition<'a>>, UsageError> {
    // One present for all guards.
    let now = SystemTime::now();
    let resolve = |moment: Moment, written: &[u8]| {
        moment.resolve(now).map_err(|unclear| {
            UsageError::new(
                written,
                match unclear {
                    Unclear::Skipped => {
                        "there was no such local time: the clock was set forward \
                        over it"
                    }
                    Unclear::Twice => {
                        "this local time was twice: the clock was set back; write Z \
                        or +HH:MM behind it"
                    }
                    Unclear::OutOfRange => "out of range for the clock",
                },
            )
        })
    };
    let one = |guard: &Guard<'a>| {
        Ok(match *guard {
            Guard::Name(name) => Condition::Name(name),
            Guard::User(written) => match users::user_by_name(written) {
                Ok(Some(user)) => Condition::User { user, written },
                Ok(None) => return Err(UsageError::new(written, "no such user")),
                Err(error) => {
                    return Err(UsageError::new(
                        written,
                        format_args!("cannot be looked up: {}", Describe(error)),
                    ));
                }
            },
            Guard::StartedBefore(moment, written) => {
                Condition::StartedBefore { moment: resolve(moment, written)?, written }
            }
            Guard::StartedAfter(moment, written) => {
                Condition::StartedAfter { moment: resolve(moment, written)?, written }
            }
        })
    };
    guards.iter().map(one).collect()
}

/// Looks at a held process.
///
/// # Errors
///
/// [`Failure::Guarded`] with the first guard that does not hold; another if the process cannot be
/// looked at.
pub(super) fn check(conditions: &[Condition], handle: &Handle) -> Result<(), Failure> {
    if conditions.is_empty() {
        return Ok(());
    }
    let look = |pid| {
        conditions.iter().map(|condition| condition.mismatch(pid)).find(|found| *found != Ok(None))
    };
    match handle.look(|pid| look(pid).unwrap_or(Ok(None))).map_err(cannot_see)? {
        Some(mismatch) => Err(Failure::Guarded(mismatch)),
        None => Ok(()),
    }
}

impl Condition<'_> {
    /// What is so instead; None if the guard holds.
    fn mismatch(&self, pid: Pid) -> Result<Option<String>, Errno> {
        let started = |not: &str, written: &[u8]| {
            let started = start_time::of(pid)?;
            Ok::<_, Errno>((
                started,
                format!("it started at {}, not {not} {}", Utc(started), escaped(written)),
            ))
        };
        Ok(match *self {
            Condition::Name(name) => {
                let is = command_name(pid)?;
                let mismatch = || format!("its name is {}, not {}", escaped(&is), escaped(name));
                (!select::is_named(pid, name, None)?).then(mismatch)
            }
            Condition::User { user, written } => {
                let is = Status::of(pid)?.user;
                let number = if written.first().is_some_and(u8::is_ascii_digit) {
                    String::new()
                } else {
                    format!(" ({user})")
                };
                let mismatch = || {
                    format!("its real user ID is {is}, not that of {}{number}", escaped(written))
                };
                (is != user).then(mismatch)
            }
            // The start is known to a tick, and what may be either is neither.
            Condition::StartedBefore { moment, written } => {
                let (started, mismatch) = started("before", written)?;
                (started + start_time::TICK > moment).then_some(mismatch)
            }
            Condition::StartedAfter { moment, written } => {
                let (started, mismatch) = started("after", written)?;
                (started < moment).then_some(mismatch)
            }
        })
    }
}
