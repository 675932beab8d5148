//! killall's options, declared once: the parser, `--help`, the man page and the completions follow.
//!
//! The options that other commands have, too, stand in `selection` and in `delivery`.

use crate::cli::declaration::{Completion, HELP, Takes, VERSION, Value};
use crate::declare_options;
use crate::delivery::draft::Orders;
use crate::delivery::options as delivery;
use crate::selection::options::{self, Asks};

/// psmisc's long options, which it takes after one dash, too, and whose beginnings mean them first.
const OF_PSMISC: &[&str] = &[
    "exact",
    "ignore-case",
    "process-group",
    "younger-than",
    "older-than",
    "interactive",
    "list",
    "quiet",
    "regexp",
    "signal",
    "user",
    "verbose",
    "version",
    "wait",
    "ns",
    "context",
];

/// True if a word after one dash is a long option, in full: a shorter one would be letters.
pub(super) fn is_of_one_dash(word: &[u8]) -> bool {
    let name = word.split(|byte| *byte == b'=').next().unwrap_or(word);
    OF_PSMISC.iter().any(|option| option.as_bytes() == name)
}

/// A time with a unit.
const TIME: Value = Value { name: "TIME", completion: Completion::Free };

declare_options! {
    pub(crate) enum Key, table OPTIONS, texts TEXTS, asking Asks, ordering Orders,
        prefixes mean OF_PSMISC;

    /// `-s`: which signal.
    Signal {
        letters: "s",
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
    /// `-r`: patterns.
    Regexp {
        letters: "r",
        words: &["regexp"],
        takes: Takes::Nothing,
        help: "Each NAME is an extended regular expression",
        manual: "\
Each
.Ar NAME
is an extended regular expression, which is found anywhere in the full name of the process.
One that matches every process is refused, other than
.Ql .\\&
and
.Ql .* .",
    }
    /// `--literal`: text.
    Literal { letters: "", shared: options::LITERAL }
    /// `-I`: whatever the case.
    IgnoreCase {
        letters: "I",
        words: &["ignore-case"],
        takes: Takes::Nothing,
        help: "Ignore the case of ASCII letters",
        manual: "\
Ignore the case of the letters of ASCII, in names and in regular expressions.",
    }
    /// `-e`: what is done always.
    Exact {
        letters: "e",
        words: &["exact"],
        takes: Takes::Nothing,
        help: "Compare long names in full, as always",
        manual: "\
Compare long names in full.
.Nm
always does; psmisc's killall does with this option.",
    }
    /// `-u`: real user.
    User {
        letters: "u",
        words: &["user", "uid", "if-user"],
        takes: Takes::Values(&[Value { name: "USER,...", completion: Completion::Users }]),
        help: "Real user, a name or a number",
        manual: "\
The real user of the process is one of these, names or numbers.
Without
.Ar NAME ,
all processes of these users are signalled.",
    }
    /// `-Z`: security context.
    Context {
        letters: "Z",
        words: &["context"],
        takes: Takes::Values(&[Value { name: "REGEXP", completion: Completion::Free }]),
        help: "Security context, a regular expression",
        manual: "\
The security context of the process, as SELinux or another module of the kernel gives it, matches
this extended regular expression.
A process whose context cannot be read does not fit.
Without
.Ar NAME ,
all processes with such a context are signalled.",
    }
    /// `-o`: age.
    Older {
        letters: "o",
        words: &["older-than"],
        takes: Takes::Values(&[TIME]),
        help: "TIME old or older: 30s, 10m, 2h, 1d, 1w, 1M",
        manual: "\
The process is
.Ar TIME
old or older: a number with
.Cm s , m , h , d , w , M
.Pq 4 weeks
or
.Cm y
.Pq 48 weeks
after it, or a time of
.Xr kill 1
such as
.Cm 1m30s .
A number without a unit is refused.",
    }
    /// `-y`: age.
    Younger {
        letters: "y",
        words: &["younger-than"],
        takes: Takes::Values(&[TIME]),
        help: "Younger than TIME",
        manual: "\
The process is younger than
.Ar TIME .",
    }
    /// `-n`: PID namespace.
    Namespace {
        letters: "n",
        words: &["ns"],
        takes: Takes::Values(&[Value { name: "PID", completion: Completion::Process }]),
        help: "In the PID namespace of this process",
        manual: "\
The process is in the same PID namespace as this one.",
    }
    /// `--own-ns`.
    OwnNamespace { letters: "", shared: options::OWN_NAMESPACE }
    /// `--euid`: effective user.
    EffectiveUser { letters: "", shared: options::EFFECTIVE_USER }
    /// `--group`: real group.
    RealGroup { letters: "", shared: options::REAL_GROUP }
    /// `--pid`: process IDs.
    Pid { letters: "", shared: options::PID }
    /// `--parent`: of these.
    Parent { letters: "", shared: options::PARENT }
    /// `--pgroup`: process group.
    Group { letters: "", shared: options::GROUP }
    /// `--session`.
    Session { letters: "", shared: options::SESSION }
    /// `--terminal`.
    Terminal { letters: "", shared: options::TERMINAL }
    /// `--runstates`.
    State { letters: "", shared: options::STATE }
    /// `--no-zombies`.
    NoZombies { letters: "", shared: options::NO_ZOMBIES }
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
    /// `--unit`.
    Unit { letters: "", shared: options::UNIT }
    /// `--container`.
    Container { letters: "", shared: options::CONTAINER }
    /// `--port`: who listens.
    Port { letters: "", shared: options::PORT }
    /// `--uses`.
    Uses { letters: "", shared: options::USES }
    /// `--mount`: all of it.
    Mount { letters: "", shared: options::MOUNT }
    /// `--descendants-of`.
    DescendantsOf { letters: "", shared: options::DESCENDANTS_OF }
    /// `--require-handler`: with a handler.
    Catches { letters: "", shared: options::CATCHES }
    /// `--catches`.
    CatchesOneOf { letters: "", shared: options::CATCHES_ONE_OF }
    /// `--ignores`.
    IgnoresOneOf { letters: "", shared: options::IGNORES_ONE_OF }
    /// `--blocks`.
    BlocksOneOf { letters: "", shared: options::BLOCKS_ONE_OF }
    /// `-g`: the process group of each.
    ProcessGroup {
        letters: "g",
        words: &["process-group"],
        takes: Takes::Nothing,
        help: "Signal the process group of each process, once",
        manual: "\
Signal the process group of each process that is found, each group once.
If
.Nm
itself is in the group, the other processes of the group are signalled one by one, and so are those
of group 1, whose negative number means every process.",
    }
    /// `--tree`: with the descendants.
    Tree { letters: "", ordered: delivery::TREE }
    /// `--descendants`: without the processes themselves.
    Descendants { letters: "", ordered: delivery::DESCENDANTS }
    /// `-w`: until all are gone.
    WaitForAll {
        letters: "w",
        words: &[],
        takes: Takes::Nothing,
        help: "Return when all have ended",
        manual: "\
Return when all processes that were signalled have ended, as
.Fl \\-wait
without
.Ar TIME
does.",
    }
    /// `--wait`: until all are gone, or a time is over.
    Wait { letters: "", ordered: delivery::WAIT }
    /// `-k`: KILL after a time, or the signal and its follow-ups in one word.
    KillAfter { letters: "k", ordered: delivery::KILL_AFTER }
    /// `--timeout`: follow-ups.
    Timeout { letters: "", ordered: delivery::TIMEOUT }
    /// `-i`: ask for each.
    Interactive {
        letters: "i",
        words: &["interactive"],
        takes: Takes::Nothing,
        help: "Ask for each process",
        manual: "\
Ask for each process on standard error, and read the answer from standard input.
An answer that begins with y sends the signal.
The end of the input is no.",
    }
    /// `--confirm`: ask once.
    Confirm { letters: "", ordered: delivery::CONFIRM }
    /// `--dry-run`: only say what would happen.
    DryRun { letters: "", ordered: delivery::DRY_RUN }
    /// `--json`: for programs.
    Json { letters: "", ordered: delivery::JSON }
    /// `--strict`: one name, and all.
    Strict { letters: "", ordered: delivery::STRICT }
    /// `-q`: no complaint.
    Quiet {
        letters: "q",
        words: &["quiet"],
        takes: Takes::Nothing,
        help: "Do not complain about names of no process",
        manual: "\
Do not complain about a
.Ar NAME
that no process has.
The exit status is still 1.",
    }
    /// `-v`: name each.
    Report {
        letters: "v",
        words: &[],
        takes: Takes::Nothing,
        help: "Report each signalled process",
        manual: "\
Print a line on standard error for each process that was signalled:
.Ql Killed nginx(1234) with signal 15 .
With
.Fl g ,
.Ql Killed nginx(pgid 1234) with signal 15 .",
    }
    /// `--verbose`: say what is sent.
    Verbose {
        letters: "",
        words: &["verbose"],
        takes: Takes::Nothing,
        help: "-v, and which signal is sent to which process ID",
        manual: "\
Do what
.Fl v
does, and what
.Fl \\-verbose
of
.Xr kill 1
does: print a line on standard output before each signal, and, with
.Fl k ,
.Fl \\-timeout
or
.Fl w ,
how each process ended.",
    }
    /// `-l`: the names of signals.
    List {
        letters: "l",
        words: &["list"],
        takes: Takes::Nothing,
        help: "List the names of the signals",
        manual: "\
List the names of the signals, and send nothing.
A
.Ar NAME
is refused.",
    }
    /// `--posix`: no options after the first name.
    Posix {
        letters: "",
        words: &["posix"],
        takes: Takes::Nothing,
        help: "First word: no options after the first NAME",
        manual: "\
As the first word: a word after the first
.Ar NAME
is no option.",
    }
    /// `--help`.
    Help { letters: "h", common: HELP }
    /// `--version`.
    Version { letters: "V", common: VERSION }
}
