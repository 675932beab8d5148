use super::*;
use crate::cli::tested::{assert_refused, with_words};
use crate::selection::order::{Order, SortKey};
use crate::selection::program::Widening;
use crate::sys::Pid;

/// Reads a command line for a test that looks at the result.
fn read<T>(line: &[&str], look: impl FnOnce(Result<Command, UsageError>) -> T) -> T {
    with_words(line, |words| look(parse(words, true)))
}

#[track_caller]
fn finds(line: &[&str], check: impl FnOnce(&Find)) {
    read(line, |command| match command {
        Ok(Command::Find(find)) => check(&find),
        other => panic!("{line:?}: {other:?}"),
    });
}

#[track_caller]
fn refused(line: &[&str], subject: &str, reason: &str) {
    read(line, |command| assert_refused(command, subject, reason));
}

#[test]
fn o1_names_are_taken_in_order_and_processes_descending() {
    finds(&["b", "-s", "a", "--", "-c"], |find| {
        assert_eq!(find.names, [&b"b"[..], b"a", b"-c"]);
        assert_eq!(find.order, Order { key: SortKey::Pid, descending: true });
        assert_eq!(find.show, Show::Pids { separator: b" " });
        assert!(find.single && !find.own_root && !find.threads && find.wanted.is_empty());
        assert_eq!(find.widening, Widening::default());
    });
    finds(&["--sort", "rss", "a"], |find| {
        assert_eq!(find.order, Order { key: SortKey::Resident, descending: false });
    });
}

#[test]
fn o4_what_is_left_out_is_a_list_with_three_separators() {
    let process = |number| Omitted::Process(Pid::new(number).unwrap());
    finds(&["-o", "1,2;3", "-o%PPID:4,", "a"], |find| {
        let expected = [process(1), process(2), process(3), Omitted::Parent, process(4)];
        assert_eq!(find.omitted, expected);
    });
    for list in ["x", "0", "1 2", "%ppid", "1,x", "-1", "4294967297"] {
        refused(&["-o", list, "a"], list, "not a list of process IDs or %PPID");
    }
    refused(&["-o", ",", "a"], ",", "an empty list");
    refused(&["-o", "", "a"], "", "an empty list");
}

#[test]
fn o4_a_separator_may_be_anything() {
    for (line, separator) in [
        (&["-S", ",", "a"][..], &b","[..]),
        (&["-d=", "a"], b"="),
        (&["-S=", "a"], b"="),
        (&["--separator=", "a"], b""),
        (&["-qd;", "a"], b";"),
    ] {
        finds(line, |find| match find.show {
            Show::Pids { separator: found } => assert_eq!(found, separator, "{line:?}"),
            show => assert!(line[0] == "-qd;" && show == Show::Nothing, "{line:?}"),
        });
    }
    finds(&["--json", "a"], |find| assert_eq!(find.show, Show::Json));
    finds(&["--json", "-q", "a"], |find| assert_eq!(find.show, Show::Nothing));
}

#[test]
fn o4_what_others_have_is_ignored() {
    finds(&["-nmx", "-wzct", "a"], |find| {
        let all = Widening { scripts: true, zombies: true, workers: true };
        assert!(find.widening == all && find.own_root && find.threads);
    });
}

#[test]
fn o7_what_is_wrong_is_refused_and_no_name_is_no_process() {
    finds(&[], |find| assert!(find.names.is_empty()));
    refused(&["--newer", "5s"], "NAME", "missing; name a program");
    refused(&["-y", "a"], "-y", "unknown option");
    refused(&["-5", "a"], "-5", "unknown option");
    refused(&["a", "--posix"], "--posix", "must be the first word: pidof --posix ...");
    refused(
        &["--newer", "5x", "a"],
        "5x",
        "not a time; write a number with ms, s, m, h or d, such as 1.5s",
    );
    read(&["-h"], |command| assert_eq!(command, Ok(Command::Help)));
    read(&["-V", "a"], |command| assert_eq!(command, Ok(Command::Version)));
}
