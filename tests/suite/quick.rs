//! What runs before libc (`src/quick.rs`) reads the words as the normal path does: whenever one of
//! its readers answers, the command's own parser yields the same value.
#![cfg(all(
    target_os = "linux",
    target_pointer_width = "64",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
#![allow(unsafe_code)]

use std::cell::Cell;
use std::ffi::{CString, c_char};
use std::ptr::{self, NonNull};

use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};

use sigkit::signal::Signal;
use sigkit::signal::set::SignalSet;
use sigkit::signal::status::{self, Decoded};
use sigkit::tested::commands::kill;
use sigkit::tested::commands::kill::args::Send;
use sigkit::tested::commands::kill::operand::{self, Operand};
use sigkit::tested::commands::trap;
use sigkit::tested::commands::trap::args::{Setting, WaitAll};
use sigkit::tested::posix::conformance::Conformance;
use sigkit::tested::quick::{self, PlainKill, Strings};
use sigkit::tested::sys::arguments::Word;

/// Words of kill's command line: the first ones are those of the plain forms.
pub(crate) const KILL_WORDS: &[&str] = &[
    "-s",
    "TERM",
    "-TERM",
    "-9",
    "--",
    "4321",
    "-l",
    "-4321",
    "0",
    "-1",
    "999999",
    "130",
    "-15",
    "-s",
    "9",
    "SIGHUP",
    "-sigusr1",
    "-0",
    "-EXIT",
    "EXIT",
    "IOT",
    "poll",
    "CLD",
    "-64",
    "-65",
    "RTMIN",
    "-RTMAX-1",
    "-sTERM",
    "-n",
    "-l9",
    "-q",
    "-w",
    "-p",
    "-L",
    "-a",
    "00",
    "+1",
    " 1",
    "-01",
    "1x",
    "4321:7",
    "384",
    "385",
    "256",
    "128",
    "34",
    "32",
    "64",
    "448",
    "449",
    "2147483647",
    "2147483648",
    "-2147483647",
    "-2147483648",
    "4294967297",
    "18446744073709551617",
    "",
    "-",
    "---",
    "SIG",
    "-SIG",
    "SIGSIGHUP",
    "NOPE",
    "VTALRMX",
    "VTALRMXYZ",
    "--posix",
    "--signal=TERM",
    "--list",
    "0x1",
    "name",
    "a\nb",
    "\u{e9}",
];

/// Words of trap's command line: the first ones are those of the plain forms.
pub(crate) const TRAP_WORDS: &[&str] = &[
    "-k",
    "5",
    "-k5",
    "-k=1.5s",
    "-e",
    "-f",
    "-ef",
    "-ek5",
    "",
    "-",
    "echo",
    "HUP",
    "sigint",
    "EXIT",
    "0",
    "15",
    "CHLD",
    "KILL",
    "STOP",
    "64",
    "65",
    "RTMIN",
    "RTMAX-1",
    "NOPE",
    "SIGSIGHUP",
    "-1",
    "-k5x",
    "-kx",
    "-kk",
    "-k0.125m",
    "-k.5",
    "-k5.",
    "-k36500d",
    "-k00036499.999d",
    "-k1.0001",
    "-k5ms",
    "-x",
    "-l",
    "-p",
    "-P1",
    "-a",
    "-g",
    "-r",
    "-w",
    "-w5",
    "-v",
    "-t",
    "-t5",
    "-m",
    "TERM:QUIT",
    "-hx",
    "-V",
    "--on",
    "HUP=echo",
    "--block",
    "--init",
    "--posix",
    "--tree",
    "--kill-after=5",
    "--",
    "---",
    "x",
];

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// A command line, as both readers want it.
struct Line {
    strings: Vec<CString>,
    pointers: Vec<*const c_char>,
}

impl Line {
    fn new(words: &[impl AsRef<[u8]>]) -> Line {
        let strings: Vec<CString> =
            words.iter().map(|word| CString::new(word.as_ref()).expect("no NUL")).collect();
        let pointers = strings.iter().map(|string| string.as_ptr()).chain([ptr::null()]).collect();
        Line { strings, pointers }
    }

    fn words(&self) -> Vec<Word<'_>> {
        self.strings.iter().map(|string| Word::from(string.as_c_str())).collect()
    }

    fn quick(&self) -> Strings<'_> {
        // SAFETY: the pointers are to C strings, and a null pointer follows them.
        unsafe { Strings::new(NonNull::from(self.pointers.as_slice()).cast()) }
    }
}

