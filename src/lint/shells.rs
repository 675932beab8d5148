//! The shells whose behaviour was measured, and sets of them.
//!
//! Bash counts twice, because bash that is run as sh (or with --posix) differs from bash.

use std::fmt;

/// A shell whose behaviour was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Shell {
    Dash,
    Bash,
    /// Bash that is run as sh.
    BashPosix,
    Ksh,
    Mksh,
    Yash,
    Zsh,
    Posh,
    Busybox,
}

impl Shell {
    /// All of them, in the order in which messages name them.
    pub const ALL: [Shell; 9] = [
        Shell::Dash,
        Shell::Bash,
        Shell::BashPosix,
        Shell::Ksh,
        Shell::Mksh,
        Shell::Yash,
        Shell::Zsh,
        Shell::Posh,
        Shell::Busybox,
    ];

    /// The name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Shell::Dash => "dash",
            Shell::Bash => "bash",
            Shell::BashPosix => "bash --posix",
            Shell::Ksh => "ksh",
            Shell::Mksh => "mksh",
            Shell::Yash => "yash",
            Shell::Zsh => "zsh",
            Shell::Posh => "posh",
            Shell::Busybox => "busybox",
        }
    }
}

/// A set of shells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shells(u16);

impl Shells {
    pub(crate) const NONE: Shells = Shells(0);
    pub(crate) const ALL: Shells = Shells((1 << Shell::ALL.len()) - 1);

    /// Reads the letters of a table: `dpkmx`.
    ///
    /// # Panics
    ///
    /// If a letter is no shell's; in a constant that is an error of the compiler.
    pub(crate) const fn of(letters: &str) -> Shells {
        let letters = letters.as_bytes();
        let mut bits = 0;
        let mut at = 0;
        while at < letters.len() {
            let shell = match letters[at] {
                b'd' => Shell::Dash,
                b'b' => Shell::Bash,
                b'p' => Shell::BashPosix,
                b'k' => Shell::Ksh,
                b'm' => Shell::Mksh,
                b'y' => Shell::Yash,
                b'z' => Shell::Zsh,
                b'o' => Shell::Posh,
                b'x' => Shell::Busybox,
                _ => panic!("no shell has this letter"),
            };
            bits |= 1 << shell as u8;
            at += 1;
        }
        Shells(bits)
    }

    /// Reads a list of names between commas, as `--for` and `# sigkit: for=` have it: `all` and
    /// `sh` are every shell. The error is the name that no shell has.
    pub(crate) fn by_list(list: &[u8]) -> Result<Shells, &[u8]> {
        let mut shells = Shells::NONE;
        for name in list.split(|&byte| byte == b',') {
            let named = match name {
                b"all" => Shells::ALL,
                b"bash-posix" => Shells::one(Shell::BashPosix),
                _ => Dialect::by_name(name).ok_or(name)?.default_targets(),
            };
            shells = shells.or(named);
        }
        Ok(shells)
    }

    pub(crate) const fn one(shell: Shell) -> Shells {
        Shells(1 << shell as u8)
    }

    pub const fn contains(self, shell: Shell) -> bool {
        self.0 & (1 << shell as u8) != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn and(self, other: Shells) -> Shells {
        Shells(self.0 & other.0)
    }

    /// Gives those that are not in another set.
    pub(crate) const fn without(self, other: Shells) -> Shells {
        Shells(self.0 & !other.0)
    }

    pub(crate) const fn or(self, other: Shells) -> Shells {
        Shells(self.0 | other.0)
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Shell> {
        Shell::ALL.into_iter().filter(move |&shell| self.contains(shell))
    }
}

/// Lists the names: `dash, posh and yash`.
impl fmt::Display for Shells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.iter().count();
        for (at, shell) in self.iter().enumerate() {
            if at > 0 {
                f.write_str(if at + 1 == count { " and " } else { ", " })?;
            }
            f.write_str(shell.name())?;
        }
        Ok(())
    }
}

/// The language in which a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// The language of POSIX's sh; the shell that runs it may be any.
    Sh,
    /// The language of one shell.
    Of(Shell),
}

impl Dialect {
    /// Reads the name of a shell as `--shell`, `#!` lines and directives have it.
    pub(crate) fn by_name(name: &[u8]) -> Option<Dialect> {
        Some(match name {
            b"sh" => Dialect::Sh,
            b"dash" => Dialect::Of(Shell::Dash),
            b"bash" => Dialect::Of(Shell::Bash),
            b"ksh" | b"ksh93" => Dialect::Of(Shell::Ksh),
            b"mksh" | b"lksh" => Dialect::Of(Shell::Mksh),
            b"yash" => Dialect::Of(Shell::Yash),
            b"zsh" => Dialect::Of(Shell::Zsh),
            b"posh" => Dialect::Of(Shell::Posh),
            b"busybox" | b"ash" => Dialect::Of(Shell::Busybox),
            _ => return None,
        })
    }

    /// The shells that a text must work in if nobody says which: all for sh, else the shell itself.
    pub(crate) fn default_targets(self) -> Shells {
        match self {
            Dialect::Sh => Shells::ALL,
            Dialect::Of(shell) => Shells::one(shell),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_shells() {
        assert_eq!(Shells::by_list(b"dash,busybox"), Ok(Shells::of("dx")));
        assert_eq!(Shells::by_list(b"bash,bash-posix"), Ok(Shells::of("bp")));
        assert_eq!(Shells::by_list(b"all"), Ok(Shells::ALL));
        assert_eq!(Shells::by_list(b"sh"), Ok(Shells::ALL));
        assert_eq!(Shells::by_list(b"dash,fish"), Err(&b"fish"[..]));
        assert_eq!(Shells::by_list(b""), Err(&b""[..]));
    }
}
