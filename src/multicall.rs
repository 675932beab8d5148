//! One binary, many names: a link named after a command runs it, and so does `sigkit COMMAND`.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::error::ErrorKind as ClapError;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};

use crate::cli::declaration::Applet;
use crate::cli::{ExitStatus, meant, refused, report};
use crate::commands::{self, APPLETS, INNER};
use crate::process::path::file_name;
use crate::sys::arguments::Word;
#[cfg(feature = "trap")]
use crate::sys::start::Handover;
use crate::sys::{Describe, Errno};

pub mod pages;

/// The name of the binary itself.
pub const NAME: &str = "sigkit";

/// The diagnostic for a name that is no command's.
const UNKNOWN: &str = "unknown command; sigkit --list shows them";

/// Runs what the command line asks for: by the first word's file name, else as `sigkit`.
pub fn run(words: &[Word]) -> ExitStatus {
    match asked(words) {
        Asked::Command(applet, line) => (applet.run)(line),
        Asked::Nothing => report::show(NAME, &help()),
        Asked::Options(own) => own_options(own),
        Asked::Unknown(name) => {
            let hint = match meant::hint(name, &mut names().map(str::as_bytes)) {
                hint if hint.is_empty() => "; sigkit --list shows them".to_owned(),
                hint => hint,
            };
            report::report(NAME, name, format_args!("unknown command{hint}"));
            ExitStatus::NOT_FOUND
        }
    }
}

/// The request of a command line.
enum Asked<'a> {
    /// A command, and the words of its command line with its name.
    Command(&'static Applet, &'a [Word<'a>]),
    Nothing,
    /// sigkit's own options.
    Options(&'a [Word<'a>]),
    Unknown(&'a [u8]),
}

fn asked<'a>(words: &'a [Word<'a>]) -> Asked<'a> {
    let called = words.first().map_or(&b""[..], |word| file_name(word.bytes()));
    if let Some(applet) = commands::find(called) {
        return Asked::Command(applet, words);
    }
    let own = words.get(1..).unwrap_or_default();
    match own.first().map(|word| word.bytes()) {
        None => Asked::Nothing,
        Some([b'-', ..]) => Asked::Options(own),
        Some(name) => match commands::find(name).or_else(|| commands::find_inner(name)) {
            Some(applet) => Asked::Command(applet, own),
            None => Asked::Unknown(name),
        },
    }
}

/// Reads a command line, for `src/fuzzed.rs`: a command gets its name and all words after it.
#[cfg(any(test, fuzzing))]
pub(crate) fn read(words: &[Word]) {
    match asked(words) {
        Asked::Command(applet, line) => {
            assert!(words.ends_with(line) && line.len() + 1 >= words.len());
            let name = file_name(line[0].bytes());
            assert!(applet.names().any(|own| own.as_bytes() == name));
        }
        Asked::Options(own) => drop(own_matches(own)),
        Asked::Nothing | Asked::Unknown(_) => {}
    }
}

/// Goes on with a COMMAND of trap's that was started already: [`run`] of the same words would have
/// started it.
#[cfg(feature = "trap")]
pub fn go_on(words: &[Word], handover: Handover) -> ExitStatus {
    let called = words.first().map_or(&b""[..], |word| file_name(word.bytes()));
    let line = match commands::find(called) {
        Some(_) => words,
        None => words.get(1..).unwrap_or_default(),
    };
    commands::trap::go_on(line, handover)
}

/// sigkit's own command line, as clap knows it. Its help, man page and completions are made of it.
pub fn declaration() -> Command {
    Command::new(NAME)
        .about("signal tools for the command line")
        .override_usage(
            "sigkit COMMAND [ARGUMENT]...\n       COMMAND [ARGUMENT]...   (a link of that \
             name)\n       sigkit OPTION\n       sigkit --install DIR [NAME]...",
        )
        .disable_version_flag(true)
        .disable_help_flag(true)
        .arg(
            Arg::new("list")
                .long("list")
                .action(ArgAction::SetTrue)
                .exclusive(true)
                .help("Print the names of the commands, one a line"),
        )
        .arg(
            Arg::new("install")
                .long("install")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::DirPath)
                .help("Link commands in DIR (kill and trap); keep files"),
        )
        .arg(Arg::new("names").value_name("NAME").requires("install").num_args(1..))
        .arg(
            Arg::new("uninstall")
                .long("uninstall")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::DirPath)
                .exclusive(true)
                .help("Remove the links in DIR that lead to sigkit"),
        )
        .arg(
            Arg::new("force")
                .long("force")
                .action(ArgAction::SetTrue)
                .requires("install")
                .help("With --install: replace existing files"),
        )
        .arg(alone("help", 'h', "Print this help"))
        .arg(alone("version", 'V', "Print the version"))
}

/// An option that takes the place of all else.
fn alone(name: &'static str, letter: char, help: &'static str) -> Arg {
    Arg::new(name).short(letter).long(name).action(ArgAction::SetTrue).exclusive(true).help(help)
}

/// The names of all commands.
fn names() -> impl Iterator<Item = &'static str> {
    APPLETS.iter().chain(INNER).flat_map(|applet| applet.names())
}

/// The help as it is checked in, with the commands in their place.
fn help() -> String {
    let names = |applet: &Applet| applet.names().collect::<Vec<_>>().join(", ");
    let width = APPLETS.iter().map(|applet| names(applet).len()).max().unwrap_or_default();
    let line = |applet: &&Applet| format!("  {:<width$}  {}\n", names(applet), applet.summary);
    let commands: String = APPLETS.iter().chain(INNER).map(line).collect();
    include_str!("multicall/help.txt").replace("@COMMANDS@\n", &commands)
}

