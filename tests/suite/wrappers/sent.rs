//! Signals that are sent to the wrapper: their effect, and the cost of each.

use nix::sys::ptrace;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use sigkit::signal::Signal;

use super::outcomes::Measured;
use super::rows::{NONE, Wrapper};
use super::stage::*;
use crate::support::*;

pub(super) fn measure(stage: &mut Stage, wrapper: &Wrapper, measured: &mut Measured) {
    let [forwarded, values, fatal] = forwarding(stage, wrapper);
    stage.clear();
    measured.push(("forwarded", forwarded));
    measured.push(("values", values));
    measured.push(("burst", burst(stage, wrapper)));
    stage.clear();
    measured.push(("stopped", stopped(stage, wrapper)));
    stage.clear();
    measured.push(("fatal", fatal));
    measured.push(("calls", calls_per_signal(stage, wrapper)));
    stage.clear();
}

/// The signals that a wrapper can pass on.
fn signals() -> impl Iterator<Item = i32> {
    (1..=64).filter(|number| ![libc::SIGKILL, libc::SIGSTOP, libc::SIGCHLD].contains(number))
}

/// Their names with spaces between them.
pub(super) fn names(numbers: &[i32]) -> String {
    let name = |number: &i32| Signal::new(*number).expect("a signal").name().to_string();
    numbers.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// `all`, `none`, or which, by the shorter list.
pub(super) fn which(some: &[i32], all: &[i32]) -> String {
    let others: Vec<i32> = all.iter().copied().filter(|number| !some.contains(number)).collect();
    match (some.len(), others.len()) {
        (_, 0) => "all".to_owned(),
        (0, _) => "none".to_owned(),
        (few, many) if few <= many => names(some),
        _ => format!("all but {}", names(&others)),
    }
}

#[track_caller]
fn queue(pid: i32, number: i32, value: i32) {
    // SAFETY: the process is this test's own and not reaped yet.
    let result = unsafe { libc::sigqueue(pid, number, queued_value(value)) };
    assert_eq!(result, 0, "{number} cannot be queued: {}", std::io::Error::last_os_error());
}

/// Sends each signal alone, with a value: which arrive once and bring nothing else, whether their
/// values do, and which end the wrapper and not the program.
fn forwarding(stage: &mut Stage, wrapper: &Wrapper) -> [String; 3] {
    let words = [wrapper.plain, &["probe", "report-all"]].concat();
    let all: Vec<i32> = signals().collect();
    let (mut once, mut with_value, mut fatal) = (Vec::new(), Vec::new(), Vec::new());
    let mut pair: Option<(Running, Ready)> = None;
    for number in signals() {
        let (mut running, ready) = pair.take().unwrap_or_else(|| {
            let running = stage.run(&words);
            let ready = stage.ready().expect("the probe");
            quiet();
            (running, ready)
        });
        let value = 1000 + number;
        queue(running.pid(), number, value);
        quiet();
        let lines = stage.lines();
        let plain = format!("signal {number} ");
        match lines.as_slice() {
            [line] if *line == format!("signal {number} {} {value}", libc::SI_QUEUE) => {
                once.push(number);
                with_value.push(number);
            }
            [line] if line.starts_with(&plain) => once.push(number),
            _ => {}
        }
        let ended = running.ended().is_some();
        if ended && is_alive(ready.pid) {
            fatal.push(number);
        }
        // Whatever is unusual must not be found in the next signal's place.
        match !ended
            && lines.len() == 1
            && state(running.pid()) == Some('S')
            && state(ready.pid) == Some('S')
        {
            true => pair = Some((running, ready)),
            false => stage.clear(),
        }
    }
    let values = match (once.len(), with_value.len()) {
        (0, _) => NONE.to_owned(),
        (_, 0) => "are lost".to_owned(),
        (all, with) if all == with => "arrive".to_owned(),
        _ => format!("of {}", names(&with_value)),
    };
    [which(&once, &all), values, which(&fatal, &all)]
}

/// Queues many signals before the wrapper can take the first.
fn burst(stage: &mut Stage, wrapper: &Wrapper) -> String {
    const COUNT: i32 = 1000;
    let mut running = stage.run(&[wrapper.plain, &["probe", "report-all"]].concat());
    stage.ready().expect("the probe");
    quiet();
    let number = libc::SIGRTMIN();
    let held = Held::new(running.pid());
    (0..COUNT).for_each(|value| queue(running.pid(), number, value));
    drop(held);
    quiet();
    let lines = stage.lines();
    let expected = (0..COUNT).map(|value| format!("signal {number} {} {value}", libc::SI_QUEUE));
    match lines.len() as i32 {
        COUNT if expected.eq(lines) => "all arrive in order".to_owned(),
        COUNT => "all arrive, without values".to_owned(),
        0 if running.ended().is_some() => "end it".to_owned(),
        0 => "are lost".to_owned(),
        some => format!("{some} arrive"),
    }
}

/// Where no terminal is there to tell who is to go on: the program alone is stopped, and continued.
fn stopped(stage: &mut Stage, wrapper: &Wrapper) -> String {
    let mut running = stage.run(&[wrapper.plain, &["probe", "report-all"]].concat());
    let ready = stage.ready().expect("the probe");
    quiet();
    for signal in [Signal::STOP, Signal::CONT] {
        // SAFETY: a process of this test's namespace.
        assert_eq!(unsafe { libc::kill(ready.pid, signal.number()) }, 0);
        quiet();
    }
    stage.lines();
    // SAFETY: the process is this test's own and not reaped yet.
    assert_eq!(unsafe { libc::kill(running.pid(), libc::SIGTERM) }, 0);
    quiet();
    match stage.lines().iter().any(|line| line.starts_with("signal 15 ")) {
        true => "arrives".to_owned(),
        false if running.ended().is_some() => "ends the wrapper".to_owned(),
        false => "does not arrive".to_owned(),
    }
}

/// How often a traced process stops at a system call until it waits in one; None once it has ended.
fn stops_until_it_waits(pid: Pid) -> Option<usize> {
    let mut count = 0;
    loop {
        match waitpid(pid, Some(WaitPidFlag::__WALL | WaitPidFlag::WNOHANG))
            .expect("a process to wait for")
        {
            WaitStatus::StillAlive => {
                // No other process stops it, so it does not wait for this.
                if processes()
                    .iter()
                    .any(|process| process.pid == pid.as_raw() && process.state == b't')
                {
                    continue;
                }
                quiet();
                if state(pid.as_raw()) == Some('t') {
                    continue;
                }
                return Some(count);
            }
            WaitStatus::PtraceSyscall(_) => {
                count += 1;
                ptrace::syscall(pid, None).expect("it runs on");
            }
            WaitStatus::Stopped(_, signal) => ptrace::syscall(pid, signal).expect("it runs on"),
            WaitStatus::PtraceEvent(..) => ptrace::syscall(pid, None).expect("it runs on"),
            _ => return None,
        }
    }
}

/// Counts a wrapper's system calls while it passes signals on, one after another.
fn calls_per_signal(stage: &mut Stage, wrapper: &Wrapper) -> String {
    const SIGNALS: usize = 10;
    let words = [wrapper.plain, &["probe", "report-all"]].concat();
    let mut running = stage.run(&words);
    let ready = stage.ready().expect("the probe");
    if running.pid() == ready.pid {
        return NONE.to_owned();
    }
    quiet();
    let pid = Pid::from_raw(running.pid());
    let options = ptrace::Options::PTRACE_O_TRACESYSGOOD;
    ptrace::seize(pid, options).expect("it can be traced");
    ptrace::interrupt(pid).expect("it is traced");
    waitpid(pid, Some(WaitPidFlag::__WALL)).expect("it stops");
    ptrace::syscall(pid, None).expect("it runs on");
    // Where it waits again it has entered a system call that the signal will end.
    let mut stops = Vec::new();
    for _ in 0..=SIGNALS {
        let Some(count) = stops_until_it_waits(pid) else { return NONE.to_owned() };
        stops.push(count);
        queue(running.pid(), libc::SIGUSR1, 1);
    }
    quiet();
    let _ = ptrace::detach(pid, None);
    quiet();
    let arrived = stage.lines().len();
    if running.ended().is_some() || arrived != SIGNALS + 1 {
        return NONE.to_owned();
    }
    // The first is what came before any signal.
    let each: Vec<usize> = stops[1..].iter().map(|count| count / 2).collect();
    match each.iter().all(|count| *count == each[0]) {
        // How many depends on the processes that there are.
        _ if each.iter().all(|count| *count > 10) => "more than 10".to_owned(),
        true => each[0].to_string(),
        false => format!("{each:?}"),
    }
}
