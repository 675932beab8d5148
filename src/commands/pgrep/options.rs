//! pgrep's options, declared once: the parser, `--help`, the man page and the completions follow.
//!
//! Long because each option stands here with all that is said of it.

use crate::cli::declaration::{Completion, Takes, Value};
use crate::declare_options;

/// A value of the user's own.
const fn free(name: &'static str) -> Value {
    Value { name, completion: Completion::Free }
}

const PIDS: Value = Value { name: "PID,...", completion: Completion::Process };

const USERS: Value = Value { name: "USER,...", completion: Completion::Users };

/// What `-r` takes.
const STATES: &[&str] = &["D", "R", "S", "T", "t", "Z", "I"];

/// What `--nslist` takes.
const KINDS: &[&str] = &["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"];

/// What `--sort` takes.
const KEYS: &[&str] = &["pid", "start", "rss", "name", "-pid", "-start", "-rss", "-name"];

declare_options! {
    pub(crate) enum Key, table OPTIONS, texts TEXTS;

    /// `-f`: the command line.
    Full {
        letters: "f",
        words: &["full"],
        takes: Takes::Nothing,
        help: "Compare the pattern with the command line rather than the name",
        manual: "\
Compare the pattern with the whole command line, its words joined by blanks, rather than with the \
            name.
Ancestors of
.Nm
are left out then: the shell that runs
.Ql pgrep \\-f X
has X in its own command line.",
    }
    /// `-x`: the whole.
    Exact {
        letters: "x",
        words: &["exact"],
        takes: Takes::Nothing,
        help: "The pattern must match the whole of it",
        manual: "\
The pattern must match the whole name or, with
.Fl f ,
the whole command line.",
    }
    /// `-i`: whatever the case.
    IgnoreCase {
        letters: "i",
        words: &["ignore-case"],
        takes: Takes::Nothing,
        help: "Do not tell upper case from lower case",
        manual: "\
Upper and lower case of the letters of ASCII are one.",
    }
    /// `--literal`: text.
    Literal {
        letters: "",
        words: &["literal"],
        takes: Takes::Nothing,
        help: "The pattern is text, whatever its characters mean in expressions",
        manual: "\
The pattern is text, whatever its characters mean in expressions.",
    }
    /// `--name`: exactly.
    Name {
        letters: "",
        words: &["name"],
        takes: Takes::Values(&[Value { name: "NAME", completion: Completion::Free }]),
        help: "Instead of a pattern: processes with exactly this name; repeatable",
        manual: "\
Instead of a pattern: processes that have exactly this name, in full.",
    }
    /// `-v`: all others.
    Inverse {
        letters: "v",
        words: &["inverse"],
        takes: Takes::Nothing,
        help: "The other processes: those for which not all of it holds",
        manual: "\
Print the other processes: those for which not all that is asked holds.",
    }
    /// `-n`: the latest.
    Newest {
        letters: "n",
        words: &["newest"],
        takes: Takes::Nothing,
        help: "Of all these, the one that started last",
        manual: "\
Of all that fit, print the one that started last; of several, the one with the highest ID.",
    }
    /// `-o`: the earliest.
    Oldest {
        letters: "o",
        words: &["oldest"],
        takes: Takes::Nothing,
        help: "Of all these, the one that started first",
        manual: "\
Of all that fit, print the one that started first; of several, the one with the lowest ID.",
    }
    /// `-u`: effective user.
    EffectiveUser {
        letters: "u",
        words: &["euid"],
        takes: Takes::Values(&[USERS]),
        help: "With this effective user, a name or a number",
        manual: "\
Processes whose effective user is one of these, names or numbers.",
    }
    /// `-U`: real user.
    RealUser {
        letters: "U",
        words: &["uid"],
        takes: Takes::Values(&[USERS]),
        help: "With this real user",
        manual: "\
Processes whose real user is one of these.",
    }
    /// `-G`: real group.
    RealGroup {
        letters: "G",
        words: &["group"],
        takes: Takes::Values(&[Value { name: "GROUP,...", completion: Completion::Groups }]),
        help: "With this real group, a name or a number",
        manual: "\
Processes whose real group is one of these, names or numbers.",
    }
    /// `-p`: process IDs.
    Pid {
        letters: "p",
        words: &["pid"],
        takes: Takes::Values(&[PIDS]),
        help: "With one of these process IDs",
        manual: "\
Processes with one of these IDs.",
    }
    /// `-P`: parents.
    Parent {
        letters: "P",
        words: &["parent"],
        takes: Takes::Values(&[PIDS]),
        help: "Whose parent is one of these",
        manual: "\
Processes whose parent is one of these.",
    }
    /// `-g`: process groups.
    Group {
        letters: "g",
        words: &["pgroup"],
        takes: Takes::Values(&[free("PGID,...")]),
        help: "In one of these process groups; 0 is the own",
        manual: "\
Processes of these process groups.
0 is the group of
.Nm .",
    }
    /// `-s`: sessions.
    Session {
        letters: "s",
        words: &["session"],
        takes: Takes::Values(&[free("SID,...")]),
        help: "In one of these sessions; 0 is the own",
        manual: "\
Processes of these sessions.
0 is the session of
.Nm .",
    }
    /// `-t`: terminals.
    Terminal {
        letters: "t",
        words: &["terminal"],
        takes: Takes::Values(&[Value { name: "TTY,...", completion: Completion::TerminalName }]),
        help: "Controlled by one of these terminals, such as pts/0; - is none",
        manual: "\
Processes that one of these terminals controls: a path, or a name below
.Pa /dev
such as
.Cm pts/0
or
.Cm tty1 .
.Cm \\-
is no terminal.",
    }
    /// `-r`: states.
    State {
        letters: "r",
        words: &["runstates"],
        takes: Takes::Values(&[Value {
            name: "STATE,...",
            completion: Completion::Words(STATES),
        }]),
        help: "In one of these states: D, R, S, T, Z and so on",
        manual: "\
Processes in one of these states, a letter each:
D, R, S, T, t, Z, I; see
.Xr proc_pid_stat 5 .",
    }
    /// `--no-zombies`.
    NoZombies {
        letters: "",
        words: &["no-zombies"],
        takes: Takes::Nothing,
        help: "That have not ended",
        manual: "\
Processes that have not ended; one that only waits to be reaped is found otherwise.",
    }
    /// `-O`: age.
    Older {
        letters: "O",
        words: &["older"],
        takes: Takes::Values(&[free("TIME")]),
        help: "As old as TIME or older: seconds, or 10m, 2h, 1d",
        manual: "\
Processes that are as old as
.Ar TIME
or older: seconds, or a number with
.Cm ms , s , m , h
or
.Cm d
behind it.",
    }
    /// `--newer`: age.
    Newer {
        letters: "",
        words: &["newer"],
        takes: Takes::Values(&[free("TIME")]),
        help: "Younger than TIME",
        manual: "\
Processes that are younger than
.Ar TIME .",
    }
    /// `--started-before`.
    StartedBefore {
        letters: "",
        words: &["started-before"],
        takes: Takes::Values(&[free("TIME")]),
        help: "That started before this time: @SECONDS, 2026-11-22T10:00:00 with or without a \
            zone, or how long ago (10m)",
        manual: "\
Processes that started before
.Ar TIME ,
written as for
.Xr kill 1 .",
    }
    /// `--started-after`.
    StartedAfter {
        letters: "",
        words: &["started-after"],
        takes: Takes::Values(&[free("TIME")]),
        help: "That started at this time or after it",
        manual: "\
Processes that started at
.Ar TIME
or after it.",
    }
    /// `--exe`.
    Executable {
        letters: "",
        words: &["exe"],
        takes: Takes::Values(&[Value { name: "FILE", completion: Completion::File }]),
        help: "That execute this file",
        manual: "\
Processes that execute this file, by whatever name; if there is none, those whose file had this \
            path.",
    }
    /// `--cwd`.
    Directory {
        letters: "",
        words: &["cwd"],
        takes: Takes::Values(&[Value { name: "DIR", completion: Completion::Directory }]),
        help: "Whose working directory is this or below it",
        manual: "\
Processes whose working directory is this one, or below it.",
    }
    /// `--rss`.
    Resident {
        letters: "",
        words: &["rss"],
        takes: Takes::Values(&[free("[+-]SIZE")]),
        help: "With at least so much resident memory, such as 500M; with -, at most",
        manual: "\
Processes with at least so much resident memory; with
.Cm \\-
before it, at most.
A bare number is in KiB;
.Cm K , M , G
or
.Cm T
may stand behind it.",
    }
    /// `--env`.
    Variable {
        letters: "",
        words: &["env"],
        takes: Takes::Values(&[free("NAME[=VALUE]")]),
        help: "That were started with this variable, or with this value of it; repeatable",
        manual: "\
Processes that were started with this variable in their environment, or with this value of it.",
    }
    /// `--cgroup`.
    ControlGroup {
        letters: "",
        words: &["cgroup"],
        takes: Takes::Values(&[free("PATH,...")]),
        help: "In one of these control groups; PATH/ is all below it, too",
        manual: "\
Processes whose control group
.Pq version 2
has this path;
.Ar PATH Ns Cm /
is all below it, too.",
    }
    /// `--ns`.
    Namespaces {
        letters: "",
        words: &["ns"],
        takes: Takes::Values(&[Value { name: "PID", completion: Completion::Process }]),
        help: "In the namespaces of this process",
        manual: "\
Processes that are in the same namespaces as this one, in all of them.",
    }
    /// `--nslist`.
    NamespaceList {
        letters: "",
        words: &["nslist"],
        takes: Takes::Values(&[Value { name: "NS,...", completion: Completion::Words(KINDS) }]),
        help: "With --ns: only these of cgroup, ipc, mnt, net, pid, time, user, uts",
        manual: "\
With
.Fl \\-ns :
only these namespaces:
.Cm cgroup , ipc , mnt , net , pid , time , user , uts .",
    }
    /// `--own-ns`.
    OwnNamespace {
        letters: "",
        words: &["own-ns"],
        takes: Takes::Nothing,
        help: "In the own PID namespace, and in no container below it",
        manual: "\
Processes of the PID namespace of
.Nm ,
and none of a container below it.",
    }
    /// `-F`: a file with the ID.
    Pidfile {
        letters: "F",
        words: &["pidfile"],
        takes: Takes::Values(&[Value { name: "FILE", completion: Completion::File }]),
        help: "With the process ID that is the first word of this file; - is standard input",
        manual: "\
The process whose ID is the first word of
.Ar FILE ;
.Cm \\-
is standard input.",
    }
    /// `-L`: locked.
    Locked {
        letters: "L",
        words: &["logpidfile"],
        takes: Takes::Nothing,
        help: "With -F: only if a process has locked the file",
        manual: "\
With
.Fl F :
only if a process has locked the file, by
.Xr flock 2
or
.Xr fcntl 2 .",
    }
    /// `-H`: with a handler.
    Catches {
        letters: "H",
        words: &["require-handler"],
        takes: Takes::Nothing,
        help: "That have a handler for the signal of --signal, or for TERM",
        manual: "\
Processes that catch the signal of
.Fl \\-signal ,
or TERM.",
    }
    /// `--signal`: which.
    Signal {
        letters: "",
        words: &["signal"],
        takes: Takes::Values(&[Value { name: "SIGNAL", completion: Completion::Signal }]),
        help: "With -H: which signal",
        manual: "\
With
.Fl H :
which signal.",
    }
    /// `-A`: not the ancestors.
    IgnoreAncestors {
        letters: "A",
        words: &["ignore-ancestors"],
        takes: Takes::Nothing,
        help: "Leave out the ancestors of pgrep, which -f does by itself",
        manual: "\
Leave out the ancestors of
.Nm :
its parent, its parent's and so on.",
    }
    /// `--with-ancestors`.
    WithAncestors {
        letters: "",
        words: &["with-ancestors"],
        takes: Takes::Nothing,
        help: "With -f: do not leave them out",
        manual: "\
With
.Fl f :
do not leave out the ancestors of
.Nm .",
    }
    /// `--tree`: with descendants.
    Tree {
        letters: "",
        words: &["tree"],
        takes: Takes::Nothing,
        help: "Print all descendants of these processes, too",
        manual: "\
Print all descendants of the processes that fit, too.",
    }
    /// `-w`: threads.
    Threads {
        letters: "w",
        words: &["lightweight"],
        takes: Takes::Nothing,
        help: "Threads as well, each by its own name",
        manual: "\
Look at threads as well, each by its own name, and print their IDs.",
    }
    /// `-l`: with names.
    ListName {
        letters: "l",
        words: &["list-name"],
        takes: Takes::Nothing,
        help: "Print the name behind the ID",
        manual: "\
Print the name behind each ID, as much of it as the kernel keeps.",
    }
    /// `-a`: with command lines.
    ListFull {
        letters: "a",
        words: &["list-full"],
        takes: Takes::Nothing,
        help: "Print the command line behind the ID",
        manual: "\
Print the command line behind each ID.",
    }
    /// `-Q`: quoted.
    Quote {
        letters: "Q",
        words: &["shell-quote"],
        takes: Takes::Nothing,
        help: "With -l and -a: quote what is printed for a shell",
        manual: "\
With
.Fl l
and
.Fl a :
quote what is printed so that a shell reads the same words.",
    }
    /// `-d`: delimiter.
    Delimiter {
        letters: "d",
        words: &["delimiter"],
        takes: Takes::Values(&[free("TEXT")]),
        help: "Print this between two processes instead of a newline",
        manual: "\
Print this between two processes rather than a newline, which still ends the output.",
    }
    /// `-c`: how many.
    Count {
        letters: "c",
        words: &["count"],
        takes: Takes::Nothing,
        help: "Print only how many there are",
        manual: "\
Print only how many processes there are.",
    }
    /// `-q`: nothing.
    Quiet {
        letters: "q",
        words: &["quiet"],
        takes: Takes::Nothing,
        help: "Print nothing; the exit status says whether there are any",
        manual: "\
Print nothing: the exit status says whether there are any.",
    }
    /// `--sort`: in which order.
    Sort {
        letters: "",
        words: &["sort"],
        takes: Takes::Values(&[Value { name: "KEY", completion: Completion::Words(KEYS) }]),
        help: "In the order of pid, start, rss or name; with - in front, the other way round",
        manual: "\
Print them in the order of
.Cm pid , start , rss
or
.Cm name ;
with
.Cm \\-
in front, the other way round.",
    }
    /// `--json`: for programs.
    Json {
        letters: "",
        words: &["json"],
        takes: Takes::Nothing,
        help: "Print what is known of each process as JSON",
        manual: "\
Print what is known of each process as JSON; see
.Sx JSON .",
    }
    /// `--posix`: no options behind the pattern.
    Posix {
        letters: "",
        words: &["posix"],
        takes: Takes::Nothing,
        help: "As the first word: no options behind the pattern",
        manual: "\
As the first word: what stands behind the pattern is no option.",
    }
    /// `--help`.
    Help {
        letters: "h",
        words: &["help"],
        takes: Takes::Nothing,
        help: "Print this help",
        manual: "\
Print a summary of the options.",
    }
    /// `--version`.
    Version {
        letters: "V",
        words: &["version"],
        takes: Takes::Nothing,
        help: "Print the version",
        manual: "\
Print the version.",
    }
}
