//! The options that ask something of processes, declared once for all commands that have them.
//!
//! What an option is called by a letter differs from command to command, so that a letter stands
//! where an option is used.
//!
//! Long because each option stands here with all that is said of it.

use crate::cli::declaration::{Completion, Takes, Value};

/// An option but for its letters.
pub(crate) struct CriterionOption {
    pub(crate) asks: Asks,
    pub(crate) words: &'static [&'static str],
    pub(crate) takes: Takes,
    pub(crate) help: &'static str,
    pub(crate) manual: &'static str,
}

/// What an option asks.
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

/// What `-r` takes.
const STATES: &[&str] = &["D", "R", "S", "T", "t", "Z", "I"];

/// What `--nslist` takes.
const KINDS: &[&str] = &["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"];

pub(crate) const FULL: CriterionOption = CriterionOption {
    asks: Asks::Full,
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
};

pub(crate) const EXACT: CriterionOption = CriterionOption {
    asks: Asks::Exact,
    words: &["exact"],
    takes: Takes::Nothing,
    help: "The pattern must match the whole of it",
    manual: "\
The pattern must match the whole name or, with
.Fl f ,
the whole command line.",
};

pub(crate) const IGNORE_CASE: CriterionOption = CriterionOption {
    asks: Asks::IgnoreCase,
    words: &["ignore-case"],
    takes: Takes::Nothing,
    help: "Do not tell upper case from lower case",
    manual: "\
Upper and lower case of the letters of ASCII are one.",
};

pub(crate) const LITERAL: CriterionOption = CriterionOption {
    asks: Asks::Literal,
    words: &["literal"],
    takes: Takes::Nothing,
    help: "The pattern is text, whatever its characters mean in expressions",
    manual: "\
The pattern is text, whatever its characters mean in expressions.",
};

pub(crate) const NAME: CriterionOption = CriterionOption {
    asks: Asks::Name,
    words: &["name", "if-name"],
    takes: Takes::Values(&[Value { name: "NAME", completion: Completion::Free }]),
    help: "Instead of a pattern: processes with exactly this name; repeatable",
    manual: "\
Instead of a pattern: processes that have exactly this name, in full.",
};

pub(crate) const NEWEST: CriterionOption = CriterionOption {
    asks: Asks::Newest,
    words: &["newest"],
    takes: Takes::Nothing,
    help: "Of all these, the one that started last",
    manual: "\
Of all that fit, take the one that started last; of several, the one with the highest ID.",
};

pub(crate) const OLDEST: CriterionOption = CriterionOption {
    asks: Asks::Oldest,
    words: &["oldest"],
    takes: Takes::Nothing,
    help: "Of all these, the one that started first",
    manual: "\
Of all that fit, take the one that started first; of several, the one with the lowest ID.",
};

pub(crate) const EFFECTIVE_USER: CriterionOption = CriterionOption {
    asks: Asks::EffectiveUser,
    words: &["euid"],
    takes: Takes::Values(&[USERS]),
    help: "With this effective user, a name or a number",
    manual: "\
Processes whose effective user is one of these, names or numbers.",
};

pub(crate) const REAL_USER: CriterionOption = CriterionOption {
    asks: Asks::RealUser,
    words: &["uid", "if-user"],
    takes: Takes::Values(&[USERS]),
    help: "With this real user",
    manual: "\
Processes whose real user is one of these.",
};

pub(crate) const REAL_GROUP: CriterionOption = CriterionOption {
    asks: Asks::RealGroup,
    words: &["group"],
    takes: Takes::Values(&[Value { name: "GROUP,...", completion: Completion::Groups }]),
    help: "With this real group, a name or a number",
    manual: "\
Processes whose real group is one of these, names or numbers.",
};

pub(crate) const PID: CriterionOption = CriterionOption {
    asks: Asks::Pid,
    words: &["pid"],
    takes: Takes::Values(&[PIDS]),
    help: "With one of these process IDs, or PID:INODE",
    manual: "\
Processes with one of these IDs;
.Ar PID : Ns Ar INODE
is the one process whose pidfd has that inode number, and never another one.",
};

pub(crate) const PARENT: CriterionOption = CriterionOption {
    asks: Asks::Parent,
    words: &["parent"],
    takes: Takes::Values(&[PIDS]),
    help: "Whose parent is one of these",
    manual: "\
Processes whose parent is one of these.",
};

pub(crate) const GROUP: CriterionOption = CriterionOption {
    asks: Asks::Group,
    words: &["pgroup"],
    takes: Takes::Values(&[free("PGID,...")]),
    help: "In one of these process groups; 0 is the own",
    manual: "\
Processes of these process groups.
0 is the group of
.Nm .",
};

pub(crate) const SESSION: CriterionOption = CriterionOption {
    asks: Asks::Session,
    words: &["session"],
    takes: Takes::Values(&[free("SID,...")]),
    help: "In one of these sessions; 0 is the own",
    manual: "\
Processes of these sessions.
0 is the session of
.Nm .",
};

