//! The name of pgrep in diagnostics, and its exit statuses where it cannot ask.

use crate::cli::ExitStatus;
use crate::selection::inquiry::Inquirer;

/// The name that diagnostics begin with.
pub(super) const NAME: &str = "pgrep";

/// pgrep, which asks about processes.
pub(super) const INQUIRER: Inquirer =
    Inquirer { name: NAME, wrong: ExitStatus::USAGE, fatal: ExitStatus::FATAL };
