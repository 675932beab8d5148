//! The processes of a test's world, and the script of what they do.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use nix::errno::Errno;

use crate::process::stat::{Stat, Ticks};
use crate::process::threads::Thread;
use crate::process::withheld::Withheld;
use crate::signal::set::SignalSet;
use crate::signal::{Signal, SignalOrNull};
use crate::sys::Pid;

/// This process; its parent, a shell; the shell's parent is process 1.
pub(in crate::process::tree) const OWN: i32 = 9;
pub(in crate::process::tree) const SHELL: i32 = 5;
/// The guardian, when there is one: a child of this process.
pub(in crate::process::tree) const GUARDIAN: i32 = 6;

/// A test that takes longer, on the clock of its world, does not end.
const FOR_EVER: Duration = Duration::from_secs(3600);

/// An action of this process, at which the script may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::process::tree) enum Event {
    /// It lists the processes; what happens now is in the list.
    List,
    Listed,
    /// It looks at a process; what happens now is seen.
    Look(i32),
    /// It takes hold of a process.
    Hold(i32),
    /// It has got hold of it.
    Held(i32),
    /// It has sent a signal.
    Sent(i32, Signal),
}

type Action = Box<dyn FnMut(&mut Machine)>;

struct Hook {
    event: Event,
    /// How often the event is passed over before.
    passed_over: usize,
    for_ever: bool,
    action: Action,
}

pub(in crate::process::tree) struct FakeThread {
    id: i32,
    /// Its state while it is not stopped.
    pub(in crate::process::tree) state: u8,
    /// How long after STOP it stops.
    pub(in crate::process::tree) stops_after: Duration,
    pub(in crate::process::tree) blocked: SignalSet,
    /// True if it waits in sigwait(3), which a STOP ends.
    pub(in crate::process::tree) awaits: bool,
    /// True if it is on a processor all the time.
    pub(in crate::process::tree) on_processor: bool,
}

pub(in crate::process::tree) struct FakeProcess {
    pid: i32,
    parent: i32,
    pub(in crate::process::tree) threads: Vec<FakeThread>,
    pub(in crate::process::tree) kernel_thread: bool,
    /// When it was sent STOP.
    stopped: Option<Duration>,
    ended: bool,
    reaped: bool,
}

impl FakeProcess {
    fn state_of(&self, thread: &FakeThread, now: Duration) -> u8 {
        match self.stopped {
            _ if self.ended => b'Z',
            Some(stopped) if now >= stopped + thread.stops_after => b'T',
            _ => thread.state,
        }
    }
}

#[derive(Default)]
pub(in crate::process::tree) struct Machine {
    processes: Vec<FakeProcess>,
    pub(super) now: Duration,
    /// The least time that this process sleeps, as on a machine that is busy.
    pub(in crate::process::tree) least_sleep: Duration,
    hooks: Vec<Hook>,
    timers: Vec<(Duration, Action)>,
    pub(super) log: Vec<String>,
    pub(in crate::process::tree) list_error: Option<Errno>,
    pub(in crate::process::tree) look_errors: HashMap<i32, Errno>,
    pub(in crate::process::tree) hold_errors: HashMap<i32, Errno>,
    /// Signals that are refused, the null signal as None.
    pub(in crate::process::tree) send_errors: HashMap<(i32, SignalOrNull), Errno>,
    /// True if a signal has come that ends this process.
    pub(in crate::process::tree) must_end: bool,
    /// The processes that TSTP, TTIN and TTOU would stop.
    pub(in crate::process::tree) stopped_by_terminal: HashSet<i32>,
    /// The processes that such a signal is pending for.
    pub(in crate::process::tree) to_stop: HashSet<i32>,
    /// The processes that the guardian would continue; None if there is no guardian.
    pub(super) guarded: Option<HashSet<usize>>,
    pub(in crate::process::tree) guardian_error: Option<Errno>,
    /// Why the guardian cannot learn of these.
    pub(in crate::process::tree) learn_errors: HashMap<i32, Errno>,
    pub(in crate::process::tree) reserve_error: Option<Errno>,
    pub(in crate::process::tree) reserve_is_used: bool,
    /// The processes that read each signal by a descriptor.
    pub(in crate::process::tree) read_by_descriptor: HashSet<i32>,
    /// How long a look at a process's descriptors takes.
    pub(in crate::process::tree) descriptors_take: Duration,
    pub(super) asked_for_descriptors: Vec<i32>,
    /// How often it was asked which threads leave a signal pending.
    pub(super) asked_for_withheld: usize,
}

impl Machine {
    fn place(&self, pid: i32) -> Option<usize> {
        self.processes.iter().position(|process| process.pid == pid && !process.reaped)
    }

    /// The process that has this number now.
    pub(in crate::process::tree) fn process(&mut self, pid: i32) -> &mut FakeProcess {
        let place = self.place(pid).expect("a process");
        &mut self.processes[place]
    }

    pub(in crate::process::tree) fn thread(&mut self, pid: i32) -> &mut FakeThread {
        &mut self.process(pid).threads[0]
    }

