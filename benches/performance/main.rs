//! The cost of sigkit, next to every other program found here and to the floor that none can go
//! below: a whole process of `kill`; `trap` around another program; `pgrep`, `pkill`, `pidof` and
//! `killall` among 1,000 and 10,000 processes; `sigkit lint` on the scripts of the machine.
//!
//! `cargo bench` prints the tables and writes JSON, with `-- --write` the tables of
//! docs/performance.md too; `cargo bench -- --help` lists the options. Everything is measured in
//! one run with the programs taking turns, so that they share the machine's moods. What is counted
//! (instructions, system calls, faults, memory) is much the same on every machine with the same
//! builds. Time is not: only its ratio to the floor is reported, the median over pairs of
//! neighbouring runs, and no absolute time is claimed.
//!
//! * [`startup`]: kill and trap; [`programs`] and [`wrappers`] are compared in [`rows`].
//! * [`selection`]: looks at many processes, the [`crowd`].
//! * [`lint`]: scripts that are read.
//! * [`trace`]: runs under ptrace(2), which count instructions and system calls.
//! * [`timing`]: runs as users have them, for time and page faults.
//! * [`resident`]: what a wrapper holds, and does, while its program sleeps.
//! * [`report`]: Markdown and JSON; [`document`]: docs/performance.md.
#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr)]

#[cfg(target_os = "linux")]
mod crowd;
#[cfg(target_os = "linux")]
mod document;
#[cfg(target_os = "linux")]
mod format;
#[cfg(target_os = "linux")]
mod lint;
#[cfg(target_os = "linux")]
mod programs;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod resident;
#[cfg(target_os = "linux")]
mod rows;
#[cfg(target_os = "linux")]
mod selection;
#[cfg(target_os = "linux")]
mod startup;
#[cfg(target_os = "linux")]
mod table;
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
    eprintln!("performance: counts with Linux's ptrace(2); there is nothing to run here");
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io;
    use std::path::PathBuf;
    use std::process::{Command, ExitCode};

    use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
    use nix::unistd::{Pid, geteuid};

    use crate::lint::Lint;
    use crate::report::{self, Report};
    use crate::selection::Selection;
    use crate::startup::Startup;
    use crate::{crowd, document, lint, selection};

    const USAGE: &str = "\
Usage: cargo bench --bench performance -- [OPTION]...

  --quick        fewer pairs, and no instructions of peers among many processes
  --pairs N      measure N pairs of runs for every ratio of a start (default 500),
                 a fifth of that among 1,000 processes, a twentieth among 10,000
  --json PATH    write the JSON there instead of target/performance.json
  --selection    measure only looks at many processes
  --lint         measure only sigkit lint
  --write        write the tables of docs/performance.md
  --sigkit PATH  measure this sigkit instead of the one that cargo built
  --check        count the plain rows and trap's only, and ask among 1,000 processes
                 only; fail unless sigkit needs fewer instructions, system calls and
                 page faults than every peer, while it supervises less memory and no
                 wake-up, to select less time, and (on x86-64 with glibc) no more
                 than its limits
  --help         print this help

The environment variable SIGKIT_BENCH_PEERS, NAME=PATH:NAME=PATH, adds peers to
those that are found; a PATH that is a folder holds commands of a peer.
";

    struct Options {
        pairs: usize,
        bulk_pairs: usize,
        check: bool,
        write: bool,
        only: Option<Part>,
        quick: bool,
        json: PathBuf,
        sigkit: PathBuf,
    }

    /// The parts that can be measured alone.
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Part {
        Startup,
        Selection,
        Lint,
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
                println!("performance: nothing to test; cargo bench measures");
                return ExitCode::SUCCESS;
            }
            Err(message) => {
                eprint!("performance: {message}\n\n{USAGE}");
                return ExitCode::FAILURE;
            }
        };
        // Only root can give a part of the crowd to another user.
        if !crowd::is_inside() && geteuid().is_root() {
            if let Some(status) = crowd::run_inside() {
                return status;
            }
        }
        let outcome =
            if options.check { check(&options) } else { measure(&options).map(|()| true) };
        match outcome {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(error) => {
                eprintln!("performance: {error}");
                ExitCode::FAILURE
            }
        }
    }

    fn options(mut words: impl Iterator<Item = String>) -> Result<Asked, String> {
        let mut bench = false;
        let (mut pairs, mut quick, mut check, mut write) = (None, false, false, false);
        let mut only = None;
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
                "--write" => write = true,
                "--selection" => only = Some(Part::Selection),
                "--lint" => only = Some(Part::Lint),
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
        let bulk_pairs = (pairs / 5).max(5);
        Ok(Asked::Measure(Options { pairs, bulk_pairs, check, write, only, quick, json, sigkit }))
    }

    impl Options {
        fn asks(&self, part: Part) -> bool {
            self.only.is_none_or(|only| only == part)
        }
    }

    /// The scripts that are read; None in a build without lint.
    fn lint(options: &Options) -> io::Result<Option<Lint>> {
        let listed = Command::new(&options.sigkit).args(["lint", "--list-rules"]).output()?;
        if !listed.status.success() {
            return Ok(None);
        }
        let pairs = (options.pairs / 20).max(5);
        lint::measure(&options.sigkit, pairs, !options.check && !options.quick).map(Some)
    }

    /// The looks at many processes; None where no crowd can be made.
    fn selection(options: &Options, sizes: usize) -> io::Result<Option<Selection>> {
        if !crowd::is_inside() {
            eprintln!("performance: no row among many processes: that needs root and unshare(1)");
            return Ok(None);
        }
        let pairs = [options.pairs / 5, options.pairs / 20].map(|pairs| pairs.max(5));
        let counts_peers = !options.check && !options.quick;
        selection::measure(&options.sigkit, &pairs[..sizes], counts_peers).map(Some)
    }

    /// The whole tables.
    fn measure(options: &Options) -> io::Result<()> {
        // Two threads need two processors.
        let lint = if options.asks(Part::Lint) { lint(options)? } else { None };
        let pinned = pin();
        let Options { pairs, bulk_pairs, .. } = *options;
        let startup = Startup::find(&options.sigkit)?;
        let measured = match options.asks(Part::Startup) {
            true => Some(startup.measure(pairs, bulk_pairs)?),
            false => None,
        };
        let selection = if options.asks(Part::Selection) { selection(options, 2)? } else { None };
        let report = Report { measured, selection, lint, pairs, bulk_pairs, pinned };
        print!("{}", report.markdown());
        report.write_json(&options.json)?;
        eprintln!("performance: {} written", options.json.display());
        if options.write {
            document::write(&report)?;
        }
        Ok(())
    }

    /// True if sigkit is ahead of every peer, and within the limits.
    fn check(options: &Options) -> io::Result<bool> {
        let (mut peers, mut passed) = (0, true);
        let mut add = |(compared, ahead): (usize, bool)| {
            peers += compared;
            passed &= ahead;
        };
        if let Some(lint) = if options.asks(Part::Lint) { lint(options)? } else { None } {
            print!("{}", lint.markdown());
            add(lint.check());
        }
        pin();
        if options.asks(Part::Startup) {
            add(Startup::find(&options.sigkit)?.check()?);
        }
        if options.asks(Part::Selection) {
            if let Some(selection) = selection(options, 1)? {
                print!("{}", selection.markdown());
                add(selection.check());
            }
        }
        if peers == 0 {
            return Err(io::Error::other("no peer found: nothing was compared"));
        }
        println!("sigkit is {} of {peers} peers' rows", if passed { "ahead" } else { "NOT ahead" });
        Ok(passed)
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
