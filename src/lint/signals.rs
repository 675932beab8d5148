//! Names and numbers of signals as scripts write them, judged for all systems and not for this one.
//!
//! A script runs anywhere, so a name is known if any table has it, and a number has one meaning
//! only if all tables agree.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::cli::meant;
use crate::signal::facts::{Fact, Posix};
use crate::signal::headers::{self, Table};
use crate::signal::{is_number, without_prefix};

/// The meaning of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    /// 0: no signal is sent.
    Null,
    /// XSI gives the number this signal (POSIX.1-2024 XCU kill, trap).
    Xsi(&'static str),
    /// No standard gives it one, but every system of the tables but Haiku has this signal.
    Same(&'static str),
    Varies(Varying),
}

/// A number that means different signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Varying {
    pub(crate) on_linux: Option<&'static str>,
    pub(crate) elsewhere: Option<&'static str>,
    /// The name of the other system.
    pub(crate) system: &'static str,
}

/// Systems other than Linux, in the order in which messages name them.
const OTHERS: [(&Table, &str); 5] = [
    (&headers::DARWIN, "macOS"),
    (&headers::FREEBSD, "FreeBSD"),
    (&headers::ILLUMOS, "Solaris"),
    (&headers::LINUX_MIPS, "Linux on MIPS"),
    (&headers::HURD, "the Hurd"),
];

/// Returns the meaning of a number.
pub(crate) fn number(number: u32) -> Number {
    let name =
        |table: &'static Table| u8::try_from(number).ok().and_then(|number| table.name(number));
    let Some(on_linux) = name(&headers::LINUX) else {
        let others = OTHERS.iter().filter(|_| number < 32);
        let mut named = others.filter_map(|(table, system)| Some((name(table)?, *system)));
        return match (number, named.next()) {
            (0, _) => Number::Null,
            (_, Some((elsewhere, system))) => {
                Number::Varies(Varying { on_linux: None, elsewhere: Some(elsewhere), system })
            }
            (_, None) => {
                Number::Varies(Varying { on_linux: None, elsewhere: None, system: "macOS" })
            }
        };
    };
    match number {
        1 | 2 | 3 | 6 | 9 | 14 | 15 => return Number::Xsi(on_linux),
        4 | 5 | 8 | 11 | 13 => return Number::Same(on_linux),
        _ => {}
    }
    let other = OTHERS.iter().find(|(table, _)| name(table) != Some(on_linux));
    let (elsewhere, system) =
        other.map_or((None, "macOS"), |(table, system)| (name(table), system));
    Number::Varies(Varying { on_linux: Some(on_linux), elsewhere, system })
}

impl Varying {
    /// `10 is USR1 on Linux, BUS on macOS`.
    pub(crate) fn described(&self, number: u32) -> String {
        let name = |name: Option<&'static str>, number: u32| match name {
            Some(name) => name.to_owned(),
            None if (34..=64).contains(&number) => "a real-time signal".to_owned(),
            None => "no signal".to_owned(),
        };
        let (here, there) = (name(self.on_linux, number), name(self.elsewhere, 0));
        format!("{number} is {here} on Linux, {there} on {}", self.system)
    }

    /// The names to choose from: `USR1 or BUS`.
    pub(crate) fn names(&self) -> Option<String> {
        match (self.on_linux, self.elsewhere) {
            (Some(here), Some(there)) => Some(format!("write {here} or {there}")),
            (Some(name), None) | (None, Some(name)) => Some(format!("write {name}")),
            (None, None) => None,
        }
    }
}

