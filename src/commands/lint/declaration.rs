//! lint's options, as clap knows them. Their texts stand in `pages`, which the program does not
//! hold.

use std::ffi::OsString;

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Command, value_parser};

use super::name::NAME;

/// The options.
pub(crate) fn declaration() -> Command {
    Command::new(NAME)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(value("shell", "NAME").short('s'))
        .arg(value("for", "LIST"))
        .arg(value("posix", "xsi").num_args(0..=1).require_equals(true).default_missing_value(""))
        .arg(flag("pedantic"))
        .arg(value("select", "LIST"))
        .arg(value("ignore", "LIST"))
        .arg(value("severity", "LEVEL"))
        .arg(value("format", "FORMAT").short('f'))
        .arg(value("color", "WHEN"))
        .arg(flag("quiet").short('q'))
        .arg(flag("fix"))
        .arg(flag("diff"))
        .arg(flag("unsafe-fixes"))
        .arg(value("stdin-filename", "NAME"))
        .arg(flag("no-ignore"))
        .arg(value("jobs", "COUNT").short('j'))
        .arg(value("explain", "ID"))
        .arg(flag("list-rules"))
        .arg(flag("help").short('h'))
        .arg(flag("version").short('V'))
        .arg(Arg::new("FILE").value_parser(any()).num_args(0..))
}

fn flag(name: &'static str) -> Arg {
    // Given twice it is given.
    Arg::new(name).long(name).action(ArgAction::SetTrue).overrides_with(name)
}

fn value(name: &'static str, value: &'static str) -> Arg {
    // The last one counts, so that an alias can be overridden.
    Arg::new(name).long(name).value_name(value).value_parser(any()).overrides_with(name)
}

fn any() -> ValueParser {
    value_parser!(OsString)
}
