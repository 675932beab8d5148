//! `--explain`: what a signal, or a number that shows how a process ended, means, in a few lines.
//! The text comes from the tables of [`crate::signal`]; nothing is asked of the system but the
//! range of the real-time signals, and the keys of the terminal for the signals that they send.

mod key;
mod status;

use super::args::{Decode, Foreign};
use super::list;
use crate::cli::ExitStatus;
use crate::cli::escape::escaped;
use crate::signal::facts::{DefaultAction, Posix};
use crate::signal::headers::{self, System, Table};
use crate::signal::numbering::Numbering;
use crate::signal::readings::{self, Reading};
use crate::signal::{self, Signal, Spelling, conventions, messages, senders};
use crate::sys::keys::Keys;

const WIDTH: usize = 80;
/// Where the text of a line begins.
const INDENT: usize = 12;

const UNKNOWN: &str = "neither a signal nor a status that is known";

#[derive(Clone, Debug, PartialEq, Eq)]
enum Meaning {
    /// The signal of this number, 0 for none, by a name.
    Named(u8),
    /// A number, with all that it can mean, the likeliest first.
    Number(Vec<Reading>),
}

pub(crate) fn explain(decode: &Decode) -> ExitStatus {
    let numbering = list::numbering(decode.target.as_ref());
    let mut separator = "";
    let own_key = |number: u8| {
        let signal = Signal::new(number.into()).filter(|_| decode.target.is_none())?;
        key::sentence(signal, Keys::own)
    };
    list::each_operand(decode, |output, word| {
        let meaning = meaning(word, &numbering, decode.target.as_ref())?;
        let text = text(&escaped(word), &meaning, &numbering, own_key);
        output.print(format_args!("{separator}{text}"));
        separator = "\n";
        Ok(())
    })
}

/// A signal, a number, or else a message that speaks of a signal.
fn meaning(
    word: &[u8],
    numbering: &Numbering,
    target: Option<&Foreign>,
) -> Result<Meaning, String> {
    let reason = match of_word(word, numbering, target) {
        Err(reason) => reason,
        meaning => return meaning,
    };
    match messages::signal_in(word) {
        Some(name) => list::number_of(name.as_bytes(), numbering, target).map(Meaning::Named),
        None => Err(reason),
    }
}

fn of_word(
    word: &[u8],
    numbering: &Numbering,
    target: Option<&Foreign>,
) -> Result<Meaning, String> {
    let value = match (word, Spelling::of(word)) {
        ([b'-', digits @ ..], _) if signal::is_number(digits) => {
            signal::decimal(digits).map(|value| -i64::from(value))
        }
        (_, Spelling::Number([b'0', b'x' | b'X', digits @ ..])) => of_windows(digits),
        (_, Spelling::Number(digits)) => signal::decimal(digits).map(i64::from),
        (_, Spelling::Name(name)) => {
            return list::number_of(name, numbering, target).map(Meaning::Named);
        }
    };
    let readings = value.map(|value| readings::of(value, numbering)).unwrap_or_default();
    if readings.is_empty() { Err(UNKNOWN.into()) } else { Ok(Meaning::Number(readings)) }
}

/// The value that Windows shows in hexadecimal digits. Others would be taken for a set of signals,
/// as -l does.
fn of_windows(digits: &[u8]) -> Option<i64> {
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.len() == 8)?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    conventions::nt_status(value).map(|status| i64::from(status.value))
}

/// The first line, and below it what is known, a line each.
fn text(
    word: &str,
    meaning: &Meaning,
    numbering: &Numbering,
    own_key: impl FnOnce(u8) -> Option<String>,
) -> String {
    let (heading, signal) = match meaning {
        Meaning::Named(number) => {
            let heading = match status::heading(Reading::Number(*number), numbering) {
                heading if *number == 0 => heading,
                name if name == word || numbering.name(*number).is_number() => {
                    format!("signal {number}")
                }
                name => format!("{name}, signal {number}"),
            };
            (heading, Some(*number).filter(|number| *number > 0))
        }
        Meaning::Number(readings) => {
            let likeliest = readings[0];
            (status::heading(likeliest, numbering), likeliest.signal())
        }
    };
    let mut text = format!("{word}: {heading}\n");
    if let Some(number) = signal {
        add_signal(&mut text, number, numbering, own_key(number));
    }
    if let Meaning::Number(readings) = meaning {
        for (label, sentence) in status::lines(readings, numbering) {
            add(&mut text, label, &sentence);
        }
    }
    text
}

