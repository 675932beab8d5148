//! The signals of one system as its `<signal.h>` orders them: how a table is written, and read.
//!
//! Words separated by blanks, each one number higher than the word in front of it, `A/B` for two
//! names of one number, `N:NAME` where the count goes on at N. The first name that a number gets is
//! the one that is printed.

/// The signals of the targets that share them.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// The short name of the targets: the system, and the architecture where numbers depend on it.
    pub name: &'static str,
    /// The system.
    pub system: System,
    pub(super) words: &'static [&'static str],
    /// The highest signal that programs can use on these targets; some kernels take a few numbers
    /// more.
    pub highest: u8,
    /// RTMIN and RTMAX as programs on these targets see them; None where there are none, or their
    /// numbers are not known. Natively, libc is asked ([`crate::signal::real_time`]).
    pub real_time: Option<(u8, u8)>,
    /// The targets whose numbers were read, separated by blanks.
    pub triples: &'static str,
    /// Where those numbers came from.
    pub sources: &'static [&'static str],
}

/// The systems whose signals do something of their own by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Linux, with any C library.
    Linux,
    /// macOS and its family.
    Darwin,
    /// FreeBSD.
    FreeBsd,
    /// DragonFly BSD.
    Dragonfly,
    /// NetBSD.
    NetBsd,
    /// OpenBSD.
    OpenBsd,
    /// GNU Hurd.
    Hurd,
    /// Cygwin.
    Cygwin,
    /// illumos.
    Illumos,
    /// Oracle Solaris.
    Solaris,
    /// QNX Neutrino.
    Qnx,
    /// AIX.
    Aix,
    /// Haiku.
    Haiku,
    /// Redox.
    Redox,
}

/// One name of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number that the header gives the name.
    pub number: u8,
    /// The name, upper case, without SIG.
    pub name: &'static str,
}

impl Table {
    /// Every name of the table, number by number within each of its lines.
    pub const fn entries(&self) -> Entries {
        Entries { words: self.words, position: 0, number: 0 }
    }

    /// The name that is printed for `number`, if it has a name of its own.
    pub const fn name(&self, number: u8) -> Option<&'static str> {
        let mut entries = self.entries();
        while let Some(entry) = entries.next_entry() {
            if entry.number == number {
                return Some(entry.name);
            }
        }
        None
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
                return Some(Entry {
                    number: self.number,
                    name: text(bytes.split_at(end).0.split_at(start).1),
                });
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
