//! Source: the processes that one scan of all finds: by a name, by the file that they execute, or
//! by what else is asked of them.

use std::collections::BTreeSet;

use super::criteria::Criteria;
use super::criterion::Remark;
use super::hold::{Act, Unavailable, cannot_see, hold};
use super::look::Look;
use super::name::Name;
use super::named_file::NamedFile;
use super::scan::{Scan, Spares, ancestors};
use super::uninspected::Uninspected;
use super::wanted::Fault;
use crate::cli::meant;
use crate::process::handle::Handle;
use crate::process::name::KEPT;
use crate::process::proc::wants_descriptors;
use crate::process::view::{Task, View};
use crate::sys::{Describe, Errno, Pid};

/// Yields the processes of the name, or of the file if there is a slash in it, for which the guards
/// hold, but this one; those of the own user unless `any_user` will do.
pub(crate) fn each(name: &[u8], any_user: bool, guards: &Criteria, act: &mut Act<Handle>) {
    let source = Source {
        subject: name,
        criteria: named(name, any_user, guards),
        nothing: &|| no_process(name, any_user, guards),
    };
    source.each(act, |pid| [name, b" (", pid.as_bytes(), b")"].concat());
}

/// Yields the processes that fit, but this one. `subject` is what diagnostics call all of them.
pub(crate) fn each_that_fits(subject: &[u8], criteria: &Criteria, act: &mut Act<Handle>) {
    let nothing = || Unavailable::System(Errno::ESRCH);
    let source = Source { subject, criteria: criteria.clone(), nothing: &nothing };
    source.each(act, |pid| pid.as_bytes().to_vec());
}

struct Source<'s, 'a> {
    /// The name of all of them in diagnostics.
    subject: &'s [u8],
    criteria: Criteria<'a>,
    /// The reason that is given where there is none.
    nothing: &'s dyn Fn() -> Unavailable,
}

impl Source<'_, '_> {
    fn each(&self, act: &mut Act<Handle>, subject: impl Fn(&str) -> Vec<u8>) {
        let Found { pids, uninspected, remarks } = match find(&self.criteria) {
            Ok(found) => found,
            Err(error) => return act(self.subject, Err(cannot_see(error))),
        };
        if pids.is_empty() && uninspected.is_none() && remarks.is_empty() {
            return act(self.subject, Err((self.nothing)()));
        }
        hold_each(&pids, &self.criteria, act, subject);
        for (subject, reason) in remarks {
            act(&subject, Err(Unavailable::Explained(reason)));
        }
        if let Some(uninspected) = uninspected {
            act(self.subject, Err(Unavailable::Explained(uninspected.reason())));
        }
    }
}

/// Each is held only when it is its turn, so that there may be more of them than descriptors. It is
/// looked at again when it is held: a newcomer with its number is left alone.
///
/// Ancestors of this process come last: what is signalled before they end is all the rest.
fn hold_each(
    pids: &[Pid],
    criteria: &Criteria,
    act: &mut Act<Handle>,
    subject: impl Fn(&str) -> Vec<u8>,
) {
    let ancestors = match View::open().map(|view| ancestors(&view)) {
        Ok(Ok(ancestors)) => ancestors,
        // Then they come in their turn.
        _ => BTreeSet::new(),
    };
    for is_last in [false, true] {
        for pid in pids.iter().filter(|pid| ancestors.contains(pid) == is_last) {
            act(&subject(&pid.to_string()), hold_if_it_fits(*pid, criteria));
        }
    }
}

fn named<'a>(name: &'a [u8], any_user: bool, guards: &Criteria<'a>) -> Criteria<'a> {
    let mut criteria = guards.clone();
    if !any_user {
        criteria.add_own_user();
    }
    if name.contains(&b'/') {
        criteria.add(NamedFile::resolve(name));
        return criteria;
    }
    let name = Name::of_operand(name);
    if let Some(beginning) = name.beginning() {
        criteria.add(beginning);
    }
    criteria.add(name);
    criteria
}

fn no_process(name: &[u8], any_user: bool, guards: &Criteria) -> Unavailable {
    let names = names(any_user).unwrap_or_default();
    let no_process = Describe(Errno::ESRCH);
    if !guards.is_empty() && names.iter().any(|other| other == name) {
        return Unavailable::Explained(format!("{no_process} that fits the options"));
    }
    let mut hint = meant::hint(name, &mut names.iter().map(Vec::as_slice));
    if hint.is_empty() {
        hint = View::open().map(|view| hint_at_longer(&view, name, any_user)).unwrap_or_default();
    }
    match hint.is_empty() {
        true => Unavailable::System(Errno::ESRCH),
        false => Unavailable::Explained(format!("{no_process}{hint}")),
    }
}

