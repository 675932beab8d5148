//! The text for a signal: its name, and its meaning.

use std::fmt;
use std::ops::RangeInclusive;

/// A signal's printed name, upper case and without SIG; `to_string` gives the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// The name that the system's `<signal.h>` has.
    Fixed(&'static str),
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
    pub(super) fn without_fact(number: u8, real_time: Option<&RangeInclusive<u8>>) -> Name {
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

    /// True if the signal has no name, so that the number stands for it. The C library keeps such
    /// signals to itself (nptl(7)).
    pub fn is_number(self) -> bool {
        matches!(self, Name::Number(_))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Name::Fixed(name) => f.pad(name),
            Name::AboveRtMin(0) => f.pad("RTMIN"),
            Name::BelowRtMax(0) => f.pad("RTMAX"),
            Name::AboveRtMin(above) => write!(f, "RTMIN+{above}"),
            Name::BelowRtMax(below) => write!(f, "RTMAX-{below}"),
            Name::Number(number) => write!(f, "{number}"),
        }
    }
}

/// The meaning of a signal, in the words of strsignal(3); `to_string` gives the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Description {
    /// The words for a signal of `<signal.h>`.
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
