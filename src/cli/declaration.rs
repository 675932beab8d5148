//! How a command declares itself.

use crate::cli::ExitStatus;
use crate::sys::arguments::Word;

/// A command of sigkit: what the program needs to know of it. What only its documentation needs is
/// in [`Pages`].
pub struct Applet {
    /// The name it is called by.
    pub name: &'static str,
    /// Other names that it is called by; documentation uses the first of them, where the name means
    /// something else to shells.
    pub also: &'static [&'static str],
    /// True if systems have another one of the name, which nothing replaces unasked.
    pub apart: bool,
    /// One line: what it does.
    pub summary: &'static str,
    /// The page of `--help`, rendered from the declaration and checked in.
    pub help: &'static str,
    /// Runs it on the words of its command line, its name first.
    pub run: for<'a> fn(&'a [Word<'a>]) -> ExitStatus,
}

impl Applet {
    /// All names that it is called by.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.also.iter().copied())
    }
}

/// The documentation of a command beyond the text that the program prints.
///
/// Nothing that runs may refer to it: the linker leaves out of the program what nothing refers to,
/// and a man page is long.
pub struct Pages {
    pub applet: &'static Applet,
    /// The forms of its command line, without the name.
    pub synopsis: &'static [&'static str],
    pub options: &'static OptionTable,
    /// The texts about each of them, in their order.
    pub texts: &'static [OptionText],
    /// The order in which the options are documented.
    pub groups: &'static [Group],
    /// The first lines of `--help`: command lines without the name, and what each does.
    pub examples: &'static [(&'static str, &'static str)],
    pub operands: Operands,
    /// The last lines of `--help`, after the options.
    pub help_end: &'static str,
    /// The man page in mdoc(7), with `@SYNOPSIS@`, `@OPTIONS@` and `@SIGNALS@` where generated text
    /// goes.
    pub manual: &'static str,
}

/// The documentation of a command that clap parses.
pub struct InnerPages {
    pub applet: &'static Applet,
    /// The options, as clap knows them.
    pub declaration: fn() -> clap::Command,
    /// The forms of its command line, without the name.
    pub synopsis: &'static [&'static str],
    /// The texts about the options, in the order of the documentation.
    pub groups: &'static [(&'static str, &'static [InnerText])],
    /// The first lines of `--help`: command lines without the name, and what each does.
    pub examples: &'static [(&'static str, &'static str)],
    pub operands: Operands,
    /// The last lines of `--help`, after the options.
    pub help_end: &'static str,
    /// The man page in mdoc(7), with marks as in [`Pages`], and `@RULES@`.
    pub manual: &'static str,
}

/// The texts about an option that clap parses.
pub struct InnerText {
    /// The word that calls it.
    pub word: &'static str,
    /// The candidates for its value.
    pub completion: Completion,
    /// One line for `--help` and the completions.
    pub help: &'static str,
    /// The text of the man page, in mdoc(7).
    pub manual: &'static str,
}

/// Options that are documented together.
pub struct Group {
    pub title: &'static str,
    /// Their places in the table.
    pub options: &'static [usize],
    /// The places of those that `--help` only names, so that it is one page.
    pub named: &'static [usize],
}

/// Makes a [`Group`] of options by their keys: `group!("Guards", Key: IfName, IfUser; Newer)`. The
/// options after the semicolon are those that `--help` only names.
#[macro_export]
macro_rules! group {
    ($title:expr, $key:ident: $($option:ident),* $(,)? $(; $($named:ident),* $(,)?)?) => {
        $crate::cli::declaration::Group {
            title: $title,
            options: &[$($key::$option as usize),*],
            named: &[$($($key::$named as usize),*)?],
        }
    };
}

/// The kind of a command's operands, and the places of its options. Only completions ask: each
/// command reads its own.
#[derive(Clone, Copy)]
pub enum Operands {
    /// Processes. Options stand before the first; so may a dash with a signal after it, which is
    /// chosen only once.
    Processes,
    /// An action and the conditions that it is for. Options stand anywhere before `--`, and a
    /// command line after it.
    ActionThenCommand {
        /// True if with the option of this index there is no action, but conditions alone.
        conditions_alone: fn(usize) -> bool,
    },
    /// A pattern. Options stand anywhere before `--`.
    Patterns,
    /// Names or a pattern. So do options, and a dash with a signal after it, which is chosen only
    /// once.
    NamesAndSignal,
    /// Files. Options stand anywhere before `--`.
    Files,
}

