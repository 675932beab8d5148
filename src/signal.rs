//! Signals: numbers, names, what shells report of them. Pure: nothing here touches the world.
//!
//! [`Signal`] is a number that this system's kill(2) accepts, never 0. Numbers are those of the
//! target's own header ([`headers`]), which the libc crate's constants must confirm when sigkit is
//! compiled; what a name means has one row for all systems ([`facts`]); [`native`] is made of both.
//! Real-time signals have no rows: their range is libc's to give at run time (glibc starts at 34,
//! musl at 35), and their names are arithmetic.

pub mod condition;
pub mod conventions;
pub mod facts;
pub mod headers;
pub mod native;
pub mod numbering;
pub mod senders;
pub mod set;
pub mod status;
pub mod target;

use std::fmt;
use std::num::NonZeroU8;
use std::ops::RangeInclusive;

use facts::{DefaultAction, Posix};
use native::{Row, ShortName};

/// A signal of this system: 1 up to the highest number that kill(2) accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signal(NonZeroU8);

impl Signal {
    /// INT, which a terminal sends for Ctrl-C.
    pub const INT: Signal = Signal::named("INT");
    /// QUIT, which a terminal sends for Ctrl-\.
    pub const QUIT: Signal = Signal::named("QUIT");
    /// TERM, which kill sends unless told otherwise.
    pub const TERM: Signal = Signal::named("TERM");
    /// KILL, which ends a stopped process too.
    pub const KILL: Signal = Signal::named("KILL");
    /// STOP.
    pub const STOP: Signal = Signal::named("STOP");
    /// TSTP, which a terminal sends for Ctrl-Z.
    pub const TSTP: Signal = Signal::named("TSTP");
    /// TTIN, which stops who reads a terminal in the background.
    pub const TTIN: Signal = Signal::named("TTIN");
    /// TTOU, which stops who writes to one there.
    pub const TTOU: Signal = Signal::named("TTOU");
    /// CONT, which ends every kind of stop.
    pub const CONT: Signal = Signal::named("CONT");
    /// CHLD, which tells of a child that has ended, stopped or been continued.
    pub const CHLD: Signal = Signal::named("CHLD");

    /// From the header's table, as every other number.
    const fn named(name: &str) -> Signal {
        match headers::NATIVE.number(name) {
            Some(number) => match NonZeroU8::new(number) {
                Some(number) => Signal(number),
                None => unreachable!(),
            },
            None => panic!("every system has the signal"),
        }
    }

    /// The signal of a number; None for 0 and for what is out of range.
    pub fn new(number: i32) -> Option<Signal> {
        let number =
            u8::try_from(number).ok().filter(|number| *number <= headers::NATIVE.highest)?;
        NonZeroU8::new(number).map(Signal)
    }

    /// The number, as kill(2) takes it.
    pub const fn number(self) -> i32 {
        self.0.get() as i32
    }

    /// Every signal of this system in the order of the numbers, named or not.
    pub fn all() -> impl Iterator<Item = Signal> {
        (1..=headers::NATIVE.highest).filter_map(|number| Signal::new(i32::from(number)))
    }

    /// The row of the native table; None for real-time signals and for numbers that libc keeps to
    /// itself.
    pub fn row(self) -> Option<&'static Row> {
        native::row(self.0.get())
    }

    /// What the signal does by default; what has no row terminates (signal(7)).
    pub fn default_action(self) -> DefaultAction {
        self.row().map_or(DefaultAction::Terminate, |row| row.default_action)
    }

    /// Whether POSIX defines the signal; real-time signals are base (POSIX.1-2024 XBD
    /// `<signal.h>`).
    pub fn posix(self) -> Posix {
        match self.row() {
            Some(row) => row.posix,
            None if self.name().is_number() => Posix::Extension,
            None => Posix::Base,
        }
    }

    /// The name that is printed.
    pub fn name(self) -> Name {
        match self.row() {
            Some(row) => Name::Fixed(row.name),
            None => Name::without_row(self.0.get(), real_time().as_ref()),
        }
    }
}

/// The real-time signals that programs may use on this system, or None where there are none.
///
/// POSIX makes SIGRTMIN and SIGRTMAX run-time values; FreeBSD's and NetBSD's headers have constants
/// that the libc crate lacks. Where libc has functions for them, it must have started: see
/// [`needs_real_time_range`].
pub fn real_time() -> Option<RangeInclusive<u8>> {
    let (lowest, highest) = real_time_bounds()?;
    (lowest <= highest).then_some(lowest..=highest)
}

