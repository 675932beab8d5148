use std::ffi::CString;

use super::*;
use crate::commands::kill::options::{Key, OPTIONS};
use crate::posix::advice::portable_name;
use crate::signal::Signal;

/// Parses a command line whose words are separated by blanks; gives what was refused, or nothing.
fn refused(level: Level, line: &str) -> Option<String> {
    let strings: Vec<CString> = line.split(' ').map(|word| CString::new(word).unwrap()).collect();
    let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
    parse(level, &words).err().map(|error| error.reason)
}

#[test]
fn the_two_forms_of_posix_are_accepted() {
    for line in [
        "5",
        "-- 5",
        "-- -5",
        "-s TERM 5",
        "-s term -- -5",
        "-s 0 5",
        "-s TERM -5",
        "-l",
        "-l 143",
        "-l -- 143",
    ] {
        assert_eq!(refused(Level::Base, line), None, "{line}");
        assert_eq!(refused(Level::Xsi, line), None, "{line}");
    }
}

#[test]
fn what_only_xsi_has_is_accepted_there_only() {
    for line in ["-9 5", "-TERM 5", "-0 5", "-s SYS 5", "-15 -- -5", "-hup -5"] {
        assert!(refused(Level::Base, line).is_some(), "{line}");
        assert_eq!(refused(Level::Xsi, line), None, "{line}");
    }
}

#[test]
fn every_refusal_of_a_signal_that_posix_names_says_what_to_write() {
    for signal in Signal::all() {
        let name = portable_name(signal).filter(|_| Level::Base.names(signal));
        let Some(name) = name else { continue };
        let number = signal.number();
        for line in [format!("-s {number} 5"), format!("-s SIG{name} 5"), format!("-{number} 5")] {
            if let Some(reason) = refused(Level::Base, &line) {
                assert!(reason.ends_with(&format!("; write: kill -s {name}")), "{line}: {reason}");
            }
        }
    }
}

#[test]
fn what_a_mode_says_to_write_it_accepts() {
    let mut said = 0;
    for level in [Level::Base, Level::Xsi] {
        for signal in Signal::all() {
            let (number, name) = (signal.number(), signal.name());
            for line in [
                format!("-{number} 5"),
                format!("-{name} 5"),
                format!("-SIG{name} 5"),
                format!("-s {number} 5"),
                format!("-s SIG{name} 5"),
                format!("-s{name} 5"),
                format!("-s{number} 5"),
                format!("-sSIG{name} 5"),
                format!("-l{number}"),
                format!("-{}", 128 + number),
                format!("{name} 5"),
                format!("SIG{name} 5"),
            ] {
                let Some(reason) = refused(level, &line) else { continue };
                let Some((_, words)) = reason.split_once("write: kill ") else { continue };
                said += 1;
                let with_target = if words.ends_with(" 5") || words.starts_with("-l") {
                    words.to_owned()
                } else {
                    format!("{words} 5")
                };
                assert_eq!(refused(level, &with_target), None, "{line}: {reason}");
            }
        }
    }
    assert!(said > 500, "{said}");
}

#[test]
fn the_words_that_have_a_portable_letter_are_those_of_the_table() {
    for (key, letter) in [(Key::Signal, "-s"), (Key::List, "-l")] {
        for word in OPTIONS.rows[key as usize].words {
            for line in [format!("--{word} TERM 5"), format!("--{word}=TERM 5")] {
                let reason = refused(Level::Base, &line).unwrap();
                assert!(reason.ends_with(&format!("; write: kill {letter}")), "{line}: {reason}");
            }
        }
    }
}
