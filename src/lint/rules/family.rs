//! A family of rules.

use crate::lint::context::Context;
use crate::lint::rule::Rule;

/// Rules that read a text together.
pub(crate) struct Family {
    pub(crate) rules: &'static [&'static Rule],
    pub(crate) check: fn(&Context<'_>),
}
