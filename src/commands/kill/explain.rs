//! `--explain`: what a signal or an exit status means, in a few lines. What is said comes from the
//! tables of [`crate::signal`]; nothing is asked of the system but the range of the real-time
//! signals.

use super::args::{Decode, Foreign};
use super::list;
use crate::cli::ExitStatus;
use crate::cli::escape::escaped;
use crate::signal::facts::{DefaultAction, Posix};
use crate::signal::headers::{self, System, Table};
use crate::signal::numbering::Numbering;
use crate::signal::{self, Name, Spelling, conventions, senders};

const WIDTH: usize = 80;
/// Where the text of a line begins.
const INDENT: usize = 12;

const UNKNOWN: &str = "neither a signal nor an exit status";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// The signal of this number, 0 for none, by a name.
    Named(u8),
    /// An exit status, or a number, which is both.
    Number {
        status: u32,
        /// What was added to the number of a signal, and that number, if they give this status.
        sum: Option<(u32, u8)>,
    },
}

pub(crate) fn explain(decode: &Decode) -> ExitStatus {
    let numbering = list::numbering(decode.target.as_ref());
    let mut separator = "";
    list::each_operand(decode, |output, word| {
        let meaning = meaning(word, &numbering, decode.target.as_ref())?;
        let text = text(&escaped(word), meaning, &numbering);
        output.print(format_args!("{separator}{text}"));
        separator = "\n";
        Ok(())
    })
}

fn meaning(
    word: &[u8],
    numbering: &Numbering,
    target: Option<&Foreign>,
) -> Result<Meaning, String> {
    let digits = match Spelling::of(word) {
        Spelling::Name(name) => {
            return list::number_of(name, numbering, target).map(Meaning::Named);
        }
        Spelling::Number(digits) => digits,
    };
    let status = signal::decimal(digits).ok_or(UNKNOWN)?;
    match numbering.decode(status) {
        Some((base, 0)) if base > 0 => {}
        Some(sum) => return Ok(Meaning::Number { status, sum: Some(sum) }),
        None => {}
    }
    // A process has 8 bits for its exit status (POSIX.1-2024 XSH _exit()).
    if status > 255 { Err(UNKNOWN.into()) } else { Ok(Meaning::Number { status, sum: None }) }
}

/// The first line, and below it what is known, a line each.
fn text(word: &str, meaning: Meaning, numbering: &Numbering) -> String {
    let mut text = format!("{word}: {}\n", heading(word, meaning, numbering));
    let number = match meaning {
        Meaning::Named(number) | Meaning::Number { sum: Some((_, number)), .. } => number,
        Meaning::Number { sum: None, .. } => 0,
    };
    if number > 0 {
        add_signal(&mut text, number, numbering);
    }
    if let Meaning::Number { status, sum } = meaning {
        add(&mut text, "status", &of_status(status, sum, numbering));
    }
    text
}

fn heading(word: &str, meaning: Meaning, numbering: &Numbering) -> String {
    let name = |number| match numbering.name(number) {
        Name::Number(number) => format!("signal {number}"),
        name => name.to_string(),
    };
    match meaning {
        Meaning::Named(0) | Meaning::Number { sum: Some((_, 0)), .. } => {
            "no signal; kill only checks whether the target is there and may be signalled".into()
        }
        Meaning::Named(number) if numbering.name(number).to_string() == word => {
            format!("signal {number}")
        }
        Meaning::Named(number) => format!("{}, signal {number}", name(number)),
        Meaning::Number { sum: Some((0, number)), .. } => name(number),
        Meaning::Number { sum: Some((base, number)), .. } => {
            let done = match numbering.default_action(number) {
                DefaultAction::Terminate | DefaultAction::Core => "killed by ",
                DefaultAction::Stop => "stopped by ",
                DefaultAction::Ignore | DefaultAction::Continue => "",
            };
            format!("{base}+{number}, {done}{}", name(number))
        }
        Meaning::Number { sum: None, .. } => "an exit status, which no signal gives".into(),
    }
}

/// The lines about a signal.
fn add_signal(text: &mut String, number: u8, numbering: &Numbering) {
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

/// What a process can do about a signal, as far as it is known.
fn handling(number: u8, numbering: &Numbering) -> Option<&'static str> {
    Some(match numbering.fact(number) {
        Some(fact) if !fact.can_be_handled() => "cannot be caught, blocked or ignored",
        Some(fact) if fact.default_action == DefaultAction::Continue => {
            "can be caught, blocked and ignored; a stopped process continues all the same"
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

/// What a number means as an exit status.
fn of_status(status: u32, sum: Option<(u32, u8)>, numbering: &Numbering) -> String {
    let convention = conventions::of(status);
    let (base, number) = sum.unwrap_or((0, 0));
    let effect = match numbering.default_action(number) {
        _ if number == 0 => None,
        DefaultAction::Terminate | DefaultAction::Core => Some("killed"),
        DefaultAction::Stop => Some("stopped"),
        DefaultAction::Ignore | DefaultAction::Continue => None,
    };
    if base == 0 {
        let own = convention
            .unwrap_or("what the program means by it; POSIX only says that it is no success");
        return match effect {
            Some(effect) => {
                format!(
                    "{own}; of a process {effect} by the signal most shells show {}",
                    number as u32 + 128
                )
            }
            None => own.into(),
        };
    }
    let shell = match base {
        128 => "most shells show",
        256 => "ksh93 shows",
        _ => "yash shows",
    };
    let shown = match effect {
        Some(effect) => format!("what {shell} of a process that the signal {effect}"),
        None => format!("what {shell} when the signal, with a trap on it, interrupted wait"),
    };
    match convention {
        Some(convention) => format!("{shown}; {convention}"),
        None if base == 128 => format!("{shown}; or a program exited with it"),
        None => shown,
    }
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
