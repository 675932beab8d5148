//! How COMMAND is found and started, and what it inherits.

use super::*;

/// `-w 5` would reset signal 5, and wait for ever.
#[test]
fn a_value_that_is_not_attached_starts_nothing() {
    for mode in [&[][..], &["--posix"]] {
        for (option, word, line) in [
            ("-w", "5", "5: -w takes its time attached: -w5"),
            ("-rw", "2s", "2s: -w takes its time attached: -w2s"),
            (
                "--die-with-parent",
                "15",
                "15: --die-with-parent takes its signal attached: --die-with-parent=15",
            ),
            ("-k", "TERM", "TERM: a signal without a time; write a time, or SIGNAL/TIME/KILL"),
        ] {
            let words = [option, word, "--", "echo", "ran"];
            Ran::of(&mut trap(mode.iter().chain(&words))).fails(
                125,
                &format!("sigtrap: {line}\nTry 'sigtrap --help' for more information.\n"),
            );
        }
    }
}

#[test]
fn what_cannot_be_executed_is_126_and_what_is_not_there_127() {
    let directory = TemporaryDirectory::new();
    let file = directory.path.join("plain");
    write_program(&file, "echo ran \"$1\"\n", 0o644);
    let (path, place) = (file.to_str().expect("UTF-8"), directory.path.to_str().expect("UTF-8"));
    for options in [&[][..], &["-f"]] {
        let of = |word: &str| Ran::of(trap(options).args(["--", word, "x"]));
        of(place).fails(126, &format!("sigtrap: {place}: Permission denied\n"));
        of(path).fails(126, &format!("sigtrap: {path}: Permission denied\n"));
        of("/nonexistent/x").fails(127, "sigtrap: /nonexistent/x: No such file or directory\n");
        of("sigkit-no-such-command")
            .fails(127, "sigtrap: sigkit-no-such-command: No such file or directory\n");
        of("").fails(127, "sigtrap: '': No such file or directory\n");
    }
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    for options in [&[][..], &["-f"]] {
        // Without "#!" the shell runs it (POSIX.1-2024 XSH exec, execvp).
        Ran::of(trap(options).args(["--", path, "x"])).prints("ran x\n");
    }
}

#[test]
fn command_is_looked_for_in_path() {
    let directory = TemporaryDirectory::new();
    let place = directory.path.to_str().expect("UTF-8");
    // A directory of the program's name, a file that is not executable, the program; and that
    // behind a long name.
    let name = "sigkit-test-program";
    let long = format!("long/{}", vec!["x".repeat(200); 4].join("/"));
    for folder in
        [format!("directory/{name}"), "denied".to_owned(), "good".to_owned(), long.clone()]
    {
        std::fs::create_dir_all(directory.path.join(folder)).expect("a directory");
    }
    let write = |file: String, says: &str, mode: u32| {
        write_program(&directory.path.join(file), &format!("#!/bin/sh\necho {says}\n"), mode);
    };
    write(format!("denied/{name}"), "denied", 0o644);
    write(format!("good/{name}"), "good", 0o755);
    write(format!("{long}/{name}"), "long", 0o755);
    write(name.to_owned(), "here", 0o755);
    let in_place = |folders: &[&str]| {
        folders.iter().map(|folder| format!("{place}/{folder}")).collect::<Vec<_>>().join(":")
    };
    for options in [&[][..], &["-f"], &["-k", "5"]] {
        let with = |path: &str| {
            let mut command = trap(options);
            Ran::of(command.args(["--", name]).env("PATH", path).current_dir(place))
        };
        with(&in_place(&["directory", "denied", "nowhere", "good"])).prints("good\n");
        with(&in_place(&[&long, "good"])).prints("long\n");
        // An empty name is the current directory.
        for path in ["", ":/bin", "/bin::/usr/bin", "/bin:"] {
            with(path).prints("here\n");
        }
        // As with env, timeout and nohup.
        with(&in_place(&["directory"]))
            .fails(126, &format!("sigtrap: {name}: Permission denied\n"));
        with(&in_place(&["nowhere", "nowhere"]))
            .fails(127, &format!("sigtrap: {name}: No such file or directory\n"));
        with(&in_place(&["denied", "directory"]))
            .fails(126, &format!("sigtrap: {name}: Permission denied\n"));
        let mut command = trap(options);
        Ran::of(command.args(["--", "sh", "-c", "echo found"]).env_remove("PATH"))
            .prints("found\n");
    }
}

