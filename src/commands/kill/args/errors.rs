//! The diagnostics for wrong command lines.

use crate::cli::meant;
use crate::cli::parse::UsageError;
use crate::signal::target;

#[cold]
pub(super) fn unknown_target(word: &[u8]) -> UsageError {
    let hint = std::str::from_utf8(word).map(|word| {
        let nearest = target::nearest(word);
        meant::said(&nearest.iter().map(|name| name.as_bytes()).collect::<Vec<_>>())
    });
    match hint.unwrap_or_default() {
        hint if hint.is_empty() => {
            UsageError::new(word, "unknown target; kill --target list lists the known ones")
        }
        hint => UsageError::new(word, format_args!("unknown target{hint}")),
    }
}

/// There is no process to signal.
pub(crate) fn missing_operand() -> UsageError {
    UsageError::new(b"PID", "missing; name at least one process")
}
