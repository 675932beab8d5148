//! The commands. Each is one file or folder; they never use each other.

pub(crate) mod kill;
#[cfg(feature = "select")]
pub(crate) mod killall;
#[cfg(feature = "lint")]
pub(crate) mod lint;
#[cfg(feature = "select")]
pub(crate) mod pgrep;
#[cfg(feature = "select")]
pub(crate) mod pidof;
#[cfg(feature = "select")]
pub(crate) mod pidwait;
#[cfg(feature = "select")]
pub(crate) mod pkill;
#[cfg(feature = "trap")]
pub(crate) mod trap;

use crate::cli::declaration::{Applet, InnerPages, Pages};

/// Every command that a link may be named after, in the order in which they are listed.
pub const APPLETS: &[&Applet] = &[
    &kill::APPLET,
    #[cfg(feature = "trap")]
    &trap::APPLET,
    #[cfg(feature = "select")]
    &pgrep::APPLET,
    #[cfg(feature = "select")]
    &pkill::APPLET,
    #[cfg(feature = "select")]
    &pidwait::APPLET,
    #[cfg(feature = "select")]
    &pidof::APPLET,
    #[cfg(feature = "select")]
    &killall::APPLET,
];

/// The commands that `sigkit NAME` alone runs: their names are those of other programs, or too
/// common.
pub(crate) const INNER: &[&Applet] = &[
    #[cfg(feature = "lint")]
    &lint::APPLET,
];

/// The documentation of each of [`APPLETS`], in the same order.
pub const PAGES: &[&Pages] = &[
    &kill::pages::PAGES,
    #[cfg(feature = "trap")]
    &trap::pages::PAGES,
    #[cfg(feature = "select")]
    &pgrep::pages::PAGES,
    #[cfg(feature = "select")]
    &pkill::pages::PAGES,
    #[cfg(feature = "select")]
    &pidwait::pages::PAGES,
    #[cfg(feature = "select")]
    &pidof::pages::PAGES,
    #[cfg(feature = "select")]
    &killall::pages::PAGES,
];

/// The documentation of each of `INNER`, in the same order.
pub const INNER_PAGES: &[&InnerPages] = &[
    #[cfg(feature = "lint")]
    &lint::pages::PAGES,
];

/// The command that `sigkit NAME` alone runs.
pub(crate) fn find_inner(name: &[u8]) -> Option<&'static Applet> {
    INNER.iter().copied().find(|applet| applet.name.as_bytes() == name)
}

/// The command of a name.
pub fn find(name: &[u8]) -> Option<&'static Applet> {
    APPLETS.iter().copied().find(|applet| applet.names().any(|own| own.as_bytes() == name))
}
