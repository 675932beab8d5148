//! Finds the processes and has them signalled, or shows what would become of them.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::args::Act;
use super::name::{INQUIRER, NAME};
use super::targets::Targets;
use crate::cli::escape::visible;
use crate::cli::parse::UsageError;
use crate::cli::{ExitStatus, report};
use crate::delivery::account::Tally;
use crate::delivery::order::{Deed, Order, Particulars, Scope};
use crate::delivery::outcome::Unsuited;
use crate::delivery::pursuit::{Held, Pursuit, Shown, ancestors_last, full_name};
use crate::delivery::reporter::{Echo, Reporter};
use crate::delivery::send::{Delivery, Members};
use crate::delivery::subject::subject;
use crate::delivery::terminal;
use crate::process::handle;
use crate::process::name::Named;
use crate::process::proc::unseen;
use crate::process::view::View;
use crate::selection::called::{self, Called};
use crate::selection::criteria::Criteria;
use crate::selection::look::Look;
use crate::selection::membership::{
    group_of_held, is_signalled_one_by_one, number_of_group, others_of_group,
};
use crate::selection::named::hint_at_longer;
use crate::selection::scan::{Findings, Fitting, Scan, Spares, ancestors};
use crate::selection::wanted::Fault;
use crate::sys::Pid;

/// Exit status 0: each name had one that was signalled, 1: a name had none, or nothing could be
/// done.
pub(super) fn execute(act: &Act) -> ExitStatus {
    INQUIRER.inquire(&act.wanted, |view, criteria| match called(act) {
        Ok(called) => pursue(act, view, criteria, called),
        Err(error) => Ok(INQUIRER.refuse(&error)),
    })
}

/// The names; None if all that fit the rest are meant.
fn called<'a>(act: &Act<'a>) -> Result<Option<Rc<Called<'a>>>, UsageError> {
    let resolve = || called::resolve(&act.names, act.reading).map(Rc::new);
    // The parser has read each pattern.
    let wrong = |wrong| UsageError::new(b"NAME", wrong);
    (!act.names.is_empty()).then(resolve).transpose().map_err(wrong)
}

fn pursue<'a>(
    act: &Act<'a>,
    view: &View,
    mut criteria: Criteria<'a>,
    called: Option<Rc<Called<'a>>>,
) -> Result<ExitStatus, Fault> {
    if let Some(called) = &called {
        criteria.add_shared(Rc::clone(called));
    }
    // Before the scan: a process that starts during the scan is no ancestor.
    let ancestors = ancestors(view)?;
    let scan = Scan {
        criteria,
        inverted: false,
        threads: false,
        extreme: None,
        left_out: [Pid::own()].into(),
        spares: Spares { kernel_threads: true, unseen: true, ..Spares::default() },
    };
    let mut findings = INQUIRER.find(&scan, view)?;
    findings.fitting = ancestors_last(&findings.fitting, &ancestors);
    let order = order(act);
    let pursuit = Pursuit { speaker: NAME, view, scan: &scan, order: &order, name_of: full_name };
    if act.ordered.strict {
        if let Some(error) = pursuit.several_names(&findings.fitting)? {
            return Ok(INQUIRER.refuse(&error));
        }
    }
    let mut hunt = Hunt { act, pursuit, called, ancestors, targets: Targets::default() };
    match (act.ordered.dry_run, act.ordered.confirm) {
        (true, _) => hunt.show(&findings),
        (false, true) => hunt.ask_once(&findings),
        (false, false) => hunt.send_to_all(&findings.fitting),
    }
}

fn order<'a>(act: &'a Act) -> Order<'a> {
    let ordered = &act.ordered;
    Order {
        deed: Deed::Send,
        signal: act.signal,
        value: None,
        scope: ordered.scope,
        criteria: Criteria::default(),
        follow_ups: &ordered.follow_ups,
        wait: ordered.wait,
        particulars: Particulars {
            forgives_end: true,
            names: true,
            sends_at_once: !act.interactive && !act.groups,
            releases_memory: false,
        },
    }
}

