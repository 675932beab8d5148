//! Puts the entry of `src/main.rs` before libc's own where it knows how to.

use std::env::var;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(entry_before_libc)");
    let is = |name: &str, values: &[&str]| var(name).is_ok_and(|value| values.contains(&value.as_str()));
    // Without optimization the compiler calls memcpy(3) for every move, which is not there yet.
    if is("CARGO_CFG_TARGET_OS", &["linux"])
        && is("CARGO_CFG_TARGET_ENV", &["gnu"])
        && is("CARGO_CFG_TARGET_ARCH", &["x86_64"])
        && is("OPT_LEVEL", &["3"])
    {
        println!("cargo::rustc-cfg=entry_before_libc");
        println!("cargo::rustc-link-arg-bins=-Wl,-e,sigkit_start");
    }
}
