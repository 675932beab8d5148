//! The properties of the check and of the fixes, for `src/fuzzed.rs` and the tests below: what must
//! be true of whatever bytes a file has.

use crate::lint::examine::{Request, examine};
use crate::lint::finding::{Finding, Severity, Span};
use crate::lint::fixes::{chosen, replaced};
use crate::lint::itself::UNREADABLE;
use crate::lint::kind::{Kind, Reading};
use crate::lint::mend::mend;
use crate::lint::settings::Settings;
use crate::lint::shell::scan;
use crate::lint::shell::script::Script;
use crate::posix::conformance::Level;

/// The letters of [`FILES`].
#[cfg(test)]
pub(crate) const LETTERS: &str = "spxbkzedmwu";

/// A file's name and the options of the command line, by a letter.
const FILES: [(u8, &str, Option<Level>); 11] = [
    (b's', "a.sh", None),
    (b'p', "a.sh", Some(Level::Base)),
    (b'x', "a.sh", Some(Level::Xsi)),
    (b'b', "a.bash", None),
    (b'k', "a.ksh", None),
    (b'z', "a.zsh", None),
    (b'e', "entrypoint.sh", None),
    (b'd', "Dockerfile", None),
    (b'm', "Makefile", Some(Level::Base)),
    (b'w', ".github/workflows/a.yml", None),
    (b'u', "a.service", None),
];

/// Checks and mends a file. All rules are asked, also those of style.
pub(crate) fn file(letter: u8, bytes: &[u8]) {
    let Some((_, name, posix)) = FILES.iter().find(|(own, ..)| *own == letter) else { return };
    let name = name.as_bytes();
    let request = Request {
        shell: None,
        settings: Settings { posix: *posix, pedantic: true, ..Settings::default() },
        selected: None,
        ignored: Vec::new(),
        least: Severity::Style,
    };
    let findings = examine(name, bytes, &request).findings;
    are_in_the_file(&findings, bytes);
    stay_where_they_are(name, bytes, &request, &findings);
    for with_unsafe in [false, true] {
        changes_only_its_edits(bytes, &findings, with_unsafe);
        mends(name, bytes, &request, &findings, with_unsafe);
    }
}

/// Findings and edits lie in the file, in order; a message is one line.
fn are_in_the_file(findings: &[Finding], bytes: &[u8]) {
    let is_inside = |span: Span| span.start <= span.end && span.end <= bytes.len();
    let mut last = (Span { start: 0, end: 0 }, 0);
    for finding in findings {
        let place = (finding.span, finding.rule.number);
        assert!(last <= place, "{last:?} before {place:?}");
        last = place;
        assert!(is_inside(finding.span), "{finding:?}");
        assert!(!finding.message.is_empty() && !finding.message.contains('\n'), "{finding:?}");
        let mut end = 0;
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            assert!(end <= edit.span.start && is_inside(edit.span), "{finding:?}");
            end = edit.span.end;
        }
    }
}

/// A comment after the text moves no finding.
fn stay_where_they_are(name: &[u8], bytes: &[u8], request: &Request, findings: &[Finding]) {
    let is_whole = scanned(name, bytes).unreadable.is_none()
        && findings.iter().all(|finding| finding.rule.number != UNREADABLE.number);
    // The last bytes would join the newline, or a line that is none of a shell's may go on.
    if !is_script(name, bytes) || !is_whole || bytes.ends_with(b"\\") || bytes.ends_with(b"\r") {
        return;
    }
    let longer = [bytes, b"\n# a comment\n"].concat();
    let places = |findings: &[Finding]| -> Vec<(Span, u16)> {
        findings.iter().map(|finding| (finding.span, finding.rule.number)).collect()
    };
    let after = examine(name, &longer, request).findings;
    assert_eq!(places(findings), places(&after), "a comment moves findings");
}

/// The bytes between the edits of one pass are the same before and after.
fn changes_only_its_edits(bytes: &[u8], findings: &[Finding], with_unsafe: bool) {
    let (edits, _) = chosen(findings, with_unsafe);
    let new = replaced(bytes, Span { start: 0, end: bytes.len() }, &edits);
    let (mut old_at, mut new_at) = (0, 0);
    for edit in &edits {
        let kept = edit.span.start.checked_sub(old_at).expect("edits are in order");
        assert_eq!(bytes[old_at..edit.span.start], new[new_at..new_at + kept]);
        new_at += kept;
        assert_eq!(new[new_at..new_at + edit.text.len()], edit.text);
        new_at += edit.text.len();
        old_at = edit.span.end;
    }
    assert_eq!(bytes[old_at..], new[new_at..]);
}

/// Mending twice is mending once, brings no finding in, and a safe fix leaves each command and its
/// redirections.
fn mends(name: &[u8], bytes: &[u8], request: &Request, before: &[Finding], with_unsafe: bool) {
    let Some(mended) = mend(name, bytes, request, with_unsafe) else { return };
    let shown = || String::from_utf8_lossy(&mended.text).into_owned();
    assert_ne!(mended.text, bytes, "a fix changes nothing");
    let again = mend(name, &mended.text, request, with_unsafe);
    assert!(again.is_none(), "not mended at once: {}", shown());
    let after = examine(name, &mended.text, request).findings;
    let count = |findings: &[Finding], number: u16| {
        findings.iter().filter(|finding| finding.rule.number == number).count()
    };
    for finding in &after {
        let number = finding.rule.number;
        assert!(count(&after, number) <= count(before, number), "{finding:?} in {}", shown());
    }
    // An unclosed construct may hold other words after a fix.
    let is_whole = is_script(name, bytes) && scanned(name, bytes).unreadable.is_none();
    if !with_unsafe && is_whole {
        let commands = |bytes: &[u8]| -> Vec<usize> {
            let script = scanned(name, bytes);
            script.commands.iter().map(|command| command.redirections.len()).collect()
        };
        assert_eq!(commands(bytes), commands(&mended.text), "commands of {}", shown());
    }
}

