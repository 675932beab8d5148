//! The name of lint in diagnostics.

/// The name that diagnostics begin with.
pub(super) const NAME: &str = "lint";

/// The command line of the help.
pub(super) const HELP: &str = "sigkit lint --help";
