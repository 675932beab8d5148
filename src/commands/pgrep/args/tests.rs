use std::time::Duration;

use super::*;
use crate::cli::tested::{assert_refused, with_words};
use crate::selection::age::Side;
use crate::selection::ere::Manner;
use crate::selection::matching::Against;
use crate::selection::scan::Extreme;
use crate::selection::wanted::{Wanted, Written};
use crate::signal::Signal;
use crate::sys::Pid;

/// Reads a command line for a test that looks at the result.
fn read<T>(
    line: &[&str],
    permutes: bool,
    look: impl FnOnce(Result<Command, UsageError>) -> T,
) -> T {
    with_words(line, |words| look(parse(words, permutes)))
}

#[track_caller]
fn finds(line: &[&str], check: impl FnOnce(&Find)) {
    read(line, true, |command| match command {
        Ok(Command::Find(find)) => check(&find),
        other => panic!("{line:?}: {other:?}"),
    });
}

#[track_caller]
fn refused(line: &[&str], subject: &str, reason: &str) {
    read(line, true, |command| assert_refused(command, subject, reason));
}

fn pid(number: i32) -> Pid {
    Pid::new(number).unwrap()
}

#[test]
fn a_pattern_alone_is_compared_with_names() {
    let pattern = Written {
        text: b"sshd",
        manner: Manner::default(),
        literal: false,
        against: Against::Name,
    };
    finds(&["sshd"], |find| {
        assert_eq!(find.wanted, Wanted { pattern: Some(pattern), ..Wanted::default() });
        assert!(!find.inverted && !find.threads && !find.tree && !find.without_ancestors);
        assert_eq!((find.extreme, find.show), (None, Show::Pids { delimiter: b"\n" }));
    });
    let manner = Manner { whole: true, fold: true };
    let pattern = Written { manner, against: Against::CommandLine, ..pattern };
    finds(&["-fxi", "sshd"], |find| {
        assert_eq!(find.wanted.pattern, Some(pattern));
        assert!(find.without_ancestors);
    });
    finds(&["-f", "--with-ancestors", "x"], |find| assert!(!find.without_ancestors));
    finds(&["-A", "x"], |find| assert!(find.without_ancestors));
    finds(&["-f", "-P", "1"], |find| assert!(!find.without_ancestors));
}

#[test]
fn p22_options_stand_behind_the_pattern_unless_posix_counts() {
    finds(&["sshd", "-l"], |find| assert!(matches!(find.show, Show::Names { .. })));
    finds(&["--", "-l"], |find| assert_eq!(find.wanted.pattern.unwrap().text, b"-l"));
    for (line, permutes) in [(&["sshd", "-l"][..], false), (&["--posix", "sshd", "-l"], true)] {
        read(line, permutes, |command| {
            assert_eq!(command.expect_err("two patterns").subject, b"-l");
        });
    }
    refused(&["x", "--posix"], "--posix", "must be the first word: pgrep --posix ...");
    finds(&["--ignore-a", "x"], |find| assert!(find.without_ancestors));
}

#[test]
fn p3_several_lists_add_up() {
    finds(&["-P", "1,2", "-P", "3", "-u", "0", "-u", "web,1"], |find| {
        assert_eq!(find.wanted.parents, [1, 2, 3].map(|number| Some(pid(number))));
        assert_eq!(find.wanted.effective_users, [&b"0"[..], b"web", b"1"]);
    });
    finds(&["-g0", "-s", "0,7", "-r", "D,SZ"], |find| {
        assert_eq!(find.wanted.groups, [None]);
        assert_eq!(find.wanted.sessions, [None, Some(pid(7))]);
        assert_eq!(find.wanted.states, b"DSZ");
    });
}

#[test]
fn p7_a_bare_time_is_in_seconds() {
    finds(&["-O", "10"], |find| {
        assert_eq!(find.wanted.ages, [(Side::Older, Duration::from_secs(10))]);
    });
    finds(&["--newer", "2m"], |find| {
        assert_eq!(find.wanted.ages, [(Side::Newer, Duration::from_secs(120))]);
    });
}

#[test]
fn p12_a_handler_is_asked_for_term_or_the_signal() {
    finds(&["-H"], |find| assert_eq!(find.wanted.catches, Some(Signal::TERM)));
    finds(&["-H", "--signal", "sigkill"], |find| {
        assert_eq!(find.wanted.catches, Some(Signal::KILL));
    });
    finds(&["--signal", "HUP", "x"], |find| assert_eq!(find.wanted.catches, None));
}

#[test]
fn p14_what_is_printed() {
    finds(&["-la", "x"], |find| assert!(matches!(find.show, Show::CommandLines { .. })));
    finds(&["-lQ", "x"], |find| {
        assert_eq!(find.show, Show::Names { delimiter: b"\n", quoted: true });
    });
    for (line, delimiter) in
        [(&["-d,", "x"][..], &b","[..]), (&["-d", ":", "x"], b":"), (&["-d=", "x"], b"=")]
    {
        finds(line, |find| assert_eq!(find.show, Show::Pids { delimiter }));
    }
    finds(&["-qc", "x"], |find| assert_eq!(find.show, Show::Nothing));
    finds(&["-cl", "x"], |find| assert_eq!(find.show, Show::Count));
}

#[test]
fn p6_newest_and_oldest_exclude_each_other_and_the_inverse() {
    finds(&["-n"], |find| assert_eq!(find.extreme, Some(Extreme::Newest)));
    finds(&["-o", "x"], |find| assert_eq!(find.extreme, Some(Extreme::Oldest)));
    refused(&["-no", "x"], "-o", "cannot be combined with -n");
    refused(&["-nv", "x"], "-n", "cannot be combined with -v");
    refused(&["-vo", "x"], "-o", "cannot be combined with -v");
}

#[test]
fn p20_what_is_wrong_is_refused() {
    let missing = "missing; give a pattern, or a criterion by an option";
    for line in [&[][..], &["-v"], &["-x"], &["-i"], &["-f"], &["-c"], &["-l"], &["-vxifc"]] {
        refused(line, "PATTERN", missing);
    }
    refused(&["a", "b"], "b", "only one pattern is allowed; join several with |");
    refused(&["-9"], "-9", "unknown option");
    refused(&["-u", ","], ",", "an empty list");
    refused(&["-P", "x"], "x", "not a list of numbers");
    refused(&["-p", "0"], "0", "not a list of process IDs");
    refused(&["-p", "1", "-F", "x"], "-F", "cannot be combined with -p");
    refused(&["-L", "x"], "-L", "needs -F FILE");
    refused(&["--nslist", "net", "x"], "--nslist", "needs --ns PID");
    refused(&["--name", "a", "b"], "b", "a pattern cannot be combined with --name");
    refused(&["--name", ""], "", "no process has an empty name");
    refused(&["--env", "=x"], "=x", "not NAME or NAME=VALUE");
    refused(
        &["--sort", "age", "x"],
        "age",
        "--sort takes pid, start, rss or name, with or without -",
    );
    refused(&["a("], "a(", "not a regular expression: ( is not closed");
}

#[test]
fn help_and_version_take_the_place_of_all_else() {
    read(&["-h"], true, |command| assert_eq!(command, Ok(Command::Help)));
    read(&["x", "y", "-V", "-h"], true, |command| assert_eq!(command, Ok(Command::Version)));
}
