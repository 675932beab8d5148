//! A rule: its name, what it weighs, and its page.

/// One rule. Its examples are its tests: `wrong` is found under its identifier, `right` is silent.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The digits of its identifier: 104 is SIG104.
    pub(crate) number: u16,
    /// The title, in words joined by hyphens.
    pub(crate) title: &'static str,
    pub(crate) kind: Kind,
    /// The severity; a rule of kind [`Kind::Portability`] may report a lower one.
    pub(crate) severity: Severity,
    pub(crate) fix: Fixable,
    /// The reason, in whole sentences, for `--explain`, the manual and docs/rules.md.
    pub(crate) why: &'static str,
    pub(crate) examples: &'static [Example],
    /// The identifiers of the facts that it rests on; `--explain` prints them as a table of shells.
    pub(crate) facts: &'static [&'static str],
    /// The section of POSIX.1-2024, if one speaks of it.
    pub(crate) posix: Option<&'static str>,
}

impl Rule {
    /// The identifier: `SIG104`.
    pub(crate) fn id(&self) -> String {
        format!("SIG{}", self.number)
    }
}

/// The weight of a finding, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    Style,
    Info,
    Warning,
    Error,
}

impl Severity {
    /// All of them, as `--severity` takes them.
    pub(crate) const ALL: [Severity; 4] =
        [Severity::Error, Severity::Warning, Severity::Info, Severity::Style];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
            Severity::Style => "style",
        }
    }
}

/// When a rule is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Only if a shell of the target set fails.
    Portability,
    /// Always: the text is wrong everywhere.
    Logic,
    /// Only with `--posix`.
    Posix {
        /// The form belongs to XSI: `--posix=xsi` does not report it.
        xsi: bool,
    },
    /// Only with `--pedantic`.
    Style,
}

/// The way in which a rule can mend what it finds, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fixable {
    No,
    /// Only with `--unsafe-fixes`.
    Unsafe,
    Safe,
    /// Some of its fixes are safe.
    Mixed,
}

/// A wrong script and what to write in its place.
#[derive(Debug)]
pub(crate) struct Example {
    pub(crate) wrong: &'static str,
    pub(crate) right: &'static str,
    /// The options that the example needs, as words of the command line: `--posix`.
    pub(crate) options: &'static [&'static str],
}
