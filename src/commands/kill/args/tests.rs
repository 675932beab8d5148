use std::ffi::CString;

use super::*;
use crate::commands::kill::operand::{self, Operand};
use crate::delivery::order::Scope;
use crate::sys::Pid;
use crate::sys::deliver::Target;

/// Parses a command line whose words are separated by blanks and shows the value.
fn parsed(line: &str) -> Result<Shown, String> {
    let strings: Vec<CString> = line
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| CString::new(word).unwrap())
        .collect();
    let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
    match parse(&words) {
        Ok(Command::Send(send)) => Ok(Shown::Send {
            signal: send.signal.map_or(0, |signal| signal.number()),
            targets: send
                .operands
                .iter()
                .map(|word| match operand::parse(word.bytes(), send.conformance) {
                    Ok(Operand::Target(target)) => target.as_kill_argument().to_string(),
                    Ok(other) => format!("{other:?}"),
                    Err(refusal) => format!("{refusal:?}"),
                })
                .collect(),
        }),
        Ok(Command::Decode(decode)) => Ok(Shown::Decode(texts(&decode))),
        Ok(Command::Table(decode) | Command::DescriptionTable(decode)) => {
            Ok(Shown::Rows(texts(&decode)))
        }
        Ok(other) => Ok(Shown::Other(format!("{other:?}"))),
        Err(error) => Err(format!("{}: {}", String::from_utf8_lossy(&error.subject), error.reason)),
    }
}

fn texts(decode: &Decode) -> Vec<String> {
    decode.words().map(|word| String::from_utf8_lossy(word).into_owned()).collect()
}

#[derive(Debug, PartialEq, Eq)]
enum Shown {
    Send { signal: i32, targets: Vec<String> },
    Decode(Vec<String>),
    Rows(Vec<String>),
    Other(String),
}

fn send(signal: i32, targets: &[&str]) -> Result<Shown, String> {
    Ok(Shown::Send { signal, targets: targets.iter().map(|target| target.to_string()).collect() })
}

#[test]
fn whom_a_command_line_would_signal() {
    assert_eq!(parsed("5"), send(15, &["5"]));
    assert_eq!(parsed("-9 5"), send(9, &["5"]));
    assert_eq!(parsed("-9 -1"), send(9, &["-1"]));
    assert_eq!(parsed("-9 -5"), send(9, &["-5"]));
    assert_eq!(parsed("-1 5"), send(1, &["5"]));
    assert_eq!(parsed("-- -1"), send(15, &["-1"]));
    assert_eq!(parsed("-- -9 5"), send(15, &["-9", "5"]));
    assert_eq!(parsed("5 -9"), send(15, &["5", "-9"]));
    assert_eq!(parsed("-9 100 -165"), send(9, &["100", "-165"]));
    assert_eq!(parsed("-s TERM -9 5"), send(15, &["-9", "5"]));
    assert_eq!(parsed("-KILL -12345"), send(9, &["-12345"]));
    assert_eq!(parsed("-s 0 5"), send(0, &["5"]));
    assert_eq!(parsed("-TERM 4294967295"), send(15, &["OutOfRange"]));
    assert_eq!(parsed("12a 5"), send(15, &["Malformed", "5"]));
    assert_eq!(parsed("-s TERM -0"), send(15, &["0"]));
    assert_eq!(parsed("-s TERM HUP 5"), send(15, &["Name([72, 85, 80])", "5"]));
    assert_eq!(parsed("-w 5"), send(15, &["5"]));
    assert_eq!(parsed("--verbose -9 -1"), send(9, &["-1"]));
    // A number with SIG or a plus sign, and RTMINn.
    for line in ["-s SIG9 5", "-SIG9 5", "-sSIG9 5", "-s +9 5", "-n +9 5", "-+9 5", "-s009 5"] {
        assert_eq!(parsed(line), send(9, &["5"]), "{line}");
    }
    assert_eq!(parsed("-SIG0 5"), send(0, &["5"]));
}

