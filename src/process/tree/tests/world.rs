//! A world for tests: processes that are there in memory alone, a clock that moves only when this
//! one sleeps, and a script of what the others do in the meantime.

mod machine;

use std::cell::{RefCell, RefMut};
use std::rc::Rc;
use std::time::{Duration, Instant};

use nix::errno::Errno;

use crate::process::stat::Stat;
use crate::process::tree::deliver::Outcome;
use crate::process::tree::roots::Roots;
use crate::process::tree::world::{Guards, Held, World};
use crate::process::withheld::Withheld;
use crate::signal::{Signal, SignalOrNull};
use crate::sys::Pid;

pub(super) use machine::{Event, FakeThread, GUARDIAN, Machine, OWN, SHELL};

pub(super) fn pid(number: i32) -> Pid {
    Pid::new(number).expect("a process ID")
}

pub(super) fn signal(name: &str) -> Signal {
    crate::signal::by_name(name.as_bytes()).expect("a name").expect("no null signal")
}

pub(super) fn milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
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
    pub(super) fn send(&self, roots: &[i32], name: &str) -> Result<FakeOutcome, Errno> {
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

    /// The processes whose descriptors were looked at.
    pub(super) fn asked_for_descriptors(&self) -> Vec<i32> {
        self.machine().asked_for_descriptors.clone()
    }

    pub(super) fn asked_for_withheld(&self) -> usize {
        self.machine().asked_for_withheld
    }

    /// True if no process is left stopped, and that before the signals to this process arrived.
    pub(super) fn all_run(&self) -> bool {
        let machine = self.machine();
        let arrived = machine.log.last().is_some_and(|line| line == "signals arrive");
        arrived && !machine.is_any_stopped() && machine.guarded.is_none()
    }
}

pub(super) type FakeOutcome = Outcome<Errno, FakeHold>;

/// The processes that were signalled, in this order.
pub(super) fn signalled(told: &FakeOutcome) -> Vec<i32> {
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

/// It knows what was stopped, and goes when it is dropped.
pub(super) struct FakeGuardian(Rc<RefCell<Machine>>);

impl Guards<FakeHold> for FakeGuardian {
    fn pid(&self) -> Pid {
        pid(GUARDIAN)
    }

    fn learn(&self, hold: &FakeHold) -> Result<(), Errno> {
        self.0.borrow_mut().learn(hold.place)
    }

    fn forget(&self, hold: &FakeHold) {
        self.0.borrow_mut().forget(hold.place);
    }
}

impl Drop for FakeGuardian {
    fn drop(&mut self) {
        self.0.borrow_mut().end_guardian();
    }
}

impl World for Fake {
    type Hold = FakeHold;
    type HeldBack = HeldBack;
    type Guardian = FakeGuardian;
    type Reserve = ();

    fn own(&self) -> Pid {
        pid(OWN)
    }

    fn all(&self) -> Result<impl Iterator<Item = Pid>, Errno> {
        Ok(self.machine().list()?.into_iter())
    }

    fn look(&self, pid: Pid) -> Result<Option<Stat>, Errno> {
        self.machine().look(pid.get())
    }

    fn states(&self, pid: Pid) -> Result<Vec<u8>, Errno> {
        Ok(self.machine().states(pid.get()))
    }

    fn withheld(&self, pid: Pid, signal: Signal) -> Result<Withheld, Errno> {
        self.machine().withheld(pid.get(), signal)
    }

    fn is_read_by_descriptor(&self, pid: Pid, _signal: Signal, at_most: Duration) -> bool {
        self.machine().is_read_by_descriptor(pid.get(), at_most)
    }

    fn processor_time(&self, process: Pid, thread: Pid) -> Result<Duration, Errno> {
        self.machine().processor_time(process.get(), thread.get())
    }

    fn is_to_stop(&self, pid: Pid) -> bool {
        self.machine().to_stop.contains(&pid.get())
    }

    fn is_stop_pending(&self, pid: Pid) -> bool {
        self.machine().is_sent_stop(pid.get())
    }

    fn stops(&self, pid: Pid, _signal: Signal, _processes: &[Stat]) -> bool {
        self.machine().stopped_by_terminal.contains(&pid.get())
    }

    fn hold(&self, pid: Pid) -> Result<FakeHold, Errno> {
        let place = self.machine().hold(pid.get())?;
        Ok(FakeHold { machine: Rc::clone(&self.machine), place, pid })
    }

    fn hold_back(&self) -> HeldBack {
        self.machine().log.push("signals held back".to_owned());
        HeldBack(Rc::clone(&self.machine))
    }

    fn ends_this_process(&self, _held_back: &HeldBack) -> bool {
        self.machine().must_end
    }

    fn guardian(&self) -> Result<FakeGuardian, Errno> {
        self.machine().start_guardian()?;
        Ok(FakeGuardian(Rc::clone(&self.machine)))
    }

    fn reserve(&self) -> Result<(), Errno> {
        self.machine().reserve_error.map_or(Ok(()), Err)
    }

    fn is_used(&self, (): &()) -> bool {
        self.machine().reserve_is_used
    }

    fn now(&self) -> Instant {
        self.start + self.elapsed()
    }

    fn sleep(&self, time: Duration) {
        self.machine().sleep(time);
    }
}
