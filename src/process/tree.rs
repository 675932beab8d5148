//! Process trees: some processes, the roots, and all their descendants, signalled as a whole while
//! none of them can fork.
//!
//! A list of processes is out of date when it is complete: what forks meanwhile is missed. So each
//! process is stopped the moment it is found, and the search repeated until a look at all of /proc,
//! begun when everything that was known stood still, finds nothing new. Then the signal is sent,
//! children first, and what was stopped here is continued.
//!
//! Who is in a tree. Descendants are found by their parent's process ID. That includes what has
//! left the session or the process group; it does not include what was orphaned before: the kernel
//! has given that another parent (`man 2 wait`, NOTES). A process that has ended and waits to be
//! reaped is no descendant any more.
//!
//! Identity. A process is held ([`Handle`]) before its parent is looked at, and both are known not
//! to have been reaped after the look. So both numbers were theirs during the look, and a newcomer
//! with a number of the tree is left alone.
//!
//! When a process stands still. kill(2) returns before the receiver of STOP has stopped, and since
//! Linux 4.19 (c3ad2c3b02e9) a fork that is under way is completed first. Only when every thread is
//! stopped, as /proc shows it, has the process forked all its children. Two limits keep this from
//! taking for ever: `SETTLE` and `UNINTERRUPTIBLE`.
//!
//! Who blocks the signal. Programs block all signals while they fork or spawn (posix_spawn(3); fork
//! of musl and of shells). Stopped there, one would keep TERM pending, and when continued first get
//! a child, which TERM was not sent to, and then end. So it is let go on until it takes signals
//! again, and stopped there; who blocks the signal for longer than `BLOCKS` does it on purpose. A
//! time without a processor does not count.
//!
//! Who is never stopped: this process and its ancestors (one that waits for this process does not
//! fork; and were it stopped, the shell that runs the job would take it for suspended), process 1
//! (the kernel discards what it does not catch), kernel threads, and what may not be signalled.
//! They can fork all the time, so their children are searched for in a limited number of looks,
//! `LOOKS_AT_LOOSE`.
//!
//! Whatever happens, nobody stays stopped: errors continue what was stopped, and signals that would
//! end or stop this process are held back until that is done. Nothing is written meanwhile, because
//! the reader may be among the stopped. Only KILL and STOP to this very process cannot be held
//! back.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::time::{Duration, Instant};

use nix::errno::Errno;

use crate::process::deferred::Deferred;
use crate::process::handle::Handle;
use crate::process::proc::all;
use crate::process::situation;
use crate::process::stat::Stat;
use crate::process::threads::{self, Thread};
use crate::process::withheld::Withheld;
use crate::signal::facts::DefaultAction;
use crate::signal::{Signal, SignalOrNull};
use crate::sys::Pid;

/// How long a process may take to stop. A runnable one stops as soon as it gets a processor, so
/// only what the kernel keeps from running (a frozen or throttled control group), a tracer that
/// swallows the signal, or a CONT that somebody else sent can take so long.
const SETTLE: Duration = Duration::from_secs(5);

/// The same where a thread is in uninterruptible sleep, which may last for ever: a dead file
/// server, or vfork(2), whose caller sleeps until its child, stopped here, has gone on. Such a
/// thread handles the STOP before it can run any more code of its own; the one way in which it can
/// still get a child is that it sleeps within fork(2), for memory.
const UNINTERRUPTIBLE: Duration = Duration::from_millis(250);

/// How many looks may find nothing but children of processes that cannot be stopped, until no more
/// of those are taken up.
const LOOKS_AT_LOOSE: u32 = 8;

/// How often processes that somebody else continues meanwhile are stopped again.
const STOPS_AGAIN: u32 = 8;

/// How long a thread may go on while it blocks the signal: of its own processor time, or asleep,
/// and never longer than `SETTLE`. Between blocking and forking lie microseconds. How long the fork
/// takes is no matter: one that is completed after the STOP is over when the process stands still.
const BLOCKS: Duration = Duration::from_millis(100);

/// At how many looks at least it must have been seen to block the signal, and to sleep if that is
/// what counts. Between two looks it may have unblocked it and blocked it again, if this process
/// had to wait for a processor.
const LOOKS_AT_BLOCKING: u32 = 20;

