//! A command as its documentation describes it, wherever its declaration comes from.

use clap::builder::Str;
use clap::{Arg, Command, ValueHint};

use crate::cli::declaration::{
    Applet, Completion, Group, InnerPages, InnerText, Operands, OptionRow, OptionText, Pages,
    Takes, Value,
};
use crate::docs::manual::mdoc::literal;

/// A command as its documentation describes it.
pub struct Document {
    /// The name it is called by.
    pub name: String,
    /// Other names that it is called by.
    pub also: &'static [&'static str],
    /// The command that alone runs it: no link of its name does.
    pub within: Option<&'static str>,
    /// One line: what it does.
    pub summary: String,
    /// The forms of its command line.
    pub usage: Vec<String>,
    pub options: Vec<DocumentedOption>,
    /// The options in the order of the documentation.
    pub groups: Vec<DocumentedGroup>,
    /// Command lines, and what each does.
    pub examples: Vec<(String, &'static str)>,
    pub grammar: Grammar,
    /// The last lines of `--help`, after the options.
    pub help_end: &'static str,
    /// The template of the man page.
    pub manual: &'static str,
}

/// The kind of a command's operands, and the places of its options.
pub enum Grammar {
    /// As a command of sigkit declares it.
    Of(Operands),
    /// The first operand is the name of one of these, whose command line the rest is. Options stand
    /// instead of it.
    Commands(Vec<Document>),
}

/// Options that are documented together.
pub struct DocumentedGroup {
    pub title: String,
    /// Their places among the options.
    pub options: Vec<usize>,
    /// The places of those that `--help` only names.
    pub named: Vec<usize>,
}

/// An option as the documentation describes it.
pub struct DocumentedOption {
    /// The letters it is called by, the usual one first.
    pub letters: Vec<char>,
    /// The words it is called by, the usual one first.
    pub words: Vec<String>,
    pub values: Vec<DocumentedValue>,
    /// True if it takes its value only if that is attached.
    pub attached: bool,
    /// One line for `--help` and the completions.
    pub help: String,
    /// The text of the man page, in mdoc(7).
    pub manual: String,
}

/// A value of an option.
pub struct DocumentedValue {
    /// Its name in the documentation.
    pub name: String,
    pub completion: Completion,
}

impl Document {
    pub fn of(pages: &Pages) -> Document {
        let Applet { name, also, summary, .. } = *pages.applet;
        Document {
            name: name.to_owned(),
            also,
            within: None,
            summary: summary.to_owned(),
            usage: pages.synopsis.iter().map(|form| format!("{name} {form}")).collect(),
            options: pages
                .options
                .rows
                .iter()
                .zip(pages.texts)
                .map(|(row, text)| DocumentedOption::of(row, text))
                .collect(),
            groups: pages
                .groups
                .iter()
                .map(|Group { title, options, named }| DocumentedGroup {
                    title: (*title).to_owned(),
                    options: options.to_vec(),
                    named: named.to_vec(),
                })
                .collect(),
            examples: pages
                .examples
                .iter()
                .map(|(words, effect)| (format!("{name} {words}"), *effect))
                .collect(),
            grammar: Grammar::Of(pages.operands),
            help_end: pages.help_end,
            manual: pages.manual,
        }
    }

    /// A command that `sigkit NAME` alone runs, by clap's declaration of its options and their
    /// texts.
    pub fn of_inner(pages: &InnerPages, within: &'static str) -> Document {
        let Applet { name, also, summary, .. } = *pages.applet;
        let declaration = (pages.declaration)();
        let mut options = Vec::new();
        let mut groups = Vec::new();
        for (title, texts) in pages.groups {
            let first = options.len();
            options.extend(texts.iter().map(|text| DocumentedOption::of_inner(&declaration, text)));
            let title = (*title).to_owned();
            let places = (first..options.len()).collect();
            groups.push(DocumentedGroup { title, options: places, named: Vec::new() });
        }
        let line = |words: &str| format!("{within} {name} {words}");
        Document {
            name: name.to_owned(),
            also,
            within: Some(within),
            summary: summary.to_owned(),
            usage: pages.synopsis.iter().map(|form| line(form)).collect(),
            options,
            groups,
            examples: pages.examples.iter().map(|(words, does)| (line(words), *does)).collect(),
            grammar: Grammar::Of(pages.operands),
            help_end: pages.help_end,
            manual: pages.manual,
        }
    }

