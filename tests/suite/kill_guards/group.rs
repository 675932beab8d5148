//! Process groups, sessions and the foreground of a terminal as targets.

use super::*;

#[test]
fn the_group_of_a_process_is_signalled_behind_the_operands() {
    test("group::the_group_of_a_process_is_signalled_behind_the_operands", || {
        let mut leader = Victim::start("report");
        let mut member = Victim::in_group("report", leader.pid);
        let mut other = Victim::start("report");
        let mut operand = Victim::start("report");
        let (group, first) = (leader.pid, operand.pid);
        run(["--verbose", "-s", "HUP", "--group-of", &member.pid.to_string(), &first.to_string()])
            .prints(&format!(
                "sending signal 1 to pid {first}\nsending signal 1 to pid -{group}\n"
            ));
        for victim in [&mut leader, &mut member, &mut operand] {
            victim.got(SIGHUP);
            victim.got_nothing();
        }
        run(["-p", "--group-of", &member.pid.to_string()]).prints(&format!("-{group}\n"));
        let mut first = Victim::start("default");
        let mut second = Victim::in_group("default", first.pid);
        run(["-w", "--group-of", &second.pid.to_string()]).succeeds();
        assert_eq!((first.end(), second.end()), (-SIGTERM, -SIGTERM));
        run([&format!("--group-of={}", member.pid), &format!("--group-of={}", other.pid)])
            .succeeds();
        for victim in [&mut leader, &mut member, &mut other] {
            victim.got(SIGTERM);
            victim.got_nothing();
        }
    });
}

#[test]
fn a_group_is_named_by_processes_that_are_there() {
    test("group::a_group_is_named_by_processes_that_are_there", || {
        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        let dead = dead_pid();
        run(["--group-of", &dead]).fails(1, &format!("kill: {dead}: No such process\n"));
        run(["--group-of", &dead, &pid]).fails(64, &format!("kill: {dead}: No such process\n"));
        victim.got(SIGTERM);
        run(["--group-of", &dead, "--group-of", &pid])
            .fails(64, &format!("kill: {dead}: No such process\n"));
        victim.got(SIGTERM);
        for option in ["--group-of", "--session-of"] {
            for word in ["0", "-1", "+5", "x", "5x", "4294967297"] {
                run([option, word, &pid]).shows_usage_error(&format!("{word}: not a process ID"));
            }
            run([option, "", &pid]).shows_usage_error("'': not a process ID");
            run([option]).shows_usage_error(&format!("{option}: PID is missing"));
            run(["-l", option, &pid])
                .shows_usage_error(&format!("{option}: cannot be combined with -l"));
            run(["-d", "1", option, &pid])
                .shows_usage_error(&format!("{option}: cannot be combined with -d"));
            run(["--target", "list", option, &pid])
                .shows_usage_error(&format!("{option}: cannot be combined with --target"));
        }
        let line = |option: &str| {
            format!(
                "kill: {pid}: {option} takes process IDs and command names, not process groups\n"
            )
        };
        run(["-r", "--group-of", &pid]).fails(1, &line("-r"));
        run(["-q", "1", "--group-of", &pid]).fails(1, &line("-q"));
        run(["--if-name", "x", "--group-of", &pid]).fails(1, &line("--if-name"));
        victim.got_nothing();
    });
}

#[test]
fn groups_that_kill_cannot_name_are_refused() {
    test("group::groups_that_kill_cannot_name_are_refused", || {
        let mut bystander = Victim::start("report");
        // This test is process 1 of the namespace, and its group is that of the processes outside.
        let elsewhere = "its process group and session are not of this PID namespace";
        run(["--group-of", "1"]).fails(1, &format!("kill: 1: {elsewhere}\n"));
        run(["--session-of", "1"]).fails(1, &format!("kill: 1: {elsewhere}\n"));
        nix::unistd::setsid().expect("a session");
        // To kill(2), the negative number of this group is everybody.
        for words in [&["-s", "WINCH", "--group-of", "1"][..], &["-p", "--group-of", "1"]] {
            run(words).fails(
                1,
                "kill: 1: its process group is 1, which cannot be signalled: -1 is every process\n",
            );
        }
        bystander.got_nothing();
    });
}