/// How often a process may go on. Each time it is likely to be stopped outside of what it blocks
/// signals for.
const GOES_ON: u32 = 32;

/// Process trees, by their roots.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    roots: Vec<Root>,
}

#[derive(Debug)]
struct Root {
    handle: Rc<Handle>,
    included: bool,
}

/// A process that was, or was not, signalled.
#[derive(Debug)]
pub(crate) struct Sent<E> {
    /// Its process ID.
    pub(crate) pid: Pid,
    /// The hold on it; None if it could not be taken.
    pub(crate) handle: Option<Rc<Handle>>,
    /// The root in whose tree it was found, by the number that [`Tree::add`] gave.
    pub(crate) root: usize,
    /// Whether it is that root itself.
    pub(crate) is_root: bool,
    /// What came of it.
    pub(crate) result: Result<(), E>,
    /// Why it could not be continued, although it was stopped here. It gained other rights at the
    /// very moment at which it was stopped, by executing a set-user-ID program.
    pub(crate) left_stopped: Option<Errno>,
}

/// What [`Tree::send`] has done.
#[derive(Debug)]
pub(crate) struct Outcome<E> {
    /// The processes in the order in which they were signalled, children first.
    pub(crate) sent: Vec<Sent<E>>,
    /// The roots that were not signalled themselves, so that they can be used again.
    pub(crate) spared: Vec<Spared>,
}

/// A root that was not signalled itself.
#[derive(Debug)]
pub(crate) struct Spared {
    /// The hold on it.
    pub(crate) handle: Rc<Handle>,
    /// Its number, which [`Tree::add`] gave.
    pub(crate) root: usize,
    /// Whether it has no descendant that a signal would go to.
    pub(crate) childless: bool,
    /// As [`Sent::left_stopped`].
    pub(crate) left_stopped: Option<Errno>,
}

impl Tree {
    /// Adds the tree of a process; gives its number. A process that is a root already is not added
    /// again.
    ///
    /// `included` says whether the process itself is signalled, or only its descendants. (One that
    /// is also the descendant of another root is signalled in any case.) This process is never
    /// signalled, neither as a root nor as a descendant: that would cut short what it has to do. If
    /// it is meant, its caller does it last.
    pub(crate) fn add(&mut self, handle: impl Into<Rc<Handle>>, included: bool) -> usize {
        let handle = handle.into();
        let same = |root: &Root| root.handle.pid() == handle.pid() && !is_gone(&root.handle);
        match self.roots.iter().position(same) {
            Some(place) => {
                self.roots[place].included |= included;
                place
            }
            None => {
                self.roots.push(Root { handle, included });
                self.roots.len() - 1
            }
        }
    }

    /// Whether there is no root.
    pub(crate) fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// Finds the processes that a signal would go to, and signals and stops nobody: what forks
    /// meanwhile may be missed. `permit` may refuse each.
    ///
    /// # Errors
    ///
    /// That of reading /proc.
    pub(crate) fn survey<E: From<Errno>>(
        self,
        permit: impl FnMut(&Handle) -> Result<(), E>,
    ) -> Result<Outcome<E>, Errno> {
        let mut hunt = Hunt::start(self.roots, None)?;
        hunt.run()?;
        Ok(hunt.deliver(None, permit))
    }

    /// Sends a signal to all processes of the trees, each once, with a value as sigqueue(3) or
    /// without as kill(2).
    ///
    /// `permit` may refuse each process while it is held, and stopped if it could be. It must not
    /// write to anything that a process of the tree might read.
    ///
    /// Processes that were stopped before stay so, unless the signal is CONT or KILL. For the null
    /// signal nobody is stopped.
    ///
    /// A descendant that has ended meanwhile is not in the result. A root that has is, with ESRCH.
    ///
    /// # Errors
    ///
    /// Nothing was sent and nobody is left stopped: ENOENT without /proc, otherwise the error of
    /// reading it; EINTR if a signal arrived that ends this process. It takes effect when this
    /// returns. (What is blocked or caught here does not.)
    pub(crate) fn send<E: From<Errno>>(
        self,
        signal: SignalOrNull,
        value: Option<i32>,
        mut permit: impl FnMut(&Handle) -> Result<(), E>,
    ) -> Result<Outcome<E>, Errno> {
        let mut hunt = Hunt::start(self.roots, signal)?;
        hunt.run()?;
        hunt.let_blocking_go_on()?;
        Ok(hunt.deliver(signal, |handle| {
            permit(handle)?;
            Ok(handle.send(signal, value)?)
        }))
    }
}

