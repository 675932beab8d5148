//! The comparison: the wrappers, and a row for each thing that a program's user, shell or
//! container can tell from it.

/// A program that runs another one.
pub(super) struct Wrapper {
    /// The name of the test, of the file of outcomes, and in messages.
    pub(super) name: &'static str,
    /// At the head of its column.
    pub(super) title: &'static str,
    /// The words before the program's.
    pub(super) plain: &'static [&'static str],
    /// The words that give the program a process group of its own; none if there is no such way.
    pub(super) group: &'static [&'static str],
    pub(super) kind: Kind,
}

impl Wrapper {
    /// The words with which nothing is done but to run the program and to wait for it.
    pub(super) fn waits(&self) -> &'static [&'static str] {
        if self.name == "sigkit" { &["sigtrap", "-f", "--"] } else { self.plain }
    }

    /// The program that must be installed for it.
    pub(super) fn program(&self) -> Option<&'static str> {
        self.plain.first().copied().filter(|program| *program != "sigtrap")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// No wrapper: what a row expects.
    Direct,
    /// It stays while the program runs.
    Supervisor,
    /// It becomes the program, where it can.
    Becomes,
}

pub(super) const WRAPPERS: &[Wrapper] = &[
    Wrapper { name: "direct", title: "no wrapper", plain: &[], group: &[], kind: Kind::Direct },
    Wrapper {
        name: "sigkit",
        title: "`sigtrap`",
        plain: &["sigtrap", "echo bye", "EXIT", "--"],
        group: &["sigtrap", "-g", "echo bye", "EXIT", "--"],
        kind: Kind::Supervisor,
    },
    Wrapper {
        name: "sigkit_tree",
        title: "`sigtrap --tree`",
        plain: &["sigtrap", "-r", "--tree", "--"],
        group: &["sigtrap", "-g", "-r", "--tree", "--"],
        kind: Kind::Supervisor,
    },
    Wrapper {
        name: "tini",
        title: "`tini`",
        // Without -s it says that it is not process 1.
        plain: &["tini", "-s", "--"],
        group: &["tini", "-s", "-g", "--"],
        kind: Kind::Supervisor,
    },
    Wrapper {
        name: "dumb_init",
        title: "`dumb-init`",
        plain: &["dumb-init", "--"],
        group: &["dumb-init", "--"],
        kind: Kind::Supervisor,
    },
    Wrapper {
        name: "dumb_init_c",
        title: "`dumb-init -c`",
        plain: &["dumb-init", "-c", "--"],
        group: &[],
        kind: Kind::Supervisor,
    },
    Wrapper {
        name: "catatonit",
        title: "`catatonit`",
        plain: &["catatonit", "--"],
        group: &["catatonit", "-g", "--"],
        kind: Kind::Supervisor,
    },
    Wrapper {
        name: "timeout",
        title: "`timeout`",
        plain: &["timeout", "1h"],
        group: &["timeout", "1h"],
        kind: Kind::Supervisor,
    },
    Wrapper {
        name: "timeout_foreground",
        title: "`timeout --foreground`",
        plain: &["timeout", "--foreground", "1h"],
        group: &[],
        kind: Kind::Supervisor,
    },
    Wrapper {
        name: "sigkit_exec",
        title: "`sigtrap`, exec mode",
        // What KILL does cannot be changed, so nothing is.
        plain: &["sigtrap", "-", "KILL", "--"],
        group: &[],
        kind: Kind::Becomes,
    },
    Wrapper { name: "env", title: "`env`", plain: &["env"], group: &[], kind: Kind::Becomes },
    Wrapper { name: "nohup", title: "`nohup`", plain: &["nohup"], group: &[], kind: Kind::Becomes },
    Wrapper {
        name: "setsid",
        title: "`setsid --wait`",
        plain: &["setsid", "--wait"],
        group: &["setsid", "--wait"],
        kind: Kind::Becomes,
    },
];

/// One line of the table.
pub(super) struct Row {
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    /// The outcome that is free of faults.
    pub(super) expected: &'static str,
}

/// There is nothing to look at: the wrapper has no such form, or what comes before failed.
pub(super) const NONE: &str = "–";

