//! pidof's options, declared once: the parser, `--help`, the man page and the completions follow.
//!
//! The other criteria are those of other commands, too: those options
//! stand in `selection`.

use crate::cli::declaration::{Completion, HELP, Takes, VERSION, Value};
use crate::declare_options;
use crate::selection::options::{self, Asks};
use crate::selection::order;

declare_options! {
    pub(crate) enum Key, table OPTIONS, texts TEXTS, asking Asks;

    /// `-s`: one.
    Single {
        letters: "s",
        words: &["single-shot"],
        takes: Takes::Nothing,
        help: "Print only the first process of each NAME",
        manual: "\
Print one process ID for each
.Ar NAME ,
the first one.",
    }
    /// `-o`: but these.
    Omit {
        letters: "o",
        words: &["omit-pid"],
        takes: Takes::Values(&[Value { name: "PID,...", completion: Completion::Process }]),
        help: "Omit these processes; %PPID is pidof's parent",
        manual: "\
Omit these processes.
A comma, a semicolon or a colon stands between two of them.
.Cm %PPID
is the parent of
.Nm ,
the shell or script that calls it.",
    }
    /// `-x`: scripts.
    Scripts {
        letters: "x",
        words: &["scripts"],
        takes: Takes::Nothing,
        help: "Find scripts that begin with #! too",
        manual: "\
Find scripts too, by their names.
A script that does not begin with
.Ql #! ,
or that was given to a shell as an argument, is not found.",
    }
    /// `-w`: without command line.
    Workers {
        letters: "w",
        words: &["with-workers"],
        takes: Takes::Nothing,
        help: "Find kernel threads and zombies too",
        manual: "\
Find processes without a command line too, by their command names: kernel threads and
zombies.",
    }
    /// `-z`: zombies.
    Zombies {
        letters: "z",
        words: &["zombies"],
        takes: Takes::Nothing,
        help: "Find zombies too",
        manual: "\
Find zombies too, by their command names.",
    }
    /// `-c`: in the own root.
    OwnRoot {
        letters: "c",
        words: &["check-root"],
        takes: Takes::Nothing,
        help: "As root: has pidof's root directory",
        manual: "\
The process has the root directory of
.Nm .
This option is ignored unless root gives it, because no other user can see the root directories of
all processes.",
    }
    /// `-t`: threads.
    Threads {
        letters: "t",
        words: &["lightweight"],
        takes: Takes::Nothing,
        help: "Print the IDs of all threads",
        manual: "\
Print the IDs of all threads of these processes.",
    }
    /// `-S`: separator.
    Separator {
        letters: "Sd",
        words: &["separator"],
        takes: Takes::Values(&[Value { name: "TEXT", completion: Completion::Free }]),
        help: "Print TEXT between processes, not a blank",
        manual: "\
Print
.Ar TEXT
between two processes instead of a blank.",
    }
    /// `-q`: nothing.
    Quiet {
        letters: "q",
        words: &["quiet"],
        takes: Takes::Nothing,
        help: "Print nothing; see the exit status",
        manual: "\
Print nothing.
The exit status reports whether a process was found.",
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
Print all that is known of each process as JSON, in the format of
.Xr pgrep 1 .",
    }
    /// `--exe`.
    Executable { letters: "", shared: options::EXECUTABLE }
    /// `--cwd`.
    Directory { letters: "", shared: options::DIRECTORY }
    /// `--older`: age.
    Older { letters: "", shared: options::OLDER }
    /// `--newer`: age.
    Newer { letters: "", shared: options::NEWER }
    /// `--started-before`.
    StartedBefore { letters: "", shared: options::STARTED_BEFORE }
    /// `--started-after`.
    StartedAfter { letters: "", shared: options::STARTED_AFTER }
    /// `--rss`.
    Resident { letters: "", shared: options::RESIDENT }
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
    /// `--catches`.
    CatchesOneOf { letters: "", shared: options::CATCHES_ONE_OF }
    /// `--ignores`.
    IgnoresOneOf { letters: "", shared: options::IGNORES_ONE_OF }
    /// `--blocks`.
    BlocksOneOf { letters: "", shared: options::BLOCKS_ONE_OF }
    /// `--no-zombies`.
    NoZombies { letters: "", shared: options::NO_ZOMBIES }
    /// `--own-ns`.
    OwnNamespace { letters: "", shared: options::OWN_NAMESPACE }
    /// `-n`, `-m`: what others have.
    Ignored {
        letters: "nm",
        words: &[],
        takes: Takes::Nothing,
        help: "Ignored; sysvinit's pidof has them",
        manual: "\
Ignored.
Scripts for
.Nm
of sysvinit use these options.",
    }
    /// `--posix`: no options after a name.
    Posix {
        letters: "",
        words: &["posix"],
        takes: Takes::Nothing,
        help: "First word: no options after a NAME",
        manual: "\
As the first word: no option stands after a
.Ar NAME .",
    }
    /// `--help`.
    Help { letters: "h", common: HELP }
    /// `--version`.
    Version { letters: "V", common: VERSION }
}
