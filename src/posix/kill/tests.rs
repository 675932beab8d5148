use super::*;
use crate::signal::Signal;

/// The diagnostic for a word, or the number that it stands for.
fn said(read: Result<SignalOrNull, NotPortable>) -> String {
    match read {
        Ok(signal) => signal.map_or(0, Signal::number).to_string(),
        Err(advice) => advice.to_string(),
    }
}

fn value(level: Level, word: &str) -> String {
    said(signal_value(level, word.as_bytes()))
}

fn option(level: Level, word: &str) -> String {
    said(signal_option(level, word.as_bytes()))
}

#[test]
fn a_value_is_a_name_in_any_case_or_0() {
    for (word, number) in [("TERM", "15"), ("term", "15"), ("Hup", "1"), ("0", "0")] {
        assert_eq!(value(Level::Base, word), number, "{word}");
        assert_eq!(value(Level::Xsi, word), number, "{word}");
    }
}

#[test]
fn a_value_that_is_no_portable_name_is_refused_at_both_levels() {
    for level in [Level::Base, Level::Xsi] {
        for (word, expected) in [
            ("9", "signal numbers are not POSIX; write: kill -s KILL"),
            ("00", "signal numbers are not POSIX; write: kill -s 0"),
            ("SIGTERM", "the SIG prefix is not POSIX; write: kill -s TERM"),
            ("sigabrt", "the SIG prefix is not POSIX; write: kill -s ABRT"),
            ("EXIT", "EXIT is not POSIX; write: kill -s 0"),
            ("NONE", "unknown signal name"),
            ("", "unknown signal name"),
        ] {
            assert_eq!(value(level, word), expected, "{word}");
        }
    }
}

#[test]
fn names_of_xsi_are_names_there_only() {
    assert!(signal_value(Level::Xsi, b"xcpu").is_ok_and(|signal| signal.is_some()));
    assert_eq!(
        value(Level::Base, "XCPU"),
        "XSI only, not base POSIX; base POSIX has no name for it"
    );
}

#[test]
fn a_name_that_is_nearly_one_of_the_level_is_told() {
    assert_eq!(value(Level::Base, "HPU"), "unknown signal name; did you mean HUP?");
    assert_eq!(value(Level::Xsi, "XCUP"), "unknown signal name; did you mean XCPU?");
    assert_eq!(value(Level::Base, "XCUP"), "unknown signal name");
    assert_eq!(option(Level::Xsi, "-TERMM"), "not a POSIX option; did you mean TERM?");
    assert!(!option(Level::Base, "-TERMM").contains("mean"));
}

#[test]
fn base_posix_is_not_advised_what_only_xsi_names() {
    let no_name = "base POSIX has no name for it";
    for name in ["SYS", "TRAP", "VTALRM", "XCPU", "XFSZ"] {
        let number = signal::by_name(name.as_bytes()).unwrap().unwrap().number();
        assert_eq!(
            option(Level::Base, &format!("-{name}")),
            format!("signal names as options are XSI, not base POSIX; {no_name}")
        );
        for (word, reason) in [
            (format!("SIG{name}"), "the SIG prefix is not POSIX"),
            (name.to_owned(), "XSI only, not base POSIX"),
            (number.to_string(), "signal numbers are not POSIX"),
        ] {
            assert_eq!(value(Level::Base, &word), format!("{reason}; {no_name}"));
            assert_eq!(option(Level::Base, &format!("-s{word}")), format!("{reason}; {no_name}"));
        }
        assert_eq!(
            option(Level::Xsi, &format!("-s{name}")),
            format!("an attached signal is not portable; write: kill -s {name}")
        );
    }
}

#[cfg(linux_android)]
#[test]
fn what_linux_alone_names_has_no_portable_form() {
    for level in [Level::Base, Level::Xsi] {
        for word in ["IO", "poll", "RTMIN+1"] {
            assert_eq!(
                value(level, word),
                "not a POSIX signal name; POSIX has no name for this signal",
                "{word}"
            );
        }
        assert_eq!(value(level, "IOT"), "not a POSIX signal name; write: kill -s ABRT");
        #[cfg(target_env = "gnu")]
        assert_eq!(value(level, "CLD"), "not a POSIX signal name; write: kill -s CHLD");
    }
}

#[test]
fn a_signal_as_an_option_is_of_xsi() {
    for (word, number, reason) in [
        ("-9", "9", "signal numbers are not POSIX; write: kill -s KILL"),
        ("-0", "0", "signal numbers are not POSIX; write: kill -s 0"),
        ("-term", "15", "signal names as options are XSI, not base POSIX; write: kill -s TERM"),
    ] {
        assert_eq!(option(Level::Xsi, word), number, "{word}");
        assert_eq!(option(Level::Base, word), reason, "{word}");
    }
    assert_eq!(
        option(Level::Xsi, "-13"),
        "not one of XSI's numbers 0 1 2 3 6 9 14 15; write: kill -s PIPE"
    );
    assert_eq!(option(Level::Xsi, "-SIGHUP"), "the SIG prefix is not POSIX; write: kill -s HUP");
    assert_eq!(
        option(Level::Base, "-SIGHUP"),
        "signal names as options are XSI, not base POSIX; write: kill -s HUP"
    );
}

