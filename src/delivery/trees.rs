//! Processes with their descendants: those that are meant are gathered as the roots of trees, which
//! are signalled together.
//!
//! Nothing is written while they are: the process that reads it may be among the stopped. So
//! signals are announced afterwards.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::account::Account;
use super::follow_up::count_missed;
use super::followed::Followed;
use super::following::Following;
use super::order::{Deed, Order, Scope, Wait};
use super::outcome::{Failed, Missed, Outcome};
use super::subject::without_number;
use super::{forecast, listing};
use crate::process::handle::Handle;
use crate::process::name::{Named, command_name};
use crate::process::tree::{self, Sent, Tree};
use crate::process::view::View;
use crate::selection::picture::Picture;
use crate::signal::SignalOrNull;
use crate::sys::{Errno, Pid};

/// The trees of all processes that are meant.
#[derive(Default)]
pub(super) struct Trees {
    tree: Tree,
    /// The name of each root in diagnostics.
    subjects: Vec<Vec<u8>>,
    /// Each root, with the name that its command gives it, where it does.
    roots: Vec<Named>,
    /// The name of this process in diagnostics, if it is a root.
    itself: Option<Vec<u8>>,
}

/// The work that is left when the trees were signalled.
#[derive(Default)]
pub(super) struct Remainder {
    /// For the follow-ups: roots whose descendants alone are signalled, and processes that were
    /// refused, or could not be signalled. They get none; their descendants do.
    pub(super) untouched: Vec<Rc<Handle>>,
    /// This process is a root, too, of this name: it comes last.
    pub(super) itself: Option<Vec<u8>>,
}

/// The command names of processes, read while they stand still.
#[derive(Default)]
struct Names(HashMap<Pid, Vec<u8>>);

impl Names {
    fn read(&mut self, pid: Pid) {
        self.0.insert(pid, command_name(pid).unwrap_or_default());
    }

    /// A process with its name.
    fn of(&self, pid: Pid) -> Named {
        Named { pid, name: self.0.get(&pid).cloned().unwrap_or_default() }
    }

    /// Follows a process that was sent a signal.
    fn follow(&mut self, handle: Rc<Handle>, signal: SignalOrNull) -> Followed {
        let name = self.0.remove(&handle.pid()).unwrap_or_default();
        Followed::named(handle, name).sent(signal)
    }
}

impl Trees {
    /// Adds the tree of a process.
    pub(super) fn add(&mut self, subject: &[u8], handle: impl Into<Rc<Handle>>, scope: Scope) {
        let handle = handle.into();
        let root = Named { pid: handle.pid(), name: Vec::new() };
        self.add_named(subject, root, handle, scope);
    }

    /// The same of a process with its name.
    pub(super) fn add_named(
        &mut self,
        subject: &[u8],
        root: Named,
        handle: Rc<Handle>,
        scope: Scope,
    ) {
        let included = scope == Scope::Tree;
        if included && handle.pid() == Pid::own() {
            self.itself = Some(subject.to_vec());
        }
        // One that is a root already keeps its first name.
        if self.tree.add(handle, included) == self.subjects.len() {
            self.subjects.push(subject.to_vec());
            self.roots.push(root);
        }
    }

    /// Does what is ordered to all trees.
    pub(super) fn deliver(
        self,
        order: &Order,
        following: &mut Following,
        account: &mut Account,
    ) -> Remainder {
        if self.tree.is_empty() {
            return Remainder::default();
        }
        let Trees { tree, subjects, roots, itself } = self;
        let mut names = Names::default();
        let permit = |handle: &Handle| permit(handle, order, &mut names);
        let outcome = match order.deed {
            Deed::Send => tree.send(order.signal, order.value, permit),
            Deed::Foretell | Deed::List(_) => tree.survey(permit),
        };
        let tree::Outcome { sent, spared, unguarded } = match outcome {
            Ok(outcome) => outcome,
            Err(error) => {
                for subject in &subjects {
                    account.count(subject, Err(not_stopped(error)));
                }
                return Remainder::default();
            }
        };
        account.reporter.unguarded(unguarded);
        let mut remainder = Remainder { untouched: Vec::new(), itself };
        let mut forecast = Forecasts::begin(order.deed);
        for mut sent in sent {
            let subject = subject_of(&sent, &subjects[sent.root]);
            tell(order, &mut sent, &mut forecast, account);
            if let (Deed::Send, Ok(()), Some(handle)) = (order.deed, &sent.result, &sent.handle) {
                order.was_sent(handle, order.signal);
                if order.particulars.names {
                    let root = &roots[sent.root];
                    match sent.is_root && !root.name.is_empty() {
                        true => account.name(root, root.pid),
                        false => account.name(&names.of(sent.pid), root.pid),
                    }
                }
            }
            match count(&subject, sent, account) {
                _ if !order.follows() => {}
                Met::Signalled(handle) => {
                    following.add_process(names.follow(handle, order.signal));
                }
                Met::Missed(handle) => remainder.untouched.push(handle),
                Met::Gone => {}
            }
        }
        forecast.show(account);
        for spared in spared {
            let subject = subjects[spared.root].as_slice();
            remainder.untouched.push(count_spared(subject, spared, order.scope, account));
        }
        remainder
    }
}

