//! Taking hold of one that a scan has found, which may have ended meanwhile, and whose number
//! another process may have got.

use std::time::Duration;

use super::look::Look;
use super::scan::{Fitting, Scan};
use super::wanted::Fault;
use crate::process::handle::Handle;
use crate::process::proc::unseen;
use crate::process::start_time;
use crate::sys::Errno;

/// Why one that was found is not held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotHeld {
    /// It is gone, or fits no more.
    Gone,
    Fault(Fault),
}

impl From<Fault> for NotHeld {
    fn from(fault: Fault) -> NotHeld {
        NotHeld::Fault(fault)
    }
}

/// Takes hold of it, and then asks all that was asked again; gives what `see` sees of it.
///
/// # Errors
///
/// It is not what was found.
pub(crate) fn hold_found<T>(
    scan: &Scan,
    look: &mut Look,
    found: &Fitting,
    see: impl FnOnce(&Look) -> Result<T, Errno>,
) -> Result<(Handle, T), NotHeld> {
    let held = hold_to_signal(scan, look, found, see)?;
    confirmed(held)
}

/// The same for one that is signalled at once: a signal that reaches it proves that it was not
/// reaped before, and that what was seen was its own. Where it was reaped, the signal fails.
///
/// # Errors
///
/// As above.
pub(crate) fn hold_to_signal<T>(
    scan: &Scan,
    look: &mut Look,
    found: &Fitting,
    see: impl FnOnce(&Look) -> Result<T, Errno>,
) -> Result<(Handle, T), NotHeld> {
    hold_if(look, found, |look| scan.fits_still(look, found), see)
}

/// The same as [`hold_found`] of one that stays meant although it does not fit any more: it has
/// changed its name or its state since a scan that began at this time since boot.
///
/// # Errors
///
/// As above.
pub(crate) fn hold_same<T>(
    scan: &Scan,
    look: &mut Look,
    found: &Fitting,
    scanned: Duration,
    see: impl FnOnce(&Look) -> Result<T, Errno>,
) -> Result<(Handle, T), NotHeld> {
    let is_same = |look: &Look| {
        let stat = look.stat().map(Some).or_else(unseen)?;
        match stat.map(|stat| start_time::was_before(stat.started, scanned)).transpose()? {
            Some(true) => Ok(true),
            _ => scan.fits_still(look, found),
        }
    };
    confirmed(hold_if(look, found, is_same, see)?)
}

/// One that is not reaped: what was seen was its own.
fn confirmed<T>((handle, seen): (Handle, T)) -> Result<(Handle, T), NotHeld> {
    match handle.send(None, None) {
        Err(Errno::ESRCH) => Err(NotHeld::Gone),
        _ => Ok((handle, seen)),
    }
}

fn hold_if<T>(
    look: &mut Look,
    found: &Fitting,
    is_it: impl FnOnce(&Look) -> Result<bool, Errno>,
    see: impl FnOnce(&Look) -> Result<T, Errno>,
) -> Result<(Handle, T), NotHeld> {
    let fault = |error| NotHeld::Fault(Fault { of: Some(found.task.process), error });
    let handle = match Handle::open(found.task.process) {
        Ok(handle) => handle,
        // The number is a thread's by now.
        Err(Errno::ESRCH | Errno::EINVAL) => return Err(NotHeld::Gone),
        Err(error) => return Err(fault(error)),
    };
    look.turn_to(found.task);
    if !is_it(look).map_err(fault)? {
        return Err(NotHeld::Gone);
    }
    let seen = see(look).map(Some).or_else(unseen).map_err(fault)?.ok_or(NotHeld::Gone)?;
    Ok((handle, seen))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::collections::BTreeSet;
    use std::process::Command;

    use super::*;
    use crate::process::view::{Task, View};
    use crate::selection::criteria::Criteria;
    use crate::selection::name::Name;
    use crate::selection::scan::Spares;
    use crate::sys::Pid;

    fn scan(name: &str) -> Scan<'_> {
        let mut criteria = Criteria::default();
        criteria.add(Name::of_operand(name.as_bytes()));
        Scan {
            criteria,
            inverted: false,
            threads: false,
            extreme: None,
            left_out: BTreeSet::new(),
            spares: Spares::default(),
        }
    }

    /// X6: what was found is looked at again when it is held.
    #[test]
    fn x6_another_process_with_the_number_is_not_held() {
        let mut child = Command::new("sleep").arg("1000").spawn().unwrap();
        let task = Task::of(Pid::new(child.id() as i32).unwrap());
        let view = View::open().unwrap();
        let mut look = Look::at_whole(&view, Pid::own());
        look.turn_to(task);
        while look.name() != Ok(b"sleep") {
            look.turn_to(task);
        }
        let started = Some(look.stat().unwrap().started);
        let other_start = Look::at(&view, Pid::new(1).unwrap()).stat().unwrap().started;
        let mut hold = |scan: &Scan, found| {
            hold_found(scan, &mut look, &found, |look| Ok(look.name()?.to_vec()))
                .map(|(_, name)| name)
        };
        let found = Fitting { task, started: None };
        let sleep = Ok(b"sleep".to_vec());
        assert_eq!(hold(&scan("sleep"), found), sleep);
        assert_eq!(hold(&scan("other"), found), Err(NotHeld::Gone));
        assert_eq!(hold(&scan("sleep"), Fitting { started, ..found }), sleep);
        // Of the newest and the oldest the start must be the same, too.
        let other = Fitting { started: Some(other_start), ..found };
        assert_eq!(hold(&scan("sleep"), other), Err(NotHeld::Gone));
        child.kill().unwrap();
        // A zombie has its name.
        assert_eq!(hold(&scan("sleep"), found), sleep);
        child.wait().unwrap();
        assert_eq!(hold(&scan("sleep"), found), Err(NotHeld::Gone));
    }

    #[test]
    fn p19_one_that_changes_its_name_after_the_scan_stays_meant() {
        let task = Task::of(Pid::own());
        let view = View::open().unwrap();
        let mut look = Look::at_whole(&view, Pid::own());
        look.turn_to(task);
        let started = start_time::since_boot().unwrap()
            - start_time::age(look.stat().unwrap().started).unwrap();
        let found = Fitting { task, started: None };
        let mut hold = |name: &str, scanned| {
            hold_same(&scan(name), &mut look, &found, scanned, |_| Ok(())).map(|_| ())
        };
        let later = started + Duration::from_secs(1);
        assert_eq!(hold("no-such-name", later), Ok(()));
        // The number may be another process's, which started after the scan.
        assert_eq!(hold("no-such-name", started), Err(NotHeld::Gone));
        let own = Look::at(&view, Pid::own());
        let own = own.full_name().unwrap().map_or_else(|| own.name(), Ok).unwrap();
        assert_eq!(hold(std::str::from_utf8(own).unwrap(), started), Ok(()));
    }
}
