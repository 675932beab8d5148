//! One command line, read by what runs before libc and by the command's own parser. The tests and a
//! fuzz target (`fuzz/targets/quick.rs`) share this file.
#![allow(unsafe_code)]

use std::ffi::{CString, c_char};
use std::ptr::{self, NonNull};

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

/// Reads an input of the fuzzer: `k` or `t`, for kill and trap, and words with a NUL between two of
/// them.
pub fn read(input: &[u8]) {
    let Some((letter, text)) = input.split_first() else { return };
    let words: Vec<&[u8]> = text.split(|byte| *byte == 0).collect();
    match letter {
        b'k' => drop(is_same_kill(&words)),
        b't' => drop(is_same_trap(&words)),
        _ => {}
    }
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
pub fn is_same_kill(words: &[impl AsRef<[u8]> + std::fmt::Debug]) -> bool {
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

pub fn number(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).expect("digits").parse().ok()
}

/// Checks one command line of trap; whether it is a plain form.
pub fn is_same_trap(line: &[impl AsRef<[u8]> + std::fmt::Debug]) -> bool {
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
    assert!(!run.tree && !run.guard && run.successes.is_empty(), "{line:?}");
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
