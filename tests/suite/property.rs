//! Over random command lines from a nasty vocabulary: no signal goes to a target that no operand
//! named, nothing panics, and the exit status is never 0 when something failed.

use std::ffi::CString;

use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};

use sigkit::tested::commands::kill;
use sigkit::tested::commands::kill::args::{Command, Send};
use sigkit::tested::commands::kill::operand::{self, Operand};
use sigkit::tested::posix::conformance::{Conformance, Level};
use sigkit::tested::sys::arguments::Word;

/// Words that peers have misread. `@` stands for a living process, `#` for a dead one.
const VOCABULARY: &[&str] = &[
    "@",
    "#",
    "-@",
    "+@",
    " @",
    "@ ",
    "0@",
    "@x",
    "-0@",
    "@:1",
    "-#",
    "0",
    "-0",
    "+0",
    "00",
    "000",
    " 0",
    "-00",
    "1x",
    "-1",
    "-01",
    " -1",
    "--1",
    "-2",
    "-9",
    "-15",
    "-64",
    "-65",
    "-143",
    "-165",
    "-128",
    "-256",
    "-32",
    "4294967295",
    "4294967296",
    "4294967297",
    "-4294967295",
    "-4294967297",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551617",
    "-18446744073709551615",
    "2147483648",
    "-2147483648",
    "-2147483647",
    "2147483647",
    "0x1",
    "1e0",
    "",
    " ",
    "-",
    "--",
    "---",
    "+",
    "%1",
    "%%",
    "--posix",
    "--posix=xsi",
    "-s",
    "-n",
    "--signal",
    "--signal=",
    "--signal=TERM",
    "--sig",
    "TERM",
    "SIGTERM",
    "term",
    "SIGSIGTERM",
    "RTMIN",
    "RTMAX-1",
    "RTMIN+4294967297",
    "EXIT",
    "143",
    "9",
    "15",
    "-TERM",
    "-SIGKILL",
    "-kill",
    "-STOP",
    "-HUP",
    "-hup",
    "-lost",
    "-stop",
    "-segv",
    "-sTERM",
    "-s9",
    "-n9",
    "-q",
    "-q5",
    "--queue",
    "--queue=5",
    "--queue=99999999999",
    "-1x",
    "-9x",
    "-p",
    "--pid",
    "-a",
    "-r",
    "-pa",
    "-ra",
    "--verbose",
    "--timeout",
    "--timeout=1",
    "--timeout=-5",
    "-l",
    "-L",
    "-t",
    "-l9",
    "-l=9",
    "--list",
    "--list=9",
    "0x4002",
    "-d",
    "-d@",
    "-h",
    "-V",
    "-v",
    "--help",
    "--version",
    "--ver",
    "--nope",
    "nope",
    "2s",
    "HUP",
    "a\nb",
    "\u{e9}",
    "-\u{e9}",
];

fn command_lines(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(VOCABULARY), 0..most)
}

fn runner(cases: u32) -> TestRunner {
    // For sparc64, qemu 7.2 takes 20 ms for one.
    let cases = if crate::support::emulated("more than 500 cases") { 500 } else { cases };
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// The number that a word spells, if it does: read in another way than sigkit does.
fn spelled(word: &str) -> Option<i128> {
    let number = word.trim_start_matches([' ', '\t']);
    let unsigned = number.strip_prefix(['-', '+']).unwrap_or(number);
    let digits = !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit());
    if digits { number.parse().ok() } else { None }
}

/// True if a target of kill(2) is what one of the words says, and may be meant as an operand.
fn is_named(words: &[String], target: i64) -> bool {
    words.iter().enumerate().any(|(place, word)| match target {
        -1 => word == "-1" && place > 0,
        0 => {
            ["0", "-0", "+0", "00"].contains(&word.as_str())
                && (place > 0 || !word.starts_with('-'))
        }
        // A first -N is a signal.
        target if target < 0 => place > 0 && spelled(word) == Some(i128::from(target)),
        target => {
            spelled(word) == Some(i128::from(target))
                || word
                    .split_once(':')
                    .is_some_and(|(pid, _)| spelled(pid) == Some(i128::from(target)))
        }
    })
}

/// True if a word is no number although it starts with a dash.
fn is_misplaced(word: &[u8]) -> bool {
    matches!(word, [b'-', rest @ ..] if rest.is_empty() || !rest.iter().all(u8::is_ascii_digit))
}

