//! Cases of SIG401 to SIG406.

use crate::lint::cases::{messages, table};

#[test]
fn timeout_has_short_options() {
    table(
        4,
        &[
            ("", "timeout --signal=TERM 5 c\n", "401:1", "timeout -s TERM 5 c\n"),
            ("", "timeout --signal \"$s\" 5 c\n", "401:1", "timeout -s \"$s\" 5 c\n"),
            ("", "timeout --kill-after=3 5 c\n", "401:1", "timeout -k 3 5 c\n"),
            ("", "timeout --preserve-status 5 c\n", "401:1", ""),
            ("--for busybox", "timeout --foreground -k 3 5 c\n", "401:1", ""),
            ("", "busybox timeout --foreground 5 c\n", "401:1", ""),
            ("--for dash,bash", "timeout --signal=TERM 5 c\n", "", ""),
            ("--shell bash", "timeout --signal=TERM 5 c\n", "", ""),
            ("", "timeout -s TERM 5 c --signal=KILL\n", "", ""),
            ("", "timeout 5 c\n", "", ""),
            ("", "timeout -k 2 5 c\n", "", ""),
            ("", "timeout --help\n", "", ""),
            ("", "timeout \"$@\"\n", "", ""),
        ],
    );
}

#[test]
fn posix_has_names_of_signals() {
    table(
        4,
        &[
            ("--posix --for dash", "timeout -s SIGTERM 5 c\n", "401:1", "timeout -s TERM 5 c\n"),
            ("--posix --for dash", "timeout -s 9 5 c\n", "401:1", "timeout -s KILL 5 c\n"),
            ("--posix --for dash", "timeout -s9 5 c\n", "401:1", "timeout -s KILL 5 c\n"),
            ("--posix --for dash", "timeout -s 10 5 c\n", "401:1", ""),
            ("--posix --for dash", "timeout --foreground 5 c\n", "401:1", ""),
            ("--posix=xsi --for dash", "timeout -s 9 5 c\n", "", ""),
            ("--posix=xsi --for dash", "timeout -s 11 5 c\n", "401:1", "timeout -s SEGV 5 c\n"),
            ("--posix --for dash", "timeout -s KILL 5 c\n", "", ""),
            ("--posix --for dash", "timeout -f -s KILL 5 c\n", "", ""),
            ("", "timeout -s SIGTERM 5 c\n", "", ""),
            ("", "timeout -s 9 5 c\n", "", ""),
        ],
    );
}

#[test]
fn processes_are_chosen_by_name() {
    table(
        4,
        &[
            ("--pedantic", "pkill x\nsudo killall -9 x\n", "402:1 402:2", ""),
            ("--pedantic", "pgrep x\n", "", ""),
            ("--pedantic", "killall() { :; }\nkillall x\n", "", ""),
            ("", "pkill x\n", "", ""),
        ],
    );
}

#[test]
fn programs_run_programs() {
    table(
        4,
        &[
            ("", "timeout 5 wait $p\n", "403:1", ""),
            ("", "jobs -p | xargs wait\n", "403:1", ""),
            ("", "sudo cd /x\n", "403:1", ""),
            ("", "nohup . ./x\n", "403:1", ""),
            ("", "env A=b export C=d\n", "403:1", ""),
            ("", "sudo -u x source y\n", "403:1", ""),
            ("", "/usr/bin/time read x\n", "403:1", ""),
            ("", "f() { x; }\nxargs -n1 f\n", "403:2", ""),
            ("", "timeout 5 f\nf() { x; }\n", "403:1", ""),
            ("--shell bash", "timeout 5 [[ -e x ]]\n", "403:1", ""),
            ("--shell zsh", "command cd x\n", "403:1", ""),
            ("", "command cd x\n", "", ""),
            ("--shell zsh", "emulate -L sh\ncommand cd x\n", "", ""),
            ("", "time wait\n", "", ""),
            ("", "timeout 5 sh -c 'wait'\n", "", ""),
            ("", "timeout 5 kill 1\n", "", ""),
            ("", "timeout 5 [ -e x ]\n", "", ""),
            ("", "sudo -s cd x\n", "", ""),
            ("", "sudo -i source x\n", "", ""),
            ("", "sudo -u x -i eval y\n", "", ""),
            ("", "sudo -u x --login eval y\n", "", ""),
            ("", "sudo -H -nu x -s export A=b; wait\n", "", ""),
            ("", "sudo -us eval y; wait\n", "403:1", ""),
            ("", "sudo -i env eval y; wait\n", "403:1", ""),
            ("", "sudo kill 1\n", "", ""),
            ("", "sudo ./wait\n", "", ""),
            ("", "xargs echo\n", "", ""),
            ("", "env\n", "", ""),
            ("", "echo timeout 5 wait\n", "", ""),
            // The function and the program have one name.
            ("", "docker() { sudo docker \"$@\"; }\ndocker\n", "", ""),
            ("", "raw() { sudo docker \"$@\"; }\ndocker() { x; run raw; }\n", "", ""),
            ("", "docker() { command docker \"$@\"; }\nsudo docker\n", "", ""),
            ("", "command -v f || f() { x; }\nsudo f\n", "", ""),
            ("", "if x; then f() { x; }; fi\nsudo f\n", "", ""),
        ],
    );
}

