//! trap's command line. Pure.
//!
//! Options stand anywhere before `--`. What else stands there are operands: an ACTION and the
//! CONDITIONs it is for, or, if the first one is a number, CONDITIONs that are reset. What follows
//! `--` is COMMAND, whatever it looks like.

use std::collections::BTreeMap;
use std::time::Duration;

use super::options::{Key, OPTIONS};
use crate::cli::duration;
use crate::cli::parse::{self, Given, UsageError};
use crate::delivery::schedule::{self, FollowUp};
use crate::posix;
use crate::posix::conformance::Conformance;
use crate::signal::condition::Condition;
use crate::signal::set::SignalSet;
use crate::signal::{self, Signal};
use crate::sys::Pid;
use crate::sys::arguments::Word;
use crate::sys::disposition::Dispositions;

/// What a command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// Run COMMAND.
    Run(Box<Run<'a>>),
    /// Show dispositions.
    Show(Show),
    /// `-l`.
    List(Conformance),
    /// `-h`.
    Help,
    /// `-V`.
    Version,
}

/// A program to run, and how.
#[derive(Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// COMMAND and its arguments, one or more words.
    pub command: &'a [Word<'a>],
    /// What is done about signals; a later word about one has replaced an earlier one.
    pub settings: BTreeMap<Signal, Setting<'a>>,
    /// The action for EXIT.
    pub at_exit: Option<&'a [u8]>,
    /// `--block`.
    pub block: SignalSet,
    /// `--unblock`.
    pub unblock: SignalSet,
    /// `-m`: what is passed on in the place of a signal; None for nothing.
    pub map: BTreeMap<Signal, Option<Signal>>,
    /// `--delay`: how much later a signal is passed on.
    pub delay: BTreeMap<Signal, Duration>,
    /// `-k`, `--schedule`: what is sent after a signal that is to end COMMAND.
    pub schedule: Option<EndingSchedule>,
    /// `-t`: when the schedule begins by itself.
    pub timeout: Option<Duration>,
    /// `--preserve-status`: the exit status stays COMMAND's when the time is over.
    pub preserve_status: bool,
    /// `-f`: signals that have an action are passed on all the same.
    pub forward: bool,
    /// `-g`: COMMAND gets a process group of its own.
    pub group: bool,
    /// `--tree`: signals are passed on to all descendants.
    pub tree: bool,
    /// `-w`: descendants are waited for.
    pub wait_all: WaitAll,
    /// `-r`: orphans become children of trap.
    pub reap: bool,
    /// `--guard`: signals that would end COMMAND by accident are only passed on if it catches them.
    pub guard: bool,
    /// `--die-with-parent`: what COMMAND gets when trap, or who started trap, ends.
    pub die_with_parent: Option<Signal>,
    /// `-e`: exit 128+S rather than die by S.
    pub exit_code: bool,
    /// `-v`: say what happens.
    pub verbose: bool,
    /// `--shell`: what runs the actions.
    pub shell: &'a [u8],
}

/// What is done about a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting<'a> {
    /// COMMAND gets the default disposition.
    Default,
    /// COMMAND ignores it.
    Ignore,
    /// A shell runs this; never empty.
    Action(&'a [u8]),
}

/// `-w`: whether descendants are waited for when COMMAND has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitAll {
    /// No.
    Not,
    /// As long as there are any.
    Forever,
    /// So long; what is left then gets the schedule.
    AtMost(Duration),
}

/// `-k`, `--schedule`: what is sent to end COMMAND.
#[derive(Debug, PartialEq, Eq)]
pub struct EndingSchedule {
    /// What it begins with, and what begins it.
    pub first: Signal,
    /// What follows as long as COMMAND has not ended.
    pub follow_ups: Vec<FollowUp>,
}

