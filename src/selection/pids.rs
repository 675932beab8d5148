//! Criterion: a process ID of a list; where an inode number stands beside it, the one process whose
//! pidfd has that.

use super::criterion::{Cost, Criterion};
use super::hold::Unavailable;
use super::look::Look;
use crate::process::handle::{Handle, NotIdentified};
use crate::process::identified::Identified;
use crate::process::proc::wants_descriptors;
use crate::sys::{Errno, Pid};

#[derive(Debug)]
pub(crate) struct Pids(Vec<Identified>);

impl Pids {
    pub(crate) fn of(pid: Pid) -> Pids {
        Pids(vec![Identified { pid, inode: None }])
    }

    /// # Errors
    ///
    /// Inode numbers are asked for, and there are none here.
    pub(crate) fn resolve(wanted: Vec<Identified>) -> Result<Pids, Unavailable> {
        if wanted.iter().any(|one| one.inode.is_some()) {
            let own = Handle::open(Pid::own()).map_err(Unavailable::System)?;
            own.inode()?;
        }
        Ok(Pids(wanted))
    }
}

fn is(wanted: &Identified, process: Pid) -> Result<bool, Errno> {
    if wanted.pid != process {
        return Ok(false);
    }
    let Some(inode) = wanted.inode else { return Ok(true) };
    match Handle::open_identified(process, inode) {
        Ok(_) => Ok(true),
        Err(NotIdentified::System(error)) if wants_descriptors(error) => Err(error),
        Err(_) => Ok(false),
    }
}

impl Criterion for Pids {
    fn cost(&self) -> Cost {
        Cost::Number
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        for wanted in &self.0 {
            if is(wanted, look.task().process)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        Ok(format!("{} is not listed", look.task().process))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        Ok(format!("process ID {}", look.task().process))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn an_inode_number_means_one_process() {
        let own = Pid::own();
        let Ok(inode) = Handle::open(own).unwrap().inode() else { return };
        let is = |pid, inode| is(&Identified { pid, inode }, own);
        assert_eq!((is(own, None), is(own, Some(inode))), (Ok(true), Ok(true)));
        assert_eq!(is(own, Some(inode + 1)), Ok(false));
        assert_eq!(is(Pid::new(1).unwrap(), None), Ok(false));
    }
}
