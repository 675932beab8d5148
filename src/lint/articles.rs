//! The advice of well-known articles on kill and trap: the lines that they show as wrong are found,
//! and those that they show as right are silent.
//!
//! Where a measured shell disagrees with an article, the row says so. A line is quoted as it stands
//! there, with no more around it than a rule needs.

use super::cases::findings;

/// A line of an article: the options, the line, and `RULE:LINE` for each finding.
type Row = (&'static str, &'static str, &'static str);

#[track_caller]
fn article(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (options, line, expected) in rows {
        let found = findings(options, line);
        if found != *expected {
            wrong.push(format!("{options} `{line}`: found `{found}`, not `{expected}`"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Martin Cracauer, "Proper handling of SIGINT/SIGQUIT", https://www.cons.org/cracauer/sigint.html:
/// a script that cleans up ends by the signal; no exit status can stand for it.
#[test]
fn l21_proper_handling_of_sigint() {
    const MKDEP: &str = "TMP=_mkdep$$\ntrap 'rm -f $TMP ; trap 2 ; kill -2 $$' 1 2 3 13 15\n";
    article(&[
        ("--for dash,bash,ksh,mksh,yash,zsh,busybox", MKDEP, ""),
        // posh 0.14.1 takes `2` for an action without a condition.
        ("", MKDEP, "211:2"),
        ("--posix", MKDEP, "211:2 102:2 201:2 201:2 201:2 201:2 201:2"),
        ("--pedantic", "trap 'rm -f \"$TMP\"; exit 130' INT\n", "215:1"),
        ("--pedantic", "trap 'rm -f \"$TMP\"; trap - INT; kill -s INT $$' INT\n", ""),
        // It cleans up and then goes on.
        ("", "trap 'rm -f \"$TMP\"' INT\n", "212:1"),
    ]);
}

/// Greg's Wiki, "Sending and Trapping Signals", https://mywiki.wooledge.org/SignalTrap.
#[test]
fn l21_sending_and_trapping_signals() {
    article(&[
        ("", "#!/bin/bash\ntrap 'rm -f \"$tempfile\"' EXIT\n", ""),
        ("--shell bash", "trap 'rm -f \"$tmpfile\"; trap - INT; kill -INT $$' INT\n", ""),
        // The handler runs only when the command in the foreground has ended.
        ("--shell bash", "trap 'echo USR1' USR1\nsleep 30m\n", "216:2"),
        ("--shell bash", "trap 'echo USR1' USR1\nsleep 30m & wait $!\n", ""),
        // The page of processes: https://mywiki.wooledge.org/ProcessManagement.
        ("--pedantic", "kill -9 \"$pid\"\n", "115:1"),
        ("--pedantic", "kill \"$pid\"\n", ""),
    ]);
}

/// POSIX.1-2024, "kill", EXAMPLES and RATIONALE,
/// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/kill.html.
#[test]
fn l21_the_standard_on_kill() {
    article(&[
        ("--posix", "kill -9 100 -165\n", "102:1"),
        ("--posix", "kill -s kill 100 -165\n", ""),
        ("--posix", "kill -s KILL 100 -165\n", ""),
        ("", "kill -9 100 -165\n", ""),
        ("", "kill -TERM -123\n", ""),
        ("--posix", "kill -TERM -123\n", "101:1"),
        ("--posix", "kill -- -123\n", ""),
        // Such a first operand is a signal.
        ("", "kill -123\n", "109:1"),
    ]);
}

/// POSIX.1-2024, "trap", EXAMPLES and RATIONALE,
/// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_29.
#[test]
fn l21_the_standard_on_trap() {
    article(&[
        ("--posix", "trap\n", ""),
        ("--posix", "trap '\"$HOME\"/logout' EXIT\n", ""),
        ("--posix", "trap '\"$HOME\"/logout' 0\n", ""),
        ("--posix", "trap - INT QUIT TERM EXIT\n", ""),
        ("--posix", "save_traps=$(trap)\ntrap '' INT\neval \"$save_traps\"\n", ""),
        // The option is right and new: dash 0.5.12 has none.
        ("--posix", "save_traps=$(trap -p)\n", "209:1"),
    ]);
}

/// The wiki of ShellCheck, https://www.shellcheck.net/wiki/: SC2064, SC2172, SC2173, SC3049.
#[test]
fn l21_the_wiki_of_shellcheck() {
    article(&[
        ("", "trap \"echo \\\"Finished on $(date)\\\"\" EXIT\n", "207:1"),
        ("", "trap 'echo \"Finished on $(date)\"' EXIT\n", ""),
        ("", "trap myfunc 28\n", "202:1"),
        ("", "trap myfunc WINCH\n", ""),
        ("", "trap 'echo \"unkillable\"' KILL\n", "205:1"),
        ("", "trap 'handle_sigint' int\n", "204:1"),
        ("", "trap 'handle_sigint' INT\n", ""),
        ("--posix", "trap 'handle_sigint' INT\n", ""),
    ]);
}

/// Autoconf's manual, "Limitations of Shell Builtins": these numbers are safe,
/// https://www.gnu.org/software/autoconf/manual/autoconf.html#Limitations-of-Builtins.
/// Debian's policy manual, 10.4, https://www.debian.org/doc/debian-policy/ch-files.html.
#[test]
fn l21_manuals_of_portable_scripts() {
    article(&[
        ("", "trap - 1 2 13 15\n", ""),
        ("", "trap 'rm -f conftest*' 0\n", ""),
        ("--posix=xsi", "trap - 1 2 15\n", ""),
        // XSI has no 13.
        ("--posix=xsi", "trap - 13\n", "201:1"),
        ("--posix=xsi", "kill -HUP \"$pid\"; kill -15 \"$pid\"; kill -0 \"$pid\"\n", ""),
        ("--posix", "kill -HUP \"$pid\"\n", "101:1"),
    ]);
}

/// Randal L. Schwartz, "Useless Use of Kill -9 form letter",
/// http://porkmail.org/era/unix/award.html#uuk9letter.
#[test]
fn l21_useless_use_of_kill_9() {
    article(&[
        ("--pedantic", "kill -9 $pid\n", "115:1"),
        ("--pedantic", "kill -15 $pid; sleep 2; kill -2 $pid; sleep 2; kill -1 $pid\n", ""),
        ("--pedantic", "kill -15 $pid; sleep 2; kill -9 $pid\n", ""),
    ]);
}

/// "How do I kill background processes / jobs when my shell script exits?",
/// https://stackoverflow.com/questions/360201.
#[test]
fn l21_background_processes_when_a_script_exits() {
    article(&[
        // The substitution is expanded when trap runs.
        ("--shell bash", "trap \"kill $(jobs -p)\" EXIT\n", "207:1"),
        ("--shell bash", "trap 'kill $(jobs -p)' EXIT\n", ""),
        // The handler is called by its own signal, until bash dies of SEGV.
        ("--shell bash", "trap 'kill 0' SIGINT SIGTERM EXIT\n", "217:1"),
        ("", "trap 'kill 0' INT TERM EXIT\n", "217:1"),
        // It resets TERM first; the group is another's if a script started this one.
        ("--shell bash", "trap \"trap - SIGTERM && kill -- -$$\" SIGINT SIGTERM EXIT\n", "124:1"),
        // The script ends by TERM, although nothing went wrong; then as the answer mends it.
        ("--shell bash", "trap \"kill 0\" EXIT\n", "217:1"),
        ("--shell bash", "trap \"exit\" INT TERM\ntrap \"kill 0\" EXIT\n", ""),
    ]);
}

/// "Default exit code when process is terminated?", https://unix.stackexchange.com/a/99134: ksh93
/// gives 256+n, yash 384+n; `kill -l` knows.
#[test]
fn l21_the_status_of_a_killed_process() {
    article(&[
        ("", "./program\nif [ $? -eq 143 ]; then echo killed; fi\n", "301:2"),
        ("", "./program\ns=$?\n[ \"$s\" -gt 128 ] && kill -l \"$s\"\n", ""),
        ("", "./program\necho $(($? - 128))\n", "302:2"),
    ]);
}

/// Docker's build check, https://docs.docker.com/reference/build-checks/json-args-recommended/;
/// "ENTRYPOINT Scripts", https://www.codartium.com/entrypoint-scripts-in-docker/; "Trapping Signals
/// in Docker Containers", https://www.cloudbees.com/blog/trapping-signals-in-docker-containers.
#[test]
fn l21_containers() {
    const DOCKERFILE: &str = "--stdin-filename Dockerfile";
    const ENTRYPOINT: &str = "--stdin-filename entrypoint.sh";
    article(&[
        (DOCKERFILE, "FROM debian\nENTRYPOINT my-program start\n", "501:2"),
        // The article's own lines. busybox 1.35 replaces itself by the one command: it gets TERM.
        (DOCKERFILE, "FROM alpine\nENTRYPOINT my-program start\n", ""),
        (DOCKERFILE, "FROM alpine\nENTRYPOINT [\"my-program\", \"start\"]\n", ""),
        (
            DOCKERFILE,
            "FROM alpine\nRUN apk add bash\nSHELL [\"/bin/bash\", \"-c\"]\nENTRYPOINT echo \"hello \
             world\"\n",
            "",
        ),
        (
            DOCKERFILE,
            "FROM debian\nCMD exec /bin/bash -c \"trap : TERM INT; sleep infinity & wait\"\n",
            "",
        ),
        (ENTRYPOINT, "#!/bin/sh\nset -e\nuntil pg_isready; do sleep 1; done\n\"$@\"\n", "222:4"),
        (ENTRYPOINT, "#!/bin/sh\nset -e\nuntil pg_isready; do sleep 1; done\nexec \"$@\"\n", ""),
        (
            "--shell bash",
            "trap 'kill ${!}; term_handler' SIGTERM\nwhile true\ndo\n  tail -f /dev/null & wait \
             ${!}\ndone\n",
            "",
        ),
        ("", "trap 'kill ${!}; term_handler' SIGTERM\n", "203:1"),
        ("", "kill -SIGTERM \"$pid\"\n", "104:1"),
        ("--shell bash", "trap 'echo x' TERM\ntail -f /dev/null\n", "216:2"),
    ]);
}

/// systemd.kill(5) and systemd.service(5), https://www.freedesktop.org/software/systemd/man/.
#[test]
fn l21_units() {
    const UNIT: &str = "--stdin-filename a.service";
    article(&[
        (UNIT, "[Service]\nKillMode=none\n", "512:2"),
        ("--pedantic --stdin-filename a.service", "[Service]\nKillMode=process\n", "512:2"),
        ("--pedantic --stdin-filename a.service", "[Service]\nKillMode=mixed\n", ""),
        (UNIT, "[Service]\nExecReload=kill -HUP $MAINPID\n", ""),
        (UNIT, "[Service]\nExecStop=/bin/kill -9 $MAINPID\n", "513:2"),
    ]);
}
