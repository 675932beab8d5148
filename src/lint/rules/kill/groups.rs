//! Process groups, and the dash in front of them.

use super::call::{Call, Form, Meaning, Signal};
use crate::lint::facts;
use crate::lint::finding::{Edit, Severity, Span};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::signals::Number;
use crate::signal::decimal;

pub(super) static DASHES_AFTER_SIGNAL: Rule = Rule {
    number: 107,
    title: "kill-dashes-after-signal",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "dash reads `--` after `-TERM` or `-9` as a process: it sends the signal to the others \
          and fails. busybox sends the signal, too, and then exits with 1. After `-s TERM` all of \
          them take `--`.",
    examples: &[Example {
        wrong: "kill -9 -- -\"$pg\"",
        right: "kill -s KILL -- -\"$pg\"",
        options: &[],
    }],
    facts: &["kill-dashes-name", "kill-dashes-number", "kill-dashes-status", "kill-s-dashes-group"],
    posix: Some("XCU kill, EXAMPLES"),
};

pub(super) static GROUP_NO_DASHES: Rule = Rule {
    number: 108,
    title: "kill-group-no-dashes",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "An operand that begins with a dash looks like an option. After `-s TERM` several shells \
          read it as one, refuse it and send nothing. `--` ends the options.",
    examples: &[Example {
        wrong: "kill -s TERM -\"$pg\"",
        right: "kill -s TERM -- -\"$pg\"",
        options: &[],
    }],
    facts: &["kill-s-group", "kill-s-dashes-group"],
    posix: Some("XCU kill, EXAMPLES; XBD 12.2, guideline 10"),
};

pub(super) static GROUP_AS_SIGNAL: Rule = Rule {
    number: 109,
    title: "kill-group-as-signal",
    kind: Kind::Logic,
    severity: Severity::Error,
    fix: Fixable::No,
    why: "The first word with a dash is the signal, so this kill has a signal and no process, and \
          it fails. A process group needs a signal or `--` in front of it.",
    examples: &[
        Example { wrong: "kill -\"$pid\"", right: "kill -- -\"$pid\"", options: &[] },
        Example { wrong: "kill -1234", right: "kill -s TERM -- -1234", options: &[] },
    ],
    facts: &[],
    posix: Some("XCU kill, EXAMPLES"),
};

pub(super) static BROADCAST: Rule = Rule {
    number: 117,
    title: "kill-broadcast",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "The process ID -1 means every process that the caller may signal: the whole session of a \
          user, or the whole system for root.",
    examples: &[Example {
        wrong: "kill -s TERM -- -1",
        right: "kill -s TERM -- -\"$pg\"",
        options: &[],
    }],
    facts: &[],
    posix: Some("XSH kill()"),
};

pub(super) static GROUP_BROADCAST: Rule = Rule {
    number: 122,
    title: "kill-group-broadcast",
    kind: Kind::Logic,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "procps' program kill takes the first digit of an operand with a dash for an option: \
          `/bin/kill -9 -1165` calls kill(-1, SIGKILL), which ends every process that the caller \
          may signal. With `--` it signals the group. A wrapper such as sudo runs this program, \
          and posh has no other kill.",
    examples: &[
        Example { wrong: "sudo kill -9 -\"$pg\"", right: "sudo kill -9 -- -\"$pg\"", options: &[] },
        Example {
            wrong: "/bin/kill -s TERM -\"$pg\"",
            right: "/bin/kill -s TERM -- -\"$pg\"",
            options: &[],
        },
    ],
    facts: &["external-group", "kill-form-group", "kill-number-group"],
    posix: Some("XBD 12.2, guideline 10"),
};

pub(super) static OWN_GROUP: Rule = Rule {
    number: 124,
    title: "kill-own-group",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::Unsafe,
    why: "The number of a script's process is that of a group only if the script leads one. A \
          terminal's shell makes it a leader; make, cron, CI and other scripts do not, and then \
          kill finds no such group. 0 is the script's own group, whatever its number is.",
    examples: &[
        Example { wrong: "kill -- -$$", right: "kill 0", options: &[] },
        Example { wrong: "kill -TERM -$$", right: "kill -TERM 0", options: &[] },
    ],
    facts: &[],
    posix: Some("XCU kill, OPERANDS"),
};

pub(super) fn check(call: &Call<'_>) {
    if group_as_signal(call) {
        return;
    }
    dashes_after_signal(call);
    for at in &call.operands {
        broadcast(call, *at);
        own_group(call, *at);
    }
    group_broadcast(call);
    group_no_dashes(call);
}

fn group_as_signal(call: &Call<'_>) -> bool {
    let Some(signal) = &call.signal else { return false };
    if !is_group_as_signal(call, signal) {
        return false;
    }
    let shown = call.shown(1);
    let message = format!("kill {shown}: a first operand with - is a signal, not a group");
    call.context.report(call.context.finding(&GROUP_AS_SIGNAL, signal.span, message));
    true
}

