//! pidof's options, declared once: the parser, `--help`, the man page and the completions follow.
//!
//! What it asks of processes beside their programs is what other commands ask, too: those options
//! stand in `selection`.

use crate::cli::declaration::{Completion, Takes, Value};
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
        help: "Print one process ID a NAME: the first of them",
        manual: "\
Print one process ID for each
.Ar NAME :
the first that would be printed.",
    }
    /// `-o`: but these.
    Omit {
        letters: "o",
        words: &["omit-pid"],
        takes: Takes::Values(&[Value { name: "PID,...", completion: Completion::Process }]),
        help: "Leave these processes out; %PPID is the parent of pidof; repeatable",
        manual: "\
Leave these processes out.
Between them stands a comma, a semicolon or a colon.
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
        help: "Scripts as well, by their names, if they run by themselves (#!)",
        manual: "\
Find scripts as well, by their names, if they run by themselves: if they begin with
.Ql #!
and were not given to a shell.",
    }
    /// `-w`: without command line.
    Workers {
        letters: "w",
        words: &["with-workers"],
        takes: Takes::Nothing,
        help: "Also what has no command line: threads of the kernel and zombies, by their names",
        manual: "\
Find also what has no command line, by its command name: threads of the kernel, and processes that \
        have ended.",
    }
    /// `-z`: zombies.
    Zombies {
        letters: "z",
        words: &["zombies"],
        takes: Takes::Nothing,
        help: "Also processes that have ended and are not reaped",
        manual: "\
Find also processes that have ended and are not reaped yet, by their command names.",
    }
    /// `-c`: in the own root.
    OwnRoot {
        letters: "c",
        words: &["check-root"],
        takes: Takes::Nothing,
        help: "Only with the own root directory; heeded for root alone",
        manual: "\
Only processes with the root directory of
.Nm .
Without root's rights, with which alone others' can be seen, this is ignored.",
    }
    /// `-t`: threads.
    Threads {
        letters: "t",
        words: &["lightweight"],
        takes: Takes::Nothing,
        help: "Print the IDs of all threads of these processes",
        manual: "\
Print the IDs of all threads of these processes.",
    }
    /// `-S`: separator.
    Separator {
        letters: "Sd",
        words: &["separator"],
        takes: Takes::Values(&[Value { name: "TEXT", completion: Completion::Free }]),
        help: "Print this between two processes instead of a blank",
        manual: "\
Print this between two processes instead of a blank.",
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
        takes: order::TAKES,
        help: order::HELP,
        manual: order::MANUAL,
    }
    /// `--json`: for programs.
    Json {
        letters: "",
        words: &["json"],
        takes: Takes::Nothing,
        help: "Print what is known of each process as JSON",
        manual: "\
Print what is known of each process as JSON, in the form that
.Xr pgrep 1
describes.",
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
    /// `--no-zombies`.
    NoZombies { letters: "", shared: options::NO_ZOMBIES }
    /// `--own-ns`.
    OwnNamespace { letters: "", shared: options::OWN_NAMESPACE }
    /// `-n`, `-m`: what others have.
    Ignored {
        letters: "nm",
        words: &[],
        takes: Takes::Nothing,
        help: "Ignored, for those that know sysvinit's pidof",
        manual: "\
Ignored, for scripts that were written for sysvinit's
.Nm .",
    }
    /// `--posix`: no options after a name.
    Posix {
        letters: "",
        words: &["posix"],
        takes: Takes::Nothing,
        help: "As the first word: no options after a NAME",
        manual: "\
As the first word: what stands after a
.Ar NAME
is no option.",
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
