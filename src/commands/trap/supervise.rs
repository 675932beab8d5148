//! Staying while COMMAND runs.
//!
//! All signals are blocked from the beginning and taken one by one with the reason why they were
//! sent, so none is lost, none wakes this process for nothing, and no handler can be interrupted.
//! Two system calls pass one on. `rules` decides what becomes of each; COMMAND's process ID is its
//! own until it is reaped here, so that a number is as good as a pidfd.

mod rules;

use std::collections::{HashSet, VecDeque};
use std::ffi::CString;
use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

use super::args::{Run, Setting, WaitAll};
use super::{NAME, execute};
use crate::cli::{ExitStatus, report};
use crate::delivery::escalation::Escalation;
use crate::delivery::schedule::FollowUp;
use crate::process::children::own_children;
use crate::process::handle::Handle;
use crate::process::stat::Stat;
use crate::process::status::Status;
use crate::process::tree::Tree;
use crate::signal::Signal;
use crate::signal::condition::Condition;
use crate::signal::set::SignalSet;
use crate::sys::deliver::{self, Target};
use crate::sys::disposition::{self, Inherited, Origin, Taken};
use crate::sys::start::{self, Begun, Change, NotStarted, Program, Setup};
use crate::sys::{Describe, Errno, Pid, memory};
use rules::{Passed, ToWhom};

/// Runs COMMAND, or goes on with one that was started already, and ends as it does.
pub fn supervise(run: &Run, begun: Option<Begun>) -> ExitStatus {
    if !disposition::CAN_WAIT {
        report::report(
            NAME,
            b"supervising",
            "not on this system, which does not tell why a signal was sent",
        );
        return ExitStatus::NOTHING_STARTED;
    }
    // Where COMMAND runs already it was started as below, and needed nothing of what the options
    // ask for first.
    let started = match begun {
        Some(Begun { command, inherited, taken }) => {
            let mut supervisor = Supervisor::new(run, inherited);
            supervisor.command = Some(command);
            taken.iter().for_each(|taken| supervisor.take(taken));
            Ok(supervisor)
        }
        None => Supervisor::start(run),
    };
    match started {
        Ok(mut supervisor) => supervisor.stay(),
        Err(status) => status,
    }
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
    condition: Condition,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// COMMAND runs, or is stopped.
    Running,
    /// It has ended; descendants are waited for if that is asked for, and the actions that are to
    /// run.
    Ended,
    /// The action for EXIT runs.
    Exiting,
}

struct Supervisor<'a> {
    run: &'a Run<'a>,
    inherited: Inherited,
    own: Pid,
    /// COMMAND's process ID, None if it could not be started; it stays its own until COMMAND is
    /// reaped, which [`Stage`] tells.
    command: Option<Pid>,
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
    /// Whether it is stopped.
    action_stopped: bool,
    /// Children that this process had before it became trap, as long as they are not reaped; looked
    /// for with `-w`.
    strangers: HashSet<Pid>,
    /// Whether the pages that are not needed while waiting were let go of.
    settled: bool,
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
    Status(ExitStatus),
    Killed(Signal),
}

impl End {
    /// As a shell's `$?`.
    fn status(self) -> ExitStatus {
        match self {
            End::Status(status) => status,
            // At most 127.
            End::Killed(signal) => ExitStatus(128 + signal.number() as u8),
        }
    }
}

