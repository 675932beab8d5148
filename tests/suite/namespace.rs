//! Selecting by 0, -1 or a name: in a PID namespace of its own, with witnesses that must stay
//! untouched.

use std::os::unix::process::CommandExt;
use std::process::Command;

use libc::{SIGHUP, SIGTERM, SIGUSR1, SIGWINCH};

use crate::support::*;

/// Starts a witness outside, runs the body inside a namespace, and asserts that the witness got
/// nothing.
fn with_witness_outside(name: &str, body: impl FnOnce()) {
    let mut witness = Victim::start("report");
    if in_pid_namespace(name, body) {
        witness.got_nothing();
    }
}

/// kill in the process group of `leader`.
fn run_in_group(leader: &Victim, words: &[&str]) -> Ran {
    Ran::of(kill().args(words).process_group(leader.pid))
}

#[test]
fn r23_zero_is_the_own_group_only() {
    with_witness_outside("namespace::r23_zero_is_the_own_group_only", || {
        let mut leader = Victim::start("report");
        let mut member = Victim::in_group("report", leader.pid);
        let mut other = Victim::start("report");
        // WINCH is ignored by default, so kill itself lives to tell.
        for word in ["0", "-0", "+0", "00"] {
            run_in_group(&leader, &["-s", "WINCH", "--", word]).succeeds();
            leader.got(SIGWINCH);
            member.got(SIGWINCH);
        }
        assert_eq!(run_in_group(&leader, &["0"]).status, -SIGTERM);
        leader.got(SIGTERM);
        member.got(SIGTERM);
        other.got_nothing();
        leader.got_nothing();
    });
}

#[test]
fn r24_minus_one_is_everybody() {
    with_witness_outside("namespace::r24_minus_one_is_everybody", || {
        for words in [&["-s", "KILL", "--", "-1"][..], &["-9", "-1"], &["-s", "KILL", "-1"]] {
            let mut first = Victim::start("default");
            let mut last = Victim::start("ignore-term");
            run(words).succeeds();
            assert_eq!((first.end(), last.end()), (-9, -9), "{words:?}");
        }
        let mut victim = Victim::start("report");
        run(["--", "-1"]).succeeds();
        victim.got(SIGTERM);
    });
}

#[test]
fn minus_one_as_the_first_word_is_hup_and_nobody() {
    with_witness_outside("namespace::minus_one_as_the_first_word_is_hup_and_nobody", || {
        let mut victim = Victim::start("report");
        run(["-1"]).shows_usage_error("PID: missing; name at least one process");
        run(["-1", &victim.pid.to_string()]).succeeds();
        victim.got(SIGHUP);
        victim.got_nothing();
    });
}

#[test]
fn r18_r19_minus_nine_after_the_separator_or_an_operand_is_group_9() {
    with_witness_outside(
        "namespace::r18_r19_minus_nine_after_the_separator_or_an_operand_is_group_9",
        || {
            let mut victim = Victim::start("report");
            // No process of this namespace has the number 9 and leads a group: its first processes
            // are this test's.
            while victim.pid <= 9 {
                victim = Victim::start("report");
            }
            let pid = victim.pid.to_string();
            run(["--", "-9", &pid]).fails(64, "kill: -9: No such process\n");
            victim.got(SIGTERM);
            run([&pid, "-9"]).fails(64, "kill: -9: No such process\n");
            victim.got(SIGTERM);
            victim.got_nothing();
        },
    );
}

#[test]
fn the_dangerous_line_of_debian_12_signals_whom_it_names() {
    with_witness_outside(
        "namespace::the_dangerous_line_of_debian_12_signals_whom_it_names",
        || {
            let mut bystander = Victim::start("report");
            run(["-9", "100", "-165"])
                .fails(1, "kill: 100: No such process\nkill: -165: No such process\n");
            let mut process = Victim::start("default");
            let mut group = Victim::start("default");
            run(["-9", &process.pid.to_string(), &format!("-{}", group.pid)]).succeeds();
            assert_eq!((process.end(), group.end()), (-9, -9));
            bystander.got_nothing();
        },
    );
}

