//! Cases of SIG501 to SIG513.

use crate::lint::cases::{messages, table};

const DOCKER: &str = "--stdin-filename Dockerfile";
const UNIT: &str = "--stdin-filename a.service";

#[test]
fn the_shell_of_a_container_stays() {
    table(
        5,
        &[
            (
                DOCKER,
                "FROM debian:12\nCMD node app.js\n",
                "501:2",
                "FROM debian:12\nCMD exec node app.js\n",
            ),
            (
                DOCKER,
                "FROM node:20\nENTRYPOINT a && \\\n  $HOME/b -c\n",
                "501:3",
                "FROM node:20\nENTRYPOINT a && \\\n  exec $HOME/b -c\n",
            ),
            (
                DOCKER,
                "FROM ubuntu\nCMD [\"/bin/sh\", \"-c\", \"a; b \\\"$x\\\"\"]\n",
                "501:2",
                "FROM ubuntu\nCMD [\"/bin/sh\", \"-c\", \"a; exec b \\\"$x\\\"\"]\n",
            ),
            (DOCKER, "FROM debian\nCMD A=b c\n", "501:2", ""),
            // No instruction of Docker's.
            (DOCKER, "FROM debian\nCMD$x -c\n", "", ""),
            (
                DOCKER,
                "FROM debian AS base\nFROM base\nCMD a\n",
                "501:3",
                "FROM debian AS base\nFROM base\nCMD exec a\n",
            ),
            (
                DOCKER,
                "FROM debian\nENTRYPOINT [\"/docker-entrypoint.sh\"]\nCMD a\n",
                "501:3",
                "FROM debian\nENTRYPOINT [\"/docker-entrypoint.sh\"]\nCMD exec a\n",
            ),
            // The shell of the image is not known.
            (DOCKER, "FROM company/app\nCMD a\n", "501:2", "FROM company/app\nCMD exec a\n"),
            (
                "--stdin-filename Dockerfile --for mksh",
                "FROM company/app\nCMD a\n",
                "501:2",
                "FROM company/app\nCMD exec a\n",
            ),
        ],
    );
}

#[test]
fn the_shell_of_a_container_goes() {
    table(
        5,
        &[
            (DOCKER, "FROM debian\nCMD exec node app.js\n", "", ""),
            (DOCKER, "FROM debian\nCMD [\"node\", \"app.js\"]\n", "", ""),
            (DOCKER, "FROM alpine\nCMD node app.js\n", "", ""),
            (DOCKER, "FROM node:20-alpine\nCMD a && b\n", "", ""),
            (DOCKER, "FROM fedora\nCMD a\n", "", ""),
            (DOCKER, "FROM debian\nSHELL [\"/bin/bash\", \"-c\"]\nCMD a\n", "", ""),
            (DOCKER, "FROM debian\nCMD [\"bash\", \"-c\", \"a\"]\n", "", ""),
            (DOCKER, "FROM debian\nCMD a &\nRUN b\n", "", ""),
            (DOCKER, "FROM debian\nCMD a & wait\n", "", ""),
            (DOCKER, "FROM debian\nCMD trap 'x' TERM; a\n", "", ""),
            (DOCKER, "FROM debian\nCMD while :; do a; done\n", "", ""),
            (DOCKER, "FROM debian\nCMD a | b\n", "", ""),
            (DOCKER, "FROM debian\nCMD a || b\n", "", ""),
            (DOCKER, "FROM debian\nCMD bash\n", "", ""),
            (DOCKER, "FROM debian\nCMD echo x\n", "", ""),
            (DOCKER, "FROM debian\nRUN a\n", "", ""),
            // Only the last stage and the last instruction count.
            (DOCKER, "FROM debian\nCMD a\nFROM alpine\nCMD b\n", "", ""),
            (DOCKER, "FROM debian\nCMD a\nCMD [\"b\"]\n", "", ""),
            (DOCKER, "FROM debian\nENTRYPOINT [\"tini\", \"--\"]\nCMD a\n", "", ""),
            (DOCKER, "FROM debian\nENTRYPOINT [\"dumb-init\", \"sh\", \"-c\", \"a\"]\n", "", ""),
            (DOCKER, "FROM debian\nONBUILD CMD a\n", "501:2", "FROM debian\nONBUILD CMD exec a\n"),
            ("--stdin-filename Dockerfile --for bash", "FROM company/app\nCMD a\n", "", ""),
        ],
    );
}

