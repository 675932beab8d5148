//! Cases of SIG301 to SIG304.

use crate::lint::cases::{messages, table};

#[test]
fn statuses_are_compared_with_numbers() {
    table(
        3,
        &[
            ("", "$(case $? in 130", "", ""),
            (
                "",
                "x; s=$?\n[ $s -eq 130 ]\n",
                "301:2",
                "x; s=$?\n[ \"$s\" -gt 128 ] && [ \"$(kill -l \"$s\")\" = INT ]\n",
            ),
            // make and YAML read the dollars and quotes of the fix as their own.
            ("--stdin-filename Makefile", "a:\n\tx; [ $$? -eq 130 ]\n", "301:2", ""),
            (
                "--stdin-filename .github/workflows/w.yml",
                "jobs:\n  a:\n    steps:\n    - run: \"x; [ $? -eq 130 ]\"\n      shell: sh\n",
                "301:4",
                "",
            ),
            (
                "",
                "x\nif [ \"$?\" -eq 143 ]; then :; fi\n",
                "301:2",
                "x\nif s=$?; [ \"$s\" -gt 128 ] && [ \"$(kill -l \"$s\")\" = TERM ]; then :; fi\n",
            ),
            ("", "x\ntest $? = 137 || y\n", "301:2", ""),
            ("", "x\n[ $? -ne 130 ]\n", "301:2", ""),
            ("", "x\n! [ $? -eq 130 ]\n", "301:2", ""),
            ("--for ksh,bash", "x; r=$?\nif [[ $r == 130 ]]; then :; fi\n", "301:2", ""),
            ("--for yash", "x; r=$?\nif (( r == 130 )); then :; fi\n", "301:2", ""),
            (
                "",
                "f() {\nlocal r=0\nx || r=$?\ncase $r in\n130) ;;\n137|2) ;;\nesac\n}\n",
                "301:5 301:6",
                "",
            ),
            // 256 and the number is ksh's alone.
            ("--for ksh", "x\n[ $? -eq 258 ]\n", "", ""),
            (
                "--for dash",
                "x\n[ $? -eq 258 ]\n",
                "301:2",
                "x\ns=$?; [ \"$s\" -gt 128 ] && [ \"$(kill -l \"$s\")\" = INT ]\n",
            ),
            ("--for yash", "x\n[ $? -eq 386 ]\n", "", ""),
            // Where the status is 128+n, only numbers that vary are reported.
            ("--for bash,dash", "x\n[ $? -eq 138 ]\n", "301:2", ""),
            ("--for bash,dash", "x\n[ $? -eq 130 ]\n", "", ""),
            ("--shell bash", "x\n[ $? -eq 137 ]\n", "", ""),
        ],
    );
}

#[test]
fn statuses_that_are_no_signals_are_not_reported() {
    table(
        3,
        &[
            ("", "x\n[ $? -eq 1 ]\n", "", ""),
            ("", "x\n[ $? -gt 128 ]\n", "", ""),
            ("", "x\n[ $? -eq 128 ]\n", "", ""),
            ("", "x\n[ $? -eq 160 ]\n", "", ""),
            ("", "s=$1\n[ $s -eq 130 ]\n", "", ""),
            ("", "x; s=$?\ns=$(y)\n[ $s -eq 130 ]\n", "", ""),
            ("", "x; s=$?\nread s\n[ $s -eq 130 ]\n", "", ""),
            ("", "[ $((a + 1)) -eq 130 ]\n", "", ""),
            ("", "fzf\n[ $? -eq 130 ]\n", "", ""),
            ("", "x=$(ls | fzf)\n[ $? -eq 130 ]\n", "", ""),
            ("", "sudo x\n[ $? -eq 137 ]\n", "", ""),
            ("", "bash -c x; r=$?\n[ $r -eq 137 ]\n", "", ""),
            ("", "./x.sh\n[ $? -eq 130 ]\n", "", ""),
            ("", "\"$@\"\n[ $? -eq 130 ]\n", "", ""),
            // The status of the function's caller.
            ("", "y\nf() {\n[ $? -eq 130 ]\n}\n", "", ""),
            ("", "y\nf() {\nr=$?\n[ $r -eq 130 ]\n}\n", "", ""),
            ("", "[ $? -eq 130 ]\n", "", ""),
            ("", "f() { return 130; }\nf\n[ $? -eq 130 ]\n", "", ""),
            ("", "x; r=$?\ncase $r in\n124) ;;\n137) ;;\nesac\n", "", ""),
            ("", "x; r=$?\nif [ $r -eq 124 ] || [ $r -eq 137 ]; then :; fi\n", "", ""),
            ("", "x; r=$?\ncase $r in\n9|137|265) ;;\nesac\n", "", ""),
            ("", "x; r=$?\ncase $r in\n137|270) ;;\nesac\n", "301:3 301:3", ""),
        ],
    );
}

