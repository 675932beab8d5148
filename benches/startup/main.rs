//! What a whole process of `kill` costs: sigkit's, every other one found here, and the floor that
//! none can go below; and what `trap` costs around another program, and other wrappers.
//!
//! `cargo bench` prints the tables of docs/performance.md and writes JSON; `cargo bench -- --help`
//! lists the options. Everything is measured in one run with the programs taking turns, so that
//! they share the machine's moods. What is counted (instructions, system calls, faults, memory) is
//! much the same on every machine with the same builds. Time is not: only its ratio to the floor
//! is reported, the median over pairs of neighbouring runs, and no absolute time is claimed.
//!
//! * [`programs`]: sigkit, the floor, and the peers found.
//! * [`wrappers`]: sigkit's trap, and the peers that run a program as it does.
//! * [`rows`]: the command lines.
//! * [`trace`]: runs under ptrace(2), which count instructions and system calls.
//! * [`timing`]: runs as users have them, for time and page faults.
//! * [`resident`]: what a wrapper holds, and does, while its program sleeps.
//! * [`report`]: Markdown and JSON.
#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr)]

#[cfg(target_os = "linux")]
mod programs;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod resident;
#[cfg(target_os = "linux")]
mod rows;
#[cfg(target_os = "linux")]
mod timing;
#[cfg(target_os = "linux")]
mod trace;
#[cfg(target_os = "linux")]
mod wrappers;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("startup: counts with Linux's ptrace(2); there is nothing to run here");
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io;
    use std::path::PathBuf;
    use std::process::ExitCode;

    use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
    use nix::unistd::Pid;

    use crate::programs::{self, Program, Role};
    use crate::report::{self, Cell, Report, Table};
    use crate::rows::{BULK, Row, single_rows};
    use crate::wrappers::{self, Around};
    use crate::{resident, timing, trace};

    const USAGE: &str = "\
Usage: cargo bench --bench startup -- [OPTION]...

  --quick        fewer pairs: for a look, not for docs/performance.md
  --pairs N      measure N pairs of runs for every ratio (default 500)
  --json PATH    write the JSON there instead of target/startup.json
  --sigkit PATH  measure this sigkit instead of the one that cargo built
  --check        count the plain rows and trap's only, and fail unless sigkit needs
                 fewer instructions, system calls and page faults than every peer,
                 while it supervises less memory and no wake-up, and (on x86-64
                 with glibc) no more than its limits
  --help         print this help

