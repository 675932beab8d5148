//! The results as Markdown for docs/performance.md and as JSON for programs.

use std::collections::HashSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::{Value, json};

use crate::programs::{Program, Role};
use crate::resident::Resident;
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

/// One command line: a cell for every program, in their order; None if it does not understand the
/// command line.
pub(crate) struct Table<'a> {
    pub(crate) title: &'static str,
    pub(crate) programs: &'a [Program],
    /// Instructions and system calls are for one operand, not for the process.
    pub(crate) per_operand: bool,
    pub(crate) cells: Vec<Option<Cell>>,
}

pub(crate) struct Report<'a> {
    pub(crate) tables: &'a [Table<'a>],
    pub(crate) resident: &'a Resident<'a>,
    pub(crate) pairs: usize,
    pub(crate) bulk_pairs: usize,
    pub(crate) pinned: bool,
}

/// Where the JSON goes by default.
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
                "**`{}`**\n\n| | instructions{each} | system calls{each} | page faults | peak KiB \
                 | time, × {} |\n\
                 |---|--:|--:|--:|--:|--:|\n",
                table.title,
                reference(table.programs),
            );
            for (program, cell) in table.programs.iter().zip(&table.cells) {
                let ratio = cell.as_ref().map(|cell| cell.timing.ratio[1]);
                let ratio = ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.2}"));
                let peak =
                    cell.as_ref().map_or("–".to_owned(), |cell| grouped(cell.peak_kib as f64));
                let _ = writeln!(text, "{} {peak} | {ratio} |", counts(program, cell.as_ref()));
            }
            text.push('\n');
        }
        text + &self.resident.markdown() + "\n" + &self.notes()
    }

    fn notes(&self) -> String {
        let cpu = if self.pinned { "on one CPU" } else { "on any CPU" };
        let floor = match self.tables.first().map(|table| reference(table.programs)) {
            Some("floor") => {
                "The floor does nothing but kill(2) and exit_group(2), without a libc; in every \
                 row it sends signal 0. "
            }
            _ => "",
        };
        format!(
            "Whole processes, one run, programs taking turns {cpu}. {floor}Instructions are \
             user-space ones, counted by \
             single-stepping from the first instruction on, the run-time linker's included. System \
                calls: execve(2) not \
             included, exit_group(2) included. Page faults: minor and major, those of the spawn \
                and of execve(2) included, \
             median. Of wrappers the instructions, system calls and memory are their own, faults \
                and time those of what \
             they run, too. Time, from spawn to end: the median of {} paired ratios ({} for 10,000 \
                operands), output to \
             /dev/null. Absolute times are not claimed: they belong to the machine. A dash: the \
                program does not support \
             this. Too many: more instructions than the {} that are counted in one run. ({}; Linux \
                {})\n",
            self.pairs,
            self.bulk_pairs,
            grouped(MOST_INSTRUCTIONS as f64),
            processor(),
            kernel(),
        )
    }

    /// Writes everything that was measured.
    pub(crate) fn write_json(&self, path: &Path) -> io::Result<()> {
        let mut seen = HashSet::new();
        let programs: Vec<Value> = self
            .tables
            .iter()
            .flat_map(|table| table.programs)
            .filter(|program| seen.insert(&program.label))
            .map(|program| {
                json!({ "name": program.label, "path": program.path.display().to_string() })
            })
            .collect();
        let value = json!({
            "processor": processor(),
            "kernel": kernel(),
            "architecture": std::env::consts::ARCH,
            "pairs": self.pairs,
            "pinned_to_one_cpu": self.pinned,
            "programs": programs,
            "rows": self.tables.iter().map(json_table).collect::<Vec<Value>>(),
            "supervising": self.resident.json(),
        });
        fs::write(path, format!("{value:#}\n"))
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    }
}

fn json_table(table: &Table) -> Value {
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

/// What times are relative to.
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

/// The program's name; sigkit's stands out.
pub(crate) fn label(program: &Program) -> String {
    match program.role {
        Role::Sigkit => format!("**{}**", program.label),
        Role::Floor | Role::Peer => program.label.clone(),
    }
}

/// A number rounded to an integer, with a comma after every three digits.
pub(crate) fn grouped(number: f64) -> String {
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
    let name = text
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split_once(": "));
    name.map_or(std::env::consts::ARCH.to_owned(), |(_, name)| name.trim().to_owned())
}

fn kernel() -> String {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    // What follows the version is the builder's own.
    release.trim().split('-').next().unwrap_or_default().to_owned()
}
