//! The end of the script: what runs the EXIT trap, and what takes the place of the shell.

use super::call::{Call, Form};
use super::handler::Handler;
use crate::lint::context::Context;
use crate::lint::facts;
use crate::lint::finding::{Edit, Severity};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shell::script::{BlockId, BlockKind, Command, Connector, PartKind};
use crate::lint::shells::{Dialect, Shell, Shells};

pub(super) static EXIT_ONLY: Rule = Rule {
    number: 214,
    title: "trap-exit-only",
    kind: Kind::Portability,
    severity: Severity::Info,
    fix: Fixable::No,
    why: "Some shells run the EXIT trap also when a signal ends the script, others do not. Where \
              they \
          do not, Ctrl-C leaves the temporary files in place.",
    examples: &[Example {
        wrong: "#!/bin/sh\ntrap 'rm -f \"$f\"' EXIT\n",
        right: "#!/bin/sh\ntrap 'rm -f \"$f\"' EXIT\ntrap 'exit 143' TERM\n",
        options: &[],
    }],
    facts: &["exit-after-term", "exit-after-int", "exit-after-hup"],
    posix: Some("XCU trap, DESCRIPTION"),
};

pub(super) static BEFORE_EXEC: Rule = Rule {
    number: 218,
    title: "trap-before-exec",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "exec replaces the shell by the program, and the traps go with the shell. The program \
              starts \
          with the default action of the signals that had handlers.",
    examples: &[Example {
        wrong: "trap 'rm -f \"$f\"' EXIT\nexec prog\n",
        right: "trap 'rm -f \"$f\"' EXIT\nprog & wait \"$!\"\n",
        options: &[],
    }],
    facts: &["exit-before-exec"],
    posix: Some("XCU exec, DESCRIPTION"),
};

pub(super) static EXIT_IN_FUNCTION: Rule = Rule {
    number: 219,
    title: "trap-exit-in-function",
    kind: Kind::Portability,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "In zsh an EXIT trap that a function sets is the function's own and runs when the \
              function \
          returns. In ksh this is so for a function that the word function defines.",
    examples: &[
        Example {
            wrong: "f() { trap 'rm -f x' EXIT; }",
            right: "trap 'rm -f x' EXIT",
            options: &["--shell", "zsh"],
        },
        Example {
            wrong: "function f { trap 'rm -f x' EXIT; }",
            right: "f() { trap 'rm -f x' EXIT; }",
            options: &["--shell", "ksh"],
        },
    ],
    facts: &["exit-in-function", "exit-in-keyword-function"],
    posix: None,
};

pub(super) static ENTRYPOINT_NO_EXEC: Rule = Rule {
    number: 222,
    title: "entrypoint-no-exec",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::Unsafe,
    why: "Without exec the shell waits for the command, and a signal reaches the shell alone. As \
          process 1 of a container the shell ignores TERM, so that the container is killed after \
          its \
          time-out.",
    examples: &[Example {
        wrong: "#!/bin/sh\nset -e\n\"$@\"\n",
        right: "#!/bin/sh\nset -e\nexec \"$@\"\n",
        options: &["--stdin-filename", "docker-entrypoint.sh"],
    }],
    facts: &["last-command-exec"],
    posix: None,
};

pub(super) fn check(context: &Context<'_>, calls: &[Call<'_>], handlers: &[Handler<'_>]) {
    exit_only(context, calls, handlers);
    before_exec(context, calls, handlers);
    for call in calls {
        exit_in_function(call);
    }
    entrypoint(context, calls);
}

fn exit_only(context: &Context<'_>, calls: &[Call<'_>], handlers: &[Handler<'_>]) {
    if context.outer.is_some() || !context.text.starts_with(b"#!") {
        return;
    }
    let sets_exit = |handler: &&Handler<'_>| handler.call.has("EXIT") && handler.call.is_of_text();
    let Some(handler) = handlers.iter().find(sets_exit) else { return };
    let handles = |call: &Call<'_>| {
        !matches!(call.form, Form::Reset) && (call.has("TERM") || call.has("INT"))
            || call.has_unknown_words()
    };
    if calls.iter().any(handles) {
        return;
    }
    let shells = facts::fails("exit-after-term").and(context.targets);
    if shells.is_empty() {
        return;
    }
    let does = if shells.iter().count() == 1 { "does" } else { "do" };
    let message = format!(
        "{shells} {does} not run the EXIT trap when TERM or INT ends the script; trap them too"
    );
    let mut finding = context.finding(&EXIT_ONLY, handler.call.span(), message);
    finding.shells = shells;
    context.report(finding.noted("for example: trap 'exit 143' TERM".to_owned()));
}

/// The last command of the text itself, if nothing but functions follows it.
pub(super) fn last_command<'c>(context: &'c Context<'_>) -> Option<(usize, &'c Command)> {
    let script = context.script;
    let is_own = |command: &Command| {
        let mut kinds = script.kinds(command.position.block);
        kinds.all(|kind| !matches!(kind, BlockKind::Function(_) | BlockKind::Substitution))
    };
    let mut commands = script.commands.iter().enumerate();
    let (at, last) = commands.rfind(|(_, command)| is_own(command))?;
    (last.position.block == BlockId::TEXT && !last.position.background).then_some((at, last))
}

