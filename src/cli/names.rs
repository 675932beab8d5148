//! The names of signals, as every command lists them.

use super::{ExitStatus, report};
use crate::signal::numbering::Numbering;
use crate::signal::{Name, native};
use crate::sys::output::{Output, terminal_width};

/// Where util-linux's kill breaks the lines of `-l`.
const NAMES_WIDTH: usize = 72;

/// Shows the names of this system's signals: in columns on a terminal, else one a line.
pub fn show(speaker: &str) -> ExitStatus {
    let mut output = Output::new();
    match terminal_width() {
        Some(width) => in_columns(&mut output, &Numbering::native(), width),
        None => output.write(&native::LIST),
    }
    report::finish(speaker, &mut output)
}

/// Shows names one a line.
pub fn show_each(speaker: &str, names: impl Iterator<Item = Name>) -> ExitStatus {
    let mut output = Output::new();
    names.for_each(|name| write_line(&mut output, name));
    report::finish(speaker, &mut output)
}

/// Writes the names of a system's signals, broken where the terminal or util-linux would.
pub fn in_columns(output: &mut Output, numbering: &Numbering, width: usize) {
    let width = width.min(NAMES_WIDTH);
    let mut column = 0;
    for number in numbering.named() {
        let name = numbering.name(number);
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

/// Writes a name and ends the line.
#[inline]
pub fn write_line(output: &mut Output, name: Name) {
    write_name(output, name);
    output.push(b'\n');
}

/// Writes a name without core's formatting, which reads tables of pointers.
#[inline]
pub fn write_name(output: &mut Output, name: Name) {
    let (base, sign, number) = match name {
        Name::Fixed(name) => return output.write_name(&name),
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
