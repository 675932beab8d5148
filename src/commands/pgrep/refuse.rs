//! The refusal of a wrong command line.

use super::name::NAME;
use crate::cli::parse::UsageError;
use crate::cli::{ExitStatus, report};

/// Reports it, and gives the exit status.
pub(super) fn refuse(error: &UsageError) -> ExitStatus {
    report::usage_error(NAME, error, "pgrep --help");
    ExitStatus::USAGE
}
