//! kill's command line, with every syntax that its peers accept and no guesses. Pure; allocates for
//! what options ask for besides a signal, and for nothing else.
//!
//! A word before the operands is read in this order: `--`; an option by its long name; digits (a
//! signal if none is chosen yet, else a process group, which ends the options); a signal's name as
//! a whole, in any case, with or without SIG; then option letters. The first word that is none of
//! these is the first operand, and nothing behind it is an option.

use std::time::Duration;

use super::guard::Guard;
use super::options::{Key, LIST_TARGETS, OPTIONS};
use super::selector::Selector;
use crate::cli::duration::{self, Bare};
use crate::cli::parse::{self, Given, UsageError, Words};
use crate::delivery::schedule::{self, FollowUp};
use crate::posix::conformance::Conformance;
use crate::signal::headers::Table;
use crate::signal::{self, Signal, SignalOrNull, Unknown, target};
use crate::sys::Pid;
use crate::sys::arguments::Word;

/// What a command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// Send a signal, or only say to whom.
    Send(Send<'a>),
    /// `-l` with operands.
    Decode(Decode<'a>),
    /// `-l` alone.
    List {
        /// In strict mode, only the names that the mode accepts.
        conformance: Conformance,
        /// `--target`: of which system; None is this one.
        target: Option<Foreign<'a>>,
    },
    /// `--explain`.
    Explain(Decode<'a>),
    /// `-L`.
    Table(Option<Foreign<'a>>),
    /// `-t`.
    DescriptionTable(Option<Foreign<'a>>),
    /// `--target list`.
    Targets,
    /// `-d PID`.
    ProcessState(Pid),
    /// `-h`.
    Help,
    /// `-V`.
    Version,
}

/// What is sent, and to whom.
#[derive(Debug, PartialEq, Eq)]
pub struct Send<'a> {
    /// The signal.
    pub signal: SignalOrNull,
    /// The operands, one or more unless there are selectors, each to be read by
    /// [`super::operand::parse`].
    pub operands: &'a [Word<'a>],
    /// Which forms the operands may have, and which exit status partial success has.
    pub conformance: Conformance,
    /// What the options ask for besides; None if there are none. In a box, because the plain forms
    /// pay for every word that is carried along.
    options: Option<Box<SendOptions<'a>>>,
}

/// What options ask for besides a signal.
#[derive(Debug, PartialEq, Eq)]
pub struct SendOptions<'a> {
    /// `-q`: the value that is queued with it.
    pub value: Option<i32>,
    /// `--timeout`, `-k`: what is sent later to the processes that are still there.
    pub follow_ups: Vec<FollowUp>,
    /// `-w`.
    pub wait: Wait,
    /// `-p`: only print the process IDs.
    pub print: bool,
    /// `--dry-run`: only say what the signal would do.
    pub dry_run: bool,
    /// `-a`: a command name means every user's processes.
    pub all_users: bool,
    /// `-r`: only processes that catch the signal.
    pub require_handler: bool,
    /// `--verbose`: say what is sent.
    pub verbose: bool,
    /// `--tree`, `--descendants`: what belongs to a target.
    pub scope: Scope,
    /// `--group-of` and its like: targets behind the operands.
    pub selectors: Vec<Selector<'a>>,
    /// `--if-name` and its like: what must be true of each process.
    pub guards: Vec<Guard<'a>>,
}

/// No options.
static NO_OPTIONS: SendOptions = SendOptions::none();

impl SendOptions<'_> {
    const fn none() -> Self {
        SendOptions {
            value: None,
            follow_ups: Vec::new(),
            wait: Wait::Not,
            print: false,
            dry_run: false,
            all_users: false,
            require_handler: false,
            verbose: false,
            scope: Scope::Target,
            selectors: Vec::new(),
            guards: Vec::new(),
        }
    }
}

impl<'a> Send<'a> {
    /// A signal to the operands, without any option.
    pub fn plain(
        signal: SignalOrNull,
        operands: &'a [Word<'a>],
        conformance: Conformance,
    ) -> Send<'a> {
        Send { signal, operands, conformance, options: None }
    }

    /// What the options ask for.
    pub fn options(&self) -> &SendOptions<'a> {
        match &self.options {
            Some(options) => options,
            None => &NO_OPTIONS,
        }
    }

    fn options_mut(&mut self) -> &mut SendOptions<'a> {
        self.options.get_or_insert_with(|| Box::new(SendOptions::none()))
    }
}

