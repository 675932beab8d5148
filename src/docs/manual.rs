//! Man pages in mdoc(7), rendered from the declarations.
//!
//! The prose is a template beside the command. What the program knows of itself is put into it
//! where a line asks for it: the forms of the command line, the options, the signals, the commands.
//! The pages are checked in, so nothing here may depend on the machine that renders them.

mod facts;
pub(in crate::docs) mod mdoc;
pub mod signals;
mod synopsis;

use super::document::{Document, DocumentedGroup, DocumentedOption, sentence};
use mdoc::{argument, fill, list, literal};
use synopsis::synopsis;

/// The man page of a command: its template, with the lines `@SYNOPSIS@`, `@OPTIONS@`,
/// `@COMMANDS@` (those that it runs), `@PAGES@` (references to theirs) and `@RULES@` (lint's)
/// replaced.
pub fn render(document: &Document) -> String {
    fill(
        document.manual,
        &[
            ("@SYNOPSIS@", &|| {
                let name = document.called();
                let forms = document.usage.iter().map(|form| without_name(form, &name));
                synopsis(forms, document.within.map(|within| (within, &document.name[..])))
            }),
            ("@OPTIONS@", &|| groups(document)),
            ("@COMMANDS@", &|| commands(document.commands())),
            ("@PAGES@", &|| references(document.commands())),
            ("@RULES@", &rules),
        ],
    )
}

/// Renders the page of another name of a command, which leads to its page (man(7), `.so`).
///
/// The path is that of the repository, so that `man ./man/sigtrap.1` works there;
/// `packaging/install` puts in the path of an installation.
pub fn redirection(document: &Document) -> String {
    format!(".so man/{}.1\n", document.name)
}

fn without_name<'a>(form: &'a str, name: &str) -> &'a str {
    form.strip_prefix(name).map_or(form, str::trim_start)
}

/// The options in groups, each a subsection; one group is the section itself.
fn groups(document: &Document) -> String {
    let several = document.groups.len() > 1;
    let text = |group: &DocumentedGroup| {
        let named = document.options_at(&group.named);
        let list = options(document.options_at(&group.options).chain(named));
        if several { format!(".Ss {}\n{list}", group.title) } else { list }
    };
    document.groups.iter().map(text).collect()
}

fn options<'a>(options: impl Iterator<Item = &'a DocumentedOption>) -> String {
    list(options.map(|option| {
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

/// lint's rules as a table; nothing without the command.
pub fn rules() -> String {
    #[cfg(feature = "lint")]
    return super::rules::table();
    #[cfg(not(feature = "lint"))]
    String::new()
}

fn references(commands: &[Document]) -> String {
    // mandoc wants them in order.
    let mut names: Vec<_> = commands.iter().map(Document::page).collect();
    names.sort();
    names.into_iter().map(|name| format!(".Xr {name} 1 ,\n")).collect()
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
            options(
                [option("sn", "signal", "SIGNAL", false), option("", "show-posix", "xsi", true),]
                    .iter()
            ),
            ".Bl -tag -width Ds\n\
            .It Fl s , Fl n , Fl \\-signal Ar SIGNAL\nText.\n\
            .It Fl \\-show\\-posix Ns Oo = Ns Cm xsi Oc\nText.\n\
            .El\n"
        );
    }
}
