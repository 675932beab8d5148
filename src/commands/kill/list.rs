//! The lists that kill prints: names, numbers, meanings of statuses.

use super::args::{Decode, Foreign};
use super::name::NAME;
use crate::cli::escape::escaped;
use crate::cli::{ExitStatus, meant, names, report};
use crate::posix;
use crate::posix::conformance::Conformance;
use crate::signal::headers;
use crate::signal::numbering::Numbering;
use crate::signal::set::SignalSet;
use crate::signal::{self, Name, Spelling, Unknown, target};
use crate::sys::output::{Output, terminal_width};

const UNKNOWN_NUMBER: &str = "neither a signal nor an exit status that a signal gives";

/// The diagnostic for `--` after an operand.
const LATE_SEPARATOR: &str = "not a signal or an exit status; one -- may stand among the operands";

/// The name of 0.
const EXIT: &str = "EXIT";

const NULL_SIGNAL: &str = "No signal, only a check of the target";

/// `-l --target`.
pub(crate) fn foreign_names(target: &Foreign) -> ExitStatus {
    names::show_of(NAME, &Numbering::of(target.table))
}

pub(super) fn numbering(target: Option<&Foreign>) -> Numbering {
    target.map_or_else(Numbering::native, |target| Numbering::of(target.table))
}

/// `-L`, laid out as util-linux's: the rows of the operands one a line, else all.
pub(crate) fn table(decode: &Decode) -> ExitStatus {
    if decode.words().next().is_some() {
        return rows(decode, |numbering, number| cell(numbering, number).trim_end().to_owned());
    }
    let numbering = numbering(decode.target.as_ref());
    let mut output = Output::new();
    let width = terminal_width();
    let cells: Vec<String> = numbering.named().map(|number| cell(&numbering, number)).collect();
    // Names of other systems may fill their cells.
    let cell_width = cells
        .iter()
        .map(|cell| cell.len().max(cell.trim_end().len() + 1))
        .max()
        .unwrap_or_default();
    let mut column = 0;
    for cell in cells {
        if width.is_some_and(|width| column > 0 && column + cell_width > width) {
            output.write(b"\n");
            column = 0;
        }
        match width {
            Some(_) => output.print(format_args!("{cell:<cell_width$}")),
            None => output.print(format_args!("{cell}\n")),
        }
        column += cell_width;
    }
    if width.is_some() {
        output.write(b"\n");
    }
    report::finish(NAME, &mut output)
}

/// A number and its name, padded as util-linux's; longer names and numbers of other systems get
/// more.
fn cell(numbering: &Numbering, number: u8) -> String {
    let digits = if numbering.highest() < 100 { 2 } else { 3 };
    let name = shown_name(numbering, number).to_string();
    format!("{number:digits$} {name:<8}")
}

/// `-t`, laid out as GNU's: a row with what it means for each operand, else for EXIT and every
/// signal that has a name.
pub(crate) fn description_table(decode: &Decode) -> ExitStatus {
    if decode.words().next().is_some() {
        return rows(decode, described);
    }
    let numbering = numbering(decode.target.as_ref());
    let mut output = Output::new();
    let is_shown = |number: &u8| *number == 0 || !numbering.name(*number).is_number();
    for number in (0..=numbering.highest()).filter(is_shown) {
        output.print(format_args!("{}\n", described(&numbering, number)));
    }
    report::finish(NAME, &mut output)
}

fn described(numbering: &Numbering, number: u8) -> String {
    let cell = cell(numbering, number);
    match number {
        0 => format!("{cell} {NULL_SIGNAL}"),
        _ => format!("{cell} {}", numbering.description(number)),
    }
}

/// The row of each operand, which is what -l takes: a number, a status or a name.
fn rows(decode: &Decode, row: fn(&Numbering, u8) -> String) -> ExitStatus {
    let numbering = numbering(decode.target.as_ref());
    each_operand(decode, |output, word| {
        let number = match Spelling::of(word) {
            Spelling::Number(digits) => number_in(digits, &numbering).ok_or(UNKNOWN_NUMBER)?,
            Spelling::Name(name) => number_of(name, &numbering, decode.target.as_ref())?,
        };
        output.print(format_args!("{}\n", row(&numbering, number)));
        Ok(())
    })
}

/// `--target list`: the short forms, then the triples with theirs.
pub(crate) fn targets() -> ExitStatus {
    let mut output = Output::new();
    for name in target::names() {
        output.print(format_args!("{name}\n"));
    }
    for (triple, table) in target::triples() {
        output.print(format_args!("{triple} {}\n", table.name));
    }
    report::finish(NAME, &mut output)
}