/// Counts what became of a root that was not signalled itself.
fn count_spared(
    subject: &[u8],
    spared: tree::Spared,
    scope: Scope,
    account: &mut Account,
) -> Rc<Handle> {
    if spared.childless && scope == Scope::Descendants {
        account.count(subject, Err(Missed::NoDescendants));
    }
    count_left_stopped(subject, spared.left_stopped, account);
    spared.handle
}

/// Sends a later signal to those that are still there and to the descendants that they, and the
/// untouched, have by now.
pub(super) fn send_follow_up(
    order: &Order,
    signal: SignalOrNull,
    following: &mut Following,
    untouched: &mut Vec<Rc<Handle>>,
    account: &mut Account,
) {
    let mut names = Names::default();
    let outcome = send_again(order, signal, following, untouched, &mut names);
    let tree::Outcome { sent, spared, unguarded } = match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            for followed in &mut following.alive {
                count_missed(followed, not_stopped(error), account);
            }
            following.alive.retain(|_| order.wait != Wait::Not);
            return;
        }
    };
    account.reporter.unguarded(unguarded);
    let mut alive: HashMap<*const Handle, Followed> = following
        .alive
        .drain(..)
        .map(|followed| (Rc::as_ptr(&followed.handle), followed))
        .collect();
    for sent in sent {
        let known = sent.handle.as_ref().and_then(|handle| alive.remove(&Rc::as_ptr(handle)));
        if !is_passed_over(&sent.result) {
            account.reporter.announce_follow_up(signal, sent.pid.get());
        }
        let followed = match known {
            Some(followed) => count_again(followed, sent, order, signal, account),
            None => count_newcomer(sent, signal, &mut names, untouched, account),
        };
        following.alive.extend(followed);
    }
    for spared in spared {
        let subject = spared.handle.pid().to_string();
        count_left_stopped(subject.as_bytes(), spared.left_stopped, account);
    }
}

/// Counts what has become of one that was signalled before. It is followed on, unless it could not
/// be signalled and is not waited for.
fn count_again(
    mut followed: Followed,
    sent: Sent<Missed>,
    order: &Order,
    signal: SignalOrNull,
    account: &mut Account,
) -> Option<Followed> {
    count_left_stopped(sent.pid.to_string().as_bytes(), sent.left_stopped, account);
    match sent.result {
        Ok(()) => followed.was_sent(signal),
        // It ended in time. The next look reports how.
        Err(missed) if missed.is_end() => {}
        Err(missed) => {
            count_missed(&mut followed, missed, account);
            if order.wait == Wait::Not {
                return None;
            }
        }
    }
    Some(followed)
}

/// Counts what has become of one that was met first; it is followed if it was signalled.
fn count_newcomer(
    sent: Sent<Missed>,
    signal: SignalOrNull,
    names: &mut Names,
    untouched: &mut Vec<Rc<Handle>>,
    account: &mut Account,
) -> Option<Followed> {
    let subject = sent.pid.to_string();
    let was_untouched = sent.result == Err(Missed::Before);
    match count(subject.as_bytes(), sent, account) {
        Met::Signalled(handle) => Some(names.follow(handle, signal)),
        Met::Missed(handle) if !was_untouched => {
            untouched.push(handle);
            None
        }
        Met::Missed(_) | Met::Gone => None,
    }
}

fn send_again(
    order: &Order,
    signal: SignalOrNull,
    following: &Following,
    untouched: &[Rc<Handle>],
    names: &mut Names,
) -> Result<tree::Outcome<Missed>, Errno> {
    let mut tree = Tree::default();
    for followed in &following.alive {
        tree.add(Rc::clone(&followed.handle), true);
    }
    for handle in untouched {
        tree.add(Rc::clone(handle), false);
    }
    let known: HashSet<*const Handle> =
        following.alive.iter().map(|followed| Rc::as_ptr(&followed.handle)).collect();
    let untouched: HashSet<*const Handle> = untouched.iter().map(Rc::as_ptr).collect();
    tree.send(signal, order.value, |handle| match std::ptr::from_ref(handle) {
        handle if known.contains(&handle) => Ok(()),
        handle if untouched.contains(&handle) => Err(Missed::Before),
        _ => permit(handle, order, names),
    })
}

