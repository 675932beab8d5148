//! A number by every convention that prints it.

use super::explained;

/// The lines about numbers, each with its label, with the numbers of x86.
const STATUSES: &[(&str, &[&str])] = &[
    ("0", &["status: success"]),
    (
        "9",
        &[
            "status: the meaning is the program's own; for POSIX, it is a failure",
            "or: what wait(2), Perl's $? and Python's os.system() show of a process that KILL \
             killed",
            "shells: most show 137 of a process that the signal killed",
        ],
    ),
    (
        "19",
        &[
            "status: the meaning is the program's own; for POSIX, it is a failure",
            "shells: most show 147 of a process that the signal stopped",
        ],
    ),
    ("17", &["status: the meaning is the program's own; for POSIX, it is a failure"]),
    (
        "2",
        &[
            "status: of bash's builtins: a wrong usage",
            "or: of init scripts: an invalid argument",
            "or: what wait(2), Perl's $? and Python's os.system() show of a process that INT \
             killed",
            "shells: most show 130 of a process that the signal killed",
        ],
    ),
    (
        "124",
        &[
            "status: of timeout(1) and sigkit's kill -w: the time was over",
            "or: of GNU xargs(1): a command exited with 255",
        ],
    ),
    (
        "125",
        &[
            "status: of timeout(1), env(1) and nohup(1): a failure of their own",
            "or: of docker run: a failure of the daemon",
            "or: of git bisect run: skip this commit",
        ],
    ),
    (
        "126",
        &["status: of shells, env(1), timeout(1), nohup(1) and docker run: the command was \
             found and could not be executed"],
    ),
    (
        "127",
        &["status: of shells, env(1), timeout(1), nohup(1) and docker run: the command was not \
             found"],
    ),
    (
        "128",
        &[
            "status: of git: a fatal error",
            "or: what most shells add to the number of a signal; no signal gives it alone",
        ],
    ),
    (
        "129",
        &[
            "status: what most shells show of a process that the signal killed",
            "or: of git: a wrong usage",
        ],
    ),
    (
        "139",
        &[
            "status: what most shells show of a process that the signal killed",
            "or: a program exited with it",
            "or: what wait(2), Perl's $? and Python's os.system() show of a process that SEGV \
             killed, with a core image",
        ],
    ),
    (
        "145",
        &[
            "status: what most shells show when the signal, with a trap on it, interrupted wait",
            "or: a program exited with it",
        ],
    ),
    ("271", &["status: what ksh93 shows of a process that the signal killed"]),
    ("399", &["status: what yash shows of a process that the signal killed"]),
    (
        "203",
        &[
            "status: of systemd, which could not set up a service (systemd.exec(5)): EXIT_EXEC, \
             ExecStart= is missing or cannot be executed",
            "or: the low byte of -53: a program exited with what Python's subprocess shows of a \
             process that RTMAX-11 ended",
        ],
    ),
    (
        "200",
        &[
            "status: of systemd, which could not set up a service (systemd.exec(5)): EXIT_CHDIR, \
             WorkingDirectory=",
            "or: the low byte of -56: a program exited with what Python's subprocess shows of a \
             process that RTMAX-8 ended",
        ],
    ),
    (
        "241",
        &[
            "status: the low byte of -15: a program exited with what Python's subprocess shows \
             of a process that TERM ended",
            "or: of systemd, which could not set up a service (systemd.exec(5)): \
             EXIT_CONFIGURATION_DIRECTORY, ConfigurationDirectory=",
        ],
    ),
    (
        "247",
        &[
            "status: the low byte of -9: a program exited with what Python's subprocess shows of \
             a process that KILL ended",
            "or: a program exited with it",
        ],
    ),
    (
        "245",
        &[
            "status: the low byte of -11: a program exited with what Python's subprocess shows \
             of a process that SEGV ended",
            "or: of systemd, which could not set up a service (systemd.exec(5)): EXIT_KSM, \
             MemoryKSM=",
        ],
    ),
    (
        "255",
        &[
            "status: of ssh(1): an error of its own",
            "or: the low byte of exit(-1)",
            "or: the low byte of -1: a program exited with what Python's subprocess shows of a \
             process that HUP ended",
        ],
    ),
    (
        "-9",
        &["status: what Python's subprocess shows of a process that KILL ended; most shells \
             show 137"],
    ),
    (
        "-1",
        &[
            "status: what Go's ExitCode() shows of a process that a signal ended",
            "or: what Python's subprocess shows of a process that HUP ended; most shells show 129",
            "or: what a program exits with whose status a shell shows as 255",
        ],
    ),
    (
        "256",
        &[
            "status: what wait(2), Perl's $? and Python's os.system() show of a process that \
             exited 1",
            "or: what ksh93 adds to the number of a signal; no signal gives it alone",
        ],
    ),
    ("384", &["status: what yash adds to the number of a signal; no signal gives it alone"]),
    (
        "61696",
        &["status: what wait(2), Perl's $? and Python's os.system() show of a process that \
             exited 241, which is 256-15, killed by TERM"],
    ),
    (
        "34304",
        &["status: what wait(2), Perl's $? and Python's os.system() show of a process that \
             exited 134, which is 128+6, killed by ABRT"],
    ),
    (
        "32256",
        &["status: what wait(2), Perl's $? and Python's os.system() show of a process that \
             exited 126; of shells, env(1), timeout(1), nohup(1) and docker run: the command was \
             found and could not be executed"],
    ),
    ("4991", &["status: what wait(2) shows of a process that STOP stopped"]),
    ("65535", &["status: what wait(2) shows of a process that was continued"]),
    ("3221225786", &["status: how a process of Windows ended: Ctrl-C, as INT"]),
    ("-1073741510", &["status: how a process of Windows ended: Ctrl-C, as INT"]),
    ("0xc000013a", &["status: how a process of Windows ended: Ctrl-C, as INT"]),
];

/// The lines about a number, each with its label; on x86, as MIPS has 127 signals.
fn statuses(word: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut is_about_the_number = false;
    for line in explained(&["--target", "linux/x86", word]).stdout.lines().skip(1) {
        let (head, text) = line.split_at(12);
        match head.trim() {
            "" if !is_about_the_number => {}
            "" => *found.last_mut().expect("a line") += &format!(" {text}"),
            label => {
                is_about_the_number = ["status:", "or:", "shells:"].contains(&label);
                if is_about_the_number {
                    found.push(format!("{label} {text}"));
                }
            }
        }
    }
    found
}

#[test]
fn a_number_is_explained_by_every_convention_that_prints_it() {
    for (word, lines) in STATUSES {
        assert_eq!(statuses(word), *lines, "{word}");
    }
    assert_eq!(statuses("TERM"), [] as [&str; 0]);
}
