use std::time::{Duration, Instant};

use super::*;

fn compiled(pattern: &str) -> Result<Pattern, PatternError> {
    Pattern::compile(pattern.as_bytes(), Manner::default())
}

#[track_caller]
fn matches(pattern: &str, texts: &[&str], others: &[&str]) {
    matches_in(Manner::default(), pattern, texts, others);
}

#[track_caller]
fn matches_in(manner: Manner, pattern: &str, texts: &[&str], others: &[&str]) {
    let compiled = Pattern::compile(pattern.as_bytes(), manner);
    let compiled = compiled.unwrap_or_else(|wrong| panic!("{pattern}: {wrong}"));
    for text in texts {
        assert!(compiled.matches(text.as_bytes()), "{pattern} matches {text:?}");
    }
    for text in others {
        assert!(!compiled.matches(text.as_bytes()), "{pattern} does not match {text:?}");
    }
}

fn is_literal(pattern: &Pattern) -> bool {
    matches!(pattern.0, Kind::Literals(_))
}

const WHOLE: Manner = Manner { whole: true, fold: false };
const FOLD: Manner = Manner { whole: false, fold: true };

#[test]
fn plain_text_never_reaches_the_engine() {
    for pattern in ["sshd", "^sshd", "sshd$", "^sshd$", "a|b", "^a$|b", "", "a|", r"g\+\+", "a)"] {
        for manner in [Manner::default(), WHOLE, FOLD] {
            let compiled = Pattern::compile(pattern.as_bytes(), manner).unwrap();
            assert!(is_literal(&compiled), "{pattern}");
        }
    }
    for pattern in ["a.", "a*", "(a)", "a^b", "a$b", "[a]", r"\<a", "^^a", "a$$", r"\w", "a{2}"] {
        assert!(!is_literal(&compiled(pattern).unwrap()), "{pattern}");
    }
}

#[test]
fn plain_text_stands_where_it_is_anchored() {
    matches("ss", &["ss", "ssh", "mss"], &["s", "", "SS"]);
    matches("^ss", &["ss", "ssh"], &["mss", "s"]);
    matches("ss$", &["ss", "mss"], &["ssh", "s"]);
    matches("^ss$|^a", &["ss", "ab"], &["ssh", "mss", "ba"]);
    matches("", &["", "a"], &[]);
    matches(r"c\+\+|x\.y", &["g-c++", "x.y"], &["c+", "xzy"]);
}

#[test]
fn under_x_each_alternative_is_the_whole_text() {
    matches_in(WHOLE, "a|bc", &["a", "bc"], &["ab", "abc", "bcd", ""]);
    matches_in(WHOLE, "a.|b*", &["ax", "", "bb"], &["a", "axx", "bba"]);
    matches_in(WHOLE, "", &[""], &["a"]);
    matches_in(WHOLE, "^a$", &["a"], &["ab"]);
}

#[test]
fn under_i_ascii_letters_fold_and_nothing_else() {
    matches_in(FOLD, "Ssh", &["ssh", "SSHD"], &["s-h"]);
    matches_in(FOLD, "s.h|[a-c]9", &["SSH", "B9"], &["d9"]);
    matches_in(FOLD, "[^a]x", &["bX"], &["aX", "Ax"]);
    matches_in(FOLD, "^[[:upper:]]$", &["a", "A"], &["1"]);
    // glibc reads both ends as capitals, and _ comes after them.
    assert_eq!(Pattern::compile(b"[_-b]", FOLD).map(|_| ()), Err(PatternError::Range));
    let latin = Pattern::compile(b"\xe9.", FOLD).unwrap();
    assert!(latin.matches(b"\xe9x") && !latin.matches(b"\xc9x"));
}

#[test]
fn a_character_is_a_byte() {
    let two = Pattern::compile(b"^..$", Manner::default()).unwrap();
    assert!(two.matches("é".as_bytes()) && !two.matches("éa".as_bytes()));
    let set = Pattern::compile(b"^[\xa0-\xff]$", Manner::default()).unwrap();
    assert!(set.matches(b"\xe9") && !set.matches(b"\x80"));
    assert!(Pattern::compile(b"\xff|a", Manner::default()).unwrap().matches(b"-\xff-"));
    matches("^.$", &["\n", "\0"], &[]);
}

/// What the engine reads in another way, or not at all.
#[test]
fn a_backslash_in_brackets_is_one() {
    matches(r"^[\d]$", &["\\", "d"], &["1"]);
    matches(r"^[\]$", &["\\"], &["]"]);
    matches("^[[]$", &["["], &[]);
    matches("^[a&&b]$", &["a", "b", "&"], &[]);
    matches("^[a~~b]$", &["a", "b", "~"], &[]);
    matches("^[]a]$", &["]", "a"], &[]);
    matches("^[^]a]$", &["b"], &["]", "a"]);
    matches("^[a-]$", &["a", "-"], &["b"]);
    matches("^[---]$", &["-"], &["a"]);
    matches("^[%--]$", &["%", "-", "+"], &["."]);
    matches("[^\\x00-\\xff]", &["y"], &["x", "0", "f", "\\"]);
}

#[test]
fn escapes_are_gnus_and_others_are_the_character() {
    matches(r"^\d$", &["d"], &["1"]);
    matches(r"^\n$", &["n"], &["\n"]);
    matches(r"^\t\y\0$", &["ty0"], &["\t"]);
    matches(r"^\w+$", &["a_1"], &["a-", ""]);
    matches(r"^\W$", &["-"], &["a"]);
    matches(r"^\s\S$", &[" x", "\u{b}x"], &["  "]);
    matches(r"\<foo\>", &["a foo b", "foo"], &["foobar", "afoo"]);
    matches(r"\bfoo\B", &["foobar"], &["foo", "afoob"]);
    matches(r"\`a\'", &["a"], &["ab", "ba"]);
    matches(r"\|\{\(", &["|{("], &[]);
}

