//! Patterns give the answers of glibc's regcomp(3), which procps, psmisc, busybox and toybox ask.
#![allow(unsafe_code)]
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::ffi::CString;
use std::mem::MaybeUninit;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use sigkit::tested::selection::ere::{Manner, Pattern, PatternError};

use crate::support::*;

/// A pattern as glibc compiles it.
struct Glibc(libc::regex_t);

impl Glibc {
    /// The locale is C's, where a byte is a character: a program sets another one by itself.
    fn compile(pattern: &[u8], manner: Manner) -> Option<Glibc> {
        let whole = [b"^(", pattern, b")$"].concat();
        let pattern = CString::new(if manner.whole { &whole } else { pattern }).expect("no NUL");
        let fold = if manner.fold { libc::REG_ICASE } else { 0 };
        let flags = libc::REG_EXTENDED | libc::REG_NOSUB | fold;
        let mut compiled = MaybeUninit::uninit();
        // SAFETY: both pointers are valid; what is compiled is read only after success.
        unsafe {
            (libc::regcomp(compiled.as_mut_ptr(), pattern.as_ptr(), flags) == 0)
                .then(|| Glibc(compiled.assume_init()))
        }
    }

    fn matches(&self, text: &[u8]) -> bool {
        let text = CString::new(text).expect("no NUL");
        // SAFETY: the pattern is compiled, the text a C string, and no places are asked for.
        unsafe { libc::regexec(&raw const self.0, text.as_ptr(), 0, std::ptr::null_mut(), 0) == 0 }
    }
}

impl Drop for Glibc {
    fn drop(&mut self) {
        // SAFETY: it was compiled, and is freed once.
        unsafe { libc::regfree(&raw mut self.0) };
    }
}

/// The texts that patterns are tried on.
const TEXTS: &[&[u8]] = &[
    b"",
    b"a",
    b"b",
    b"ab",
    b"ba",
    b"aa",
    b"aab",
    b"abc",
    b"A",
    b"aB",
    b"a b",
    b"sshd",
    b"SSHD",
    b"sshd: root@pts/0",
    b"(sd-pam)",
    b"kworker/0:1-events",
    b"python3.11",
    b"a.b",
    b"a\\b",
    b"a-b",
    b"[a]",
    b"a]",
    b"^a$",
    b"a|b",
    b"a{1}",
    b"{",
    b"}",
    b"a)",
    b"1",
    b"12",
    b"_x",
    b"x_1",
    b"\t",
    b"a\nb",
    b"\xe9",
    b"a\xff",
    b"d",
    b"n",
    b"y",
    b"t",
    b"/usr/sbin/sshd -D",
    b"foo bar",
    b"foobar",
    b"xfoo",
    b"--",
    b"%",
    b",",
    b"1,2",
    b"aaaa",
    b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    b"java -Xmx2g -jar /srv/app.jar",
    b"nginx: worker process",
    b"postgres: writer",
    b"g++",
    b"c++",
];

/// Asserts that a pattern gives glibc's answers. Back-references are refused.
fn is_as_in_glibc(pattern: &[u8], manner: Manner) {
    let shown = pattern.escape_ascii();
    match (Pattern::compile(pattern, manner), Glibc::compile(pattern, manner)) {
        (Ok(ours), Some(glibc)) => {
            for text in TEXTS {
                let (ours, glibc) = (ours.matches(text), glibc.matches(text));
                assert_eq!(ours, glibc, "{shown} {manner:?} on {}", text.escape_ascii());
            }
        }
        (Err(_), None) | (Err(PatternError::BackReference | PatternError::TooLarge), Some(_)) => {}
        (Ok(_), None) => panic!("{shown} {manner:?}: only glibc refuses it"),
        (Err(wrong), Some(_)) => panic!("{shown} {manner:?}: only glibc takes it: {wrong}"),
    }
}

/// True if a small letter is escaped that has no meaning then. glibc compares it in its own case
/// with a text in capitals where case is not to count: it finds neither, and we find both.
fn escapes_small_letter(pattern: &[u8]) -> bool {
    let mut rest = pattern.iter();
    while let Some(byte) = rest.next() {
        if *byte == b'\\'
            && rest.next().is_some_and(|next| next.is_ascii_lowercase() && !b"wsb".contains(next))
        {
            return true;
        }
    }
    false
}

fn in_all_manners(pattern: &[u8]) {
    for fold in [false, true] {
        if fold && escapes_small_letter(pattern) {
            continue;
        }
        is_as_in_glibc(pattern, Manner { whole: false, fold });
        if is_closed(pattern) {
            is_as_in_glibc(pattern, Manner { whole: true, fold });
        }
    }
}

