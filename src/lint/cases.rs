//! The table of cases: a snippet, the options, the rules that are found with their lines, and the
//! text after the fixes.
//!
//! A family's tests call [`table`] with its rows. The examples of all rules are cases, too.

use super::check::check;
use super::extract;
use super::finding::{Finding, Span};
use super::fixes::{PASSES, chosen, replaced};
use super::kind::Kind;
use super::processor_time::processor_time;
use super::rule::{Fixable, Kind as RuleKind};
use super::rules::{RULES, files};
use super::settings::Settings;
use super::shells::{Dialect, Shell, Shells};
use super::text::{Map, Text};
use crate::posix::conformance::Level;

/// A row: the options, the snippet, `RULE:LINE` for each finding, and the text after all fixes
/// (also unsafe ones), or an empty text if there is no fix.
pub(crate) type Row<'r> = (&'r str, &'r str, &'r str, &'r str);

/// Asserts that the rows hold for the rules of one family: 1 for SIG101 to SIG199.
#[track_caller]
pub(crate) fn table(family: u16, rows: &[Row<'_>]) {
    let mut wrong = Vec::new();
    for (options, snippet, expected, after) in rows {
        let found = Case::of(options).found(snippet.as_bytes());
        let own: Vec<&Finding> =
            found.iter().filter(|finding| finding.rule.number / 100 == family).collect();
        let got: Vec<String> = own.iter().map(|finding| place(finding, snippet)).collect();
        let got = got.join(" ");
        if got != *expected {
            wrong.push(format!("{options} `{snippet}`: found `{got}`, not `{expected}`"));
        }
        let fixed = Case::of(options).fixed(snippet, Which::Family(family));
        let fixed = if fixed == *snippet { "" } else { &fixed };
        if fixed != *after {
            wrong.push(format!("{options} `{snippet}`: fixed `{fixed}`, not `{after}`"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Asserts that the findings of a family in snippets have these messages.
#[track_caller]
pub(crate) fn messages(family: u16, rows: &[(&str, &str, &str)]) {
    for (options, snippet, expected) in rows {
        let found = Case::of(options).found(snippet.as_bytes());
        let own = found.iter().filter(|finding| finding.rule.number / 100 == family);
        let got: Vec<&str> = own.map(|finding| finding.message.as_str()).collect();
        assert_eq!(got.join("\n"), *expected, "{options} `{snippet}`");
    }
}

/// The findings of all rules in a snippet: `104:1 203:2`.
pub(crate) fn findings(options: &str, snippet: &str) -> String {
    let found = Case::of(options).found(snippet.as_bytes());
    let places: Vec<String> = found.iter().map(|finding| place(finding, snippet)).collect();
    places.join(" ")
}

/// The rule and the line: `104:1`.
fn place(finding: &Finding, snippet: &str) -> String {
    let before = &snippet.as_bytes()[..finding.span.start.min(snippet.len())];
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    format!("{}:{line}", finding.rule.number)
}

/// The findings whose fixes are made.
#[derive(Clone, Copy)]
enum Which {
    Family(u16),
    Rule(u16),
}

impl Which {
    fn has(self, finding: &Finding) -> bool {
        match self {
            Which::Family(family) => finding.rule.number / 100 == family,
            Which::Rule(number) => finding.rule.number == number,
        }
    }
}

/// The options of a case.
pub(crate) struct Case {
    pub(crate) settings: Settings,
    dialect: Option<Dialect>,
}

impl Case {
    /// Reads options as the command has them: `--for dash,zsh --posix --shell bash --pedantic
    /// --select SIG102 --stdin-filename NAME`.
    pub(crate) fn of(options: &str) -> Case {
        let mut case = Case { settings: Settings::default(), dialect: None };
        let mut words = options.split_whitespace();
        while let Some(word) = words.next() {
            let mut value = || words.next().expect("an option's value");
            match word {
                "--posix" => case.settings.posix = Some(Level::Base),
                "--posix=xsi" => case.settings.posix = Some(Level::Xsi),
                "--pedantic" => case.settings.pedantic = true,
                "--for" => case.settings.targets = Some(shells(value())),
                "--shell" => case.dialect = Some(dialect(value())),
                "--stdin-filename" => case.settings.name = value().into(),
                "--select" => {
                    let number = value().trim_start_matches("SIG").parse().expect("a rule");
                    case.settings.turned_on.push(number);
                }
                other => panic!("{other}: no option of a case"),
            }
        }
        case
    }

    /// Checks a snippet as a script: the dialect is the option's, else the first line's, else sh.
    pub(crate) fn found(&self, snippet: &[u8]) -> Vec<Finding> {
        let name = &self.settings.name;
        if let Some(kind) = Kind::of_name(name).filter(|kind| *kind != Kind::Script) {
            let mut found = files::check(kind, snippet, &self.settings);
            for text in extract::texts(kind, name, snippet, self.dialect) {
                found.extend(check(&text, &self.settings).findings);
            }
            found.sort_by_key(|finding| (finding.span, finding.rule.number));
            return found;
        }
        let first = snippet.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let of_first_line = first.strip_prefix(b"#!/bin/").map(|rest| {
            let name = rest.split(|byte| *byte == b' ').next().unwrap_or_default();
            Dialect::by_name(name).expect("a shell in the first line")
        });
        let text = Text {
            bytes: snippet.into(),
            map: Map::of_file(0, snippet.len()),
            dialect: self.dialect.or(of_first_line).unwrap_or(Dialect::Sh),
            place: None,
            errexit: false,
            is_argument: false,
            forbidden: b"",
        };
        check(&text, &self.settings).findings
    }

    /// Makes the fixes of some rules, as often as `--fix` does.
    fn fixed(&self, snippet: &str, which: Which) -> String {
        let mut text = snippet.as_bytes().to_vec();
        for _ in 0..PASSES {
            let found = self.found(&text);
            let own: Vec<Finding> =
                found.into_iter().filter(|finding| which.has(finding)).collect();
            let (edits, _) = chosen(&own, true);
            if edits.is_empty() {
                break;
            }
            text = replaced(&text, Span { start: 0, end: text.len() }, &edits);
        }
        String::from_utf8(text).expect("text")
    }
}

fn shells(list: &str) -> Shells {
    list.split(',').fold(Shells::NONE, |shells, name| {
        let one = match name {
            "all" => Shells::ALL,
            "bash-posix" => Shells::one(Shell::BashPosix),
            name => match dialect(name) {
                Dialect::Of(shell) => Shells::one(shell),
                Dialect::Sh => Shells::ALL,
            },
        };
        shells.or(one)
    })
}

fn dialect(name: &str) -> Dialect {
    Dialect::by_name(name.as_bytes()).unwrap_or_else(|| panic!("{name}: no shell"))
}

#[test]
fn rules_are_in_order_and_each_once() {
    let numbers: Vec<u16> = RULES.iter().map(|rule| rule.number).collect();
    let mut sorted = numbers.clone();
    sorted.dedup();
    assert_eq!(numbers, sorted);
    let mut titles: Vec<&str> = RULES.iter().map(|rule| rule.title).collect();
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles.len(), numbers.len(), "titles");
}

#[test]
fn l20_the_examples_of_the_rules_hold() {
    let mut wrong = Vec::new();
    for rule in RULES.iter() {
        assert!(!rule.examples.is_empty(), "SIG{} has no example", rule.number);
        for example in rule.examples {
            let case = Case::of(&example.options.join(" "));
            let has = |text: &str| {
                let found = case.found(text.as_bytes());
                found.iter().any(|finding| finding.rule.number == rule.number)
            };
            if !has(example.wrong) {
                wrong.push(format!("SIG{} is silent: `{}`", rule.number, example.wrong));
            }
            if has(example.right) {
                wrong.push(format!("SIG{} is not silent: `{}`", rule.number, example.right));
            }
            let fixed = case.fixed(example.wrong, Which::Rule(rule.number));
            let is_fixed = fixed != example.wrong;
            if is_fixed && fixed != example.right {
                wrong.push(format!("SIG{}: `{}` becomes `{fixed}`", rule.number, example.wrong));
            }
            if is_fixed && rule.fix == Fixable::No {
                wrong.push(format!("SIG{} has a fix: `{}`", rule.number, example.wrong));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rules that are off by default are silent without their option.
#[test]
fn l3_rules_that_are_off_are_silent() {
    for rule in RULES.iter() {
        if !matches!(rule.kind, RuleKind::Posix { .. } | RuleKind::Style) {
            continue;
        }
        for example in rule.examples {
            let found = Case::of("").found(example.wrong.as_bytes());
            let is_found = found.iter().any(|finding| finding.rule.number == rule.number);
            assert!(!is_found, "SIG{}: `{}`", rule.number, example.wrong);
        }
    }
}

/// The text that a fix yields has no finding that was not there.
#[test]
fn l18_fixes_of_the_examples_bring_no_finding() {
    let mut wrong = Vec::new();
    for rule in RULES.iter() {
        for example in rule.examples {
            let case = Case::of(&example.options.join(" "));
            let before = case.found(example.wrong.as_bytes());
            let after = case.fixed(example.wrong, Which::Rule(rule.number));
            for finding in case.found(after.as_bytes()) {
                if !before.iter().any(|old| old.rule.number == finding.rule.number) {
                    wrong.push(format!(
                        "SIG{}: `{after}`: SIG{}: {}",
                        rule.number, finding.rule.number, finding.message
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// zsh 5.9 calls the signal IOT: a script that works there would fail after the fix.
#[test]
fn l19_a_name_that_a_target_refuses_is_no_safe_fix() {
    for (options, snippet, is_safe) in [
        ("--for dash,bash", "kill -s IOT 1", true),
        ("--for dash,zsh", "kill -s IOT 1", false),
        ("--posix", "kill -6 1", false),
        ("--posix --for bash", "kill -6 1", true),
        ("--posix", "kill -2 1", true),
        ("--posix", "trap 'x' 6", false),
        ("--posix --for bash", "trap 'x' 6", true),
    ] {
        let found = Case::of(options).found(snippet.as_bytes());
        let [finding] = &found[..] else { panic!("{options} `{snippet}`: {found:?}") };
        let fix = finding.fix.as_ref().expect("a fix");
        assert_eq!(fix.safe, is_safe, "{options} `{snippet}`");
    }
}

/// A shell that takes an example takes it after its fixes, too (`-n` reads and runs nothing).
#[test]
fn l18_shells_take_the_examples_after_their_fixes() {
    use std::process::{Command, Stdio};
    let takes = |shell: &str, text: &str| {
        let mut command = Command::new(shell);
        command.args(["-nc", text]).stdin(Stdio::null()).stderr(Stdio::null());
        command.env_remove("ENV").env_remove("BASH_ENV");
        command.status().is_ok_and(|status| status.success())
    };
    let mut taken = 0;
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.fix != Fixable::No) {
        for example in rule.examples {
            let case = Case::of(&example.options.join(" "));
            let fixed = case.fixed(example.wrong, Which::Rule(rule.number));
            let is_script = Kind::of_name(&case.settings.name).is_none_or(|it| it == Kind::Script);
            if !is_script || fixed == example.wrong {
                continue;
            }
            for shell in ["sh", "dash", "bash"] {
                if takes(shell, example.wrong) {
                    taken += 1;
                    if !takes(shell, &fixed) {
                        wrong.push(format!("SIG{}: {shell} refuses `{fixed}`", rule.number));
                    }
                }
            }
        }
    }
    assert!(taken > 30, "only {taken} are taken");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A script of one kind of line: four times as many take at most ten times as long. A rule that
/// looks through the whole text for each of its sites needs sixteen times as long.
#[test]
fn l22_any_script_is_checked_in_linear_time() {
    let lines: [fn(usize) -> String; 15] = [
        |_| "cmd; [ $? -eq 130 ]\n".to_owned(),
        |_| "x; s=$?; [ $s -eq 130 ]\n".to_owned(),
        |_| "trap 'x' SIGINT\n".to_owned(),
        |_| "wait $p\n".to_owned(),
        |at| format!("v{at}=SIGTERM; kill -s $v{at} x\n"),
        |at| format!("f{at}() {{ rm x; }}\ntrap f{at} INT EXIT\n"),
        |at| format!("g{at}() {{ trap 'kill -s TERM $p; exit 1' INT; }}\n"),
        |at| format!("trap \"rm $f{at}\" INT\n"),
        |_| "trap \"kill $!\" INT\n".to_owned(),
        |at| format!("kill -9 $p{at}\n"),
        |_| "c & kill -s INT $!\n".to_owned(),
        |_| "trap x EXIT; exec foo\n".to_owned(),
        |_| "timeout -s KILL 5 x; [ $? -eq 124 ]\n".to_owned(),
        |_| "x=`kill -SIGTERM $p`\n".to_owned(),
        |_| "kill -l | grep x; kill -- -$$\n".to_owned(),
    ];
    for line in lines {
        let script = |bytes: usize| {
            let mut text = "#!/bin/sh\n".to_owned();
            for at in 0..bytes {
                if text.len() >= bytes {
                    break;
                }
                text += &line(at);
            }
            text
        };
        let (short, long) = (script(1 << 15), script(1 << 17));
        let time = |text: &str| {
            processor_time(|| {
                Case::of("--posix --pedantic").found(text.as_bytes());
            })
        };
        let once = time(&short).min(time(&short));
        // The host of a virtual machine takes processor time that the thread is charged for. A
        // quadratic time is sixteenfold in every run.
        let fourfold = (0..5).map(|_| time(&long)).find(|time| *time < once * 10);
        assert!(fourfold.is_some(), "{}: more than ten times {once:?}", line(0));
    }
}
