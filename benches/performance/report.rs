//! The results as Markdown for docs/performance.md and as JSON for programs.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::{Value, json};

use crate::format::grouped;
use crate::lint::Lint;
use crate::selection::Selection;
use crate::startup::Measured;
use crate::table::{json_table, table, tables};
use crate::trace::MOST_INSTRUCTIONS;

/// The parts of a report, by the names that docs/performance.md has for them.
pub(crate) const PARTS: [&str; 7] =
    ["kill", "kill, more", "trap", "start-up, machine", "selection", "selection, machine", "lint"];

pub(crate) struct Report<'a> {
    pub(crate) measured: Option<Measured<'a>>,
    pub(crate) selection: Option<Selection>,
    pub(crate) lint: Option<Lint>,
    pub(crate) pairs: usize,
    pub(crate) bulk_pairs: usize,
    pub(crate) pinned: bool,
}

/// Where the JSON goes by default.
pub(crate) fn default_path() -> PathBuf {
    // cargo's directory for the files of benchmarks is target/tmp, wherever target is.
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("performance.json")
}

impl Report<'_> {
    /// All of it.
    pub(crate) fn markdown(&self) -> String {
        let parts = PARTS.iter().filter_map(|part| self.part(part));
        parts.collect::<Vec<_>>().join("\n")
    }

    /// A part of it; None if that was not measured.
    pub(crate) fn part(&self, name: &str) -> Option<String> {
        let measured = self.measured.as_ref();
        match name {
            "kill" => measured?.kill.first().map(table),
            "kill, more" => measured?.kill.get(1..).map(tables),
            "trap" => measured.map(|all| tables(&all.trap) + "\n" + &all.resident.markdown()),
            "start-up, machine" => measured.map(|_| {
                self.machine(&format!("{} ({} for 10,000 operands)", self.pairs, self.bulk_pairs))
            }),
            "selection" => self.selection.as_ref().map(Selection::markdown),
            "selection, machine" => self.selection.as_ref().map(|selection| {
                let pairs: Vec<_> = selection.pairs.iter().map(usize::to_string).collect();
                self.machine(&pairs.join(" and "))
            }),
            "lint" => self.lint.as_ref().map(|lint| {
                let machine = format!("{}; Linux {}.\n", processor(), kernel());
                lint.markdown() + &machine
            }),
            _ => None,
        }
    }

    fn machine(&self, pairs: &str) -> String {
        let cpu = if self.pinned { "on one CPU" } else { "on any CPU" };
        format!(
            "{}; Linux {}. The programs took turns {cpu}. Time is the median of {pairs} paired \
             ratios. More than {} instructions in one run are too many to count.\n",
            processor(),
            kernel(),
            grouped(MOST_INSTRUCTIONS as f64),
        )
    }

    /// Writes everything that was measured.
    pub(crate) fn write_json(&self, path: &Path) -> io::Result<()> {
        let mut seen = HashSet::new();
        let measured = self.measured.as_ref();
        let tables = || measured.into_iter().flat_map(|all| all.kill.iter().chain(&all.trap));
        let programs: Vec<Value> = tables()
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
            "rows": tables().map(json_table).collect::<Vec<Value>>(),
            "supervising": measured.map(|all| all.resident.json()),
            "selecting": self.selection.as_ref().map(Selection::json),
            "lint": self.lint.as_ref().map(Lint::json),
        });
        fs::write(path, format!("{value:#}\n"))
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    }
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