/// The heading that a row stands below, and the rows.
pub(super) const SECTIONS: &[(&str, &[Row])] = &[
    (
        "At a terminal, in an interactive bash",
        &[
            row("ctrl-c", "Ctrl-C arrives", "once"),
            row("winch", "a new window size (`WINCH`) arrives", "once"),
            row("ctrl-z", "Ctrl-Z: the shell", "prompts"),
            row("self-stop", "the program stops itself (`kill -STOP $$`): the shell", "prompts"),
            row("fg-bg", "after Ctrl-Z, `bg` and `fg`", "continue it"),
            row("fg-read", "started with `&`, then `fg`: reading the terminal", "works"),
            row("loop", "`for` loop after Ctrl-C", "ends"),
            row("kill-job", "`kill %1`: `TERM` arrives", "once"),
            row("background", "started with `&`: Ctrl-C at the prompt", "does not reach it"),
            row("hang-up", "the terminal hangs up", "ends it"),
            row("script-ctrl-c", "script in a pipeline: Ctrl-C arrives", "once"),
            row("script-ctrl-z", "script: after Ctrl-Z the shell", "prompts"),
            row("script-ended", "script: after Ctrl-C it", "ends"),
            row("script-read", "script: reading the terminal", "works"),
            row("script-background", "`&` in a script: Ctrl-C", "does not reach it"),
            row("pipe", "`… \\| head -n 1`: status", "141"),
        ],
    ),
    (
        "The same with a process group of its own (`-g`; `dumb-init` and `timeout` have no other \
         way)",
        &[
            row("group-ctrl-c", "Ctrl-C arrives", "once"),
            row("group-ctrl-z", "Ctrl-Z: the shell", "prompts"),
            row("group-fg-bg", "after Ctrl-Z, `bg` and `fg`", "continue it"),
            row("group-fg-read", "started with `&`, then `fg`: reading the terminal", "works"),
            row("group-kill-job", "`kill %1`: `TERM` arrives", "once"),
            row("group-background", "started with `&`: Ctrl-C at the prompt", "does not reach it"),
            row("group-hang-up", "the terminal hangs up", "ends it"),
            row("group-script-ctrl-z", "script: after Ctrl-Z the shell", "prompts"),
            row("group-script-ended", "script: after Ctrl-C it", "ends"),
            row("group-script-read", "script: reading the terminal", "works"),
            row("group-returned", "script: the next `read`", "works"),
        ],
    ),
    (
        "As the leader of the terminal's session (`docker run -it`, `ssh -t`)",
        &[
            row("leader-ctrl-c", "Ctrl-C arrives", "once"),
            row("leader-winch", "a new window size (`WINCH`) arrives", "once"),
            row("leader-hang-up", "the terminal hangs up: `HUP` arrives", "once"),
        ],
    ),
    (
        "Signals sent to the wrapper",
        &[
            row("forwarded", "passed on once, of 1 to 64 but `KILL`, `STOP` and `CHLD`", "all"),
            row("values", "values of queued signals", "arrive"),
            row("burst", "1,000 queued at once", "all arrive in order"),
            row("stopped", "the program was stopped and continued: a `TERM`", "arrives"),
            row("fatal", "kill it and orphan the program", "none"),
            row("calls", "system calls a signal", "2"),
        ],
    ),
    (
        "What the program inherits, where it was",
        &[
            row("default", "nothing", "unchanged"),
            row("ignored", "every signal ignored", "unchanged"),
            row("blocked", "every signal blocked", "unchanged"),
            row("libc", "32 and 33 ignored or blocked", "unchanged"),
            row("hangup", "`HUP` ignored (`nohup`): a `HUP`", "changes nothing"),
            row("descriptors", "descriptors 0, 1 and 2", "unchanged"),
            row("closed", "none of them", "unchanged"),
        ],
    ),
    (
        "What the wrapper holds of the program's while it waits",
        &[
            row("held-output", "standard output, which the program closes: its reader", SEES_END),
            row("held-other", "descriptor 3, which the program closes: its reader", SEES_END),
            row("held-directory", "the directory", "is left"),
            row("listening", "`LISTEN_PID` (socket activation) names", "the program"),
        ],
    ),
    (
        "Exit status",
        &[
            row("exits", "the program exits with N", "N"),
            row("chld", "the same, `CHLD` ignored on entry", "N"),
            row("deaths", "a signal S kills the program", "dies by S"),
            row("missing", "there is no such file", "127"),
            row("directory", "a directory", "126"),
            row("permission", "a file without permission", "126"),
            row("script", "a script without `#!`", "runs"),
        ],
    ),
    (
        "As process 1 of a container",
        &[
            row("zombie", "100 orphans that end at once", "are reaped"),
            row("init-term", "`TERM`, not handled by the program", "ends it"),
            row("init-exits", "exit status, the program exits with N", "N"),
            row("init-deaths", "exit status, a signal S kills the program", "128+S"),
        ],
    ),
    (
        "What `dumb-init`'s and `tini`'s own tests ask for, besides",
        &[
            row("pipelines", "two pipelines of a shell: a `TERM`", "ends all"),
            row("escaped", "an orphan, and one in a session of its own: a `TERM`", "ends all"),
            row(
                "grandchild",
                "`USR1`, for which a shell has a trap: what it waits for (`-g`)",
                "ends it",
            ),
            row("left", "the program exits: what it has left", "is ended"),
            row("rewritten", "`TERM` as another signal", "arrives"),
            row("remapped", "one exit status becomes", "0"),
            row("parent", "the wrapper's parent is killed: the program", "ends"),
        ],
    ),
    ("Idle", &[row("idle", "wake-ups", "none")]),
];

pub(super) const SEES_END: &str = "sees the end";

const fn row(key: &'static str, title: &'static str, expected: &'static str) -> Row {
    Row { key, title, expected }
}
