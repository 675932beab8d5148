//! Criterion: a process ID of a list.

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::sys::{Errno, Pid};

#[derive(Debug)]
pub(crate) struct Pids(pub(crate) Vec<Pid>);

impl Criterion for Pids {
    fn cost(&self) -> Cost {
        Cost::Number
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.0.contains(&look.task().process))
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        Ok(format!("{} is not listed", look.task().process))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        Ok(format!("process ID {}", look.task().process))
    }
}
