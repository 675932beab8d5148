//! Signal numbers as each target's own `<signal.h>` gives them.
//!
//! The table of the target that sigkit is compiled for is [`NATIVE`]; the libc crate's numbers are
//! compared with it while compiling ([`crate::signal::facts`]). The others are data about other
//! machines ([`crate::signal::target`]). They were read from real headers, and without a header
//! from the libc crate ([`Table::sources`] names them); `tests/data/signals.json` holds them by
//! target, and a test compares.

pub use super::table::Entries;
pub use super::table::Entry;
pub use super::table::System;
pub use super::table::Table;

/// Linux on most architectures, as the kernel's `asm-generic/signal.h`, without what only one libc
/// names.
const GENERIC: &str = "HUP INT QUIT ILL TRAP ABRT/IOT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM \
    STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS";
/// 4.2BSD's numbers up to 28; what 29 is differs.
const BSD: &str = "HUP INT QUIT ILL TRAP ABRT/IOT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG \
    STOP TSTP CONT CHLD TTIN TTOU IO XCPU XFSZ VTALRM PROF WINCH";
/// The end of [`BSD`] on the BSDs themselves.
const BSD_END: &str = "29:INFO USR1 USR2";
/// System V's numbers, which MIPS, Solaris and QNX follow.
const SYSTEM_V: &str = "HUP INT QUIT ILL TRAP ABRT/IOT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM \
    USR1 USR2 CHLD PWR WINCH URG IO/POLL STOP TSTP CONT TTIN TTOU VTALRM PROF XCPU XFSZ";

