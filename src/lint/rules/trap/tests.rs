//! The table of trap: each example of the rules, and what looks like it and is right.
//!
//! Long because a handler can end in many ways, each of which has a row.

use crate::lint::cases::{messages, table};

#[test]
fn numbers() {
    table(
        2,
        &[
            ("", "trap 'x' 2", "", ""),
            ("--posix", "trap 'x' 2", "201:1", "trap 'x' INT"),
            ("--posix=xsi", "trap 'x' 2", "", ""),
            ("--posix", "trap 'x' INT", "", ""),
            ("--posix=xsi", "trap 'x' 13", "201:1", "trap 'x' PIPE"),
            ("--posix", "trap 2", "211:1", "trap - INT"),
            (
                "--shell zsh",
                "case $x in\n(#i)foo) a;;\nesac\ntrap 'x' INT KILL\n",
                "205:4",
                "case $x in\n(#i)foo) a;;\nesac\ntrap 'x' INT\n",
            ),
            ("--posix", "trap 1 2 15", "201:1 201:1 201:1", "trap - HUP INT TERM"),
            ("--posix", "trap 0 1 2", "201:1 201:1", "trap 0 HUP INT"),
            ("--posix", "trap - 1 2", "201:1 201:1", "trap - HUP INT"),
            ("", "trap 'x' 10", "202:1", ""),
            ("", "trap 'x' USR1", "", ""),
            ("", "trap - 12", "202:1", ""),
            ("", "trap '' 20", "202:1", ""),
            ("", "trap 'x' 999", "213:1", ""),
            ("--pedantic", "trap 'x' 0", "210:1", "trap 'x' EXIT"),
            ("--pedantic", "trap 'x' EXIT", "", ""),
            ("--pedantic", "trap - 0", "210:1", "trap - EXIT"),
            ("", "trap 'x' 0 1 2 3 15", "", ""),
        ],
    );
    messages(
        2,
        &[
            ("", "trap 'x' 10", "10 is USR1 on Linux, BUS on macOS; write a name"),
            ("--posix", "trap 'x' 15", "15 names TERM by number; write TERM"),
            ("--pedantic", "trap 'x' 0", "0 is EXIT"),
        ],
    );
}

#[test]
fn the_prefix_sig_and_case() {
    table(
        2,
        &[
            ("", "trap 'x' SIGINT", "203:1", "trap 'x' INT"),
            ("--shell bash", "trap 'x' SIGINT", "", ""),
            ("--for dash", "trap 'x' SIGINT", "203:1", "trap 'x' INT"),
            ("--for ksh,zsh", "trap 'x' SIGINT", "", ""),
            ("", "trap - SIGINT SIGTERM", "203:1 203:1", "trap - INT TERM"),
            ("--shell bash --posix", "trap 'x' SIGINT", "203:1", "trap 'x' INT"),
            ("--for mksh", "trap 'x' sigint", "", ""),
            ("--for zsh", "trap 'x' sigint", "203:1", "trap 'x' INT"),
            ("", "trap 'x' int", "204:1", "trap 'x' INT"),
            ("--for dash,bash", "trap 'x' int", "", ""),
            ("--for posh", "trap 'x' Int", "204:1", "trap 'x' INT"),
            ("--shell zsh", "trap 'x' exit", "204:1", "trap 'x' EXIT"),
            ("", "echo trap SIGINT", "", ""),
            ("", "# trap 'x' SIGINT", "", ""),
            ("", "trap() { :; }\ntrap 'x' SIGINT", "", ""),
            ("", "eval \"trap 'x' SIGINT\"", "203:1", "eval \"trap 'x' INT\""),
            ("", "s=SIGINT\ntrap 'x' $s", "203:1", ""),
            ("", "for s in HUP SIGINT; do trap 'x' \"$s\"; done", "203:1", ""),
            ("", "s=$1\ntrap 'x' $s", "", ""),
        ],
    );
    messages(
        2,
        &[
            ("--for dash", "trap 'x' SIGINT", "SIGINT: dash takes names without SIG"),
            (
                "",
                "trap 'x' SIGINT TERM",
                "SIGINT: dash and posh take names without SIG; dash sets none of the rest",
            ),
            ("", "trap 'x' int", "int: zsh and posh take upper case only"),
        ],
    );
}

