//! What a whole command line asks for, once its options are known.

use super::command::{Command, Decode, Send, States, scope_option};
use super::draft::{Draft, Mode};
use super::errors::{cannot_combine, missing_operand};
use crate::cli::parse::UsageError;
use crate::delivery::order::Scope;
use crate::sys::arguments::Word;

/// Makes a command of the options and the operands.
pub(super) fn finish<'a>(
    draft: Draft<'a>,
    operands: &'a [Word<'a>],
) -> Result<Command<'a>, UsageError> {
    if draft.mode != Mode::Send {
        if let Some(option) = sending_or_selecting(&draft).or(scoping(&draft)) {
            return Err(cannot_combine(option, draft.mode_option));
        }
    }
    if draft.targets {
        return targets(&draft, operands);
    }
    let conformance = draft.send.conformance;
    let target = draft.target;
    let decode = |attached| Decode { attached, operands, conformance, target };
    match draft.mode {
        Mode::List(None) if operands.is_empty() => Ok(Command::List { conformance, target }),
        Mode::List(attached) => Ok(Command::Decode(decode(attached))),
        Mode::Explain(None) if operands.is_empty() => Err(UsageError::new(
            b"--explain",
            "what to explain is missing; name a signal or an exit status",
        )),
        Mode::Explain(attached) => Ok(Command::Explain(decode(attached))),
        Mode::Table => Ok(Command::Table(decode(None))),
        Mode::DescriptionTable => Ok(Command::DescriptionTable(decode(None))),
        Mode::Send if target.is_some() => {
            Err(UsageError::new(b"--target", "needs -l, -L, -t or --explain"))
        }
        Mode::ProcessState(_) if target.is_some() => {
            Err(cannot_combine(b"--target", draft.mode_option))
        }
        Mode::ProcessState(whose) => {
            let all_users = draft.send.options().all_users;
            let states = States { whose, all_users };
            without_operands(&draft, operands, Command::ProcessState(states))
        }
        Mode::Send => send(draft, operands),
    }
}

fn targets<'a>(draft: &Draft<'a>, operands: &[Word]) -> Result<Command<'a>, UsageError> {
    if let Some(option) = scoping(draft) {
        return Err(cannot_combine(option, "--target"));
    }
    match (draft.mode, sending_or_selecting(draft), operands.first()) {
        (Mode::ProcessState(_), ..) => Err(cannot_combine(b"--target", draft.mode_option)),
        (_, Some(option), _) => Err(cannot_combine(option, "--target")),
        (_, None, Some(word)) => {
            Err(UsageError::new(word.bytes(), "--target list takes no operand"))
        }
        (_, None, None) => Ok(Command::Targets),
    }
}

fn send<'a>(draft: Draft<'a>, operands: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
    let signal = draft.signal.signal();
    let options = draft.send.options();
    if options.print {
        if let Some(option) = draft.sending_option {
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
    Ok(Command::Send(Send { signal, operands, ..draft.send }))
}

fn without_operands<'a>(
    draft: &Draft<'a>,
    operands: &[Word],
    command: Command<'a>,
) -> Result<Command<'a>, UsageError> {
    match operands.first() {
        Some(word) => Err(UsageError::new(
            word.bytes(),
            format_args!("{} takes no operand", draft.mode_option),
        )),
        None => Ok(command),
    }
}

/// The option that only makes sense where something is sent. -a and --verbose may stand beside
/// a list, as with util-linux.
fn sending_or_selecting<'a>(draft: &Draft<'a>) -> Option<&'a [u8]> {
    let options = draft.send.options();
    let flags =
        [(options.print, "-p"), (options.require_handler, "-r"), (options.dry_run, "--dry-run")];
    let flag = flags.into_iter().find_map(|(given, option)| given.then_some(option));
    let selector = options.selectors.first().map(|selector| selector.option);
    let guard = options.guards.first().map(|guard| guard.option);
    draft.sending_option.or_else(|| flag.or(selector).or(guard).map(str::as_bytes))
}

fn scoping(draft: &Draft) -> Option<&'static [u8]> {
    let scope = draft.send.options().scope;
    (scope != Scope::Target).then(|| scope_option(scope).as_bytes())
}