impl<'a> Run<'a> {
    /// COMMAND as it would be without trap.
    fn plain(command: &'a [Word<'a>]) -> Run<'a> {
        Run {
            command,
            settings: BTreeMap::new(),
            at_exit: None,
            block: SignalSet::default(),
            unblock: SignalSet::default(),
            map: BTreeMap::new(),
            delay: BTreeMap::new(),
            schedule: None,
            timeout: None,
            preserve_status: false,
            forward: false,
            group: false,
            tree: false,
            wait_all: WaitAll::Not,
            reap: false,
            guard: false,
            die_with_parent: None,
            exit_code: false,
            verbose: false,
            shell: b"sh",
        }
    }

    /// Whether trap stays, rather than become COMMAND.
    pub fn supervises(&self) -> bool {
        self.at_exit.is_some()
            || self.settings.values().any(|setting| matches!(setting, Setting::Action(_)))
            || !self.map.is_empty()
            || !self.delay.is_empty()
            || self.schedule.is_some()
            || self.timeout.is_some()
            || self.wait_all != WaitAll::Not
            || self.forward
            || self.group
            || self.tree
            || self.reap
            || self.guard
            || self.exit_code
            || self.verbose
    }

    /// What COMMAND has blocked, where trap was started with these signals blocked.
    pub fn blocked(&self, inherited: SignalSet) -> SignalSet {
        (inherited | self.block) & !self.unblock
    }

    /// The dispositions that are asked for.
    pub fn dispositions(&self) -> Dispositions {
        let of = |wanted: Setting| {
            let asked = self.settings.iter().filter(move |(_, setting)| **setting == wanted);
            asked.map(|(signal, _)| *signal).collect()
        };
        Dispositions { ignored: of(Setting::Ignore), default: of(Setting::Default) }
    }
}

/// Dispositions to show.
#[derive(Debug, PartialEq, Eq)]
pub struct Show {
    /// Whose; none is trap's own.
    pub processes: Vec<Identified>,
    /// `-p`: the default ones, too.
    pub all: bool,
    /// Only of these conditions; none is every signal.
    pub conditions: Vec<Condition>,
    /// How.
    pub form: Form,
    /// `-a`: of every thread.
    pub threads: bool,
}

/// `-P PID[:INODE]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identified {
    /// The process ID.
    pub pid: Pid,
    /// The inode number of its pidfd, if it must be a certain process.
    pub inode: Option<u64>,
}

/// How dispositions are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Commands for a shell's eval.
    Commands,
    /// One line a signal.
    Table,
    /// JSON.
    Json,
}

/// A wrong command line: all that is wrong with it, one or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong.
    pub errors: Vec<UsageError>,
    /// Whether all of it are conditions.
    pub only_conditions: bool,
    /// Whether something was to be run.
    pub runs: bool,
}

impl Wrong {
    /// One error that is no condition's.
    pub fn usage(error: UsageError, words: &[Word]) -> Wrong {
        Wrong {
            errors: vec![error],
            only_conditions: false,
            runs: words.iter().any(|word| word.bytes() == b"--"),
        }
    }
}

/// Reads a command line, without the command's name.
///
/// # Errors
///
/// Nothing may be started.
pub fn parse<'a>(conformance: Conformance, words: &'a [Word<'a>]) -> Result<Command<'a>, Wrong> {
    let separator = words.iter().position(|word| word.bytes() == b"--");
    let (own, command) = match separator {
        Some(place) => (&words[..place], Some(&words[place + 1..])),
        None => (words, None),
    };
    let mut draft = Draft::new(conformance);
    let finished = draft.read(own).and_then(|()| draft.finish(command));
    if finished.is_err() && command.is_some() {
        // What is wrong with conditions is told all the same.
        let _ = draft.judge_conditions();
    }
    match finished {
        Ok(finished) if draft.bad_conditions.is_empty() => Ok(finished),
        finished => {
            let only_conditions = finished.is_ok();
            let errors = draft.bad_conditions.into_iter().chain(finished.err()).collect();
            Err(Wrong { errors, only_conditions, runs: command.is_some() })
        }
    }
}

/// A command line that is being read.
struct Draft<'a> {
    conformance: Conformance,
    /// What stands beside the options, in its order, which decides about conditions that are named
    /// twice.
    words: Vec<Plain<'a>>,
    bad_conditions: Vec<UsageError>,
    run: Run<'a>,
    /// The first option that only makes sense for a program that is run.
    runs: Option<Key>,
    print: bool,
    processes: Vec<Identified>,
    form: Option<Form>,
    threads: bool,
    /// What takes the place of everything else.
    instead: Option<Key>,
    kill_after: Option<Duration>,
}

/// What says something about conditions.
#[derive(Clone, Copy)]
enum Plain<'a> {
    /// ACTION or a CONDITION.
    Operand(&'a [u8]),
    /// `--on`: conditions with commas between them, and their action.
    On(&'a [u8], &'a [u8]),
}