#[test]
fn conditions_that_are_none() {
    table(
        2,
        &[
            ("", "trap 'x; exit' INT KILL", "220:1 205:1", "trap 'x; exit' INT"),
            ("", "trap 'x; exit 1' INT 2>f KILL", "205:1", ""),
            ("", "trap 'x' SIGKILL", "205:1", ""),
            ("", "trap - STOP", "205:1", ""),
            ("", "trap 'x; exit' 9 15", "220:1 205:1", "trap 'x; exit' 15"),
            ("", "trap 'x' TSTP", "", ""),
            ("", "trap 'x' ERR", "206:1", ""),
            ("--shell bash", "trap 'x' ERR", "", ""),
            ("--for bash,ksh", "trap 'x' DEBUG", "", ""),
            ("--for bash,ksh", "trap 'x' RETURN", "206:1", ""),
            ("--shell zsh", "trap 'x' ZERR", "", ""),
            ("--shell ksh", "trap 'x' KEYBD", "", ""),
            ("", "trap 'x' KEYBD", "206:1", ""),
            ("", "trap 'x' INT,TERM", "213:1", "trap 'x' INT TERM"),
            ("", "trap cleanup INT", "", ""),
            ("", "trap INT cleanup", "213:1", "trap cleanup INT"),
            ("", "trap INT TERM cleanup", "213:1", "trap cleanup INT TERM"),
            ("", "trap 'x' TREM", "213:1", ""),
            ("", "trap 'x' CLD", "213:1", "trap 'x' CHLD"),
            ("--for yash", "trap 'x' CLD", "", ""),
            ("", "trap 'x' CHLD", "", ""),
            ("", "trap 'x' WINCH", "", ""),
            ("", "trap 'x' $signals", "", ""),
        ],
    );
    messages(
        2,
        &[
            ("", "trap 'x' KILL", "KILL cannot be trapped"),
            ("", "trap 'x' TREM", "TREM is no condition; did you mean TERM"),
            ("", "trap INT cleanup", "the action comes first"),
            (
                "--for dash",
                "trap 'x' ERR INT",
                "ERR: no condition in dash; dash sets none of the rest",
            ),
        ],
    );
}

#[test]
fn calls_without_an_action() {
    table(
        2,
        &[
            ("", "trap -l", "208:1", ""),
            ("--shell bash", "trap -l", "", ""),
            ("", "trap -p", "209:1", ""),
            ("--shell bash", "trap -p EXIT", "", ""),
            ("--for yash,zsh", "trap -p", "", ""),
            ("", "trap", "", ""),
            ("", "trap INT", "211:1", "trap - INT"),
            ("--for dash", "trap INT", "", ""),
            ("--for posh", "trap 2", "211:1", "trap - 2"),
            ("--for dash,mksh", "trap 2", "", ""),
            ("", "trap - INT", "", ""),
            ("", "trap '' INT", "", ""),
            ("", "trap -", "", ""),
        ],
    );
    messages(
        2,
        &[
            ("--for dash", "trap -l", "trap -l: dash has none; kill -l lists signals"),
            (
                "--for dash",
                "trap -p",
                "trap -p is new in POSIX.1-2024; dash has none; trap alone lists",
            ),
            ("--for mksh", "trap INT", "trap INT: mksh wants an action; write trap - INT"),
        ],
    );
}

