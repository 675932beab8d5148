//! SIG501 to SIG513: Dockerfiles and units, which are no shell text themselves.
//!
//! These rules read the file, not one of its texts, so they have an entry of their own.

mod docker;
#[cfg(test)]
mod tests;
mod units;

use super::family::Family;
use crate::lint::finding::{Finding, Severity};
use crate::lint::kind::Kind;
use crate::lint::settings::Settings;

pub(crate) const FAMILY: Family = Family {
    rules: &[
        &docker::NO_EXEC,
        &docker::STOPSIGNAL,
        &units::NO_SHELL,
        &units::KILL_MODE,
        &units::KILL,
    ],
    check: |_| {},
};

/// Checks a file that is no script.
pub(crate) fn check(kind: Kind, file: &[u8], settings: &Settings) -> Vec<Finding> {
    let mut findings = match kind {
        Kind::Dockerfile => docker::check(file, settings),
        Kind::Unit => units::check(file),
        Kind::Script | Kind::Workflow | Kind::Makefile | Kind::Foreign => Vec::new(),
    };
    findings.retain(|finding| {
        let rule = finding.rule;
        let is_shown = finding.severity > Severity::Style
            || settings.pedantic
            || settings.turned_on.contains(&rule.number);
        settings.wants(rule) && is_shown
    });
    findings
}