#[test]
fn d24_a_name_is_every_process_of_exactly_that_name() {
    with_witness_outside("namespace::d24_a_name_is_every_process_of_exactly_that_name", || {
        let (mut first, _a) = Victim::named("sigkit-a");
        let (mut second, _b) = Victim::named("sigkit-a");
        let (mut longer, _c) = Victim::named("sigkit-ab");
        let (mut shorter, _d) = Victim::named("sigkit-");
        run(["-s", "USR1", "sigkit-a"]).succeeds();
        first.got(SIGUSR1);
        second.got(SIGUSR1);
        longer.got_nothing();
        shorter.got_nothing();
        let mut pids = [first.pid, second.pid];
        pids.sort();
        let mut printed: Vec<i32> = run(["-p", "sigkit-a"])
            .stdout
            .lines()
            .map(|line| line.parse().expect("a process ID"))
            .collect();
        printed.sort();
        assert_eq!(printed, pids);
        run(["sigkit-none"]).fails(1, "kill: sigkit-none: No such process\n");
        first.got_nothing();
    });
}

#[test]
fn d24_a_long_name_is_compared_in_full() {
    with_witness_outside("namespace::d24_a_long_name_is_compared_in_full", || {
        let (mut right, _a) = Victim::named("sigkit-with-a-long-name-1");
        let (mut wrong, _b) = Victim::named("sigkit-with-a-long-name-2");
        run(["-s", "USR1", "sigkit-with-a-long-name-1"]).succeeds();
        right.got(SIGUSR1);
        // The part that the kernel keeps, and that ps(1) prints, is another name.
        run(["-s", "USR1", "sigkit-with-a-l"]).fails(
            1,
            "kill: sigkit-with-a-l: No such process; did you mean sigkit-with-a-long-name-1 or \
             sigkit-with-a-long-name-2?\n",
        );
        wrong.got_nothing();
        right.got_nothing();
    });
}

#[test]
fn d24_a_name_is_the_callers_processes_unless_all_are_asked_for() {
    with_witness_outside(
        "namespace::d24_a_name_is_the_callers_processes_unless_all_are_asked_for",
        || {
            if !two_users() {
                return;
            }
            let (mut own, _a) = Victim::named("sigkit-user");
            let (mut foreign, directory) = foreign("sigkit-user");
            run(["-s", "USR1", "sigkit-user"]).succeeds();
            own.got(SIGUSR1);
            foreign.got_nothing();
            for option in ["-a", "--all"] {
                run([option, "-s", "USR1", "sigkit-user"]).succeeds();
                own.got(SIGUSR1);
                foreign.got(SIGUSR1);
            }
            drop(directory);
        },
    );
}

#[test]
fn d46_a_guard_that_names_a_user_finds_that_users_processes() {
    with_witness_outside(
        "namespace::d46_a_guard_that_names_a_user_finds_that_users_processes",
        || {
            if !two_users() {
                return;
            }
            let (mut own, _a) = Victim::named("sigkit-user");
            let (mut foreign, _b) = foreign("sigkit-user");
            let user = NOBODY.to_string();
            // Whoever is of another user is not meant: nothing is said of it.
            run(["-s", "USR1", "--if-user", &user, "sigkit-user"]).succeeds();
            foreign.got(SIGUSR1);
            own.got_nothing();
        },
    );
}

#[test]
fn d24_words_that_start_like_numbers_are_never_names() {
    with_witness_outside("namespace::d24_words_that_start_like_numbers_are_never_names", || {
        for name in ["7sigkit", "+sigkit", " sigkit"] {
            let (mut victim, _directory) = Victim::named(name);
            run(["-s", "USR1", "--", name])
                .fails(1, &format!("kill: '{name}': not a process ID\n"));
            victim.got_nothing();
        }
        let (mut victim, _directory) = Victim::named("-Sigkit");
        run(["-s", "USR1", "--", "-Sigkit"])
            .shows_usage_error("-Sigkit: options go before the targets; nothing was signalled");
        victim.got_nothing();
    });
}

#[test]
fn kill_does_not_find_itself_by_name() {
    with_witness_outside("namespace::kill_does_not_find_itself_by_name", || {
        let directory = TemporaryDirectory::new();
        let link = directory.path.join("kill");
        std::os::unix::fs::symlink(sigkit_path(), &link).expect("a link");
        Ran::of(Command::new(&link).arg("kill").env_remove("SIGKIT_POSIX"))
            .fails(1, "kill: kill: No such process\n");
    });
}

#[test]
fn control_characters_of_an_operand_are_escaped() {
    with_witness_outside("namespace::control_characters_of_an_operand_are_escaped", || {
        run(["a\n\x1b[31mb"]).fails(1, "kill: a\\x0a\\x1b[31mb: No such process\n");
    });
}
