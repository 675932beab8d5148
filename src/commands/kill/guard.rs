//! Guards: what options ask of each process for it to be signalled.

use crate::selection::criteria::AskedCriterion;
use crate::selection::name::Name;
use crate::selection::started::{AskedStart, Side};

/// What a guard asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Name,
    User,
    Start(Side),
}

/// A guard as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Guard<'a> {
    pub(crate) option: &'static str,
    pub(crate) asked: AskedCriterion<'a>,
}

impl<'a> Guard<'a> {
    /// Reads the value of such an option.
    ///
    /// # Errors
    ///
    /// What is wrong with the value.
    pub(crate) fn parse(about: About, value: &'a [u8]) -> Result<Guard<'a>, &'static str> {
        let started = |side| AskedStart::parse(side, value).map(AskedCriterion::Started);
        let (option, asked) = match about {
            About::Name => ("--if-name", AskedCriterion::Name(Name::parse(value)?)),
            About::User => ("--if-user", AskedCriterion::User(value)),
            About::Start(Side::Before) => ("--started-before", started(Side::Before)?),
            About::Start(Side::After) => ("--started-after", started(Side::After)?),
        };
        Ok(Guard { option, asked })
    }
}
