//! The reactions to each signal, each change of a child and each time that has come.
//!
//! A supervisor owns no facts of its own but the options: it puts together the terminal, the
//! actions, the clock, COMMAND and the other descendants, which know nothing of each other's
//! affairs. [`rules`] decides what becomes of a signal; here it is done.

use std::time::{Duration, Instant};

use crate::cli::{ExitStatus, report};
use crate::commands::trap::args::{Run, WaitAll};
use crate::commands::trap::name::name;
use crate::commands::trap::supervise::actions::{Actions, Ending};
use crate::commands::trap::supervise::clock::{Clock, Due};
use crate::commands::trap::supervise::command::{End, Supervised};
use crate::commands::trap::supervise::descendants::{Delivery, Descendants};
use crate::commands::trap::supervise::outbox::Outbox;
use crate::commands::trap::supervise::parcel::Parcel;
use crate::commands::trap::supervise::rules::{self, Kept, ToWhom};
use crate::commands::trap::supervise::terminal::{self, Terminal};
use crate::commands::trap::supervise::verbose::Verbose;
use crate::signal::Signal;
use crate::sys::deliver::{self, Target};
use crate::sys::disposition::{Inherited, Origin, Taken};
use crate::sys::start::{self, Change, NextChange, NotStarted, ProcessGroup, Program, Setup};
use crate::sys::{Describe, Errno, Pid, exit};

pub(super) struct Supervisor<'a> {
    run: &'a Run<'a>,
    command: Supervised,
    terminal: Terminal,
    actions: Actions<'a>,
    descendants: Descendants,
    clock: Clock<'a>,
    outbox: Outbox,
    verbose: Verbose<'a>,
    /// True if the schedule goes on for the rest of the tree when COMMAND has ended.
    sweeps: bool,
    /// True if not even KILL reaches those that COMMAND has left: they are not waited for.
    gives_up: bool,
}

/// Starting COMMAND.
impl<'a> Supervisor<'a> {
    /// One that has no process to supervise yet.
    pub(super) fn new(run: &'a Run<'a>, inherited: Inherited) -> Supervisor<'a> {
        Supervisor {
            run,
            command: Supervised::default(),
            terminal: Terminal::default(),
            actions: Actions::new(run, inherited),
            descendants: Descendants::new(run.adopts()),
            clock: Clock::new(run),
            outbox: Outbox::default(),
            verbose: Verbose::new(run),
            sweeps: false,
            gives_up: false,
        }
    }

    /// Finds what the options need to know before COMMAND starts.
    pub(super) fn look_around(&mut self) {
        self.verbose.tell_of_orphans(self.run);
        if self.run.group {
            self.terminal.open();
        }
        if self.run.wait_all != WaitAll::Not || self.run.tree && self.descendants.stay() {
            self.descendants.find_strangers();
        }
    }

    pub(super) fn start_command(&self) -> Result<Pid, NotStarted> {
        let inherited = self.actions.inherited();
        let in_front = self.terminal.is_in_front();
        let setup = Setup {
            dispositions: inherited.dispositions().overridden_by(self.run.dispositions()),
            blocked: self.run.blocked(inherited.blocked),
            group: match self.run.group {
                true => self.terminal.group_of_command(in_front),
                false => ProcessGroup::Inherited,
            },
            at_parents_death: self.run.die_with_parent,
            environment: &[],
            listens: true,
        };
        let started = start::start(&Program::of_words(self.run.command), &setup);
        if started.is_err() && in_front {
            // It may have been handed over before it turned out that there is no process for it.
            self.terminal.take();
        }
        started
    }

    /// From now on its files and its directory are its own affair, but for what an action needs:
    /// the standard streams and the directory.
    pub(super) fn command_has_started(&mut self, pid: Pid) {
        self.command.note_start(pid);
        start::close_others(self.terminal.descriptor());
        if !self.run.has_actions() {
            start::close_streams();
            start::leave_directory();
        }
    }

    pub(super) fn command_has_not_started(&mut self, status: ExitStatus) {
        self.command_is_over(End::Status(status));
    }

    pub(super) fn limit_time(&mut self, now: Instant) {
        if let Some(timeout) = self.run.timeout.filter(|timeout| !timeout.is_zero()) {
            self.clock.command_has(timeout, now);
        }
    }
}