/// Whether reading `word` as a name takes the range of the real-time signals, which is libc's to
/// tell.
pub fn needs_real_time_range(word: &[u8]) -> bool {
    matches!(without_prefix(word).unwrap_or(word), [b'R' | b'r', b'T' | b't', ..])
}

/// Whether this system has real-time signals.
pub const HAS_REAL_TIME: bool = LIBC_TELLS_REAL_TIME || headers::NATIVE.real_time.is_some();

/// Whether libc has functions for the range.
const LIBC_TELLS_REAL_TIME: bool = cfg!(real_time_of_libc);

#[cfg(real_time_of_libc)]
fn real_time_bounds() -> Option<(u8, u8)> {
    Some((u8::try_from(libc::SIGRTMIN()).ok()?, u8::try_from(libc::SIGRTMAX()).ok()?))
}

/// The header's own constants; Haiku's functions are not in the libc crate.
#[cfg(not(real_time_of_libc))]
fn real_time_bounds() -> Option<(u8, u8)> {
    headers::NATIVE.real_time
}

/// A signal's printed name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// The name that the system's `<signal.h>` has.
    Fixed(ShortName),
    /// RTMIN, or RTMIN+n.
    AboveRtMin(u8),
    /// RTMAX, or RTMAX-n.
    BelowRtMax(u8),
    /// No name: the number itself.
    Number(u8),
}

impl Name {
    /// The name of a number that `<signal.h>` has no name for, where these are the real-time
    /// signals.
    fn without_row(number: u8, real_time: Option<&RangeInclusive<u8>>) -> Name {
        match real_time {
            Some(range) if range.contains(&number) => {
                let (above, below) = (number - range.start(), range.end() - number);
                // The lower half counts from RTMIN and the upper from RTMAX, as in every shell.
                if below == 0 || above > (range.end() - range.start()) / 2 {
                    Name::BelowRtMax(below)
                } else {
                    Name::AboveRtMin(above)
                }
            }
            _ => Name::Number(number),
        }
    }

    /// Whether the signal has no name.
    pub fn is_number(self) -> bool {
        matches!(self, Name::Number(_))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Name::Fixed(name) => f.pad(name.as_str()),
            Name::AboveRtMin(0) => f.pad("RTMIN"),
            Name::BelowRtMax(0) => f.pad("RTMAX"),
            Name::AboveRtMin(above) => write!(f, "RTMIN+{above}"),
            Name::BelowRtMax(below) => write!(f, "RTMAX-{below}"),
            Name::Number(number) => write!(f, "{number}"),
        }
    }
}

/// What a signal means; see [`numbering::Numbering::description`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Description {
    /// The words of strsignal(3).
    Fixed(&'static str),
    /// So many above RTMIN.
    RealTime(u8),
    /// A signal without a name.
    Reserved,
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Description::Fixed(text) => f.write_str(text),
            Description::RealTime(above) => write!(f, "Real-time signal {above}"),
            Description::Reserved => f.write_str("Reserved by the C library"),
        }
    }
}

/// A spelling that names the null signal or a signal. POSIX.1-2024 XSH kill(): signal 0 only
/// checks.
pub type SignalOrNull = Option<Signal>;

/// Why a spelling names nothing that can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// No system that sigkit knows has the name.
    Name,
    /// A signal of other systems.
    Elsewhere,
    /// RTMIN+n or RTMAX-n beyond the range.
    RealTimeRange,
    /// A number above the highest signal.
    NumberRange {
        /// What the number would mean as an exit status.
        as_status: Option<Signal>,
    },
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Unknown::Name => f.write_str("unknown signal name"),
            Unknown::Elsewhere => f.write_str("not a signal of this system"),
            Unknown::RealTimeRange => match real_time() {
                Some(range) => {
                    write!(
                        f,
                        "real-time signals are RTMIN to RTMIN+{} (RTMAX)",
                        range.end() - range.start()
                    )
                }
                None => f.write_str("no real-time signals are known on this system"),
            },
            Unknown::NumberRange { as_status } => {
                write!(f, "signal numbers are 0 to {}", headers::NATIVE.highest)?;
                match as_status {
                    Some(signal) => {
                        write!(f, "; {} is what this exit status stands for", signal.name())
                    }
                    None => Ok(()),
                }
            }
        }
    }
}

