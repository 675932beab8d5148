//! What comes after the signal: waiting until the targets are gone, later signals, and what is said meanwhile.
//!
//! All targets are followed together, on one clock. A process is gone when it has ended, reaped or not; a process group is
//! gone when none of its processes is left, and processes that join it meanwhile are followed too. Every process is held
//! before the first signal, so that a later one never reaches a newcomer with its number.

use std::fmt::Write;
use std::time::{Duration, Instant};

use nix::errno::Errno;

use super::{Delivery, Failure, Scope, Wait, cannot_hold};
use crate::cli::report::{self, escaped};
use crate::cli::{Status, duration};
use crate::commands::kill::NAME;
use crate::process::handle::{Ending, Handle};
use crate::process::{self, Life, select};
use crate::signal::SignalOrNull;
use crate::sys::Pid;
use crate::sys::output::{error_width, write_error};

/// How long an end is not told while its exit status is not known: the parent of the process has it first. It is no
/// longer waited for then, because a parent may leave its zombies for ever.
const STATUS_GRACE: Duration = Duration::from_millis(100);
/// How often the exit status is asked for meanwhile.
const STATUS_LOOK: Duration = Duration::from_millis(5);
/// From when on, and how often, a terminal shows what is waited for.
const PROGRESS: Duration = Duration::from_secs(1);

/// A process that is followed.
pub(super) struct Followed {
    handle: Handle,
    /// Its command name when it was held.
    name: Vec<u8>,
    /// What it was sent.
    signals: Vec<SignalOrNull>,
}

impl Followed {
    /// Follows a process that is held.
    pub(super) fn new(handle: Handle) -> Followed {
        let name = select::command_name(handle.pid()).unwrap_or_default();
        Followed { handle, name, signals: Vec::new() }
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

    fn shown(&self) -> String {
        match self.name.is_empty() {
            true => self.handle.pid().to_string(),
            false => format!("{} {}", self.handle.pid(), escaped(&self.name)),
        }
    }
}

/// The targets that are followed.
pub(super) struct Following {
    started: Instant,
    alive: Vec<Followed>,
    groups: Vec<Pid>,
    /// Those that have ended, and when, until it is told how.
    ended: Vec<(Followed, Instant)>,
    /// When the terminal is to show the next line; None where there is no terminal.
    next_progress: Option<Instant>,
    progress_shown: bool,
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
            progress_shown: false,
        }
    }

    /// Follows a process.
    pub(super) fn process(&mut self, followed: Followed) {
        self.alive.push(followed);
    }

    /// Follows a process group. What [`members`] held before the signal was sent is followed as its members.
    pub(super) fn group(&mut self, group: Pid, members: Vec<Followed>, signal: SignalOrNull) {
        self.groups.push(group);
        self.alive.extend(members.into_iter().map(|member| member.sent(signal)));
    }

    /// Whether there is anybody.
    pub(super) fn is_empty(&self) -> bool {
        self.alive.is_empty() && self.groups.is_empty()
    }

    /// Holds the members of the groups that are not yet followed.
    fn find_newcomers(&mut self) {
        for group in &self.groups {
            let known: Vec<Pid> = self.alive.iter().map(|followed| followed.handle.pid()).collect();
            self.alive.extend(members(*group, &known).unwrap_or_default());
        }
    }
}

/// Holds every process of a group that has not ended, but those of `known`.
pub(super) fn members(group: Pid, known: &[Pid]) -> Result<Vec<Followed>, Failure> {
    let mut members = Vec::new();
    for pid in process::all().map_err(|_| Failure::Refused(process::NO_PROC))? {
        if known.contains(&pid) || !is_member(pid, group) {
            continue;
        }
        match Handle::open(pid) {
            // It is looked at again, now that it is held.
            Ok(handle) if is_member(pid, group) => members.push(Followed::new(handle)),
            Ok(_) | Err(Errno::ESRCH) => {}
            Err(error) => return Err(cannot_hold(error)),
        }
    }
    Ok(members)
}

fn is_member(pid: Pid, group: Pid) -> bool {
    Life::of(pid).is_ok_and(|life| life.group == group.get() && !life.has_ended())
}

