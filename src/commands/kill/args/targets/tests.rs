use std::ffi::CString;

use super::*;

const STRICT: Conformance = Conformance::Posix(Level::Base);
/// No signal is chosen.
const ALONE: Beside = Beside {
    conformance: Conformance::Extended,
    signal_known: false,
    wait: None,
    selectors: false,
};
const WITH_SIGNAL: Beside = Beside { signal_known: true, ..ALONE };

/// The diagnostics for targets, which are separated by blanks.
fn said(line: &str, beside: Beside) -> Option<String> {
    let strings: Vec<CString> = line.split(' ').map(|word| CString::new(word).unwrap()).collect();
    let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
    let error = check(&words, beside).err()?;
    Some(format!("{}: {}", String::from_utf8_lossy(&error.subject), error.reason))
}

fn waiting(option: &[u8]) -> Beside<'_> {
    Beside { wait: Some(Spelled::Word(option)), ..ALONE }
}

#[test]
fn a_dash_and_no_number_is_a_misplaced_option() {
    for conformance in [Conformance::Extended, STRICT] {
        for word in ["--dry-run", "--if-name", "-p", "-l", "-s", "-TERM", "--", "-", "--5"] {
            let expected = format!("{word}: options go before the targets; nothing was signalled");
            for line in [format!("5 {word}"), format!("5 {word} 6"), format!("5 -9 x 7x {word}")] {
                for beside in [ALONE, WITH_SIGNAL] {
                    let beside = Beside { conformance, ..beside };
                    assert_eq!(said(&line, beside), Some(expected.clone()), "{line}");
                }
            }
        }
    }
}

#[test]
fn a_dash_and_a_malformed_number_is_shown_in_quotes() {
    for (line, word) in [("5 -5x", "-5x"), ("-5:6", "-5:6"), ("-5\r 6", "-5\r"), ("5 -5,", "-5,")] {
        for beside in [ALONE, WITH_SIGNAL, Beside { conformance: STRICT, ..ALONE }] {
            assert_eq!(
                said(line, beside),
                Some(format!("'{word}': not a process group; nothing was signalled"))
            );
        }
    }
}

#[test]
fn after_the_separator_such_a_word_is_no_target_either() {
    let reason = "options go before the targets; nothing was signalled";
    assert_eq!(said("-HUP 5", ALONE), Some(format!("-HUP: {reason}")));
    assert_eq!(said("-- 5", ALONE), Some(format!("--: {reason}")));
    assert_eq!(
        said("- 9 5", ALONE).as_deref(),
        Some("-: neither an option nor a target; nothing was signalled")
    );
}

#[test]
fn a_dash_that_is_none_was_meant_as_one() {
    for conformance in [Conformance::Extended, STRICT] {
        let beside = Beside { conformance, ..ALONE };
        for line in ["5 \u{2013}9", "\u{2013}9 5", "5 \u{2212}9 6", "\u{ff0d}9", "\u{30fc}9 5"] {
            let word = line.split(' ').find(|word| !word.is_ascii()).unwrap();
            let expected =
                format!("{word}: the dash is not ASCII; write: -9; nothing was signalled");
            assert_eq!(said(line, beside), Some(expected), "{line}");
        }
    }
    assert_eq!(said("5 caf\u{e9}\u{2013}9", ALONE), None);
}

#[test]
fn a_malformed_target_without_a_dash_is_left_to_its_reader() {
    for line in ["5 abc", "5 12a 6", "12a", "5 -9", "5 -99999999999", "-9 5", "5 +-1", "5 1,", "0"]
    {
        for beside in [ALONE, WITH_SIGNAL, Beside { conformance: STRICT, ..ALONE }] {
            assert_eq!(said(line, beside), None, "{line}");
        }
    }
}

#[test]
fn a_signal_in_capitals_in_the_place_of_the_first_target_has_lost_its_dash() {
    for (line, expected) in [
        ("HUP 1234", "HUP: a signal needs a dash; write: kill -HUP 1234"),
        ("SIG9 5", "SIG9: a signal needs a dash; write: kill -SIG9 5"),
        ("SIGKILL", "SIGKILL: a signal needs a dash; write: kill -SIGKILL PID"),
        ("EXIT 5 6", "EXIT: a signal needs a dash; write: kill -EXIT 5 6"),
        ("TERM -- 5", "TERM: a signal needs a dash; write: kill -TERM -- 5"),
        ("TERM 1 2 3 4 5", "TERM: a signal needs a dash; write: kill -TERM 1 2 3 4 ..."),
        ("KILL a\nb", "KILL: a signal needs a dash; write: kill -KILL a\\x0ab"),
    ] {
        assert_eq!(said(line, ALONE).as_deref(), Some(expected));
        assert_eq!(said(&line.replace(" -- ", " "), WITH_SIGNAL), None);
    }
    for line in ["hup 1234", "Hup 1234", "5 HUP", "NOPE 5"] {
        assert_eq!(said(line, ALONE), None, "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn so_has_a_signal_of_another_system() {
    assert_eq!(
        said("INFO 5", ALONE).as_deref(),
        Some("INFO: not a signal of this system; nothing was signalled")
    );
}

#[test]
fn strict_mode_where_no_target_is_a_name_has_a_portable_spelling() {
    let strict = |line| said(line, Beside { conformance: STRICT, ..ALONE });
    for (line, expected) in [
        ("HUP 1234", "HUP: a signal needs -s; write: kill -s HUP 1234"),
        ("hup 1234", "hup: a signal needs -s; write: kill -s hup 1234"),
        ("SIGHUP 5", "SIGHUP: the SIG prefix is not POSIX; write: kill -s HUP"),
        ("SYS 5", "SYS: XSI only, not base POSIX; base POSIX has no name for it"),
    ] {
        assert_eq!(strict(line).as_deref(), Some(expected));
    }
    assert_eq!(strict("nginx 5"), None);
}

#[test]
fn a_time_is_no_target() {
    for (option, line, expected) in [
        (&b"-w"[..], "2s 5", "2s: -w takes its time attached: -w2s"),
        (b"-w", "5 1m30s", "1m30s: -w takes its time attached: -w1m30s"),
        (b"-w", "1.5", "1.5: -w takes its time attached: -w1.5"),
        (b"--wait", "2s", "2s: --wait takes its time attached: --wait=2s"),
    ] {
        assert_eq!(said(line, waiting(option)).as_deref(), Some(expected));
    }
    let reason = "a time, not a target; nothing was signalled";
    assert_eq!(said("5 2s", ALONE), Some(format!("2s: {reason}")));
    assert_eq!(said("1d", WITH_SIGNAL), Some(format!("1d: {reason}")));
    for line in ["5 1.5", "5 12a", "2 5", "s"] {
        assert_eq!(said(line, ALONE), None, "{line}");
    }
    assert_eq!(said("2 5", waiting(b"-w")), None);
}

#[test]
fn minus_0_stands_alone() {
    let refused = "-0: ambiguous next to other targets; write 0 for kill's process group, or -s 0 \
        for a check; nothing was signalled";
    for conformance in [Conformance::Extended, STRICT] {
        let beside = Beside { conformance, ..WITH_SIGNAL };
        for line in ["-0 5", "5 -0", "-0 -0", "-0 abc"] {
            assert_eq!(said(line, beside).as_deref(), Some(refused), "{line}");
        }
        assert_eq!(said("-0", beside), None);
        assert_eq!(said("-0", Beside { selectors: true, ..beside }).as_deref(), Some(refused));
        for line in ["0 5", "00 5", "+0 5", "5 -00"] {
            assert_eq!(said(line, beside), None, "{line}");
        }
    }
}
