//! Criterion: the command name, exactly; in full where it is longer than what the kernel keeps.

use std::cmp::Ordering;

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::cli::report::escaped;
use crate::process::name::KEPT;
use crate::sys::Errno;

/// The command name that a process must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name<'a> {
    name: &'a [u8],
    /// True if upper and lower case are one.
    folds: bool,
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
        Name { name, folds: false }
    }

    /// The same whatever the case of its letters, if `folds`.
    #[cfg(feature = "select")]
    pub(crate) fn folding(self, folds: bool) -> Name<'a> {
        Name { folds, ..self }
    }

    /// Of a name of which the kernel may not keep all: that it begins so, which costs less to ask.
    pub(crate) fn beginning(self) -> Option<Beginning<'a>> {
        self.name.get(..KEPT).map(|kept| Beginning { kept, name: self })
    }

    /// True if it is the command name or, if it has as many bytes as are kept or more, the full
    /// name. Where that is unknown, the bytes that are kept are the name. An empty name is none,
    /// although a process may have it.
    fn is_of(&self, command_name: &[u8], full_name: Option<&[u8]>) -> bool {
        match (self.name.len().cmp(&KEPT), full_name) {
            (Ordering::Less, _) | (Ordering::Equal, None) => {
                !self.name.is_empty() && self.is(self.name, command_name)
            }
            (_, Some(full_name)) => self.is(self.name, full_name),
            (Ordering::Greater, None) => false,
        }
    }

    fn is(&self, name: &[u8], other: &[u8]) -> bool {
        if self.folds { name.eq_ignore_ascii_case(other) } else { name == other }
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
            Some(start) if self.is(start, is) => Ok(self.is_of(is, look.full_name()?)),
            _ => Ok(self.is_of(is, None)),
        }
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        let is = look.name()?;
        let full_name = match self.name.get(..KEPT) {
            Some(start) if self.is(start, is) => look.full_name()?,
            _ => None,
        };
        let is = escaped(full_name.unwrap_or(is));
        Ok(format!("its name is {is}, not {}", escaped(self.name)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_name_is_refused() {
        assert_eq!(Name::parse(b""), Err("no process has an empty name"));
    }

    #[test]
    fn a_name_is_compared_as_a_whole() {
        let is = |name: &[u8], command: &[u8], full| Name::of_operand(name).is_of(command, full);
        assert!(is(b"web", b"web", None) && !is(b"web", b"webs", None));
        assert!(!is(b"", b"a", None) && !is(b"", b"", None));
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

    #[cfg(feature = "select")]
    #[test]
    fn the_case_of_ascii_letters_counts_unless_it_is_ignored() {
        let is = |folds, command: &[u8], full| {
            Name::of_operand(b"Fifteen-Bytes-\xc4b").folding(folds).is_of(command, full)
        };
        let long = Some(&b"fifteen-bytes-\xc4B"[..]);
        assert!(is(true, b"fifteen-bytes-\xc4", long) && !is(false, b"fifteen-bytes-\xc4", long));
        assert!(!is(true, b"fifteen-bytes-\xe4", Some(b"fifteen-bytes-\xe4B")));
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
