//! trap's command line. Pure.
//!
//! Options stand anywhere before `--`. What else stands there are operands: an ACTION and the
//! CONDITIONs it is for, or, if the first one is a number, CONDITIONs that are reset. What follows
//! `--` is COMMAND, whatever it looks like.
//!
//! `read` makes a `draft` of the words, by the `values` that options take; `combine` says what the
//! draft is for, and `conditions` reads what it says about them. A [`Command`] comes out. Without
//! `--`, `separator` says where it belongs.

mod combine;
mod command;
mod conditions;
mod draft;
mod read;
mod run;
mod separator;
mod values;

use crate::cli::parse::UsageError;
use crate::commands::trap::options::Key;
use crate::posix::conformance::Conformance;
use crate::sys::arguments::Word;
use combine::Purpose;
pub(crate) use command::Whose;
pub use command::{Command, Form, Show, UsageErrors};
use conditions::Conditions;
use draft::Draft;
pub use run::{EndingSchedule, Run, Setting, WaitAll};

/// Reads a command line, without the command's name.
///
/// # Errors
///
/// Nothing may be started.
pub fn parse<'a>(
    conformance: Conformance,
    words: &'a [Word<'a>],
) -> Result<Command<'a>, UsageErrors> {
    let separator = words.iter().position(|word| word.bytes() == b"--");
    let (own, command) = match separator {
        Some(place) => (&words[..place], Some(&words[place + 1..])),
        None => (words, None),
    };
    let (draft, read) = read::read(own);
    let separator = match command {
        None if draft.values_are_right && draft.first(Key::shows).is_none() => {
            separator::missing(own, &draft)
        }
        _ => None,
    };
    if let Some(error) = separator.as_ref().filter(|_| draft.runs_first) {
        // Whatever else the words of COMMAND would mean.
        return Err(UsageErrors {
            errors: vec![error.clone()],
            only_conditions: false,
            runs: true,
        });
    }
    let purpose = read.and_then(|()| combine::purpose(conformance, &draft, command));
    let (finished, wrong) = match purpose {
        Ok(purpose) => finish(conformance, draft, purpose),
        Err(error) => {
            // Wrong conditions are reported too.
            let conditions = command.and_then(|_| Conditions::of(conformance, &draft.clauses).ok());
            (Err(error), conditions.unwrap_or_default().wrong)
        }
    };
    match finished {
        Ok(finished) if wrong.is_empty() => Ok(finished),
        finished => {
            let only_conditions = finished.is_ok();
            let runs = command.is_some() || separator.is_some();
            let error = finished.err().map(|error| separator.unwrap_or(error));
            Err(UsageErrors {
                errors: wrong.into_iter().chain(error).collect(),
                only_conditions,
                runs,
            })
        }
    }
}

/// The request, and the conditions that are wrong.
fn finish<'a>(
    conformance: Conformance,
    draft: Draft<'a>,
    purpose: Purpose<'a>,
) -> (Result<Command<'a>, UsageError>, Vec<UsageError>) {
    match purpose {
        Purpose::Settled(command) => (Ok(command), Vec::new()),
        Purpose::Run(command) => {
            let (run, wrong) = combine::run(conformance, draft, command);
            (run.map(|run| Command::Run(Box::new(run))), wrong)
        }
        Purpose::Show => {
            let (show, wrong) = combine::show(conformance, draft);
            (show.map(Command::Show), wrong)
        }
    }
}

#[cfg(test)]
mod tests;
