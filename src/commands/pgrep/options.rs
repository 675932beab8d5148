//! pgrep's options, declared once: the parser, `--help`, the man page and the completions follow.
//!
//! The criteria are those of other commands, too: those options stand in `selection`.

use crate::cli::declaration::{Completion, HELP, Takes, VERSION, Value};
use crate::declare_options;
use crate::selection::options::{self, Asks};
use crate::selection::order;

/// A value of the user's own.
const fn free(name: &'static str) -> Value {
    Value { name, completion: Completion::Free }
}

declare_options! {
    pub(crate) enum Key, table OPTIONS, texts TEXTS, asking Asks;

    /// `-f`: the command line.
    Full { letters: "f", shared: options::FULL }
    /// `-x`: the whole.
    Exact { letters: "x", shared: options::EXACT }
    /// `-i`: whatever the case.
    IgnoreCase { letters: "i", shared: options::IGNORE_CASE }
    /// `--literal`: text.
    Literal { letters: "", shared: options::LITERAL }
    /// `--name`: exactly.
    Name { letters: "", shared: options::NAME }
    /// `-v`: all others.
    Inverse {
        letters: "v",
        words: &["inverse"],
        takes: Takes::Nothing,
        help: "Print all other processes",
        manual: "\
Print the processes that do not fit, and not those that do.",
    }
    /// `-n`: the latest.
    Newest { letters: "n", shared: options::NEWEST }
    /// `-o`: the earliest.
    Oldest { letters: "o", shared: options::OLDEST }
    /// `-u`: effective user.
    EffectiveUser { letters: "u", shared: options::EFFECTIVE_USER }
    /// `-U`: real user.
    RealUser { letters: "U", shared: options::REAL_USER }
    /// `-G`: real group.
    RealGroup { letters: "G", shared: options::REAL_GROUP }
    /// `-p`: process IDs.
    Pid { letters: "p", shared: options::PID }
    /// `-P`: parents.
    Parent { letters: "P", shared: options::PARENT }
    /// `-g`: process groups.
    Group { letters: "g", shared: options::GROUP }
    /// `-s`: sessions.
    Session { letters: "s", shared: options::SESSION }
    /// `-t`: terminals.
    Terminal { letters: "t", shared: options::TERMINAL }
    /// `-r`: states.
    State { letters: "r", shared: options::STATE }
    /// `--no-zombies`.
    NoZombies { letters: "", shared: options::NO_ZOMBIES }
    /// `-O`: age.
    Older { letters: "O", shared: options::OLDER }
    /// `--newer`: age.
    Newer { letters: "", shared: options::NEWER }
    /// `--started-before`.
    StartedBefore { letters: "", shared: options::STARTED_BEFORE }
    /// `--started-after`.
    StartedAfter { letters: "", shared: options::STARTED_AFTER }
    /// `--exe`.
    Executable { letters: "", shared: options::EXECUTABLE }
    /// `--cwd`.
    Directory { letters: "", shared: options::DIRECTORY }
    /// `--port`: processes that listen.
    Port { letters: "", shared: options::PORT }
    /// `--rss`.
    Resident { letters: "", shared: options::RESIDENT }
    /// `--env`.
    Variable { letters: "", shared: options::VARIABLE }
    /// `--cgroup`.
    ControlGroup { letters: "", shared: options::CONTROL_GROUP }
    /// `--unit`.
    Unit { letters: "", shared: options::UNIT }
    /// `--container`.
    Container { letters: "", shared: options::CONTAINER }
    /// `--uses`.
    Uses { letters: "", shared: options::USES }
    /// `--mount`: all of it.
    Mount { letters: "", shared: options::MOUNT }
    /// `--descendants-of`.
    DescendantsOf { letters: "", shared: options::DESCENDANTS_OF }
    /// `--catches`.
    CatchesOneOf { letters: "", shared: options::CATCHES_ONE_OF }
    /// `--ignores`.
    IgnoresOneOf { letters: "", shared: options::IGNORES_ONE_OF }
    /// `--blocks`.
    BlocksOneOf { letters: "", shared: options::BLOCKS_ONE_OF }
    /// `--ns`.
    Namespaces { letters: "", shared: options::NAMESPACES }
    /// `--nslist`.
    NamespaceList { letters: "", shared: options::NAMESPACE_LIST }
    /// `--own-ns`.
    OwnNamespace { letters: "", shared: options::OWN_NAMESPACE }
    /// `-F`: a file with the ID.
    Pidfile {
        letters: "F",
        words: &["pidfile"],
        takes: Takes::Values(&[Value { name: "FILE", completion: Completion::File }]),
        help: "Process ID in FILE; - is standard input",
        manual: "\
The process ID is the first word of
.Ar FILE .
.Cm \\-
is standard input.",
    }
    /// `-L`: locked.
    Locked { letters: "L", shared: options::LOCKED }
    /// `-H`: with a handler.
    Catches { letters: "H", shared: options::CATCHES }
    /// `--signal`: which.
    Signal {
        letters: "",
        words: &["signal"],
        takes: Takes::Values(&[Value { name: "SIGNAL", completion: Completion::Signal }]),
        help: "With -H: the signal",
        manual: "\
With
.Fl H ,
the signal.",
    }
    /// `-A`: not the ancestors.
    IgnoreAncestors { letters: "A", shared: options::IGNORE_ANCESTORS }
    /// `--with-ancestors`.
    WithAncestors { letters: "", shared: options::WITH_ANCESTORS }
    /// `--tree`: with descendants.
    Tree {
        letters: "",
        words: &["tree"],
        takes: Takes::Nothing,
        help: "Print all their descendants too",
        manual: "\
Print all descendants of the processes that fit as well.",
    }
    /// `--forest`: as a picture.
    Forest {
        letters: "",
        words: &["forest"],
        takes: Takes::Nothing,
        help: "On a terminal, draw them as a tree",
        manual: "\
On a terminal, draw the processes and their ancestors as a tree, with the user, the age and
the command line of each, or the name with
.Fl l .
A line is cut to the width of the terminal.
The processes that fit have an asterisk in front; the others are context.
Elsewhere, print the lines that are printed without this option.",
    }
    /// `-w`: threads.
    Threads {
        letters: "w",
        words: &["lightweight"],
        takes: Takes::Nothing,
        help: "Print threads too, each by its own name",
        manual: "\
Compare threads as well, each by its own name, and print their IDs.",
    }
    /// `-l`: with names.
    ListName {
        letters: "l",
        words: &["list-name"],
        takes: Takes::Nothing,
        help: "Print the name after the ID",
        manual: "\
Print the name after each ID, as much of it as the kernel keeps.",
    }
    /// `-a`: with command lines.
    ListFull {
        letters: "a",
        words: &["list-full"],
        takes: Takes::Nothing,
        help: "Print the command line after the ID",
        manual: "\
Print the command line after each ID.",
    }
    /// `--inode`: what means these processes for ever.
    Inode {
        letters: "",
        words: &["inode"],
        takes: Takes::Nothing,
        help: "Print PID:INODE, which kill takes",
        manual: "\
Print
.Ar PID : Ns Ar INODE ,
which never means another process that gets the same ID.
.Xr kill 1
and
.Fl p
take it.
It needs Linux 6.9.",
    }
    /// `-Q`: quoted.
    Quote {
        letters: "Q",
        words: &["shell-quote"],
        takes: Takes::Nothing,
        help: "With -l and -a: quote for a shell",
        manual: "\
With
.Fl l
and
.Fl a ,
quote the text so that a shell reads the same words.",
    }
    /// `-d`: delimiter.
    Delimiter {
        letters: "d",
        words: &["delimiter"],
        takes: Takes::Values(&[free("TEXT")]),
        help: "Print TEXT between processes, not a newline",
        manual: "\
Print this between two processes rather than a newline.
The output still ends with a newline.",
    }
    /// `-c`: how many.
    Count {
        letters: "c",
        words: &["count"],
        takes: Takes::Nothing,
        help: "Print the number of processes",
        manual: "\
Print only the number of processes.",
    }
    /// `-q`: nothing.
    Quiet {
        letters: "q",
        words: &["quiet"],
        takes: Takes::Nothing,
        help: "Print nothing; see the exit status",
        manual: "\
Print nothing.
The exit status reports whether there are such processes.",
    }
    /// `--sort`: in which order.
    Sort {
        letters: "",
        words: &["sort"],
        takes: order::TAKES,
        help: order::HELP,
        manual: order::MANUAL,
    }
    /// `--json`: for programs.
    Json {
        letters: "",
        words: &["json"],
        takes: Takes::Nothing,
        help: "Print all that is known as JSON",
        manual: "\
Print all that is known of each process as JSON; see
.Sx JSON .",
    }
    /// `--posix`: no options after the pattern.
    Posix {
        letters: "",
        words: &["posix"],
        takes: Takes::Nothing,
        help: "First word: no options after the pattern",
        manual: "\
Read no options after the pattern.
This must be the first word.",
    }
    /// `--help`.
    Help { letters: "h", common: HELP }
    /// `--version`.
    Version { letters: "V", common: VERSION }
}
