//! Criteria: the real user, the effective user, the real group.

use super::criterion::{Cost, Criterion};
use super::look::Look;
use super::users::{self, Database};
use crate::cli::parse::UsageError;
use crate::cli::report::escaped;
use crate::sys::{Describe, Errno};

/// The kinds of a process's IDs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    RealUser,
    EffectiveUser,
    RealGroup,
}

impl Kind {
    fn of(self, look: &Look) -> Result<u32, Errno> {
        match self {
            Kind::RealUser => Ok(look.status()?.user),
            Kind::EffectiveUser => look.effective_user(),
            Kind::RealGroup => Ok(look.status()?.group),
        }
    }

    fn database(self) -> Database {
        match self {
            Kind::RealUser => Database::Users,
            Kind::EffectiveUser => Database::Users,
            Kind::RealGroup => Database::Groups,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Kind::RealUser => "real user ID",
            Kind::EffectiveUser => "effective user ID",
            Kind::RealGroup => "real group ID",
        }
    }
}

/// The users or groups of which a process must belong to one.
#[derive(Debug)]
pub(crate) struct Owner {
    kind: Kind,
    /// Their numbers, as they were written.
    wanted: Vec<(u32, Vec<u8>)>,
}

impl Owner {
    /// Looks names up; digits are always the number.
    ///
    /// # Errors
    ///
    /// There is none of a name, or it cannot be looked up.
    pub(crate) fn resolve(kind: Kind, names: &[&[u8]]) -> Result<Owner, UsageError> {
        let one = |name: &&[u8]| match users::number_of(kind.database(), name) {
            Ok(Some(number)) => Ok((number, name.to_vec())),
            Ok(None) => {
                let (nothing, hint) =
                    (kind.database().nothing(), users::nearly(kind.database(), name));
                Err(UsageError::new(name, format_args!("{nothing}{hint}")))
            }
            Err(error) => {
                Err(UsageError::new(name, format_args!("cannot be looked up: {}", Describe(error))))
            }
        };
        Ok(Owner { kind, wanted: names.iter().map(one).collect::<Result<_, _>>()? })
    }

    /// The real user that this process belongs to.
    pub(crate) fn own() -> Owner {
        let number = nix::unistd::getuid().as_raw();
        Owner { kind: Kind::RealUser, wanted: vec![(number, number.to_string().into_bytes())] }
    }

    fn is_of(&self, is: u32) -> bool {
        self.wanted.iter().any(|(number, _)| *number == is)
    }

    /// The reason why a process does not fit.
    fn otherwise(&self, is: u32) -> String {
        let wanted = self.wanted.iter().map(|(number, written)| {
            match written.first().is_some_and(u8::is_ascii_digit) {
                true => escaped(written),
                false => format!("{} ({number})", escaped(written)),
            }
        });
        let wanted = wanted.collect::<Vec<_>>().join(" or ");
        format!("its {} is {is}, not that of {wanted}", self.kind.words())
    }
}

impl Criterion for Owner {
    fn cost(&self) -> Cost {
        match self.kind {
            Kind::EffectiveUser => Cost::Owner,
            Kind::RealUser | Kind::RealGroup => Cost::Status,
        }
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.is_of(self.kind.of(look)?))
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        Ok(self.otherwise(self.kind.of(look)?))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        let is = self.kind.of(look)?;
        let written = self.wanted.iter().find(|(number, _)| *number == is);
        let written = written.map_or_else(|| is.to_string(), |(_, written)| escaped(written));
        Ok(format!("{} {written}", self.kind.database().word()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web() -> Owner {
        Owner { kind: Kind::RealUser, wanted: vec![(33, b"web".to_vec()), (34, b"34".to_vec())] }
    }

    #[test]
    fn the_real_user_counts() {
        assert!(web().is_of(33) && web().is_of(34) && !web().is_of(7));
    }

    #[test]
    fn a_name_is_shown_with_its_number() {
        let expected = "its real user ID is 7, not that of web (33) or 34";
        assert_eq!(web().otherwise(7), expected);
    }

    #[test]
    fn a_user_that_is_not_there_is_an_error() {
        let error = Owner::resolve(Kind::RealUser, &[b"0", b"no:name:has:colons"]);
        let error = error.expect_err("no user");
        assert_eq!(error, UsageError::new(b"no:name:has:colons", "no such user"));
    }
}
