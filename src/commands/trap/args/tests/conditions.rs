use crate::cli::duration;
use crate::commands::trap::args::tests::support::*;
use crate::posix::conformance::Conformance;
use crate::signal::headers;

#[test]
fn an_action_is_for_the_conditions_behind_it() {
    assert_eq!(settings(&["", "HUP", "INT", "--", "x"]), ["HUP=", "INT="]);
    assert_eq!(settings(&["-", "INT", "QUIT", "--", "x"]), ["INT=-", "QUIT=-"]);
    assert_eq!(
        settings(&["echo 'a'\n", "TERM", "EXIT", "--", "x"]),
        ["TERM=echo 'a'\n", "EXIT=echo 'a'\n"]
    );
    assert_eq!(settings(&["--", "x"]), [""; 0]);
    assert_eq!(usage_errors(&["echo", "--", "x"]), ["echo: a CONDITION must follow"]);
    assert_eq!(usage_errors(&["", "--", "x"]), [": a CONDITION must follow"]);
    assert_eq!(usage_errors(&["-", "--", "x"]), ["-: a CONDITION must follow"]);
}

#[test]
fn exit_has_an_action_or_none() {
    assert_eq!(settings(&["bye", "0", "--", "x"]), ["EXIT=bye"]);
    assert_eq!(settings(&["bye", "EXIT", "--on", "EXIT=-", "--", "x"]), [""; 0]);
    assert_eq!(settings(&["bye", "exit", "--on", "0=", "--", "x"]), [""; 0]);
    assert!(!run(&["", "EXIT", "--", "x"], |run| run.supervises()));
    assert!(run(&["bye", "EXIT", "--", "x"], |run| run.supervises()));
}

#[test]
fn a_number_as_the_first_operand_makes_all_of_them_conditions_that_are_reset() {
    assert_eq!(settings(&["2", "--", "x"]), ["INT=-"]);
    assert_eq!(settings(&["1", "QUIT", "15", "0", "--", "x"]), ["HUP=-", "QUIT=-", "TERM=-"]);
    assert_eq!(settings(&["9", "--", "x"]), [""; 0]);
    // Only digits are one.
    assert_eq!(settings(&["+2", "INT", "--", "x"]), ["INT=+2"]);
    assert_eq!(settings(&["2 ", "INT", "--", "x"]), ["INT=2 "]);
    assert_eq!(
        bad_conditions(Conformance::Extended, &["2", "echo", "999", "--", "x"]),
        [
            "echo: unknown signal name",
            &format!("999: signal numbers are 0 to {}", headers::NATIVE.highest)
        ]
    );
    // An action of this look has another way.
    assert_eq!(settings(&["--on", "INT=2", "--", "x"]), ["INT=2"]);
}

#[test]
fn conditions_have_all_spellings_that_kill_has() {
    for spelling in ["TERM", "term", "SIGTERM", "sigterm", "SigTerm", "15"] {
        assert_eq!(settings(&["", spelling, "--", "x"]), ["TERM="], "{spelling}");
    }
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    assert_eq!(settings(&["", "CLD", "--", "x"]), ["CHLD="]);
}

#[test]
fn on_gives_an_action_to_several_conditions() {
    assert_eq!(
        settings(&["--on", "INT,TERM=echo a=b,c", "--", "x"]),
        ["INT=echo a=b,c", "TERM=echo a=b,c"]
    );
    assert_eq!(settings(&["--on=HUP=", "--on=2=-", "--", "x"]), ["HUP=", "INT=-"]);
    assert_eq!(usage_errors(&["--on", "INT", "--", "x"]), ["INT: not CONDITION=ACTION"]);
    assert_eq!(usage_errors(&["--on"]), ["--on: CONDITION,...=ACTION is missing"]);
    let unknown = ["INTT: unknown signal name; did you mean INT?", ": unknown signal name"];
    assert_eq!(bad_conditions(Conformance::Extended, &["--on", "INTT,INT,=x", "--", "x"]), unknown);
}

#[test]
fn the_last_word_about_a_condition_counts() {
    assert_eq!(settings(&["--on", "INT=a", "--on", "INT=b", "--", "x"]), ["INT=b"]);
    assert_eq!(settings(&["--on", "INT=b", "--on", "INT=a", "--", "x"]), ["INT=a"]);
    assert_eq!(settings(&["a", "INT", "--on", "INT=b", "--", "x"]), ["INT=b"]);
    assert_eq!(settings(&["--on", "INT=b", "a", "INT", "--", "x"]), ["INT=a"]);
    assert_eq!(
        settings(&["a", "--on", "INT=b", "INT", "--on", "INT=c", "TERM", "--", "x"]),
        ["INT=c", "TERM=a"]
    );
    assert_eq!(settings(&["", "INT", "--on", "SIGINT=-", "--", "x"]), ["INT=-"]);
}

