use std::time::Duration;

use crate::commands::trap::args::tests::support::*;
use crate::commands::trap::args::{EndingSchedule, WaitAll};
use crate::delivery::schedule::FollowUp;
use crate::posix::conformance::Conformance;
use crate::signal::Signal;
use crate::signal::set::SignalSet;

#[test]
fn command_is_what_follows_the_first_two_dashes() {
    let command = |words: &[&str]| {
        run(words, |run| run.command.iter().map(|word| word.bytes().to_vec()).collect::<Vec<_>>())
    };
    assert_eq!(command(&["--", "a", "-p", "--", "--help"]), [&b"a"[..], b"-p", b"--", b"--help"]);
    assert_eq!(command(&["", "INT", "--", "-l"]), [&b"-l"[..]]);
    assert_eq!(command(&["--", ""]), [&b""[..]]);
    assert_eq!(usage_errors(&["--"]), ["--: COMMAND must follow"]);
    assert_eq!(usage_errors(&["", "INT", "--"]), ["--: COMMAND must follow"]);
}

#[test]
fn without_command_there_is_nothing_to_run() {
    let missing = "COMMAND is missing; write: sigtrap ACTION CONDITION... -- COMMAND";
    assert_eq!(usage_errors(&["", "INT"]), [format!(": {missing}")]);
    assert_eq!(usage_errors(&["-k", "5"]), [format!("-k: {missing}")]);
    assert_eq!(usage_errors(&["--on", "INT="]), [format!("--on: {missing}")]);
    assert_eq!(usage_errors(&["-p", "--init"]), [format!("--init: {missing}")]);
}

#[test]
fn where_the_two_dashes_belong_is_said() {
    for (words, command, line) in [
        (&["-t", "1", "sleep", "5"][..], "sleep", "-t 1 -- sleep 5"),
        (&["sleep", "5"], "sleep", "-- sleep 5"),
        (&["true"], "true", "-- true"),
        (&["echo", "EXIT", "true"], "true", "echo EXIT -- true"),
        (&["echo it's", "INT", "exit", "x y"], "x y", "'echo it'\\''s' INT exit -- 'x y'"),
        // Whatever the words of COMMAND would mean here.
        (&["-k5", "sh", "-c", "exit 3"], "sh", "-k5 -- sh -c 'exit 3'"),
        (&["-t1", "ls", "-l"], "ls", "-t1 -- ls -l"),
        (&["-f", "df", "-h"], "df", "-f -- df -h"),
        (&["-f", "ps", "--version", ""], "ps", "-f -- ps --version ''"),
        (&["make", "-j8"], "make", "-- make -j8"),
    ] {
        let advice = format!("{command}: -- is missing before COMMAND; write: sigtrap {line}");
        // A diagnostic shows a backslash as two.
        let advice = advice.replace("'\\''", "'\\\\''");
        assert_eq!(usage_errors(words), [advice], "{words:?}");
    }
    // What is wrong before it is said first; and a shell's own trap may be meant.
    for words in [
        &["-t", "1x", "sleep", "5"][..],
        &["", "INT"],
        &["-", "INT"],
        &["INT"],
        &["2", "INT"],
        &["rm \"$file\"", "EXIT"],
        &["-f", "", "INT"],
    ] {
        let errors = usage_errors(words);
        assert!(!errors[0].contains("-- is missing"), "{words:?}: {errors:?}");
    }
}

#[test]
fn options_stand_anywhere_before_command() {
    let words = ["-f", "echo", "-g", "INT", "-e", "TERM", "--tree", "--", "x"];
    assert_eq!(settings(&words), ["INT=echo", "TERM=echo"]);
    assert!(run(&words, |run| run.forward && run.group && run.exit_code && run.tree));
    assert!(run(&["-fge", "--", "x"], |run| run.forward
        && run.group
        && run.exit_code
        && !run.tree));
    assert_eq!(
        run(&["-fk5", "--", "x"], |run| run.schedule.unwrap().follow_ups[0].after),
        Duration::from_secs(5)
    );
    assert!(run(&["--exit", "--", "x"], |run| run.exit_code));
}

