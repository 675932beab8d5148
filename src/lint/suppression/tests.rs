//! Directives, over findings of a rule that is made up: every word `bad` is found.

use super::apply;
use crate::lint::finding::{Finding, Span};
use crate::lint::fixes;
use crate::lint::itself::UNUSED_SUPPRESSION;
use crate::lint::rule::{Fixable, Kind, Rule, Severity};
use crate::lint::shell;
use crate::lint::shells::{Dialect, Shells};
use crate::lint::text::{Map, Text};

const fn rule(number: u16, title: &'static str) -> Rule {
    Rule {
        number,
        title,
        kind: Kind::Logic,
        severity: Severity::Error,
        fix: Fixable::No,
        why: "",
        examples: &[],
        facts: &[],
        posix: None,
    }
}

static BAD: Rule = rule(201, "bad-word");
static OTHER: Rule = rule(403, "other");
static RULES: &[&Rule] = &[&BAD, &OTHER, &UNUSED_SUPPRESSION];

/// The findings that are left, as the rule's number and the line.
fn left(text: &str) -> Vec<String> {
    let (findings, about, _) = applied(text);
    findings.iter().chain(&about).map(|finding| place(text, finding)).collect()
}

fn place(text: &str, finding: &Finding) -> String {
    let line = 1 + text[..finding.span.start].matches('\n').count();
    format!("{}:{line}", finding.rule.number)
}

fn applied(text: &str) -> (Vec<Finding>, Vec<Finding>, Text<'_>) {
    let shell_text = Text {
        bytes: text.as_bytes().into(),
        map: Map::of_file(0, text.len()),
        dialect: Dialect::Sh,
        place: None,
        errexit: false,
        is_argument: false,
        forbidden: b"",
    };
    let script = shell::scan(text.as_bytes(), Dialect::Sh);
    let finding = |(start, word): (usize, &str)| Finding {
        rule: &BAD,
        severity: Severity::Error,
        span: Span { start, end: start + word.len() },
        message: String::new(),
        shells: Shells::NONE,
        note: None,
        fix: None,
    };
    let mut findings: Vec<_> = text.match_indices("bad").map(finding).collect();
    let about = apply(&shell_text, &script, RULES, |_| true, &mut findings);
    (findings, about, shell_text)
}

/// The messages about directives.
fn messages(text: &str) -> Vec<String> {
    applied(text).1.into_iter().map(|finding| finding.message).collect()
}

/// The text after the fixes of SIG902.
fn mended(text: &str) -> String {
    let (edits, _) = fixes::chosen(&applied(text).1, false);
    let whole = Span { start: 0, end: text.len() };
    String::from_utf8(fixes::replaced(text.as_bytes(), whole, &edits)).unwrap()
}

#[test]
fn before_the_first_command_a_directive_is_for_the_whole_text() {
    assert_eq!(left("#!/bin/sh\n# sigkit: disable=SIG201\nbad\nbad\n"), [""; 0]);
    assert_eq!(left("bad\nbad\n"), ["201:1", "201:2"]);
}

#[test]
fn alone_on_a_line_it_is_for_the_next_command() {
    let text = ":\n# sigkit: disable=SIG201 it is meant\nbad | x &&\n bad\nbad\n";
    assert_eq!(left(text), ["201:5"]);
    assert_eq!(left(":\n  # sigkit: disable=SIG201\n\n# other\nbad; bad\n"), ["201:5"]);
}

#[test]
fn the_next_command_may_be_a_compound_one_or_a_function() {
    for compound in [
        "if bad; then\n bad\nelif bad; then bad; else\n bad; fi",
        "while bad; do\n bad; done",
        "for i in bad; do\n bad\ndone",
        "case bad in\n x) bad;;\n y) bad;; esac",
        "{ bad\n bad; }",
        "( bad\n bad )",
        "f() {\n bad; bad\n}",
        "bad $(bad\n bad)",
    ] {
        let text = format!(":\n# sigkit: disable=SIG201\n{compound}\n");
        assert_eq!(left(&text), [""; 0], "{compound}");
        let two = format!("{text}if bad; then :; fi\n");
        assert_eq!(left(&two).len(), 1, "{compound}: {:?}", left(&two));
    }
}

#[test]
fn a_here_document_belongs_to_its_command() {
    assert_eq!(left(":\n# sigkit: disable=SIG201\nsh <<E\nbad\nE\nbad\n"), ["201:6"]);
}

#[test]
fn inside_of_a_construct_it_is_for_the_next_command_there() {
    let text = "f() {\n :\n # sigkit: disable=SIG201\n bad\n bad\n}\n";
    assert_eq!(left(text), ["201:5"]);
}