/// The signal that a name stands for: any case, with or without SIG, EXIT (the null signal) and
/// real-time names included.
pub fn by_name(word: &[u8]) -> Result<SignalOrNull, Unknown> {
    let name = without_prefix(word).unwrap_or(word);
    // No name is shorter; kill asks about every option letter.
    if name.len() < 2 {
        return Err(Unknown::Name);
    }
    if let Some(row) = native::ROWS.iter().find(|row| row.name.is_spelled(name)) {
        return Ok(Signal::new(i32::from(row.number)));
    }
    if name.eq_ignore_ascii_case(b"EXIT") {
        return Ok(None);
    }
    if let Some(real_time_name) = RealTimeName::parse(name) {
        let number = real_time().and_then(|range| real_time_name.number(&range));
        let signal = number.and_then(|number| Signal::new(i32::from(number)));
        return signal.map(Some).ok_or(Unknown::RealTimeRange);
    }
    for row in &native::ROWS {
        if row.aliases().any(|alias| alias.is_spelled(name)) {
            return Ok(Signal::new(i32::from(row.number)));
        }
    }
    Err(if native::ELSEWHERE.iter().any(|known| known.is_spelled(name)) {
        Unknown::Elsewhere
    } else {
        Unknown::Name
    })
}

/// The signal of a number in decimal digits, 0 being the null signal. None if `word` is not digits
/// alone.
pub fn by_number(word: &[u8]) -> Option<Result<SignalOrNull, Unknown>> {
    if word.is_empty() || !word.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = decimal(word);
    Some(match number {
        Some(0) => Ok(None),
        Some(number) => match i32::try_from(number).ok().and_then(Signal::new) {
            Some(signal) => Ok(Some(signal)),
            None => Err(Unknown::NumberRange {
                as_status: match status::decode(number) {
                    Some(status::Decoded::Signal(signal)) => Some(signal),
                    _ => None,
                },
            }),
        },
        None => Err(Unknown::NumberRange { as_status: None }),
    })
}

/// What follows SIG in `word`, which then is not empty.
pub fn without_prefix(word: &[u8]) -> Option<&[u8]> {
    match word.split_at_checked(3) {
        Some((prefix, name)) if prefix.eq_ignore_ascii_case(b"SIG") && !name.is_empty() => {
            Some(name)
        }
        _ => None,
    }
}

/// A number in decimal digits, exactly or not at all: never wrapped, never cut short.
pub fn decimal(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    let mut number = 0u32;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u32::from(digit - b'0'))?;
    }
    Some(number)
}

/// A real-time signal as a name spells it: RTMIN, RTMAX, RTMIN+n, RTMAX-n and RTn.
struct RealTimeName {
    from_highest: bool,
    /// None if it is too large to hold.
    offset: Option<u32>,
}

impl RealTimeName {
    /// None if `name` has none of these forms.
    fn parse(name: &[u8]) -> Option<RealTimeName> {
        let (start, rest) = name.split_at_checked(2)?;
        if !start.eq_ignore_ascii_case(b"RT") {
            return None;
        }
        let (from_highest, offset) = match rest.split_at_checked(3) {
            Some((word, offset)) if word.eq_ignore_ascii_case(b"MIN") => {
                (false, signed_offset(offset, b'+')?)
            }
            Some((word, offset)) if word.eq_ignore_ascii_case(b"MAX") => {
                (true, signed_offset(offset, b'-')?)
            }
            _ if rest.first().is_some_and(u8::is_ascii_digit)
                && rest.iter().all(u8::is_ascii_digit) =>
            {
                (false, decimal(rest))
            }
            _ => return None,
        };
        Some(RealTimeName { from_highest, offset })
    }

    /// The number, where these are the real-time signals; None if it is not among them.
    fn number(&self, range: &RangeInclusive<u8>) -> Option<u8> {
        let offset = u8::try_from(self.offset?).ok()?;
        let number = match self.from_highest {
            true => range.end().checked_sub(offset)?,
            false => range.start().checked_add(offset)?,
        };
        range.contains(&number).then_some(number)
    }
}

/// Nothing, or the sign and digits: Some(None) is a number too large to hold, None another form.
fn signed_offset(offset: &[u8], sign: u8) -> Option<Option<u32>> {
    match offset {
        [] => Some(Some(0)),
        [first, digits @ ..]
            if *first == sign && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) =>
        {
            Some(decimal(digits))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