#[test]
fn unknown_options_are_named() {
    assert_eq!(usage_errors(&["-x", "--", "x"]), ["-x: unknown option"]);
    assert_eq!(usage_errors(&["-fx", "INT", "--", "x"]), ["-x: unknown option"]);
    assert_eq!(usage_errors(&["--nonsense"]), ["--nonsense: unknown option"]);
    assert_eq!(
        usage_errors(&["--pr", "--", "x"]),
        ["--pr: ambiguous: --preserve-status, --print, --process"]
    );
    assert_eq!(usage_errors(&["--table=5"]), ["--table: takes no value"]);
}

#[test]
fn a_map_has_a_signal_and_what_is_sent_for_it() {
    let map = |words: &[&str]| run(words, |run| run.map.into_iter().collect::<Vec<_>>());
    assert_eq!(
        map(&["-m", "TERM:QUIT", "--map=hup:", "-mINT:9", "--", "x"]),
        [
            (named("HUP"), None),
            (named("INT"), Some(Signal::KILL)),
            (Signal::TERM, Some(named("QUIT")))
        ]
    );
    assert_eq!(
        map(&["-m", "TERM:QUIT", "-m", "TERM:INT", "--", "x"]),
        [(Signal::TERM, Some(named("INT")))]
    );
    for (value, error) in [
        ("TERM", "TERM: not SIGNAL:SIGNAL"),
        (":TERM", ": unknown signal name"),
        ("TERM:NONE", "NONE: unknown signal name"),
        ("TERM:0", "0: not a signal"),
        ("EXIT:TERM", "EXIT: not a signal"),
        ("KILL:TERM", "KILL: cannot be caught or blocked"),
        ("STOP:", "STOP: cannot be caught or blocked"),
        ("TERM:INT:HUP", "INT:HUP: unknown signal name"),
    ] {
        assert_eq!(usage_errors(&["-m", value, "--", "x"]), [error], "{value}");
    }
}

const NO_TIME: &str = "not a time; write a number with ms, s, m, h or d, such as 1.5s";

#[test]
fn a_delay_has_a_signal_and_a_time() {
    let delay = |words: &[&str]| run(words, |run| run.delay.into_iter().collect::<Vec<_>>());
    assert_eq!(
        delay(&["--delay", "TERM=200ms", "--delay", "TERM=1.5s", "--delay=2=1m", "--", "x"]),
        [(named("INT"), Duration::from_secs(60)), (Signal::TERM, Duration::from_millis(1500))]
    );
    for (value, error) in [
        ("TERM", "TERM: not SIGNAL=TIME".to_owned()),
        ("TERM=", format!(": {NO_TIME}")),
        ("TERM=soon", format!("soon: {NO_TIME}")),
        ("NONE=1", "NONE: unknown signal name".to_owned()),
        ("STOP=1", "STOP: cannot be caught or blocked".to_owned()),
        ("0=1", "0: not a signal".to_owned()),
    ] {
        assert_eq!(usage_errors(&["--delay", value, "--", "x"]), [error], "{value}");
    }
}