#[test]
fn who_may_execute_is_known_to_the_kernel_alone() {
    // access(2) asks for the real user, execve(2) for the effective one.
    if !two_users() || !have("setpriv") {
        return;
    }
    let directory = TemporaryDirectory::new();
    let place = directory.path.to_str().expect("UTF-8");
    for (folder, mode) in [("first", 0o700), ("second", 0o755)] {
        let folder = directory.path.join(folder);
        std::fs::create_dir(&folder).expect("a directory");
        let text = format!("#!/bin/sh\necho {mode:o}\n");
        write_program(&folder.join("private"), &text, mode);
    }
    let path = format!("{place}/first:{place}/second:/bin:/usr/bin");
    for options in [&[][..], &["-f"], &["-k", "5"], &["-r"]] {
        let mut command = Command::new("setpriv");
        command.args([&format!("--ruid={NOBODY}"), sigkit_path(), "sigtrap"]).args(options);
        Ran::of(command.args(["--", "private"]).env("PATH", &path).env_remove("SIGKIT_POSIX"))
            .prints("700\n");
    }
}

#[test]
fn the_next_of_several_programs_is_tried_if_one_cannot_be_executed() {
    let directory = TemporaryDirectory::new();
    let place = directory.path.to_str().expect("UTF-8");
    for (folder, text) in [("first", "#!/nonexistent/interpreter\n"), ("second", "echo \"$1\"\n")] {
        let folder = directory.path.join(folder);
        std::fs::create_dir(&folder).expect("a directory");
        write_program(&folder.join("program"), text, 0o755);
    }
    for options in [&[][..], &["-f"], &["-k", "5"], &["-r"]] {
        let with = |path: String| {
            Ran::of(trap(options).args(["--", "program", "second"]).env("PATH", path))
        };
        with(format!("{place}/first:{place}/second")).prints("second\n");
        with(format!("{place}/first")).fails(127, "sigtrap: program: No such file or directory\n");
    }
}

/// The system calls of trap until it starts a process, by their numbers.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn calls_before_a_process_is_started(mut command: Command) -> Vec<i64> {
    use nix::sys::ptrace::{self, Options};
    use nix::sys::wait::{WaitStatus, waitpid};
    // SAFETY: between fork and exec only ptrace(2) is called.
    unsafe { command.pre_exec(|| Ok(ptrace::traceme()?)) };
    let mut child = command.spawn().expect("trap starts");
    let pid = nix::unistd::Pid::from_raw(child.id() as i32);
    waitpid(pid, None).expect("the stop at exec");
    ptrace::setoptions(pid, Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_EXITKILL)
        .expect("options");
    let mut calls = Vec::new();
    while calls.last() != Some(&libc::SYS_clone) {
        ptrace::syscall(pid, None).expect("the next stop");
        assert!(matches!(waitpid(pid, None), Ok(WaitStatus::PtraceSyscall(_))), "{calls:?}");
        let registers = ptrace::getregs(pid).expect("registers");
        // At the entry rax is -ENOSYS.
        if registers.rax as i64 == -i64::from(libc::ENOSYS) {
            calls.push(registers.orig_rax as i64);
        }
    }
    child.kill().expect("it can be killed");
    child.wait().expect("a child to wait for");
    calls
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn signals_are_blocked_before_command_is_looked_for() {
    for options in [&["-f"][..], &["-k", "5"], &["--init"], &["echo", "EXIT"]] {
        let mut command = trap(options);
        command.args(["--", "sleep", "1000"]).env("PATH", "/nonexistent:/bin:/usr/bin");
        let calls = calls_before_a_process_is_started(command);
        let first = |wanted: &[i64]| {
            calls.iter().position(|call| wanted.contains(call)).expect("it is called")
        };
        // stat(3) is another call in each C library.
        const LOOKS: [i64; 3] = [libc::SYS_stat, libc::SYS_newfstatat, libc::SYS_statx];
        assert!(first(&[libc::SYS_rt_sigprocmask]) < first(&LOOKS), "{options:?}: {calls:?}");
    }
}

/// Blocks a signal, and sends it to the process that is to become trap.
fn with_pending(command: &mut Command, signal: i32) {
    // SAFETY: plain system calls between fork and exec; the set is valid for the kernel.
    unsafe {
        command.pre_exec(move || {
            let blocked: u64 = 1 << (signal - 1);
            libc::syscall(
                libc::SYS_rt_sigprocmask,
                libc::SIG_BLOCK,
                &raw const blocked,
                0usize,
                8usize,
            );
            libc::kill(libc::getpid(), signal);
            Ok(())
        });
    }
}