#[test]
fn what_is_refused_as_a_whole() {
    for (line, error) in [
        ("-1", "PID: missing; name at least one process"),
        ("-KILL", "PID: missing; name at least one process"),
        ("", "PID: missing; name at least one process"),
        ("-9x 5", "-9x: neither a signal number nor an option"),
        ("-9 -s HUP 5", "-s: a signal is already chosen; only one can be sent"),
        ("-l -9", "-9: cannot be combined with -l"),
        ("--target freebsd 5", "--target: needs -l, -L, -t or --explain"),
        ("--target freebsd -d 5", "--target: cannot be combined with -d"),
        ("-l --target freebsd --target macos", "--target: given twice"),
        ("-l --target", "--target: TARGET is missing"),
        ("-l --target freebsd -9", "-9: cannot be combined with -l"),
        ("--target list 5", "5: --target list takes no operand"),
        ("--target list -9", "-9: cannot be combined with --target"),
        ("--target list -d 5", "--target: cannot be combined with -d"),
        ("-l --target freebds", "freebds: unknown target; did you mean freebsd?"),
        (
            "-l --target mips-linux-gnuu",
            "mips-linux-gnuu: unknown target; did you mean mips-unknown-linux-gnu, \
             mipsel-unknown-linux-gnu or mips-unknown-linux-musl?",
        ),
        ("-l --target xyzzy", "xyzzy: unknown target; kill --target list lists the known ones"),
        ("--tree --descendants 5", "--descendants: cannot be combined with --tree"),
        ("--descendants -t", "--descendants: cannot be combined with -t"),
        ("-l --tree 9", "--tree: cannot be combined with -l"),
        ("--tree --target list", "--tree: cannot be combined with --target"),
        ("--timeout 1 0 5", "0: sends nothing; a follow-up must be a signal"),
        ("-k TERM/5s/0 5", "0: sends nothing; a follow-up must be a signal"),
        ("-k TERM/5s/exit/1s/KILL 5", "exit: sends nothing; a follow-up must be a signal"),
        ("-ax 5", "-ax: neither a signal nor an option"),
    ] {
        assert_eq!(parsed(line), Err(error.to_owned()), "{line}");
    }
    assert!(
        parsed("-165 5")
            .is_err_and(|error| error.ends_with("; for a process group, write: kill -- -165"))
    );
}

fn refused(lines: &[(&str, &str)]) {
    for (line, error) in lines {
        assert_eq!(parsed(line), Err((*error).to_owned()), "{line}");
    }
}

#[test]
fn a_prefix_that_other_kills_take_means_the_same_here() {
    use crate::cli::parse::long_option;
    use crate::commands::kill::options::{Key, OPTIONS};
    let key = |word: &str| {
        let next = [Word::from(c"TERM"), Word::from(c"TERM")];
        let word = format!("--{word}");
        long_option(&OPTIONS, word.as_bytes(), &mut next.iter()).map(|given| Key::at(given.index))
    };
    for (word, expected) in [
        ("help", Key::Help),
        ("list", Key::List),
        ("queue", Key::Queue),
        ("signal", Key::Signal),
        ("table", Key::Table),
        ("version", Key::Version),
    ] {
        for length in 1..=word.len() {
            assert_eq!(key(&word[..length]), Ok(expected), "{}", &word[..length]);
        }
    }
    for (word, expected) in [
        ("verb", Key::Verbose),
        ("ti", Key::Timeout),
        ("tr", Key::Tree),
        ("tar", Key::Target),
        ("se", Key::SessionOf),
        ("show", Key::ProcessState),
        ("pid", Key::Print),
    ] {
        assert_eq!(key(word), Ok(expected), "{word}");
    }
    for word in ["p", "pi", "st", "started-"] {
        assert!(key(word).is_err_and(|error| error.reason.starts_with("ambiguous: ")), "{word}");
    }
}

