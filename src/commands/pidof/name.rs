//! What pidof is called in diagnostics.

/// The name that diagnostics begin with.
pub(super) const NAME: &str = "pidof";
