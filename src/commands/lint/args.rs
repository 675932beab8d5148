//! lint's command line as a value. Pure.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use clap::ArgMatches;

use super::declaration::declaration;
use crate::cli::escape::escaped;
use crate::cli::meant;
use crate::cli::parse::UsageError;
use crate::cli::refused;
use crate::lint::examine::Request;
use crate::lint::formats::Format;
use crate::lint::rule::{Kind, Rule, Severity};
use crate::lint::rules::RULES;
use crate::lint::selectors;
use crate::lint::settings::Settings;
use crate::lint::shells::{Dialect, Shells};
use crate::posix::conformance::Level;
use crate::signal::decimal;
use crate::sys::arguments::Word;

/// The request of a command line.
#[derive(Debug)]
pub(super) enum Command {
    Check(Box<Check>),
    /// The page of a rule.
    Explain(&'static Rule),
    ListRules {
        as_json: bool,
    },
    Help,
    Version,
}

/// A check of files.
#[derive(Debug)]
pub(super) struct Check {
    pub(super) request: Request,
    pub(super) format: Format,
    pub(super) color: Color,
    pub(super) quiet: bool,
    pub(super) mending: Mending,
    /// With `--fix` and `--diff`, fixes that may change what the script does are made, too.
    pub(super) unsafe_fixes: bool,
    /// The name of standard input.
    pub(super) input_name: Option<Vec<u8>>,
    pub(super) no_ignore: bool,
    pub(super) jobs: Option<usize>,
    pub(super) operands: Vec<PathBuf>,
}

/// The fate of the fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mending {
    /// They are reported.
    Shown,
    /// They are written.
    Written,
    /// They are printed as a diff.
    Diff,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// The words of `--color`.
pub(super) const COLORS: [(&str, Color); 3] =
    [("auto", Color::Auto), ("always", Color::Always), ("never", Color::Never)];

/// Standard input as an operand.
pub(super) const INPUT: &str = "-";

/// The most threads.
const MOST_JOBS: u32 = 1024;

/// Reads the words after the command's name.
///
/// # Errors
///
/// An unknown option, or a wrong value; options that do not go together.
pub(super) fn parse(words: &[Word]) -> Result<Command, UsageError> {
    let arguments = words.iter().map(|word| OsStr::from_bytes(word.bytes()));
    let declaration = declaration().no_binary_name(true);
    let matches = declaration
        .try_get_matches_from(arguments)
        .map_err(|error| refused::usage_error(&error, words, &self::declaration(), None))?;
    if matches.get_flag("help") {
        return Ok(Command::Help);
    }
    if matches.get_flag("version") {
        return Ok(Command::Version);
    }
    let format = format(&matches)?;
    refuse_files(&matches)?;
    if let Some(word) = bytes(&matches, "explain") {
        return explained(word);
    }
    if matches.get_flag("list-rules") {
        return match format {
            Format::Text => Ok(Command::ListRules { as_json: false }),
            Format::Json => Ok(Command::ListRules { as_json: true }),
            _ => Err(UsageError::new(b"--list-rules", "has the formats text and json")),
        };
    }
    check(&matches, format).map(|check| Command::Check(Box::new(check)))
}

/// Refuses files next to an option that prints pages.
fn refuse_files(matches: &ArgMatches) -> Result<(), UsageError> {
    let option = match (bytes(matches, "explain"), matches.get_flag("list-rules")) {
        (Some(_), _) => "--explain",
        (None, true) => "--list-rules",
        (None, false) => return Ok(()),
    };
    let mut files = matches.get_many::<OsString>("FILE").unwrap_or_default();
    match files.next() {
        Some(file) => Err(UsageError::new(file.as_bytes(), format!("{option} takes no FILE"))),
        None => Ok(()),
    }
}

fn check(matches: &ArgMatches, format: Format) -> Result<Check, UsageError> {
    let operands = matches.get_many::<OsString>("FILE").unwrap_or_default();
    let mut operands: Vec<PathBuf> = operands.map(PathBuf::from).collect();
    if operands.is_empty() {
        operands.push(PathBuf::from("."));
    }
    let has_input = operands.iter().any(|operand| operand.as_os_str() == INPUT);
    let mending = mending(matches)?;
    let unsafe_fixes = matches.get_flag("unsafe-fixes");
    if unsafe_fixes && mending == Mending::Shown {
        return Err(UsageError::new(b"--unsafe-fixes", "needs --fix or --diff"));
    }
    if mending == Mending::Diff && format != Format::Text {
        let reason = "cannot be combined with --format: the diff takes the place of the findings";
        return Err(UsageError::new(b"--diff", reason));
    }
    if has_input && mending == Mending::Written {
        if operands.len() > 1 {
            let reason = "with --fix, standard input stands alone: its text is what is printed";
            return Err(UsageError::new(b"-", reason));
        }
        if format != Format::Text {
            let reason = "cannot be combined with --format: the text of standard input is printed";
            return Err(UsageError::new(b"--fix", reason));
        }
    }
    let input_name = bytes(matches, "stdin-filename").map(<[u8]>::to_vec);
    if input_name.is_some() && !has_input {
        return Err(UsageError::new(b"--stdin-filename", "needs the operand -"));
    }
    Ok(Check {
        request: request(matches)?,
        format,
        color: word(matches, "color", &COLORS)?.unwrap_or(Color::Auto),
        quiet: matches.get_flag("quiet"),
        mending,
        unsafe_fixes,
        input_name,
        no_ignore: matches.get_flag("no-ignore"),
        jobs: jobs(matches)?,
        operands,
    })
}

fn mending(matches: &ArgMatches) -> Result<Mending, UsageError> {
    match (matches.get_flag("fix"), matches.get_flag("diff")) {
        (true, true) => Err(UsageError::new(b"--fix", "cannot be combined with --diff")),
        (true, false) => Ok(Mending::Written),
        (false, true) => Ok(Mending::Diff),
        (false, false) => Ok(Mending::Shown),
    }
}

fn request(matches: &ArgMatches) -> Result<Request, UsageError> {
    let shell = bytes(matches, "shell");
    let shell = shell.map(|name| Dialect::by_name(name).ok_or_else(|| not_a_shell(name)));
    let targets = bytes(matches, "for");
    let targets = targets.map(|list| Shells::by_list(list).map_err(not_a_shell)).transpose()?;
    let posix = match bytes(matches, "posix") {
        None => None,
        Some(b"") => Some(Level::Base),
        Some(b"xsi") => Some(Level::Xsi),
        Some(other) => {
            let reason = format!("{}: not xsi", escaped(other));
            return Err(UsageError::new(b"--posix", reason));
        }
    };
    let pedantic = matches.get_flag("pedantic");
    let selected = bytes(matches, "select").map(rules).transpose()?;
    let ignored = bytes(matches, "ignore").map(rules).transpose()?.unwrap_or_default();
    let off = |rule: &&&Rule| matches!(rule.kind, Kind::Posix { .. } | Kind::Style);
    let turned_on: Vec<u16> =
        selected.iter().flatten().filter(off).map(|rule| rule.number).collect();
    // Rules of style that were asked for are reported.
    let least = match pedantic || !turned_on.is_empty() {
        true => Severity::Style,
        false => Severity::Info,
    };
    let levels = Severity::ALL.map(|severity| (severity.name(), severity));
    let numbers = |rules: Vec<&'static Rule>| rules.iter().map(|rule| rule.number).collect();
    Ok(Request {
        shell: shell.transpose()?,
        settings: Settings { targets, posix, pedantic, turned_on, ..Settings::default() },
        selected: selected.map(numbers),
        ignored: numbers(ignored),
        least: word(matches, "severity", &levels)?.unwrap_or(least),
    })
}

fn format(matches: &ArgMatches) -> Result<Format, UsageError> {
    let formats = Format::ALL.map(|format| (format.name(), format));
    Ok(word(matches, "format", &formats)?.unwrap_or(Format::Text))
}

fn jobs(matches: &ArgMatches) -> Result<Option<usize>, UsageError> {
    let Some(word) = bytes(matches, "jobs") else { return Ok(None) };
    match decimal(word) {
        Some(jobs @ 1..=MOST_JOBS) => Ok(Some(jobs as usize)),
        _ => Err(UsageError::new(word, format!("-j takes a number from 1 to {MOST_JOBS}"))),
    }
}

/// The value of an option that takes one of some words.
fn word<T: Copy>(
    matches: &ArgMatches,
    option: &str,
    words: &[(&str, T)],
) -> Result<Option<T>, UsageError> {
    let Some(value) = bytes(matches, option) else { return Ok(None) };
    match words.iter().find(|(word, _)| word.as_bytes() == value) {
        Some((_, found)) => Ok(Some(*found)),
        None => {
            let names: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            let hint = meant::hint(value, &mut names.iter().map(|name| name.as_bytes()));
            let reason = format!("--{option} takes {}{hint}", names.join(", "));
            Err(UsageError::new(value, reason))
        }
    }
}

/// The rules that a list names.
fn rules(list: &[u8]) -> Result<Vec<&'static Rule>, UsageError> {
    let mut named = Vec::new();
    for word in list.split(|byte| *byte == b',') {
        let found = selectors::named(word, &RULES);
        if found.is_empty() {
            return Err(no_rule(word));
        }
        named.extend(found);
    }
    Ok(named)
}

