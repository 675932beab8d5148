//! Staying while COMMAND runs.
//!
//! All signals are blocked from the beginning and taken one by one with the reason why they were sent, so none is lost,
//! none wakes this process for nothing, and no handler can be interrupted. Two system calls pass one on. `rules` decides
//! what becomes of each; COMMAND's process ID is its own until it is reaped here, so that a number is as good as a pidfd.

mod escalation;
mod rules;

use std::collections::VecDeque;
use std::ffi::CString;
use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

use super::args::{Run, Setting, WaitAll};
use super::{NAME, execute};
use crate::cli::schedule::FollowUp;
use crate::cli::{Status, report};
use crate::process::handle::Handle;
use crate::process::situation::Kin;
use crate::process::tree::Tree;
use crate::signal::set::SignalSet;
use crate::signal::{self, Signal};
use crate::sys::deliver::{self, Target};
use crate::sys::disposition::{self, Disposition, Origin, Taken};
use crate::sys::start::{self, Change, NotStarted, Program, Setup};
use crate::sys::{Describe, Errno, Pid, memory};
use escalation::Escalation;
use rules::Passed;

/// Runs COMMAND and ends as it does.
pub fn supervise(run: &Run) -> Status {
    if !disposition::CAN_WAIT {
        report::report(NAME, b"supervising", "not on this system, which does not tell why a signal was sent");
        return Status::NOTHING_STARTED;
    }
    match Supervisor::start(run) {
        Ok(mut supervisor) => supervisor.stay(),
        Err(status) => status,
    }
}

/// What trap was started with, and what is changed for itself only.
struct Inherited {
    blocked: SignalSet,
    /// Whether CHLD was ignored: then the kernel would reap the children.
    ignores_children: bool,
}

/// A signal on its way.
#[derive(Clone, Copy)]
struct Parcel {
    passed: Passed,
    /// As it arrived, if it carries a value and is passed on as the same signal.
    queued: Option<Taken>,
}

/// An action that is to run.
struct Action<'a> {
    command: &'a [u8],
    /// The condition's name.
    condition: String,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// COMMAND runs, or is stopped.
    Running,
    /// It has ended; descendants are waited for if that is asked for, and the actions that are to run.
    Ended,
    /// The action for EXIT runs.
    Exiting,
}

struct Supervisor<'a> {
    run: &'a Run<'a>,
    inherited: Inherited,
    own: Pid,
    leads_session: bool,
    /// COMMAND's process ID; it stays its own until COMMAND is reaped, which [`Stage`] tells.
    command: Pid,
    /// The terminal that COMMAND gets whenever trap would have it.
    terminal: Option<OwnedFd>,
    stage: Stage,
    end: End,
    /// What was sent to COMMAND from here, so that a stop or an end by it was not typed.
    sent: SignalSet,
    /// Whether COMMAND had the terminal, and died by what is typed to end what is there.
    interrupted: bool,
    /// Whether trap was stopped because COMMAND was, and has not taken the CONT that ended this.
    mirrored: bool,
    /// Whether COMMAND was continued since.
    continued: bool,
    actions: VecDeque<Action<'a>>,
    /// The action that runs.
    acting: Option<Pid>,
    delayed: Vec<(Instant, Parcel)>,
    escalation: Option<Escalation>,
    /// When the time for COMMAND is over.
    timeout: Option<Instant>,
    timed_out: bool,
    /// When the time for what COMMAND has left behind is over.
    wait_until: Option<Instant>,
}

/// How trap ends, or would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Status(Status),
    Killed(Signal),
}

impl End {
    /// As a shell's `$?`.
    fn status(self) -> Status {
        match self {
            End::Status(status) => status,
            // At most 127.
            End::Killed(signal) => Status(128 + signal.number() as u8),
        }
    }
}

