//! A command's questions about all processes: where nothing can be asked, that is reported in the
//! name of the command, and its exit status says so.

use std::fmt::Display;

use super::criteria::Criteria;
use super::look::Look;
use super::scan::{Findings, Scan};
use super::wanted::{Fault, Unclear, Wanted};
use crate::cli::parse::UsageError;
use crate::cli::{ExitStatus, report};
use crate::process::proc::NO_PROC;
use crate::process::view::View;
use crate::sys::{Describe, Errno, Pid};

/// A command that asks.
#[derive(Clone, Copy)]
pub(crate) struct Inquirer {
    pub(crate) name: &'static str,
    /// The exit status of a wrong command line.
    pub(crate) wrong: ExitStatus,
    /// The exit status if nothing is known of processes.
    pub(crate) fatal: ExitStatus,
}

impl Inquirer {
    /// Has `act` go on with /proc and with the criteria of a command line.
    pub(crate) fn inquire<'a>(
        self,
        wanted: &Wanted<'a>,
        act: impl FnOnce(&View, Criteria<'a>) -> Result<ExitStatus, Fault>,
    ) -> ExitStatus {
        if let Err(unclear) = wanted.require_input() {
            return self.reject(&unclear);
        }
        let view = match View::open() {
            Ok(view) => view,
            Err(Errno::ENOENT) => return self.fail(NO_PROC),
            Err(error) => return self.fail(Describe(error)),
        };
        match wanted.resolve(&view) {
            Ok(criteria) => act(&view, criteria).unwrap_or_else(|fault| self.fail(fault)),
            Err(unclear) => self.reject(&unclear),
        }
    }

    /// Reports why nothing can be asked.
    fn reject(self, unclear: &Unclear) -> ExitStatus {
        match unclear {
            Unclear::Usage(error) => self.refuse(error),
            Unclear::Unavailable(subject, reason) => {
                report::report(self.name, subject, reason);
                ExitStatus::FAILURE
            }
        }
    }

    /// The processes that fit. What cannot be seen of what is asked for is reported.
    ///
    /// # Errors
    ///
    /// /proc cannot be read.
    pub(crate) fn find(self, scan: &Scan, view: &View) -> Result<Findings, Fault> {
        let findings = scan.look_at_all(&mut Look::at_whole(view, Pid::own()), &mut Err)?;
        self.remark(&scan.criteria, view)?;
        Ok(findings)
    }

    /// Reports what cannot be seen of what is asked for, such as the owner of a port.
    ///
    /// # Errors
    ///
    /// /proc cannot be read.
    pub(crate) fn remark(self, criteria: &Criteria, view: &View) -> Result<(), Fault> {
        let remarks = criteria.remarks(view).map_err(|error| Fault { of: None, error })?;
        for (subject, reason) in remarks {
            report::report(self.name, &subject, reason);
        }
        Ok(())
    }

    /// Prints a text.
    pub(crate) fn show(self, text: &str) -> ExitStatus {
        self.shown(report::show(self.name, text))
    }

    /// Prints the output of `--version`.
    pub(crate) fn version(self) -> ExitStatus {
        self.shown(report::version(self.name))
    }

    /// The exit status of output: that it could not be written, which was reported, is fatal.
    pub(crate) fn shown(self, written: ExitStatus) -> ExitStatus {
        if written == ExitStatus::SUCCESS { written } else { self.fatal }
    }

    /// Reports a wrong command line.
    pub(crate) fn refuse(self, error: &UsageError) -> ExitStatus {
        report::usage_error(self.name, error, &format!("{} --help", self.name));
        self.wrong
    }

    /// Reports that nothing is known of processes.
    pub(crate) fn fail(self, reason: impl Display) -> ExitStatus {
        report::report(self.name, b"processes", reason);
        self.fatal
    }
}