/// Permits a process to be signalled. It is asked once, when it is met first; its name is read
/// while it stands still.
fn permit(handle: &Handle, order: &Order, names: &mut Names) -> Outcome {
    order.require_fit(handle)?;
    if order.follows() || order.particulars.names {
        names.read(handle.pid());
    }
    Ok(())
}

/// Prints what precedes the count for a process that was met for the first time.
fn tell(order: &Order, sent: &mut Sent<Missed>, forecast: &mut Forecasts, account: &mut Account) {
    match (order.deed, &sent.result) {
        (_, Err(Missed::Skipped(_) | Missed::Before))
        | (Deed::List(_) | Deed::Foretell, Err(_)) => {}
        (Deed::List(listing), Ok(())) => match &sent.handle {
            Some(handle) => match listing::line(handle, listing) {
                Ok(line) => account.reporter.say(format_args!("{line}")),
                Err(missed) => sent.result = Err(missed),
            },
            None => account.reporter.say(format_args!("{}", sent.pid)),
        },
        (Deed::Foretell, Ok(())) => {
            sent.result = forecast.tell(order.signal, sent.pid, account);
        }
        (Deed::Send, _) => account.reporter.announce(order.signal, sent.pid.get()),
    }
}

/// The forecast for trees: on a terminal a picture, when all is known, and else lines.
struct Forecasts {
    picture: Option<Picture>,
    /// The lines, where there is to be a picture.
    lines: Vec<String>,
}

impl Forecasts {
    fn begin(deed: Deed) -> Forecasts {
        let picture = if deed == Deed::Foretell { Picture::on_output() } else { None };
        Forecasts { picture, lines: Vec::new() }
    }

    fn tell(&mut self, signal: SignalOrNull, pid: Pid, account: &mut Account) -> Outcome {
        let Some(picture) = &mut self.picture else {
            return forecast::tell(signal, pid, &mut account.reporter);
        };
        let told = forecast::of_process(signal, pid).map_err(Missed::unseen)?;
        let line = told.line("");
        let text = without_number(&line, pid);
        match told.missed {
            None => picture.add(pid, text),
            Some(_) => picture.add_context(pid, text),
        }
        self.lines.push(line);
        told.missed.map_or(Ok(()), Err)
    }

    fn show(self, account: &mut Account) {
        let Some(picture) = self.picture else { return };
        let drawn = View::open().ok().and_then(|view| picture.text(&view).ok());
        // Where it cannot be drawn there are lines.
        let text = drawn.unwrap_or_else(|| self.lines.join("\n"));
        text.lines().for_each(|line| account.reporter.say(format_args!("{line}")));
    }
}

/// A process that was met first, and counted.
enum Met {
    Signalled(Rc<Handle>),
    Missed(Rc<Handle>),
    /// It could not be held.
    Gone,
}

fn count(subject: &[u8], sent: Sent<Missed>, account: &mut Account) -> Met {
    let signalled = sent.result.is_ok();
    account.count(subject, sent.result);
    count_left_stopped(subject, sent.left_stopped, account);
    match sent.handle {
        Some(handle) if signalled => Met::Signalled(handle),
        Some(handle) => Met::Missed(handle),
        None => Met::Gone,
    }
}

fn count_left_stopped(subject: &[u8], left_stopped: Option<Errno>, account: &mut Account) {
    if let Some(error) = left_stopped {
        account.count(subject, Err(Failed::LeftStopped(error).into()));
    }
}

/// The name of a process in diagnostics, by its root.
fn subject_of(sent: &Sent<Missed>, root: &[u8]) -> Vec<u8> {
    match sent.is_root {
        true => root.to_vec(),
        false => [sent.pid.to_string().as_bytes(), b" (descendant of ", root, b")"].concat(),
    }
}

/// True if a later signal was not meant for a process, or came too late.
fn is_passed_over(result: &Outcome) -> bool {
    match result {
        Err(missed @ Missed::Failed(_)) => missed.is_end(),
        Err(Missed::Skipped(_) | Missed::Before) => true,
        Err(Missed::Foretold(_) | Missed::NoDescendants) | Ok(()) => false,
    }
}

/// Why trees could not be looked at.
fn not_stopped(error: Errno) -> Missed {
    match error {
        Errno::EINTR => Failed::GivenUp.into(),
        error => Missed::unseen(error),
    }
}
