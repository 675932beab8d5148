//! Finds the processes and has them signalled, or shows what would become of them.

use super::args::Act;
use super::name::{INQUIRER, NAME};
use crate::cli::ExitStatus;
use crate::cli::escape::visible;
use crate::delivery::account::Tally;
use crate::delivery::order::{Deed, Order, Particulars, Scope};
use crate::delivery::outcome::Unsuited;
use crate::delivery::pursuit::{Pursuit, Shown, ancestors_last, by_itself, kept_name};
use crate::delivery::reporter::{Echo, Reporter};
use crate::delivery::send::Delivery;
use crate::process::handle;
use crate::process::name::Named;
use crate::process::view::View;
use crate::selection::criteria::Criteria;
use crate::selection::scan::{Findings, Scan, Spares, ancestors};
use crate::selection::wanted::Fault;

/// Exit status 0: one was signalled, 1: none was.
pub(super) fn execute(act: &Act) -> ExitStatus {
    INQUIRER.inquire(&act.asked.wanted, |view, criteria| pursue(act, view, criteria))
}

fn pursue(act: &Act, view: &View, criteria: Criteria) -> Result<ExitStatus, Fault> {
    // Before the scan: a process that starts during the scan is no ancestor.
    let ancestors = ancestors(view)?;
    let scan = act.asked.scan(criteria, &ancestors);
    let scan = Scan { spares: Spares { kernel_threads: true, ..scan.spares }, ..scan };
    let mut findings = INQUIRER.find(&scan, view)?;
    findings.fitting = ancestors_last(&findings.fitting, &ancestors);
    let order = order(act);
    let pursuit = Pursuit { speaker: NAME, view, scan: &scan, order: &order, name_of: kept_name };
    if act.ordered.strict {
        if let Some(error) = pursuit.several_names(&findings.fitting)? {
            return Ok(INQUIRER.refuse(&error));
        }
    }
    let status = match (act.ordered.dry_run, act.ordered.confirm) {
        (true, _) => show(act, &pursuit, &findings)?,
        (false, true) => ask(act, &pursuit, &findings)?,
        (false, false) => send(act, &pursuit, |delivery| {
            pursuit.signal(&findings.fitting, delivery, &mut by_itself)
        }),
    };
    Ok(match act.count {
        true => count(findings.fitting.len(), status),
        false => status,
    })
}

fn order<'a>(act: &'a Act) -> Order<'a> {
    let ordered = &act.ordered;
    Order {
        deed: Deed::Send,
        signal: act.signal,
        value: ordered.value,
        scope: ordered.scope,
        criteria: Criteria::default(),
        follow_ups: &ordered.follow_ups,
        wait: ordered.wait,
        particulars: Particulars {
            forgives_end: true,
            names: act.echo,
            sends_at_once: true,
            releases_memory: act.releases_memory,
        },
    }
}

/// Prints the forecast for all.
fn show(act: &Act, pursuit: &Pursuit, findings: &Findings) -> Result<ExitStatus, Fault> {
    let mut shown = Vec::with_capacity(findings.fitting.len());
    let keeps = act.ordered.scope != Scope::Target;
    if keeps {
        handle::raise_descriptor_limit();
    }
    pursuit.each(&findings.fitting, |held, _| {
        let one = Shown::of(&held);
        shown.push(if keeps { one } else { Shown { handle: None, ..one } });
        Ok(())
    })?;
    let table = pursuit.table(&shown, findings, act.ordered.json)?;
    Ok(match INQUIRER.show(&table.text()) {
        ExitStatus::SUCCESS if table.sendable == 0 => ExitStatus::FAILURE,
        ExitStatus::SUCCESS if act.ordered.strict && table.forbidden > 0 => ExitStatus::PARTIAL,
        status => status,
    })
}

/// Shows the same on the terminal, and signals all if that is what the user wants. All are held
/// before the question, so that no other process is signalled than those that were shown.
fn ask(act: &Act, pursuit: &Pursuit, findings: &Findings) -> Result<ExitStatus, Fault> {
    handle::raise_descriptor_limit();
    let (mut all, mut shown) = (Vec::new(), Vec::new());
    pursuit.each(&findings.fitting, |held, _| {
        shown.push(Shown::of(&held));
        all.push(held);
        Ok(())
    })?;
    if all.is_empty() {
        return Ok(ExitStatus::FAILURE);
    }
    let table = pursuit.table(&shown, findings, false)?;
    match pursuit.is_confirmed(&table) {
        true => {
            Ok(send(act, pursuit, |delivery| pursuit.signal_held(all, delivery, &mut by_itself)))
        }
        false => Ok(ExitStatus::FAILURE),
    }
}

/// Lets `act` have all signalled.
fn send(
    act: &Act,
    pursuit: &Pursuit,
    signal: impl FnOnce(&mut Delivery) -> Result<(), Fault>,
) -> ExitStatus {
    if pursuit.order.holds_many() {
        handle::raise_descriptor_limit();
    }
    // Only process groups are unsuited for anything, and none is meant here.
    let unsuited = |_: Unsuited| String::new();
    let line = |process: &Named| format!("{} killed (pid {})", visible(&process.name), process.pid);
    let echo = act.echo.then_some(Echo { line: &line, is_diagnostic: false });
    let reporter = Reporter::new(NAME, act.ordered.verbose, &unsuited).echoing(echo);
    let mut delivery = Delivery::begin(pursuit.order, reporter);
    let result = signal(&mut delivery);
    // What was begun is brought to its end.
    let status = status(&delivery.finish(), act.ordered.strict);
    result.map_or_else(|fault| INQUIRER.fail(fault), |()| status)
}

fn count(fitting: usize, status: ExitStatus) -> ExitStatus {
    match INQUIRER.show(&format!("{fitting}\n")) {
        ExitStatus::SUCCESS => status,
        failed => failed,
    }
}

fn status(tally: &Tally, strict: bool) -> ExitStatus {
    match tally {
        Tally { output_failed: true, .. } => ExitStatus::FATAL,
        Tally { delivered: 0, .. } => ExitStatus::FAILURE,
        Tally { left: true, .. } => ExitStatus::TIMED_OUT,
        // As if /proc could not be read: the fault lies with this process.
        Tally { unheld: 1.., .. } => ExitStatus::FATAL,
        Tally { failed: 1.., .. } if strict => ExitStatus::PARTIAL,
        _ => ExitStatus::SUCCESS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_could_not_be_held_is_no_success() {
        let (delivered, failed, forbidden, output_failed) = (2, 1, 0, false);
        for (left, expected) in [(false, 3), (true, 124)] {
            let tally = Tally { delivered, failed, forbidden, unheld: 1, left, output_failed };
            assert_eq!(status(&tally, false).0, expected);
        }
    }

    #[test]
    fn select_d24_one_is_enough_unless_all_are_asked_for() {
        let status_of = |delivered, failed, left, output_failed| {
            let forbidden = failed;
            let tally = Tally { delivered, failed, forbidden, unheld: 0, left, output_failed };
            (status(&tally, false).0, status(&tally, true).0)
        };
        assert_eq!(status_of(2, 0, false, false), (0, 0));
        assert_eq!(status_of(1, 1, false, false), (0, 64));
        assert_eq!(status_of(0, 2, false, false), (1, 1));
        assert_eq!(status_of(0, 0, false, false), (1, 1));
        assert_eq!(status_of(2, 0, true, false), (124, 124));
        assert_eq!(status_of(2, 0, false, true), (3, 3));
    }
}
