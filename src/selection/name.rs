//! Criterion: the command name, exactly; in full where it is longer than what the kernel keeps.

use std::cmp::Ordering;

use super::criterion::{Cost, Criterion, all_mismatches, any};
use super::look::Look;
use crate::cli::report::escaped;
use crate::process::name::KEPT;
use crate::sys::Errno;

/// The command name that a process must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name<'a> {
    name: &'a [u8],
    /// True if what the kernel keeps of a longer name is enough, if no more is asked for.
    kept_is_enough: bool,
}

impl<'a> Name<'a> {
    /// Reads the value of an option.
    ///
    /// # Errors
    ///
    /// The error of the name.
    pub(crate) fn parse(value: &'a [u8]) -> Result<Name<'a>, &'static str> {
        match value {
            b"" => Err("no process has an empty name"),
            name => Ok(Name::of_operand(name)),
        }
    }

    /// The name of an operand, which is never empty.
    pub(crate) fn of_operand(name: &'a [u8]) -> Name<'a> {
        Name { name, kept_is_enough: true }
    }

    /// The same, compared in full wherever more is known than what the kernel keeps.
    pub(crate) fn in_full(self) -> Name<'a> {
        Name { kept_is_enough: false, ..self }
    }

    /// Of a name of which the kernel may not keep all: that it begins so, which costs less to ask.
    pub(crate) fn beginning(self) -> Option<Beginning<'a>> {
        self.name.get(..KEPT).map(|kept| Beginning { kept, name: self })
    }

    /// True if it is the command name or, if it has more bytes than are kept, the full name.
    fn is_of(&self, command_name: &[u8], full_name: Option<&[u8]>) -> bool {
        match (self.name.len().cmp(&KEPT), full_name) {
            (Ordering::Less, _) | (Ordering::Equal, None) => self.name == command_name,
            (Ordering::Equal, Some(_)) if self.kept_is_enough => self.name == command_name,
            (_, Some(full_name)) => self.name == full_name,
            (Ordering::Greater, None) => false,
        }
    }
}

impl Criterion for Name<'_> {
    fn cost(&self) -> Cost {
        if self.name.len() < KEPT { Cost::CommandName } else { Cost::Name }
    }

    /// The full name is looked at only if the beginning is the same.
    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        let is = look.name()?;
        match self.name.get(..KEPT) {
            Some(start) if start == is => Ok(self.is_of(is, look.full_name()?)),
            _ => Ok(self.is_of(is, None)),
        }
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        Ok(format!("its name is {}, not {}", escaped(look.name()?), escaped(self.name)))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        Ok(match look.full_name()? {
            Some(_) => "full name matches".to_owned(),
            None => "name matches".to_owned(),
        })
    }
}

/// The part of a name that the kernel keeps.
#[derive(Debug)]
pub(crate) struct Beginning<'a> {
    kept: &'a [u8],
    name: Name<'a>,
}

impl Criterion for Beginning<'_> {
    fn cost(&self) -> Cost {
        Cost::CommandName
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(look.name()? == self.kept)
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        self.name.mismatch(look)
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        self.name.matched(look)
    }
}

/// Names of which one must be the process's.
#[derive(Debug)]
pub(crate) struct Names<'a>(pub(crate) Vec<Name<'a>>);

impl Criterion for Names<'_> {
    fn cost(&self) -> Cost {
        self.0.iter().map(Criterion::cost).max().unwrap_or(Cost::CommandName)
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        any(&self.0, look).map(|fitting| fitting.is_some())
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        all_mismatches(&self.0, look)
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        any(&self.0, look)?.map_or_else(|| Ok(String::new()), |name| name.matched(look))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_name_is_refused() {
        assert_eq!(Name::parse(b""), Err("no process has an empty name"));
    }

    #[test]
    fn a_name_is_compared_as_a_whole() {
        let is = |name: &[u8], command: &[u8], full| {
            Name::of_operand(name).in_full().is_of(command, full)
        };
        assert!(is(b"web", b"web", None) && !is(b"web", b"webs", None));
        assert!(!is(b"", b"a", None));
        assert!(is(b"fifteen-bytes-a", b"fifteen-bytes-a", None));
        assert!(is(b"fifteen-bytes-a", b"fifteen-bytes-a", Some(b"fifteen-bytes-a")));
        assert!(!is(b"fifteen-bytes-a", b"fifteen-bytes-a", Some(b"fifteen-bytes-ab")));
        assert!(is(b"sixteen-bytes-ab", b"sixteen-bytes-a", Some(b"sixteen-bytes-ab")));
        assert!(!is(b"sixteen-bytes-ab", b"sixteen-bytes-a", Some(b"sixteen-bytes-ac")));
    }

    #[test]
    fn a_long_name_is_not_that_of_a_process_whose_full_name_is_unknown() {
        assert!(!Name::of_operand(b"sixteen-bytes-ab").is_of(b"sixteen-bytes-a", None));
    }

    #[test]
    fn what_is_kept_is_enough_unless_the_full_name_is_asked_for() {
        let name = Name::of_operand(b"fifteen-bytes-a");
        let is = |name: Name| name.is_of(b"fifteen-bytes-a", Some(b"fifteen-bytes-ab"));
        assert!(is(name) && !is(name.in_full()));
    }

    #[test]
    fn of_a_name_that_is_kept_as_a_whole_the_command_name_is_enough() {
        let name = Name::of_operand(b"fourteen-bytes");
        assert!(name.beginning().is_none() && name.cost() == Cost::CommandName);
        for name in [&b"fifteen-bytes-a"[..], b"sixteen-bytes-ab"].map(Name::of_operand) {
            let beginning = name.beginning().unwrap();
            assert_eq!((beginning.kept.len(), beginning.cost()), (15, Cost::CommandName));
            assert_eq!(name.cost(), Cost::Name);
        }
    }
}
