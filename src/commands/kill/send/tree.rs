//! `--tree` and `--descendants`: the operands' processes are gathered as the roots of trees, which
//! are signalled together.
//!
//! Nothing is written while they are: whoever reads it may be among the stopped. So `--verbose`
//! tells of it afterwards.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::*;
use crate::process::tree::{Sent, Tree};

/// The trees of all operands.
#[derive(Default)]
pub(super) struct Trees {
    tree: Tree,
    /// The operand of each root, as diagnostics name it.
    subjects: Vec<Vec<u8>>,
    /// For the follow-ups: roots whose descendants alone are signalled, and who was refused, or
    /// could not be signalled. They get none; their descendants do.
    untouched: Vec<Rc<Handle>>,
    /// The operand that names kill itself.
    itself: Option<Vec<u8>>,
}

impl Delivery<'_> {
    /// An operand: whose tree is meant.
    pub(super) fn root(&mut self, word: &[u8]) {
        match operand::parse(word, self.send.conformance) {
            Ok(Operand::Target(Target::Process(pid))) => self.add_root(word, hold(pid)),
            Ok(Operand::Target(_)) => {
                self.count(word, Err(no_groups(self.send.options().scope.option())))
            }
            Ok(Operand::Identified { pid, inode }) => {
                self.add_root(word, Handle::open_identified(pid, inode).map_err(Failure::from));
            }
            Ok(Operand::Name(name)) => self.for_each_named(name, |delivery, subject, pid, user| {
                delivery.add_root(subject, hold_named(pid, name, user));
            }),
            Err(refusal) => {
                self.failed += 1;
                report::report(NAME, word, refusal);
            }
        }
    }

    pub(super) fn add_root(&mut self, subject: &[u8], held: Result<Handle, Failure>) {
        let handle = match held {
            Ok(handle) => handle,
            Err(failure) => return self.count(subject, Err(failure)),
        };
        let included = self.send.options().scope == Scope::Tree;
        if included && handle.pid() == Pid::own() {
            self.trees.itself = Some(subject.to_vec());
        }
        // One that is a root already keeps its first name.
        if self.trees.tree.add(handle, included) == self.trees.subjects.len() {
            self.trees.subjects.push(subject.to_vec());
        }
    }

    /// Signals the trees, or prints their process IDs.
    pub(super) fn deliver_to_trees(&mut self) {
        let tree = std::mem::take(&mut self.trees.tree);
        if tree.is_empty() {
            return;
        }
        let send = self.send;
        let mut names = HashMap::new();
        let permit = |handle: &Handle| self.permit(handle, &mut names);
        let surveyed = send.options().print || send.options().dry_run;
        let outcome = match surveyed {
            true => tree.survey(permit),
            false => tree.send(send.signal, send.options().value, permit),
        };
        let subjects = std::mem::take(&mut self.trees.subjects);
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(error) => {
                self.trees.itself = None;
                return subjects
                    .iter()
                    .for_each(|subject| self.count(subject, Err(not_stopped(error))));
            }
        };
        for mut sent in outcome.sent {
            match &sent.result {
                Ok(()) if send.options().print => self.say(format_args!("{}\n", sent.pid)),
                Err(Failure::NotCaught | Failure::Guarded(_)) => {}
                Err(_) if surveyed => {}
                Ok(()) if send.options().dry_run => sent.result = self.foretell(sent.pid),
                _ => self.announce("", send.signal, sent.pid.get()),
            }
            let subject = match sent.is_root {
                true => subjects[sent.root].clone(),
                false => [
                    sent.pid.to_string().as_bytes(),
                    b" (descendant of ",
                    &subjects[sent.root],
                    b")",
                ]
                .concat(),
            };
            if let Some(followed) = self.count_first(&subject, send.signal, sent, &mut names) {
                self.following.process(followed);
            }
        }
        for spared in outcome.spared {
            let subject = subjects[spared.root].as_slice();
            if spared.childless && send.options().scope == Scope::Descendants {
                self.count(subject, Err(Failure::Refused("has no descendants")));
            }
            self.count_left_stopped(subject, spared.left_stopped);
            self.trees.untouched.push(spared.handle);
        }
    }

    /// Whether a process may be signalled. It is asked once, when it is met first; its name is read
    /// while it stands still.
    fn permit(&self, handle: &Handle, names: &mut HashMap<Pid, Vec<u8>>) -> Result<(), Failure> {
        guard::check(&self.guards, handle)?;
        self.require_handler(handle.pid())?;
        if self.follows() {
            names.insert(handle.pid(), command_name(handle.pid()).unwrap_or_default());
        }
        Ok(())
    }

    /// Counts what came of a process that was met first; it is to be followed if it was signalled.
    fn count_first(
        &mut self,
        subject: &[u8],
        signal: SignalOrNull,
        sent: Sent<Failure>,
        names: &mut HashMap<Pid, Vec<u8>>,
    ) -> Option<Followed> {
        let Sent { pid, handle, result, left_stopped, .. } = sent;
        let (signalled, is_new) = (result.is_ok(), !matches!(result, Err(Failure::Untouched)));
        self.count(subject, result);
        self.count_left_stopped(subject, left_stopped);
        let handle = handle.filter(|_| self.follows())?;
        if signalled {
            return Some(
                Followed::named(handle, names.remove(&pid).unwrap_or_default()).sent(signal),
            );
        }
        if is_new {
            self.trees.untouched.push(handle);
        }
        None
    }

    fn count_left_stopped(&mut self, subject: &[u8], left_stopped: Option<Errno>) {
        if let Some(error) = left_stopped {
            self.count(subject, Err(Failure::LeftStopped(error)));
        }
    }

    /// Sends a later signal to those that are still there and to the descendants that they, and the
    /// untouched, have by now.
    pub(super) fn send_to_trees_again(&mut self, following: &mut Following, signal: SignalOrNull) {
        let waits = self.send.options().wait != Wait::Not;
        let mut tree = Tree::default();
        for followed in &following.alive {
            tree.add(Rc::clone(&followed.handle), true);
        }
        for handle in &self.trees.untouched {
            tree.add(Rc::clone(handle), false);
        }
        let known: HashSet<*const Handle> =
            following.alive.iter().map(|followed| Rc::as_ptr(&followed.handle)).collect();
        let untouched: HashSet<*const Handle> =
            self.trees.untouched.iter().map(Rc::as_ptr).collect();
        let mut names = HashMap::new();
        let permit = |handle: &Handle| match std::ptr::from_ref(handle) {
            handle if known.contains(&handle) => Ok(()),
            handle if untouched.contains(&handle) => Err(Failure::Untouched),
            _ => self.permit(handle, &mut names),
        };
        let outcome = match tree.send(signal, self.send.options().value, permit) {
            Ok(outcome) => outcome,
            Err(error) => {
                for followed in &mut following.alive {
                    self.count_missed(followed, not_stopped(error));
                }
                following.alive.retain(|_| waits);
                return;
            }
        };
        let mut alive: HashMap<*const Handle, Followed> = std::mem::take(&mut following.alive)
            .into_iter()
            .map(|followed| (Rc::as_ptr(&followed.handle), followed))
            .collect();
        for mut sent in outcome.sent {
            let subject = sent.pid.to_string().into_bytes();
            let met =
                !matches!(&sent.result, Err(failure) if failure.is_skipped() || failure.is_end());
            if met {
                self.announce("timeout, ", signal, sent.pid.get());
            }
            let Some(mut followed) =
                sent.handle.as_ref().and_then(|handle| alive.remove(&Rc::as_ptr(handle)))
            else {
                following.alive.extend(self.count_first(&subject, signal, sent, &mut names));
                continue;
            };
            self.count_left_stopped(&subject, sent.left_stopped.take());
            match sent.result {
                Ok(()) => followed.was_sent(signal),
                // It ended in time after all; how is told when it is looked at again.
                Err(failure) if failure.is_end() => {}
                Err(failure) => {
                    self.count_missed(&mut followed, failure);
                    if !waits {
                        continue;
                    }
                }
            }
            following.alive.push(followed);
        }
        for spared in outcome.spared {
            let subject = spared.handle.pid().to_string();
            self.count_left_stopped(subject.as_bytes(), spared.left_stopped);
        }
    }

    /// kill itself, if it is a target: last, when nothing else is left to do.
    pub(super) fn deliver_to_itself(&mut self) {
        if let Some(subject) = self.trees.itself.take() {
            let result = self.numbered(Pid::own());
            self.count(&subject, result);
        }
    }
}

/// Why trees could not be looked at.
fn not_stopped(error: Errno) -> Failure {
    match error {
        // Of a process that this ends nobody reads it. But the init of a PID namespace outlives
        // what it does not catch.
        Errno::EINTR => Failure::Refused(
            "given up, and nobody was signalled: a signal to kill itself came first",
        ),
        error => cannot_see(error),
    }
}