/// The processes that were found, and what is done to them.
struct Hunt<'a> {
    act: &'a Act<'a>,
    pursuit: Pursuit<'a>,
    called: Option<Rc<Called<'a>>>,
    ancestors: BTreeSet<Pid>,
    targets: Targets,
}

impl Hunt<'_> {
    /// Signals all; of each process group, the first that was found, when all are known: the others
    /// may be gone after the signal.
    fn send_to_all(&mut self, fitting: &[Fitting]) -> Result<ExitStatus, Fault> {
        let first = match self.act.groups {
            true => self.first_of_groups(fitting)?,
            false => fitting.to_vec(),
        };
        let mut met = BTreeSet::new();
        Ok(self.send(|hunt, delivery| {
            let Hunt { act, pursuit, called, ancestors, targets } = hunt;
            pursuit.signal(&first, delivery, &mut |held, look, delivery| {
                let places = places(called.as_deref(), look)?;
                let one = One { act, ancestors, held };
                one.signal(places, targets, &mut met, delivery);
                Ok(())
            })
        }))
    }

    /// Prints the forecast for all.
    fn show(&mut self, findings: &Findings) -> Result<ExitStatus, Fault> {
        let (shown, _) = self.shown(&findings.fitting, false)?;
        let table = self.pursuit.table(&shown, findings, self.act.ordered.json)?;
        let strict = self.act.ordered.strict;
        let printed = report::show(NAME, &table.text());
        self.report_missing();
        Ok(if printed != ExitStatus::SUCCESS || !self.have_all(&table.reached) {
            ExitStatus::FAILURE
        } else if strict && table.forbidden > 0 {
            ExitStatus::PARTIAL
        } else {
            ExitStatus::SUCCESS
        })
    }

    /// Shows the same on the terminal, and signals all if that is what the user wants. All are held
    /// before the question, so that no other process is signalled than those that were shown.
    fn ask_once(&mut self, findings: &Findings) -> Result<ExitStatus, Fault> {
        let (shown, all) = self.shown(&findings.fitting, true)?;
        if all.is_empty() {
            self.report_missing();
            return Ok(ExitStatus::FAILURE);
        }
        let table = self.pursuit.table(&shown, findings, false)?;
        if !self.pursuit.is_confirmed(&table) {
            return Ok(ExitStatus::FAILURE);
        }
        let mut met = BTreeSet::new();
        Ok(self.send(|hunt, delivery| {
            let Hunt { act, pursuit, called, ancestors, targets } = hunt;
            pursuit.signal_held(all, delivery, &mut |held, look, delivery| {
                let places = places(called.as_deref(), look)?;
                let one = One { act, ancestors, held };
                one.signal(places, targets, &mut met, delivery);
                Ok(())
            })
        }))
    }

    /// Lets `signal` have all signalled.
    fn send(
        &mut self,
        signal: impl FnOnce(&mut Self, &mut Delivery) -> Result<(), Fault>,
    ) -> ExitStatus {
        if self.pursuit.order.holds_many() || self.act.groups {
            handle::raise_descriptor_limit();
        }
        // A group is asked for only where all of it can be had.
        let unsuited = |_: Unsuited| String::new();
        let act = self.act;
        let number = act.signal.map_or(0, |signal| signal.number());
        let line = |process: &Named| {
            format!("Killed {} with signal {number}", target(act, &process.name, process.pid))
        };
        let echo = act.echo.then_some(Echo { line: &line, is_diagnostic: true });
        let reporter = Reporter::new(NAME, act.ordered.verbose, &unsuited).echoing(echo);
        let order = self.pursuit.order;
        let mut delivery = Delivery::begin(order, reporter);
        let result = signal(self, &mut delivery);
        // What was begun is brought to its end.
        let (tally, signalled) = delivery.finish_and_name();
        if let Err(fault) = result {
            return INQUIRER.fail(fault);
        }
        self.report_missing();
        status(&tally, self.have_all(&signalled), act.ordered.strict)
    }

    /// The first that was found of each process group, and all names of each group. A group that an
    /// ancestor of this process is in comes last.
    fn first_of_groups(&mut self, fitting: &[Fitting]) -> Result<Vec<Fitting>, Fault> {
        let mut look = Look::at(self.pursuit.view, Pid::own());
        let mut of_ancestors = BTreeSet::new();
        for ancestor in &self.ancestors {
            look.turn_to(crate::process::view::Task::of(*ancestor));
            let stat = look.stat().map(Some).or_else(unseen);
            let stat = stat.map_err(|error| Fault { of: Some(*ancestor), error })?;
            of_ancestors.extend(stat.and_then(|stat| stat.group));
        }
        let (mut first, mut last) = (Vec::new(), Vec::new());
        let Hunt { pursuit, called, targets, .. } = self;
        pursuit.each(fitting, |held, look| {
            let places = places(called.as_deref(), look)?;
            match number_of_group(&held.handle) {
                Ok(group) if !targets.add(group, places) => {}
                Ok(group) if of_ancestors.contains(&group) => last.push(held.found),
                // What cannot be seen is reported when it is its turn.
                _ => first.push(held.found),
            }
            Ok(())
        })?;
        first.extend(last);
        Ok(first)
    }

    /// All that would be signalled, and, if they are to be held, the processes that were found.
    fn shown(
        &mut self,
        fitting: &[Fitting],
        holds: bool,
    ) -> Result<(Vec<Shown>, Vec<Held>), Fault> {
        let keeps = holds || self.act.ordered.scope != Scope::Target;
        if keeps || self.act.groups {
            handle::raise_descriptor_limit();
        }
        let (mut shown, mut all) = (Vec::new(), Vec::new());
        let Hunt { act, pursuit, called, targets, .. } = self;
        pursuit.each(fitting, |held, look| {
            let places = places(called.as_deref(), look)?;
            let one = Shown::of(&held);
            let mut one = if keeps { one } else { Shown { handle: None, ..one } };
            if act.groups {
                match number_of_group(&held.handle) {
                    Ok(group) => one.target = group,
                    Err(reason) => report::report(NAME, &subject(&held.process), reason),
                }
            }
            targets.add(one.target, places);
            shown.push(one);
            if holds {
                all.push(held);
            }
            Ok(())
        })?;
        if act.groups {
            add_the_rest_of_groups(&mut shown);
        }
        Ok((shown, all))
    }

    fn have_all(&self, signalled: &BTreeSet<Pid>) -> bool {
        self.targets.have_all(self.act.names.len(), signalled)
    }

    /// Names what was not found.
    fn report_missing(&self) {
        const NO_PROCESS: &str = "no process found";
        if self.act.quiet {
            return;
        }
        for (place, name) in self.act.names.iter().enumerate() {
            if !self.targets.are_called(place) {
                let hint = match self.act.reading.patterns {
                    true => String::new(),
                    false => hint_at_longer(self.pursuit.view, name, true),
                };
                report::report(NAME, name, format_args!("{NO_PROCESS}{hint}"));
            }
        }
        if self.act.names.is_empty() && self.targets.is_empty() {
            let option = if self.act.wanted.contexts.is_empty() { "-u" } else { "-Z" };
            report::report(NAME, option.as_bytes(), NO_PROCESS);
        }
    }
}

