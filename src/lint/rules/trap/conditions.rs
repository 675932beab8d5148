//! How a condition is written: numbers, the prefix SIG, case, and what cannot be caught.

use super::call::{Call, Condition, Form, Meaning, renamed};
use super::pseudo;
use crate::lint::facts;
use crate::lint::finding::{Edit, Severity, Span};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shell::script::Word;
use crate::lint::shells::Shell;
use crate::lint::signals::{self, Number};
use crate::signal::without_prefix;

pub(super) static NUMBER_XSI: Rule = Rule {
    number: 201,
    title: "trap-number-xsi",
    kind: Kind::Posix { xsi: true },
    severity: Severity::Info,
    fix: Fixable::Safe,
    why: "Numbers as conditions belong to XSI, which knows 1, 2, 3, 6, 9, 14 and 15 alone. Names \
              work \
          everywhere.",
    examples: &[Example { wrong: "trap 'x' 2", right: "trap 'x' INT", options: &["--posix"] }],
    facts: &["trap-xsi-number"],
    posix: Some("XCU trap, OPERANDS"),
};

pub(super) static NUMBER_VARIES: Rule = Rule {
    number: 202,
    title: "trap-number-varies",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "The number is one signal on one system and another signal on the next one. A name is the \
          same signal everywhere.",
    examples: &[Example { wrong: "trap 'x' 10", right: "trap 'x' USR1", options: &[] }],
    facts: &["trap-number"],
    posix: Some("XCU trap, OPERANDS"),
};

pub(super) static SIG_PREFIX: Rule = Rule {
    number: 203,
    title: "trap-sig-prefix",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "POSIX names signals without SIG. A shell that takes names without SIG alone sets no trap \
          here, and dash reads no condition after the wrong one.",
    examples: &[
        Example { wrong: "trap 'x' SIGINT", right: "trap 'x' INT", options: &[] },
        Example { wrong: "trap 'x' HUP sigint", right: "trap 'x' HUP INT", options: &[] },
    ],
    facts: &["trap-sig", "trap-sig-rest", "trap-sig-lower"],
    posix: Some("XCU trap, OPERANDS"),
};

pub(super) static CASE: Rule = Rule {
    number: 204,
    title: "trap-case",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "POSIX names signals in upper case. Some shells take no other.",
    examples: &[Example { wrong: "trap 'x' int", right: "trap 'x' INT", options: &[] }],
    facts: &["trap-lower", "trap-mixed"],
    posix: Some("XCU trap, OPERANDS"),
};

pub(super) static UNCATCHABLE: Rule = Rule {
    number: 205,
    title: "trap-uncatchable",
    kind: Kind::Logic,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "No process can catch, block or ignore KILL or STOP. Most shells take the trap without a \
          word, and it never runs.",
    examples: &[
        Example { wrong: "trap 'x; exit' INT KILL", right: "trap 'x; exit' INT", options: &[] },
        Example { wrong: "trap 'x' 9", right: "trap 'x' USR1", options: &[] },
    ],
    facts: &["trap-kill"],
    posix: Some("XCU trap, DESCRIPTION"),
};

pub(super) fn check(call: &Call<'_>) {
    match call.form {
        Form::List(_) | Form::Print(_) => return,
        Form::One => return pseudo::no_condition(call),
        _ => {}
    }
    if pseudo::is_swapped(call) {
        return;
    }
    for condition in &call.conditions {
        check_one(call, condition);
    }
    for word in call.unknown_words() {
        prefix_of_variable(call, word);
    }
}

/// SIG in front of an expansion: `"SIG$name"`.
fn prefix_of_variable(call: &Call<'_>, word: &Word) {
    let context = call.context;
    if word.constant_beginning(context.text) != b"SIG" {
        return;
    }
    let Some(subject) = context.subject(call.site, facts::fails("trap-sig")) else { return };
    let Some(at) = memchr::memmem::find(context.bytes(word.span), b"SIG") else { return };
    let shown = context.shown(word.span).replace('"', "");
    let message = format!("{shown}: {} names without SIG", subject.with("takes", "take"));
    let start = word.span.start + at;
    let gone = Edit::remove(Span { start, end: start + 3 });
    let finding = context.unportable(&SIG_PREFIX, word.span, subject.shells, message);
    context.report(finding.fixed(true, vec![gone]));
}

