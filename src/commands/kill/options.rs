//! kill's options, declared once: the parser, `--help`, the man page and the completions follow.
//!
//! Long because it is one table.

use crate::cli::declaration::{Completion, HELP, Takes, VERSION, Value};
use crate::declare_options;
use crate::delivery::draft::Orders;
use crate::delivery::options as delivery;
use crate::selection::options::{self, Asks};
use crate::signal::headers;

/// The values of `--target`: the tables' names, and the word that lists them.
const TARGETS: [&str; headers::ALL.len() + 1] = {
    let mut names = [LIST_TARGETS; headers::ALL.len() + 1];
    let mut at = 0;
    while at < headers::ALL.len() {
        names[at] = headers::ALL[at].name;
        at += 1;
    }
    names
};

/// The value of `--target` that asks which there are.
pub(crate) const LIST_TARGETS: &str = "list";

/// The options that other kills take by a prefix, which means them here, too, although more begin
/// with it: procps-ng 4.0.4 (`src/kill.c`, getopt_long(3)) has all of these; GNU coreutils 9
/// (`src/kill.c`, the same) and uutils 0.12 (`src/uu/kill/src/kill.rs`, clap's `infer_long_args`)
/// have all but --queue. util-linux 2.41 (`misc-utils/kill.c`, strcmp(3)) takes no prefix, so that
/// what else it has, --verbose among it, need not be unique.
const PEERS_WORDS: [&str; 6] = ["help", "list", "queue", "signal", "table", "version"];