#[test]
fn expansions_that_come_too_early() {
    table(
        2,
        &[
            (
                "",
                "f=x\ntrap \"rm -f $f; exit $?\" TERM",
                "207:2",
                "f=x\ntrap 'rm -f \"$f\"; exit $?' TERM",
            ),
            ("", "f=x\ntrap \"rm -f $f; exit 1\" TERM", "", ""),
            (
                "--pedantic",
                "f=x\ntrap \"rm -f $f; exit 1\" TERM",
                "207:2",
                "f=x\ntrap 'rm -f \"$f\"; exit 1' TERM",
            ),
            // The value may be another one, or none, when the signal comes; a list has several
            // words.
            ("", "trap \"rm -f $1; exit $?\" EXIT", "207:1", ""),
            ("", "f() { local t=x; trap \"rm -f $t; exit $?\" EXIT; }\nf", "207:1", ""),
            ("", "p=\"$a $b\"\ntrap \"kill $p; exit $?\" TERM", "207:2", ""),
            ("", "c=x\ntrap \"$c; exit $?\" TERM", "207:2", ""),
            ("", "trap \"rm -f \\$f; exit 1\" TERM", "", ""),
            ("", "trap \"$action\" TERM", "", ""),
            ("", "trap \"echo $LINENO; exit 1\" TERM", "207:1", "trap 'echo $LINENO; exit 1' TERM"),
            ("", "x &\ntrap \"kill $!; exit 1\" TERM", "", ""),
            ("", "trap \"kill $!; exit 1\" TERM\nx &", "207:1", "trap 'kill $!; exit 1' TERM\nx &"),
            (
                "",
                "trap \"kill $(jobs -p); exit 1\" TERM",
                "207:1",
                "trap 'kill $(jobs -p); exit 1' TERM",
            ),
            ("", "trap \"stty $(stty -g); exit 1\" TERM", "", ""),
            ("", "trap \"echo end: $(date)\" EXIT", "207:1", "trap 'echo end: $(date)' EXIT"),
            ("", "trap \"mv log log.$(date +%F)\" EXIT", "", ""),
            (
                "",
                "trap \"rm $t; exit 1\" TERM\nt=$(mktemp)",
                "207:1",
                "trap 'rm \"$t\"; exit 1' TERM\nt=$(mktemp)",
            ),
            ("", "read t\ntrap \"rm $t; exit 1\" TERM\nt=2", "", ""),
            ("", "f() { trap \"rm $t; exit 1\" TERM; }\nt=$(mktemp)\nf", "", ""),
            ("", "trap 'exit $?' TERM", "", ""),
        ],
    );
    messages(
        2,
        &[(
            "",
            "trap \"x; exit $?\" USR1",
            "$? is expanded now, when trap runs, not when the signal comes; use single quotes",
        )],
    );
}

#[test]
fn handlers_that_return() {
    table(
        2,
        &[
            ("", "trap 'rm -f \"$f\"' EXIT INT", "212:1", ""),
            ("", "trap 'rm -f \"$f\"' EXIT", "", ""),
            ("", "trap 'rm -f \"$f\"; exit 1' EXIT INT", "", ""),
            ("", "trap 'rm -f \"$f\"; trap - INT; kill -s INT \"$$\"' INT", "", ""),
            ("", "c() { rm -f x; }\ntrap c INT", "212:2", ""),
            ("", "c() { rm -f x; exit 1; }\ntrap c INT", "", ""),
            ("", "c() { d; }\nd() { rm -f x; }\ntrap c EXIT TERM", "212:3", ""),
            ("", "c() { rm -f x; die; }\ntrap c INT", "", ""),
            ("", "c() { rm -f x; die; }\ndie() { exit 2; }\ntrap c INT", "", ""),
            ("", "trap 'echo caught' INT", "", ""),
            ("", "trap 'n=1' INT", "", ""),
            ("", "trap 'rm -f x; stop=1' INT", "", ""),
            ("", "trap 'rm -f x' WINCH", "", ""),
            ("", "trap 'kill \"$p\"' EXIT INT", "", ""),
            ("", "trap '' INT", "", ""),
            ("", "trap 'rm -f x' EXIT; trap 'exit 1' INT", "", ""),
            ("", "trap 'foo' EXIT INT", "", ""),
            ("", "trap '/usr/lib/foo stop' EXIT INT", "212:1", ""),
            ("", "(trap 'rm -f x' INT; y)", "212:1", ""),
        ],
    );
    messages(
        2,
        &[(
            "",
            "trap 'rm x' TERM",
            "after this handler the script goes on, without what it cleaned up; end it: trap - \
            TERM; \
             kill -s TERM \"$$\"",
        )],
    );
}

