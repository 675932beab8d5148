//! Criterion: the real user.

use std::fmt;

use super::users;
use crate::cli::parse::UsageError;
use crate::cli::report::escaped;
use crate::process::status::Status;
use crate::sys::Describe;

/// A user as it was written: by name or by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AskedUser<'a>(pub(crate) &'a [u8]);

/// The user that a process must belong to.
#[derive(Debug)]
pub(crate) struct User {
    number: u32,
    written: Vec<u8>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OtherUser {
    is: u32,
    wanted: u32,
    written: Vec<u8>,
}

impl AskedUser<'_> {
    /// Looks the user up.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be looked up.
    pub(crate) fn resolve(&self) -> Result<User, UsageError> {
        match users::user_by_name(self.0) {
            Ok(Some(number)) => Ok(User { number, written: self.0.to_vec() }),
            Ok(None) => {
                let hint = users::nearly(self.0);
                Err(UsageError::new(self.0, format_args!("no such user{hint}")))
            }
            Err(error) => Err(UsageError::new(
                self.0,
                format_args!("cannot be looked up: {}", Describe(error)),
            )),
        }
    }
}

impl User {
    /// The one that this process belongs to.
    pub(crate) fn own() -> User {
        let number = nix::unistd::getuid().as_raw();
        User { number, written: number.to_string().into_bytes() }
    }

    pub(crate) fn mismatch(&self, status: &Status) -> Option<OtherUser> {
        let is = status.user;
        let other = || OtherUser { is, wanted: self.number, written: self.written.clone() };
        (is != self.number).then(other)
    }
}

impl fmt::Display for OtherUser {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let OtherUser { is, wanted, written } = self;
        write!(f, "its real user ID is {is}, not that of {}", escaped(written))?;
        match written.first().is_some_and(u8::is_ascii_digit) {
            true => Ok(()),
            false => write!(f, " ({wanted})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_user_counts() {
        let user = User { number: 33, written: b"web".to_vec() };
        assert_eq!(user.mismatch(&Status { user: 33, ..Status::default() }), None);
        assert!(user.mismatch(&Status { user: 7, ..Status::default() }).is_some());
    }

    #[test]
    fn a_name_is_shown_with_its_number() {
        let other = |written: &str| {
            OtherUser { is: 7, wanted: 33, written: written.as_bytes().to_vec() }.to_string()
        };
        assert_eq!(other("web"), "its real user ID is 7, not that of web (33)");
        assert_eq!(other("33"), "its real user ID is 7, not that of 33");
    }

    #[test]
    fn a_user_that_is_not_there_is_an_error() {
        let error = AskedUser(b"no:name:has:colons").resolve().expect_err("no user");
        assert_eq!(error, UsageError::new(b"no:name:has:colons", "no such user"));
    }
}
