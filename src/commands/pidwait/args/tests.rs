use std::time::Duration;

use super::command::Form;
use super::*;
use crate::cli::tested::{assert_refused, with_words};
use crate::delivery::waiting::Patience;
use crate::selection::scan::Extreme;
use crate::signal::Signal;

/// Reads a command line for a test that looks at the result.
fn read<T>(
    line: &[&str],
    permutes: bool,
    look: impl FnOnce(Result<Command, UsageError>) -> T,
) -> T {
    with_words(line, |words| look(parse(words, permutes)))
}

#[track_caller]
fn waits(line: &[&str], check: impl FnOnce(&Wait)) {
    read(line, true, |command| match command {
        Ok(Command::Wait(wait)) => check(&wait),
        other => panic!("{line:?}: {other:?}"),
    });
}

#[track_caller]
fn refused(line: &[&str], subject: &str, reason: &str) {
    read(line, true, |command| assert_refused(command, subject, reason));
}

#[test]
fn all_are_waited_for_without_an_end_unless_it_is_said() {
    waits(&["make"], |wait| {
        assert_eq!(wait.patience, Patience { at_most: None, first: false });
        assert!(!wait.echo && !wait.count && wait.dry_run.is_none());
        assert!(!wait.asked.inverted && !wait.asked.without_ancestors);
    });
    waits(&["-ec", "--any", "--timeout", "10m", "-n", "make"], |wait| {
        let at_most = Some(Duration::from_secs(600));
        assert_eq!(wait.patience, Patience { at_most, first: true });
        assert!(wait.echo && wait.count);
        assert_eq!(wait.asked.extreme, Some(Extreme::Newest));
    });
    waits(&["--timeout=0.5", "make"], |wait| {
        assert_eq!(wait.patience.at_most, Some(Duration::from_millis(500)));
    });
}

#[test]
fn p1_the_ancestors_are_left_out_where_the_command_line_counts() {
    waits(&["-f", "make"], |wait| assert!(wait.asked.without_ancestors));
    waits(&["-A", "make"], |wait| assert!(wait.asked.without_ancestors));
    waits(&["-f", "--with-ancestors", "x"], |wait| assert!(!wait.asked.without_ancestors));
}

#[test]
fn p12_the_signal_is_the_one_that_is_caught() {
    waits(&["-H", "make"], |wait| {
        assert_eq!(wait.asked.wanted.catches, Some(Signal::TERM));
    });
    waits(&["-H", "--signal", "hup"], |wait| {
        assert_eq!(wait.asked.wanted.catches.map(|signal| signal.number()), Some(libc::SIGHUP));
    });
    waits(&["--signal", "hup", "make"], |wait| assert_eq!(wait.asked.wanted.catches, None));
    refused(&["-H", "--signal", "0"], "-H", "signal 0 has no handler");
    // D9.
    refused(&["-H", "--signal", "HUP", "--signal=INT"], "--signal=INT", "given twice");
}

#[test]
fn what_is_shown_is_not_waited_for() {
    waits(&["--dry-run", "make"], |wait| assert_eq!(wait.dry_run, Some(Form::Lines)));
    waits(&["--dry-run", "--json", "make"], |wait| assert_eq!(wait.dry_run, Some(Form::Json)));
    refused(&["--json", "make"], "--json", "needs --dry-run");
    refused(&["--dry-run", "-e", "make"], "-e", "cannot be combined with --dry-run");
    refused(&["--dry-run", "--json", "-c", "make"], "-c", "cannot be combined with --json");
}

#[test]
fn select_d6_the_letter_for_all_others_is_refused() {
    refused(&["-v", "make"], "-v", "would wait for all others; see --inverse");
    refused(&["-ev", "make"], "-v", "would wait for all others; see --inverse");
    refused(&["-q", "make"], "-q", "unknown option");
    // As a value it is one.
    waits(&["-u", "-v"], |wait| assert_eq!(wait.asked.wanted.effective_users, [b"-v"]));
}

#[test]
fn the_time_is_given_once() {
    refused(&["--timeout", "1", "--timeout", "2", "x"], "--timeout", "given twice");
    let wrong = "not a time; write a number with ms, s, m, h or d, such as 1.5s";
    refused(&["--timeout", "1month", "x"], "1month", wrong);
    refused(&["--timeout"], "--timeout", "TIME is missing");
}

#[test]
fn help_and_version_come_before_what_is_missing() {
    read(&["-e", "-h"], true, |command| assert_eq!(command, Ok(Command::Help)));
    read(&["-V"], true, |command| assert_eq!(command, Ok(Command::Version)));
}