declare_options! {
    pub(crate) enum Key, table OPTIONS, texts TEXTS, asking Asks,
        ordering Orders, prefixes mean &PEERS_WORDS;

    /// `-s`: which signal.
    Signal {
        letters: "sn",
        words: &["signal"],
        takes: Takes::Values(&[Value { name: "SIGNAL", completion: Completion::Signal }]),
        help: "Send SIGNAL, a name or a number, instead of TERM",
        manual: "\
Send
.Ar SIGNAL
instead of TERM.
.Ar SIGNAL
is a name in any case, with or without SIG, or a decimal number.
0, also spelled EXIT, sends nothing: it checks whether the target exists and may be signalled.
The word
.Fl Ns Ar SIGNAL
means the same.
Only one signal can be chosen.
(POSIX has names without SIG, and 0.)",
    }
    /// `-l`: names and statuses.
    List {
        letters: "l",
        words: &["list"],
        takes: Takes::Attached(Value { name: "OPERAND", completion: Completion::Signal }),
        help: "List signal names, or convert each operand",
        manual: "\
Without operands, list the names of this system's signals in the order of their numbers.
With operands, convert each of them:
a number, or the exit status of a process that a signal ended or stopped
.Pq 128, 256 or 384 plus the number ,
to a name; a name to its number; the set
.Ar 0xMASK ,
as /proc shows it, to the names in it.
(POSIX has one exit status.)",
    }
    /// `-L`: the table.
    Table {
        letters: "L",
        words: &["table"],
        takes: Takes::Nothing,
        help: "List numbers and names",
        manual: "\
List the signals' numbers and names: in columns on a terminal, otherwise one a line.
With operands, which are those of
.Fl l ,
list only these.",
    }
    /// `-t`: the table with descriptions.
    DescriptionTable {
        letters: "t",
        words: &[],
        takes: Takes::Nothing,
        help: "List numbers, names and descriptions",
        manual: "\
List the signals' numbers, names and descriptions, with EXIT and the real-time signals.
With operands, which are those of
.Fl l ,
list only these.",
    }
    /// `--explain`: what it means.
    Explain {
        letters: "",
        words: &["explain"],
        takes: Takes::Attached(Value { name: "OPERAND", completion: Completion::Signal }),
        help: "Explain a signal, a status or a shell's message",
        manual: "\
Explain each operand.
For a signal, print what it means, its default action, which senders are usual, and its number on
this and on other systems.
For INT, QUIT and TSTP, print the key of this terminal as well.
.Pp
For a number that reports how a process ended, print every convention that uses the number, the
likeliest first: an exit status, the
.Ql $?
of each shell, a negative number of Python or Go and its low byte, the status of
.Xr wait 2 ,
the statuses of systemd, timeout and docker, and those of Windows, such as
.Ql 0xC000013A .
.Ql \\-9
needs no
.Ql \\-\\-
in front of it.
.Pp
A message in one word, such as
.Ql Segmentation fault (core dumped) ,
means the signal that it describes.",
    }
    /// `--target`: of another system.
    Target {
        letters: "",
        words: &["target"],
        takes: Takes::Values(&[Value { name: "TARGET", completion: Completion::Words(&TARGETS) }]),
        help: "Use another system's signals; list shows all",
        manual: "\
With
.Fl l ,
.Fl L ,
.Fl t
and
.Fl \\-explain ,
use the signals of another system.
.Ar TARGET
is a triple as Rust or GNU writes it, such as
.Cm mips\\-linux\\-gnu ,
or a short form: the system, and for Linux the architecture
.Pq Cm linux/mips , freebsd , macos , illumos .
.Cm list
lists the known targets.
See
.Xr signals 7 .",
    }
    /// `-q`: sigqueue.
    Queue { letters: "q", ordered: delivery::QUEUE }
    /// `--timeout`: follow-ups.
    Timeout { letters: "", ordered: delivery::TIMEOUT }
    /// `-k`: KILL after a time, or the signal and its follow-ups in one word.
    KillAfter { letters: "k", ordered: delivery::KILL_AFTER }
    /// `-w`: wait until the targets are gone.
    Wait {
        letters: "w",
        words: &["wait"],
        takes: Takes::Attached(Value { name: "TIME", completion: Completion::Free }),
        help: "Return when every target has ended, or after TIME",
        manual: "\
Return when every target has ended, even if its parent has not reaped it.
With
.Ar TIME ,
return at most
.Ar TIME
after the last signal; targets that still exist are named then, and the exit status is 124.
.Ar TIME
must be attached, as in
.Fl w2s .
See
.Sx WAITING AND FOLLOWING .",
    }
    /// `--tree`: with the descendants.
    Tree { letters: "", ordered: delivery::TREE }
    /// `--descendants`: without the target.
    Descendants { letters: "", ordered: delivery::DESCENDANTS }
    /// `-p`: print only.
    Print {
        letters: "p",
        words: &["pid"],
        takes: Takes::Nothing,
        help: "Print process IDs, send nothing",
        manual: "\
Print the process IDs that the operands mean, one a line and negative for process groups.
Send nothing.
A plain process ID is printed even if no such process exists.",
    }
    /// `--inode`: print what identifies the process.
    Inode {
        letters: "",
        words: &["inode"],
        takes: Takes::Nothing,
        help: "With -p, print PID:INODE",
        manual: "\
With
.Fl p ,
print
.Ar PID : Ns Ar INODE ,
the operand that means this process and never another one with its ID.
This needs Linux 6.9.
A process group has no such number.",
    }
    /// `--full`: print the arguments.
    Full {
        letters: "",
        words: &["full"],
        takes: Takes::Nothing,
        help: "With -p, print names and arguments too",
        manual: "\
With
.Fl p ,
print the command name and the arguments of each process as well.
Of very long arguments, only the beginning is printed.",
    }
    /// `--dry-run`: only print what would happen.
    DryRun { letters: "", ordered: delivery::DRY_RUN }
    /// `-a`: every user's.
    AllUsers {
        letters: "a",
        words: &["all"],
        takes: Takes::Nothing,
        help: "Let NAME mean processes of every user",
        manual: "\
Let the operand
.Ar NAME
mean the processes of every user, not only those of the caller's real user ID.",
    }
    /// `-r`: only with a handler.
    RequireHandler {
        letters: "r",
        words: &["require-handler"],
        takes: Takes::Nothing,
        help: "Only processes that take the signal",
        manual: "\
Signal only processes that take the signal: with a handler, in
.Xr sigwait 3 ,
or with a
.Xr signalfd 2 .
A skipped process is reported and is not a failure; if no process was signalled at all, the exit
status is 1.
A process group cannot be the target.",
    }
    /// `--group-of`: the process group of a process.
    GroupOf {
        letters: "",
        words: &["group-of"],
        takes: Takes::Values(&[Value { name: "PID", completion: Completion::Process }]),
        help: "Signal the process group of this process",
        manual: "\
Signal the process group of the process
.Ar PID .
If the group changes before the signal is sent, nothing is sent.
.Pp
This option,
.Fl \\-session\\-of ,
.Fl \\-foreground\\-of
and
.Fl \\-pidfile
name targets.
They can be repeated and need no
.Ar TARGET .
Operands are signalled first, then these targets in their order.
A group or session outside of this PID namespace, and the group 1, are refused.",
    }
    /// `--session-of`: the session of a process.
    SessionOf {
        letters: "",
        words: &["session-of"],
        takes: Takes::Values(&[Value { name: "PID", completion: Completion::Process }]),
        help: "Signal every process of the session of this one",
        manual: "\
Signal every process of the session of the process
.Ar PID ,
but not
.Nm
itself.
Each process counts as a target.
A process that starts while
.Nm
looks may be missed.",
    }
    /// `--foreground-of`: what Ctrl-C would reach.
    ForegroundOf {
        letters: "",
        words: &["foreground-of"],
        takes: Takes::Values(&[Value { name: "PID|TTY", completion: Completion::Terminal }]),
        help: "Signal the group that Ctrl-C would reach",
        manual: "\
Signal the foreground process group, the one that Ctrl-C would reach, of the controlling terminal of
the process
.Ar PID ,
or of the terminal
.Ar TTY :
a path, a name below
.Pa /dev
such as
.Cm pts/3 ,
or
.Cm tty
for the terminal that controls
.Nm .
.Nm
may be in that group and is signalled then.
The target is refused if no terminal is found, if the foreground group has no process of the
session, or if a file system does not answer within two seconds.",
    }
    /// `--pidfile`: the process whose ID a file holds.
    Pidfile {
        letters: "",
        words: &["pidfile"],
        takes: Takes::Values(&[Value { name: "FILE", completion: Completion::File }]),
        help: "Signal the process whose ID FILE holds",
        manual: "\
Signal the process whose ID is the first line of
.Ar FILE ,
in decimal digits, with blanks around them or not.
Further lines are not read.
.Ar FILE
is refused if it is not a regular file, or if a user other than its owner can write or replace it.
Its owner, and that of a symbolic link to it, must be root or the effective user of
.Nm .
.Ar FILE
is stale, and refused, if it was written more than a second before the process started.",
    }
    /// `--if-name`: guard by the command name.
    IfName {
        letters: "",
        words: &["if-name"],
        takes: Takes::Values(&[Value { name: "NAME", completion: Completion::Free }]),
        help: "Only processes with exactly this command name",
        manual: "\
Signal only processes whose command name is exactly
.Ar NAME .
.Pp
This option and the others of this group, except for
.Fl r ,
are guards.
.Nm
holds each process, compares it with every guard, and signals it only if all guards hold.
A skipped process is reported and is not a failure; if no process was signalled at all, the exit
status is 1.
With an operand
.Ar NAME ,
a process that does not fit is not a target and is not reported.
A process group cannot be the target.",
    }
    /// `--if-user`: guard by the user.
    IfUser {
        letters: "",
        words: &["if-user"],
        takes: Takes::Values(&[Value { name: "USER", completion: Completion::User }]),
        help: "Only processes with this real user ID",
        manual: "\
Signal only processes whose real user ID is that of
.Ar USER ,
a name or a number.
The operand
.Ar NAME
then means the processes of every user, as with
.Fl a .
An unknown user is an error, and nothing is sent.",
    }
    /// `--started-before`: guard by age.
    StartedBefore { letters: "", shared: options::STARTED_BEFORE }
    /// `--started-after`: guard by age.
    StartedAfter { letters: "", shared: options::STARTED_AFTER }
    /// `--newer`: guard by age.
    Newer { letters: "", shared: options::NEWER }
    /// `--exe`: guard or target by the file that is executed.
    Executable { letters: "", shared: options::EXECUTABLE }
    /// `--cwd`: guard or target by the working directory.
    Directory { letters: "", shared: options::DIRECTORY }
    /// `--port`: guard or target by what it listens on.
    Port { letters: "", shared: options::PORT }
    /// `--cgroup`: guard or target by the control group.
    ControlGroup { letters: "", shared: options::CONTROL_GROUP }
    /// `--unit`: guard or target by the unit.
    Unit { letters: "", shared: options::UNIT }
    /// `--container`: guard or target by the container.
    Container { letters: "", shared: options::CONTAINER }
    /// `--uses`: guard or target by the files in hand.
    Uses { letters: "", shared: options::USES }
    /// `--mount`: all of the file system.
    Mount { letters: "", shared: options::MOUNT }
    /// `--descendants-of`: guard or target by the ancestors.
    DescendantsOf { letters: "", shared: options::DESCENDANTS_OF }
    /// `--catches`: guard by what takes a signal.
    CatchesOneOf { letters: "", shared: options::CATCHES_ONE_OF }
    /// `--ignores`: guard by what is ignored.
    IgnoresOneOf { letters: "", shared: options::IGNORES_ONE_OF }
    /// `--blocks`: guard by what is blocked.
    BlocksOneOf { letters: "", shared: options::BLOCKS_ONE_OF }
    /// `--rss`: guard by memory.
    Resident { letters: "", shared: options::RESIDENT }
    /// `--no-zombies`: guard by the state.
    NoZombies { letters: "", shared: options::NO_ZOMBIES }
    /// `--own-ns`: guard by the PID namespace.
    OwnNamespace { letters: "", shared: options::OWN_NAMESPACE }
    /// `-d`: the signal state of a process.
    ProcessState {
        letters: "d",
        words: &["show-process-state"],
        takes: Takes::Values(&[Value { name: "PID|NAME", completion: Completion::Target }]),
        help: "Show a process's blocked and caught signals",
        manual: "\
Show which signals are pending for the process, and which it blocks, ignores and catches, as
.Pa /proc/PID/status
has them.
A line without signals is left out.
The process may be
.Ar PID : Ns Ar INODE .
For a
.Ar NAME ,
show every process of that name, each after a line with its ID and name.
A zombie is an error.",
    }
    /// `--verbose`: print what is sent.
    Verbose { letters: "", ordered: delivery::VERBOSE }
    /// `--posix`: strict mode.
    Posix {
        letters: "",
        words: &["posix"],
        takes: Takes::Attached(Value { name: "xsi", completion: Completion::Words(&["xsi"]) }),
        help: "First word: accept only what POSIX.1-2024 has",
        manual: "\
Refuse what POSIX.1-2024 does not promise, and print what to write instead.
This must be the first word.
See
.Sx STRICT MODE .",
    }
    /// `-h`.
    Help { letters: "h", common: HELP }
    /// `-V`.
    Version { letters: "Vv", common: VERSION }
}
