//! What comes after the signal: waiting until the targets are gone, later signals, and what is said
//! meanwhile.
//!
//! All targets are followed together, on one clock. A process is gone when it has ended, reaped or
//! not; a process group is gone when none of its processes is left, and processes that join it
//! meanwhile are followed too. Every process, and every group, is held before the first signal, so
//! that a later one never reaches a newcomer with its number.

use std::collections::HashSet;
use std::fmt::Write;
use std::rc::Rc;
use std::time::{Duration, Instant};

use nix::errno::Errno;

use super::{Delivery, Failure, Scope, Wait, cannot_hold_all};
use crate::cli::report;
use crate::cli::{ExitStatus, duration};
use crate::commands::kill::{NAME, named};
use crate::delivery::escalation::Escalation;
use crate::process::deferred::Deferred;
use crate::process::group::Group;
use crate::process::handle::{Ending, Handle};
use crate::process::name::Named;
use crate::signal::{Signal, SignalOrNull};
use crate::sys::Pid;
use crate::sys::deliver::Target;
use crate::sys::output::{error_width, write_error};

/// How long an end is not told while its exit status is not known: the parent of the process has it
/// first. It is no longer waited for then, because a parent may leave its zombies for ever.
const STATUS_GRACE: Duration = Duration::from_millis(100);
/// How often the exit status is asked for meanwhile.
const STATUS_LOOK: Duration = Duration::from_millis(5);
/// From when on, and how often, a terminal shows what is waited for.
const PROGRESS: Duration = Duration::from_secs(1);

/// How soon a signal that was held back takes effect.
const ARRIVAL_LOOK: Duration = Duration::from_millis(50);

/// A process that is followed.
pub(super) struct Followed {
    pub(super) handle: Rc<Handle>,
    /// Itself, with its command name when it was held.
    process: Named,
    /// The number of the process group that it is followed with.
    group: Option<Pid>,
    /// What it was sent.
    signals: Vec<SignalOrNull>,
    /// A later signal could not be sent to it, which was counted.
    missed: bool,
}

impl Followed {
    /// Follows a process that is held.
    pub(super) fn new(handle: Rc<Handle>) -> Followed {
        let process = Named::of(handle.pid());
        Followed::named(handle, process.name)
    }

    /// The same, with its command name.
    pub(super) fn named(handle: Rc<Handle>, name: Vec<u8>) -> Followed {
        let process = Named { pid: handle.pid(), name };
        Followed { handle, process, group: None, signals: Vec::new(), missed: false }
    }

    /// Sends it a signal.
    pub(super) fn send(&self, signal: SignalOrNull, value: Option<i32>) -> Result<(), Errno> {
        self.handle.send(signal, value)
    }

    /// It was sent this.
    pub(super) fn sent(mut self, signal: SignalOrNull) -> Followed {
        self.signals.push(signal);
        self
    }

    /// It was sent this, too.
    pub(super) fn was_sent(&mut self, signal: SignalOrNull) {
        self.signals.push(signal);
    }
}

/// A process group that is followed.
struct FollowedGroup {
    group: Group,
    /// A later signal could not be sent to any of its processes, which was counted.
    missed: bool,
    /// Why not all of its processes could be held when they were last looked for.
    unheld: Option<Errno>,
}

/// The targets that are followed.
pub(super) struct Following {
    started: Instant,
    pub(super) alive: Vec<Followed>,
    groups: Vec<FollowedGroup>,
    /// Those that have ended, and when, until it is told how.
    ended: Vec<(Followed, Instant)>,
    /// When the terminal is to show the next line; None where there is no terminal.
    next_progress: Option<Instant>,
    /// Signals to kill are held back while the line stands, and arrive when it is gone.
    line: Option<Deferred>,
}

impl Following {
    /// Nobody yet.
    pub(super) fn new() -> Following {
        Following {
            started: Instant::now(),
            alive: Vec::new(),
            groups: Vec::new(),
            ended: Vec::new(),
            next_progress: None,
            line: None,
        }
    }

    /// Follows a process.
    pub(super) fn process(&mut self, followed: Followed) {
        self.alive.push(followed);
    }

