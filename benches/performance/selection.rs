//! The cost of a look at all processes: pgrep, pkill, killall and pidof, sigkit's and every other
//! one found here, and the floor, which lists /proc and reads one file of each process.

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::crowd::{Crowd, NEEDLE, TARGET, TARGETS};
use crate::format::{grouped, label};
use crate::programs::{self, Program, Role, Run};
use crate::{timing, trace};

/// Instructions and system calls are what one more process costs: the difference between a crowd of
/// so many and one of so many. Single-stepping takes microseconds an instruction.
const COUNTED: [usize; 2] = [10, 40];

/// How many processes there are while runs are timed.
pub(crate) const SIZES: [usize; 2] = [1_000, 10_000];

/// The most of the floor's time that is spent on a name.
const MOST_OF_FLOOR: f64 = 1.3;

/// The rows in which a peer is faster than sigkit, because the peer leaves out what makes the
/// answer right:
/// toybox's pidof does not ask which file a process executes, its killall signals a number that
/// another process may have got, and neither killall looks again at what it holds.
const BEHIND: [(&str, &str); 3] =
    [("pidof", "toybox"), ("killall", "toybox"), ("killall", "PSmisc")];

/// The factor by which a time may be off by chance where `--check` compares it.
const MARGIN: f64 = 1.15;

/// The most system calls for each process that is looked at by its name,
const MOST_CALLS: f64 = 3.0;
/// and for each that is signalled besides.
const MOST_CALLS_A_MATCH: f64 = 8.0;
/// The most instructions for each process that is looked at by its name.
const MOST_INSTRUCTIONS: f64 = 1_500.0;

/// One question.
struct Row {
    title: &'static str,
    /// The file that the floor reads of each process,
    file: &'static str,
    /// and the name that it signals.
    signals: Option<&'static str>,
    command: &'static str,
    words: &'static [&'static str],
    answer: Answer,
}

/// The processes that must be found.
enum Answer {
    /// The needles and their parent.
    Family,
    /// The needles.
    Children,
    /// Any of the needles: clock ticks do not tell which of them started last.
    One,
    /// None is printed.
    Silence,
}

/// `PARENT` stands for the parent of the needles.
const ROWS: &[Row] = &[
    Row {
        title: "pgrep NAME",
        file: "comm",
        signals: None,
        command: "pgrep",
        words: &[NEEDLE],
        answer: Answer::Family,
    },
    Row {
        title: "pgrep -f PATTERN",
        file: "cmdline",
        signals: None,
        command: "pgrep",
        words: &["-f", NEEDLE],
        answer: Answer::Family,
    },
    Row {
        title: "pgrep -u USER",
        file: "status",
        signals: None,
        command: "pgrep",
        words: &["-u", "65534"],
        answer: Answer::Family,
    },
    Row {
        title: "pgrep -P PID",
        file: "stat",
        signals: None,
        command: "pgrep",
        words: &["-P", "PARENT"],
        answer: Answer::Children,
    },
    Row {
        title: "pgrep -n NAME",
        file: "comm",
        signals: None,
        command: "pgrep",
        words: &["-n", NEEDLE],
        answer: Answer::One,
    },
    Row {
        title: "pkill -WINCH NAME (1,000 signals)",
        file: "comm",
        signals: Some(TARGET),
        command: "pkill",
        words: &["-WINCH", TARGET],
        answer: Answer::Silence,
    },
    Row {
        title: "killall -WINCH NAME (1,000 signals)",
        file: "comm",
        signals: Some(TARGET),
        command: "killall",
        words: &["-WINCH", TARGET],
        answer: Answer::Silence,
    },
    Row {
        title: "pidof NAME",
        file: "cmdline",
        signals: None,
        command: "pidof",
        words: &[NEEDLE],
        answer: Answer::Family,
    },
];

/// One row, and the programs that are asked, the floor first.
struct Asked {
    row: &'static Row,
    programs: Vec<Program>,
    cells: Vec<Cell>,
}

