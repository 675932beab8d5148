//! The signal tables against `tests/data/signals.json`, which was read from the targets' own
//! headers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;
use crate::signal::facts::Fact;
use crate::signal::real_time;
use crate::signal::target;

/// The table of a target of the JSON.
fn table_of(target: &str) -> &'static Table {
    target::find(target).unwrap_or_else(|| panic!("no table for {target}"))
}

/// Every target of the JSON with its names and numbers, and its header's NSIG.
fn targets() -> Vec<(String, BTreeMap<String, u64>, Option<u64>)> {
    let groups: Value =
        serde_json::from_str(include_str!("../../../tests/data/signals.json")).expect("JSON");
    let mut targets = Vec::new();
    for group in groups.as_array().expect("a list of tables") {
        let signals: BTreeMap<String, u64> = group["signals"]
            .as_object()
            .expect("names")
            .iter()
            .map(|(name, number)| (name.clone(), number.as_u64().expect("a number")))
            .collect();
        for (target, facts) in group["targets"].as_object().expect("targets") {
            targets.push((target.clone(), signals.clone(), facts["NSIG"].as_u64()));
        }
    }
    targets
}

#[test]
fn every_target_has_the_names_and_numbers_of_its_headers() {
    let targets = targets();
    assert_eq!(targets.len(), 58);
    for (target, expected, _) in targets {
        let table = table_of(&target);
        let found: BTreeMap<String, u64> =
            table.entries().map(|entry| (entry.name.to_owned(), u64::from(entry.number))).collect();
        assert_eq!(found, expected, "{target}");
        assert_eq!(table.entries().count(), expected.len(), "{target}: a name twice");
        for (name, number) in expected {
            assert_eq!(table.number(&name).map(u64::from), Some(number), "{target} {name}");
        }
    }
}

#[test]
fn the_triples_of_the_tables_and_their_sources_are_those_of_the_json() {
    let groups: Value =
        serde_json::from_str(include_str!("../../../tests/data/signals.json")).expect("JSON");
    let mut sources = BTreeMap::<&str, BTreeSet<&str>>::new();
    let mut expected = BTreeSet::new();
    for group in groups.as_array().expect("a list of tables") {
        for (target, facts) in group["targets"].as_object().expect("targets") {
            expected.insert(target.as_str());
            let source = facts["source"].as_str().expect("a source");
            sources.entry(table_of(target).name).or_default().insert(source);
        }
    }
    assert_eq!(target::triples().map(|(triple, _)| triple).collect::<BTreeSet<_>>(), expected);
    assert_eq!(target::triples().count(), expected.len(), "a triple twice");
    for table in ALL {
        assert_eq!(
            table.sources.iter().copied().collect::<BTreeSet<_>>(),
            sources[table.name],
            "{}",
            table.name
        );
    }
}

/// Run-time ranges, as programs see them: the C libraries keep the first numbers of the kernel's to
/// themselves.
#[test]
fn real_time_ranges_are_those_of_the_c_libraries() {
    for (target, range) in [
        ("x86_64-unknown-linux-gnu", Some((34, 64))),
        ("mips-unknown-linux-gnu", Some((34, 127))),
        ("sparc64-unknown-linux-gnu", Some((34, 64))),
        ("alpha-linux-gnu", Some((34, 64))),
        ("hppa-linux-gnu", Some((34, 64))),
        ("x86_64-unknown-linux-musl", Some((35, 64))),
        ("mips-unknown-linux-musl", Some((35, 127))),
        ("x86_64-unknown-freebsd", Some((65, 126))),
        ("x86_64-unknown-netbsd", Some((33, 63))),
        ("x86_64-unknown-illumos", Some((42, 73))),
        ("powerpc64-ibm-aix", Some((50, 57))),
        ("aarch64-apple-darwin", None),
        ("x86_64-unknown-openbsd", None),
        ("x86_64-unknown-dragonfly", None),
        ("x86_64-unknown-hurd-gnu", None),
    ] {
        assert_eq!(table_of(target).real_time, range, "{target}");
    }
    if let (Some((lowest, highest)), true) = (NATIVE.real_time, !cfg!(target_os = "android")) {
        assert_eq!(real_time(), Some(lowest..=highest), "this system's libc");
    }
}

#[test]
fn the_highest_signal_is_below_nsig() {
    for (target, _, nsig) in targets() {
        // FreeBSD's NSIG is that of 4.4BSD; its real-time signals end at 126.
        if let (Some(nsig), false) = (nsig, target.contains("freebsd")) {
            assert_eq!(u64::from(table_of(&target).highest), nsig - 1, "{target}");
        }
    }
}

#[test]
fn the_native_table_is_the_one_of_this_target() {
    assert_eq!(NATIVE, table_of(env!("SIGKIT_TARGET")));
}

#[test]
fn no_name_stands_for_two_signals_and_every_first_name_has_a_fact() {
    for table in ALL {
        let names: BTreeSet<_> = table.entries().map(|entry| entry.name).collect();
        assert_eq!(names.len(), table.entries().count(), "{}", table.name);
        for name in (1..=table.highest).filter_map(|number| table.name(number)) {
            assert!(Fact::of(name).is_some(), "{name} of {}", table.name);
        }
    }
}