/// Checks one command line of kill; whether it is a plain form.
fn is_same_kill(words: &[impl AsRef<[u8]> + std::fmt::Debug]) -> bool {
    let line = Line::new(words);
    let Some(plain) = quick::read_kill(line.quick()) else { return false };
    let words = line.words();
    let parsed = match kill::parse(Conformance::Extended, &words) {
        Ok(parsed) => parsed,
        Err(error) => panic!("{words:?}: {error:?}"),
    };
    match (plain, &parsed) {
        (PlainKill::Send { signal, operands }, kill::args::Command::Send(send)) => {
            assert_eq!(i32::from(signal), send.signal.map_or(0, Signal::number), "{words:?}");
            let alone = Send::plain(send.signal, send.operands, Conformance::Extended);
            assert_eq!(send, &alone, "it asks for more: {words:?}");
            assert!(!send.operands.is_empty(), "{words:?}");
            let targets = operands.map(|word| quick::kill_target(word).expect("a target"));
            let parsed = send.operands.iter().map(|word| {
                match operand::parse(word.bytes(), Conformance::Extended) {
                    Ok(Operand::Target(target)) => target.as_kill_argument(),
                    other => panic!("{words:?}: {other:?}"),
                }
            });
            assert!(targets.eq(parsed), "{words:?}");
            // Its diagnostics show operands as they are.
            let is_harmless = |byte: &u8| byte.is_ascii_digit() || *byte == b'-';
            assert!(
                send.operands.iter().all(|word| word.bytes().iter().all(is_harmless)),
                "{words:?}"
            );
        }
        (PlainKill::List, kill::args::Command::List { conformance, target: None }) => {
            assert_eq!(*conformance, Conformance::Extended, "{words:?}");
        }
        (PlainKill::Decode(text), kill::args::Command::Decode(decode)) => {
            let decoded: Vec<_> = decode.words().collect();
            let [word] = decoded[..] else { panic!("{words:?}") };
            assert!(decode.target.is_none() && decode.conformance == Conformance::Extended);
            let name = match number(word).and_then(status::decode) {
                Some(Decoded::Signal(signal)) => signal.name().to_string(),
                Some(Decoded::Exit) => "EXIT".to_owned(),
                None => panic!("{words:?}"),
            };
            assert_eq!(text, format!("{name}\n").as_bytes(), "{words:?}");
        }
        _ => panic!("{words:?}: {parsed:?}"),
    }
    true
}

