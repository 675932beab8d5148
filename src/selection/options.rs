//! The options that ask something of processes, declared once for all commands that have them.
//!
//! The letter of an option differs from command to command, so that a letter stands
//! where an option is used.
//!
//! Long because each option stands here with all of its text.

use crate::cli::declaration::{Completion, Takes, Value};

/// An option but for its letters.
pub(crate) struct CriterionOption {
    pub(crate) asks: Asks,
    pub(crate) words: &'static [&'static str],
    pub(crate) takes: Takes,
    pub(crate) help: &'static str,
    pub(crate) manual: &'static str,
}

/// The question of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    Full,
    Exact,
    IgnoreCase,
    Literal,
    Name,
    /// The other processes.
    Inverse,
    Newest,
    Oldest,
    EffectiveUser,
    RealUser,
    RealGroup,
    Pid,
    Parent,
    Group,
    Session,
    Terminal,
    State,
    NoZombies,
    Older,
    Newer,
    StartedBefore,
    StartedAfter,
    Executable,
    Directory,
    Port,
    Resident,
    Variable,
    ControlGroup,
    Unit,
    Container,
    Uses,
    /// All of its file system.
    Mount,
    DescendantsOf,
    CatchesOneOf,
    IgnoresOneOf,
    BlocksOneOf,
    Namespaces,
    NamespaceList,
    OwnNamespace,
    Pidfile,
    /// The file must be locked.
    Locked,
    Catches,
    IgnoreAncestors,
    WithAncestors,
}

/// A value of the user's own.
const fn free(name: &'static str) -> Value {
    Value { name, completion: Completion::Free }
}

const PIDS: Value = Value { name: "PID,...", completion: Completion::Process };

const USERS: Value = Value { name: "USER,...", completion: Completion::Users };

/// The values of `-r`.
const STATES: &[&str] = &["D", "R", "S", "T", "t", "Z", "I"];

/// The values of `--nslist`.
const KINDS: &[&str] = &["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"];

pub(crate) const FULL: CriterionOption = CriterionOption {
    asks: Asks::Full,
    words: &["full"],
    takes: Takes::Nothing,
    help: "Match the whole command line, not the name",
    manual: "\
Compare the pattern with the whole command line, its words joined by blanks, rather than
with the name.
The ancestors of
.Nm
are left out then, because the shell that runs
.Ql pgrep \\-f X
has X in its own command line.
So are processes that an ancestor has forked and that have executed no program yet, because
they have the command line of the ancestor.
A subshell is such a process.",
};

pub(crate) const EXACT: CriterionOption = CriterionOption {
    asks: Asks::Exact,
    words: &["exact"],
    takes: Takes::Nothing,
    help: "The pattern must match the whole text",
    manual: "\
The pattern must match the whole name or, with
.Fl f ,
the whole command line.",
};

pub(crate) const IGNORE_CASE: CriterionOption = CriterionOption {
    asks: Asks::IgnoreCase,
    words: &["ignore-case"],
    takes: Takes::Nothing,
    help: "Ignore the case of ASCII letters",
    manual: "\
Ignore the case of the letters of ASCII.",
};

pub(crate) const LITERAL: CriterionOption = CriterionOption {
    asks: Asks::Literal,
    words: &["literal"],
    takes: Takes::Nothing,
    help: "Take the pattern as plain text",
    manual: "\
Take the pattern as plain text.
No character in it has a meaning of its own.",
};

pub(crate) const NAME: CriterionOption = CriterionOption {
    asks: Asks::Name,
    words: &["name", "if-name"],
    takes: Takes::Values(&[Value { name: "NAME", completion: Completion::Free }]),
    help: "Match exactly this name, not a pattern",
    manual: "\
The process has exactly this name, in full.
The option takes the place of the pattern.",
};

pub(crate) const NEWEST: CriterionOption = CriterionOption {
    asks: Asks::Newest,
    words: &["newest"],
    takes: Takes::Nothing,
    help: "Only the process that started last",
    manual: "\
Only the process that started last of those that fit; if several did,
the one with the highest ID.",
};

pub(crate) const OLDEST: CriterionOption = CriterionOption {
    asks: Asks::Oldest,
    words: &["oldest"],
    takes: Takes::Nothing,
    help: "Only the process that started first",
    manual: "\
Only the process that started first of those that fit; if several did,
the one with the lowest ID.",
};

pub(crate) const EFFECTIVE_USER: CriterionOption = CriterionOption {
    asks: Asks::EffectiveUser,
    words: &["euid"],
    takes: Takes::Values(&[USERS]),
    help: "Effective user, a name or a number",
    manual: "\
The effective user of the process is one of these, names or numbers.",
};

