//! Finds the processes and prints them.

use std::collections::{BTreeMap, BTreeSet};

use super::args::{Find, Omitted, Show};
use super::name::{INQUIRER, NAME};
use crate::cli::{ExitStatus, report};
use crate::process::proc::unseen;
use crate::process::view::{Task, View};
use crate::selection::criteria::Criteria;
use crate::selection::json;
use crate::selection::look::Look;
use crate::selection::program::Programs;
use crate::selection::root::Root;
use crate::selection::scan::{Scan, Spares};
use crate::selection::users::names;
use crate::selection::wanted::Fault;
use crate::sys::Pid;
use crate::sys::output::Output;

/// Exit status 0: there are some, 1: there is none.
pub(super) fn execute(find: &Find) -> ExitStatus {
    if find.names.is_empty() {
        return ExitStatus::FAILURE;
    }
    INQUIRER.inquire(&find.wanted, |view, criteria| Ok(print(find, &found(find, view, criteria)?)))
}

/// The line about one process.
struct Shown {
    task: Task,
    text: String,
}

fn found<'a>(
    find: &Find<'a>,
    view: &View,
    mut criteria: Criteria<'a>,
) -> Result<Vec<Shown>, Fault> {
    let mut look = match find.show {
        Show::Json => Look::at_whole(view, Pid::own()),
        Show::Nothing | Show::Pids { .. } => Look::at(view, Pid::own()),
    };
    criteria.add(Programs::resolve(&find.names, find.widening));
    if find.own_root && nix::unistd::geteuid().is_root() {
        let own = Root::own(&look);
        criteria.add(own.map_err(|error| Fault { of: Some(Pid::own()), error })?);
    }
    let left_out: BTreeSet<Pid> = find.omitted.iter().filter_map(|it| it.pid()).collect();
    let threads = find.threads;
    let scan = Scan {
        criteria,
        inverted: false,
        threads,
        extreme: None,
        left_out,
        spares: Spares::default(),
    };
    let mut all = scan.find_by(&mut look, &mut Err)?;
    INQUIRER.remark(&scan.criteria, view)?;
    all.retain(|task| !scan.left_out.contains(&task.id()));
    let users = if find.show == Show::Json { names() } else { BTreeMap::new() };
    let mut found = Vec::new();
    for name in &find.names {
        let mut tasks = match find.names.len() {
            1 => all.clone(),
            _ => of_program(find, name, &mut look, &all)?,
        };
        find.order.sort(&mut look, &mut tasks)?;
        if find.single {
            tasks.truncate(1);
        }
        for task in tasks {
            found.extend(shown(find, &scan, &mut look, &users, task)?);
        }
    }
    Ok(found)
}

impl Omitted {
    fn pid(self) -> Option<Pid> {
        match self {
            Omitted::Process(pid) => Some(pid),
            Omitted::Parent => Pid::new(nix::unistd::getppid().as_raw()),
        }
    }
}

/// The processes that run one of the programs.
fn of_program(find: &Find, name: &[u8], look: &mut Look, all: &[Task]) -> Result<Vec<Task>, Fault> {
    let mut criteria = Criteria::default();
    criteria.add(Programs::resolve(&[name], find.widening));
    let mut tasks = Vec::new();
    for task in all {
        look.turn_to(*task);
        let fits = criteria.fits(look);
        if fits.map_err(|error| Fault { of: Some(task.process), error })? {
            tasks.push(*task);
        }
    }
    Ok(tasks)
}

/// None: it has ended in the meantime.
fn shown(
    find: &Find,
    scan: &Scan,
    look: &mut Look,
    users: &BTreeMap<u32, Vec<u8>>,
    task: Task,
) -> Result<Option<Shown>, Fault> {
    if find.show != Show::Json {
        return Ok(Some(Shown { task, text: String::new() }));
    }
    look.turn_to(task);
    let text = scan.why(look).and_then(|why| json::object(look, users, &why, None, None));
    let text = text.map(Some).or_else(unseen);
    let text = text.map_err(|error| Fault { of: Some(task.process), error })?;
    Ok(text.map(|text| Shown { task, text }))
}

fn print(find: &Find, found: &[Shown]) -> ExitStatus {
    let mut output = Output::new();
    match find.show {
        Show::Nothing => {}
        Show::Json => {
            let objects: Vec<_> = found.iter().map(|shown| shown.text.as_str()).collect();
            output.write(json::document(&objects).as_bytes());
        }
        Show::Pids { .. } if found.is_empty() => {}
        Show::Pids { separator } => {
            for (place, Shown { task, .. }) in found.iter().enumerate() {
                if place > 0 {
                    output.write(separator);
                }
                output.print(format_args!("{}", task.id()));
            }
            output.push(b'\n');
        }
    }
    match (report::finish(NAME, &mut output), found) {
        (ExitStatus::SUCCESS, []) => ExitStatus::FAILURE,
        (status, _) => status,
    }
}
