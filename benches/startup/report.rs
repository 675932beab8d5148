//! The results as Markdown for the README and as JSON for programs.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::{Value, json};

use crate::programs::{Program, Role};
use crate::timing::Timing;
use crate::trace::MOST_INSTRUCTIONS;

/// What one program needs for one command line.
pub(crate) struct Cell {
    /// None if there were more than are counted.
    pub(crate) instructions: Option<f64>,
    pub(crate) system_calls: f64,
    pub(crate) peak_kib: u64,
    pub(crate) timing: Timing,
}

/// One command line: a cell for every program, in their order; None if it does not understand the command line.
pub(crate) struct Table {
    pub(crate) title: &'static str,
    /// Instructions and system calls are for one operand, not for the process.
    pub(crate) per_operand: bool,
    pub(crate) cells: Vec<Option<Cell>>,
}

pub(crate) struct Report<'a> {
    pub(crate) programs: &'a [Program],
    pub(crate) tables: &'a [Table],
    pub(crate) pairs: usize,
    pub(crate) bulk_pairs: usize,
    pub(crate) pinned: bool,
}

/// Where the JSON goes if nobody says where.
pub(crate) fn default_path() -> PathBuf {
    // cargo's directory for the files of benchmarks is target/tmp, wherever target is.
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("startup.json")
}

impl Report<'_> {
    /// All of it.
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        for table in self.tables {
            let each = if table.per_operand { " per PID" } else { "" };
            let _ = write!(
                text,
                "**`{}`**\n\n| | instructions{each} | system calls{each} | page faults | peak KiB | time, × {} |\n\
                 |---|--:|--:|--:|--:|--:|\n",
                table.title,
                self.reference(),
            );
            for (program, cell) in self.programs.iter().zip(&table.cells) {
                let ratio = cell.as_ref().map(|cell| cell.timing.ratio[1]);
                let ratio = ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.2}"));
                let peak = cell.as_ref().map_or("–".to_owned(), |cell| grouped(cell.peak_kib as f64));
                let _ = writeln!(text, "{} {peak} | {ratio} |", counts(program, cell.as_ref()));
            }
            text.push('\n');
        }
        text + &self.notes()
    }

    fn reference(&self) -> &'static str {
        match self.programs.first() {
            Some(program) if program.role == Role::Floor => "floor",
            _ => "sigkit",
        }
    }

    fn notes(&self) -> String {
        let cpu = if self.pinned { "on one CPU" } else { "on any CPU" };
        let floor = match self.reference() {
            "floor" => {
                "The floor does nothing but kill(2) and exit_group(2), without a libc; in every row it sends signal 0. "
            }
            _ => "",
        };
        format!(
            "Whole processes, one run, programs taking turns {cpu}. {floor}Instructions are user-space ones, counted by \
             single-stepping from the first instruction on, the run-time linker's included. System calls: execve(2) not \
             included, exit_group(2) included. Page faults: minor and major, those of the spawn and of execve(2) included, \
             median. Time, from spawn to end: the median of {} paired ratios ({} for 10,000 operands), output to \
             /dev/null. Absolute times are not claimed: they belong to the machine. A dash: the program does not support \
             this. Too many: more instructions than the {} that are counted in one run. ({}; Linux {})\n",
            self.pairs,
            self.bulk_pairs,
            grouped(MOST_INSTRUCTIONS as f64),
            processor(),
            kernel(),
        )
    }

    /// Writes everything that was measured.
    pub(crate) fn write_json(&self, path: &Path) -> io::Result<()> {
        let programs: Vec<Value> = self
            .programs
            .iter()
            .map(|program| json!({ "name": program.label, "path": program.path.display().to_string() }))
            .collect();
        let value = json!({
            "processor": processor(),
            "kernel": kernel(),
            "architecture": std::env::consts::ARCH,
            "pairs": self.pairs,
            "pinned_to_one_cpu": self.pinned,
            "times_are_relative_to": self.reference(),
            "programs": programs,
            "rows": self.tables.iter().map(|table| self.json_table(table)).collect::<Vec<Value>>(),
        });
        fs::write(path, format!("{value:#}\n"))
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    }

    fn json_table(&self, table: &Table) -> Value {
        let cells = self.programs.iter().zip(&table.cells).map(|(program, cell)| match cell {
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
            "programs": cells.collect::<Vec<Value>>(),
        })
    }
}

/// One command line, and only what can be counted.
pub(crate) fn counts_alone(programs: &[Program], table: &Table) -> String {
    let mut text =
        format!("**`{}`**\n\n| | instructions | system calls | page faults |\n|---|--:|--:|--:|\n", table.title);
    for (program, cell) in programs.iter().zip(&table.cells) {
        let _ = writeln!(text, "{}", counts(program, cell.as_ref()));
    }
    text + "\n"
}

/// A row's head: the program and what was counted.
fn counts(program: &Program, cell: Option<&Cell>) -> String {
    let label = match program.role {
        Role::Sigkit => format!("**{}**", program.label),
        Role::Floor | Role::Peer => program.label.clone(),
    };
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

/// A number rounded to an integer, with a comma after every three digits.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split_once(": "));
    name.map_or(std::env::consts::ARCH.to_owned(), |(_, name)| name.trim().to_owned())
}

fn kernel() -> String {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    // What follows the version is the builder's own.
    release.trim().split('-').next().unwrap_or_default().to_owned()
}