/// Linux with glibc on every architecture that has no table of its own here.
pub const LINUX: Table = Table {
    name: "linux/x86",
    system: System::Linux,
    words: &[GENERIC, "17:CLD", "29:POLL"],
    highest: 64,
    real_time: Some((34, 64)),
    triples: "aarch64-unknown-linux-gnu arc-linux-gnu armv7-unknown-linux-gnueabihf \
        csky-unknown-linux-gnuabiv2 i686-unknown-linux-gnu loongarch64-unknown-linux-gnu \
        m68k-unknown-linux-gnu powerpc-unknown-linux-gnu powerpc64le-unknown-linux-gnu \
        riscv64gc-unknown-linux-gnu s390x-unknown-linux-gnu sh4-linux-gnu x86_64-unknown-linux-gnu",
    sources: &[
        "Debian 12 libc6-dev-*-cross 2.36 (gcc 12 cross)",
        "zig 0.17.1 (PyPI ziglang) bundled headers",
    ],
};
/// Linux with musl, which does not name CLD. Natively, bionic and uClibc are held to it, too.
pub const LINUX_MUSL: Table = Table {
    name: "linux-musl/x86",
    system: System::Linux,
    words: &[GENERIC, "29:POLL"],
    highest: 64,
    real_time: Some((35, 64)),
    triples: "aarch64-unknown-linux-musl armv7-unknown-linux-musleabihf hexagon-unknown-linux-musl \
        i686-unknown-linux-musl loongarch64-unknown-linux-musl powerpc-unknown-linux-musl \
        powerpc64le-unknown-linux-musl riscv64gc-unknown-linux-musl s390x-unknown-linux-musl \
        x86_64-unknown-linux-musl",
    sources: &["zig 0.17.1 (PyPI ziglang) bundled headers"],
};
/// Linux on MIPS with glibc.
pub const LINUX_MIPS: Table = Table {
    name: "linux/mips",
    system: System::Linux,
    words: &[SYSTEM_V, "18:CLD"],
    highest: 127,
    real_time: Some((34, 127)),
    triples: "mips-unknown-linux-gnu mips64-unknown-linux-gnuabi64 mips64el-unknown-linux-gnuabi64 \
        mipsel-unknown-linux-gnu",
    sources: &[
        "Debian 12 libc6-dev-*-cross 2.36 (gcc 12 cross)",
        "zig 0.17.1 (PyPI ziglang) bundled headers",
    ],
};
/// Linux on MIPS with musl.
pub const LINUX_MIPS_MUSL: Table = Table {
    name: "linux-musl/mips",
    system: System::Linux,
    words: &[SYSTEM_V],
    highest: 127,
    real_time: Some((35, 127)),
    triples: "mips-unknown-linux-musl mips64-unknown-linux-muslabi64 \
        mips64el-unknown-linux-muslabi64 mipsel-unknown-linux-musl",
    sources: &["zig 0.17.1 (PyPI ziglang) bundled headers"],
};
/// Linux on SPARC.
pub const LINUX_SPARC: Table = Table {
    name: "linux/sparc",
    system: System::Linux,
    words: &[BSD, "20:CLD", "23:POLL", "29:PWR/LOST USR1 USR2"],
    highest: 64,
    real_time: Some((34, 64)),
    triples: "sparc-unknown-linux-gnu sparc64-unknown-linux-gnu",
    sources: &[
        "zig 0.17.1 (PyPI ziglang) bundled headers",
        "Debian 12 libc6-dev-*-cross 2.36 (gcc 12 cross)",
    ],
};
/// Linux on Alpha.
pub const LINUX_ALPHA: Table = Table {
    name: "linux/alpha",
    system: System::Linux,
    words: &[BSD, "20:CLD", "23:POLL", "29:PWR/INFO USR1 USR2"],
    highest: 64,
    real_time: Some((34, 64)),
    triples: "alpha-linux-gnu",
    sources: &["Debian 12 libc6-dev-*-cross 2.36 (gcc 12 cross)"],
};
/// Linux on PA-RISC.
pub const LINUX_HPPA: Table = Table {
    name: "linux/hppa",
    system: System::Linux,
    words: &[
        "HUP INT QUIT ILL TRAP ABRT/IOT STKFLT FPE KILL BUS SEGV XCPU PIPE ALRM TERM USR1 USR2 \
         CHLD/CLD PWR VTALRM PROF IO/POLL WINCH STOP TSTP CONT TTIN TTOU URG XFSZ SYS",
    ],
    highest: 64,
    real_time: Some((34, 64)),
    triples: "hppa-linux-gnu",
    sources: &["Debian 12 libc6-dev-*-cross 2.36 (gcc 12 cross)"],
};
/// macOS and the other systems of its family.
pub const DARWIN: Table = Table {
    name: "macos",
    system: System::Darwin,
    words: &[BSD, BSD_END],
    highest: 31,
    real_time: None,
    triples: "aarch64-apple-darwin x86_64-apple-darwin",
    sources: &["zig 0.17.1 (PyPI ziglang) bundled headers"],
};
/// FreeBSD.
pub const FREEBSD: Table = Table {
    name: "freebsd",
    system: System::FreeBsd,
    words: &[BSD, BSD_END, "32:THR/LWP LIBRT"],
    highest: 126,
    real_time: Some((65, 126)),
    triples: "aarch64-unknown-freebsd i686-unknown-freebsd powerpc64-unknown-freebsd \
        riscv64gc-unknown-freebsd x86_64-unknown-freebsd",
    sources: &["zig 0.17.1 (PyPI ziglang) bundled headers"],
};
/// DragonFly BSD, which has no real-time signals; its NSIG is 64.
pub const DRAGONFLY: Table = Table {
    name: "dragonfly",
    system: System::Dragonfly,
    words: &[BSD, BSD_END, "32:THR CKPT CKPTEXIT"],
    highest: 63,
    real_time: None,
    triples: "x86_64-unknown-dragonfly",
    sources: &[
        "project header: DragonFlyBSD sys/sys/signal.h @06407ecf; NSIG 64, _SIG_MAXSIG 128, no \
         SIGRTMIN/SIGRTMAX",
    ],
};
/// NetBSD.
pub const NETBSD: Table = Table {
    name: "netbsd",
    system: System::NetBsd,
    words: &[BSD, BSD_END, "32:PWR"],
    highest: 63,
    real_time: Some((33, 63)),
    triples: "aarch64-unknown-netbsd sparc64-unknown-netbsd x86_64-unknown-netbsd",
    sources: &["zig 0.17.1 (PyPI ziglang) bundled headers"],
};
/// OpenBSD, which has no real-time signals.
pub const OPENBSD: Table = Table {
    name: "openbsd",
    system: System::OpenBsd,
    words: &[BSD, BSD_END, "32:THR"],
    highest: 32,
    real_time: None,
    triples: "aarch64-unknown-openbsd riscv64gc-unknown-openbsd sparc64-unknown-openbsd \
        x86_64-unknown-openbsd",
    sources: &["zig 0.17.1 (PyPI ziglang) bundled headers"],
};
/// GNU Hurd, which has no real-time signals.
pub const HURD: Table = Table {
    name: "hurd",
    system: System::Hurd,
    words: &[BSD, BSD_END, "20:CLD", "23:POLL", "32:LOST"],
    highest: 32,
    real_time: None,
    triples: "x86_64-unknown-hurd-gnu",
    sources: &["project header: glibc sysdeps/mach/hurd/bits/signum-arch.h @26420023 + \
        bits/signum-generic.h (HUP..TERM); __SIGRTMIN=__SIGRTMAX=32: none"],
};
/// Cygwin.
pub const CYGWIN: Table = Table {
    name: "cygwin",
    system: System::Cygwin,
    words: &[BSD, "23:POLL", "29:PWR USR1 USR2"],
    highest: 64,
    real_time: None,
    triples: "x86_64-pc-cygwin",
    sources: &["libc crate 0.2.191: unix/mod.rs, unix/cygwin/mod.rs"],
};
/// illumos.
pub const ILLUMOS: Table = Table {
    name: "illumos",
    system: System::Illumos,
    words: &[SYSTEM_V, "18:CLD", "32:WAITING LWP FREEZE THAW CANCEL LOST XRES JVM1 JVM2 INFO"],
    highest: 73,
    real_time: Some((42, 73)),
    triples: "x86_64-unknown-illumos",
    sources: &[
        "project header: illumos-gate usr/src/uts/common/sys/iso/signal_iso.h @19b4ae69; _SIGRTMIN \
         42, _SIGRTMAX 73 (run time: sysconf)",
    ],
};
/// Oracle Solaris, as far as public sources name its signals.
pub const SOLARIS: Table = Table {
    name: "solaris",
    system: System::Solaris,
    words: &[SYSTEM_V, "18:CLD", "41:INFO"],
    highest: 73,
    real_time: None,
    triples: "x86_64-pc-solaris",
    sources: &["libc crate 0.2.191: unix/mod.rs, unix/solarish/mod.rs, unix/solarish/solaris.rs"],
};
/// QNX Neutrino 7.1.
pub const QNX: Table = Table {
    name: "qnx",
    system: System::Qnx,
    words: &[SYSTEM_V, "7:DEADLK", "18:CLD"],
    highest: 64,
    real_time: None,
    triples: "aarch64-unknown-nto-qnx710",
    sources: &["libc crate 0.2.191: unix/mod.rs, unix/nto/mod.rs"],
};
/// AIX.
pub const AIX: Table = Table {
    name: "aix",
    system: System::Aix,
    words: &[
        "HUP INT QUIT ILL TRAP ABRT/IOT/LOST EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP \
         TSTP CONT CHLD/CLD TTIN TTOU IO/AIO/POLL/PTY XCPU XFSZ 27:MSG WINCH PWR USR1 USR2 PROF \
         DANGER VTALRM MIGRATE PRE VIRT ALRM1 WAITING 60:GRANT/KAP RETRACT SOUND SAK",
    ],
    highest: 63,
    real_time: Some((50, 57)),
    triples: "powerpc64-ibm-aix",
    sources: &[
        "project header: libc crate + an AIX <sys/signal.h> copy found on GitHub (extras MSG..SAK, \
         SIGLOST=SIGIOT=SIGABRT); SIGCPUFAIL 59 from a second copy",
    ],
};
/// Haiku.
pub const HAIKU: Table = Table {
    name: "haiku",
    system: System::Haiku,
    words: &[
        "HUP INT QUIT ILL CHLD ABRT PIPE FPE KILL STOP SEGV CONT TSTP ALRM TERM TTIN TTOU USR1 \
         USR2 WINCH KILLTHR TRAP POLL PROF SYS URG VTALRM XCPU XFSZ BUS RESERVED1 RESERVED2",
    ],
    highest: 64,
    real_time: None,
    triples: "x86_64-unknown-haiku",
    sources: &[
        "project header: haiku headers/posix/signal.h @02c3d9f5; NSIG 65; SIGRTMIN/MAX run time",
    ],
};
/// Redox.
pub const REDOX: Table = Table {
    name: "redox",
    system: System::Redox,
    words: &[GENERIC],
    highest: 31,
    real_time: None,
    triples: "x86_64-unknown-redox",
    sources: &["libc crate 0.2.191: unix/mod.rs, unix/redox/mod.rs"],
};