/// How an option is written.
pub struct OptionRow {
    /// The letters it is called by after one dash, the usual one first.
    pub letters: &'static str,
    /// The words it is called by after two dashes, the usual one first.
    pub words: &'static [&'static str],
    pub takes: Takes,
}

/// The documentation of an option.
pub struct OptionText {
    /// One line for `--help` and the completions.
    pub help: &'static str,
    /// The text of the man page, in mdoc(7).
    pub manual: &'static str,
}

/// An option that every command has, without its letters.
pub struct CommonOption {
    pub words: &'static [&'static str],
    pub takes: Takes,
    pub help: &'static str,
    pub manual: &'static str,
}

pub const HELP: CommonOption = CommonOption {
    words: &["help"],
    takes: Takes::Nothing,
    help: "Print this help",
    manual: "Print a summary of the options.",
};

pub const VERSION: CommonOption = CommonOption {
    words: &["version"],
    takes: Takes::Nothing,
    help: "Print the version",
    manual: "Print the version.",
};

/// The values that an option takes.
pub enum Takes {
    Nothing,
    /// So many words, the first of which may be attached.
    Values(&'static [Value]),
    /// One if it is attached (`-lVALUE`, `--list=VALUE`).
    Attached(Value),
}

impl Takes {
    /// The values, optional or not.
    pub fn values(&self) -> &[Value] {
        match self {
            Takes::Nothing => &[],
            Takes::Values(values) => values,
            Takes::Attached(value) => std::slice::from_ref(value),
        }
    }
}

/// A value of an option.
pub struct Value {
    /// Its name in the documentation.
    pub name: &'static str,
    pub completion: Completion,
}

/// The candidates that a shell offers for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Nothing: the user's own number.
    Free,
    Signal,
    /// Signal names in a word with commas, a colon, or times after slashes between them; after
    /// `=`, the user's own text. With what comes after the first name.
    Signals(char),
    /// The same with EXIT among the names.
    Conditions,
    /// Process IDs with their command names.
    Process,
    /// A process ID or a command name.
    Target,
    /// A process ID or a terminal.
    Terminal,
    User,
    /// Users in a word with commas between them.
    Users,
    /// Groups likewise.
    Groups,
    /// A terminal's name below /dev.
    TerminalName,
    Directory,
    File,
    Words(&'static [&'static str]),
}

pub struct OptionTable {
    pub rows: &'static [OptionRow],
    /// The words that a prefix means before it means others: those that it means in other programs
    /// of the name.
    pub meant_first: &'static [&'static str],
}

impl OptionTable {
    /// The table of these declarations. Two options with one letter, or a letter that is not ASCII,
    /// do not compile.
    pub const fn new(rows: &'static [OptionRow]) -> OptionTable {
        let mut taken = [false; 128];
        let mut index = 0;
        while index < rows.len() {
            let letters = rows[index].letters.as_bytes();
            let mut at = 0;
            while at < letters.len() {
                let place = letters[at] as usize;
                assert!(!taken[place], "two options have one letter");
                taken[place] = true;
                at += 1;
            }
            index += 1;
        }
        OptionTable { rows, meant_first: &[] }
    }

    /// The same, in which a prefix means these words first.
    pub const fn meaning_first(self, meant_first: &'static [&'static str]) -> OptionTable {
        OptionTable { meant_first, ..self }
    }

    /// The place of the option that a letter calls.
    pub fn by_letter(&self, letter: u8) -> Option<usize> {
        self.rows.iter().position(|row| row.letters.as_bytes().contains(&letter))
    }
}

