//! Command lines: words with a NUL between two of them. They are read; nothing is sent or started.

use std::ffi::CString;

use crate::commands::kill;
use crate::commands::kill::args::{Command, Send};
use crate::commands::kill::operand::{self, Operand};
#[cfg(feature = "trap")]
use crate::commands::trap;
use crate::multicall;
use crate::posix::conformance::{Conformance, Level};
use crate::sys::arguments::Word;
use crate::sys::deliver::Target;

/// `k` and `t` are kill and trap, `K` and `T` in strict mode, `x` and `X` with XSI, `c` is a choice
/// of the mode by the first word and SIGKIT_POSIX, `s` is what sigkit runs.
#[cfg(test)]
pub(super) const LETTERS: &str = "kKxtTXcs";

const BASE: Conformance = Conformance::Posix(Level::Base);
const XSI: Conformance = Conformance::Posix(Level::Xsi);

/// Reads a command line.
pub fn line(input: &[u8]) {
    let Some((letter, text)) = input.split_first() else { return };
    let strings: Vec<CString> = text
        .split(|byte| *byte == 0)
        .map(|word| CString::new(word).expect("it was split at every NUL"))
        .collect();
    let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
    match letter {
        b'k' => kill_line(&words, Conformance::Extended),
        b'K' => kill_line(&words, BASE),
        b'x' => kill_line(&words, XSI),
        #[cfg(feature = "trap")]
        b't' => trap_line(&words, Conformance::Extended),
        #[cfg(feature = "trap")]
        b'T' => trap_line(&words, BASE),
        #[cfg(feature = "trap")]
        b'X' => trap_line(&words, XSI),
        b'c' => {
            let value = words[0].bytes();
            if let Ok((_, rest)) = Conformance::choose(Some(value), &words[1..]) {
                assert!(rest.len() + 2 >= words.len(), "at most --posix was read");
            }
        }
        b's' => multicall::read(&words),
        _ => {}
    }
}

fn kill_line(words: &[Word], conformance: Conformance) {
    let Ok(Command::Send(send)) = kill::parse(conformance, words) else { return };
    assert_eq!(send.conformance, conformance);
    // What is signalled stands at the end of the line, word by word.
    assert!(words.ends_with(send.operands));
    for word in send.operands {
        check_operand(word.bytes(), conformance);
    }
    // Strict mode understands nothing otherwise, and nothing more.
    if conformance != Conformance::Extended {
        let plain = Send::plain(send.signal, send.operands, conformance);
        assert_eq!(send, plain);
        let Ok(Command::Send(extended)) = kill::parse(Conformance::Extended, words) else {
            // It guards against mistakes that POSIX does not know.
            return;
        };
        assert_eq!((extended.signal, extended.operands), (send.signal, send.operands));
    }
}

/// An operand is exactly the number that it spells, or none.
pub(super) fn check_operand(word: &[u8], conformance: Conformance) {
    let Ok(Operand::Target(target)) = operand::parse(word, conformance) else { return };
    let text = std::str::from_utf8(word).expect("digits");
    let number: i64 = text.trim_start_matches([' ', '\t']).parse().expect("a number");
    assert_eq!(i64::from(target.as_kill_argument()), number);
    match target {
        Target::Everybody => assert_eq!(text, "-1"),
        Target::OwnGroup => assert!(["0", "-0", "+0", "00"].contains(&text), "{text:?}"),
        Target::Process(pid) => assert!(pid.get() > 0 && number > 0),
        Target::Group(group) => assert!(group.get() > 1 && number < -1),
    }
}

#[cfg(feature = "trap")]
fn trap_line(words: &[Word], conformance: Conformance) {
    match trap::args::parse(conformance, words) {
        // COMMAND is what follows the first --, word by word.
        Ok(trap::args::Command::Run(run)) => {
            let separator = words.iter().position(|word| word.bytes() == b"--");
            let place = separator.expect("nothing runs without --");
            assert_eq!(run.command, &words[place + 1..]);
            assert!(!run.command.is_empty(), "no COMMAND");
        }
        Ok(_) => {}
        Err(wrong) => assert!(!wrong.errors.is_empty()),
    }
}