/// Whether a process that blocks the signal keeps it pending. CONT continues it all the same
/// (sigaction(2), signal(7)).
fn can_be_blocked(signal: Signal) -> bool {
    !matches!(signal, Signal::KILL | Signal::STOP | Signal::CONT)
}

/// Whether a signal has arrived that ends this process.
fn must_give_up(deferred: &Option<Deferred>) -> bool {
    deferred.as_ref().is_some_and(Deferred::ends_this_process)
}

/// Whether a process was reaped.
fn is_gone(handle: &Handle) -> bool {
    handle.send(None, None) == Err(Errno::ESRCH)
}

/// Whether a process was stopped by a signal: its threads stop and continue together.
fn is_stopped(kin: Option<Stat>) -> bool {
    kin.is_some_and(|kin| kin.state == b'T')
}

/// What the threads of a process do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// None can run any code before somebody continues or resumes it.
    Still,
    /// Not all are still, and one is in uninterruptible sleep.
    Uninterruptible,
    /// Some may run.
    Moving,
}

impl Pace {
    fn of_state(state: u8) -> Pace {
        match state {
            b'T' | b't' | b'Z' | b'X' | b'x' => Pace::Still,
            b'D' => Pace::Uninterruptible,
            _ => Pace::Moving,
        }
    }

    fn of_threads(states: impl Iterator<Item = u8>) -> Pace {
        let mut slowest = Pace::Still;
        for pace in states.map(Pace::of_state) {
            match (slowest, pace) {
                (Pace::Uninterruptible, _) | (_, Pace::Still) => {}
                (_, pace) => slowest = pace,
            }
        }
        slowest
    }

    /// A process that cannot be looked at has ended, for what is asked here.
    fn of(pid: Pid) -> Pace {
        match Stat::seen(pid) {
            Ok(None) => Pace::Still,
            Ok(Some(kin)) if kin.threads <= 1 => Pace::of_state(kin.state),
            Ok(Some(_)) => Pace::of_tasks(pid).unwrap_or(Pace::Moving),
            Err(_) => Pace::Moving,
        }
    }

    /// A thread that is made while this is read joins the stop of the others before it runs
    /// (task_join_group_stop in the kernel's signal.c).
    fn of_tasks(pid: Pid) -> Result<Pace, Errno> {
        Ok(Pace::of_threads(threads::states(pid)?.into_iter()))
    }
}

/// What a thread has done since it was first seen to block the signal after it was let go on.
struct Blocks {
    since: Instant,
    /// Its processor time then.
    ran: Duration,
    looks: u32,
    looks_asleep: u32,
}

impl Blocks {
    fn since_now(process: Pid, thread: &Thread) -> Blocks {
        let ran = processor_time(process, thread.id).unwrap_or_default();
        Blocks { since: Instant::now(), ran, looks: 0, looks_asleep: 0 }
    }

    /// Whether the thread, which still blocks the signal, is taken to do so on purpose.
    fn on_purpose(&mut self, process: Pid, thread: &Thread) -> bool {
        self.looks += 1;
        self.looks_asleep += u32::from(thread.state != b'R');
        let elapsed = self.since.elapsed();
        if elapsed < BLOCKS || self.looks < LOOKS_AT_BLOCKING {
            return false;
        }
        // One whose time is not told has ended, for what is asked here.
        let has_run = || {
            processor_time(process, thread.id).map_or(BLOCKS, |time| time.saturating_sub(self.ran))
        };
        self.looks_asleep >= LOOKS_AT_BLOCKING || elapsed >= SETTLE || has_run() >= BLOCKS
    }
}

