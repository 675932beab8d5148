//! What kill prints: names, numbers, what statuses mean.

use super::args::{Decode, Foreign};
use super::name::NAME;
use crate::cli::escape::escaped;
use crate::cli::{ExitStatus, names, report};
use crate::posix;
use crate::posix::conformance::Conformance;
use crate::process::proc::NO_PROC;
use crate::process::status::Status;
use crate::signal::numbering::Numbering;
use crate::signal::set::SignalSet;
use crate::signal::status::{self, Decoded};
use crate::signal::{self, Unknown, target};
use crate::sys::output::{Output, terminal_width};
use crate::sys::{Describe, Errno, Pid};

const UNKNOWN_NUMBER: &str = "no signal, and no exit status that a signal gives";

/// What is said of `--` after an operand.
pub(super) const LATE_SEPARATOR: &str =
    "not a signal or an exit status; -- belongs before the first operand";

/// What 0 and the bases of exit statuses stand for.
const EXIT: &str = "EXIT";

/// `-l --target`.
pub(crate) fn foreign_names(target: &Foreign) -> ExitStatus {
    names::show_of(NAME, &Numbering::of(target.table))
}

pub(super) fn numbering(target: Option<&Foreign>) -> Numbering {
    target.map_or_else(Numbering::native, |target| Numbering::of(target.table))
}

/// `-L`, laid out as util-linux's.
pub(crate) fn table(target: Option<&Foreign>) -> ExitStatus {
    let mut output = Output::new();
    let numbering = numbering(target);
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
    let name = numbering.name(number).to_string();
    format!("{number:digits$} {name:<8}")
}

/// `-t`, laid out as GNU's: every signal that has a name, with what it means.
pub(crate) fn description_table(target: Option<&Foreign>) -> ExitStatus {
    let mut output = Output::new();
    let numbering = numbering(target);
    for number in (1..=numbering.highest()).filter(|number| !numbering.name(*number).is_number()) {
        output.print(format_args!(
            "{} {}\n",
            cell(&numbering, number),
            numbering.description(number)
        ));
    }
    report::finish(NAME, &mut output)
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
    each_operand(decode, |output, word| match &decode.target {
        None => decode_one(output, word, decode.conformance),
        Some(target) => decode_foreign(output, word, target),
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
            // What was printed so far comes first, as on a terminal.
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

fn decode_one(output: &mut Output, word: &[u8], conformance: Conformance) -> Result<(), String> {
    if word.first().is_some_and(u8::is_ascii_digit) {
        return match (word, conformance) {
            ([b'0', b'x' | b'X', digits @ ..], Conformance::Extended) => {
                decode_set(output, digits, None)
            }
            _ => decode_number(output, word, conformance),
        };
    }
    if word == b"--" {
        return Err(LATE_SEPARATOR.into());
    }
    let signal = signal::by_name(word).map_err(|unknown| unknown.to_string())?;
    if let Conformance::Posix(_) = conformance {
        return Err(posix::kill::NAME_AS_STATUS.to_string());
    }
    output.print(format_args!("{}\n", signal.map_or(0, |signal| signal.number())));
    Ok(())
}

fn decode_number(output: &mut Output, word: &[u8], conformance: Conformance) -> Result<(), String> {
    let decoded = signal::decimal(word).and_then(status::decode).ok_or(UNKNOWN_NUMBER)?;
    match (conformance, decoded) {
        (Conformance::Posix(_), decoded) => {
            names::write_line(output, posix::kill::name_of(decoded).ok_or(UNKNOWN_NUMBER)?);
        }
        (Conformance::Extended, Decoded::Signal(signal)) => {
            names::write_line(output, signal.name());
        }
        (Conformance::Extended, Decoded::Exit { .. }) => output.print(format_args!("{EXIT}\n")),
    }
    Ok(())
}

fn decode_set(output: &mut Output, digits: &[u8], target: Option<&Foreign>) -> Result<(), String> {
    let numbering = numbering(target);
    let set =
        SignalSet::from_hexadecimal(digits).ok_or("not a set of signals in hexadecimal digits")?;
    if set.numbers().any(|number| number > numbering.highest()) {
        let system = target.map_or("this system".into(), |target| escaped(target.spelled));
        return Err(format!("the set has signals that {system} has not"));
    }
    set.numbers().for_each(|number| names::write_line(output, numbering.name(number)));
    Ok(())
}

/// An operand of `-l --target`.
fn decode_foreign(output: &mut Output, word: &[u8], target: &Foreign) -> Result<(), String> {
    if let [b'0', b'x' | b'X', digits @ ..] = word {
        return decode_set(output, digits, Some(target));
    }
    let numbering = Numbering::of(target.table);
    if word.first().is_some_and(u8::is_ascii_digit) {
        match signal::decimal(word)
            .and_then(|status| numbering.decode(status))
            .ok_or(UNKNOWN_NUMBER)?
        {
            (_, 0) => output.print(format_args!("{EXIT}\n")),
            (_, number) => names::write_line(output, numbering.name(number)),
        }
        return Ok(());
    }
    let number =
        numbering.by_name(word).map_err(|unknown| not_named(unknown, word, Some(target)))?;
    output.print(format_args!("{number}\n"));
    Ok(())
}

/// Why a word names no signal of a target, None being this system.
pub(super) fn not_named(unknown: Unknown, word: &[u8], target: Option<&Foreign>) -> String {
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
        (unknown, _) => unknown.to_string(),
    }
}

/// That a target lacks a name, and which have it.
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

/// `-d PID`, with util-linux's labels.
pub(crate) fn process_state(pid: Pid) -> ExitStatus {
    let state = match Status::of(pid) {
        Ok(state) => state,
        Err(error) => {
            let subject = pid.to_string();
            match error {
                Errno::ENOENT => report::report(NAME, subject.as_bytes(), NO_PROC),
                error => report::report(NAME, subject.as_bytes(), Describe(error)),
            }
            return ExitStatus::FAILURE;
        }
    };
    let mut output = Output::new();
    for (label, set) in [
        ("Pending (thread)", state.pending_thread),
        ("Pending (process)", state.pending_process),
        ("Blocked", state.blocked),
        ("Ignored", state.ignored),
        ("Caught", state.caught),
    ] {
        let mut signals = set.signals().peekable();
        if signals.peek().is_none() {
            continue;
        }
        output.print(format_args!("{label}:"));
        for signal in signals {
            output.print(format_args!(" {}", signal.name()));
        }
        output.write(b"\n");
    }
    report::finish(NAME, &mut output)
}
