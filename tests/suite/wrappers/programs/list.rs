//! The programs, and what is to be seen of each at a terminal.

/// How a program is known to be ready.
pub(super) enum Ready {
    /// The terminal shows this, which is not in what was typed.
    Shows(&'static str),
    /// So many processes have this command name.
    Runs(&'static str, usize),
}

pub(super) struct Program {
    pub(super) name: &'static str,
    pub(super) needs: &'static [&'static str],
    /// The line to type; `W ` is where the wrapper stands.
    pub(super) line: &'static str,
    pub(super) ready: Ready,
    /// The keys that stop it.
    pub(super) stop: &'static str,
    /// The shell's status then; None where the program takes the key itself.
    pub(super) stopped: Option<i32>,
    /// The text on the terminal where it does.
    pub(super) stop_shows: &'static str,
    /// The text once it is continued; nothing for one that does not draw.
    pub(super) again: &'static str,
    /// True if it draws when the window has another size.
    pub(super) redraws: bool,
    /// The keys that end it, and what the terminal shows after each but the last.
    pub(super) quit: &'static [(&'static str, &'static str)],
    /// The shell's status at its end.
    pub(super) status: i32,
    /// The other status that a race of the program's own can give it.
    pub(super) other_status: Option<i32>,
}

const CONTROL_C: &[(&str, &str)] = &[("\x03", "")];
const CONTROL_D: &[(&str, &str)] = &[("\x04", "")];
const Q: &[(&str, &str)] = &[("q", "")];
const EXIT: &[(&str, &str)] = &[("exit\r", "")];

/// One that Ctrl-Z stops and Ctrl-C ends.
const PLAIN: Program = Program {
    name: "",
    needs: &[],
    line: "",
    ready: Ready::Runs("sleep", 1),
    stop: "\x1a",
    stopped: Some(148),
    stop_shows: "",
    again: "",
    redraws: false,
    quit: CONTROL_C,
    status: 130,
    other_status: None,
};

/// One that draws the whole terminal, and again after a stop.
const SCREEN: Program = Program { redraws: true, quit: Q, status: 0, ..PLAIN };

/// A shell, which stops itself.
const SHELL: Program =
    Program { stop: "suspend\r", stopped: Some(147), quit: EXIT, status: 0, ..PLAIN };

/// One that asks for commands, line by line.
const ASKS: Program = Program { quit: CONTROL_D, status: 0, ..PLAIN };

pub(super) const PROGRAMS: &[Program] = &[
    Program {
        name: "vim",
        needs: &["vim.tiny"],
        line: "W vim.tiny -u NONE -N text",
        ready: Ready::Shows("line 23"),
        again: "line 23",
        quit: &[(":q!\r", "")],
        ..SCREEN
    },
    Program {
        name: "less",
        needs: &["less"],
        line: "W less text",
        ready: Ready::Shows("line 23"),
        again: "line 23",
        ..SCREEN
    },
    Program {
        name: "less of a pipe",
        needs: &["less"],
        line: "seq 100 300 | W less",
        ready: Ready::Shows("122"),
        again: "122",
        stopped: Some(128),
        ..SCREEN
    },
    Program {
        name: "more",
        needs: &["more"],
        line: "W more text",
        ready: Ready::Shows("--More--"),
        redraws: false,
        stopped: Some(147),
        ..SCREEN
    },
    Program {
        name: "man",
        needs: &["man", "less"],
        line: "W man -l page.1",
        ready: Ready::Shows("The words of it."),
        again: "The words of it.",
        ..SCREEN
    },
    Program {
        name: "nano",
        needs: &["nano"],
        line: "W nano -I text",
        ready: Ready::Shows("line 5"),
        stop: "\x14\x1a",
        again: "line 5",
        quit: &[("\x18", "")],
        stopped: Some(147),
        ..SCREEN
    },
    Program {
        name: "emacs",
        needs: &["emacs"],
        line: "W emacs -nw -Q text",
        ready: Ready::Shows("line 5"),
        again: "line 5",
        quit: &[("\x18\x03", "")],
        ..SCREEN
    },
    Program {
        name: "mc",
        needs: &["mc"],
        line: "W mc -u -d",
        ready: Ready::Shows("Hint"),
        again: "Hint",
        quit: &[("\x1b0", "")],
        ..SCREEN
    },
    Program {
        name: "w3m",
        needs: &["w3m"],
        line: "W w3m text",
        ready: Ready::Shows("Viewing"),
        again: "Viewing",
        quit: &[("Q", "")],
        ..SCREEN
    },
    Program {
        name: "lynx",
        needs: &["lynx"],
        line: "W lynx text",
        ready: Ready::Shows("line 18"),
        again: "line 18",
        quit: &[("Q", "")],
        redraws: false,
        ..SCREEN
    },
    Program {
        name: "top",
        needs: &["top"],
        line: "W top -d 3600",
        ready: Ready::Shows("PID USER"),
        stopped: Some(147),
        again: "PID USER",
        ..SCREEN
    },
    Program {
        name: "htop",
        needs: &["htop"],
        line: "W htop -d 100",
        ready: Ready::Shows("Quit"),
        again: "Quit",
        ..SCREEN
    },
    Program {
        name: "watch",
        needs: &["watch"],
        line: "W watch -n 3600 'echo $((6 * 7000))'",
        ready: Ready::Shows("42000"),
        quit: CONTROL_C,
        ..SCREEN
    },
    Program {
        name: "bash",
        needs: &["bash"],
        line: "PROMPT_COMMAND= PS1='nested> ' W bash --norc -i",
        ..SHELL_THAT_ASKS
    },
    Program {
        name: "zsh",
        needs: &["zsh"],
        line: "PS1='nested> ' W zsh -f -i",
        stopped: Some(148),
        ..SHELL_THAT_ASKS
    },
    Program {
        name: "mksh",
        needs: &["mksh"],
        line: "PS1='nested> ' W mksh -i",
        stopped: Some(148),
        ..SHELL_THAT_ASKS
    },
    Program {
        name: "fish",
        needs: &["fish"],
        line: "W fish --no-config -i -C \"function fish_prompt; echo 'nest''ed> '; end\"",
        ..SHELL_THAT_ASKS
    },
    Program { name: "ksh", needs: &["ksh"], line: "PS1='nested> ' W ksh -i", ..SHELL_THAT_ASKS },
    Program {
        name: "yash",
        needs: &["yash"],
        line: "PROMPT_COMMAND= PS1='nested> ' W yash --norcfile -i",
        ..SHELL_THAT_ASKS
    },
    Program {
        name: "python3",
        needs: &["/usr/bin/python3"],
        line: "W /usr/bin/python3 -q",
        ready: Ready::Shows(">>> "),
        ..ASKS
    },
    Program {
        name: "input() of python3",
        needs: &["/usr/bin/python3"],
        line: "W /usr/bin/python3 -c 'input(\"nam\" + \"e? \")'",
        ready: Ready::Shows("name? "),
        quit: &[("me\r", "")],
        ..ASKS
    },
    Program {
        name: "perl",
        needs: &["perl"],
        line: "W perl -e '$| = 1; print \"nam\", \"e? \"; <STDIN>'",
        ready: Ready::Shows("name? "),
        quit: &[("me\n", "")],
        ..ASKS
    },
    Program {
        name: "lua",
        needs: &["lua5.4"],
        line: "W lua5.4",
        ready: Ready::Shows("> "),
        ..ASKS
    },
    Program {
        name: "sqlite3",
        needs: &["sqlite3"],
        line: "W sqlite3",
        ready: Ready::Shows("sqlite> "),
        quit: &[(".quit\r", "")],
        ..ASKS
    },
    Program {
        name: "bc",
        needs: &["bc"],
        line: "W bc -q",
        ready: Ready::Runs("bc", 1),
        quit: &[("quit\r", "")],
        ..ASKS
    },
    Program {
        name: "dc",
        needs: &["dc"],
        line: "W dc",
        ready: Ready::Runs("dc", 1),
        quit: CONTROL_D,
        ..ASKS
    },
    Program {
        name: "ed",
        needs: &["ed"],
        line: "W ed",
        ready: Ready::Runs("ed", 1),
        quit: &[("q\r", "")],
        ..ASKS
    },
    Program {
        name: "gdb",
        needs: &["gdb"],
        line: "W gdb -q -nx",
        ready: Ready::Shows("(gdb) "),
        quit: &[("quit\r", "")],
        ..ASKS
    },
    Program {
        name: "strace",
        needs: &["strace"],
        line: "W strace -f -o trace sleep 1000",
        ..PLAIN
    },
    Program {
        name: "su",
        needs: &["su"],
        line: "W su -c 'sleep 1000; :'",
        stopped: Some(147),
        ..PLAIN
    },
    Program {
        name: "make -j",
        needs: &["make"],
        line: "W make -j 2",
        ready: Ready::Runs("sleep", 2),
        // GNU make 4.3: when it has reaped its children before it handles INT, it exits with 2
        // ("wait: No child processes").
        other_status: Some(2),
        ..PLAIN
    },
    Program {
        name: "tmux",
        needs: &["tmux"],
        line: "W tmux -S socket -f /dev/null new-session 'echo insi''de; exec sh'",
        ready: Ready::Shows("inside"),
        stop: "\x02\x1a",
        again: "inside",
        quit: EXIT,
        ..SCREEN
    },
    Program {
        name: "screen",
        needs: &["screen"],
        line: "SCREENDIR=$PWD/screens W screen -c screenrc sh -c 'echo insi''de; exec sh'",
        ready: Ready::Shows("inside"),
        stop: "\x01z",
        again: "inside",
        quit: EXIT,
        ..SCREEN
    },
    Program {
        name: "script",
        needs: &["script"],
        line: "W script -q /dev/null",
        ready: Ready::Shows("$ "),
        stop: "echo \x1a$((6 * 7000))\r",
        stopped: None,
        stop_shows: "42000",
        quit: EXIT,
        status: 0,
        ..PLAIN
    },
    Program { name: "sleep", line: "W sleep 1000", ..PLAIN },
    Program {
        name: "cat",
        line: "W cat",
        ready: Ready::Runs("cat", 1),
        quit: CONTROL_D,
        status: 0,
        ..PLAIN
    },
    Program { name: "tail -f", line: "W tail -f text", ready: Ready::Shows("line 200"), ..PLAIN },
    Program { name: "find", needs: &["find"], line: "W find text -exec sleep 1000 ';'", ..PLAIN },
    Program {
        name: "xargs",
        needs: &["xargs"],
        line: "echo 1000 | W xargs sleep",
        stopped: Some(128),
        ..PLAIN
    },
    Program {
        name: "awk",
        needs: &["awk"],
        line: "W awk 'BEGIN { system(\"sleep 1000\"); exit 0 }'",
        status: 0,
        ..PLAIN
    },
    Program {
        name: "the first of a pipeline",
        line: "W cat | cat",
        ready: Ready::Runs("cat", 2),
        quit: CONTROL_D,
        status: 0,
        ..PLAIN
    },
    Program { name: "the last of a pipeline", line: "sleep 1000 | W cat", ..PLAIN },
    Program {
        name: "a pipeline of a script",
        line: "W sh -c 'cat | cat; exit 3'",
        ready: Ready::Runs("cat", 2),
        quit: CONTROL_D,
        status: 3,
        ..PLAIN
    },
    Program { name: "a script", line: "W sh -c 'sleep 1000; :'", ..PLAIN },
    Program {
        name: "a script that sees a new size",
        needs: &["perl"],
        line: "W perl -e '$SIG{WINCH} = sub { system \"stty size\" }; sleep 1000 while 1'",
        ready: Ready::Runs("perl", 1),
        redraws: true,
        ..PLAIN
    },
    Program { name: "flock", needs: &["flock"], line: "W flock lock sleep 1000", ..PLAIN },
    Program {
        name: "busybox vi",
        needs: &["busybox"],
        line: "W busybox vi text",
        ready: Ready::Shows("line 20"),
        again: "line 20",
        redraws: false,
        quit: &[(":q!\r", "")],
        stopped: Some(147),
        ..SCREEN
    },
];

const SHELL_THAT_ASKS: Program = Program { ready: Ready::Shows("nested> "), ..SHELL };