#[test]
fn a_signal_that_waits_for_trap_when_it_starts_is_passed_on() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let own = std::env::current_exe().expect("the test binary has a path");
    for (options, signal) in
        [(&["-f"][..], libc::SIGUSR1), (&["-k", "5"], libc::SIGTERM), (&["--init"], libc::SIGTERM)]
    {
        let mut command = trap(options);
        command.arg("--").arg(&own).env("SIGKIT_VICTIM", "report");
        // As the process that trap was before, whose number it still has.
        with_pending(&mut command, signal);
        let mut wrapped = Wrapped::start(command);
        let line = wrapped.lines.next();
        assert!(line.starts_with("ready "), "{line}");
        assert_eq!(wrapped.reported(), (signal, SI_USER, 0), "{options:?}");
    }
}

#[test]
fn a_stop_while_command_is_started_stops_trap() {
    // Pseudo-random, and the same every time.
    let mut random = 12_345_u64;
    let mut stuck_of_300 = || {
        let mut stuck = 0;
        for _ in 0..300 {
            let mut command = trap(["-k", "5", "--", "sleep", "1000"]);
            let mut child = command.process_group(0).spawn().expect("trap starts");
            let pid = child.id() as i32;
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let moment = Instant::now() + std::time::Duration::from_micros(random >> 33 & 1_023);
            while Instant::now() < moment {}
            // SAFETY: kill(2) takes two numbers; the group is that of the child, which nobody has
            // waited for.
            let to_group = |signal| assert_eq!(unsafe { libc::kill(-pid, signal) }, 0);
            to_group(libc::SIGTSTP);
            let deadline = Instant::now() + std::time::Duration::from_secs(10);
            while state(pid) != Some('T') && Instant::now() < deadline {
                pause();
            }
            stuck += i32::from(state(pid) != Some('T'));
            to_group(libc::SIGKILL);
            child.wait().expect("a child to wait for");
        }
        stuck
    };
    // It can still be stopped between its last two system calls, once in some 10,000 times, and
    // more often on a machine that has much else to do. Where a stop is not kept back, some ten are
    // stuck, each time.
    let tries: Vec<i32> = (0..3).map(|_| stuck_of_300()).take_while(|stuck| *stuck > 3).collect();
    assert!(tries.len() < 3, "{tries:?} of 300 wait for a process that is stopped");
}

#[test]
fn a_cont_that_comes_at_once_ends_the_stop_of_trap_too() {
    let handled = format!("handled {}", libc::SIGUSR1);
    let mut random = 54_321_u64;
    for _ in 0..300 {
        let (mut wrapped, command) = Wrapped::victim(&["-f"], "tell");
        let pid = wrapped.pid;
        // SAFETY: kill(2) takes two numbers; the group is that of a child, which nobody has waited
        // for.
        let to_group = |signal| assert_eq!(unsafe { libc::kill(-pid, signal) }, 0);
        // After an ordinary stop trap has most of its memory to fetch again, and is slow.
        send(command, libc::SIGTSTP);
        is_in_state(command, "T");
        is_in_state(pid, "T");
        to_group(libc::SIGCONT);
        send(pid, libc::SIGUSR1);
        while wrapped.lines.next() != handled {}
        // From the terminal all of the job would get it. Who sends it to all of the job has trap
        // pass it on, which may come after the CONT, and stop COMMAND again.
        send(command, libc::SIGTSTP);
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let moment = Instant::now() + std::time::Duration::from_micros(random >> 33 & 127);
        while Instant::now() < moment {}
        to_group(libc::SIGCONT);
        // This is passed on, so trap is not stopped, nor is COMMAND, which also tells of each CONT.
        send(pid, libc::SIGUSR1);
        while wrapped.lines.next() != handled {}
    }
}