impl<'a> Draft<'a> {
    fn new(conformance: Conformance) -> Draft<'a> {
        Draft {
            conformance,
            words: Vec::new(),
            bad_conditions: Vec::new(),
            run: Run::plain(&[]),
            runs: None,
            print: false,
            processes: Vec::new(),
            form: None,
            threads: false,
            instead: None,
            kill_after: None,
        }
    }

    /// Reads on behind a wrong value, and gives the first error. Behind an unknown option nobody
    /// knows what is a value.
    fn read(&mut self, words: &'a [Word<'a>]) -> Result<(), UsageError> {
        let mut rest = words.iter();
        let mut wrong_value = None;
        while let Some(word) = rest.next() {
            let word = word.bytes();
            match word {
                [b'-', b'-', ..] => {
                    let given = parse::long_option(&OPTIONS, word, &mut rest)
                        .map_err(first(&mut wrong_value))?;
                    wrong_value = wrong_value.or(self.take(given).err());
                }
                [b'-', letters @ ..] if !letters.is_empty() => {
                    let mut letters = letters;
                    while let [letter, ..] = letters {
                        let subject = [b'-', *letter];
                        let read = parse::letter(&OPTIONS, letters, &mut rest);
                        let read = read
                            .unwrap_or_else(|| Err(UsageError::new(&subject, "unknown option")));
                        let (given, left) = read.map_err(first(&mut wrong_value))?;
                        wrong_value = wrong_value.or(self.take(given).err());
                        letters = left;
                    }
                }
                operand => self.words.push(Plain::Operand(operand)),
            }
        }
        wrong_value.map_or(Ok(()), Err)
    }

    fn take(&mut self, given: Given<'a>) -> Result<(), UsageError> {
        let key = Key::at(given.index);
        // The parser has seen to it that values which must be there are.
        let value = given.values[0].unwrap_or_default();
        let wrong = |reason: &dyn std::fmt::Display| UsageError::new(value, reason);
        let time = || duration::parse(value).ok_or_else(|| wrong(&duration::EXPECTED));
        if key.is_for_running() {
            self.runs = self.runs.or(Some(key));
        }
        match key {
            Key::On => {
                let place = value.iter().position(|byte| *byte == b'=');
                let place = place.ok_or_else(|| wrong(&"not CONDITION=ACTION"))?;
                self.words.push(Plain::On(&value[..place], &value[place + 1..]));
            }
            Key::Map => {
                let place = value.iter().position(|byte| *byte == b':');
                let (from, to) = value.split_at(place.ok_or_else(|| wrong(&"not SIGNAL:SIGNAL"))?);
                let to = match &to[1..] {
                    b"" => None,
                    to => Some(self.signal(to)?),
                };
                let from = self.catchable(from)?;
                self.run.map.insert(from, to);
            }
            Key::Delay => {
                let place = value.iter().position(|byte| *byte == b'=');
                let (signal, time) =
                    value.split_at(place.ok_or_else(|| wrong(&"not SIGNAL=TIME"))?);
                let time = duration::parse(&time[1..])
                    .ok_or_else(|| UsageError::new(&time[1..], duration::EXPECTED))?;
                let signal = self.catchable(signal)?;
                self.run.delay.insert(signal, time);
            }
            Key::KillAfter => self.kill_after = Some(time()?),
            Key::Schedule => {
                let schedule = schedule::parse(value).map_err(|found| match found.reason {
                    schedule::Reason::NullFollows => wrong(&"0 sends nothing"),
                    reason => UsageError::new(found.part, reason),
                })?;
                let first = schedule.first.ok_or_else(|| wrong(&"0 sends nothing"))?;
                self.run.schedule = Some(EndingSchedule { first, follow_ups: schedule.follow_ups });
            }
            Key::Timeout => self.run.timeout = Some(time()?),
            Key::PreserveStatus => self.run.preserve_status = true,
            Key::Forward => self.run.forward = true,
            Key::Group => self.run.group = true,
            Key::Tree => self.run.tree = true,
            Key::WaitAll => {
                self.run.wait_all = match given.values[0] {
                    None => WaitAll::Forever,
                    Some(_) => WaitAll::AtMost(time()?),
                };
            }
            Key::Reap => self.run.reap = true,
            Key::Guard => self.run.guard = true,
            Key::Init => {
                self.run.reap = true;
                self.run.guard = true;
                if self.run.wait_all == WaitAll::Not {
                    self.run.wait_all = WaitAll::Forever;
                }
            }
            Key::DieWithParent => {
                self.run.die_with_parent = Some(match given.values[0] {
                    None => Signal::TERM,
                    Some(value) => self.signal(value)?,
                });
            }
            Key::ExitCode => self.run.exit_code = true,
            Key::Block => self.run.block = self.run.block | self.signals(value)?,
            Key::Unblock => self.run.unblock = self.run.unblock | self.signals(value)?,
            Key::Verbose => self.run.verbose = true,
            Key::Shell if value.is_empty() => return Err(wrong(&"a program is expected")),
            Key::Shell => self.run.shell = value,
            Key::Print => self.print = true,
            Key::Process => {
                self.processes.push(identified(value).map_err(|reason| wrong(&reason))?)
            }
            Key::Table => self.show(key, Form::Table)?,
            Key::Json => self.show(key, Form::Json)?,
            Key::AllThreads => self.threads = true,
            Key::Posix => {
                return Err(UsageError::new(
                    b"--posix",
                    "must stand in full, and first: sigtrap --posix ...",
                ));
            }
            Key::List | Key::Help | Key::Version => self.instead = self.instead.or(Some(key)),
        }
        Ok(())
    }

    fn show(&mut self, key: Key, form: Form) -> Result<(), UsageError> {
        match self.form.replace(form) {
            Some(other) if other != form => {
                Err(UsageError::new(key.spelled().as_bytes(), "only one of --table and --json"))
            }
            _ => Ok(()),
        }
    }

    fn finish(&mut self, command: Option<&'a [Word<'a>]>) -> Result<Command<'a>, UsageError> {
        let shows = match (self.print, self.form, self.threads) {
            (true, ..) => Some(Key::Print),
            _ if !self.processes.is_empty() => Some(Key::Process),
            (_, Some(Form::Table), _) => Some(Key::Table),
            (_, Some(_), _) => Some(Key::Json),
            (.., threads) => threads.then_some(Key::AllThreads),
        };
        match self.instead {
            Some(Key::Help) => return Ok(Command::Help),
            Some(Key::Version) => return Ok(Command::Version),
            Some(_) => return self.finish_list(command, self.runs.or(shows)),
            None => {}
        }
        match (command, shows) {
            (Some(_), Some(key)) => Err(UsageError::new(
                key.spelled().as_bytes(),
                "shows dispositions, and runs nothing",
            )),
            (Some([]), None) => Err(UsageError::new(b"--", "COMMAND is missing behind it")),
            (Some(command), None) => self.finish_run(command),
            (None, _) => match (self.runs, operands(&self.words).first(), shows) {
                (Some(key), ..) => Err(UsageError::new(key.spelled().as_bytes(), COMMAND_MISSING)),
                (None, Some(word), None) => Err(UsageError::new(word, COMMAND_MISSING)),
                (None, ..) => self.finish_show(),
            },
        }
    }

    fn finish_list(
        &self,
        command: Option<&[Word]>,
        other: Option<Key>,
    ) -> Result<Command<'a>, UsageError> {
        if let Some(word) =
            operands(&self.words).into_iter().chain(command.map(|_| &b"--"[..])).next()
        {
            return Err(UsageError::new(
                word,
                "-l takes no operand; kill -l tells what a number means",
            ));
        }
        match other {
            Some(key) => {
                Err(UsageError::new(key.spelled().as_bytes(), "cannot be combined with -l"))
            }
            None => Ok(Command::List(self.conformance)),
        }
    }

    /// Sets what is done about the conditions that were read; what is wrong with them is noted.
    fn judge_conditions(&mut self) -> Result<(), UsageError> {
        let words = std::mem::take(&mut self.words);
        let operands = operands(&words);
        let (action, mut action_comes) = match operands[..] {
            // POSIX.1-2024 XCU trap: an unsigned decimal integer as the first operand.
            [first, ..] if is_number(first) => (&b"-"[..], false),
            [action] => return Err(UsageError::new(action, "CONDITION is missing behind it")),
            [action, ..] => (action, true),
            [] => (&b"-"[..], false),
        };
        for word in words {
            match word {
                Plain::Operand(_) if std::mem::take(&mut action_comes) => {}
                Plain::Operand(condition) => self.set(action, condition),
                Plain::On(conditions, action) => {
                    conditions
                        .split(|byte| *byte == b',')
                        .for_each(|condition| self.set(action, condition));
                }
            }
        }
        Ok(())
    }

    fn finish_run(&mut self, command: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
        self.judge_conditions()?;
        let mut run = std::mem::replace(&mut self.run, Run::plain(&[]));
        run.command = command;
        if let Some(after) = self.kill_after {
            if run.schedule.is_some() {
                return Err(UsageError::new(b"-k", "cannot be combined with --schedule"));
            }
            let kill = FollowUp { after, signal: Signal::KILL };
            run.schedule = Some(EndingSchedule { first: Signal::TERM, follow_ups: vec![kill] });
        }
        if run.preserve_status && run.timeout.is_none() {
            return Err(UsageError::new(b"--preserve-status", "needs -t"));
        }
        Ok(Command::Run(Box::new(run)))
    }

    fn finish_show(&mut self) -> Result<Command<'a>, UsageError> {
        let words = std::mem::take(&mut self.words);
        let conditions =
            operands(&words).into_iter().filter_map(|word| self.condition(word)).collect();
        if self.threads && self.processes.is_empty() {
            return Err(UsageError::new(b"-a", "needs -P"));
        }
        Ok(Command::Show(Show {
            processes: std::mem::take(&mut self.processes),
            all: self.print,
            conditions,
            form: self.form.unwrap_or(Form::Commands),
            threads: self.threads,
        }))
    }

    /// What is done about a condition; what is wrong with it is noted.
    fn set(&mut self, action: &'a [u8], word: &'a [u8]) {
        let setting = match action {
            b"" => Setting::Ignore,
            b"-" => Setting::Default,
            action => Setting::Action(action),
        };
        match (self.condition(word), setting) {
            (None, _) => {}
            (Some(Condition::Exit), Setting::Action(action)) => self.run.at_exit = Some(action),
            (Some(Condition::Exit), _) => self.run.at_exit = None,
            // They always have it.
            (Some(Condition::Signal(Signal::KILL | Signal::STOP)), Setting::Default) => {}
            (Some(Condition::Signal(Signal::KILL | Signal::STOP)), _) => {
                self.bad_conditions.push(UsageError::new(word, "cannot be caught or ignored"));
            }
            (Some(Condition::Signal(signal)), setting) => {
                self.run.settings.insert(signal, setting);
            }
        }
    }

    /// A condition; None if it is wrong, which is noted.
    fn condition(&mut self, word: &[u8]) -> Option<Condition> {
        let read = match self.conformance {
            Conformance::Extended => Condition::parse(word).map_err(|unknown| unknown.to_string()),
            Conformance::Posix(level) => {
                posix::trap::condition(level, word).map_err(|advice| advice.to_string())
            }
        };
        read.map_err(|reason| self.bad_conditions.push(UsageError::new(word, reason))).ok()
    }

    /// A signal as an option's value.
    fn signal(&mut self, word: &[u8]) -> Result<Signal, UsageError> {
        let condition = Condition::parse(word).map_err(|unknown| UsageError::new(word, unknown))?;
        condition.signal().ok_or_else(|| UsageError::new(word, "not a signal"))
    }

    /// A signal that a process can do something about.
    fn catchable(&mut self, word: &[u8]) -> Result<Signal, UsageError> {
        match self.signal(word)? {
            Signal::KILL | Signal::STOP => {
                Err(UsageError::new(word, "cannot be caught or blocked"))
            }
            signal => Ok(signal),
        }
    }

    /// A list of signals with commas between them.
    fn signals(&mut self, list: &[u8]) -> Result<SignalSet, UsageError> {
        list.split(|byte| *byte == b',').map(|word| self.catchable(word)).collect()
    }
}

