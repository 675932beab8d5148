//! A skipped test is reported, though the harness keeps the output of passing tests; in CI it is a
//! failure.

use std::process::Command;

use crate::support::*;

/// Set for the tests below that skip.
const TOLD: &str = "SIGKIT_TEST_SKIPS";

fn is_told() -> bool {
    std::env::var_os(TOLD).is_some()
}

#[test]
fn one_that_skips_if_it_is_told_to() {
    if is_told() {
        skip("told to");
    }
}

#[test]
fn one_that_skips_in_a_namespace_if_it_is_told_to() {
    in_pid_namespace("skipped::one_that_skips_in_a_namespace_if_it_is_told_to", || {
        if is_told() {
            skip("told to");
        }
    });
}

/// Runs a test of this file as the harness does, and tells it to skip.
fn told(test: &str, ci: &str) -> Ran {
    let mut harness = Command::new(std::env::current_exe().expect("the test binary has a path"));
    Ran::of(harness.args(["--exact", test]).env(TOLD, "1").env("CI", ci).env("RUST_BACKTRACE", "0"))
}

#[test]
fn what_is_skipped_is_said_and_in_ci_it_fails() {
    for test in
        ["one_that_skips_if_it_is_told_to", "one_that_skips_in_a_namespace_if_it_is_told_to"]
    {
        let name = format!("skipped::{test}");
        let ran = told(&name, "false");
        assert_eq!((ran.stderr, ran.status), (format!("skipped: {name}: told to\n"), 0));
        let ran = told(&name, "true");
        assert_eq!(ran.status, 101, "{ran:?}");
        assert!(ran.stdout.contains("in CI nothing may be skipped: told to"), "{ran:?}");
    }
}