pub(crate) const REAL_USER: CriterionOption = CriterionOption {
    asks: Asks::RealUser,
    words: &["uid", "if-user"],
    takes: Takes::Values(&[USERS]),
    help: "Real user, a name or a number",
    manual: "\
The real user of the process is one of these, names or numbers.",
};

pub(crate) const REAL_GROUP: CriterionOption = CriterionOption {
    asks: Asks::RealGroup,
    words: &["group"],
    takes: Takes::Values(&[Value { name: "GROUP,...", completion: Completion::Groups }]),
    help: "Real group, a name or a number",
    manual: "\
The real group of the process is one of these, names or numbers.",
};

pub(crate) const PID: CriterionOption = CriterionOption {
    asks: Asks::Pid,
    words: &["pid"],
    takes: Takes::Values(&[PIDS]),
    help: "Process ID, or PID:INODE",
    manual: "\
The process has one of these IDs.
.Ar PID : Ns Ar INODE
is the one process whose pidfd has this inode number.",
};

pub(crate) const PARENT: CriterionOption = CriterionOption {
    asks: Asks::Parent,
    words: &["parent"],
    takes: Takes::Values(&[PIDS]),
    help: "Process ID of the parent",
    manual: "\
The parent of the process is one of these.",
};

pub(crate) const GROUP: CriterionOption = CriterionOption {
    asks: Asks::Group,
    words: &["pgroup"],
    takes: Takes::Values(&[free("PGID,...")]),
    help: "Process group; 0 is the caller's own",
    manual: "\
The process is in one of these process groups.
0 is the group of
.Nm .",
};

pub(crate) const SESSION: CriterionOption = CriterionOption {
    asks: Asks::Session,
    words: &["session"],
    takes: Takes::Values(&[free("SID,...")]),
    help: "Session; 0 is the caller's own",
    manual: "\
The process is in one of these sessions.
0 is the session of
.Nm .",
};

pub(crate) const TERMINAL: CriterionOption = CriterionOption {
    asks: Asks::Terminal,
    words: &["terminal"],
    takes: Takes::Values(&[Value { name: "TTY,...", completion: Completion::TerminalName }]),
    help: "Controlling terminal, such as pts/0; - is none",
    manual: "\
One of these terminals controls the process: a path, or a name below
.Pa /dev
such as
.Cm pts/0
or
.Cm tty1 .
.Cm \\-
means no terminal.",
};

pub(crate) const STATE: CriterionOption = CriterionOption {
    asks: Asks::State,
    words: &["runstates"],
    takes: Takes::Values(&[Value { name: "STATE,...", completion: Completion::Words(STATES) }]),
    help: "State, a letter such as D, R, S, T or Z",
    manual: "\
The process is in one of these states, a letter each:
D, R, S, T, t, Z, I; see
.Xr proc_pid_stat 5 .",
};

pub(crate) const LOCKED: CriterionOption = CriterionOption {
    asks: Asks::Locked,
    words: &["logpidfile"],
    takes: Takes::Nothing,
    help: "With -F, only if a process has locked FILE",
    manual: "\
With
.Fl F ,
only if a process has locked the file, by
.Xr flock 2
or
.Xr fcntl 2 .",
};

/// For commands that act on the process: a stale file would name another one.
pub(crate) const TRUSTED_PIDFILE: CriterionOption = CriterionOption {
    asks: Asks::Pidfile,
    words: &["pidfile"],
    takes: Takes::Values(&[Value { name: "FILE", completion: Completion::File }]),
    help: "The process whose ID FILE holds",
    manual: "\
The ID of the process is the first word of
.Ar FILE .
.Cm \\-
is standard input.
A file that other users may write, and one that was written before the process started, are
refused.",
};

/// For commands that act on the processes: all but those of a name are nearly all that there are.
pub(crate) const INVERSE_OF_CRITERIA: CriterionOption = CriterionOption {
    asks: Asks::Inverse,
    words: &["inverse"],
    takes: Takes::Nothing,
    help: "The processes that do not fit",
    manual: "\
The process does not fit all criteria.
No pattern and no name can be given.
Process 1, the ancestors of
.Nm
and processes that may not be inspected are left out.
A dry run shows a criterion that does not hold.",
};

pub(crate) const NO_ZOMBIES: CriterionOption = CriterionOption {
    asks: Asks::NoZombies,
    words: &["no-zombies"],
    takes: Takes::Nothing,
    help: "Only processes that have not ended",
    manual: "\
The process has not ended.
Without this option, a process that has ended and that its parent has not reaped is found.",
};

pub(crate) const OLDER: CriterionOption = CriterionOption {
    asks: Asks::Older,
    words: &["older"],
    takes: Takes::Values(&[free("TIME")]),
    help: "TIME old or older: seconds, or 10m, 2h, 1d",
    manual: "\
The process is
.Ar TIME
old or older: a number of seconds, or a number with
.Cm ms , s , m , h
or
.Cm d
after it.",
};

