//! Targets by name: which table a triple or a short form means.
//!
//! A triple is Rust's or GNU's (`mips64el-unknown-linux-gnuabi64`, `mips-linux-gnu`,
//! `x86_64-pc-solaris2.11`); a short form is a table's name (`linux/mips`, `freebsd`), with any
//! architecture whose numbers are known (`linux/arm`), or without one (`linux` is `linux/x86`). An
//! architecture is known by how its name begins (`armv7`, `mips64el`), and on other systems than
//! Linux the numbers do not depend on it. A system, a C library or an architecture that no source
//! was read for is unknown.

use super::headers;
use super::headers::Table;

/// The table that a word means; None for a target that is not known.
pub fn find(word: &str) -> Option<&'static Table> {
    let word = word.to_ascii_lowercase();
    if let Some((system, architecture)) = word.split_once('/') {
        return of(system, Architecture::of(architecture)?);
    }
    match word.split_once('-') {
        Some((architecture, rest)) if word != "linux-musl" => {
            triple(Architecture::of(architecture)?, rest)
        }
        _ => of(&word, Architecture::Usual),
    }
}

/// The known names that are most like `word`, the most alike first; none if nothing is.
pub fn nearest(word: &str) -> Vec<&'static str> {
    /// Of at most 1.
    const ALIKE: f64 = 0.8;
    let word = word.to_ascii_lowercase();
    let mut alike: Vec<(f64, &str)> = names()
        .chain(triples().map(|(triple, _)| triple))
        .map(|name| {
            // An architecture alone is the end of a short form.
            let end = name.rsplit('/').next().unwrap_or(name);
            (strsim::jaro_winkler(&word, name).max(strsim::jaro_winkler(&word, end)), name)
        })
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    alike.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    alike.into_iter().map(|(_, name)| name).take(3).collect()
}

/// The tables' names.
pub fn names() -> impl Iterator<Item = &'static str> {
    headers::ALL.iter().map(|table| table.name)
}

/// The targets whose numbers were read, with the table of each.
pub fn triples() -> impl Iterator<Item = (&'static str, &'static Table)> {
    headers::ALL.iter().flat_map(|table| table.triples.split(' ').map(|triple| (triple, *table)))
}

/// The tables that have a signal of this name (upper case, without SIG), one for each number that
/// it has; first those where it is the name that is printed.
pub fn having(name: &str) -> Vec<(&'static Table, u8)> {
    let mut found: Vec<(&Table, u8)> = Vec::new();
    for printed in [true, false] {
        for table in headers::ALL.iter().copied() {
            let Some(number) = table.number(name) else { continue };
            if (table.name(number) == Some(name)) == printed
                && found.iter().all(|(_, other)| *other != number)
            {
                found.push((table, number));
            }
        }
    }
    found
}

/// The part of an architecture that the numbers depend on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Architecture {
    /// The numbers of the kernel's `asm-generic/signal.h`.
    Usual,
    Mips,
    Sparc,
    Alpha,
    PaRisc,
}

impl Architecture {
    /// By the first part of a triple. Names of one architecture differ in their ends: `mips64el`,
    /// `armv7`, `powerpc64le`.
    fn of(name: &str) -> Option<Architecture> {
        const USUAL: [&str; 20] = [
            "x86_64",
            "amd64",
            "i386",
            "i486",
            "i586",
            "i686",
            "aarch64",
            "arm64",
            "arm",
            "thumb",
            "riscv",
            "powerpc",
            "ppc",
            "s390",
            "loongarch",
            "m68k",
            "sh4",
            "csky",
            "hexagon",
            "x86",
        ];
        let starts = |prefix: &&str| name.starts_with(prefix);
        match name {
            _ if starts(&"mips") => Some(Architecture::Mips),
            _ if starts(&"sparc") => Some(Architecture::Sparc),
            _ if starts(&"alpha") => Some(Architecture::Alpha),
            "hppa" | "hppa64" | "hppa1.1" | "hppa2.0" | "parisc" | "parisc64" => {
                Some(Architecture::PaRisc)
            }
            "arc" | "arceb" => Some(Architecture::Usual),
            _ if USUAL.iter().any(starts) => Some(Architecture::Usual),
            _ => None,
        }
    }
}

/// By what follows the architecture in a triple: `unknown-linux-gnu`, `linux-gnu`, `apple-darwin`,
/// `pc-solaris2.11`.
fn triple(architecture: Architecture, rest: &str) -> Option<&'static Table> {
    let mut parts = rest.split('-').skip_while(|part| system(part).is_none());
    let system = system(parts.next()?)?;
    match (system, parts.next()) {
        ("linux", None) => of("linux", architecture),
        ("linux", Some(library)) if library.strip_prefix("gnu").is_some_and(is_abi) => {
            of("linux", architecture)
        }
        ("linux", Some(library)) if library.strip_prefix("musl").is_some_and(is_abi) => {
            of("linux-musl", architecture)
        }
        ("linux", Some(_)) => None,
        _ => of(system, architecture),
    }
}

/// True if it may stand after the name of a C library: calling conventions, which change no
/// signal's number.
fn is_abi(end: &str) -> bool {
    const ABIS: [&str; 12] = [
        "", "eabi", "eabihf", "x32", "abi64", "abin32", "abiv2", "abielfv2", "sf", "f32", "spe",
        "_ilp32",
    ];
    ABIS.contains(&end)
}

