//! Names for the sets of systems that the sources speak of; tells the tests the target.

use std::env::var;

use cfg_aliases::cfg_aliases;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // A test looks this target up among the tables.
    println!("cargo::rustc-env=SIGKIT_TARGET={}", var("TARGET").expect("cargo sets it"));
    cfg_aliases! {
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
