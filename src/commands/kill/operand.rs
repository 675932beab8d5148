//! The words that name the targets. Pure.
//!
//! All of kill's danger is in this file: a number is read exactly or refused, nothing wraps,
//! nothing is cut short, and every process (-1) and the own group (0) take a literal spelling.

use std::fmt;

use crate::posix;
use crate::posix::conformance::Conformance;
use crate::process::identified;
use crate::process::identified::Fault;
use crate::process::identified::Identified;
use crate::signal::decimal;
use crate::sys::Pid;
use crate::sys::deliver::Target;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand<'a> {
    /// A number that kill(2) takes.
    Target(Target),
    /// One process, if its pidfd has this inode number.
    Identified { pid: Pid, inode: u64 },
    /// The processes of this command name.
    Name(&'a [u8]),
}

/// Why an operand names no process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Empty,
    /// `%1` and the like.
    JobId,
    /// A word that starts like a number and is none.
    Malformed,
    /// A number that is no process ID.
    OutOfRange,
    /// -1, spelled in a way that may be an accident.
    UnclearEverybody,
    /// 0, spelled in a way that may be an accident.
    UnclearOwnGroup,
    /// A form that POSIX does not have.
    NotPosix,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Refusal::Empty => "empty operand; a process ID is expected",
            Refusal::JobId => {
                "job IDs exist only inside the shell; use its own kill, or a process \
                ID from jobs -p"
            }
            Refusal::Malformed => "not a process ID",
            Refusal::OutOfRange => "out of range for a process ID",
            Refusal::UnclearEverybody => "would signal every process; write -1 to do that",
            Refusal::UnclearOwnGroup => "would signal kill's own process group; write 0 to do that",
            Refusal::NotPosix => return posix::kill::NOT_A_PROCESS.fmt(f),
        })
    }
}

/// Reads one operand.
///
/// # Errors
///
/// The word names no process; the others may still be signalled.
pub fn parse(word: &[u8], conformance: Conformance) -> Result<Operand<'_>, Refusal> {
    // Nearly every operand is a plain process ID.
    if let Some(b'1'..=b'9') = word.first() {
        if let Some(pid) = Pid::from_digits(word) {
            return Ok(Operand::Target(Target::Process(pid)));
        }
    }
    let strict = matches!(conformance, Conformance::Posix(_));
    match word.first() {
        None => return Err(Refusal::Empty),
        Some(b'%') => return Err(Refusal::JobId),
        Some(b'0'..=b'9' | b'+' | b'-' | b' ' | b'\t') => {}
        Some(_) if strict => return Err(Refusal::NotPosix),
        // A blank, as isspace(3) has it, may be an accident too.
        Some(first) if first.is_ascii_whitespace() || *first == 0x0b => {
            return Err(Refusal::Malformed);
        }
        Some(_) => return Ok(Operand::Name(word)),
    }
    if strict && !posix::kill::is_process(word) {
        return Err(Refusal::NotPosix);
    }
    if word.contains(&b':') {
        return identified(word);
    }
    let (negative, digits) = sign_and_digits(word).ok_or(Refusal::Malformed)?;
    // pid_t is a signed 32-bit integer on every target; its lowest value has no group.
    let number =
        decimal(digits).and_then(|number| i32::try_from(number).ok()).ok_or(Refusal::OutOfRange)?;
    Ok(Operand::Target(match (negative, number) {
        (_, 0) => match word {
            b"0" => Target::OwnGroup,
            b"-0" | b"+0" | b"00" if !strict => Target::OwnGroup,
            _ => return Err(Refusal::UnclearOwnGroup),
        },
        (true, 1) if word == b"-1" => Target::Everybody,
        (true, 1) => return Err(Refusal::UnclearEverybody),
        (negative, number) => {
            let pid = Pid::new(number).ok_or(Refusal::OutOfRange)?;
            if negative { Target::Group(pid) } else { Target::Process(pid) }
        }
    }))
}

/// True if a word names single processes: by an ID, with an inode number or without, or by a name.
pub(super) fn names_processes(word: &[u8]) -> bool {
    matches!(
        parse(word, Conformance::Extended),
        Ok(Operand::Target(Target::Process(_)) | Operand::Identified { .. } | Operand::Name(_))
    )
}

/// A malformed word as a diagnostic shows it: a blank or a comma too much is seen in quotes alone.
pub(super) fn quoted(word: &[u8]) -> Vec<u8> {
    [b"'", word, b"'"].concat()
}

/// Blanks, at most one sign, digits, and nothing after them.
fn sign_and_digits(word: &[u8]) -> Option<(bool, &[u8])> {
    let start = word.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
    let number = &word[start..];
    let (negative, digits) = match number.split_first()? {
        (b'-', digits) => (true, digits),
        (b'+', digits) => (false, digits),
        _ => (false, number),
    };
    (!digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then_some((negative, digits))
}

fn identified<'a>(word: &[u8]) -> Result<Operand<'a>, Refusal> {
    match identified::parse(word) {
        Ok(Identified { pid, inode: Some(inode) }) => Ok(Operand::Identified { pid, inode }),
        Ok(_) => Err(Refusal::Malformed),
        Err(wrong) if wrong.has(Fault::NotDigits) => Err(Refusal::Malformed),
        Err(_) => Err(Refusal::OutOfRange),
    }
}

#[cfg(test)]
mod tests;