/// The places of the names that a process has.
fn places(called: Option<&Called>, look: &Look) -> Result<Vec<usize>, Fault> {
    let places = called.map(|called| called.places(look)).transpose().or_else(unseen);
    let fault = |error| Fault { of: Some(look.task().process), error };
    Ok(places.map_err(fault)?.unwrap_or_default())
}

/// A process or a process group, as psmisc writes it.
fn target(act: &Act, name: &[u8], number: Pid) -> String {
    let kind = if act.groups { "pgid " } else { "" };
    format!("{}({kind}{number})", visible(name))
}

/// Adds the other processes of the groups, in the places of their groups.
fn add_the_rest_of_groups(shown: &mut Vec<Shown>) {
    let found: BTreeSet<Pid> = shown.iter().map(|one| one.pid).collect();
    let mut seen = BTreeSet::new();
    let groups: Vec<Pid> = shown.iter().map(|one| one.target).collect();
    for group in groups.into_iter().filter(|group| seen.insert(*group)) {
        let members = match others_of_group(group) {
            Ok(members) => members,
            Err(reason) => {
                report::report(NAME, format!("-{group}").as_bytes(), reason);
                continue;
            }
        };
        let others = members.iter().map(|member| member.pid()).filter(|pid| !found.contains(pid));
        let why = format!("process group {group}");
        shown.extend(others.map(|pid| Shown {
            pid,
            why: why.clone(),
            target: group,
            handle: None,
        }));
    }
    shown.sort_by_key(|one| one.pid);
}