#[test]
fn what_glibc_takes_is_taken() {
    matches("a)", &["a)"], &["a"]);
    matches("a)*b", &["ab", "a))b"], &["a)"]);
    matches("^a{,2}$", &["", "a", "aa"], &["aaa"]);
    matches("^a{,}$", &["", "aaa"], &["b"]);
    matches("^a{2,}$", &["aa", "aaa"], &["a"]);
    matches("^[[.s.]]$", &["s"], &["."]);
    matches("^[[=s=]]$", &["s"], &["="]);
    matches("^a**$", &["", "aa"], &["b"]);
    matches("^a+*$", &["", "aa"], &["b"]);
    matches("^a?+?$", &["", "aa"], &["b"]);
    matches("^a{2}{2}$", &["aaaa"], &["aa", "aaa"]);
    matches("^a{2}?$", &["", "aa"], &["a"]);
    matches("^a*{2}$", &["", "aa"], &["b"]);
    matches("^()$", &[""], &["a"]);
    matches("^(a|)$", &["", "a"], &["b"]);
    matches("^(a||b)$", &["", "a", "b"], &["c"]);
    matches("x(|y)z()*", &["xz", "xyz"], &["x"]);
    matches("a}", &["a}"], &["a"]);
    matches("(^a)*b$", &["ab", "b", "xb"], &["ba"]);
    matches("a{0}b", &["b"], &["a"]);
}

#[test]
fn what_glibc_refuses_is_refused() {
    for (pattern, wrong) in [
        ("(?:a)", PatternError::NothingToRepeat),
        ("*a", PatternError::NothingToRepeat),
        ("^*", PatternError::NothingToRepeat),
        (r"\<*", PatternError::NothingToRepeat),
        ("a|*", PatternError::NothingToRepeat),
        ("{1}", PatternError::NothingToRepeat),
        ("[a--b]", PatternError::Range),
        ("[b-a]", PatternError::Range),
        ("[a-c-e]", PatternError::Range),
        ("[[:alpha:]-z]", PatternError::Range),
        ("[a-[:alpha:]]", PatternError::Range),
        ("[[:nope:]]", PatternError::Class),
        ("[[.space.]]", PatternError::CollatingElement),
        ("a{99999}", PatternError::Repetitions),
        ("a{32768}", PatternError::Repetitions),
        ("a{2,1}", PatternError::Interval),
        ("a{}", PatternError::Interval),
        ("a{x}", PatternError::Interval),
        ("a{1 }", PatternError::Interval),
        ("a{1", PatternError::Unclosed('{')),
        ("a{1,", PatternError::Unclosed('{')),
        ("x\\", PatternError::NothingEscaped),
        ("(a", PatternError::Unclosed('(')),
        ("[", PatternError::Unclosed('[')),
        ("[a", PatternError::Unclosed('[')),
        ("[]", PatternError::Unclosed('[')),
        ("[a-", PatternError::Unclosed('[')),
        ("[[:alpha:", PatternError::Unclosed('[')),
    ] {
        assert_eq!(compiled(pattern).map(|_| ()), Err(wrong), "{pattern}");
    }
}

#[test]
fn a_back_reference_is_refused_rather_than_wrong() {
    let wrong = compiled(r"(a)\1").map(|_| ()).unwrap_err();
    assert_eq!(wrong.to_string(), "not a regular expression: back-references are not supported");
}

#[test]
fn repetitions_up_to_the_limit_of_posix_fit() {
    matches("^a{255}$", &[&"a".repeat(255)], &[&"a".repeat(254)]);
    matches("^(a{1,200}){1,4}$", &[&"a".repeat(800)], &[&"a".repeat(801)]);
}

/// X15: glibc takes 16 s and 7 GB for it.
#[test]
fn x15_a_pattern_that_eats_memory_is_refused_at_once() {
    let deep = "(".repeat(100_000) + &")".repeat(100_000);
    let repeated = "a".to_owned() + &"{1}".repeat(100_000);
    let starts = Instant::now();
    for pattern in ["((a{1,200}){1,200}){1,200}", "(a{32767}){32767}", &deep, &repeated] {
        assert_eq!(compiled(pattern).map(|_| ()), Err(PatternError::TooLarge));
    }
    assert!(starts.elapsed() < Duration::from_secs(15), "{:?}", starts.elapsed());
}

#[test]
fn a_very_long_pattern_takes_no_quadratic_time() {
    let long = "a".repeat(2 << 20);
    assert!(compiled(&long).unwrap().matches(long.as_bytes()));
    assert_eq!(compiled(&(long.clone() + ".")).map(|_| ()), Err(PatternError::TooLarge));
    matches(&("a".to_owned() + &"*".repeat(2 << 20)), &["b"], &[]);
    matches("a.*b", &[&(long.clone() + "b")], &[&long]);
}

#[test]
fn text_is_text_whatever_it_means_elsewhere() {
    let text = |text: &str, manner| Pattern::text(text.as_bytes(), manner);
    assert!(text("powerd++", Manner::default()).matches(b"a-powerd++"));
    assert!(!text("a|b", Manner::default()).matches(b"a"));
    assert!(text("^a$", FOLD).matches(b"x^A$"));
    assert!(!text("a", WHOLE).matches(b"aa"));
}
