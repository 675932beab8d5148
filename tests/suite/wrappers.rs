//! Outside views of a program that another one runs: sigkit's trap, and the wrappers that are in
//! use for it today.
//!
//! Each wrapper plays the same scenarios: at a terminal that the test drives, with a bash that has
//! job control; with signals sent to it; as process 1 of a PID namespace. `rows` has the wrappers,
//! what is compared and which outcome is free of faults; `tests/data/wrappers/` has what was
//! measured, a file a wrapper, and a test fails when another outcome is measured. The table of
//! `docs/comparison.md` is made of these files. `SIGKIT_REGENERATE=1 cargo test wrappers` measures
//! them anew and puts the table there.
//!
//! * `stage`: a PID namespace for each wrapper, so that nothing is left of it, and how a scenario
//!   knows, without waiting for a time to pass, that all that follows from an event has happened.
//! * `terminal`: a terminal with bash.
//! * `outcomes`: what was measured, now and earlier.
//! * `table`: the outcomes as Markdown.
//! * `at_a_terminal`, `sent`, `entry`, `container`, `theirs`: the scenarios.
//! * `programs`: programs that know a terminal, with sigtrap only.
//! * `probe.c`: the program that is run.
#![allow(unsafe_code)]

mod at_a_terminal;
mod container;
mod entry;
mod outcomes;
mod programs;
mod rows;
mod sent;
mod stage;
mod table;
mod terminal;
mod theirs;

use std::fmt::Write;
use std::process::Command;

use crate::support::*;
use outcomes::{
    Measured, VERSION, file_of, in_package, is_installed, outcome_of, recorded, wrapper,
};
use rows::{Kind, NONE, SECTIONS, WRAPPERS, Wrapper};
use stage::Stage;

const COMPARISON: &str = "docs/comparison.md";

/// Makes a part of it.
type Made = fn() -> String;

/// The text in it between these lines, and the function that makes it.
const GENERATED: [(&str, &str, Made); 2] = [
    ("<!-- comparison -->\n", "<!-- comparison ends -->\n", table::markdown),
    ("<!-- programs -->\n", "<!-- programs end -->\n", programs::markdown),
];

const REGENERATE: &str = "SIGKIT_REGENERATE";

macro_rules! tests {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            compare(stringify!($name));
        }
    )*

    const TESTED: &[&str] = &[$(stringify!($name)),*];
    };
}

tests! {
    direct sigkit sigkit_tree tini dumb_init dumb_init_c catatonit
    timeout timeout_foreground sigkit_exec env nohup setsid
}

#[test]
fn every_wrapper_has_its_test() {
    assert_eq!(WRAPPERS.iter().map(|wrapper| wrapper.name).collect::<Vec<_>>(), TESTED);
}

/// The limits of sigkit: nothing tells a signal that a process sent to the whole group from one to
/// trap alone.
const NOT_POSSIBLE: &[(&str, &str)] = &[("kill-job", "more than once")];

/// The rows that `--tree` is there for.
const WITHOUT_TREE: &[(&str, &str)] =
    &[("pipelines", "leaves 4 of 4"), ("escaped", "leaves 3 of 3")];

/// The cost of `--tree`: the tree is looked for.
const WITH_TREE: &[(&str, &str)] = &[("calls", "more than 10")];

#[test]
fn without_a_wrapper_nothing_is_wrong() {
    // There is no wrapper to look at, and the program is process 1, for which such a wrapper is
    // there.
    is_free_of_faults("direct", |key, outcome| {
        outcome == NONE || key == "zombie" || key.starts_with("init-")
    });
}

#[test]
fn with_sigkit_nothing_is_wrong() {
    is_free_of_faults("sigkit", |key, outcome| {
        [NOT_POSSIBLE, WITHOUT_TREE].concat().contains(&(key, outcome))
    });
}

#[test]
fn with_sigkit_for_the_whole_tree_nothing_is_wrong() {
    is_free_of_faults("sigkit_tree", |key, outcome| {
        [NOT_POSSIBLE, WITH_TREE].concat().contains(&(key, outcome))
    });
}

#[track_caller]
fn is_free_of_faults(name: &str, excused: impl Fn(&str, &str) -> bool) {
    let outcomes = recorded(wrapper(name));
    let mut faults = String::new();
    for row in SECTIONS.iter().flat_map(|(_, rows)| *rows) {
        let outcome = outcome_of(&outcomes, row.key);
        if outcome != row.expected && !excused(row.key, outcome) {
            let _ = writeln!(
                faults,
                "{}: {}: {outcome}; expected: {}",
                row.key, row.title, row.expected
            );
        }
    }
    assert!(faults.is_empty(), "{name}:\n{faults}");
}

