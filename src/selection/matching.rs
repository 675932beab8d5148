//! Criterion: a pattern that the name or the command line matches.

use super::criterion::{Cost, Criterion};
use super::ere::Pattern;
use super::look::Look;
use crate::process::proc::unseen;
use crate::sys::Errno;

/// The text that a pattern is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Against {
    /// The command name or, of one that the kernel has cut short, the full name.
    Name,
    CommandLine,
}

#[derive(Debug)]
pub(crate) struct Matching {
    pub(crate) pattern: Pattern,
    pub(crate) against: Against,
}

impl Criterion for Matching {
    fn cost(&self) -> Cost {
        match self.against {
            Against::Name => Cost::CommandName,
            Against::CommandLine => Cost::CommandLine,
        }
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        match self.against {
            Against::Name => Ok(self.pattern.matches(look.name()?)
                || look.full_name()?.is_some_and(|name| self.pattern.matches(name))),
            Against::CommandLine => with_command_line(look, |line| Ok(self.pattern.matches(line))),
        }
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok(match self.against {
            Against::Name => "its name does not match".to_owned(),
            Against::CommandLine => "its command line does not match".to_owned(),
        })
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        Ok(match self.against {
            Against::Name if self.pattern.matches(look.name()?) => "name matches",
            Against::Name => "full name matches",
            Against::CommandLine => "command line matches",
        }
        .to_owned())
    }
}

/// The command line as one line: its words with a blank between them or, where there are none, the
/// name in brackets.
pub(crate) fn with_command_line<T>(
    look: &Look,
    act: impl FnOnce(&[u8]) -> Result<T, Errno>,
) -> Result<T, Errno> {
    let arguments = look.arguments().map(Some).or_else(unseen)?;
    let words = arguments.map_or(&[][..], |arguments| words(&arguments.bytes));
    if words.is_empty() {
        let ended = if look.stat()?.has_ended() { &b" <defunct>"[..] } else { b"" };
        return act(&[b"[", look.name()?, b"]", ended].concat());
    }
    look.with_joined(words, act)
}

/// The words without the NULs after the last.
pub(crate) fn words(arguments: &[u8]) -> &[u8] {
    let end = arguments.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    &arguments[..end]
}
