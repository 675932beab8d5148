//! Signal numbers as each target's own `<signal.h>` gives them.
//!
//! This is the independent check of the native table ([`super::native`]), which takes its numbers from the libc crate:
//! the two are compared when sigkit is compiled, and where the crate is silent or wrong these decide. The numbers were
//! read from real headers; `tests/data/signals.json` holds them by target with the source of each, and a test compares.
//!
//! A table is written as the headers order it: words separated by blanks, each one number higher than the word before
//! it, `A/B` for two names of one number, `N:NAME` where the count goes on at N. The first name a number gets is the
//! one that is printed.

/// The signals of one or more targets.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    words: &'static [&'static str],
    /// The highest number that kill(2) accepts on these targets.
    pub highest: u8,
}

/// One name of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number that the header gives the name.
    pub number: u8,
    /// The name, upper case, without SIG.
    pub name: &'static str,
}

/// Linux on most architectures, as the kernel's `asm-generic/signal.h`, without what only one libc names.
const GENERIC: &str = "HUP INT QUIT ILL TRAP ABRT/IOT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP \
    TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS";
/// 4.2BSD's numbers up to 28; what 29 is differs.
const BSD: &str = "HUP INT QUIT ILL TRAP ABRT/IOT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP CONT CHLD TTIN \
    TTOU IO XCPU XFSZ VTALRM PROF WINCH";
/// The end of [`BSD`] on the BSDs themselves.
const BSD_END: &str = "29:INFO USR1 USR2";
/// System V's numbers, which MIPS, Solaris and QNX follow.
const SYSTEM_V: &str = "HUP INT QUIT ILL TRAP ABRT/IOT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM USR1 USR2 CHLD PWR \
    WINCH URG IO/POLL STOP TSTP CONT TTIN TTOU VTALRM PROF XCPU XFSZ";

/// Linux with glibc on every architecture that has no table of its own here.
pub const LINUX: Table = Table { words: &[GENERIC, "17:CLD", "29:POLL"], highest: 64 };
/// Linux with musl, bionic or uClibc: CLD is not named.
pub const LINUX_MUSL: Table = Table { words: &[GENERIC, "29:POLL"], highest: 64 };
/// Linux on MIPS with glibc.
pub const LINUX_MIPS: Table = Table { words: &[SYSTEM_V, "18:CLD"], highest: 127 };
/// Linux on MIPS with musl.
pub const LINUX_MIPS_MUSL: Table = Table { words: &[SYSTEM_V], highest: 127 };
/// Linux on SPARC.
pub const LINUX_SPARC: Table = Table { words: &[BSD, "20:CLD", "23:POLL", "29:PWR/LOST USR1 USR2"], highest: 64 };
/// Linux on Alpha.
pub const LINUX_ALPHA: Table = Table { words: &[BSD, "20:CLD", "23:POLL", "29:PWR/INFO USR1 USR2"], highest: 64 };
/// Linux on PA-RISC.
pub const LINUX_HPPA: Table = Table {
    words: &[
        "HUP INT QUIT ILL TRAP ABRT/IOT STKFLT FPE KILL BUS SEGV XCPU PIPE ALRM TERM USR1 USR2 CHLD/CLD PWR VTALRM \
        PROF IO/POLL WINCH STOP TSTP CONT TTIN TTOU URG XFSZ SYS",
    ],
    highest: 64,
};
/// macOS and the other systems of its family.
pub const DARWIN: Table = Table { words: &[BSD, BSD_END], highest: 31 };
/// FreeBSD; 65 to 126 are its real-time signals.
pub const FREEBSD: Table = Table { words: &[BSD, BSD_END, "32:THR/LWP LIBRT"], highest: 126 };
/// DragonFly BSD, which has no real-time signals; its NSIG is 64.
pub const DRAGONFLY: Table = Table { words: &[BSD, BSD_END, "32:THR CKPT CKPTEXIT"], highest: 63 };
/// NetBSD; 33 to 63 are its real-time signals.
pub const NETBSD: Table = Table { words: &[BSD, BSD_END, "32:PWR"], highest: 63 };
/// OpenBSD, which has no real-time signals.
pub const OPENBSD: Table = Table { words: &[BSD, BSD_END, "32:THR"], highest: 32 };
/// GNU Hurd, which has no real-time signals.
pub const HURD: Table = Table { words: &[BSD, BSD_END, "20:CLD", "23:POLL", "32:LOST"], highest: 32 };
/// Cygwin.
pub const CYGWIN: Table = Table { words: &[BSD, "23:POLL", "29:PWR USR1 USR2"], highest: 64 };
/// illumos; 42 to 73 are its real-time signals.
pub const ILLUMOS: Table =
    Table { words: &[SYSTEM_V, "18:CLD", "32:WAITING LWP FREEZE THAW CANCEL LOST XRES JVM1 JVM2 INFO"], highest: 73 };
