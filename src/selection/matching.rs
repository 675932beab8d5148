//! Criterion: a pattern that the name or the command line matches.

use super::command_line::with_command_line;
use super::criterion::{Cost, Criterion};
use super::ere::Pattern;
use super::look::Look;
use crate::sys::Errno;

/// The text that a pattern is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Against {
    /// The command name or, of one that the kernel has cut short, the full name.
    Name,
    /// The full name or, where it is not known, the command name.
    FullName,
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
            Against::Name | Against::FullName => Cost::CommandName,
            Against::CommandLine => Cost::CommandLine,
        }
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        match self.against {
            Against::Name => Ok(self.pattern.matches(look.name()?)
                || look.full_name()?.is_some_and(|name| self.pattern.matches(name))),
            Against::FullName => {
                Ok(self.pattern.matches(look.full_name()?.map_or_else(|| look.name(), Ok)?))
            }
            Against::CommandLine => with_command_line(look, |line| Ok(self.pattern.matches(line))),
        }
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok(match self.against {
            Against::Name | Against::FullName => "its name does not match".to_owned(),
            Against::CommandLine => "its command line does not match".to_owned(),
        })
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        Ok(match self.against {
            Against::Name if self.pattern.matches(look.name()?) => "name matches",
            Against::FullName if look.full_name()?.is_none() => "name matches",
            Against::Name | Against::FullName => "full name matches",
            Against::CommandLine => "command line matches",
        }
        .to_owned())
    }
}