#[test]
fn pkill_finds_the_shell_that_runs_it() {
    table(
        4,
        &[
            ("", "ssh h 'pkill -f app.py || :'\n", "404:1", "ssh h 'pkill -f \"[a]pp.py\" || :'\n"),
            ("", "sh -c 'pkill -9 -f app; x'\n", "404:1", "sh -c 'pkill -9 -f \"[a]pp\"; x'\n"),
            ("", "su -c \"sleep 1; sudo pkill --full app.x\" u\n", "404:1", ""),
            (
                "",
                "ssh h 'pkill -f \"java.*App\"; x'\n",
                "404:1",
                "ssh h 'pkill -f \"[j]ava.*App\"; x'\n",
            ),
            (
                "",
                "ssh h 'pgrep -f app | xargs kill'\n",
                "404:1",
                "ssh h 'pgrep -f \"[a]pp\" | xargs kill'\n",
            ),
            ("", "ssh h 'kill $(pgrep -f app)'\n", "404:1", "ssh h 'kill $(pgrep -f \"[a]pp\")'\n"),
            ("", "ssh h 'pkill -f [a]pp; x'\n", "", ""),
            ("", "ssh h 'pkill -f app.py'\n", "", ""),
            ("", "ssh h 'pkill app; x'\n", "", ""),
            ("", "ssh h 'pkill -fx app; x'\n", "", ""),
            ("", "ssh h 'pkill -u me -f app; x'\n", "", ""),
            ("", "ssh h 'pgrep -f app; x'\n", "", ""),
            ("", "ssh h 'pkill -f ^app; x'\n", "", ""),
            ("", "pkill -f app; x\n", "", ""),
            ("", "eval 'pkill -f app; x'\n", "", ""),
            ("", "trap 'pkill -f app; x' EXIT\n", "", ""),
            ("", "ssh h sh <<'E'\npkill -f app\nx\nE\n", "", ""),
            ("", "ssh h \"pkill -f $app; x\"\n", "", ""),
            ("", "ssh h 'pkill -f app*; x'\n", "", ""),
        ],
    );
}

#[test]
fn names_have_15_characters() {
    table(
        4,
        &[
            ("", "pkill gnome-settings-d\n", "405:1", ""),
            ("", "pgrep -x -u root a234567890123456\n", "405:1", ""),
            ("", "pkill -TERM 'a234567890123456'\n", "405:1", ""),
            ("", "pkill -9 -- a234567890123456\n", "405:1", ""),
            ("", "pkill a23456789012345\n", "", ""),
            ("", "pkill -f gnome-settings-daemon\n", "", ""),
            ("", "pkill -9 -f gnome-settings-daemon\n", "", ""),
            ("", "pkill -ef gnome-settings-daemon\n", "", ""),
            ("", "pkill 'gnome-settings-d|x'\n", "", ""),
            ("", "pkill \"$name-settings-daemon\"\n", "", ""),
            ("", "pkill -F /run/gnome-settings-daemon.pid\n", "", ""),
            ("", "pkill -u gnome-settings-daemon x\n", "", ""),
            ("", "pkill --signal TERM x\n", "", ""),
            ("", "killall gnome-settings-daemon\n", "", ""),
        ],
    );
}