#[test]
fn a_number_is_taken_from_a_status() {
    table(
        3,
        &[
            ("", "x; s=$?\ny=$(($s - 128))\n", "302:2", "x; s=$?\ny=$(($s % 128))\n"),
            ("", "x\ny=$(( $?-128 ))\n", "302:2", "x\ny=$(( $?%128 ))\n"),
            ("", "x; s=$?\ny=$((${s} - 128 + 1))\n", "302:2", "x; s=$?\ny=$((${s} % 128 + 1))\n"),
            ("--for ksh", "x; s=$?\n((s -= 128))\n", "302:2", "x; s=$?\n((s %= 128))\n"),
            ("--for ksh", "x; s=$?\nlet n=s-128\n", "302:2", "x; s=$?\nlet n=s%128\n"),
            ("", "x; s=$?\nexpr \"$s\" - 128\n", "302:2", "x; s=$?\nexpr \"$s\" % 128\n"),
            ("--for bash", "x; s=$?\ny=$((s - 128))\n", "", ""),
            ("", "x; s=$?\ny=$((s % 128))\n", "", ""),
            ("", "x; s=$?\ny=$((s & 127))\n", "", ""),
            ("", "x; s=$?\ny=$((2 * s - 128))\n", "", ""),
            ("", "x; s=$?\ny=$((s - 128 * 2))\n", "", ""),
            ("", "s=$1\ny=$((s - 128))\n", "", ""),
            ("", "x; s=$?\ny=$((s - 1280))\n", "", ""),
            ("", "x; s=$?\nexpr $s - 12\n", "", ""),
        ],
    );
}

#[test]
fn kill_l_wants_a_guard() {
    table(
        3,
        &[
            ("", "x\nkill -l $?\n", "303:2", "x\ns=$?; [ \"$s\" -gt 128 ] && kill -l \"$s\"\n"),
            ("", "s=name\nx\nkill -l $?\necho $s\n", "303:3", ""),
            (
                "",
                "x; r=$?\necho \"$(kill -l $r)\"\n",
                "303:2",
                "x; r=$?\necho \"$([ \"$r\" -gt 128 ] && kill -l $r)\"\n",
            ),
            ("", "x; r=$?\ny && kill -l \"$r\"\n", "303:2", ""),
            ("", "x; r=$?\n[ $r -gt 128 ] && kill -l $r\n", "", ""),
            ("", "x; r=$?\nif [ $r -ge 129 ]; then\nkill -l $r\nfi\n", "", ""),
            ("", "x; r=$?\nif [ $r -le 128 ]; then exit; fi\nkill -l $r\n", "", ""),
            ("--shell bash", "x; r=$?\nif ((r > 128)); then kill -l $r; fi\n", "", ""),
            ("--shell bash", "x; r=$?\nif [[ $r -gt 128 ]]; then kill -l $r; fi\n", "", ""),
            ("", "x; r=$?\ncase $r in 13?) kill -l $r;; esac\n", "", ""),
            ("", "kill -l $1\n", "", ""),
            ("", "kill -l 9\n", "", ""),
            ("", "x; r=$?\nkill $r\n", "", ""),
            // A guard on another variable is none.
            ("", "x; r=$?\n[ $q -gt 128 ] && kill -l $r\n", "303:2", ""),
        ],
    );
}

#[test]
fn a_timeout_that_kills_never_returns_124() {
    table(
        3,
        &[
            ("", "timeout -s 9 5 x\n[ $? -eq 124 ]\n", "304:2", ""),
            (
                "",
                "timeout -k 3 --signal=SIGKILL 5 x; r=$?\nif [ $r -eq 124 ]; then :; fi\n",
                "304:2",
                "",
            ),
            ("", "timeout --signal KILL 5 x; r=$?\ncase $r in\n124) ;;\nesac\n", "304:3", ""),
            ("", "timeout -sKILL 5 x\n[ $? -ne 124 ]\n", "304:2", ""),
            ("", "timeout 5 x\n[ $? -eq 124 ]\n", "", ""),
            ("", "timeout -k 5 5 x\n[ $? -eq 124 ]\n", "", ""),
            ("", "timeout -s INT 5 x\n[ $? -eq 124 ]\n", "", ""),
            ("", "timeout -s KILL 5 x\n[ $? -eq 137 ]\n", "", ""),
            ("", "timeout -s KILL 5 x\ny\n[ $? -eq 124 ]\n", "", ""),
            ("", "timeout 5 x -s KILL\n[ $? -eq 124 ]\n", "", ""),
        ],
    );
}

