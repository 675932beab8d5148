//! The name of pidof in diagnostics.

/// The name that diagnostics begin with.
pub(super) const NAME: &str = "pidof";