fn explained(word: &[u8]) -> Result<Command, UsageError> {
    match selectors::named(word, &RULES)[..] {
        [rule] => Ok(Command::Explain(rule)),
        [] => Err(no_rule(word)),
        _ => Err(UsageError::new(word, "names several rules; sigkit lint --list-rules lists them")),
    }
}

fn no_rule(word: &[u8]) -> UsageError {
    let ids: Vec<_> = RULES.iter().map(|rule| rule.id()).collect();
    let known = ids.iter().map(String::as_bytes);
    let mut known = known.chain(RULES.iter().map(|rule| rule.title.as_bytes()));
    let reason = match meant::hint(&word.to_ascii_uppercase(), &mut known) {
        hint if hint.is_empty() => "no such rule; sigkit lint --list-rules lists them".to_owned(),
        hint => format!("no such rule{hint}"),
    };
    UsageError::new(word, reason)
}

fn not_a_shell(name: &[u8]) -> UsageError {
    let known = ["sh", "dash", "bash", "ksh", "mksh", "yash", "zsh", "posh", "busybox", "all"];
    let hint = meant::hint(name, &mut known.iter().map(|name| name.as_bytes()));
    UsageError::new(name, format!("not a shell that lint knows{hint}"))
}

fn bytes<'a>(matches: &'a ArgMatches, option: &str) -> Option<&'a [u8]> {
    matches.get_one::<OsString>(option).map(|value| value.as_bytes())
}