#[test]
fn the_session_of_a_process_is_all_its_groups_and_not_kill() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    test("group::the_session_of_a_process_is_all_its_groups_and_not_kill", || {
        let session = Session::start();
        let other = Session::start();
        let (leader, member) = (session.leader, session.member);
        run(["-s", "USR1", "--session-of", &member.to_string()]).succeeds();
        assert_eq!((pending(leader), pending(member)), (vec![SIGUSR1], vec![SIGUSR1]));
        assert_eq!((pending(other.leader), pending(other.member)), (vec![], vec![]));
        run(["-s", "USR2", "--timeout", "1", "TERM", "--session-of", &leader.to_string()])
            .succeeds();
        let all = vec![SIGUSR1, SIGUSR2, SIGTERM];
        assert_eq!((pending(leader), pending(member)), (all.clone(), all));
        run(["-p", "--session-of", &leader.to_string()]).prints(&format!("{leader}\n{member}\n"));
        run(["-r", "--session-of", &leader.to_string()]).fails(
            1,
            &format!(
                "kill: {leader}: not signalled: it has no handler for TERM\n\
                 kill: {member}: not signalled: it has no handler for TERM\n"
            ),
        );
        let dead = dead_pid();
        run(["--session-of", &dead]).fails(1, &format!("kill: {dead}: No such process\n"));
        // Here kill leads the session and is its only process; then it is one of three.
        let mut alone = Command::new("sh");
        alone
            .args(["-c", "exec \"$0\" kill --session-of $$", sigkit_path()])
            .env_remove("SIGKIT_POSIX");
        // SAFETY: setsid is a system call.
        unsafe { alone.pre_exec(|| nix::unistd::setsid().map(drop).map_err(std::io::Error::from)) };
        let alone = alone.stderr(Stdio::piped()).spawn().expect("sh runs");
        let pid = alone.id();
        let output = alone.wait_with_output().expect("an end");
        let told = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(
            (told, output.status.code()),
            (format!("kill: {pid}: no other process is in its session\n"), Some(1))
        );
        nix::unistd::setsid().expect("a session");
        let witness = Victim::start("report");
        run(["-p", "--session-of", &witness.pid.to_string()])
            .prints(&format!("1\n{}\n", witness.pid));
    });
}

#[test]
fn the_members_of_a_session_are_guarded_one_by_one() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    test("group::the_members_of_a_session_are_guarded_one_by_one", || {
        let session = Session::start();
        let (leader, member) = (session.leader, session.member);
        let name = Victim::name(leader);
        run([
            "-s",
            "USR1",
            "--if-name",
            &Victim::full_name(leader),
            "--session-of",
            &leader.to_string(),
        ])
        .succeeds();
        assert_eq!((pending(leader), pending(member)), (vec![SIGUSR1], vec![SIGUSR1]));
        run(["-s", "USR2", "--if-name", "x", "--session-of", &leader.to_string()]).fails(
            1,
            &format!(
                "kill: {leader}: not signalled: its name is {name}, not x\n\
                 kill: {member}: not signalled: its name is {name}, not x\n"
            ),
        );
        assert_eq!((pending(leader), pending(member)), (vec![SIGUSR1], vec![SIGUSR1]));
    });
}

#[test]
fn the_foreground_of_a_terminal_is_what_control_c_would_reach() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    test("group::the_foreground_of_a_terminal_is_what_control_c_would_reach", || {
        let session = Session::with_terminal();
        let other = Session::with_terminal();
        let (leader, member) = (session.leader, session.member);
        let path = session.terminal_path();
        let name = path.strip_prefix("/dev/").expect("below /dev");
        for (word, signal, number) in [
            (leader.to_string().as_str(), "USR1", SIGUSR1),
            (path.as_str(), "USR2", SIGUSR2),
            (name, "TERM", SIGTERM),
        ] {
            assert!(!pending(member).contains(&number));
            run(["-s", signal, "--foreground-of", word]).succeeds();
            assert!(pending(member).contains(&number), "{word}");
        }
        run(["-p", "--foreground-of", &path]).prints(&format!("-{member}\n"));
        for untouched in [leader, other.leader, other.member] {
            assert_eq!(pending(untouched), NONE);
        }
        let mut own = kill();
        own.args(["-p", "--foreground-of", "tty"]).stdout(Stdio::piped());
        let terminal = terminal(80);
        own.stdin(terminal.slave.try_clone().expect("a descriptor"));
        lead_session_with_terminal(&mut own);
        let child = own.spawn().expect("kill starts");
        let pid = child.id();
        let output = child.wait_with_output().expect("an end");
        assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), format!("-{pid}\n"));
    });
}

/// A terminal of a devpts of its own, mounted at this directory: number 0 there.
fn terminal_of_another_devpts(directory: &Path) -> Option<OpenptyResult> {
    let mount = Command::new("mount")
        .args(["-t", "devpts", "-o", "ptmxmode=666", "devpts"])
        .arg(directory)
        .output();
    if !mount.is_ok_and(|output| output.status.success()) {
        skip("no devpts can be mounted here");
        return None;
    }
    let open = |name: &str| {
        let mut options = File::options();
        options
            .read(true)
            .write(true)
            .custom_flags(libc::O_NOCTTY)
            .open(directory.join(name))
            .expect("a terminal")
    };
    let master = open("ptmx");
    let unlocked: libc::c_int = 0;
    // SAFETY: TIOCSPTLCK reads an integer.
    let result = unsafe { libc::ioctl(master.as_raw_fd(), libc::TIOCSPTLCK, &raw const unlocked) };
    assert_eq!(result, 0);
    Some(OpenptyResult { slave: open("0").into(), master: master.into() })
}