#[test]
fn messages_name_the_shells() {
    messages(
        3,
        &[
            (
                "",
                "x\n[ $? -eq 130 ]\n",
                "130 is INT only where the status is 128+n: ksh and yash differ; ask kill -l",
            ),
            (
                "--for ksh",
                "x\n[ $? -eq 130 ]\n",
                "130 is INT only where the status is 128+n: ksh differs; ask kill -l",
            ),
            (
                "--for bash",
                "x\n[ $? -eq 138 ]\n",
                "138 is 128+10, and 10 is USR1 on Linux, BUS on macOS",
            ),
            (
                "",
                "x; s=$?\ny=$((s - 128))\n",
                "a signal's status is not 128+n in ksh and yash; % 128 or kill -l decodes all",
            ),
            ("", "x\nkill -l $?\n", "exit 2 would read as INT; test for more than 128 first"),
            ("", "timeout -s 9 5 x\n[ $? -eq 124 ]\n", "with -s KILL the status is 137, never 124"),
        ],
    );
}

#[test]
fn a_script_that_asks_for_the_status_of_kill_too() {
    let run = "timeout -s KILL 5 make\n";
    for (tests, expected) in [
        ("[ $? -eq 124 ]", "304:2"),
        ("s=$?; [ $s -eq 124 ] || [ $s -eq 137 ]", ""),
        ("s=$?\nif [ $s -eq 124 ]; then x; elif [ $s = 137 ]; then y; fi", ""),
        ("if [ $? -eq 124 ]; then x; elif [ $? -eq 137 ]; then y; fi", ""),
        ("[ $? -eq 124 ] || [ $? -eq 137 ]", ""),
        ("[ $? -eq 124 -o $? -eq 137 ]", ""),
        ("[[ $? == 124 || $? == 137 ]]", ""),
        ("case $? in 124 | 137) x;; esac", ""),
        ("case $? in 124) x;; 137) y;; esac", ""),
        ("s=$?; [ $s -eq 124 ] || [ $s -gt 128 ]", ""),
        ("s=$?; [ $s -gt 128 ] && y; ((s == 124 || s >= 137))", ""),
        ("s=$?; [ $s -eq 124 ] || [ $s -lt 100 ]", "304:2"),
        ("s=$?; [ $s -eq 124 ] || [ $s -eq 125 ]", "304:2"),
        // Two lists: the second one asks for the status of the first.
        ("[ $? -eq 124 ] && x\ncmd\n[ $? -eq 137 ] && y", "304:2 301:4"),
    ] {
        table(3, &[("--shell bash --for ksh,bash", &format!("{run}{tests}"), expected, "")]);
    }
}

#[test]
fn a_number_in_front_of_the_status() {
    let fixed = "x; s=$?; [ \"$s\" -gt 128 ] && [ \"$(kill -l \"$s\")\" = INT ]";
    table(
        3,
        &[
            ("", "x; [ 130 -eq $? ]", "301:1", fixed),
            ("", "x; rc=$?; [ 130 = \"$rc\" ] && y", "301:1", ""),
            ("", "x; rc=$?; test 130 -ne $rc || y", "301:1", ""),
            ("--shell ksh", "x; rc=$?; [[ 130 -eq $rc ]] && y", "301:1", ""),
            ("--shell ksh", "x; rc=$?; ((130 == rc)) && y", "301:1", ""),
            ("--shell ksh", "x; rc=$?; ((a && 130 == rc)) && y", "301:1", ""),
            ("--shell ksh", "x; rc=$?; ((a + 130 == rc)) && y", "", ""),
            ("", "x; rc=$?; [ 128 -lt $rc ] && kill -l $rc", "", ""),
            ("", "x; rc=$?; [ 128 -gt $rc ] || kill -l $rc", "", ""),
            ("", "x; rc=$?; [ 1 -gt $rc ] || kill -l $rc", "303:1", ""),
            ("", "x; [ 130 -eq $n ]", "", ""),
            ("", "x; rc=$?; [ 1 -eq $rc ]", "", ""),
        ],
    );
}

/// `[ ... ] && x` fails, and with `set -e` a function that it ends would end the script.
#[test]
fn the_guard_does_not_fail_under_errexit() {
    let fixed = "set -e\nx || s=$?\n[ \"$s\" -le 128 ] || kill -l \"$s\"";
    table(3, &[("", "set -e\nx || s=$?\nkill -l \"$s\"", "303:3", fixed)]);
    table(3, &[("", fixed, "", "")]);
}
