//! A world for tests: processes that are there in memory alone, a clock that moves only when this
//! one sleeps, and a script of what the others do meanwhile.

use std::cell::{RefCell, RefMut};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::time::{Duration, Instant};

use nix::errno::Errno;

use crate::process::stat::Stat;
use crate::process::threads::Thread;
use crate::process::tree::deliver::Outcome;
use crate::process::tree::roots::Roots;
use crate::process::tree::world::{Held, World};
use crate::process::withheld::Withheld;
use crate::signal::set::SignalSet;
use crate::signal::{Signal, SignalOrNull};
use crate::sys::Pid;

/// This process; its parent, a shell; the shell's parent is process 1.
pub(super) const OWN: i32 = 9;
pub(super) const SHELL: i32 = 5;

/// A test that takes longer, on the clock of its world, does not end.
const FOR_EVER: Duration = Duration::from_secs(3600);

pub(super) fn pid(number: i32) -> Pid {
    Pid::new(number).expect("a process ID")
}

pub(super) fn signal(name: &str) -> Signal {
    crate::signal::by_name(name.as_bytes()).expect("a name").expect("no null signal")
}

pub(super) fn milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// What this process does, at which the script may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// It lists the processes; what happens now is in the list.
    List,
    /// It has listed them.
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

pub(super) struct FakeThread {
    id: i32,
    /// Its state while it is not stopped.
    pub(super) state: u8,
    /// How long after STOP it stops.
    pub(super) stops_after: Duration,
    pub(super) blocked: SignalSet,
    /// Whether it waits in sigwait(3), which a STOP ends.
    pub(super) awaits: bool,
    /// Whether it is on a processor all the time.
    pub(super) on_processor: bool,
}

pub(super) struct FakeProcess {
    pid: i32,
    parent: i32,
    pub(super) threads: Vec<FakeThread>,
    pub(super) kernel_thread: bool,
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
pub(super) struct Machine {
    processes: Vec<FakeProcess>,
    now: Duration,
    /// What this process sleeps at least, as on a machine that is busy.
    pub(super) least_sleep: Duration,
    hooks: Vec<Hook>,
    timers: Vec<(Duration, Action)>,
    log: Vec<String>,
    pub(super) list_error: Option<Errno>,
    pub(super) look_errors: HashMap<i32, Errno>,
    pub(super) hold_errors: HashMap<i32, Errno>,
    /// Signals that are refused, the null signal as None.
    pub(super) send_errors: HashMap<(i32, SignalOrNull), Errno>,
    /// Whether a signal has come that ends this process.
    pub(super) must_end: bool,
    /// The processes that TSTP, TTIN and TTOU would stop.
    pub(super) stopped_by_terminal: HashSet<i32>,
    /// How often it was asked which threads leave a signal pending.
    asked_for_withheld: usize,
}

impl Machine {
    fn place(&self, pid: i32) -> Option<usize> {
        self.processes.iter().position(|process| process.pid == pid && !process.reaped)
    }

    /// The process that has this number now.
    pub(super) fn process(&mut self, pid: i32) -> &mut FakeProcess {
        let place = self.place(pid).expect("a process");
        &mut self.processes[place]
    }

    /// Its main thread.
    pub(super) fn thread(&mut self, pid: i32) -> &mut FakeThread {
        &mut self.process(pid).threads[0]
    }