#[test]
fn a_schedule_is_given_in_whole_or_as_the_time_before_kill() {
    let schedule = |words: &[&str]| run(words, |run| run.schedule.unwrap());
    let kill = |after| FollowUp { after, signal: Signal::KILL };
    let expected =
        EndingSchedule { first: Signal::TERM, follow_ups: vec![kill(Duration::from_secs(5))] };
    assert_eq!(schedule(&["-k", "5", "--", "x"]), expected);
    assert_eq!(schedule(&["--kill-after=5s", "--", "x"]), expected);
    assert_eq!(schedule(&["--schedule", "TERM/5s/KILL", "--", "x"]), expected);
    assert_eq!(
        schedule(&["--schedule=INT", "--", "x"]),
        EndingSchedule { first: named("INT"), follow_ups: vec![] }
    );
    for (value, error) in [
        ("TERM/5s", "TERM/5s: a signal must follow the last time".to_owned()),
        ("TERM/x/KILL", format!("x: {NO_TIME}")),
        ("", ": unknown signal name".to_owned()),
        ("0/5s/KILL", "0/5s/KILL: 0 sends nothing".to_owned()),
        ("TERM/5s/EXIT", "TERM/5s/EXIT: 0 sends nothing".to_owned()),
    ] {
        assert_eq!(usage_errors(&["--schedule", value, "--", "x"]), [error], "{value}");
    }
    assert_eq!(schedule(&["-k", "TERM/5s/KILL", "--", "x"]), expected);
    assert_eq!(
        schedule(&["-kINT/1m/HUP", "--", "x"]),
        schedule(&["--schedule=INT/1m/HUP", "--", "x"])
    );
    assert_eq!(
        schedule(&["-k9", "--", "x"]),
        EndingSchedule { first: Signal::TERM, follow_ups: vec![kill(Duration::from_secs(9))] }
    );
    for (value, error) in [
        ("TERM", "TERM: a signal without a time; write a time, or SIGNAL/TIME/KILL".to_owned()),
        ("nope", format!("nope: {NO_TIME}")),
        ("0/5s/KILL", "0/5s/KILL: 0 sends nothing".to_owned()),
    ] {
        assert_eq!(usage_errors(&["-k", value, "--", "x"]), [error], "{value}");
    }
    for value in ["5", "15", "5s"] {
        let error = format!("{value}: a time, which -k takes; a signal is written by name");
        assert_eq!(usage_errors(&["--schedule", value, "--", "x"]), [error]);
    }
    let both = ["-k: cannot be combined with --schedule"];
    assert_eq!(usage_errors(&["-k", "5", "--schedule", "TERM", "--", "x"]), both);
    assert_eq!(usage_errors(&["--schedule", "TERM", "-k", "5", "--", "x"]), both);
}

#[test]
fn a_value_that_must_be_attached_is_missed_in_the_next_word() {
    for (words, error) in [
        (&["-w", "5"][..], "5: -w takes its time attached: -w5"),
        (&["-ew", "2s", "HUP"], "2s: -w takes its time attached: -w2s"),
        (&["-w", "15", "HUP"], "15: -w takes its time attached: -w15"),
        (&["-w", "1m30s", "HUP"], "1m30s: -w takes its time attached: -w1m30s"),
        (&["--wait-all", "0.5"], "0.5: --wait-all takes its time attached: --wait-all=0.5"),
        (
            &["--die-with-parent", "9"],
            "9: --die-with-parent takes its signal attached: --die-with-parent=9",
        ),
        (
            &["--die-with-parent", "KILL", "HUP"],
            "KILL: --die-with-parent takes its signal attached: --die-with-parent=KILL",
        ),
    ] {
        let line: Vec<&str> = words.iter().copied().chain(["--", "x"]).collect();
        assert_eq!(usage_errors(&line), [error]);
    }
    // An action, and a number that stands elsewhere.
    assert_eq!(settings(&["-w", "echo", "HUP", "--", "x"]), ["HUP=echo"]);
    assert_eq!(settings(&["15", "-w", "--", "x"]), ["TERM=-"]);
    assert_eq!(settings(&["-w5", "15", "--", "x"]), ["TERM=-"]);
    assert_eq!(settings(&["-w", "-f", "15", "--", "x"]), ["TERM=-"]);
    for action in ["echo", "exit", "EXIT", "kill"] {
        let words = ["--die-with-parent", action, "HUP", "--", "x"];
        assert_eq!(settings(&words), [format!("HUP={action}")]);
    }
}

