//! The commands. Each is one file or folder; they never use each other.

pub(crate) mod kill;
#[cfg(feature = "select")]
pub(crate) mod pgrep;
#[cfg(feature = "select")]
pub(crate) mod pidof;
#[cfg(feature = "trap")]
pub(crate) mod trap;

use crate::cli::declaration::{Applet, Pages};

/// Every command, in the order in which they are listed.
pub const APPLETS: &[&Applet] = &[
    &kill::APPLET,
    #[cfg(feature = "trap")]
    &trap::APPLET,
    #[cfg(feature = "select")]
    &pgrep::APPLET,
    #[cfg(feature = "select")]
    &pidof::APPLET,
];

/// The documentation of each, in the same order.
pub const PAGES: &[&Pages] = &[
    &kill::pages::PAGES,
    #[cfg(feature = "trap")]
    &trap::pages::PAGES,
    #[cfg(feature = "select")]
    &pgrep::pages::PAGES,
    #[cfg(feature = "select")]
    &pidof::pages::PAGES,
];

/// The command of a name.
pub fn find(name: &[u8]) -> Option<&'static Applet> {
    APPLETS.iter().copied().find(|applet| applet.names().any(|own| own.as_bytes() == name))
}
