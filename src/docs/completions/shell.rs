//! The shells' templates, and what is put into them.

use super::row::Row;
use crate::cli::declaration::Operands;
use crate::docs::document::{Document, Grammar};

/// The names that shells have a builtin of. Their completions show how the builtin is disabled.
const BUILTINS: &[&str] = &["kill", "trap"];

/// A shell's templates. In them, `@NAME@` is the command's name and `@ROWS@` its table of options.
///
/// In those of a command that others may be run by, `@OPERAND@` is what its first operand is,
/// `@CHOSEN@` 1 if it takes no signal, `@ANYWHERE@` 1 if options stand anywhere, and `@ALIAS@`
/// another name of it. In the others, `@COMMANDS@` and `@SUMMARIES@` are the names and summaries of
/// all commands. `@COMPLETED@` are the usual names of them and of the one that runs them,
/// `@BUILTINS@` the text about those that are builtins, too.
pub(super) struct Shell {
    /// How to load the file.
    head: &'static str,
    /// The reader of command lines.
    reader: &'static str,
    offers: &'static str,
    /// The function that completes one command.
    command: &'static str,
    /// The function that completes a command under another name.
    alias: &'static str,
    /// The text about a builtin of the same name.
    builtin: &'static str,
    /// The function that completes the command which runs the others.
    own: &'static str,
    /// The code that makes the shell call the functions.
    start: &'static str,
    quoted: fn(&str) -> String,
    /// The separator between two words of a list.
    separator: &'static str,
}

impl Shell {
    /// The completion of a command that runs others, and of these.
    pub(super) fn file(&self, document: &Document) -> String {
        let mut text = [self.head, VARIABLES, self.reader, self.offers].concat();
        let commands = document.commands();
        for command in commands {
            if let Grammar::Of(operands) = command.grammar {
                text.push_str(&self.command(command, operands));
            }
        }
        text.push_str(self.own);
        text.push_str(self.start);
        let linked = commands.iter().filter(|command| command.within.is_none());
        let usual = linked.chain([document]).map(Document::usual_name);
        let usual: Vec<_> = usual.collect();
        let builtins = usual.iter().filter(|name| BUILTINS.contains(name));
        let builtins = builtins.map(|name| self.builtin.replace("@NAME@", name));
        let names = commands.iter().flat_map(Document::names);
        let summaries = commands
            .iter()
            .flat_map(|command| command.names().map(|name| format!("{name}:{}", command.summary)));
        let text = text
            .replace("@COMPLETED@", &usual.join(" "))
            .replace("@BUILTINS@", &builtins.collect::<String>())
            .replace("@COMMANDS@", &names.collect::<Vec<_>>().join(" "))
            .replace("@SUMMARIES@", &self.list(summaries));
        self.fill(&text, &document.name, &Row::all(document))
    }

    /// The functions that complete one command, under each of its names.
    fn command(&self, document: &Document, operands: Operands) -> String {
        let usual = document.usual_name();
        let rows = Row::all(document);
        let (operand, anywhere) = match operands {
            Operands::Processes => ("target", ""),
            Operands::ActionThenCommand { .. } => ("action", "1"),
            Operands::Patterns | Operands::NamesAndSignal => ("name", "1"),
            Operands::Files => ("file", "1"),
        };
        // Where no option chooses a signal, -TERM is none either.
        let chosen = if rows.iter().any(Row::chooses) { "" } else { "1" };
        let text = self
            .command
            .replace("@OPERAND@", operand)
            .replace("@CHOSEN@", chosen)
            .replace("@ANYWHERE@", anywhere);
        let others = document.names().filter(|name| *name != usual);
        let aliases = others.map(|name| self.alias.replace("@ALIAS@", name));
        self.fill(&(text + &aliases.collect::<String>()), usual, &rows)
    }

    fn fill(&self, template: &str, name: &str, rows: &[Row]) -> String {
        let rows = self.list(rows.iter().map(Row::text));
        template.replace("@NAME@", name).replace("@ROWS@", &rows)
    }

    fn list(&self, words: impl Iterator<Item = String>) -> String {
        words.map(|word| (self.quoted)(&word)).collect::<Vec<_>>().join(self.separator)
    }
}

fn posix_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn fish_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

pub(super) const BASH: Shell = Shell {
    head: include_str!("head.bash"),
    reader: READER,
    offers: include_str!("offers.bash"),
    command: include_str!("command.bash"),
    alias: include_str!("alias.bash"),
    builtin: "# bash has a @NAME@ of its own, with fewer options; `enable -n @NAME@` makes @NAME@ \
        the one in PATH.\n",
    own: include_str!("own.bash"),
    start: include_str!("start.bash"),
    quoted: posix_quoted,
    separator: "\n        ",
};

pub(super) const ZSH: Shell = Shell {
    head: include_str!("head.zsh"),
    reader: READER,
    offers: include_str!("offers.zsh"),
    command: include_str!("command.zsh"),
    alias: include_str!("alias.zsh"),
    builtin: "# zsh has a @NAME@ of its own, with fewer options; `disable @NAME@` makes @NAME@ \
        the one in PATH.\n",
    own: include_str!("own.zsh"),
    start: include_str!("start.zsh"),
    quoted: posix_quoted,
    separator: "\n        ",
};

pub(super) const FISH: Shell = Shell {
    head: include_str!("head.fish"),
    reader: include_str!("reader.fish"),
    offers: include_str!("offers.fish"),
    command: include_str!("command.fish"),
    alias: include_str!("alias.fish"),
    builtin: "",
    own: include_str!("own.fish"),
    start: include_str!("start.fish"),
    quoted: fish_quoted,
    separator: " \\\n        ",
};

/// The variables that the readers below share with the functions that call them.
const VARIABLES: &str = include_str!("variables.txt");

/// For bash and zsh. Values are strings, not arrays, where the two number elements differently.
const READER: &str = include_str!("reader.sh");
