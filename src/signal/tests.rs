use super::*;

fn named(word: &str) -> Result<Option<i32>, Unknown> {
    by_name(word.as_bytes()).map(|signal| signal.map(|signal| signal.number()))
}

#[test]
fn a_signal_is_never_0_nor_out_of_range() {
    let highest = i32::from(headers::NATIVE.highest);
    for number in [0, -1, i32::MIN, highest + 1, 256, 256 + 15, 65536 + 15, i32::MAX] {
        assert_eq!(Signal::new(number), None, "{number}");
    }
    assert_eq!(Signal::new(highest).map(Signal::number), Some(highest));
    assert_eq!(Signal::all().count(), usize::from(headers::NATIVE.highest));
}

#[test]
fn every_spelling_of_every_signal_leads_back_to_its_number() {
    for signal in Signal::all() {
        let name = signal.name();
        if name.is_number() {
            continue;
        }
        let aliases = signal
            .row()
            .into_iter()
            .flat_map(|row| row.aliases().map(|alias| alias.as_str().to_owned()));
        for spelling in aliases.chain([name.to_string()]) {
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
fn every_real_time_signal_has_three_spellings() {
    let Some(range) = real_time() else { return };
    for number in range.clone() {
        let (above, below) = (number - range.start(), range.end() - number);
        for word in [format!("RTMIN+{above}"), format!("RTMAX-{below}"), format!("RT{above}")] {
            assert_eq!(named(&word), Ok(Some(i32::from(number))), "{word}");
        }
    }
}

#[test]
fn what_is_said_of_real_time_signals_while_compiling_is_so() {
    assert_eq!(HAS_REAL_TIME, real_time().is_some());
    for word in ["RTMIN", "rtmax-1", "RT3", "SIGRTMIN+2"] {
        assert!(needs_real_time_range(word.as_bytes()), "{word}");
    }
    for row in &native::ROWS {
        assert!(!needs_real_time_range(row.name.as_bytes()), "{:?}", row.name);
    }
}

#[test]
fn no_name_stands_for_two_signals() {
    let mut names: Vec<_> = native::ROWS
        .iter()
        .flat_map(|row| row.aliases().chain([&row.name]))
        .map(|name| name.as_str())
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
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
        "SIG15",
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
}

#[test]
fn numbers_are_exact() {
    assert_eq!(decimal(b"4294967295"), Some(u32::MAX));
    for word in [
        &b"4294967296"[..],
        b"18446744073709551616",
        b"",
        b"+1",
        b"-1",
        b" 1",
        b"1 ",
        b"0x1",
        b"1\n",
    ] {
        assert_eq!(decimal(word), None, "{word:?}");
    }
    assert_eq!(by_number(b"0"), Some(Ok(None)));
    assert_eq!(by_number(b"4294967311"), Some(Err(Unknown::NumberRange { as_status: None })));
    assert_eq!(by_number(b"143"), Some(Err(Unknown::NumberRange { as_status: Signal::new(15) })));
    assert_eq!(by_number(b"1x"), None);
}

#[test]
fn posix_defines_what_it_defines() {
    let of = |posix| {
        let mut names: Vec<_> = native::ROWS
            .iter()
            .filter(|row| row.posix == posix)
            .map(|row| row.name.as_str())
            .collect();
        names.sort_unstable();
        names.join(" ")
    };
    assert_eq!(
        of(Posix::Base),
        "ABRT ALRM BUS CHLD CONT FPE HUP ILL INT KILL PIPE QUIT SEGV STOP TERM TSTP TTIN TTOU URG \
         USR1 USR2 WINCH"
    );
    assert_eq!(of(Posix::Xsi), "SYS TRAP VTALRM XCPU XFSZ");
}
