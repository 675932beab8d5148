/// The name in diagnostics.
pub const NAME: &str = "kill";
