//! Targets that options name by what they belong to: a process group, a session, a terminal, a
//! pidfile.

use super::name::NAME;
use super::options::Key;
use crate::selection::source::Source;
use crate::sys::Pid;

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
    /// What is wrong with the value.
    pub(crate) fn parse(key: Key, value: &'a [u8]) -> Result<Selector<'a>, &'static str> {
        let process = || Pid::from_digits(value).ok_or("not a process ID");
        let (option, source) = match (key, value.first()) {
            (Key::GroupOf, _) => ("--group-of", Source::GroupOf(process()?)),
            (Key::SessionOf, _) => ("--session-of", Source::SessionOf(process()?)),
            (Key::ForegroundOf, None) => return Err("not a process ID or a terminal"),
            (Key::ForegroundOf, Some(b'0'..=b'9' | b'+' | b'-')) => {
                ("--foreground-of", Source::ForegroundOf(process()?))
            }
            (Key::ForegroundOf, _) => ("--foreground-of", Source::ForegroundOn(value)),
            (_, None) => return Err("not a file name"),
            (_, _) => ("--pidfile", Source::Pidfile { path: value, reader: NAME }),
        };
        Ok(Selector { option, source })
    }
}