/// True if the only word after kill is a dash and an expansion or a number above 64.
pub(super) fn is_group_as_signal(call: &Call<'_>, signal: &Signal) -> bool {
    if signal.form != Form::Dash || call.words.len() != 2 || call.site.has_more_operands {
        return false;
    }
    match &signal.value {
        Some(value) => {
            decimal(value).is_some_and(|number| number > 64) || call.site.is_replaced(value)
        }
        None => {
            let word = &call.words[1];
            // Lists may be several words: `$@`, `${list[@]}`.
            let is_list = word.parts.iter().any(|part| call.is_list(part));
            let beginning = word.constant_beginning(call.context.text);
            !is_list && beginning.iter().skip(1).all(u8::is_ascii_digit)
        }
    }
}

fn dashes_after_signal(call: &Call<'_>) {
    let Some(signal) = call.signal.as_ref().filter(|signal| signal.form == Form::Dash) else {
        return;
    };
    let Some(dashes) = call.dashes.filter(|at| *at == signal.at + 1) else { return };
    let shells = call.context.failing(call.site, facts::fails("kill-dashes-name"));
    if shells.is_empty() {
        return;
    }
    let span = Span { start: signal.span.start, end: call.words[dashes].span.end };
    let shown = call.shown(signal.at);
    let verb = if shells.iter().count() == 1 { "reads" } else { "read" };
    let message = format!("kill {shown} --: {shells} {verb} -- as a process");
    let finding = call.context.unportable(&DASHES_AFTER_SIGNAL, span, shells, message);
    call.context.report(match signal.portable() {
        Some(name) => finding.fixed(true, call.as_value_of_s(&name)),
        None => finding,
    });
}

fn broadcast(call: &Call<'_>, at: usize) {
    const ALLOWED: [&[u8]; 5] = [b"killall5", b"sendsigs", b"halt", b"reboot", b"umountfs"];
    let value = call.context.constant(&call.words[at]);
    // 0 sends nothing.
    let is_null = call
        .signal
        .as_ref()
        .is_some_and(|signal| signal.meaning() == Some(Meaning::Number(0, Number::Null)));
    if value.as_deref() != Some(b"-1")
        || is_null
        || ALLOWED.contains(&call.context.settings.base_name())
    {
        return;
    }
    let message = "-1 signals every process you may signal".to_owned();
    call.context.report(call.context.finding(&BROADCAST, call.words[at].span, message));
}

fn own_group(call: &Call<'_>, at: usize) {
    let is_own = |name: &[u8]| name == b"$" || call.context.values().is_own_process(name);
    if !call.parameter(at, b"-").is_some_and(is_own) || call.context.makes_groups() {
        return;
    }
    let word = call.words[at].span;
    // `--` in front of the only operand is not needed for 0.
    let dashes = call.dashes.filter(|dashes| dashes + 1 == at && call.operands.len() == 1);
    let start = dashes.map_or(word.start, |dashes| call.words[dashes].span.start);
    let span = Span { start, end: word.end };
    let shown = call.shown(at).replace('"', "");
    let message = format!("{shown} is a group only if this script leads one; 0 is its own group");
    let finding = call.context.finding(&OWN_GROUP, span, message);
    call.context.report(finding.fixed(false, vec![Edit::replace(span, "0")]));
}

/// The first operand that is a group where no `--` stands, and the bytes from the signal to it.
fn group_without_dashes(call: &Call<'_>) -> Option<(usize, Span)> {
    if call.dashes.is_some() {
        return None;
    }
    let at = call.operands.iter().copied().find(|at| {
        let is_all = call.context.constant(&call.words[*at]).as_deref() == Some(b"-1");
        call.is_group(*at) && !is_all
    })?;
    let start = call.words[1].span.start;
    Some((at, Span { start, end: call.words[at].span.end }))
}

fn group_broadcast(call: &Call<'_>) {
    if !call.is_external() && !call.is_posh() {
        return;
    }
    let Some((_, span)) = group_without_dashes(call) else { return };
    let message = "procps' kill reads -1234 as -1 and signals every process; write --".to_owned();
    let finding = call.context.finding(&GROUP_BROADCAST, span, message);
    // A signal after the first operand would be an operand itself.
    let edit = call.dashes_edit().filter(|_| call.late.is_none());
    call.context.report(match edit {
        Some(edit) => finding.fixed(true, vec![edit]),
        None => finding,
    });
}

fn group_no_dashes(call: &Call<'_>) {
    let is_separate = call.signal.as_ref().is_some_and(|it| it.form == Form::Separate);
    let Some((at, span)) = group_without_dashes(call).filter(|_| is_separate) else { return };
    // An operand ends the options, too; posh is SIG122's.
    if call.operands.first() != Some(&at) || call.is_posh() {
        return;
    }
    let Some(subject) = call.context.subject(call.site, facts::fails("kill-s-group")) else {
        return;
    };
    let shown = call.shown(at);
    let message = if subject.shells.is_empty() {
        format!("{shown} after -s is read as options; write --")
    } else {
        format!("{shown} after -s is read as options by {subject}; write --")
    };
    let finding = call.context.unportable(&GROUP_NO_DASHES, span, subject.shells, message);
    let edits = call.dashes_edit().into_iter().collect();
    call.context.report(finding.fixed(true, edits));
}