    /// Gives a process one more thread.
    pub(super) fn add_thread(&mut self, pid: i32, id: i32) -> &mut FakeThread {
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
    pub(super) fn add(&mut self, pid: i32, parent: i32) {
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

    pub(super) fn is_still(&mut self, pid: i32) -> bool {
        let now = self.now;
        let process = self.process(pid);
        process.threads.iter().all(|thread| matches!(process.state_of(thread, now), b'T' | b'Z'))
    }

    /// A process that runs gets a child.
    pub(super) fn fork(&mut self, parent: i32, child: i32) {
        assert!(!self.is_still(parent), "{parent} stands still and forks");
        self.add(child, parent);
    }

    /// A process ends; its children become those of process 1.
    pub(super) fn end(&mut self, pid: i32) {
        self.process(pid).ended = true;
        let children = self.processes.iter_mut().filter(|process| process.parent == pid);
        children.for_each(|child| child.parent = 1);
    }

    pub(super) fn end_and_reap(&mut self, pid: i32) {
        self.end(pid);
        self.process(pid).reaped = true;
    }

    /// Somebody else stops a process.
    pub(super) fn stop(&mut self, pid: i32) {
        self.process(pid).stopped = Some(self.now);
    }

    /// Somebody else continues it.
    pub(super) fn resume(&mut self, pid: i32) {
        self.process(pid).stopped = None;
    }

    pub(super) fn on(&mut self, event: Event, action: impl FnMut(&mut Machine) + 'static) {
        self.on_nth(1, event, action);
    }

    /// When the event comes for the nth time from now on.
    pub(super) fn on_nth(
        &mut self,
        nth: usize,
        event: Event,
        action: impl FnMut(&mut Machine) + 'static,
    ) {
        let action = Box::new(action);
        self.hooks.push(Hook { event, passed_over: nth - 1, for_ever: false, action });
    }

    pub(super) fn whenever(&mut self, event: Event, action: impl FnMut(&mut Machine) + 'static) {
        let action = Box::new(action);
        self.hooks.push(Hook { event, passed_over: 0, for_ever: true, action });
    }

    /// So long after now, if this process sleeps then.
    pub(super) fn after(&mut self, time: Duration, action: impl FnMut(&mut Machine) + 'static) {
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

    fn look(&mut self, pid: i32) -> Result<Option<Stat>, Errno> {
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
            ..Stat::sleeping(pid, process.parent, pid, SHELL)
        }))
    }

