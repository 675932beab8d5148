//! Facts about exit statuses, and about which process a command is.

use super::row::Fact;
use crate::lint::shells::Shells;

pub(super) const FACTS: &[Fact] = &[
    Fact::script(
        "status-base",
        "the status of a child that TERM ended",
        "ky",
        "143\n",
        r#"/bin/sh -c 'kill -s TERM "$$"'; echo "$?""#,
    )
    .shows(&[(Shells::of("k"), "271\n"), (Shells::of("y"), "399\n")]),
    Fact::script(
        "background-int",
        "INT ends a command that & started",
        "dbpkmyzx",
        "ended\n",
        r#"/bin/sh -c 'trap "echo ended" INT; /bin/kill -s INT "$$"; :' & wait"#,
    )
    .shows(&[(Shells::of("dbpkmyzx"), "")]),
    Fact::script(
        "background-quit",
        "QUIT ends a command that & started",
        "dbpkmyzx",
        "ended\n",
        r#"/bin/sh -c 'trap "echo ended" QUIT; /bin/kill -s QUIT "$$"; :' & wait"#,
    )
    .shows(&[(Shells::of("dbpkmyzx"), "")]),
    Fact::script(
        "last-command-exec",
        "the last command of a script takes the place of the shell",
        "dbpmyzox",
        "replaced\n",
        r#"/bin/sh -c '[ "$PPID" = "$1" ] && echo child || echo replaced' - "$$""#,
    )
    .shows(&[(Shells::of("dbpmyzox"), "child\n")]),
    Fact::string(
        "string-exec",
        "sh -c 'COMMAND': the command takes the place of the shell",
        "dmo",
        "replaced\n",
        r#"/bin/sh -c '[ "$PPID" = "$1" ] && echo child || echo replaced' - "$$""#,
    )
    .shows(&[(Shells::of("dmo"), "child\n")]),
    Fact::string(
        "string-list-exec",
        "sh -c 'FIRST && COMMAND': the command takes the place of the shell",
        "dmo",
        "replaced\n",
        r#"/bin/true && /bin/sh -c '[ "$PPID" = "$1" ] && echo child || echo replaced' - "$$""#,
    )
    .shows(&[(Shells::of("dmo"), "child\n")]),
];
