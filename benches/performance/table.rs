//! A table: one command line, and what it costs each program.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::format::{grouped, label};
use crate::programs::{Program, Role};
use crate::timing::Timing;

/// The cost of one program for one command line.
pub(crate) struct Cell {
    /// None if there were more than are counted.
    pub(crate) instructions: Option<f64>,
    pub(crate) system_calls: f64,
    pub(crate) peak_kib: u64,
    pub(crate) timing: Timing,
}

/// One command line: a cell for every program, in their order; None if it does not understand the
/// command line.
pub(crate) struct Table<'a> {
    pub(crate) title: &'static str,
    pub(crate) programs: &'a [Program],
    /// Instructions and system calls are for one operand, not for the process.
    pub(crate) per_operand: bool,
    pub(crate) cells: Vec<Option<Cell>>,
}

/// The table for programs.
pub(crate) fn json_table(table: &Table) -> Value {
    let cells = table.programs.iter().zip(&table.cells).map(|(program, cell)| match cell {
        None => json!({ "program": program.label, "supported": false }),
        Some(cell) => json!({
            "program": program.label,
            "supported": true,
            "instructions": cell.instructions,
            "system_calls": cell.system_calls,
            "page_faults": cell.timing.faults,
            "peak_kib": cell.peak_kib,
            "time_ratio": cell.timing.ratio[1],
            "time_ratio_quartiles": [cell.timing.ratio[0], cell.timing.ratio[2]],
            "microseconds_on_this_machine": cell.timing.microseconds,
        }),
    });
    json!({
        "command": table.title,
        "counts_are_per_operand": table.per_operand,
        "times_are_relative_to": reference(table.programs),
        "programs": cells.collect::<Vec<Value>>(),
    })
}

/// One command line, as users have it.
pub(crate) fn table(table: &Table) -> String {
    let each = if table.per_operand { " per PID" } else { "" };
    let mut text = format!(
        "**`{}`**\n\n| | instructions{each} | system calls{each} | page faults | peak KiB | time, \
         × {} |\n|---|--:|--:|--:|--:|--:|\n",
        table.title,
        reference(table.programs),
    );
    for (program, cell) in table.programs.iter().zip(&table.cells) {
        let ratio = cell.as_ref().map(|cell| cell.timing.ratio[1]);
        let ratio = ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.2}"));
        let peak = cell.as_ref().map_or("–".to_owned(), |cell| grouped(cell.peak_kib as f64));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} {peak} | {ratio} |", counts(program, cell.as_ref()));
    }
    text
}

/// Several, one after the other.
pub(crate) fn tables(tables: &[Table]) -> String {
    tables.iter().map(table).collect::<Vec<_>>().join("\n")
}

/// The program that times are relative to.
fn reference(programs: &[Program]) -> &'static str {
    match programs.first() {
        Some(program) if program.role == Role::Floor && program.words.is_some() => "alone",
        Some(program) if program.role == Role::Floor => "floor",
        _ => "sigkit",
    }
}

/// One command line, and only what can be counted.
pub(crate) fn counts_alone(table: &Table) -> String {
    let mut text = format!(
        "**`{}`**\n\n| | instructions | system calls | page faults |\n|---|--:|--:|--:|\n",
        table.title
    );
    for (program, cell) in table.programs.iter().zip(&table.cells) {
        let _ = writeln!(text, "{}", counts(program, cell.as_ref()));
    }
    text + "\n"
}

/// A row's head: the program and what was counted.
fn counts(program: &Program, cell: Option<&Cell>) -> String {
    let label = label(program);
    match cell {
        None => format!("| {label} | – | – | – |"),
        Some(cell) => format!(
            "| {label} | {} | {} | {} |",
            cell.instructions.map_or_else(|| "too many".to_owned(), grouped),
            grouped(cell.system_calls),
            grouped(cell.timing.faults),
        ),
    }
}
