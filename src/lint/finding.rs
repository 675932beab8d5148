//! A finding of a rule: where, what to say, and how to mend it.

use super::rule::Rule;
pub(crate) use super::rule::Severity;
use super::shells::Shells;

/// A range of bytes, in the file or in the text that the code at hand reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// One fault at one place of a file.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) rule: &'static Rule,
    pub(crate) severity: Severity,
    /// Bytes of the text that the rule reads; bytes of the file once the text's map is applied.
    pub(crate) span: Span,
    /// One line, without full stop.
    pub(crate) message: String,
    /// The shells of the target set that fail; none where all do.
    pub(crate) shells: Shells,
    /// A remark: where the text stands (`in the string given to sh -c`), or what to choose from.
    pub(crate) note: Option<String>,
    pub(crate) fix: Option<Fix>,
}

/// Changes that mend a finding. All of them are made or none.
#[derive(Clone, Debug)]
pub(crate) struct Fix {
    /// The script does the same as before wherever it worked.
    pub(crate) safe: bool,
    /// In order, without overlap.
    pub(crate) edits: Vec<Edit>,
}

/// The replacement of a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) span: Span,
    pub(crate) text: Vec<u8>,
}