    /// Gives a process one more thread.
    pub(in crate::process::tree) fn add_thread(&mut self, pid: i32, id: i32) -> &mut FakeThread {
        let threads = &mut self.process(pid).threads;
        threads.push(FakeThread {
            id,
            state: b'S',
            stops_after: Duration::ZERO,
            blocked: SignalSet::default(),
            awaits: false,
            on_processor: false,
        });
        threads.last_mut().expect("it was added")
    }

    /// A process that was there before.
    pub(in crate::process::tree) fn add(&mut self, pid: i32, parent: i32) {
        assert!(self.place(pid).is_none(), "{pid} is there");
        self.processes.push(FakeProcess {
            pid,
            parent,
            threads: Vec::new(),
            kernel_thread: false,
            stopped: None,
            ended: false,
            reaped: false,
        });
        self.add_thread(pid, pid);
    }

    pub(in crate::process::tree) fn set_parent(&mut self, pid: i32, parent: i32) {
        self.process(pid).parent = parent;
    }

    pub(in crate::process::tree) fn is_still(&mut self, pid: i32) -> bool {
        let now = self.now;
        let process = self.process(pid);
        process.threads.iter().all(|thread| matches!(process.state_of(thread, now), b'T' | b'Z'))
    }

    /// A process that runs gets a child.
    pub(in crate::process::tree) fn fork(&mut self, parent: i32, child: i32) {
        assert!(!self.is_still(parent), "{parent} stands still and forks");
        self.add(child, parent);
    }

    /// A process ends; its children become those of process 1.
    pub(in crate::process::tree) fn end(&mut self, pid: i32) {
        self.process(pid).ended = true;
        let children = self.processes.iter_mut().filter(|process| process.parent == pid);
        children.for_each(|child| child.parent = 1);
    }

    pub(in crate::process::tree) fn end_and_reap(&mut self, pid: i32) {
        self.end(pid);
        self.process(pid).reaped = true;
    }

    pub(in crate::process::tree) fn stop(&mut self, pid: i32) {
        self.process(pid).stopped = Some(self.now);
    }

    pub(in crate::process::tree) fn resume(&mut self, pid: i32) {
        self.process(pid).stopped = None;
    }

    pub(in crate::process::tree) fn on(
        &mut self,
        event: Event,
        action: impl FnMut(&mut Machine) + 'static,
    ) {
        self.on_nth(1, event, action);
    }

    /// When the event comes for the nth time from now on.
    pub(in crate::process::tree) fn on_nth(
        &mut self,
        nth: usize,
        event: Event,
        action: impl FnMut(&mut Machine) + 'static,
    ) {
        let action = Box::new(action);
        self.hooks.push(Hook { event, passed_over: nth - 1, for_ever: false, action });
    }

    pub(in crate::process::tree) fn whenever(
        &mut self,
        event: Event,
        action: impl FnMut(&mut Machine) + 'static,
    ) {
        let action = Box::new(action);
        self.hooks.push(Hook { event, passed_over: 0, for_ever: true, action });
    }

    /// So long after now, if this process sleeps then.
    pub(in crate::process::tree) fn after(
        &mut self,
        time: Duration,
        action: impl FnMut(&mut Machine) + 'static,
    ) {
        self.timers.push((self.now + time, Box::new(action)));
    }

    fn fire(&mut self, event: Event) {
        let mut kept = Vec::new();
        for mut hook in std::mem::take(&mut self.hooks) {
            match hook.event == event {
                true if hook.passed_over > 0 => hook.passed_over -= 1,
                true => {
                    (hook.action)(self);
                    if !hook.for_ever {
                        continue;
                    }
                }
                false => {}
            }
            kept.push(hook);
        }
        // And then what the actions have added.
        kept.append(&mut self.hooks);
        self.hooks = kept;
    }

    /// The processes that are there.
    pub(super) fn list(&mut self) -> Result<Vec<Pid>, Errno> {
        self.fire(Event::List);
        if let Some(error) = self.list_error {
            return Err(error);
        }
        let there = self.processes.iter().filter(|process| !process.reaped);
        let mut all: Vec<Pid> = there.filter_map(|process| Pid::new(process.pid)).collect();
        all.sort();
        self.fire(Event::Listed);
        Ok(all)
    }

    /// The hold on the process that has this number now.
    pub(super) fn hold(&mut self, pid: i32) -> Result<usize, Errno> {
        self.fire(Event::Hold(pid));
        if let Some(error) = self.hold_errors.get(&pid) {
            return Err(*error);
        }
        let place = self.place(pid).ok_or(Errno::ESRCH)?;
        self.fire(Event::Held(pid));
        Ok(place)
    }

    pub(super) fn states(&mut self, pid: i32) -> Vec<u8> {
        let now = self.now;
        let process = self.process(pid);
        process.threads.iter().map(|thread| process.state_of(thread, now)).collect()
    }

    /// True if a process has got STOP since it last went on.
    pub(super) fn is_sent_stop(&mut self, pid: i32) -> bool {
        self.process(pid).stopped.is_some()
    }