/// The table's name for a system, which may have a version at its end.
fn system(part: &str) -> Option<&'static str> {
    let name = part.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    Some(match name {
        "linux" => "linux",
        "linux-musl" | "musl" => "linux-musl",
        "macos" | "macosx" | "darwin" | "ios" => "macos",
        "freebsd" => "freebsd",
        "netbsd" | "netbsdelf" => "netbsd",
        "openbsd" => "openbsd",
        "dragonfly" => "dragonfly",
        "illumos" => "illumos",
        "solaris" => "solaris",
        // GNU's triple of the Hurd is i686-gnu; Rust's, with hurd in front of it, is found by that.
        "hurd" | "gnu" => "hurd",
        "cygwin" => "cygwin",
        "nto" | "nto-qnx" | "qnx" => "qnx",
        "aix" => "aix",
        "haiku" => "haiku",
        "redox" => "redox",
        _ => return None,
    })
}

/// The table of a system on an architecture; None where no header was read for the two.
fn of(name: &str, architecture: Architecture) -> Option<&'static Table> {
    let name = system(name)?;
    let table = match (name, architecture) {
        ("linux", Architecture::Usual) => &headers::LINUX,
        ("linux", Architecture::Mips) => &headers::LINUX_MIPS,
        ("linux", Architecture::Sparc) => &headers::LINUX_SPARC,
        ("linux", Architecture::Alpha) => &headers::LINUX_ALPHA,
        ("linux", Architecture::PaRisc) => &headers::LINUX_HPPA,
        ("linux-musl", Architecture::Usual) => &headers::LINUX_MUSL,
        ("linux-musl", Architecture::Mips) => &headers::LINUX_MIPS_MUSL,
        ("linux-musl", _) => return None,
        _ => return headers::ALL.iter().copied().find(|table| table.name == name),
    };
    Some(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(word: &str) -> Option<&'static str> {
        find(word).map(|table| table.name)
    }

    #[test]
    fn triples_of_rust_and_gnu_and_short_forms_are_known() {
        for (word, expected) in [
            ("mips64el-unknown-linux-gnuabi64", "linux/mips"),
            ("mips-linux-gnu", "linux/mips"),
            ("mips-linux", "linux/mips"),
            ("mipsel-linux-musl", "linux-musl/mips"),
            ("x86_64-linux-gnu", "linux/x86"),
            ("x86_64-unknown-linux-gnux32", "linux/x86"),
            ("arm-linux-gnueabi", "linux/x86"),
            ("riscv32gc-unknown-linux-gnu", "linux/x86"),
            ("x86_64-alpine-linux-musl", "linux-musl/x86"),
            ("sparc64-linux-gnu", "linux/sparc"),
            ("hppa2.0-unknown-linux-gnu", "linux/hppa"),
            ("linux", "linux/x86"),
            ("linux/arm", "linux/x86"),
            ("linux/MIPS", "linux/mips"),
            ("linux-musl", "linux-musl/x86"),
            ("linux-musl/aarch64", "linux-musl/x86"),
            ("musl/mips", "linux-musl/mips"),
            ("macos", "macos"),
            ("aarch64-apple-darwin23.1.0", "macos"),
            ("x86_64-apple-macosx", "macos"),
            ("FreeBSD", "freebsd"),
            ("freebsd14.1", "freebsd"),
            ("freebsd/arm64", "freebsd"),
            ("x86_64-unknown-freebsd13.2", "freebsd"),
            ("sparc64-unknown-netbsd", "netbsd"),
            ("i386-pc-solaris2.11", "solaris"),
            ("i686-gnu", "hurd"),
            ("i686-pc-gnu0.9", "hurd"),
            ("aarch64-unknown-nto-qnx710", "qnx"),
            ("powerpc-ibm-aix7.2.0.0", "aix"),
        ] {
            assert_eq!(name_of(word), Some(expected), "{word}");
        }
    }

    #[test]
    fn what_no_header_was_read_for_is_unknown() {
        for word in [
            "",
            "-",
            "/",
            "linux/",
            "/mips",
            "mips",
            "x86_64",
            "pdp11",
            "arch-linux-gnu",
            "vax-dec-netbsd",
            "pdp11-unknown-linux-gnu",
            "linux/pdp11",
            "aarch64-linux-android",
            "x86_64-unknown-linux-uclibc",
            "sparc64-unknown-linux-musl",
            "linux-musl/sparc",
            "x86_64-pc-windows-msvc",
            "linux-gnu",
            "mips-linux-gnuu",
            "mips-unknown-linux-muslx",
        ] {
            assert_eq!(name_of(word), None, "{word}");
        }
    }

    #[test]
    fn every_name_and_every_triple_means_its_own_table() {
        for table in headers::ALL {
            assert_eq!(name_of(table.name), Some(table.name));
        }
        for (triple, table) in triples() {
            assert_eq!(name_of(triple), Some(table.name), "{triple}");
        }
    }

    #[test]
    fn a_name_is_found_where_it_is_printed_first_and_once_a_number() {
        let having = |name| {
            having(name).into_iter().map(|(table, number)| (table.name, number)).collect::<Vec<_>>()
        };
        assert_eq!(having("INFO"), [("freebsd", 29), ("illumos", 41)]);
        assert_eq!(having("CLD"), [("linux/x86", 17), ("linux/mips", 18), ("linux/sparc", 20)]);
        assert_eq!(having("LWP"), [("illumos", 33), ("freebsd", 32)]);
        assert_eq!(having("NONE"), []);
    }

    #[test]
    fn the_most_alike_names_come_first() {
        assert_eq!(nearest("freebds"), ["freebsd"]);
        assert_eq!(nearest("linux/misp").first(), Some(&"linux/mips"));
        assert_eq!(nearest("mips-unknown-linux-gnuu").first(), Some(&"mips-unknown-linux-gnu"));
        assert_eq!(nearest("mips")[..2], ["linux/mips", "linux-musl/mips"]);
        assert_eq!(nearest("%"), [""; 0]);
    }
}
