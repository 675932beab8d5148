//! Guards: what options ask of each process for it to be signalled.

use super::options::Key;
use crate::selection::criteria::Asked;
use crate::selection::name::Name;
use crate::selection::started::{AskedStart, Side};
use crate::selection::user::AskedUser;

/// A guard as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Guard<'a> {
    pub(crate) option: &'static str,
    pub(crate) asked: Asked<'a>,
}

impl<'a> Guard<'a> {
    /// Reads the value of such an option.
    ///
    /// # Errors
    ///
    /// What is wrong with the value.
    pub(crate) fn parse(key: Key, value: &'a [u8]) -> Result<Guard<'a>, &'static str> {
        let started = |side| AskedStart::parse(side, value).map(Asked::Started);
        let (option, asked) = match key {
            Key::IfName => ("--if-name", Asked::Name(Name::parse(value)?)),
            Key::IfUser => ("--if-user", Asked::User(AskedUser(value))),
            Key::StartedBefore => ("--started-before", started(Side::Before)?),
            _ => ("--started-after", started(Side::After)?),
        };
        Ok(Guard { option, asked })
    }
}