    /// sigkit itself: by clap's declaration of its options, the template of its man page, and its
    /// commands.
    pub fn of_sigkit(mut own: Command, manual: &'static str, commands: Vec<Document>) -> Document {
        let usage = own.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ").lines();
        let options: Vec<_> = own
            .get_arguments()
            .filter(|argument| !argument.is_positional())
            .map(DocumentedOption::of_clap)
            .collect();
        Document {
            name: own.get_name().to_owned(),
            also: &[],
            within: None,
            summary: own.get_about().map(ToString::to_string).unwrap_or_default(),
            usage: usage.map(|form| form.trim_start().to_owned()).collect(),
            groups: vec![DocumentedGroup {
                title: "Options".to_owned(),
                options: (0..options.len()).collect(),
                named: Vec::new(),
            }],
            options,
            examples: Vec::new(),
            grammar: Grammar::Commands(commands),
            help_end: "",
            manual,
        }
    }

    /// The name of its man page.
    pub fn page(&self) -> String {
        match self.within {
            Some(within) => format!("{within}-{}", self.name),
            None => self.name.clone(),
        }
    }

    /// The words that call it.
    pub fn called(&self) -> String {
        match self.within {
            Some(within) => format!("{within} {}", self.name),
            None => self.name.clone(),
        }
    }

    /// All names that it is called by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.also.iter().copied())
    }

    /// The options at these places.
    pub fn options_at<'a>(
        &'a self,
        places: &'a [usize],
    ) -> impl Iterator<Item = &'a DocumentedOption> {
        places.iter().map(|place| &self.options[*place])
    }

    /// The name that reaches it from a shell's command line.
    pub fn usual_name(&self) -> &str {
        self.also.first().copied().unwrap_or(&self.name)
    }

    /// The commands that its first operand may name.
    pub fn commands(&self) -> &[Document] {
        match &self.grammar {
            Grammar::Of(_) => &[],
            Grammar::Commands(commands) => commands,
        }
    }
}

impl DocumentedOption {
    fn of(row: &OptionRow, text: &OptionText) -> DocumentedOption {
        DocumentedOption {
            letters: row.letters.chars().collect(),
            words: row.words.iter().copied().map(str::to_owned).collect(),
            values: row.takes.values().iter().map(DocumentedValue::of).collect(),
            attached: matches!(row.takes, Takes::Attached(_)),
            help: text.help.to_owned(),
            manual: text.manual.to_owned(),
        }
    }

    /// # Panics
    ///
    /// If the declaration has no such option.
    fn of_inner(declaration: &Command, text: &InnerText) -> DocumentedOption {
        let mut arguments = declaration.get_arguments();
        let argument = arguments.find(|argument| argument.get_long() == Some(text.word));
        let argument = argument.unwrap_or_else(|| panic!("--{}: not declared", text.word));
        let mut option = DocumentedOption::of_clap(argument);
        option.values.iter_mut().for_each(|value| value.completion = text.completion);
        option.help = text.help.to_owned();
        option.manual = text.manual.to_owned();
        option
    }

    fn of_clap(argument: &Arg) -> DocumentedOption {
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let names = argument
            .get_value_names()
            .filter(|_| argument.get_action().takes_values())
            .unwrap_or_default();
        let completion = match argument.get_value_hint() {
            ValueHint::DirPath => Completion::Directory,
            _ => Completion::Free,
        };
        let value = |name: &Str| DocumentedValue { name: name.to_string(), completion };
        DocumentedOption {
            letters: argument.get_short().into_iter().collect(),
            words: argument.get_long().into_iter().map(str::to_owned).collect(),
            values: names.iter().map(value).collect(),
            attached: argument.is_require_equals_set(),
            manual: format!("{}\n", literal(&sentence(&help))),
            help,
        }
    }
}

impl DocumentedValue {
    fn of(value: &Value) -> DocumentedValue {
        DocumentedValue { name: value.name.to_owned(), completion: value.completion }
    }
}

/// A summary as a sentence.
pub fn sentence(text: &str) -> String {
    match text.split_at_checked(1) {
        Some((first, rest)) => format!("{}{rest}.", first.to_uppercase()),
        None => String::new(),
    }
}
