//! Finds the processes and waits for them, or shows which they are.

use std::time::Duration;

use super::args::{Form, Wait};
use super::name::{INQUIRER, NAME};
use crate::cli::ExitStatus;
use crate::cli::escape::visible;
use crate::delivery::reporter::Echo;
use crate::delivery::table::Table;
use crate::delivery::waiting::{Waited, Waiting};
use crate::process::handle;
use crate::process::name::Named;
use crate::process::proc::{unseen, wants_descriptors};
use crate::process::start_time;
use crate::process::view::View;
use crate::selection::criteria::Criteria;
use crate::selection::held::{NotHeld, hold_same};
use crate::selection::look::Look;
use crate::selection::scan::{Findings, Scan, ancestors};
use crate::selection::wanted::Fault;
use crate::sys::{Errno, Pid};

/// Exit status 0: all have ended, 1: there is none, 124: some are left.
pub(super) fn execute(wait: &Wait) -> ExitStatus {
    INQUIRER.inquire(&wait.asked.wanted, |view, criteria| pursue(wait, view, criteria))
}

fn pursue(wait: &Wait, view: &View, criteria: Criteria) -> Result<ExitStatus, Fault> {
    // Before the scan: what starts in the meantime is no ancestor.
    let ancestors = ancestors(view)?;
    let scan = wait.asked.scan(criteria, &ancestors);
    let scanned = start_time::since_boot().map_err(|error| Fault { of: None, error })?;
    let findings = INQUIRER.find(&scan, view)?;
    if let Some(form) = wait.dry_run {
        return show(wait, form, view, &scan, &findings);
    }
    if wait.count {
        match INQUIRER.show(&format!("{}\n", findings.fitting.len())) {
            ExitStatus::SUCCESS => {}
            failed => return Ok(failed),
        }
    }
    if findings.fitting.is_empty() {
        return Ok(ExitStatus::FAILURE);
    }
    let line =
        |process: &Named| format!("waiting for {} (pid {})", visible(&process.name), process.pid);
    let echo = wait.echo.then_some(Echo { line: &line, is_diagnostic: false });
    let tells = wait.echo && (wait.patience.first || wait.patience.at_most.is_some());
    let mut waiting = Waiting::new(NAME, tells, echo);
    hold_all(&scan, view, scanned, &findings, &mut waiting)?;
    Ok(status(waiting.wait(wait.patience)))
}

/// Holds all before any of them is waited for. One that has ended since it was found is done.
fn hold_all(
    scan: &Scan,
    view: &View,
    scanned: Duration,
    findings: &Findings,
    waiting: &mut Waiting,
) -> Result<(), Fault> {
    handle::raise_descriptor_limit();
    let mut look = Look::at_whole(view, Pid::own());
    for found in &findings.fitting {
        let pid = found.task.process;
        let see = |look: &Look| Ok(look.name()?.to_vec());
        match hold_same(scan, &mut look, found, scanned, see) {
            Ok((handle, name)) => waiting.add(Named { pid, name }, handle),
            Err(NotHeld::Gone) => waiting.add_ended(),
            Err(NotHeld::Fault(Fault { error, .. })) if wants_descriptors(error) => {
                look.turn_to(found.task);
                let name = see(&look).unwrap_or_default();
                waiting.add_unheld(pid, name, error);
            }
            Err(NotHeld::Fault(fault)) => return Err(fault),
        }
    }
    Ok(())
}

/// Prints which processes fit, and why.
fn show(
    wait: &Wait,
    form: Form,
    view: &View,
    scan: &Scan,
    findings: &Findings,
) -> Result<ExitStatus, Fault> {
    let mut table = Table::begin(view, None, form == Form::Json);
    let mut look = Look::at_whole(view, Pid::own());
    for found in &findings.fitting {
        let pid = found.task.process;
        look.turn_to(found.task);
        let seen = effect(&look).and_then(|effect| Ok((effect, scan.why(&look)?)));
        let seen = seen.map(Some).or_else(unseen);
        let added = match seen {
            Ok(Some((effect, why))) => table.add_unsent(pid, effect, &why),
            // It is gone.
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        added.map_err(|error| Fault { of: Some(pid), error })?;
    }
    table.add_spared(&findings.spared, NAME)?;
    let mut text = table.text();
    if wait.count {
        text = format!("{}\n{text}", findings.fitting.len());
    }
    Ok(match (INQUIRER.show(&text), findings.fitting.is_empty()) {
        (ExitStatus::SUCCESS, true) => ExitStatus::FAILURE,
        (status, _) => status,
    })
}

fn effect(look: &Look) -> Result<&'static str, Errno> {
    Ok(match look.stat()?.has_ended() {
        true => "has already ended",
        false => "would be waited for",
    })
}

fn status(waited: Waited) -> ExitStatus {
    match waited {
        Waited { output_failed: true, .. } => ExitStatus::FATAL,
        Waited { left: true, .. } => ExitStatus::TIMED_OUT,
        Waited { unheld: true, .. } => ExitStatus::FATAL,
        _ => ExitStatus::SUCCESS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_is_that_of_the_worst() {
        let of = |left, unheld, output_failed| status(Waited { left, unheld, output_failed }).0;
        assert_eq!(of(false, false, false), 0);
        assert_eq!(of(true, false, false), 124);
        assert_eq!(of(false, true, false), 3);
        assert_eq!(of(true, true, false), 124);
        assert_eq!(of(true, false, true), 3);
    }
}
