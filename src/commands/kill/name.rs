/// The name in diagnostics.
pub(crate) const NAME: &str = "kill";