/// True if nothing of a pattern would change what is written around it.
fn is_closed(pattern: &[u8]) -> bool {
    let mut open = 0_usize;
    let closed = pattern.iter().all(|byte| match byte {
        b'(' => {
            open += 1;
            true
        }
        b')' => open.checked_sub(1).map(|less| open = less).is_some(),
        _ => true,
    });
    let escapes =
        [&b"\\("[..], b"\\)"].iter().any(|escape| pattern.windows(2).any(|two| two == *escape));
    closed && open == 0 && !escapes && !pattern.ends_with(b"\\")
}

const PATTERNS: &str = include_str!("../data/patterns.txt");

#[test]
fn what_people_write_and_what_is_wrong_gives_the_answers_of_glibc() {
    let patterns: Vec<_> = PATTERNS.lines().filter(|line| !line.starts_with("# ")).collect();
    assert!(patterns.len() >= 200, "{}", patterns.len());
    for pattern in patterns {
        in_all_manners(pattern.as_bytes());
    }
}

/// The same patterns on procps's pgrep, among processes with names that they are about: the same
/// processes, and the same exit status.
#[test]
fn p1_patterns_find_what_they_find_for_procps() {
    const PROCPS: &str = "/usr/bin/pgrep";
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    let version = Command::new(PROCPS).arg("--version").output();
    if !version.is_ok_and(|ran| String::from_utf8_lossy(&ran.stdout).contains("procps-ng")) {
        return skip("procps has no pgrep here");
    }
    in_pid_namespace("patterns::p1_patterns_find_what_they_find_for_procps", || {
        let names =
            ["sshd", "nginx", "python3.11", "a", "ab", "A b", "a.b", "(sd-pam)", "[a]", "-d"];
        let named = names.map(Victim::named);
        assert!(named.iter().all(|(victim, _)| victim.pid > 1));
        let answer = |program: &mut Command, words: &[&str]| {
            let ran = Ran::of(program.args(words).env("LC_ALL", "C").stdin(Stdio::null()));
            (ran.status, ran.stdout)
        };
        let mut wrong = Vec::new();
        for pattern in PATTERNS.lines().filter(|line| !line.starts_with("# ")) {
            let is_comparable = |option: &str| match option {
                "-x" => is_closed(pattern.as_bytes()),
                "-i" => !escapes_small_letter(pattern.as_bytes()),
                _ => true,
            };
            // The test itself has a long name, which procps does not know in full.
            for option in ["-c", "-x", "-i"].into_iter().filter(|option| is_comparable(option)) {
                let words = ["-P", "1", option, "--", pattern];
                let ours = answer(Command::new(sigkit_path()).arg("pgrep"), &words);
                let theirs = answer(&mut Command::new(PROCPS), &words);
                // A back-reference and what would take all memory are refused.
                let is_refused = matches!(
                    Pattern::compile(pattern.as_bytes(), Manner::default()),
                    Err(PatternError::BackReference | PatternError::TooLarge)
                );
                let expected = if is_refused { (2, String::new()) } else { theirs };
                if ours != expected {
                    wrong.push(format!("{words:?}: {ours:?}, expected {expected:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

/// The pieces of random patterns.
const PIECES: &str = concat!(
    r"a b c s . [ab] [^a] [a-c] [[:alpha:]] []a] [^]] [a-] [[.a.]] [[=b=]] [\] [[] [--a] ",
    r"[%--] [[:upper:]_] * + ? {2} {1,} {,2} {0,1} { } ( ) | \w \W \s \S \b \B \< \> \. \( \d ",
    r"\n \ [ ] - , 1 é A () (a|b) (a|) [^[:space:]] [a [[:no:]] [b-a]"
);

/// Patterns of random pieces. `^` stands at the start alone, `$` at the end: glibc forgets an
/// anchor in what is repeated (`(^a)+` finds the whole of `aa`), and sees a start after a newline.
fn pieces() -> impl Strategy<Value = String> {
    let pieces: Vec<_> = PIECES.split(' ').chain([" "]).collect();
    let piece = prop::sample::select(pieces);
    let anchor = |anchor| prop::sample::select(vec!["", "", "", anchor]);
    (anchor("^"), prop::collection::vec(piece, 0..8), anchor("$"))
        .prop_map(|(start, pieces, end)| format!("{start}{}{end}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1500,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_pattern_gives_the_answers_of_glibc(pattern in pieces()) {
        in_all_manners(pattern.as_bytes());
    }
}
