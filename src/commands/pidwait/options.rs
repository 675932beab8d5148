//! pidwait's options, declared once: the parser, `--help`, the man page and the completions follow.
//!
//! The criteria are those of other commands, too: those options stand in `selection`.

use crate::cli::declaration::{Completion, HELP, Takes, VERSION, Value};
use crate::declare_options;
use crate::selection::options::{self, Asks};

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
    /// `--signal`: which.
    Signal {
        letters: "",
        words: &["signal"],
        takes: Takes::Values(&[Value { name: "SIGNAL", completion: Completion::Signal }]),
        help: "With -H: the signal",
        manual: "\
With
.Fl H ,
the signal.
.Nm
sends none.",
    }
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
    /// `--timeout`: not for ever.
    Timeout {
        letters: "",
        words: &["timeout"],
        takes: Takes::Values(&[Value { name: "TIME", completion: Completion::Free }]),
        help: "Wait TIME at most; status 124 if some are left",
        manual: "\
Wait
.Ar TIME
at most: seconds, or a number with a unit such as
.Ql 10m .
The processes that are left then are named, and the exit status is 124.
With 0,
.Nm
only looks.",
    }
    /// `--any`: for one.
    Any {
        letters: "",
        words: &["any"],
        takes: Takes::Nothing,
        help: "Return as soon as one of them has ended",
        manual: "\
Return as soon as one of the processes has ended.",
    }
    /// `-e`: name each.
    Echo {
        letters: "e",
        words: &["echo"],
        takes: Takes::Nothing,
        help: "Print the name of each process",
        manual: "\
Before the wait, print a line for each process:
.Ql waiting for nginx (pid 1234) .
With
.Fl \\-timeout
or
.Fl \\-any ,
print also which process has ended, and how:
.Ql 1234 nginx: exited 0 after 0.8 s .
The exit status is known on Linux 6.15 and later.",
    }
    /// `-c`: how many.
    Count {
        letters: "c",
        words: &["count"],
        takes: Takes::Nothing,
        help: "Print how many processes fit, then wait",
        manual: "\
Before the wait, print how many processes fit.",
    }
    /// `--dry-run`: only say which.
    DryRun {
        letters: "",
        words: &["dry-run"],
        takes: Takes::Nothing,
        help: "Print which processes fit, do not wait",
        manual: "\
Print a line for each process that fits, with the criteria, and do not wait.
See
.Sx DRY RUN .",
    }
    /// `--json`: for programs.
    Json {
        letters: "",
        words: &["json"],
        takes: Takes::Nothing,
        help: "With --dry-run, print JSON",
        manual: "\
With
.Fl \\-dry\\-run ,
print an object as
.Xr pgrep 1
does.
Each process also has
.Cm effect
.Pq that it would be waited for
or
.Cm left_out
.Pq why it would not be waited for .",
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
