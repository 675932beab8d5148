//! The check of the files of a command line, by as many threads as are asked for, and the report.

use std::fs::{Metadata, OpenOptions};
use std::io::{self, Seek};
use std::os::unix::ffi::OsStrExt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::args::{Check, Color, Mending};
use super::files::{Candidate, HEAD, candidates, failure};
use super::name::NAME;
use super::write;
use crate::cli::{ExitStatus, report};
use crate::lint::diff;
use crate::lint::examine::examine;
use crate::lint::formats::Look;
use crate::lint::mend::{Fixable, mend, offer};
use crate::lint::outcome::{Examined, Failure, Outcome};
use crate::process::bounded::{self, Beginning};
use crate::sys::environment::Environment;
use crate::sys::output::{Output, terminal_width};

/// The most bytes of a file that are read.
const MOST: usize = 64 << 20;

/// The columns where there is no terminal.
const WIDTH: usize = 140;

/// Checks the files, prints what was found, and gives the exit status.
pub(super) fn execute(check: &Check) -> ExitStatus {
    let mut outcome = Outcome::default();
    let mut candidates = candidates(&check.operands, check.no_ignore, &mut outcome.failures);
    candidates.sort_by(|one, other| one.path.cmp(&other.path));
    let results = all(check, &candidates);
    let mut printed = Vec::new();
    for result in results {
        outcome.checked += 1;
        outcome.hidden_forms += result.hidden_forms;
        if check.mending == Mending::Written {
            *outcome.fixed.get_or_insert(0) += result.fixed;
        }
        outcome.failures.extend(result.failure);
        printed.extend(result.printed);
        if !result.examined.findings.is_empty() {
            outcome.files.push(result.examined);
        }
    }
    outcome.failures.sort_by(|one, other| one.name.cmp(&other.name));
    print(check, &outcome, &printed)
}

/// The outcome of one file.
struct Result {
    examined: Examined,
    hidden_forms: usize,
    fixed: usize,
    failure: Option<Failure>,
    /// The text of standard input after its fixes, or a diff.
    printed: Vec<u8>,
}

/// Checks all files, and gives the results in their order.
fn all(check: &Check, candidates: &[Candidate]) -> Vec<Result> {
    let processors = || thread::available_parallelism().map_or(1, usize::from);
    let jobs = check.jobs.unwrap_or_else(processors).min(candidates.len());
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let work = || {
        let mut own = Vec::new();
        while let Some(candidate) = candidates.get(next.fetch_add(1, Ordering::Relaxed)) {
            own.extend(one(check, candidate));
        }
        if let Ok(mut results) = results.lock() {
            results.append(&mut own);
        }
    };
    thread::scope(|scope| {
        // Without memory for more threads the ones that there are do the work.
        let more = (1..jobs).map(|_| thread::Builder::new().spawn_scoped(scope, work));
        let more: Vec<_> = more.take_while(|thread| thread.is_ok()).collect();
        work();
        drop(more);
    });
    let mut results = results.into_inner().unwrap_or_default();
    results.sort_by(|one, other| one.examined.name.cmp(&other.examined.name));
    results
}

/// Checks one file; None if it is none to check.
fn one(check: &Check, candidate: &Candidate) -> Option<Result> {
    let is_input = candidate.is_input();
    let read = match is_input {
        true => bounded::beginning(&mut io::stdin(), MOST).map(|all| Some((all, None))),
        false => file(candidate),
    };
    let name = match &check.input_name {
        Some(name) if is_input => name.clone(),
        _ => candidate.path.as_os_str().as_bytes().to_vec(),
    };
    let mut result = Result {
        examined: Examined {
            name,
            bytes: Vec::new(),
            findings: Vec::new(),
            fixable: Fixable::default(),
        },
        hidden_forms: 0,
        fixed: 0,
        failure: None,
        printed: Vec::new(),
    };
    match read {
        Ok(None) => return None,
        Ok(Some((text, metadata))) => examined(check, candidate, text, metadata, &mut result),
        Err(error) => result.failure = Some(failure(&candidate.path, &error)),
    }
    Some(result)
}

