//! Processes that a scan has found: each is held, asked again whether it fits, and then signalled;
//! or it is shown what would become of it.
//!
//! A process that has ended, or whose number another one has by now, is passed over in silence.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::order::{Order, Scope};
use super::send::Delivery;
use super::table::Table;
use crate::process::handle::Handle;
use crate::process::name::Named;
use crate::process::proc::{unseen, wants_descriptors};
use crate::process::tree::{self, Tree};
use crate::process::view::View;
use crate::selection::held::{NotHeld, hold_found, hold_to_signal};
use crate::selection::hold::Unavailable;
use crate::selection::look::Look;
use crate::selection::scan::{Findings, Fitting, Scan};
use crate::selection::wanted::Fault;
use crate::sys::{Errno, Pid};

/// The name of a process, as the command gives it.
pub(crate) type NameOf = fn(&Look) -> Result<Vec<u8>, Errno>;

/// The name as the kernel keeps it.
///
/// # Errors
///
/// The process cannot be looked at.
pub(crate) fn kept_name(look: &Look) -> Result<Vec<u8>, Errno> {
    Ok(look.name()?.to_vec())
}

/// The name in full, where it is known.
///
/// # Errors
///
/// As above.
pub(crate) fn full_name(look: &Look) -> Result<Vec<u8>, Errno> {
    Ok(look.full_name()?.map_or_else(|| look.name(), Ok)?.to_vec())
}

/// The treatment of the processes that were found.
pub(crate) struct Pursuit<'a> {
    /// The command, for diagnostics.
    pub(crate) speaker: &'a str,
    pub(crate) view: &'a View,
    pub(crate) scan: &'a Scan<'a>,
    pub(crate) order: &'a Order<'a>,
    pub(crate) name_of: NameOf,
}

/// One that is held, and fits.
pub(crate) struct Held {
    pub(crate) found: Fitting,
    pub(crate) handle: Rc<Handle>,
    pub(crate) process: Named,
    /// The criteria that it fits.
    pub(crate) why: String,
}

/// The way in which one is signalled.
pub(crate) type Signals<'a> = dyn FnMut(Held, &Look, &mut Delivery) -> Result<(), Fault> + 'a;

/// The usual one.
///
/// # Errors
///
/// None.
pub(crate) fn by_itself(held: Held, _: &Look, delivery: &mut Delivery) -> Result<(), Fault> {
    delivery.deliver_to_named(&held.process, held.handle);
    Ok(())
}

/// The order in which they are signalled: what this process depends on comes last.
pub(crate) fn ancestors_last(fitting: &[Fitting], ancestors: &BTreeSet<Pid>) -> Vec<Fitting> {
    let is_ancestor = |found: &&Fitting| ancestors.contains(&found.task.process);
    let (last, first): (Vec<_>, Vec<_>) = fitting.iter().partition(is_ancestor);
    first.into_iter().chain(last).copied().collect()
}