#[test]
fn a_port_has_clients() {
    table(
        4,
        &[
            ("", "kill -9 $(lsof -ti:3000)\n", "406:1", "kill -9 $(lsof -ti:3000 -sTCP:LISTEN)\n"),
            ("", "kill `lsof -t -i tcp:$p`\n", "406:1", "kill `lsof -t -i tcp:$p -sTCP:LISTEN`\n"),
            (
                "",
                "lsof -ti :80 | xargs kill -9\n",
                "406:1",
                "lsof -ti :80 -sTCP:LISTEN | xargs kill -9\n",
            ),
            (
                "",
                "lsof -nti:80 | head -1 | xargs -r sudo kill\n",
                "406:1",
                "lsof -nti:80 -sTCP:LISTEN | head -1 | xargs -r sudo kill\n",
            ),
            (
                "",
                "p=$(lsof -t -i:80)\nif [ \"$p\" ]; then kill $p; fi\n",
                "406:1",
                "p=$(lsof -t -i:80 -sTCP:LISTEN)\nif [ \"$p\" ]; then kill $p; fi\n",
            ),
            (
                "",
                "for p in $(lsof -ti:80); do\nkill $p; done\n",
                "406:1",
                "for p in $(lsof -ti:80 -sTCP:LISTEN); do\nkill $p; done\n",
            ),
            ("", "for p in $(lsof -ti:80); do echo $p; done\n", "", ""),
            ("", "for p in $(lsof -ti:80); do kill $q; done\n", "", ""),
            ("", "kill $(lsof -ti:3000 -sTCP:LISTEN)\n", "", ""),
            ("", "kill $(lsof -ti:3000 -s TCP:LISTEN)\n", "", ""),
            ("", "kill $(lsof -t -sTCP:LISTEN -i tcp:80)\n", "", ""),
            ("", "lsof -i:80\n", "", ""),
            ("", "lsof -ti:80\n", "", ""),
            ("", "kill $(lsof -t /dev/x)\n", "", ""),
            ("", "kill $(lsof -ti udp:53)\n", "", ""),
            ("", "p=$(lsof -t -i:80)\necho $p; kill $q\n", "", ""),
        ],
    );
}

#[test]
fn messages_say_what_happens() {
    messages(
        4,
        &[
            ("", "timeout --signal=KILL 5 c\n", "--signal: busybox has only -s and -k"),
            ("--posix --for dash", "timeout -s 9 5 c\n", "write -s KILL"),
            (
                "--pedantic",
                "pkill x\n",
                "pkill is not in POSIX; on Solaris killall kills everything",
            ),
            ("", "timeout 5 wait\n", "timeout runs a program; wait is a builtin of the shell"),
            ("", "f() { x; }\nnohup f\n", "nohup runs a program; f is a function of the shell"),
            (
                "--shell bash",
                "timeout 5 [[ -e x ]]\n",
                "timeout runs a program; [[ is a keyword of the shell",
            ),
            (
                "",
                "sh -c 'pkill -f app; x'\n",
                "the shell that runs this has the pattern in its own command line and is killed \
                 too",
            ),
            (
                "",
                "pkill gnome-settings-daemon\n",
                "names are cut to 15 characters: this never matches; use -f or gnome-settings-",
            ),
            (
                "",
                "kill $(lsof -ti:3000)\n",
                "this also kills the clients of the port, a browser for one; add -sTCP:LISTEN",
            ),
        ],
    );
}

#[test]
fn a_value_of_timeout_in_a_variable() {
    table(
        4,
        &[
            ("", "timeout --signal=\"$S\" 5 c\n", "401:1", "timeout -s \"$S\" 5 c\n"),
            ("", "timeout --signal=$S 5 c\n", "401:1", "timeout -s $S 5 c\n"),
            ("", "timeout --kill-after=$k 5 c\n", "401:1", "timeout -k $k 5 c\n"),
            ("", "timeout \"--signal=$S\" 5 c\n", "401:1", ""),
            ("", "timeout -s \"$S\" --foreground 5 c\n", "401:1", ""),
            ("", "timeout -k\"$k\" --foreground 5 c\n", "401:1", ""),
            ("--for dash,bash", "timeout --signal=\"$S\" 5 c\n", "", ""),
            ("", "timeout -s \"$S\" 5 c\n", "", ""),
            ("", "timeout $options 5 c\n", "", ""),
            ("", "timeout 5 c --signal=\"$S\"\n", "", ""),
            ("", "timeout \"$time\" c --signal=x\n", "", ""),
        ],
    );
}