#[test]
fn who_could_not_be_started_at_first_inherits_the_same() {
    in_pid_namespace(
        "trap_run::start::who_could_not_be_started_at_first_inherits_the_same",
        || {
            // What the kernel does not execute is sh's, as which another program stands here: it
            // shows what it has inherited, which some shells change at once.
            let bind = Ran::of(Command::new("mount").args(["--bind", "/bin/cat", "/bin/sh"]));
            assert_eq!((bind.stderr.as_str(), bind.status), ("", 0));
            let directory = TemporaryDirectory::new();
            let file = directory.path.join("script");
            std::fs::write(&file, "a script\n").expect("a file");
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755))
                .expect("its mode");
            let inherited = |mut command: Command| {
                command.arg("/proc/self/status");
                // SAFETY: plain system calls between fork and exec; the set is valid for the
                // kernel.
                unsafe {
                    command.pre_exec(|| {
                        libc::signal(libc::SIGCHLD, libc::SIG_IGN);
                        let blocked: u64 = 1 << (libc::SIGUSR1 - 1);
                        libc::syscall(
                            libc::SYS_rt_sigprocmask,
                            libc::SIG_SETMASK,
                            &raw const blocked,
                            0usize,
                            8usize,
                        );
                        Ok(())
                    });
                }
                let ran = Ran::of(&mut command);
                assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
                let sets = ran
                    .stdout
                    .lines()
                    .filter(|line| line.starts_with("SigBlk:") || line.starts_with("SigIgn:"));
                sets.map(str::to_owned).collect::<Vec<_>>()
            };
            let direct = inherited(Command::new("/bin/cat"));
            assert_eq!(direct[0], "SigBlk:\t0000000000000200");
            for options in [&[][..], &["-f"], &["-k", "5"]] {
                let mut command = trap(options);
                command.arg("--").arg(&file);
                assert_eq!(inherited(command), direct, "{options:?}");
            }
        },
    );
}

/// Has a command start with some signals ignored and some blocked, the C library's own among them.
fn ignore_and_block_some(command: &mut Command) {
    // SAFETY: plain system calls between fork and exec; both arguments are valid for the
    // kernel.
    unsafe {
        command.pre_exec(|| {
            #[repr(C)]
            struct Action(usize, [usize; 3]);
            let ignore = Action(libc::SIG_IGN, [0; 3]);
            for signal in [libc::SIGHUP, libc::SIGPIPE, libc::SIGCHLD, libc::SIGTTOU, 32, 33, 40] {
                libc::syscall(libc::SYS_rt_sigaction, signal, &raw const ignore, 0usize, 8usize);
            }
            let blocked: u64 = 1 << (libc::SIGUSR1 - 1) | 1 << 32 | 1 << 40;
            libc::syscall(
                libc::SYS_rt_sigprocmask,
                libc::SIG_SETMASK,
                &raw const blocked,
                0usize,
                8usize,
            );
            Ok(())
        });
    }
}

#[test]
fn command_inherits_what_trap_inherited() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    // What is ignored and blocked, as COMMAND sees itself. (Some shells do not keep CHLD ignored.)
    let with_entry = |mut command: Command| {
        command.args(["cat", "/proc/self/status"]);
        ignore_and_block_some(&mut command);
        let ran = Ran::of(&mut command);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
        let sets = ran
            .stdout
            .lines()
            .filter(|line| line.starts_with("SigBlk:") || line.starts_with("SigIgn:"));
        sets.map(|line| format!("{line}\n")).collect::<String>()
    };
    let mut env = Command::new("env");
    env.stdin(Stdio::null());
    let direct = with_entry(env);
    assert_eq!(direct, "SigBlk:\t0000010100000200\nSigIgn:\t0000008180211001\n");
    for options in [&[][..], &["-f"], &["--init"], &["-k", "5"], &["echo", "USR2"]] {
        let mut command = trap(options);
        command.arg("--");
        assert_eq!(with_entry(command), direct, "{options:?}");
    }
    for options in
        [&["--default", "all", "--unblock", "all"][..], &["--default=all", "--unblock=all", "-f"]]
    {
        let mut command = trap(options);
        command.arg("--");
        let none = "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n";
        assert_eq!(with_entry(command), none, "{options:?}");
    }
    let all = trap(["--ignore", "all", "--block", "all", "--"]);
    assert_eq!(with_entry(all), "SigBlk:\tfffffffffffbfeff\nSigIgn:\tfffffffffffbfeff\n");
    // What is asked for, and nothing else.
    let command = trap([
        "-",
        "HUP",
        "CHLD",
        "--on",
        "TERM,INT=",
        "--block",
        "USR2",
        "--unblock",
        "USR1",
        "-f",
        "--",
    ]);
    let asked = with_entry(command);
    assert_eq!(asked, "SigBlk:\t0000010100000800\nSigIgn:\t0000008180205002\n");
}

#[test]
fn ignored_on_entry_can_be_undone_and_what_is_ignored_stays_so() {
    Ran::of(trap(["-", "HUP", "--"]).args([
        "sh",
        "-c",
        "trap 'echo caught' HUP; kill -s HUP $$; echo on",
    ]))
    .prints("caught\non\n");
    script(&["", "HUP", "TERM"], "kill -s HUP $$; kill -s TERM $$; echo alive").prints("alive\n");
    script(&["1", "15"], "kill -s TERM $$; echo alive");
    assert_eq!(script(&["1", "15"], "kill -s TERM $$; echo alive").status, -15);
}