/// A command line with the placeholders filled in.
fn filled(line: &[&str], living: i32, dead: &str) -> Vec<String> {
    line.iter().map(|word| word.replace('@', &living.to_string()).replace('#', dead)).collect()
}

fn check_value(words: &[String]) {
    let strings: Vec<CString> =
        words.iter().map(|word| CString::new(word.as_str()).expect("no NUL")).collect();
    let parsed: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
    for conformance in
        [Conformance::Extended, Conformance::Posix(Level::Base), Conformance::Posix(Level::Xsi)]
    {
        let Ok(Command::Send(Send { operands, .. })) = kill::parse(conformance, &parsed) else {
            continue;
        };
        assert!(!operands.is_empty());
        let is_time = |word: &Word| word.bytes() == b"2s" && conformance == Conformance::Extended;
        let means_something_else =
            operands.iter().find(|word| is_misplaced(word.bytes()) || is_time(word));
        assert_eq!(means_something_else, None, "{words:?}");
        let checks = operands.iter().filter(|word| word.bytes() == b"-0").count();
        assert!(checks == 0 || operands.len() == 1, "{words:?}");
        let start = words.len() - operands.len();
        for (operand, word) in operands.iter().zip(&words[start..]) {
            assert_eq!(
                operand.bytes(),
                word.as_bytes(),
                "the operands are the end of the command line"
            );
            if let Ok(Operand::Target(target)) = operand::parse(operand.bytes(), conformance) {
                let target = i64::from(target.as_kill_argument());
                assert!(is_named(words, target), "{target} is named by no operand of {words:?}");
                assert_eq!(spelled(word), Some(i128::from(target)), "{word:?}");
            }
        }
    }
}

