//! The documentation of lint beyond the text that the program prints.

use super::APPLET;
use super::declaration::declaration;
use crate::cli::declaration::{Completion, InnerPages, InnerText, Operands};

/// lint, as its documentation describes it.
pub(crate) static PAGES: InnerPages = InnerPages {
    applet: &APPLET,
    declaration,
    synopsis: &["[OPTION]... [FILE | DIRECTORY]..."],
    groups: &[
        ("Scripts", SCRIPTS),
        ("Rules", RULES),
        ("Fixes", FIXES),
        ("Output", OUTPUT),
        ("Other", OTHER),
    ],
    examples: &[
        ("", "All scripts below this directory"),
        ("--fix run.sh", "Make the fixes that change nothing else"),
        ("--diff --unsafe-fixes bin", "Show the others as a diff"),
        ("--for dash,busybox run.sh", "For two shells alone"),
        ("--explain SIG104", "The reason for a rule"),
    ],
    operands: Operands::Files,
    help_end: "\
No operand: the current directory; -: standard input.
Exit status: 0 nothing found, 1 findings, 2 a wrong command line, or a file that
cannot be read or written.",
    manual: include_str!("manual.mdoc"),
};

const SHELLS: Completion =
    Completion::Words(&["sh", "dash", "bash", "ksh", "mksh", "yash", "zsh", "posh", "busybox"]);

const SCRIPTS: &[InnerText] = &[
    InnerText {
        word: "shell",
        completion: SHELLS,
        help: "Read scripts as NAME does: sh, dash, bash, ...",
        manual: "\
Read every script in the language of this shell: sh, dash, bash, ksh, mksh, yash,
zsh, posh or busybox.
Without the option a comment
.Ql # sigkit: shell=NAME
or
.Ql # shellcheck shell=NAME
above the first command decides, then the
.Ql #!\\&
line, then the extension of the file; else the script is one of sh.
",
    },
    InnerText {
        word: "for",
        completion: SHELLS,
        help: "Shells that must run the script: dash,zsh; all",
        manual: "\
The shells that the script must work in, with commas between them, or
.Cm all .
.Cm bash\\-posix
is bash that runs as sh.
By default a script of sh must work in all nine, and any other in its own shell.
A comment
.Ql # sigkit: for=LIST
above the first command does the same.
",
    },
    InnerText {
        word: "stdin-filename",
        completion: Completion::File,
        help: "The name of standard input",
        manual: "\
The name of standard input
.Pq the operand Ql \\- .
Reports have it, and it decides what kind of file the text is.
",
    },
    InnerText {
        word: "no-ignore",
        completion: Completion::Free,
        help: "Also files that git ignores",
        manual: "\
In directories, check all files.
Without the option they are those that
.Xr git 1
lists, if the directory is in a work tree: what git has, and what it would add.
",
    },
    InnerText {
        word: "jobs",
        completion: Completion::Free,
        help: "Files at a time (as many as processors)",
        manual: "\
How many files are checked at the same time: 1 to 1024, by default as many as
there are processors.
",
    },
];

const RULES: &[InnerText] = &[
    InnerText {
        word: "posix",
        completion: Completion::Words(&["xsi"]),
        help: "Report what POSIX does not promise, too",
        manual: "\
Report also what POSIX.1-2024 does not promise, even if every shell accepts it.
With
.Cm xsi ,
the forms of the X/Open System Interfaces
.Po Ql kill \\-TERM ,
.Ql kill \\-9 ,
.Ql trap ... 2
.Pc
are allowed.
",
    },
    InnerText {
        word: "pedantic",
        completion: Completion::Free,
        help: "Report rules of style, too",
        manual: "Report also the rules of severity style.\n",
    },
    InnerText {
        word: "select",
        completion: Completion::Free,
        help: "Only these rules: SIG104,SIG2,trap-case",
        manual: "\
Report these rules alone: identifiers, the first digits of identifiers
.Pq Cm SIG2 ,
titles, or
.Cm all ,
with commas between them.
Rules that are off by default are switched on.
",
    },
    InnerText {
        word: "ignore",
        completion: Completion::Free,
        help: "Not these rules",
        manual: "Do not report these rules.\n",
    },
    InnerText {
        word: "severity",
        completion: Completion::Words(&["error", "warning", "info", "style"]),
        help: "error, warning, info (default) or style",
        manual: "\
The least severity that is reported and makes the exit status 1:
.Cm error ,
.Cm warning ,
.Cm info
.Pq the default
or
.Cm style .
",
    },
    InnerText {
        word: "explain",
        completion: Completion::Free,
        help: "Print the page of a rule",
        manual: "\
Print the page of a rule: the reason, what is wrong and what is right, the shells
that fail, and the section of POSIX.
.Ar ID
may be a title.
",
    },
    InnerText {
        word: "list-rules",
        completion: Completion::Free,
        help: "Print a line for each rule; with -f json: JSON",
        manual: "\
Print a line for each rule; with
.Fl f Cm json
their reasons, too.
",
    },
];

const FIXES: &[InnerText] = &[
    InnerText {
        word: "fix",
        completion: Completion::Free,
        help: "Write the safe fixes into the files",
        manual: "\
Write the safe fixes into the files: those after which the script does the same
wherever it worked before.
A file is replaced in one step, and keeps its mode and owner.
What is left is reported.
With
.Ql \\- ,
the text of standard input is printed after its fixes, and no report.
",
    },
    InnerText {
        word: "diff",
        completion: Completion::Free,
        help: "Print the fixes as a diff, and write nothing",
        manual: "\
Print the fixes as a diff for
.Ql git apply ,
in the place of the report, and write no file.
",
    },
    InnerText {
        word: "unsafe-fixes",
        completion: Completion::Free,
        help: "Also fixes that may change what a script does",
        manual: "\
With
.Fl \\-fix
or
.Fl \\-diff :
make also fixes that may change what the script does.
",
    },
];

const OUTPUT: &[InnerText] = &[
    InnerText {
        word: "format",
        completion: Completion::Words(&["text", "gcc", "json", "sarif", "github", "gitlab"]),
        help: "text, gcc, json, sarif, github or gitlab",
        manual: "\
The format of the report.
.Bl -tag -width github
.It Cm text
For people: each finding with its line, and what to write.
.It Cm gcc
A line
.Ql FILE:LINE:COLUMN: warning: TEXT [SIG104]
for each finding, which editors read.
.It Cm json
See
.Sx JSON .
.It Cm sarif
SARIF 2.1.0, with the rules' texts, the fixes, and fingerprints that do not
change when lines move.
.It Cm github
Commands that put the findings next to the lines of a pull request.
.It Cm gitlab
GitLab's report of code quality.
.El
",
    },
    InnerText {
        word: "color",
        completion: Completion::Words(&["auto", "always", "never"]),
        help: "auto, always or never",
        manual: "\
Colours in the format text:
.Cm always ,
.Cm never
or
.Cm auto
.Pq the default :
on a terminal, unless
.Ev NO_COLOR
is set.
",
    },
    InnerText {
        word: "quiet",
        completion: Completion::Free,
        help: "No report; the exit status is the answer",
        manual: "Print no report: the exit status is the answer.\n",
    },
];

const OTHER: &[InnerText] = &[
    InnerText {
        word: "help",
        completion: Completion::Free,
        help: "Print this help",
        manual: "Print a summary of the options.\n",
    },
    InnerText {
        word: "version",
        completion: Completion::Free,
        help: "Print the version",
        manual: "Print the version.\n",
    },
];