#[test]
fn the_status_of_a_handler() {
    table(
        2,
        &[
            (
                "--pedantic",
                "trap 'exit 130' INT",
                "215:1",
                "trap 'trap - INT; kill -s INT \"$$\"' INT",
            ),
            ("", "trap 'exit 130' INT", "", ""),
            ("--pedantic", "trap 'exit 130' TERM", "", ""),
            ("--pedantic", "trap 'exit 1' INT", "", ""),
            ("--pedantic", "trap 'exit 143' INT TERM", "215:1", ""),
            ("--pedantic", "( trap 'exit 143' TERM; y )", "", ""),
            ("", "trap 'rm -f x; exit' TERM", "220:1", ""),
            ("", "trap 'rm -f x; exit $?' INT", "220:1", ""),
            ("--for dash", "trap 'rm -f x; exit' TERM", "", ""),
            ("", "trap 'rm -f x; exit 143' TERM", "", ""),
            ("", "trap 'exit' TERM", "", ""),
            ("", "trap 'rm -f x; exit' EXIT", "", ""),
            ("", "trap 's=1; exit' TERM", "", ""),
        ],
    );
    messages(
        2,
        &[(
            "--for bash,dash",
            "trap 'rm -f x; exit' TERM",
            "after TERM the status is that of rm: success in bash; exit 143, or reset and raise \
            it again",
        )],
    );
}

#[test]
fn handlers_that_signal_their_own_shell() {
    table(
        2,
        &[
            ("", "trap 'kill 0' INT TERM", "217:1", "trap 'trap - TERM; kill 0' INT TERM"),
            ("", "trap 'kill 0' EXIT", "217:1", "trap 'trap \"\" TERM; kill 0' EXIT"),
            ("", "trap 'trap \"\" TERM; kill 0' EXIT", "", ""),
            ("", "trap 'trap - TERM; kill 0' INT TERM", "", ""),
            ("", "trap 'trap - INT; kill -s INT \"$$\"' INT", "", ""),
            (
                "",
                "trap 'kill -s INT \"$$\"' INT",
                "217:1",
                "trap 'trap - INT; kill -s INT \"$$\"' INT",
            ),
            ("", "trap 'kill -INT $$' TERM", "", ""),
            ("", "trap 'kill -- -$$' TERM", "217:1", "trap 'trap - TERM; kill -- -$$' TERM"),
            ("", "trap 'kill -9 $$' TERM", "", ""),
            ("", "trap 'kill -0 \"$p\"' TERM", "", ""),
            ("", "trap 'kill \"$p\"' TERM", "", ""),
            ("", "trap 'pkill -P $$' EXIT", "", ""),
            ("", "trap 'exit' INT TERM\ntrap 'kill 0' EXIT", "", ""),
            ("", "trap '[ \"$d\" ] || kill 0' TERM", "", ""),
            ("", "c() { kill 0; }\ntrap c TERM", "217:2", ""),
            ("", "c() { trap - TERM; kill 0; }\ntrap c TERM", "", ""),
            ("", "c() { trap - INT TERM EXIT; kill 0; }\ntrap c TERM EXIT", "", ""),
        ],
    );
    messages(
        2,
        &[
            (
                "",
                "trap 'kill 0' TERM",
                "this handler raises TERM again and is called without end; first: trap - TERM",
            ),
            (
                "",
                "trap 'kill 0' EXIT",
                "the script ends by TERM here, whatever its status was; first: trap \"\" TERM",
            ),
        ],
    );
}

