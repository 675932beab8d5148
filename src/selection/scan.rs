//! One scan of all processes: which fit, and which are left out.

use std::collections::BTreeSet;

use super::criteria::{Criteria, Fit};
use super::look::Look;
use super::unexecuted::{Kinship, kinship};
use super::wanted::Fault;
use crate::process::proc::unseen;
use crate::process::stat::Ticks;
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
    /// The processes that are spared although they fit.
    pub(crate) spares: Spares,
}

/// The processes that are left alone although they fit, because something is done to the others.
#[derive(Debug, Default)]
pub(crate) struct Spares {
    pub(crate) ancestors: BTreeSet<Pid>,
    /// The processes whose copies are left alone: children that have executed no program yet, and
    /// therefore have the same command line.
    pub(crate) copies_of: BTreeSet<Pid>,
    pub(crate) kernel_threads: bool,
    /// One of which it cannot be seen whether it fits, where all others are looked for.
    pub(crate) unseen: bool,
}

/// Why one that fits is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spared {
    Ancestor,
    /// It has executed no program yet, and has the command line of an ancestor.
    CopyOfAncestor,
    /// Signals do not reach it.
    KernelThread,
    /// It cannot be seen if it fits.
    Unseen(Errno),
}

/// One that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fitting {
    pub(crate) task: Task,
    /// Its start, where it was compared with those of others.
    pub(crate) started: Option<Ticks>,
}

/// The processes that fit, by their IDs, ascending, and those that are left alone.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) fitting: Vec<Fitting>,
    pub(crate) spared: Vec<(Pid, Spared)>,
}

/// By their starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extreme {
    Newest,
    Oldest,
}

