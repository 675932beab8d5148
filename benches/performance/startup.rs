//! The cost of the start of kill, and of trap around another program.

use std::io;
use std::path::Path;

use crate::programs::{self, Program, Role};
use crate::resident::{self, Resident};
use crate::rows::{BULK, Row, single_rows};
use crate::table::{Cell, Table, counts_alone};
use crate::wrappers::{self, Around};
use crate::{timing, trace};

/// Fewer operands than the 10,000 that are timed: single-stepping takes microseconds an
/// instruction. The difference of the two counts is free of the start-up.
const BULK_COUNTS: (usize, usize) = (50, 550);
const BULK_OPERANDS: usize = 10_000;

/// kill's plain forms take no page fault of their own; so many more than the floor are for
/// chance: the kernel maps 16 pages around the missing one, and address space layout
/// randomization decides where the 16 begin. The median of few runs varies by one for the
/// floor, too.
const MOST_FAULTS_MORE: f64 = 2.0;

/// The most that trap may need around a program: its own instructions,
const MOST_INSTRUCTIONS_OF_TRAP: f64 = 804.0;
/// and system calls, but those of what it starts;
const MOST_CALLS_OF_TRAP: f64 = 9.0;
/// and page faults, of two processes rather than one: three, and two for chance.
const MOST_FAULTS_MORE_OF_TRAP: f64 = 5.0;

/// The programs that are compared.
pub(crate) struct Startup {
    programs: Vec<Program>,
    around: Vec<Around>,
}

/// The measurements of them.
pub(crate) struct Measured<'a> {
    pub(crate) kill: Vec<Table<'a>>,
    pub(crate) trap: Vec<Table<'a>>,
    pub(crate) resident: Resident<'a>,
}

impl Startup {
    pub(crate) fn find(sigkit: &Path) -> io::Result<Startup> {
        Ok(Startup { programs: programs::all(sigkit)?, around: wrappers::all(sigkit)? })
    }

    /// The whole tables.
    pub(crate) fn measure(&self, pairs: usize, bulk_pairs: usize) -> io::Result<Measured<'_>> {
        let (mut kill, mut trap) = (Vec::new(), Vec::new());
        for row in single_rows() {
            eprintln!("performance: {}", row.title);
            kill.push(single(&row, &self.programs, pairs)?);
        }
        eprintln!("performance: {BULK}");
        kill.push(bulk(&self.programs, bulk_pairs)?);
        for Around { title, programs } in &self.around {
            eprintln!("performance: {title}");
            trap.push(wrapped(title, programs, pairs)?);
        }
        eprintln!("performance: {}", resident::TITLE);
        let resident = resident::measure(&self.around[0].programs)?;
        Ok(Measured { kill, trap, resident })
    }

    /// The number of peers' rows that sigkit was compared with, and whether it is ahead of every
    /// peer on the plain rows, and within the limits, in what can be counted.
    pub(crate) fn check(&self) -> io::Result<(usize, bool)> {
        const RUNS: usize = 31;
        let mut passed = true;
        let mut peers = 0;
        for row in single_rows() {
            let Some((instructions, system_calls)) = row.most else { continue };
            let table = single(&row, &self.programs, RUNS)?;
            print!("{}", counts_alone(&table));
            let most_faults = floor(&table)?.timing.faults + MOST_FAULTS_MORE;
            let (compared, ahead) = compare(&table, [instructions, system_calls, most_faults])?;
            peers += compared;
            passed &= ahead;
        }
        for Around { title, programs } in &self.around {
            let table = wrapped(title, programs, RUNS)?;
            print!("{}", counts_alone(&table));
            let most_faults = floor(&table)?.timing.faults + MOST_FAULTS_MORE_OF_TRAP;
            let (compared, ahead) =
                compare(&table, [MOST_INSTRUCTIONS_OF_TRAP, MOST_CALLS_OF_TRAP, most_faults])?;
            peers += compared;
            passed &= ahead;
        }
        let resident = resident::measure(&self.around[0].programs)?;
        print!("{}", resident.markdown());
        Ok((peers, passed & resident.is_ahead()))
    }
}

/// One command line with at most one operand: every count is the whole process's.
fn single<'a>(row: &Row, programs: &'a [Program], pairs: usize) -> io::Result<Table<'a>> {
    let able: Vec<usize> =
        (0..programs.len()).filter(|place| row.works(&programs[*place])).collect();
    whole(row.title, &row.arguments, programs, &able, pairs)
}

/// A program that another one runs.
fn wrapped<'a>(
    title: &'static str,
    programs: &'a [Program],
    pairs: usize,
) -> io::Result<Table<'a>> {
    let able: Vec<usize> = (0..programs.len()).collect();
    whole(title, &[], programs, &able, pairs)
}

