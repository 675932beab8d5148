//! Guards on one process: its name, its user, its age.

use super::*;

/// The kernel keeps 15 bytes of a name; the file name has the rest.
#[track_caller]
fn more_than_the_kernel_keeps_of_a_name_is_compared(long: &mut Victim) {
    let pid = long.pid.to_string();
    run(["--if-name", "sigkit-with-a-long-name-1", &pid]).succeeds();
    long.got(SIGTERM);
    // As an operand, neither name is the name of the process: these 15 bytes are a part of it.
    for (name, is) in [
        ("sigkit-with-a-long-name-2", "sigkit-with-a-long-name-1"),
        ("sigkit-with-a-l", "sigkit-with-a-long-name-1"),
        ("sigkit-with-a-other", "sigkit-with-a-l"),
    ] {
        let line = format!("kill: {pid}: not signalled: its name is {is}, not {name}\n");
        run(["--if-name", name, &pid]).fails(1, &line);
    }
}

#[test]
fn a_guard_lets_only_the_right_name_through() {
    test("process::a_guard_lets_only_the_right_name_through", || {
        let (mut right, _a) = Victim::named("sigkit-right");
        let (mut wrong, _b) = Victim::named("sigkit-wrong");
        let (mut long, _c) = Victim::named("sigkit-with-a-long-name-1");
        let (yes, no) = (right.pid.to_string(), wrong.pid.to_string());
        let skipped =
            format!("kill: {no}: not signalled: its name is sigkit-wrong, not sigkit-right\n");
        run(["--if-name", "sigkit-right", &yes]).succeeds();
        right.got(SIGTERM);
        run(["--if-name", "sigkit-right", &no, &yes]).fails(0, &skipped);
        right.got(SIGTERM);
        run(["--if-name", "sigkit-right", &no]).fails(1, &skipped);
        run(["-s", "0", "--if-name", "sigkit-right", &no]).fails(1, &skipped);
        run(["--timeout", "1", "KILL", "--if-name", "sigkit-right", &no]).fails(1, &skipped);
        run(["-q", "1", "--if-name", "sigkit-right", &no]).fails(1, &skipped);
        run(["-p", "--if-name", "sigkit-right", &no, &yes]).fails_and_prints(
            &format!("{yes}\n"),
            0,
            &skipped,
        );
        let dead = dead_pid();
        run(["--if-name", "sigkit-right", &dead])
            .fails(1, &format!("kill: {dead}: No such process\n"));
        run(["--if-name", "sigkit-right", &dead, &yes])
            .fails(64, &format!("kill: {dead}: No such process\n"));
        right.got(SIGTERM);
        for name in ["sigkit-righ", "sigkit-rights", "Sigkit-right", ".*"] {
            run(["--if-name", name, &yes]).fails(
                1,
                &format!("kill: {yes}: not signalled: its name is sigkit-right, not {name}\n"),
            );
        }
        run(["--if-name", "a\nb", &yes]).fails(
            1,
            &format!("kill: {yes}: not signalled: its name is sigkit-right, not a\\x0ab\n"),
        );
        more_than_the_kernel_keeps_of_a_name_is_compared(&mut long);
        run(["--if-name", "", &yes]).shows_usage_error("'': no process has an empty name");
        run(["--if-name", "x", "--if-name", "y", &yes]).shows_usage_error("--if-name: given twice");
        run(["--if-name", "x"]).shows_usage_error("PID: missing; name at least one process");
        run(["-L", "--if-name", "x"]).shows_usage_error("--if-name: cannot be combined with -L");
        for victim in [&mut right, &mut wrong, &mut long] {
            victim.got_nothing();
        }
    });
}

#[test]
fn groups_and_everybody_cannot_be_guarded() {
    test("process::groups_and_everybody_cannot_be_guarded", || {
        let mut victim = Victim::start("report");
        let group = format!("-{}", victim.pid);
        for (option, value) in [
            ("--if-name", "x"),
            ("--if-user", "0"),
            ("--started-before", "@0"),
            ("--started-after", "1h"),
        ] {
            for word in [group.as_str(), "0", "-1"] {
                run([option, value, "--", word]).fails(
                    1,
                    &format!(
                        "kill: {word}: {option} takes process IDs and command names, not \
                        process groups\n"
                    ),
                );
            }
        }
        victim.got_nothing();
    });
}