pub(crate) const TERMINAL: CriterionOption = CriterionOption {
    asks: Asks::Terminal,
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
};

pub(crate) const STATE: CriterionOption = CriterionOption {
    asks: Asks::State,
    words: &["runstates"],
    takes: Takes::Values(&[Value { name: "STATE,...", completion: Completion::Words(STATES) }]),
    help: "In one of these states: D, R, S, T, Z and so on",
    manual: "\
Processes in one of these states, a letter each:
D, R, S, T, t, Z, I; see
.Xr proc_pid_stat 5 .",
};

pub(crate) const NO_ZOMBIES: CriterionOption = CriterionOption {
    asks: Asks::NoZombies,
    words: &["no-zombies"],
    takes: Takes::Nothing,
    help: "That have not ended",
    manual: "\
Processes that have not ended; one that only waits to be reaped is found otherwise.",
};

pub(crate) const OLDER: CriterionOption = CriterionOption {
    asks: Asks::Older,
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
};

pub(crate) const NEWER: CriterionOption = CriterionOption {
    asks: Asks::Newer,
    words: &["newer"],
    takes: Takes::Values(&[free("TIME")]),
    help: "Younger than TIME",
    manual: "\
Processes that are younger than
.Ar TIME .",
};

pub(crate) const STARTED_BEFORE: CriterionOption = CriterionOption {
    asks: Asks::StartedBefore,
    words: &["started-before"],
    takes: Takes::Values(&[free("TIME")]),
    help: "Only processes that started before this time: @SECONDS, 2026-11-22T10:00:00 with or \
        without a zone, or how long ago (10m)",
    manual: "\
Only processes that started before
.Ar TIME :
.Cm @ Ns Ar SECONDS
since the epoch;
.Ql 2026\\-11\\-22T10:00:00 ,
in local time, or with
.Cm Z
or an offset like
.Cm +01:00
behind it; or how long ago, a number with
.Cm ms , s , m , h
or
.Cm d
behind it.
A number without a unit is refused, because it could be meant in two ways.
So is a local time that there never was, or was twice because the clock was set back.",
};

pub(crate) const STARTED_AFTER: CriterionOption = CriterionOption {
    asks: Asks::StartedAfter,
    words: &["started-after"],
    takes: Takes::Values(&[free("TIME")]),
    help: "Only processes that started at this time or after it",
    manual: "\
Only processes that started at
.Ar TIME
or after it.",
};

pub(crate) const EXECUTABLE: CriterionOption = CriterionOption {
    asks: Asks::Executable,
    words: &["exe", "if-exe"],
    takes: Takes::Values(&[Value { name: "FILE", completion: Completion::File }]),
    help: "That execute this file",
    manual: "\
Processes that execute this file, by whatever name; if there is none, those whose file had this \
        path.",
};

pub(crate) const DIRECTORY: CriterionOption = CriterionOption {
    asks: Asks::Directory,
    words: &["cwd", "if-cwd"],
    takes: Takes::Values(&[Value { name: "DIR", completion: Completion::Directory }]),
    help: "Whose working directory is this or below it",
    manual: "\
Processes whose working directory is this one, or below it.",
};

pub(crate) const PORT: CriterionOption = CriterionOption {
    asks: Asks::Port,
    words: &["port", "if-port"],
    takes: Takes::Values(&[free("[tcp/|udp/]PORT,...")]),
    help: "That listen on one of these ports: 80, tcp/80,443 or udp/53",
    manual: "\
Processes that listen on one of these ports, of TCP and UDP, by IPv4 and IPv6;
.Cm tcp/
or
.Cm udp/
in front of a number stands for it and all after it.
One that is only connected is not meant.
The ports are those of the network namespace of
.Nm .
A port that is owned by a process which may not be inspected is reported.",
};

pub(crate) const RESIDENT: CriterionOption = CriterionOption {
    asks: Asks::Resident,
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
};

pub(crate) const VARIABLE: CriterionOption = CriterionOption {
    asks: Asks::Variable,
    words: &["env"],
    takes: Takes::Values(&[free("NAME[=VALUE]")]),
    help: "That were started with this variable, or with this value of it; repeatable",
    manual: "\
Processes that were started with this variable in their environment, or with this value of it.",
};

pub(crate) const CONTROL_GROUP: CriterionOption = CriterionOption {
    asks: Asks::ControlGroup,
    words: &["cgroup", "if-cgroup"],
    takes: Takes::Values(&[free("PATH,...")]),
    help: "In one of these control groups; PATH/ is all below it, too",
    manual: "\
Processes whose control group has this path, in the unified hierarchy or in another one;
.Ar PATH Ns Cm /
is all below it, too.",
};

pub(crate) const UNIT: CriterionOption = CriterionOption {
    asks: Asks::Unit,
    words: &["unit", "if-unit"],
    takes: Takes::Values(&[free("UNIT,...")]),
    help: "Of these systemd units: nginx is nginx.service",
    manual: "\
Processes that belong to one of these units of systemd, by the path of their control group,
whether the system's manager or a user's has started it.
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
    help: "In this container, by 4 digits of its ID or more",
    manual: "\
Processes of the container whose ID begins with these hexadecimal digits, four or more,
by the path of their control group.
It is an error if there are several such containers.",
};

