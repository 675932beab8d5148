//! The operands of a call: whether there are any, and what stands there.

use std::collections::HashSet;

use super::call::{Call, Meaning};
use super::groups;
use crate::lint::facts;
use crate::lint::finding::{Severity, Span};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::sites::Provider;

pub(super) static FIRST_RESORT: Rule = Rule {
    number: 115,
    title: "kill-first-resort",
    kind: Kind::Style,
    severity: Severity::Style,
    fix: Fixable::No,
    why: "A process cannot catch KILL: it leaves temporary files, locks and children. TERM lets it \
          clean up; KILL is for the process that does not end after that.",
    examples: &[Example {
        wrong: "kill -s KILL \"$pid\"",
        right: "kill -s TERM \"$pid\"; sleep 5; kill -s KILL \"$pid\"",
        options: &["--pedantic"],
    }],
    facts: &[],
    posix: None,
};

pub(super) static JOB_ID: Rule = Rule {
    number: 116,
    title: "kill-job-id",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::No,
    why: "A job ID such as %1 is a name that the shell alone knows: a program kill cannot have it. \
          In a script job control is off, and then several shells have no job of this number; dash \
          signals a process group that does not exist. `$!` is the process itself.",
    examples: &[
        Example { wrong: "sleep 9 & kill %1", right: "sleep 9 & kill \"$!\"", options: &[] },
        Example { wrong: "sudo kill %1", right: "sudo kill \"$!\"", options: &[] },
    ],
    facts: &["kill-job-id"],
    posix: Some("XCU kill, OPERANDS"),
};

pub(super) static NO_OPERAND: Rule = Rule {
    number: 121,
    title: "kill-no-operand",
    kind: Kind::Logic,
    severity: Severity::Error,
    fix: Fixable::No,
    why: "kill takes processes as operands and reads no standard input. Without an operand it \
          fails and sends nothing.",
    examples: &[
        Example { wrong: "pgrep x | kill", right: "pgrep x | xargs kill", options: &[] },
        Example { wrong: "kill -s TERM", right: "kill -s TERM \"$pid\"", options: &[] },
    ],
    facts: &[],
    posix: Some("XCU kill, SYNOPSIS, STDIN"),
};

/// Checks a call. `prepared` has the operands of the calls before it that let a process clean up.
pub(super) fn check(call: &Call<'_>, prepared: &mut HashSet<String>) {
    first_resort(call, prepared);
    job_id(call);
    no_operand(call);
}

fn first_resort(call: &Call<'_>, prepared: &mut HashSet<String>) {
    let mut operands = call.operands.iter().map(|at| call.shown(*at));
    match call.signal.as_ref().map(|signal| (signal, signal.name())) {
        None | Some((_, Some("HUP" | "INT" | "QUIT" | "TERM"))) => prepared.extend(operands),
        Some((signal, Some("KILL"))) if !operands.all(|shown| prepared.contains(&shown)) => {
            let message = "KILL leaves no chance to clean up; send TERM first and wait".to_owned();
            call.context.report(call.context.finding(&FIRST_RESORT, signal.value_span, message));
        }
        Some(_) => {}
    }
}

fn job_id(call: &Call<'_>) {
    let context = call.context;
    for at in &call.operands {
        let word = &call.words[*at];
        let is_job = context.bytes(word.span).starts_with(b"%") || is_quoted_job(call, *at);
        if !is_job || call.is_replaced(*at) {
            continue;
        }
        let shown = call.shown(*at);
        if call.is_external() || call.site.provider == Provider::OtherShell {
            let message = format!("{shown}: a job ID is known only to the shell's own kill");
            context.report(context.finding(&JOB_ID, word.span, message));
            continue;
        }
        let shells = context.failing(call.site, facts::fails("kill-job-id"));
        if shells.is_empty() || context.monitor {
            continue;
        }
        let verb = if shells.iter().count() == 1 { "has" } else { "have" };
        let message = format!("{shown}: without set -m {shells} {verb} no jobs; use $!");
        context.report(context.unportable(&JOB_ID, word.span, shells, message));
    }
}

/// True for `"%1"` and `'%1'`.
fn is_quoted_job(call: &Call<'_>, at: usize) -> bool {
    let value = call.context.constant(&call.words[at]);
    value.is_some_and(|value| value.len() > 1 && value[0] == b'%')
}

fn no_operand(call: &Call<'_>) {
    let is_option = |at: &usize| {
        call.signal.as_ref().is_some_and(|signal| {
            (signal.at..=signal.at + 1).contains(at) && call.words[*at].span.end <= signal.span.end
        }) || call.dashes == Some(*at)
    };
    let are_known = (1..call.words.len()).all(|at| is_option(&at) && !call.may_be_several(at));
    if !call.operands.is_empty() || call.site.has_more_operands || call.late.is_some() || !are_known
    {
        return;
    }
    // A word that is no signal asks for help or for the version; a group is SIG109's.
    if let Some(signal) = &call.signal {
        let is_unknown = signal.meaning() == Some(Meaning::Unknown);
        if is_unknown || groups::is_group_as_signal(call, signal) {
            return;
        }
    }
    let context = call.context;
    let command = context.command(call.site);
    let input = if command.position.pipe_index > 0 && call.site.replaced.is_none() {
        "; it reads no standard input, use xargs"
    } else {
        ""
    };
    let span =
        Span { start: call.words[0].span.start, end: call.words[call.words.len() - 1].span.end };
    let message = format!("kill needs a process{input}");
    context.report(context.finding(&NO_OPERAND, span, message));
}
