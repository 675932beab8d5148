//! `--help`, rendered by clap from the declaration.
//!
//! It is rendered when the declaration changes, checked in and compiled in as text: rendering it at
//! run time would cost more than all the rest of kill.

use clap::{Arg, ArgAction, Command};

use super::declaration::{Applet, OptionRow, Takes};

/// The page that `--help` prints.
pub fn render(applet: &Applet) -> String {
    let usage =
        applet.synopsis.iter().map(|form| format!("{} {form}", applet.name)).collect::<Vec<_>>();
    let page = Command::new(applet.name)
        .term_width(80)
        .about(sentence(applet.summary))
        .override_usage(usage.join("\n       "))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args(applet.options.rows.iter().map(argument))
        .after_help(applet.help_end)
        .render_help();
    page.to_string().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn sentence(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    format!("{}{rest}.", first.to_uppercase())
}

fn argument(row: &'static OptionRow) -> Arg {
    let id = row.words.first().copied().unwrap_or(row.letters);
    let mut argument = Arg::new(id).help(row.help);
    let mut letters = row.letters.chars();
    if let Some(letter) = letters.next() {
        argument = argument.short(letter);
    }
    argument = argument.visible_short_aliases(letters);
    if let Some((word, aliases)) = row.words.split_first() {
        argument = argument.long(*word).visible_aliases(aliases.iter().copied());
    }
    match &row.takes {
        Takes::Nothing => argument.action(ArgAction::SetTrue),
        Takes::Values(values) => {
            argument.value_names(values.iter().map(|value| value.name)).num_args(values.len())
        }
        Takes::Attached(value) => {
            argument.value_name(value.name).num_args(0..=1).require_equals(true)
        }
    }
}
