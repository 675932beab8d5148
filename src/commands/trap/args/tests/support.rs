//! Command lines, read for the tests.

use std::ffi::CString;

use crate::cli::parse::UsageError;
use crate::commands::trap::args::{Command, Run, Setting, Show, UsageErrors, parse};
use crate::posix::conformance::{Conformance, Level};
use crate::signal::Signal;
use crate::signal::condition::Condition;
use crate::signal::set::SignalSet;
use crate::sys::arguments::Word;

pub(super) const BASE: Conformance = Conformance::Posix(Level::Base);
pub(super) const XSI: Conformance = Conformance::Posix(Level::Xsi);

/// Reads a command line and gives what `look` makes of it.
pub(super) fn read<T>(
    conformance: Conformance,
    words: &[&str],
    look: impl FnOnce(Result<Command, UsageErrors>) -> T,
) -> T {
    let strings: Vec<CString> = words.iter().map(|word| CString::new(*word).unwrap()).collect();
    let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
    look(parse(conformance, &words))
}

/// A command line that runs something, in either way of reading.
#[track_caller]
pub(super) fn run<T>(words: &[&str], look: impl FnOnce(Run) -> T) -> T {
    read(Conformance::Extended, words, |command| match command {
        Ok(Command::Run(run)) => look(*run),
        other => panic!("{words:?}: {other:?}"),
    })
}

/// What a command line says about conditions: `NAME=ACTION` in the order of the numbers, EXIT last.
#[track_caller]
pub(super) fn settings(words: &[&str]) -> Vec<String> {
    run(words, |run| {
        let text = |action: &[u8]| String::from_utf8(action.to_vec()).unwrap();
        let setting = |(signal, setting): (&Signal, &Setting)| match setting {
            Setting::Default => format!("{}=-", signal.name()),
            Setting::Ignore => format!("{}=", signal.name()),
            Setting::Action(action) => format!("{}={}", signal.name(), text(action)),
        };
        let exit = run.at_exit.map(|action| format!("EXIT={}", text(action)));
        run.settings.iter().map(setting).chain(exit).collect()
    })
}

#[track_caller]
pub(super) fn show(words: &[&str]) -> Show {
    read(Conformance::Extended, words, |command| match command {
        Ok(Command::Show(show)) => show,
        other => panic!("{words:?}: {other:?}"),
    })
}

/// All that is said about a wrong command line, whose conditions alone are not what is wrong.
#[track_caller]
pub(super) fn usage_errors(words: &[&str]) -> Vec<String> {
    let (errors, only_conditions) = errors_as(Conformance::Extended, words);
    assert!(!only_conditions, "{words:?}: {errors:?}");
    errors
}

/// All that is said about a command line whose conditions are wrong.
#[track_caller]
pub(super) fn bad_conditions(conformance: Conformance, words: &[&str]) -> Vec<String> {
    let (errors, only_conditions) = errors_as(conformance, words);
    assert!(only_conditions, "{words:?}: {errors:?}");
    errors
}

#[track_caller]
pub(super) fn errors_as(conformance: Conformance, words: &[&str]) -> (Vec<String>, bool) {
    read(conformance, words, |command| match command {
        Err(wrong) => {
            let advised = |error: &UsageError| error.reason.starts_with("-- is missing");
            let runs = words.contains(&"--") || wrong.errors.iter().any(advised);
            assert_eq!(wrong.runs, runs, "{words:?}");
            let line = |error: &UsageError| {
                format!("{}: {}", String::from_utf8_lossy(&error.subject), error.reason)
            };
            (wrong.errors.iter().map(line).collect(), wrong.only_conditions)
        }
        other => panic!("{words:?}: {other:?}"),
    })
}

pub(super) fn named(name: &str) -> Signal {
    Condition::parse(name.as_bytes()).unwrap().signal().unwrap()
}

pub(super) fn set(names: &[&str]) -> SignalSet {
    names.iter().map(|name| named(name)).collect()
}