    /// Follows a process group. What was held before the signal was sent is followed as its
    /// members.
    pub(super) fn group(&mut self, group: Group, members: Vec<Followed>, signal: SignalOrNull) {
        let number = group.number();
        let members = members.into_iter().map(|member| member.sent(signal));
        self.alive.extend(members.map(|member| Followed { group: Some(number), ..member }));
        self.groups.push(FollowedGroup { group, missed: false, unheld: None });
    }

    /// Whether there is anybody.
    pub(super) fn is_empty(&self) -> bool {
        self.alive.is_empty() && self.groups.is_empty()
    }

    /// Holds the members of the groups that are not yet followed. A group that is gone is not
    /// looked at again: another one may get its number.
    fn find_newcomers(&mut self) {
        let alive = &mut self.alive;
        self.groups.retain_mut(|FollowedGroup { group, unheld, .. }| {
            let known: HashSet<Pid> = alive.iter().map(|followed| followed.handle.pid()).collect();
            match group.newcomers(|pid| known.contains(&pid)) {
                Ok((newcomers, error)) => {
                    *unheld = error;
                    let number = Some(group.number());
                    alive.extend(
                        newcomers
                            .into_iter()
                            .map(|one| Followed { group: number, ..Followed::new(one) }),
                    );
                }
                Err(error) => *unheld = Some(error),
            }
            unheld.is_some() || group.is_there()
        });
    }
}

