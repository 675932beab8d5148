//! Criterion: the working directory, or one below it.

use std::os::unix::ffi::OsStrExt;

use super::criterion::{Cost, Criterion};
use super::look::Look;
use super::place::Place;
use crate::cli::parse::UsageError;
use crate::cli::report::escaped;
use crate::process::path::without_deleted;
use crate::sys::Errno;

#[derive(Debug)]
pub(super) struct Directory<'a> {
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
    pub(super) fn resolve(written: &'a [u8]) -> Result<Directory<'a>, UsageError> {
        let place = Place::find(written).map_err(|why| UsageError::new(written, why))?;
        Ok(Directory { path: place.path().to_vec(), written })
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
