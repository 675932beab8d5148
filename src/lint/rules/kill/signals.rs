//! The signal of a call: its form and its name.

use super::call::{Call, Form, Meaning, Signal};
use crate::lint::facts;
use crate::lint::finding::{Edit, Finding, Severity, Span};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::signals::{self, Name, Number, Varying};
use crate::signal::without_prefix;

pub(super) static NAME_FORM: Rule = Rule {
    number: 101,
    title: "kill-name-form",
    kind: Kind::Posix { xsi: true },
    severity: Severity::Info,
    fix: Fixable::Mixed,
    why: "POSIX has `kill -s NAME`. The form `kill -NAME` belongs to the X/Open System Interfaces \
          option, so a system without this option need not have it. A process group that follows \
          `-s NAME` needs `--` in front of it.",
    examples: &[
        Example {
            wrong: "kill -TERM \"$pid\"",
            right: "kill -s TERM \"$pid\"",
            options: &["--posix"],
        },
        Example {
            wrong: "kill -TERM -\"$pg\"",
            right: "kill -s TERM -- -\"$pg\"",
            options: &["--posix"],
        },
    ],
    facts: &["kill-form-lower", "kill-dashes-name"],
    posix: Some("XCU kill, OPTIONS"),
};

pub(super) static NUMBER_FORM: Rule = Rule {
    number: 102,
    title: "kill-number-form",
    kind: Kind::Posix { xsi: true },
    severity: Severity::Info,
    fix: Fixable::Mixed,
    why: "POSIX has `kill -s NAME`. The form `kill -NUMBER` belongs to the X/Open System \
          Interfaces option, which gives a meaning to 0, 1, 2, 3, 6, 9, 14 and 15 alone. A name \
          also shows the reader which signal is meant.",
    examples: &[
        Example {
            wrong: "kill -9 \"$pid\"",
            right: "kill -s KILL \"$pid\"",
            options: &["--posix"],
        },
        Example { wrong: "kill -0 \"$pid\"", right: "kill -s 0 \"$pid\"", options: &["--posix"] },
        Example {
            wrong: "kill -11 \"$pid\"",
            right: "kill -s SEGV \"$pid\"",
            options: &["--posix=xsi"],
        },
    ],
    facts: &["kill-s-number", "kill-dashes-number"],
    posix: Some("XCU kill, OPTIONS"),
};

pub(super) static NUMBER_VARIES: Rule = Rule {
    number: 103,
    title: "kill-number-varies",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "The numbers of most signals differ between systems, and on Linux between processors: 10 \
          is USR1 on Linux, BUS on macOS and the BSDs. The wrong one may end the process, or stop \
          it. Only the name is the same everywhere.",
    examples: &[
        Example { wrong: "kill -10 \"$pid\"", right: "kill -s USR1 \"$pid\"", options: &[] },
        Example { wrong: "kill -s 12 \"$pid\"", right: "kill -s USR2 \"$pid\"", options: &[] },
    ],
    facts: &[],
    posix: Some("XCU kill, OPTIONS; XBD <signal.h>"),
};

pub(super) static SIG_PREFIX: Rule = Rule {
    number: 104,
    title: "kill-sig-prefix",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "The names of signals are TERM, INT and so on: POSIX takes them without the prefix SIG. \
          dash, which is /bin/sh on Debian and Ubuntu, refuses the prefix, and so does bash when \
          it runs as sh. Then kill sends nothing.",
    examples: &[
        Example { wrong: "kill -s SIGTERM \"$pid\"", right: "kill -s TERM \"$pid\"", options: &[] },
        Example { wrong: "kill -SIGTERM \"$pid\"", right: "kill -TERM \"$pid\"", options: &[] },
        Example {
            wrong: "kill -SIGTERM \"$pid\"",
            right: "kill -s TERM \"$pid\"",
            options: &["--posix"],
        },
    ],
    facts: &["kill-s-sig", "kill-form-sig", "kill-form-stop"],
    posix: Some("XCU kill, OPTIONS"),
};