impl Scan<'_> {
    /// The processes that fit, by their IDs, ascending. One that ends in the meantime is not there,
    /// nor is one that cannot be looked at if `spare` takes its fault.
    ///
    /// # Errors
    ///
    /// /proc cannot be listed; that of `spare`.
    pub(crate) fn find_by(
        &self,
        look: &mut Look,
        spare: &mut dyn FnMut(Fault) -> Result<(), Fault>,
    ) -> Result<Vec<Task>, Fault> {
        let found = self.look_at_all(look, spare)?.fitting.into_iter();
        Ok(found.map(|found| found.task).collect())
    }

    /// The same with those that are left alone.
    ///
    /// # Errors
    ///
    /// As above.
    pub(crate) fn look_at_all(
        &self,
        look: &mut Look,
        spare: &mut dyn FnMut(Fault) -> Result<(), Fault>,
    ) -> Result<Findings, Fault> {
        let all = look.view().processes().map_err(|error| Fault { of: None, error })?;
        let mut findings = Findings::default();
        let kernel_threads = self.spares.kernel_threads && has_kernel_threads(look.view())?;
        for process in all.into_iter().filter(|pid| !self.left_out.contains(pid)) {
            if let Err(error) = self.look_at(process, kernel_threads, look, &mut findings) {
                spare(Fault { of: Some(process), error })?;
            }
        }
        findings.fitting.sort_by_key(|found| found.task.id());
        if let Some(extreme) = self.extreme {
            findings.fitting = extreme_of(look, &findings.fitting, extreme)?;
        }
        Ok(findings)
    }

    /// A process, and the threads that are asked for.
    fn look_at(
        &self,
        process: Pid,
        kernel_threads: bool,
        look: &mut Look,
        findings: &mut Findings,
    ) -> Result<(), Errno> {
        let threads = match self.threads {
            false => Vec::new(),
            true => look.view().threads(process).map(Some).or_else(unseen)?.unwrap_or_default(),
        };
        let threads = threads.into_iter().filter(|thread| *thread != process);
        let threads = threads.map(|thread| Task { process, thread: Some(thread) });
        for task in [Task::of(process)].into_iter().chain(threads) {
            look.turn_to(task);
            match self.judge(look, kernel_threads)? {
                Judged::Fits => findings.fitting.push(Fitting { task, started: None }),
                Judged::Spared(why) => findings.spared.push((process, why)),
                Judged::Not => {}
            }
        }
        Ok(())
    }

    fn judge(&self, look: &Look, kernel_threads: bool) -> Result<Judged, Errno> {
        let fit = match (self.criteria.fit(look)?, self.inverted) {
            (Fit::Unseen(error), _) if self.spares.unseen => {
                return Ok(Judged::Spared(Spared::Unseen(error)));
            }
            (fit, false) => fit == Fit::Fits,
            // One that is gone does not fit either way.
            (fit, true) => fit != Fit::Fits && look.name().map(Some).or_else(unseen)?.is_some(),
        };
        if !fit {
            return Ok(Judged::Not);
        }
        if self.spares.ancestors.contains(&look.task().process) {
            return Ok(Judged::Spared(Spared::Ancestor));
        }
        match self.kinship(look)? {
            Kinship::Copy => return Ok(Judged::Spared(Spared::CopyOfAncestor)),
            // What was read of it may be older than the program that it has executed.
            Kinship::Child if !self.fits_again(look)? => return Ok(Judged::Not),
            Kinship::Child | Kinship::None => {}
        }
        Ok(match kernel_threads && is_kernel_thread(look)? {
            true => Judged::Spared(Spared::KernelThread),
            false => Judged::Fits,
        })
    }

    fn kinship(&self, look: &Look) -> Result<Kinship, Errno> {
        match self.spares.copies_of.is_empty() {
            true => Ok(Kinship::None),
            false => kinship(look, &self.spares.copies_of),
        }
    }

    /// The answer of the criteria to what is read again.
    fn fits_again(&self, look: &Look) -> Result<bool, Errno> {
        let mut again = Look::at_whole(look.view(), look.task().process);
        again.turn_to(look.task());
        Ok((self.criteria.fit(&again)? == Fit::Fits) != self.inverted)
    }

    /// True if this one fits, by all but its start.
    ///
    /// # Errors
    ///
    /// /proc cannot be read.
    pub(crate) fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.judge(look, false)? == Judged::Fits)
    }

    /// Why the one that is looked at was found.
    ///
    /// # Errors
    ///
    /// It cannot be looked at.
    pub(crate) fn why(&self, look: &Look) -> Result<String, Errno> {
        if self.inverted {
            return self.criteria.mismatched(look);
        }
        Ok(self.criteria.matched(look)?.join("; "))
    }

    /// True if the one that is looked at fits, and is no other than the one that was found.
    ///
    /// # Errors
    ///
    /// The error of reading /proc, where it says nothing of the process.
    pub(crate) fn fits_still(&self, look: &Look, found: &Fitting) -> Result<bool, Errno> {
        let started = match found.started {
            None => None,
            Some(_) => look.stat().map(Some).or_else(unseen)?.map(|stat| stat.started),
        };
        Ok(started == found.started && self.judge(look, false)? == Judged::Fits)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Judged {
    Fits,
    Spared(Spared),
    Not,
}

fn is_kernel_thread(look: &Look) -> Result<bool, Errno> {
    Ok(look.stat().map(Some).or_else(unseen)?.is_some_and(|stat| stat.kernel_thread))
}

/// True if threads of the kernel can be seen. All are children of kthreadd, which is process 2
/// (kernel/kthread.c, and `rest_init` in init/main.c), and are in the first PID namespace alone.
fn has_kernel_threads(view: &View) -> Result<bool, Fault> {
    const KTHREADD: Option<Pid> = Pid::new(2);
    let Some(kthreadd) = KTHREADD else { return Ok(true) };
    let look = Look::at(view, kthreadd);
    match look.stat() {
        Ok(stat) => Ok(stat.kernel_thread),
        Err(Errno::ESRCH) => Ok(false),
        Err(Errno::EACCES | Errno::EPERM) => Ok(true),
        Err(error) => Err(Fault { of: KTHREADD, error }),
    }
}

/// The one that started last or first; of several, the one with the highest or lowest ID.
fn extreme_of(look: &mut Look, found: &[Fitting], extreme: Extreme) -> Result<Vec<Fitting>, Fault> {
    let mut best = None;
    for task in found.iter().map(|found| found.task) {
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
    let best = best.map(|((started, _), task)| Fitting { task, started: Some(started) });
    Ok(best.into_iter().collect())
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