/// The reactions that the event loop calls.
impl Supervisor<'_> {
    /// Starts the next action if none runs; when COMMAND has ended and all is done, the one for
    /// EXIT.
    pub(super) fn begin_actions(&mut self) {
        let pid = self.command.pid();
        self.actions.begin_next(pid);
        if let Some(end) = self.command.end() {
            if self.actions.only_last_is_left() && !self.waits_for_descendants() {
                self.clock.stop();
                let ending = self.ending(end);
                self.actions.begin_last(pid, &ending);
            }
        }
    }

    fn ending(&self, end: End) -> Ending {
        let timed_out = self.clock.timed_out();
        let reason = match end {
            _ if self.command.pid().is_none() => "not-started",
            _ if timed_out => "timeout",
            End::Status(_) => "exited",
            End::Killed(_) | End::Interrupted(_) => "killed",
        };
        Ending { status: end.status(), reason, timed_out }
    }

    /// True if a process is left that is waited for. With `-w` all descendants are children by now,
    /// or descend from one.
    fn waits_for_descendants(&self) -> bool {
        self.waits_for_all() && self.descendants.are_left()
    }

    fn waits_for_all(&self) -> bool {
        (self.run.wait_all != WaitAll::Not || self.sweeps) && !self.gives_up
    }

    /// How COMMAND has ended, once there is nothing more to do.
    pub(super) fn over(&self) -> Option<End> {
        self.command.end().filter(|_| self.actions.are_over())
    }

    /// Ends COMMAND, or those that it has left and that are waited for.
    pub(super) fn end_command(&mut self) {
        self.send(Parcel::of(Signal::KILL));
    }

    /// Ends as COMMAND did.
    pub(super) fn end_as(&self, end: End) -> ExitStatus {
        match self.status_of(end) {
            ExitStatus(status) if self.run.successes.contains(&status) => ExitStatus::SUCCESS,
            status => status,
        }
    }

    /// The exit status; does not return if it is to be a death.
    fn status_of(&self, end: End) -> ExitStatus {
        if self.clock.timed_out() && !self.run.preserve_status {
            // As timeout(1) of GNU, uutils and toybox.
            return match end {
                End::Killed(Signal::KILL) => end.status(),
                _ => ExitStatus::TIMED_OUT,
            };
        }
        match end {
            End::Killed(signal) if !self.run.exit_code => start::die(signal),
            End::Interrupted(signal) if !self.run.exit_code => {
                terminal::do_to_own_group(signal);
                start::die(signal);
            }
            _ => {}
        }
        end.status()
    }

    pub(super) fn ended_actions(&self) -> usize {
        self.actions.ended()
    }

    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.clock.next_deadline().into_iter().chain(self.outbox.next_deadline()).min()
    }

    pub(super) fn act_on_time(&mut self, now: Instant) {
        while let Some(due) = self.clock.take_due(now) {
            match due {
                Due::Delayed(parcel) => self.pass_on(parcel, now),
                Due::Step(signal) => self.send_step(signal),
            }
        }
        while let Some(parcel) = self.outbox.first_due(now) {
            match self.deliver(&parcel) {
                Err(Errno::EAGAIN) => self.outbox.was_refused(now),
                result => {
                    self.outbox.was_sent(now);
                    is_sent(parcel.signal(), result);
                }
            }
        }
    }
}