/// What belongs to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// It alone.
    Target,
    /// `--tree`: it and its descendants.
    Tree,
    /// `--descendants`: they without it.
    Descendants,
}

impl Scope {
    /// The option that chooses it.
    pub fn option(self) -> &'static str {
        match self {
            Scope::Target => "",
            Scope::Tree => "--tree",
            Scope::Descendants => "--descendants",
        }
    }
}

/// `-w`: whether to wait until every target is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// No.
    Not,
    /// Yes.
    Forever,
    /// So long, after the last signal.
    AtMost(Duration),
}

/// The value of `--target`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foreign<'a> {
    /// The signals of the target.
    pub table: &'static Table,
    /// The target as the user wrote it.
    pub spelled: &'a [u8],
}

/// `-l` with operands, and `--explain`.
#[derive(Clone, Copy, Debug)]
pub struct Decode<'a> {
    /// `-lOPERAND`, `--list=OPERAND`, `--explain=OPERAND`.
    pub attached: Option<&'a [u8]>,
    /// The others.
    pub operands: &'a [Word<'a>],
    /// Which forms the operands may have.
    pub conformance: Conformance,
    /// `--target`: of which system; None is this one.
    pub target: Option<Foreign<'a>>,
}

impl<'a> Decode<'a> {
    /// The operands in their order.
    pub fn words(&self) -> impl Iterator<Item = &'a [u8]> {
        self.attached.into_iter().chain(self.operands.iter().map(|word| word.bytes()))
    }
}

impl PartialEq for Decode<'_> {
    fn eq(&self, other: &Decode) -> bool {
        self.words().eq(other.words())
            && self.conformance == other.conformance
            && self.target == other.target
    }
}

impl Eq for Decode<'_> {}

/// What kill is asked to do instead of sending.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode<'a> {
    Send,
    List(Option<&'a [u8]>),
    Explain(Option<&'a [u8]>),
    Table,
    DescriptionTable,
    ProcessState(Pid),
}

/// What the options have said so far.
struct Draft<'a> {
    mode: Mode<'a>,
    /// The option that set the mode, as the documentation spells it.
    mode_option: &'static str,
    signal: Option<SignalOrNull>,
    /// All that is not yet known to be otherwise; the signal and the operands come last.
    send: Send<'a>,
    /// An option that only makes sense with sending, or the word that chose the signal.
    sending_option: Option<&'a [u8]>,
    target: Option<Foreign<'a>>,
    /// `--target list`.
    targets: bool,
}

/// Reads a command line, without the command's name.
///
/// # Errors
///
/// The command line is wrong; nothing may be sent.
pub fn parse<'a>(words: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
    let mut draft = Draft {
        mode: Mode::Send,
        mode_option: "",
        signal: None,
        send: Send::plain(Some(Signal::TERM), &[], Conformance::Extended),
        sending_option: None,
        target: None,
        targets: false,
    };
    let mut rest = words.iter();
    loop {
        let operands = rest.as_slice();
        let Some(word) = rest.next() else {
            return draft.finish(operands);
        };
        let word = word.bytes();
        match word {
            [b'-', b'-'] => return draft.finish(rest.as_slice()),
            [b'-', b'-', ..] => {
                let given = parse::long_option(&OPTIONS, word, &mut rest)?;
                if let Some(command) = draft.take(&given, word)? {
                    return Ok(command);
                }
            }
            [b'-', b'0'..=b'9', ..] => {
                if draft.signal.is_some() && draft.mode == Mode::Send {
                    return draft.finish(operands);
                }
                draft.choose(numeric_option(word)?, word, word)?;
            }
            [b'-', name @ ..] if !name.is_empty() => match signal::by_name(name) {
                Ok(signal) => draft.choose(signal, word, word)?,
                Err(Unknown::Name) => {
                    if let Some(command) = draft.take_letters(word, &mut rest)? {
                        return Ok(command);
                    }
                }
                Err(unknown) => return Err(UsageError::new(word, unknown)),
            },
            _ => return draft.finish(operands),
        }
    }
}

