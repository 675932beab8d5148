//! The outcome of a run: the files with their findings, and the files that could not be read. The
//! formats print it.

use super::finding::{Finding, Severity};
use super::mend::Fixable;

/// A file that was checked and has findings.
pub(crate) struct Examined {
    /// The name in reports: as the command line or the directory has it.
    pub(crate) name: Vec<u8>,
    pub(crate) bytes: Vec<u8>,
    /// By their place and rule.
    pub(crate) findings: Vec<Finding>,
    pub(crate) fixable: Fixable,
}

/// A file that could not be read, written or analysed.
pub(crate) struct Failure {
    pub(crate) name: Vec<u8>,
    pub(crate) reason: String,
}

/// All that a run has found.
#[derive(Default)]
pub(crate) struct Outcome {
    /// The files with findings, by their names.
    pub(crate) files: Vec<Examined>,
    pub(crate) failures: Vec<Failure>,
    /// How many files were checked.
    pub(crate) checked: usize,
    /// How many findings were mended, if that was asked for.
    pub(crate) fixed: Option<usize>,
    /// How many findings `--posix` would report of the forms that POSIX has only in XSI.
    pub(crate) hidden_forms: usize,
}

impl Outcome {
    /// Every finding with its file.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&Examined, &Finding)> {
        self.files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
    }

    /// How many findings there are of a severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|(_, finding)| finding.severity == severity).count()
    }

    /// How many findings `--fix` mends, and how many more with `--unsafe-fixes`.
    pub(crate) fn fixable(&self) -> (usize, usize) {
        let of_each = self.files.iter().map(|file| file.fixable);
        of_each.fold((0, 0), |(safe, more), own| (safe + own.safe, more + own.all - own.safe))
    }
}
