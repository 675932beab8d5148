//! The process that a pidfile names, and the pidfiles that are refused.

use super::*;

#[test]
fn a_pidfile_names_a_process() {
    let mut victim = Victim::start("report");
    let mut other = Victim::start("report");
    let pid = victim.pid;
    let pidfile = Pidfile::new(&format!("{pid}\n"));
    let path = pidfile.path.as_str();
    run(["--pidfile", path]).succeeds();
    victim.got(SIGTERM);
    pidfile.write(&pid.to_string());
    for mode in [0o600, 0o400, 0o444, 0o755] {
        pidfile.set_mode(mode);
        run(["-s", "USR1", "--pidfile", path]).succeeds();
        victim.got(SIGUSR1);
    }
    run(["-p", "--pidfile", path]).prints(&format!("{pid}\n"));
    run(["-q", "5", "--pidfile", path]).succeeds();
    assert_eq!(victim.next().value, 5);
    let second = Pidfile::new(&format!("{}\n", other.pid));
    run(["--pidfile", path, "--pidfile", &second.path, "--verbose", "-1"])
        .prints(&format!("sending signal 1 to pid {pid}\nsending signal 1 to pid {}\n", other.pid));
    for victim in [&mut victim, &mut other] {
        victim.got(SIGHUP);
    }
    run(["--if-name", "x", "--pidfile", path]).fails(
        1,
        &format!("kill: {path} ({pid}): not signalled: its name is {}, not x\n", Victim::name(pid)),
    );
    // By a link, and by a name without a directory.
    let link = pidfile.directory.path.join("link");
    symlink("test.pid", &link).expect("a link");
    run(["--pidfile", link.to_str().expect("UTF-8")]).succeeds();
    victim.got(SIGTERM);
    Ran::of(kill().args(["--pidfile", "test.pid"]).current_dir(&pidfile.directory.path)).succeeds();
    victim.got(SIGTERM);
    victim.got_nothing();
    other.got_nothing();
}

#[test]
fn d41_a_pidfile_is_read_as_daemons_write_it() {
    let mut victim = Victim::start("report");
    let pid = victim.pid;
    let pidfile = Pidfile::new("");
    for contents in [
        format!("{pid}\n\n"),
        format!("{pid}\n1\n"),
        format!(" {pid}\t\n"),
        format!("{pid}\r\n"),
        format!("{pid:032}"),
        // PostgreSQL's postmaster.pid.
        format!("{pid}\n/var/lib/postgresql/17/main\n1764359045\n5432\n/run\nlocalhost\n"),
        format!("{pid}\n{}", "9".repeat(100_000)),
    ] {
        pidfile.write(&contents);
        run(["--pidfile", &pidfile.path]).succeeds();
        victim.got(SIGTERM);
    }
    victim.got_nothing();
}

#[test]
fn d41_a_number_in_a_pidfile_is_not_cut() {
    let mut victim = Victim::start("report");
    // The first 32 bytes are the ID of a process, which is not meant.
    let pidfile = Pidfile::new(&format!("{:032}999", victim.pid));
    let ran = run(["-s", "0", "--pidfile", &pidfile.path]);
    let meant = format!("{}999", victim.pid);
    let line = format!("kill: {} ({meant}): No such process\n", pidfile.path);
    let refused =
        format!("kill: {}: the first line must contain exactly one process ID\n", pidfile.path);
    // What it says fits into a process ID, or not.
    ran.fails(1, if meant.parse::<i32>().is_ok() { &line } else { &refused });
    victim.got_nothing();
}

#[test]
fn a_pidfile_that_holds_anything_else_is_refused() {
    let mut victim = Victim::start("report");
    let pid = victim.pid;
    let pidfile = Pidfile::new("");
    pidfile.is_refused("empty; must contain exactly one process ID");
    pidfile.write("\n");
    pidfile.is_refused("empty; must contain exactly one process ID");
    for contents in [
        format!("\n{pid}"),
        format!("{pid} 1"),
        format!("-{pid}"),
        format!("+{pid}"),
        format!("{pid}x"),
        format!("{pid}\r1\n"),
        "-1".into(),
        "0".into(),
        "4294967297".into(),
    ] {
        pidfile.write(&contents);
        pidfile.is_refused("the first line must contain exactly one process ID");
    }
    for contents in [format!("{}{pid}", "0".repeat(128)), format!("{pid}{}9", " ".repeat(1000))] {
        pidfile.write(&contents);
        pidfile.is_refused("the first line is too long for a process ID");
    }
    let dead = dead_pid();
    pidfile.write(&dead);
    let path = &pidfile.path;
    run(["--pidfile", path]).fails(1, &format!("kill: {path} ({dead}): No such process\n"));
    run(["--pidfile", path, &pid.to_string()])
        .fails(64, &format!("kill: {path} ({dead}): No such process\n"));
    victim.got(SIGTERM);
    fs::remove_file(path).expect("it is there");
    pidfile.is_refused("No such file or directory");
    run(["--pidfile", ""]).shows_usage_error("'': not a file name");
    run(["--pidfile"]).shows_usage_error("--pidfile: FILE is missing");
    run(["-l", "--pidfile", path]).shows_usage_error("--pidfile: cannot be combined with -l");
    victim.got_nothing();
}