fn scanned(name: &[u8], bytes: &[u8]) -> Script {
    scan(bytes, Reading::of_script(name, bytes, None).dialect)
}

fn is_script(name: &[u8], bytes: &[u8]) -> bool {
    Kind::of(name, bytes) == Some(Kind::Script)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FILES, LETTERS, file};
    use crate::lint::rules::RULES;

    /// Words of kill, trap, and of what is near to them.
    #[rustfmt::skip]
    const WORDS: [&str; 99] = [
        "kill", "kill", "kill", "trap", "trap", "trap", "-s", "-n", "-l", "-L", "-TERM", "-9",
        "-10", "-stop", "-sTERM", "-SIGTERM", "--signal=TERM", "--", "--list", "-int", "TERM",
        "SIGTERM", "sigint", "INT", "KILL", "CLD", "IOT", "EXIT", "ERR", "0", "1", "2", "9", "10",
        "13", "15", "143", "$p", "\"$pid\"", "-$g", "-\"$pg\"", "-1234", "-1", "$!", "$$", "-$$",
        "%1", "''", "'x'", "\"rm $f; exit $?\"", "'rm -f \"$f\"; exit'", "'kill 0'", "INT,TERM",
        "\"$@\"", "$@", "$(pgrep x)", "`pidof x`", "$s", "\"$s\"", "-\"$s\"", "timeout",
        "--signal=KILL", "5", "sudo", "command", "env", "/bin/kill", "exec", "wait", "xargs",
        "nohup", "pkill", "-f", "pgrep", "killall", "gnome-settings-daemon", "cleanup", "sleep",
        "infinity", "tail", "[", "]", "-eq", "-gt", "130", "128", "$?", "s=$?", "s=TERM",
        "s=SIGTERM", "p=$!", "exit", "return", "lsof", "-ti:80", "x", "é", "\\\n", "$'x'",
    ];

    /// Marks and lines around commands.
    #[rustfmt::skip]
    const MARKS: [&str; 74] = [
        "\n", "\n", "\n", "\n", "; ", " && ", " || ", " | ", " &\n", "\r\n", " ! ", "{ ", "; }",
        "(", ")", "if ", "; then ", "; fi\n", "while ", "; do ", "; done\n", "f() { ", "; }\n",
        "cleanup() { ", "function g { ", "$(", "`", "\\`", "\"", "'", "sh -c '", "sh -c \"",
        "ssh h 'x; ", "eval \"", "trap '", "' INT TERM\n", "' EXIT\n", "\" TERM\n", "sh <<E\n",
        "sh <<'E'\n", "cat <<-E\n", "\nE\n", " # sigkit: disable=SIG104\n",
        "# sigkit: disable=all\n", "# shellcheck disable=SC2064\n", "#!/bin/sh\n",
        "#!/bin/bash -e\n", "set -e\n", "set -m\n", "[[ ", " ]]", "((", "))", "case $? in ",
        "130) ", ";; esac\n", " >/dev/null 2>&1", " 2>f ", " <<E ", " 2>&1 | ", "\t", "for s in ",
        "local s\n",
        "RUN ", "CMD ", "FROM debian\n", "ENTRYPOINT [\"sh\", \"-c\", \"", "\"]\n", "a:\n\t",
        "[Service]\nExecStop=", "KillMode=none\n", "jobs:\n  a:\n", "    steps:\n", "    - run: ",
    ];

    /// An example of a rule, with a mark at one of its blanks.
    fn example() -> impl Strategy<Value = Vec<u8>> {
        let wrong: Vec<&str> =
            RULES.iter().flat_map(|rule| rule.examples).map(|example| example.wrong).collect();
        let mark = prop_oneof![Just(" "), prop::sample::select(&MARKS[..])];
        (prop::sample::select(wrong), mark, any::<prop::sample::Index>()).prop_map(
            |(example, mark, at)| {
                let mut words: Vec<&str> = example.split(' ').collect();
                words.insert(at.index(words.len()), mark);
                format!("{}\n", words.join(" ")).into_bytes()
            },
        )
    }

    fn text() -> impl Strategy<Value = Vec<u8>> {
        let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 1..6);
        let piece = prop_oneof![
            8 => words.prop_map(|words| words.join(" ").into_bytes()),
            8 => prop::sample::select(&MARKS[..]).prop_map(|mark| mark.as_bytes().to_vec()),
            6 => example(),
            1 => prop::collection::vec(any::<u8>(), 1..4),
        ];
        prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn l18_any_file_is_checked_and_mended(
            letter in prop::sample::select(FILES.map(|(letter, ..)| letter).to_vec()),
            text in text(),
        ) {
            file(letter, &text);
        }
    }

    #[test]
    fn a_letter_stands_for_one_kind_of_file() {
        let letters = FILES.map(|(letter, ..)| letter);
        assert_eq!(letters, *LETTERS.as_bytes());
    }
}
