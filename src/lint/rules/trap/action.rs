//! An action that the shell expands when trap runs, and not when the signal comes.

use super::call::Call;
use crate::lint::context::Context;
use crate::lint::finding::{Edit, Severity};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shell::script::{BlockId, BlockKind, Part, PartKind, Word};
use crate::lint::values::mentions;

pub(super) static EARLY_EXPANSION: Rule = Rule {
    number: 207,
    title: "trap-early-expansion",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::Unsafe,
    why: "In double quotes the shell expands the action when trap runs. `$?` is then the status of \
          the command in front of trap, and a variable has the value of that time, or none yet. \
          Single quotes keep the action as it is until the signal comes.",
    examples: &[
        Example {
            wrong: "f=$(mktemp); trap \"rm -f $f; exit $?\" EXIT",
            right: "f=$(mktemp); trap 'rm -f \"$f\"; exit $?' EXIT",
            options: &[],
        },
        Example {
            wrong: "trap \"rm -f $f; exit\" INT\nf=$(mktemp)\n",
            right: "trap 'rm -f \"$f\"; exit' INT\nf=$(mktemp)\n",
            options: &[],
        },
    ],
    facts: &[],
    posix: Some("XCU trap, DESCRIPTION"),
};

/// Programs whose output is another one when the signal comes.
const CHANGING: [&[u8]; 7] = [b"jobs", b"pgrep", b"pidof", b"ps", b"lsof", b"fuser", MAKER];

/// A program whose output the script does not know, and which the handler would make again.
const MAKER: &[u8] = b"mktemp";

pub(super) fn check(call: &Call<'_>) {
    let Some(action) = call.action() else { return };
    // An action that is one expansion is meant to be expanded.
    if action.parts.len() < 2 {
        return;
    }
    let parts = || action.parts.iter().filter(|part| is_expansion(part));
    let context = call.context;
    // Of several the status comes first: ShellCheck's directive is no answer to it.
    let wrong = parts()
        .find(|part| is_status(context, part))
        .or_else(|| parts().find(|part| is_wrong(call, part)));
    let is_style_wanted =
        context.settings.pedantic || context.settings.turned_on.contains(&EARLY_EXPANSION.number);
    let (part, severity) = match (wrong, parts().next()) {
        (Some(part), _) => (part, Severity::Warning),
        (None, Some(part)) if is_style_wanted => (part, Severity::Style),
        _ => return,
    };
    let shown = context.shown(part.span);
    let message = format!(
        "{shown} is expanded now, when trap runs, not when the signal comes; use single quotes"
    );
    let mut finding = context.finding(&EARLY_EXPANSION, part.span, message);
    finding.severity = severity;
    context.report(match requoted(call, action) {
        Some(text) => finding.fixed(false, vec![Edit::replace(action.span, text)]),
        None => finding,
    });
}

fn is_expansion(part: &Part) -> bool {
    matches!(part.kind, PartKind::Parameter { .. } | PartKind::Command(_))
}

/// True for a parameter that has another value in every handler.
fn is_status(context: &Context<'_>, part: &Part) -> bool {
    match part.kind {
        PartKind::Parameter { name, .. } => {
            matches!(context.bytes(name), b"?" | b"LINENO" | b"BASH_COMMAND")
        }
        _ => false,
    }
}

/// True if the value cannot be the one that is meant.
fn is_wrong(call: &Call<'_>, part: &Part) -> bool {
    let context = call.context;
    match part.kind {
        PartKind::Command(block) => {
            runs(context, block, &CHANGING) || runs(context, block, &[b"date"]) && is_message(call)
        }
        PartKind::Parameter { name, .. } => match context.bytes(name) {
            b"!" => context.first_background().is_none_or(|first| first >= part.span.start),
            name => is_set_later(call, name),
        },
        _ => false,
    }
}

/// True if a substitution runs one of these programs.
fn runs(context: &Context<'_>, block: BlockId, programs: &[&[u8]]) -> bool {
    let mut sites = context.sites.iter();
    sites.any(|site| {
        context.command(site).position.block == block && programs.contains(&&site.name[..])
    })
}

/// True if the action begins with a command that prints: the time in a message is meant to be that
/// of the signal, and the time in the name of a file need not be.
fn is_message(call: &Call<'_>) -> bool {
    call.action().is_some_and(|action| {
        let own = call.context.bytes(action.span);
        let own = own.strip_prefix(b"\"").unwrap_or(own);
        own.starts_with(b"echo ") || own.starts_with(b"printf ")
    })
}

/// True if the first assignment of a variable stands after the call, in a text that runs in order.
fn is_set_later(call: &Call<'_>, name: &[u8]) -> bool {
    let context = call.context;
    let in_order = call.kinds().all(|kind| !matches!(kind, BlockKind::Function(_)));
    let is_name = name.first().is_some_and(|byte| byte.is_ascii_lowercase() || *byte == b'_');
    if !in_order || !is_name || context.outer.is_some() {
        return false;
    }
    let place = call.words[0].span.start;
    if context.assignments(name).all(|own| own.name.start < place) {
        return false;
    }
    // Any mention of the name before may set it: read, for, getopts, a function's local.
    let is_mentioned = mentions(&context.text[..place], name);
    let mut later = context.script.commands.iter().filter(|command| command.span.start > place);
    !is_mentioned
        && later.any(|command| {
            let in_order = context
                .script
                .kinds(command.position.block)
                .all(|kind| !matches!(kind, BlockKind::Function(_)));
            in_order && command.assignments.iter().any(|own| context.bytes(own.name) == name)
        })
}

/// The action in single quotes, with its variables in double quotes; None if quoting in it makes
/// this unsure, or if a variable may have another value, or none, when the signal comes.
fn requoted(call: &Call<'_>, action: &Word) -> Option<Vec<u8>> {
    let context = call.context;
    let in_function = call.kinds().any(|kind| matches!(kind, BlockKind::Function(_)));
    let own = context.bytes(action.span);
    let inner = own.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    if inner.iter().any(|byte| matches!(byte, b'\'' | b'\\' | b'`' | b'"')) {
        return None;
    }
    let mut text = vec![b'\''];
    for part in &action.parts {
        let bytes = context.bytes(part.span);
        match part.kind {
            PartKind::Literal => text.extend_from_slice(bytes),
            PartKind::Parameter { name, plain: true }
                if !matches!(context.bytes(name), b"?" | b"!" | b"$" | b"#" | b"LINENO") =>
            {
                // A first word may be a command with its operands.
                let is_first = text.iter().rev().find(|byte| **byte != b' ');
                let is_first = matches!(is_first, Some(b'\'' | b';' | b'&' | b'|' | b'('));
                if in_function || is_first || !is_one_word(context, context.bytes(name)) {
                    return None;
                }
                text.push(b'"');
                text.extend_from_slice(bytes);
                text.push(b'"');
            }
            PartKind::Command(block) if runs(context, block, &[MAKER]) => return None,
            PartKind::Parameter { .. } | PartKind::Command(_) => text.extend_from_slice(bytes),
            _ => return None,
        }
    }
    text.push(b'\'');
    Some(text)
}

/// True if a variable has one word: it is no argument, and no list is assigned to it.
fn is_one_word(context: &Context<'_>, name: &[u8]) -> bool {
    let is_name = name.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    is_name
        && !context.assignments(name).any(|own| {
            let value = context.bytes(own.value.span);
            own.append || (value.contains(&b' ') && !value.contains(&b'('))
        })
}