/// The cost of one program.
#[derive(Default)]
struct Cell {
    /// In crowds of COUNTED; None where there were too many to count.
    instructions: [Option<f64>; 2],
    system_calls: [f64; 2],
    /// Among SIZES.
    timings: Vec<timing::Timing>,
    /// The most memory that it held at once, in the largest crowd.
    peak_kib: u64,
}

impl Cell {
    fn system_calls(&self) -> f64 {
        (self.system_calls[1] - self.system_calls[0]) / added()
    }

    fn instructions(&self) -> Option<f64> {
        Some((self.instructions[1]? - self.instructions[0]?) / added())
    }

    fn ratio(&self, place: usize) -> Option<f64> {
        self.timings.get(place).map(|timing| timing.ratio[1])
    }
}

fn added() -> f64 {
    (COUNTED[1] - COUNTED[0]) as f64
}

/// All rows.
pub(crate) struct Selection {
    asked: Vec<Asked>,
    pub(crate) pairs: Vec<usize>,
    counts_peers: bool,
}

/// Asks all rows in growing crowds. `pairs` is for each of SIZES that is to be measured. The
/// instructions of peers are counted too if `counts_peers`: that takes most of the time.
pub(crate) fn measure(sigkit: &Path, pairs: &[usize], counts_peers: bool) -> io::Result<Selection> {
    let mut crowd = Crowd::start()?;
    let mut asked = Vec::new();
    for (place, row) in ROWS.iter().enumerate() {
        let row = Asked::new(row, place, sigkit, &crowd)?;
        // Not every build has all commands.
        if row.of_role(Role::Sigkit).next().is_some() {
            asked.push(row);
        }
    }
    for (place, size) in COUNTED.into_iter().enumerate() {
        crowd.grow_to(size)?;
        for asked in &mut asked {
            asked.count(place, counts_peers)?;
        }
    }
    for (size, pairs) in SIZES.into_iter().zip(pairs) {
        crowd.grow_to(size)?;
        for asked in &mut asked {
            eprintln!("performance: {}, {size} processes", asked.row.title);
            asked.time(*pairs)?;
        }
    }
    Ok(Selection { asked, pairs: pairs.to_vec(), counts_peers })
}

impl Asked {
    fn new(row: &'static Row, place: usize, sigkit: &Path, crowd: &Crowd) -> io::Result<Asked> {
        let floor = programs::build("scan")?;
        let mut words = vec!["scan".to_owned(), row.file.to_owned()];
        words.extend(row.signals.map(str::to_owned));
        let mut all = vec![Program {
            role: Role::Floor,
            label: "floor".to_owned(),
            copy: floor.clone(),
            path: floor,
            words: Some(words),
        }];
        let word = |word: &&str| match *word {
            "PARENT" => crowd.parent.to_string(),
            word => word.to_owned(),
        };
        let mut words = vec![row.command.to_owned()];
        words.extend(row.words.iter().map(word));
        for mut program in programs_for(row.command, sigkit)? {
            program.words = Some(words.clone());
            if row.answer.is_given_by(&program, crowd) {
                all.push(program);
            } else if program.role == Role::Sigkit {
                return Err(io::Error::other(format!("sigkit does not answer {words:?}")));
            }
        }
        programs::copy(&mut all, &format!("select-{place}"))?;
        let cells = all.iter().map(|_| Cell::default()).collect();
        Ok(Asked { row, programs: all, cells })
    }

    fn count(&mut self, place: usize, with_instructions: bool) -> io::Result<()> {
        for (program, cell) in self.programs.iter().zip(&mut self.cells) {
            let run = Run { program, arguments: &[] };
            cell.system_calls[place] = trace::system_calls(&run)?.system_calls as f64;
            let is_countable = place == 0 || cell.instructions[0].is_some();
            if is_countable && (with_instructions || program.role != Role::Peer) {
                cell.instructions[place] = trace::instructions(&run)?.map(|count| count as f64);
            }
        }
        Ok(())
    }

