//! What kill prints: names, numbers, what statuses mean.

use super::args::Decode;
use super::strict::{Conformance, Level};
use super::{NAME, report};
use crate::cli::Status;
use crate::process::{self, SignalSet};
use crate::signal::native::{self, Posix, ShortName};
use crate::signal::status::{self, Decoded};
use crate::signal::{self, Name, Signal};
use crate::sys::output::{Output, is_terminal, terminal_width, write_before_libc};
use crate::sys::{Describe, Errno, Pid};

/// Where util-linux's kill breaks the lines of `-l`, and how wide a cell of its `-L` is.
const NAMES_WIDTH: usize = 72;
const CELL_WIDTH: usize = 11;

/// What 0 and the bases of exit statuses stand for.
static EXIT: ShortName = ShortName::new("EXIT");

/// The signals that `-l` and `-L` name: those of `<signal.h>`, then RTMIN and RTMAX.
fn named() -> impl Iterator<Item = Signal> {
    let bounds = signal::real_time().map(|range| [*range.start(), *range.end()]);
    let fixed = native::by_number().map(|row| row.number);
    fixed.chain(bounds.into_iter().flatten()).filter_map(|number| Signal::new(i32::from(number)))
}

/// `-l`: in strict mode the names that the mode accepts, one a line.
pub fn names(conformance: Conformance) -> Status {
    let mut output = Output::new();
    match conformance {
        Conformance::Extended => match terminal_width() {
            Some(width) => names_in_columns(&mut output, width.min(NAMES_WIDTH)),
            None => output.write(&native::LIST),
        },
        Conformance::Posix(level) => {
            let accepted =
                |signal: &Signal| signal.posix() == Posix::Base || level == Level::Xsi && signal.posix() == Posix::Xsi;
            named().filter(accepted).for_each(|signal| write_line(&mut output, signal));
        }
    }
    report::finish(NAME, &mut output)
}

/// `-l` before libc starts, where standard output is no terminal.
#[inline]
pub fn names_before_libc() -> Option<Status> {
    if is_terminal() {
        return None;
    }
    write_before_libc(&native::LIST).then_some(Status::SUCCESS)
}

fn names_in_columns(output: &mut Output, width: usize) {
    let mut column = 0;
    for signal in named() {
        let name = signal.name();
        let length = name.to_string().len();
        if column > 0 && column + 1 + length > width {
            output.push(b'\n');
            column = 0;
        } else if column > 0 {
            output.push(b' ');
            column += 1;
        }
        write_name(output, name);
        column += length;
    }
    output.push(b'\n');
}

fn write_line(output: &mut Output, signal: Signal) {
    write_name(output, signal.name());
    output.push(b'\n');
}

/// Writes a name without core's formatting, which reads tables of pointers.
fn write_name(output: &mut Output, name: Name) {
    let (base, sign, number) = match name {
        Name::Fixed(name) => return output.write_name(name),
        Name::Number(number) => return output.write_number(number),
        Name::AboveRtMin(above) => (b"RTMIN", b'+', above),
        Name::BelowRtMax(below) => (b"RTMAX", b'-', below),
    };
    for byte in base {
        output.push(*byte);
    }
    if number > 0 {
        output.push(sign);
        output.write_number(number);
    }
}

/// `-L`, laid out as util-linux's.
pub fn table() -> Status {
    let mut output = Output::new();
    let width = terminal_width();
    let mut column = 0;
    for signal in named() {
        let name = signal.name().to_string();
        if width.is_some_and(|width| column > 0 && column + CELL_WIDTH > width) {
            output.write(b"\n");
            column = 0;
        }
        output.print(format_args!("{:2} {name:<8}", signal.number()));
        column += CELL_WIDTH;
        if width.is_none() {
            output.write(b"\n");
        }
    }
    if width.is_some() {
        output.write(b"\n");
    }
    report::finish(NAME, &mut output)
}

/// `-t`, laid out as GNU's: every signal that has a name, with what it means.
pub fn description_table() -> Status {
    let mut output = Output::new();
    for signal in Signal::all().filter(|signal| !signal.name().is_number()) {
        let name = signal.name().to_string();
        output.print(format_args!("{:2} {name:<8} {}\n", signal.number(), signal.description()));
    }
    report::finish(NAME, &mut output)
}

