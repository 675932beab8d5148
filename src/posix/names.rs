//! The names of signals that a command lists in each of its modes.

use super::conformance::Conformance;
use crate::cli::ExitStatus;
use crate::cli::names;
use crate::signal::Signal;
use crate::signal::numbering::Numbering;

/// Shows the names of this system's signals; in strict mode those that the mode accepts.
pub(crate) fn show(speaker: &str, conformance: Conformance) -> ExitStatus {
    match conformance {
        Conformance::Extended => names::show(speaker),
        Conformance::Posix(level) => {
            let numbering = Numbering::native();
            let named = numbering.named().filter_map(|number| Signal::new(i32::from(number)));
            names::show_each(
                speaker,
                named.filter(|signal| level.names(*signal)).map(|signal| signal.name()),
            )
        }
    }
}