/// Every table.
pub const ALL: &[&Table] = &[
    &LINUX,
    &LINUX_MIPS,
    &LINUX_SPARC,
    &LINUX_ALPHA,
    &LINUX_HPPA,
    &LINUX_MUSL,
    &LINUX_MIPS_MUSL,
    &FREEBSD,
    &DARWIN,
    &NETBSD,
    &OPENBSD,
    &DRAGONFLY,
    &ILLUMOS,
    &SOLARIS,
    &HURD,
    &CYGWIN,
    &QNX,
    &AIX,
    &HAIKU,
    &REDOX,
];

/// The table of the target that sigkit is being compiled for.
pub const NATIVE: &Table = match native() {
    Some(table) => table,
    None => {
        panic!("no signal table for this target: add its header's numbers to src/signal/headers.rs")
    }
};

const fn native() -> Option<&'static Table> {
    let glibc = cfg!(target_env = "gnu");
    if cfg!(any(target_os = "linux", target_os = "android", target_os = "l4re")) {
        let mips = cfg!(mips);
        return Some(if mips && glibc {
            &LINUX_MIPS
        } else if mips {
            &LINUX_MIPS_MUSL
        } else if cfg!(sparc) {
            &LINUX_SPARC
        } else if glibc {
            &LINUX
        } else {
            &LINUX_MUSL
        });
    }
    Some(if cfg!(target_vendor = "apple") {
        &DARWIN
    } else if cfg!(target_os = "freebsd") {
        &FREEBSD
    } else if cfg!(target_os = "dragonfly") {
        &DRAGONFLY
    } else if cfg!(target_os = "netbsd") {
        &NETBSD
    } else if cfg!(target_os = "openbsd") {
        &OPENBSD
    } else if cfg!(target_os = "hurd") {
        &HURD
    } else if cfg!(target_os = "cygwin") {
        &CYGWIN
    } else if cfg!(target_os = "illumos") {
        &ILLUMOS
    } else if cfg!(target_os = "solaris") {
        &SOLARIS
    } else if cfg!(target_os = "nto") {
        &QNX
    } else if cfg!(target_os = "aix") {
        &AIX
    } else if cfg!(target_os = "haiku") {
        &HAIKU
    } else if cfg!(target_os = "redox") {
        &REDOX
    } else {
        return None;
    })
}

#[cfg(test)]
mod tests;