#[test]
fn the_end_of_the_script() {
    table(
        2,
        &[
            ("", "#!/bin/sh\ntrap 'rm -f x' EXIT", "214:2", ""),
            ("", "#!/bin/bash\ntrap 'rm -f x' EXIT", "", ""),
            ("", "trap 'rm -f x' EXIT", "", ""),
            ("", "#!/bin/sh\ntrap 'rm -f x' EXIT\ntrap 'exit 1' INT TERM", "", ""),
            ("", "#!/bin/sh\ntrap 'rm -f x' EXIT\ntrap 'exit 1' $signals", "", ""),
            ("", "#!/bin/sh\ntrap '' EXIT", "", ""),
            ("", "#!/bin/sh\ntrap - EXIT", "", ""),
            ("", "trap 'rm x' EXIT\nexec prog", "218:2", ""),
            ("", "trap 'rm x' EXIT\ntrap - EXIT\nexec prog", "", ""),
            ("", "trap 'rm x' EXIT\nexec 2>&1", "", ""),
            ("", "trap 'rm x' EXIT\nexec \"$0\"", "", ""),
            ("", "trap 'rm x' EXIT\nexec prog || exit 1", "", ""),
            ("", "trap 'rm x' EXIT\nexec 3<f\nprog", "", ""),
            ("", "f() { trap 'rm x' EXIT; }\nexec prog", "", ""),
            ("", "(trap 'rm x' EXIT; y)\nexec prog", "", ""),
            ("--shell zsh", "f() { trap 'x' EXIT; }", "219:1", ""),
            ("--shell ksh", "f() { trap 'x' EXIT; }", "", ""),
            ("--shell ksh", "function f { trap 'x' EXIT; }", "219:1", ""),
            ("--shell bash", "function f { trap 'x' EXIT; }", "", ""),
            ("--for dash,zsh", "f() { trap 'x' EXIT; }", "219:1", ""),
            ("", "f() { trap 'x' EXIT; }", "", ""),
            ("--shell zsh", "f() { (trap 'x' EXIT); }", "", ""),
            ("--shell zsh", "trap 'x' EXIT", "", ""),
        ],
    );
    messages(
        2,
        &[
            (
                "",
                "trap 'x' EXIT\nexec prog",
                "exec replaces the shell: the trap for EXIT never runs",
            ),
            (
                "--for dash",
                "#!/bin/sh\ntrap 'x' EXIT",
                "dash does not run the EXIT trap when TERM or INT ends the script; trap them too",
            ),
            ("--shell zsh", "f() { trap 'x' EXIT; }", "zsh runs this when the function returns"),
        ],
    );
}

#[test]
fn children() {
    table(
        2,
        &[
            (
                "",
                "trap 'exit' TERM\ntail -f l",
                "216:2",
                "trap 'exit' TERM\ntail -f l & wait \"$!\"",
            ),
            ("", "trap 'exit' TERM\ntail -f l &\nwait \"$!\"", "", ""),
            ("", "trap 'exit' TERM\ntail l", "", ""),
            ("", "tail -f l", "", ""),
            ("", "trap '' TERM\ntail -f l", "", ""),
            ("", "trap 'exit' INT\ntail -f l", "", ""),
            ("", "trap 'exit' TERM\ntrap - TERM\ntail -f l", "", ""),
            ("", "trap 'exit' HUP\nsleep 1d", "216:2", "trap 'exit' HUP\nsleep 1d & wait \"$!\""),
            ("", "trap 'exit' HUP\nsleep 30m", "216:2", "trap 'exit' HUP\nsleep 30m & wait \"$!\""),
            ("", "trap 'exit' HUP\nsleep 9m", "", ""),
            ("", "trap 'exit' TERM\nsleep 5", "", ""),
            ("", "trap 'exit' TERM\n\"$@\"", "216:2", ""),
            ("", "trap 'exit' TERM\nexec \"$@\"", "218:2", ""),
            ("", "x & p=$!\ntrap 'kill \"$p\"' TERM\nwait \"$p\"", "221:3", ""),
            ("", "x &\ntrap 'kill $!' TERM\nwait", "221:3", ""),
            ("", "x & p=$!\ntrap 'kill \"$p\"; exit' TERM\nwait \"$p\"", "220:2", ""),
            ("", "x & p=$!\ntrap 'kill \"$p\"; wait \"$p\"' TERM\nwait \"$p\"", "", ""),
            ("", "x & p=$!\ntrap 'kill \"$p\"' TERM\nwait \"$p\"\nwait \"$p\"", "", ""),
            (
                "",
                "x & p=$!\ntrap 'kill \"$p\"' TERM\nwhile kill -0 $p; do wait \"$p\"; done",
                "",
                "",
            ),
            ("", "x & p=$!\ntrap 'kill \"$p\"' TERM\nuntil wait \"$p\"; do :; done", "", ""),
            ("", "trap 'kill \"$q\"' TERM\nwait \"$p\"", "", ""),
        ],
    );
    messages(
        2,
        &[
            (
                "",
                "trap 'exit' TERM\nsleep infinity",
                "the TERM handler runs only when sleep has ended; start it with & and wait",
            ),
            (
                "",
                "x & p=$!\ntrap 'kill $p' TERM\nwait $p",
                "wait returns when the signal comes, before p has ended; wait again",
            ),
        ],
    );
}