impl<'a> Supervisor<'a> {
    /// Prepares this process, and starts COMMAND.
    fn start(run: &'a Run<'a>) -> Result<Supervisor<'a>, Status> {
        let failed = |what: &str, error: Errno| {
            report::report(NAME, what.as_bytes(), Describe(error));
            Status::NOTHING_STARTED
        };
        // First, so that nothing is lost.
        let blocked = disposition::set_blocked(SignalSet::all()).map_err(|error| failed("signals", error))?;
        let children = child_signal();
        let before = children.map(|signal| disposition::set(signal, false));
        let inherited = Inherited { blocked, ignores_children: before == Some(Ok(Disposition::Ignore)) };
        if run.reap || run.wait_all != WaitAll::Not {
            start::become_subreaper().map_err(|error| failed("-r", error))?;
        }
        if let Some(signal) = run.die_with_parent {
            start::send_at_parents_death(signal).map_err(|error| failed("--die-with-parent", error))?;
        }
        let own = Pid::own();
        let terminal = if run.group { start::terminal() } else { None };
        let mut supervisor = Supervisor {
            run,
            inherited,
            own,
            leads_session: start::leads_session(),
            command: own,
            terminal,
            stage: Stage::Running,
            end: End::Status(Status::SUCCESS),
            sent: SignalSet::default(),
            interrupted: false,
            mirrored: false,
            continued: false,
            actions: VecDeque::new(),
            acting: None,
            delayed: Vec::new(),
            escalation: None,
            timeout: None,
            timed_out: false,
            wait_until: None,
        };
        match supervisor.start_command() {
            Ok(command) => {
                supervisor.command = command;
                supervisor.timeout = run.timeout.map(|timeout| Instant::now() + timeout);
            }
            Err(reason) => {
                supervisor.end = End::Status(execute::not_started(run, reason));
                supervisor.command_is_over();
            }
        }
        Ok(supervisor)
    }

    fn start_command(&self) -> Result<Pid, NotStarted> {
        let mut dispositions = self.inherited_dispositions();
        dispositions.extend(self.run.dispositions());
        let setup = Setup {
            dispositions: &dispositions,
            blocked: self.run.blocked(self.inherited.blocked),
            group: self.run.group.then(|| self.terminal.as_ref().filter(|_| self.is_in_front()).map(AsFd::as_fd)),
            at_parents_death: self.run.die_with_parent,
            environment: &[],
        };
        start::start(&Program::of_words(self.run.command), &setup)
    }

    /// What this process has changed for itself alone.
    fn inherited_dispositions(&self) -> Vec<(Signal, bool)> {
        child_signal().filter(|_| self.inherited.ignores_children).map(|signal| (signal, true)).into_iter().collect()
    }

    /// Takes signals until all is over.
    fn stay(&mut self) -> Status {
        // From now on there is nothing to do, mostly.
        let mut released = memory::program();
        loop {
            self.begin_actions();
            if self.stage == Stage::Exiting && self.acting.is_none() {
                return self.finish();
            }
            let at_most = self.next_deadline().map(|due| due.saturating_duration_since(Instant::now()));
            match disposition::wait(SignalSet::all(), at_most, &std::mem::take(&mut released)) {
                Ok(Some(taken)) => self.take(&taken),
                // EINTR: this process was stopped and continued.
                Ok(None) | Err(Errno::EINTR) => {}
                Err(error) => {
                    report::report(NAME, b"signals", Describe(error));
                    return Status::NOTHING_STARTED;
                }
            }
            if self.next_deadline().is_some() {
                self.act_on_time(Instant::now());
            }
        }
    }

    /// One signal.
    fn take(&mut self, taken: &Taken) {
        // What trap itself has caused by writing.
        if taken.origin == Origin::Process(self.own.get()) {
            return;
        }
        if Some(taken.signal) == child_signal() {
            self.reap();
            // kill -s CHLD is as good as a child's end.
            if taken.origin != Origin::Kernel {
                self.queue_action(taken.signal);
            }
            return;
        }
        if taken.signal == Signal::CONT && std::mem::take(&mut self.mirrored) {
            self.give_terminal();
            self.reap();
            // Whoever has continued the whole process group has continued COMMAND, too.
            if self.continued {
                return;
            }
        }
        // Of the signals that are pending the lowest is taken first: COMMAND may have ended before this one came.
        if self.run.wait_all != WaitAll::Not || self.acting.is_some() {
            self.reap();
        }
        let verdict = rules::judge(self.run, taken.signal, taken.origin, self.leads_session);
        if verdict.action.is_some() {
            self.queue_action(taken.signal);
        }
        let passed = verdict.passed.filter(|passed| !passed.guarded || self.catches(passed.signal));
        self.tell(taken, passed);
        let Some(passed) = passed else { return };
        let queued = (taken.origin == Origin::Queued && passed.signal == taken.signal).then_some(*taken);
        let parcel = Parcel { passed, queued };
        match passed.delay {
            Duration::ZERO => self.pass_on(parcel),
            delay => self.delayed.push((Instant::now() + delay, parcel)),
        }
    }

    /// Passes a signal on, or does what the schedule does in its place.
    fn pass_on(&mut self, parcel: Parcel) {
        if !parcel.passed.ends {
            return self.send(parcel);
        }
        let now = Instant::now();
        match (&mut self.escalation, &self.run.schedule) {
            (Some(escalation), _) => match escalation.hurry(now) {
                Some(next) => self.send_step(next),
                None => self.send(parcel),
            },
            (None, Some(schedule)) => {
                self.escalation = Some(Escalation::begin(&schedule.follow_ups, now));
                self.send(parcel);
            }
            (None, None) => self.send(parcel),
        }
    }

    /// Sends to whom it is for at this stage.
    fn send(&mut self, parcel: Parcel) {
        let signal = parcel.passed.signal;
        self.sent = self.sent | SignalSet::of(signal);
        // One that has ended in this moment needs no signal, and one that may not be signalled has become another user's.
        let result = match (self.stage, self.run.wait_all) {
            (Stage::Running, _) if self.run.tree => self.send_to_tree(self.command, true, &parcel),
            (Stage::Running, _) => match parcel.queued {
                Some(taken) => taken.pass_on(self.command),
                None if self.run.group => deliver::kill(Target::Group(self.command), Some(signal)),
                None => deliver::kill(Target::Process(self.command), Some(signal)),
            },
            (Stage::Ended, WaitAll::Forever | WaitAll::AtMost(_)) => self.send_to_tree(self.own, false, &parcel),
            (Stage::Ended | Stage::Exiting, _) => match self.acting {
                Some(action) => deliver::kill(Target::Process(action), Some(signal)),
                None => Ok(()),
            },
        };
        match result {
            Ok(()) | Err(Errno::ESRCH) => {}
            Err(error) => report::report(NAME, signal.name().to_string().as_bytes(), Describe(error)),
        }
    }

    /// Sends to a process and its descendants, or to these alone.
    fn send_to_tree(&self, root: Pid, included: bool, parcel: &Parcel) -> Result<(), Errno> {
        let mut tree = Tree::default();
        tree.add(Handle::open(root)?, included);
        let own_group = start::own_group();
        let is_meant = |handle: &Handle| {
            let pid = handle.pid();
            let in_group = || Kin::of(pid).is_ok_and(|kin| kin.group == own_group);
            match self.is_of_action(pid) || parcel.passed.outside_group && in_group() {
                true => Err(Errno::ECANCELED),
                false => Ok(()),
            }
        };
        let value = parcel.queued.map(|taken| taken.value());
        let outcome = tree.send::<Errno>(Some(parcel.passed.signal), value, is_meant)?;
        match outcome.sent.iter().find_map(|sent| sent.left_stopped) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Whether a process is the action that runs, or has been started by it.
    fn is_of_action(&self, pid: Pid) -> bool {
        let Some(action) = self.acting else { return false };
        let mut line = Some(pid);
        // No line of descent is longer than there are processes.
        for _ in 0..1 << 22 {
            match line {
                Some(pid) if pid == action => return true,
                Some(pid) if pid != self.own => line = Kin::of(pid).ok().and_then(|kin| kin.parent),
                _ => return false,
            }
        }
        false
    }

    /// Whether COMMAND has a handler for the signal.
    fn catches(&self, signal: Signal) -> bool {
        self.stage == Stage::Running
            && crate::process::Status::of(self.command).is_ok_and(|status| status.caught.contains(signal))
    }

    /// Learns what has become of children. If one that was no action has ended, that is a condition.
    fn reap(&mut self) {
        let mut of_others = false;
        while let Ok(Some((pid, change))) = start::change(None) {
            match change {
                Change::Exited(_) | Change::Killed(_) => {
                    if self.acting == Some(pid) {
                        self.acting = None;
                        continue;
                    }
                    of_others = true;
                    if pid == self.command && self.stage == Stage::Running {
                        self.end = match change {
                            Change::Killed(signal) => End::Killed(signal),
                            Change::Exited(status) => End::Status(Status(status)),
                            Change::Stopped(_) | Change::Continued => continue,
                        };
                        self.command_is_over();
                    }
                }
                Change::Stopped(signal) => {
                    let is_command = pid == self.command && self.stage == Stage::Running;
                    if is_command && is_for_want_of_terminal(signal) && self.is_in_front() {
                        self.bring_to_front();
                    } else if is_command || self.acting == Some(pid) && self.stage != Stage::Running {
                        self.mirror(signal);
                    }
                }
                Change::Continued => self.continued |= pid == self.command,
            }
        }
        if let Some(signal) = child_signal().filter(|_| of_others) {
            self.queue_action(signal);
        }
    }

    /// COMMAND has ended, or could not be started.
    fn command_is_over(&mut self) {
        self.stage = Stage::Ended;
        self.tell_end();
        let was_typed = |signal| is_typed(signal) && !self.sent.contains(signal);
        self.interrupted = self.take_terminal() && matches!(self.end, End::Killed(signal) if was_typed(signal));
        self.delayed.clear();
        self.timeout = None;
        self.escalation = None;
        if let WaitAll::AtMost(time) = self.run.wait_all {
            self.wait_until = Some(Instant::now() + time);
        }
    }

    /// Whether nobody is left who is waited for. With `-w` all descendants are children by now, or descend from one.
    fn is_alone(&self) -> bool {
        self.run.wait_all == WaitAll::Not || self.acting.is_none() && !start::has_children()
    }

    /// Starts the next action if none runs; when COMMAND has ended and all is done, the one for EXIT.
    fn begin_actions(&mut self) {
        while self.acting.is_none() {
            if let Some(action) = self.actions.pop_front() {
                self.acting = self.start_action(action.command, &action.condition, None);
            } else if self.stage == Stage::Ended && self.is_alone() {
                self.stage = Stage::Exiting;
                if let Some(action) = self.run.at_exit {
                    self.acting = self.start_action(action, "EXIT", Some(self.end.status()));
                }
                return;
            } else {
                return;
            }
        }
    }

    /// Queues the action for a signal. The one for EXIT is the last.
    fn queue_action(&mut self, signal: Signal) {
        if self.stage == Stage::Exiting {
            return;
        }
        if let Some(Setting::Action(command)) = self.run.settings.get(&signal) {
            self.actions.push_back(Action { command, condition: signal.name().to_string() });
        }
    }

    /// Starts an action; None if that fails, which is reported.
    fn start_action(&self, action: &[u8], condition: &str, status: Option<Status>) -> Option<Pid> {
        let words = [self.run.shell, b"-c", action].map(CString::new);
        let variables = [
            Some(format!("TRAP_SIGNAL={condition}")),
            Some(format!("TRAP_PID={}", self.command)),
            status.map(|status| format!("TRAP_STATUS={}", status.0)),
        ];
        // No word of a command line has a NUL in it.
        let words: Vec<CString> = words.into_iter().flatten().collect();
        let environment: Vec<CString> = variables.into_iter().flatten().flat_map(CString::new).collect();
        let setup = Setup {
            dispositions: &self.inherited_dispositions(),
            blocked: self.inherited.blocked,
            environment: &environment,
            ..Setup::default()
        };
        match start::start(&Program::new(words), &setup) {
            Ok(pid) => Some(pid),
            Err(NotStarted::Fork(error) | NotStarted::Setup(error) | NotStarted::Execute(error)) => {
                let reason = format!("cannot run the action for {condition}: {}", Describe(error));
                report::report(NAME, self.run.shell, reason);
                None
            }
        }
    }

    /// Stops as COMMAND was stopped, so that who waits for trap sees what who waits for COMMAND would see.
    ///
    /// What stopped COMMAND in the foreground would have stopped the rest of the job, had COMMAND not its own group: the shell
    /// waits for all of it.
    fn mirror(&mut self, signal: Signal) {
        let was_in_front = self.take_terminal();
        self.mirrored = true;
        self.continued = false;
        let is_typed = signal::by_name(b"TSTP") == Ok(Some(signal)) && !self.sent.contains(signal);
        if was_in_front && is_typed {
            do_to_own_group(signal);
        }
        start::suffer(signal);
    }

    /// Whether the terminal listens to trap's own process group.
    fn is_in_front(&self) -> bool {
        let Some(terminal) = &self.terminal else { return false };
        start::own_group().is_some_and(|own| start::foreground_group(terminal.as_fd()) == Ok(own))
    }

    /// Gives COMMAND the terminal that it was stopped for. A shell that brings a running job to the foreground sends it no
    /// signal: this is the first that trap hears of it.
    fn bring_to_front(&mut self) {
        self.give_terminal();
        self.send(Parcel::of(Signal::CONT));
    }

    /// Gives COMMAND the terminal if trap has it: a shell that continues a job in the foreground gives it to the job's group.
    fn give_terminal(&self) {
        self.hand_terminal(start::own_group(), Some(self.command).filter(|_| self.stage == Stage::Running));
    }

    /// Takes the terminal back if COMMAND has it; whether it had.
    fn take_terminal(&self) -> bool {
        self.hand_terminal(Some(self.command), start::own_group())
    }

    fn hand_terminal(&self, from: Option<Pid>, to: Option<Pid>) -> bool {
        let (Some(terminal), Some(from), Some(to)) = (&self.terminal, from, to) else { return false };
        let had = start::foreground_group(terminal.as_fd()) == Ok(from);
        if had {
            // It may have hung up.
            let _ = start::set_foreground_group(terminal.as_fd(), to);
        }
        had
    }

    /// When something is to be done without a signal.
    fn next_deadline(&self) -> Option<Instant> {
        let delayed = self.delayed.iter().map(|(due, _)| *due);
        let escalation = self.escalation.as_ref().and_then(Escalation::due);
        delayed.chain(self.timeout).chain(self.wait_until).chain(escalation).min()
    }

    fn act_on_time(&mut self, now: Instant) {
        let (due, later) = std::mem::take(&mut self.delayed).into_iter().partition(|(due, _)| *due <= now);
        self.delayed = later;
        let mut due: Vec<(Instant, Parcel)> = due;
        due.sort_by_key(|(due, _)| *due);
        due.into_iter().for_each(|(_, parcel)| self.pass_on(parcel));
        let is_over = |time: &mut Option<Instant>| time.take_if(|due| *due <= now).is_some();
        if is_over(&mut self.timeout) {
            self.timed_out = true;
            let follow_ups = self.run.schedule.as_ref().map_or(&[][..], |schedule| &schedule.follow_ups);
            // If a signal has begun it, it goes on.
            if self.escalation.is_none() {
                self.escalation = Some(Escalation::begin(follow_ups, now));
                self.send_step(self.run.first_step());
            }
        }
        if is_over(&mut self.wait_until) {
            let after = if let WaitAll::AtMost(time) = self.run.wait_all { time } else { Duration::ZERO };
            let kill = [FollowUp { after, signal: Some(Signal::KILL) }];
            let follow_ups = self.run.schedule.as_ref().map_or(&kill[..], |schedule| &schedule.follow_ups);
            self.escalation = Some(Escalation::begin(follow_ups, now));
            self.send_step(self.run.first_step());
        }
        while let Some(signal) = self.escalation.as_mut().and_then(|escalation| escalation.step(now)) {
            self.send_step(signal);
        }
    }

    /// A step of the schedule. What is stopped must go on to take it.
    fn send_step(&mut self, signal: Signal) {
        if self.run.verbose {
            self.say(signal, "sent by the schedule");
        }
        self.send(Parcel::of(signal));
        if signal != Signal::KILL && signal != Signal::CONT {
            self.send(Parcel::of(Signal::CONT));
        }
    }

    /// With `-v`: what has arrived, and what becomes of it.
    fn tell(&self, taken: &Taken, passed: Option<Passed>) {
        if !self.run.verbose {
            return;
        }
        let origin = match taken.origin {
            Origin::Kernel => "from the kernel or the terminal".to_owned(),
            Origin::Process(0) => "from another PID namespace".to_owned(),
            Origin::Process(pid) => format!("from process {pid}"),
            Origin::Queued => "queued".to_owned(),
        };
        let fate = match passed {
            Some(passed) if passed.ends && self.escalation.as_ref().is_some_and(|steps| steps.due().is_some()) => {
                "the next step of the schedule in its place".to_owned()
            }
            Some(passed) if passed.signal == taken.signal => "passed on".to_owned(),
            Some(passed) => format!("passed on as {}", passed.signal.name()),
            None => "not passed on".to_owned(),
        };
        self.say(taken.signal, &format!("{origin}, {fate}"));
    }

    fn tell_end(&self) {
        if self.run.verbose {
            let end = match self.end {
                End::Status(Status(status)) => format!("exited {status}"),
                End::Killed(signal) => format!("killed by {}", signal.name()),
            };
            let command = self.run.command.first().map(|word| word.bytes()).unwrap_or_default();
            report::report(NAME, command, end);
        }
    }

    fn say(&self, signal: Signal, what: &str) {
        report::report(NAME, signal.name().to_string().as_bytes(), what);
    }

    /// Ends as COMMAND did.
    fn finish(&self) -> Status {
        if self.timed_out && !self.run.preserve_status {
            return Status::TIMED_OUT;
        }
        if !self.run.exit_code {
            if let End::Killed(signal) = self.end {
                if self.interrupted {
                    do_to_own_group(signal);
                }
                start::die(signal);
            }
        }
        self.end.status()
    }
}

impl Parcel {
    /// A signal that goes to everybody at once.
    fn of(signal: Signal) -> Parcel {
        let passed = Passed { signal, delay: Duration::ZERO, outside_group: false, guarded: false, ends: false };
        Parcel { passed, queued: None }
    }
}

/// CHLD.
fn child_signal() -> Option<Signal> {
    signal::by_name(b"CHLD").ok().flatten()
}

/// Whether the terminal sends this signal to end what is in the foreground.
fn is_typed(signal: Signal) -> bool {
    ["INT", "QUIT"].iter().any(|name| signal::by_name(name.as_bytes()) == Ok(Some(signal)))
}

/// Does to the rest of the own process group what the terminal would have done. trap itself has the signal blocked.
fn do_to_own_group(signal: Signal) {
    if let Some(group) = start::own_group() {
        // It has at least this process, which may signal whom the terminal may in one session.
        let _ = deliver::kill(Target::Group(group), Some(signal));
    }
}

/// Whether a process that uses the terminal from the background is stopped by it.
fn is_for_want_of_terminal(signal: Signal) -> bool {
    ["TTIN", "TTOU"].iter().any(|name| signal::by_name(name.as_bytes()) == Ok(Some(signal)))
}
