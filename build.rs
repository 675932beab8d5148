//! Names for the sets of systems that the sources speak of; passes the target to the tests; makes
//! the program start at the entry of `src/quick.rs`, before libc's own, where it knows how.

use std::env::var;
use std::process::Command;

use cfg_aliases::cfg_aliases;

/// How GNU ld lays out a static program.
const LAYOUT: &str = "src/quick/layout.ld";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={LAYOUT}");
    println!("cargo::rustc-check-cfg=cfg(quick)");
    // A test looks this target up among the tables.
    println!("cargo::rustc-env=SIGKIT_TARGET={}", var("TARGET").expect("cargo sets it"));
    if can_start_before_libc() {
        start_before_libc();
    }
    cfg_aliases! {
        // The systems whose calls `src/quick.rs` makes by itself.
        quick_system: {
            all(
                target_os = "linux",
                target_pointer_width = "64",
                any(target_arch = "x86_64", target_arch = "aarch64")
            )
        },
        linux_android: { any(target_os = "linux", target_os = "android") },
        // The systems where kqueue(2) reports the end of a process that is no child.
        kqueue: {
            any(
                target_vendor = "apple",
                target_os = "freebsd",
                target_os = "netbsd",
                target_os = "openbsd",
                target_os = "dragonfly"
            )
        },
        // The systems whose sigqueue(3) the libc crate knows.
        sigqueue: {
            any(
                linux_android,
                target_os = "freebsd",
                target_os = "netbsd",
                target_os = "illumos",
                target_os = "solaris"
            )
        },
        // The systems where libc has functions for the range of the real-time signals.
        real_time_of_libc: { any(linux_android, target_os = "illumos", target_os = "solaris") },
        mips: {
            any(
                target_arch = "mips",
                target_arch = "mips32r6",
                target_arch = "mips64",
                target_arch = "mips64r6"
            )
        },
        sparc: { any(target_arch = "sparc", target_arch = "sparc64") },
    }
}

/// Has the program start at its own entry, and GNU ld, where it is free, lay it out.
fn start_before_libc() {
    println!("cargo::rustc-cfg=quick");
    println!("cargo::rustc-link-arg-bins=-Wl,-e,sigkit_start");
    if gnu_linker_is_free() {
        let directory = var("CARGO_MANIFEST_DIR").expect("cargo sets it");
        println!("cargo::rustc-link-arg-bins=-fuse-ld=bfd");
        println!("cargo::rustc-link-arg-bins=-T{directory}/{LAYOUT}");
        // The layout leaves out what this would be an index of.
        println!("cargo::rustc-link-arg-bins=-Wl,--no-eh-frame-hdr");
        if libc_takes_packed_relocations() {
            println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
        }
    }
}

/// True if the program is a static one of a kind that has an entry of its own. One that a run-time
/// linker puts together has that linker's costs, beside which libc's start is nothing.
///
/// Without optimization the compiler calls memcpy(3) for every move, which is not there yet.
fn can_start_before_libc() -> bool {
    let is =
        |name: &str, values: &[&str]| var(name).is_ok_and(|value| values.contains(&value.as_str()));
    let features = var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    is("CARGO_CFG_TARGET_OS", &["linux"])
        && is("CARGO_CFG_TARGET_ENV", &["gnu"])
        && is("CARGO_CFG_TARGET_ARCH", &["x86_64", "aarch64"])
        && is("CARGO_CFG_TARGET_POINTER_WIDTH", &["64"])
        && is("OPT_LEVEL", &["2", "3", "s"])
        && features.split(',').any(|feature| feature == "crt-static")
}

/// True if a static program of this libc relocates itself by the compact table DT_RELR, which takes
/// a thirtieth of the room. glibc does since 2.36, whose shared library announces it to linkers.
fn libc_takes_packed_relocations() -> bool {
    let asked = Command::new(linker()).arg("-print-file-name=libc.so.6").output();
    let Ok(path) = asked.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    else {
        return false;
    };
    const VERSION: &[u8] = b"GLIBC_ABI_DT_RELR\0";
    std::fs::read(path).is_ok_and(|file| file.windows(VERSION.len()).any(|part| part == VERSION))
}

fn linker() -> String {
    var("RUSTC_LINKER").unwrap_or_else(|_| "cc".to_owned())
}

/// True if GNU ld is there, and the user has chosen no other linker. LLD, which rustc chooses, does
/// not fit: it gives what is read-only after relocation a segment of its own, and that costs
/// two page faults more.
fn gnu_linker_is_free() -> bool {
    let flags = var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    if ["fuse-ld", "linker-flavor", "linker-features"].iter().any(|choice| flags.contains(choice)) {
        return false;
    }
    let version = Command::new(linker()).args(["-fuse-ld=bfd", "-Wl,--version"]).output();
    version.is_ok_and(|output| output.status.success() && output.stdout.starts_with(b"GNU ld"))
}
