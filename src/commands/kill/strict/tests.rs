use std::ffi::CString;

use super::*;

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
        let Some(name) = portable_name(signal) else { continue };
        let number = signal.number();
        for line in [format!("-s {number} 5"), format!("-s SIG{name} 5"), format!("-{number} 5")] {
            if let Some(reason) = refused(Level::Base, &line) {
                assert!(reason.ends_with(&format!("; write: kill -s {name}")), "{line}: {reason}");
            }
        }
    }
}

#[test]
fn the_level_is_chosen_by_the_first_word_then_by_the_environment() {
    let choose = |environment: Option<&str>, word: &str| {
        let string = CString::new(word).unwrap();
        let words = [Word::from(string.as_c_str())];
        Conformance::choose(environment.map(str::as_bytes), &words)
            .map(|(conformance, rest)| (conformance, rest.len()))
    };
    assert_eq!(choose(None, "5"), Ok((Conformance::Extended, 1)));
    assert_eq!(choose(Some("0"), "5"), Ok((Conformance::Extended, 1)));
    assert_eq!(choose(Some("1"), "5"), Ok((Conformance::Posix(Level::Base), 1)));
    assert_eq!(choose(Some("xsi"), "5"), Ok((Conformance::Posix(Level::Xsi), 1)));
    assert_eq!(choose(Some("xsi"), "--posix"), Ok((Conformance::Posix(Level::Base), 0)));
    assert_eq!(choose(Some("nonsense"), "--posix=xsi"), Ok((Conformance::Posix(Level::Xsi), 0)));
    assert!(choose(Some("yes"), "5").is_err());
    assert!(choose(None, "--posix=2008").is_err());
}