#[test]
fn a_terminal_with_the_same_number_is_another() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    test("group::a_terminal_with_the_same_number_is_another", || {
        let directories = [TemporaryDirectory::new(), TemporaryDirectory::new()];
        let paths = directories
            .each_ref()
            .map(|directory| directory.path.join("0").to_str().expect("UTF-8").to_owned());
        let terminals =
            directories.each_ref().map(|directory| terminal_of_another_devpts(&directory.path));
        let [Some(one), Some(two)] = terminals else { return };
        let first = Session::prepare(Some(one));
        run(["-p", "--foreground-of", &paths[0]]).prints(&format!("-{}\n", first.member));
        run(["--foreground-of", &paths[1]]).fails(
            1,
            &format!("kill: {}: not the controlling terminal of a visible process\n", paths[1]),
        );
        assert_eq!((pending(first.leader), pending(first.member)), (NONE, NONE));
        let second = Session::prepare(Some(two));
        run(["--foreground-of", &paths[1]]).succeeds();
        assert_eq!((pending(first.member), pending(second.member)), (NONE, vec![SIGTERM]));
        drop((first, second));
        for directory in &directories {
            nix::errno::Errno::result(unmount(&directory.path)).expect("it is mounted");
        }
    });
}

fn unmount(directory: &Path) -> libc::c_int {
    let path = std::ffi::CString::new(directory.to_str().expect("UTF-8")).expect("a path");
    // SAFETY: the path is a C string.
    unsafe { libc::umount2(path.as_ptr(), libc::MNT_DETACH) }
}

#[test]
fn without_a_foreground_no_process_is_signalled() {
    test("group::without_a_foreground_no_process_is_signalled", || {
        let session = Session::with_terminal();
        let mut bystander = Victim::start("report");
        let (leader, path) = (session.leader.to_string(), session.terminal_path());
        let fails = |word: &str, reason: &str| {
            run(["--foreground-of", word]).fails(1, &format!("kill: {word}: {reason}\n"));
        };
        let without = Session::start();
        fails(&without.leader.to_string(), "has no controlling terminal");
        fails("/dev/null", "not the controlling terminal of a visible process");
        let idle = terminal(80);
        let idle = nix::unistd::ttyname(&idle.slave).expect("a name");
        fails(idle.to_str().expect("UTF-8"), "not the controlling terminal of a visible process");
        fails("/dev", "not a terminal");
        fails("/etc/passwd", "not a terminal");
        fails("/dev/none", "No such file or directory");
        fails("none", "No such file or directory");
        fails(&dead_pid(), "No such process");
        for word in ["0", "-1", "5x", "4294967297"] {
            run(["--foreground-of", word]).shows_usage_error(&format!("{word}: not a process ID"));
        }
        run(["--foreground-of", ""]).shows_usage_error("'': not a process ID or a terminal");
        // The terminal still has the number of the group, which has no process any more, or another
        // session's.
        let member = session.member;
        run(["-s", "KILL", &member.to_string()]).succeeds();
        is_gone(member);
        fails(&leader, "its terminal has no foreground process group");
        if pids_can_be_chosen() {
            let mut newcomer = newcomer(member);
            fails(&leader, "its terminal has no foreground process group");
            fails(&path, "its terminal has no foreground process group");
            newcomer.got_nothing();
        }
        bystander.got_nothing();
    });
}

/// A file system that never answers: FUSE without a server.
fn dead_file_system(directory: &Path) -> Option<File> {
    let server = File::options().read(true).write(true).open("/dev/fuse").ok()?;
    let options = format!("fd={},rootmode=40000,user_id=0,group_id=0", server.as_raw_fd());
    let options = std::ffi::CString::new(options).expect("no NUL");
    let path = std::ffi::CString::new(directory.to_str().expect("UTF-8")).expect("no NUL");
    // SAFETY: all are C strings.
    let mounted = unsafe {
        libc::mount(c"dead".as_ptr(), path.as_ptr(), c"fuse".as_ptr(), 0, options.as_ptr().cast())
    };
    (mounted == 0).then_some(server)
}

#[test]
fn a_terminal_on_a_dead_file_system_is_refused_and_not_waited_for() {
    test("group::a_terminal_on_a_dead_file_system_is_refused_and_not_waited_for", || {
        let directory = TemporaryDirectory::new();
        let mounted = directory.path.join("dead");
        fs::create_dir(&mounted).expect("a directory");
        let Some(server) = dead_file_system(&mounted) else {
            return say_skipped("no FUSE can be mounted here");
        };
        let mut victim = Victim::start("report");
        let terminal = mounted.join("tty");
        let terminal = terminal.to_str().expect("UTF-8");
        run(["-s", "USR1", "--foreground-of", terminal, &victim.pid.to_string()])
            .fails(64, &format!("kill: {terminal}: its file system does not answer\n"));
        victim.got(SIGUSR1);
        // What waits for it is let go.
        drop(server);
    });
}
