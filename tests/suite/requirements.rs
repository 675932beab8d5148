//! `docs/requirements.md` lists what kill must do, and the tests that prove it: `r22_...` and
//! `d17_...` are named after its numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const LIST: &str = include_str!("../../docs/requirements.md");

type Tests = BTreeMap<String, BTreeSet<String>>;

/// The numbers that a test's name begins with: `r18` and `r19` of `r18_r19_minus_nine`.
fn numbers(name: &str) -> impl Iterator<Item = &str> {
    name.split('_').take_while(|word| {
        let digits = word.strip_prefix(['r', 'd']).unwrap_or_default();
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
fn add_named(source: &str, tests: &mut Tests) {
    for rest in source.split("fn ").skip(1) {
        let name = rest.split('(').next().unwrap_or_default();
        for number in numbers(name) {
            tests.entry(number.to_owned()).or_default().insert(name.to_owned());
        }
    }
}

#[test]
fn every_number_has_its_entry_and_every_entry_its_tests() {
    let mut tests = Tests::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for directory in ["src", "tests/suite"] {
        for file in crate::layers::files(&root.join(directory)) {
            // This file has examples.
            if file.extension().is_some_and(|kind| kind == "rs")
                && !file.ends_with("requirements.rs")
            {
                add_named(&std::fs::read_to_string(&file).expect("a source"), &mut tests);
            }
        }
    }
    let listed = listed(LIST);
    for (number, listed) in &listed {
        assert!(!listed.is_empty(), "{number} has no test in docs/requirements.md");
        assert_eq!(
            tests.get(number),
            Some(listed),
            "{number}: the tests, and docs/requirements.md"
        );
    }
    for (number, tests) in tests {
        assert!(listed.contains_key(&number), "{number} is not in docs/requirements.md: {tests:?}");
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
    add_named("fn d1_d22_x() {} fn r3x_y() {} fn dry_1() {} fn r() {}", &mut named);
    let expected = ["d1", "d22"].map(|number| (number.to_owned(), set(&["d1_d22_x"])));
    assert_eq!(named, Tests::from(expected));
}
