//! Sending, operand by operand: one that fails is reported and does not stop the rest.
//!
//! Plain process IDs and groups go to kill(2) as they are. Where identity matters (PID:INODE,
//! command names, `--timeout`, guards) the process is held first, looked at, and signalled through
//! what holds it.

use nix::errno::Errno;

use super::args::{Scope, Send, Wait};
use super::dry_run;
use super::guard::{self, Condition};
use super::operand::{self, Operand};
use super::{NAME, report};
use crate::cli::ExitStatus;
use crate::posix::conformance::Conformance;
use crate::process::group::Group;
use crate::process::handle::{self, Handle, NotIdentified};
use crate::process::name::command_name;
use crate::process::proc::NO_PROC;
use crate::process::select;
use crate::process::status::Status;
use crate::signal::SignalOrNull;
use crate::sys::deliver::{self, Target};
use crate::sys::output::Output;
use crate::sys::{Describe, Pid};
use follow::{Followed, Following};

mod follow;
mod tree;

/// Why a target was not signalled.
pub(super) enum Failure {
    /// The system refused.
    System(Errno),
    /// A reason of our own.
    Refused(&'static str),
    /// A reason of our own, with particulars.
    Explained(String),
    /// `-r`: the process does not catch the signal. Skipped, not failed.
    NotCaught,
    /// `--dry-run`: it could not be sent, as standard output says.
    Told,
    /// It was stopped here and cannot be continued.
    LeftStopped(Errno),
    /// What a guard asks for is not so. Skipped, not failed.
    Guarded(String),
    /// It was refused by an earlier step, which has said so.
    Untouched,
}

impl Failure {
    /// Whether the process was skipped rather than missed.
    fn is_skipped(&self) -> bool {
        matches!(self, Failure::NotCaught | Failure::Guarded(_) | Failure::Untouched)
    }

    /// Whether the process is not there any more.
    fn is_end(&self) -> bool {
        matches!(self, Failure::System(Errno::ESRCH))
    }
}

impl From<Errno> for Failure {
    fn from(error: Errno) -> Failure {
        Failure::System(error)
    }
}

impl From<NotIdentified> for Failure {
    fn from(reason: NotIdentified) -> Failure {
        match reason {
            NotIdentified::System(error) => Failure::System(error),
            reason => Failure::Explained(reason.to_string()),
        }
    }
}

/// What has become of the targets so far.
pub(super) struct Delivery<'a> {
    send: &'a Send<'a>,
    guards: Vec<Condition<'a>>,
    delivered: usize,
    failed: usize,
    output_failed: bool,
    /// Who is followed after the signal.
    following: Following,
    /// `--tree`, `--descendants`: the trees, gathered from all operands before the first signal is
    /// sent.
    trees: tree::Trees,
}

/// Carries out a command line: 0 if every target was signalled, 64 (in strict mode 1) if some were,
/// 124 if some are left when the time to wait for them is over, else 1.
pub fn execute(send: &Send) -> ExitStatus {
    let guards = match guard::resolve(&send.options().guards) {
        Ok(guards) => guards,
        Err(error) => {
            report::report(NAME, &error.subject, error.reason);
            return ExitStatus::FAILURE;
        }
    };
    let options = send.options();
    let one_by_one =
        options.scope == Scope::Target && options.guards.is_empty() && options.selectors.is_empty();
    if !one_by_one || !options.follow_ups.is_empty() || options.wait != Wait::Not {
        // Many may be held at once.
        handle::raise_descriptor_limit();
    }
    let mut delivery = Delivery {
        send,
        guards,
        delivered: 0,
        failed: 0,
        output_failed: false,
        following: Following::new(),
        trees: tree::Trees::default(),
    };
    for word in send.operands {
        match send.options().scope {
            Scope::Target => delivery.operand(word.bytes()),
            Scope::Tree | Scope::Descendants => delivery.root(word.bytes()),
        }
    }
    for selector in &send.options().selectors {
        delivery.selector(selector);
    }
    delivery.deliver_to_trees();
    let left = !delivery.following.is_empty() && delivery.follow();
    delivery.deliver_to_itself();
    delivery.status_of_left(left)
}