pub(super) static NAME_UNKNOWN: Rule = Rule {
    number: 113,
    title: "kill-name-unknown",
    kind: Kind::Logic,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "kill refuses a name that it does not know and sends nothing. CLD, IOT, POLL and the \
          real-time names are names that some shells know and others do not; CHLD and ABRT are the \
          names that POSIX has for the first two.",
    examples: &[
        Example { wrong: "kill -s CLD \"$pid\"", right: "kill -s CHLD \"$pid\"", options: &[] },
        Example { wrong: "kill -s TREM \"$pid\"", right: "kill -s TERM \"$pid\"", options: &[] },
        Example { wrong: "kill -IOT \"$pid\"", right: "kill -ABRT \"$pid\"", options: &[] },
        Example {
            wrong: "kill -s PWR \"$pid\"",
            right: "kill -s USR1 \"$pid\"",
            options: &["--posix"],
        },
    ],
    facts: &["kill-cld", "kill-iot", "kill-abrt", "kill-poll", "kill-rtmin"],
    posix: Some("XBD <signal.h>"),
};

pub(super) static SIGNAL_VARIABLE: Rule = Rule {
    number: 114,
    title: "kill-signal-variable",
    kind: Kind::Posix { xsi: false },
    severity: Severity::Info,
    fix: Fixable::Unsafe,
    why: "`-s \"$signal\"` is what POSIX has, and it takes names alone. `-\"$signal\"` belongs to \
          XSI, and a value that begins with s is an option for most shells. The fix is not safe, \
          because the value may be a number.",
    examples: &[Example {
        wrong: "kill -\"$s\" \"$pid\"",
        right: "kill -s \"$s\" \"$pid\"",
        options: &["--posix"],
    }],
    facts: &["kill-form-stop", "kill-s-number"],
    posix: Some("XCU kill, OPTIONS"),
};

pub(super) static LOWER_FORM: Rule = Rule {
    number: 120,
    title: "kill-lower-form",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "Most shells read `-stop` as `-s top`, `-sys` as `-s ys` and `-segv` as `-s egv`, and \
          refuse the name. mksh takes no name in lower case after a dash. After `-s` lower case is \
          right everywhere.",
    examples: &[
        Example { wrong: "kill -stop \"$pid\"", right: "kill -s STOP \"$pid\"", options: &[] },
        Example { wrong: "kill -hup \"$pid\"", right: "kill -s HUP \"$pid\"", options: &[] },
    ],
    facts: &[
        "kill-form-stop",
        "kill-form-sys",
        "kill-form-segv",
        "kill-form-lower",
        "kill-s-lower",
    ],
    posix: Some("XCU kill, OPTIONS"),
};

pub(super) fn check(call: &Call<'_>) {
    let Some(signal) = &call.signal else { return };
    let Some(meaning) = signal.meaning() else {
        if signal.value.is_none() && !call.operands.is_empty() {
            prefix_of_variable(call, signal);
            if signal.form == Form::Dash {
                variable(call, signal);
            }
        }
        return;
    };
    match meaning {
        Meaning::Number(number, meaning) => of_number(call, signal, number, meaning),
        Meaning::Name(name) => of_name(call, signal, name),
        Meaning::Unknown => unknown(call, signal),
    }
}

fn of_number(call: &Call<'_>, signal: &Signal, number: u32, meaning: Number) {
    let context = call.context;
    let is_form = signal.form == Form::Dash;
    let fixed = |message: String| {
        let name = signal.portable().unwrap_or_default();
        let finding = context.finding(&NUMBER_FORM, signal.span, message);
        finding.fixed(!call.may_name_groups(), call.as_value_of_s(&name))
    };
    // The only word is meant as a process group.
    if is_form && call.operands.is_empty() && number > 64 {
        return;
    }
    match meaning {
        Number::Varies(varying) if number <= 64 => {
            call.context.report(varies(call, signal, number, varying));
        }
        Number::Varies(_) => {
            let message = format!("{number} is no signal");
            context.report(context.finding(&NAME_UNKNOWN, signal.value_span, message));
        }
        Number::Null if is_form => {
            context.report(fixed("-0 is an XSI form; write -s 0".to_owned()));
        }
        Number::Xsi(name) if is_form => {
            context.report(fixed(format!("-{number} names {name} by number; write -s {name}")));
        }
        Number::Same(name) if is_form => {
            let message = format!("-{number} names {name} by number; write -s {name}");
            context.report_beyond_xsi(fixed(message));
        }
        Number::Null | Number::Xsi(_) | Number::Same(_) => {}
    }
}