/// The hint at names of which this is the part that the kernel keeps, and that ps(1) prints.
pub(crate) fn hint_at_longer(view: &View, name: &[u8], any_user: bool) -> String {
    if name.len() != KEPT {
        return String::new();
    }
    let mut criteria = Criteria::default();
    if !any_user {
        criteria.add_own_user();
    }
    let mut look = Look::at(view, Pid::own());
    let mut names = BTreeSet::new();
    for pid in view.processes().unwrap_or_default().into_iter().filter(|pid| *pid != Pid::own()) {
        look.turn_to(Task::of(pid));
        let fits = look.name() == Ok(name) && criteria.fits(&look).unwrap_or(false);
        let full_name = fits.then(|| look.full_name().ok().flatten()).flatten();
        names.extend(full_name.filter(|full_name| *full_name != name).map(<[u8]>::to_vec));
    }
    meant::said(&names.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// The names of processes that could be meant: of the same user's, unless `any_user` will do.
fn names(any_user: bool) -> Result<Vec<Vec<u8>>, Errno> {
    let view = View::open()?;
    let mut of_user = Criteria::default();
    if !any_user {
        of_user.add_own_user();
    }
    let mut look = Look::at(&view, Pid::own());
    let mut names = Vec::new();
    for pid in view.processes()?.into_iter().filter(|pid| *pid != Pid::own()) {
        look.turn_to(Task::of(pid));
        // A longer name is not kept as a whole.
        let name = look.name().ok().filter(|name| name.len() < KEPT);
        if let Some(name) = name.filter(|_| of_user.fits(&look).unwrap_or(false)) {
            names.push(name.to_vec());
        }
    }
    Ok(names)
}

/// The result of a look at all processes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    pids: Vec<Pid>,
    uninspected: Option<Uninspected>,
    remarks: Vec<Remark>,
}

impl Found {
    /// Counts one more. One that cannot be inspected does not keep the others from being found.
    ///
    /// # Errors
    ///
    /// The fault is not that of one process.
    fn spare(&mut self, fault: Fault) -> Result<(), Fault> {
        let Fault { of: Some(pid), error } = fault else { return Err(fault) };
        if wants_descriptors(error) {
            return Err(fault);
        }
        Uninspected::add(&mut self.uninspected, pid, error);
        Ok(())
    }
}

fn find(criteria: &Criteria) -> Result<Found, Errno> {
    let view = View::open()?;
    let scan = Scan {
        criteria: criteria.clone(),
        inverted: false,
        threads: false,
        extreme: None,
        left_out: BTreeSet::from([Pid::own()]),
        spares: Spares::default(),
    };
    let mut found = Found::default();
    let tasks = scan.find_by(&mut Look::at(&view, Pid::own()), &mut |fault| found.spare(fault));
    found.remarks = criteria.remarks(&view)?;
    found.pids = tasks.map_err(|fault| fault.error)?.into_iter().map(|task| task.process).collect();
    Ok(found)
}

fn hold_if_it_fits(pid: Pid, criteria: &Criteria) -> Result<Handle, Unavailable> {
    let handle = hold(pid)?;
    let fits = View::open().and_then(|view| criteria.fits(&Look::at(&view, pid)));
    match fits.map_err(cannot_see)? {
        true => Ok(handle),
        false => Err(Unavailable::System(Errno::ESRCH)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::criterion::Cost;

    fn pid(number: i32) -> Pid {
        Pid::new(number).unwrap()
    }

    fn after(faults: &[(i32, Errno)]) -> Result<Found, Fault> {
        let mut found = Found::default();
        for (number, error) in faults {
            found.spare(Fault { of: Some(pid(*number)), error: *error })?;
        }
        Ok(found)
    }

    #[test]
    fn one_that_cannot_be_inspected_does_not_hide_the_others() {
        let found = after(&[(2, Errno::EFBIG), (4, Errno::EPROTO)]).unwrap();
        assert_eq!(
            found.uninspected.unwrap().reason(),
            "2 processes could not be inspected, the first 2: File too large"
        );
        let found = after(&[(1, Errno::EPERM)]).unwrap();
        assert_eq!(
            found.uninspected.unwrap().reason(),
            "1 process could not be inspected: 1: Operation not permitted"
        );
    }

    #[test]
    fn without_descriptors_no_process_is_taken_for_another() {
        assert!(after(&[(2, Errno::EMFILE)]).is_err());
        let unlisted = Fault { of: None, error: Errno::EIO };
        assert_eq!(Found::default().spare(unlisted), Err(unlisted));
    }

    #[test]
    fn d40_a_process_of_another_user_is_not_asked_for_its_command_line() {
        let costs = |name, any_user| {
            let criteria = named(name, any_user, &Criteria::default());
            criteria.costs().collect::<Vec<_>>()
        };
        assert_eq!(costs(b"x", true), [Cost::CommandName]);
        assert_eq!(costs(b"x", false), [Cost::CommandName, Cost::Status]);
        let long = b"sixteen-bytes-ab";
        assert_eq!(costs(long, false), [Cost::CommandName, Cost::Status, Cost::Name]);
        assert_eq!(costs(b"/bin/sh", false), [Cost::Status, Cost::Link]);
    }
}