impl Delivery<'_> {
    /// Whether targets are followed after the signal.
    pub(super) fn follows(&self) -> bool {
        !self.send.options().follow_ups.is_empty() || self.send.options().wait != Wait::Not
    }

    /// Sends the later signals at their times and waits; true if targets were left when the time for them was over.
    pub(super) fn follow(&mut self) -> bool {
        let mut following = std::mem::replace(&mut self.following, Following::new());
        let send = self.send;
        let mut last_signal = Instant::now();
        following.next_progress = error_width().map(|_| last_signal + PROGRESS);
        for follow_up in &send.options().follow_ups {
            last_signal += follow_up.after;
            if self.wait_until(&mut following, Some(last_signal), Some(follow_up.signal)) {
                return false;
            }
            self.send_again(&mut following, follow_up.signal);
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
            report::report(NAME, followed.shown().as_bytes(), format_args!("still there after {after}"));
        }
        true
    }

    /// Waits until nobody is left (true) or the time has come.
    fn wait_until(&mut self, following: &mut Following, deadline: Option<Instant>, next: Option<SignalOrNull>) -> bool {
        loop {
            let now = Instant::now();
            // The last look comes after the deadline, and does not wait.
            let remaining = deadline.map(|deadline| deadline.saturating_duration_since(now));
            let progress = following.next_progress.map(|at| at.saturating_duration_since(now));
            let look = (!following.ended.is_empty()).then_some(STATUS_LOOK);
            let at_most = [remaining, progress, look].into_iter().flatten().min();
            let handles: Vec<&Handle> = following.alive.iter().map(|followed| &followed.handle).collect();
            let mut ended = Handle::wait(&handles, at_most).into_iter();
            let alive = std::mem::take(&mut following.alive).into_iter();
            let (gone, alive): (Vec<_>, Vec<_>) = alive.partition(|_| ended.next().unwrap_or(false));
            following.alive = alive;
            if self.send.options().verbose {
                let now = Instant::now();
                following.ended.extend(gone.into_iter().map(|followed| (followed, now)));
            }
            self.tell_ended(following, false);
            if following.alive.is_empty() {
                following.find_newcomers();
                if following.alive.is_empty() {
                    self.tell_ended(following, true);
                    following.clear_progress();
                    return true;
                }
            }
            if remaining.is_some_and(|remaining| remaining.is_zero()) {
                following.clear_progress();
                return false;
            }
            following.show_progress(deadline, next);
        }
    }

    /// Sends a later signal to everybody who is left.
    fn send_again(&mut self, following: &mut Following, signal: SignalOrNull) {
        if self.send.options().scope != Scope::Target {
            return self.send_to_trees_again(following, signal);
        }
        following.find_newcomers();
        let waits = self.send.options().wait != Wait::Not;
        for mut followed in std::mem::take(&mut following.alive) {
            self.announce("timeout, ", signal, followed.handle.pid().get());
            match followed.send(signal, self.send.options().value) {
                Ok(()) => {
                    followed.signals.push(signal);
                    following.alive.push(followed);
                }
                // It ended in time after all; how is told when it is looked at again.
                Err(Errno::ESRCH) => following.alive.push(followed),
                Err(error) => {
                    self.delivered = self.delivered.saturating_sub(1);
                    self.count(followed.handle.pid().to_string().as_bytes(), Err(Failure::System(error)));
                    if waits {
                        following.alive.push(followed);
                    }
                }
            }
        }
    }

    /// The same with the descendants that they have by now.
    fn send_to_trees_again(&mut self, following: &mut Following, signal: SignalOrNull) {
        let (handles, mut known): (Vec<_>, Vec<_>) = std::mem::take(&mut following.alive)
            .into_iter()
            .map(|Followed { handle, name, signals }| {
                let pid = handle.pid();
                (handle, (pid, name, signals))
            })
            .unzip();
        for handle in self.follow_up_trees(handles, signal) {
            let place = known.iter().position(|(pid, ..)| *pid == handle.pid());
            let followed = match place.map(|place| known.swap_remove(place)) {
                Some((_, name, signals)) => Followed { handle, name, signals },
                None => Followed::new(handle),
            };
            following.alive.push(followed.sent(signal));
        }
    }

    /// Tells how processes have ended, once that is known or `at_once` it will not be waited for longer than the grace.
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
    pub(super) fn status_of_left(&self, left: bool) -> Status {
        match self.status() {
            Status::FAILURE => Status::FAILURE,
            _ if left => Status::TIMED_OUT,
            status => status,
        }
    }
}

/// `1234 nginx: TERM, exited 0 after 0.8 s`.
fn told(followed: &Followed, ending: Ending, after: Duration) -> String {
    let mut line = format!("{}: ", followed.shown());
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
    let not_reaped = if ending == Ending::NotYetKnown { "; its parent has not reaped it" } else { "" };
    line + &format!(" after {}{not_reaped}", duration::shown(after))
}

impl Following {
    /// On a terminal, a line with what is waited for, written over itself once a second.
    fn show_progress(&mut self, deadline: Option<Instant>, next: Option<SignalOrNull>) {
        let now = Instant::now();
        let (Some(at), Some(width)) = (self.next_progress, error_width()) else { return };
        if now < at {
            return;
        }
        self.next_progress = Some(now + PROGRESS);
        let count = self.alive.len();
        let mut line = format!("{NAME}: {count} {} left", if count == 1 { "process" } else { "processes" });
        if let Some(deadline) = deadline {
            let seconds = deadline.saturating_duration_since(now).as_secs_f64().ceil();
            let _ = match next {
                Some(Some(signal)) => write!(line, ", {} in {seconds} s", signal.name()),
                Some(None) => write!(line, ", 0 in {seconds} s"),
                None => write!(line, ", {seconds} s to wait"),
            };
        }
        let names: Vec<String> = self.alive.iter().map(Followed::shown).collect();
        let _ = write!(line, ": {}", names.join(", "));
        // One column less, or some terminals would go on to the next line.
        let shown: String = line.chars().take(width.saturating_sub(1)).collect();
        write_error(format!("\r{shown}\x1b[K").as_bytes());
        self.progress_shown = true;
    }

    fn clear_progress(&mut self) {
        if std::mem::take(&mut self.progress_shown) {
            write_error(b"\r\x1b[K");
        }
    }
}
