//! Criterion: a name with a slash in it, of a command that takes names.

use super::criterion::{Cost, Criterion};
use super::executable::Executable;
use super::look::Look;
use super::name::Name;
use crate::sys::Errno;

/// A file that must be executed or, where there is no such file, a command name with a slash in it,
/// which kernel threads have.
#[derive(Debug)]
pub(crate) struct NamedFile<'a> {
    file: Executable<'a>,
    name: Option<Name<'a>>,
}

impl<'a> NamedFile<'a> {
    pub(crate) fn resolve(path: &'a [u8]) -> NamedFile<'a> {
        let file = Executable::resolve(path);
        let name = (!file.is_there()).then(|| Name::of_operand(path));
        NamedFile { file, name }
    }
}

impl Criterion for NamedFile<'_> {
    fn cost(&self) -> Cost {
        Cost::Link
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        let is_named = self.name.map_or(Ok(false), |name| name.fits(look))?;
        Ok(is_named || self.file.fits(look)?)
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        self.file.mismatch(look)
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        match self.name {
            Some(name) if name.fits(look)? => name.matched(look),
            _ => self.file.matched(look),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_no_file_may_be_a_name() {
        assert!(NamedFile::resolve(b"/").name.is_none());
        assert!(NamedFile::resolve(b"kworker/9:9").name.is_some());
    }
}
