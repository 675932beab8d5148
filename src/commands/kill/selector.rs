//! Targets that options name by what they belong to: a process group, a session, a terminal, a
//! pidfile.

use super::name::NAME;
use crate::selection::source::Source;
use crate::sys::Pid;

/// The unit that the targets belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Group,
    Session,
    Foreground,
    Pidfile,
}

/// A target that an option names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Selector<'a> {
    pub(crate) option: &'static str,
    pub(crate) source: Source<'a>,
}

impl<'a> Selector<'a> {
    /// Reads the value of such an option.
    ///
    /// # Errors
    ///
    /// The reason why the value is wrong.
    pub(crate) fn parse(by: By, value: &'a [u8]) -> Result<Selector<'a>, &'static str> {
        let process = || Pid::from_digits(value).ok_or("not a process ID");
        let (option, source) = match (by, value.first()) {
            (By::Group, _) => ("--group-of", Source::GroupOf(process()?)),
            (By::Session, _) => ("--session-of", Source::SessionOf(process()?)),
            (By::Foreground, None) => return Err("not a process ID or a terminal"),
            (By::Foreground, Some(b'0'..=b'9' | b'+' | b'-')) => {
                ("--foreground-of", Source::ForegroundOf(process()?))
            }
            (By::Foreground, _) => ("--foreground-of", Source::ForegroundOn(value)),
            (By::Pidfile, None) => return Err("not a file name"),
            (By::Pidfile, _) => ("--pidfile", Source::Pidfile { path: value, reader: NAME }),
        };
        Ok(Selector { option, source })
    }
}