#[test]
fn a_conflict_names_the_words_that_were_written() {
    let errors = |words: &[&str]| usage_errors(words).join(" ");
    assert_eq!(
        errors(&["--list", "--preserve-stat"]),
        "--preserve-stat: cannot be combined with --list"
    );
    assert_eq!(
        errors(&["--sched", "INT", "--kill-af=5", "--", "x"]),
        "--kill-af=5: cannot be combined with --sched"
    );
    assert_eq!(
        errors(&["--tabl", "--", "x"]),
        "--tabl: shows dispositions, and cannot be combined with COMMAND"
    );
    assert_eq!(errors(&["--all-thr"]), "--all-thr: needs -P");
}

#[test]
fn a_timeout_is_a_time_and_may_keep_the_status() {
    assert_eq!(run(&["-t", "1d", "--", "x"], |run| run.timeout), Some(Duration::from_secs(86400)));
    assert!(run(&["--preserve-status", "-t5", "--", "x"], |run| run.preserve_status));
    assert_eq!(usage_errors(&["-t", "-5", "--", "x"]), [format!("-5: {NO_TIME}")]);
    assert_eq!(usage_errors(&["--preserve-status", "--", "x"]), ["--preserve-status: needs -t"]);
    assert_eq!(usage_errors(&["-t"]), ["-t: TIME is missing"]);
}

#[test]
fn all_are_waited_for_for_ever_or_some_time() {
    let wait_all = |words: &[&str]| run(words, |run| run.wait_all);
    assert_eq!(wait_all(&["--", "x"]), WaitAll::Not);
    assert_eq!(wait_all(&["-w", "--", "x"]), WaitAll::Forever);
    assert_eq!(wait_all(&["-w5", "--", "x"]), WaitAll::AtMost(Duration::from_secs(5)));
    assert_eq!(wait_all(&["--wait-all=1m", "--", "x"]), WaitAll::AtMost(Duration::from_secs(60)));
    assert_eq!(usage_errors(&["-wx", "--", "x"]), [format!("x: {NO_TIME}")]);
    assert_eq!(usage_errors(&["--wait-all=", "--", "x"]), [format!(": {NO_TIME}")]);
}

#[test]
fn init_is_three_options_and_leaves_the_time_of_one() {
    let three = |words: &[&str]| run(words, |run| (run.reap, run.wait_all, run.guard));
    assert_eq!(three(&["--init", "--", "x"]), (true, WaitAll::Forever, true));
    let some_time = (true, WaitAll::AtMost(Duration::from_secs(5)), true);
    assert_eq!(three(&["--init", "-w5", "--", "x"]), some_time);
    assert_eq!(three(&["-w5", "--init", "--", "x"]), some_time);
}

#[test]
fn a_death_signal_is_term_or_attached() {
    let signal = |words: &[&str]| run(words, |run| run.die_with_parent);
    assert_eq!(signal(&["--die-with-parent", "--", "x"]), Some(Signal::TERM));
    assert_eq!(signal(&["--die-with-parent=kill", "--", "x"]), Some(Signal::KILL));
    assert_eq!(usage_errors(&["--die-with-parent=0", "--", "x"]), ["0: not a signal"]);
    assert_eq!(usage_errors(&["--die-with-parent=", "--", "x"]), [": unknown signal name"]);
}

#[test]
fn blocked_signals_are_added_up_and_unblocked_ones_win() {
    let words = ["--block", "INT,term", "--block=1", "--unblock", "TERM,USR1", "--", "x"];
    run(&words, |run| {
        assert_eq!(
            (run.block, run.unblock),
            (set(&["HUP", "INT", "TERM"]), set(&["TERM", "USR1"]))
        );
        assert_eq!(run.blocked(set(&["USR1", "USR2"])), set(&["HUP", "INT", "USR2"]));
        assert!(!run.supervises());
    });
    for (value, error) in [
        ("KILL", "KILL: cannot be caught or blocked"),
        ("INT,STOP", "STOP: cannot be caught or blocked"),
        ("INT,", ": unknown signal name"),
        ("EXIT", "EXIT: not a signal"),
    ] {
        assert_eq!(usage_errors(&["--block", value, "--", "x"]), [error], "{value}");
        assert_eq!(usage_errors(&["--unblock", value, "--", "x"]), [error], "{value}");
    }
}