/// How far a process has been stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// It may fork at any time.
    Loose,
    /// It was sent STOP.
    Stopping,
    /// It has been seen to stand still.
    Still,
}

#[derive(Debug)]
struct Member {
    handle: Rc<Handle>,
    /// The parent that it was found by; of a root, its parent in another root's tree.
    parent: Option<Pid>,
    root: usize,
    is_root: bool,
    /// Whether it is signalled.
    included: bool,
    standing: Standing,
    /// It was sent STOP here, and neither CONT nor anything that takes its place.
    stopped_here: bool,
    /// The threads that block the signal and are not waited for any more.
    block_on_purpose: HashSet<Pid>,
    left_stopped: Option<Errno>,
}

impl Member {
    /// Continues it if it was stopped here.
    fn resume(&mut self) {
        if std::mem::take(&mut self.stopped_here) {
            match self.handle.send(Some(Signal::CONT), None) {
                Ok(()) | Err(Errno::ESRCH) => {}
                Err(error) => self.left_stopped = Some(error),
            }
        }
    }
}

/// A process that could not be held.
#[derive(Debug)]
struct Unheld {
    root: usize,
    error: Errno,
}

/// The search for the processes of trees, and those that it has found. When dropped, it continues
/// whom it has stopped.
struct Hunt {
    members: Vec<Member>,
    /// Where the member with this number is that was not reaped yet.
    by_pid: HashMap<Pid, usize>,
    unheld: HashMap<Pid, Unheld>,
    /// What the processes are stopped for; None if they are not.
    signal: SignalOrNull,
    /// This process and its ancestors.
    own_line: HashSet<Pid>,
    /// What arrives for this process when all are continued; None if nobody is stopped.
    deferred: Option<Deferred>,
}

/// How many processes a look has found.
#[derive(Default)]
struct Found {
    /// By parents that are stopped.
    firm: usize,
    /// By parents that are not.
    loose: usize,
}

impl Hunt {
    fn start(roots: Vec<Root>, signal: SignalOrNull) -> Result<Hunt, Errno> {
        // Is there a /proc at all?
        drop(all()?);
        let mut hunt = Hunt {
            members: Vec::new(),
            by_pid: HashMap::new(),
            unheld: HashMap::new(),
            signal,
            own_line: own_line()?,
            deferred: signal.map(|_| Deferred::start()),
        };
        for (number, root) in roots.into_iter().enumerate() {
            let kin = Stat::seen(root.handle.pid())?;
            hunt.take(root.handle, None, kin, number, Some(root.included));
        }
        Ok(hunt)
    }

    /// Makes a process a member and begins to stop it. `included` is for roots.
    fn take(
        &mut self,
        handle: Rc<Handle>,
        parent: Option<Pid>,
        kin: Option<Stat>,
        root: usize,
        included: Option<bool>,
    ) {
        let pid = handle.pid();
        let spared = pid.get() == 1
            || self.own_line.contains(&pid)
            || kin.is_some_and(|kin| kin.kernel_thread)
            || self.signal.is_none();
        let mut member = Member {
            handle,
            parent,
            root,
            is_root: included.is_some(),
            included: included.unwrap_or(true) && pid != Pid::own(),
            standing: Standing::Loose,
            stopped_here: false,
            block_on_purpose: HashSet::new(),
            left_stopped: None,
        };
        if !spared {
            if let Some(signal) = self.signal.filter(|signal| can_be_blocked(*signal)) {
                // Asked before it is stopped, because that ends sigwait(3).
                member.blocking(signal);
            }
            // One that was stopped before is not continued afterwards; a tracer's stop is another
            // matter.
            match is_stopped(kin) {
                true => member.standing = Standing::Stopping,
                false => member.stop(),
            }
        }
        self.by_pid.insert(pid, self.members.len());
        self.members.push(member);
    }

    /// Looks for descendants until there are no more.
    fn run(&mut self) -> Result<(), Errno> {
        let (mut looks_at_loose, mut stops_again) = (0, 0);
        loop {
            self.settle()?;
            let found = self.look(looks_at_loose < LOOKS_AT_LOOSE)?;
            if found.firm > 0 {
                continue;
            }
            if found.loose > 0 {
                looks_at_loose += 1;
                continue;
            }
            // Were they still all the time?
            if !self.stop_again() || stops_again == STOPS_AGAIN {
                return Ok(());
            }
            stops_again += 1;
        }
    }

