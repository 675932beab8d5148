//! Conditions that are no signal: those of one shell (ERR), EXIT as a number, and slips.

use super::call::{Call, Condition, Form, Meaning, renamed};
use crate::lint::facts;
use crate::lint::finding::{Edit, Severity};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shells::Shell;
use crate::lint::signals::{self, Name};

pub(super) static PSEUDO: Rule = Rule {
    number: 206,
    title: "trap-pseudo",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::No,
    why: "ERR, DEBUG, RETURN, ZERR and KEYBD are conditions of some shells. The others refuse \
              them, and a \
          special built-in utility that fails may end the script.",
    examples: &[
        Example { wrong: "trap 'x' ERR", right: "trap 'x' EXIT", options: &[] },
        Example { wrong: "trap 'x' ZERR", right: "trap 'x' ERR", options: &["--shell", "bash"] },
    ],
    facts: &["trap-err", "trap-debug", "trap-return", "trap-zerr", "trap-keybd"],
    posix: Some("XCU trap, OPERANDS"),
};

pub(super) static ZERO: Rule = Rule {
    number: 210,
    title: "trap-zero",
    kind: Kind::Style,
    severity: Severity::Style,
    fix: Fixable::Safe,
    why: "The condition 0 and the condition EXIT are the same. The name shows what it is.",
    examples: &[Example { wrong: "trap 'x' 0", right: "trap 'x' EXIT", options: &["--pedantic"] }],
    facts: &[],
    posix: Some("XCU trap, OPERANDS"),
};

pub(super) static NAME_UNKNOWN: Rule = Rule {
    number: 213,
    title: "trap-name-unknown",
    kind: Kind::Logic,
    severity: Severity::Error,
    fix: Fixable::Mixed,
    why: "The word is no condition in any system, so no trap is set. Conditions stand in words of \
          their own, after the action. An action without a condition sets no trap, either.",
    examples: &[
        Example { wrong: "trap 'x' INT,TERM", right: "trap 'x' INT TERM", options: &[] },
        Example { wrong: "trap INT cleanup", right: "trap cleanup INT", options: &[] },
        Example { wrong: "trap 'x' TREM", right: "trap 'x' TERM", options: &[] },
        Example { wrong: "trap 'x' CLD", right: "trap 'x' CHLD", options: &[] },
        Example {
            wrong: "cleanup() { rm -f x; }\ntrap cleanup\n",
            right: "cleanup() { rm -f x; }\ntrap cleanup EXIT\n",
            options: &[],
        },
    ],
    facts: &["trap-comma", "trap-action-alone", "trap-cld", "trap-iot", "trap-abrt"],
    posix: Some("XCU trap, OPERANDS"),
};

/// Reports a condition that only some shells have.
pub(super) fn pseudo(call: &Call<'_>, condition: &Condition, name: &'static str) {
    let fact = match name {
        "ERR" => "trap-err",
        "DEBUG" => "trap-debug",
        "RETURN" => "trap-return",
        "KEYBD" => "trap-keybd",
        _ => "trap-zerr",
    };
    let context = call.context;
    let Some(subject) = context.subject(call.site, facts::fails(fact)) else { return };
    let mut message =
        format!("{}: no condition in {subject}", String::from_utf8_lossy(&condition.value));
    if subject.shells.contains(Shell::Dash) && condition.at + 1 < call.words.len() {
        message += "; dash sets none of the rest";
    }
    context.report(context.unportable(&PSEUDO, condition.span, subject.shells, message));
}

/// Reports the condition 0.
pub(super) fn zero(call: &Call<'_>, condition: &Condition) {
    if condition.value != b"0" {
        return;
    }
    let finding = call.context.finding(&ZERO, condition.span, "0 is EXIT".to_owned());
    let is_reset_by_number = matches!(call.form, Form::Reset) && condition.at == 1;
    call.context.report(match is_reset_by_number {
        // `trap 0 2` resets both: with a name in front it would set an action.
        true => finding,
        false => renamed(finding, condition, "EXIT"),
    });
}

/// Reports CLD and IOT.
pub(super) fn second_name(call: &Call<'_>, condition: &Condition, name: Name) {
    let Name::Second(second, first) = name else { return };
    let fact = if second == "CLD" { "trap-cld" } else { "trap-iot" };
    let context = call.context;
    let Some(subject) = context.subject(call.site, facts::fails(fact)) else { return };
    let message = format!("{second} is no condition in {subject}; write {first}");
    let finding = context.unportable(&NAME_UNKNOWN, condition.span, subject.shells, message);
    context.report(renamed(finding, condition, first));
}

/// Reports a word that is no condition anywhere.
pub(super) fn unknown(call: &Call<'_>, condition: &Condition) {
    let context = call.context;
    let shown = String::from_utf8_lossy(&condition.value).into_owned();
    let pieces: Vec<&[u8]> =
        condition.value.split(|byte| *byte == b',').filter(|piece| !piece.is_empty()).collect();
    let is_list = pieces.len() > 1 && pieces.iter().all(|piece| is_condition(piece));
    let hint = if is_list {
        "; write blanks between conditions".to_owned()
    } else {
        signals::hint(&condition.value)
    };
    let message = format!("{shown} is no condition{hint}");
    let finding = context.finding(&NAME_UNKNOWN, condition.span, message);
    if is_list && condition.is_literal {
        let text = pieces.join(&b' ');
        context.report(finding.fixed(true, vec![Edit::replace(condition.span, text)]));
        return;
    }
    context.report(finding);
}

/// Reports an action as the only operand: shells refuse it, or ignore it.
pub(super) fn no_condition(call: &Call<'_>) {
    let [condition] = &call.conditions[..] else { return };
    if condition.meaning != Meaning::Unknown || !condition.is_literal {
        return;
    }
    let hint = match signals::hint(&condition.value) {
        hint if hint.is_empty() => "; a condition follows the action".to_owned(),
        hint => hint,
    };
    let message = format!("{} is no condition{hint}", call.context.shown(condition.span));
    call.context.report(call.context.finding(&NAME_UNKNOWN, condition.span, message));
}

fn is_condition(word: &[u8]) -> bool {
    signals::name(word).is_some() || crate::signal::is_number(word)
}

/// Reports a call in which the conditions come first and the action last; returns true for it.
pub(super) fn is_swapped(call: &Call<'_>) -> bool {
    let Form::Set(action) = call.form else { return false };
    let context = call.context;
    let Some(first) = context.constant(action) else { return false };
    let is_name = signals::name(&first).is_some();
    let Some((last, middle)) = call.conditions.split_last() else { return false };
    let is_last_word = last.is_literal && last.at + 1 == call.words.len();
    let others = middle.iter().all(|condition| matches!(condition.meaning, Meaning::Name(_)));
    // `exit` is the command, and not the condition EXIT.
    let is_action = last.meaning == Meaning::Unknown || last.value == b"exit";
    if !is_name || !is_last_word || !is_action || !others {
        return false;
    }
    let finding = context.finding(&NAME_UNKNOWN, last.span, "the action comes first".to_owned());
    let conditions = action.span.start..call.words[last.at - 1].span.end;
    let conditions =
        context.bytes(crate::lint::finding::Span { start: conditions.start, end: conditions.end });
    let mut text = context.bytes(last.span).to_vec();
    text.push(b' ');
    text.extend_from_slice(conditions);
    let whole = crate::lint::finding::Span { start: action.span.start, end: last.span.end };
    context.report(finding.fixed(false, vec![Edit::replace(whole, text)]));
    true
}
