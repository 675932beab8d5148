//! pkill's options, declared once: the parser, `--help`, the man page and the completions follow.
//!
//! The options that other commands have, too, stand in `selection` and in `delivery`.

use crate::cli::declaration::{Completion, HELP, Takes, VERSION, Value};
use crate::declare_options;
use crate::delivery::draft::Orders;
use crate::delivery::options as delivery;
use crate::selection::options::{self, Asks};

declare_options! {
    pub(crate) enum Key, table OPTIONS, texts TEXTS, asking Asks, ordering Orders;

    /// `--signal`: which signal.
    Signal {
        letters: "",
        words: &["signal"],
        takes: Takes::Values(&[Value { name: "SIGNAL", completion: Completion::Signal }]),
        help: "Send SIGNAL, a name or a number, instead of TERM",
        manual: "\
Send
.Ar SIGNAL
instead of TERM: a name in any case, with or without SIG, or a number in decimal digits.
.Fl Ns Ar SIGNAL
does the same.
0 sends nothing and only checks whether a process may be signalled.
Only one signal can be chosen.",
    }
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
    /// `--inverse`: all others.
    Inverse { letters: "", shared: options::INVERSE_OF_CRITERIA }
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
    /// `--rss`.
    Resident { letters: "", shared: options::RESIDENT }
    /// `--env`.
    Variable { letters: "", shared: options::VARIABLE }
    /// `--cgroup`.
    ControlGroup { letters: "", shared: options::CONTROL_GROUP }
    /// `--ns`.
    Namespaces { letters: "", shared: options::NAMESPACES }
    /// `--nslist`.
    NamespaceList { letters: "", shared: options::NAMESPACE_LIST }
    /// `--own-ns`.
    OwnNamespace { letters: "", shared: options::OWN_NAMESPACE }
    /// `-F`: a file with the ID.
    Pidfile { letters: "F", shared: options::TRUSTED_PIDFILE }
    /// `-L`: locked.
    Locked { letters: "L", shared: options::LOCKED }
    /// `-H`: with a handler.
    Catches { letters: "H", shared: options::CATCHES }
    /// `--port`: who listens.
    Port { letters: "", shared: options::PORT }
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
    /// `-A`: not the ancestors.
    IgnoreAncestors { letters: "A", shared: options::IGNORE_ANCESTORS }
    /// `--with-ancestors`.
    WithAncestors { letters: "", shared: options::WITH_ANCESTORS }
    /// `-e`: name each.
    Echo {
        letters: "e",
        words: &["echo"],
        takes: Takes::Nothing,
        help: "Print the name of each signalled process",
        manual: "\
Print a line for each process that was signalled:
.Ql nginx killed (pid 1234) .",
    }
    /// `-c`: how many.
    Count {
        letters: "c",
        words: &["count"],
        takes: Takes::Nothing,
        help: "Print how many processes fit",
        manual: "\
Print how many processes fit, after all other lines.",
    }
    /// `-q`: sigqueue.
    Queue { letters: "q", ordered: delivery::QUEUE }
    /// `-m`: process_mrelease.
    ReleaseMemory {
        letters: "m",
        words: &["mrelease"],
        takes: Takes::Nothing,
        help: "After KILL, release the memory at once",
        manual: "\
After KILL, have the memory of the process released at once, by
.Xr process_mrelease 2 .",
    }
    /// `-k`: KILL after a time, or the signal and its follow-ups in one word.
    KillAfter { letters: "k", ordered: delivery::KILL_AFTER }
    /// `--timeout`: follow-ups.
    Timeout { letters: "", ordered: delivery::TIMEOUT }
    /// `--wait`: until all are gone.
    Wait { letters: "", ordered: delivery::WAIT }
    /// `--tree`: with the descendants.
    Tree { letters: "", ordered: delivery::TREE }
    /// `--descendants`: without the processes themselves.
    Descendants { letters: "", ordered: delivery::DESCENDANTS }
    /// `--dry-run`: only say what would happen.
    DryRun { letters: "", ordered: delivery::DRY_RUN }
    /// `--json`: for programs.
    Json { letters: "", ordered: delivery::JSON }
    /// `-I`: ask first.
    Confirm { letters: "I", ordered: delivery::CONFIRM }
    /// `--strict`: one name, and all.
    Strict { letters: "", ordered: delivery::STRICT }
    /// `--verbose`: say what is sent.
    Verbose { letters: "", ordered: delivery::VERBOSE }
    /// `-l`: the names of signals.
    List {
        letters: "l",
        words: &["list"],
        takes: Takes::Nothing,
        help: "Alone, list the names of the signals",
        manual: "\
Alone, list the names of the signals.",
    }
    /// `--posix`: no options after the pattern.
    Posix {
        letters: "",
        words: &["posix"],
        takes: Takes::Nothing,
        help: "First word: no options after the pattern",
        manual: "\
As the first word: a word after the pattern is no option.",
    }
    /// `--help`.
    Help { letters: "h", common: HELP }
    /// `--version`.
    Version { letters: "V", common: VERSION }
}