pub(crate) const NEWER: CriterionOption = CriterionOption {
    asks: Asks::Newer,
    words: &["newer"],
    takes: Takes::Values(&[free("TIME")]),
    help: "Younger than TIME",
    manual: "\
The process is younger than
.Ar TIME .",
};

pub(crate) const STARTED_BEFORE: CriterionOption = CriterionOption {
    asks: Asks::StartedBefore,
    words: &["started-before"],
    takes: Takes::Values(&[free("TIME")]),
    help: "Started before TIME: @SECONDS, a date, or 10m ago",
    manual: "\
The process started before
.Ar TIME :
.Cm @ Ns Ar SECONDS
since the epoch;
.Ql 2026\\-11\\-22T10:00:00
in local time, or with
.Cm Z
or an offset such as
.Cm +01:00
after it; or an age, a number with
.Cm ms , s , m , h
or
.Cm d
after it.
A number without a unit is refused, because it could be either.
A local time that did not exist, or that existed twice because the clock was set back, is refused.
The start is known to a hundredth of a second; a process that may have started before or after
.Ar TIME
does not fit.",
};

pub(crate) const STARTED_AFTER: CriterionOption = CriterionOption {
    asks: Asks::StartedAfter,
    words: &["started-after"],
    takes: Takes::Values(&[free("TIME")]),
    help: "Started at TIME or after it",
    manual: "\
The process started at
.Ar TIME
or after it.",
};

pub(crate) const EXECUTABLE: CriterionOption = CriterionOption {
    asks: Asks::Executable,
    words: &["exe", "if-exe"],
    takes: Takes::Values(&[Value { name: "FILE", completion: Completion::File }]),
    help: "Executes this file",
    manual: "\
The process executes this file, by any name.
If the file does not exist, the executable of the process had this path.",
};

pub(crate) const DIRECTORY: CriterionOption = CriterionOption {
    asks: Asks::Directory,
    words: &["cwd", "if-cwd"],
    takes: Takes::Values(&[Value { name: "DIR", completion: Completion::Directory }]),
    help: "Works in this directory or below it",
    manual: "\
The working directory of the process is this directory or one below it.",
};

pub(crate) const PORT: CriterionOption = CriterionOption {
    asks: Asks::Port,
    words: &["port", "if-port"],
    takes: Takes::Values(&[free("[tcp/|udp/]PORT,...")]),
    help: "Listens on a port: 80, tcp/80,443, udp/53",
    manual: "\
The process listens on one of these ports, of TCP or UDP, by IPv4 or IPv6.
.Cm tcp/
or
.Cm udp/
in front of a number holds for that number and all after it.
A process that is only connected does not fit.
The ports are those of the network namespace of
.Nm .
.Nm
reports a port whose owner cannot be inspected.",
};

pub(crate) const RESIDENT: CriterionOption = CriterionOption {
    asks: Asks::Resident,
    words: &["rss"],
    takes: Takes::Values(&[free("[+-]SIZE")]),
    help: "Resident memory, such as 500M; with -, at most",
    manual: "\
The process has at least this much resident memory; with
.Cm \\-
in front of it, at most.
A bare number is in KiB.
.Cm K , M , G
or
.Cm T
may follow it.",
};

pub(crate) const VARIABLE: CriterionOption = CriterionOption {
    asks: Asks::Variable,
    words: &["env"],
    takes: Takes::Values(&[free("NAME[=VALUE]")]),
    help: "Was started with this environment variable",
    manual: "\
The process was started with this variable in its environment, or with this value of it.",
};

pub(crate) const CONTROL_GROUP: CriterionOption = CriterionOption {
    asks: Asks::ControlGroup,
    words: &["cgroup", "if-cgroup"],
    takes: Takes::Values(&[free("PATH,...")]),
    help: "Control group; PATH/ includes all below it",
    manual: "\
The control group of the process has this path, in the unified hierarchy or in another one.
.Ar PATH Ns Cm /
includes all control groups below it.",
};

pub(crate) const UNIT: CriterionOption = CriterionOption {
    asks: Asks::Unit,
    words: &["unit", "if-unit"],
    takes: Takes::Values(&[free("UNIT,...")]),
    help: "Belongs to a systemd unit; nginx is nginx.service",
    manual: "\
The process belongs to one of these units of systemd, by the path of its control group, whether the
manager of the system or of a user has started the unit.
The units of a container that has a systemd of its own are not meant.
A name without a kind such as
.Cm .scope
or
.Cm .slice
is a service.",
};

pub(crate) const CONTAINER: CriterionOption = CriterionOption {
    asks: Asks::Container,
    words: &["container", "if-container"],
    takes: Takes::Values(&[free("ID")]),
    help: "Is in this container: 4 digits of the ID or more",
    manual: "\
The process is in the container whose ID begins with these hexadecimal digits, by the path of its
control group.
At least four digits are needed, and only one container may fit.",
};

