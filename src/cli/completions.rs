//! Completions for bash, zsh and fish, generated from the declarations.
//!
//! What a word may be depends on the words before it (behind kill's first operand there are no
//! options, `-TERM` is a signal only while none is chosen, behind trap's `--` another command's
//! words follow), so each file carries a reader of command lines beside a table of the options.
//! bash and zsh share theirs; a few lines in each know how that shell takes candidates. A file
//! stands alone, `sigkit`'s too: shells load completions one by one, and the file of a command may
//! be missing or be another's of the same name.
//!
//! A command is completed by its usual name: the shells' own `trap` has another command line than
//! `sigtrap`.
//!
//! The names of signals are those of the machine, so they are asked for while completing: of
//! `sigkit` in PATH, else of the `kill` in PATH, else of the shell. Both are reached through
//! env(1), because a bare `kill` is the shell's own, and because a command that is missing would
//! start the shell's search for the package that has it.

use super::declaration::{Applet, Completion, Operands, OptionRow, Takes, Value};

/// bash's completion of a command.
pub fn bash(applet: &Applet) -> String {
    BASH.file(applet)
}

/// zsh's completion of a command.
pub fn zsh(applet: &Applet) -> String {
    ZSH.file(applet)
}

/// fish's completion of a command.
pub fn fish(applet: &Applet) -> String {
    FISH.file(applet)
}

/// bash's completion of sigkit itself, `own` being its declaration.
pub fn sigkit_bash(own: &clap::Command, applets: &[&Applet]) -> String {
    BASH.own_file(own, applets)
}

/// zsh's completion of sigkit itself, `own` being its declaration.
pub fn sigkit_zsh(own: &clap::Command, applets: &[&Applet]) -> String {
    ZSH.own_file(own, applets)
}

/// fish's completion of sigkit itself, `own` being its declaration.
pub fn sigkit_fish(own: &clap::Command, applets: &[&Applet]) -> String {
    FISH.own_file(own, applets)
}

/// The names that shells have a builtin of. Their completions say how the builtin is taken away.
const BUILTINS: &[&str] = &["kill", "trap"];

/// A shell's templates. In them, `@NAME@` is the command's name, `@ROWS@` its table of options,
/// `@OPERAND@` what its first operand is, `@CHOSEN@` 1 if it takes no signal, `@ANYWHERE@` 1 if
/// options stand anywhere; and for sigkit itself, `@COMMANDS@` and `@SUMMARIES@` are those of all
/// commands, `@ALIAS@` another name of one.
struct Shell {
    /// How to load the file.
    head: &'static str,
    /// The reader of command lines.
    reader: &'static str,
    /// What offers the candidates.
    offers: &'static str,
    /// The function that completes one command.
    command: &'static str,
    /// The function that completes a command under another name.
    alias: &'static str,
    /// What makes the shell call it.
    start: &'static str,
    /// What is said of a builtin of the same name.
    builtin: &'static str,
    /// The function that completes sigkit itself, and what makes the shell call it.
    own: &'static str,
    quoted: fn(&str) -> String,
    /// What stands between two words of a list.
    separator: &'static str,
}

impl Shell {
    fn file(&self, applet: &Applet) -> String {
        let text =
            [self.head, VARIABLES, self.reader, self.offers, self.command, self.start].concat();
        self.command(&text, applet)
    }

    fn command(&self, template: &str, applet: &Applet) -> String {
        let name = applet.usual_name();
        let rows = applet.options.rows.iter().enumerate();
        let rows =
            rows.map(|(index, row)| Row::of(row, effect(applet, index, row))).collect::<Vec<_>>();
        let (operand, anywhere) = match applet.operands {
            Operands::Processes => ("process", ""),
            Operands::ActionThenCommand { .. } => ("action", "1"),
        };
        let builtin = if BUILTINS.contains(&name) { self.builtin } else { "" };
        let text = template
            .replace("@BUILTIN@", builtin)
            .replace("@OPERAND@", operand)
            .replace("@ANYWHERE@", anywhere);
        self.fill(&text, name, &rows)
    }

    fn own_file(&self, own: &clap::Command, applets: &[&Applet]) -> String {
        let mut text = [self.head, VARIABLES, self.reader, self.offers].concat();
        for applet in applets {
            text.push_str(&self.command(self.command, applet));
            let usual = applet.usual_name();
            for name in applet.names().filter(|name| *name != usual) {
                text.push_str(&self.alias.replace("@ALIAS@", name).replace("@NAME@", usual));
            }
        }
        let names = applets.iter().flat_map(|applet| applet.names()).collect::<Vec<_>>();
        let summary = |applet: &&Applet| {
            let summary = applet.summary;
            applet.names().map(move |name| format!("{name}:{summary}")).collect::<Vec<_>>()
        };
        let summaries = applets.iter().flat_map(summary);
        text.push_str(self.own);
        let text = text
            .replace("@COMMANDS@", &names.join(" "))
            .replace("@SUMMARIES@", &self.list(summaries));
        self.fill(&text, own.get_name(), &own.get_arguments().map(Row::own).collect::<Vec<_>>())
    }

