//! A form that POSIX does not promise: why, and what to write instead.

use std::fmt;

use super::conformance::Level;
use crate::cli::escape::escaped;
use crate::cli::meant;
use crate::signal::Signal;
use crate::signal::Unknown;
use crate::signal::facts::Posix;
use crate::signal::headers;

/// A word that POSIX does not promise a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotPortable {
    pub reason: Reason,
    /// The words that mean the same everywhere; None if there are none.
    pub instead: Option<Instead>,
    /// True if XSI has a name for the signal, where base POSIX is asked for.
    pub(super) xsi_has_it: bool,
    /// The word that may have been meant, if nothing can be written instead.
    pub(super) hint: String,
}

impl NotPortable {
    pub(super) const fn without_replacement(reason: Reason) -> NotPortable {
        NotPortable { reason, instead: None, xsi_has_it: false, hint: String::new() }
    }

    /// A form of a signal that only XSI names.
    pub(super) fn of_xsi(reason: Reason) -> NotPortable {
        NotPortable { xsi_has_it: true, ..NotPortable::without_replacement(reason) }
    }

    /// A word that names no signal.
    pub(super) fn unknown(level: Level, word: &[u8], unknown: Unknown) -> NotPortable {
        let advice = NotPortable::without_replacement(Reason::Unknown(unknown));
        if unknown == Unknown::Name { advice.with_hint(level, word) } else { advice }
    }

    /// The same advice with the names that the level has and that are nearly the word.
    pub(super) fn with_hint(self, level: Level, word: &[u8]) -> NotPortable {
        let has =
            |number: u8| Signal::new(i32::from(number)).is_some_and(|signal| level.names(signal));
        NotPortable { hint: meant::signal_of(word, headers::NATIVE, has), ..self }
    }

    pub(super) fn replaced(
        reason: Reason,
        after: &'static str,
        word: impl Into<Vec<u8>>,
    ) -> NotPortable {
        let instead = Some(Instead { after, word: word.into() });
        NotPortable { instead, ..NotPortable::without_replacement(reason) }
    }
}

impl fmt::Display for NotPortable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.reason.fmt(f)?;
        match &self.instead {
            None if self.xsi_has_it => f.write_str("; base POSIX has no name for it"),
            None if !self.hint.is_empty() => f.write_str(&self.hint),
            None => f.write_str(self.reason.without_replacement()),
            Some(Instead { after, word }) => {
                let link = if let Reason::NumberOption(_) = self.reason { "," } else { ";" };
                write!(f, "{link} write: {after}{}", escaped(word))
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Instead {
    /// The text in front of it in a command, as far as the advice shows it.
    after: &'static str,
    /// The replacement of the word that is not portable; where that is `--WORD=VALUE`, of the
    /// part in front of the `=`. It may be more than one word, with blanks between them.
    pub word: Vec<u8>,
}

/// Why a word is not portable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The word names no signal of this system, portable or not.
    Unknown(Unknown),
    /// `-N` where N is no signal: a process group may be meant.
    NumberOption(Unknown),
    /// A number where POSIX takes names.
    Number,
    /// A number as an option that XSI does not have.
    NotXsiNumber,
    /// `-NAME` in base POSIX.
    NameAsOption,
    /// EXIT as a name of kill's.
    Exit,
    /// A name with SIG in front of it.
    Prefix,
    /// A name in lower case, which kill takes and trap need not take.
    LowerCase,
    /// A signal that XSI names and base POSIX does not.
    OnlyXsi,
    /// A name that POSIX does not have.
    Name,
    /// `-sNAME`.
    AttachedSignal,
    /// `-lSTATUS`.
    AttachedStatus,
    /// An option of one letter that POSIX does not have.
    Option,
    LongOption,
    /// A word after `-l` that has the form of an option.
    OptionOfList,
    SecondStatus,
    NameAsStatus,
    /// An operand of kill that is no process ID, group, 0 or -1 as POSIX writes them.
    Process,
}

impl Reason {
    /// How a sentence ends where nothing can be written instead.
    fn without_replacement(self) -> &'static str {
        match self {
            Reason::Number
            | Reason::NotXsiNumber
            | Reason::NameAsOption
            | Reason::Exit
            | Reason::Prefix
            | Reason::LowerCase
            | Reason::Name => "; POSIX has no name for this signal",
            Reason::Option => "; POSIX has kill [-s NAME] [--] PID... and kill -l [--] [STATUS]",
            Reason::OptionOfList => "; POSIX has kill -l [exit_status]",
            Reason::SecondStatus => "; write: kill -l once for each",
            Reason::NameAsStatus => "; it decodes an exit status",
            Reason::Process => "; write digits, with - before them for a process group",
            Reason::Unknown(_)
            | Reason::NumberOption(_)
            | Reason::OnlyXsi
            | Reason::AttachedSignal
            | Reason::AttachedStatus
            | Reason::LongOption => "",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Reason::Unknown(unknown) => return unknown.fmt(f),
            Reason::NumberOption(unknown) => return write!(f, "{unknown}; for a process group"),
            Reason::Number => "signal numbers are not POSIX",
            Reason::NotXsiNumber => "not one of XSI's numbers 0 1 2 3 6 9 14 15",
            Reason::NameAsOption => "signal names as options are XSI, not base POSIX",
            Reason::Exit => "EXIT is not POSIX",
            Reason::Prefix => "the SIG prefix is not POSIX",
            Reason::LowerCase => "lower case is not portable",
            Reason::OnlyXsi => "XSI only, not base POSIX",
            Reason::Name => "not a POSIX signal name",
            Reason::AttachedSignal => "an attached signal is not portable",
            Reason::AttachedStatus => "an attached status is not portable",
            Reason::Option => "not a POSIX option",
            Reason::LongOption => "long options are not POSIX",
            Reason::OptionOfList => "not an exit status",
            Reason::SecondStatus => "POSIX has one exit status",
            Reason::NameAsStatus => "POSIX leaves kill -l with a name unspecified",
            Reason::Process => "not a POSIX process ID",
        })
    }
}

/// The name that POSIX gives a signal, in the base or in XSI.
pub(crate) fn portable_name(signal: Signal) -> Option<String> {
    let name = signal.name().to_string();
    (signal.posix() != Posix::Extension && !name.contains(['+', '-'])).then_some(name)
}
