//! Man pages in mdoc(7), rendered from the declarations.
//!
//! The prose is a template beside the command. What the program knows of itself is put into it
//! where a line says so: the forms of the command line, the options, the signals, the commands. The
//! pages are checked in, so nothing here may depend on the machine that renders them.

mod facts;
pub(in crate::docs) mod mdoc;
pub mod signals;
mod synopsis;

use std::collections::BTreeMap;

use super::document::{Document, DocumentedOption, sentence};
use crate::signal::facts::Fact;
use crate::signal::headers;
use crate::signal::headers::System;
use facts::{action, posix};
use mdoc::{argument, fill, list, literal};
use synopsis::synopsis;

/// The man page of a command: its template, with the lines `@SYNOPSIS@`, `@OPTIONS@`, `@SIGNALS@`,
/// `@COMMANDS@` (those that it runs) and `@PAGES@` (references to theirs) replaced.
pub fn render(document: &Document) -> String {
    fill(
        document.manual,
        &[
            ("@SYNOPSIS@", &|| {
                synopsis(document.usage.iter().map(|form| without_name(form, &document.name)))
            }),
            ("@OPTIONS@", &|| options(&document.options)),
            ("@SIGNALS@", &signals),
            ("@COMMANDS@", &|| commands(document.commands())),
            ("@PAGES@", &|| references(document.commands())),
        ],
    )
}

/// The page of another name of a command, which is the same page (man(7), `.so`).
pub fn redirection(document: &Document) -> String {
    format!(".so man1/{}.1\n", document.name)
}

fn without_name<'a>(form: &'a str, name: &str) -> &'a str {
    form.strip_prefix(name).map_or(form, str::trim_start)
}

fn options(options: &[DocumentedOption]) -> String {
    list(options.iter().map(|option| {
        let letters = option.letters.iter().map(|letter| format!("Fl {letter}"));
        let words = option.words.iter().map(|word| format!("Fl \\-{}", literal(word)));
        let names = letters.chain(words).collect::<Vec<_>>().join(" , ");
        let values = option.values.iter().map(|value| match option.attached {
            true => format!(" Ns Oo = Ns {} Oc", argument(&value.name)),
            false => format!(" {}", argument(&value.name)),
        });
        (names + &values.collect::<String>(), option.manual.clone())
    }))
}

fn commands(commands: &[Document]) -> String {
    let names = |command: &Document| {
        command.names().map(|name| format!("Cm {name}")).collect::<Vec<_>>().join(" , ")
    };
    let text = |command: &Document| literal(&sentence(&command.summary));
    list(commands.iter().map(|command| (names(command), text(command))))
}

fn references(commands: &[Document]) -> String {
    // mandoc wants them in order.
    let mut names: Vec<_> = commands.iter().map(|command| &command.name).collect();
    names.sort();
    names.into_iter().map(|name| format!(".Xr {name} 1 ,\n")).collect()
}

/// The signals of Linux as most architectures number them, whatever system this is compiled for.
fn signals() -> String {
    let mut names = BTreeMap::<u8, Vec<&str>>::new();
    for entry in headers::LINUX.entries() {
        names.entry(entry.number).or_default().push(entry.name);
    }
    let rows = names.iter().filter_map(|(number, names)| {
        let fact = Fact::of(names.first()?)?;
        Some(format!(
            ".It {number} Ta {} Ta {} Ta {} Ta {}\n",
            names.join(", "),
            action(fact.default_action_on(System::Linux)),
            posix(fact.posix),
            fact.description
        ))
    });
    format!(
        ".Bl -column \"00\" \"ABRT, IOT\" \"terminate\" \"base\" \"Floating point exception\"\n\
        .It Sy \\& Ta Sy Name Ta Sy Default Ta Sy POSIX Ta Sy Meaning\n{}.El\n",
        rows.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::declaration::Completion::Free;
    use crate::docs::document::DocumentedValue;

    fn option(letters: &str, word: &str, value: &str, attached: bool) -> DocumentedOption {
        DocumentedOption {
            letters: letters.chars().collect(),
            words: vec![word.to_owned()],
            values: vec![DocumentedValue { name: value.to_owned(), completion: Free }],
            attached,
            help: String::new(),
            manual: "Text.".to_owned(),
        }
    }

    #[test]
    fn an_option_shows_every_name_and_its_values() {
        assert_eq!(
            options(&[
                option("sn", "signal", "SIGNAL", false),
                option("", "show-posix", "xsi", true),
            ]),
            ".Bl -tag -width Ds\n\
            .It Fl s , Fl n , Fl \\-signal Ar SIGNAL\nText.\n\
            .It Fl \\-show\\-posix Ns Oo = Ns Cm xsi Oc\nText.\n\
            .El\n"
        );
    }

    #[test]
    fn a_signal_shows_its_other_names_what_it_does_and_who_defines_it() {
        let table = signals();
        assert!(table.contains("\n.It 6 Ta ABRT, IOT Ta core Ta base Ta Aborted\n"), "{table}");
        assert!(
            table.contains("\n.It 17 Ta CHLD, CLD Ta ignore Ta base Ta Child exited\n"),
            "{table}"
        );
        assert!(table.contains("\n.It 31 Ta SYS Ta core Ta XSI Ta Bad system call\n"), "{table}");
    }
}