#[test]
fn entrypoints() {
    let name = "--stdin-filename docker-entrypoint.sh";
    table(
        2,
        &[
            (name, "#!/bin/sh\n\"$@\"\n", "222:2", "#!/bin/sh\nexec \"$@\"\n"),
            (name, "#!/bin/sh\nexec \"$@\"\n", "", ""),
            (name, "#!/bin/sh\n\"$@\" &\nwait\n", "", ""),
            (name, "#!/bin/sh\n\"$@\"\necho done\n", "", ""),
            (name, "#!/bin/sh\nf() { \"$@\"; }\nf x\n", "", ""),
            (name, "#!/bin/sh\nif x; then \"$@\"; fi\n", "", ""),
            (name, "#!/bin/sh\n\"$@\" || exit 1\n", "", ""),
            ("", "#!/bin/sh\n\"$@\"\n", "222:2", "#!/bin/sh\nexec \"$@\"\n"),
            ("", "#!/bin/sh\nbuild() { make; }\n\"$@\"\n", "", ""),
            ("", "\"$@\"\n", "", ""),
        ],
    );
}

#[test]
fn a_handler_that_ends_by_a_signal_in_a_variable_ends() {
    let cleanup = |end: &str| {
        format!("h() {{ rm -f \"$f\"; {end}; }}\ntrap 'h INT' INT\ntrap 'h TERM' TERM\n")
    };
    for end in [
        "kill -s \"$1\" \"$$\"",
        "trap - \"$1\"; kill -\"$1\" $$",
        "kill \"-$1\" 0",
        "kill -n \"$1\" \"$BASHPID\"",
        "kill -s \"$1\" -- -\"$(ps -o pgid= $$)\"",
        "exec false",
        "exec sh -c 'exit 1'",
        "command exec false",
        "pkill -P $$ -g 0",
        "killall \"$(basename \"$0\")\"",
    ] {
        table(2, &[("--shell bash", &cleanup(end), "", "")]);
    }
    for end in ["kill -s \"$1\" \"$!\"", "kill -0 $$", "kill -s 0 $$", "exec 3>&-", "pkill x"] {
        table(2, &[("--shell bash", &cleanup(end), "212:2 212:3", "")]);
    }
}

