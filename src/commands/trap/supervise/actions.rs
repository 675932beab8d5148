//! The actions: which are to run, which one runs, and starting one in the shell.
//!
//! One runs at a time, in the order in which the signals came. This owns the queue and the process
//! of the one that runs, and knows whether the last one, for EXIT, has had its turn: after that
//! nothing is queued any more.

use std::collections::VecDeque;
use std::ffi::CString;

use crate::cli::{ExitStatus, report};
use crate::commands::trap::args::{Run, Setting};
use crate::commands::trap::name::name;
use crate::commands::trap::supervise::sender::Sender;
use crate::signal::Signal;
use crate::signal::condition::Condition;
use crate::sys::disposition::{self, Inherited, Taken};
use crate::sys::start::{self, NotStarted, Program, Setup};
use crate::sys::{Describe, Pid};

pub(super) struct Actions<'a> {
    run: &'a Run<'a>,
    /// The state that trap was started with, and that an action gets.
    inherited: Inherited,
    queue: VecDeque<QueuedAction<'a>>,
    running: Option<RunningAction>,
    ended: usize,
    /// True if the one for EXIT was begun, or there was none to begin.
    last_begun: bool,
}

struct QueuedAction<'a> {
    text: &'a [u8],
    condition: Condition,
    sender: Sender,
}

/// How COMMAND has ended, for the variables of the action for EXIT.
pub(super) struct Ending {
    pub(super) status: ExitStatus,
    pub(super) reason: &'static str,
    /// True if the time of `-t` was over.
    pub(super) timed_out: bool,
}

struct RunningAction {
    pid: Pid,
    stopped: bool,
}

impl<'a> Actions<'a> {
    pub(super) fn new(run: &'a Run<'a>, inherited: Inherited) -> Actions<'a> {
        Actions {
            run,
            inherited,
            queue: VecDeque::new(),
            running: None,
            ended: 0,
            last_begun: false,
        }
    }

    /// The state that trap was started with.
    pub(super) fn inherited(&self) -> &Inherited {
        &self.inherited
    }

    /// Queues the action for a signal that was taken, if there is one.
    pub(super) fn queue(&mut self, taken: &Taken) {
        self.queue_for(taken.signal, || Sender::of(taken));
    }

    /// Queues the action for a signal that no process has sent, if there is one.
    pub(super) fn queue_unsent(&mut self, signal: Signal) {
        self.queue_for(signal, Sender::default);
    }

    fn queue_for(&mut self, signal: Signal, sender: impl FnOnce() -> Sender) {
        if self.last_begun {
            return;
        }
        if let Some(Setting::Action(text)) = self.run.settings.get(&signal) {
            let condition = Condition::Signal(signal);
            self.queue.push_back(QueuedAction { text, condition, sender: sender() });
        }
    }

    /// Starts the next of the queue if none runs.
    pub(super) fn begin_next(&mut self, command: Option<Pid>) {
        while self.running.is_none() {
            let Some(next) = self.queue.pop_front() else { return };
            self.start(next.text, next.condition, command, next.sender.variables().to_vec());
        }
    }

    /// Starts the one for EXIT, if there is one.
    pub(super) fn begin_last(&mut self, command: Option<Pid>, ending: &Ending) {
        self.last_begun = true;
        if let Some(text) = self.run.at_exit {
            let mut variables = Sender::default().variables().to_vec();
            let timed_out = if ending.timed_out { "1" } else { "" };
            variables.extend([
                format!("TRAP_STATUS={}", ending.status.0).into_bytes(),
                format!("TRAP_REASON={}", ending.reason).into_bytes(),
                format!("TRAP_TIMED_OUT={timed_out}").into_bytes(),
            ]);
            self.start(text, Condition::Exit, command, variables);
        }
    }

    /// True if it is the turn of the one for EXIT.
    pub(super) fn only_last_is_left(&self) -> bool {
        self.running.is_none()
            && self.queue.is_empty()
            && !self.last_begun
            && !self.is_signal_pending()
    }

    /// True if a signal that has an action came, and is yet to be taken. COMMAND's end may be
    /// learned first: with the CHLD of another child, or because CHLD is the lower number.
    fn is_signal_pending(&self) -> bool {
        let has_action =
            |signal| matches!(self.run.settings.get(&signal), Some(Setting::Action(_)));
        self.run.has_actions()
            && disposition::pending().is_ok_and(|pending| pending.signals().any(has_action))
    }

    pub(super) fn last_is_begun(&self) -> bool {
        self.last_begun
    }

    /// True if the one for EXIT, too, has ended.
    pub(super) fn are_over(&self) -> bool {
        self.running.is_none() && self.last_begun
    }

    /// The process of the one that runs.
    pub(super) fn running(&self) -> Option<Pid> {
        self.running.as_ref().map(|action| action.pid)
    }

    pub(super) fn ended(&self) -> usize {
        self.ended
    }

    /// The one that runs has ended.
    pub(super) fn note_end(&mut self) {
        self.running = None;
        self.ended += 1;
    }

    /// The one that runs was stopped, or continued.
    pub(super) fn note_stopped(&mut self, stopped: bool) {
        if let Some(action) = &mut self.running {
            action.stopped = stopped;
        }
    }

    /// True if one runs and is stopped; from now on it counts as continued.
    pub(super) fn take_stopped(&mut self) -> bool {
        self.running.as_mut().is_some_and(|action| std::mem::take(&mut action.stopped))
    }

    /// Starts an action; that it cannot be started is reported.
    fn start(
        &mut self,
        action: &[u8],
        condition: Condition,
        command: Option<Pid>,
        mut variables: Vec<Vec<u8>>,
    ) {
        // One that looks like an option is none.
        let separator = action.starts_with(b"-") || action.starts_with(b"+");
        let words =
            [Some(self.run.shell), Some(b"-c"), separator.then_some(&b"--"[..]), Some(action)];
        let words = words.into_iter().flatten().map(CString::new);
        variables.push(format!("TRAP_SIGNAL={condition}").into_bytes());
        variables.extend(command.map(|command| format!("TRAP_PID={command}").into_bytes()));
        // No word of a command line has a NUL in it.
        let words: Vec<CString> = words.flatten().collect();
        let environment: Vec<CString> = variables.into_iter().flat_map(CString::new).collect();
        let setup = Setup {
            dispositions: self.inherited.dispositions(),
            blocked: self.inherited.blocked,
            environment: &environment,
            ..Setup::default()
        };
        match start::start(&Program::new(words), &setup) {
            Ok(pid) => self.running = Some(RunningAction { pid, stopped: false }),
            Err(
                NotStarted::Fork(error) | NotStarted::Setup(error) | NotStarted::Execute(error),
            ) => {
                let reason = format!("cannot run the action for {condition}: {}", Describe(error));
                report::offer(name(), self.run.shell, reason);
            }
        }
    }
}