#[test]
fn what_is_no_regular_file_is_no_pidfile() {
    let pidfile = Pidfile::new("");
    fs::remove_file(&pidfile.path).expect("it is there");
    // No process writes into it, and kill does not wait for it.
    mkfifo(Path::new(&pidfile.path), Mode::S_IRUSR | Mode::S_IWUSR).expect("a FIFO");
    pidfile.is_refused("not a regular file");
    fs::remove_file(&pidfile.path).expect("it is there");
    fs::create_dir(&pidfile.path).expect("a directory");
    pidfile.is_refused("not a regular file");
    fs::remove_dir(&pidfile.path).expect("it is there");
    symlink("/dev/null", &pidfile.path).expect("a link");
    pidfile.is_refused("not a regular file");
}

#[test]
fn a_pidfile_that_others_may_write_is_refused() {
    let mut victim = Victim::start("report");
    let pidfile = Pidfile::new(&victim.pid.to_string());
    for mode in [0o664, 0o646, 0o666, 0o620, 0o602] {
        pidfile.set_mode(mode);
        pidfile.is_refused("writable by users other than its owner");
    }
    pidfile.set_mode(0o644);
    let directory = &pidfile.directory.path;
    let set_directory_mode = |mode: u32| {
        fs::set_permissions(directory, Permissions::from_mode(mode)).expect("permissions")
    };
    for mode in [0o777, 0o757] {
        set_directory_mode(mode);
        pidfile.is_refused(
            "replaceable by every user: its directory is writable by others and not sticky",
        );
    }
    victim.got_nothing();
    for mode in [0o1777, 0o2775, 0o700] {
        set_directory_mode(mode);
        run(["--pidfile", &pidfile.path]).succeeds();
        victim.got(SIGTERM);
    }
    // The directory that a link leads to counts too, and the one of every link on the way.
    let trusted = TemporaryDirectory::new();
    let path_of = |name: &str| trusted.path.join(name).to_str().expect("UTF-8").to_owned();
    let (near, far) = (path_of("near"), path_of("far"));
    symlink(&pidfile.path, &near).expect("a link");
    symlink("near", &far).expect("a link");
    for link in [&near, &far] {
        run(["--pidfile", link]).succeeds();
        victim.got(SIGTERM);
    }
    set_directory_mode(0o777);
    for link in [&near, &far] {
        let reason =
            "replaceable by every user: its directory is writable by others and not sticky";
        run(["--pidfile", link]).fails(1, &format!("kill: {link}: {reason}\n"));
    }
    let circle = path_of("circle");
    symlink("circle", &circle).expect("a link");
    let ran = run(["--pidfile", &circle]);
    assert!(ran.status == 1 && ran.stderr.starts_with(&format!("kill: {circle}: ")), "{ran:?}");
    victim.got_nothing();
}

#[test]
fn a_pidfile_of_another_user_is_refused() {
    test("pidfile::a_pidfile_of_another_user_is_refused", || {
        if !two_users() {
            return;
        }
        let mut victim = Victim::start("report");
        let pidfile = Pidfile::new(&victim.pid.to_string());
        let give = |path: &str, to: u32, flags: AtFlags| {
            fchownat(nix::fcntl::AT_FDCWD, path, Some(Uid::from_raw(to)), None, flags)
                .expect("it can be given away");
        };
        give(&pidfile.path, NOBODY, AtFlags::empty());
        let foreign = "belongs to user 65534, which is neither root nor the user of kill";
        pidfile.is_refused(foreign);
        // Its owner may use it, as far as the signal goes.
        let own = victim.pid.to_string();
        Ran::of(kill_as_nobody(&["--pidfile", &pidfile.path]).0.arg("-p"))
            .prints(&format!("{own}\n"));
        give(&pidfile.path, 0, AtFlags::empty());
        Ran::of(kill_as_nobody(&["--pidfile", &pidfile.path]).0.arg("-p"))
            .prints(&format!("{own}\n"));
        // Another user's link may lead to any trusted file.
        let link = pidfile.directory.path.join("link").to_str().expect("UTF-8").to_owned();
        symlink("test.pid", &link).expect("a link");
        run(["--pidfile", &link]).succeeds();
        victim.got(SIGTERM);
        give(&link, NOBODY, AtFlags::AT_SYMLINK_NOFOLLOW);
        run(["--pidfile", &link]).fails(1, &format!("kill: {link}: {foreign}\n"));
        victim.got_nothing();
    });
}

/// kill, run by the user nobody from a copy that it may run.
fn kill_as_nobody(words: &[&str]) -> (Command, TemporaryDirectory) {
    let directory = TemporaryDirectory::new();
    let copy = directory.path.join("kill");
    copy_program(Path::new(sigkit_path()), &copy);
    let mut command = Command::new(&copy);
    command.args(words).env_remove("SIGKIT_POSIX").stdin(Stdio::null()).uid(NOBODY).gid(NOBODY);
    (command, directory)
}

#[test]
fn a_pidfile_from_before_the_process_is_stale() {
    let mut victim = Victim::start("report");
    let pid = victim.pid;
    let pidfile = Pidfile::new(&pid.to_string());
    let file = File::options().write(true).open(&pidfile.path).expect("a file");
    let written =
        |ago: u64| file.set_modified(SystemTime::now() - Duration::from_secs(ago)).expect("a time");
    // The process was started a moment ago, but at most a minute.
    written(3600);
    pidfile.is_refused(&format!("stale: process {pid} started after it was written"));
    run(["-p", "--pidfile", &pidfile.path]).fails(
        1,
        &format!("kill: {}: stale: process {pid} started after it was written\n", pidfile.path),
    );
    victim.got_nothing();
    written(0);
    run(["--pidfile", &pidfile.path]).succeeds();
    victim.got(SIGTERM);
    victim.got_nothing();
}