#[test]
fn a_handler_signals_the_script_by_a_variable() {
    let own = "this handler raises INT again and is called without end; first: trap - INT";
    messages(
        2,
        &[
            ("", "pid=$$\ntrap 'kill -INT $pid' INT", own),
            ("", "readonly pid=$$\ntrap 'kill -s INT \"${pid}\"' INT", own),
            ("", "pid=$$\ntrap 'kill -INT -- -$pid' INT", own),
            ("", "pid=$$\ntrap 'trap - INT; kill -INT $pid' INT", ""),
            ("", "pid=$$\ntrap 'kill -TERM $pid' INT", ""),
            ("", "pid=$!\ntrap 'kill -INT $pid' INT", ""),
            ("", "pid=$$\nread pid\ntrap 'kill -INT $pid' INT", ""),
            // The signal is not known.
            ("", "h() { kill -\"$1\" $$; }\ntrap 'h TERM' TERM", ""),
        ],
    );
    // It may be the script itself that is ended.
    table(
        2,
        &[
            ("", "pid=$$\n[ x ] && pid=$1\ntrap 'rm f; kill $pid' INT", "", ""),
            ("", "c & pid=$!\ntrap 'rm f; kill $pid' INT", "212:2", ""),
        ],
    );
}

#[test]
fn a_command_that_is_there_for_its_status() {
    table(
        2,
        &[
            ("", "trap '(exit 130); exit' INT", "", ""),
            ("", "trap '( exit 130 ); exit $?' INT", "", ""),
            ("", "f() { return 130; }\ntrap 'f; exit' INT", "", ""),
            ("", "trap 'sh -c \"exit 130\"; exit' INT", "", ""),
            ("", "trap 'kill $p; wait $p; exit' INT", "", ""),
            ("", "trap 'rm x; false; exit' INT", "", ""),
            ("", "trap 'kill $p; wait; exit' INT", "220:1", ""),
            ("", "trap '(exit 130); rm x; exit' INT", "220:1", ""),
            ("", "trap '(rm x; exit); exit' INT", "220:1", ""),
        ],
    );
}

#[test]
fn a_trap_that_does_nothing_is_no_loss() {
    table(
        2,
        &[
            ("", "trap : TERM; exec cmd", "", ""),
            ("", "trap ': nothing' TERM INT\nexec cmd", "", ""),
            ("", "trap 'exit 1' HUP INT TERM\nexec cmd", "218:2", ""),
            ("", "h() { :; }\ntrap h TERM\nexec cmd", "", ""),
            ("", "trap true EXIT; exec cmd", "", ""),
            ("", "trap 'echo x' TERM; exec cmd", "218:1", ""),
            ("", "trap : TERM; trap 'rm x' EXIT; exec cmd", "218:1", ""),
            ("", "h() { rm x; }\ntrap h TERM\nexec cmd", "212:2 218:3", ""),
        ],
    );
}

#[test]
fn a_temporary_file_that_the_trap_itself_makes() {
    table(
        2,
        &[
            ("", "trap \"rm -rf $(mktemp -d)\" EXIT", "207:1", ""),
            ("", "trap \"rm -f `mktemp`\" EXIT", "207:1", ""),
            ("", "trap \"$(mktemp)\" EXIT", "", ""),
            ("", "trap \"stty $(stty -g)\" EXIT", "", ""),
            ("", "d=$(mktemp -d); trap \"rm -rf $d\" EXIT", "", ""),
            ("", "trap 'd=$(mktemp -d); rm -rf \"$d\"' EXIT", "", ""),
        ],
    );
}

#[test]
fn an_action_alone_has_no_condition() {
    table(
        2,
        &[
            ("", "f() { rm -f x; }\ntrap f", "213:2", ""),
            ("", "trap 'rm -f x; exit'", "213:1", ""),
            ("", "trap \"exit 1\" && y", "213:1", ""),
            ("", "trap TREM", "213:1", ""),
            ("", "trap HUP,INT", "213:1", ""),
            ("--for zsh", "trap f", "213:1", ""),
            ("", "trap \"$x\"", "", ""),
            ("", "trap $x", "", ""),
            ("", "trap", "", ""),
            ("", "trap -", "", ""),
            ("", "trap --", "", ""),
            ("", "trap 2", "211:1", "trap - 2"),
            ("--shell bash", "trap ERR", "", ""),
            ("", "trap() { :; }\ntrap f", "", ""),
            ("", "eval \"$(trap)\"", "", ""),
        ],
    );
    messages(
        2,
        &[
            ("", "trap f", "f is no condition; a condition follows the action"),
            ("", "trap TREM", "TREM is no condition; did you mean TERM"),
        ],
    );
}