impl<'a> Supervisor<'a> {
    /// One that has nobody to supervise yet.
    fn new(run: &'a Run<'a>, inherited: Inherited) -> Supervisor<'a> {
        Supervisor {
            run,
            inherited,
            own: Pid::own(),
            command: None,
            terminal: None,
            stage: Stage::Running,
            end: End::Status(ExitStatus::SUCCESS),
            sent: SignalSet::default(),
            interrupted: false,
            mirrored: false,
            continued: false,
            actions: VecDeque::new(),
            acting: None,
            action_stopped: false,
            strangers: HashSet::new(),
            settled: false,
            delayed: Vec::new(),
            escalation: None,
            timeout: None,
            timed_out: false,
            wait_until: None,
        }
    }

    /// Prepares this process, and starts COMMAND.
    fn start(run: &'a Run<'a>) -> Result<Supervisor<'a>, ExitStatus> {
        let failed = |what: &str, error: Errno| {
            report::report(NAME, what.as_bytes(), Describe(error));
            ExitStatus::NOTHING_STARTED
        };
        // First, so that nothing is lost.
        let inherited = Inherited::keep().map_err(|error| failed("signals", error))?;
        if run.reap || run.wait_all != WaitAll::Not {
            start::become_subreaper().map_err(|error| failed("-r", error))?;
        }
        if let Some(signal) = run.die_with_parent {
            start::send_at_parents_death(signal)
                .map_err(|error| failed("--die-with-parent", error))?;
        }
        let mut supervisor = Supervisor::new(run, inherited);
        if run.group {
            supervisor.terminal = start::terminal();
        }
        if run.wait_all != WaitAll::Not {
            supervisor.strangers = own_children().unwrap_or_default().into_iter().collect();
        }
        let was_in_front = supervisor.is_in_front();
        match supervisor.start_command() {
            Ok(command) => {
                supervisor.command = Some(command);
                supervisor.timeout = run.timeout.map(|timeout| Instant::now() + timeout);
            }
            Err(reason) => {
                if was_in_front {
                    // It may have been handed over before it turned out that there is nobody for
                    // it.
                    supervisor.hand_terminal_to_own_group();
                }
                supervisor.end = End::Status(execute::not_started(run, reason));
                supervisor.command_is_over();
            }
        }
        Ok(supervisor)
    }

    fn start_command(&self) -> Result<Pid, NotStarted> {
        let setup = Setup {
            dispositions: self.inherited.dispositions().but(self.run.dispositions()),
            blocked: self.run.blocked(self.inherited.blocked),
            group: self
                .run
                .group
                .then(|| self.terminal.as_ref().filter(|_| self.is_in_front()).map(AsFd::as_fd)),
            at_parents_death: self.run.die_with_parent,
            environment: &[],
        };
        start::start(&Program::of_words(self.run.command), &setup)
    }

    /// Takes signals until all is over.
    fn stay(&mut self) -> ExitStatus {
        loop {
            self.begin_actions();
            if self.stage == Stage::Exiting && self.acting.is_none() {
                return self.finish();
            }
            // From now on there is nothing to do, mostly.
            let released = match std::mem::replace(&mut self.settled, true) {
                true => Vec::new(),
                false => memory::program(),
            };
            let at_most =
                self.next_deadline().map(|due| due.saturating_duration_since(Instant::now()));
            match disposition::wait(SignalSet::all(), at_most, &released) {
                Ok(Some(taken)) => self.take(&taken),
                // EINTR: this process was stopped and continued.
                Ok(None) | Err(Errno::EINTR) => {}
                Err(error) => {
                    report::report(NAME, b"signals", Describe(error));
                    return ExitStatus::NOTHING_STARTED;
                }
            }
            if self.next_deadline().is_some() {
                self.act_on_time(Instant::now());
            }
        }
    }

    /// One signal.
    fn take(&mut self, taken: &Taken) {
        // Who writes where nobody reads, or more than it may, sends these to itself. (All others
        // from this process are from what it was before it became trap.)
        if taken.origin == Origin::Process(self.own.get())
            && rules::is_caused_by_writing(taken.signal)
        {
            return;
        }
        if taken.signal == Signal::CHLD {
            self.reap();
            // kill -s CHLD is as good as a child's end.
            if taken.origin != Origin::Kernel {
                self.queue_action(taken.signal);
            }
            return;
        }
        if taken.signal == Signal::CONT && std::mem::take(&mut self.mirrored) {
            return self.go_on(taken);
        }
        // Of the signals that are pending the lowest is taken first: COMMAND may have ended before
        // this one came.
        if self.run.wait_all != WaitAll::Not || self.acting.is_some() {
            self.reap();
        }
        if self.waits_for_others()
            && taken.origin == Origin::Kernel
            && rules::is_job_control(taken.signal)
        {
            // COMMAND, for which such a stop would be, is not there any more.
            return self.mirror(taken.signal, None);
        }
        let to_whom = if self.stage == Stage::Running { ToWhom::Command } else { ToWhom::Others };
        let verdict =
            rules::judge(self.run, taken.signal, taken.origin, to_whom, &start::leads_session);
        if verdict.action.is_some() {
            self.queue_action(taken.signal);
        }
        let passed = verdict.passed.filter(|passed| !passed.guarded || self.catches(passed.signal));
        self.tell(taken, passed);
        let Some(passed) = passed else { return };
        let queued =
            (taken.origin == Origin::Queued && passed.signal == taken.signal).then_some(*taken);
        let parcel = Parcel { passed, queued };
        match passed.delay {
            Duration::ZERO => self.pass_on(parcel),
            delay => self.delayed.push((Instant::now() + delay, parcel)),
        }
    }

    /// trap was continued after it had stopped with COMMAND, and so is COMMAND, whatever else a
    /// CONT means here.
    fn go_on(&mut self, taken: &Taken) {
        self.give_terminal();
        self.reap();
        // Whoever has continued the whole process group has continued COMMAND, too.
        if !self.continued {
            self.send(Parcel::of(Signal::CONT));
        }
        self.queue_action(taken.signal);
    }

    /// Whether COMMAND has ended and those that it has left are waited for.
    fn waits_for_others(&self) -> bool {
        self.stage == Stage::Ended && self.run.wait_all != WaitAll::Not
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
        // One that has ended in this moment needs no signal, and one that may not be signalled has
        // become another user's.
        let result = match (self.stage, self.command) {
            (Stage::Running, Some(command)) if self.run.tree => {
                self.send_to_tree(command, true, &parcel)
            }
            (Stage::Running, Some(command)) => match parcel.queued {
                Some(taken) => taken.pass_on(command),
                None if self.run.group => deliver::kill(Target::Group(command), Some(signal)),
                None => deliver::kill(Target::Process(command), Some(signal)),
            },
            _ if self.waits_for_others() => self.send_to_tree(self.own, false, &parcel),
            _ => match self.acting {
                Some(action) => deliver::kill(Target::Process(action), Some(signal)),
                None => Ok(()),
            },
        };
        match result {
            Ok(()) | Err(Errno::ESRCH) => {}
            Err(error) => {
                report::report(NAME, signal.name().to_string().as_bytes(), Describe(error))
            }
        }
    }

    /// Sends to a process and its descendants, or to these alone.
    fn send_to_tree(&self, root: Pid, included: bool, parcel: &Parcel) -> Result<(), Errno> {
        let mut tree = Tree::default();
        tree.add(Handle::open(root)?, included);
        let own_group = start::own_group();
        let is_meant = |handle: &Handle| {
            let pid = handle.pid();
            let in_group = || Stat::of(pid).is_ok_and(|kin| kin.group == own_group);
            match self.is_of_others(pid) || parcel.passed.outside_group && in_group() {
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

    /// Whether a process is the action that runs or a child from before, or descends from one.
    fn is_of_others(&self, pid: Pid) -> bool {
        if self.acting.is_none() && self.strangers.is_empty() {
            return false;
        }
        let mut line = Some(pid);
        // No line of descent is longer than there are processes.
        for _ in 0..1 << 22 {
            match line {
                Some(pid) if self.acting == Some(pid) || self.strangers.contains(&pid) => {
                    return true;
                }
                Some(pid) if pid != self.own => {
                    line = Stat::of(pid).ok().and_then(|kin| kin.parent)
                }
                _ => return false,
            }
        }
        false
    }

    /// Whether COMMAND has a handler for the signal.
    fn catches(&self, signal: Signal) -> bool {
        let status = self.command.filter(|_| self.stage == Stage::Running).map(Status::of);
        status.is_some_and(|status| status.is_ok_and(|status| status.caught.contains(signal)))
    }

    /// Learns what has become of children.
    fn reap(&mut self) {
        while let Ok(Some((pid, change))) = start::change(None) {
            let is_command = Some(pid) == self.command && self.stage == Stage::Running;
            let is_action = self.acting == Some(pid);
            match change {
                Change::Exited(status) if is_command => {
                    self.command_has_ended(End::Status(ExitStatus(status)))
                }
                Change::Killed(signal) if is_command => self.command_has_ended(End::Killed(signal)),
                Change::Exited(_) | Change::Killed(_) if is_action => {
                    self.acting = None;
                    self.action_stopped = false;
                    self.settled = false;
                }
                Change::Exited(_) | Change::Killed(_) => {
                    self.strangers.remove(&pid);
                }
                Change::Stopped(signal) if is_command => self.command_has_stopped(signal),
                Change::Stopped(signal) if is_action => match self.stage {
                    // It may go on when COMMAND does not need the terminal any more.
                    Stage::Running => self.action_stopped = true,
                    Stage::Ended | Stage::Exiting => self.mirror(signal, self.acting),
                },
                Change::Stopped(_) => {}
                Change::Continued => {
                    self.continued |= is_command;
                    self.action_stopped &= !is_action;
                }
            }
        }
    }

    fn command_has_stopped(&mut self, signal: Signal) {
        if rules::is_for_want_of_terminal(signal) && self.is_in_front() {
            self.bring_to_front();
        } else if signal != Signal::STOP || start::terminal().is_some() {
            // A STOP where there is no job control is between who sent it and COMMAND.
            self.mirror(signal, self.command);
        }
    }

    /// That is a condition, too; the ends of actions and of what they have started are none.
    fn command_has_ended(&mut self, end: End) {
        self.end = end;
        self.command_is_over();
        self.queue_action(Signal::CHLD);
    }

    /// COMMAND has ended, or could not be started.
    fn command_is_over(&mut self) {
        self.stage = Stage::Ended;
        self.tell_end();
        let was_typed = |signal| is_typed(signal) && !self.sent.contains(signal);
        self.interrupted =
            self.take_terminal() && matches!(self.end, End::Killed(signal) if was_typed(signal));
        self.delayed.clear();
        self.timeout = None;
        let was_to_end = self.escalation.take().is_some();
        if let WaitAll::AtMost(time) = self.run.wait_all {
            self.wait_until = Some(Instant::now() + time);
        }
        if was_to_end && self.waits_for_others() {
            // So are those that it has left.
            self.begin_schedule(Instant::now());
        }
        if std::mem::take(&mut self.action_stopped) {
            self.send(Parcel::of(Signal::CONT));
        }
    }

    /// Whether nobody is left who is waited for. With `-w` all descendants are children by now, or
    /// descend from one.
    fn is_alone(&self) -> bool {
        self.run.wait_all == WaitAll::Not || self.acting.is_none() && !self.has_others()
    }

    /// Whether there is a child that was not there before trap.
    fn has_others(&self) -> bool {
        match self.strangers.is_empty() {
            true => start::has_children(),
            // Where /proc does not tell of children there are no strangers.
            false => own_children()
                .is_ok_and(|pids| pids.iter().any(|pid| !self.strangers.contains(pid))),
        }
    }

    /// Starts the next action if none runs; when COMMAND has ended and all is done, the one for
    /// EXIT.
    fn begin_actions(&mut self) {
        while self.acting.is_none() {
            if let Some(action) = self.actions.pop_front() {
                self.acting = self.start_action(action.command, action.condition, None);
            } else if self.stage == Stage::Ended && self.is_alone() {
                self.stage = Stage::Exiting;
                if let Some(action) = self.run.at_exit {
                    self.acting =
                        self.start_action(action, Condition::Exit, Some(self.end.status()));
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
            self.actions.push_back(Action { command, condition: Condition::Signal(signal) });
        }
    }

    /// Starts an action; None if that fails, which is reported.
    fn start_action(
        &self,
        action: &[u8],
        condition: Condition,
        status: Option<ExitStatus>,
    ) -> Option<Pid> {
        // One that looks like an option is none.
        let separator = action.starts_with(b"-") || action.starts_with(b"+");
        let words =
            [Some(self.run.shell), Some(b"-c"), separator.then_some(&b"--"[..]), Some(action)];
        let words = words.into_iter().flatten().map(CString::new);
        let variables = [
            Some(format!("TRAP_SIGNAL={condition}")),
            self.command.map(|command| format!("TRAP_PID={command}")),
            status.map(|status| format!("TRAP_STATUS={}", status.0)),
        ];
        // No word of a command line has a NUL in it.
        let words: Vec<CString> = words.flatten().collect();
        let environment: Vec<CString> =
            variables.into_iter().flatten().flat_map(CString::new).collect();
        let setup = Setup {
            dispositions: self.inherited.dispositions(),
            blocked: self.inherited.blocked,
            environment: &environment,
            ..Setup::default()
        };
        match start::start(&Program::new(words), &setup) {
            Ok(pid) => Some(pid),
            Err(
                NotStarted::Fork(error) | NotStarted::Setup(error) | NotStarted::Execute(error),
            ) => {
                let reason = format!("cannot run the action for {condition}: {}", Describe(error));
                report::report(NAME, self.run.shell, reason);
                None
            }
        }
    }

    /// Stops as COMMAND was stopped, or another child that was, so that who waits for trap sees
    /// what who waits for COMMAND would see.
    ///
    /// What stopped COMMAND in the foreground would have stopped the rest of the job, had COMMAND
    /// not its own group: the shell waits for all of it.
    fn mirror(&mut self, signal: Signal, stopped: Option<Pid>) {
        let is_pending =
            |signal| disposition::pending().is_ok_and(|pending| pending.contains(signal));
        self.mirrored = true;
        self.continued = false;
        if is_pending(Signal::CONT) {
            // All of the job was stopped and continued, which this CONT tells; to stop now would
            // take it back.
            return;
        }
        let was_in_front = self.take_terminal();
        let is_typed = signal == Signal::TSTP && !self.sent.contains(signal);
        if was_in_front && is_typed {
            do_to_own_group(signal);
        }
        let is_stopped = || !stopped.is_some_and(start::is_continued);
        if !start::suffer_if(signal, is_stopped) {
            // It was continued in this moment.
            self.mirrored = false;
            self.give_terminal();
            return;
        }
        // What ended the stop is a CONT, which waits to be taken, or has been taken back by another
        // stop; and all of the job was continued by it. Without one there was no stop: process 1
        // cannot stop, nor can an orphaned group, such as that of a session's leader, by what the
        // terminal sends.
        let was_stopped =
            [Signal::CONT, Signal::TSTP, Signal::TTIN, Signal::TTOU].into_iter().any(is_pending);
        if !was_stopped && rules::is_job_control(signal) {
            self.mirrored = false;
            self.give_terminal();
            if is_stopped() {
                self.send(Parcel::of(Signal::CONT));
            }
        }
    }

    /// Whether the terminal listens to trap's own process group.
    fn is_in_front(&self) -> bool {
        let Some(terminal) = &self.terminal else { return false };
        start::own_group().is_some_and(|own| start::foreground_group(terminal.as_fd()) == Ok(own))
    }

    /// Gives COMMAND the terminal that it was stopped for. A shell that brings a running job to the
    /// foreground sends it no signal: this is the first that trap hears of it.
    fn bring_to_front(&mut self) {
        self.give_terminal();
        self.send(Parcel::of(Signal::CONT));
    }

    /// Gives COMMAND the terminal if trap has it: a shell that continues a job in the foreground
    /// gives it to the job's group.
    fn give_terminal(&self) {
        self.hand_terminal(start::own_group, || {
            self.command.filter(|_| self.stage == Stage::Running)
        });
    }

    /// Takes the terminal back if COMMAND has it; whether it had.
    fn take_terminal(&self) -> bool {
        self.hand_terminal(|| self.command, start::own_group)
    }

    fn hand_terminal_to_own_group(&self) {
        if let (Some(terminal), Some(own)) = (&self.terminal, start::own_group()) {
            // It may have hung up.
            let _ = start::set_foreground_group(terminal.as_fd(), own);
        }
    }

    fn hand_terminal(
        &self,
        from: impl FnOnce() -> Option<Pid>,
        to: impl FnOnce() -> Option<Pid>,
    ) -> bool {
        let Some(terminal) = &self.terminal else { return false };
        let (Some(from), Some(to)) = (from(), to()) else { return false };
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
        let (due, later) =
            std::mem::take(&mut self.delayed).into_iter().partition(|(due, _)| *due <= now);
        self.delayed = later;
        let mut due: Vec<(Instant, Parcel)> = due;
        due.sort_by_key(|(due, _)| *due);
        due.into_iter().for_each(|(_, parcel)| self.pass_on(parcel));
        let is_over = |time: &mut Option<Instant>| time.take_if(|due| *due <= now).is_some();
        if is_over(&mut self.timeout) {
            self.timed_out = true;
            let follow_ups =
                self.run.schedule.as_ref().map_or(&[][..], |schedule| &schedule.follow_ups);
            // If a signal has begun it, it goes on.
            if self.escalation.is_none() {
                self.escalation = Some(Escalation::begin(follow_ups, now));
                self.send_step(self.run.first_step());
            }
        }
        if is_over(&mut self.wait_until) {
            self.begin_schedule(now);
        }
        while let Some(signal) =
            self.escalation.as_mut().and_then(|escalation| escalation.step(now))
        {
            self.send_step(signal);
        }
    }

    /// Begins the schedule for those that COMMAND has left; without one they get TERM, and KILL
    /// after the time of `-w` again.
    fn begin_schedule(&mut self, now: Instant) {
        let after =
            if let WaitAll::AtMost(time) = self.run.wait_all { time } else { Duration::ZERO };
        let kill = [FollowUp { after, signal: Signal::KILL }];
        let follow_ups =
            self.run.schedule.as_ref().map_or(&kill[..], |schedule| &schedule.follow_ups);
        self.escalation = Some(Escalation::begin(follow_ups, now));
        self.send_step(self.run.first_step());
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
            Some(passed)
                if passed.ends
                    && self.escalation.as_ref().is_some_and(|steps| steps.due().is_some()) =>
            {
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
                End::Status(ExitStatus(status)) => format!("exited {status}"),
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
    fn finish(&self) -> ExitStatus {
        if self.timed_out && !self.run.preserve_status {
            return ExitStatus::TIMED_OUT;
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
        let passed = Passed {
            signal,
            delay: Duration::ZERO,
            outside_group: false,
            guarded: false,
            ends: false,
        };
        Parcel { passed, queued: None }
    }
}

/// Whether the terminal sends this signal to end what is in the foreground.
fn is_typed(signal: Signal) -> bool {
    [Signal::INT, Signal::QUIT].contains(&signal)
}

/// Does to the rest of the own process group what the terminal would have done. trap itself has the
/// signal blocked.
fn do_to_own_group(signal: Signal) {
    if let Some(group) = start::own_group() {
        // It has at least this process, which may signal whom the terminal may in one session.
        let _ = deliver::kill(Target::Group(group), Some(signal));
    }
}
