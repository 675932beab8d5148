//! The settings of a check: what the command line and the kind of the file say.

use super::rule::{Kind, Rule};
use super::shells::{Dialect, Shells};
use crate::posix::conformance::Level;
use crate::process::path::file_name;

/// The settings of a check.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// The shells in which the text must work; None: those of its dialect.
    pub(crate) targets: Option<Shells>,
    /// Forms that POSIX does not promise are reported, too.
    pub(crate) posix: Option<Level>,
    /// Rules of style are asked, too.
    pub(crate) pedantic: bool,
    /// Numbers of rules that are off by default and were selected.
    pub(crate) turned_on: Vec<u16>,
    /// The path of the file; empty if there is none.
    pub(crate) name: Vec<u8>,
    /// An ENTRYPOINT names the file, or the file is the text of one.
    pub(crate) is_entrypoint: bool,
}

impl Settings {
    /// Returns true if the rule is on. Rules of portability and of logic are always on.
    pub(crate) fn wants(&self, rule: &Rule) -> bool {
        let by_default = match rule.kind {
            Kind::Portability | Kind::Logic => true,
            Kind::Posix { xsi } => match self.posix {
                None => false,
                Some(Level::Base) => true,
                Some(Level::Xsi) => !xsi,
            },
            Kind::Style => self.pedantic,
        };
        by_default || self.turned_on.contains(&rule.number)
    }

    /// The shells in which a text of this dialect must work. A text of one shell, within a script
    /// that must work in others, is still run by that shell.
    pub(crate) fn targets(&self, dialect: Dialect, is_nested: bool) -> Shells {
        match (self.targets, dialect) {
            (Some(_), Dialect::Of(_)) if is_nested => dialect.default_targets(),
            (Some(targets), _) => targets,
            (None, _) => dialect.default_targets(),
        }
    }

    /// The name of the file without the directories.
    pub(crate) fn base_name(&self) -> &[u8] {
        file_name(&self.name)
    }
}