#[test]
fn the_signal_of_a_container() {
    table(
        5,
        &[
            (DOCKER, "STOPSIGNAL SIGKILL\n", "502:1", ""),
            (DOCKER, "STOPSIGNAL 9\n", "502:1", ""),
            (DOCKER, "STOPSIGNAL kill\n", "502:1", ""),
            (DOCKER, "STOPSIGNAL 10\n", "502:1", ""),
            (DOCKER, "STOPSIGNAL SIGTREM\n", "502:1", ""),
            (DOCKER, "STOPSIGNAL 99\n", "502:1", ""),
            (DOCKER, "STOPSIGNAL SIGQUIT\n", "", ""),
            (DOCKER, "STOPSIGNAL TERM\n", "", ""),
            (DOCKER, "STOPSIGNAL 15\n", "", ""),
            (DOCKER, "STOPSIGNAL SIGRTMIN+3\n", "", ""),
            (DOCKER, "STOPSIGNAL 37\n", "", ""),
            (DOCKER, "STOPSIGNAL $SIGNAL\n", "", ""),
            (DOCKER, "# STOPSIGNAL 9\nRUN a \\\nSTOPSIGNAL 9\n", "", ""),
        ],
    );
}

#[test]
fn a_unit_has_no_shell() {
    table(
        5,
        &[
            (UNIT, "ExecReload=/bin/kill -HUP $(cat /x)\n", "511:1", ""),
            (UNIT, "ExecReload=-/bin/kill -HUP `cat /x`\n", "511:1", ""),
            (UNIT, "ExecReload=/bin/kill -HUP \"$(cat /x)\"\n", "511:1", ""),
            (UNIT, "ExecStart=/usr/bin/pgrep x | /usr/bin/xargs /bin/kill\n", "511:1", ""),
            (UNIT, "ExecReload=/bin/a && \\\n  /bin/kill -HUP $MAINPID\n", "511:1", ""),
            (UNIT, "ExecReload=/usr/bin/pkill x >/dev/null\n", "511:1", ""),
            (UNIT, "ExecReload=/bin/kill -HUP $MAINPID; /bin/true\n", "511:1", ""),
            (UNIT, "ExecReload=/bin/kill -HUP $MAINPID ; /bin/true\n", "", ""),
            (UNIT, "ExecReload=/bin/kill -HUP $MAINPID\n", "", ""),
            (UNIT, "ExecReload=/bin/sh -c 'kill -HUP $(cat /x)'\n", "", ""),
            (UNIT, "ExecReload=/usr/bin/env bash -c \"kill -HUP `cat /x` && y\"\n", "", ""),
            (UNIT, "ExecReload=/bin/echo a | b\n", "", ""),
            (UNIT, "ExecReload=/bin/kill -HUP ${MAINPID}\n", "", ""),
            (UNIT, "# ExecReload=/bin/kill `x`\n", "", ""),
            (UNIT, "Description=kill `x`\n", "", ""),
            (UNIT, "ExecStart=/bin/app --on-exit='kill|x'\n", "", ""),
        ],
    );
}

#[test]
fn the_kill_mode_of_a_unit() {
    table(
        5,
        &[
            (UNIT, "KillMode=none\n", "512:1", ""),
            ("--stdin-filename a.service --pedantic", "KillMode=process\n", "512:1", ""),
            (UNIT, "KillMode=process\n", "", ""),
            (UNIT, "KillMode=mixed\n", "", ""),
            (UNIT, "KillMode=control-group\n", "", ""),
            (UNIT, "#KillMode=none\n", "", ""),
            (UNIT, "KillMode=\n", "", ""),
        ],
    );
}

