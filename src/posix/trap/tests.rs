use super::*;

fn said(level: Level, word: &str) -> String {
    match condition(level, word.as_bytes()) {
        Ok(condition) => condition.to_string(),
        Err(advice) => advice.to_string(),
    }
}

#[test]
fn exit_and_names_in_capitals_are_portable() {
    for level in [Level::Base, Level::Xsi] {
        for word in ["EXIT", "TERM", "HUP", "USR1"] {
            assert_eq!(said(level, word), word);
        }
        assert_eq!(said(level, "0"), "EXIT");
    }
}

#[test]
fn the_replacement_is_the_name() {
    for level in [Level::Base, Level::Xsi] {
        for (word, expected) in [
            ("term", "lower case is not portable; write: TERM"),
            ("exit", "lower case is not portable; write: EXIT"),
            ("SIGTERM", "the SIG prefix is not POSIX; write: TERM"),
            ("SIGEXIT", "the SIG prefix is not POSIX; write: EXIT"),
            ("13", "signal numbers are not POSIX; write: PIPE"),
            ("00", "signal numbers are not POSIX; write: EXIT"),
            ("NONE", "unknown signal name"),
            ("TRM", "unknown signal name; did you mean TERM?"),
        ] {
            assert_eq!(said(level, word), expected, "{word}");
        }
    }
}

#[test]
fn xsi_has_some_numbers_and_names_more() {
    assert_eq!(said(Level::Xsi, "15"), "TERM");
    assert_eq!(said(Level::Base, "15"), "signal numbers are not POSIX; write: TERM");
    assert_eq!(said(Level::Xsi, "SYS"), "SYS");
    assert_eq!(said(Level::Base, "SYS"), "XSI only, not base POSIX; base POSIX has no name for it");
}

#[test]
fn what_a_level_says_to_write_it_accepts() {
    for level in [Level::Base, Level::Xsi] {
        for signal in signal::Signal::all() {
            let (number, name) = (signal.number(), signal.name().to_string());
            let words = [number.to_string(), name.to_lowercase(), format!("SIG{name}"), name];
            for word in words {
                let said = said(level, &word);
                let Some((_, instead)) = said.split_once("write: ") else { continue };
                assert!(condition(level, instead.as_bytes()).is_ok(), "{word}: {said}");
            }
        }
    }
}

#[cfg(linux_android)]
#[test]
fn what_linux_alone_names_has_no_portable_form() {
    for word in ["PWR", "RTMIN+1"] {
        assert_eq!(
            said(Level::Xsi, word),
            "not a POSIX signal name; POSIX has no name for this signal"
        );
    }
    assert_eq!(said(Level::Base, "IOT"), "not a POSIX signal name; write: ABRT");
}