/// `-l` with operands.
pub(crate) fn decode(decode: &Decode) -> ExitStatus {
    let numbering = numbering(decode.target.as_ref());
    each_operand(decode, |output, word| match (Spelling::of(word), decode.conformance) {
        (Spelling::Number([b'0', b'x' | b'X', digits @ ..]), Conformance::Extended) => {
            decode_set(output, digits, &numbering, decode.target.as_ref())
        }
        (Spelling::Number(digits), Conformance::Extended) => {
            let number = number_in(digits, &numbering).ok_or(UNKNOWN_NUMBER)?;
            names::write_line(output, shown_name(&numbering, number));
            Ok(())
        }
        // Without a sign: POSIX has an unsigned decimal integer (XCU kill, OPERANDS).
        (Spelling::Number(_), Conformance::Posix(_)) => {
            let name = number_in(word, &numbering)
                .and_then(|number| posix::kill::name_of(&numbering, number));
            names::write_line(output, name.ok_or(UNKNOWN_NUMBER)?);
            Ok(())
        }
        (Spelling::Name(name), conformance) => {
            let number = number_of(name, &numbering, decode.target.as_ref())?;
            if let Conformance::Posix(_) = conformance {
                return Err(posix::kill::NAME_AS_STATUS.to_string());
            }
            output.print(format_args!("{number}\n"));
            Ok(())
        }
    })
}

/// Writes what each operand asks for. A bad one does not keep the others from being looked at.
pub(super) fn each_operand(
    decode: &Decode,
    mut write: impl FnMut(&mut Output, &[u8]) -> Result<(), String>,
) -> ExitStatus {
    let mut output = Output::new();
    let mut status = ExitStatus::SUCCESS;
    for word in decode.words() {
        if let Err(reason) = write(&mut output, word) {
            // Flush first, so that output and diagnostics keep their order.
            let _ = report::finish(NAME, &mut output);
            report::report(NAME, word, reason);
            status = ExitStatus::FAILURE;
        }
    }
    match report::finish(NAME, &mut output) {
        ExitStatus::SUCCESS => status,
        failure => failure,
    }
}

/// The signal that a number or an exit status stands for, 0 for none; None for one that no signal
/// gives.
fn number_in(digits: &[u8], numbering: &Numbering) -> Option<u8> {
    let (_, number) = signal::decimal(digits).and_then(|status| numbering.decode(status))?;
    Some(number)
}

/// The name that is printed for a number, EXIT for 0.
fn shown_name(numbering: &Numbering, number: u8) -> Name {
    match number {
        0 => Name::Fixed(EXIT),
        _ => numbering.name(number),
    }
}

/// The number of a name, 0 for EXIT.
///
/// # Errors
///
/// Why the word is no name on the system that is asked about.
pub(super) fn number_of(
    word: &[u8],
    numbering: &Numbering,
    target: Option<&Foreign>,
) -> Result<u8, String> {
    if word == b"--" {
        return Err(LATE_SEPARATOR.into());
    }
    numbering.by_name(word).map_err(|unknown| not_named(unknown, word, target))
}

fn decode_set(
    output: &mut Output,
    digits: &[u8],
    numbering: &Numbering,
    target: Option<&Foreign>,
) -> Result<(), String> {
    let set =
        SignalSet::from_hexadecimal(digits).ok_or("not a set of signals in hexadecimal digits")?;
    if set.numbers().any(|number| number > numbering.highest()) {
        let system = target.map_or("this system".into(), |target| escaped(target.spelled));
        return Err(format!("the set has signals that {system} does not have"));
    }
    set.numbers().for_each(|number| names::write_line(output, numbering.name(number)));
    Ok(())
}

/// Why a word names no signal of a target, None being this system.
fn not_named(unknown: Unknown, word: &[u8], target: Option<&Foreign>) -> String {
    match (unknown, target) {
        (Unknown::Elsewhere, _) => {
            not_of(word, target.map_or(b"this system", |target| target.spelled))
        }
        (Unknown::RealTimeRange, Some(target)) => match target.table.real_time {
            Some((lowest, highest)) => {
                format!("real-time signals are RTMIN to RTMIN+{} (RTMAX)", highest - lowest)
            }
            None => {
                format!("no real-time signals are known on {}", escaped(target.spelled))
            }
        },
        (Unknown::NumberRange { .. }, Some(target)) => {
            format!("signal numbers are 0 to {}", target.table.highest)
        }
        (Unknown::Name, target) => {
            let table = target.map_or(headers::NATIVE, |target| target.table);
            format!("{unknown}{}", meant::signal_of(word, table, |_| true))
        }
        (Unknown::RealTimeRange | Unknown::NumberRange { .. }, None) => unknown.to_string(),
    }
}

/// The reason that a target lacks a name, and the targets that have it.
fn not_of(word: &[u8], system: &[u8]) -> String {
    let name = signal::without_prefix(word).unwrap_or(word).to_ascii_uppercase();
    let name = std::str::from_utf8(&name).unwrap_or_default();
    let mut having = target::having(name).into_iter().map(|(table, number)| (table.name, number));
    let mut text = format!("not a signal of {}", escaped(system));
    if let Some((name, number)) = having.next() {
        text += &format!("; {name} has it as {number}");
    }
    for (name, number) in having {
        text += &format!(", {name} as {number}");
    }
    text
}
