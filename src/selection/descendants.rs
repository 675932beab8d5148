//! Criterion: a descendant of a process, at any level, by the parents that the kernel shows. A
//! process whose parent has ended is a child of another one: of the nearest ancestor that takes
//! such processes, or of process 1.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::criterion::{Cost, Criterion};
use super::hold::{Unavailable, hold};
use super::look::Look;
use crate::process::handle::Handle;
use crate::process::proc::unseen;
use crate::sys::{Errno, Pid};

#[derive(Debug)]
pub(crate) struct Descendants {
    roots: Vec<Handle>,
    /// Of parents that were looked at: whether they are roots or descendants.
    parents: RefCell<BTreeMap<Pid, bool>>,
}

impl Descendants {
    /// Holds the processes whose descendants are meant, so that a newcomer with such a number is
    /// not taken for one.
    ///
    /// # Errors
    ///
    /// There is no such process; it cannot be held.
    pub(crate) fn resolve(roots: &[Pid]) -> Result<Descendants, (Pid, Unavailable)> {
        let held = roots.iter().map(|pid| hold(*pid).map_err(|why| (*pid, why)));
        Ok(Descendants { roots: held.collect::<Result<_, _>>()?, parents: RefCell::default() })
    }

    fn is_root(&self, pid: Pid) -> bool {
        let is = |root: &&Handle| root.pid() == pid;
        self.roots.iter().find(is).is_some_and(|root| root.look(Ok).is_ok())
    }

    /// True if this one is a root or a descendant.
    fn belongs(&self, look: &Look, pid: Pid) -> Result<bool, Errno> {
        let mut way = Vec::new();
        let mut next = Some(pid);
        let mut belongs = false;
        while let Some(pid) = next {
            // A number that was reused in the meantime may lead back.
            if way.contains(&pid) {
                break;
            }
            if let Some(known) = self.parents.borrow().get(&pid) {
                belongs = *known;
                break;
            }
            way.push(pid);
            if self.is_root(pid) {
                belongs = true;
                break;
            }
            let parent = Look::at(look.view(), pid).stat().map(|stat| stat.parent).map(Some);
            next = parent.or_else(unseen)?.flatten();
        }
        self.parents.borrow_mut().extend(way.into_iter().map(|pid| (pid, belongs)));
        Ok(belongs)
    }
}

impl Criterion for Descendants {
    fn cost(&self) -> Cost {
        Cost::Stat
    }

    /// Its own parent is read anew: a process that is looked at again may have got another one.
    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        look.stat()?.parent.map_or(Ok(false), |parent| self.belongs(look, parent))
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        let roots: Vec<_> = self.roots.iter().map(|root| root.pid().to_string()).collect();
        Ok(format!("it is no descendant of {}", roots.join(" or ")))
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        let roots: Vec<_> = self.roots.iter().map(|root| root.pid().to_string()).collect();
        Ok(format!("descendant of {}", roots.join(" or ")))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::process::view::View;

    #[test]
    fn this_process_is_a_descendant_of_its_parent_and_not_of_itself() {
        let view = View::open().unwrap();
        let look = Look::at(&view, Pid::own());
        let Some(parent) = look.stat().unwrap().parent else { return };
        let of = |pid| Descendants::resolve(&[pid]).unwrap().fits(&look).unwrap();
        assert!(of(parent) && !of(Pid::own()));
        assert!(Descendants::resolve(&[Pid::new(i32::MAX).unwrap()]).is_err());
    }
}
