//! SIG301 to SIG304: exit statuses of processes that a signal ended.
//!
//! A status is `$?`, or a variable that gets nothing else. Which command it is of is read from the
//! order of the text, so a rule is silent where that is not plain: a function's caller, a program
//! that has statuses of its own.

mod comparison;
mod rules;
#[cfg(test)]
mod tests;

use super::family::Family;

pub(crate) const FAMILY: Family = Family {
    rules: &[
        &rules::STATUS_NUMBER,
        &rules::STATUS_ARITHMETIC,
        &rules::KILL_L_UNGUARDED,
        &rules::TIMEOUT_STATUS,
    ],
    check: rules::check,
};