impl Supervisor<'_> {
    pub(super) fn take(&mut self, taken: &Taken) {
        // A process that writes to a pipe without a reader, or more than it may, is sent these as
        // if by itself. (All others from this process are from what it was before it became trap.)
        if taken.origin == Origin::Process(self.descendants.own().get())
            && rules::is_caused_by_writing(taken.signal)
        {
            return;
        }
        if taken.signal == Signal::CHLD {
            self.reap(start::change);
            // kill -s CHLD is as good as a child's end.
            if taken.origin != Origin::Kernel {
                self.actions.queue(taken);
            }
            return;
        }
        if taken.signal == Signal::CONT && self.terminal.take_mirrored() {
            return self.go_on(taken);
        }
        // Of the signals that are pending the lowest is taken first: COMMAND may have ended before
        // this one came. Stops wait for their CHLD: trap would stop here with COMMAND, and pass a
        // TSTP on after the CONT that has discarded it (POSIX.1-2024 XSH 2.4.1).
        if self.waits_for_all() || self.actions.running().is_some() {
            self.reap(start::end);
        }
        if self.sends_to_descendants()
            && taken.origin == Origin::Kernel
            && rules::is_job_control(taken.signal)
        {
            // COMMAND, for which such a stop would be, is not there any more.
            return self.mirror(taken.signal, None);
        }
        self.judge(taken);
    }

    /// trap was continued after it had stopped with COMMAND, and so is COMMAND, whatever else a
    /// CONT means here.
    fn go_on(&mut self, taken: &Taken) {
        self.terminal.give_to(&self.command);
        self.reap(start::change);
        // What has continued the whole process group has continued COMMAND, too, and what else is
        // in it. The rest of the tree took part in the stop, and waits.
        let have_it = self.command.was_continued();
        if !have_it {
            self.send(Parcel::of(Signal::CONT));
            if self.sends_to_descendants() {
                self.descendants.continue_all_of(self.actions.running());
            }
        } else if self.run.tree || self.sends_to_descendants() {
            self.send(Parcel::to_outsiders(Signal::CONT));
        }
        self.actions.queue(taken);
    }

    /// Does what the rules decide.
    fn judge(&mut self, taken: &Taken) {
        let now = Instant::now();
        let to_whom = match self.command.end() {
            None => ToWhom::Command,
            Some(_) if self.sends_to_descendants() => ToWhom::Descendants,
            Some(_) => ToWhom::Action,
        };
        let verdict =
            rules::judge(self.run, taken.signal, taken.origin, to_whom, &start::leads_session);
        if verdict.action.is_some() {
            self.actions.queue(taken);
        }
        let passed = match verdict.passed {
            Ok(passed) if passed.guarded && !self.command.takes(passed.signal) => {
                Err(Kept::Guarded)
            }
            passed => passed,
        };
        if passed == Err(Kept::TimeOut) {
            self.clock.time_is_over(now);
        }
        let step = if verdict.typed { self.clock.next_step_if_typed_again(now) } else { None };
        self.verbose.tell_taken(taken, passed, self.clock.has_begun(), step.is_some());
        if let Some(step) = step {
            return self.send_step(step);
        }
        let Ok(mut passed) = passed else { return };
        if rules::is_job_control(taken.signal) && self.descendants.take_undone_stop() {
            passed.outside_group = false;
        }
        let parcel = Parcel::of_taken(taken, passed);
        match passed.delay {
            Duration::ZERO => self.pass_on(parcel, now),
            delay => self.clock.delay(parcel, now + delay),
        }
    }

    /// Passes a signal on, which may begin the schedule.
    fn pass_on(&mut self, parcel: Parcel, now: Instant) {
        if parcel.passed.ends {
            self.clock.begin_by_signal(parcel.passed.typed, now);
        }
        self.send(parcel);
    }

    /// A step of the schedule. What is stopped must go on to take it.
    fn send_step(&mut self, signal: Signal) {
        let is_sent = self.send(Parcel::of(signal));
        if is_sent {
            self.verbose.tell_step(signal);
        }
        // What cannot be found, which was reported, would be waited for in vain.
        self.gives_up |= !is_sent && signal == Signal::KILL && self.command.end().is_some();
        // What has got KILL is waited for; what does not end by the last step is not.
        self.sweeps &= self.clock.goes_on() || is_sent && signal == Signal::KILL;
        if signal != Signal::KILL && signal != Signal::CONT {
            self.send(Parcel::of(Signal::CONT));
        }
    }

    /// True if COMMAND has ended and those that it has left are waited for.
    fn sends_to_descendants(&self) -> bool {
        self.waits_for_all() && self.command.end().is_some() && !self.actions.last_is_begun()
    }

    /// Sends to COMMAND; when that has ended, to those that it has left or to the action that runs.
    /// But an action is never ended: a process that repeats TERM, as service managers do, would
    /// undo what it is there for. Whether there was a process to send to.
    fn send(&mut self, parcel: Parcel) -> bool {
        self.command.note_sent(parcel.signal());
        if self.outbox.holds_back(&parcel) {
            self.outbox.keep(parcel, Instant::now());
            return true;
        }
        match self.deliver(&parcel) {
            Err(Errno::EAGAIN) if parcel.queued.is_some() => {
                self.outbox.keep(parcel, Instant::now());
                true
            }
            result => is_sent(parcel.signal(), result),
        }
    }

    /// True if there was a process to send to.
    fn deliver(&self, parcel: &Parcel) -> Result<bool, Errno> {
        let signal = parcel.signal();
        let action = self.actions.running();
        let ends = parcel.passed.ends || rules::ends_trees(self.run, signal);
        let delivery = Delivery { parcel, ends, action };
        match (self.command.running(), action) {
            (Some(command), _) if self.run.tree => {
                self.descendants.send_to_tree_of(command, &delivery)
            }
            (Some(command), _) if self.run.group && parcel.queued.is_none() => {
                deliver::kill(Target::Group(command), Some(signal)).map(|()| true)
            }
            (Some(command), _) => parcel.send_to(command).map(|()| true),
            _ if self.sends_to_descendants() => self.descendants.send_to_all(&delivery),
            (None, Some(action)) if !rules::ends_by_default(signal) => {
                deliver::kill(Target::Process(action), Some(signal)).map(|()| true)
            }
            (None, _) => Ok(false),
        }
    }
}