fn own_matches(words: &[Word]) -> Result<ArgMatches, clap::Error> {
    let arguments = words.iter().map(|word| OsStr::from_bytes(word.bytes()));
    declaration().no_binary_name(true).try_get_matches_from(arguments)
}

fn own_options(words: &[Word]) -> ExitStatus {
    let matches = match own_matches(words) {
        Ok(matches) => matches,
        Err(error) => return wrong_option(&error, words),
    };
    if let Some(directory) = matches.get_one::<PathBuf>("install") {
        let names = matches.get_many::<String>("names").unwrap_or_default();
        return install(directory, names.map(String::as_str).collect(), matches.get_flag("force"));
    }
    if let Some(directory) = matches.get_one::<PathBuf>("uninstall") {
        return uninstall(directory);
    }
    if matches.get_flag("list") {
        let names: String = names().map(|name| format!("{name}\n")).collect();
        return report::show(NAME, &names);
    }
    if matches.get_flag("version") {
        return report::show(NAME, &format!("{NAME} {}\n", env!("CARGO_PKG_VERSION")));
    }
    report::show(NAME, &help())
}

/// clap's finding in sigkit's own form: one line, then where the help is.
fn wrong_option(error: &clap::Error, words: &[Word]) -> ExitStatus {
    let special = |kind| match kind {
        ClapError::MissingRequiredArgument => Some(("--force", "needs --install DIR")),
        ClapError::InvalidValue | ClapError::TooFewValues => Some(("", "a directory is missing")),
        _ => None,
    };
    let error = refused::usage_error(error, words, &declaration(), Some(&special));
    report::usage_error(NAME, &error, "sigkit --help")
}

/// Makes the links of these commands or, if none is named, of those that do not stand apart. One
/// that cannot be made does not keep the others from being made.
fn install(directory: &Path, mut names: Vec<&str>, force: bool) -> ExitStatus {
    let mut status = ExitStatus::SUCCESS;
    if names.is_empty() {
        let applets = APPLETS.iter().filter(|applet| !applet.apart);
        names = applets.flat_map(|applet| applet.names()).collect();
    }
    for name in names {
        if commands::find(name.as_bytes()).is_none() {
            match commands::find_inner(name.as_bytes()) {
                None => report::report(NAME, name.as_bytes(), UNKNOWN),
                Some(_) => {
                    let reason = format!("has no link; it is called as: sigkit {name}");
                    report::report(NAME, name.as_bytes(), reason);
                }
            }
            status = ExitStatus::FAILURE;
            continue;
        }
        let link = directory.join(name);
        if let Err(error) = link_to_own_binary(&link, force) {
            report::report(NAME, link.as_os_str().as_bytes(), format_args!("{error:#}"));
            status = ExitStatus::FAILURE;
        }
    }
    status
}

/// Removes the links that lead to this program. Everything else stays, and is reported.
fn uninstall(directory: &Path) -> ExitStatus {
    if let Err(error) = std::fs::read_dir(directory) {
        report::report(NAME, directory.as_os_str().as_bytes(), reason(error));
        return ExitStatus::FAILURE;
    }
    let mut status = ExitStatus::SUCCESS;
    for name in APPLETS.iter().flat_map(|applet| applet.names()) {
        let link = directory.join(name);
        if let Err(error) = remove_own_link(&link) {
            report::report(NAME, link.as_os_str().as_bytes(), format_args!("{error:#}"));
            status = ExitStatus::FAILURE;
        }
    }
    status
}

fn remove_own_link(link: &Path) -> Result<()> {
    match std::fs::symlink_metadata(link) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(reason(error)),
        Ok(metadata) if !metadata.is_symlink() => anyhow::bail!("kept: not a link"),
        Ok(_) => {}
    }
    let binary = std::env::current_exe().context("the path of sigkit is unknown")?;
    let own = binary.canonicalize().unwrap_or(binary);
    if link.canonicalize().map_err(reason).is_ok_and(|target| target == own) {
        return std::fs::remove_file(link).map_err(reason);
    }
    anyhow::bail!("kept: leads elsewhere")
}

fn link_to_own_binary(link: &Path, force: bool) -> Result<()> {
    let binary = std::env::current_exe().context("the path of sigkit is unknown")?;
    // A link beside the binary moves with it.
    let same_directory = match (link.parent().map(Path::canonicalize), binary.parent()) {
        (Some(Ok(directory)), Some(own)) => directory == own,
        _ => false,
    };
    let target = match binary.file_name() {
        Some(name) if same_directory => PathBuf::from(name),
        _ => binary.clone(),
    };
    if std::fs::read_link(link).is_ok_and(|existing| existing == target) {
        return Ok(());
    }
    match symlink(&target, link) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && force => replace(&target, link),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            anyhow::bail!("already exists; --force replaces it")
        }
        result => result.map_err(reason),
    }
}

/// Puts the link in the place of what is there, in one step.
fn replace(target: &Path, link: &Path) -> Result<()> {
    let mut name = link.as_os_str().to_owned();
    name.push(format!(".sigkit-{}", std::process::id()));
    let temporary = PathBuf::from(name);
    symlink(target, &temporary).map_err(reason)?;
    let result = std::fs::rename(&temporary, link);
    if result.is_err() {
        // What could not be put in place is not left; that this fails too would change
        // nothing.
        let _ = std::fs::remove_file(&temporary);
    }
    result.map_err(reason)
}

/// The system's text without std's "(os error N)".
fn reason(error: std::io::Error) -> anyhow::Error {
    match error.raw_os_error() {
        Some(number) => anyhow::anyhow!("{}", Describe(Errno::from_raw(number))),
        None => anyhow::anyhow!(error),
    }
}
