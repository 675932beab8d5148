//! Man pages in mdoc(7), generated from the declarations.
//!
//! The prose is a template beside the command. What the program knows of itself is put into it
//! where a line says so: the forms of the command line, the options, the signals. The pages are
//! checked in, so nothing here may depend on the machine that generates them.

pub mod signals;

use std::collections::BTreeMap;

use super::declaration::{Applet, OptionRow, Takes, Value};
use crate::signal::facts::{DefaultAction, Fact, Posix};
use crate::signal::headers::{self, System};

/// The man page of a command: its template, with the lines `@SYNOPSIS@`, `@OPTIONS@` and
/// `@SIGNALS@` replaced.
pub fn render(applet: &Applet) -> String {
    fill(
        applet.manual,
        &[
            ("@SYNOPSIS@", &|| synopsis(applet.synopsis)),
            ("@OPTIONS@", &|| options(applet.options.rows)),
            ("@SIGNALS@", &signals),
        ],
    )
}

/// The page of another name of a command, which is the same page (man(7), `.so`).
pub fn redirection(applet: &Applet) -> String {
    format!(".so man1/{}.1\n", applet.name)
}

/// The man page of sigkit itself: its template, with the lines `@OPTIONS@` (from clap's
/// declaration), `@COMMANDS@` and `@PAGES@` (from the commands' names and summaries) replaced.
pub fn render_sigkit(template: &str, command: &clap::Command, applets: &[&Applet]) -> String {
    let names = |applet: &Applet| {
        applet.names().map(|name| format!("Cm {name}")).collect::<Vec<_>>().join(" , ")
    };
    fill(
        template,
        &[
            ("@OPTIONS@", &|| declared_options(command)),
            ("@COMMANDS@", &|| {
                list(applets.iter().map(|applet| (names(applet), sentence(applet.summary))))
            }),
            ("@PAGES@", &|| {
                let pages: Vec<_> =
                    applets.iter().map(|applet| format!(".Xr {} 1", applet.name)).collect();
                format!("{} ,\n", pages.join(" ,\n"))
            }),
        ],
    )
}

/// Replaces each line that is one of the marks by the text that belongs there.
fn fill(template: &str, parts: &[(&str, &dyn Fn() -> String)]) -> String {
    let mut page = String::with_capacity(2 * template.len());
    for line in template.lines() {
        match parts.iter().find(|(mark, _)| *mark == line) {
            Some((_, text)) => page.push_str(&text()),
            None => {
                page.push_str(line);
                page.push('\n');
            }
        }
    }
    page
}

/// The forms of a command line. One that is two ("-L | -t") gets two lines.
fn synopsis(forms: &[&str]) -> String {
    let mut text = String::new();
    for form in forms.iter().flat_map(|form| alternatives(form)) {
        text.push_str(".Nm\n");
        for part in parts(form, b' ') {
            text.push_str(&format!(".{}\n", macros(part)));
        }
    }
    text
}

fn alternatives(form: &str) -> impl Iterator<Item = &str> {
    parts(form, b'|').into_iter().map(str::trim)
}

/// Cuts a form where `separator` stands outside of brackets.
fn parts(form: &str, separator: u8) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (position, byte) in form.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            _ if byte == separator && depth == 0 => {
                parts.push(&form[start..position]);
                start = position + 1;
            }
            _ => {}
        }
    }
    parts.push(&form[start..]);
    parts
}

/// One part of a form in mdoc's macros, without the dot before the first.
fn macros(part: &str) -> String {
    if let Some(repeated) = part.strip_suffix("...") {
        return format!("{} Ns ...", macros(repeated));
    }
    if let Some(inner) = part.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let choices = alternatives(inner).map(|choice| {
            let words: Vec<_> = parts(choice, b' ').into_iter().map(macros).collect();
            words.join(" ")
        });
        return format!("Oo {} Oc", choices.collect::<Vec<_>>().join(" | "));
    }
    match (part.find('['), part.strip_prefix('-')) {
        (Some(attached), _) if attached > 0 => {
            format!("{} Ns {}", macros(&part[..attached]), macros(&part[attached..]))
        }
        (_, Some(name)) if is_placeholder(name) => format!("Fl Ns Ar {}", literal(name)),
        (_, Some(name)) => format!("Fl {}", literal(name)),
        (_, None) => match part.strip_prefix('=') {
            Some(value) => format!("= Ns {}", macros(value)),
            None => argument(part),
        },
    }
}

/// Names that stand for something else are in capitals; one capital letter is itself.
fn is_placeholder(word: &str) -> bool {
    word.len() > 1 && word.contains(|letter: char| letter.is_ascii_uppercase())
}

/// A value: what the user is to replace, or a word that is meant as it stands.
fn argument(word: &str) -> String {
    let class = if is_placeholder(word) { "Ar" } else { "Cm" };
    format!("{class} {}", literal(word))
}

/// A word as roff prints it. A bare - would be a hyphen, which cannot be copied to a command line.
fn literal(word: &str) -> String {
    word.replace('\\', "\\e").replace('-', "\\-")
}

fn options(rows: &[OptionRow]) -> String {
    list(rows.iter().map(|row| {
        let letters = row.letters.chars().map(|letter| format!("Fl {letter}"));
        let words = row.words.iter().map(|word| long(word));
        let names = letters.chain(words).collect::<Vec<_>>().join(" , ");
        let values = match &row.takes {
            Takes::Nothing => String::new(),
            Takes::Values(values) => {
                values.iter().map(|value| format!(" {}", argument(value.name))).collect()
            }
            Takes::Attached(Value { name, .. }) => format!(" Ns Oo = Ns {} Oc", argument(name)),
        };
        (names + &values, row.manual.to_owned())
    }))
}

