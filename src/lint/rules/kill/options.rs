//! The options of a call that are no signal's name, and where options stand.

use super::call::{Call, Form, Late, Meaning, Signal};
use crate::lint::facts;
use crate::lint::finding::{Edit, Finding, Severity, Span};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::signals::{self, Name, Number};

pub(super) static S_NUMBER: Rule = Rule {
    number: 105,
    title: "kill-s-number",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Mixed,
    why: "The value of `-s` is a name, or 0. zsh refuses a number there. The numbers that XSI has \
          can be replaced by their names without a change.",
    examples: &[Example {
        wrong: "kill -s 9 \"$pid\"",
        right: "kill -s KILL \"$pid\"",
        options: &[],
    }],
    facts: &["kill-s-number"],
    posix: Some("XCU kill, OPTIONS"),
};

pub(super) static OPTION: Rule = Rule {
    number: 106,
    title: "kill-option",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "POSIX gives kill the options -s and -l alone. The others belong to one shell or to one \
          program, and kill sends nothing where it does not know them.",
    examples: &[
        Example { wrong: "kill -n 9 \"$pid\"", right: "kill -s KILL \"$pid\"", options: &[] },
        Example {
            wrong: "kill --signal=TERM \"$pid\"",
            right: "kill -s TERM \"$pid\"",
            options: &[],
        },
        Example { wrong: "kill -L", right: "kill -l 15", options: &["--for", "dash"] },
    ],
    facts: &[
        "kill-n",
        "kill-signal-option",
        "kill-signal-equals",
        "kill-capital-l",
        "kill-list",
        "kill-q",
        "kill-timeout",
        "kill-p",
        "kill-a",
    ],
    posix: Some("XCU kill, OPTIONS"),
};

pub(super) static OPTION_LAST: Rule = Rule {
    number: 110,
    title: "kill-option-last",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Mixed,
    why: "Options come first. After a process nearly every shell takes `-s HUP` and `-HUP` for \
          further processes: it sends TERM to the first one, and bash even reports success. The \
          same holds for a name without a dash.",
    examples: &[
        Example { wrong: "kill \"$pid\" -s HUP", right: "kill -s HUP \"$pid\"", options: &[] },
        Example { wrong: "kill \"$pid\" -HUP", right: "kill -HUP \"$pid\"", options: &[] },
        Example { wrong: "kill HUP \"$pid\"", right: "kill -s HUP \"$pid\"", options: &[] },
    ],
    facts: &["kill-option-last", "kill-form-last", "kill-name-operand"],
    posix: Some("XBD 12.2, guideline 9"),
};

pub(super) static JOINED: Rule = Rule {
    number: 119,
    title: "kill-joined",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "zsh and busybox read `-sTERM` as the name of a signal, and refuse it. A blank after -s \
          is right everywhere.",
    examples: &[Example {
        wrong: "kill -sTERM \"$pid\"",
        right: "kill -s TERM \"$pid\"",
        options: &[],
    }],
    facts: &["kill-joined"],
    posix: Some("XBD 12.2, guideline 6"),
};

pub(super) fn check(call: &Call<'_>) {
    s_number(call);
    signal_option(call);
    for at in &call.options {
        other_option(call, *at);
    }
    option_last(call);
    name_as_process(call);
    joined(call);
}

fn s_number(call: &Call<'_>) {
    let Some(signal) = call.signal.as_ref().filter(|signal| signal.form == Form::Separate) else {
        return;
    };
    let Some(finding) = of_s_number(call, signal) else { return };
    let Some(name) = signal.portable() else { return };
    let is_safe = matches!(signal.meaning(), Some(Meaning::Number(_, Number::Xsi(_))));
    call.context.report(finding.fixed(is_safe, call.as_value_of_s(&name)));
}

/// Finds a number as the value of `-s`.
pub(super) fn of_s_number(call: &Call<'_>, signal: &Signal) -> Option<Finding> {
    let Some(Meaning::Number(number, Number::Xsi(_) | Number::Same(_))) = signal.meaning() else {
        return None;
    };
    let subject = call.context.subject(call.site, facts::fails("kill-s-number"))?;
    let message = format!("-s {number}: {} only names here", subject.with("takes", "take"));
    Some(call.context.unportable(&S_NUMBER, signal.value_span, subject.shells, message))
}

/// `-n` and `--signal`.
fn signal_option(call: &Call<'_>) {
    let Some(signal) = &call.signal else { return };
    let word = call.words[signal.at].span;
    let own = call.context.bytes(word);
    let (option, fact) = match signal.form {
        Form::Number => ("-n", "kill-n"),
        Form::Long if own.contains(&b'=') => ("--signal", "kill-signal-equals"),
        Form::Long => ("--signal", "kill-signal-option"),
        _ => return,
    };
    let Some(subject) = call.context.subject(call.site, facts::fails(fact)) else { return };
    let length = option.len().min(word.end - word.start);
    let span = Span { start: word.start, end: word.start + length };
    let message = format!("{option}: not an option of kill in {subject}");
    let finding = call.context.unportable(&OPTION, span, subject.shells, message);
    // Its own rule reports a number that varies.
    call.context.report(match signal.portable() {
        Some(name) => finding.fixed(true, call.as_value_of_s(&name)),
        None => finding,
    });
}

fn other_option(call: &Call<'_>, at: usize) {
    let span = call.words[at].span;
    let shown = call.shown(at);
    let fact = match shown.split('=').next().unwrap_or_default() {
        "-q" | "--queue" => "kill-q",
        "--timeout" => "kill-timeout",
        "-p" | "--pid" => "kill-p",
        "-a" | "--all" => "kill-a",
        _ => return,
    };
    let Some(subject) = call.context.subject(call.site, facts::fails(fact)) else { return };
    let message = format!("{shown}: not an option of kill in {subject}");
    call.context.report(call.context.unportable(&OPTION, span, subject.shells, message));
}

