//! Follows processes after the signal: until they are gone, or a time has come.
//!
//! All are followed together, on one clock. A process is gone when it has ended, reaped or not; a
//! process group is gone when none of its processes is left, and processes that join it in the
//! meantime are followed too. Every process, and every group, is held before the first signal, so
//! that a later one never reaches a newcomer with its number.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use super::account::Account;
use super::followed::Followed;
use super::progress::{Progress, Prospect};
use crate::process::group::Group;
use crate::process::handle::{Ending, Handle};
use crate::selection::hold::cannot_hold_all;
use crate::signal::SignalOrNull;
use crate::sys::deliver::Target;
use crate::sys::{Errno, Pid};

/// How long the report of an end waits for the exit status, which the parent of the process gets
/// first. The wait is bounded, because a parent may never reap its zombies.
const STATUS_GRACE: Duration = Duration::from_millis(100);
/// How often the exit status is asked for in the meantime.
const STATUS_LOOK: Duration = Duration::from_millis(5);

/// A process group that is followed.
pub(super) struct FollowedGroup {
    pub(super) group: Group,
    /// A later signal could not be sent to any of its processes, which was counted.
    pub(super) missed: bool,
    /// Why not all of its processes could be held when they were last looked for.
    unheld: Option<Errno>,
}

pub(super) struct Following {
    started: Instant,
    pub(super) alive: Vec<Followed>,
    pub(super) groups: Vec<FollowedGroup>,
    /// The processes that have ended, and when, until it is reported how.
    ended: Vec<(Followed, Instant)>,
    progress: Progress,
}

impl Following {
    pub(super) fn new() -> Following {
        Following {
            started: Instant::now(),
            alive: Vec::new(),
            groups: Vec::new(),
            ended: Vec::new(),
            progress: Progress::none(),
        }
    }

    pub(super) fn add_process(&mut self, followed: Followed) {
        self.alive.push(followed);
    }

    /// Follows a process group. What was held before the signal was sent is followed as its
    /// members.
    pub(super) fn add_group(&mut self, group: Group, members: Vec<Followed>, signal: SignalOrNull) {
        let number = group.number();
        let members = members.into_iter().map(|member| member.sent(signal).of_group(number));
        self.alive.extend(members);
        self.groups.push(FollowedGroup { group, missed: false, unheld: None });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.alive.is_empty() && self.groups.is_empty()
    }

    /// From now on a terminal shows which are left.
    pub(super) fn show_progress_from(&mut self, now: Instant) {
        self.progress = Progress::begin(now);
    }

    /// Holds the members of the groups that are not yet followed. A group that is gone is not
    /// looked at again: another one may get its number.
    pub(super) fn find_newcomers(&mut self) {
        let alive = &mut self.alive;
        self.groups.retain_mut(|FollowedGroup { group, unheld, .. }| {
            let known: HashSet<Pid> = alive.iter().map(|followed| followed.handle.pid()).collect();
            match group.newcomers(|pid| known.contains(&pid)) {
                Ok((newcomers, error)) => {
                    *unheld = error;
                    let number = group.number();
                    let newcomers = newcomers.into_iter().map(Followed::new);
                    alive.extend(newcomers.map(|newcomer| newcomer.of_group(number)));
                }
                Err(error) => *unheld = Some(error),
            }
            unheld.is_some() || group.is_there()
        });
    }

    /// Waits until none is left (true) or the time has come.
    pub(super) fn wait_until(&mut self, prospect: Prospect, account: &mut Account) -> bool {
        loop {
            if self.alive.is_empty() {
                self.find_newcomers();
            }
            if self.alive.is_empty() {
                self.progress.clear();
                self.tell_all_ended(account);
                self.count_unheld(account);
                return true;
            }
            if self.wait_once(prospect, account) && !self.alive.is_empty() {
                self.progress.clear();
                return false;
            }
        }
    }

    /// Waits until one of these processes has ended (true) or the time has come.
    #[cfg(feature = "select")]
    pub(super) fn wait_for_one(&mut self, prospect: Prospect, account: &mut Account) -> bool {
        let all = self.alive.len();
        loop {
            let is_over = self.wait_once(prospect, account);
            let has_ended = self.alive.len() < all;
            if has_ended || is_over {
                self.progress.clear();
                self.tell_all_ended(account);
                return has_ended;
            }
        }
    }

    /// Waits until one ends, something is to be shown, or the time has come; true if it had come
    /// before, so that this was the last look.
    fn wait_once(&mut self, prospect: Prospect, account: &mut Account) -> bool {
        let now = Instant::now();
        // The last look comes after the deadline, and does not wait.
        let remaining = prospect.deadline.map(|deadline| deadline.saturating_duration_since(now));
        let is_over = remaining.is_some_and(|remaining| remaining.is_zero());
        let look = (!self.ended.is_empty()).then_some(STATUS_LOOK);
        let at_most = [remaining, look, self.progress.due_in(now)].into_iter().flatten().min();
        self.wait(at_most, account.reporter.is_verbose());
        self.tell_ended(account);
        if !is_over && !self.alive.is_empty() {
            let left = self.alive.iter().map(|followed| &followed.process);
            self.progress.show(account.reporter.speaker(), left, prospect);
        }
        is_over
    }

    /// Waits until one ends, and sets apart those that have.
    fn wait(&mut self, at_most: Option<Duration>, keep_ended: bool) {
        let handles: Vec<&Handle> = self.alive.iter().map(|followed| &*followed.handle).collect();
        let mut ended = Handle::wait(&handles, at_most).into_iter();
        self.progress.give_way();
        let (gone, alive): (Vec<_>, Vec<_>) =
            self.alive.drain(..).partition(|_| ended.next().unwrap_or(false));
        self.alive = alive;
        if keep_ended {
            let now = Instant::now();
            self.ended.extend(gone.into_iter().map(|followed| (followed, now)));
        }
    }

    /// Groups whose processes could not be held although no other process is held any more.
    fn count_unheld(&self, account: &mut Account) {
        for FollowedGroup { group, unheld, .. } in &self.groups {
            if let Some(error) = unheld {
                let subject = Target::Group(group.number()).as_kill_argument().to_string();
                account.count(subject.as_bytes(), Err(cannot_hold_all(*error).into()));
            }
        }
    }

    /// Prints how processes have ended, if that is known or no longer waited for.
    fn tell_ended(&mut self, account: &mut Account) {
        let (mut later, mut lines) = (Vec::new(), Vec::new());
        for (followed, at) in self.ended.drain(..) {
            let ending = followed.handle.ending();
            if ending == Ending::NotYetKnown && at.elapsed() < STATUS_GRACE {
                later.push((followed, at));
            } else {
                lines.push(followed.told(ending, at - self.started));
            }
        }
        self.ended = later;
        if !lines.is_empty() {
            self.progress.clear();
        }
        for line in lines {
            account.reporter.say(format_args!("{line}"));
        }
    }

    /// Prints how every process that has ended did so.
    pub(super) fn tell_all_ended(&mut self, account: &mut Account) {
        loop {
            self.tell_ended(account);
            if self.ended.is_empty() {
                return;
            }
            std::thread::sleep(STATUS_LOOK);
        }
    }

    /// Names those that were waited for in vain.
    pub(super) fn tell_left(&self, account: &mut Account) {
        for followed in &self.alive {
            account.reporter.still_there(&followed.process, self.started.elapsed());
        }
    }
}
