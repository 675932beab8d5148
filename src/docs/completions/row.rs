//! The shells' tables of options.

use crate::cli::declaration::{Completion, Operands};
use crate::docs::document::{Document, DocumentedOption, DocumentedValue, Grammar};

/// An option, as the shells' tables have it: `NAMES:EFFECT:VALUES:DESCRIPTION`.
pub(super) struct Row {
    names: Vec<String>,
    effect: &'static str,
    values: Vec<String>,
    help: String,
}

impl Row {
    /// The options of a command.
    pub(super) fn all(document: &Document) -> Vec<Row> {
        let options = document.options.iter().enumerate();
        options
            .map(|(index, option)| Row::of(option, effect(&document.grammar, index, option)))
            .collect()
    }

    fn of(option: &DocumentedOption, effect: &'static str) -> Row {
        let letters = option.letters.iter().map(|letter| format!("-{letter}"));
        let words = option.words.iter().map(|word| format!("--{word}"));
        let mark = if option.attached { "=" } else { "" };
        Row {
            names: letters.chain(words).collect(),
            effect,
            values: option.values.iter().map(|value| format!("{mark}{}", kind(value))).collect(),
            help: option.help.clone(),
        }
    }

    /// True if the option chooses the signal.
    pub(super) fn chooses(&self) -> bool {
        self.effect == CHOOSE
    }

    pub(super) fn text(&self) -> String {
        format!("{}:{}:{}:{}", self.names.join(" "), self.effect, self.values.join(" "), self.help)
    }
}

const CHOOSE: &str = "choose";

/// The effect of an option on the words that follow it.
fn effect(grammar: &Grammar, index: usize, option: &DocumentedOption) -> &'static str {
    let takes = option.values.first().map(|value| value.completion);
    match (grammar, takes) {
        // It chooses how all other words are read.
        (_, Some(Completion::Words(_))) if option.attached => "first",
        // Its value is the first of many: the operands are of that kind then.
        (Grammar::Of(Operands::Processes), Some(Completion::Signal)) if option.attached => "list",
        // It chooses the signal, and so does a bare -TERM; only one can be chosen.
        (Grammar::Of(Operands::Processes | Operands::NamesAndSignal), Some(Completion::Signal))
            if option.values.len() == 1 =>
        {
            CHOOSE
        }
        (Grammar::Of(Operands::ActionThenCommand { conditions_alone }), _)
            if conditions_alone(index) =>
        {
            "list"
        }
        _ => "",
    }
}

fn kind(value: &DocumentedValue) -> String {
    match value.completion {
        Completion::Free => "free".to_owned(),
        Completion::Signal => "signal".to_owned(),
        Completion::Signals(',') => "signals".to_owned(),
        Completion::Signals(':') => "signals-map".to_owned(),
        Completion::Signals('=') => "signals-delay".to_owned(),
        Completion::Signals(_) => "signals-schedule".to_owned(),
        Completion::Conditions => "conditions".to_owned(),
        Completion::Process => "process".to_owned(),
        Completion::Target => "target".to_owned(),
        Completion::Terminal => "terminal".to_owned(),
        Completion::User => "user".to_owned(),
        Completion::Users => "users".to_owned(),
        Completion::Groups => "groups".to_owned(),
        Completion::TerminalName => "tty".to_owned(),
        Completion::Directory => "directory".to_owned(),
        Completion::File => "file".to_owned(),
        Completion::Words(words) => format!("word,{}", words.join(",")),
    }
}