    /// Lets those that block the signal go on until they do not, stops them there, and takes up
    /// what they have forked meanwhile.
    fn let_blocking_go_on(&mut self) -> Result<(), Errno> {
        let Some(signal) = self.signal.filter(|signal| can_be_blocked(*signal)) else {
            return Ok(());
        };
        for _ in 0..GOES_ON {
            let mut going: Vec<&mut Member> = self
                .members
                .iter_mut()
                .filter(|member| member.included && member.stopped_here)
                .filter_map(|member| (!member.blocking(signal).is_empty()).then_some(member))
                .collect();
            if going.is_empty() {
                break;
            }
            going.iter_mut().for_each(|member| member.resume());
            let mut blocks: HashMap<Pid, Blocks> = HashMap::new();
            while !going.is_empty() {
                if must_give_up(&self.deferred) {
                    return Err(Errno::EINTR);
                }
                going.retain_mut(|member| {
                    let process = member.handle.pid();
                    let (on_purpose, blocking): (Vec<Thread>, Vec<Thread>) =
                        member.blocking(signal).into_iter().partition(|thread| {
                            let blocks = blocks
                                .entry(thread.id)
                                .or_insert_with(|| Blocks::since_now(process, thread));
                            blocks.on_purpose(process, thread)
                        });
                    member.block_on_purpose.extend(on_purpose.iter().map(|thread| thread.id));
                    if blocking.is_empty() {
                        member.stop();
                    }
                    !blocking.is_empty()
                });
                std::thread::sleep(Duration::from_micros(50));
            }
            self.run()?;
        }
        Ok(())
    }

    /// Waits until the processes stand still, or must be given up.
    fn settle(&mut self) -> Result<(), Errno> {
        let started = Instant::now();
        let mut pause = Duration::from_micros(50);
        loop {
            if must_give_up(&self.deferred) {
                return Err(Errno::EINTR);
            }
            let elapsed = started.elapsed();
            let mut waiting = false;
            for member in
                self.members.iter_mut().filter(|member| member.standing == Standing::Stopping)
            {
                let limit = match Pace::of(member.handle.pid()) {
                    Pace::Still => {
                        member.standing = Standing::Still;
                        continue;
                    }
                    Pace::Uninterruptible => UNINTERRUPTIBLE,
                    Pace::Moving => SETTLE,
                };
                if is_gone(&member.handle) {
                    member.standing = Standing::Still;
                } else if !member.stopped_here && !is_stopped(Stat::seen(member.handle.pid())?) {
                    // Somebody has continued it since it was found.
                    member.stop();
                    waiting = true;
                } else if elapsed >= limit {
                    member.standing = Standing::Loose;
                } else {
                    waiting = true;
                }
            }
            if !waiting {
                return Ok(());
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(5));
        }
    }

    /// Looks through all processes once and takes up those whose parent is a member.
    fn look(&mut self, at_loose: bool) -> Result<Found, Errno> {
        let mut found = Found::default();
        for pid in all()? {
            match self.by_pid.get(&pid) {
                Some(place) if !is_gone(&self.members[*place].handle) => continue,
                // Its number may be another's by now.
                Some(_) => drop(self.by_pid.remove(&pid)),
                None => {}
            }
            if self.unheld.contains_key(&pid) || self.parent_of(pid, at_loose)?.is_none() {
                continue;
            }
            let handle = match Handle::open(pid) {
                Ok(handle) => handle,
                Err(Errno::ESRCH) => continue,
                Err(error) => {
                    if let Some((_, parent)) = self.parent_of(pid, at_loose)? {
                        self.unheld.insert(pid, Unheld { root: self.members[parent].root, error });
                    }
                    continue;
                }
            };
            let Some((kin, parent)) = self.parent_of(pid, at_loose)? else { continue };
            let member = &self.members[parent];
            if is_gone(&handle) || is_gone(&member.handle) {
                continue;
            }
            match member.standing {
                Standing::Loose => found.loose += 1,
                Standing::Stopping | Standing::Still => found.firm += 1,
            }
            self.take(handle.into(), kin.parent, Some(kin), member.root, None);
        }
        Ok(found)
    }

