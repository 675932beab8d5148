//! Source: the processes of a command name.

use super::criteria::Criteria;
use super::hold::{Act, Unavailable, cannot_see, hold};
use super::look::Look;
use super::name::Name;
use crate::cli::meant;
use crate::process::handle::Handle;
use crate::process::name::{KEPT, command_name};
use crate::process::proc::{all, wants_descriptors};
use crate::process::view::{Task, View};
use crate::sys::{Describe, Errno, Pid};

/// Yields the processes of the name, but this one; those of the own user unless `any_user` will do.
/// Each is held only when it is its turn, so that there may be more of them than descriptors.
pub(crate) fn each(name: &[u8], any_user: bool, act: &mut Act<Handle>) {
    let criteria = Criteria::named(Name::of_operand(name), any_user);
    let Found { pids, uninspected } = match find(&criteria) {
        Ok(found) => found,
        Err(error) => return act(name, Err(cannot_see(error))),
    };
    if pids.is_empty() && uninspected.is_none() {
        return act(name, Err(no_process(nearly(name, any_user))));
    }
    for pid in pids {
        let subject = [name, b" (", pid.to_string().as_bytes(), b")"].concat();
        act(&subject, hold_if_it_fits(pid, &criteria));
    }
    if let Some(uninspected) = uninspected {
        act(name, Err(Unavailable::Explained(uninspected.reason())));
    }
}

fn no_process(hint: String) -> Unavailable {
    match hint.is_empty() {
        true => Unavailable::System(Errno::ESRCH),
        false => Unavailable::Explained(format!("{}{hint}", Describe(Errno::ESRCH))),
    }
}

/// The hint at names of processes that could be meant: of the same user's, unless `any_user` will
/// do.
fn nearly(name: &[u8], any_user: bool) -> String {
    let of_user = Criteria::of_user(any_user);
    let Ok(pids) = all() else { return String::new() };
    let could_be_meant =
        |pid: &Pid| *pid != Pid::own() && of_user.fits_number(*pid).unwrap_or(false);
    // A longer name is not kept as a whole.
    let names = pids.filter(could_be_meant).filter_map(|pid| command_name(pid).ok());
    let names: Vec<_> = names.filter(|name| name.len() < KEPT).collect();
    meant::hint(name, &mut names.iter().map(Vec::as_slice))
}

/// What a look at all processes has found.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    pids: Vec<Pid>,
    uninspected: Option<Uninspected>,
}

/// Processes of which it is not known whether they fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Uninspected {
    count: usize,
    first: (Pid, Errno),
}

impl Uninspected {
    fn reason(&self) -> String {
        let (pid, error) = self.first;
        let error = Describe(error);
        match self.count {
            1 => format!("1 process could not be inspected: {pid}: {error}"),
            count => format!("{count} processes could not be inspected, the first {pid}: {error}"),
        }
    }
}

fn find(criteria: &Criteria) -> Result<Found, Errno> {
    let view = View::open()?;
    let mut look = Look::at(&view, Pid::own());
    let others = view.processes()?.into_iter().filter(|pid| *pid != Pid::own());
    sort_out(others, |pid| {
        look.turn_to(Task::of(pid));
        criteria.fits(&look)
    })
}

/// Which of the processes fit. One that cannot be inspected does not keep the others from being
/// found.
fn sort_out(
    pids: impl Iterator<Item = Pid>,
    mut fits: impl FnMut(Pid) -> Result<bool, Errno>,
) -> Result<Found, Errno> {
    let mut found = Found::default();
    for pid in pids {
        match fits(pid) {
            Ok(true) => found.pids.push(pid),
            Ok(false) => {}
            Err(error) if wants_descriptors(error) => return Err(error),
            Err(error) => {
                let one_more = Uninspected { count: 0, first: (pid, error) };
                found.uninspected.get_or_insert(one_more).count += 1;
            }
        }
    }
    Ok(found)
}

/// It is looked at again, now that it is held: a newcomer with its number is left alone.
fn hold_if_it_fits(pid: Pid, criteria: &Criteria) -> Result<Handle, Unavailable> {
    let handle = hold(pid)?;
    match criteria.fits_number(pid).map_err(cannot_see)? {
        true => Ok(handle),
        false => Err(Unavailable::System(Errno::ESRCH)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pid(number: i32) -> Pid {
        Pid::new(number).unwrap()
    }

    fn sorted_out(answers: &[Result<bool, Errno>]) -> Result<Found, Errno> {
        let pids = (1..).map(pid).take(answers.len());
        sort_out(pids, |pid| answers[pid.get() as usize - 1])
    }

    #[test]
    fn one_that_cannot_be_inspected_does_not_hide_the_others() {
        let answers = [Ok(false), Err(Errno::EFBIG), Ok(true), Err(Errno::EPROTO), Ok(true)];
        let found = sorted_out(&answers).unwrap();
        assert_eq!(found.pids, [pid(3), pid(5)]);
        assert_eq!(
            found.uninspected.unwrap().reason(),
            "2 processes could not be inspected, the first 2: File too large"
        );
        let found = sorted_out(&[Err(Errno::EPERM)]).unwrap();
        assert_eq!(
            found.uninspected.unwrap().reason(),
            "1 process could not be inspected: 1: Operation not permitted"
        );
        assert_eq!(sorted_out(&[Ok(true)]).unwrap().uninspected, None);
    }

    #[test]
    fn without_descriptors_no_process_is_taken_for_another() {
        assert_eq!(sorted_out(&[Ok(true), Err(Errno::EMFILE)]), Err(Errno::EMFILE));
    }
}
