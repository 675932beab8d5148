//! Tells the tests the target.

use std::env::var;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // A test looks this target up among the tables.
    println!("cargo::rustc-env=SIGKIT_TARGET={}", var("TARGET").expect("cargo sets it"));
}