    /// The process with this number, and where its parent is among the members.
    fn parent_of(&self, pid: Pid, at_loose: bool) -> Result<Option<(Stat, usize)>, Errno> {
        let Some(kin) = Stat::seen(pid)?.filter(|kin| !kin.has_ended()) else {
            return Ok(None);
        };
        let parent = kin.parent.and_then(|parent| self.by_pid.get(&parent)).copied();
        let parent =
            parent.filter(|parent| at_loose || self.members[*parent].standing != Standing::Loose);
        Ok(parent.map(|parent| (kin, parent)))
    }

    /// Stops again who stood still and does not any more. Whether there was anyone.
    fn stop_again(&mut self) -> bool {
        let mut again = false;
        for member in self.members.iter_mut().filter(|member| member.standing == Standing::Still) {
            if Pace::of(member.handle.pid()) != Pace::Still && !is_gone(&member.handle) {
                member.stop();
                again = true;
            }
        }
        again
    }

    /// The places of the members, children first.
    fn children_first(&self) -> Vec<usize> {
        let depth = |mut place: usize| {
            let mut depth = 0;
            while let Some(parent) =
                self.members[place].parent.and_then(|parent| self.by_pid.get(&parent))
            {
                depth += 1;
                place = *parent;
                if depth > self.members.len() {
                    break;
                }
            }
            depth
        };
        let mut places: Vec<usize> = (0..self.members.len()).collect();
        places.sort_by_cached_key(|place| Reverse((depth(*place), *place)));
        places
    }

    /// Lets `act` send the signal to each, and continues them.
    fn deliver<E: From<Errno>>(
        mut self,
        signal: SignalOrNull,
        mut act: impl FnMut(&Handle) -> Result<(), E>,
    ) -> Outcome<E> {
        // A root that is another's descendant: its parent may have been found later than itself.
        for member in self.members.iter_mut().filter(|member| member.is_root) {
            let parent = Stat::seen(member.handle.pid()).ok().flatten().and_then(|kin| kin.parent);
            member.parent = parent
                .filter(|parent| self.by_pid.contains_key(parent) && !is_gone(&member.handle));
            member.included |= member.parent.is_some() && member.handle.pid() != Pid::own();
        }
        let places = self.children_first();
        // CONT discards what stops a process and is still pending (POSIX.1-2024 XSH 2.4.1), so it
        // would have to come before those, and the process could fork between the two. Whom the
        // signal would stop stands still already, and stays so. STOP is no matter: it has been
        // sent.
        let stop = signal.filter(|signal| {
            signal.default_action() == DefaultAction::Stop && *signal != Signal::STOP
        });
        let all = stop.and_then(|_| Stat::of_all().ok()).unwrap_or_default();
        // What takes the place of CONT, or does without.
        let settles = matches!(signal, Some(Signal::KILL | Signal::STOP | Signal::CONT));
        let mut results: HashMap<usize, Result<(), E>> = HashMap::new();
        let mut send = |member: &mut Member| {
            let stays = stop.is_some_and(|stop| situation::stops(member.handle.pid(), stop, &all));
            if stop.is_some() && !stays {
                member.resume();
            }
            let sent = act(&member.handle);
            member.stopped_here &= !((settles || stays) && sent.is_ok());
            sent
        };
        let mut order = Vec::new();
        // Those that run on come last: were one ended while its descendants are stopped, the kernel
        // could send HUP to them, as to every orphaned process group with stopped processes
        // (POSIX.1-2024 XSH _Exit()).
        for loose in [false, true] {
            for place in &places {
                let member = &mut self.members[*place];
                let runs_on = member.standing == Standing::Loose && !member.stopped_here;
                if member.included && runs_on == loose {
                    results.insert(*place, send(member));
                    order.push(*place);
                }
            }
            places.iter().for_each(|place| self.members[*place].resume());
        }
        self.outcome(&order, results)
    }