pub(crate) const USES: CriterionOption = CriterionOption {
    asks: Asks::Uses,
    words: &["uses", "if-uses"],
    takes: Takes::Values(&[Value { name: "PATH", completion: Completion::File }]),
    help: "That use this file: open, mapped, executed, as root or working directory",
    manual: "\
Processes that use this file: they have it open or mapped, execute it, or have it as their root or
working directory.
A socket is used by what is bound to it.",
};

pub(crate) const MOUNT: CriterionOption = CriterionOption {
    asks: Asks::Mount,
    words: &["mount"],
    takes: Takes::Nothing,
    help: "With --uses: that use any file of its file system",
    manual: "\
With
.Fl \\-uses :
processes that use any file of the file system that
.Ar PATH
is on, or that is on the block device
.Ar PATH .",
};

pub(crate) const DESCENDANTS_OF: CriterionOption = CriterionOption {
    asks: Asks::DescendantsOf,
    words: &["descendants-of", "if-descendants-of"],
    takes: Takes::Values(&[PIDS]),
    help: "Descendants of these processes, of all levels",
    manual: "\
Descendants of these processes, of all levels, but not these themselves.
A process whose parent has ended has got another one, and is not meant unless that is one of
these or a descendant.",
};

/// Signals of the user's choice.
const SIGNALS: Value = Value { name: "SIGNAL,...", completion: Completion::Signals(',') };

pub(crate) const CATCHES_ONE_OF: CriterionOption = CriterionOption {
    asks: Asks::CatchesOneOf,
    words: &["catches"],
    takes: Takes::Values(&[SIGNALS]),
    help: "That take one of these signals, by a handler, sigwait or signalfd",
    manual: "\
Processes that take one of these signals: by a handler, by
.Xr sigwait 3
or by a
.Xr signalfd 2 .",
};

pub(crate) const IGNORES_ONE_OF: CriterionOption = CriterionOption {
    asks: Asks::IgnoresOneOf,
    words: &["ignores"],
    takes: Takes::Values(&[SIGNALS]),
    help: "That ignore one of these signals",
    manual: "\
Processes that ignore one of these signals.",
};

pub(crate) const BLOCKS_ONE_OF: CriterionOption = CriterionOption {
    asks: Asks::BlocksOneOf,
    words: &["blocks"],
    takes: Takes::Values(&[SIGNALS]),
    help: "That block one of these signals in all threads",
    manual: "\
Processes that block one of these signals in all of their threads.",
};

pub(crate) const NAMESPACES: CriterionOption = CriterionOption {
    asks: Asks::Namespaces,
    words: &["ns"],
    takes: Takes::Values(&[Value { name: "PID", completion: Completion::Process }]),
    help: "In the namespaces of this process",
    manual: "\
Processes that are in the same namespaces as this one, in all of them.",
};

pub(crate) const NAMESPACE_LIST: CriterionOption = CriterionOption {
    asks: Asks::NamespaceList,
    words: &["nslist"],
    takes: Takes::Values(&[Value { name: "NS,...", completion: Completion::Words(KINDS) }]),
    help: "With --ns: only these of cgroup, ipc, mnt, net, pid, time, user, uts",
    manual: "\
With
.Fl \\-ns :
only these namespaces:
.Cm cgroup , ipc , mnt , net , pid , time , user , uts .",
};

pub(crate) const OWN_NAMESPACE: CriterionOption = CriterionOption {
    asks: Asks::OwnNamespace,
    words: &["own-ns"],
    takes: Takes::Nothing,
    help: "In the own PID namespace, and in no container below it",
    manual: "\
Processes of the PID namespace of
.Nm ,
and none of a container below it.",
};

pub(crate) const CATCHES: CriterionOption = CriterionOption {
    asks: Asks::Catches,
    words: &["require-handler"],
    takes: Takes::Nothing,
    help: "That have a handler for the signal of --signal, or for TERM",
    manual: "\
Processes that catch the signal of
.Fl \\-signal ,
or TERM.",
};

pub(crate) const IGNORE_ANCESTORS: CriterionOption = CriterionOption {
    asks: Asks::IgnoreAncestors,
    words: &["ignore-ancestors"],
    takes: Takes::Nothing,
    help: "Leave out the own ancestors, which -f does by itself",
    manual: "\
Leave out the ancestors of
.Nm :
its parent, its parent's and so on.",
};

pub(crate) const WITH_ANCESTORS: CriterionOption = CriterionOption {
    asks: Asks::WithAncestors,
    words: &["with-ancestors"],
    takes: Takes::Nothing,
    help: "With -f: do not leave them out",
    manual: "\
With
.Fl f :
do not leave out the ancestors of
.Nm .",
};