impl Delivery<'_> {
    /// Whether targets are followed after the signal.
    pub(super) fn follows(&self) -> bool {
        !self.send.options().follow_ups.is_empty() || self.send.options().wait != Wait::Not
    }

    /// Sends the later signals at their times and waits; true if targets were left when the time
    /// for them was over.
    pub(super) fn follow(&mut self) -> bool {
        let mut following = std::mem::replace(&mut self.following, Following::new());
        let send = self.send;
        let mut last_signal = Instant::now();
        following.next_progress = error_width().map(|_| last_signal + PROGRESS);
        let mut escalation = Escalation::begin(&send.options().follow_ups, last_signal);
        while let Some((due, signal)) = escalation.next() {
            if self.wait_until(&mut following, Some(due), Some(signal)) {
                return false;
            }
            self.send_again(&mut following, Some(signal));
            // Were this process held up, the time for the next one would still be whole.
            last_signal = Instant::now();
            escalation.hurry(last_signal);
        }
        let deadline = match send.options().wait {
            Wait::Not => {
                self.wait_until(&mut following, Some(Instant::now()), None);
                self.tell_ended(&mut following, true);
                return false;
            }
            Wait::Forever => None,
            Wait::AtMost(time) => Some(last_signal + time),
        };
        if self.wait_until(&mut following, deadline, None) {
            return false;
        }
        for followed in &following.alive {
            let after = duration::shown(following.started.elapsed());
            report::report(
                NAME,
                named(&followed.process).as_bytes(),
                format_args!("still there after {after}"),
            );
        }
        true
    }

    /// Waits until nobody is left (true) or the time has come.
    fn wait_until(
        &mut self,
        following: &mut Following,
        deadline: Option<Instant>,
        next: Option<Signal>,
    ) -> bool {
        loop {
            if following.alive.is_empty() {
                following.find_newcomers();
            }
            if following.alive.is_empty() {
                following.clear_progress();
                self.tell_ended(following, true);
                self.count_unheld(following);
                return true;
            }
            let now = Instant::now();
            // The last look comes after the deadline, and does not wait.
            let remaining = deadline.map(|deadline| deadline.saturating_duration_since(now));
            let progress = following.next_progress.map(|at| at.saturating_duration_since(now));
            let look = (!following.ended.is_empty()).then_some(STATUS_LOOK);
            let arrival = following.line.as_ref().map(|_| ARRIVAL_LOOK);
            let at_most = [remaining, progress, look, arrival].into_iter().flatten().min();
            let handles: Vec<&Handle> =
                following.alive.iter().map(|followed| &*followed.handle).collect();
            let mut ended = Handle::wait(&handles, at_most).into_iter();
            if following.line.as_ref().is_some_and(Deferred::ends_or_stops_this_process) {
                following.clear_progress();
            }
            let alive = std::mem::take(&mut following.alive).into_iter();
            let (gone, alive): (Vec<_>, Vec<_>) =
                alive.partition(|_| ended.next().unwrap_or(false));
            following.alive = alive;
            if self.send.options().verbose {
                let now = Instant::now();
                following.ended.extend(gone.into_iter().map(|followed| (followed, now)));
            }
            self.tell_ended(following, false);
            if remaining.is_some_and(|remaining| remaining.is_zero()) && !following.alive.is_empty()
            {
                following.clear_progress();
                return false;
            }
            following.show_progress(deadline, next);
        }
    }

    /// Groups whose processes could not be held although nobody else is held any more.
    fn count_unheld(&mut self, following: &mut Following) {
        for FollowedGroup { group, unheld, .. } in &following.groups {
            if let Some(error) = unheld {
                let subject = Target::Group(group.number()).as_kill_argument().to_string();
                self.count(subject.as_bytes(), Err(cannot_hold_all(*error)));
            }
        }
    }

    /// Sends a later signal to everybody who is left.
    fn send_again(&mut self, following: &mut Following, signal: SignalOrNull) {
        if self.send.options().scope != Scope::Target {
            return self.send_to_trees_again(following, signal);
        }
        following.find_newcomers();
        let mut sent_with_group = HashSet::new();
        for followed_group in &mut following.groups {
            self.send_to_group_again(
                followed_group,
                &mut following.alive,
                signal,
                &mut sent_with_group,
            );
        }
        for mut followed in std::mem::take(&mut following.alive) {
            if sent_with_group.contains(&Rc::as_ptr(&followed.handle)) {
                following.alive.push(followed);
                continue;
            }
            self.announce("timeout, ", signal, followed.handle.pid().get());
            match followed.send(signal, self.send.options().value) {
                Ok(()) => followed.was_sent(signal),
                // It ended in time after all; how is told when it is looked at again.
                Err(Errno::ESRCH) => {}
                Err(error) => {
                    self.count_missed(&mut followed, Failure::System(error));
                    if self.send.options().wait == Wait::Not {
                        continue;
                    }
                }
            }
            following.alive.push(followed);
        }
    }

    /// Sends a later signal to a group as a whole, so that nobody forks meanwhile; notes who got it
    /// with the group. Those who have left the group since they were held have not.
    fn send_to_group_again(
        &mut self,
        FollowedGroup { group, missed, .. }: &mut FollowedGroup,
        alive: &mut [Followed],
        signal: SignalOrNull,
        sent_with_group: &mut HashSet<*const Handle>,
    ) {
        let number = Some(group.number());
        let members = alive
            .iter_mut()
            .filter(|followed| followed.group == number && group.has(&followed.handle));
        let members: Vec<&mut Followed> = members.collect();
        if members.is_empty() {
            return;
        }
        // The group is signalled if one of its processes is; to some of them this may not be
        // allowed.
        let allowed: Vec<bool> =
            members.iter().map(|member| member.send(None, None) != Err(Errno::EPERM)).collect();
        let target = Target::Group(group.number()).as_kill_argument();
        self.announce("timeout, ", signal, target);
        let result = group.send(signal);
        match result {
            // It ended in time after all, or is not known to be this one any more: then they are
            // signalled one by one.
            Err(Errno::ESRCH) => return,
            Err(error) if !std::mem::replace(missed, true) => {
                self.delivered = self.delivered.saturating_sub(1);
                self.count(target.to_string().as_bytes(), Err(Failure::System(error)));
            }
            Err(error) => self.report(target.to_string().as_bytes(), Failure::System(error)),
            Ok(()) => {}
        }
        for (member, allowed) in members.into_iter().zip(allowed) {
            // One that has left it in this moment may have done so before the signal. One that is
            // not there has had its time.
            if group.has(&member.handle) || member.send(None, None) == Err(Errno::ESRCH) {
                sent_with_group.insert(Rc::as_ptr(&member.handle));
                if allowed && result.is_ok() {
                    member.was_sent(signal);
                }
            }
        }
    }

    /// A later signal could not be sent to a process that is still there: it was signalled, and now
    /// it counts as missed.
    pub(super) fn count_missed(&mut self, followed: &mut Followed, failure: Failure) {
        let subject = followed.handle.pid().to_string();
        if std::mem::replace(&mut followed.missed, true) {
            return self.report(subject.as_bytes(), failure);
        }
        // One of a group that has left it: the group was signalled all the same.
        if followed.group.is_none() {
            self.delivered = self.delivered.saturating_sub(1);
        }
        self.count(subject.as_bytes(), Err(failure));
    }

    /// Tells how processes have ended, once that is known or `at_once` it will not be waited for
    /// longer than the grace.
    fn tell_ended(&mut self, following: &mut Following, at_once: bool) {
        loop {
            let (mut later, mut lines) = (Vec::new(), Vec::new());
            for (followed, at) in std::mem::take(&mut following.ended) {
                let ending = followed.handle.ending();
                if ending == Ending::NotYetKnown && at.elapsed() < STATUS_GRACE {
                    later.push((followed, at));
                } else {
                    lines.push(told(&followed, ending, at - following.started));
                }
            }
            following.ended = later;
            if !lines.is_empty() {
                following.clear_progress();
            }
            for line in lines {
                self.say(format_args!("{line}\n"));
            }
            if !at_once || following.ended.is_empty() {
                return;
            }
            std::thread::sleep(STATUS_LOOK);
        }
    }

    /// What becomes of the exit status when targets were left.
    pub(super) fn status_of_left(&self, left: bool) -> ExitStatus {
        match self.status() {
            ExitStatus::FAILURE => ExitStatus::FAILURE,
            _ if left => ExitStatus::TIMED_OUT,
            status => status,
        }
    }
}

