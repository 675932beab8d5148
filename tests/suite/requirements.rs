//! `docs/requirements.md` lists what kill must do, and the tests that prove it: `r22_...` and
//! `d17_...` are named after its numbers. `docs/selection.md` does the same of the commands that
//! choose processes: `p3_...`, `o1_...`, `x15_...` and, for its decisions, `select_d2_...`.
//! `docs/lint-requirements.md` does so of lint: `l5_...`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The letters of a list's numbers: where names begin with them, and where they do so after
/// [`SELECT`].
type Letters = [&'static [char]; 2];

/// The lists, each with its letters.
const LISTS: [(&str, &str, Letters); 3] = [
    ("docs/requirements.md", include_str!("../../docs/requirements.md"), [&['r', 'd'], &[]]),
    (
        "docs/selection.md",
        include_str!("../../docs/selection.md"),
        [&['p', 'o', 'k', 'x'], &['p', 'o', 'k', 'x', 'd']],
    ),
    ("docs/lint-requirements.md", include_str!("../../docs/lint-requirements.md"), [&['l'], &[]]),
];

/// The prefix of the decisions of one list.
const SELECT: &str = "select_";

type Tests = BTreeMap<String, BTreeSet<String>>;

/// The numbers that a test's name begins with: `r18` and `r19` of `r18_r19_minus_nine`.
fn numbers(name: &str, letters: Letters) -> impl Iterator<Item = &str> {
    let (name, letters) = match name.strip_prefix(SELECT) {
        Some(name) => (name, letters[1]),
        None => (name, letters[0]),
    };
    name.split('_').take_while(move |word| {
        let digits = word.strip_prefix(letters).unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The tests of a list by the numbers of its entries; each entry must be there once.
fn listed(list: &str) -> Tests {
    let mut tests = Tests::new();
    let mut number = String::new();
    for line in list.lines() {
        if let Some((name, _)) = line.strip_prefix("- **").and_then(|rest| rest.split_once("** ")) {
            number = name.to_lowercase();
            assert_eq!(tests.insert(number.clone(), BTreeSet::new()), None, "{name} stands twice");
        } else if let Some(test) =
            line.strip_prefix("  - `").and_then(|rest| rest.strip_suffix('`'))
        {
            tests.get_mut(&number).expect("an entry").insert(test.to_owned());
        }
    }
    tests
}

/// The functions of a source that are named after numbers, by these.
fn add_named(source: &str, letters: Letters, tests: &mut Tests) {
    for rest in source.split("fn ").skip(1) {
        let name = rest.split('(').next().unwrap_or_default();
        // A number alone is a processor's, `x86`.
        if !name.contains('_') {
            continue;
        }
        for number in numbers(name, letters) {
            tests.entry(number.to_owned()).or_default().insert(name.to_owned());
        }
    }
}

#[test]
fn every_number_has_its_entry_and_every_entry_its_tests() {
    for (list, text, letters) in LISTS {
        entries_have_their_tests(list, text, letters);
    }
}

fn entries_have_their_tests(list: &str, text: &str, letters: Letters) {
    let mut tests = Tests::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for directory in ["src", "tests/suite"] {
        for file in crate::layers::files(&root.join(directory)) {
            // This file has examples.
            if file.extension().is_some_and(|kind| kind == "rs")
                && !file.ends_with("requirements.rs")
            {
                let source = std::fs::read_to_string(&file).expect("a source");
                add_named(&source, letters, &mut tests);
            }
        }
    }
    let listed = listed(text);
    for (number, listed) in &listed {
        assert!(!listed.is_empty(), "{number} has no test in {list}");
        assert_eq!(tests.get(number), Some(listed), "{number}: the tests, and {list}");
    }
    for (number, tests) in tests {
        assert!(listed.contains_key(&number), "{number} is not in {list}: {tests:?}");
    }
}

#[test]
fn entries_and_names_are_read() {
    let list =
        "text\n- **R1** One.\n  - `r1_a`\n- **R2** Two\n  lines.\n  - `r1_r2_b`\n  - `r2_c`\n";
    let set = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
    let expected = Tests::from([
        ("r1".to_owned(), set(&["r1_a"])),
        ("r2".to_owned(), set(&["r1_r2_b", "r2_c"])),
    ]);
    assert_eq!(listed(list), expected);
    let mut named = Tests::new();
    let source = "fn d1_d22_x() {} fn r3x_y() {} fn dry_1() {} fn r() {} fn p1_x() {} fn d9() {}";
    let letters: Letters = [&['r', 'd'], &['p', 'd']];
    add_named(source, letters, &mut named);
    let expected = ["d1", "d22"].map(|number| (number.to_owned(), set(&["d1_d22_x"])));
    assert_eq!(named, Tests::from(expected));
    let mut named = Tests::new();
    add_named("fn select_d1_p2_x() {} fn p2_y() {}", letters, &mut named);
    let expected = ["d1", "p2"].map(|number| (number.to_owned(), set(&["select_d1_p2_x"])));
    assert_eq!(named, Tests::from(expected));
}
