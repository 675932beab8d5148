//! `--tree` and `--descendants`: the operands' processes are gathered as the roots of trees, which are signalled together.
//!
//! Nothing is written while they are: whoever reads it may be among the stopped. So `--verbose` tells of it afterwards.

use super::*;
use crate::process::tree::{Sent, Spared, Tree};

/// The trees of all operands.
#[derive(Default)]
pub(super) struct Trees {
    tree: Tree,
    /// The operand of each root, as diagnostics name it.
    subjects: Vec<Vec<u8>>,
    /// Roots whose descendants alone are signalled, for the follow-ups.
    spared: Vec<Handle>,
    /// The operand that names kill itself.
    itself: Option<Vec<u8>>,
}

impl Delivery<'_> {
    /// An operand: whose tree is meant.
    pub(super) fn root(&mut self, word: &[u8]) {
        match operand::parse(word, self.send.conformance) {
            Ok(Operand::Target(Target::Process(pid))) => self.add_root(word, hold(pid)),
            Ok(Operand::Target(_)) => self.count(word, Err(no_groups(self.send.options().scope.option()))),
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
        let permit = |handle: &Handle| {
            guard::check(&self.guards, handle)?;
            self.require_handler(handle.pid())
        };
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
                return subjects.iter().for_each(|subject| self.count(subject, Err(not_stopped(error))));
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
                false => [sent.pid.to_string().as_bytes(), b" (descendant of ", &subjects[sent.root], b")"].concat(),
            };
            let handle = self.count_sent(&subject, sent);
            self.trees_followed(handle);
        }
        for spared in outcome.spared {
            let subject = subjects[spared.root].as_slice();
            if spared.childless && send.options().scope == Scope::Descendants {
                self.count(subject, Err(Failure::Refused("has no descendants")));
            }
            self.keep_spared(subject, spared);
        }
    }

    fn trees_followed(&mut self, handle: Option<Handle>) {
        if let Some(handle) = handle.filter(|_| self.follows()) {
            self.following.process(Followed::new(handle).sent(self.send.signal));
        }
    }

    /// Counts what came of one process; gives the hold on it if it was signalled.
    fn count_sent(&mut self, subject: &[u8], sent: Sent<Failure>) -> Option<Handle> {
        let handle = sent.handle.filter(|_| sent.result.is_ok());
        self.count(subject, sent.result);
        if let Some(error) = sent.left_stopped {
            self.count(subject, Err(Failure::LeftStopped(error)));
        }
        handle
    }

    fn keep_spared(&mut self, subject: &[u8], spared: Spared) {
        if let Some(error) = spared.left_stopped {
            self.count(subject, Err(Failure::LeftStopped(error)));
        }
        self.trees.spared.push(spared.handle);
    }

    /// Sends a follow-up to those that are still there and to the descendants that they have by now; gives the hold on all of
    /// them.
    pub(super) fn follow_up_trees(&mut self, handles: Vec<Handle>, signal: SignalOrNull) -> Vec<Handle> {
        if handles.is_empty() {
            return handles;
        }
        let mut tree = Tree::default();
        let pids: Vec<Pid> = handles.iter().map(Handle::pid).collect();
        for handle in handles {
            tree.add(handle, true);
        }
        for handle in self.trees.spared.drain(..) {
            tree.add(handle, false);
        }
        let outcome = match tree.send(signal, self.send.options().value, |_| Ok::<(), Failure>(())) {
            Ok(outcome) => outcome,
            Err(error) => {
                for pid in pids {
                    self.delivered = self.delivered.saturating_sub(1);
                    self.count(pid.to_string().as_bytes(), Err(not_stopped(error)));
                }
                return Vec::new();
            }
        };
        let mut handles = Vec::new();
        for sent in outcome.sent {
            // It ended in time after all.
            if matches!(sent.result, Err(Failure::System(Errno::ESRCH))) {
                continue;
            }
            self.announce("timeout, ", signal, sent.pid.get());
            if sent.is_root {
                // It was counted when it got the first signal.
                self.delivered = self.delivered.saturating_sub(1);
            }
            let subject = sent.pid.to_string();
            handles.extend(self.count_sent(subject.as_bytes(), sent));
        }
        for spared in outcome.spared {
            let subject = spared.handle.pid().to_string();
            self.keep_spared(subject.as_bytes(), spared);
        }
        handles
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
        // Of a process that this ends nobody reads it. But the init of a PID namespace outlives what it does not catch.
        Errno::EINTR => Failure::Refused("given up, and nobody was signalled: a signal to kill itself came first"),
        error => cannot_see(error),
    }
}
