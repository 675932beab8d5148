//! Source: the processes of a command name.

use super::criteria::Criteria;
use super::hold::{Act, Unavailable, cannot_see, hold};
use super::name::Name;
use crate::process::handle::Handle;
use crate::process::proc::all;
use crate::sys::{Errno, Pid};

/// Yields the processes of the name, but this one; those of the own user unless `any_user` will do.
/// Each is held only when it is its turn, so that there may be more of them than descriptors.
pub(crate) fn each(name: &[u8], any_user: bool, act: &mut Act<Handle>) {
    let criteria = Criteria::named(Name::of_operand(name), any_user);
    match find(&criteria) {
        Ok(pids) if pids.is_empty() => act(name, Err(Unavailable::System(Errno::ESRCH))),
        Ok(pids) => {
            for pid in pids {
                let subject = [name, b" (", pid.to_string().as_bytes(), b")"].concat();
                act(&subject, hold_if_it_fits(pid, &criteria));
            }
        }
        Err(error) => act(name, Err(cannot_see(error))),
    }
}

fn find(criteria: &Criteria) -> Result<Vec<Pid>, Errno> {
    let others = all()?.filter(|pid| *pid != Pid::own());
    let mut found = Vec::new();
    for pid in others {
        if criteria.fits_number(pid)? {
            found.push(pid);
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