/// Of an error and one that was met before, the first.
fn first(before: &mut Option<UsageError>) -> impl FnOnce(UsageError) -> UsageError {
    |error| before.take().unwrap_or(error)
}

fn operands<'a>(words: &[Plain<'a>]) -> Vec<&'a [u8]> {
    let operand = |word: &Plain<'a>| match word {
        Plain::Operand(operand) => Some(*operand),
        Plain::On(..) => None,
    };
    words.iter().filter_map(operand).collect()
}

/// Whether a word is an unsigned decimal integer.
pub(super) fn is_number(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(u8::is_ascii_digit)
}

/// What is said where there is nothing to run.
const COMMAND_MISSING: &str = "COMMAND is missing; write: trap ACTION CONDITION... -- COMMAND";

/// `PID`, or `PID:INODE`.
fn identified(word: &[u8]) -> Result<Identified, &'static str> {
    let mut parts = word.splitn(2, |byte| *byte == b':');
    let pid = parts
        .next()
        .and_then(signal::decimal)
        .and_then(|number| Pid::new(i32::try_from(number).ok()?));
    let pid = pid.ok_or("not a process ID")?;
    let inode = match parts.next() {
        None => None,
        Some(digits) if is_number(digits) => {
            let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
            Some(number.filter(|inode| *inode > 0).ok_or("not an inode number")?)
        }
        Some(_) => return Err("not PID:INODE"),
    };
    Ok(Identified { pid, inode })
}

#[cfg(test)]
mod tests;
