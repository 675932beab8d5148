//! `--help`, rendered by clap from the declaration.
//!
//! It is rendered when the declaration changes, checked in and compiled in as text: rendering it at
//! run time would cost more than all the rest of kill.

use clap::{Arg, ArgAction, Command};

use super::document::{Document, DocumentedOption, sentence};

/// Where the list of the commands goes, which are told at run time.
const COMMANDS: &str = "@COMMANDS@\n";

/// The page that `--help` prints. That of a command which runs others has the line
/// `@COMMANDS@` in it.
pub fn render(document: &Document) -> String {
    let page = Command::new(kept(&document.name))
        .term_width(80)
        .about(sentence(&document.summary))
        .override_usage(document.usage.join("\n       "))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args(document.options.iter().map(argument))
        .after_help(document.help_end)
        .render_help()
        .to_string();
    let page = match document.commands() {
        [] => page,
        _ => page.replacen(OPTIONS, &format!("Commands:\n{COMMANDS}\n{OPTIONS}"), 1),
    };
    page.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// What clap writes in front of the options.
const OPTIONS: &str = "Options:\n";

fn argument(option: &DocumentedOption) -> Arg {
    let letter = option.letters.first().map(char::to_string);
    let id = option.words.first().or(letter.as_ref()).map_or("", |id| kept(id));
    let mut argument = Arg::new(id).help(option.help.clone());
    if let Some((letter, aliases)) = option.letters.split_first() {
        argument = argument.short(*letter).visible_short_aliases(aliases.iter().copied());
    }
    if let Some((word, aliases)) = option.words.split_first() {
        argument = argument.long(kept(word)).visible_aliases(aliases.iter().map(|word| kept(word)));
    }
    if option.values.is_empty() {
        return argument.action(ArgAction::SetTrue);
    }
    let count = option.values.len();
    argument = argument.value_names(option.values.iter().map(|value| kept(&value.name)));
    match option.attached {
        true => argument.num_args(0..=1).require_equals(true),
        false => argument.num_args(count),
    }
}

/// clap keeps names for as long as the program runs.
fn kept(text: &str) -> &'static str {
    text.to_owned().leak()
}