impl Pursuit<'_> {
    /// Holds one after the other and gives each to `act`; one that is gone is passed over.
    ///
    /// # Errors
    ///
    /// One cannot be held or looked at, for a reason that says nothing of it.
    pub(crate) fn each(
        &self,
        fitting: &[Fitting],
        mut act: impl FnMut(Held, &Look) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut look = Look::at_whole(self.view, Pid::own());
        for found in fitting {
            let see = |look: &Look| Ok(((self.name_of)(look)?, self.scan.why(look)?));
            match hold_found(self.scan, &mut look, found, see) {
                Ok((handle, (name, why))) => {
                    let process = Named { pid: found.task.process, name };
                    act(Held { found: *found, handle: Rc::new(handle), process, why }, &look)?;
                }
                Err(NotHeld::Gone) => {}
                Err(NotHeld::Fault(fault)) => return Err(fault),
            }
        }
        Ok(())
    }

    /// Has `signal` signal all. Where many are held at once and no descriptor is left, that is said
    /// of each.
    ///
    /// # Errors
    ///
    /// As above; those before it were signalled.
    pub(crate) fn signal(
        &self,
        fitting: &[Fitting],
        delivery: &mut Delivery,
        signal: &mut Signals,
    ) -> Result<(), Fault> {
        let mut look = Look::at_whole(self.view, Pid::own());
        for found in fitting {
            let held = match self.order.signals_at_once() {
                true => hold_to_signal(self.scan, &mut look, found, self.name_of),
                false => hold_found(self.scan, &mut look, found, self.name_of),
            };
            match held {
                Ok((handle, name)) => {
                    let process = Named { pid: found.task.process, name };
                    // Only what is shown has a reason.
                    let (found, handle, why) = (*found, Rc::new(handle), String::new());
                    signal(Held { found, handle, process, why }, &look, delivery)?;
                }
                Err(NotHeld::Gone) => {}
                Err(NotHeld::Fault(Fault { error, .. }))
                    if wants_descriptors(error) && self.order.holds_many() =>
                {
                    let subject = found.task.process.to_string();
                    delivery.deliver(subject.as_bytes(), Err(Unavailable::System(error)));
                }
                Err(NotHeld::Fault(fault)) => return Err(fault),
            }
        }
        Ok(())
    }

    /// The same of those that are held already, as far as they still fit.
    ///
    /// # Errors
    ///
    /// As above.
    pub(crate) fn signal_held(
        &self,
        all: Vec<Held>,
        delivery: &mut Delivery,
        signal: &mut Signals,
    ) -> Result<(), Fault> {
        let mut look = Look::at_whole(self.view, Pid::own());
        for held in all {
            look.turn_to(held.found.task);
            let fits = self.scan.fits_still(&look, &held.found);
            let fits = fits.map_err(|error| Fault { of: Some(held.process.pid), error })?;
            if fits && held.handle.send(None, None) != Err(Errno::ESRCH) {
                signal(held, &look, delivery)?;
            }
        }
        Ok(())
    }

    /// The different names, in full, of those that were found.
    ///
    /// # Errors
    ///
    /// One cannot be looked at, for a reason that says nothing of it.
    pub(crate) fn full_names(&self, fitting: &[Fitting]) -> Result<BTreeSet<Vec<u8>>, Fault> {
        let mut names = BTreeSet::new();
        let mut look = Look::at_whole(self.view, Pid::own());
        for found in fitting {
            look.turn_to(found.task);
            let name = full_name(&look).map(Some).or_else(unseen);
            let fault = |error| Fault { of: Some(found.task.process), error };
            names.extend(name.map_err(fault)?);
        }
        Ok(names)
    }

    /// Foretells the effect on each, with the processes that are left out.
    ///
    /// # Errors
    ///
    /// As above.
    pub(crate) fn table(
        &self,
        held: &[Shown],
        findings: &Findings,
        in_json: bool,
    ) -> Result<Table<'_>, Fault> {
        let mut table = Table::begin(self.view, self.order.signal, in_json);
        if self.order.scope != Scope::Target {
            table = table.drawn();
        }
        for Member { pid, why, target } in self.members(held)? {
            if table.add(pid, &why).map_err(|error| Fault { of: Some(pid), error })? {
                table.reached.extend(target);
            }
        }
        table.add_spared(&findings.spared, self.speaker)?;
        Ok(table)
    }

    /// All that the signal would go to, with why.
    fn members(&self, held: &[Shown]) -> Result<Vec<Member>, Fault> {
        if self.order.scope == Scope::Target {
            let itself = |one: &Shown| Member {
                pid: one.pid,
                why: one.why.clone(),
                target: Some(one.target),
            };
            return Ok(held.iter().map(itself).collect());
        }
        let (mut tree, mut roots) = (Tree::default(), BTreeMap::new());
        for Shown { pid, why, handle, .. } in held {
            let Some(handle) = handle else { continue };
            let number = tree.add(Rc::clone(handle), self.order.scope == Scope::Tree);
            roots.entry(number).or_insert((*pid, why));
        }
        let surveyed: tree::Outcome<Errno> =
            tree.survey(|_| Ok(())).map_err(|error| Fault { of: None, error })?;
        let why = |sent: &tree::Sent<Errno>| match roots.get(&sent.root) {
            Some((_, why)) if sent.is_root => (*why).clone(),
            Some((pid, _)) => format!("a descendant of {pid}"),
            None => String::new(),
        };
        let member = |sent: &tree::Sent<Errno>| Member {
            pid: sent.pid,
            why: why(sent),
            target: roots.get(&sent.root).map(|(pid, _)| *pid),
        };
        Ok(surveyed.sent.iter().map(member).collect())
    }
}

/// One that the signal would go to.
struct Member {
    pid: Pid,
    why: String,
    /// The target that it belongs to.
    target: Option<Pid>,
}

/// One that is shown; held where its descendants are, too.
pub(crate) struct Shown {
    pub(crate) pid: Pid,
    pub(crate) why: String,
    /// The target that it belongs to: itself, or a process group.
    pub(crate) target: Pid,
    pub(crate) handle: Option<Rc<Handle>>,
}

impl Shown {
    pub(crate) fn of(held: &Held) -> Shown {
        let (pid, handle) = (held.process.pid, Some(Rc::clone(&held.handle)));
        Shown { pid, why: held.why.clone(), target: pid, handle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::view::Task;

    #[test]
    fn ancestors_come_last_and_the_rest_stays_in_order() {
        let pid = |number| Pid::new(number).unwrap();
        let fitting: Vec<_> = [2, 3, 5, 8]
            .map(|number| Fitting { task: Task::of(pid(number)), started: None })
            .into();
        let order = ancestors_last(&fitting, &[pid(2), pid(5)].into());
        let order: Vec<_> = order.iter().map(|found| found.task.process.get()).collect();
        assert_eq!(order, [3, 8, 2, 5]);
    }
}