#[test]
fn the_kill_of_a_unit() {
    table(
        5,
        &[
            (UNIT, "ExecStop=/bin/kill -9 $MAINPID\n", "513:1", ""),
            (UNIT, "ExecStop=/bin/kill -s SIGKILL $MAINPID\n", "513:1", ""),
            (UNIT, "ExecStop=-/usr/bin/killall -KILL x\n", "513:1", ""),
            (UNIT, "ExecStop=/usr/bin/pkill --signal=KILL x\n", "513:1", ""),
            (UNIT, "KillSignal=9\n", "513:1", ""),
            (UNIT, "KillSignal=SIGKILL\n", "513:1", ""),
            (UNIT, "KillSignal=10\n", "513:1", ""),
            (UNIT, "ExecStop=/bin/kill $MAINPID\n", "513:1", ""),
            (UNIT, "ExecStop=/bin/kill -TERM ${MAINPID}\n", "513:1", ""),
            (UNIT, "ExecStop=/bin/kill -s TERM -- $MAINPID\n", "513:1", ""),
            (UNIT, "ExecStop=/bin/kill -QUIT $MAINPID\n", "", ""),
            (UNIT, "ExecStop=/bin/kill -TERM $OTHER\n", "", ""),
            (UNIT, "ExecStop=/bin/kill -TERM $MAINPID\nExecStop=/bin/kill -9 $MAINPID\n", "", ""),
            (UNIT, "KillMode=none\nExecStop=/bin/kill $MAINPID\n", "512:1", ""),
            (UNIT, "ExecStopPost=/bin/kill -9 $MAINPID\n", "", ""),
            (UNIT, "ExecReload=/bin/kill -HUP $MAINPID\n", "", ""),
            (UNIT, "KillSignal=SIGINT\n", "", ""),
            (UNIT, "KillSignal=15\n", "", ""),
            (UNIT, "KillSignal=SIGRTMIN+3\n", "", ""),
        ],
    );
}

#[test]
fn messages_name_the_word() {
    messages(
        5,
        &[
            (
                DOCKER,
                "FROM debian\nCMD node app.js\n",
                "sh stays PID 1 and node gets no TERM: docker stop waits, then kills; use the exec \
                 form or exec",
            ),
            (DOCKER, "STOPSIGNAL 10\n", "10 is USR1 on x86, BUS on MIPS; write the name"),
            (DOCKER, "STOPSIGNAL SIGTREM\n", "SIGTREM is no signal; did you mean TERM"),
            (
                UNIT,
                "ExecReload=/bin/kill -HUP $(cat /x)\n",
                "systemd runs no shell: $(cat is passed as it is; use $MAINPID, or /bin/sh -c",
            ),
            (UNIT, "KillMode=none\n", "KillMode=none leaves every process of the unit running"),
            (
                "--stdin-filename a.service --pedantic",
                "KillMode=process\n",
                "KillMode=process leaves the main process's children running; mixed or \
                 control-group",
            ),
            (
                UNIT,
                "KillSignal=9\n",
                "systemd sends KILL only after TERM and TimeoutStopSec; this takes the chance away",
            ),
            (
                UNIT,
                "ExecStop=/bin/kill $MAINPID\n",
                "systemd sends TERM by itself, and waits for the end; drop this line",
            ),
        ],
    );
}

#[test]
fn a_shell_that_stops_a_unit_by_kill() {
    table(
        5,
        &[
            (UNIT, "ExecStop=/bin/sh -c '/bin/kill -9 $MAINPID'\n", "513:1", ""),
            (UNIT, "ExecStop=/bin/sh -c 'kill -s KILL $MAINPID'\n", "513:1", ""),
            (UNIT, "ExecStop=/bin/sh -c \"kill -KILL $(cat /run/x.pid)\"\n", "513:1", ""),
            (UNIT, "ExecStop=/bin/bash -c 'pgrep x | xargs kill -9'\n", "513:1", ""),
            (UNIT, "ExecStop=/bin/sh -c 'kill -0 $MAINPID && pkill -9 x'\n", "513:1", ""),
            (UNIT, "ExecStop=/bin/sh -c 'kill $MAINPID; sleep 5; kill -9 $MAINPID'\n", "", ""),
            (UNIT, "ExecStop=/bin/sh -c 'app stop || kill -9 $MAINPID'\n", "", ""),
            (UNIT, "ExecStop=/bin/sh -c 'kill -QUIT $MAINPID'\n", "", ""),
            (UNIT, "ExecStop=/bin/sh -c 'echo kill -9'\n", "", ""),
            (UNIT, "ExecReload=/bin/sh -c 'kill -9 $MAINPID'\n", "", ""),
        ],
    );
}
