//! What a command line asks for, or what is wrong with it.

use crate::cli::parse::UsageError;
use crate::commands::trap::args::run::Run;
use crate::posix::conformance::Conformance;
use crate::process::identified::Identified;
use crate::signal::condition::Condition;
use crate::sys::arguments::Word;

/// What a command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command<'a> {
    Run(Box<Run<'a>>),
    Show(Show),
    /// `-l`.
    List(Conformance),
    Help,
    Version,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Show {
    /// `-P`: whose; none is trap's own.
    pub(crate) processes: Vec<Whose>,
    /// `-p`: the default ones, too.
    pub all: bool,
    /// Only of these conditions; none is every signal.
    pub conditions: Vec<Condition>,
    pub form: Form,
    /// `-a`: of every thread.
    pub threads: bool,
}

/// The value of `-P`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    Process(Identified),
    /// Of all processes with this command name.
    Named(Vec<u8>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Commands for a shell's eval.
    #[default]
    Commands,
    Table,
    Json,
}

/// A wrong command line: all that is wrong with it, one or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageErrors {
    /// In the order in which they are reported.
    pub errors: Vec<UsageError>,
    /// Whether all of it are conditions.
    pub only_conditions: bool,
    /// Whether something was to be run.
    pub runs: bool,
}

impl UsageErrors {
    /// One error that is no condition's.
    pub(crate) fn usage(error: UsageError, words: &[Word]) -> UsageErrors {
        UsageErrors {
            errors: vec![error],
            only_conditions: false,
            runs: words.iter().any(|word| word.bytes() == b"--"),
        }
    }
}
