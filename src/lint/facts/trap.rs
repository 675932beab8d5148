//! Facts about trap, and about what handlers do.

use super::row::Fact;
use crate::lint::shells::Shells;

pub(super) const FACTS: &[Fact] = &[
    Fact::script(
        "trap-sig",
        "trap ACTION SIGTERM",
        "do",
        "caught\nend\n",
        r#"trap "echo caught" SIGTERM; /bin/kill -s TERM "$$"; echo end"#,
    ),
    Fact::script(
        "trap-sig-rest",
        "trap ACTION SIGHUP TERM, the TERM of it",
        "do",
        "caught\n",
        r#"trap "echo caught" SIGHUP TERM; /bin/kill -s TERM "$$""#,
    ),
    Fact::script(
        "trap-lower",
        "trap ACTION term",
        "zo",
        "caught\nend\n",
        r#"trap "echo caught" term; /bin/kill -s TERM "$$"; echo end"#,
    ),
    Fact::script(
        "trap-mixed",
        "trap ACTION Term",
        "zo",
        "caught\nend\n",
        r#"trap "echo caught" Term; /bin/kill -s TERM "$$"; echo end"#,
    ),
    Fact::script(
        "trap-sig-lower",
        "trap ACTION sigterm",
        "dzo",
        "caught\nend\n",
        r#"trap "echo caught" sigterm; /bin/kill -s TERM "$$"; echo end"#,
    ),
    Fact::script(
        "trap-comma",
        "trap ACTION HUP,TERM",
        "dbpkmyzox",
        "caught\nend\n",
        r#"trap "echo caught" HUP,TERM; /bin/kill -s TERM "$$"; echo end"#,
    ),
    Fact::script(
        "trap-action-alone",
        "trap ACTION",
        "dbpkmyzox",
        "set\n",
        r#"(trap "echo caught" && [ -n "$(trap)" ]) && echo set"#,
    ),
    Fact::script(
        "trap-xsi-number",
        "trap ACTION 15",
        "",
        "caught\nend\n",
        r#"trap "echo caught" 15; /bin/kill -s TERM "$$"; echo end"#,
    ),
    Fact::script(
        "trap-number",
        "trap ACTION 10",
        "o",
        "caught\nend\n",
        r#"trap "echo caught" 10; /bin/kill -s USR1 "$$"; echo end"#,
    ),
    Fact::script("trap-err", "trap ACTION ERR", "dyo", "set\n", "trap : ERR && echo set"),
    Fact::script("trap-debug", "trap ACTION DEBUG", "dmyox", "set\n", "trap : DEBUG && echo set"),
    Fact::script(
        "trap-return",
        "trap ACTION RETURN",
        "dkmyzox",
        "set\n",
        "trap : RETURN && echo set",
    ),
    Fact::script("trap-zerr", "trap ACTION ZERR", "dbpkmyox", "set\n", "trap : ZERR && echo set"),
    Fact::script("trap-l", "trap -l", "dkmyox", "listed\n", "trap -l >/dev/null && echo listed"),
    Fact::script("trap-p", "trap -p", "dmox", "listed\n", "trap -p >/dev/null && echo listed"),
    Fact::script(
        "trap-kill",
        "trap ACTION KILL is refused",
        "dbpkmzox",
        "refused\n",
        "(trap : KILL && echo accepted || echo refused)",
    ),
    Fact::script(
        "command-trap",
        "command trap ACTION TERM",
        "z",
        "set\n",
        "command trap : TERM && echo set",
    ),
    Fact::script(
        "exit-after-term",
        "the EXIT trap, after TERM",
        "dyzox",
        "exit\n",
        r#"trap 'echo exit' EXIT; /bin/kill -s TERM "$$"; :"#,
    ),
    Fact::script(
        "exit-after-int",
        "the EXIT trap, after INT",
        "dyzox",
        "exit\n",
        r#"trap 'echo exit' EXIT; /bin/kill -s INT "$$"; :"#,
    ),
    Fact::script(
        "exit-after-hup",
        "the EXIT trap, after HUP",
        "dmyox",
        "exit\n",
        r#"trap 'echo exit' EXIT; /bin/kill -s HUP "$$"; :"#,
    ),
    Fact::script(
        "handler-returns",
        "a handler that returns ends the script",
        "dbpkmyzox",
        "caught\n",
        r#"trap 'echo caught' TERM; /bin/kill -s TERM "$$"; echo end"#,
    )
    .shows(&[(Shells::of("dbpkmyzox"), "caught\nend\n")]),
    Fact::script(
        "exit-before-exec",
        "the EXIT trap, before exec PROGRAM",
        "dbpkmyzox",
        "exit\n",
        "trap 'echo exit' EXIT; exec /bin/true",
    )
    .shows(&[(Shells::of("dbpkmyzox"), "")]),
    Fact::script(
        "foreground-child",
        "a handler runs while a child runs in the foreground",
        "dbpkmyzox",
        "caught\nchild\n",
        r#"trap 'echo caught' TERM; /bin/sh -c '/bin/kill -s TERM "$PPID"
/usr/bin/sleep 0.1; echo child'; :"#,
    )
    .shows(&[(Shells::of("dbpkmyzox"), "child\ncaught\n")]),
    Fact::script(
        "wait-returns",
        "wait waits on after a trapped signal",
        "dbpkmyzox",
        "gone\n",
        r#"trap : TERM; victim
while :; do /bin/kill -s TERM "$$"; /usr/bin/sleep 0.01; done >/dev/null 2>&1 &
wait "$v"; [ -e "/proc/$v" ] && echo running || echo gone"#,
    )
    .shows(&[(Shells::of("dbpkmyzox"), "running\n")]),
    Fact::script(
        "exit-in-function",
        "an EXIT trap that f() { } sets runs at the end of the script",
        "z",
        "after\nexit\n",
        "f() { trap 'echo exit' EXIT; }; f; echo after",
    )
    .shows(&[(Shells::of("z"), "exit\nafter\n")]),
    Fact::script(
        "exit-in-keyword-function",
        "an EXIT trap that function f { } sets runs at the end of the script",
        "kz",
        "after\nexit\n",
        "function f { trap 'echo exit' EXIT; }; f; echo after",
    )
    .shows(&[(Shells::of("kz"), "exit\nafter\n")])
    .lacking("dox"),
    Fact::script("trap-cld", "trap ACTION CLD", "dbpkmxo", "set\n", "trap : CLD && echo set"),
    Fact::script("trap-iot", "trap ACTION IOT", "dbpmo", "set\n", "trap : IOT && echo set"),
    Fact::script("trap-abrt", "trap ACTION ABRT", "z", "set\n", "trap : ABRT && echo set"),
    Fact::script("trap-rtmin", "trap ACTION RTMIN", "mzxo", "set\n", "trap : RTMIN && echo set"),
    Fact::script(
        "trap-one-name",
        "trap TERM",
        "pkmyo",
        "",
        r#"(trap TERM) || echo refused; trap 'echo caught' TERM; trap TERM
/bin/kill -s TERM "$$"; echo end"#,
    ),
    Fact::script(
        "trap-one-number",
        "trap 15",
        "o",
        "",
        r#"(trap 15) || echo refused; trap 'echo caught' TERM; trap 15
/bin/kill -s TERM "$$"; echo end"#,
    ),
    Fact::script(
        "handler-again",
        "a handler that sends its own signal runs once",
        "dbpmyox",
        "once\n",
        r#"n=0
trap 'n=$((n + 1)); [ "$n" -lt 5 ] || { echo again; exit; }; kill -s TERM "$$"' TERM
/bin/kill -s TERM "$$"
i=0; while [ "$i" -lt 200 ]; do i=$((i + 1)); /bin/true; done
echo once"#,
    )
    .shows(&[(Shells::of("dbpmyox"), "again\n")]),
    Fact::script(
        "exit-kill-group",
        "trap 'kill 0' EXIT keeps the status of the script",
        "dbpmyzox",
        "0\n",
        r#"/bin/sh -c '/usr/bin/setsid -w $SIGKIT_SHELL -c "trap \"kill 0\" EXIT; :"
echo "$?"' 2>/dev/null"#,
    ),
    Fact::script(
        "exit-status",
        "trap 'COMMAND; exit' TERM exits with more than 128, after wait",
        "bpkyzo",
        "143\n",
        r#"trap 'echo "$?"' EXIT
trap 'trap "" TERM; exit' TERM
victim
look() { /usr/bin/grep -e State -e ctxt "/proc/$$/status"; }
{
    # The shell waits: it sleeps, and has not run between two looks.
    until
        before=$(look)
        /usr/bin/sleep 0.05
        case $before in *sleeping*) [ "$before" = "$(look)" ] ;; *) false ;; esac
    do :; done
    /bin/kill -s TERM "$$"
} </dev/null >/dev/null 2>&1 &
wait "$v"
"#,
    ),
    Fact::script(
        "trap-keybd",
        "trap ACTION KEYBD",
        "dbpmyzox",
        "set\n",
        "trap : KEYBD && echo set",
    ),
];