    pub(super) fn withheld(&mut self, pid: i32, signal: Signal) -> Result<Withheld, Errno> {
        self.asked_for_withheld += 1;
        let process = &self.processes[self.place(pid).ok_or(Errno::ESRCH)?];
        let mut withheld = Withheld::default();
        for thread in process.threads.iter().filter(|thread| thread.blocked.contains(signal)) {
            let state = process.state_of(thread, self.now);
            let id = Pid::new(thread.id).expect("a thread ID");
            match thread.awaits && state == b'S' {
                true => withheld.awaited_by.push(id),
                false => withheld.blocked_by.push(Thread {
                    id,
                    state,
                    pending: SignalSet::default(),
                    blocked: thread.blocked,
                    awaits: false,
                }),
            }
        }
        Ok(withheld)
    }

    pub(super) fn is_read_by_descriptor(&mut self, pid: i32, at_most: Duration) -> bool {
        self.asked_for_descriptors.push(pid);
        self.now += self.descriptors_take.min(at_most);
        self.descriptors_take <= at_most && self.read_by_descriptor.contains(&pid)
    }

    pub(super) fn processor_time(&mut self, pid: i32, thread: i32) -> Result<Duration, Errno> {
        let now = self.now;
        let threads = &self.process(pid).threads;
        let thread = threads.iter().find(|one| one.id == thread).ok_or(Errno::ESRCH)?;
        Ok(if thread.on_processor { now } else { Duration::ZERO })
    }

    pub(super) fn start_guardian(&mut self) -> Result<(), Errno> {
        if let Some(error) = self.guardian_error {
            return Err(error);
        }
        assert!(self.guarded.replace(HashSet::new()).is_none(), "there is a guardian");
        self.add(GUARDIAN, OWN);
        Ok(())
    }

    /// Every process is continued before the guardian goes, but what KILL, STOP, CONT or the
    /// terminal has settled.
    pub(super) fn end_guardian(&mut self) {
        assert_eq!(self.guarded.take(), Some(HashSet::new()));
        self.end_and_reap(GUARDIAN);
    }

    pub(super) fn learn(&mut self, place: usize) -> Result<(), Errno> {
        if let Some(error) = self.learn_errors.get(&self.processes[place].pid) {
            return Err(*error);
        }
        self.guarded.as_mut().expect("a guardian").insert(place);
        Ok(())
    }

    pub(super) fn forget(&mut self, place: usize) {
        self.guarded.as_mut().expect("a guardian").remove(&place);
    }

    /// True if the guardian would continue a process, were this one ended now.
    pub(in crate::process::tree) fn is_guarded(&self, pid: i32) -> bool {
        let place = self.place(pid).expect("a process");
        self.guarded.as_ref().is_some_and(|guarded| guarded.contains(&place))
    }

    pub(super) fn is_any_stopped(&self) -> bool {
        self.processes.iter().any(|process| !process.reaped && process.stopped.is_some())
    }

    pub(super) fn look(&mut self, pid: i32) -> Result<Option<Stat>, Errno> {
        self.fire(Event::Look(pid));
        if let Some(error) = self.look_errors.get(&pid) {
            return Err(*error);
        }
        let Some(place) = self.place(pid) else { return Ok(None) };
        let process = &self.processes[place];
        Ok(Some(Stat {
            state: process.state_of(&process.threads[0], self.now),
            threads: if process.ended { 1 } else { process.threads.len() as u64 },
            kernel_thread: process.kernel_thread,
            // In the order in which they were made.
            started: Ticks::from_count(place as u64),
            ..Stat::sleeping(pid, process.parent, pid, SHELL)
        }))
    }

    pub(super) fn send(&mut self, place: usize, signal: SignalOrNull) -> Result<(), Errno> {
        let now = self.now;
        let process = &mut self.processes[place];
        if process.reaped {
            return Err(Errno::ESRCH);
        }
        let pid = process.pid;
        if let Some(error) = self.send_errors.get(&(pid, signal)) {
            return Err(*error);
        }
        let Some(signal) = signal else { return Ok(()) };
        let guards = |guarded: &HashSet<usize>| guarded.contains(&place);
        // Were this process ended in the next moment, it would be continued.
        let is_safe = process.stopped.is_some() || self.guarded.as_ref().is_none_or(guards);
        assert!(signal != Signal::STOP || is_safe, "the guardian does not know {pid}");
        match signal {
            Signal::STOP => process.stopped = process.stopped.or(Some(now)),
            Signal::CONT => process.stopped = None,
            Signal::KILL => process.ended = true,
            _ => {}
        }
        self.log.push(format!("{} {pid}", signal.name()));
        self.fire(Event::Sent(pid, signal));
        Ok(())
    }

    pub(super) fn sleep(&mut self, time: Duration) {
        let end = self.now + time.max(self.least_sleep);
        assert!(end < FOR_EVER, "it waits for ever");
        while let Some(next) = (0..self.timers.len())
            .filter(|place| self.timers[*place].0 <= end)
            .min_by_key(|place| self.timers[*place].0)
        {
            let (time, mut action) = self.timers.remove(next);
            self.now = self.now.max(time);
            action(self);
        }
        self.now = end;
    }
}
