//! `--list-rules`: a line for each rule, or their texts as JSON.

use crate::lint::formats;
use crate::lint::rule::{Fixable, Kind};
use crate::lint::rules::RULES;

/// The list of the rules.
pub(super) fn rules(as_json: bool) -> String {
    if as_json {
        return formats::rules_as_json(&RULES);
    }
    let line = |rule: &&crate::lint::rule::Rule| {
        let asked = match rule.kind {
            Kind::Portability | Kind::Logic => "",
            Kind::Posix { .. } => "--posix",
            Kind::Style => "--pedantic",
        };
        let fix = match rule.fix {
            Fixable::No => "",
            Fixable::Unsafe => "unsafe fix",
            Fixable::Safe | Fixable::Mixed => "fix",
        };
        let (id, severity) = (rule.id(), rule.severity.name());
        let line = format!("{id}  {severity:<7}  {asked:<10}  {fix:<10}  {}", rule.title);
        line.trim_end().to_owned() + "\n"
    };
    RULES.iter().map(line).collect()
}