/// A number that is another signal elsewhere.
pub(super) fn varies(call: &Call<'_>, signal: &Signal, number: u32, varying: Varying) -> Finding {
    let message = format!("{}; write -s and a name", varying.described(number));
    let finding = call.context.finding(&NUMBER_VARIES, signal.value_span, message);
    Finding { note: varying.names(), ..finding }
}

fn of_name(call: &Call<'_>, signal: &Signal, name: Name) {
    let value = signal.value.as_deref().unwrap_or_default();
    match name {
        Name::Second(second, first) => {
            let fact = if second == "CLD" { "kill-cld" } else { "kill-iot" };
            if let Some(mut finding) = unportable_name(call, signal, second, fact) {
                finding = finding.fixed(true, call.by_name(first));
                call.context.report(finding);
                return;
            }
        }
        Name::RealTime => {
            let shown = call.context.shown(signal.value_span);
            if let Some(finding) = unportable_name(call, signal, &shown, "kill-rtmin") {
                call.context.report(finding);
                return;
            }
        }
        Name::Extension("POLL") => {
            if let Some(finding) = unportable_name(call, signal, "POLL", "kill-poll") {
                call.context.report(finding);
                return;
            }
        }
        Name::Extension(name) if call.context.settings.posix.is_some() => {
            let message = format!("{name}: no signal of POSIX");
            let finding = call.context.finding(&NAME_UNKNOWN, signal.value_span, message);
            call.context.report(Finding { severity: Severity::Info, ..finding });
        }
        _ => {}
    }
    if without_prefix(value).is_some() {
        prefix(call, signal);
    }
    if signal.form == Form::Dash {
        let is_lower = value.iter().any(u8::is_ascii_lowercase);
        if is_lower && without_prefix(value).is_none() {
            lower(call, signal);
        }
        if let Some(name) = signal.portable() {
            let shown = String::from_utf8_lossy(value);
            let message = format!("-{shown} is an XSI form; write -s {name}");
            let finding = call.context.finding(&NAME_FORM, signal.span, message);
            let is_safe = !call.may_name_groups();
            call.context.report(finding.fixed(is_safe, call.as_value_of_s(&name)));
        }
    }
}

/// A name that some shells do not know.
pub(super) fn unportable_name(
    call: &Call<'_>,
    signal: &Signal,
    name: &str,
    fact: &str,
) -> Option<Finding> {
    let subject = call.context.subject(call.site, facts::fails(fact))?;
    let message = if subject.shells.is_empty() {
        format!("{name}: no signal of POSIX")
    } else {
        format!("{name}: unknown to {subject}")
    };
    Some(call.context.unportable(&NAME_UNKNOWN, signal.value_span, subject.shells, message))
}

/// SIG in front of the name.
fn prefix(call: &Call<'_>, signal: &Signal) {
    let Some(name) = signal.portable() else { return };
    let Some(finding) = of_prefix(call, signal) else { return };
    call.context.report(finding.fixed(true, call.by_name(&name)));
}

/// Finds SIG in front of the name.
pub(super) fn of_prefix(call: &Call<'_>, signal: &Signal) -> Option<Finding> {
    let value = signal.value.as_deref().unwrap_or_default();
    let fails = match (signal.form, value.starts_with(b"s")) {
        // `-sigterm` is `-s igterm`, as `-stop` is `-s top`.
        (Form::Dash, true) => facts::fails("kill-form-sig").or(facts::fails("kill-form-stop")),
        (Form::Dash, false) => facts::fails("kill-form-sig"),
        _ => facts::fails("kill-s-sig"),
    };
    let subject = call.context.subject(call.site, fails)?;
    let message = format!(
        "{}: {} names without SIG",
        String::from_utf8_lossy(value),
        subject.with("takes", "take")
    );
    Some(call.context.unportable(&SIG_PREFIX, signal.value_span, subject.shells, message))
}

/// A name in lower case after one dash.
fn lower(call: &Call<'_>, signal: &Signal) {
    let Some(name) = signal.portable() else { return };
    let Some(finding) = of_lower(call, signal) else { return };
    call.context.report(finding.fixed(true, call.as_value_of_s(&name)));
}