#[test]
fn the_table_is_current() {
    if std::env::var_os(REGENERATE).is_some() {
        in_pid_namespace("wrappers::the_table_is_current", || {
            for wrapper in WRAPPERS {
                let text: String = measure(wrapper)
                    .iter()
                    .map(|(key, outcome)| format!("{key}: {outcome}\n"))
                    .collect();
                std::fs::write(file_of(wrapper), text).expect("what was measured is written");
            }
            std::fs::write(in_package(COMPARISON), comparison().1).expect("it is written");
        });
    }
    const ADVICE: &str =
        "SIGKIT_REGENERATE=1 cargo test wrappers, then look at the difference and commit it";
    let (found, current) = comparison();
    assert!(found == current, "{COMPARISON} is stale: {ADVICE}");
}

/// The comparison as it is, and with what is generated made anew.
#[track_caller]
fn comparison() -> (String, String) {
    let found = std::fs::read_to_string(in_package(COMPARISON)).expect("the comparison");
    let mut current = found.clone();
    for (begin, end, made) in GENERATED {
        let (before, rest) = current.split_once(begin).expect("where it begins");
        let (_, after) = rest.split_once(end).expect("where it ends");
        current = [before, begin, &made(), end, after].concat();
    }
    (found, current)
}

/// Plays all scenarios and compares what comes of them with what was measured before.
#[track_caller]
fn compare(name: &'static str) {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    let wrapper = wrapper(name);
    // One test measures all of them.
    if std::env::var_os(REGENERATE).is_some() {
        return;
    }
    for program in [wrapper.program(), Some("bash")].into_iter().flatten() {
        if !is_installed(program) {
            return skip(&format!("{name}: {program} is not installed"));
        }
    }
    if let Some(version) = version(wrapper) {
        let recorded = recorded(wrapper);
        let expected = outcome_of(&recorded, VERSION);
        if version != expected {
            return skip(&format!(
                "{name}: what was measured is of {expected}, and this is {version}"
            ));
        }
    }
    in_pid_namespace(&format!("wrappers::{name}"), || {
        let recorded = recorded(wrapper);
        let measured = measure(wrapper);
        let mut differences = String::new();
        for (key, outcome) in &measured {
            let before = recorded
                .iter()
                .find(|(other, _)| other == key)
                .map_or("nothing", |(_, before)| before);
            if before != outcome {
                let _ = writeln!(differences, "{key}: {outcome}; was: {before}");
            }
        }
        assert!(differences.is_empty(), "{name}:\n{differences}");
    });
}

/// Plays all scenarios; in a PID namespace.
#[track_caller]
fn measure(wrapper: &Wrapper) -> Measured {
    let mut stage = Stage::new();
    let mut measured = Measured::new();
    let version = version(wrapper).map(|version| (VERSION, version));
    let idle = entry::Idle::start(&mut stage, wrapper);
    at_a_terminal::measure(&mut stage, wrapper, &mut measured);
    sent::measure(&mut stage, wrapper, &mut measured);
    entry::measure(&mut stage, wrapper, &mut measured);
    container::measure(&mut stage, wrapper, &mut measured);
    theirs::measure(&mut stage, wrapper, &mut measured);
    measured.push(("idle", idle.outcome()));
    let keys: Vec<_> = measured.iter().map(|(key, _)| *key).collect();
    let rows: Vec<_> = SECTIONS.iter().flat_map(|(_, rows)| *rows).map(|row| row.key).collect();
    assert_eq!(keys, rows, "a scenario has no row, or a row no scenario");
    version.into_iter().chain(measured).collect()
}

/// The program's version, as it says; of the shell where there is no wrapper. sigkit's is this one.
#[track_caller]
fn version(wrapper: &Wrapper) -> Option<String> {
    let program = match wrapper.kind {
        Kind::Direct => "bash",
        _ => wrapper.program()?,
    };
    let output = Command::new(program).arg("--version").output().expect("it tells its version");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    let is_version =
        |word: &&str| word.starts_with(|first: char| first.is_ascii_digit()) && word.contains('.');
    let mut words = text.split([' ', '\n', ',', '(', '_']).map(|word| word.trim_start_matches('v'));
    Some(words.find(is_version).expect("a version").to_owned())
}
