//! The names of signals, as every command lists them.

use super::{ExitStatus, report};
use crate::signal::Name;
use crate::signal::numbering::Numbering;
use crate::sys::output::{Output, terminal_width};

/// Where util-linux's kill breaks the lines of `-l`.
const NAMES_WIDTH: usize = 72;

/// Shows the names of this system's signals: in columns on a terminal, else one a line.
pub(crate) fn show(speaker: &str) -> ExitStatus {
    show_of(speaker, &Numbering::native())
}

/// The same of a system's signals.
pub(crate) fn show_of(speaker: &str, numbering: &Numbering) -> ExitStatus {
    match terminal_width() {
        Some(width) => {
            let mut output = Output::new();
            in_columns(&mut output, numbering, width);
            report::finish(speaker, &mut output)
        }
        None => show_each(speaker, numbering.named().map(|number| numbering.name(number))),
    }
}

/// Shows names one a line.
pub(crate) fn show_each(speaker: &str, names: impl Iterator<Item = Name>) -> ExitStatus {
    let mut output = Output::new();
    names.for_each(|name| write_line(&mut output, name));
    report::finish(speaker, &mut output)
}

/// Writes the names of a system's signals, broken where the terminal or util-linux would.
fn in_columns(output: &mut Output, numbering: &Numbering, width: usize) {
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
        output.print(format_args!("{name}"));
        column += length;
    }
    output.push(b'\n');
}

/// Writes a name and ends the line.
pub(crate) fn write_line(output: &mut Output, name: Name) {
    output.print(format_args!("{name}\n"));
}