/// One that is held, and is to be signalled.
struct One<'a> {
    act: &'a Act<'a>,
    ancestors: &'a BTreeSet<Pid>,
    held: Held,
}

impl One<'_> {
    /// Signals it, or its process group unless that is among those that were `met`.
    fn signal(
        self,
        places: Vec<usize>,
        targets: &mut Targets,
        met: &mut BTreeSet<Pid>,
        delivery: &mut Delivery,
    ) {
        let One { act, ancestors, held } = self;
        let Held { handle, process, .. } = held;
        if !act.groups {
            targets.add(process.pid, places);
            if is_wanted(act, &process.name, process.pid) {
                delivery.deliver_to_named(&process, handle);
            }
            return;
        }
        let number = match number_of_group(&handle) {
            Ok(number) => number,
            Err(reason) => {
                targets.add(process.pid, places);
                return delivery.deliver(&subject(&process), Err(reason));
            }
        };
        targets.add(number, places);
        if !met.insert(number) || !is_wanted(act, &process.name, number) {
            return;
        }
        let members = match is_signalled_one_by_one(number) {
            false => group_of_held(number, handle).map(Members::All),
            true => others_of_group(number).map(|mut members| {
                if members.iter().all(|member| member.pid() != handle.pid()) {
                    members.push(handle);
                }
                members.sort_by_key(|member| ancestors.contains(&member.pid()));
                Members::Each(members)
            }),
        };
        delivery.deliver_to_group(&Named { pid: number, name: process.name }, members);
    }
}

/// True if the user is not asked, or says so.
fn is_wanted(act: &Act, name: &[u8], number: Pid) -> bool {
    let question = || format!("Kill {} ? (y/N) ", target(act, name, number));
    !act.interactive || terminal::ask_on_streams(&question())
}

fn status(tally: &Tally, have_all: bool, strict: bool) -> ExitStatus {
    match tally {
        Tally { output_failed: true, .. } => ExitStatus::FAILURE,
        _ if !have_all => ExitStatus::FAILURE,
        Tally { left: true, .. } => ExitStatus::TIMED_OUT,
        Tally { unheld: 1.., .. } => ExitStatus::FAILURE,
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
        for (left, expected) in [(false, 1), (true, 124)] {
            let tally = Tally { delivered, failed, forbidden, unheld: 1, left, output_failed };
            assert_eq!(status(&tally, true, false).0, expected);
        }
    }

    #[test]
    fn k12_every_failure_is_1_but_for_what_psmisc_has_not() {
        let status_of = |have_all, failed, left, output_failed| {
            let forbidden = failed;
            let tally = Tally { delivered: 2, failed, forbidden, unheld: 0, left, output_failed };
            (status(&tally, have_all, false).0, status(&tally, have_all, true).0)
        };
        assert_eq!(status_of(true, 0, false, false), (0, 0));
        assert_eq!(status_of(true, 1, false, false), (0, 64));
        assert_eq!(status_of(false, 1, true, false), (1, 1));
        assert_eq!(status_of(true, 1, true, false), (124, 124));
        assert_eq!(status_of(true, 0, true, true), (1, 1));
    }
}
