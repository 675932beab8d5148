//! How lines name a process.

use crate::cli::report::escaped;
use crate::process::name::Named;

/// `1234 nginx`.
pub(crate) fn named(process: &Named) -> String {
    match process.name[..] {
        [] => process.pid.to_string(),
        _ => format!("{} {}", process.pid, escaped(&process.name)),
    }
}