#[test]
fn a_shell_has_a_name() {
    assert!(run(&["--", "x"], |run| run.shell == b"sh"));
    assert!(run(&["--shell", "bash", "--", "x"], |run| run.shell == b"bash"));
    assert_eq!(usage_errors(&["--shell", "", "--", "x"]), [": a program is expected"]);
}

#[test]
fn trap_becomes_command_unless_there_is_something_to_do_while_it_runs() {
    for words in [
        &["--"][..],
        &["", "INT", "--"],
        &["2", "--"],
        &["--block", "INT", "--"],
        &["--die-with-parent", "--"],
    ] {
        assert!(!run(&[words, &["x"]].concat(), |run| run.supervises()), "{words:?}");
    }
    for option in [
        "-f",
        "-g",
        "--tree",
        "-w",
        "-r",
        "--guard",
        "--init",
        "-e",
        "-v",
        "-k5",
        "-t5",
        "-mINT:",
        "--delay=INT=1",
    ] {
        assert!(run(&[option, "--", "x"], |run| run.supervises()), "{option}");
    }
    assert!(run(&["a", "INT", "--", "x"], |run| run.supervises()));
}

#[test]
fn statuses_of_minus_e_are_attached_and_letters_may_follow_it() {
    let successes = |words: &[&str]| run(words, |run| (run.exit_code, run.successes));
    for words in [
        &["-e143,1,255", "--", "x"][..],
        &["-e=143,255,1", "--", "x"],
        &["--exit-code=1,143", "-e255", "--", "x"],
    ] {
        assert_eq!(successes(words), (true, [1, 143, 255].into()), "{words:?}");
    }
    assert_eq!(successes(&["-fe7", "--", "x"]), (true, [7].into()));
    for words in [&["-e", "--", "x"][..], &["-ef", "--", "x"], &["-ek5", "--", "x"]] {
        assert_eq!(successes(words), (true, [].into()), "{words:?}");
    }
    assert!(run(&["-ef", "--", "x"], |run| run.forward));
    for (words, error) in [
        (&["-e256", "--", "x"][..], "256: exit statuses are 0 to 255"),
        (&["-e1,", "--", "x"], ": exit statuses are 0 to 255"),
        (&["-e", "143", "--", "x"], "143: -e takes its statuses attached: -e143"),
        (&["-fe", "1,2", "--", "x"], "1,2: -e takes its statuses attached: -e1,2"),
        (
            &["--exit-code", "1", "--", "x"],
            "1: --exit-code takes its statuses attached: --exit-code=1",
        ),
    ] {
        assert_eq!(usage_errors(words), [error], "{words:?}");
    }
    // Another option comes between them.
    assert_eq!(settings(&["-ef", "15", "--", "x"]), ["TERM=-"]);
}

#[test]
fn all_signals_are_all_that_can_be_caught() {
    let all: SignalSet =
        Signal::all().filter(|signal| ![Signal::KILL, Signal::STOP].contains(signal)).collect();
    let of = |words: &[&str]| run(words, |run| run.dispositions());
    assert_eq!(of(&["--default", "all", "--", "x"]).default, all);
    assert_eq!(of(&["--ignore", "all", "--", "x"]).ignored, all);
    assert_eq!(run(&["--block", "all", "--", "x"], |run| run.block), all);
    assert_eq!(run(&["--unblock=all", "--", "x"], |run| run.unblock), all);
    // The last word on a signal counts.
    let but = of(&["--ignore", "all", "--default", "INT,QUIT", "", "QUIT", "--", "x"]);
    assert_eq!(but.default, set(&["INT"]));
    assert_eq!(but.ignored, all & !set(&["INT"]));
    assert!(!run(&["--default", "all", "--ignore=HUP", "--", "x"], |run| run.supervises()));
    assert_eq!(
        bad_conditions(Conformance::Extended, &["--ignore", "HUP,KILL,every", "--", "x"]),
        ["KILL: cannot be caught or ignored", "every: unknown signal name"]
    );
}
