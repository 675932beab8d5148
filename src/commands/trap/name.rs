//! The name that trap was called by, which it uses in messages.

use std::sync::OnceLock;

use crate::cli::declaration::Applet;
use crate::process::path::file_name;
use crate::sys::arguments::Word;

/// Written once, before anything is reported.
static CALLED: OnceLock<&'static str> = OnceLock::new();

/// Takes the name from the command line: one of the names that the applet has.
pub(super) fn take(applet: &Applet, words: &[Word]) {
    let called = words.first().map(|word| file_name(word.bytes())).unwrap_or_default();
    let is_called = |name: &&str| name.as_bytes() == called;
    let name = applet.names().find(is_called).unwrap_or(applet.name);
    // It is what it was.
    let _ = CALLED.set(name);
}

/// The name that diagnostics begin with.
pub(super) fn name() -> &'static str {
    CALLED.get().copied().unwrap_or("sigtrap")
}