/// Reads a file, if its beginning is that of one to check.
fn file(candidate: &Candidate) -> io::Result<Option<(Beginning, Option<Metadata>)>> {
    let mut file = OpenOptions::new().read(true).open(&candidate.path)?;
    if candidate.is_found {
        let head = bounded::beginning_about(&mut file, HEAD as u64, HEAD)?;
        if !candidate.is_wanted(&head.bytes) {
            return Ok(None);
        }
        file.rewind()?;
    }
    let metadata = file.metadata()?;
    let text = bounded::beginning_about(&mut file, metadata.len(), MOST)?;
    Ok(Some((text, metadata.is_file().then_some(metadata))))
}

/// Checks a text that was read, and mends it if that is asked for.
fn examined(
    check: &Check,
    candidate: &Candidate,
    text: Beginning,
    metadata: Option<Metadata>,
    result: &mut Result,
) {
    let name = result.examined.name.clone();
    let mut bytes = text.bytes;
    let is_all = text.is_all;
    if !is_all {
        let reason = format!("is longer than {} MiB; the rest is not checked", MOST >> 20);
        result.failure = Some(Failure { name: name.clone(), reason });
    } else if check.mending != Mending::Shown {
        let mended = mend(&name, &bytes, &check.request, check.unsafe_fixes);
        match (mended, check.mending) {
            (Some(mended), Mending::Diff) => {
                result.printed = diff::unified(&name, &bytes, &mended.text);
            }
            (Some(mended), _) if candidate.is_input() => bytes = mended.text,
            (Some(mended), _) => {
                let written = match &metadata {
                    Some(metadata) => write::replace(&candidate.path, metadata, &mended.text),
                    None => Err(anyhow::anyhow!("is no regular file; not written")),
                };
                match written {
                    Ok(()) => {
                        result.fixed = mended.count;
                        bytes = mended.text;
                    }
                    Err(error) => {
                        let reason = format!("{error:#}");
                        result.failure = Some(Failure { name: name.clone(), reason });
                    }
                }
            }
            (None, _) => {}
        }
        if candidate.is_input() && check.mending == Mending::Written {
            result.printed = bytes.clone();
        }
    }
    let mut checked = examine(&name, &bytes, &check.request);
    if is_all && !check.quiet && check.mending != Mending::Diff {
        result.examined.fixable = offer(&name, &bytes, &check.request, &mut checked.findings);
    }
    result.hidden_forms = checked.unshown;
    result.examined.findings = checked.findings;
    if !result.examined.findings.is_empty() {
        result.examined.bytes = bytes;
    }
}

/// Prints the outcome: diagnostics to standard error, all else to standard output.
fn print(check: &Check, outcome: &Outcome, printed: &[u8]) -> ExitStatus {
    for failure in &outcome.failures {
        report::report(NAME, &failure.name, &failure.reason);
    }
    let mut output = Output::new();
    let prints_text = check.mending == Mending::Diff
        || check.operands.iter().any(|operand| operand.as_os_str() == super::args::INPUT)
            && check.mending == Mending::Written;
    if check.quiet {
        // The status is the answer.
    } else if prints_text {
        output.write(printed);
    } else {
        let width = terminal_width();
        let colors = match check.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => width.is_some() && !has_no_color(),
        };
        let look = Look { colors, width: width.unwrap_or(WIDTH) };
        output.write(check.format.render(outcome, look).as_bytes());
    }
    if report::finish(NAME, &mut output) != ExitStatus::SUCCESS || !outcome.failures.is_empty() {
        return ExitStatus::USAGE;
    }
    match outcome.files.is_empty() {
        true => ExitStatus::SUCCESS,
        false => ExitStatus::FAILURE,
    }
}

/// True if the user wants no colours anywhere (no-color.org).
fn has_no_color() -> bool {
    Environment::own().value(b"NO_COLOR").is_some_and(|value| !value.is_empty())
}