/// One command line of the programs that are able to run it.
fn whole<'a>(
    title: &'static str,
    arguments: &[String],
    programs: &'a [Program],
    able: &[usize],
    pairs: usize,
) -> io::Result<Table<'a>> {
    let runs: Vec<_> = able.iter().map(|place| programs[*place].run(arguments)).collect();
    let timings = timing::paired(&runs, pairs)?;
    let mut cells: Vec<Option<Cell>> = programs.iter().map(|_| None).collect();
    for ((place, run), timing) in able.iter().zip(&runs).zip(timings) {
        let counted = trace::system_calls(run)?;
        cells[*place] = Some(Cell {
            instructions: trace::instructions(run)?.map(|count| count as f64),
            system_calls: counted.system_calls as f64,
            peak_kib: counted.peak_kib,
            timing,
        });
    }
    Ok(Table { title, programs, per_operand: false, cells })
}

/// Many operands: instructions and system calls are what one more operand adds.
fn bulk(programs: &[Program], pairs: usize) -> io::Result<Table<'_>> {
    let rows = [BULK_COUNTS.0, BULK_COUNTS.1, BULK_OPERANDS].map(Row::bulk);
    let added = (BULK_COUNTS.1 - BULK_COUNTS.0) as f64;
    let able: Vec<usize> =
        (0..programs.len()).filter(|place| rows[2].works(&programs[*place])).collect();
    let whole: Vec<_> = able.iter().map(|place| programs[*place].run(&rows[2].arguments)).collect();
    let timings = timing::paired(&whole, pairs)?;
    let mut cells: Vec<Option<Cell>> = programs.iter().map(|_| None).collect();
    for ((place, whole), timing) in able.iter().zip(&whole).zip(timings) {
        let [few, many] = [&rows[0], &rows[1]].map(|row| programs[*place].run(&row.arguments));
        let instructions = match (trace::instructions(&few)?, trace::instructions(&many)?) {
            (Some(few), Some(many)) => Some((many as f64 - few as f64) / added),
            _ => None,
        };
        let calls = [trace::system_calls(&few)?, trace::system_calls(&many)?]
            .map(|run| run.system_calls as f64);
        cells[*place] = Some(Cell {
            instructions,
            system_calls: (calls[1] - calls[0]) / added,
            peak_kib: trace::system_calls(whole)?.peak_kib,
            timing,
        });
    }
    Ok(Table { title: BULK, programs, per_operand: true, cells })
}

fn floor<'a>(table: &'a Table) -> io::Result<&'a Cell> {
    cell_of(table, Role::Floor).ok_or_else(|| io::Error::other("the floor failed"))
}

fn cell_of<'a>(table: &'a Table, role: Role) -> Option<&'a Cell> {
    let place = table.programs.iter().position(|program| program.role == role)?;
    table.cells[place].as_ref()
}

/// Compares one row: with how many peers, and whether sigkit needs less than each of them and
/// no more than the limits (instructions, system calls, page faults).
fn compare(table: &Table, limits: [f64; 3]) -> io::Result<(usize, bool)> {
    let sigkit = cell_of(table, Role::Sigkit).ok_or_else(|| io::Error::other("sigkit failed"))?;
    let counts = |cell: &Cell| {
        [
            ("instructions", cell.instructions),
            ("system calls", Some(cell.system_calls)),
            ("page faults", Some(cell.timing.faults)),
        ]
    };
    let shown =
        |count: Option<f64>| count.map_or("too many to count".to_owned(), |n| n.to_string());
    let mut passed = true;
    if cfg!(all(target_arch = "x86_64", target_env = "gnu")) {
        for ((what, count), limit) in counts(sigkit).into_iter().zip(limits) {
            if count.is_none_or(|count| count > limit) {
                eprintln!(
                    "performance: {}: {what}: {}, more than {limit}",
                    table.title,
                    shown(count)
                );
                passed = false;
            }
        }
    }
    let mut compared = 0;
    for (peer, cell) in
        table.programs.iter().zip(&table.cells).filter(|(program, _)| program.role == Role::Peer)
    {
        // A peer that does not know the command line is no peer in this row.
        let Some(cell) = cell else { continue };
        compared += 1;
        for ((what, own), (_, theirs)) in counts(sigkit).into_iter().zip(counts(cell)) {
            if !matches!((own, theirs), (Some(own), Some(theirs)) if own < theirs) {
                let (own, theirs) = (shown(own), shown(theirs));
                eprintln!(
                    "performance: {}: {what}: sigkit {own}, {} {theirs}",
                    table.title, peer.label
                );
                passed = false;
            }
        }
    }
    Ok((compared, passed))
}