/// True if a handler does nothing.
fn is_idle(call: &Call<'_>, handlers: &[Handler<'_>]) -> bool {
    let own = handlers.iter().find(|handler| std::ptr::eq(handler.call, call));
    own.is_some_and(|handler| handler.steps.iter().all(|step| step.is(&[b":", b"true"])))
}

fn before_exec(context: &Context<'_>, calls: &[Call<'_>], handlers: &[Handler<'_>]) {
    let Some((at, command)) = last_command(context) else { return };
    let position = &command.position;
    if position.after != Connector::End
        || position.before != Connector::End
        || position.piped
        || position.pipe_index > 0
    {
        return;
    }
    let own = context.sites_at(at).iter().find(|site| site.wrapper.is_none());
    let Some(site) = own.filter(|site| site.name == b"exec") else {
        return;
    };
    let words = context.words(site);
    let Some(program) = words.get(1) else { return };
    let raw = context.shown(program.span);
    if raw.contains("$0") || raw.contains("BASH_SOURCE") || raw.starts_with('-') {
        return;
    }
    for name in ["EXIT", "TERM", "INT", "HUP"] {
        let last = calls
            .iter()
            .rfind(|call| call.has(name) && call.words[0].span.start < command.span.start);
        // What a function resets, or an unknown list of conditions, may concern it.
        let is_unsure = calls.iter().any(|call| {
            call.has_unknown_words()
                || (matches!(call.form, Form::Reset | Form::Ignore(_)) && call.has(name))
        });
        let Some(call) = last.filter(|call| call.action().is_some() && call.is_of_text()) else {
            continue;
        };
        if is_idle(call, handlers)
            || is_unsure
            || context.command(call.site).position.block != BlockId::TEXT
        {
            continue;
        }
        let span = crate::lint::finding::Span { start: words[0].span.start, end: program.span.end };
        let message = format!("exec replaces the shell: the trap for {name} never runs");
        context.report(context.finding(&BEFORE_EXEC, span, message));
        return;
    }
}

fn exit_in_function(call: &Call<'_>) {
    let context = call.context;
    if !call.has("EXIT") || call.action().is_none() {
        return;
    }
    let is_asked = matches!(context.dialect, Dialect::Of(Shell::Ksh | Shell::Zsh))
        || context.settings.targets.is_some();
    let mut kinds = call.kinds().filter(|kind| {
        matches!(kind, BlockKind::Function(_) | BlockKind::Subshell | BlockKind::Substitution)
    });
    let Some(BlockKind::Function(index)) = kinds.next() else { return };
    let Some(function) = context.script.functions.get(index as usize) else { return };
    let fact = if function.by_keyword { "exit-in-keyword-function" } else { "exit-in-function" };
    let shells = facts::fails(fact).and(context.targets);
    if !is_asked || shells == Shells::NONE {
        return;
    }
    let run = if shells.iter().count() == 1 { "runs" } else { "run" };
    let message = format!("{shells} {run} this when the function returns");
    let mut finding = context.finding(&EXIT_IN_FUNCTION, call.span(), message);
    finding.shells = shells;
    // A script of zsh may mean it so: zsh's own functions clean up in this way.
    if matches!(context.dialect, Dialect::Of(shell) if shells.contains(shell)) {
        finding.severity = Severity::Info;
    }
    context.report(finding);
}

/// True for `"$@"` and `$@`.
pub(super) fn is_all_operands(context: &Context<'_>, command: &Command) -> bool {
    let [word] = &command.words[..] else { return false };
    let [part] = &word.parts[..] else { return false };
    matches!(part.kind, PartKind::Parameter { name, plain: true } if context.bytes(name) == b"@")
}

fn entrypoint(context: &Context<'_>, calls: &[Call<'_>]) {
    if context.outer.is_some() || calls.iter().any(|call| call.action().is_some()) {
        return;
    }
    let Some((_, command)) = last_command(context) else { return };
    let position = &command.position;
    let is_alone = position.after == Connector::End
        && position.before == Connector::End
        && !position.piped
        && position.pipe_index == 0
        && !position.negated;
    // The arguments may name one of the script's functions.
    let has_functions = !context.script.functions.is_empty();
    let is_script = context.text.starts_with(b"#!");
    if !is_alone || has_functions || !is_all_operands(context, command) || !is_script {
        return;
    }
    let name = context.settings.base_name();
    let is_entrypoint =
        context.settings.is_entrypoint || memchr::memmem::find(name, b"entrypoint").is_some();
    let message =
        "the shell stays between: TERM ends it, or PID 1 ignores it, and the command never \
                   sees it; write exec"
            .to_owned();
    let word = &command.words[0];
    let mut finding = context.finding(&ENTRYPOINT_NO_EXEC, word.span, message);
    if !is_entrypoint {
        finding.severity = Severity::Info;
    }
    context.report(finding.fixed(false, vec![Edit::insert(word.span.start, "exec ")]));
}