#[test]
fn a_guard_lets_only_the_right_user_through() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    let own = Uid::current().to_string();
    run(["--if-user", &own, &pid]).succeeds();
    victim.got(SIGTERM);
    if own == "0" {
        run(["--if-user", "root", "--if-name", &Victim::full_name(victim.pid), &pid]).succeeds();
        victim.got(SIGTERM);
    }
    run(["--if-user", "4000000000", &pid]).fails(
        1,
        &format!("kill: {pid}: not signalled: its real user ID is {own}, not that of 4000000000\n"),
    );
    for name in ["sigkit-nobody", "4294967296", "-s", "no:colons"] {
        run(["--if-user", name, &pid]).fails(1, &format!("kill: {name}: no such user\n"));
    }
    run(["--if-user", "", &pid]).shows_usage_error("'': an empty list");
    run(["--if-user", "0", "--if-user", "0", &pid]).shows_usage_error("--if-user: given twice");
    victim.got_nothing();
}

#[test]
fn users_that_passwd_has_not_are_asked_of_getent() {
    test("process::users_that_passwd_has_not_are_asked_of_getent", || {
        const GETENT: &str = "/usr/bin/getent";
        if !Path::new(GETENT).exists() {
            return skip("getent is not installed");
        }
        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        let own = Uid::current().to_string();
        let directory = TemporaryDirectory::new();
        let program = directory.path.join("getent");
        fs::write(&program, "").expect("a file");
        fs::set_permissions(&program, Permissions::from_mode(0o755)).expect("permissions");
        // The mount namespace is this test's own.
        let mounted = Command::new("mount")
            .arg("--bind")
            .arg(&program)
            .arg(GETENT)
            .status()
            .expect("mount runs");
        assert!(mounted.success());
        let answering = |line: &str| {
            fs::write(&program, format!("#!/bin/sh\n[ \"$*\" = 'passwd sigkit-nss' ] && {line}\n"))
                .expect("a file");
        };
        answering(&format!("echo 'sigkit-nss:*:{own}:100:A, B:/:/bin/sh'"));
        run(["--if-user", "sigkit-nss", &pid]).succeeds();
        victim.got(SIGTERM);
        // CHLD ignored, as a parent may leave it: there is no exit status then.
        let mut ignoring = kill();
        // SAFETY: signal is a system call.
        unsafe {
            ignoring.pre_exec(|| {
                libc::signal(libc::SIGCHLD, libc::SIG_IGN);
                Ok(())
            });
        }
        Ran::of(ignoring.args(["--if-user", "sigkit-nss", &pid])).succeeds();
        victim.got(SIGTERM);
        answering("echo 'sigkit-nss:*:4000000000:100::/:/bin/sh'");
        run(["--if-user", "sigkit-nss", &pid]).fails(
            1,
            &format!(
                "kill: {pid}: not signalled: its real user ID is {own}, not that of \
                sigkit-nss (4000000000)\n"
            ),
        );
        for line in [
            format!("echo 'sigkit-other:*:{own}:100::/:/bin/sh'"),
            format!("echo 'sigkit-nss:*:{own}x:100::/:/bin/sh'"),
            format!("echo 'sigkit-nss:*:{own}'"),
            format!("echo '{own}'"),
            "exit 2".into(),
        ] {
            answering(&line);
            run(["--if-user", "sigkit-nss", &pid]).fails(1, "kill: sigkit-nss: no such user\n");
        }
        victim.got_nothing();
    });
}

/// Seconds since the epoch.
fn now() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().expect("a time after 1970").as_secs()
}

/// A second that no process which is started now seems to have been started before: the kernel
/// tells a start in hundredths of a second, rounded down, which may lie in the second before.
fn second_before_a_start() -> u64 {
    now() - 1
}

#[test]
fn a_guard_lets_only_the_right_age_through() {
    let before = second_before_a_start();
    let mut victim = Victim::start("report");
    // A second is passed, and a tick.
    let after = now() + 2;
    let pid = victim.pid.to_string();
    let (earlier, start, end) =
        (format!("@{}", before - 1), format!("@{before}"), format!("@{after}"));
    for words in [
        ["--started-after", &earlier],
        ["--started-before", &end],
        ["--started-after", "1h"],
        ["--started-after", "100d"],
        ["--started-after", "1970-01-01T00:00:00Z"],
        ["--started-before", "2100-01-01T00:00:00+01:00"],
    ] {
        run(words.into_iter().chain([pid.as_str()])).succeeds();
        victim.got(SIGTERM);
    }
    run(["--started-after", &start, "--started-before", &end, &pid]).succeeds();
    victim.got(SIGTERM);
    for (option, not, time) in [
        ("--started-before", "before", earlier.as_str()),
        ("--started-before", "before", "1h"),
        ("--started-after", "after", &end),
        ("--started-after", "after", "2100-01-01T00:00:00Z"),
    ] {
        let ran = run([option, time, &pid]);
        let told = ran.stderr.strip_prefix(&format!("kill: {pid}: not signalled: it started at "));
        let told = told
            .and_then(|rest| rest.strip_suffix(&format!(", not {not} {time}\n")))
            .expect("a line");
        let date = Ran::of(Command::new("date").args(["-u", "-d", told, "+%s"]));
        let seconds: u64 = date.stdout.trim_end().parse().expect("seconds");
        assert!((before..after).contains(&seconds), "{told}: {before} to {after}");
        assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
    }
    victim.got_nothing();
}