fn check_one(call: &Call<'_>, condition: &Condition) {
    if condition.meaning.name().is_some_and(signals::is_uncatchable) {
        uncatchable(call, condition);
        return;
    }
    match condition.meaning {
        Meaning::Number(number) => number_of(call, condition, number),
        Meaning::Name(name) => spelling(call, condition, name),
        Meaning::Pseudo(name) => pseudo::pseudo(call, condition, name),
        Meaning::Unknown => pseudo::unknown(call, condition),
    }
}

fn uncatchable(call: &Call<'_>, condition: &Condition) {
    let Some(name) = condition.meaning.name() else { return };
    let finding =
        call.context.finding(&UNCATCHABLE, condition.span, format!("{name} cannot be trapped"));
    let is_other = |other: &&Condition| {
        other.is_literal && !other.meaning.name().is_some_and(signals::is_uncatchable)
    };
    let stays = call.conditions.iter().any(|other| is_other(&other));
    if !condition.is_literal || !stays {
        call.context.report(finding);
        return;
    }
    // The blank in front of the word goes, too.
    let start = call.words[condition.at - 1].span.end;
    let edit = Edit::remove(Span { start, end: condition.span.end });
    call.context.report(finding.fixed(true, vec![edit]));
}

fn number_of(call: &Call<'_>, condition: &Condition, number: u32) {
    let context = call.context;
    let (name, is_xsi) = match signals::number(number) {
        Number::Null => {
            pseudo::zero(call, condition);
            return;
        }
        Number::Xsi(name) => (name, true),
        Number::Same(name) => (name, false),
        Number::Varies(varying) => {
            // Up to 64 it is a real-time signal of Linux.
            if number > 64 && varying.on_linux.is_none() && varying.elsewhere.is_none() {
                pseudo::unknown(call, condition);
                return;
            }
            let message = format!("{}; write a name", varying.described(number));
            let finding = context.finding(&NUMBER_VARIES, condition.span, message);
            context.report(match varying.names() {
                Some(names) => finding.noted(names),
                None => finding,
            });
            return;
        }
    };
    let message = format!("{number} names {name} by number; write {name}");
    let finding = context.finding(&NUMBER_XSI, condition.span, message);
    let finding = if matches!(call.form, Form::Reset) && condition.at == 1 {
        // `trap 1 2` resets both: with a name in front it would set an action.
        renamed(finding, condition, &format!("- {name}"))
    } else {
        renamed(finding, condition, name)
    };
    if is_xsi {
        context.report(finding);
    } else {
        context.report_beyond_xsi(finding);
    }
}

/// The prefix SIG, lower case, and names that are second ones.
fn spelling(call: &Call<'_>, condition: &Condition, name: signals::Name) {
    let context = call.context;
    let value = &condition.value[..];
    let shown = String::from_utf8_lossy(value);
    let upper = without_prefix(value).unwrap_or(value).to_ascii_uppercase();
    let upper = String::from_utf8_lossy(&upper).into_owned();
    let has_prefix = without_prefix(value).is_some();
    let is_lower = value.iter().any(u8::is_ascii_lowercase);
    let fact = match (has_prefix, is_lower) {
        (true, true) => "trap-sig-lower",
        (true, false) => "trap-sig",
        (false, true) => "trap-lower",
        (false, false) => {
            pseudo::second_name(call, condition, name);
            return;
        }
    };
    let Some(subject) = context.subject(call.site, facts::fails(fact)) else { return };
    let (rule, mut message) = if has_prefix {
        let takes = subject.with("takes", "take");
        (&SIG_PREFIX, format!("{shown}: {takes} names without SIG"))
    } else {
        (&CASE, format!("{shown}: {} upper case only", subject.with("takes", "take")))
    };
    if subject.shells.contains(Shell::Dash) && condition.at + 1 < call.words.len() {
        message += "; dash sets none of the rest";
    }
    let finding = context.unportable(rule, condition.span, subject.shells, message);
    context.report(renamed(finding, condition, &upper));
}
