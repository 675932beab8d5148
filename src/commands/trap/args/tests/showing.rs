use crate::commands::trap::args::tests::support::*;
use crate::commands::trap::args::{Command, Form, Show, Whose};
use crate::posix::conformance::Conformance;
use crate::process::identified::Identified;
use crate::signal::Signal;
use crate::signal::condition::Condition;
use crate::sys::Pid;

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
    let identified = |pid, inode| Whose::Process(Identified { pid: Pid::new(pid).unwrap(), inode });
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
    assert_eq!(show(&["-P", "a:b"]).processes, [Whose::Named(b"a:b".to_vec())]);
    for (value, reason) in [
        ("", "not a process ID"),
        ("0", "not a process ID"),
        ("-1", "not a process ID"),
        ("+1", "not a process ID"),
        (" 12", "not a process ID"),
        ("%1", "not a process ID"),
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
            [format!("{option}: shows dispositions, and cannot be combined with COMMAND")]
        );
    }
    assert_eq!(usage_errors(&["-a"]), ["-a: needs -P"]);
    assert_eq!(usage_errors(&["-pa", "INT"]), ["-a: needs -P"]);
}

#[test]
fn a_list_help_and_version_take_the_place_of_all_else() {
    read(XSI, &["-l"], |command| assert_eq!(command, Ok(Command::List(XSI))));
    let reason = "-l takes no operand; kill -l decodes a number";
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
