//! How a handler ends: it returns, it exits, it signals its own shell.

use super::call::{Call, Form};
use super::handler::{Handler, Others, Step};
use crate::lint::finding::{Edit, Severity, Span};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shell::script::{BlockKind, PartKind, Word};
use crate::lint::shells::Shells;
use crate::lint::{facts, signals};
use crate::signal::decimal;

pub(super) static HANDLER_RETURNS: Rule = Rule {
    number: 212,
    title: "trap-handler-returns",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "After a handler that does not exit the script goes on with the next command. Its \
              temporary \
          files are gone by then, and Ctrl-C has not ended it. A handler that resets the trap and \
          sends the signal again ends the script, and the caller sees why.",
    examples: &[
        Example {
            wrong: "trap 'rm -f \"$f\"' EXIT INT",
            right: "trap 'rm -f \"$f\"' EXIT; trap 'rm -f \"$f\"; trap - EXIT INT; kill -s INT \
            \"$$\"' INT",
            options: &[],
        },
        Example {
            wrong: "cleanup() { rm -rf \"$d\"; }\ntrap cleanup INT TERM\n",
            right: "cleanup() { rm -rf \"$d\"; }\ntrap 'cleanup; exit 1' INT TERM\n",
            options: &[],
        },
    ],
    facts: &["handler-returns"],
    posix: Some("XCU trap, DESCRIPTION"),
};

pub(super) static FAKE_STATUS: Rule = Rule {
    number: 215,
    title: "trap-fake-status",
    kind: Kind::Style,
    severity: Severity::Style,
    fix: Fixable::Unsafe,
    why: "A shell that calls the script stops at Ctrl-C only if the script has died of INT. An \
              exit \
          status of 130 does not show that. Reset the trap and send the signal again.",
    examples: &[Example {
        wrong: "trap 'exit 130' INT",
        right: "trap 'trap - INT; kill -s INT \"$$\"' INT",
        options: &["--pedantic"],
    }],
    facts: &["status-base"],
    posix: None,
};

pub(super) static SIGNALS_ITSELF: Rule = Rule {
    number: 217,
    title: "trap-signals-itself",
    kind: Kind::Logic,
    severity: Severity::Error,
    fix: Fixable::Unsafe,
    why: "A handler that sends its own signal to its shell, or to the group of its shell, is \
              called \
          again, and again: shells crash or hang. On EXIT, TERM to its own group ends the script \
          by \
          TERM, and its exit status is lost.",
    examples: &[
        Example {
            wrong: "trap 'kill 0' INT TERM",
            right: "trap 'trap - TERM; kill 0' INT TERM",
            options: &[],
        },
        Example {
            wrong: "trap 'kill 0' EXIT",
            right: "trap 'trap \"\" TERM; kill 0' EXIT",
            options: &[],
        },
    ],
    facts: &["handler-again", "exit-kill-group"],
    posix: None,
};

pub(super) static EXIT_STATUS: Rule = Rule {
    number: 220,
    title: "trap-exit-status",
    kind: Kind::Portability,
    severity: Severity::Info,
    fix: Fixable::No,
    why: "Where exit has no operand in a handler, many shells take the status of the command in \
              front \
          of it, which is success after a clean-up. The caller then takes the interrupted script \
          for \
          a successful one.",
    examples: &[Example {
        wrong: "trap 'rm -f x; exit' TERM",
        right: "trap 'rm -f x; exit 143' TERM",
        options: &[],
    }],
    facts: &["exit-status"],
    posix: Some("XCU exit, EXIT STATUS"),
};

/// Signals that end a process, after which a script is not expected to go on.
const ENDING: [&str; 7] = ["HUP", "INT", "QUIT", "TERM", "PIPE", "ALRM", "XCPU"];

/// Utilities that take away what a script works with.
const CLEANERS: &[&[u8]] = &[b"rm", b"rmdir", b"mv", b"umount", b"unlink", b"stty"];

pub(super) fn check(handler: &Handler<'_>, others: &Others<'_>) {
    returns(handler, others);
    fake_status(handler);
    signals_itself(handler, others);
    exit_status(handler);
}

fn returns(handler: &Handler<'_>, others: &Others<'_>) {
    let call = handler.call;
    let Some(name) = ENDING.iter().find(|name| call.has(name)) else { return };
    if handler.steps.is_empty() || handler.may_end() {
        return;
    }
    let is_shared = others.have_on_exit(&handler.text);
    let is_more = handler.steps.iter().any(|step| {
        !step.is(&[b"kill", b"echo", b"printf", b":", b"true", b"false", b"trap", b"wait", b""])
    });
    let sets = handler.steps.iter().any(|step| step.is(&[b"", b"break", b"continue"]));
    let cleans = handler.runs(CLEANERS) && !sets;
    if !((is_shared && is_more) || cleans) {
        return;
    }
    let Some(action) = call.action() else { return };
    let context = call.context;
    let message = format!(
        "after this handler the script goes on, without what it cleaned up; end it: trap - {name}; \
         kill -s {name} \"$$\""
    );
    let mut finding = context.finding(&HANDLER_RETURNS, action.span, message);
    if context.errexit {
        finding.severity = Severity::Info;
    }
    context.report(finding);
}