impl Delivery<'_> {
    fn operand(&mut self, word: &[u8]) {
        match operand::parse(word, self.send.conformance) {
            Ok(Operand::Target(Target::Process(pid))) => {
                let result = self.numbered(pid);
                self.count(word, result);
            }
            Ok(Operand::Target(several)) => {
                let result = self.several(several, || Ok(()));
                self.count(word, result);
            }
            Ok(Operand::Identified { pid, inode }) => {
                let result = self.identified(pid, inode);
                self.count(word, result);
            }
            Ok(Operand::Name(name)) => self.named(name),
            Err(refusal) => {
                self.failed += 1;
                report::report(NAME, word, refusal);
            }
        }
    }

    /// A process by its number alone.
    fn numbered(&mut self, pid: Pid) -> Result<(), Failure> {
        let send = self.send;
        if send.options().print {
            return self.print(pid);
        }
        if send.options().dry_run && self.guards.is_empty() {
            return self.foretell(pid);
        }
        if send.options().require_handler || !self.guards.is_empty() || self.follows() {
            return self.deliver_to(hold(pid)?);
        }
        self.announce("", send.signal, pid.get());
        match send.options().value {
            Some(value) => deliver::queue(pid, send.signal, value)?,
            None => deliver::kill(Target::Process(pid), send.signal)?,
        }
        Ok(())
    }

    /// A process by its number and its pidfd's inode number.
    fn identified(&mut self, pid: Pid, inode: u64) -> Result<(), Failure> {
        self.signal_or_print(Handle::open_identified(pid, inode)?)
    }

    /// A process that was found by its name.
    fn found(&mut self, pid: Pid, name: &[u8], user: Option<u32>) -> Result<(), Failure> {
        if self.send.options().print {
            return self.print(pid);
        }
        self.deliver_to(hold_named(pid, name, user)?)
    }

    fn print(&mut self, pid: Pid) -> Result<(), Failure> {
        if !self.guards.is_empty() {
            guard::check(&self.guards, &hold(pid)?)?;
        }
        self.require_handler(pid)?;
        self.say(format_args!("{pid}\n"));
        Ok(())
    }

    /// `--dry-run`.
    fn foretell(&mut self, pid: Pid) -> Result<(), Failure> {
        self.require_handler(pid)?;
        let told = dry_run::of_process(self.send.signal, pid).map_err(cannot_see)?;
        self.say(format_args!("{}", told.line));
        if told.sendable { Ok(()) } else { Err(Failure::Told) }
    }

    /// `--dry-run` for several: as with kill(2), one that the signal could be sent to is enough.
    fn foretell_several(&mut self, target: Target) -> Result<(), Failure> {
        let all = dry_run::of_several(self.send.signal, target).map_err(cannot_see)?;
        for told in &all {
            self.say(format_args!("{}", told.line));
        }
        // Linux fails for -1 only if there is nobody.
        let sendable = target == Target::Everybody || all.iter().any(|told| told.sendable);
        if sendable { Ok(()) } else { Err(Failure::Told) }
    }

    /// A process that is held, or why it is not: as the operand `subject` would be.
    pub(super) fn held(&mut self, subject: &[u8], held: Result<Handle, Failure>) {
        if self.send.options().scope != Scope::Target {
            return self.add_root(subject, held);
        }
        let result = held.and_then(|handle| self.signal_or_print(handle));
        self.count(subject, result);
    }

    fn signal_or_print(&mut self, handle: Handle) -> Result<(), Failure> {
        if self.send.options().print { self.print(handle.pid()) } else { self.deliver_to(handle) }
    }

    fn deliver_to(&mut self, handle: Handle) -> Result<(), Failure> {
        guard::check(&self.guards, &handle)?;
        if self.send.options().dry_run {
            return self.foretell(handle.pid());
        }
        self.require_handler(handle.pid())?;
        self.announce("", self.send.signal, handle.pid().get());
        if !self.follows() {
            return Ok(handle.send(self.send.signal, self.send.options().value)?);
        }
        // It has its name as long as it lives.
        let followed = Followed::new(handle.into());
        followed.send(self.send.signal, self.send.options().value)?;
        self.following.process(followed.sent(self.send.signal));
        Ok(())
    }

    /// A process group, the own group, or everybody, if `still` finds right before the signal that
    /// it is to be sent.
    pub(super) fn several(
        &mut self,
        target: Target,
        still: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let number = target.as_kill_argument();
        if self.send.options().scope != Scope::Target {
            return Err(no_groups(self.send.options().scope.option()));
        }
        if let Some(guard) = self.send.options().guards.first() {
            return Err(no_groups(guard.option()));
        }
        if self.send.options().require_handler {
            return Err(no_groups("-r"));
        }
        if self.send.options().print {
            self.say(format_args!("{number}\n"));
            return Ok(());
        }
        if self.send.options().value.is_some() {
            return Err(no_groups("-q"));
        }
        let followed = match target {
            _ if !self.follows() => None,
            Target::Group(group) if group.get() != nix::unistd::getpgrp().as_raw() => Some(group),
            // kill is one of them itself.
            _ => return Err(Failure::Refused(NOT_FOLLOWED)),
        };
        if self.send.options().dry_run {
            return self.foretell_several(target);
        }
        let Some(group) = followed else {
            self.announce("", self.send.signal, number);
            still()?;
            return Ok(deliver::kill(target, self.send.signal)?);
        };
        // Held before the signal, which some may not survive.
        let (mut group, members) = Group::open(group).map_err(cannot_hold_all)?;
        let members: Vec<_> = members.into_iter().map(Followed::new).collect();
        self.announce("", self.send.signal, number);
        still()?;
        // Where nobody is held there may still be processes that have ended.
        match members.is_empty() {
            true => deliver::kill(target, self.send.signal)?,
            false => group.send(self.send.signal)?,
        }
        self.following.group(group, members, self.send.signal);
        Ok(())
    }

    fn named(&mut self, name: &[u8]) {
        self.for_each_named(name, |delivery, subject, pid, user| {
            let result = delivery.found(pid, name, user);
            delivery.count(subject, result);
        });
    }

    /// Does something to each process of a name, with what diagnostics call it and the user that it
    /// must belong to.
    fn for_each_named(
        &mut self,
        name: &[u8],
        mut act: impl FnMut(&mut Self, &[u8], Pid, Option<u32>),
    ) {
        let user = (!self.send.options().all_users).then(|| nix::unistd::getuid().as_raw());
        match select::by_name(name, user) {
            Ok(pids) if pids.is_empty() => self.count(name, Err(Failure::System(Errno::ESRCH))),
            Ok(pids) => {
                for pid in pids {
                    let subject = [name, b" (", pid.to_string().as_bytes(), b")"].concat();
                    act(self, &subject, pid, user);
                }
            }
            Err(error) => self.count(name, Err(cannot_see(error))),
        }
    }

    fn require_handler(&self, pid: Pid) -> Result<(), Failure> {
        match self.send.signal {
            Some(signal) if self.send.options().require_handler => match Status::of(pid) {
                Ok(status) if status.caught.contains(signal) => Ok(()),
                Ok(_) => Err(Failure::NotCaught),
                Err(error) => Err(cannot_see(error)),
            },
            _ => Ok(()),
        }
    }

    /// The line of `--verbose`, written before the signal is sent: it may end this process too.
    fn announce(&mut self, prefix: &str, signal: SignalOrNull, number: i32) {
        if self.send.options().verbose {
            let signal = signal.map_or(0, |signal| signal.number());
            self.say(format_args!("{prefix}sending signal {signal} to pid {number}\n"));
        }
    }

    fn say(&mut self, text: std::fmt::Arguments) {
        let mut output = Output::new();
        output.print(text);
        // The first failure is told; the signals are sent all the same.
        if !self.output_failed {
            self.output_failed = report::finish(NAME, &mut output) != ExitStatus::SUCCESS;
        }
    }

    pub(super) fn count(&mut self, subject: &[u8], result: Result<(), Failure>) {
        match result {
            Ok(()) => self.delivered += 1,
            Err(failure) => {
                if !failure.is_skipped() {
                    self.failed += 1;
                }
                self.report(subject, failure);
            }
        }
    }

    #[cold]
    fn report(&self, subject: &[u8], failure: Failure) {
        match failure {
            Failure::System(error) => report::report(NAME, subject, Describe(error)),
            Failure::Refused(reason) => report::report(NAME, subject, reason),
            Failure::Explained(reason) => report::report(NAME, subject, reason),
            Failure::Told | Failure::Untouched => {}
            Failure::LeftStopped(error) => {
                report::report(
                    NAME,
                    subject,
                    format_args!("was stopped, and cannot be continued: {}", Describe(error)),
                );
            }
            Failure::NotCaught => {
                let name =
                    self.send.signal.map(|signal| signal.name().to_string()).unwrap_or_default();
                report::report(
                    NAME,
                    subject,
                    format_args!("not signalled: it has no handler for {name}"),
                );
            }
            Failure::Guarded(reason) => {
                report::report(NAME, subject, format_args!("not signalled: {reason}"))
            }
        }
    }

    fn status(&self) -> ExitStatus {
        match (self.delivered, self.failed) {
            _ if self.output_failed => ExitStatus::FAILURE,
            (0, _) => ExitStatus::FAILURE,
            (_, 0) => ExitStatus::SUCCESS,
            _ if matches!(self.send.conformance, Conformance::Posix(_)) => ExitStatus::FAILURE,
            _ => ExitStatus::PARTIAL,
        }
    }
}

