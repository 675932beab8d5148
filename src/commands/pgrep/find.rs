//! Finds the processes and prints them.

use std::collections::{BTreeMap, BTreeSet};

use super::args::{Find, Show};
use super::name::{INQUIRER, NAME};
use super::show;
use crate::cli::{ExitStatus, report};
use crate::process::handle::{Handle, NotIdentified};
use crate::process::proc::unseen;
use crate::process::view::View;
use crate::selection::criteria::Criteria;
use crate::selection::json;
use crate::selection::look::Look;
use crate::selection::picture::Picture;
use crate::selection::scan::{Scan, Spares, ancestors, with_descendants};
use crate::selection::users::names;
use crate::selection::wanted::Fault;
use crate::sys::output::Output;
use crate::sys::{Errno, Pid};

/// Exit status 0: there are some, 1: there is none.
pub(super) fn execute(find: &Find) -> ExitStatus {
    if let Err(reason) = if find.inode { require_inodes() } else { Ok(()) } {
        report::report(NAME, b"--inode", reason);
        return ExitStatus::FATAL;
    }
    INQUIRER.inquire(&find.wanted, |view, criteria| {
        let found = found(find, view, criteria)?;
        match if find.forest { Picture::on_output() } else { None } {
            Some(picture) => draw(picture, &found, view),
            None => Ok(print(find, &found)),
        }
    })
}

/// The line about one process.
struct Shown {
    pid: Pid,
    id: String,
    text: String,
}

fn found(find: &Find, view: &View, criteria: Criteria) -> Result<Vec<Shown>, Fault> {
    // Before the scan: what starts in the meantime is no ancestor.
    let ancestors = match find.without_ancestors {
        true => ancestors(view)?,
        false => BTreeSet::new(),
    };
    let mut left_out = ancestors.clone();
    left_out.insert(Pid::own());
    let Find { inverted, threads, extreme, .. } = *find;
    let spares = Spares { copies_of: ancestors, ..Spares::default() };
    let scan = Scan { criteria, inverted, threads, extreme, left_out, spares };
    let fitting = INQUIRER.find(&scan, view)?.fitting;
    let mut tasks: Vec<_> = fitting.into_iter().map(|found| found.task).collect();
    if find.tree {
        tasks = with_descendants(view, &tasks, &scan.left_out)?;
    }
    let mut look = Look::at_whole(view, Pid::own());
    find.order.sort(&mut look, &mut tasks)?;
    let needs_users = find.show == Show::Json;
    let users = if needs_users { names() } else { BTreeMap::new() };
    let mut shown = Vec::with_capacity(tasks.len());
    for task in tasks {
        let fault = |error| Fault { of: Some(task.process), error };
        // Held before it is looked at again, so that the number is of a process that fits.
        let held = match find.inode {
            true => Handle::open(task.process).map(Some).or_else(unseen).map_err(fault)?,
            false => None,
        };
        look.turn_to(task);
        let inode = held.map(|handle| inode_of(&handle, &scan, &look)).transpose();
        let inode = inode.map_err(fault)?.flatten();
        if find.inode && inode.is_none() {
            continue;
        }
        let text = match find.show {
            Show::Nothing | Show::Count | Show::Pids { .. } => Ok(String::new()),
            Show::Names { quoted, .. } => show::name(&look, quoted),
            Show::CommandLines { quoted, .. } => show::command_line(&look, quoted),
            Show::Json => object(&look, &scan, &users, inode),
        };
        // One that has ended in the meantime is not shown.
        let text = text.map(Some).or_else(unseen);
        let text = text.map_err(fault)?;
        let id = match inode {
            Some(inode) => format!("{}:{inode}", task.id()),
            None => task.id().to_string(),
        };
        shown.extend(text.map(|text| Shown { pid: task.process, id, text }));
    }
    Ok(shown)
}

/// One as JSON, with why it was found.
fn object(
    look: &Look,
    scan: &Scan,
    users: &BTreeMap<u32, Vec<u8>>,
    inode: Option<u64>,
) -> Result<String, Errno> {
    let why = match scan.fits(look)? {
        true => scan.why(look)?,
        false => "descendant".to_owned(),
    };
    json::object(look, users, &why, inode, None)
}

/// The inode number of a process that fits; None if it has ended in the meantime.
fn inode_of(handle: &Handle, scan: &Scan, look: &Look) -> Result<Option<u64>, Errno> {
    let fits = handle.look(|_| scan.fits(look)).map(Some).or_else(unseen)?;
    Ok(handle.inode().ok().filter(|_| fits == Some(true)))
}

/// Succeeds if processes have inode numbers here.
fn require_inodes() -> Result<(), NotIdentified> {
    Handle::open(Pid::own()).map_err(NotIdentified::System)?.inode().map(drop)
}

fn print(find: &Find, found: &[Shown]) -> ExitStatus {
    let mut output = Output::new();
    match find.show {
        Show::Nothing => {}
        Show::Count => output.print(format_args!("{}\n", found.len())),
        Show::Json => {
            let objects: Vec<_> = found.iter().map(|shown| shown.text.as_str()).collect();
            output.write(json::document(&objects).as_bytes());
        }
        Show::Pids { delimiter }
        | Show::Names { delimiter, .. }
        | Show::CommandLines { delimiter, .. } => {
            let is_alone = matches!(find.show, Show::Pids { .. });
            for (place, Shown { id, text, .. }) in found.iter().enumerate() {
                if place > 0 {
                    output.write(delimiter);
                }
                match is_alone {
                    true => output.print(format_args!("{id}")),
                    false => output.print(format_args!("{id} {text}")),
                }
            }
            if !found.is_empty() {
                output.push(b'\n');
            }
        }
    }
    finish(&mut output, found)
}

/// Prints all as a picture.
fn draw(mut picture: Picture, found: &[Shown], view: &View) -> Result<ExitStatus, Fault> {
    found.iter().for_each(|shown| picture.add(shown.pid, &shown.text));
    let mut output = Output::new();
    output.write(picture.text(view)?.as_bytes());
    Ok(finish(&mut output, found))
}

fn finish(output: &mut Output, found: &[Shown]) -> ExitStatus {
    match (INQUIRER.shown(report::finish(NAME, output)), found) {
        (ExitStatus::SUCCESS, []) => ExitStatus::FAILURE,
        (status, _) => status,
    }
}