/// True if there was a process that the signal could be sent to; a failure is reported.
fn is_sent(signal: Signal, result: Result<bool, Errno>) -> bool {
    match result {
        // One that has ended in this moment needs no signal.
        Err(Errno::ESRCH) => false,
        Ok(is_sent) => is_sent,
        // One that may not be signalled has become another user's.
        Err(error) => {
            report::offer(name(), signal.name().to_string().as_bytes(), Describe(error));
            false
        }
    }
}

impl Supervisor<'_> {
    /// Learns what has become of children.
    fn reap(&mut self, next: fn() -> NextChange) {
        loop {
            match next() {
                Ok(Some((pid, change))) => self.has_changed(pid, change),
                Ok(None) | Err(Errno::ECHILD) => return,
                // It is not learned how COMMAND ends, nor that it does.
                Err(error) => {
                    report::report(name(), b"children", Describe(error));
                    exit(ExitStatus::NOTHING_STARTED.0);
                }
            }
        }
    }

    fn has_changed(&mut self, pid: Pid, change: Change) {
        if self.command.running() == Some(pid) {
            self.command_has_changed(change);
        } else if self.actions.running() == Some(pid) {
            self.action_has_changed(pid, change);
        } else if matches!(change, Change::Exited(_) | Change::Killed(_))
            && !self.descendants.note_reaped(pid)
        {
            self.verbose.tell_orphan(pid, change);
        }
    }

    fn command_has_changed(&mut self, change: Change) {
        match change {
            Change::Exited(status) => self.command_has_ended(End::Status(ExitStatus(status))),
            Change::Killed(signal) => self.command_has_ended(End::Killed(signal)),
            Change::Stopped(signal) => self.command_has_stopped(signal),
            Change::Continued => self.command.note_continued(),
        }
    }

    fn action_has_changed(&mut self, pid: Pid, change: Change) {
        match change {
            Change::Exited(_) | Change::Killed(_) => self.actions.note_end(),
            // It may go on when COMMAND does not need the terminal any more.
            Change::Stopped(_) if self.command.end().is_none() => self.actions.note_stopped(true),
            Change::Stopped(signal) => self.mirror(signal, Some(pid)),
            Change::Continued => self.actions.note_stopped(false),
        }
    }

    fn command_has_stopped(&mut self, signal: Signal) {
        if rules::is_for_want_of_terminal(signal) && self.terminal.is_in_front() {
            // A shell that brings a running job to the foreground sends it no signal: this is the
            // first that trap hears of it.
            self.terminal.give_to(&self.command);
            self.send(Parcel::of(Signal::CONT));
        } else if signal != Signal::STOP || start::terminal().is_some() {
            // A STOP where there is no job control is between its sender and COMMAND.
            self.mirror(signal, self.command.pid());
        }
    }

    /// Stops as a child was stopped.
    fn mirror(&mut self, signal: Signal, stopped: Option<Pid>) {
        let typed = self.run.tree && signal == Signal::TSTP && terminal::has_stopped(&self.command);
        if typed {
            // What the terminal has sent is not taken any more: CONT discards it.
            is_sent(signal, self.deliver(&Parcel::to_outsiders(signal)));
        }
        if self.terminal.mirror(signal, stopped, &mut self.command) {
            self.send(Parcel::of(Signal::CONT));
        } else if typed && !self.terminal.is_mirrored() {
            // COMMAND was continued alone before trap could stop.
            self.send(Parcel::to_outsiders(Signal::CONT));
        }
    }

    /// The end is a condition, too; the ends of actions and of what they have started are none.
    fn command_has_ended(&mut self, end: End) {
        self.command_is_over(end);
        self.actions.queue_unsent(Signal::CHLD);
    }

    /// COMMAND has ended, or could not be started.
    fn command_is_over(&mut self, end: End) {
        self.verbose.tell_end(end);
        let had_terminal = self.terminal.take_from(&self.command);
        self.command.note_end(match end {
            End::Killed(signal)
                if had_terminal
                    && rules::is_typed_to_end(signal)
                    && !self.command.was_sent(signal) =>
            {
                End::Interrupted(signal)
            }
            end => end,
        });
        self.outbox.clear();
        let in_tree = self.run.tree && self.descendants.stay();
        self.sweeps = in_tree && self.clock.goes_on();
        let was_to_end = self.clock.command_is_over(in_tree, Instant::now());
        if was_to_end && self.sends_to_descendants() {
            // So are those that it has left.
            let first = self.clock.begin_for_others(Instant::now());
            self.send_step(first);
        }
        if self.actions.take_stopped() {
            self.descendants.continue_all_of(self.actions.running());
        }
    }
}
