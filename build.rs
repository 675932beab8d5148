//! Puts the entry of `src/main.rs` before libc's own, and what runs there side by side in the file,
//! where it knows how; tells the tests the target.

use std::env::var;
use std::process::Command;

/// How the linker lays out a static program.
const LAYOUT: &str = "src/before_libc.ld";

/// Cargo's variable that takes the place of `lto` in Cargo.toml.
const LTO: &str = "CARGO_PROFILE_RELEASE_LTO";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={LAYOUT}");
    println!("cargo::rerun-if-env-changed={LTO}");
    println!("cargo::rustc-check-cfg=cfg(entry_before_libc)");
    // A test looks this target up among the tables.
    println!("cargo::rustc-env=SIGKIT_TARGET={}", var("TARGET").expect("cargo sets it"));
    let is =
        |name: &str, values: &[&str]| var(name).is_ok_and(|value| values.contains(&value.as_str()));
    // Without optimization the compiler calls memcpy(3) for every move, which is not there yet; and
    // without fat LTO, which Cargo.toml asks for, functions of other crates by addresses that are
    // not relocated yet.
    let whole = var(LTO).map_or(true, |lto| ["fat", "true"].contains(&lto.as_str()));
    if is("CARGO_CFG_TARGET_OS", &["linux"])
        && is("CARGO_CFG_TARGET_ENV", &["gnu"])
        && is("CARGO_CFG_TARGET_ARCH", &["x86_64"])
        && is("OPT_LEVEL", &["3"])
        && whole
    {
        println!("cargo::rustc-cfg=entry_before_libc");
        println!("cargo::rustc-link-arg-bins=-Wl,-e,sigkit_start");
        let is_static = var("CARGO_CFG_TARGET_FEATURE")
            .is_ok_and(|features| features.split(',').any(|f| f == "crt-static"));
        // A program that a run-time linker puts together has that linker's page faults, beside
        // which these are nothing.
        if is_static && gnu_linker_is_free() {
            let directory = var("CARGO_MANIFEST_DIR").expect("cargo sets it");
            println!("cargo::rustc-link-arg-bins=-fuse-ld=bfd");
            println!("cargo::rustc-link-arg-bins=-T{directory}/{LAYOUT}");
        }
    }
}

/// Whether GNU ld is there, and nobody has chosen another linker. LLD, which is rustc's choice,
/// does not do: it gives what is read-only after relocation a segment of its own, and that costs
/// two page faults more.
fn gnu_linker_is_free() -> bool {
    let flags = var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    if ["fuse-ld", "linker-flavor", "linker-features"].iter().any(|choice| flags.contains(choice)) {
        return false;
    }
    let linker = var("RUSTC_LINKER").unwrap_or_else(|_| "cc".to_owned());
    let version = Command::new(linker).args(["-fuse-ld=bfd", "-Wl,--version"]).output();
    version.is_ok_and(|output| output.status.success() && output.stdout.starts_with(b"GNU ld"))
}