fn fake_status(handler: &Handler<'_>) {
    let call = handler.call;
    let Some((last, _)) = handler.last() else { return };
    if !last.is(&[b"exit"]) || !last.is_certain || last.in_child {
        return;
    }
    let [argument] = &last.arguments[..] else { return };
    let Some(number) = argument.value.as_deref().and_then(decimal) else { return };
    let Some(signal) = number.checked_sub(128).filter(|number| *number > 0) else { return };
    let (signals::Number::Xsi(name) | signals::Number::Same(name)) = signals::number(signal) else {
        return;
    };
    let Some(action) = call.action().filter(|_| call.has(name)) else { return };
    let context = call.context;
    let message = "the caller cannot see that a signal ended this script; reset and raise it again"
        .to_owned();
    // In a subshell `$$` is the process ID of the shell that has started it.
    let in_subshell =
        call.kinds().any(|kind| matches!(kind, BlockKind::Subshell | BlockKind::Substitution));
    if in_subshell {
        return;
    }
    let finding = context.finding(&FAKE_STATUS, action.span, message);
    let ([_], Some(own), Some(inner)) =
        (&call.conditions[..], last.own, single_quoted(call, action))
    else {
        context.report(finding);
        return;
    };
    let place = Span { start: inner.start + own.start, end: inner.start + own.end };
    let text = format!("trap - {name}; kill -s {name} \"$$\"");
    context.report(finding.fixed(false, vec![Edit::replace(place, text)]));
}

/// The bytes between the quotes of an action in single quotes.
fn single_quoted(call: &Call<'_>, action: &Word) -> Option<Span> {
    match &action.parts[..] {
        [part] if part.kind == PartKind::SingleQuoted => {
            let own = call.context.bytes(part.span);
            (own.len() >= 2).then_some(Span { start: part.span.start + 1, end: part.span.end - 1 })
        }
        _ => None,
    }
}

fn signals_itself(handler: &Handler<'_>, others: &Others<'_>) {
    let call = handler.call;
    let mut before: Vec<&Step> = Vec::new();
    for step in &handler.steps {
        if step.is(&[b"exit", b"exec", b"return", b"eval", b".", b"source"]) || step.name.is_none()
        {
            return;
        }
        let sent = step.signals_itself();
        let is_changed = |name: &str| before.iter().any(|earlier| earlier.changes_trap(name));
        match sent {
            Some(name) if call.has(&name) && !is_changed(&name) && step.is_certain => {
                report_itself(handler, step, &name, false);
                return;
            }
            Some(name) if name == "TERM" && call.has("EXIT") && !is_changed("TERM") => {
                let is_handled = others.have_term || has_other_trap(call, "TERM");
                if step.is_certain && !is_handled {
                    report_itself(handler, step, "TERM", true);
                }
                return;
            }
            _ => before.push(step),
        }
    }
}

/// True if the file ignores a signal, or resets its trap.
fn has_other_trap(call: &Call<'_>, name: &str) -> bool {
    let context = call.context;
    context.named(b"trap").any(|site| {
        context.words(site).iter().any(|word| {
            let value = context.constant(word).unwrap_or_default();
            signals::name(&value).and_then(signals::Name::text) == Some(name) || value == b"15"
        })
    })
}

fn report_itself(handler: &Handler<'_>, step: &Step, name: &str, is_exit: bool) {
    let call = handler.call;
    let context = call.context;
    let Some(action) = call.action() else { return };
    let (severity, message, text) = if is_exit {
        let message =
            "the script ends by TERM here, whatever its status was; first: trap \"\" TERM";
        (Severity::Warning, message.to_owned(), "trap \"\" TERM; ".to_owned())
    } else {
        let message = format!(
            "this handler raises {name} again and is called without end; first: trap - {name}"
        );
        (Severity::Error, message, format!("trap - {name}; "))
    };
    let mut finding = context.finding(&SIGNALS_ITSELF, action.span, message);
    finding.severity = severity;
    let inner = single_quoted(call, action).filter(|_| step.own.is_some());
    context.report(match inner {
        Some(inner) => finding.fixed(false, vec![Edit::insert(inner.start, text)]),
        None => finding,
    });
}

/// True if a command is there for its status: that of a subshell that exits, of a function that
/// returns one, of a child that was waited for.
fn gives_status(step: &Step) -> bool {
    match step.name.as_deref() {
        Some(b"exit" | b"return" | b"wait") => !step.arguments.is_empty(),
        Some(b"false" | b"sh" | b"bash" | b"dash" | b"ksh" | b"zsh") => true,
        _ => false,
    }
}

fn exit_status(handler: &Handler<'_>) {
    let call = handler.call;
    let names = ["HUP", "INT", "QUIT", "TERM"];
    let Some(name) = names.into_iter().find(|name| call.has(name)) else { return };
    let Some((last, Some(previous))) = handler.last() else { return };
    if !last.is(&[b"exit"]) || !last.is_certain || !previous.is_certain || last.in_child {
        return;
    }
    let Form::Set(action) = call.form else { return };
    let is_constant = call.context.constant(action).is_some();
    let is_of_previous = match &last.arguments[..] {
        [] => true,
        [argument] if is_constant => matches!(&argument.raw[..], b"$?" | b"\"$?\""),
        _ => false,
    };
    let Some(command) = previous.name.as_deref().filter(|name| !name.is_empty()) else { return };
    let fails = call.context.failing(call.site, facts::fails("exit-status"));
    if !is_of_previous || gives_status(previous) || fails == Shells::NONE {
        return;
    }
    let number = match name {
        "HUP" => 129,
        "INT" => 130,
        "QUIT" => 131,
        _ => 143,
    };
    let message = format!(
        "after {name} the status is that of {}: success in {fails}; exit {number}, or reset and \
        raise \
         it again",
        String::from_utf8_lossy(command)
    );
    let mut finding = call.context.finding(&EXIT_STATUS, action.span, message);
    finding.shells = fails;
    call.context.report(finding);
}