#[test]
fn a_number_that_is_no_signal_may_be_a_group() {
    for level in [Level::Base, Level::Xsi] {
        let said = option(level, "-2147483647");
        assert!(
            said.ends_with("; for a process group, write: kill -s TERM -- -2147483647"),
            "{said}"
        );
        // No process group has this number.
        let said = option(level, "-4294967297");
        assert!(said.starts_with("signal numbers are 0 to ") && !said.contains(';'), "{said}");
    }
}

#[test]
fn options_that_posix_does_not_have_are_refused_with_those_that_it_has() {
    for (word, expected) in [
        ("-sTERM", "an attached signal is not portable; write: kill -s TERM"),
        ("-l9", "an attached status is not portable; write: kill -l 9"),
        ("-n", "not a POSIX option; write: kill -s"),
        ("--signal", "long options are not POSIX; write: kill -s"),
        ("--signal=TERM", "long options are not POSIX; write: kill -s"),
        ("--list=9", "long options are not POSIX; write: kill -l"),
        ("--sig", "long options are not POSIX"),
        ("--tree", "long options are not POSIX"),
        ("-sSIGTERM", "an attached signal is not portable; write: kill -s TERM"),
        ("-s9", "an attached signal is not portable; write: kill -s KILL"),
        ("-sNOPE", "unknown signal name"),
        ("-sTERMM", "unknown signal name; did you mean TERM?"),
        ("-l999", "an attached status is not portable"),
        ("-lTERM", "an attached status is not portable"),
        (
            "-q5",
            "not a POSIX option; POSIX has kill [-s NAME] [--] PID... and kill -l [--] [STATUS]",
        ),
    ] {
        assert_eq!(option(Level::Base, word), expected, "{word}");
        assert_eq!(option(Level::Xsi, word), expected, "{word}");
    }
}

#[test]
fn the_replacement_can_take_the_place_of_the_word() {
    let replacement = |read: Result<SignalOrNull, NotPortable>| {
        String::from_utf8(read.unwrap_err().instead.unwrap().word).unwrap()
    };
    assert_eq!(replacement(signal_value(Level::Base, b"9")), "KILL");
    assert_eq!(replacement(signal_option(Level::Base, b"-9")), "-s KILL");
    assert_eq!(replacement(signal_option(Level::Base, b"-sTERM")), "-s TERM");
    assert_eq!(replacement(signal_option(Level::Base, b"--list=9")), "-l");
    assert_eq!(replacement(signal_option(Level::Base, b"-143")), "-s TERM -- -143");
}

#[test]
fn every_replacement_of_a_signal_is_portable_with_xsi() {
    for signal in Signal::all() {
        let number = signal.number().to_string();
        for word in [number.clone(), format!("SIG{}", signal.name()), signal.name().to_string()] {
            let Err(NotPortable { instead: Some(instead), .. }) =
                signal_value(Level::Xsi, word.as_bytes())
            else {
                continue;
            };
            assert_eq!(signal_value(Level::Xsi, &instead.word), Ok(Some(signal)), "{word}");
        }
    }
}

#[test]
fn a_process_is_digits_and_a_group_has_a_minus() {
    for word in ["5", "-5", "0", "-1", "00", "99999999999"] {
        assert!(is_process(word.as_bytes()), "{word}");
    }
    for word in ["+5", " 5", "5:6", "nginx", "--5", "%1", "5x"] {
        assert!(!is_process(word.as_bytes()), "{word}");
    }
    assert_eq!(
        NOT_A_PROCESS.to_string(),
        "not a POSIX process ID; write digits, with - before them for a process group"
    );
}

#[test]
fn a_status_has_the_name_of_a_signal_and_0_stays_0() {
    let name = |number| name_of(&Numbering::native(), number).map(|name| name.to_string());
    assert_eq!(name(15).as_deref(), Some("TERM"));
    assert_eq!(name(0).as_deref(), Some("0"));
    // The C library keeps it to itself.
    if cfg!(target_os = "linux") {
        assert_eq!(name(32), None);
    }
}

#[test]
fn minus_l_takes_one_status_and_no_option() {
    assert_eq!(status(b"143"), Ok(()));
    assert_eq!(
        status(b"-5").unwrap_err().to_string(),
        "not an exit status; POSIX has kill -l [exit_status]"
    );
    assert_eq!(
        SECOND_STATUS.to_string(),
        "POSIX has one exit status; write: kill -l once for each"
    );
    assert_eq!(
        NAME_AS_STATUS.to_string(),
        "POSIX leaves kill -l with a name unspecified; it decodes an exit status"
    );
}