#[test]
fn no_equals_sign_stands_after_the_letter_of_a_signal_or_a_value() {
    refused(&[
        ("-s=TERM 5", "-s=TERM: -s takes its value without =; write: -s TERM"),
        ("-n=9 5", "-n=9: -n takes its value without =; write: -n 9"),
        ("-q=5 5", "-q=5: -q takes its value without =; write: -q 5"),
        ("-as=TERM 5", "-s=TERM: -s takes its value without =; write: -s TERM"),
    ]);
    assert_eq!(parsed("-w=5 -k=5 7"), send(15, &["7"]));
    assert_eq!(parsed("--signal=HUP --queue=5 7"), send(1, &["7"]));
}

#[test]
fn a_conflict_names_the_words_that_were_written() {
    refused(&[
        ("-l -n 0", "-n: cannot be combined with -l"),
        ("--list --tre 9", "--tre: cannot be combined with --list"),
        ("--pid -w 5", "-w: cannot be combined with --pid"),
        ("--verbose --dry 5", "--verbose: cannot be combined with --dry"),
        ("--targ freebsd 5", "--targ: needs -l, -L, -t or --explain"),
        ("--show 5 6", "6: --show takes no operand"),
        ("-0 --require-h 5", "--require-h: signal 0 has no handler"),
    ]);
}

#[test]
fn targets_that_show_that_something_else_was_meant() {
    refused(&[
        ("5 --dry-run", "--dry-run: options go before the targets; nothing was signalled"),
        ("-s 0 5 -- 6", "--: options go before the targets; nothing was signalled"),
        ("-- 5 -TERM", "-TERM: options go before the targets; nothing was signalled"),
        ("- 9 5", "-: neither an option nor a target; nothing was signalled"),
        ("HUP 5", "HUP: a signal needs a dash; write: kill -HUP 5"),
        ("-w HUP 5", "HUP: a signal needs a dash; write: kill -HUP 5"),
        ("-w 2s 5", "2s: -w takes its time attached: -w2s"),
        ("-aw 2s 5", "2s: -w takes its time attached: -w2s"),
        ("-w5 2s", "2s: a time, not a target; nothing was signalled"),
        (
            "-s TERM -0 5",
            "-0: ambiguous next to other targets; write 0 for kill's process group, or -s 0 for a \
                check; \
             nothing was signalled",
        ),
        (
            "--pidfile f -s TERM -0",
            "-0: ambiguous next to other targets; write 0 for kill's process group, or -s 0 for a \
                check; \
             nothing was signalled",
        ),
    ]);
}

#[test]
fn minus_k_is_a_time_or_a_schedule_and_is_given_once() {
    refused(&[
        ("-k TERM 5", "TERM: a signal without a time; write a time, or SIGNAL/TIME/KILL"),
        ("-k 5 -k 5 5", "-k: given twice"),
        ("-k 5 --schedule TERM/5s/KILL 5", "--schedule: given twice"),
        (
            "-s 0 -k 5 5",
            "-k: KILL would follow signal 0, which only checks; write 0/TIME/KILL for that",
        ),
    ]);
}

#[test]
fn what_belongs_to_a_target() {
    let strings: Vec<CString> =
        ["--tree", "--tree", "-9", "5"].map(|word| CString::new(word).unwrap()).into();
    let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
    let scope = |words| match parse(words) {
        Ok(Command::Send(send)) => send.options().ordered.scope,
        other => panic!("{other:?}"),
    };
    assert_eq!(scope(&words), Scope::Tree);
    assert_eq!(scope(&words[2..]), Scope::Target);
    assert_eq!(parsed("--descendants -9 5 -6"), send(9, &["5", "-6"]));
}