/// Finds a name in lower case after one dash.
pub(super) fn of_lower(call: &Call<'_>, signal: &Signal) -> Option<Finding> {
    let value = String::from_utf8_lossy(signal.value.as_deref().unwrap_or_default());
    let rest = value.strip_prefix('s');
    let fact = if rest.is_some() { "kill-form-stop" } else { "kill-form-lower" };
    let shells = call.context.failing(call.site, facts::fails(fact));
    if shells.is_empty() {
        return None;
    }
    let message = match (rest, shells.iter().count()) {
        (Some(rest), _) => format!("-{value} is read as -s {rest} by {shells}"),
        (None, 1) => format!("-{value}: {shells} refuses lower case here"),
        (None, _) => format!("-{value}: {shells} refuse lower case here"),
    };
    Some(call.context.unportable(&LOWER_FORM, signal.value_span, shells, message))
}

/// A word that is no signal's name on any system.
fn unknown(call: &Call<'_>, signal: &Signal) {
    let value = signal.value.as_deref().unwrap_or_default();
    // Programs have options that lint does not know; alone, a word may ask for help.
    let is_letter = value.len() == 1 && call.is_external();
    let has_operand = !call.operands.is_empty() || call.site.has_more_operands;
    let is_name = value.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let is_replaced = call.site.is_replaced(value);
    if value.is_empty() || is_letter || !has_operand || !is_name || is_replaced {
        return;
    }
    let shown = String::from_utf8_lossy(value);
    let message = format!("{shown} is no signal{}", signals::hint(value));
    call.context.report(call.context.finding(&NAME_UNKNOWN, signal.value_span, message));
}

/// A dash and an expansion.
fn variable(call: &Call<'_>, signal: &Signal) {
    let Some((message, mut edits)) = as_value(call, signal) else { return };
    edits.extend(call.dashes_edit());
    let finding = call.context.finding(&SIGNAL_VARIABLE, signal.span, message);
    call.context.report(finding.fixed(false, edits));
}

/// Writes a dash and an expansion as the value of `-s`, without SIG: what to say, and the edit.
fn as_value(call: &Call<'_>, signal: &Signal) -> Option<(String, Vec<Edit>)> {
    let own = call.context.bytes(signal.span);
    let quote = if own.starts_with(b"\"") { "\"" } else { "" };
    let rest = own[quote.len()..].strip_prefix(b"-")?;
    let rest = match beginning(call, signal) {
        Some(beginning) if beginning == b"-SIG" => rest.strip_prefix(b"SIG").unwrap_or(rest),
        _ => rest,
    };
    let start = signal.span.start;
    let gone = Span { start, end: start + own.len() - rest.len() };
    let message = format!("write -s {quote}{}", String::from_utf8_lossy(rest));
    Some((message, vec![Edit::replace(gone, format!("-s {quote}"))]))
}

/// The constant bytes in front of the expansion that gives the signal.
fn beginning(call: &Call<'_>, signal: &Signal) -> Option<Vec<u8>> {
    let word = call.words.iter().find(|word| word.span == signal.value_span)?;
    Some(word.constant_beginning(call.context.text))
}

/// SIG in front of an expansion: `-s "SIG$name"`.
fn prefix_of_variable(call: &Call<'_>, signal: &Signal) {
    let context = call.context;
    let span = signal.value_span;
    let beginning = beginning(call, signal).unwrap_or_default();
    let is_prefix = match signal.form {
        Form::Dash => beginning == b"-SIG",
        Form::Separate => beginning == b"SIG",
        _ => false,
    };
    let own = context.bytes(span);
    let Some(at) = memchr::memmem::find(own, b"SIG").filter(|_| is_prefix) else { return };
    let fact = if signal.form == Form::Dash { "kill-form-sig" } else { "kill-s-sig" };
    let Some(subject) = context.subject(call.site, facts::fails(fact)) else { return };
    let shown = context.shown(span).replace('"', "");
    let message = format!(
        "{}: {} names without SIG",
        shown.strip_prefix('-').unwrap_or(&shown),
        subject.with("takes", "take")
    );
    let finding = context.unportable(&SIG_PREFIX, span, subject.shells, message);
    let start = span.start + at;
    let edits = match (signal.form, context.settings.posix, as_value(call, signal)) {
        (Form::Dash, Some(_), Some((_, mut edits))) => {
            edits.extend(call.dashes_edit());
            edits
        }
        _ => vec![Edit::remove(Span { start, end: start + 3 })],
    };
    context.report(finding.fixed(true, edits));
}