/// Declares a command's options: an enum with a variant for each, the table of how they are
/// written, and that of their texts, both in the same order.
///
/// In the place of all but its letters, an option may name a constant of the same fields: one that
/// every command has, after `common`, or one that several commands share. After `asking` may stand
/// the type of the constants' field `asks`: `Key::asks` then says which of them an option is. So do
/// `ordered` in the place of `shared`, the type after `ordering`, the constants' field `orders` and
/// `Key::orders`. After `prefixes mean` may stand what [`OptionTable::meaning_first`] takes.
///
/// The row of `Key::Variant` is `TABLE.rows[Key::Variant as usize]`, and `Key::at(index)` leads
/// back.
#[macro_export]
macro_rules! declare_options {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $key:ident, table $table:ident, texts $texts:ident
        $(, asking $asks:ty)?
        $(, ordering $orders:ty)?
        $(, prefixes mean $meant_first:expr)?;
        $($(#[$variant_attribute:meta])* $variant:ident {
            letters: $letters:expr,
            $($declared:tt)*
        })*
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visibility enum $key {
            $($(#[$variant_attribute])* $variant,)*
        }

        impl $key {
            /// The option at a place of the table.
            $visibility fn at(index: usize) -> $key {
                [$($key::$variant,)*][index]
            }
        }

        $crate::declared_asks! { $visibility $key ($($asks)?) $($variant { $($declared)* })* }
        $crate::declared_orders! { $visibility $key ($($orders)?) $($variant { $($declared)* })* }

        /// How the options above are written, in their order.
        $visibility static $table: $crate::cli::declaration::OptionTable =
            $crate::cli::declaration::OptionTable::new(
                &[$($crate::declared_row!($letters, $($declared)*),)*]
            )$(.meaning_first($meant_first))?;

        /// The texts about the options above, in their order: for the documentation alone.
        $visibility static $texts: &[$crate::cli::declaration::OptionText] =
            &[$($crate::declared_text!($($declared)*),)*];
    };
}

/// How one option is written.
#[doc(hidden)]
#[macro_export]
macro_rules! declared_row {
    ($letters:expr, shared: $shared:path $(,)?) => {
        $crate::cli::declaration::OptionRow {
            letters: $letters,
            words: $shared.words,
            takes: $shared.takes,
        }
    };
    ($letters:expr, ordered: $ordered:path $(,)?) => {
        $crate::declared_row!($letters, shared: $ordered)
    };
    ($letters:expr, common: $common:path $(,)?) => {
        $crate::declared_row!($letters, shared: $common)
    };
    ($letters:expr, words: $words:expr, takes: $takes:expr, $($said:tt)*) => {
        $crate::cli::declaration::OptionRow { letters: $letters, words: $words, takes: $takes }
    };
}

/// Yields the texts about one option.
#[doc(hidden)]
#[macro_export]
macro_rules! declared_text {
    (shared: $shared:path $(,)?) => {
        $crate::cli::declaration::OptionText { help: $shared.help, manual: $shared.manual }
    };
    (ordered: $ordered:path $(,)?) => {
        $crate::declared_text!(shared: $ordered)
    };
    (common: $common:path $(,)?) => {
        $crate::declared_text!(shared: $common)
    };
    (words: $words:expr, takes: $takes:expr, help: $help:expr, manual: $manual:expr $(,)?) => {
        $crate::cli::declaration::OptionText { help: $help, manual: $manual }
    };
}

/// Yields the questions of the shared options, where their command wants to know.
#[doc(hidden)]
#[macro_export]
macro_rules! declared_asks {
    ($visibility:vis $key:ident () $($options:tt)*) => {};
    ($visibility:vis $key:ident ($asks:ty) $($variant:ident { $($declared:tt)* })*) => {
        impl $key {
            /// The question that the option asks of processes, if it is one that commands share.
            $visibility fn asks(self) -> Option<$asks> {
                match self {
                    $($key::$variant => $crate::declared_asked!($($declared)*),)*
                }
            }
        }
    };
}

/// Yields the question of one option.
#[doc(hidden)]
#[macro_export]
macro_rules! declared_asked {
    (shared: $shared:path $(,)?) => {
        // A constant of its own keeps the text of the manual out of the program.
        Some(const { $shared.asks })
    };
    ($($declared:tt)*) => {
        None
    };
}

/// Maps the options that are ordered to their orders, where their command needs it.
#[doc(hidden)]
#[macro_export]
macro_rules! declared_orders {
    ($visibility:vis $key:ident () $($options:tt)*) => {};
    ($visibility:vis $key:ident ($orders:ty) $($variant:ident { $($declared:tt)* })*) => {
        impl $key {
            /// The order of the option, if it is one that commands share.
            $visibility fn orders(self) -> Option<$orders> {
                match self {
                    $($key::$variant => $crate::declared_ordered!($($declared)*),)*
                }
            }
        }
    };
}

/// The order of one option.
#[doc(hidden)]
#[macro_export]
macro_rules! declared_ordered {
    (ordered: $ordered:path $(,)?) => {
        Some(const { $ordered.orders })
    };
    ($($declared:tt)*) => {
        None
    };
}
