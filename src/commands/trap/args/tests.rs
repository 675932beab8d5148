use std::ffi::CString;

use super::*;
use crate::posix::conformance::Level;

const BASE: Conformance = Conformance::Posix(Level::Base);
const XSI: Conformance = Conformance::Posix(Level::Xsi);

/// Reads a command line and gives what `look` makes of it.
fn read<T>(
    conformance: Conformance,
    words: &[&str],
    look: impl FnOnce(Result<Command, Wrong>) -> T,
) -> T {
    let strings: Vec<CString> = words.iter().map(|word| CString::new(*word).unwrap()).collect();
    let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
    look(parse(conformance, &words))
}

/// A command line that runs something, in either way of reading.
#[track_caller]
fn run<T>(words: &[&str], look: impl FnOnce(Run) -> T) -> T {
    read(Conformance::Extended, words, |command| match command {
        Ok(Command::Run(run)) => look(*run),
        other => panic!("{words:?}: {other:?}"),
    })
}

/// What a command line says about conditions: `NAME=ACTION` in the order of the numbers, EXIT last.
#[track_caller]
fn settings(words: &[&str]) -> Vec<String> {
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
fn show(words: &[&str]) -> Show {
    read(Conformance::Extended, words, |command| match command {
        Ok(Command::Show(show)) => show,
        other => panic!("{words:?}: {other:?}"),
    })
}

/// All that is said about a wrong command line, whose conditions alone are not what is wrong.
#[track_caller]
fn usage_errors(words: &[&str]) -> Vec<String> {
    let (errors, only_conditions) = errors_as(Conformance::Extended, words);
    assert!(!only_conditions, "{words:?}: {errors:?}");
    errors
}

/// All that is said about a command line whose conditions are wrong.
#[track_caller]
fn bad_conditions(conformance: Conformance, words: &[&str]) -> Vec<String> {
    let (errors, only_conditions) = errors_as(conformance, words);
    assert!(only_conditions, "{words:?}: {errors:?}");
    errors
}

#[track_caller]
fn errors_as(conformance: Conformance, words: &[&str]) -> (Vec<String>, bool) {
    read(conformance, words, |command| match command {
        Err(wrong) => {
            assert_eq!(wrong.runs, words.contains(&"--"), "{words:?}");
            let line = |error: &UsageError| {
                format!("{}: {}", String::from_utf8_lossy(&error.subject), error.reason)
            };
            (wrong.errors.iter().map(line).collect(), wrong.only_conditions)
        }
        other => panic!("{words:?}: {other:?}"),
    })
}

fn named(name: &str) -> Signal {
    signal::by_name(name.as_bytes()).unwrap().unwrap()
}

fn set(names: &[&str]) -> SignalSet {
    names.iter().map(|name| named(name)).collect()
}

#[test]
fn command_is_what_follows_the_first_two_dashes() {
    let command = |words: &[&str]| {
        run(words, |run| run.command.iter().map(|word| word.bytes().to_vec()).collect::<Vec<_>>())
    };
    assert_eq!(command(&["--", "a", "-p", "--", "--help"]), [&b"a"[..], b"-p", b"--", b"--help"]);
    assert_eq!(command(&["", "INT", "--", "-l"]), [&b"-l"[..]]);
    assert_eq!(command(&["--", ""]), [&b""[..]]);
    assert_eq!(usage_errors(&["--"]), ["--: COMMAND is missing behind it"]);
    assert_eq!(usage_errors(&["", "INT", "--"]), ["--: COMMAND is missing behind it"]);
}

#[test]
fn without_command_there_is_nothing_to_run() {
    let missing = "COMMAND is missing; write: trap ACTION CONDITION... -- COMMAND";
    assert_eq!(usage_errors(&["", "INT"]), [format!(": {missing}")]);
    assert_eq!(usage_errors(&["echo", "EXIT", "true"]), [format!("echo: {missing}")]);
    assert_eq!(usage_errors(&["-k", "5"]), [format!("-k: {missing}")]);
    assert_eq!(usage_errors(&["--on", "INT="]), [format!("--on: {missing}")]);
    assert_eq!(usage_errors(&["-p", "--init"]), [format!("--init: {missing}")]);
}

#[test]
fn an_action_is_for_the_conditions_behind_it() {
    assert_eq!(settings(&["", "HUP", "INT", "--", "x"]), ["HUP=", "INT="]);
    assert_eq!(settings(&["-", "INT", "QUIT", "--", "x"]), ["INT=-", "QUIT=-"]);
    assert_eq!(
        settings(&["echo 'a'\n", "TERM", "EXIT", "--", "x"]),
        ["TERM=echo 'a'\n", "EXIT=echo 'a'\n"]
    );
    assert_eq!(settings(&["--", "x"]), [""; 0]);
    assert_eq!(usage_errors(&["echo", "--", "x"]), ["echo: CONDITION is missing behind it"]);
    assert_eq!(usage_errors(&["", "--", "x"]), [": CONDITION is missing behind it"]);
    assert_eq!(usage_errors(&["-", "--", "x"]), ["-: CONDITION is missing behind it"]);
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
            &format!("999: signal numbers are 0 to {}", signal::headers::NATIVE.highest)
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
    let unknown = ["INTT: unknown signal name", ": unknown signal name"];
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
        ["A: unknown signal name", "--: COMMAND is missing behind it"]
    );
    // Nobody knows whether what stands behind an unknown option is its value.
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
    assert_eq!(usage_errors(&["-k", "TERM", "--", "x"]), [format!("TERM: {NO_TIME}")]);
    let both = ["-k: cannot be combined with --schedule"];
    assert_eq!(usage_errors(&["-k", "5", "--schedule", "TERM", "--", "x"]), both);
    assert_eq!(usage_errors(&["--schedule", "TERM", "-k", "5", "--", "x"]), both);
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
    // The next word is none of it.
    assert_eq!(settings(&["-w", "5", "--", "x"]), ["TRAP=-"]);
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
fn dispositions_are_shown_where_nothing_is_to_be_run() {
    let plain = Show {
        processes: vec![],
        all: false,
        conditions: vec![],
        form: Form::Commands,
        threads: false,
    };
    assert_eq!(show(&[]), plain);
    assert_eq!(show(&["-p"]), Show { all: true, ..show(&[]) });
    assert_eq!(
        show(&["-p", "15", "exit"]).conditions,
        [Condition::Signal(Signal::TERM), Condition::Exit]
    );
    // What cannot be set can be shown.
    assert_eq!(show(&["-p", "KILL"]).conditions, [Condition::Signal(Signal::KILL)]);
    assert_eq!(show(&["--table"]).form, Form::Table);
    assert_eq!(show(&["--json", "INT"]).form, Form::Json);
    assert_eq!(
        bad_conditions(Conformance::Extended, &["-p", "A", "INT", "B"]),
        ["A: unknown signal name", "B: unknown signal name"]
    );
    assert_eq!(usage_errors(&["--json", "--table"]), ["--table: only one of --table and --json"]);
    assert_eq!(usage_errors(&["--table", "--json"]), ["--json: only one of --table and --json"]);
}

#[test]
fn processes_are_named_by_p_and_never_by_operands() {
    let identified = |pid, inode| Identified { pid: Pid::new(pid).unwrap(), inode };
    let shown = show(&["-P", "12", "-aP13:5", "--process=14", "TERM"]);
    assert_eq!(
        shown.processes,
        [identified(12, None), identified(13, Some(5)), identified(14, None)]
    );
    assert!(shown.threads && !shown.all);
    assert_eq!(shown.conditions, [Condition::Signal(Signal::TERM)]);
    assert_eq!(
        show(&["-P", "12:18446744073709551615"]).processes,
        [identified(12, Some(u64::MAX))]
    );
    for (value, reason) in [
        ("", "not a process ID"),
        ("0", "not a process ID"),
        ("-1", "not a process ID"),
        ("+1", "not a process ID"),
        ("x", "not a process ID"),
        ("4294967297", "not a process ID"),
        (":5", "not a process ID"),
        ("12:", "not PID:INODE"),
        ("12:x", "not PID:INODE"),
        ("12:5:6", "not PID:INODE"),
        ("12:0", "not an inode number"),
        ("12:18446744073709551616", "not an inode number"),
    ] {
        assert_eq!(usage_errors(&["-P", value]), [format!("{value}: {reason}")]);
    }
}

#[test]
fn showing_and_running_do_not_go_together() {
    for (words, option) in [
        (&["-p"][..], "-p"),
        (&["-P", "1"], "-P"),
        (&["--table"], "--table"),
        (&["--json"], "--json"),
        (&["-a"], "-a"),
        (&["-k", "5", "-p"], "-p"),
    ] {
        let words = [words, &["--", "x"]].concat();
        assert_eq!(
            usage_errors(&words),
            [format!("{option}: shows dispositions, and runs nothing")]
        );
    }
    assert_eq!(usage_errors(&["-a"]), ["-a: needs -P"]);
    assert_eq!(usage_errors(&["-pa", "INT"]), ["-a: needs -P"]);
}

#[test]
fn a_list_help_and_version_take_the_place_of_all_else() {
    read(XSI, &["-l"], |command| assert_eq!(command, Ok(Command::List(XSI))));
    let reason = "-l takes no operand; kill -l tells what a number means";
    assert_eq!(usage_errors(&["-l", "15"]), [format!("15: {reason}")]);
    assert_eq!(usage_errors(&["-l", "--", "x"]), [format!("--: {reason}")]);
    assert_eq!(usage_errors(&["-l", "-p"]), ["-p: cannot be combined with -l"]);
    assert_eq!(usage_errors(&["-f", "-l"]), ["-f: cannot be combined with -l"]);
    for words in [&["--help"][..], &["-hV"], &["-p", "-h", "NONE"], &["-h", "--", "x"]] {
        read(Conformance::Extended, words, |command| {
            assert_eq!(command, Ok(Command::Help), "{words:?}")
        });
    }
    read(Conformance::Extended, &["-V", "-l"], |command| assert_eq!(command, Ok(Command::Version)));
}