#[test]
fn what_kill_does_before_libc_is_what_it_would_do_after() {
    let plain_forms = Cell::new(0);
    let lines = vec(select(KILL_WORDS), 0..5);
    let plain_lines = vec(select(&KILL_WORDS[..24]), 0..5);
    runner(20_000)
        .run(&(lines, plain_lines), |(words, plain)| {
            plain_forms.set(plain_forms.get() + u32::from(is_same_kill(&words)));
            plain_forms.set(plain_forms.get() + u32::from(is_same_kill(&plain)));
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(plain_forms.get() > 1_000, "{plain_forms:?}");
}

#[test]
fn no_bytes_make_kill_do_before_libc_what_it_would_not_do_after() {
    let word = vec(select(b"--0123456789 lsigTERMhup+:=\n\x1b\x7f\x9b\xff".to_vec()), 0..6);
    runner(50_000)
        .run(&vec(word, 0..4), |words| {
            is_same_kill(&words);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn every_name_and_number_is_read_alike() {
    for number in 1..=31 {
        let name = Signal::new(number).expect("a signal").name().to_string();
        for spelled in
            [name.clone(), name.to_lowercase(), format!("SIG{name}"), format!("sig{name}")]
        {
            assert!(is_same_kill(&["-s", &spelled, "1"]), "{spelled}");
            assert!(is_same_kill(&[format!("-{spelled}").as_str(), "1"]), "{spelled}");
        }
    }
    for number in 0..=600 {
        let decoded = is_same_kill(&["-l", &number.to_string()]);
        assert_eq!(decoded, has_fixed_name(number), "{number}");
        assert_eq!(is_same_kill(&[format!("-{number}").as_str(), "1"]), number <= 64, "{number}");
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).expect("digits").parse().ok()
}

/// Whether `kill -l` of a number prints a name that is no real-time signal's.
fn has_fixed_name(number: u32) -> bool {
    match status::decode(number) {
        // The next ones are libc's own and the real-time signals.
        Some(Decoded::Signal(signal)) => signal.number() < 32,
        Some(Decoded::Exit) => true,
        None => false,
    }
}

#[test]
fn the_plain_forms_of_kill() {
    for words in [
        &["1"][..],
        &["-s", "0", "1"],
        &["-s", "KILL", "--", "1", "-2", "0", "-1"],
        &["-TERM", "1", "2"],
        &["-9", "-2"],
        &["-1", "-1"],
        &["-l"],
        &["-l", "143"],
    ] {
        assert!(is_same_kill(words), "{words:?}");
    }
    for words in [
        &[][..],
        &["--"],
        &["-s", "TERM"],
        &["-9"],
        &["-1", "1x"],
        &["1", "--"],
        &["1", "name"],
        &["-9", "-s", "9", "1"],
        &["-RTMIN", "1"],
        &["-l", "34"],
        &["-l", "9", "15"],
        &["-l", "TERM"],
        &["-w", "1"],
        &["--posix", "1"],
    ] {
        assert!(!is_same_kill(words), "{words:?}");
    }
}

/// Checks one command line of trap; whether it is a plain form.
fn is_same_trap(line: &[&str]) -> bool {
    let strings = Line::new(line);
    let Some(plain) = quick::read_trap(strings.quick()) else { return false };
    let words = strings.words();
    let run = match trap::args::parse(Conformance::Extended, &words) {
        Ok(trap::args::Command::Run(run)) => run,
        other => panic!("{line:?}: {other:?}"),
    };
    let command = &words[words.len() - plain.command.count()..];
    assert_eq!(command, run.command, "{line:?}");
    let dispositions = run.dispositions();
    let set = |bits: u64| SignalSet::from_bits(bits.into());
    assert_eq!(set(plain.ignored), dispositions.ignored, "{line:?}");
    assert_eq!(set(plain.default), dispositions.default, "{line:?}");
    assert_eq!(plain.supervises, run.supervises(), "{line:?}");
    assert_eq!(plain.has_action, run.has_actions(), "{line:?}");
    let acts_on_child = matches!(run.settings.get(&Signal::CHLD), Some(Setting::Action(_)));
    assert_eq!(plain.acts_at_exit, run.at_exit.is_some() || acts_on_child, "{line:?}");
    // What is done before COMMAND runs, when it has exited, or at a certain time.
    assert!(
        run.block.is_empty() && run.unblock.is_empty() && run.die_with_parent.is_none(),
        "{line:?}"
    );
    assert!(!run.group && !run.reap && run.wait_all == WaitAll::Not && !run.verbose, "{line:?}");
    assert!(run.timeout.is_none() && run.map.is_empty() && run.delay.is_empty(), "{line:?}");
    assert!(!run.tree && !run.guard, "{line:?}");
    // What is passed on has no action, and does not begin the schedule: see also
    // src/commands/trap/supervise/rules.
    for signal in Signal::all().filter(|signal| set(plain.passed_on).contains(*signal)) {
        assert!(!matches!(run.settings.get(&signal), Some(Setting::Action(_))), "{line:?}");
        let ends = [Signal::INT, Signal::QUIT, Signal::TERM].contains(&signal);
        assert!(!ends || run.schedule.is_none(), "{line:?}");
    }
    assert!(!set(plain.passed_on).contains(Signal::CHLD), "{line:?}");
    true
}

#[test]
fn what_trap_runs_before_libc_is_what_it_would_run_after() {
    let plain_forms = Cell::new(0);
    let lines = (vec(select(TRAP_WORDS), 0..6), vec(select(&["--", "x"][..]), 0..3));
    let plain_lines = vec(select(&TRAP_WORDS[..20]), 0..6);
    runner(20_000)
        .run(&(lines, plain_lines), |((own, command), plain)| {
            let line: Vec<&str> = own.into_iter().chain(command).collect();
            let plain: Vec<&str> = plain.into_iter().chain(["--", "x"]).collect();
            for line in [line, plain] {
                plain_forms.set(plain_forms.get() + u32::from(is_same_trap(&line)));
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(plain_forms.get() > 1_000, "{plain_forms:?}");
}

#[test]
fn no_time_is_taken_before_libc_that_is_none_after() {
    let times = vec(select(b"0123456789999..smhd=ke".to_vec()), 0..8)
        .prop_map(|time| String::from_utf8(time).expect("ASCII"));
    runner(50_000)
        .run(&times, |time| {
            is_same_trap(&["-k", &time, "--", "x"]);
            is_same_trap(&[&format!("-k{time}"), "--", "x"]);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn the_plain_forms_of_trap() {
    for words in [
        &["--", "x"][..],
        &["", "HUP", "sigint", "--", "x", "--"],
        &["-", "INT", "3", "EXIT", "KILL", "--", "x"],
        &["1", "INT", "--", "x"],
        &["-k", "5", "--", "x"],
        &["-efk1.5s", "", "-e", "HUP", "--", "x"],
        &["echo", "TERM", "32", "--", "x"],
        &["echo", "EXIT", "--", "x"],
        &["echo", "TERM", "CHLD", "--", "x"],
        &["echo", "0", "--", "x"],
    ] {
        assert!(is_same_trap(words), "{words:?}");
    }
    for words in [
        &[][..],
        &["x"],
        &["--"],
        &["-k", "5", "--"],
        &["-k", "--", "x"],
        &["-k", "5x", "--", "x"],
        &["-l", "--", "x"],
        &["-g", "--", "x"],
        &["-x", "--", "x"],
        &["--init", "--", "x"],
        &["echo", "--", "x"],
        &["", "--", "x"],
        &["echo", "NOPE", "--", "x"],
        &["echo", "KILL", "--", "x"],
        &["", "STOP", "--", "x"],
        &["", "200", "--", "x"],
        &["", "RTMIN", "--", "x"],
        &["", "HUP", "", "--", "x"],
    ] {
        assert!(!is_same_trap(words), "{words:?}");
    }
}