/// `-9` where no signal is chosen yet. POSIX gives a first -N to the signals: a group is never
/// meant.
fn numeric_option(word: &[u8]) -> Result<SignalOrNull, UsageError> {
    match signal::by_number(&word[1..]) {
        Some(Ok(signal)) => Ok(signal),
        Some(Err(unknown)) => Err(UsageError::new(
            word,
            format_args!(
                "{unknown}; for a process group, write: kill -- {}",
                String::from_utf8_lossy(word)
            ),
        )),
        None => Err(UsageError::new(word, "neither a signal number nor an option")),
    }
}

/// The value of `-s` and `-n`: a name or a number.
fn signal_value(word: &[u8]) -> Result<SignalOrNull, UsageError> {
    signal::parse(word).map_err(|unknown| UsageError::new(word, unknown))
}

/// An integer in decimal digits, if it fits; below 0 only where that is meant.
fn integer(word: &[u8], negative: bool) -> Option<i32> {
    let text = std::str::from_utf8(word).ok()?;
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number| negative || *number >= 0)
}

impl<'a> Draft<'a> {
    /// Chooses the signal: by the word that the user wrote, or by the option `option`.
    fn choose(
        &mut self,
        signal: SignalOrNull,
        spelled: &[u8],
        option: &'a [u8],
    ) -> Result<(), UsageError> {
        if self.signal.is_some() {
            return Err(UsageError::new(
                spelled,
                "a signal is already chosen; only one can be sent",
            ));
        }
        self.signal = Some(signal);
        self.sending_option = self.sending_option.or(Some(option));
        Ok(())
    }

    fn set_mode(&mut self, mode: Mode<'a>, option: &'static str) -> Result<(), UsageError> {
        if self.mode_option == option {
            return Err(UsageError::new(option.as_bytes(), GIVEN_TWICE));
        }
        if self.mode != Mode::Send {
            return Err(cannot_combine(option.as_bytes(), self.mode_option));
        }
        self.mode = mode;
        self.mode_option = option;
        Ok(())
    }

    fn choose_scope(&mut self, scope: Scope) -> Result<(), UsageError> {
        if self.send.options().scope != Scope::Target && self.send.options().scope != scope {
            return Err(cannot_combine(
                scope.option().as_bytes(),
                self.send.options().scope.option(),
            ));
        }
        self.send.options_mut().scope = scope;
        Ok(())
    }

