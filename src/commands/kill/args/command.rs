//! The request of a command line.

use crate::commands::kill::guard::Guards;
use crate::commands::kill::selector::Selector;
use crate::delivery::draft::Ordered;
use crate::delivery::order::{Listing, Scope};
use crate::posix::conformance::Conformance;
use crate::signal::SignalOrNull;
use crate::signal::headers::Table;
use crate::sys::arguments::Word;

/// The request of a command line.
#[derive(Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// Send a signal, or only print to which processes.
    Send(Send<'a>),
    /// `-l` with operands.
    Decode(Decode<'a>),
    /// `-l` alone.
    List {
        /// In strict mode, only the names that the mode accepts.
        conformance: Conformance,
        /// `--target`: of which system; None is this one.
        target: Option<Foreign<'a>>,
    },
    /// `--explain`.
    Explain(Decode<'a>),
    /// `-L`: the rows of the operands, or all.
    Table(Decode<'a>),
    /// `-t`, likewise.
    DescriptionTable(Decode<'a>),
    /// `--target list`.
    Targets,
    /// `-d`.
    ProcessState(States<'a>),
    /// `-h`.
    Help,
    /// `-V`.
    Version,
}

/// The processes whose states are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct States<'a> {
    /// A word that names processes, to be read by [`crate::commands::kill::operand::parse`].
    pub whose: &'a [u8],
    /// `-a`: a command name means every user's processes.
    pub all_users: bool,
}

/// The signal to send, and the processes to send it to.
#[derive(Debug, PartialEq, Eq)]
pub struct Send<'a> {
    pub signal: SignalOrNull,
    /// The operands, one or more unless there are selectors, each to be read by
    /// [`crate::commands::kill::operand::parse`].
    pub operands: &'a [Word<'a>],
    /// The forms that operands may have, and the exit status of partial success.
    pub conformance: Conformance,
    /// The requests of the other options; None if there are none. In a box, because the plain forms
    /// pay for every word that is carried along.
    pub(super) options: Option<Box<SendOptions<'a>>>,
}

/// The requests of options other than the signal.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SendOptions<'a> {
    /// All that is ordered besides.
    pub(crate) ordered: Ordered,
    /// `-p`: only print the process IDs.
    pub(crate) print: bool,
    /// `--inode`, `--full`: what is printed beside them.
    pub(crate) listing: Listing,
    /// `-a`: a command name means every user's processes.
    pub(crate) all_users: bool,
    /// `-r`: only processes that catch the signal.
    pub(crate) require_handler: bool,
    /// `--group-of` and its like: targets that come after the operands.
    pub(crate) selectors: Vec<Selector<'a>>,
    /// `--if-name` and its like: what must be true of each process.
    pub(crate) guards: Option<Box<Guards<'a>>>,
}

static NO_OPTIONS: SendOptions = SendOptions::none();

impl SendOptions<'_> {
    const fn none() -> Self {
        SendOptions {
            ordered: Ordered::nothing(),
            print: false,
            listing: Listing { inode: false, full: false },
            all_users: false,
            require_handler: false,
            selectors: Vec::new(),
            guards: None,
        }
    }
}

impl SendOptions<'_> {
    /// True if a command name means every user's processes: a guard that names a user says itself
    /// which of them are meant.
    pub(crate) fn any_user(&self) -> bool {
        let names_user = |guards: &Guards| !guards.asked.real_users.is_empty();
        self.all_users || self.guards.as_deref().is_some_and(names_user)
    }

    /// True if options name targets.
    pub(crate) fn names_targets(&self) -> bool {
        !self.selectors.is_empty() || self.guards.as_deref().is_some_and(Guards::name_targets)
    }
}

impl<'a> Send<'a> {
    /// A signal to the operands, without any option.
    pub fn plain(
        signal: SignalOrNull,
        operands: &'a [Word<'a>],
        conformance: Conformance,
    ) -> Send<'a> {
        Send { signal, operands, conformance, options: None }
    }

    /// The requests of the options.
    pub(crate) fn options(&self) -> &SendOptions<'a> {
        match &self.options {
            Some(options) => options,
            None => &NO_OPTIONS,
        }
    }

    pub(super) fn options_mut(&mut self) -> &mut SendOptions<'a> {
        self.options.get_or_insert_with(|| Box::new(SendOptions::none()))
    }
}

/// The option that chooses a scope.
pub(crate) fn scope_option(scope: Scope) -> &'static str {
    match scope {
        Scope::Target => "",
        Scope::Tree => "--tree",
        Scope::Descendants => "--descendants",
    }
}

/// The value of `--target`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foreign<'a> {
    /// The signals of the target.
    pub table: &'static Table,
    /// The target as the user wrote it.
    pub spelled: &'a [u8],
}

/// `-l` with operands, `-L`, `-t`, and `--explain`.
#[derive(Clone, Copy, Debug)]
pub struct Decode<'a> {
    /// `-lOPERAND`, `--list=OPERAND`, `--explain=OPERAND`.
    pub attached: Option<&'a [u8]>,
    pub operands: &'a [Word<'a>],
    /// The forms that operands may have.
    pub conformance: Conformance,
    /// `--target`: of which system; None is this one.
    pub target: Option<Foreign<'a>>,
}

impl<'a> Decode<'a> {
    /// The operands in their order, without one `--` after the first, which GNU's, procps's,
    /// toybox's and dash's kill pass over.
    pub fn words(&self) -> impl Iterator<Item = &'a [u8]> {
        let words = self.attached.into_iter().chain(self.operands.iter().map(|word| word.bytes()));
        let mut passed_over = false;
        words.enumerate().filter_map(move |(place, word)| {
            let is_separator = place > 0 && !passed_over && word == b"--";
            passed_over |= is_separator;
            (!is_separator).then_some(word)
        })
    }
}

impl PartialEq for Decode<'_> {
    fn eq(&self, other: &Decode) -> bool {
        self.words().eq(other.words())
            && self.conformance == other.conformance
            && self.target == other.target
    }
}

impl Eq for Decode<'_> {}
