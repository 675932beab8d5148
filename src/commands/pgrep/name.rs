//! The name of pgrep in diagnostics.

/// The name that diagnostics begin with.
pub(super) const NAME: &str = "pgrep";