fn long(word: &str) -> String {
    format!("Fl \\-{}", literal(word))
}

fn declared_options(command: &clap::Command) -> String {
    list(command.get_arguments().map(|option| {
        let letter = option.get_short().map(|letter| format!("Fl {letter}"));
        let word = option.get_long().map(long);
        let names = letter.into_iter().chain(word).collect::<Vec<_>>().join(" , ");
        let values = match option.get_action().takes_values() {
            true => option
                .get_value_names()
                .unwrap_or_default()
                .iter()
                .map(|name| format!(" {}", argument(name)))
                .collect(),
            false => String::new(),
        };
        let help = option.get_help().map(ToString::to_string).unwrap_or_default();
        (names + &values, sentence(&help))
    }))
}

/// A tagged list of what stands in the margin and what stands beside it.
fn list(items: impl Iterator<Item = (String, String)>) -> String {
    let items: String = items.map(|(tag, text)| format!(".It {tag}\n{}", wrapped(&text))).collect();
    format!(".Bl -tag -width Ds\n{items}.El\n")
}

/// Breaks long lines of text, which mdoc(7) asks for; lines that start with a macro stay as they
/// are.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 80;
    let mut lines = String::new();
    for line in text.lines() {
        let mut length = 0;
        for word in line.split(' ') {
            if length > 0 && length + 1 + word.len() > WIDTH && !line.starts_with('.') {
                lines.push('\n');
                // At the start of a line these would make a macro of the word.
                if word.starts_with(['.', '\'']) {
                    lines.push_str("\\&");
                }
                length = 0;
            } else if length > 0 {
                lines.push(' ');
                length += 1;
            }
            lines.push_str(word);
            length += word.len();
        }
        lines.push('\n');
    }
    lines
}

fn sentence(text: &str) -> String {
    match text.split_at_checked(1) {
        Some((first, rest)) => literal(&format!("{}{rest}.", first.to_uppercase())),
        None => String::new(),
    }
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

fn posix(posix: Posix) -> &'static str {
    match posix {
        Posix::Base => "base",
        Posix::Xsi => "XSI",
        Posix::Extension => "\\(en",
    }
}

fn action(action: DefaultAction) -> &'static str {
    match action {
        DefaultAction::Terminate => "terminate",
        DefaultAction::Core => "core",
        DefaultAction::Ignore => "ignore",
        DefaultAction::Stop => "stop",
        DefaultAction::Continue => "continue",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_the_command_line_is_marked_up_word_by_word() {
        assert_eq!(
            synopsis(&["[-s SIGNAL | -SIGNAL] [OPTION]... [--] TARGET..."]),
            ".Nm\n\
            .Oo Fl s Ar SIGNAL | Fl Ns Ar SIGNAL Oc\n\
            .Oo Ar OPTION Oc Ns ...\n\
            .Oo Fl \\- Oc\n\
            .Ar TARGET Ns ...\n"
        );
    }

    #[test]
    fn alternatives_outside_of_brackets_are_forms_of_their_own() {
        assert_eq!(
            synopsis(&["-L | -t", "--posix[=xsi] -l [STATUS]"]),
            ".Nm\n.Fl L\n.Nm\n.Fl t\n.Nm\n.Fl \\-posix Ns Oo = Ns Cm xsi Oc\n.Fl l\n.Oo Ar STATUS \
             Oc\n"
        );
    }

    #[test]
    fn brackets_may_hold_brackets() {
        assert_eq!(
            macros("[-l [NUMBER | 0xMASK]...]"),
            "Oo Fl l Oo Ar NUMBER | Ar 0xMASK Oc Ns ... Oc"
        );
    }

    #[test]
    fn an_option_shows_every_name_and_its_values() {
        use crate::cli::declaration::Completion::Free;
        let rows = [
            OptionRow {
                letters: "sn",
                words: &["signal"],
                takes: Takes::Values(&[Value { name: "SIGNAL", completion: Free }]),
                help: "",
                manual: "Text.",
            },
            OptionRow {
                letters: "",
                words: &["show-posix"],
                takes: Takes::Attached(Value { name: "xsi", completion: Free }),
                help: "",
                manual: "More.",
            },
        ];
        assert_eq!(
            options(&rows),
            ".Bl -tag -width Ds\n\
            .It Fl s , Fl n , Fl \\-signal Ar SIGNAL\nText.\n\
            .It Fl \\-show\\-posix Ns Oo = Ns Cm xsi Oc\nMore.\n\
            .El\n"
        );
    }

    #[test]
    fn long_lines_are_broken_at_blanks_and_macros_are_kept_whole() {
        let words = "word ".repeat(16);
        assert_eq!(
            wrapped(&format!("{words}'quoted' .dot\n.Pq {words}more")),
            format!("{}\n\\&'quoted' .dot\n.Pq {words}more\n", words.trim_end())
        );
    }

    #[test]
    fn only_a_line_of_its_own_is_replaced() {
        assert_eq!(fill("a\n@X@\nb @X@\n", &[("@X@", &|| "x\n".to_owned())]), "a\nx\nb @X@\n");
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