    fn fill(&self, template: &str, name: &str, rows: &[Row]) -> String {
        // Where no option chooses a signal, -TERM is none either.
        let chosen = if rows.iter().any(|row| row.effect == "choose") { "" } else { "1" };
        template
            .replace("@NAME@", name)
            .replace("@CHOSEN@", chosen)
            .replace("@ROWS@", &self.list(rows.iter().map(Row::text)))
    }

    fn list(&self, words: impl Iterator<Item = String>) -> String {
        words.map(|word| (self.quoted)(&word)).collect::<Vec<_>>().join(self.separator)
    }
}

/// An option, as the shells' tables have it: `NAMES:EFFECT:VALUES:DESCRIPTION`.
struct Row {
    names: Vec<String>,
    effect: &'static str,
    values: Vec<String>,
    help: String,
}

impl Row {
    fn of(row: &OptionRow, effect: &'static str) -> Row {
        let letters = row.letters.chars().map(|letter| format!("-{letter}"));
        let words = row.words.iter().map(|word| format!("--{word}"));
        let mark = if let Takes::Attached(_) = row.takes { "=" } else { "" };
        Row {
            names: letters.chain(words).collect(),
            effect,
            values: row
                .takes
                .values()
                .iter()
                .map(|value| format!("{mark}{}", kind(value)))
                .collect(),
            help: row.help.to_owned(),
        }
    }

    /// An option of sigkit itself.
    fn own(argument: &clap::Arg) -> Row {
        let letter = argument.get_short().map(|letter| format!("-{letter}"));
        let word = argument.get_long().map(|word| format!("--{word}"));
        let values = argument
            .get_value_names()
            .filter(|_| argument.get_action().takes_values())
            .unwrap_or_default();
        let kind = |name: &clap::builder::Str| if name == "DIR" { "directory" } else { "free" };
        Row {
            names: letter.into_iter().chain(word).collect(),
            effect: "",
            values: values.iter().map(|name| kind(name).to_owned()).collect(),
            help: argument.get_help().map(ToString::to_string).unwrap_or_default(),
        }
    }

    fn text(&self) -> String {
        format!("{}:{}:{}:{}", self.names.join(" "), self.effect, self.values.join(" "), self.help)
    }
}

/// What an option does to the words that follow it.
fn effect(applet: &Applet, index: usize, row: &OptionRow) -> &'static str {
    match (&applet.operands, &row.takes) {
        // It chooses how all other words are read.
        (_, Takes::Attached(Value { completion: Completion::Words(_), .. })) => "first",
        // It chooses the signal, and so does a bare -TERM; only one can be chosen.
        (Operands::Processes, Takes::Values([Value { completion: Completion::Signal, .. }])) => {
            "choose"
        }
        // Its value is the first of many: the operands are of that kind then.
        (Operands::Processes, Takes::Attached(Value { completion: Completion::Signal, .. })) => {
            "list"
        }
        (Operands::ActionThenCommand { conditions_alone }, _) if conditions_alone(index) => "list",
        _ => "",
    }
}

fn kind(value: &Value) -> String {
    match value.completion {
        Completion::Free => "free".to_owned(),
        Completion::Signal => "signal".to_owned(),
        Completion::Signals => "signals".to_owned(),
        Completion::Conditions => "conditions".to_owned(),
        Completion::Process => "process".to_owned(),
        Completion::File => "file".to_owned(),
        Completion::Words(words) => format!("word,{}", words.join(",")),
    }
}

fn posix_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn fish_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

const BASH: Shell = Shell {
    head: include_str!("completions/head.bash"),
    reader: READER,
    offers: include_str!("completions/offers.bash"),
    command: include_str!("completions/command.bash"),
    alias: include_str!("completions/alias.bash"),
    start: include_str!("completions/start.bash"),
    builtin: "# bash has a @NAME@ of its own, with fewer options; `enable -n @NAME@` makes @NAME@ \
        the one in PATH.\n",
    own: include_str!("completions/own.bash"),
    quoted: posix_quoted,
    separator: "\n        ",
};

const ZSH: Shell = Shell {
    head: include_str!("completions/head.zsh"),
    reader: READER,
    offers: include_str!("completions/offers.zsh"),
    command: include_str!("completions/command.zsh"),
    alias: include_str!("completions/alias.zsh"),
    start: include_str!("completions/start.zsh"),
    builtin: "# zsh has a @NAME@ of its own, with fewer options; `disable @NAME@` makes @NAME@ the \
        one in PATH.\n",
    own: include_str!("completions/own.zsh"),
    quoted: posix_quoted,
    separator: "\n        ",
};

const FISH: Shell = Shell {
    head: include_str!("completions/head.fish"),
    reader: include_str!("completions/reader.fish"),
    offers: include_str!("completions/offers.fish"),
    command: include_str!("completions/command.fish"),
    alias: include_str!("completions/alias.fish"),
    start: include_str!("completions/start.fish"),
    builtin: "",
    own: include_str!("completions/own.fish"),
    quoted: fish_quoted,
    separator: " \\\n        ",
};

/// What the readers below share with the functions that call them.
const VARIABLES: &str = include_str!("completions/variables.txt");

/// For bash and zsh. Values are strings, not arrays, where the two number elements differently.
const READER: &str = include_str!("completions/reader.sh");