#[test]
fn no_command_line_means_a_target_that_no_operand_names() {
    runner(20_000)
        .run(&command_lines(8), |line| {
            check_value(&filled(&line, 4321, "999999"));
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn no_bytes_make_the_parsers_panic_or_a_number_wrap() {
    let words = vec(vec(select(b"-+0123456789 lsqTERMpx:=%\t\n\xff".to_vec()), 0..14), 0..5);
    runner(20_000)
        .run(&words, |words| {
            let strings: Vec<CString> =
                words.iter().map(|word| CString::new(word.as_slice()).expect("no NUL")).collect();
            let parsed: Vec<Word> =
                strings.iter().map(|string| Word::from(string.as_c_str())).collect();
            let _ = kill::parse(Conformance::Extended, &parsed);
            let _ = kill::parse(Conformance::Posix(Level::Xsi), &parsed);
            for word in &words {
                if let Ok(Operand::Target(target)) = operand::parse(word, Conformance::Extended) {
                    let word = std::str::from_utf8(word).expect("a number is text");
                    assert_eq!(
                        spelled(word),
                        Some(i128::from(target.as_kill_argument())),
                        "{word:?}"
                    );
                }
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// The built binary, with every system call that sends a signal recorded and not carried out.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod recorded {
    use std::process::Stdio;

    use nix::errno::Errno;

    use super::*;
    use crate::recorded::{self, Calls, ITSELF, Recorded};
    use crate::support::{self, Victim, dead_pid, in_pid_namespace};

    /// Runs kill with the calls that send skipped; every call to `failing` gets ESRCH, the others
    /// succeed.
    fn record(words: &[String], failing: i64) -> Recorded {
        let answer = |target| (target == failing).then_some(Errno::ESRCH);
        let mut kill = support::kill();
        recorded::record(kill.args(words).stdout(Stdio::piped()), &Calls::Answered(&answer))
    }

    fn check(words: &[String], failing: i64) {
        let recorded = record(words, failing);
        let context = format!("{words:?}: {recorded:?}");
        // Members of a named group are held before they are followed; a probe reaches nobody.
        for call in recorded.calls.iter().filter(|call| !call.probe) {
            // What follows to a group goes to its members one by one where its leader cannot be
            // asked.
            let follows = call.target > 0 && words.iter().any(|word| word.starts_with("--timeout"));
            let is_meant = is_named(words, call.target) || follows && is_named(words, -call.target);
            assert!(is_meant, "{} is named by no operand: {context}", call.target);
            assert!((0..=64).contains(&call.signal), "{context}");
        }
        assert!([0, 1, 64].contains(&recorded.status), "{context}");
        assert!(!recorded.stderr.contains("panicked"), "{context}");
        // A member that is gone when something follows is no failure.
        let failed = recorded
            .calls
            .iter()
            .any(|call| call.failed && !call.probe && is_named(words, call.target));
        assert!(!(failed && recorded.status == 0), "a failure is hidden: {context}");
        // Only -r may skip a process and yet succeed, and it says so.
        let told = recorded
            .stderr
            .lines()
            .filter(|line| !line.contains("not signalled: it has no handler"))
            .count();
        assert!(told == 0 || recorded.status != 0, "a failure is hidden: {context}");
        assert!(
            recorded.status == 0 || !recorded.stderr.is_empty(),
            "a failure without a diagnostic: {context}"
        );
        let silent =
            recorded.calls.is_empty() && recorded.stdout.is_empty() && recorded.stderr.is_empty();
        assert!(!silent, "nothing was done and nothing was said: {context}");
    }

    #[test]
    fn the_dangerous_line_of_debian_12_signals_100_and_group_165_and_nobody_else() {
        in_pid_namespace(
            "property::recorded::\
                the_dangerous_line_of_debian_12_signals_100_and_group_165_and_nobody_else",
            || {
                let recorded = record(&["-9", "100", "-165"].map(str::to_owned), i64::MIN);
                let calls: Vec<_> =
                    recorded.calls.iter().map(|call| (call.target, call.signal)).collect();
                assert_eq!((calls, recorded.status), (vec![(100, 9), (-165, 9)], 0));
                assert_eq!((recorded.stdout.as_str(), recorded.stderr.as_str()), ("", ""));
            },
        );
    }

    #[test]
    fn a_target_that_is_held_by_its_directory_is_recorded_too() {
        in_pid_namespace(
            "property::recorded::a_target_that_is_held_by_its_directory_is_recorded_too",
            || {
                let victim = Victim::start("report");
                let words = ["--timeout", "0", "KILL", &victim.pid.to_string()].map(str::to_owned);
                // The null signal by a pidfd of kill itself fails, so no pidfd is used.
                let recorded = record(&words, ITSELF);
                let calls: Vec<_> = recorded
                    .calls
                    .iter()
                    .map(|call| (call.target, call.signal, call.failed))
                    .collect();
                assert!(calls[0].1 == 0 && calls[0].2, "{calls:?}");
                let pid = i64::from(victim.pid);
                assert_eq!(calls[1..], [(pid, 15, false), (pid, 9, false)]);
                assert_eq!((recorded.status, recorded.stderr.as_str()), (0, ""));
            },
        );
    }

    #[test]
    fn the_members_of_a_group_that_is_followed_are_named_by_it() {
        in_pid_namespace(
            "property::recorded::the_members_of_a_group_that_is_followed_are_named_by_it",
            || {
                let victim = Victim::start("report");
                check(
                    &["-segv", "--timeout=1", "TERM", &format!("-0{}", victim.pid)]
                        .map(str::to_owned),
                    i64::from(victim.pid),
                );
            },
        );
    }

    /// The number of a process that is over.
    fn next_pid() -> u32 {
        let mut child = std::process::Command::new("true").spawn().expect("it runs");
        child.wait().expect("it ends");
        child.id()
    }

    /// True if kill would rightly wait, for weeks, until the target ends: it does not, since no
    /// signal arrives.
    fn waits_long(words: &[String]) -> bool {
        words.windows(2).any(|pair| {
            pair[0] == "--timeout" && spelled(&pair[1]).is_some_and(|time| time > 1_000)
        })
    }

    #[test]
    fn no_command_line_signals_a_target_that_no_operand_names() {
        in_pid_namespace(
            "property::recorded::no_command_line_signals_a_target_that_no_operand_names",
            || {
                let victim = Victim::start("report");
                let dead = dead_pid();
                // kill itself would be the process that one of the numbers names.
                while next_pid() < 200 {}
                runner(1_000)
                    .run(&(command_lines(7), proptest::bool::ANY), |(line, fails)| {
                        let words = filled(&line, victim.pid, &dead);
                        proptest::prop_assume!(!waits_long(&words));
                        check(&words, if fails { i64::from(victim.pid) } else { i64::MIN });
                        Ok(())
                    })
                    .unwrap_or_else(|error| panic!("{error}"));
            },
        );
    }
}