    fn time(&mut self, pairs: usize) -> io::Result<()> {
        let runs: Vec<Run> =
            self.programs.iter().map(|program| Run { program, arguments: &[] }).collect();
        for (cell, timing) in self.cells.iter_mut().zip(timing::paired(&runs, pairs)?) {
            cell.timings.push(timing);
        }
        for (cell, run) in self.cells.iter_mut().zip(&runs) {
            cell.peak_kib = trace::system_calls(run)?.peak_kib;
        }
        Ok(())
    }

    fn of_role(&self, role: Role) -> impl Iterator<Item = (&Program, &Cell)> {
        let all = self.programs.iter().zip(&self.cells);
        all.filter(move |(program, _)| program.role == role)
    }
}

impl Answer {
    /// True if a program finds the processes.
    fn is_given_by(&self, program: &Program, crowd: &Crowd) -> bool {
        let Ok(output) = (Run { program, arguments: &[] }).command().output() else { return false };
        // killall and pkill find no target yet.
        if matches!(self, Answer::Silence) {
            return output.stdout.is_empty() && output.status.code() == Some(1);
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let mut found: Vec<u32> =
            text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        found.sort_unstable();
        let mut children = crowd.needles.clone();
        children.sort_unstable();
        output.status.success()
            && match self {
                Answer::Family => found == [&[crowd.parent], &children[..]].concat(),
                Answer::Children => found == children,
                Answer::One => found.len() == 1 && crowd.needles.contains(&found[0]),
                Answer::Silence => false,
            }
    }
}

/// sigkit, and all others that have the command.
fn programs_for(command: &str, sigkit: &Path) -> io::Result<Vec<Program>> {
    let mut all = Vec::new();
    let listed = Command::new(sigkit).arg("--list").output()?;
    if String::from_utf8_lossy(&listed.stdout).split_whitespace().any(|name| name == command) {
        let sigkit = sigkit.canonicalize()?;
        let name = programs::version(&sigkit).unwrap_or_else(|| "sigkit".to_owned());
        all.push(Program::new(Role::Sigkit, &name, sigkit));
    }
    for (name, path) in programs::extra(command)? {
        all.push(Program::new(Role::Peer, &name, path));
    }
    let mut known: Vec<PathBuf> = all.iter().map(|program| program.path.clone()).collect();
    for path in programs::installed(&[command, "busybox", "toybox"]) {
        let Ok(path) = path.canonicalize() else { continue };
        if known.contains(&path) {
            continue;
        }
        known.push(path.clone());
        match version(&path, command) {
            // An installed sigkit is not a peer.
            Some(name) if !name.contains("sigkit") => {
                all.push(Program::new(Role::Peer, &name, path));
            }
            _ => {}
        }
    }
    Ok(all)
}

/// `procps-ng 4.0.2` of "pgrep from procps-ng 4.0.2", `PSmisc 23.6` of "killall (PSmisc) 23.6".
/// sysvinit's pidof does not say what it is.
fn version(path: &Path, command: &str) -> Option<String> {
    use std::os::unix::process::CommandExt;
    if path.ends_with("killall5") {
        return Some("sysvinit".to_owned());
    }
    ["--version", "--help"].iter().find_map(|option| {
        let output = Command::new(path).arg0(command).arg(option).stdin(Stdio::null()).output();
        let output = output.ok().filter(|output| output.status.success())?;
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text);
        let line = text.lines().find(|line| !line.trim().is_empty())?;
        let line = line.split_once(" from ").map_or(line, |(_, rest)| rest);
        Some(match line.strip_prefix(command).and_then(|rest| rest.trim().strip_prefix('(')) {
            Some(rest) => rest.replacen(')', "", 1),
            None => line.split(" (").next().unwrap_or(line).to_owned(),
        })
    })
}

