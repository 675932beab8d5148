//! The rules, family by family.

mod family;
pub(crate) mod files;
pub(crate) mod kill;
pub(crate) mod process;
pub(crate) mod status;
pub(crate) mod trap;

use std::sync::LazyLock;

use super::itself;
use super::rule::Rule;
pub(crate) use family::Family;
pub(crate) use process::WRAPPERS;

/// lint's own work. The driver reports what is wrong with directives.
const ITSELF: Family = Family { rules: itself::RULES, check: itself::check };

/// The families, in the order of their identifiers.
pub(crate) const FAMILIES: &[Family] =
    &[kill::FAMILY, trap::FAMILY, status::FAMILY, process::FAMILY, files::FAMILY, ITSELF];

/// Every rule, in the order of the identifiers.
pub(crate) static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let mut rules: Vec<&Rule> =
        FAMILIES.iter().flat_map(|family| family.rules.iter().copied()).collect();
    rules.sort_by_key(|rule| rule.number);
    rules
});
