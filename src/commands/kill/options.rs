//! kill's options, declared once: the parser, `--help`, the man page and the completions follow.
//!
//! Long because it is one table.

use crate::cli::declaration::{Completion, Takes, Value};
use crate::declare_options;
use crate::delivery::schedule;
use crate::selection::options::{self, Asks};
use crate::signal::headers;

/// What `--target` takes: the tables' names, and the word that lists them.
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
    pub(crate) enum Key, table OPTIONS, texts TEXTS, asking Asks, prefixes mean &PEERS_WORDS;

    /// `-s`: which signal.
    Signal {
        letters: "sn",
        words: &["signal"],
        takes: Takes::Values(&[Value { name: "SIGNAL", completion: Completion::Signal }]),
        help: "Send this signal instead of TERM: a name in any case, with or without SIG, or a \
            number",
        manual: "\
Send
.Ar SIGNAL
instead of TERM: a name in any case, with or without SIG, or a number in decimal digits.
0, also spelled EXIT, sends nothing and only checks whether the target exists and may be signalled.
(POSIX has names without SIG, and 0.)",
    }
    /// `-l`: names and statuses.
    List {
        letters: "l",
        words: &["list"],
        takes: Takes::Attached(Value { name: "OPERAND", completion: Completion::Signal }),
        help: "List the signal names, or convert each operand: a number or an exit status to a \
            name, a name to a number, 0xMASK to names",
        manual: "\
Without operands, list the names of this system's signals in the order of their numbers.
With operands, convert each:
a number, or the exit status that a shell gives a process which a signal ended or stopped
.Pq 128, 256 or 384 plus the number ,
to the signal's name; a name to its number;
.Ar 0xMASK ,
a set as /proc shows it, to the names in it.
(POSIX has one exit status.)",
    }
    /// `-L`: the table.
    Table {
        letters: "L",
        words: &["table"],
        takes: Takes::Nothing,
        help: "List numbers and names: of all signals, or of each operand, which is as for -l",
        manual: "\
List the signals' numbers and names, in columns on a terminal and one a line elsewhere.
With operands, which are as for
.Fl l ,
list only these, one a line.",
    }
    /// `-t`: the table with descriptions.
    DescriptionTable {
        letters: "t",
        words: &[],
        takes: Takes::Nothing,
        help: "List numbers, names and descriptions: of all signals, or of each operand",
        manual: "\
List the signals' numbers, names and descriptions, EXIT and real-time signals included.
With operands, which are as for
.Fl l ,
list only these.",
    }
    /// `--explain`: what it means.
    Explain {
        letters: "",
        words: &["explain"],
        takes: Takes::Attached(Value { name: "OPERAND", completion: Completion::Signal }),
        help: "Explain each operand, a signal, a number that tells how a process ended or a \
            shell's message: what it means, does by default, who sends it, its number elsewhere",
        manual: "\
Explain each operand, a signal by its name or number:
what it means, what it does by default, whether that can be changed, who usually sends it, and its \
            number on this and on
other systems; for INT, QUIT and TSTP also the key of this terminal that sends it, and the process \
            group that gets it.
A number that tells how a process ended is explained by every convention that prints it, the \
            likeliest first:
an exit status, the
.Ql $?
of each shell, minus the number of a signal
.Pq Python , Go
and its low byte, the status of
.Xr wait 2 ,
what systemd, timeout and docker mean by it, and the values of Windows, in decimal digits with a \
            sign or without or as
.Ql 0xC000013A .
.Ql \\-9
needs no
.Ql \\-\\-
in front of it.
A message in one word, as a shell or a program writes it
.Pq Ql Segmentation fault (core dumped) ,
stands for the signal that it speaks of.",
    }
    /// `--target`: of another system.
    Target {
        letters: "",
        words: &["target"],
        takes: Takes::Values(&[Value { name: "TARGET", completion: Completion::Words(&TARGETS) }]),
        help: "With -l, -L, -t and --explain: the signals of another system, such as \
            mips-linux-gnu or freebsd; --target list lists the known ones",
        manual: "\
With
.Fl l ,
.Fl L ,
.Fl t
and
.Fl \\-explain :
the signals of another system.
.Ar TARGET
is a triple as Rust or GNU writes it
.Pq mips64el-unknown-linux-gnuabi64 , mips-linux-gnu ,
or a short form: the system, and for Linux the architecture
.Pq linux/mips , freebsd , macos , illumos .
.Cm list
lists the known ones: the short forms, then each triple whose numbers were read, with its short \
            form.
See
.Xr signals 7 .",
    }
    /// `-q`: sigqueue.
    Queue {
        letters: "q",
        words: &["queue"],
        takes: Takes::Values(&[Value { name: "VALUE", completion: Completion::Free }]),
        help: "Queue the signal with this integer, as sigqueue(3) does",
        manual: "\
Queue the signal with the integer
.Ar VALUE ,
which a handler that was installed with SA_SIGINFO finds in si_value, by
.Xr sigqueue 3 .
Process groups cannot be signalled so.",
    }
    /// `--timeout`: follow-ups.
    Timeout {
        letters: "",
        words: &["timeout"],
        takes: Takes::Values(&[
            Value { name: "TIME", completion: Completion::Free },
            Value { name: "SIGNAL", completion: Completion::Signal },
        ]),
        help: "After the signal, wait so long and send SIGNAL to the processes that are still \
            there; repeatable, in order",
        manual: "\
After the signal, wait until the processes have ended, but at most
.Ar TIME ,
and send
.Ar SIGNAL
to those that are still there.
A bare number is in milliseconds; see
.Sx GRACE
for other times, and for what is done meanwhile.
The option may be given several times: each waits after the one before.
With
.Fl q
the value is queued each time.",
    }
    /// `-k`: KILL after a time, or the signal and its follow-ups in one word.
    KillAfter {
        letters: "k",
        words: &["kill-after", "schedule"],
        takes: Takes::Values(&[schedule::ENDING]),
        help: "Send KILL so long after the signal to the processes that are still there; or choose \
            the signals in one word, as TERM/5s/KILL",
        manual: "\
With a
.Ar TIME ,
send KILL so long after the signal to the processes that are still there; with 0, as in
.Xr timeout 1 ,
no KILL follows.
With a slash in it, the word is a
.Ar SCHEDULE ,
which chooses the signal, too, and what follows: signals with times between them, as
.Ql TERM/5s/KILL .
A signal without a time is refused.
See
.Sx GRACE .",
    }
    /// `-w`: wait until the targets are gone.
    Wait {
        letters: "w",
        words: &["wait"],
        takes: Takes::Attached(Value { name: "TIME", completion: Completion::Free }),
        help: "Return when every target is gone; exit status 124 if some are left TIME after the \
            last signal",
        manual: "\
Return when every target is gone: when it has ended, whether or not its parent has reaped it.
With
.Ar TIME ,
at most so long after the last signal; then those that are left are named, and the exit status is \
            124.
The time stands in the same word,
.Fl w2s ;
a time in the next word is refused, and a number there is a target.
See
.Sx GRACE .",
    }
    /// `--tree`: with the descendants.
    Tree {
        letters: "",
        words: &["tree"],
        takes: Takes::Nothing,
        help: "Signal each target and all its descendants, children first, while none of them can \
            fork",
        manual: "\
Signal each target and all its descendants: children first, each process once, and while none of \
            them can fork, so that none
escapes.
See
.Sx TREES .
Process groups have no descendants.",
    }
    /// `--descendants`: without the target.
    Descendants {
        letters: "",
        words: &["descendants"],
        takes: Takes::Nothing,
        help: "Like --tree, but without the targets themselves",
        manual: "\
Like
.Fl \\-tree ,
but without the targets themselves.",
    }
    /// `-p`: print only.
    Print {
        letters: "p",
        words: &["pid"],
        takes: Takes::Nothing,
        help: "Print the process IDs that the operands stand for and signal nobody",
        manual: "\
Print the process IDs that the operands stand for, one a line and negative for process groups, and \
            signal nobody.
Whether a plain process ID exists is not looked at.",
    }
    /// `--inode`: print what identifies the process.
    Inode {
        letters: "",
        words: &["inode"],
        takes: Takes::Nothing,
        help: "With -p, print PID:INODE, an operand that never means another process",
        manual: "\
With
.Fl p ,
print
.Ar PID : Ns Ar INODE ,
the operand that means this process and never another one with its ID.
It needs Linux 6.9; process groups have no such number.",
    }
    /// `--full`: print the arguments.
    Full {
        letters: "",
        words: &["full"],
        takes: Takes::Nothing,
        help: "With -p, print the name and the arguments of each process, too",
        manual: "\
With
.Fl p ,
print the command name and the arguments of each process, too.
Of very long arguments, only the beginning is read.",
    }
    /// `--dry-run`: only say what would happen.
    DryRun {
        letters: "",
        words: &["dry-run"],
        takes: Takes::Nothing,
        help: "Signal nobody; say what the signal would do to each process",
        manual: "\
Signal nobody, and say for each process what the signal would do to it, a line each; see
.Sx DRY RUN .",
    }
    /// `-a`: every user's.
    AllUsers {
        letters: "a",
        words: &["all"],
        takes: Takes::Nothing,
        help: "Let a command name stand for the processes of all users, not only the caller's",
        manual: "Let a command name stand for the processes of all users, not only for those of \
            the caller's real user ID.",
    }
    /// `-r`: only with a handler.
    RequireHandler {
        letters: "r",
        words: &["require-handler"],
        takes: Takes::Nothing,
        help: "Signal only processes that have a handler for the signal, or take it by sigwait or \
            signalfd",
        manual: "\
Signal only processes that take the signal, and say which were skipped:
by a handler;
by a thread in
.Xr sigwait 3 ,
while all others block it;
or by a
.Xr signalfd 2 ,
while all threads block it.
A skipped process is no failure; if no process was signalled at all, the exit status is 1.
Process groups cannot be asked.",
    }
    /// `--group-of`: the process group of a process.
    GroupOf {
        letters: "",
        words: &["group-of"],
        takes: Takes::Values(&[Value { name: "PID", completion: Completion::Process }]),
        help: "Also signal the process group that this process is in; repeatable",
        manual: "\
Signal the process group that the process
.Ar PID
is in.
This option,
.Fl \\-session\\-of ,
.Fl \\-foreground\\-of
and
.Fl \\-pidfile
name targets, stand beside operands or instead of them, and may be given several times.
Operands are signalled first, then these in their order.
See
.Sx TARGETS BY OPTIONS .",
    }
    /// `--session-of`: the session of a process.
    SessionOf {
        letters: "",
        words: &["session-of"],
        takes: Takes::Values(&[Value { name: "PID", completion: Completion::Process }]),
        help: "Also signal every process of the session that this process is in; repeatable",
        manual: "\
Signal every process of the session that the process
.Ar PID
is in, but never
.Nm
itself.",
    }
    /// `--foreground-of`: what Ctrl-C would reach.
    ForegroundOf {
        letters: "",
        words: &["foreground-of"],
        takes: Takes::Values(&[Value { name: "PID|TTY", completion: Completion::Terminal }]),
        help: "Also signal the foreground process group of this process's terminal or of this \
            terminal, which Ctrl-C would reach; repeatable",
        manual: "\
Signal the foreground process group, which Ctrl-C would reach, of the controlling terminal of the \
            process
.Ar PID ,
or of the terminal
.Ar TTY :
a path, or a name below
.Pa /dev
such as
.Cm pts/3 .",
    }
    /// `--pidfile`: the process whose ID a file holds.
    Pidfile {
        letters: "",
        words: &["pidfile"],
        takes: Takes::Values(&[Value { name: "FILE", completion: Completion::File }]),
        help: "Also signal the process whose ID is the first line of this file; a file that \
            others may write is refused; repeatable",
        manual: "\
Signal the process whose ID is the first line of
.Ar FILE .
That line must have the ID in decimal digits, maybe with blanks around them, and nothing else; what
follows the line is not read.
A file that others may write, and one that was written before the process started, are refused.",
    }
    /// `--if-name`: guard by the command name.
    IfName {
        letters: "",
        words: &["if-name"],
        takes: Takes::Values(&[Value { name: "NAME", completion: Completion::Free }]),
        help: "Signal only processes with exactly this command name",
        manual: "\
Signal only processes whose command name is exactly
.Ar NAME ,
compared as for the operand
.Ar NAME .
This option and the following ones up to
.Fl \\-own\\-ns
are guards: each process is held, then looked at, and signalled only if all guards that are given \
            hold; the others are
skipped, with a line that tells why.
A skipped process is no failure; if no process was signalled at all, the exit status is 1.
Process groups cannot be guarded.",
    }
    /// `--if-user`: guard by the user.
    IfUser {
        letters: "",
        words: &["if-user"],
        takes: Takes::Values(&[Value { name: "USER", completion: Completion::User }]),
        help: "Signal only processes with this real user ID, a name or a number",
        manual: "\
Signal only processes whose real user ID is that of
.Ar USER .
A command name then stands for the processes of all users, as with
.Fl a .
Digits are the number itself.
A name is looked up in
.Pa /etc/passwd ,
then with
.Xr getent 1 ;
an unknown one is an error, and nothing is sent to anybody.",
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
        help: "Show which signals are pending for a process, blocked, ignored and caught by it",
        manual: "\
Show which signals are pending for the process
.Ar PID ,
which may be
.Ar PID : Ns Ar INODE ,
blocked, ignored and caught by it, as
.Pa /proc/PID/status
has them.
A line without signals is left out.
With
.Ar NAME ,
the same of every process that the operand
.Ar NAME
would stand for, each after a line with its ID and its name.
A zombie has none of this, which is an error.",
    }
    /// `--verbose`: say what is sent.
    Verbose {
        letters: "",
        words: &["verbose"],
        takes: Takes::Nothing,
        help: "Say which signal is sent to which process ID, and how the processes end that -k, \
            --timeout and -w follow",
        manual: "\
Before each signal, write a line to standard output that says which is sent to which process ID.
With
.Fl k ,
.Fl \\-timeout
or
.Fl w ,
write how each process ended, too.",
    }
    /// `--posix`: strict mode.
    Posix {
        letters: "",
        words: &["posix"],
        takes: Takes::Attached(Value { name: "xsi", completion: Completion::Words(&["xsi"]) }),
        help: "As the first word: accept only what POSIX.1-2024 promises, or with XSI; say what to \
            write instead",
        manual: "\
Strict-POSIX mode: refuse what POSIX.1-2024 does not promise, and say what to write instead.
It must be the first word.
See
.Sx STRICT MODE .",
    }
    /// `-h`.
    Help {
        letters: "h",
        words: &["help"],
        takes: Takes::Nothing,
        help: "Print this help",
        manual: "Print a summary of the options.",
    }
    /// `-V`.
    Version {
        letters: "Vv",
        words: &["version"],
        takes: Takes::Nothing,
        help: "Print the version",
        manual: "Print the version.",
    }
}