#[test]
fn kill_and_stop_are_what_they_are() {
    assert_eq!(settings(&["-", "KILL", "STOP", "9", "INT", "--", "x"]), ["INT=-"]);
    let reason = "cannot be caught or ignored";
    assert_eq!(
        bad_conditions(
            Conformance::Extended,
            &["", "KILL", "INT", "sigstop", "--on", "9=echo", "--", "x"]
        ),
        [format!("KILL: {reason}"), format!("sigstop: {reason}"), format!("9: {reason}")]
    );
}

#[test]
fn all_bad_conditions_are_told_in_their_order_and_with_them_what_else_is_wrong() {
    let words = ["echo", "A", "INT", "SIGSIGINT", "--on", "B,TERM,RTMIN+99=y", "65536", "--", "x"];
    let (errors, only_conditions) = errors_as(Conformance::Extended, &words);
    let subjects: Vec<&str> = errors.iter().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(subjects, ["A", "SIGSIGINT", "B", "RTMIN+99", "65536"]);
    assert!(only_conditions);
    assert_eq!(
        usage_errors(&["echo", "A", "--preserve-status", "--", "x"]),
        ["A: unknown signal name", "--preserve-status: needs -t"]
    );
    // A value that is wrong is the first of such mistakes, wherever it stands.
    assert_eq!(
        usage_errors(&["echo", "A", "-t", "1x", "B", "-k", "y", "--", "x"]),
        [
            "A: unknown signal name".to_owned(),
            "B: unknown signal name".to_owned(),
            format!("1x: {}", duration::EXPECTED)
        ]
    );
    assert_eq!(
        usage_errors(&["--on", "A=echo", "-k1y", "--", "x"]),
        ["A: unknown signal name".to_owned(), format!("1y: {}", duration::EXPECTED)]
    );
    assert_eq!(
        usage_errors(&["echo", "A", "--"]),
        ["A: unknown signal name", "--: COMMAND must follow"]
    );
    // Whether what follows an unknown option is its value cannot be known.
    assert_eq!(
        usage_errors(&["echo", "A", "-k", "y", "-Z", "B", "--", "x"]),
        ["A: unknown signal name".to_owned(), format!("y: {}", duration::EXPECTED)]
    );
}

#[test]
fn strict_mode_has_the_names_of_posix() {
    let accepted =
        |conformance, words: &[&str]| read(conformance, words, |command| command.is_ok());
    assert!(accepted(BASE, &["", "HUP", "INT", "TERM", "EXIT", "0", "--", "x"]));
    assert!(accepted(BASE, &["0", "EXIT", "--", "x"]));
    assert!(accepted(XSI, &["", "1", "2", "3", "6", "14", "15", "0", "SYS", "TRAP", "--", "x"]));
    assert!(accepted(XSI, &["9", "15", "--", "x"]));
    assert!(accepted(BASE, &["-p", "TERM"]));
    assert_eq!(
        bad_conditions(
            BASE,
            &["", "SIGINT", "term", "sigquit", "2", "exit", "SIGEXIT", "00", "--", "x"]
        ),
        [
            "SIGINT: the SIG prefix is not POSIX; write: INT",
            "term: lower case is not portable; write: TERM",
            "sigquit: the SIG prefix is not POSIX; write: QUIT",
            "2: signal numbers are not POSIX; write: INT",
            "exit: lower case is not portable; write: EXIT",
            "SIGEXIT: the SIG prefix is not POSIX; write: EXIT",
            "00: signal numbers are not POSIX; write: EXIT",
        ]
    );
    // What base POSIX does not have is not advised.
    let system = named("SYS").number().to_string();
    let reason = "XSI only, not base POSIX; base POSIX has no name for it";
    assert_eq!(
        bad_conditions(BASE, &["", "SYS", "sys", &system, "--", "x"]),
        [format!("SYS: {reason}"), format!("sys: {reason}"), format!("{system}: {reason}")]
    );
    let bus = named("BUS").number().to_string();
    assert_eq!(
        bad_conditions(XSI, &["", "sigint", "int", &bus, &system, "--", "x"]),
        [
            "sigint: the SIG prefix is not POSIX; write: INT".to_owned(),
            "int: lower case is not portable; write: INT".to_owned(),
            format!("{bus}: signal numbers are not POSIX; write: BUS"),
            format!("{system}: signal numbers are not POSIX; write: SYS"),
        ]
    );
    assert_eq!(
        bad_conditions(BASE, &["2", "--", "x"]),
        ["2: signal numbers are not POSIX; write: INT"]
    );
    assert_eq!(
        bad_conditions(BASE, &["-p", "int"]),
        ["int: lower case is not portable; write: INT"]
    );
    assert_eq!(bad_conditions(BASE, &["", "NONE", "--", "x"]), ["NONE: unknown signal name"]);
}

#[test]
#[cfg(target_os = "linux")]
fn strict_mode_has_no_signals_but_those_of_posix() {
    let reason = "not a POSIX signal name; POSIX has no name for this signal";
    assert_eq!(
        bad_conditions(XSI, &["", "PWR", "RTMIN+1", "32", "--", "x"]),
        [format!("PWR: {reason}"), format!("RTMIN+1: {reason}"), format!("32: {reason}")]
    );
}
