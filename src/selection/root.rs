//! Criterion: the root directory.

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::process::view::Identity;
use crate::sys::{Errno, Pid};

/// The root directory that a process must have, by what it is: the paths of two may be the same.
#[derive(Debug)]
pub(crate) struct Root(Identity);

impl Root {
    /// The root directory of this process.
    ///
    /// # Errors
    ///
    /// It cannot be seen.
    pub(crate) fn own(look: &Look) -> Result<Root, Errno> {
        let view = look.view();
        Ok(Root(Look::at(view, Pid::own()).file("root")?.identity()))
    }
}

impl Criterion for Root {
    fn cost(&self) -> Cost {
        Cost::Link
    }

    /// A zombie and a kernel thread have none.
    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        match look.file("root") {
            Ok(root) => Ok(root.identity() == self.0),
            Err(Errno::ENOENT) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok("it has another root directory".to_owned())
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok("own root directory".to_owned())
    }
}