/// Oracle Solaris, as far as public sources name its signals.
pub const SOLARIS: Table = Table { words: &[SYSTEM_V, "18:CLD", "41:INFO"], highest: 73 };
/// QNX Neutrino 7.1.
pub const QNX: Table = Table { words: &[SYSTEM_V, "7:DEADLK", "18:CLD"], highest: 64 };
/// AIX; 50 to 57 are its real-time signals.
pub const AIX: Table = Table {
    words: &[
        "HUP INT QUIT ILL TRAP ABRT/IOT/LOST EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP CONT CHLD/CLD \
        TTIN TTOU IO/AIO/POLL/PTY XCPU XFSZ 27:MSG WINCH PWR USR1 USR2 PROF DANGER VTALRM MIGRATE PRE VIRT ALRM1 \
        WAITING 60:GRANT/KAP RETRACT SOUND SAK",
    ],
    highest: 63,
};
/// Haiku.
pub const HAIKU: Table = Table {
    words: &["HUP INT QUIT ILL CHLD ABRT PIPE FPE KILL STOP SEGV CONT TSTP ALRM TERM TTIN TTOU USR1 USR2 WINCH \
        KILLTHR TRAP POLL PROF SYS URG VTALRM XCPU XFSZ BUS RESERVED1 RESERVED2"],
    highest: 64,
};
/// Redox.
pub const REDOX: Table = Table { words: &[GENERIC], highest: 31 };

impl Table {
    /// Every name of the table, number by number within each of its lines.
    pub const fn entries(&self) -> Entries {
        Entries { words: self.words, position: 0, number: 0 }
    }

    /// The number of `name` (upper case, without SIG), if the target has it.
    pub const fn number(&self, name: &str) -> Option<u8> {
        let mut entries = self.entries();
        while let Some(entry) = entries.next_entry() {
            if same(entry.name.as_bytes(), name.as_bytes()) {
                return Some(entry.number);
            }
        }
        None
    }
}

/// Iterates over a table's names; see [`Table::entries`].
#[derive(Clone, Debug)]
pub struct Entries {
    words: &'static [&'static str],
    position: usize,
    number: u8,
}

impl Entries {
    /// [`Iterator::next`], usable while compiling.
    pub const fn next_entry(&mut self) -> Option<Entry> {
        while let [line, rest @ ..] = self.words {
            let bytes = line.as_bytes();
            let mut start = self.position;
            let mut separator = b' ';
            while start < bytes.len() && (bytes[start] == b' ' || bytes[start] == b'/') {
                separator = bytes[start];
                start += 1;
            }
            let mut end = start;
            let mut digits = 0;
            while end < bytes.len() && bytes[end] != b' ' && bytes[end] != b'/' {
                if bytes[end] == b':' {
                    self.number = digits - 1;
                    start = end + 1;
                } else if bytes[end].is_ascii_digit() && end < start + 2 {
                    digits = digits * 10 + (bytes[end] - b'0');
                }
                end += 1;
            }
            if start < end {
                if separator == b' ' {
                    self.number += 1;
                }
                self.position = end;
                return Some(Entry { number: self.number, name: text(bytes.split_at(end).0.split_at(start).1) });
            }
            self.words = rest;
            self.position = 0;
            self.number = 0;
        }
        None
    }
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        self.next_entry()
    }
}

/// The string that `bytes`, a part of an ASCII literal, spell; usable while compiling.
pub(super) const fn text(bytes: &'static [u8]) -> &'static str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("signal names are ASCII"),
    }
}

/// Equality of byte strings, usable while compiling.
pub(super) const fn same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// The table of the target that sigkit is being compiled for.
pub const NATIVE: &Table = match native() {
    Some(table) => table,
    None => panic!("no signal table for this target: add its header's numbers to src/signal/headers.rs"),
};

const fn native() -> Option<&'static Table> {
    let glibc = cfg!(target_env = "gnu");
    if cfg!(any(target_os = "linux", target_os = "android", target_os = "l4re")) {
        let mips =
            cfg!(any(target_arch = "mips", target_arch = "mips32r6", target_arch = "mips64", target_arch = "mips64r6"));
        return Some(if mips && glibc {
            &LINUX_MIPS
        } else if mips {
            &LINUX_MIPS_MUSL
        } else if cfg!(any(target_arch = "sparc", target_arch = "sparc64")) {
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
