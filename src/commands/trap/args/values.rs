//! The values of options: signals, processes, and what stands on either side of a sign.

use crate::cli::parse::UsageError;
use crate::commands::trap::args::command::Whose;
use crate::commands::trap::args::run::EndingSchedule;
use crate::delivery::schedule;
use crate::process::identified::{self, Fault, Identified};
use crate::signal::Signal;
use crate::signal::condition::Condition;
use crate::signal::set::SignalSet;

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
    let condition = Condition::parse(word).map_err(|unknown| UsageError::new(word, unknown))?;
    condition.signal().ok_or_else(|| UsageError::new(word, "not a signal"))
}

/// A signal that a process can do something about.
pub(super) fn catchable(word: &[u8]) -> Result<Signal, UsageError> {
    match signal(word)? {
        Signal::KILL | Signal::STOP => Err(UsageError::new(word, "cannot be caught or blocked")),
        signal => Ok(signal),
    }
}

/// Such signals, with commas between them.
pub(super) fn catchables(list: &[u8]) -> Result<SignalSet, UsageError> {
    list.split(|byte| *byte == b',').map(catchable).collect()
}

/// `SIGNAL/TIME/SIGNAL...`.
pub(super) fn ending_schedule(value: &[u8]) -> Result<EndingSchedule, UsageError> {
    let null = || UsageError::new(value, "0 sends nothing");
    let schedule = schedule::parse(value).map_err(|found| match found.reason {
        schedule::Reason::NullFollows => null(),
        reason => UsageError::new(found.part, reason),
    })?;
    let first = schedule.first.ok_or_else(null)?;
    Ok(EndingSchedule { first, follow_ups: schedule.follow_ups })
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
        Err(identified::Wrong { pid: Some(_), .. }) => "not a process ID",
        Err(wrong) if wrong.has(Fault::NotDigits) => "not PID:INODE",
        Err(_) => "not an inode number",
    };
    Err(UsageError::new(value, reason))
}
