use super::*;

/// The number that a name stands for.
fn named(word: &str) -> Result<Option<i32>, Unknown> {
    by_name(word.as_bytes()).map(|signal| signal.map(|signal| signal.number()))
}

#[test]
fn every_spelling_of_every_signal_leads_back_to_its_number() {
    for signal in Signal::all() {
        let name = signal.name();
        if name.is_number() {
            continue;
        }
        let entries = headers::NATIVE.entries();
        let others = entries.filter(|entry| i32::from(entry.number) == signal.number());
        for spelling in others.map(|entry| entry.name.to_owned()).chain([name.to_string()]) {
            for word in [
                spelling.clone(),
                spelling.to_lowercase(),
                format!("SIG{spelling}"),
                format!("sig{spelling}"),
            ] {
                assert_eq!(by_name(word.as_bytes()), Ok(Some(signal)), "{word}");
            }
        }
        assert_eq!(by_number(signal.number().to_string().as_bytes()), Some(Ok(Some(signal))));
    }
}

#[test]
fn every_real_time_signal_has_four_spellings() {
    let Some(range) = real_time() else { return };
    for number in range.clone() {
        let (above, below) = (number - range.start(), range.end() - number);
        for word in [
            format!("RTMIN+{above}"),
            format!("RTMAX-{below}"),
            format!("RT{above}"),
            format!("RTMIN{above}"),
        ] {
            assert_eq!(named(&word), Ok(Some(i32::from(number))), "{word}");
        }
    }
}

#[test]
fn what_is_no_name_is_refused() {
    for word in [
        "",
        "SIG",
        "SIGSIGTERM",
        "TER",
        "TERMX",
        "15",
        "SIG+15",
        "SIG 15",
        "SIG15x",
        " TERM",
        "TERM ",
        "RTMIN+",
        "RTMIN-1",
        "RTMAX+1",
    ] {
        assert_eq!(named(word), Err(Unknown::Name), "{word}");
    }
    for word in
        ["RTMIN+127", "RTMAX-127", "RT127", "RTMIN+4294967297", "RTMIN+18446744073709551616"]
    {
        assert_eq!(named(word), Err(Unknown::RealTimeRange), "{word}");
    }
    assert_eq!(named("CKPTEXIT"), Err(Unknown::Elsewhere));
    assert_eq!(named("EXIT"), Ok(None));
    for word in ["SIG128", "SIG143", "SIG4294967311", "sig18446744073709551625"] {
        assert_eq!(named(word), Err(Unknown::NumberRange { as_status: None }), "{word}");
    }
}

#[test]
fn a_number_may_have_sig_in_front_of_it() {
    for (word, number) in [("SIG15", 15), ("sig015", 15), ("SIG1", 1)] {
        assert_eq!(named(word), Ok(Some(number)), "{word}");
    }
    assert_eq!(named("SIG0"), Ok(None));
}

#[test]
fn numbers_are_exact() {
    assert_eq!(by_number(b"0"), Some(Ok(None)));
    assert_eq!(by_number(b"4294967311"), Some(Err(Unknown::NumberRange { as_status: None })));
    assert_eq!(by_number(b"143"), Some(Err(Unknown::NumberRange { as_status: Signal::new(15) })));
    assert_eq!(by_number(b"1x"), None);
}

#[test]
fn a_number_and_a_name_are_told_apart_by_digits_alone() {
    assert_eq!(parse(b"9"), Ok(Some(Signal::KILL)));
    assert_eq!(parse(b"009"), Ok(Some(Signal::KILL)));
    assert_eq!(parse(b"kill"), Ok(Some(Signal::KILL)));
    assert_eq!(parse(b"0"), Ok(None));
    assert_eq!(parse(b"exit"), Ok(None));
    assert_eq!(parse(b"+9"), Ok(Some(Signal::KILL)));
    assert_eq!(parse(b"+0"), Ok(None));
    for word in [&b""[..], b"9x", b"+9x", b"+", b"++9", b"+TERM", b"-9", b" 9", b"K"] {
        assert_eq!(parse(word), Err(Unknown::Name), "{word:?}");
    }
}