/// The lines about a signal.
fn add_signal(text: &mut String, number: u8, numbering: &Numbering, key: Option<String>) {
    let name = numbering.name(number);
    add(text, "meaning", &numbering.description(number).to_string());
    add(text, "default", default_action(numbering.default_action(number)));
    if let Some(handling) = handling(number, numbering) {
        add(text, "handling", handling);
    }
    let posix = match numbering.posix(number) {
        Posix::Base => "in the base standard",
        Posix::Xsi => "in the XSI option",
        Posix::Extension => "not in it",
    };
    add(text, "POSIX", posix);
    let senders = match numbering.fact(number) {
        Some(fact) => senders::of(fact.name),
        None if name.is_number() => Some(senders::OF_RESERVED),
        None => Some(senders::OF_REAL_TIME),
    };
    if let Some(senders) = senders {
        add(text, "senders", senders);
    }
    if let Some(key) = key {
        add(text, "key", &key);
    }
    if !name.is_number() {
        let mut label = "number";
        for line in numbers(&name.to_string(), numbering.table()) {
            add(text, label, &line);
            label = "";
        }
    }
}

fn default_action(action: DefaultAction) -> &'static str {
    match action {
        DefaultAction::Terminate => "the process terminates",
        DefaultAction::Core => "the process terminates and dumps core",
        DefaultAction::Ignore => "nothing happens",
        DefaultAction::Stop => "the process stops",
        DefaultAction::Continue => "the process continues if it is stopped",
    }
}

/// The ways in which a process can handle a signal, as far as they are known.
fn handling(number: u8, numbering: &Numbering) -> Option<&'static str> {
    Some(match numbering.fact(number) {
        Some(fact) if !fact.can_be_handled() => "cannot be caught, blocked or ignored",
        Some(fact) if fact.default_action == DefaultAction::Continue => {
            "can be caught, blocked and ignored; a stopped process continues anyway"
        }
        // What other systems do with signals of their own is not known here.
        Some(fact)
            if fact.posix == Posix::Extension && numbering.table().system != System::Linux =>
        {
            return None;
        }
        None if numbering.name(number).is_number() => return None,
        _ => "can be caught, blocked and ignored",
    })
}

/// The number that the signal has on each target, a line for all that share one; those of `first`
/// come first.
fn numbers(name: &str, first: &'static Table) -> Vec<String> {
    let mut groups: Vec<(u8, Vec<String>)> = Vec::new();
    let others = headers::ALL.iter().copied().filter(|table| *table != first);
    let mut lacking = false;
    for table in std::iter::once(first).chain(others) {
        let is_here = table == headers::NATIVE;
        let numbering = if is_here { Numbering::native() } else { Numbering::of(table) };
        let Ok(number) = numbering.by_name(name.as_bytes()) else {
            lacking = true;
            continue;
        };
        let target = if is_here { format!("{} (here)", table.name) } else { table.name.to_owned() };
        match groups.iter_mut().find(|(known, _)| *known == number) {
            Some((_, targets)) => targets.push(target),
            None => groups.push((number, vec![target])),
        }
    }
    if let ([(number, _)], false) = (&groups[..], lacking) {
        return vec![format!("{number} everywhere")];
    }
    let mut lines: Vec<String> = groups
        .into_iter()
        .map(|(number, targets)| format!("{number} on {}", targets.join(", ")))
        .collect();
    if lacking {
        lines.push("none elsewhere".into());
    }
    lines
}

/// Adds a line, broken between words.
fn add(text: &mut String, label: &str, content: &str) {
    let label = if label.is_empty() { String::new() } else { format!("{label}:") };
    let mut line = format!("  {label:<width$}", width = INDENT - 2);
    let mut empty = true;
    for word in content.split(' ') {
        if !empty && line.len() + 1 + word.len() > WIDTH {
            *text += &line;
            text.push('\n');
            line = " ".repeat(INDENT);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line += word;
        empty = false;
    }
    *text += &line;
    text.push('\n');
}
