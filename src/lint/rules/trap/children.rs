//! Handlers and children: a child in the foreground delays a handler, and wait returns early.

use super::call::Call;
use super::exits::{is_all_operands, last_command};
use super::handler::{Handler, variable};
use crate::lint::context::Context;
use crate::lint::finding::{Edit, Severity};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shell::script::{
    BlockId, BlockKind, Command, Connector, PartKind, Position, Word,
};

pub(super) static FOREGROUND_CHILD: Rule = Rule {
    number: 216,
    title: "trap-foreground-child",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::Unsafe,
    why: "While a command runs in the foreground the shell keeps a signal back until the command \
              has \
          ended. If it never ends, the handler never runs. wait returns as soon as a signal comes.",
    examples: &[
        Example {
            wrong: "trap 'exit' TERM\ntail -f l",
            right: "trap 'exit' TERM\ntail -f l & wait \"$!\"",
            options: &[],
        },
        Example {
            wrong: "trap 'echo bye; exit 0' TERM\nsleep infinity\n",
            right: "trap 'echo bye; exit 0' TERM\nsleep infinity & wait \"$!\"\n",
            options: &[],
        },
        Example {
            wrong: "trap 'exit 0' TERM\nwhile :; do sleep 3600; done\n",
            right: "trap 'exit 0' TERM\nwhile :; do sleep 3600 & wait \"$!\"; done\n",
            options: &[],
        },
    ],
    facts: &["foreground-child"],
    posix: Some("XCU 2.12 Signals and Error Handling"),
};

pub(super) static WAIT_ONCE: Rule = Rule {
    number: 221,
    title: "trap-wait-once",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "wait returns at once when a signal comes for which a trap is set. The child still runs \
              then, \
          and the script ends in front of it.",
    examples: &[Example {
        wrong: "prog & p=$!\ntrap 'kill \"$p\"' TERM\nwait \"$p\"\n",
        right: "prog & p=$!\ntrap 'kill \"$p\"' TERM\nwait \"$p\"\ntrap - TERM\nwait \"$p\"\n",
        options: &[],
    }],
    facts: &["wait-returns"],
    posix: Some("XCU wait, DESCRIPTION"),
};

pub(super) fn check(context: &Context<'_>, calls: &[Call<'_>], handlers: &[Handler<'_>]) {
    foreground_child(context, calls);
    for handler in handlers {
        wait_once(handler);
    }
}

fn foreground_child(context: &Context<'_>, calls: &[Call<'_>]) {
    let last = last_command(context).map(|(at, _)| at);
    for (at, command) in context.script.commands.iter().enumerate() {
        let position = &command.position;
        if !is_alone(position) || !is_of_text_or_loop(context, position) {
            continue;
        }
        let is_operands = Some(at) == last && is_all_operands(context, command);
        let Some(shown) = endless(context, at, is_operands) else { continue };
        let Some(name) = handled(calls, command) else { continue };
        let message = format!(
            "the {name} handler runs only when {shown} has ended; start it with & and wait"
        );
        let finding = context.finding(&FOREGROUND_CHILD, command.span, message);
        context.report(if is_operands || has_here_document(command) {
            finding
        } else {
            finding.fixed(false, vec![Edit::insert(command.span.end, " & wait \"$!\"")])
        });
    }
}

/// True for a command or a loop that is a whole list and runs in the foreground.
fn is_alone(position: &Position) -> bool {
    !position.background
        && !position.piped
        && position.pipe_index == 0
        && position.after == Connector::End
        && position.before == Connector::End
}

/// True if only loops stand around a command, and they run in the foreground.
fn is_of_text_or_loop(context: &Context<'_>, position: &Position) -> bool {
    let mut at = position.block;
    while at != BlockId::TEXT {
        let Some(block) = context.script.blocks.get(at.0 as usize) else { return false };
        match &block.position {
            Some(outer) if block.kind == BlockKind::Loop && is_alone(outer) => at = outer.block,
            _ => return false,
        }
    }
    true
}

fn has_here_document(command: &Command) -> bool {
    command.redirections.iter().any(|one| one.here_document.is_some())
}

