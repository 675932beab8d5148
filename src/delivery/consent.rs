//! Reasons that keep a command from signalling the processes that it has found: different names,
//! and the answer to one question.

use std::collections::BTreeSet;

use super::pursuit::Pursuit;
use super::table::Table;
use super::terminal;
use crate::cli::escape::escaped;
use crate::cli::parse::UsageError;
use crate::cli::report;
use crate::selection::scan::Fitting;
use crate::selection::wanted::Fault;
use crate::sys::Describe;

impl Pursuit<'_> {
    /// The error of processes that have nothing to do with each other, by their names.
    ///
    /// # Errors
    ///
    /// One cannot be looked at, for a reason that says nothing of it.
    pub(crate) fn several_names(&self, fitting: &[Fitting]) -> Result<Option<UsageError>, Fault> {
        Ok(several(&self.full_names(fitting)?))
    }

    /// Shows the table on the terminal, and asks; true if that is what the user wants.
    pub(crate) fn is_confirmed(&self, table: &Table) -> bool {
        let signal = self.order.signal;
        let signal = signal.map_or_else(|| "0".to_owned(), |signal| signal.name().to_string());
        let processes = if table.sendable == 1 { "process" } else { "processes" };
        let question =
            format!("{}: send {signal} to {} {processes}? (y/N) ", self.speaker, table.sendable);
        terminal::ask(&table.text(), &question).unwrap_or_else(|error| {
            let reason = format!("no answer, and nothing was sent: {}", Describe(error));
            report::report(self.speaker, terminal::PATH.as_bytes(), reason);
            false
        })
    }
}

fn several(names: &BTreeSet<Vec<u8>>) -> Option<UsageError> {
    let names: Vec<_> = names.iter().map(|name| escaped(name)).collect();
    let reason =
        format_args!("would signal processes of different names: {}", names.join(", ")).to_string();
    (names.len() > 1).then(|| UsageError::new(b"--strict", reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_not_several() {
        let names = |names: &[&str]| names.iter().map(|name| name.as_bytes().to_vec()).collect();
        assert_eq!(several(&names(&[])), None);
        assert_eq!(several(&names(&["web"])), None);
        assert_eq!(
            several(&names(&["web", "a\nb"])).map(|error| error.reason).as_deref(),
            Some("would signal processes of different names: a\\x0ab, web")
        );
    }
}
