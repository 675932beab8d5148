use std::ffi::CString;

use super::*;

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

#[test]
fn each_level_names_what_posix_lists() {
    let names = |level: Level| {
        let mut names: Vec<String> = Signal::all()
            .filter(|signal| level.names(*signal) && signal.fact().is_some())
            .map(|signal| signal.name().to_string())
            .collect();
        names.sort();
        names.join(" ")
    };
    assert_eq!(
        names(Level::Base),
        "ABRT ALRM BUS CHLD CONT FPE HUP ILL INT KILL PIPE QUIT SEGV STOP TERM TSTP TTIN TTOU URG \
         USR1 USR2 WINCH"
    );
    assert_eq!(
        names(Level::Xsi),
        "ABRT ALRM BUS CHLD CONT FPE HUP ILL INT KILL PIPE QUIT SEGV STOP SYS TERM TRAP TSTP TTIN \
         TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ"
    );
}