/// The meaning of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// A signal that POSIX names, in the base or with XSI.
    Posix(&'static str),
    /// A second name of a signal, and the first one: CLD, IOT.
    Second(&'static str, &'static str),
    /// A signal of some systems.
    Extension(&'static str),
    /// RTMIN, RTMAX+n and their like.
    RealTime,
    /// EXIT, which shells and kill take as 0.
    Exit,
}

/// Returns the meaning of a name in any case, with or without SIG; None for no name of any system.
pub(crate) fn name(word: &[u8]) -> Option<Name> {
    let bare = without_prefix(word).unwrap_or(word);
    if bare.eq_ignore_ascii_case(b"EXIT") {
        return Some(Name::Exit);
    }
    if is_real_time(bare) {
        return Some(Name::RealTime);
    }
    let name = *NAMES.get(&bare.to_ascii_uppercase()[..])?;
    match name {
        "CLD" => return Some(Name::Second("CLD", "CHLD")),
        "IOT" => return Some(Name::Second("IOT", "ABRT")),
        _ => {}
    }
    Some(match Fact::of(name) {
        Some(fact) if fact.posix != Posix::Extension => Name::Posix(name),
        _ => Name::Extension(name),
    })
}

/// The names of all tables. A script has many words that may be one of them.
static NAMES: LazyLock<HashMap<&'static [u8], &'static str>> = LazyLock::new(|| {
    let entries = headers::ALL.iter().flat_map(|table| table.entries());
    entries.map(|entry| (entry.name.as_bytes(), entry.name)).collect()
});

impl Name {
    /// The name in upper case and without SIG, for those that are names in the tables.
    pub(crate) fn text(self) -> Option<&'static str> {
        match self {
            Name::Posix(name) | Name::Second(name, _) | Name::Extension(name) => Some(name),
            Name::Exit => Some("EXIT"),
            Name::RealTime => None,
        }
    }
}

fn is_real_time(name: &[u8]) -> bool {
    let name = name.to_ascii_uppercase();
    let rest = name.strip_prefix(b"RTMIN").or_else(|| name.strip_prefix(b"RTMAX"));
    match rest {
        Some([]) => true,
        Some([b'+' | b'-', digits @ ..] | digits) => is_number(digits),
        None => false,
    }
}

/// The hint at the name that a word may have meant: `; did you mean TERM`.
pub(crate) fn hint(word: &[u8]) -> String {
    let name = without_prefix(word).unwrap_or(word).to_ascii_uppercase();
    let known = headers::LINUX.entries().map(|entry| entry.name.as_bytes());
    let nearest = meant::nearest(&name, &mut known.into_iter());
    match nearest[..] {
        [only] => format!("; did you mean {}", String::from_utf8_lossy(only)),
        _ => String::new(),
    }
}

/// True if a signal cannot be caught, blocked or ignored.
pub(crate) fn is_uncatchable(name: &str) -> bool {
    matches!(name, "KILL" | "STOP")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_xsi_are_certain() {
        for (given, name) in [
            (1, "HUP"),
            (2, "INT"),
            (3, "QUIT"),
            (6, "ABRT"),
            (9, "KILL"),
            (14, "ALRM"),
            (15, "TERM"),
        ] {
            assert_eq!(number(given), Number::Xsi(name));
        }
        for (given, name) in [(4, "ILL"), (5, "TRAP"), (8, "FPE"), (11, "SEGV"), (13, "PIPE")] {
            assert_eq!(number(given), Number::Same(name));
        }
        assert_eq!(number(0), Number::Null);
    }

    #[test]
    fn other_numbers_vary() {
        for (given, text) in [
            (10, "10 is USR1 on Linux, BUS on macOS"),
            (12, "12 is USR2 on Linux, SYS on macOS"),
            (17, "17 is CHLD on Linux, STOP on macOS"),
            (21, "21 is TTIN on Linux, URG on Solaris"),
            (34, "34 is a real-time signal on Linux, no signal on macOS"),
            (99, "99 is no signal on Linux, no signal on macOS"),
        ] {
            let Number::Varies(varying) = number(given) else { panic!("{given}") };
            assert_eq!(varying.described(given), text);
        }
    }

    #[test]
    fn names_are_known_in_any_case_and_with_sig() {
        assert_eq!(name(b"TERM"), Some(Name::Posix("TERM")));
        assert_eq!(name(b"sigterm"), Some(Name::Posix("TERM")));
        assert_eq!(name(b"CLD"), Some(Name::Second("CLD", "CHLD")));
        assert_eq!(name(b"PWR"), Some(Name::Extension("PWR")));
        assert_eq!(name(b"INFO"), Some(Name::Extension("INFO")));
        assert_eq!(name(b"RTMIN+3"), Some(Name::RealTime));
        assert_eq!(name(b"RTMIN+x"), None);
        assert_eq!(name(b"TREM"), None);
        assert_eq!(name(b"15"), None);
    }

    #[test]
    fn a_slip_has_a_hint() {
        assert_eq!(hint(b"TREM"), "; did you mean TERM");
        assert_eq!(hint(b"SIGKIL"), "; did you mean KILL");
        assert_eq!(hint(b"frobnicate"), "");
    }
}
