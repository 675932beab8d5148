//! The values of options: signals, processes, and what stands on either side of a sign.

use std::collections::BTreeSet;

use crate::cli::duration;
use crate::cli::meant::not_a_signal;
use crate::cli::parse::UsageError;
use crate::commands::trap::args::command::Whose;
use crate::commands::trap::args::run::EndingSchedule;
use crate::delivery::schedule::{self, Ending, Schedule};
use crate::process::identified::{self, Fault, Identified};
use crate::signal::condition::Condition;
use crate::signal::set::SignalSet;
use crate::signal::{Signal, decimal};

/// What stands before the first `sign`, and after it; `form` is how it is to look.
pub(super) fn split<'a>(
    value: &'a [u8],
    sign: u8,
    form: &str,
) -> Result<(&'a [u8], &'a [u8]), UsageError> {
    let place = value.iter().position(|byte| *byte == sign);
    let place = place.ok_or_else(|| UsageError::new(value, format_args!("not {form}")))?;
    Ok((&value[..place], &value[place + 1..]))
}

pub(super) fn signal(word: &[u8]) -> Result<Signal, UsageError> {
    let condition = Condition::parse(word)
        .map_err(|unknown| UsageError::new(word, not_a_signal(word, unknown)))?;
    condition.signal().ok_or_else(|| UsageError::new(word, "not a signal"))
}

/// A signal that a process can do something about.
pub(super) fn catchable(word: &[u8]) -> Result<Signal, UsageError> {
    match signal(word)? {
        Signal::KILL | Signal::STOP => Err(UsageError::new(word, "cannot be caught or blocked")),
        signal => Ok(signal),
    }
}

/// All of them.
pub(super) fn catchable_ones() -> SignalSet {
    Signal::all().filter(|signal| ![Signal::KILL, Signal::STOP].contains(signal)).collect()
}

/// Such signals, with commas between them, or all.
pub(super) fn catchables(list: &[u8]) -> Result<SignalSet, UsageError> {
    if list == b"all" {
        return Ok(catchable_ones());
    }
    list.split(|byte| *byte == b',').map(catchable).collect()
}

pub(super) fn program(word: &[u8]) -> Result<&[u8], UsageError> {
    match word {
        b"" => Err(UsageError::new(word, "a program is expected")),
        word => Ok(word),
    }
}

/// Exit statuses, with commas between them; none without a list.
pub(super) fn statuses(list: Option<&[u8]>) -> Result<BTreeSet<u8>, UsageError> {
    let status = |word: &[u8]| {
        let number = decimal(word).and_then(|number| u8::try_from(number).ok());
        number.ok_or_else(|| UsageError::new(word, "exit statuses are 0 to 255"))
    };
    let words = list.into_iter().flat_map(|list| list.split(|byte| *byte == b','));
    words.map(status).collect()
}

/// `SIGNAL/TIME/SIGNAL...`. A signal alone is one by its name: a number may be meant as a time.
pub(super) fn ending_schedule(value: &[u8]) -> Result<EndingSchedule, UsageError> {
    if duration::parse(value).is_some() {
        return Err(UsageError::new(value, "a time, which -k takes; a signal is written by name"));
    }
    of_schedule(value, schedule::parse(value))
}

/// The value of `-k`: a time, after which KILL follows TERM, or a schedule with a slash in it.
pub(super) fn ending(value: &[u8]) -> Result<EndingSchedule, UsageError> {
    match schedule::ending(value) {
        Ok(Ending::Grace(kill)) => {
            Ok(EndingSchedule { first: Signal::TERM, follow_ups: kill.into_iter().collect() })
        }
        Ok(Ending::Schedule(schedule)) => of_schedule(value, Ok(schedule)),
        Err(wrong) => of_schedule(value, Err(wrong)),
    }
}

fn of_schedule(
    value: &[u8],
    read: Result<Schedule, schedule::ScheduleError>,
) -> Result<EndingSchedule, UsageError> {
    let null = || UsageError::new(value, "0 sends nothing");
    let Schedule { first, follow_ups } = read.map_err(|found| match found.reason {
        schedule::Reason::NullFollows => null(),
        _ => found.told(),
    })?;
    Ok(EndingSchedule { first: first.ok_or_else(null)?, follow_ups })
}

/// `PID`, `PID:INODE`, or a name, which starts as none of these and no number does.
pub(super) fn whose(value: &[u8]) -> Result<Whose, UsageError> {
    match value.first() {
        None | Some(b'0'..=b'9' | b'+' | b'-' | b'%' | b':') => {
            identified(value).map(Whose::Process)
        }
        Some(first) if first.is_ascii_whitespace() || *first == 0x0b => {
            identified(value).map(Whose::Process)
        }
        Some(_) => Ok(Whose::Named(value.to_vec())),
    }
}

/// `PID`, or `PID:INODE`.
fn identified(value: &[u8]) -> Result<Identified, UsageError> {
    let reason = match identified::parse(value) {
        Ok(Identified { inode: Some(0), .. }) => "not an inode number",
        Ok(identified) => return Ok(identified),
        Err(identified::WrongIdentity { pid: Some(_), .. }) => "not a process ID",
        Err(wrong) if wrong.has(Fault::NotDigits) => "not PID:INODE",
        Err(_) => "not an inode number",
    };
    Err(UsageError::new(value, reason))
}