The environment variable SIGKIT_BENCH_PEERS, NAME=PATH:NAME=PATH, adds peers to
those that are found.
";

    /// Fewer operands than the 10,000 that are timed: single-stepping takes microseconds an
    /// instruction. The difference of the two counts is free of the start-up.
    const BULK_COUNTS: (usize, usize) = (50, 550);
    const BULK_OPERANDS: usize = 10_000;

    /// kill's plain forms take no page fault of their own; so many more than the floor are for
    /// chance: the kernel maps 16 pages around the missing one, and address space layout
    /// randomization decides where the 16 begin. The median of few runs varies by one for the
    /// floor, too.
    const MOST_FAULTS_MORE: f64 = 2.0;

    /// What trap may need around a program: its own instructions,
    const MOST_INSTRUCTIONS_OF_TRAP: f64 = 804.0;
    /// and system calls, but those of what it starts;
    const MOST_CALLS_OF_TRAP: f64 = 9.0;
    /// and page faults, of two processes rather than one: three, and two for chance.
    const MOST_FAULTS_MORE_OF_TRAP: f64 = 5.0;

    struct Options {
        pairs: usize,
        bulk_pairs: usize,
        check: bool,
        json: PathBuf,
        sigkit: PathBuf,
    }

    enum Asked {
        Measure(Options),
        Usage,
        Nothing,
    }

    pub(crate) fn main() -> ExitCode {
        let options = match options(std::env::args().skip(1)) {
            Ok(Asked::Measure(options)) => options,
            Ok(Asked::Usage) => {
                print!("{USAGE}");
                return ExitCode::SUCCESS;
            }
            Ok(Asked::Nothing) => {
                println!("startup: nothing to test; cargo bench measures");
                return ExitCode::SUCCESS;
            }
            Err(message) => {
                eprint!("startup: {message}\n\n{USAGE}");
                return ExitCode::FAILURE;
            }
        };
        let outcome =
            if options.check { check(&options) } else { measure(&options).map(|()| true) };
        match outcome {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(error) => {
                eprintln!("startup: {error}");
                ExitCode::FAILURE
            }
        }
    }

    fn options(mut words: impl Iterator<Item = String>) -> Result<Asked, String> {
        let mut bench = false;
        let (mut pairs, mut quick, mut check) = (None, false, false);
        let mut json = report::default_path();
        let mut sigkit = PathBuf::from(env!("CARGO_BIN_EXE_sigkit"));
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                // `cargo bench` passes this; `cargo test --all-targets` does not, and must not take
                // minutes.
                "--bench" => bench = true,
                "--quick" => quick = true,
                "--check" => check = true,
                "--pairs" => {
                    let number = value()?.parse().ok().filter(|pairs| *pairs > 0);
                    pairs = Some(number.ok_or("--pairs needs a number above 0")?);
                }
                "--json" => json = PathBuf::from(value()?),
                "--sigkit" => sigkit = PathBuf::from(value()?),
                "--help" | "-h" => return Ok(Asked::Usage),
                _ => return Err(format!("{word}: unknown option")),
            }
        }
        if !bench && !check {
            return Ok(Asked::Nothing);
        }
        let pairs = pairs.unwrap_or(if quick { 50 } else { 500 });
        // A process with 10,000 operands takes ten times as long, and its ratio scatters less.
        Ok(Asked::Measure(Options { pairs, bulk_pairs: (pairs / 5).max(5), check, json, sigkit }))
    }

    /// The whole table.
    fn measure(options: &Options) -> io::Result<()> {
        let pinned = pin();
        let programs = programs::all(&options.sigkit)?;
        let mut tables = Vec::new();
        for row in single_rows() {
            eprintln!("startup: {}", row.title);
            tables.push(single(&row, &programs, options.pairs)?);
        }
        eprintln!("startup: {BULK}");
        tables.push(bulk(&programs, options.bulk_pairs)?);
        let around = wrappers::all(&options.sigkit)?;
        for Around { title, programs } in &around {
            eprintln!("startup: {title}");
            tables.push(wrapped(title, programs, options.pairs)?);
        }
        eprintln!("startup: {}", resident::TITLE);
        let resident = resident::measure(&around[0].programs)?;
        let Options { pairs, bulk_pairs, .. } = *options;
        let report = Report { tables: &tables, resident: &resident, pairs, bulk_pairs, pinned };
        print!("{}", report.markdown());
        report.write_json(&options.json)?;
        eprintln!("startup: {} written", options.json.display());
        Ok(())
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
        let whole: Vec<_> =
            able.iter().map(|place| programs[*place].run(&rows[2].arguments)).collect();
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

    /// Whether sigkit is ahead of every peer on the plain rows, and within the limits, in what can
    /// be counted.
    fn check(options: &Options) -> io::Result<bool> {
        const RUNS: usize = 31;
        pin();
        let programs = programs::all(&options.sigkit)?;
        let mut passed = true;
        let mut peers = 0;
        for row in single_rows() {
            let Some((instructions, system_calls)) = row.most else { continue };
            let table = single(&row, &programs, RUNS)?;
            print!("{}", report::counts_alone(&table));
            let most_faults = floor(&table)?.timing.faults + MOST_FAULTS_MORE;
            let (compared, ahead) = compare(&table, [instructions, system_calls, most_faults])?;
            peers += compared;
            passed &= ahead;
        }
        let around = wrappers::all(&options.sigkit)?;
        for Around { title, programs } in &around {
            let table = wrapped(title, programs, RUNS)?;
            print!("{}", report::counts_alone(&table));
            let most_faults = floor(&table)?.timing.faults + MOST_FAULTS_MORE_OF_TRAP;
            let (compared, ahead) =
                compare(&table, [MOST_INSTRUCTIONS_OF_TRAP, MOST_CALLS_OF_TRAP, most_faults])?;
            peers += compared;
            passed &= ahead;
        }
        let resident = resident::measure(&around[0].programs)?;
        print!("{}", resident.markdown());
        passed &= resident.is_ahead();
        if peers == 0 {
            return Err(io::Error::other("no peer found: nothing was compared"));
        }
        println!("sigkit is {} of {peers} peers' rows", if passed { "ahead" } else { "NOT ahead" });
        Ok(passed)
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
        let sigkit =
            cell_of(table, Role::Sigkit).ok_or_else(|| io::Error::other("sigkit failed"))?;
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
                        "startup: {}: {what}: {}, more than {limit}",
                        table.title,
                        shown(count)
                    );
                    passed = false;
                }
            }
        }
        let mut compared = 0;
        for (peer, cell) in table
            .programs
            .iter()
            .zip(&table.cells)
            .filter(|(program, _)| program.role == Role::Peer)
        {
            // A peer that does not know the command line is no peer in this row.
            let Some(cell) = cell else { continue };
            compared += 1;
            for ((what, own), (_, theirs)) in counts(sigkit).into_iter().zip(counts(cell)) {
                if !matches!((own, theirs), (Some(own), Some(theirs)) if own < theirs) {
                    let (own, theirs) = (shown(own), shown(theirs));
                    eprintln!(
                        "startup: {}: {what}: sigkit {own}, {} {theirs}",
                        table.title, peer.label
                    );
                    passed = false;
                }
            }
        }
        Ok((compared, passed))
    }

    /// Keeps the harness, and so its children, on one CPU: no migration in the middle of a run of
    /// 300 microseconds.
    fn pin() -> bool {
        let own = Pid::from_raw(0);
        let Ok(allowed) = sched_getaffinity(own) else {
            return false;
        };
        let last = (0..CpuSet::count()).rev().find(|cpu| allowed.is_set(*cpu).unwrap_or(false));
        let mut one = CpuSet::new();
        last.is_some_and(|cpu| one.set(cpu).is_ok() && sched_setaffinity(own, &one).is_ok())
    }
}