pub(crate) const USES: CriterionOption = CriterionOption {
    asks: Asks::Uses,
    words: &["uses", "if-uses"],
    takes: Takes::Values(&[Value { name: "PATH", completion: Completion::File }]),
    help: "Uses this file, or has it as a directory",
    manual: "\
The process has this file open or mapped, executes it, or has it as its root or working directory.
A socket is used by the processes that are bound to it.",
};

pub(crate) const MOUNT: CriterionOption = CriterionOption {
    asks: Asks::Mount,
    words: &["mount"],
    takes: Takes::Nothing,
    help: "With --uses: any file of the file system",
    manual: "\
With
.Fl \\-uses :
the process uses any file of the file system of
.Ar PATH ,
or of the file system on the block device
.Ar PATH .",
};

pub(crate) const DESCENDANTS_OF: CriterionOption = CriterionOption {
    asks: Asks::DescendantsOf,
    words: &["descendants-of", "if-descendants-of"],
    takes: Takes::Values(&[PIDS]),
    help: "Descends from this process",
    manual: "\
The process is a descendant of one of these processes, at any level.
The parent of an orphan is the process that adopted it.",
};

/// Signals of the user's choice.
const SIGNALS: Value = Value { name: "SIGNAL,...", completion: Completion::Signals(',') };

pub(crate) const CATCHES_ONE_OF: CriterionOption = CriterionOption {
    asks: Asks::CatchesOneOf,
    words: &["catches"],
    takes: Takes::Values(&[SIGNALS]),
    help: "Takes one of these signals",
    manual: "\
The process takes one of these signals, by a handler,
.Xr sigwait 3
or
.Xr signalfd 2 .",
};

pub(crate) const IGNORES_ONE_OF: CriterionOption = CriterionOption {
    asks: Asks::IgnoresOneOf,
    words: &["ignores"],
    takes: Takes::Values(&[SIGNALS]),
    help: "Ignores one of these signals",
    manual: "\
The process ignores one of these signals.",
};

pub(crate) const BLOCKS_ONE_OF: CriterionOption = CriterionOption {
    asks: Asks::BlocksOneOf,
    words: &["blocks"],
    takes: Takes::Values(&[SIGNALS]),
    help: "Blocks one of these signals in all threads",
    manual: "\
All threads of the process block one of these signals.",
};

pub(crate) const NAMESPACES: CriterionOption = CriterionOption {
    asks: Asks::Namespaces,
    words: &["ns"],
    takes: Takes::Values(&[Value { name: "PID", completion: Completion::Process }]),
    help: "Shares all namespaces with this process",
    manual: "\
The process is in the same namespaces as this one, in all of them.",
};

pub(crate) const NAMESPACE_LIST: CriterionOption = CriterionOption {
    asks: Asks::NamespaceList,
    words: &["nslist"],
    takes: Takes::Values(&[Value { name: "NS,...", completion: Completion::Words(KINDS) }]),
    help: "With --ns: compare only these namespaces",
    manual: "\
With
.Fl \\-ns ,
compare only these namespaces:
.Cm cgroup , ipc , mnt , net , pid , time , user , uts .",
};

pub(crate) const OWN_NAMESPACE: CriterionOption = CriterionOption {
    asks: Asks::OwnNamespace,
    words: &["own-ns"],
    takes: Takes::Nothing,
    help: "In the caller's PID namespace, no container",
    manual: "\
The process is in the PID namespace of
.Nm ,
not in that of a container below it.",
};

pub(crate) const CATCHES: CriterionOption = CriterionOption {
    asks: Asks::Catches,
    words: &["require-handler"],
    takes: Takes::Nothing,
    help: "Takes the signal of --signal, or TERM",
    manual: "\
The process takes the signal of
.Fl \\-signal ,
or TERM: with a handler, in
.Xr sigwait 3 ,
or with a
.Xr signalfd 2 .",
};

pub(crate) const IGNORE_ANCESTORS: CriterionOption = CriterionOption {
    asks: Asks::IgnoreAncestors,
    words: &["ignore-ancestors"],
    takes: Takes::Nothing,
    help: "Leave out pgrep's ancestors, as -f does",
    manual: "\
Leave out the ancestors of
.Nm :
its parent, the parent of that, and so on.",
};

pub(crate) const WITH_ANCESTORS: CriterionOption = CriterionOption {
    asks: Asks::WithAncestors,
    words: &["with-ancestors"],
    takes: Takes::Nothing,
    help: "With -f: print pgrep's ancestors too",
    manual: "\
With
.Fl f ,
do not leave out the ancestors of
.Nm .",
};