/// What is said of an option that is asked of a process group.
fn no_groups(option: &str) -> Failure {
    Failure::Explained(format!("{option} takes process IDs and command names, not process groups"))
}

/// Why a process cannot be looked at.
pub(super) fn cannot_see(error: Errno) -> Failure {
    match error {
        Errno::ENOENT => Failure::Refused(NO_PROC),
        error => Failure::System(error),
    }
}

/// Takes hold of a process.
pub(super) fn hold(pid: Pid) -> Result<Handle, Failure> {
    Handle::open(pid).map_err(cannot_hold)
}

fn cannot_hold(error: Errno) -> Failure {
    match error {
        Errno::EINVAL => NotIdentified::Thread.into(),
        Errno::ENOENT | Errno::ENOSYS => Failure::Refused(
            "cannot be held: this system has neither pidfds nor a /proc to know a process by",
        ),
        error => Failure::System(error),
    }
}

/// Why the processes of a group cannot be found and held.
fn cannot_hold_all(error: Errno) -> Failure {
    if error == Errno::ENOENT { cannot_see(error) } else { cannot_hold(error) }
}

/// What is said of targets that cannot be followed.
const NOT_FOLLOWED: &str =
    "-w, -k and --timeout follow processes and process groups, but not -1 and kill's own group";

/// Holds a process that was found by its name, and looks at it again, so that no newcomer is
/// signalled.
fn hold_named(pid: Pid, name: &[u8], user: Option<u32>) -> Result<Handle, Failure> {
    let handle = hold(pid)?;
    if !select::is_named(pid, name, user)? {
        return Err(Failure::System(Errno::ESRCH));
    }
    Ok(handle)
}