#[test]
fn at_the_end_of_a_line_it_is_for_the_line() {
    assert_eq!(left("bad; bad # sigkit: disable=bad-word\nbad\n"), ["201:2"]);
    assert_eq!(left("bad # sigkit: disable=all\n"), [""; 0]);
    assert_eq!(left("bad # sigkit: disable=SIG2\n"), [""; 0]);
}

#[test]
fn at_the_end_of_joined_lines_it_is_for_all_of_them() {
    assert_eq!(left("bad\nbad \\\n bad # sigkit: disable=SIG201\nbad\n"), ["201:1", "201:4"]);
}

#[test]
fn in_front_of_a_pattern_it_is_for_the_commands_of_the_pattern() {
    let text =
        ":\ncase x in\n a) bad;;\n # sigkit: disable=SIG201\n b) bad; bad;;\n c) bad;; esac\n";
    assert_eq!(left(text), ["201:3", "201:6"]);
}

#[test]
fn in_a_string_or_a_here_document_it_is_none() {
    assert_eq!(left(":\necho '\n# sigkit: disable=SIG201\n'\nbad\n"), ["201:5"]);
    assert_eq!(left(":\ncat <<E\n# sigkit: disable=SIG201\nE\nbad\n"), ["201:5"]);
}

#[test]
fn shellcheck_s_directives_count_for_the_same_rules() {
    assert_eq!(left(":\n# shellcheck disable=SC1000,SC2172\nbad\nbad\n"), ["201:4"]);
    assert_eq!(left(":\n# shellcheck disable=SC2000-SC2999\nbad\n"), [""; 0]);
    assert_eq!(left(":\n# shellcheck disable=all\nbad\n"), [""; 0]);
    // Those of other rules do not, and ShellCheck has none at the end of a line.
    assert_eq!(left(":\n# shellcheck disable=SC2064\nbad\n"), ["201:3"]);
    assert_eq!(left("bad # shellcheck disable=SC2172\n"), ["201:1"]);
    // What suppresses nothing may be ShellCheck's own.
    assert_eq!(left(":\n# shellcheck disable=SC2172\n:\n"), [""; 0]);
}

#[test]
fn a_directive_that_suppresses_nothing_is_found_and_taken_away() {
    let text = ":\n  # sigkit: disable=SIG201\n:\n";
    assert_eq!(messages(text), ["disable=SIG201 suppresses nothing here"]);
    assert_eq!(left(text), ["902:2"]);
    assert_eq!(mended(text), ":\n:\n");
    assert_eq!(mended("x # sigkit: disable=SIG201\ny\n"), "x\ny\n");
    assert_eq!(
        mended("bad # sigkit: disable=SIG403,SIG201 why\n"),
        "bad # sigkit: disable=SIG201 why\n"
    );
    // What else the directive asks for stays.
    let text = "# sigkit: shell=bash disable=SIG201\n:\n";
    assert_eq!((messages(text).len(), mended(text).as_str()), (1, text));
}

#[test]
fn a_directive_between_joined_lines_is_not_taken_away() {
    for text in ["a \\\n# sigkit: disable=SIG201\nb\n", "a # sigkit: disable=SIG201 \\\nb\n"] {
        assert_eq!((messages(text).len(), mended(text).as_str()), (1, text));
    }
}

#[test]
fn a_rule_that_was_not_asked_may_find_something_another_time() {
    let text = Text {
        bytes: b"# sigkit: disable=SIG201\n:\n".as_slice().into(),
        map: Map::of_file(0, 27),
        dialect: Dialect::Sh,
        place: None,
        errexit: false,
        is_argument: false,
        forbidden: b"",
    };
    let script = shell::scan(&text.bytes, Dialect::Sh);
    let about = apply(&text, &script, RULES, |_| false, &mut Vec::new());
    assert!(about.is_empty(), "{about:?}");
}

#[test]
fn a_directive_that_cannot_be_read_is_found() {
    for (comment, message) in [
        ("# sigkit: disable=SIG999", "SIG999: no such rule"),
        ("# sigkit: disable=", ": no such rule"),
        ("# sigkit: disable SIG201", "no directive; write: # sigkit: disable=SIG104"),
        ("# sigkit:", "no directive; write: # sigkit: disable=SIG104"),
        (
            "# sigkit: disabel=SIG201",
            "disabel=: no directive; disable=, shell=, for=; did you mean disable?",
        ),
        ("# sigkit: shell=fish", "fish: not a shell that lint knows"),
        ("# sigkit: for=dash,fish", "fish: not a shell that lint knows"),
    ] {
        assert_eq!(messages(&format!("{comment}\nbad\n")), [message], "{comment}");
    }
    for comment in ["# sigkit: shell=bash for=dash", "# sigkitty: x", "# about sigkit: disable=x"] {
        assert_eq!(messages(&format!("{comment}\nbad\n")), [""; 0], "{comment}");
    }
}
