//! Makes the request of a whole command line, once its options are known.

use super::command::{Command, Decode, Send, States};
use super::draft::{Draft, Mode, SCOPES, asks};
use super::errors::missing_operand;
use super::targets::{Beside, check};
use crate::cli::escape::escaped;
use crate::cli::parse::{Spelled, UsageError};
use crate::commands::kill::options::Key;
use crate::delivery::draft::Ordered;
use crate::delivery::order::Wait;
use crate::sys::arguments::Word;

/// Makes a command of the options and the operands.
pub(super) fn finish<'a>(
    draft: Draft<'a>,
    operands: &'a [Word<'a>],
) -> Result<Command<'a>, UsageError> {
    if draft.mode != Mode::Send {
        if let Some(option) = sending_or_selecting(&draft).or(draft.spelled(&SCOPES)) {
            return Err(UsageError::cannot_combine(option, draft.mode_option));
        }
    }
    let asked_for_target = draft.spelled(&[Key::Target]);
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
            draft.mode_option.bytes(),
            "what to explain is missing; name a signal or an exit status",
        )),
        Mode::Explain(attached) => Ok(Command::Explain(decode(attached))),
        Mode::Table => Ok(Command::Table(decode(None))),
        Mode::DescriptionTable => Ok(Command::DescriptionTable(decode(None))),
        Mode::Send => match asked_for_target {
            Some(option) => Err(UsageError::new(option.bytes(), "needs -l, -L, -t or --explain")),
            None => send(draft, operands),
        },
        Mode::ProcessState(whose) => match asked_for_target {
            Some(option) => Err(UsageError::cannot_combine(option, draft.mode_option)),
            None => {
                let all_users = draft.send.options().all_users;
                let states = States { whose, all_users };
                without_operands(&draft, operands, Command::ProcessState(states))
            }
        },
    }
}

/// `--target list`.
fn targets<'a>(draft: &Draft<'a>, operands: &[Word]) -> Result<Command<'a>, UsageError> {
    let Some(target) = draft.spelled(&[Key::Target]) else { return Ok(Command::Targets) };
    if let Some(option) = draft.spelled(&SCOPES).or(sending_or_selecting(draft)) {
        return Err(UsageError::cannot_combine(option, target));
    }
    match (draft.mode, operands.first()) {
        (Mode::ProcessState(_), _) => Err(UsageError::cannot_combine(target, draft.mode_option)),
        (_, Some(word)) => Err(UsageError::new(word.bytes(), "--target list takes no operand")),
        (_, None) => Ok(Command::Targets),
    }
}

fn send<'a>(draft: Draft<'a>, operands: &'a [Word<'a>]) -> Result<Command<'a>, UsageError> {
    let signal = draft.order.signal.signal();
    let print = draft.spelled(&[Key::Print]);
    if let (Some(option), None) = (draft.spelled(&[Key::Inode, Key::Full]), print) {
        return Err(UsageError::new(option.bytes(), "needs -p"));
    }
    if let (Some(option), None) = (draft.spelled(&[Key::Mount]), draft.spelled(&[Key::Uses])) {
        return Err(UsageError::new(option.bytes(), "needs --uses PATH"));
    }
    if let (Some(option), Some(print)) = (draft.order.sending_option, print) {
        return Err(UsageError::cannot_combine(option, print));
    }
    let beside_dry_run = print.or(draft.spelled(&[Key::Verbose]));
    if let (Some(option), Some(dry_run)) = (beside_dry_run, draft.spelled(&[Key::DryRun])) {
        return Err(UsageError::cannot_combine(option, dry_run));
    }
    if let (Some(option), None) = (draft.spelled(&[Key::RequireHandler]), signal) {
        return Err(UsageError::new(option.bytes(), "signal 0 has no handler"));
    }
    draft.order.signal()?;
    let options = draft.send.options();
    let beside = Beside {
        conformance: draft.send.conformance,
        signal_known: draft.order.signal.is_made() || options.print,
        wait: draft.spelled(&[Key::Wait]).filter(|_| draft.order.ordered.wait == Wait::Forever),
        selectors: options.names_targets(),
    };
    check(operands, beside)?;
    if operands.is_empty() && !options.names_targets() {
        return Err(missing_operand());
    }
    let Draft { order, mut send, .. } = draft;
    if order.ordered != Ordered::nothing() {
        send.options_mut().ordered = order.ordered;
    }
    Ok(Command::Send(Send { signal, operands, ..send }))
}

fn without_operands<'a>(
    draft: &Draft<'a>,
    operands: &[Word],
    command: Command<'a>,
) -> Result<Command<'a>, UsageError> {
    match operands.first() {
        Some(word) => Err(UsageError::new(
            word.bytes(),
            format_args!("{} takes no operand", escaped(draft.mode_option.bytes())),
        )),
        None => Ok(command),
    }
}

/// The option that only makes sense where something is sent. -a and --verbose may stand beside
/// a list, as with util-linux.
fn sending_or_selecting<'a>(draft: &Draft<'a>) -> Option<Spelled<'a>> {
    const FLAGS: [Key; 5] = [Key::Print, Key::Inode, Key::Full, Key::RequireHandler, Key::DryRun];
    const SELECTORS: [Key; 4] = [Key::GroupOf, Key::SessionOf, Key::ForegroundOf, Key::Pidfile];
    let of_these = |keys: &[Key]| draft.spelled(keys);
    let guard = || {
        let mut given = draft.given.iter();
        given.find_map(|(key, spelled)| asks(*key).map(|_| *spelled))
    };
    let given = || of_these(&FLAGS).or_else(|| of_these(&SELECTORS)).or_else(guard);
    draft.order.sending_option.or_else(given)
}