/// `-l` with operands. A bad one does not keep the others from being decoded.
pub fn decode(decode: &Decode) -> Status {
    let mut output = Output::new();
    let mut status = Status::SUCCESS;
    for word in decode.words() {
        if let Err(reason) = decode_one(&mut output, word, decode.conformance) {
            // What was printed so far comes first, as on a terminal.
            let _ = report::finish(NAME, &mut output);
            report::report(NAME, word, reason);
            status = Status::FAILURE;
        }
    }
    match report::finish(NAME, &mut output) {
        Status::SUCCESS => status,
        failure => failure,
    }
}

/// `-l` with numbers and statuses before libc starts. None if an operand is anything else, or a signal without a row: what
/// it is called takes the range of the real-time signals, which is libc's to tell. Nothing is written before all operands
/// are known to be decoded here, or what starts anew would write it again: so there must not be too many.
#[inline]
pub fn decode_before_libc(decode: &Decode) -> Option<Status> {
    if decode.operands.len() >= Output::NAMES_GATHERED {
        return None;
    }
    let mut output = Output::new();
    for word in decode.words() {
        let decoded = status::decode(signal::decimal(word)?)?;
        if matches!(decoded, Decoded::Signal(signal) if signal.row().is_none()) {
            return None;
        }
        write_decoded(&mut output, decoded);
    }
    output.flush_before_libc().then_some(Status::SUCCESS)
}

fn write_decoded(output: &mut Output, decoded: Decoded) {
    match decoded {
        Decoded::Signal(signal) => write_name(output, signal.name()),
        Decoded::Exit { .. } => output.write_name(&EXIT),
    }
    output.push(b'\n');
}

fn decode_one(output: &mut Output, word: &[u8], conformance: Conformance) -> Result<(), String> {
    if word.first().is_some_and(u8::is_ascii_digit) {
        return match (word, conformance) {
            ([b'0', b'x' | b'X', digits @ ..], Conformance::Extended) => decode_set(output, digits),
            _ => decode_number(output, word, conformance),
        };
    }
    if word == b"--" {
        return Err("not a signal or an exit status; -- belongs before the first operand".into());
    }
    let signal = signal::by_name(word).map_err(|unknown| unknown.to_string())?;
    if let Conformance::Posix(_) = conformance {
        return Err("POSIX leaves kill -l with a name unspecified; it decodes an exit status".into());
    }
    output.print(format_args!("{}\n", signal.map_or(0, |signal| signal.number())));
    Ok(())
}

fn decode_number(output: &mut Output, word: &[u8], conformance: Conformance) -> Result<(), String> {
    let strict = matches!(conformance, Conformance::Posix(_));
    let unknown = || "no signal, and no exit status that a signal gives".to_owned();
    match signal::decimal(word).and_then(status::decode).ok_or_else(unknown)? {
        Decoded::Signal(signal) if strict && signal.name().is_number() => return Err(unknown()),
        Decoded::Exit { base: 0 } if strict => output.write(b"0\n"),
        Decoded::Exit { .. } if strict => return Err(unknown()),
        decoded => write_decoded(output, decoded),
    }
    Ok(())
}

fn decode_set(output: &mut Output, digits: &[u8]) -> Result<(), String> {
    let set = SignalSet::from_hexadecimal(digits).ok_or("not a set of signals in hexadecimal digits")?;
    if set.exceeds_system() {
        return Err("the set has signals that this system has not".into());
    }
    set.signals().for_each(|signal| write_line(output, signal));
    Ok(())
}

/// `-d PID`, with util-linux's labels.
pub fn process_state(pid: Pid) -> Status {
    let state = match process::Status::of(pid) {
        Ok(state) => state,
        Err(error) => {
            let subject = pid.to_string();
            match error {
                Errno::ENOENT => report::report(NAME, subject.as_bytes(), process::NO_PROC),
                error => report::report(NAME, subject.as_bytes(), Describe(error)),
            }
            return Status::FAILURE;
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