    fn outcome<E: From<Errno>>(
        mut self,
        order: &[usize],
        mut results: HashMap<usize, Result<(), E>>,
    ) -> Outcome<E> {
        let with_descendants = self.ancestors_of(order);
        let members = std::mem::take(&mut self.members).into_iter().enumerate();
        let mut members: HashMap<usize, Member> = members.collect();
        let mut sent = Vec::new();
        for place in order {
            let Some((member, result)) = members.remove(place).zip(results.remove(place)) else {
                continue;
            };
            let Member { handle, root, is_root, left_stopped, .. } = member;
            if !is_root && result.is_err() && is_gone(&handle) {
                continue;
            }
            sent.push(Sent {
                pid: handle.pid(),
                handle: Some(handle),
                root,
                is_root,
                result,
                left_stopped,
            });
        }
        for (pid, Unheld { root, error }) in self.unheld.drain() {
            let result = Err(E::from(error));
            sent.push(Sent { pid, handle: None, root, is_root: false, result, left_stopped: None });
        }
        let mut spared: Vec<Spared> = members
            .into_iter()
            .filter(|(_, member)| member.is_root)
            .map(|(place, Member { handle, root, left_stopped, .. })| {
                let childless = !with_descendants.contains(&place);
                Spared { handle, root, childless, left_stopped }
            })
            .collect();
        spared.sort_by_key(|spared| spared.root);
        Outcome { sent, spared }
    }

    /// The places of all that have one of these, or a process that could not be held, as a
    /// descendant.
    fn ancestors_of(&self, places: &[usize]) -> HashSet<usize> {
        let parent_of = |place: usize| self.by_pid.get(&self.members[place].parent?).copied();
        let mut ancestors: HashSet<usize> =
            self.unheld.values().map(|unheld| unheld.root).collect();
        for place in places {
            let mut next = parent_of(*place);
            while let Some(parent) = next.filter(|parent| ancestors.insert(*parent)) {
                next = parent_of(parent);
            }
        }
        ancestors
    }
}

impl Drop for Hunt {
    fn drop(&mut self) {
        for place in self.children_first() {
            self.members[place].resume();
        }
    }
}

impl Member {
    /// The threads that block the signal and may soon not do so.
    fn blocking(&mut self, signal: Signal) -> Vec<Thread> {
        // One that cannot be looked at has ended, for what is asked here.
        let Withheld { mut blocked_by, awaited_by } =
            Withheld::of(self.handle.pid(), signal).unwrap_or_default();
        self.block_on_purpose.extend(awaited_by);
        blocked_by.retain(|thread| !self.block_on_purpose.contains(&thread.id));
        blocked_by
    }

    /// Sends STOP. What may not be stopped stays loose.
    fn stop(&mut self) {
        match self.handle.send(Some(Signal::STOP), None) {
            Ok(()) => {
                self.standing = Standing::Stopping;
                self.stopped_here = true;
            }
            // It has ended.
            Err(Errno::ESRCH) => self.standing = Standing::Still,
            Err(_) => self.standing = Standing::Loose,
        }
    }
}

fn processor_time(process: Pid, thread: Pid) -> Result<Duration, Errno> {
    Stat::of_thread(process, thread)?.processor_time.duration()
}

/// This process and its ancestors.
fn own_line() -> Result<HashSet<Pid>, Errno> {
    let mut line = HashSet::new();
    let mut next = Some(Pid::own());
    while let Some(pid) = next.filter(|pid| line.insert(*pid)) {
        next = Stat::seen(pid)?.and_then(|kin| kin.parent);
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_stands_still_when_all_its_threads_do() {
        let pace = |states: &[u8]| Pace::of_threads(states.iter().copied());
        assert_eq!(pace(b"T"), Pace::Still);
        assert_eq!(pace(b"ZTtX"), Pace::Still);
        assert_eq!(pace(b"TSR"), Pace::Moving);
        assert_eq!(pace(b"TI"), Pace::Moving);
        assert_eq!(pace(b"RDT"), Pace::Uninterruptible);
        assert_eq!(pace(b"DRT"), Pace::Uninterruptible);
    }
}