/// The command as a message names it, if it does not end by itself.
fn endless(context: &Context<'_>, at: usize, is_operands: bool) -> Option<String> {
    if is_operands {
        return Some("\"$@\"".to_owned());
    }
    let site = context.sites_at(at).iter().find(|site| site.wrapper.is_none())?;
    let values: Vec<Vec<u8>> = context
        .words(site)
        .iter()
        .skip(1)
        .map(|word| context.constant(word).unwrap_or_default())
        .collect();
    let is_endless = match &site.name[..] {
        b"tail" => {
            values.iter().any(|value| {
                matches!(value, value if value.starts_with(b"-") && !value.starts_with(b"--")
                && value.iter().any(|byte| matches!(byte, b'f' | b'F')))
            }) && !values.iter().any(|value| value.starts_with(b"--pid"))
        }
        b"sleep" => values.iter().any(|value| is_long(value)),
        _ => false,
    };
    is_endless.then(|| String::from_utf8_lossy(&site.name).into_owned())
}

/// True for times of ten minutes and more, as hours and days are, and for no end.
fn is_long(time: &[u8]) -> bool {
    match time {
        b"infinity" | b"inf" => true,
        [digits @ .., b'h' | b'd'] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        [digits @ .., b'm'] => crate::signal::decimal(digits).is_some_and(|minutes| minutes >= 10),
        digits => crate::signal::decimal(digits).is_some_and(|seconds| seconds >= 600),
    }
}

/// The signal for which a trap with an action is in force at a command.
fn handled(calls: &[Call<'_>], command: &Command) -> Option<&'static str> {
    let before = || calls.iter().filter(|call| call.words[0].span.start < command.span.start);
    ["TERM", "HUP", "USR1", "USR2"].into_iter().find(|name| {
        let last = before().rfind(|call| call.has(name));
        last.is_some_and(|call| call.action().is_some() && call.is_of_text())
    })
}

fn wait_once(handler: &Handler<'_>) {
    let call = handler.call;
    let context = call.context;
    let Some(name) = ["TERM", "INT"].into_iter().find(|name| call.has(name)) else { return };
    if handler.may_end() || handler.runs(&[b"wait"]) || !call.is_of_text() {
        return;
    }
    let mut kills = handler.steps.iter().filter(|step| step.is(&[b"kill"]));
    let child = kills.find_map(|step| {
        let mut variables = step.arguments.iter().filter_map(|own| variable(&own.raw));
        variables.find(|name| is_child(context, name)).map(<[u8]>::to_vec)
    });
    let Some(child) = child else { return };
    if polls(context) {
        return;
    }
    let is_for_it = |words: &[Word]| match words {
        [_] => true,
        words => {
            words.iter().skip(1).any(|word| variable(context.bytes(word.span)) == Some(&child[..]))
        }
    };
    let mut waits = context
        .named(b"wait")
        .filter(|site| is_for_it(context.words(site)) && site.wrapper.is_none());
    let (Some(site), None) = (waits.next(), waits.next()) else { return };
    let command = context.command(site);
    let is_in_loop = context.script.kinds(command.position.block).any(|kind| {
        matches!(
            kind,
            BlockKind::Loop
                | BlockKind::Condition
                | BlockKind::Function(_)
                | BlockKind::Subshell
                | BlockKind::Substitution
        )
    });
    if is_in_loop || command.span.start < call.words[0].span.start {
        return;
    }
    let child = if child == b"!" {
        "the child".to_owned()
    } else {
        String::from_utf8_lossy(&child).into_owned()
    };
    let message =
        format!("wait returns when the signal comes, before {child} has ended; wait again");
    let finding = context.finding(&WAIT_ONCE, command.span, message);
    context.report(finding.noted(format!("wait; trap - {name}; wait")));
}

/// True if the file asks whether a process is there: it waits by itself.
fn polls(context: &Context<'_>) -> bool {
    context.named(b"kill").any(|site| {
        let mut values = context.words(site).iter().map(|word| context.constant(word));
        let is_null = |value: Option<Vec<u8>>| matches!(value.as_deref(), Some(b"-0" | b"0"));
        values.any(is_null)
    })
}

/// True for `$!`, and for a variable that is set from it.
fn is_child(context: &Context<'_>, name: &[u8]) -> bool {
    if name == b"!" {
        return true;
    }
    let outer = context.outermost();
    outer.assignments(name).any(|one| match &one.value.parts[..] {
        [part] => matches!(part.kind, PartKind::Parameter { name, plain: true }
            if outer.bytes(name) == b"!"),
        _ => false,
    })
}
