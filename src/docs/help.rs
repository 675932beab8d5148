//! `--help`, rendered from the declarations: examples first, then the options in groups.
//!
//! The page is rendered when the declaration changes, checked in and compiled in as text. Rendering
//! it at run time would cost more than all the rest of kill.

use super::document::{Document, DocumentedOption, sentence};

/// Stands for the list of the commands, which is known at run time.
const COMMANDS: &str = "@COMMANDS@\n";

/// Stands for the name that a command was called by, where it has several.
const NAME: &str = "@NAME@";

/// The columns of the page.
const WIDTH: usize = 80;

/// The column of the texts beside the options.
const TEXT: usize = 30;

/// Renders the page that `--help` prints. A command with several names has `@NAME@` in its page; a
/// command that runs others has the line `@COMMANDS@`.
pub fn render(document: &Document) -> String {
    let mut page = format!("{}\n\n", sentence(&document.summary));
    for (number, form) in document.usage.iter().enumerate() {
        let head = if number == 0 { "Usage: " } else { "       " };
        page += &folded(&format!("{head}{}", called(document, form)), 15);
    }
    page += "\n";
    page += &examples(document);
    if !document.commands().is_empty() {
        page += &format!("Commands:\n{COMMANDS}\n");
    }
    for group in &document.groups {
        page += &format!("{}:\n", group.title);
        for option in document.options_at(&group.options) {
            page += &beside(&names(option), &option.help, TEXT);
        }
        let named: Vec<_> = document.options_at(&group.named).map(usual_name).collect();
        if !named.is_empty() {
            page += &folded(&format!("  and (see the manual): {}", named.join(", ")), 6);
        }
    }
    if !document.help_end.is_empty() {
        page += &format!("\n{}\n", document.help_end);
    }
    match document.also {
        [] => page,
        _ => page.replace(&place_of_name(document), NAME),
    }
}

fn examples(document: &Document) -> String {
    if document.examples.is_empty() {
        return String::new();
    }
    let lines = document.examples.iter().map(|(line, _)| format!("  {}", called(document, line)));
    let lines: Vec<_> = lines.collect();
    let column = 2 + lines.iter().map(String::len).max().unwrap_or_default();
    let effects = document.examples.iter().map(|(_, effect)| *effect);
    let text: String =
        lines.iter().zip(effects).map(|(line, effect)| beside(line, effect, column)).collect();
    format!("Examples:\n{text}\n")
}

/// The line with a place for the name that the command is called by, if it has several.
fn called(document: &Document, line: &str) -> String {
    match line.strip_prefix(&document.name) {
        Some(rest) if !document.also.is_empty() => place_of_name(document) + rest,
        _ => line.to_owned(),
    }
}

/// As wide as the longest name, so that every name fits into 80 columns.
fn place_of_name(document: &Document) -> String {
    "\0".repeat(document.names().map(str::len).max().unwrap_or_default())
}

/// The names and the values of an option.
fn names(option: &DocumentedOption) -> String {
    let letters = option.letters.iter().map(|letter| format!("-{letter}"));
    let words = option.words.iter().map(|word| format!("--{word}"));
    let indent = if option.letters.is_empty() { "      " } else { "  " };
    indent.to_owned() + &letters.chain(words).collect::<Vec<_>>().join(", ") + &values(option)
}

/// The usual name and the values of an option.
fn usual_name(option: &DocumentedOption) -> String {
    let letter = option.letters.first().map(|letter| format!("-{letter}"));
    let word = option.words.first().map(|word| format!("--{word}"));
    letter.or(word).unwrap_or_default() + &values(option)
}

fn values(option: &DocumentedOption) -> String {
    let values = option.values.iter().map(|value| match option.attached {
        true => format!("[={}]", value.name),
        false => format!(" {}", value.name),
    });
    values.collect()
}

/// A line with a text beside it: in this column, or after it, or in the next line.
fn beside(line: &str, text: &str, column: usize) -> String {
    let line = format!("{line:<width$}  ", width = column - 2);
    match line.len() + text.len() <= WIDTH {
        true => format!("{line}{text}\n"),
        false => folded(&format!("{}\n{:column$}{text}", line.trim_end(), ""), column),
    }
}

/// The text, with lines that are too long broken at blanks.
fn folded(text: &str, indent: usize) -> String {
    let mut page = String::new();
    for line in text.lines() {
        let mut rest = line.to_owned();
        while let Some(at) = break_of(&rest, indent) {
            page += &format!("{}\n", &rest[..at]);
            rest = format!("{:indent$}{}", "", &rest[at + 1..]);
        }
        page += &format!("{rest}\n");
    }
    page
}

/// The last blank at which a line that is too long can be broken.
fn break_of(line: &str, indent: usize) -> Option<usize> {
    let start = line.get(..WIDTH + 1)?;
    start.rfind(' ').filter(|at| *at > indent)
}