#[test]
fn a_time_without_a_zone_is_local() {
    let before = second_before_a_start();
    let mut victim = Victim::start("report");
    let after = now() + 2;
    let pid = victim.pid.to_string();
    for zone in ["UTC0", "EAST-5:30", "WEST11", "CET-1CEST,M3.5.0,M10.5.0/3"] {
        let local = |seconds: u64| {
            let date = format!("@{seconds}");
            let ran = Ran::of(
                Command::new("date").args(["-d", &date, "+%Y-%m-%dT%H:%M:%S"]).env("TZ", zone),
            );
            ran.stdout.trim_end().to_owned()
        };
        let in_zone = |words: &[&str]| Ran::of(kill().args(words).arg(&pid).env("TZ", zone));
        in_zone(&["--started-after", &local(before), "--started-before", &local(after)]).succeeds();
        victim.got(SIGTERM);
        assert_eq!(in_zone(&["--started-before", &local(before - 1)]).status, 1, "{zone}");
        assert_eq!(in_zone(&["--started-after", &local(after)]).status, 1, "{zone}");
    }
    let berlin = |time: &str| {
        let zone = "CET-1CEST,M3.5.0,M10.5.0/3";
        Ran::of(kill().args(["--started-after", time, &pid]).env("TZ", zone))
    };
    let skipped = "nonexistent local time (the clock was set forward); append Z or +HH:MM";
    berlin("2026-03-29T02:30:00").fails(1, &format!("kill: 2026-03-29T02:30:00: {skipped}\n"));
    let twice = "ambiguous local time (the clock was set back); append Z or +HH:MM";
    for time in ["2025-10-26T02:00:00", "2025-10-26T02:59:59"] {
        berlin(time).fails(1, &format!("kill: {time}: {twice}\n"));
    }
    victim.got_nothing();
    for time in ["2025-10-26T01:59:59", "2025-10-26T03:00:00", "2025-10-26T02:30:00+02:00"] {
        berlin(time).succeeds();
        victim.got(SIGTERM);
    }
    victim.got_nothing();
}

#[test]
fn what_may_be_meant_in_two_ways_is_no_time() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    let forms = "not a time; write @SECONDS since the epoch, 2026-11-22T10:00:00, the same with Z \
        or +01:00 appended, or an age: 90s, 10m, 2h, 1d";
    for option in ["--started-before", "--started-after"] {
        for word in ["1700000000", "5", "10:00", "2026-11-22", "yesterday", "-5m", "@-1", "@1x"] {
            run([option, word, &pid]).shows_usage_error(&format!("{word}: {forms}"));
        }
        run([option, "", &pid]).shows_usage_error(&format!("'': {forms}"));
        run([option, "1h", option, "2h", &pid])
            .shows_usage_error(&format!("{option}: given twice"));
        run([option, "@18446744073709551615", &pid])
            .fails(1, "kill: @18446744073709551615: out of range for the clock\n");
    }
    victim.got_nothing();
}

#[test]
fn every_kind_of_process_operand_is_guarded() {
    test("process::every_kind_of_process_operand_is_guarded", || {
        let (mut victim, _directory) = Victim::named("sigkit-operand");
        let pid = victim.pid.to_string();
        // A process of the name for which a guard does not hold is not meant.
        run(["--started-before", "1h", "sigkit-operand"])
            .fails(1, "kill: sigkit-operand: No such process that fits the options\n");
        run(["--started-before", "1h", &pid])
            .starts_with(1, &format!("kill: {pid}: not signalled: it started at "));
        run(["--started-after", "1h", "sigkit-operand"]).succeeds();
        victim.got(SIGTERM);
        if let Ok(Some(inode)) = pidfd_inode(victim.pid) {
            let operand = format!("{pid}:{inode}");
            run(["--if-name", "x", &operand]).fails(
                1,
                &format!("kill: {operand}: not signalled: its name is sigkit-operand, not x\n"),
            );
            run(["--if-name", "sigkit-operand", &operand]).succeeds();
            victim.got(SIGTERM);
        }
        victim.got_nothing();
    });
}
