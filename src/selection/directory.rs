//! Criterion: the working directory, or one below it.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::cli::parse::UsageError;
use crate::cli::report::escaped;
use crate::process::full_name::without_deleted;
use crate::process::proc::errno_of;
use crate::sys::{Describe, Errno};

#[derive(Debug)]
pub(crate) struct Directory<'a> {
    /// Without symbolic links.
    path: Vec<u8>,
    written: &'a [u8],
}

impl<'a> Directory<'a> {
    /// Follows the links on the way to it.
    ///
    /// # Errors
    ///
    /// There is none.
    pub(crate) fn resolve(written: &'a [u8]) -> Result<Directory<'a>, UsageError> {
        let path = std::fs::canonicalize(Path::new(OsStr::from_bytes(written)));
        let path = path.map_err(|error| UsageError::new(written, Describe(errno_of(&error))))?;
        Ok(Directory { path: path.into_os_string().into_encoded_bytes(), written })
    }
}

fn is_at_or_below(path: &[u8], directory: &[u8]) -> bool {
    path.strip_prefix(directory)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/") || directory == b"/")
}

impl Criterion for Directory<'_> {
    fn cost(&self) -> Cost {
        Cost::Link
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        match look.link("cwd") {
            Ok(path) => Ok(is_at_or_below(without_deleted(path.as_bytes()), &self.path)),
            // A zombie has none.
            Err(Errno::ENOENT) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("its working directory is not below {}", escaped(self.written)))
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("working directory below {}", escaped(self.written)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_below_another_by_its_parts() {
        assert!(is_at_or_below(b"/a", b"/a") && is_at_or_below(b"/a/b", b"/a"));
        assert!(is_at_or_below(b"/a", b"/") && is_at_or_below(b"/", b"/"));
        assert!(!is_at_or_below(b"/ab", b"/a") && !is_at_or_below(b"/", b"/a"));
    }
}