#[test]
fn minus_k_with_a_time_is_when_kill_follows() {
    let followed = |line: &str| {
        let strings: Vec<CString> = line.split(' ').map(|w| CString::new(w).unwrap()).collect();
        let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
        let Ok(Command::Send(send)) = parse(&words) else { panic!("{line}") };
        let steps = send.options().ordered.follow_ups.iter();
        let steps = steps.map(|step| format!("{:?} {}", step.after, step.signal.name()));
        (send.signal.map_or(0, |signal| signal.number()), steps.collect::<Vec<_>>().join(", "))
    };
    for (line, signal, steps) in [
        ("-k 5 7", 15, "5s KILL"),
        ("-k5 7", 15, "5s KILL"),
        ("-k 9 7", 15, "9s KILL"),
        ("--kill-after=500ms 7", 15, "500ms KILL"),
        ("-k 5 -HUP 7", 1, "5s KILL"),
        ("-k 0 7", 15, ""),
        ("-s INT -k 5 7", 2, "5s KILL"),
        ("--timeout 100 HUP -k 5 7", 15, "100ms HUP, 5s KILL"),
        ("-k INT/1s/HUP/2s/9 7", 2, "1s HUP, 2s KILL"),
        ("-k 0/5s/KILL 7", 0, "5s KILL"),
    ] {
        assert_eq!(followed(line), (signal, steps.to_owned()), "{line}");
    }
}

#[test]
fn lists_and_questions() {
    assert_eq!(parsed("-l 9 -9"), Ok(Shown::Decode(vec!["9".into(), "-9".into()])));
    assert_eq!(parsed("-l9 3"), Ok(Shown::Decode(vec!["9".into(), "3".into()])));
    assert_eq!(
        parsed("-l"),
        Ok(Shown::Other("List { conformance: Extended, target: None }".into()))
    );
    assert_eq!(parsed("-9 --help 5"), Ok(Shown::Other("Help".into())));
    for (line, words) in [("-L", vec![]), ("-t", vec![]), ("-L 9 TERM", vec!["9", "TERM"])] {
        let words = words.into_iter().map(String::from).collect();
        assert_eq!(parsed(line), Ok(Shown::Rows(words)), "{line}");
    }
    // One -- is passed over, the same as in front of the operands.
    for line in ["-t -- 0 9", "-t 0 -- 9", "-t 0 9 --", "-t -- 0 9 --"] {
        assert_eq!(parsed(line), Ok(Shown::Rows(vec!["0".into(), "9".into()])), "{line}");
    }
    assert_eq!(parsed("-t 0 -- --"), Ok(Shown::Rows(vec!["0".into(), "--".into()])));
    assert_eq!(parsed("-t -- --"), Ok(Shown::Rows(vec!["--".into()])));
    for line in ["--target list", "-l --target list", "-L --target=list", "-t --target list"] {
        assert_eq!(parsed(line), Ok(Shown::Other("Targets".into())), "{line}");
    }
    assert_eq!(parsed("-l --target freebsd 9"), Ok(Shown::Decode(vec!["9".into()])));
    let state = |whose: &str, all_users| {
        let states = States { whose: whose.as_bytes(), all_users };
        Ok(Shown::Other(format!("{:?}", Command::ProcessState(states))))
    };
    assert_eq!(parsed("-d 7"), state("7", false));
    assert_eq!(parsed("-d 7:9"), state("7:9", false));
    assert_eq!(parsed("-d nginx"), state("nginx", false));
    assert_eq!(parsed("-a -d nginx"), state("nginx", true));
    for whose in ["-1", "-7", "0", "7x", "%1", "+", "7:", "99999999999"] {
        let refused = format!("{whose}: not a process ID or a command name");
        assert_eq!(parsed(&format!("-d {whose}")), Err(refused));
    }
}

#[test]
fn the_target_type_keeps_its_meaning() {
    assert_eq!(Target::Everybody.as_kill_argument(), -1);
    assert_eq!(Target::OwnGroup.as_kill_argument(), 0);
    assert_eq!(Target::Group(Pid::new(5).unwrap()).as_kill_argument(), -5);
}
