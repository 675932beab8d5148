//! `kill -l`: what it is asked, and what is done with its answer.

use super::call::Call;
use super::options::list_option;
use crate::lint::facts;
use crate::lint::finding::Severity;
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shell::script::BlockKind;
use crate::signal::{decimal, is_number};

pub(super) static L_OPERAND: Rule = Rule {
    number: 111,
    title: "kill-l-operand",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::No,
    why: "POSIX gives `kill -l` one operand, a number or an exit status, and prints the name. Some \
          shells also print the number of a name, others refuse it. A script that has the name \
          does not need the number.",
    examples: &[
        Example { wrong: "n=$(kill -l INT)", right: "n=INT", options: &[] },
        Example { wrong: "kill -l 1 2", right: "kill -l 1; kill -l 2", options: &[] },
    ],
    facts: &["kill-l-name", "kill-l-several"],
    posix: Some("XCU kill, OPERANDS"),
};

pub(super) static L_PARSED: Rule = Rule {
    number: 112,
    title: "kill-l-parsed",
    kind: Kind::Portability,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "`kill -l` without an operand prints one line or many, with numbers or without, with SIG \
          or without: each shell has its own layout. `kill -l NUMBER` prints one name in all of \
          them.",
    examples: &[Example {
        wrong: "names=$(kill -l)",
        right: "for n in 1 2 15; do kill -l \"$n\"; done",
        options: &[],
    }],
    facts: &[],
    posix: Some("XCU kill, STDOUT"),
};

pub(super) static EXTERNAL_L: Rule = Rule {
    number: 118,
    title: "kill-external-l",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "The program kill of procps knows no exit statuses: it refuses `-l 143`. The kill of \
          every shell prints TERM.",
    examples: &[Example { wrong: "/bin/kill -l 143", right: "kill -l 143", options: &[] }],
    facts: &["external-l"],
    posix: Some("XCU kill, OPERANDS"),
};

pub(super) fn check(call: &Call<'_>) {
    list_option(call);
    if call.operands.is_empty() {
        parsed(call);
        return;
    }
    external(call);
    operand(call);
}

fn operand(call: &Call<'_>) {
    let value = |at: usize| call.context.constant(&call.words[at]);
    let name = call
        .operands
        .iter()
        .copied()
        .find(|at| value(*at).is_some_and(|value| !is_number(&value) && !value.is_empty()));
    let second = call
        .operands
        .get(1)
        .copied()
        .filter(|_| !call.operands.iter().any(|at| call.may_be_several(*at)));
    let (at, fact) = match (name, second) {
        (Some(at), _) => (at, "kill-l-name"),
        (None, Some(at)) => (at, "kill-l-several"),
        (None, None) => return,
    };
    let Some(subject) = call.context.subject(call.site, facts::fails(fact)) else { return };
    let message = if subject.shells.is_empty() {
        format!("kill -l takes one number or exit status; POSIX does not have {}", call.shown(at))
    } else {
        let verb = subject.with("refuses", "refuse");
        format!("kill -l takes one number or exit status; {verb} {}", call.shown(at))
    };
    let span = call.words[at].span;
    call.context.report(call.context.unportable(&L_OPERAND, span, subject.shells, message));
}

fn parsed(call: &Call<'_>) {
    let context = call.context;
    let command = context.command(call.site);
    let block = context.script.blocks.get(command.position.block.0 as usize);
    let is_captured = block.is_some_and(|block| block.kind == BlockKind::Substitution);
    let is_read = is_captured || command.position.piped && !is_searched(call);
    if !is_read || call.is_external() || context.targets.iter().count() == 1 {
        return;
    }
    let message = "the layout of kill -l differs between shells; ask kill -l NUMBER one by one";
    context.report(context.finding(&L_PARSED, command.span, message.to_owned()));
}

/// True if grep asks whether a name is there, which is right in any layout.
fn is_searched(call: &Call<'_>) -> bool {
    let context = call.context;
    let own = context.command(call.site).position;
    // Commands of other lists may stand between them, in substitutions.
    let rest = context.script.commands.len().min(call.site.command + 64);
    let mut sites = (call.site.command..rest).flat_map(|command| context.sites_at(command));
    let next = sites.find(|site| {
        let position = context.command(site).position;
        position.list == own.list && position.pipe_index == own.pipe_index + 1
    });
    next.is_some_and(|site| matches!(&site.name[..], b"grep" | b"egrep" | b"fgrep"))
}

fn external(call: &Call<'_>) {
    if !call.is_external() && !call.is_posh() {
        return;
    }
    let [at] = call.operands[..] else { return };
    let value = call.context.constant(&call.words[at]).unwrap_or_default();
    match decimal(&value) {
        Some(number) if number > 64 => {}
        _ => return,
    }
    let message = "procps' kill does not know exit statuses; use the shell's";
    let span = call.words[at].span;
    call.context.report(call.context.finding(&EXTERNAL_L, span, message.to_owned()));
}
