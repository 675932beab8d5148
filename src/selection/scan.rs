//! One scan of all processes: which fit, and which are left out.

use std::collections::BTreeSet;

use super::criteria::Criteria;
use super::look::Look;
use super::wanted::Fault;
use crate::process::proc::unseen;
use crate::process::view::{Task, View};
use crate::sys::{Errno, Pid};

/// The processes that a scan looks for.
#[derive(Debug)]
pub(crate) struct Scan<'a> {
    pub(crate) criteria: Criteria<'a>,
    /// The processes that do not fit all criteria.
    pub(crate) inverted: bool,
    /// Threads as well, each by itself.
    pub(crate) threads: bool,
    pub(crate) extreme: Option<Extreme>,
    /// The processes that never fit.
    pub(crate) left_out: BTreeSet<Pid>,
}

/// By their starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extreme {
    Newest,
    Oldest,
}

impl Scan<'_> {
    /// The processes that fit, by their IDs, ascending. One that ends in the meantime is not there.
    ///
    /// # Errors
    ///
    /// /proc cannot be read.
    pub(crate) fn find(&self, view: &View) -> Result<Vec<Task>, Fault> {
        self.find_by(&mut Look::at_whole(view, Pid::own()), &mut Err)
    }

    /// The same by this look. A process that cannot be looked at is not there if `spare` takes its
    /// fault.
    ///
    /// # Errors
    ///
    /// /proc cannot be listed; that of `spare`.
    pub(crate) fn find_by(
        &self,
        look: &mut Look,
        spare: &mut dyn FnMut(Fault) -> Result<(), Fault>,
    ) -> Result<Vec<Task>, Fault> {
        let all = look.view().processes().map_err(|error| Fault { of: None, error })?;
        let mut found = Vec::new();
        for process in all.into_iter().filter(|pid| !self.left_out.contains(pid)) {
            if let Err(error) = self.find_in(process, look, &mut found) {
                spare(Fault { of: Some(process), error })?;
            }
        }
        found.sort_by_key(|task| task.id());
        match self.extreme {
            None => Ok(found),
            Some(extreme) => self.extreme_of(look, found, extreme),
        }
    }

    /// A process, and the threads that are asked for.
    fn find_in(&self, process: Pid, look: &mut Look, found: &mut Vec<Task>) -> Result<(), Errno> {
        let threads = match self.threads {
            false => Vec::new(),
            true => look.view().threads(process).map(Some).or_else(unseen)?.unwrap_or_default(),
        };
        let threads = threads.into_iter().filter(|thread| *thread != process);
        let threads = threads.map(|thread| Task { process, thread: Some(thread) });
        for task in [Task::of(process)].into_iter().chain(threads) {
            look.turn_to(task);
            if self.fits(look)? {
                found.push(task);
            }
        }
        Ok(())
    }

    /// True if this one fits, by all but its start.
    ///
    /// # Errors
    ///
    /// /proc cannot be read.
    pub(crate) fn fits(&self, look: &Look) -> Result<bool, Errno> {
        if !self.inverted {
            return self.criteria.fits(look);
        }
        // One that is gone does not fit either way.
        Ok(!self.criteria.fits(look)? && look.name().map(Some).or_else(unseen)?.is_some())
    }

    /// Why the one that is looked at was found.
    ///
    /// # Errors
    ///
    /// It cannot be looked at.
    pub(crate) fn why(&self, look: &Look) -> Result<String, Errno> {
        if self.inverted {
            return Ok("not all of it holds".to_owned());
        }
        Ok(self.criteria.matched(look)?.join("; "))
    }

    /// The one that started last or first; of several, the one with the highest or lowest ID.
    fn extreme_of(
        &self,
        look: &mut Look,
        found: Vec<Task>,
        extreme: Extreme,
    ) -> Result<Vec<Task>, Fault> {
        let mut best = None;
        for task in found {
            look.turn_to(task);
            let stat = look.stat().map(Some).or_else(unseen);
            let Some(stat) = stat.map_err(|error| Fault { of: Some(task.process), error })? else {
                continue;
            };
            let key = (stat.started, task.id());
            let is_better = match (&best, extreme) {
                (None, _) => true,
                (Some((best, _)), Extreme::Newest) => key > *best,
                (Some((best, _)), Extreme::Oldest) => key < *best,
            };
            if is_better {
                best = Some((key, task));
            }
        }
        Ok(best.map(|(_, task)| task).into_iter().collect())
    }
}

/// The ancestors of this process, by their parents' IDs: its parent, its parent's, up to process 1.
///
/// # Errors
///
/// /proc cannot be read.
pub(crate) fn ancestors(view: &View) -> Result<BTreeSet<Pid>, Fault> {
    let mut ancestors = BTreeSet::new();
    let mut look = Look::at(view, Pid::own());
    loop {
        let process = look.task().process;
        let stat = look.stat().map(Some).or_else(unseen);
        let stat = stat.map_err(|error| Fault { of: Some(process), error })?;
        match stat.and_then(|stat| stat.parent) {
            // A number that was used again in the meantime may lead back.
            Some(parent) if ancestors.insert(parent) => look.turn_to(Task::of(parent)),
            _ => return Ok(ancestors),
        }
    }
}

/// These and all their descendants, by their IDs, ascending.
///
/// # Errors
///
/// /proc cannot be read.
pub(crate) fn with_descendants(
    view: &View,
    found: &[Task],
    left_out: &BTreeSet<Pid>,
) -> Result<Vec<Task>, Fault> {
    let all = view.processes().map_err(|error| Fault { of: None, error })?;
    let mut look = Look::at(view, Pid::own());
    let mut parents = Vec::new();
    for process in all {
        look.turn_to(Task::of(process));
        let stat = look.stat().map(Some).or_else(unseen);
        let stat = stat.map_err(|error| Fault { of: Some(process), error })?;
        parents.extend(stat.and_then(|stat| Some((process, stat.parent?))));
    }
    let members = descendants(found.iter().map(|task| task.process).collect(), &parents);
    let threads = found.iter().filter(|task| task.thread.is_some()).copied();
    let members = members.into_iter().filter(|pid| !left_out.contains(pid)).map(Task::of);
    let mut tasks: Vec<_> = members.chain(threads).collect();
    tasks.sort_by_key(|task| task.id());
    Ok(tasks)
}

fn descendants(mut members: BTreeSet<Pid>, parents: &[(Pid, Pid)]) -> BTreeSet<Pid> {
    loop {
        let before = members.len();
        for (process, parent) in parents {
            if members.contains(parent) {
                members.insert(*process);
            }
        }
        if members.len() == before {
            return members;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pid(number: i32) -> Pid {
        Pid::new(number).unwrap()
    }

    #[test]
    fn descendants_are_found_in_whatever_order_they_are_listed() {
        let parents = [(9, 8), (8, 2), (3, 2), (2, 1), (7, 1)].map(|(a, b)| (pid(a), pid(b)));
        let numbers = |root| -> Vec<i32> {
            descendants([pid(root)].into(), &parents).into_iter().map(Pid::get).collect()
        };
        assert_eq!(numbers(2), [2, 3, 8, 9]);
        assert_eq!(numbers(7), [7]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_parent_is_an_ancestor_and_the_own_process_is_none() {
        let ancestors = ancestors(&View::open().unwrap()).unwrap();
        let parent = Pid::new(nix::unistd::getppid().as_raw());
        assert!(parent.is_none_or(|parent| ancestors.contains(&parent)));
        assert!(!ancestors.contains(&Pid::own()));
    }
}