/// `-L` and `--list`.
pub(super) fn list_option(call: &Call<'_>) {
    let Some(at) = call.list else { return };
    let shown = call.shown(at);
    let fact = match &shown[..] {
        "-L" => "kill-capital-l",
        "--list" => "kill-list",
        _ => return,
    };
    let Some(subject) = call.context.subject(call.site, facts::fails(fact)) else { return };
    let message = format!("{shown}: not an option of kill in {subject}");
    let span = call.words[at].span;
    call.context.report(call.context.unportable(&OPTION, span, subject.shells, message));
}

fn option_last(call: &Call<'_>) {
    let Some(Late { first, last, signal }) = &call.late else { return };
    let (first, last) = (*first, *last);
    let is_form = signal.form == Form::Dash;
    let fact = if is_form { "kill-form-last" } else { "kill-option-last" };
    let shells = call.context.failing(call.site, facts::fails(fact));
    if shells.is_empty() {
        return;
    }
    let (start, end) = (call.words[first].span, call.words[last].span);
    let span = Span { start: start.start, end: end.end };
    let option = call.context.shown(start);
    let verb = if shells.iter().count() == 1 { "sends" } else { "send" };
    let message = format!("{option} after a process is no option: {shells} {verb} TERM");
    let mut finding = call.context.unportable(&OPTION_LAST, span, shells, message);
    if call.signal.is_none() && call.options.is_empty() {
        if let Some(written) = moved(call, signal) {
            let name_end = call.words[0].span.end;
            let before = call.words[first - 1].span.end;
            let insert = [&b" "[..], &written].concat();
            let gone = Span { start: before, end: span.end };
            finding = finding.fixed(true, vec![Edit::insert(name_end, insert), Edit::remove(gone)]);
        }
    }
    call.context.report(finding);
}

/// The name of a signal as an operand: `kill HUP "$pid"`. No shell and no program takes it.
fn name_as_process(call: &Call<'_>) {
    let has_others = call.operands.len() > 1 || call.site.has_more_operands;
    if call.signal.is_some() || call.late.is_some() || !call.options.is_empty() || !has_others {
        return;
    }
    let name = |at: &usize| {
        let value = call.context.constant(&call.words[*at])?;
        // The kill of util-linux finds processes by their names.
        let is_certain = !call.is_external() || !value.iter().any(u8::is_ascii_lowercase);
        match signals::name(&value).filter(|_| is_certain && !call.is_replaced(*at))? {
            Name::Posix(name) | Name::Second(_, name) => Some((*at, name)),
            _ => None,
        }
    };
    let Some((at, name)) = call.operands.iter().find_map(name) else { return };
    let message = format!("{} is read as a process; write -s {name}", call.shown(at));
    let span = call.words[at].span;
    let finding = call.context.finding(&OPTION_LAST, span, message);
    if call.dashes.is_some() {
        call.context.report(finding);
        return;
    }
    let has_group = call.operands.iter().any(|at| call.has_dash(*at));
    let dashes = if has_group { " --" } else { "" };
    let option = format!("-s {name}{dashes}");
    let edits = if at == 1 {
        vec![Edit::replace(span, option)]
    } else {
        let gone = Span { start: call.words[at - 1].span.end, end: span.end };
        vec![Edit::insert(call.words[0].span.end, format!(" {option}")), Edit::remove(gone)]
    };
    call.context.report(finding.fixed(!call.may_name_groups(), edits));
}

/// Gives the text of a signal option at its right place, in a form that no other rule reports;
/// None for a number that means several signals.
fn moved(call: &Call<'_>, signal: &Signal) -> Option<Vec<u8>> {
    if signal.value.is_none() {
        return (signal.form == Form::Separate).then(|| call.context.bytes(signal.span).to_vec());
    }
    let name = signal.portable()?;
    let is_form = signal.form == Form::Dash && call.context.settings.posix.is_none();
    Some(match signal.meaning()? {
        Meaning::Number(..) if is_form => call.context.bytes(signal.span).to_vec(),
        // mksh takes no name in lower case after a dash.
        Meaning::Name(_) if is_form && signal.is_upper_case() => format!("-{name}").into_bytes(),
        _ => format!("-s {name}").into_bytes(),
    })
}

fn joined(call: &Call<'_>) {
    let Some(signal) = call.signal.as_ref().filter(|signal| signal.form == Form::Joined) else {
        return;
    };
    let shells = call.context.failing(call.site, facts::fails("kill-joined"));
    if shells.is_empty() {
        return;
    }
    let own = call.context.bytes(signal.span);
    let edits = match (&signal.value, signal.portable()) {
        (Some(_), Some(name)) => call.as_value_of_s(&name),
        (Some(_), None) => return,
        (None, _) if own.starts_with(b"-s") => {
            let mut edits = vec![Edit::insert(signal.span.start + 2, " ")];
            edits.extend(call.dashes_edit());
            edits
        }
        (None, _) => Vec::new(),
    };
    let verb = if shells.iter().count() == 1 { "wants" } else { "want" };
    let value = match &signal.value {
        Some(value) => format!("-s{}", String::from_utf8_lossy(value)),
        None => call.context.shown(signal.span),
    };
    let message = format!("{value}: {shells} {verb} a blank");
    let finding = call.context.unportable(&JOINED, signal.span, shells, message);
    call.context.report(match edits.is_empty() {
        true => finding,
        false => finding.fixed(true, edits),
    });
}