    fn send(&mut self, place: usize, signal: SignalOrNull) -> Result<(), Errno> {
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

    fn sleep(&mut self, time: Duration) {
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

pub(super) struct Fake {
    machine: Rc<RefCell<Machine>>,
    start: Instant,
}

impl Fake {
    /// A world with these processes, each with its parent, besides this one and its ancestors.
    pub(super) fn with(processes: &[(i32, i32)]) -> Fake {
        let mut machine = Machine::default();
        for (pid, parent) in [(1, 0), (SHELL, 1), (OWN, SHELL)].iter().chain(processes) {
            machine.add(*pid, *parent);
        }
        Fake { machine: Rc::new(RefCell::new(machine)), start: Instant::now() }
    }

    pub(super) fn machine(&self) -> RefMut<'_, Machine> {
        self.machine.borrow_mut()
    }

    pub(super) fn held(&self, number: i32) -> Rc<FakeHold> {
        Rc::new(self.hold(pid(number)).expect("a process"))
    }

    /// The trees of these processes, which are included themselves.
    pub(super) fn trees(&self, roots: &[i32]) -> Roots<FakeHold> {
        let mut trees = Roots::default();
        for root in roots {
            trees.add(self.held(*root), true);
        }
        trees
    }

    /// Sends a signal to the trees of these processes.
    pub(super) fn send(&self, roots: &[i32], name: &str) -> Result<Told, Errno> {
        self.trees(roots).send(self, Some(signal(name)), None, |_| Ok(()))
    }

    /// The same; gives what was signalled without an error, in this order.
    pub(super) fn signalled(&self, roots: &[i32], name: &str) -> Vec<i32> {
        signalled(&self.send(roots, name).expect("an outcome"))
    }

    /// All that was done, in this order: the signals that were sent, and when those to this process
    /// were held back and let go.
    pub(super) fn log(&self) -> Vec<String> {
        self.machine().log.clone()
    }

    /// The processes that a signal was sent to.
    pub(super) fn sent(&self, name: &str) -> Vec<i32> {
        let numbers = self.log();
        let numbers =
            numbers.iter().filter_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        numbers.collect()
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.machine().now
    }

    pub(super) fn asked_for_withheld(&self) -> usize {
        self.machine().asked_for_withheld
    }

    /// Whether no process is left stopped, and that before the signals to this process arrived.
    pub(super) fn all_run(&self) -> bool {
        let mut machine = self.machine();
        let all: Vec<i32> = machine.processes.iter().map(|process| process.pid).collect();
        let stopped = all
            .into_iter()
            .any(|pid| machine.place(pid).is_some() && machine.process(pid).stopped.is_some());
        !stopped && machine.log.last().is_some_and(|line| line == "signals arrive")
    }
}

pub(super) type Told = Outcome<Errno, FakeHold>;

/// What was signalled, in this order.
pub(super) fn signalled(told: &Told) -> Vec<i32> {
    let sent = told.sent.iter().filter(|sent| sent.result.is_ok());
    sent.map(|sent| sent.pid.get()).collect()
}

pub(super) struct FakeHold {
    machine: Rc<RefCell<Machine>>,
    place: usize,
    pid: Pid,
}

impl Held for FakeHold {
    fn pid(&self) -> Pid {
        self.pid
    }

    fn send(&self, signal: SignalOrNull, _value: Option<i32>) -> Result<(), Errno> {
        self.machine.borrow_mut().send(self.place, signal)
    }
}

/// Signals to this process arrive when it is dropped.
pub(super) struct HeldBack(Rc<RefCell<Machine>>);

impl Drop for HeldBack {
    fn drop(&mut self) {
        self.0.borrow_mut().log.push("signals arrive".to_owned());
    }
}

impl World for Fake {
    type Hold = FakeHold;
    type HeldBack = HeldBack;

    fn own(&self) -> Pid {
        pid(OWN)
    }

    fn all(&self) -> Result<impl Iterator<Item = Pid>, Errno> {
        let mut machine = self.machine();
        machine.fire(Event::List);
        if let Some(error) = machine.list_error {
            return Err(error);
        }
        let there = machine.processes.iter().filter(|process| !process.reaped);
        let mut all: Vec<Pid> = there.map(|process| pid(process.pid)).collect();
        all.sort();
        machine.fire(Event::Listed);
        Ok(all.into_iter())
    }

    fn look(&self, pid: Pid) -> Result<Option<Stat>, Errno> {
        self.machine().look(pid.get())
    }

    fn states(&self, pid: Pid) -> Result<Vec<u8>, Errno> {
        let mut machine = self.machine();
        let now = machine.now;
        let process = machine.process(pid.get());
        Ok(process.threads.iter().map(|thread| process.state_of(thread, now)).collect())
    }

    fn withheld(&self, process: Pid, signal: Signal) -> Result<Withheld, Errno> {
        let mut machine = self.machine();
        machine.asked_for_withheld += 1;
        let now = machine.now;
        let mut withheld = Withheld::default();
        if machine.place(process.get()).is_none() {
            return Err(Errno::ESRCH);
        }
        let process = machine.process(process.get());
        for thread in process.threads.iter().filter(|thread| thread.blocked.contains(signal)) {
            let state = process.state_of(thread, now);
            let id = pid(thread.id);
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

    fn processor_time(&self, process: Pid, thread: Pid) -> Result<Duration, Errno> {
        let mut machine = self.machine();
        let now = machine.now;
        let threads = &machine.process(process.get()).threads;
        let thread = threads.iter().find(|one| one.id == thread.get()).ok_or(Errno::ESRCH)?;
        Ok(if thread.on_processor { now } else { Duration::ZERO })
    }

    fn stops(&self, pid: Pid, _signal: Signal, _processes: &[Stat]) -> bool {
        self.machine().stopped_by_terminal.contains(&pid.get())
    }

    fn hold(&self, pid: Pid) -> Result<FakeHold, Errno> {
        let number = pid.get();
        let mut machine = self.machine();
        machine.fire(Event::Hold(number));
        if let Some(error) = machine.hold_errors.get(&number) {
            return Err(*error);
        }
        let place = machine.place(number).ok_or(Errno::ESRCH)?;
        machine.fire(Event::Held(number));
        Ok(FakeHold { machine: Rc::clone(&self.machine), place, pid })
    }

    fn hold_back(&self) -> HeldBack {
        self.machine().log.push("signals held back".to_owned());
        HeldBack(Rc::clone(&self.machine))
    }

    fn ends_this_process(&self, _held_back: &HeldBack) -> bool {
        self.machine().must_end
    }

    fn now(&self) -> Instant {
        self.start + self.elapsed()
    }

    fn sleep(&self, time: Duration) {
        self.machine().sleep(time);
    }
}
