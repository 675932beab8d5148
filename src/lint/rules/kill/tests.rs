//! The table of kill: each example of the rules, and what looks like it and is right.
//!
//! Long because it is one table.

use crate::lint::cases::{Case, messages, table};

#[test]
fn forms_of_the_signal() {
    table(
        1,
        &[
            ("", r#"kill -TERM "$p""#, "", ""),
            ("--posix", r#"kill -TERM "$p""#, "101:1", r#"kill -s TERM "$p""#),
            ("--posix=xsi", r#"kill -TERM "$p""#, "", ""),
            ("--posix", r#"kill -TERM -"$g""#, "101:1", r#"kill -s TERM -- -"$g""#),
            ("--posix", r#"kill -TERM -- "$p""#, "101:1 107:1", r#"kill -s TERM -- "$p""#),
            ("--posix", r#"kill -s TERM "$p""#, "", ""),
            ("--posix", r#"kill -s term "$p""#, "", ""),
            ("--posix", r#"kill "$p""#, "", ""),
            ("", r#"kill -9 "$p""#, "", ""),
            ("--posix", r#"kill -9 "$p""#, "102:1", r#"kill -s KILL "$p""#),
            ("--posix", r#"kill -0 "$p""#, "102:1", r#"kill -s 0 "$p""#),
            ("--posix=xsi", r#"kill -0 "$p""#, "", ""),
            ("--posix=xsi", r#"kill -9 "$p""#, "", ""),
            ("--posix=xsi", r#"kill -11 "$p""#, "102:1", r#"kill -s SEGV "$p""#),
            ("--posix", r#"kill -11 "$p""#, "102:1", r#"kill -s SEGV "$p""#),
            ("--select SIG102", r#"kill -9 "$p""#, "102:1", r#"kill -s KILL "$p""#),
            ("--select SIG102", r#"kill -TERM "$p""#, "", ""),
            ("", r#"kill -s 0 "$p""#, "", ""),
        ],
    );
}

#[test]
fn numbers_that_vary() {
    table(
        1,
        &[
            ("", r#"kill -10 "$p""#, "103:1", ""),
            ("", r#"kill -s 10 "$p""#, "103:1", ""),
            ("--shell bash", r#"kill -n 12 "$p""#, "103:1", ""),
            ("", r#"kill -34 "$p""#, "103:1", ""),
            ("", r#"kill -s USR1 "$p""#, "", ""),
            ("", r#"kill -15 "$p""#, "", ""),
            ("", r#"kill -11 "$p""#, "", ""),
            ("", r#"kill "$p" 10"#, "", ""),
            ("", r#"sudo kill -10 "$p""#, "103:1", ""),
            ("", r#"kill -l 10"#, "", ""),
            ("", r#"kill -99 "$p""#, "113:1", ""),
        ],
    );
    messages(
        1,
        &[
            ("", "kill -10 5", "10 is USR1 on Linux, BUS on macOS; write -s and a name"),
            ("", "kill -17 5", "17 is CHLD on Linux, STOP on macOS; write -s and a name"),
        ],
    );
}

#[test]
fn the_prefix_sig() {
    table(
        1,
        &[
            ("", r#"kill -s SIGTERM "$p""#, "104:1", r#"kill -s TERM "$p""#),
            ("", r#"kill -SIGTERM "$p""#, "104:1", r#"kill -TERM "$p""#),
            ("--posix", r#"kill -SIGTERM "$p""#, "104:1", r#"kill -s TERM "$p""#),
            ("", r#"kill -sigterm "$p""#, "104:1", r#"kill -TERM "$p""#),
            ("--for bash,zsh", r#"kill -SIGTERM "$p""#, "", ""),
            ("--for dash", r#"kill -SIGTERM "$p""#, "104:1", r#"kill -TERM "$p""#),
            ("--shell bash", r#"kill -SIGTERM "$p""#, "", ""),
            ("", "#!/bin/bash\nkill -SIGTERM 5\n", "", ""),
            ("", "#!/bin/dash\nkill -SIGTERM 5\n", "104:2", "#!/bin/dash\nkill -TERM 5\n"),
            ("--shell bash --posix", "kill -s SIGTERM 5", "104:1", "kill -s TERM 5"),
            ("", r#"sudo kill -s SIGTERM "$p""#, "", ""),
            ("", r#"/bin/kill -SIGTERM "$p""#, "", ""),
            ("--posix", r#"/bin/kill -s SIGTERM "$p""#, "104:1", r#"/bin/kill -s TERM "$p""#),
            ("", r#"command kill -SIGTERM "$p""#, "104:1", r#"command kill -TERM "$p""#),
            ("", r#"kill -s SIGTERM -- -"$g""#, "104:1", r#"kill -s TERM -- -"$g""#),
            ("", "systemctl kill -s SIGTERM x", "", ""),
            ("", "docker kill -s SIGTERM x", "", ""),
            ("", "echo kill -s SIGTERM x", "", ""),
            ("", "# kill -s SIGTERM x", "", ""),
        ],
    );
    messages(
        1,
        &[
            ("", "kill -s SIGTERM 5", "SIGTERM: dash and bash --posix take names without SIG"),
            ("--for dash", "kill -SIGTERM 5", "SIGTERM: dash takes names without SIG"),
            ("--for zsh --posix=xsi", "kill -SIGTERM 5", "SIGTERM: POSIX takes names without SIG"),
        ],
    );
}

#[test]
fn values_of_s() {
    table(
        1,
        &[
            ("", r#"kill -s 9 "$p""#, "105:1", r#"kill -s KILL "$p""#),
            ("--for dash,bash", r#"kill -s 9 "$p""#, "", ""),
            ("--shell zsh", r#"kill -s 15 "$p""#, "105:1", r#"kill -s TERM "$p""#),
            ("--shell zsh", r#"command kill -s 15 "$p""#, "", ""),
            ("", r#"kill -s 0 "$p""#, "", ""),
            ("", r#"kill -s KILL "$p""#, "", ""),
            ("", r#"kill -sTERM "$p""#, "119:1", r#"kill -s TERM "$p""#),
            ("", r#"kill -s9 "$p""#, "119:1", r#"kill -s KILL "$p""#),
            ("--for dash", r#"kill -sTERM "$p""#, "", ""),
            ("--shell zsh", r#"kill -sTERM "$p""#, "119:1", r#"kill -s TERM "$p""#),
        ],
    );
    messages(
        1,
        &[
            ("", "kill -s 9 5", "-s 9: zsh takes only names here"),
            ("", "kill -sTERM 5", "-sTERM: zsh and busybox want a blank"),
        ],
    );
}

#[test]
fn other_options() {
    table(
        1,
        &[
            ("", r#"kill -n 9 "$p""#, "106:1", r#"kill -s KILL "$p""#),
            ("", r#"kill -n9 "$p""#, "106:1", r#"kill -s KILL "$p""#),
            ("--shell bash", r#"kill -n 9 "$p""#, "", ""),
            ("--shell ksh", r#"kill -n 9 "$p""#, "", ""),
            ("", r#"busybox kill -n 9 "$p""#, "106:1", r#"busybox kill -s KILL "$p""#),
            ("", r#"sudo kill -n 9 "$p""#, "", ""),
            ("", r#"kill --signal TERM "$p""#, "106:1", r#"kill -s TERM "$p""#),
            ("", r#"kill --signal=SIGTERM "$p""#, "106:1 104:1", r#"kill -s TERM "$p""#),
            ("", r#"/bin/kill --signal=TERM "$p""#, "", ""),
            ("--shell bash", r#"kill -L"#, "", ""),
            ("", r#"kill -L"#, "106:1", ""),
            ("", r#"kill --list"#, "106:1", ""),
            ("", r#"kill -q 5 -s TERM "$p""#, "106:1", ""),
            ("", r#"kill --timeout 1000 TERM "$p""#, "106:1", ""),
            ("", r#"kill -p "$p""#, "106:1", ""),
            ("", r#"kill --help"#, "", ""),
        ],
    );
    messages(
        1,
        &[("", "kill -n 9 5", "-n: not an option of kill in dash, mksh, posh and busybox")],
    );
}

#[test]
fn options_after_a_process() {
    table(
        1,
        &[
            ("", r#"kill "$p" -s HUP"#, "110:1", r#"kill -s HUP "$p""#),
            // After -- it is a process group.
            ("", r#"kill "$p" -- -9"#, "", ""),
            ("", r#"kill "$p" -HUP"#, "110:1", r#"kill -HUP "$p""#),
            ("", r#"kill $p -9 2>/dev/null"#, "110:1", r#"kill -9 $p 2>/dev/null"#),
            ("", r#"kill $p 2>/dev/null -9"#, "110:1", ""),
            ("--shell posh", r#"kill "$p" -HUP"#, "", ""),
            ("", r#"sudo kill "$p" -HUP"#, "", ""),
            ("", r#"kill -s TERM "$p" -HUP"#, "110:1", ""),
            ("", r#"kill -HUP "$p""#, "", ""),
            ("", r#"kill -- "$p" -1234"#, "", ""),
        ],
    );
    messages(
        1,
        &[("--for bash", "kill 5 -HUP", "-HUP after a process is no option: bash sends TERM")],
    );
}

#[test]
fn groups() {
    table(
        1,
        &[
            ("", r#"kill -9 -- -"$g""#, "107:1", r#"kill -s KILL -- -"$g""#),
            ("", r#"kill -TERM -- -"$g""#, "107:1", r#"kill -s TERM -- -"$g""#),
            ("--for bash,busybox", r#"kill -9 -- -"$g""#, "", ""),
            ("", r#"kill -s KILL -- -"$g""#, "", ""),
            ("", r#"kill -- -"$g""#, "", ""),
            ("", r#"sudo kill -9 -- -"$g""#, "", ""),
            ("", r#"kill -s TERM -"$g""#, "108:1", r#"kill -s TERM -- -"$g""#),
            ("", r#"kill -s TERM "-$g""#, "108:1", r#"kill -s TERM -- "-$g""#),
            ("", r#"kill -s TERM -1234"#, "108:1", r#"kill -s TERM -- -1234"#),
            ("--for bash,zsh", r#"kill -s TERM -"$g""#, "", ""),
            ("", r#"kill -s TERM "$p""#, "", ""),
            ("", r#"kill -TERM -"$g""#, "", ""),
            ("--shell posh", r#"kill -TERM -"$g""#, "122:1", r#"kill -TERM -- -"$g""#),
            ("", r#"kill -"$p""#, "109:1", ""),
            ("", r#"kill "-$p""#, "109:1", ""),
            ("", r#"kill -1234"#, "109:1", ""),
            ("", r#"xargs kill -"$s""#, "", ""),
            ("", r#"kill -$@"#, "", ""),
            ("", r#"kill -"$s" "$p""#, "", ""),
            ("", r#"kill -9 "$p""#, "", ""),
            ("", r#"kill -- -1"#, "117:1", ""),
            ("", r#"kill -9 -1"#, "117:1", ""),
            ("", r#"kill -s HUP 1"#, "", ""),
            ("", r#"kill -1 "$p""#, "", ""),
            ("", r#"env kill -0 -1"#, "", ""),
            ("--stdin-filename /etc/init.d/sendsigs", "kill -9 -1", "", ""),
        ],
    );
    messages(
        1,
        &[
            ("", "kill -9 -- -5", "kill -9 --: dash reads -- as a process"),
            (
                "",
                "kill -s TERM -$g",
                "-$g after -s is read as options by dash, mksh and posh; write --",
            ),
            ("", "kill -$p", "kill -$p: a first operand with - is a signal, not a group"),
        ],
    );
}

#[test]
fn groups_of_the_program_kill() {
    table(
        1,
        &[
            ("", r#"sudo kill -9 -"$g""#, "122:1", r#"sudo kill -9 -- -"$g""#),
            ("", r#"sudo kill -s TERM -"$g""#, "122:1", r#"sudo kill -s TERM -- -"$g""#),
            ("", r#"/bin/kill -TERM -1234"#, "122:1", r#"/bin/kill -TERM -- -1234"#),
            ("", r#"env kill -9 5 -"$g""#, "122:1", r#"env kill -9 -- 5 -"$g""#),
            ("", r#"sudo -u x kill -9 -- -"$g""#, "", ""),
            ("", r#"sudo kill -9 "$g""#, "", ""),
            ("", r#"busybox kill -9 -"$g""#, "", ""),
            ("", r#"command kill -9 -"$g""#, "", ""),
            ("--shell zsh", r#"command kill -9 -"$g""#, "122:1", r#"command kill -9 -- -"$g""#),
        ],
    );
}

#[test]
fn the_own_group() {
    table(
        1,
        &[
            ("", "kill -- -$$", "124:1", "kill 0"),
            ("", "kill -TERM -$$", "124:1", "kill -TERM 0"),
            ("", "kill -s TERM -- -$$", "124:1", "kill -s TERM 0"),
            ("", "setsid true; kill -- -$$", "", ""),
            ("", "kill -- -$(ps -o pgid= $$)", "", ""),
            ("", "kill $$", "", ""),
            ("", "kill -s TERM $$", "", ""),
            ("", "trap 'kill -- -$$' EXIT", "124:1", "trap 'kill 0' EXIT"),
        ],
    );
}

#[test]
fn lists() {
    table(
        1,
        &[
            ("", "kill -l INT", "111:1", ""),
            ("", "kill -l SIGINT", "111:1", ""),
            ("", "kill -l 1 2", "111:1", ""),
            ("--shell bash", "kill -l INT", "", ""),
            ("", "kill -l 130", "", ""),
            ("", r#"kill -l "$?""#, "", ""),
            ("", "kill -l $s", "", ""),
            ("", "/bin/kill -l INT", "", ""),
            ("", "names=$(kill -l)", "112:1", ""),
            ("", "kill -l | tr ' ' '\\n'", "112:1", ""),
            ("", "kill -l", "", ""),
            ("", "kill -l | grep -q INFO", "", ""),
            ("--shell bash", "names=$(kill -l)", "", ""),
            ("--for dash", "names=$(kill -l)", "", ""),
            ("", "name=$(kill -l \"$n\")", "", ""),
            ("", "/bin/kill -l 143", "118:1", ""),
            ("", "sudo kill -l 143", "118:1", ""),
            ("", "/bin/kill -l 15", "", ""),
            ("--shell posh", "kill -l 143", "118:1", ""),
        ],
    );
    messages(
        1,
        &[(
            "",
            "kill -l INT",
            "kill -l takes one number or exit status; dash, mksh and yash refuse INT",
        )],
    );
}

#[test]
fn names() {
    table(
        1,
        &[
            ("", r#"kill -s CLD "$p""#, "113:1", r#"kill -s CHLD "$p""#),
            ("", r#"kill -IOT "$p""#, "113:1", r#"kill -ABRT "$p""#),
            ("--for zsh", r#"kill -s CLD "$p""#, "", ""),
            ("", r#"kill -RTMIN+1 "$p""#, "113:1", ""),
            ("--shell bash", r#"kill -RTMIN+1 "$p""#, "", ""),
            ("", r#"kill -s TREM "$p""#, "113:1", ""),
            ("--shell bash", r#"kill -KIL "$p""#, "113:1", ""),
            ("", r#"sudo kill -s TREM "$p""#, "113:1", ""),
            ("", r#"kill -V"#, "", ""),
            ("", r#"/bin/kill -f 5"#, "", ""),
            ("", r#"kill -s PWR "$p""#, "", ""),
            ("--posix", r#"kill -s PWR "$p""#, "113:1", ""),
            ("", r#"kill -s WINCH "$p""#, "", ""),
            ("", r#"kill -s "" "$p""#, "", ""),
        ],
    );
    messages(
        1,
        &[
            ("", "kill -s TREM 5", "TREM is no signal; did you mean TERM"),
            ("--for dash", "kill -s CLD 5", "CLD: unknown to dash"),
            ("", "kill -XYZZY 5", "XYZZY is no signal"),
        ],
    );
}

#[test]
fn lower_case() {
    table(
        1,
        &[
            ("", r#"kill -stop "$p""#, "120:1", r#"kill -s STOP "$p""#),
            ("", r#"kill -segv "$p""#, "120:1", r#"kill -s SEGV "$p""#),
            ("", r#"kill -hup "$p""#, "120:1", r#"kill -s HUP "$p""#),
            ("--for dash,bash", r#"kill -hup "$p""#, "", ""),
            ("--for dash,zsh", r#"kill -stop "$p""#, "", ""),
            ("", r#"kill -s stop "$p""#, "", ""),
            ("", r#"kill -STOP "$p""#, "", ""),
            ("", r#"/bin/kill -stop "$p""#, "", ""),
        ],
    );
    messages(
        1,
        &[
            ("--for bash", "kill -stop 5", "-stop is read as -s top by bash"),
            ("", "kill -hup 5", "-hup: mksh refuses lower case here"),
        ],
    );
}

#[test]
fn a_signal_in_a_variable() {
    table(
        1,
        &[
            ("--posix", r#"kill -"$s" "$p""#, "114:1", r#"kill -s "$s" "$p""#),
            ("--posix", r#"kill -$s "$p""#, "114:1", r#"kill -s $s "$p""#),
            ("--posix", r#"kill "-$s" "$p""#, "114:1", r#"kill -s "$s" "$p""#),
            ("--posix", r#"kill -"$s" -"$p""#, "114:1", r#"kill -s "$s" -- -"$p""#),
            ("", r#"kill -"$s" "$p""#, "", ""),
            ("--posix", r#"kill -s "$s" "$p""#, "", ""),
            ("--posix", r#"kill $opt "$p""#, "", ""),
        ],
    );
}

#[test]
fn values_of_variables_are_judged_where_they_are_written() {
    table(
        1,
        &[
            ("", "s=SIGTERM\nkill -s \"$s\" 5", "104:1", "s=TERM\nkill -s \"$s\" 5"),
            ("", "s=SIGTERM\nkill -$s 5", "104:1", "s=TERM\nkill -$s 5"),
            ("", "s=9\n[ x ] && s=10\nkill -$s 5", "103:2", ""),
            ("--shell zsh", "s=15\nkill -s $s 5", "105:1", "s=TERM\nkill -s $s 5"),
            ("", "s=stop\nkill -$s 5", "120:1", "s=STOP\nkill -$s 5"),
            ("", "s=TREM\nkill -s $s 5", "113:1", ""),
            ("", "s='SIGTERM'\nkill -s \"$s\" 5", "104:1", ""),
            ("--shell bash", "s=SIGTERM\nkill -s \"$s\" 5", "", ""),
            ("", "s=TERM\nkill -s \"$s\" 5", "", ""),
            ("", "s=none\n[ x ] && s=TERM\nkill -s $s 5", "", ""),
            ("", "s=SIGTERM\nread s\nkill -s \"$s\" 5", "", ""),
            ("", "kill -s \"$s\" 5", "", ""),
        ],
    );
}

#[test]
fn the_first_resort() {
    table(
        1,
        &[
            ("--pedantic", r#"kill -9 "$p""#, "115:1", ""),
            ("--pedantic", r#"kill -s KILL "$p""#, "115:1", ""),
            ("", r#"kill -s KILL "$p""#, "", ""),
            ("--pedantic", r#"kill "$p"; sleep 1; kill -9 "$p""#, "", ""),
            ("--pedantic", r#"kill -s TERM "$p"; kill -s KILL "$p""#, "", ""),
            ("--pedantic", r#"kill -s HUP "$q"; kill -s KILL "$p""#, "115:1", ""),
            ("--pedantic", r#"kill -s TERM "$p""#, "", ""),
        ],
    );
}

#[test]
fn job_ids() {
    table(
        1,
        &[
            ("", "kill %1", "116:1", ""),
            ("", "set -m; kill %1", "", ""),
            ("", "set -o monitor; kill %1", "", ""),
            ("--shell bash", "kill %1", "", ""),
            ("--shell bash", "sudo kill %1", "116:1", ""),
            ("", "kill \"$!\"", "", ""),
            ("", "fg %1", "", ""),
        ],
    );
    messages(
        1,
        &[
            ("--for dash", "kill %1", "%1: without set -m dash has no jobs; use $!"),
            ("", "sudo kill %1", "%1: a job ID is known only to the shell's own kill"),
        ],
    );
}

#[test]
fn calls_without_an_operand() {
    table(
        1,
        &[
            ("", "sudo -l kill", "", ""),
            ("", "sudo kill", "121:1", ""),
            ("", "pgrep x | kill", "121:1", ""),
            ("", "pgrep x | kill -9", "121:1", ""),
            ("", "kill", "121:1", ""),
            ("", "kill -s TERM", "121:1", ""),
            ("", "sudo kill -9", "121:1", ""),
            ("", "pgrep x | xargs kill", "", ""),
            ("", "pgrep x | xargs kill -9", "", ""),
            ("", "pgrep x | xargs sudo kill", "", ""),
            ("", "kill $pids", "", ""),
            ("", "kill -9 $pids", "", ""),
            ("", "kill \"$@\"", "", ""),
            ("", "kill -9 -- $(cat f)", "107:1", "kill -s KILL -- $(cat f)"),
            ("", "kill -l", "", ""),
            ("", "kill --version", "", ""),
            ("", "case x in kill) ;; esac", "", ""),
            ("", "[ \"$1\" = kill ]", "", ""),
            ("", "find . -exec kill {} \\;", "", ""),
            ("", "kill() { :; }; kill", "", ""),
            ("", "alias kill=true\nkill\n", "", ""),
            ("", "kill() { :; }\ncommand kill -9\n", "121:2", ""),
            ("", "kill() { :; }\nsudo kill -9\n", "121:2", ""),
        ],
    );
    messages(
        1,
        &[
            ("", "pgrep x | kill", "kill needs a process; it reads no standard input, use xargs"),
            ("", "kill -9", "kill needs a process"),
        ],
    );
}

#[test]
fn background_commands() {
    table(
        1,
        &[
            ("", "c & kill -s INT $!", "123:1", "c & kill -s TERM $!"),
            ("", "c & kill -INT $!", "123:1", "c & kill -TERM $!"),
            ("", "c & p=$!\nkill -s INT \"$p\"", "123:2", "c & p=$!\nkill -s TERM \"$p\""),
            ("", "c & p=$!\nkill -2 $p", "123:2", "c & p=$!\nkill -TERM $p"),
            ("", "c & p=$!; p=$(cat f); kill -s INT $p", "", ""),
            ("", "set -m; c & kill -s INT $!", "", ""),
            ("--shell posh", "c & kill -s INT $!", "", ""),
            ("", "c & kill -s TERM $!", "", ""),
            ("", "kill -s INT \"$p\"", "", ""),
        ],
    );
}

#[test]
fn empty_lists() {
    table(
        1,
        &[
            ("", "set -e\nkill $(pgrep x)\n", "125:2", ""),
            ("", "#!/bin/sh -e\nkill `pidof x`\n", "125:2", ""),
            ("", "set -e\nkill -9 $(ps ax | grep x | cut -c1-5)\n", "125:2", ""),
            ("", "kill $(pgrep x)\n", "", ""),
            ("", "set -e\nkill $(pgrep x) || :\n", "", ""),
            ("", "set -e\n! kill $(pgrep x)\n", "", ""),
            ("", "set -e\nif kill $(pgrep x); then :; fi\n", "", ""),
            ("", "set -e\nif pgrep x; then kill $(pgrep x); fi\n", "", ""),
            ("", "set -e\npgrep x && kill $(pgrep x)\n", "", ""),
            ("", "set -e\nkill $(cat x.pid)\n", "", ""),
            ("", "set -e\nkill \"$(pgrep x)\"\n", "", ""),
        ],
    );
}

#[test]
fn kills_in_other_texts() {
    table(
        1,
        &[
            ("", "sh -c 'kill -s SIGTERM 5'", "104:1", "sh -c 'kill -s TERM 5'"),
            ("", "bash -c 'kill -s SIGTERM 5'", "", ""),
            ("", "bash -ec \"kill -s SIGTERM $p\"", "", ""),
            ("", "dash -c \"kill -s SIGTERM $p\"", "104:1", "dash -c \"kill -s TERM $p\""),
            ("", "eval 'kill -s SIGTERM 5'", "104:1", "eval 'kill -s TERM 5'"),
            ("--shell bash", "eval 'kill -s SIGTERM 5'", "", ""),
            ("--shell bash", "ssh h 'kill -s SIGTERM 5'", "104:1", "ssh h 'kill -s TERM 5'"),
            ("", "su -c 'kill -s SIGTERM 5' u", "104:1", "su -c 'kill -s TERM 5' u"),
            ("", "watch 'kill -s SIGTERM 5'", "104:1", "watch 'kill -s TERM 5'"),
            ("", "trap 'kill -s SIGTERM 5' EXIT", "104:1", "trap 'kill -s TERM 5' EXIT"),
            ("", "sh <<'E'\nkill -s SIGTERM 5\nE\n", "104:2", "sh <<'E'\nkill -s TERM 5\nE\n"),
            ("", "sh <<E\nkill -s SIGTERM $p\nE\n", "104:2", ""),
            ("", "cat > x.sh <<'E'\nkill -s SIGTERM 5\nE\n", "104:2", ANY_SCRIPT),
            ("", "cat > x.txt <<'E'\nkill -s SIGTERM 5\nE\n", "", ""),
            ("", "cat <<'E'\nkill -s SIGTERM 5\nE\n", "", ""),
            (
                "",
                "ssh h <<'E'\nkill -s SIGTERM 5\nE\n",
                "104:2",
                "ssh h <<'E'\nkill -s TERM 5\nE\n",
            ),
            ("", "docker exec c sh -c 'kill -s SIGTERM 1'", "104:1", DOCKER),
            (MAKEFILE, "a:\n\tkill -s SIGTERM 5\n", "104:2", "a:\n\tkill -s TERM 5\n"),
            ("", "x=`kill -s SIGTERM 5`", "104:1", "x=`kill -s TERM 5`"),
            ("", "x=`kill -s SIGTERM \\$p`", "104:1", ""),
            ("", "sh -c 'kill -9 -- -5'", "107:1", "sh -c 'kill -s KILL -- -5'"),
        ],
    );
}

/// `-s NAME` reads an operand with a dash as an option, where `-NAME` took it as a process group.
#[test]
fn a_signal_that_stands_after_s_is_safe_before_what_is_no_group() {
    let is_safe = |snippet: &str| {
        let found = Case::of("--posix").found(snippet.as_bytes());
        let fix = found.iter().find(|finding| finding.rule.number == 101).map(|own| &own.fix);
        fix.and_then(Option::as_ref).map(|fix| fix.safe)
    };
    for safe in ["kill -TERM \"$p\"", "kill -TERM $!", "kill -TERM 5", "p=5; kill -TERM $p"] {
        assert_eq!(is_safe(safe), Some(true), "{safe}");
    }
    for unsafe_ in ["kill -TERM \"$1\"", "kill -TERM \"$@\"", "g=-$p; kill -TERM \"$g\""] {
        assert_eq!(is_safe(unsafe_), Some(false), "{unsafe_}");
    }
}

const MAKEFILE: &str = "--stdin-filename Makefile";
const ANY_SCRIPT: &str = "cat > x.sh <<'E'\nkill -s TERM 5\nE\n";
const DOCKER: &str = "docker exec c sh -c 'kill -s TERM 1'";

/// The value of the operand may be a process group, which is an option after `-s NAME`: the fix is
/// not safe, and the text after it is that of the unsafe ones.
#[test]
fn a_variable_may_be_a_group() {
    for before in [
        "for p in -1 -2; do ",
        "p=$1; ",
        "read -r p; ",
        "local p=\"-$1\"; ",
        "p=(-1 -2); ",
        "p+=(-$!); ",
        "p=-5; ",
    ] {
        let end = if before.starts_with("for") { "; done" } else { "" };
        let snippet = format!("{before}kill -9 $p{end}\n");
        let found = Case::of("--posix").found(snippet.as_bytes());
        let fixes: Vec<_> = found.iter().filter(|one| one.rule.number == 102).collect();
        let [finding] = &fixes[..] else { panic!("{snippet}") };
        assert!(finding.fix.as_ref().is_some_and(|fix| !fix.safe), "{snippet}");
    }
    for before in ["p=$!; ", "p=$(cat pid); ", ""] {
        let snippet = format!("{before}kill -9 $p\n");
        let found = Case::of("--posix").found(snippet.as_bytes());
        let finding = found.iter().find(|one| one.rule.number == 102).expect(&snippet);
        assert!(finding.fix.as_ref().is_some_and(|fix| fix.safe), "{snippet}");
    }
}

#[test]
fn an_expansion_without_a_name_is_no_process_of_this_script() {
    table(
        1,
        &[
            ("", "kill -9 ${:-x}", "", ""),
            ("--shell zsh", "kill -9 ${(f)\"$(pgrep x)\"}", "", ""),
            ("", "kill -9 ${}", "", ""),
            ("", "sudo kill $a -9 -$pg", "122:1", ""),
            ("", "/bin/kill $a -s HUP -$p", "122:1", ""),
        ],
    );
}

#[test]
fn a_signal_after_a_process_is_written_as_every_shell_reads_it() {
    table(
        1,
        &[
            ("", "kill $p -s SIGHUP", "110:1", "kill -s HUP $p"),
            ("", "kill $p -SIGHUP", "110:1", "kill -HUP $p"),
            ("", "kill $p -hup", "110:1", "kill -s HUP $p"),
            ("", "kill $p -stop", "110:1", "kill -s STOP $p"),
            ("", "kill $p -sHUP", "110:1", "kill -s HUP $p"),
            ("", "kill $p $q -n 9", "110:1", "kill -s KILL $p $q"),
            ("", "kill $p -n9", "110:1", "kill -s KILL $p"),
            ("", "kill $p -s 9", "110:1", "kill -s KILL $p"),
            ("", "kill $p --signal HUP", "110:1", "kill -s HUP $p"),
            ("", "kill $p --signal=SIGHUP", "110:1", "kill -s HUP $p"),
            ("", "kill $p -CLD", "110:1", "kill -CHLD $p"),
            ("", "kill $p -9", "110:1", "kill -9 $p"),
            ("--posix", "kill $p -9", "110:1", "kill -s KILL $p"),
            ("--posix=xsi", "kill $p -HUP", "110:1", "kill -s HUP $p"),
            ("", "kill $p -s \"$s\"", "110:1", "kill -s \"$s\" $p"),
            // Which signal is meant is not known.
            ("", "kill $p -10", "110:1", ""),
            ("", "kill $p -s nosuch", "110:1", ""),
            ("", "kill $p -1", "117:1", ""),
            ("", "kill $p -1234", "", ""),
            ("", "kill $p -sequence", "", ""),
            ("", "kill $p -- -sHUP", "", ""),
            ("--for posh", "kill $p -sHUP", "", ""),
        ],
    );
}

#[test]
fn a_signal_in_a_variable_is_the_value_of_its_option() {
    table(
        1,
        &[
            ("--posix", "kill -\"$s\" $p", "114:1", "kill -s \"$s\" $p"),
            ("--posix", "kill \"-$s\" $p", "114:1", "kill -s \"$s\" $p"),
            ("", "kill -s\"$s\" $p", "119:1", "kill -s \"$s\" $p"),
            ("--posix", "kill -s\"$s\" $p", "119:1", "kill -s \"$s\" $p"),
            ("", "kill -s\"$s\" -$g", "119:1", "kill -s \"$s\" -- -$g"),
            ("--for dash,ksh", "kill -s\"$s\" $p", "", ""),
            ("", "kill -n\"$s\" $p", "106:1", ""),
            ("--for bash", "kill -n\"$s\" $p", "", ""),
            ("", "kill --signal=\"$s\" $p", "106:1", ""),
            ("--for posh,ksh,yash", "kill --signal=\"$s\" $p", "106:1", ""),
            ("", "s=SIGHUP; kill -s\"$s\" $p", "104:1 119:1", "s=HUP; kill -s \"$s\" $p"),
            ("", "kill -s \"SIG$s\" $p", "104:1", "kill -s \"$s\" $p"),
            ("", "kill -s SIG$s $p", "104:1", "kill -s $s $p"),
            ("", "kill -SIG$s $p", "104:1", "kill -$s $p"),
            ("", "kill \"-SIG$s\" $p", "104:1", "kill \"-$s\" $p"),
            ("--posix", "kill -SIG$s $p", "104:1", "kill -s $s $p"),
            ("--for mksh", "kill -SIG$s $p", "", ""),
            ("--for mksh", "kill -s SIG$s $p", "", ""),
            ("", "kill -s \"SIGNAL_$s\" $p", "", ""),
            ("", "/bin/kill -s SIG$s $p", "", ""),
            // A status, not a group.
            ("", "kill -l$s", "", ""),
        ],
    );
    messages(
        1,
        &[
            ("", "kill -s\"$s\" $p", "-s\"$s\": zsh and busybox want a blank"),
            ("--posix", "kill -\"$s\" $p", "write -s \"$s\""),
            ("--posix --for mksh", "kill -SIG$s $p", "SIG$s: POSIX takes names without SIG"),
            ("", "kill -s \"SIG$s\" $p", "SIG$s: dash and bash --posix take names without SIG"),
        ],
    );
}

#[test]
fn a_list_after_a_dash_may_be_a_signal_and_processes() {
    table(
        1,
        &[
            ("--shell bash", "kill -\"${a[@]}\"", "", ""),
            ("--shell bash", "kill -\"${a[@]:1}\"", "", ""),
            ("--shell bash", "kill -${a[*]}", "", ""),
            ("", "kill -\"$@\"", "", ""),
            ("", "kill -\"${@}\"", "", ""),
            ("", "kill -\"$p\"", "109:1", ""),
            ("--shell bash", "kill -\"${a[0]}\"", "109:1", ""),
            ("", "kill -\"${p#x}\"", "109:1", ""),
        ],
    );
}

#[test]
fn what_xargs_replaces_is_an_operand() {
    table(
        1,
        &[
            (
                "",
                "pgrep x | xargs -I{} kill -9 -{}",
                "122:1",
                "pgrep x | xargs -I{} kill -9 -- -{}",
            ),
            ("", "xargs -I {} kill -9 -{}", "122:1", "xargs -I {} kill -9 -- -{}"),
            ("", "xargs -0i kill -9 -{}", "122:1", "xargs -0i kill -9 -- -{}"),
            ("", "xargs --replace=@ kill -9 -@", "122:1", "xargs --replace=@ kill -9 -- -@"),
            ("", "xargs -n1 -I% sudo kill -9 -%", "122:1", "xargs -n1 -I% sudo kill -9 -- -%"),
            ("", "xargs -I{} kill -{}", "109:1", ""),
            ("", "xargs -I{} kill -s TERM", "121:1", ""),
            ("", "xargs -I{} kill -9 -- -{}", "", ""),
            ("", "xargs -I{} kill -9 {}", "", ""),
            // The sign for an operand is no job.
            ("", "xargs -I % kill -9 %", "", ""),
            ("", "xargs -I% kill \"%\"", "", ""),
            ("", "xargs kill %1", "116:1", ""),
            ("", "xargs -n 1 kill -9 -{}", "", ""),
            ("", "xargs -I NAME kill -s NAME $p", "", ""),
        ],
    );
    messages(1, &[("", "x | xargs -I{} kill -s TERM", "kill needs a process")]);
}

#[test]
fn a_shell_that_sudo_starts_has_a_kill_of_its_own() {
    table(
        1,
        &[
            ("", "sudo -i kill -9 -$g", "", ""),
            ("", "sudo -u x -s kill -9 -$g", "", ""),
            ("", "sudo --login kill -9 -$g", "", ""),
            ("", "sudo -s kill -l 143", "", ""),
            ("", "sudo -us kill -9 -$g", "122:1", "sudo -us kill -9 -- -$g"),
            ("", "sudo -i /bin/kill -9 -$g", "122:1", "sudo -i /bin/kill -9 -- -$g"),
            ("", "sudo -i kill %1", "116:1", ""),
        ],
    );
}

#[test]
fn the_script_itself_in_a_variable() {
    table(
        1,
        &[
            ("", "pid=$$; kill -- -$pid", "124:1", "pid=$$; kill 0"),
            ("", "readonly pid=\"$$\"\nkill -- -\"$pid\"", "124:2", "readonly pid=\"$$\"\nkill 0"),
            ("", "pid=$$; [ x ] && pid=$1; kill -- -$pid", "", ""),
            ("", "pid=$$; f() { local pid=$1; kill -- -$pid; }", "", ""),
            ("", "c & pid=$!; kill -- -$pid", "", ""),
            ("", "pid=$$; kill -INT $pid", "", ""),
        ],
    );
    messages(
        1,
        &[(
            "",
            "pid=$$; kill -- -\"$pid\"",
            "-$pid is a group only if this script leads one; 0 is its own group",
        )],
    );
}

#[test]
fn a_name_without_a_dash_is_a_process() {
    table(
        1,
        &[
            ("", "kill HUP 5", "110:1", "kill -s HUP 5"),
            ("", "kill SIGKILL \"$p\"", "110:1", "kill -s KILL \"$p\""),
            ("", "kill term \"$p\"", "110:1", "kill -s TERM \"$p\""),
            ("", "kill $p TERM $q", "110:1", "kill -s TERM $p $q"),
            ("", "kill HUP -\"$g\"", "110:1", "kill -s HUP -- -\"$g\""),
            ("", "kill -- HUP 5", "110:1", ""),
            ("", "sudo kill KILL 5", "110:1", "sudo kill -s KILL 5"),
            ("", "pgrep x | xargs kill KILL", "110:1", "pgrep x | xargs kill -s KILL"),
            ("", "/bin/kill term 5", "", ""),
            ("", "xargs -I INT kill INT 5", "", ""),
            ("", "kill USR1", "", ""),
            ("", "kill -s TERM 5", "", ""),
            ("", "kill -TERM 5", "", ""),
            ("", "kill \"$HUP\" 5", "", ""),
            ("", "kill -l HUP TERM", "111:1", ""),
            ("", "kill all 5", "", ""),
            ("", "docker kill HUP 5", "", ""),
        ],
    );
    messages(1, &[("", "kill SIGHUP 5", "SIGHUP is read as a process; write -s HUP")]);
}

#[test]
fn find_replaces_braces() {
    table(
        1,
        &[
            ("", "find . -exec kill -9 -{} \\;", "122:1", "find . -exec kill -9 -- -{} \\;"),
            ("", "find . -exec kill -9 {} \\;", "", ""),
            ("", "find . -exec kill {} +", "", ""),
            ("", "find . -exec kill -{} 5 \\;", "", ""),
        ],
    );
}

#[test]
fn poll_is_no_signal_of_some_shells() {
    table(
        1,
        &[
            ("", "kill -s POLL 5", "113:1", ""),
            ("", "kill -POLL 5", "113:1", ""),
            ("--for ksh,zsh", "kill -s POLL 5", "", ""),
        ],
    );
    let message = "POLL: unknown to dash, bash and bash --posix";
    messages(1, &[("", "kill -s POLL 5", message)]);
}

#[test]
fn the_last_set_decides_on_errexit() {
    let kill = "kill $(pgrep x)";
    for (before, after, expected) in [
        ("set -e", "", "125:2"),
        ("set -eu -o pipefail", "", "125:2"),
        ("set -o errexit", "", "125:2"),
        ("set +e; set -e", "", "125:2"),
        ("set -e; set +e", "", ""),
        ("set -o errexit; set +o errexit", "", ""),
        ("set -e; set +eu", "", ""),
        ("set -e; set +x", "", "125:2"),
        (":", "set -e", ""),
    ] {
        table(1, &[("", &format!("{before}\n{kill}\n{after}"), expected, "")]);
    }
    table(1, &[("", "f() { kill $(pgrep x); }\nset -e\nf", "125:1", "")]);
}

#[test]
fn the_first_line_may_switch_job_control_on() {
    table(
        1,
        &[
            ("", "#!/bin/sh -m\nkill %1", "", ""),
            ("", "#!/bin/sh -em\nkill %1", "", ""),
            ("", "#!/bin/sh -e\nkill %1", "116:2", ""),
        ],
    );
}
