//! A signal in a variable whose values are known: what is wrong is reported where it is written.
//!
//! The word may be used for more than the signal, so no change of it is safe.

use super::call::{Call, Form, Meaning, Signal};
use super::{options, signals};
use crate::lint::finding::{Edit, Finding};
use crate::lint::shell::script::{Part, Word};
use crate::lint::signals::{Name, Number, hint};
use crate::signal::without_prefix;

pub(super) fn check(call: &Call<'_>) {
    let context = call.context;
    let Some(signal) = call.signal.as_ref().filter(|signal| signal.meaning().is_none()) else {
        return;
    };
    let Some(variable) = variable(call, signal) else { return };
    let known = context.values().of_word(context.text, &variable);
    for (value, span) in known {
        let written =
            Signal { span: *span, value_span: *span, value: Some(value.clone()), ..signal.clone() };
        let Some(finding) = of_value(call, &written, known.len() == 1) else { continue };
        let name = written.portable().filter(|_| context.bytes(*span) == &value[..]);
        context.report(match name {
            Some(name) if finding.rule.number != signals::NUMBER_VARIES.number => {
                finding.fixed(false, vec![Edit::replace(*span, name)])
            }
            _ => finding,
        });
    }
}

/// The variable that gives the signal: all of the value, or what follows the dash.
fn variable(call: &Call<'_>, signal: &Signal) -> Option<Word> {
    let word = call.words.iter().find(|word| word.span == signal.value_span)?;
    let part = match (&word.parts[..], signal.form) {
        ([dash, part], Form::Dash) if call.context.bytes(dash.span) == b"-" => part,
        ([option, part], Form::Joined) if call.context.bytes(option.span) == b"-s" => part,
        ([option, part], Form::Number) if call.context.bytes(option.span) == b"-n" => part,
        ([option, part], Form::Long) if call.context.bytes(option.span) == b"--signal=" => part,
        ([part], Form::Separate | Form::Number | Form::Long) => part,
        _ => return None,
    };
    let Part { span, ref kind, double_quoted } = *part;
    Some(Word { span, parts: vec![Part { span, kind: kind.clone(), double_quoted }] })
}

/// The finding of the rule that is broken. A word that is no signal may be a mark (`none`) among
/// several values.
fn of_value(call: &Call<'_>, signal: &Signal, is_only: bool) -> Option<Finding> {
    let value = signal.value.as_deref()?;
    let name = match signal.meaning()? {
        Meaning::Number(number, Number::Varies(varying)) if number <= 64 => {
            return Some(signals::varies(call, signal, number, varying));
        }
        Meaning::Number(..) if signal.form == Form::Separate => {
            return options::of_s_number(call, signal);
        }
        Meaning::Number(..) => return None,
        Meaning::Unknown if is_only && value.len() > 1 => {
            let is_name = value.iter().all(u8::is_ascii_alphanumeric);
            let shown = String::from_utf8_lossy(value);
            let message = format!("{shown} is no signal{}", hint(value));
            let finding = call.context.finding(&signals::NAME_UNKNOWN, signal.value_span, message);
            return is_name.then_some(finding);
        }
        Meaning::Unknown => return None,
        Meaning::Name(name) => name,
    };
    match name {
        Name::Second(second, _) => {
            let fact = if second == "CLD" { "kill-cld" } else { "kill-iot" };
            signals::unportable_name(call, signal, second, fact)
        }
        _ if without_prefix(value).is_some() => signals::of_prefix(call, signal),
        _ if signal.form == Form::Dash && value.iter().any(u8::is_ascii_lowercase) => {
            signals::of_lower(call, signal)
        }
        _ => None,
    }
}
