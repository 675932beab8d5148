//! Where the processes of a call come from: `$!`, or the output of a program.

use super::call::Call;
use crate::lint::context::Context;
use crate::lint::facts;
use crate::lint::finding::{Severity, Span};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shell::script::{BlockId, BlockKind, Connector, PartKind, Position, Word};
use crate::lint::sites::Provider;

pub(super) static INT_BACKGROUND: Rule = Rule {
    number: 123,
    title: "kill-int-background",
    kind: Kind::Logic,
    severity: Severity::Info,
    fix: Fixable::Unsafe,
    why: "Where job control is off, as in a script, a command that is started with & ignores INT \
          and QUIT, so that Ctrl-C does not end it. These signals do nothing to it unless the \
          program sets a handler of its own. TERM is the signal that ends it.",
    examples: &[Example {
        wrong: "c & kill -s INT $!",
        right: "c & kill -s TERM $!",
        options: &[],
    }],
    facts: &["background-int"],
    posix: Some("XCU 2.11 Job Control"),
};

pub(super) static EMPTY_LIST: Rule = Rule {
    number: 125,
    title: "kill-empty-list",
    kind: Kind::Logic,
    severity: Severity::Info,
    fix: Fixable::No,
    why: "If no process is found, kill has no operand and fails. With `set -e` this ends the \
          script at a place where nothing is wrong. pkill takes the pattern itself.",
    examples: &[Example {
        wrong: "set -e\nkill $(pgrep x)\n",
        right: "set -e\npids=$(pgrep x) || :\n[ -z \"$pids\" ] || kill $pids\n",
        options: &[],
    }],
    facts: &[],
    posix: Some("XCU set, -e"),
};

pub(super) fn check(call: &Call<'_>) {
    int_background(call);
    empty_list(call);
}

fn int_background(call: &Call<'_>) {
    let context = call.context;
    let Some(signal) = &call.signal else { return };
    let name = match signal.name() {
        Some(name @ ("INT" | "QUIT")) => name,
        _ => return,
    };
    let fails = facts::fails("background-int");
    let is_program = matches!(call.site.provider, Provider::Program | Provider::OtherShell);
    if context.monitor || (!is_program && context.failing(call.site, fails).is_empty()) {
        return;
    }
    let is_child = |at: &usize| match call.parameter(*at, b"") {
        Some(b"!") => true,
        Some(variable) => is_last_child(context, variable, call.words[0].span),
        None => false,
    };
    let Some(at) = call.operands.iter().find(|at| is_child(at)) else { return };
    let message =
        format!("a command started with & ignores {name} unless it sets its own handler; use TERM");
    let finding = context.finding(&INT_BACKGROUND, call.words[*at].span, message);
    context.report(finding.fixed(false, call.by_name("TERM")));
}

/// True if a variable was last set from `$!`.
fn is_last_child(context: &Context<'_>, variable: &[u8], place: Span) -> bool {
    let own = context.assignments(variable);
    let last = own.take_while(|assignment| assignment.name.start < place.start).last();
    match (last, context.outer) {
        (Some(assignment), _) => is_parameter(context, &assignment.value, b"!"),
        (None, Some(outer)) if context.reader.is_some_and(|reader| reader.is_same_shell()) => {
            let end = Span { start: outer.text.len(), end: outer.text.len() };
            is_last_child(outer, variable, end)
        }
        (None, _) => false,
    }
}

fn is_parameter(context: &Context<'_>, word: &Word, name: &[u8]) -> bool {
    match &word.parts[..] {
        [part] => match part.kind {
            PartKind::Parameter { name: own, plain: true } => context.bytes(own) == name,
            _ => false,
        },
        _ => false,
    }
}

/// Programs that print process IDs, and fail or print nothing if there are none.
const FINDERS: [&[u8]; 6] = [b"pgrep", b"pidof", b"lsof", b"fuser", b"jobs", b"ps"];

fn empty_list(call: &Call<'_>) {
    let context = call.context;
    let [at] = call.operands[..] else { return };
    let [part] = &call.words[at].parts[..] else { return };
    let PartKind::Command(block) = part.kind else { return };
    if part.double_quoted || !context.errexit_at(call.site) {
        return;
    }
    let inside = context.script.commands_in(context.script.blocks[block.0 as usize].span);
    let mut sites = inside.flat_map(|command| context.sites_at(command));
    let first = sites.find(|site| context.command(site).position.block == block);
    let Some(finder) = first.filter(|site| FINDERS.contains(&&site.name[..])) else { return };
    if is_tested(context, &context.command(call.site).position, &finder.name) {
        return;
    }
    let message = "with no match kill has no operand and fails, and set -e ends the script";
    context.report(context.finding(&EMPTY_LIST, call.words[at].span, message.to_owned()));
}

/// True if a failure does not end the script at this place, or a condition in front of it asks the
/// same program.
fn is_tested(context: &Context<'_>, position: &Position, finder: &[u8]) -> bool {
    let mut position = *position;
    loop {
        if position.negated
            || position.piped
            || position.background
            || position.before != Connector::End
            || position.after != Connector::End
        {
            return true;
        }
        let id = position.block;
        let Some(block) = context.script.blocks.get(id.0 as usize) else { return true };
        let is_asked = match block.kind {
            BlockKind::Condition | BlockKind::Substitution => true,
            BlockKind::Branch | BlockKind::Loop => condition_of(context, id)
                .is_some_and(|own| memchr::memmem::find(context.bytes(own), finder).is_some()),
            _ => false,
        };
        if is_asked {
            return true;
        }
        let Some(outer) = block.position else { return false };
        position = outer;
    }
}

/// The bytes of the conditions in front of a branch.
fn condition_of(context: &Context<'_>, branch: BlockId) -> Option<Span> {
    let block = context.script.blocks.get(branch.0 as usize)?;
    let own = block.position.as_ref()?;
    let conditions = context.script.blocks.iter().filter(|other| {
        other.kind == BlockKind::Condition
            && other.span.end <= block.span.start
            && other
                .position
                .as_ref()
                .is_some_and(|it| it.list == own.list && it.block == own.block)
    });
    let start = conditions.map(|other| other.span.start).min()?;
    Some(Span { start, end: block.span.start })
}
