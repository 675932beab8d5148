//! What a whole command line asks for, once its options are known.

use super::command::{Command, Decode, Send, scope_option};
use super::draft::{Draft, Mode};
use super::errors::{cannot_combine, missing_operand};
use crate::cli::parse::UsageError;
use crate::delivery::order::Scope;
use crate::sys::arguments::Word;

impl<'a> Draft<'a> {
    /// Makes a command of the options and the operands.
    pub(super) fn finish(self, operands: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
        if self.mode != Mode::Send {
            if let Some(option) = self.sending_or_selecting().or(self.scoping()) {
                return Err(cannot_combine(option, self.mode_option));
            }
        }
        if self.targets {
            return self.targets(operands);
        }
        let conformance = self.send.conformance;
        let target = self.target;
        let decode = |attached| Decode { attached, operands, conformance, target };
        match self.mode {
            Mode::List(None) if operands.is_empty() => Ok(Command::List { conformance, target }),
            Mode::List(attached) => Ok(Command::Decode(decode(attached))),
            Mode::Explain(None) if operands.is_empty() => Err(UsageError::new(
                b"--explain",
                "what to explain is missing; name a signal or an exit status",
            )),
            Mode::Explain(attached) => Ok(Command::Explain(decode(attached))),
            Mode::Table => self.without_operands(operands, Command::Table(target)),
            Mode::DescriptionTable => {
                self.without_operands(operands, Command::DescriptionTable(target))
            }
            Mode::Send if target.is_some() => {
                Err(UsageError::new(b"--target", "needs -l, -L, -t or --explain"))
            }
            Mode::ProcessState(_) if target.is_some() => {
                Err(cannot_combine(b"--target", self.mode_option))
            }
            Mode::ProcessState(pid) => self.without_operands(operands, Command::ProcessState(pid)),
            Mode::Send => self.send(operands),
        }
    }

    fn targets(&self, operands: &[Word]) -> Result<Command<'a>, UsageError> {
        if let Some(option) = self.scoping() {
            return Err(cannot_combine(option, "--target"));
        }
        match (self.mode, self.sending_or_selecting(), operands.first()) {
            (Mode::ProcessState(_), ..) => Err(cannot_combine(b"--target", self.mode_option)),
            (_, Some(option), _) => Err(cannot_combine(option, "--target")),
            (_, None, Some(word)) => {
                Err(UsageError::new(word.bytes(), "--target list takes no operand"))
            }
            (_, None, None) => Ok(Command::Targets),
        }
    }

    fn send(self, operands: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
        let signal = self.signal.unwrap_or(self.send.signal);
        let options = self.send.options();
        if options.print {
            if let Some(option) = self.sending_option {
                return Err(cannot_combine(option, "-p"));
            }
        }
        if options.dry_run && (options.print || options.verbose) {
            let option = if options.print { &b"-p"[..] } else { b"--verbose" };
            return Err(cannot_combine(option, "--dry-run"));
        }
        if options.require_handler && signal.is_none() {
            return Err(UsageError::new(b"-r", "signal 0 has no handler"));
        }
        if operands.is_empty() && options.selectors.is_empty() {
            return Err(missing_operand());
        }
        Ok(Command::Send(Send { signal, operands, ..self.send }))
    }

    fn without_operands(
        &self,
        operands: &[Word],
        command: Command<'a>,
    ) -> Result<Command<'a>, UsageError> {
        match operands.first() {
            Some(word) => Err(UsageError::new(
                word.bytes(),
                format_args!("{} takes no operand", self.mode_option),
            )),
            None => Ok(command),
        }
    }

    /// The option that only makes sense where something is sent. -a and --verbose may stand beside
    /// a list, as with util-linux.
    fn sending_or_selecting(&self) -> Option<&[u8]> {
        let options = self.send.options();
        let flags = [
            (options.print, "-p"),
            (options.require_handler, "-r"),
            (options.dry_run, "--dry-run"),
        ];
        let flag = flags.into_iter().find_map(|(given, option)| given.then_some(option));
        let selector = options.selectors.first().map(|selector| selector.option);
        let guard = options.guards.first().map(|guard| guard.option);
        self.sending_option.or_else(|| flag.or(selector).or(guard).map(str::as_bytes))
    }

    fn scoping(&self) -> Option<&'static [u8]> {
        let scope = self.send.options().scope;
        (scope != Scope::Target).then(|| scope_option(scope).as_bytes())
    }
}