#[test]
fn a_child_in_a_loop_keeps_a_signal_back() {
    let set = "trap 'exit 0' TERM\n";
    for (text, expected, after) in [
        ("while :; do sleep 1h; done", "216:2", "while :; do sleep 1h & wait \"$!\"; done"),
        (
            "until x\ndo\n y\n sleep 600\ndone",
            "216:5",
            "until x\ndo\n y\n sleep 600 & wait \"$!\"\ndone",
        ),
        (
            "for i in 1; do while x; do sleep 1d; done; done",
            "216:2",
            "for i in 1; do while x; do sleep 1d & wait \"$!\"; done; done",
        ),
        ("while :; do sleep 60; done", "", ""),
        ("while :; do sleep 1h & wait $!; done", "", ""),
        ("while :; do sleep 1h || break; done", "", ""),
        ("while :; do sleep 1h; done &", "", ""),
        ("while :; do sleep 1h; done | x", "", ""),
        ("x && while :; do sleep 1h; done", "", ""),
        ("while sleep 1h; do x; done", "", ""),
        ("f() { while :; do sleep 1h; done; }", "", ""),
        ("(while :; do sleep 1h; done)", "", ""),
        ("if x; then sleep 1h; fi", "", ""),
    ] {
        let after = if after.is_empty() { String::new() } else { format!("{set}{after}") };
        table(2, &[("", &format!("{set}{text}"), expected, &after)]);
    }
}

#[test]
fn the_status_is_expanded_in_front_of_others() {
    messages(
        2,
        &[(
            "",
            "trap \"rm $f; exit $?\" EXIT\nf=x",
            "$? is expanded now, when trap runs, not when the signal comes; use single quotes",
        )],
    );
    let directive = ":\n# shellcheck disable=SC2064\n";
    for (text, expected, after) in [
        ("trap \"rm $f; exit $?\" EXIT\nf=x", "207:3", "trap 'rm \"$f\"; exit $?' EXIT\nf=x"),
        ("trap \"echo ${LINENO}; x\" EXIT", "207:3", "trap 'echo ${LINENO}; x' EXIT"),
        ("trap \"rm $f; exit\" EXIT\nf=x", "", ""),
        ("trap \"kill $!; exit\" EXIT", "", ""),
    ] {
        let after = if after.is_empty() { String::new() } else { format!("{directive}{after}") };
        table(2, &[("", &format!("{directive}{text}"), expected, &after)]);
    }
    table(2, &[("", ":\n# sigkit: disable=SIG207\ntrap \"rm x; exit $?\" EXIT", "", "")]);
}

#[test]
fn a_function_may_end_in_a_fake_status() {
    table(
        2,
        &[
            ("--pedantic", "f() { rm x; exit 130; }\ntrap f INT", "215:2", ""),
            ("--pedantic", "f() { rm x; exit 130; }\ntrap f TERM", "", ""),
            ("--pedantic", "f() { (exit 130); }\ntrap f INT", "", ""),
            ("--pedantic", "f() { if x; then exit 130; fi; }\ntrap f INT", "", ""),
        ],
    );
}

#[test]
fn the_prefix_sig_in_front_of_a_variable() {
    table(
        2,
        &[
            ("", "trap 'exit 1' \"SIG$s\"", "203:1", "trap 'exit 1' \"$s\""),
            ("", "trap - SIG${s}", "203:1", "trap - ${s}"),
            ("", "trap '' INT SIG$s", "203:1", "trap '' INT $s"),
            ("--shell bash", "trap 'exit 1' \"SIG$s\"", "", ""),
            ("", "trap 'exit 1' \"$s\"", "", ""),
            ("", "trap 'exit 1' \"${SIG}\"", "", ""),
            ("", "trap \"SIG$s\" INT", "", ""),
        ],
    );
    messages(2, &[("--for dash", "trap : \"SIG$s\"", "SIG$s: dash takes names without SIG")]);
}
