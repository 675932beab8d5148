//! Calls of trap without an action: `-l`, `-p`, and one operand.

use super::call::{Call, Form, Meaning};
use crate::lint::facts;
use crate::lint::finding::{Edit, Severity};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::signals;

pub(super) static TRAP_L: Rule = Rule {
    number: 208,
    title: "trap-l",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::No,
    why: "The option -l is bash's and zsh's. In every shell `kill -l` lists the signals.",
    examples: &[Example { wrong: "trap -l", right: "kill -l", options: &[] }],
    facts: &["trap-l"],
    posix: Some("XCU trap, OPTIONS"),
};

pub(super) static TRAP_P: Rule = Rule {
    number: 209,
    title: "trap-p",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::No,
    why: "POSIX has the option -p since 2024, and older shells do not know it. Without operands \
              trap \
          lists all traps that are set.",
    examples: &[Example { wrong: "trap -p", right: "trap", options: &[] }],
    facts: &["trap-p"],
    posix: Some("XCU trap, OPTIONS"),
};

pub(super) static ONE_OPERAND: Rule = Rule {
    number: 211,
    title: "trap-one-operand",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "Only a number may stand for itself as a condition to reset. A name alone is an action \
          without a condition, which most shells refuse.",
    examples: &[Example { wrong: "trap INT", right: "trap - INT", options: &[] }],
    facts: &["trap-one-name", "trap-one-number"],
    posix: Some("XCU trap, DESCRIPTION"),
};

pub(super) fn check(call: &Call<'_>) {
    let context = call.context;
    match call.form {
        Form::List(option) => {
            let shells = context.failing(call.site, facts::fails("trap-l"));
            if !shells.is_empty() {
                let message = if shells.iter().count() == 1 {
                    format!("trap -l: {shells} has none; kill -l lists signals")
                } else {
                    format!("trap -l: {shells} have none; kill -l lists signals")
                };
                context.report(context.unportable(&TRAP_L, option.span, shells, message));
            }
        }
        Form::Print(option) => {
            let shells = context.failing(call.site, facts::fails("trap-p"));
            if !shells.is_empty() {
                let have = if shells.iter().count() == 1 { "has" } else { "have" };
                let message = format!(
                    "trap -p is new in POSIX.1-2024; {shells} {have} none; trap alone lists"
                );
                context.report(context.unportable(&TRAP_P, option.span, shells, message));
            }
        }
        Form::One => one(call, "trap-one-name"),
        Form::Reset if call.words.len() == 2 => one(call, "trap-one-number"),
        _ => {}
    }
}

fn one(call: &Call<'_>, fact: &str) {
    let context = call.context;
    let [condition] = &call.conditions[..] else { return };
    let is_condition =
        matches!(condition.meaning, Meaning::Name(_) | Meaning::Number(_) | Meaning::Pseudo(_));
    if !is_condition || !condition.is_literal {
        return;
    }
    let shells = context.failing(call.site, facts::fails(fact));
    if shells.is_empty() {
        return;
    }
    let shown = String::from_utf8_lossy(&condition.value).into_owned();
    // Case and the prefix are other rules' matter once the action is there.
    let name = match condition.meaning {
        Meaning::Name(name) if signals::is_uncatchable(name.text().unwrap_or_default()) => return,
        _ => &shown,
    };
    let want = if shells.iter().count() == 1 { "wants" } else { "want" };
    let message = format!("trap {shown}: {shells} {want} an action; write trap - {name}");
    let finding = context.unportable(&ONE_OPERAND, condition.span, shells, message);
    context.report(finding.fixed(true, vec![Edit::insert(condition.span.start, "- ")]));
}