    /// Letters in one word. None of them counts unless all do.
    fn take_letters(
        &mut self,
        word: &'a [u8],
        following: &mut Words<'a>,
    ) -> Result<Option<Command<'a>>, UsageError> {
        let mut letters = &word[1..];
        while !letters.is_empty() {
            let (given, rest) = parse::letter(&OPTIONS, letters, following)
                .unwrap_or_else(|| Err(UsageError::new(word, "neither a signal nor an option")))?;
            let spelled = [b'-', letters[0]];
            if let Some(command) = self.take(&given, &spelled)? {
                // -hx is a mistake, not a question.
                return match parse::letter(&OPTIONS, rest, &mut following.clone()) {
                    None if !rest.is_empty() => {
                        Err(UsageError::new(word, "neither a signal nor an option"))
                    }
                    _ => Ok(Some(command)),
                };
            }
            letters = rest;
        }
        Ok(None)
    }

    /// Takes one option over; gives a command if it ends the reading.
    fn take(
        &mut self,
        given: &Given<'a>,
        spelled: &[u8],
    ) -> Result<Option<Command<'a>>, UsageError> {
        let value = |place: usize| given.values[place].unwrap_or_default();
        let sending = |draft: &mut Draft<'a>, option: &'a str| {
            draft.sending_option = draft.sending_option.or(Some(option.as_bytes()))
        };
        let key = Key::at(given.index);
        match key {
            Key::Signal => self.choose(signal_value(value(0))?, spelled, b"-s")?,
            Key::List => self.set_mode(Mode::List(given.values[0]), "-l")?,
            Key::Explain => self.set_mode(Mode::Explain(given.values[0]), "--explain")?,
            Key::Table => self.set_mode(Mode::Table, "-L")?,
            Key::DescriptionTable => self.set_mode(Mode::DescriptionTable, "-t")?,
            Key::ProcessState => {
                let pid = integer(value(0), false).and_then(Pid::new);
                let pid = pid.ok_or_else(|| UsageError::new(value(0), "not a process ID"))?;
                self.set_mode(Mode::ProcessState(pid), "-d")?;
            }
            Key::Target if value(0) == LIST_TARGETS.as_bytes() => self.targets = true,
            Key::Target => {
                let known = std::str::from_utf8(value(0)).ok().and_then(target::find);
                let table = known.ok_or_else(|| unknown_target(value(0)))?;
                if self.target.replace(Foreign { table, spelled: value(0) }).is_some() {
                    return Err(UsageError::new(spelled, GIVEN_TWICE));
                }
            }
            Key::Queue => {
                let number = integer(value(0), true);
                let number = number.ok_or_else(|| {
                    UsageError::new(
                        value(0),
                        "the value must be an integer from -2147483648 to 2147483647",
                    )
                })?;
                if self.send.options_mut().value.replace(number).is_some() {
                    return Err(UsageError::new(spelled, GIVEN_TWICE));
                }
                sending(self, "-q");
            }
            Key::Timeout => {
                let after = duration::parse_as(value(0), Bare::Milliseconds);
                let after = after.ok_or_else(|| UsageError::new(value(0), duration::EXPECTED))?;
                let follow_up = schedule::follow_up(after, value(1))
                    .map_err(|wrong| UsageError::new(wrong.part, wrong.reason))?;
                self.send.options_mut().follow_ups.push(follow_up);
                sending(self, "--timeout");
            }
            Key::Schedule => {
                let schedule = schedule::parse(value(0))
                    .map_err(|wrong| UsageError::new(wrong.part, wrong.reason))?;
                self.choose(schedule.first, spelled, b"-k")?;
                self.send.options_mut().follow_ups.extend(schedule.follow_ups);
            }
            Key::Wait => {
                if self.send.options().wait != Wait::Not {
                    return Err(UsageError::new(spelled, GIVEN_TWICE));
                }
                self.send.options_mut().wait = match given.values[0] {
                    None => Wait::Forever,
                    Some(time) => Wait::AtMost(
                        duration::parse(time)
                            .ok_or_else(|| UsageError::new(time, duration::EXPECTED))?,
                    ),
                };
                sending(self, "-w");
            }
            Key::Tree => self.choose_scope(Scope::Tree)?,
            Key::Descendants => self.choose_scope(Scope::Descendants)?,
            Key::Print => self.send.options_mut().print = true,
            Key::DryRun => self.send.options_mut().dry_run = true,
            Key::AllUsers => self.send.options_mut().all_users = true,
            Key::RequireHandler => self.send.options_mut().require_handler = true,
            Key::Verbose => self.send.options_mut().verbose = true,
            Key::GroupOf | Key::SessionOf | Key::ForegroundOf | Key::Pidfile => {
                let selector = Selector::parse(key, value(0))
                    .map_err(|reason| UsageError::new(value(0), reason))?;
                self.send.options_mut().selectors.push(selector);
            }
            Key::IfName | Key::IfUser | Key::StartedBefore | Key::StartedAfter => {
                let guard = Guard::parse(key, value(0))
                    .map_err(|reason| UsageError::new(value(0), reason))?;
                if self.send.options().guards.iter().any(|other| other.option() == guard.option()) {
                    return Err(UsageError::new(spelled, GIVEN_TWICE));
                }
                self.send.options_mut().guards.push(guard);
            }
            Key::Posix => {
                return Err(UsageError::new(
                    spelled,
                    "must stand in full, and first: kill --posix ...",
                ));
            }
            Key::Help => return Ok(Some(Command::Help)),
            Key::Version => return Ok(Some(Command::Version)),
        }
        Ok(None)
    }

    fn finish(self, operands: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
        let conformance = self.send.conformance;
        // -a and --verbose may stand beside a list, as with util-linux.
        let selecting = [
            (self.send.options().print, "-p"),
            (self.send.options().require_handler, "-r"),
            (self.send.options().dry_run, "--dry-run"),
        ];
        let selecting = selecting.into_iter().find_map(|(given, option)| given.then_some(option));
        let selecting =
            selecting.or_else(|| self.send.options().selectors.first().map(Selector::option));
        let selecting = selecting
            .or_else(|| self.send.options().guards.first().map(Guard::option))
            .map(str::as_bytes);
        if let (true, Some(option)) = (self.mode != Mode::Send, self.sending_option.or(selecting)) {
            return Err(cannot_combine(option, self.mode_option));
        }
        if self.mode != Mode::Send && self.send.options().scope != Scope::Target {
            return Err(cannot_combine(
                self.send.options().scope.option().as_bytes(),
                self.mode_option,
            ));
        }
        let unexpected = |command| match operands.first() {
            Some(word) => Err(UsageError::new(
                word.bytes(),
                format_args!("{} takes no operand", self.mode_option),
            )),
            None => Ok(command),
        };
        let target = self.target;
        if self.targets {
            if self.send.options().scope != Scope::Target {
                return Err(cannot_combine(
                    self.send.options().scope.option().as_bytes(),
                    "--target",
                ));
            }
            return match (self.mode, self.sending_option.or(selecting), operands.first()) {
                (Mode::ProcessState(_), ..) => Err(cannot_combine(b"--target", self.mode_option)),
                (_, Some(option), _) => Err(cannot_combine(option, "--target")),
                (_, None, Some(word)) => {
                    Err(UsageError::new(word.bytes(), "--target list takes no operand"))
                }
                (_, None, None) => Ok(Command::Targets),
            };
        }
        match self.mode {
            Mode::List(None) if operands.is_empty() => {
                return Ok(Command::List { conformance, target });
            }
            Mode::List(attached) => {
                return Ok(Command::Decode(Decode { attached, operands, conformance, target }));
            }
            Mode::Explain(None) if operands.is_empty() => {
                return Err(UsageError::new(
                    b"--explain",
                    "what to explain is missing; name a signal or an exit status",
                ));
            }
            Mode::Explain(attached) => {
                return Ok(Command::Explain(Decode { attached, operands, conformance, target }));
            }
            Mode::Table => return unexpected(Command::Table(target)),
            Mode::DescriptionTable => return unexpected(Command::DescriptionTable(target)),
            Mode::Send if target.is_some() => {
                return Err(UsageError::new(b"--target", "needs -l, -L, -t or --explain"));
            }
            Mode::ProcessState(_) if target.is_some() => {
                return Err(cannot_combine(b"--target", self.mode_option));
            }
            Mode::ProcessState(pid) => return unexpected(Command::ProcessState(pid)),
            Mode::Send => {}
        }
        let signal = self.signal.unwrap_or(self.send.signal);
        if self.send.options().print {
            if let Some(option) = self.sending_option {
                return Err(cannot_combine(option, "-p"));
            }
        }
        if self.send.options().dry_run && (self.send.options().print || self.send.options().verbose)
        {
            return Err(cannot_combine(
                if self.send.options().print { b"-p" } else { b"--verbose" },
                "--dry-run",
            ));
        }
        if self.send.options().require_handler && signal.is_none() {
            return Err(UsageError::new(b"-r", "signal 0 has no handler"));
        }
        if operands.is_empty() && self.send.options().selectors.is_empty() {
            return Err(missing_operand());
        }
        Ok(Command::Send(Send { signal, operands, ..self.send }))
    }
}

const GIVEN_TWICE: &str = "given twice";

fn cannot_combine(option: &[u8], with: &str) -> UsageError {
    UsageError::new(option, format_args!("cannot be combined with {with}"))
}

#[cold]
fn unknown_target(word: &[u8]) -> UsageError {
    let nearest = target::nearest(&String::from_utf8_lossy(word)).join(", ");
    match nearest.is_empty() {
        true => UsageError::new(word, "unknown target; kill --target list lists the known ones"),
        false => {
            UsageError::new(word, format_args!("unknown target; the nearest known ones: {nearest}"))
        }
    }
}

/// There is nobody to signal.
pub(super) fn missing_operand() -> UsageError {
    UsageError::new(b"PID", "missing; name at least one process")
}

#[cfg(test)]
mod tests;