/// `1234 nginx: TERM, exited 0 after 0.8 s`.
fn told(followed: &Followed, ending: Ending, after: Duration) -> String {
    let mut line = format!("{}: ", named(&followed.process));
    for signal in &followed.signals {
        let _ = match signal {
            Some(signal) => write!(line, "{}, ", signal.name()),
            None => write!(line, "0, "),
        };
    }
    let _ = match ending {
        Ending::Exited(status) => write!(line, "exited {status}"),
        Ending::Signalled { signal, core } => {
            let core = if core { ", core dumped" } else { "" };
            write!(line, "killed by {}{core}", signal.name())
        }
        Ending::NotYetKnown | Ending::Unknown => write!(line, "ended"),
    };
    let not_reaped =
        if ending == Ending::NotYetKnown { "; its parent has not reaped it" } else { "" };
    line + &format!(" after {}{not_reaped}", duration::shown(after))
}

impl Following {
    /// On a terminal, a line with what is waited for, written over itself once a second.
    fn show_progress(&mut self, deadline: Option<Instant>, next: Option<Signal>) {
        let now = Instant::now();
        let (Some(at), Some(width)) = (self.next_progress, error_width()) else { return };
        if now < at {
            return;
        }
        self.next_progress = Some(now + PROGRESS);
        let count = self.alive.len();
        let mut line =
            format!("{NAME}: {count} {} left", if count == 1 { "process" } else { "processes" });
        if let Some(deadline) = deadline {
            let seconds = deadline.saturating_duration_since(now).as_secs_f64().ceil();
            let _ = match next {
                Some(signal) => write!(line, ", {} in {seconds} s", signal.name()),
                None => write!(line, ", {seconds} s to wait"),
            };
        }
        let names: Vec<String> =
            self.alive.iter().map(|followed| named(&followed.process)).collect();
        let _ = write!(line, ": {}", names.join(", "));
        // One column less, or some terminals would go on to the next line.
        let shown: String = line.chars().take(width.saturating_sub(1)).collect();
        self.line.get_or_insert_with(Deferred::start);
        write_error(format!("\r{shown}\x1b[K").as_bytes());
    }

    fn clear_progress(&mut self) {
        if let Some(deferred) = self.line.take() {
            write_error(b"\r\x1b[K");
            // What was held back takes effect now.
            drop(deferred);
        }
    }
}