impl Selection {
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::new();
        let sizes: Vec<_> =
            SIZES.iter().take(self.pairs.len()).map(|size| grouped(*size as f64)).collect();
        for Asked { row, programs, cells } in &self.asked {
            let each = if row.signals.is_some() { "signal" } else { "process" };
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "**`{}`**\n\n| | instructions a {each} | system calls a {each} | page faults | \
                 peak KiB |",
                row.title
            );
            for size in &sizes {
                let _ = write!(text, " time, × floor, {size} |");
            }
            let _ = write!(text, "\n|---|--:|--:|--:|--:|{}\n", "--:|".repeat(sizes.len()));
            for (program, cell) in programs.iter().zip(cells) {
                let faults = cell.timings.last().map_or(0.0, |timing| timing.faults);
                let uncounted = if self.counts_peers { "too many" } else { "–" };
                let instructions =
                    cell.instructions().map_or_else(|| uncounted.to_owned(), grouped);
                let _ = write!(
                    text,
                    "| {} | {instructions} | {} | {} | {} |",
                    label(program),
                    grouped(cell.system_calls()),
                    grouped(faults),
                    grouped(cell.peak_kib as f64),
                );
                for place in 0..sizes.len() {
                    let _ = write!(text, " {:.2} |", cell.ratio(place).unwrap_or_default());
                }
                text.push('\n');
            }
            text.push('\n');
        }
        text
    }

    pub(crate) fn json(&self) -> Value {
        let cell = |(program, cell): (&Program, &Cell)| {
            json!({
                "program": program.label,
                "instructions": cell.instructions(),
                "system_calls": cell.system_calls(),
                "peak_kib": cell.peak_kib,
                "page_faults": cell.timings.iter().map(|t| t.faults).collect::<Vec<_>>(),
                "time_ratios": cell.timings.iter().map(|t| t.ratio[1]).collect::<Vec<_>>(),
            })
        };
        let row = |asked: &Asked| {
            let programs = asked.programs.iter().zip(&asked.cells);
            let programs = programs.map(cell).collect::<Vec<_>>();
            json!({ "command": asked.row.title, "programs": programs })
        };
        json!({
            "processes": SIZES,
            "signals": TARGETS,
            "rows": self.asked.iter().map(row).collect::<Vec<_>>(),
        })
    }

    /// The number of peers' rows that sigkit was compared with, and whether it is ahead of each
    /// and within the limits; says what is not so.
    pub(crate) fn check(&self) -> (usize, bool) {
        let (mut compared, mut passed) = (0, true);
        let mut wrong = |row: &Row, what: String| {
            eprintln!("performance: {}: {what}", row.title);
            passed = false;
        };
        for asked in &self.asked {
            let row = asked.row;
            for (program, own) in asked.of_role(Role::Sigkit) {
                let calls = own.system_calls();
                let looks_at_names = row.file == "comm";
                let most =
                    MOST_CALLS + if row.signals.is_some() { MOST_CALLS_A_MATCH } else { 0.0 };
                if looks_at_names && calls > most {
                    wrong(row, format!("{calls} system calls each, more than {most}"));
                }
                if let Some(instructions) = own.instructions().filter(|_| {
                    looks_at_names && row.signals.is_none() && cfg!(target_arch = "x86_64")
                }) {
                    if instructions > MOST_INSTRUCTIONS {
                        wrong(row, format!("{instructions} instructions each"));
                    }
                }
                for (place, size) in SIZES.iter().enumerate().take(self.pairs.len()) {
                    let Some(ratio) = own.ratio(place) else { continue };
                    let most = MOST_OF_FLOOR * MARGIN;
                    if row.title == "pgrep NAME" && ratio > most {
                        wrong(row, format!("{size} processes: {ratio:.2} of the floor"));
                    }
                    for (peer, theirs) in asked.of_role(Role::Peer) {
                        let is_behind = |(command, name): &(&str, &str)| {
                            row.command == *command && peer.label.starts_with(name)
                        };
                        if BEHIND.iter().any(is_behind) {
                            continue;
                        }
                        compared += 1;
                        let theirs = theirs.ratio(place).unwrap_or_default();
                        if ratio > theirs * MARGIN {
                            let (own, peer) = (&program.label, &peer.label);
                            let what = format!("{own} {ratio:.2}, {peer} {theirs:.2}");
                            wrong(row, format!("{size} processes: {what}"));
                        }
                    }
                }
            }
        }
        (compared, passed)
    }
}
