//! The code before libc (`src/quick.rs`) reads the words as the normal path does: whenever one of
//! its readers answers, the command's own parser yields the same value.
#![cfg(all(
    target_os = "linux",
    target_pointer_width = "64",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]

mod same;

use std::cell::Cell;

use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};

use same::{is_same_kill, is_same_trap};
use sigkit::signal::Signal;
use sigkit::signal::status::{self, Decoded};

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
    "-e143",
    "-e=1",
    "-fe7",
    "1,2",
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

/// True if `kill -l` of a number prints a name that is no real-time signal's.
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
            is_same_trap(&[&*format!("-k{time}"), "--", "x"]);
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
        &["-e143", "--", "x"],
        &["-e", "15", "--", "x"],
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

#[test]
fn the_corpus_of_plain_forms() {
    let directory =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/corpus/quick");
    let mut inputs = 0;
    for entry in std::fs::read_dir(directory).expect("the corpus") {
        same::read(&std::fs::read(entry.expect("an entry").path()).expect("an input"));
        inputs += 1;
    }
    assert!(inputs > 10, "{inputs}");
}
